"""Trim Pyodide's WebAssembly and its script to what this site runs.

``PAPER_TRAIL_ENGINE=stock`` leaves both as published. Pyodide is built so that compiled packages can be loaded into it
later, at any memory address. This site loads none:

- The module's own load address is known (the script contains it), so relocations are applied here, and the function that
  would apply 28,000 of them at each start has nothing left to do.
- Of 9,708 exports, only those stay that the script names outside its lists for packages. The script's lists shrink
  likewise, and then everything in it that nothing calls goes: WebGL, SDL, sound.
- Built-in modules that no calculator imports (``runtime_modules.txt``) leave the table of built-in modules. Then everything
  unreachable from the exports and the remaining tables goes: the East Asian codecs, the names of characters, the tables of
  iconv, half of the function table.
- binaryen's ``wasm-opt`` then removes all unreachable code.

What is cleared is proved unreachable, by the same conservative rule throughout: in every live function that uses the data's
base address, any number that could be an offset counts as one. Position-independent code adds each offset to that base.
``tests/engines/test_slim.py`` and ``make test-engine`` verify the result; ``python -m macros.engines.proof.bytes_report``
prints what each step saves.
"""

from __future__ import annotations

import json
import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from macros.engines.content_cache import cached
from macros.engines.minify import lowered, minified
from macros.engines.wasm import wasm_file as wasm
from macros.node import run_node
from macros.places import ROOT

BINARYEN = ROOT / "node_modules" / "binaryen"
#: The WebAssembly features that Pyodide's module needs, and the passes, each under ten seconds.
FEATURES = [
    "exception-handling",
    "reference-types",
    "bulk-memory",
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "multivalue",
]
PASSES = ["remove-unused-module-elements", "vacuum"]
#: Functions that the script calls by quoted name.
CALLED_AT_START = ("__wasm_call_ctors", "__wasm_apply_data_relocs")
#: A built-in module that always stays: the table entries of removed ones become duplicates of its entry.
STAYS = "math"
#: Minimum bytes of an unused table or text to be cleared; shorter ones may be the tail of another text.
WORTH_CLEARING = 256
#: The same where the table's bounds are not certain: the large tables were checked one by one.
WORTH_CLEARING_ALONE = 1024

STUB = re.compile(r'var \w+=(?:Module\["\w+"\]=)?wasmExports\["(\w+)"\];')
WRAPPED = re.compile(r'wasmExports\["(\w+)"\]=makeWrapper_\w+\(wasmExports\["\w+"\]\);')
ADDRESS = re.compile(r'var \w+=Module\["_(\w+)"\]=[\de]+;')
OFFERED = re.compile(r'Module\["(\w+)"\]=\1;')
SIGNATURE = re.compile(r'(?<=[;}])(\w+)\.sig="\w+";')
IMPORTS = re.compile(r"var wasmImports=\{([^{}]*)\};")
EVALUATED = re.compile(r"(?<![\w.$])eval\(")
NAME = re.compile(r"[A-Za-z_$][\w$]*")


class NotAsExpected(ValueError):
    """Pyodide's files do not have the expected structure: see ``PAPER_TRAIL_ENGINE=stock``."""


def slim_wasm(stock: bytes, script: str, others: str, modules: Iterable[str]) -> bytes:
    """The WebAssembly with only the given built-in ``modules`` and the exports in use.

    An export is in use if the script or ``others`` name it.
    """
    image = Image(stock, script, script_names(script) | set(NAME.findall(others)))
    image.drop_modules(set(modules))
    return optimized(image.written())


def script_names(script: str) -> set[str]:
    """The names that the script uses outside its lists for packages loaded later."""
    rest = IMPORTS.sub("", script)
    for listed in (STUB, WRAPPED, ADDRESS):
        rest = listed.sub("", rest)
    return set(NAME.findall(rest))


def slim_script(script: str, others: str, slimmed: bytes) -> str:
    """The script without list entries for missing exports and imports, dead code removed."""
    return minified(lowered(_evaluated_outside(cut_lists(script, others, slimmed))))


