"""What is found in a file is found once, and again when the file was changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path


def once_a_file[Found](look: Callable[[Path], Found]) -> Callable[[Path], Found]:
    """The same function of a file, which looks into it only if it was changed since."""

    @cache
    def known(path: Path, _time: int, _size: int) -> Found:
        return look(path)

    def looked_up(path: Path) -> Found:
        found = path.stat()
        return known(path, found.st_mtime_ns, found.st_size)

    return looked_up
