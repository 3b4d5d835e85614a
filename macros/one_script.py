"""Put the scripts that a page names one by one, and what they import, into few small files, so that a phone asks for few.

``esbuild`` joins them and takes comments and long names away, in styles and libraries too. While the site is edited they
are as they were written.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from macros import versions
from macros.data import ROOT
from macros.script_imports import with_imports

JOINER = Path(__file__).with_name("one_script.mjs")
#: A script that begins one of these is a program of its own.
WORKER = re.compile(r'new Engine\("([\w-]+\.js)"\)')
#: What a function fetches; comments name types in nearly the same way.
LATER = re.compile(r'(?:\bawait |^\s*)import\("\./([\w-]+\.js)"\)', re.MULTILINE)
PRELOAD = re.compile(r'\s*<link rel="modulepreload" href="([^"]*assets/js/)([^"]+)">')
SCRIPT = re.compile(r'<script\b[^>]* src="[^"]*assets/js/([^"]+)"')


def join_scripts(site: Path) -> None:
    """Join what stands in ``assets/js``, and make what stands in ``assets/vendor`` and ``assets/css`` smaller.

    Pages name the new files where they named the old ones. Raises SystemExit with what esbuild says if it cannot join them.
    """
    workers, scripts = entries(site / "assets" / "js")
    node = Path(sys.executable).with_name("node")
    command = [str(node), str(JOINER), str(site / "assets"), ",".join(workers), ",".join(scripts)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"Could not join the scripts:\n{done.stderr}")
    where: dict[str, list[str]] = json.loads(done.stdout)
    for page in versions.pages(site):
        html = page.read_text(encoding="utf-8")
        renamed = with_names(html, where)
        if renamed != html:
            page.write_text(renamed, encoding="utf-8")


def entries(folder: Path) -> tuple[list[str], list[str]]:
    """The names of scripts that are asked for by themselves: those that workers begin with, and those of pages."""
    source = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    workers = {name for text in source.values() for name in WORKER.findall(text)}
    later = {name for text in source.values() for name in LATER.findall(text)}
    imported = {path.name for name in source for path in with_imports([folder / name]) - {folder / name}}
    return sorted(workers), sorted((source.keys() - imported | later) - workers)


def with_names(html: str, where: dict[str, list[str]]) -> str:
    """A page that asks ahead for the files in which its scripts are now, each once. ``where``: them by a script's name; what
    only a worker imports comes with the worker and has none.
    """
    head, end, rest = html.partition("</head>")
    asked = PRELOAD.findall(head)
    if not asked:
        return html
    named = set(SCRIPT.findall(html))
    files = dict.fromkeys(file for _, name in asked for file in where.get(name, ()) if file not in named)
    links = "".join(f'<link rel="modulepreload" href="{asked[0][0]}{file}">' for file in files)
    start = PRELOAD.search(head)
    assert start is not None
    return head[: start.start()] + links + PRELOAD.sub("", head[start.start() :]) + end + rest
