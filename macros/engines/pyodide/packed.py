"""Pack what is large for the way to the phone, and write the module that opens it there.

The codec is xz (LZMA2) with a decoder from npm (``xz-decompress``, 9 KB on the wire). Browsers decode gzip everywhere, Brotli and
zstd only where they are new, and a free host such as GitHub Pages compresses with gzip alone. Other codecs and what they come to are
in ``macros/engines/README.md``.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import tempfile
from pathlib import Path

from macros.places import ROOT

KEPT = ROOT / "build" / "engine"
DECODER = ROOT / "node_modules" / "xz-decompress"
UNPACK = Path(__file__).with_name("unpack.js")
#: WebAssembly and bytecode are not aligned to four bytes: no bits of the position are of use. The decoder keeps the last
#: two megabytes in memory: with eight nothing is smaller, with one the WebAssembly is 2 % larger.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 21, "pb": 0}]


def packed(content: bytes) -> bytes:
    """The content as an xz file; what was made once is kept by its content."""
    KEPT.mkdir(parents=True, exist_ok=True)
    known = KEPT / f"{hashlib.sha256(repr(FILTERS).encode() + content).hexdigest()[:16]}.xz"
    if not known.is_file():
        # Two tests may do this at once: each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            part = Path(scratch, known.name)
            part.write_bytes(lzma.compress(content, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS))
            part.rename(known)
    return known.read_bytes()


def write_unpacker(path: Path) -> None:
    """Write the module with the decoder in it, so that a phone fetches one file."""
    package = json.loads((DECODER / "package.json").read_text(encoding="utf-8"))
    # A script for any kind of module: in a function it finds this object, and hangs what it offers on it.
    decoder = (DECODER / "dist" / "package" / "xz-decompress.min.js").read_text(encoding="utf-8")
    opened = "const offered = { exports: {} };\n(function (module, exports, require) {"
    closed = (
        "})(offered, offered.exports, () => ({ ReadableStream }));\nconst { XzReadableStream } = offered.exports;\n"
    )
    words = f"/*! {package['name']} {package['version']}, license: {package['license']} */\n"
    path.write_text(words + opened + decoder + "\n" + closed + UNPACK.read_text(encoding="utf-8"), encoding="utf-8")