def cut_lists(script: str, others: str, slimmed: bytes) -> str:
    """The script without list entries for what the trimmed WebAssembly neither exports nor imports.

    Raises NotAsExpected for a list that is missing or lacks an import.
    """
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
    return _without_offers(script, others)


def _given_by_the_loader(slimmed: bytes) -> set[str]:
    entries = wasm.imports(wasm.sections(slimmed)[wasm.IMPORTS])
    return {entry.name for entry in entries if entry.module not in ("env", "wasi_snapshot_preview1")}


def _evaluated_outside(script: str) -> str:
    """Move evaluated code out of the script's scope, so that names in it can be mangled.

    Only packages loaded later, and C code that requests it, evaluate text: this site has neither.
    """
    return EVALUATED.sub("(0,eval)(", script)


def _without_offers(script: str, others: str) -> str:
    """Remove ``Module["x"]=x`` for each x that nothing reads from the module."""
    rest = OFFERED.sub("", script) + others
    asked = set(re.findall(r"\.(\w+)", rest)) | set(re.findall(r"[\"'`](\w+)[\"'`]", rest))
    for taken in re.findall(r"\{([\w$,: ]+)\}=", rest):
        asked |= set(NAME.findall(taken))
    return OFFERED.sub(lambda found: found[0] if found[1] in asked else "", script)


class Image:
    """Pyodide's WebAssembly in parts: functions, tables and data, with all references between them."""

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
        self._read_globals()
        self._read_addresses()
        self._read_functions()

    def _read_globals(self) -> None:
        """The targets of globals set by the start function, by number: a data offset or a table slot."""
        self.start = wasm.unsigned(self.parts[wasm.START], 0)[0]
        self.to_data_by: dict[int, int] = {}
        self.to_slot_by: dict[int, int] = {}
        for base, value, name in settings(self.bodies[self.start - self.first_function]):
            (self.to_data_by if base == self.memory else self.to_slot_by)[name] = value
            if base not in (self.memory, self.table):
                raise NotAsExpected("A global is set to a place that is not known.")

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
        """The relocations: the data offset of each, and its target's data offset or table slot."""
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
                if base[0] in self.to_data_by or base[0] in self.to_slot_by:
                    raise NotAsExpected("An address is written by way of a global.")
                rest += bytes([wasm.I32_CONST]) + wasm.as_signed(place[1] + self.base[self.memory])
                rest += bytes([wasm.GLOBAL_GET]) + wasm.as_unsigned(base[0]) + bytes([wasm.I32_STORE, 2, 0])
        self.bodies[self.writer] = rest + bytes([wasm.END])
        for at, value in self.to_data.items():
            struct.pack_into("<I", self.data, at, value + self.base[self.memory])
        for at, value in self.to_slot.items():
            struct.pack_into("<I", self.data, at, value + self.base[self.table])
        #: Below this offset the data holds no address, only texts and tables of numbers.
        self.constant = min(min(self.to_data), min(self.to_slot))

    def _read_functions(self) -> None:
        """The calls and references of each function, with its relocations applied."""
        self.calls: list[set[int]] = []
        self.points: list[set[int]] = []
        self.takes: list[set[int]] = []
        starts = {0, *self.to_data.values(), *(self.globals[e.number - self.first_global] for e in self._addresses())}
        for number, body in enumerate(self.bodies):
            read = _Function(body, self.memory, self.table)
            # The start function refers to all targets of globals; a global's readers are what uses them.
            uses = number != self.start - self.first_function
            points = {self.to_data_by[name] for name in read.globals & self.to_data_by.keys()} | read.numbers
            takes = {self.to_slot_by[name] for name in read.globals & self.to_slot_by.keys()} | read.slots
            self.calls.append(read.calls)
            self.points.append({value for value in points if 0 <= value < len(self.data)} if uses else set())
            self.takes.append({value for value in takes if 0 <= value < len(self.slots)} if uses else set())
            starts |= read.addresses
            self.bodies[number] = read.written(self.base)
        self.starts = sorted(start for start in starts if 0 <= start < len(self.data))

    def _addresses(self) -> list[wasm.Named]:
        return [export for export in self.exports if export.kind == wasm.GLOBAL]

    def builtin_modules(self) -> dict[str, int]:
        """The built-in modules by name, each with the offset of its entry in their table.

        Raises NotAsExpected if the table is elsewhere.
        """
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
        """Remove all other built-in modules, and whatever only they can reach."""
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
        # A table with addresses may be entered in the middle, where no region starts: all others keep theirs.
        tables = set(range(self.region(self.constant), len(self.starts))) - theirs.regions
        left = _Reached(self, [self.start, *exported], [*shown, *tables])
        # The relocation function, now almost empty, fills their slots: as before, calling one of them is an error.
        self.slots = [
            function if slot in left.slots or function in left.functions else self.first_function + self.writer
            for slot, function in enumerate(self.slots)
        ]
        for region in set(range(len(self.starts))) - left.regions:
            start, end = self.extent(region)
            worth = WORTH_CLEARING if region in theirs.regions else WORTH_CLEARING_ALONE
            if end - start >= worth and end <= self.constant:
                self.data[start:end] = bytes(end - start)

    def region(self, place: int) -> int:
        """The number of the region (table or text) that contains a data offset."""
        return bisect_right(self.starts, place) - 1

    def extent(self, region: int) -> tuple[int, int]:
        """Start and end of a region."""
        return self.starts[region], self.starts[region + 1] if region + 1 < len(self.starts) else len(self.data)

    def written(self, exports: Iterable[wasm.Named] | None = None) -> bytes:
        """The file, with the exports in use unless ``exports`` is given."""
        chosen = self.used if exports is None else set(exports)
        parts = dict(self.parts)
        parts[wasm.EXPORTS] = wasm.as_exports([export for export in self.exports if export in chosen])
        slots = wasm.as_unsigned(len(self.slots)) + b"".join(map(wasm.as_unsigned, self.slots))
        parts[wasm.ELEMENTS] = wasm.as_placed(self.base[self.table], slots)
        parts[wasm.CODE] = wasm.as_bodies(self.bodies)
        parts[wasm.DATA] = wasm.as_placed(self.base[self.memory], wasm.as_unsigned(len(self.data)) + bytes(self.data))
        return wasm.whole(parts)


