"""Cut MicroPython's wasm port to what the first engine runs: it is all on the way to the first answer.

- Of the modules in MicroPython's own bytecode that PyScript's variant has in it, those stay that are imported (``FROZEN``).
- The texts of functions in JavaScript, which stand in the port's script too, go: nothing reads them.
- ``wasm-opt`` takes away what is left without a use, and the script is made smaller (``small_script.py``).

``tests/engines/test_first_engine.py`` holds the result to CPython's answers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from macros.engines.pyodide.slim import NotAsExpected, optimized
from macros.engines.wasm import wasm_file as wasm

#: Modules in bytecode that the calculators, or what stands in for Python's library, import.
FROZEN = (
    "collections/__init__.py",
    "collections/defaultdict.py",
    "datetime.py",
    "os/__init__.py",
    "os/path.py",
    "time.py",
)
#: The first name in the port's list of modules, by which the list is found.
FIRST_LISTED = b"asyncio/event.py\0"
FEATURES = ("bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext")
WORD = 4


class Listed(NamedTuple):
    """The port's modules in bytecode: where the list of names and that of modules begin, and each name with its module."""

    names: int
    modules: int
    known: dict[str, int]


def cut_wasm(stock: bytes) -> bytes:
    """The port's WebAssembly with the modules of ``FROZEN`` and no texts of functions. Raises NotAsExpected."""
    parts = wasm.sections(stock)
    segments = [(place, bytearray(content)) for place, content in wasm.fixed_segments(parts[wasm.DATA])]
    place, data = segments[0]
    _cut_modules(data, place)
    kept = [segment for segment in segments if not _is_text_of_functions(parts, *segment)]
    if len(kept) != len(segments) - 1:
        raise NotAsExpected("MicroPython's texts of functions do not stand apart.")
    parts[wasm.DATA] = wasm.as_fixed_segments([(at, bytes(content)) for at, content in kept])
    # The exported places of those texts stay numbers: no one asks for what stands there.
    return optimized(wasm.whole(parts), ["Os", "strip-producers", "strip-target-features"], FEATURES)


def listed_modules(data: bytes | bytearray, place: int) -> Listed:
    """The list of modules in a segment that begins at a ``place`` in memory. Raises NotAsExpected."""
    # The same name stands among the words that the port knows, too, without an empty one before it.
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
    """Where a module's bytecode begins and ends: each stands behind the one before it, from its table of words on."""
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
