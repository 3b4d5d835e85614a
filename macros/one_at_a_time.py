"""A lock that allows one build of this project at a time.

Two builds would write the same files and mix their pages.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.places import ROOT

LOCK = ROOT / "build" / "building.lock"
WAITS = "Another build runs in this folder. This one waits for it."


@contextmanager
def build_lock(lock: Path = LOCK) -> Iterator[None]:
    """Hold the lock during the block; prints a line if it has to wait.

    The lock is released when the process ends, however it ends.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(WAITS, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
