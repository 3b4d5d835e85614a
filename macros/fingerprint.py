"""One word for the content of many files: what was made from them is made again only when it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *also: str) -> str:
    """The SHA-256 (hex) of files, by name and content, and of what else they were made with, such as a version."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for word in also:
        whole.update(f"{word}\n".encode())
    return whole.hexdigest()
