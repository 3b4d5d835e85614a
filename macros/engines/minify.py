"""Minify a script with ``terser``, or lower its syntax for old browsers with ``esbuild``.

Minifying shortens local names and removes unused code.
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
#: Class names stay: error messages contain them.
OPTIONS = ("--ecma", "2020", "--compress", "--mangle", "--keep-classnames", "--comments", "false")


#: Lowers syntax to that of the oldest supported browsers.
LOWERED = ROOT / "macros" / "browsers" / "lowered.mjs"
OLDEST = ROOT / "package.json"


def lowered(script: str) -> str:
    """The script lowered for the oldest supported browsers, cached by content."""

    def made() -> str:
        return said_by_node("Could not write a script for old browsers", LOWERED, given=script)

    return _once([LOWERED.read_text(encoding="utf-8"), OLDEST.read_text(encoding="utf-8"), script], made)


def smaller(script: str, options: Sequence[str] = ()) -> str:
    """The script minified, without comments, cached by content.

    With ``--module`` among the options, top-level names are shortened too.
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
        # two tests may do this at once: each in a folder of its own
        with tempfile.TemporaryDirectory(dir=KEPT) as scratch:
            part = Path(scratch, known.name)
            part.write_text(make(), encoding="utf-8")
            part.rename(known)
    return known.read_text(encoding="utf-8")
