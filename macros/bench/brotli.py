"""What a visit would take if the host packed with Brotli: many hosts do, GitHub Pages does not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from macros.bench.line import COMPRESSED

#: For Node: reads a list of files, prints the sum of their sizes at Brotli's highest level, which is 11.
SUM = (
    "const {brotliCompressSync} = require('zlib'), {readFileSync} = require('fs');"
    "console.log(JSON.parse(readFileSync(0)).reduce((sum, file) => sum + brotliCompressSync(readFileSync(file)).length, 0))"
)


def sent_with_brotli(files: Iterable[Path]) -> int:
    """Bytes of these files as such a host would send them; what is compressed already goes as it is."""
    found = list(files)
    as_they_are = sum(file.stat().st_size for file in found if file.suffix in COMPRESSED)
    others = json.dumps([str(file) for file in found if file.suffix not in COMPRESSED])
    node = Path(sys.executable).with_name("node")
    done = subprocess.run([node, "-e", SUM], input=others, capture_output=True, text=True, check=True)
    return as_they_are + int(done.stdout)
