"""Cache a function of a file until the file changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path


def cached_by_file[Found](look: Callable[[Path], Found]) -> Callable[[Path], Found]:
    """Wrap a function of a path: it runs again only after a change."""

    @cache
    def known(path: Path, _time: int, _size: int) -> Found:
        return look(path)

    def looked_up(path: Path) -> Found:
        found = path.stat()
        return known(path, found.st_mtime_ns, found.st_size)

    return looked_up
