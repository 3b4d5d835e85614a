"""Cut Pyodide's WebAssembly and its script to what this site runs. ``PAPER_TRAIL_ENGINE=stock`` leaves both as published.

Pyodide is built so that compiled packages can be loaded into it later, in any place of memory. This site loads none:

- The module's own place in memory is known (the script says it), so addresses are written out and the function that
  would write 28,000 of them at each start has nothing left to do.
- Of 9,708 exports, those stay that the script names outside its lists for packages. The script's lists shrink alike.
- There is no event loop (``absent/webloop.py``), so a copy of the memory is not expected to know of one.
- Built-in modules that no calculator imports (``runtime_modules.txt``) leave the table of built-in modules, and what
  they alone use goes with them: the tables of the East Asian codecs are the largest part.
- ``wasm-opt`` of binaryen then folds the addresses and takes away what nothing can reach.

What is cleared is proved by reachability, in the same cautious way throughout: a number in live code that could be an
address counts as one. ``tests/test_slim.py`` and ``make test-engine`` prove the result. The gain of each step is
what ``python -m macros.engines.bytes_report`` prints.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

from macros.data import ROOT
from macros.engines import wasm_file as wasm

KEPT = ROOT / "build" / "engine"
BINARYEN = ROOT / "node_modules" / "binaryen"
#: What Pyodide's module needs of WebAssembly beyond the first version, and the passes, each under ten seconds.
FEATURES = [
    "exception-handling",
    "reference-types",
    "bulk-memory",
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "multivalue",
]
PASSES = [
    "remove-unused-module-elements",
    "precompute",
    "optimize-instructions",
    "vacuum",
    "remove-unused-module-elements",
]
#: The functions that the script calls by a name in quotes.
CALLED_AT_START = ("__wasm_call_ctors", "__wasm_apply_data_relocs")
#: A built-in module that stays anyhow: the entry of one that goes is made a second entry of this.
STAYS = "math"
#: Bytes from which a table or text that nothing uses is cleared. Shorter ones can be the end of another text.
WORTH_CLEARING = 256

STUB = re.compile(r'var \w+=(?:Module\["\w+"\]=)?wasmExports\["(\w+)"\];')
WRAPPED = re.compile(r'wasmExports\["(\w+)"\]=makeWrapper_\w+\(wasmExports\["\w+"\]\);')
ADDRESS = re.compile(r'var \w+=Module\["_(\w+)"\]=[\de]+;')
OFFERED = re.compile(r'Module\["(\w+)"\]=\1;')
SIGNATURE = re.compile(r'(?<=[;}])(\w+)\.sig="\w+";')
IMPORTS = re.compile(r"var wasmImports=\{([^{}]*)\};")
#: What Pyodide expects in its table of JavaScript objects once it has started; its event loop puts in three of them.
EXPECTED = re.compile(
    r"(getExpectedKeys=function\(\)\{return\[null,API\.config\.jsglobals,API\.public_api),API,\w+,API,"
)
NAME = re.compile(r"[A-Za-z_$][\w$]*")


class NotAsExpected(ValueError):
    """Pyodide's files are not of the shape that this module was written for: see ``PAPER_TRAIL_ENGINE=stock``."""


def slim_wasm(stock: bytes, script: str, others: str, modules: Iterable[str]) -> bytes:
    """The WebAssembly with the built-in ``modules`` alone and the exports that the script and ``others`` name."""
    image = Image(stock, script, script_names(script) | set(NAME.findall(others)))
    image.drop_modules(set(modules))
    return optimized(image.written())


def script_names(script: str) -> set[str]:
    """The names that the script uses outside the lists which it has for packages loaded later."""
    rest = IMPORTS.sub("", script)
    for listed in (STUB, WRAPPED, ADDRESS):
        rest = listed.sub("", rest)
    return set(NAME.findall(rest))


def slim_script(script: str, others: str, slimmed: bytes) -> str:
    """The script without the lists of what the slimmed WebAssembly neither exports nor imports."""
    parts = wasm.sections(slimmed)
    exported = {export.name for export in wasm.exports(parts[wasm.EXPORTS])}
    imported = {entry.name for entry in wasm.imports(parts[wasm.IMPORTS])}
    for listed in (STUB, WRAPPED, ADDRESS):
        script = listed.sub(lambda found: found[0] if found[1] in exported else "", script)
    given = IMPORTS.search(script)
    if given is None:
        raise NotAsExpected("Pyodide's script has no list of imports.")
    entries = given[1].split(",")
    kept = [entry for entry in entries if entry.split(":")[0] in imported]
    missing = imported - {entry.split(":")[0] for entry in kept} - _given_by_the_loader(slimmed)
    if missing:
        raise NotAsExpected(f"Pyodide's script does not give {', '.join(sorted(missing))}.")
    gone = {entry.split(":")[-1] for entry in entries} - {entry.split(":")[-1] for entry in kept}
    script = script.replace(given[0], f"var wasmImports={{{','.join(kept)}}};")
    script = SIGNATURE.sub(lambda found: "" if found[1] in gone else found[0], script)
    script, found = EXPECTED.subn(r"\1,", script)
    if found != 1:
        raise NotAsExpected("Pyodide's script does not say what stands in its table of objects.")
    return _without_offers(script, others)


