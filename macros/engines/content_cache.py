"""Cache what is slow to make in ``build/engine``, named by a hash of its inputs."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from macros.places import ROOT

CACHE = ROOT / "build" / "engine"


def cached(made_from: bytes, ending: str, make: Callable[[Path], object]) -> bytes:
    """The content of a file, made only if its inputs changed.

    ``made_from``: all inputs, versions and options included. ``ending``: of the file's name. ``make`` writes the file at
    the path that it gets; other files beside that path are thrown away.
    """
    file = CACHE / f"{hashlib.sha256(made_from).hexdigest()[:16]}{ending}"
    if not file.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        # Two processes may make the same file at once: each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            part = Path(scratch, file.name)
            make(part)
            part.rename(file)
    return file.read_bytes()
