"""Read and write WebAssembly's binary format, as far as ``macros/engines/pyodide/slim.py`` needs it.

Source: WebAssembly Core Specification 2.0, chapter 5 (binary format), and the legacy exception instructions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAGIC = b"\0asm\1\0\0\0"
IMPORTS, GLOBALS, EXPORTS, START, ELEMENTS, CODE, DATA = 2, 6, 7, 8, 9, 10, 11
FUNCTION, TABLE, MEMORY, GLOBAL, TAG = range(5)
#: Opcodes used by other modules.
(
    END,
    CALL,
    LOCAL_GET,
    LOCAL_SET,
    LOCAL_TEE,
    GLOBAL_GET,
    GLOBAL_SET,
    I32_STORE,
    I32_CONST,
    I32_ADD,
    I32_SUB,
    I32_MUL,
    REF_FUNC,
) = (
    0x0B,
    0x10,
    0x20,
    0x21,
    0x22,
    0x23,
    0x24,
    0x36,
    0x41,
    0x6A,
    0x6B,
    0x6C,
    0xD2,
)
LOADS_AND_STORES = range(0x28, 0x3F)
_BLOCKS = (0x02, 0x03, 0x04, 0x06)
_ONE_INDEX = (0x07, 0x08, 0x09, 0x0C, 0x0D, 0x10, 0x12, 0x18, *range(0x20, 0x27), 0xD2)
_TWO_INDICES = (0x11, 0x13)
_ONE_BYTE = (0x3F, 0x40, 0xD0)
_NOTHING = (0x00, 0x01, 0x05, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5))
_BR_TABLE, _SELECT_TYPED, _I32, _I64, _F32, _F64, _MORE = 0x0E, 0x1C, 0x41, 0x42, 0x43, 0x44, 0xFC
_MORE_WITH_TWO, _MORE_WITH_NONE = (8, 10, 12, 14), range(8)


class UnknownCode(ValueError):
    """An opcode or section that this reader does not support."""


class Instruction(NamedTuple):
    """One instruction: opcode, operand (index, constant or memory offset), start and end."""

    code: int
    value: int
    start: int
    end: int


class Named(NamedTuple):
    """An import or export: module, name, kind, and index within its kind."""

    module: str
    name: str
    kind: int
    number: int


def unsigned(content: bytes, at: int) -> tuple[int, int]:
    """The LEB128 number at an offset, and the offset after it."""
    number = shift = 0
    while True:
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, at


def signed(content: bytes, at: int) -> tuple[int, int]:
    """The signed LEB128 number at an offset, and the offset after it."""
    start = at
    number, at = unsigned(content, at)
    bits = 7 * (at - start)
    return number - (1 << bits) if content[at - 1] & 0x40 else number, at


def as_unsigned(number: int) -> bytes:
    """A number as LEB128."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def as_signed(number: int) -> bytes:
    """A number as signed LEB128."""
    made = bytearray()
    while not -0x40 <= number < 0x40:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number & 0x7F])


def sections(content: bytes) -> dict[int, bytes]:
    """The sections of a file by id, in order; at most one custom section (0).

    Raises UnknownCode for another kind of file, or for a section that stands twice.
    """
    if not content.startswith(MAGIC):
        raise UnknownCode("This is not a WebAssembly file.")
    found: dict[int, bytes] = {}
    at = len(MAGIC)
    while at < len(content):
        number = content[at]
        size, at = unsigned(content, at + 1)
        if number in found:
            raise UnknownCode(f"Section {number} stands twice.")
        found[number] = content[at : at + size]
        at += size
    return found


def whole(parts: dict[int, bytes]) -> bytes:
    """The file with these sections."""
    return MAGIC + b"".join(bytes([number]) + as_unsigned(len(part)) + part for number, part in parts.items())


def imports(section: bytes) -> list[Named]:
    """The imports, numbered by kind."""
    count, at = unsigned(section, 0)
    found = []
    seen = [0] * 5
    for _ in range(count):
        module, at = _text(section, at)
        name, at = _text(section, at)
        kind = section[at]
        at = _after_type(section, at + 1, kind)
        found.append(Named(module, name, kind, seen[kind]))
        seen[kind] += 1
    return found


def _text(section: bytes, at: int) -> tuple[str, int]:
    size, at = unsigned(section, at)
    return section[at : at + size].decode(), at + size


def _after_type(section: bytes, at: int, kind: int) -> int:
    if kind == FUNCTION:
        return unsigned(section, at)[1]
    if kind == GLOBAL:
        return at + 2
    if kind == TAG:
        return unsigned(section, at + 1)[1]
    at += kind == TABLE  # the element type precedes the limits
    flags, at = unsigned(section, at)
    for _ in range(1 + (flags & 1)):
        at = unsigned(section, at)[1]
    return at


def exports(section: bytes) -> list[Named]:
    """The exports."""
    count, at = unsigned(section, 0)
    found = []
    for _ in range(count):
        name, at = _text(section, at)
        kind = section[at]
        index, at = unsigned(section, at + 1)
        found.append(Named("", name, kind, index))
    return found


def as_exports(names: list[Named]) -> bytes:
    """A section of exports."""
    made = [as_unsigned(len(names))]
    for _, name, kind, index in names:
        text = name.encode()
        made += [as_unsigned(len(text)), text, bytes([kind]), as_unsigned(index)]
    return b"".join(made)