class _Function:
    """The references in a function's body."""

    def __init__(self, body: bytes, memory: int, table: int) -> None:
        self.body = body
        found = list(wasm.instructions(body))
        self.calls = {now.value for now in found if now.code in (wasm.CALL, wasm.REF_FUNC)}
        self.bases = [now for now in found if now.code == wasm.GLOBAL_GET and now.value in (memory, table)]
        self.globals = {now.value for now in found if now.code == wasm.GLOBAL_GET}
        #: Every number that can be an offset, those that certainly are one, and those that can be a slot.
        self.numbers = _numbers(found) if memory in self.globals else set()
        self.addresses = _added(found, memory).numbers if memory in self.globals else set()
        self.slots = slots_taken(found, table) if table in self.globals else set()

    def written(self, base: dict[int, int]) -> bytes:
        """The body with the bases replaced by constants."""
        made, at = bytearray(), 0
        for found in self.bases:
            made += self.body[at : found.start] + bytes([wasm.I32_CONST]) + wasm.as_signed(base[found.value])
            at = found.end
        return bytes(made + self.body[at:])


class _Added(NamedTuple):
    """The offsets added to a base, and how often a function uses the base in another way."""

    numbers: set[int]
    others: int


def _numbers(found: Sequence[wasm.Instruction]) -> set[int]:
    """All possible offsets: constants that nothing multiplies, and load or store offsets."""
    multiplied = {now.start for now, then in pairwise(found) if then.code == wasm.I32_MUL}
    able = [now for now in found if now.code in _CAN_BE_ADDRESS and now.start not in multiplied]
    return {now.value for now in able if now.value >= 0}


