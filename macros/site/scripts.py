"""Bundle each page's scripts and their imports into a few small files.

``esbuild`` bundles and minifies scripts, styles and libraries. The live preview serves the sources unchanged.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path

from macros.node import run_node
from macros.site.built_site import BuiltSite
from macros.site.script_imports import with_imports
from macros.site.styles import instead

JOINER = Path(__file__).with_name("scripts.mjs")
#: Matches the start of a worker, whose script is an entry point.
WORKER = re.compile(r'new Engine\("([\w-]+\.js)"\)')
#: Matches dynamic imports; type comments look similar.
LATER = re.compile(r'(?:\bawait |^\s*)import\("(\.{1,2}/[\w./-]+\.js)"\)', re.MULTILINE)
PRELOAD = re.compile(r'\s*<link rel="modulepreload" href="([^"]*assets/js/)([^"]+)">')
SCRIPT = re.compile(r'(<script\b[^>]* src="[^"]*assets/js/)(?:[\w-]+/)*([^"/]+)"')


def join_scripts(site: BuiltSite) -> None:
    """Bundle the scripts in ``assets/js``; minify ``assets/vendor`` and ``assets/css``.

    Pages are updated to the new files. Raises SystemExit with esbuild's message if it fails.
    """
    assets = site.folder / "assets"
    workers, scripts = entries(assets / "js")
    said = run_node("Could not join the scripts", JOINER, assets, ",".join(workers), ",".join(scripts))
    where: dict[str, list[str]] = json.loads(said)
    site.change(lambda html: with_names(html, where))


def entries(folder: Path) -> tuple[list[str], list[str]]:
    """The entry points by path in the folder: those of workers, and those of pages."""
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
    """A page that refers to the bundles, with one modulepreload for each.

    ``where`` maps a script's path to its bundles; scripts used only by a worker have none.
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
