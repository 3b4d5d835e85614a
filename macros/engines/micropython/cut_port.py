"""Trim MicroPython's wasm port to what the first engine runs.

- Of the frozen modules in PyScript's variant, only the imported ones stay (``FROZEN``).
- The source texts of JavaScript functions, which the port's script also contains, are removed: nothing reads them.
- ``wasm-opt`` then removes unreachable code, and the script is minified (``minify.py``).

``tests/engines/test_first_engine.py`` checks the result against CPython's answers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from macros.engines.pyodide.slim import NotAsExpected, optimized
from macros.engines.wasm import wasm_file as wasm

#: Frozen modules that the calculators or the stand-ins import.
FROZEN = (
    "collections/__init__.py",
    "collections/defaultdict.py",
    "datetime.py",
    "os/__init__.py",
    "os/path.py",
    "time.py",
)
#: The first name in the port's list of frozen modules, by which the list is found.
FIRST_LISTED = b"asyncio/event.py\0"
FEATURES = ("bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext")
WORD = 4


class Listed(NamedTuple):
    """Addresses of the lists of names and modules, and each name's module."""

    names: int
    modules: int
    known: dict[str, int]


def cut_wasm(stock: bytes) -> bytes:
    """The port's WebAssembly with only the modules of ``FROZEN``. Raises NotAsExpected."""
    parts = wasm.sections(stock)
    segments = [(place, bytearray(content)) for place, content in wasm.fixed_segments(parts[wasm.DATA])]
    place, data = segments[0]
    _cut_modules(data, place)
    kept = [segment for segment in segments if not _is_text_of_functions(parts, *segment)]
    if len(kept) != len(segments) - 1:
        raise NotAsExpected("MicroPython's texts of functions do not stand apart.")
    parts[wasm.DATA] = wasm.as_fixed_segments([(at, bytes(content)) for at, content in kept])
    # The exported addresses of those texts remain, but nothing reads what they point to.
    return optimized(wasm.whole(parts), ["Os", "strip-producers", "strip-target-features"], FEATURES)


def listed_modules(data: bytes | bytearray, place: int) -> Listed:
    """The list of frozen modules in a segment at memory offset ``place``. Raises NotAsExpected."""
    # The same name also occurs among the port's interned strings, but without an empty one before it.
    start = data.find(b"\0\0" + FIRST_LISTED) + 2
    end = data.index(b"\0\0", start)
    names = [name.decode() for name in bytes(data[start:end]).split(b"\0")]
    for at in range((end + WORD) // WORD * WORD, len(data) - WORD * len(names), WORD):
        places = struct.unpack_from(f"<{len(names)}I", data, at)
        if all(after - before == 3 * WORD for before, after in pairwise(places)):
            return Listed(start, at, dict(zip(names, (one - place for one in places), strict=True)))
    raise NotAsExpected("MicroPython's list of modules is not where it was.")


def _cut_modules(data: bytearray, place: int) -> None:
    listed = listed_modules(data, place)
    missing = set(FROZEN) - listed.known.keys()
    if missing:
        raise NotAsExpected(f"MicroPython has no module {', '.join(sorted(missing))}.")
    extents = dict(_extents(data, place, listed))
    kept = {name: at for name, at in listed.known.items() if name in FROZEN}
    for name in listed.known.keys() - kept.keys():
        start, end = extents[name]
        data[start:end] = bytes(end - start)
    names = b"".join(name.encode() + b"\0" for name in kept)
    data[listed.names : listed.names + _length(listed.known)] = names.ljust(_length(listed.known), b"\0")
    places = b"".join(struct.pack("<I", at + place) for at in kept.values())
    data[listed.modules : listed.modules + WORD * len(listed.known)] = places.ljust(WORD * len(listed.known), b"\0")


def _length(names: dict[str, int]) -> int:
    return sum(len(name) + 1 for name in names)


def _extents(data: bytearray, place: int, listed: Listed) -> Iterator[tuple[str, tuple[int, int]]]:
    """Start and end of each module's bytecode: modules are contiguous, each starting at its table of strings."""
    starts = [struct.unpack_from("<I", data, at)[0] - place for at in listed.known.values()]
    if starts != sorted(starts):
        raise NotAsExpected("MicroPython's modules do not stand one behind the other.")
    for name, start, end in zip(listed.known, starts, [*starts[1:], starts[-1]], strict=True):
        yield name, (start, end)


def _is_text_of_functions(parts: dict[int, bytes], place: int, content: bytearray) -> bool:
    numbers = wasm.constants(parts[wasm.GLOBALS])
    said = {
        export.name: numbers[export.number]
        for export in wasm.exports(parts[wasm.EXPORTS])
        if export.kind == wasm.GLOBAL
    }
    return said["__start_em_js"] <= place and place + len(content) <= said["__stop_em_js"]