def slots_taken(found: Sequence[wasm.Instruction], table: int) -> set[int]:
    """The table slots that a function can use: offsets added to the base.

    If the base escapes, any constant.
    """
    added = _added(found, table)
    return {0, *(_numbers(found) if added.others else added.numbers)}


def _added(found: Sequence[wasm.Instruction], base: int) -> _Added:
    """The offsets added to a base global, directly or through a local variable."""
    takes = {now.start for now in found if now.code == wasm.GLOBAL_GET and now.value == base}
    kept = [(now, then) for now, then in pairwise(found) if now.start in takes and then.code in _KEEPS]
    takes |= {then.start for _, then in kept if then.code == wasm.LOCAL_TEE}
    known = {now.start for now, _ in kept}
    numbers: set[int] = set()
    copied = 0
    holding: set[int] = set()
    for one, other, then in zip(found, found[1:], found[2:], strict=False):
        if other.code in _KEEPS:
            copied += one.code == wasm.LOCAL_GET and one.value in holding
            holding = holding | {other.value} if one.start in takes else holding - {other.value}
        if one.start in takes and other.code == then.code == wasm.I32_CONST:
            # A select picks one of the two, which is then added.
            numbers |= {other.value, then.value}
            known.add(one.start)
        if then.code == wasm.I32_ADD:
            for place, number in ((one, other), (other, one)):
                if number.code == wasm.I32_CONST and (
                    place.start in takes or (place.code == wasm.LOCAL_GET and place.value in holding)
                ):
                    numbers.add(number.value)
                    known.add(place.start)
    return _Added(numbers, copied + len(takes - known))


_KEEPS = (wasm.LOCAL_SET, wasm.LOCAL_TEE)
_CAN_BE_ADDRESS = frozenset([wasm.I32_CONST, *wasm.LOADS_AND_STORES])


class _Reached:
    """Everything reachable from some functions and data regions."""

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
    """The stores of a function: the address (globals plus an offset) and the value (likewise).

    Raises NotAsExpected for any other instruction.
    """
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


def settings(body: bytes) -> Iterable[tuple[int, int, int]]:
    """The globals set by a function: base global, offset added, target global.

    Raises NotAsExpected for one that is set in another way.
    """
    shape = (wasm.GLOBAL_GET, wasm.I32_CONST, wasm.I32_ADD, wasm.GLOBAL_SET)
    found = list(wasm.instructions(body))
    for at in range(0, len(found), 4):
        part = found[at : at + 4]
        if tuple(now.code for now in part) == shape:
            yield part[0].value, part[1].value, part[3].value
        elif any(now.code == wasm.GLOBAL_SET for now in part):
            raise NotAsExpected("The start function sets a global in a way that is not known.")


def _base(script: str, what: str) -> int:
    found = re.findall(rf'___{what}_base=new WebAssembly\.Global\(\{{value:"i32",mutable:false\}},(\d+)\)', script)
    if len(found) != 1:
        raise NotAsExpected(f"Pyodide's script does not say where its {what} begins.")
    return int(found[0])


def optimized(content: bytes, passes: Sequence[str] = PASSES, features: Sequence[str] = FEATURES) -> bytes:
    """The file after binaryen's passes, cached by content.

    Raises SystemExit with what to do if binaryen is not installed.
    """
    tool = BINARYEN / "bin" / "wasm-opt"
    if not tool.is_file():
        raise SystemExit("The npm package binaryen is not installed. Run 'make serve' or 'make test': they set it up.")
    version = json.loads((BINARYEN / "package.json").read_text(encoding="utf-8"))["version"]
    options = [f"--enable-{feature}" for feature in features]
    options += [f"-{step}" if step[0] == "O" else f"--{step}" for step in passes]

    def write(after: Path) -> None:
        before = after.with_name("before.wasm")
        before.write_bytes(content)
        run_node("Could not cut Pyodide's WebAssembly", tool, before, *options, "-o", after)

    return cached(" ".join([version, *passes]).encode() + content, ".wasm", write)
