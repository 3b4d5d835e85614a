"""What a script imports before it runs: a page names those files, so that a browser asks for all of them at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from macros.file_cache import once_a_file

#: Not what a function fetches later with import(...).
IMPORTED = re.compile(r'^(?:import|export)\s(?:[^;"\'()]*\sfrom\s)?\s*["\'](\.{1,2}/[^"\']+\.js)["\']', re.MULTILINE)


def with_imports(scripts: Iterable[Path]) -> set[Path]:
    """The scripts and all that they and their imports import. Raises FileNotFoundError for one that is not there."""
    found: set[Path] = set()
    left = list(scripts)
    while left:
        script = left.pop()
        if script not in found:
            found.add(script)
            left += _imported(script)
    return found


@once_a_file
def _imported(script: Path) -> list[Path]:
    addresses = IMPORTED.findall(script.read_text(encoding="utf-8"))
    return [Path(posixpath.normpath(script.parent / address)) for address in addresses]
