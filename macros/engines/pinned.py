"""Refuse to trim an engine other than the exact release it was written for.

``pyodide/slim.py`` and ``micropython/cut_port.py`` rely on details of one release each: another might match every pattern
and still be trimmed wrongly. So the version, and the hash of each file that is trimmed, are pinned here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Pinned(NamedTuple):
    """A release: its version, and the SHA-256 of each file that is trimmed."""

    version: str
    files: Mapping[str, str]


PYODIDE = Pinned(
    "0.29.3",
    {
        "pyodide.mjs": "23213d27e9dacbda6f25f955fb38dabfc40ada082c04ee253047ea5dddcaa3b5",
        "pyodide.asm.js": "1263f02b5b26099b96112378156f242dd98b39a8201ba7765e5fe3d455c5ce91",
        "pyodide.asm.wasm": "e2f4ee75b325e35eb31bfb8c613d4dd5098f5502c156a97847686875b5025480",
        "python_stdlib.zip": "4298b6ee445cb724c3973437da47789752b9e6ff4e26619026b283ec801fc46b",
    },
)
MICROPYTHON = Pinned(
    "1.27.0",
    {
        "micropython.mjs": "c2be87e7ba24e3b47d133022b009a66bff07f4720aa23d816d216ef8cc47014c",
        "micropython.wasm": "06338c955b03c5700aa0069015d3e392d76836ef8e2ce25bedbe59b88ccd373c",
    },
)
PYODIDE_WAYS_ON = (
    "Build with PAPER_TRAIL_ENGINE=stock, which cuts nothing. To cut this one, look at what macros/engines/pyodide/slim.py "
    "takes as given, write its version and hashes into macros/engines/pinned.py, and run 'make test-engine'."
)
MICROPYTHON_WAYS_ON = (
    "To cut this one, look at what macros/engines/micropython/cut_port.py takes as given, write its version and hashes "
    "into macros/engines/pinned.py, and run tests/engines/test_first_engine.py."
)


def require_pinned(package: Path, pinned: Pinned, ways_on: str) -> None:
    """Raise SystemExit unless the npm package is byte for byte the pinned one."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if version != pinned.version:
        raise SystemExit(f"{package.name} {version} is installed, but the cut knows {pinned.version} alone. {ways_on}")
    for name, digest in pinned.files.items():
        if hashlib.sha256((package / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"{name} is not that of {package.name} {version} which the cut knows. {ways_on}")
