"""Shrink compiled modules: ``python bytecode.py ARCHIVE`` rewrites an archive of them.

Half of a function's tables map instructions to lines and columns. Here every instruction maps to the first line of its
function: a traceback on a phone gives the file, the function and that line. The tables stay valid, because the traceback
printer reads them.

Runs in a process of its own with nothing but the library: ``marshal`` output depends on what else is in memory.
"""

from __future__ import annotations

import marshal
import sys
import types
import zipfile
from pathlib import Path

#: Length of the header before the code in a .pyc file.
HEAD = 16
#: Line table entries without columns: code for up to eight instructions, followed by a line delta.
NO_COLUMN, MOST = 0x80 | 13 << 3, 8
SAME_LINE = b"\0"
#: Bytes per instruction.
UNIT = 2


def without_line_numbers(code: types.CodeType) -> types.CodeType:
    """The code object and all nested ones, every instruction on its function's first line."""
    units = len(code.co_code) // UNIT
    whole, rest = divmod(units, MOST)
    table = (bytes([NO_COLUMN | MOST - 1]) + SAME_LINE) * whole
    if rest:
        table += bytes([NO_COLUMN | rest - 1]) + SAME_LINE
    within = tuple(without_line_numbers(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=table, co_consts=within)


def rewrite(archive: Path) -> None:
    """Rewrite an archive of compiled modules without their line tables."""
    with zipfile.ZipFile(archive) as content:
        files = {name: content.read(name) for name in content.namelist()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as content:
        for name, found in files.items():
            if name.endswith(".pyc"):
                code = marshal.loads(found[HEAD:])  # noqa: S302 (compiled by this build)
                found = found[:HEAD] + marshal.dumps(without_line_numbers(code))
            content.writestr(name, found)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
