"""Compress large files with xz, and write the module that decompresses them.

xz (LZMA2) needs a decoder from npm (``xz-decompress``, 9 KB transferred). Every browser decodes gzip, only newer ones
Brotli and zstd, and free hosts such as GitHub Pages compress with gzip only. For other codecs see
``macros/engines/README.md``.
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
#: WebAssembly and bytecode are not aligned to four bytes, so no position bits. The decoder keeps a window of two megabytes:
#: eight would not be smaller, one makes the WebAssembly 2 % larger.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 21, "pb": 0}]


def packed(content: bytes) -> bytes:
    """The content as an xz file, cached by content."""
    KEPT.mkdir(parents=True, exist_ok=True)
    known = KEPT / f"{hashlib.sha256(repr(FILTERS).encode() + content).hexdigest()[:16]}.xz"
    if not known.is_file():
        # two tests may do this at once: each in a folder of its own
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            part = Path(scratch, known.name)
            part.write_bytes(lzma.compress(content, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS))
            part.rename(known)
    return known.read_bytes()


def write_unpacker(path: Path) -> None:
    """Write the module that contains the decoder, so that a phone fetches one file."""
    package = json.loads((DECODER / "package.json").read_text(encoding="utf-8"))
    # The decoder is UMD: wrapped in a function, it attaches its exports to this object.
    decoder = (DECODER / "dist" / "package" / "xz-decompress.min.js").read_text(encoding="utf-8")
    opened = "const offered = { exports: {} };\n(function (module, exports, require) {"
    closed = (
        "})(offered, offered.exports, () => ({ ReadableStream }));\nconst { XzReadableStream } = offered.exports;\n"
    )
    words = f"/*! {package['name']} {package['version']}, license: {package['license']} */\n"
    path.write_text(words + opened + decoder + "\n" + closed + UNPACK.read_text(encoding="utf-8"), encoding="utf-8")
