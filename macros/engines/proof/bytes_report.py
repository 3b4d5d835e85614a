"""Report what each step saves of Pyodide's download, and write ``docs/_data/bytes.json``.

``python -m macros.engines.proof.bytes_report`` prints it. Steps are cumulative. ``shipped`` is the transfer size on a host
that compresses with gzip, as GitHub Pages does: packed files unchanged, all others at gzip level 6. For what was tried
and rejected see ``macros/engines/README.md``.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from macros.engines.pyodide import packed, runtime, slim
from macros.engines.pyodide.runtime import PUBLISHED_LOADER, PYODIDE, SCRIPT, STDLIB, WASM
from macros.places import ROOT

OUT = ROOT / "docs" / "_data" / "bytes.json"
#: As in macros/site/offline.py: the default of nearly every web server.
GZIP = 6
ASYNCIO = (
    "import asyncio, json, sys; print(json.dumps([getattr(m, '__file__', '') or '' for m in sys.modules.values()]))"
)


class Files(NamedTuple):
    """Pyodide's large files after one step, uncompressed."""

    wasm: bytes
    script: str
    library: bytes


class Row(NamedTuple):
    """One step: raw bytes, bytes transferred, and what it saves over the previous step."""

    step: str
    raw: int
    shipped: int
    gain_percent: float


def rows() -> list[Row]:
    """The steps in order."""
    stock = Files((PYODIDE / WASM).read_bytes(), (PYODIDE / SCRIPT).read_text(), (PYODIDE / STDLIB).read_bytes())
    loader = (PYODIDE / PUBLISHED_LOADER).read_text(encoding="utf-8")
    used = slim.script_names(stock.script) | set(slim.NAME.findall(loader))
    image = slim.Image(stock.wasm, stock.script, used)
    with_asyncio = runtime.kept_modules() | _of_asyncio() | set(runtime.FROZEN[:2])
    found = [_row("as published, gzip", stock, None, _gzipped)]

    def step(name: str, files: Files) -> Files:
        found.append(_row(name, files, found[-1], _sent))
        return files

    now = step("WebAssembly and library packed with xz", stock)
    now = step("only modules in use, compiled", now._replace(library=_library(with_asyncio, "in", {})))
    now = step("docstrings out", now._replace(library=_library(with_asyncio, "out", {})))
    now = step("tables of lines out", now._replace(library=_library(with_asyncio, "out", {}, "out")))
    asyncio_only = {name: path for name, path in runtime.STAND_INS.items() if name.startswith(("asyncio", "pyodide"))}
    in_files = runtime.kept_modules() | set(runtime.FROZEN[:2])
    now = step("asyncio out", now._replace(library=_library(in_files, "out", asyncio_only, "out")))
    everything = image.written(image.exports)
    now = step(
        "addresses written out in the WebAssembly, which the next two need",
        now._replace(wasm=slim.optimized(everything)),
    )
    now = step("exports and what they alone use out", now._replace(wasm=slim.optimized(image.written())))
    image.drop_modules(runtime.kept_built_in())
    unused = "built-in modules that are not in use out, and what nothing reaches then"
    now = step(unused, now._replace(wasm=slim.optimized(image.written())))
    now = step("the script's lists out", now._replace(script=slim.cut_lists(stock.script, loader, now.wasm)))
    script = slim.slim_script(stock.script, loader, now.wasm)
    now = step("what nothing calls out of the script, and short names", now._replace(script=script))
    unread = "two files that stand in the WebAssembly too, names of characters, IP addresses out"
    now = step(unread, now._replace(library=_library(runtime.kept_modules(), "out", runtime.STAND_INS, "out")))
    return found


def _row(step: str, files: Files, before: Row | None, sent: Callable[[Files], int]) -> Row:
    raw = len(files.wasm) + len(files.script.encode()) + len(files.library) + sum(map(len, _small()))
    shipped = sent(files)
    return Row(step, raw, shipped, round(100 * (1 - shipped / before.shipped), 1) if before else 0.0)


def _small() -> list[bytes]:
    return [(PYODIDE / PUBLISHED_LOADER).read_bytes()]


def _gzipped(files: Files) -> int:
    return sum(_gzip(content) for content in [files.wasm, files.script.encode(), files.library, *_small()])


def _sent(files: Files) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        packed.write_unpacker(Path(scratch, runtime.UNPACKER))
        unpacker = Path(scratch, runtime.UNPACKER).read_bytes()
    plain = sum(_gzip(content) for content in [files.script.encode(), unpacker, *_small()])
    return plain + len(packed.packed(files.wasm)) + len(packed.packed(files.library))


def _gzip(content: bytes) -> int:
    return len(gzip.compress(content, GZIP))


def _library(
    kept: set[str], docstrings: runtime.Said, stand_ins: runtime.StandIns, lines: runtime.Said = "in"
) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, STDLIB)
        runtime.write_library(path, kept, docstrings, stand_ins, lines)
        return path.read_bytes()


def _of_asyncio() -> set[str]:
    """Library files imported by asyncio."""
    said = subprocess.run([sys.executable, "-c", ASYNCIO], capture_output=True, text=True, check=True).stdout
    files = [Path(file).as_posix() for file in json.loads(said)]
    return {name for name in runtime.every_module() if any(file.endswith(f"python3.13/{name}") for file in files)}


def main() -> int:
    """Measure, print and write."""
    found = rows()
    print(f"{'step':70} {'raw':>11} {'shipped':>10} {'gain %':>7}")
    for row in found:
        print(f"{row.step:70} {row.raw:11,} {row.shipped:10,} {row.gain_percent:7}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([row._asdict() for row in found], indent=1) + "\n", encoding="utf-8")
    print(f"Written: {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