def _given_by_the_loader(slimmed: bytes) -> set[str]:
    entries = wasm.imports(wasm.sections(slimmed)[wasm.IMPORTS])
    return {entry.name for entry in entries if entry.module not in ("env", "wasi_snapshot_preview1")}


def _without_offers(script: str, others: str) -> str:
    """Without ``Module["x"]=x`` for each x that nothing asks the module for."""
    rest = OFFERED.sub("", script) + others
    asked = set(re.findall(r"\.(\w+)", rest)) | set(re.findall(r"[\"'`](\w+)[\"'`]", rest))
    for taken in re.findall(r"\{([\w$,: ]+)\}=", rest):
        asked |= set(NAME.findall(taken))
    return OFFERED.sub(lambda found: found[0] if found[1] in asked else "", script)


class Image:
    """Pyodide's WebAssembly taken apart: functions, tables and data with all that points from one to another."""

    def __init__(self, stock: bytes, script: str, used: set[str]) -> None:
        self.parts = wasm.sections(stock)
        brought = wasm.imports(self.parts[wasm.IMPORTS])
        self.first_function = sum(entry.kind == wasm.FUNCTION for entry in brought)
        self.first_global = sum(entry.kind == wasm.GLOBAL for entry in brought)
        places = {entry.name: entry.number for entry in brought if entry.kind == wasm.GLOBAL and entry.module == "env"}
        self.memory, self.table = places["__memory_base"], places["__table_base"]
        self.base = {self.memory: _base(script, "memory"), self.table: _base(script, "table")}
        self.exports = wasm.exports(self.parts[wasm.EXPORTS])
        self.used = {export for export in self.exports if {export.name, f"_{export.name}"} & used}
        self.used |= {export for export in self.exports if export.name in CALLED_AT_START}
        self.globals = wasm.constants(self.parts[wasm.GLOBALS])
        self.bodies = wasm.bodies(self.parts[wasm.CODE])
        self._read_segments()
        index = next(export.number for export in self.exports if export.name == "__wasm_apply_data_relocs")
        self.writer = index - self.first_function
        self._read_addresses()
        self._read_functions()

    def _read_segments(self) -> None:
        place, elements = wasm.placed(self.parts[wasm.ELEMENTS])
        count, at = wasm.unsigned(elements, 0)
        self.slots = []
        for _ in range(count):
            function, at = wasm.unsigned(elements, at)
            self.slots.append(function)
        data_place, content = wasm.placed(self.parts[wasm.DATA])
        size, at = wasm.unsigned(content, 0)
        self.data = bytearray(content[at:])
        if (place, data_place) != (self.table, self.memory) or len(self.data) != size:
            raise NotAsExpected("Pyodide's data does not stand where the script says.")

    def _read_addresses(self) -> None:
        """What the writer of addresses would write: place in the data, and place in the data or slot of the table."""
        self.to_data: dict[int, int] = {}
        self.to_slot: dict[int, int] = {}
        rest = b"\0"
        for place, base, value in stores(self.bodies[self.writer]):
            if place[0] != (self.memory,):
                raise NotAsExpected("An address is written to a place that is not known.")
            if base == (self.memory,):
                self.to_data[place[1]] = value
            elif base == (self.table,):
                self.to_slot[place[1]] = value
            else:
                rest += bytes([wasm.I32_CONST]) + wasm.as_signed(place[1] + self.base[self.memory])
                rest += bytes([wasm.GLOBAL_GET]) + wasm.as_unsigned(base[0]) + bytes([wasm.I32_STORE, 2, 0])
        self.bodies[self.writer] = rest + bytes([wasm.END])
        for at, value in self.to_data.items():
            struct.pack_into("<I", self.data, at, value + self.base[self.memory])
        for at, value in self.to_slot.items():
            struct.pack_into("<I", self.data, at, value + self.base[self.table])
        #: Up to here the data has no address in it: texts and tables of numbers.
        self.constant = min(min(self.to_data), min(self.to_slot))

    def _read_functions(self) -> None:
        """What each function calls and points to; its addresses are written out."""
        self.calls: list[set[int]] = []
        self.points: list[set[int]] = []
        self.takes: list[set[int]] = []
        starts = {0, *self.to_data.values(), *(self.globals[e.number - self.first_global] for e in self._addresses())}
        for number, body in enumerate(self.bodies):
            read = _Function(body, self.memory, self.table)
            self.calls.append(read.calls)
            self.points.append({value for value in read.numbers if value < len(self.data)})
            self.takes.append({value for value in read.numbers if value < len(self.slots)} if read.takes else set())
            starts |= read.addresses
            self.bodies[number] = read.written(self.base)
        self.starts = sorted(start for start in starts if 0 <= start < len(self.data))

    def _addresses(self) -> list[wasm.Named]:
        return [export for export in self.exports if export.kind == wasm.GLOBAL]

    def builtin_modules(self) -> dict[str, int]:
        """The names of the built-in modules, each with the place of its entry in the list of them."""
        listed = next(export for export in self.exports if export.name == "PyImport_Inittab")
        at = self.to_data[self.globals[listed.number - self.first_global]]
        found = {}
        while at in self.to_data:
            name = self.to_data[at]
            found[self.data[name : self.data.index(0, name)].decode()] = at
            at += 8
        if STAYS not in found:
            raise NotAsExpected("Pyodide's list of built-in modules is not where it was.")
        return found

    def drop_modules(self, kept: set[str]) -> None:
        """Take all other built-in modules out, and what no other code or data can reach."""
        known = self.builtin_modules()
        stays = known[STAYS]
        entries = [at for name, at in known.items() if name not in {*kept, STAYS} and at + 4 in self.to_slot]
        begins = [self.slots[self.to_slot[at + 4]] for at in entries]
        self.starts = sorted({*self.starts, *known.values(), max(known.values()) + 8})
        for at in entries:
            self.data[at : at + 8] = self.data[stays : stays + 8]
            self.to_data[at], self.to_slot[at + 4] = self.to_data[stays], self.to_slot[stays + 4]
        theirs = _Reached(self, begins, [])
        exported = [export.number for export in self.used if export.kind == wasm.FUNCTION]
        shown = [self.region(self.globals[e.number - self.first_global]) for e in self.used if e.kind == wasm.GLOBAL]
        everyone = range(self.first_function, self.first_function + len(self.bodies))
        others = _Reached(
            self,
            [*(set(everyone) - theirs.functions), *exported],
            [*(set(range(len(self.starts))) - theirs.regions), *shown],
        )
        gone = theirs.functions - others.functions
        # The writer of addresses, now almost empty, stands in: to call it as what was there before is an error.
        self.slots = [
            self.first_function + self.writer if function in gone and slot not in others.slots else function
            for slot, function in enumerate(self.slots)
        ]
        for region in theirs.regions - others.regions:
            start, end = self.extent(region)
            if end - start >= WORTH_CLEARING and end <= self.constant:
                self.data[start:end] = bytes(end - start)

    def region(self, place: int) -> int:
        """The number of the table or text that a place in the data belongs to."""
        return bisect_right(self.starts, place) - 1

    def extent(self, region: int) -> tuple[int, int]:
        """Where a table or text begins and ends."""
        return self.starts[region], self.starts[region + 1] if region + 1 < len(self.starts) else len(self.data)

    def written(self, exports: Iterable[wasm.Named] | None = None) -> bytes:
        """The file, with the exports in use unless told others."""
        chosen = self.used if exports is None else set(exports)
        parts = dict(self.parts)
        parts[wasm.EXPORTS] = wasm.as_exports([export for export in self.exports if export in chosen])
        slots = wasm.as_unsigned(len(self.slots)) + b"".join(map(wasm.as_unsigned, self.slots))
        parts[wasm.ELEMENTS] = wasm.as_placed(self.base[self.table], slots)
        parts[wasm.CODE] = wasm.as_bodies(self.bodies)
        parts[wasm.DATA] = wasm.as_placed(self.base[self.memory], wasm.as_unsigned(len(self.data)) + bytes(self.data))
        return wasm.whole(parts)


