"""Build the whole site into ``site/``: the law's data; the browser's engines, the sheets and the pages side by side; the rest.

Each step stands alone; MkDocs only turns Markdown into HTML. What needs all pages comes after it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from calculators import law, letter
from macros.data import facts
from macros.data.state_files import WrongData, write_data
from macros.engines.make_engines import write_beside
from macros.engines.pyodide.runtime import RUNTIME
from macros.low_priority import YIELDING
from macros.pages import letter_pages
from macros.places import ROOT
from macros.site import hashed_names, source_fingerprint
from macros.site.app_files import write_app_files
from macros.site.built_site import BuiltSite
from macros.site.engine_names import LATER, put_engines
from macros.site.offline import write_offline
from macros.site.redirects import write_redirects
from macros.site.scripts import join_scripts
from macros.site.search_files import write_search
from macros.site.sheets_in_site import put_sheets
from macros.site.styles import join_styles
from macros.site.vendor import write_vendor


def prepare() -> None:
    """All that pages name, for a server that makes one when it is asked for. Raises WrongData if the law or another file
    is malformed.
    """
    read_again()
    write_beside(RUNTIME)
    write_vendor()


def read_again() -> bool:
    """Write the law's data if it changed, and forget what was read before. True if it changed."""
    changed = [path.stem for path in write_data()]
    law.forget(changed)
    of_the_law = (letter.letters, letter.samples, letter_pages.cited)
    for remembered in (facts.pages_data, facts.checklists, *(of_the_law if changed else ())):
        remembered.cache_clear()
    return bool(changed)


def add(folder: Path) -> None:
    """What is made from the pages alone: icons and cards, redirects, search."""
    write_app_files(folder)
    write_redirects(folder)
    write_search(folder)


def join(site: BuiltSite) -> None:
    """What is made from the pages and the engines: names by content."""
    put_engines(site)
    join_styles(site)
    join_scripts(site)
    hashed_names.name_by_content(site)


def finish(site: BuiltSite) -> None:
    """What is made from the pages and the sheets: sizes, and what a phone keeps."""
    put_sheets(site)
    write_offline(site)


def _program(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """One of ours, in a process of its own; what it prints if all is well is of no use here."""
    return subprocess.Popen([sys.executable, "-m", f"macros.{name}", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)


def main(arguments: list[str]) -> int:
    """Build. Returns 0, or 1 after the lines that say what is wrong."""
    sources = source_fingerprint.of_sources()
    try:
        read_again()
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    options = argparse.ArgumentParser(prog="make build")
    options.add_argument("-d", "--site-dir", type=Path, default=ROOT / "site")
    known, others = options.parse_known_args(arguments)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(known.site_dir),
        *others,
    ]
    folder = known.site_dir.resolve()
    write_vendor()
    # None of the three needs another; the sheets are needed last.
    with _program("engines.make_engines", str(RUNTIME)) as engines, _program("paper.sheets", YIELDING) as sheets:
        built = subprocess.run(command, cwd=ROOT, env={**os.environ, **LATER}, check=False).returncode
        if not built:
            add(folder)
        built = engines.wait() or built
        if not built:
            site = BuiltSite(folder)
            join(site)
        built = sheets.wait() or built
    if not built:
        finish(site)
        (folder / source_fingerprint.FILE).write_text(f"{sources}\n", encoding="utf-8")
    return built


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
