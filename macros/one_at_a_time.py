"""One build of this project at a time: two would write the same files, and the site of one would have pages of the other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.places import ROOT

LOCK = ROOT / "build" / "building.lock"
WAITS = "Another build runs in this folder. This one waits for it."


@contextmanager
def alone(lock: Path = LOCK) -> Iterator[None]:
    """Wait until no other process is in such a block, and say so. A process that ends in any way lets go."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(WAITS, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
