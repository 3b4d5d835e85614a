"""A script's static imports, which a page lists for the browser to preload."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from macros.file_cache import cached_by_file

#: Excludes dynamic import(...).
IMPORTED = re.compile(r'^(?:import|export)\s(?:[^;"\'()]*\sfrom\s)?\s*["\'](\.{1,2}/[^"\']+\.js)["\']', re.MULTILINE)


def with_imports(scripts: Iterable[Path]) -> set[Path]:
    """The scripts with all their transitive imports. Raises FileNotFoundError for a missing one."""
    found: set[Path] = set()
    left = list(scripts)
    while left:
        script = left.pop()
        if script not in found:
            found.add(script)
            left += _imported(script)
    return found


@cached_by_file
def _imported(script: Path) -> list[Path]:
    addresses = IMPORTED.findall(script.read_text(encoding="utf-8"))
    return [Path(posixpath.normpath(script.parent / address)) for address in addresses]
