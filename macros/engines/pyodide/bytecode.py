"""Make compiled modules smaller: ``python bytecode.py ARCHIVE`` writes an archive of them again.

Half of a function's tables say which line and column each instruction stands for. Here each stands for the line of its
function: an error on a phone says the file, the function and where that begins. The tables stay valid, since what prints errors
reads them.

In a process of its own and with the library alone: what ``marshal`` writes depends on what else a process has in memory.
"""

from __future__ import annotations

import marshal
import sys
import types
import zipfile
from pathlib import Path

#: Of a compiled module's file, what stands before the code.
HEAD = 16
#: An entry of the table for eight instructions, and one for fewer, that says: no column, as many lines further as follows.
NO_COLUMN, MOST = 0x80 | 13 << 3, 8
SAME_LINE = b"\0"
#: Bytes of one instruction.
UNIT = 2


def without_lines(code: types.CodeType) -> types.CodeType:
    """The code and all in it, each instruction on the line of its function."""
    units = len(code.co_code) // UNIT
    whole, rest = divmod(units, MOST)
    table = (bytes([NO_COLUMN | MOST - 1]) + SAME_LINE) * whole
    if rest:
        table += bytes([NO_COLUMN | rest - 1]) + SAME_LINE
    within = tuple(without_lines(one) if isinstance(one, types.CodeType) else one for one in code.co_consts)
    return code.replace(co_linetable=table, co_consts=within)


def rewrite(archive: Path) -> None:
    """Write an archive of compiled modules again, without their tables of lines."""
    with zipfile.ZipFile(archive) as content:
        files = {name: content.read(name) for name in content.namelist()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as content:
        for name, found in files.items():
            if name.endswith(".pyc"):
                code = marshal.loads(found[HEAD:])  # noqa: S302 (compiled by this build)
                found = found[:HEAD] + marshal.dumps(without_lines(code))
            content.writestr(name, found)


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
