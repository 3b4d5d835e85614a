"""Compress large files with xz, and write the module that decompresses them.

xz (LZMA2) needs a decoder from npm (``xz-decompress``, 9 KB transferred). Every browser decodes gzip, only newer ones
Brotli and zstd, and free hosts such as GitHub Pages compress with gzip only. For other codecs see
``macros/engines/README.md``.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from macros.engines.content_cache import cached
from macros.places import ROOT

DECODER = ROOT / "node_modules" / "xz-decompress"
UNPACK = Path(__file__).with_name("unpack.js")
#: WebAssembly and bytecode are not aligned to four bytes, so no position bits. The decoder keeps a window of two megabytes:
#: eight would not be smaller, one makes the WebAssembly 2 % larger.
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 21, "pb": 0}]


def packed(content: bytes) -> bytes:
    """The content as an xz file, cached by content."""
    made_from = repr(FILTERS).encode() + content

    def write(path: Path) -> None:
        path.write_bytes(lzma.compress(content, lzma.FORMAT_XZ, lzma.CHECK_CRC32, filters=FILTERS))

    return cached(made_from, ".xz", write)


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
