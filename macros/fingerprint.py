"""A hash of many files, to rebuild what is made from them when needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *also: str) -> str:
    """SHA-256 (hex) of files, by name and content, and of other inputs, such as versions."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for word in also:
        whole.update(f"{word}\n".encode())
    return whole.hexdigest()