def constants(section: bytes) -> list[int]:
    """The values of globals that are all i32 constants.

    Raises UnknownCode for any other.
    """
    count, at = unsigned(section, 0)
    found = []
    for _ in range(count):
        if section[at + 2] != I32_CONST:
            raise UnknownCode("A global is no constant.")
        value, at = signed(section, at + 3)
        found.append(value)
        at += 1
    return found


def bodies(section: bytes) -> list[bytes]:
    """The bodies of the functions."""
    count, at = unsigned(section, 0)
    found = []
    for _ in range(count):
        size, at = unsigned(section, at)
        found.append(section[at : at + size])
        at += size
    return found


def as_bodies(found: list[bytes]) -> bytes:
    """A section of functions' bodies."""
    return as_unsigned(len(found)) + b"".join(as_unsigned(len(body)) + body for body in found)


def placed(section: bytes) -> tuple[int, bytes]:
    """Parse a section with one active segment: the global with its offset, and what follows.

    Raises UnknownCode for any other section.
    """
    if section[:3] != b"\1\0\x23":
        raise UnknownCode("There is more than one segment, or its place is no global.")
    index, at = unsigned(section, 3)
    return index, section[at + 1 :]


def as_placed(at: int, content: bytes) -> bytes:
    """A section with one active segment at a fixed offset."""
    return b"\1\0" + bytes([I32_CONST]) + as_signed(at) + bytes([END]) + content


def fixed_segments(section: bytes) -> list[tuple[int, bytes]]:
    """The active data segments at fixed offsets: offset and content.

    Raises UnknownCode for a segment of another kind.
    """
    count, at = unsigned(section, 0)
    found = []
    for _ in range(count):
        if section[at : at + 2] != bytes([0, I32_CONST]):
            raise UnknownCode("A segment has no fixed place.")
        place, at = signed(section, at + 2)
        size, at = unsigned(section, at + 1)
        found.append((place, section[at : at + size]))
        at += size
    return found


def as_fixed_segments(segments: Sequence[tuple[int, bytes]]) -> bytes:
    """A section of data segments at fixed offsets."""
    made = [as_unsigned(len(segments))]
    for place, content in segments:
        made += [bytes([0, I32_CONST]), as_signed(place), bytes([END]), as_unsigned(len(content)), content]
    return b"".join(made)


def after_locals(body: bytes) -> int:
    """Where the instructions of a function's body start."""
    groups, at = unsigned(body, 0)
    for _ in range(groups):
        at = unsigned(body, at)[1] + 1
    return at


def instructions(body: bytes) -> Iterator[Instruction]:
    """The instructions of a function's body; offsets are relative to the body.

    Pyodide has two million, nearly all with one-byte operands: those are parsed inline, the others by kind.
    """
    at, end = after_locals(body), len(body)
    while at < end:
        start, code = at, body[at]
        at += 1
        kind = _KINDS[code]
        if kind == _WITH_NOTHING:
            value = 0
        elif kind == _WITH_INDEX:
            value = body[at]
            at += 1
            if value >= _LONGER:
                value, at = unsigned(body, at - 1)
        elif kind == _WITH_NUMBER:
            value = body[at]
            at += 1
            if value >= _LONGER:
                value, at = signed(body, at - 1)
            elif value >= _NEGATIVE:
                value -= _LONGER
        elif kind == _WITH_TWO:
            value, at = unsigned(body, unsigned(body, at)[1])
        else:
            value, at = _rare_operands(body, at, code)
        yield Instruction(code, value, start, at)


def _rare_operands(body: bytes, at: int, code: int) -> tuple[int, int]:
    if code in _ONE_BYTE:
        return body[at], at + 1
    if code in (_F32, _F64):
        return 0, at + (4 if code == _F32 else 8)
    if code == _SELECT_TYPED:
        count, at = unsigned(body, at)
        return 0, at + count
    if code == _BR_TABLE:
        count, at = unsigned(body, at)
        for _ in range(count + 1):
            at = unsigned(body, at)[1]
        return 0, at
    if code == _MORE:
        return _more_operands(body, at)
    raise UnknownCode(f"The instruction {code:#x} is not known.")


def _more_operands(body: bytes, at: int) -> tuple[int, int]:
    second, at = unsigned(body, at)
    if second in _MORE_WITH_NONE:
        return 0, at
    if second in _MORE_WITH_TWO:
        at = unsigned(body, at)[1]
    return 0, unsigned(body, at)[1]


#: Operand kinds: none, an index, a signed number, two indices, or something rare.
_WITH_NOTHING, _WITH_INDEX, _WITH_NUMBER, _WITH_TWO, _RARE = range(5)
_KIND_OF = {
    **dict.fromkeys(_NOTHING, _WITH_NOTHING),
    **dict.fromkeys(_ONE_INDEX, _WITH_INDEX),
    **dict.fromkeys((_I32, _I64, *_BLOCKS), _WITH_NUMBER),
    **dict.fromkeys((*LOADS_AND_STORES, *_TWO_INDICES), _WITH_TWO),
}
_KINDS = bytes(_KIND_OF.get(code, _RARE) for code in range(256))
#: Bits of a LEB128 byte: more bytes follow; a signed number is negative.
_LONGER, _NEGATIVE = 0x80, 0x40
