"""Put the scripts that a page names one by one, and what they import, into few small files, so that a phone asks for few.

``esbuild`` joins them and takes comments and long names away, in styles and libraries too. While the site is edited they
are as they were written.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

from macros.node import said_by_node
from macros.site.built_site import BuiltSite
from macros.site.script_imports import with_imports
from macros.site.styles import instead

JOINER = Path(__file__).with_name("scripts.mjs")
#: A script that begins one of these is a program of its own.
WORKER = re.compile(r'new Engine\("([\w-]+\.js)"\)')
#: What a function fetches; comments name types in nearly the same way.
LATER = re.compile(r'(?:\bawait |^\s*)import\("(\.{1,2}/[\w./-]+\.js)"\)', re.MULTILINE)
PRELOAD = re.compile(r'\s*<link rel="modulepreload" href="([^"]*assets/js/)([^"]+)">')
SCRIPT = re.compile(r'(<script\b[^>]* src="[^"]*assets/js/)(?:[\w-]+/)*([^"/]+)"')


def join_scripts(site: BuiltSite) -> None:
    """Join what stands in ``assets/js``, and make what stands in ``assets/vendor`` and ``assets/css`` smaller.

    Pages name the new files where they named the old ones. Raises SystemExit with what esbuild says if it cannot join them.
    """
    assets = site.folder / "assets"
    workers, scripts = entries(assets / "js")
    said = said_by_node("Could not join the scripts", JOINER, assets, ",".join(workers), ",".join(scripts))
    where: dict[str, list[str]] = json.loads(said)
    site.change(lambda html: with_names(html, where))


def entries(folder: Path) -> tuple[list[str], list[str]]:
    """The scripts that are asked for by themselves, by path in the folder: those of workers, and those of pages."""
    source = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js"))}

    def named(pattern: re.Pattern[str]) -> set[Path]:
        found = ((path, address) for path, text in source.items() for address in pattern.findall(text))
        return {Path(posixpath.normpath(path.parent / address)) for path, address in found}

    workers, later = named(WORKER), named(LATER) & source.keys()
    imported = {found for path in source for found in with_imports([path]) - {path}}
    each = (sorted(workers), sorted((source.keys() - imported | later) - workers))
    of_workers, of_pages = ([path.relative_to(folder).as_posix() for path in paths] for paths in each)
    return of_workers, of_pages


def with_names(html: str, where: dict[str, list[str]]) -> str:
    """A page that names the files in which its scripts are now, and asks ahead for each once.

    ``where`` has them by a script's path; what only a worker imports comes with the worker and has none.
    """
    html = SCRIPT.sub(r'\1\2"', html)
    head, end, rest = html.partition("</head>")
    asked = PRELOAD.findall(head)
    if not asked:
        return html
    named = {name for _, name in SCRIPT.findall(html)}
    files = dict.fromkeys(file for _, name in asked for file in where.get(name, ()) if file not in named)
    links = "".join(f'<link rel="modulepreload" href="{asked[0][0]}{file}">' for file in files)
    return instead(PRELOAD, links, head) + end + rest
