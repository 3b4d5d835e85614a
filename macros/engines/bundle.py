"""Many files in one, for the way to the phone: one answer of the server, and nothing to unzip there.

A line of JSON with the path and the size of each, then their bytes one behind the other, so that a web server
compresses them as a whole. ``docs/assets/js/engine/one-file.js`` takes them apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping


def in_one_file(files: Mapping[str, bytes]) -> bytes:
    """The files, by path, as one."""
    sizes = json.dumps([[path, len(content)] for path, content in files.items()], separators=(",", ":"))
    return sizes.encode() + b"\n" + b"".join(files.values())
