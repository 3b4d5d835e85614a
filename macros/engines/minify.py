"""Make a script smaller with ``terser``, or lower it for old browsers with ``esbuild``.

Smaller: short names for what is its own, and nothing that nothing calls.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from macros.node import said_by_node
from macros.places import ROOT

KEPT = ROOT / "build" / "engine"
TERSER = ROOT / "node_modules" / "terser"
#: Errors say the name of their class.
OPTIONS = ("--ecma", "2020", "--compress", "--mangle", "--keep-classnames", "--comments", "false")


#: Says a script in the words of the oldest browsers.
LOWERED = ROOT / "macros" / "browsers" / "lowered.mjs"
OLDEST = ROOT / "package.json"


def lowered(script: str) -> str:
    """The script for the oldest browsers that the site means; what was made once is kept by its content."""

    def made() -> str:
        return said_by_node("Could not write a script for old browsers", LOWERED, given=script)

    return _once([LOWERED.read_text(encoding="utf-8"), OLDEST.read_text(encoding="utf-8"), script], made)


def smaller(script: str, options: Sequence[str] = ()) -> str:
    """The script, smaller and without comments; what was made once is kept by its content.

    With ``--module`` among the options, names at the top are its own, too.
    """
    if not TERSER.is_dir():
        raise SystemExit("The npm package terser is not installed. Run 'make serve' or 'make test': they set it up.")
    version = json.loads((TERSER / "package.json").read_text(encoding="utf-8"))["version"]

    def made() -> str:
        command = [TERSER / "bin" / "terser", *OPTIONS, *options]
        return said_by_node("Could not make a script smaller", *command, given=script)

    return _once([version, *OPTIONS, *options, script], made)


def _once(made_from: Sequence[str], make: Callable[[], str]) -> str:
    known = KEPT / f"{hashlib.sha256(' '.join(made_from).encode()).hexdigest()[:16]}.js"
    if not known.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        # Two tests may do this at once: each in a folder of its own.
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            part = Path(scratch, known.name)
            part.write_text(make(), encoding="utf-8")
            part.rename(known)
    return known.read_text(encoding="utf-8")