class _Function:
    """What a function's body points to."""

    def __init__(self, body: bytes, memory: int, table: int) -> None:
        self.body = body
        self.calls: set[int] = set()
        #: Every number that can be an address, and those that are one for certain.
        self.numbers: set[int] = set()
        self.addresses: set[int] = set()
        self.takes = False
        self.bases: list[wasm.Instruction] = []
        before = last = wasm.Instruction(0, 0, 0, 0)
        for now in wasm.instructions(body):
            code, value = now.code, now.value
            if code in (wasm.CALL, wasm.REF_FUNC):
                self.calls.add(value)
            elif code == wasm.GLOBAL_GET and value in (memory, table):
                self.bases.append(now)
                if value == table:
                    self.takes = True
                    self.numbers.add(0)
            elif code == wasm.I32_CONST or code in wasm.LOADS_AND_STORES:
                if value >= 0:
                    self.numbers.add(value)
            elif code == wasm.I32_ADD:
                pair = {before.code: before.value, last.code: last.value}
                if pair.keys() == {wasm.GLOBAL_GET, wasm.I32_CONST} and pair[wasm.GLOBAL_GET] == memory:
                    self.addresses.add(pair[wasm.I32_CONST])
            before, last = last, now

    def written(self, base: dict[int, int]) -> bytes:
        """The body with the bases as numbers."""
        made, at = bytearray(), 0
        for found in self.bases:
            made += self.body[at : found.start] + bytes([wasm.I32_CONST]) + wasm.as_signed(base[found.value])
            at = found.end
        return bytes(made + self.body[at:])


