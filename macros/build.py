"""Build the whole site into ``site/``: the law's data, the browser's runtime and libraries, the sheets, then the pages.

Each step stands alone; MkDocs only turns Markdown into HTML.
"""

from __future__ import annotations

import subprocess
import sys

from calculators import law, letter
from macros import facts
from macros.data import ROOT, WrongData, write_data
from macros.runtime import write_runtime
from macros.sheets import write_sheets
from macros.vendor import write_vendor


def prepare() -> None:
    """Everything that the pages need before they are made. Raises WrongData if the law or another file is malformed."""
    write_data()
    for remembered in (law.load, letter.letters, facts.pages_data, facts.checklists):
        remembered.cache_clear()
    write_runtime()
    write_vendor()
    write_sheets()


def main(arguments: list[str]) -> int:
    """Build. Returns 0, or 1 after the lines that say what is wrong."""
    try:
        prepare()
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
