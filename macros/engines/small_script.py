"""Make a script smaller with ``terser``: short names for what is its own, and nothing that nothing calls."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from macros.data import ROOT
from macros.node import said_by_node

KEPT = ROOT / "build" / "engine"
TERSER = ROOT / "node_modules" / "terser"
#: Errors say the name of their class.
OPTIONS = ("--ecma", "2020", "--compress", "--mangle", "--keep-classnames", "--comments", "false")


def smaller(script: str, options: Sequence[str] = ()) -> str:
    """The script, smaller and without comments; what was made once is kept by its content.

    With ``--module`` among the options, names at the top are its own, too.
    """
    if not TERSER.is_dir():
        raise SystemExit("The npm package terser is not installed. Run 'make serve' or 'make test': they set it up.")
    version = json.loads((TERSER / "package.json").read_text(encoding="utf-8"))["version"]
    made_from = hashlib.sha256(" ".join([version, *OPTIONS, *options, script]).encode()).hexdigest()
    known = KEPT / f"{made_from[:16]}.js"
    if not known.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        # Two tests may do this at once: each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            part = Path(scratch, known.name)
            command = [TERSER / "bin" / "terser", *OPTIONS, *options]
            said = said_by_node("Could not make a script smaller", *command, given=script)
            part.write_text(said, encoding="utf-8")
            part.rename(known)
    return known.read_text(encoding="utf-8")
