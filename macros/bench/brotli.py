"""File sizes on hosts that compress with Brotli: many do, GitHub Pages does not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from macros.bench.line import COMPRESSED
from macros.node import run_node

#: A Node script: reads a list of files and prints their sizes at Brotli's highest level, 11.
SIZES = """
const {promisify} = require("util"), pack = promisify(require("zlib").brotliCompress), fs = require("fs");
const size = async (file) => (await pack(fs.readFileSync(file))).length;
Promise.all(JSON.parse(fs.readFileSync(0)).map(size)).then((sizes) => console.log(JSON.stringify(sizes)));
"""


def sizes_with_brotli(files: Iterable[Path]) -> dict[Path, int]:
    """Bytes of each file as such a host would send it.

    Compressed formats are sent unchanged.
    """
    found = set(files)
    sizes = {file: file.stat().st_size for file in found if file.suffix in COMPRESSED}
    others = sorted(found - sizes.keys())
    asked = json.dumps([str(file) for file in others])
    said = run_node("Could not compress with Brotli", "-e", SIZES, given=asked)
    return sizes | dict(zip(others, json.loads(said), strict=True))
