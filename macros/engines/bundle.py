"""The bundle format: many files in one download, nothing to unzip.

A line of JSON with the path and size of each file, then their bytes concatenated, so that a web server compresses them
as a whole. ``docs/assets/js/engine/bundle.js`` unpacks it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping


def bundled(files: Mapping[str, bytes]) -> bytes:
    """Bundle files, keyed by path."""
    sizes = json.dumps([[path, len(content)] for path, content in files.items()], separators=(",", ":"))
    return sizes.encode() + b"\n" + b"".join(files.values())