class _Reached:
    """All that some functions and regions of the data lead to."""

    def __init__(self, image: Image, functions: Iterable[int], regions: Iterable[int]) -> None:
        self.functions: set[int] = set()
        self.regions: set[int] = set()
        self.slots: set[int] = set()
        data: dict[int, set[int]] = {}
        slots: dict[int, set[int]] = {}
        for at, value in image.to_data.items():
            data.setdefault(image.region(at), set()).add(image.region(value))
        for at, value in image.to_slot.items():
            slots.setdefault(image.region(at), set()).add(value)
        new_functions, new_regions = list(functions), list(regions)
        while new_functions or new_regions:
            taken: set[int] = set()
            if new_functions:
                function = new_functions.pop()
                number = function - image.first_function
                if number < 0 or function in self.functions:
                    continue
                self.functions.add(function)
                new_functions += image.calls[number]
                new_regions += map(image.region, image.points[number])
                taken = image.takes[number]
            else:
                region = new_regions.pop()
                if region in self.regions:
                    continue
                self.regions.add(region)
                new_regions += data.get(region, ())
                taken = slots.get(region, set())
            self.slots |= taken
            new_functions += [image.slots[slot] for slot in taken]


def stores(body: bytes) -> Iterable[tuple[tuple[tuple[int, ...], int], tuple[int, ...], int]]:
    """What a function of plain stores writes: the place (globals and a number added), and what (the same)."""
    stack: list[tuple[tuple[int, ...], int]] = []
    for code, value, _, _ in wasm.instructions(body):
        if code == wasm.GLOBAL_GET:
            stack.append(((value,), 0))
        elif code == wasm.I32_CONST:
            stack.append(((), value))
        elif code in (wasm.I32_ADD, wasm.I32_SUB):
            names, number = stack.pop()
            other, first = stack.pop()
            if code == wasm.I32_SUB and names:
                raise NotAsExpected("An address is counted in a way that is not known.")
            stack.append((other + names, first + (number if code == wasm.I32_ADD else -number)))
        elif code == wasm.I32_STORE and not value:
            what, place = stack.pop(), stack.pop()
            yield place, what[0], what[1]
        elif code != wasm.END or stack:
            raise NotAsExpected("The function that writes addresses does something else.")


def _base(script: str, what: str) -> int:
    found = re.findall(rf'___{what}_base=new WebAssembly\.Global\(\{{value:"i32",mutable:false\}},(\d+)\)', script)
    if len(found) != 1:
        raise NotAsExpected(f"Pyodide's script does not say where its {what} begins.")
    return int(found[0])


def optimized(content: bytes, passes: Sequence[str] = PASSES) -> bytes:
    """The file after binaryen's passes; what was made once is kept by its content."""
    tool = BINARYEN / "bin" / "wasm-opt"
    if not tool.is_file():
        raise SystemExit("The npm package binaryen is not installed. Run 'make serve' or 'make test': they set it up.")
    KEPT.mkdir(parents=True, exist_ok=True)
    version = json.loads((BINARYEN / "package.json").read_text(encoding="utf-8"))["version"]
    made_from = hashlib.sha256(" ".join([version, *passes]).encode() + content).hexdigest()
    after = KEPT / f"{made_from[:16]}.wasm"
    if not after.is_file():
        # Two tests may do this at once: each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            before, part = Path(scratch, "before.wasm"), Path(scratch, "after.wasm")
            before.write_bytes(content)
            options = [f"--enable-{feature}" for feature in FEATURES]
            options += [f"-{step}" if step[0] == "O" else f"--{step}" for step in passes]
            _run_node(tool, before, *options, "-o", part)
            part.rename(after)
    return after.read_bytes()


def _run_node(*command: object) -> None:
    node = Path(sys.executable).with_name("node")
    done = subprocess.run([node, *map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Could not cut Pyodide's WebAssembly:\n{done.stdout}{done.stderr}")
