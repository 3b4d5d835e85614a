"""Minify a script with ``terser``, or lower its syntax for old browsers with ``esbuild``.

Minifying shortens local names and removes unused code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from macros.engines.content_cache import cached
from macros.node import run_node
from macros.places import ROOT

TERSER = ROOT / "node_modules" / "terser"
#: Class names stay: error messages contain them.
OPTIONS = ("--ecma", "2020", "--compress", "--mangle", "--keep-classnames", "--comments", "false")
#: Lowers syntax to that of the oldest supported browsers.
LOWERED = ROOT / "macros" / "browsers" / "lowered.mjs"
OLDEST = ROOT / "package.json"


def lowered(script: str) -> str:
    """The script lowered for the oldest supported browsers, cached by content."""

    def made() -> str:
        return run_node("Could not write a script for old browsers", LOWERED, given=script)

    return _once([LOWERED.read_text(encoding="utf-8"), OLDEST.read_text(encoding="utf-8"), script], made)


def minified(script: str, options: Sequence[str] = ()) -> str:
    """The script minified, without comments, cached by content.

    With ``--module`` among the options, top-level names are shortened too. Raises SystemExit with what to do if terser is not
    installed.
    """
    if not TERSER.is_dir():
        raise SystemExit("The npm package terser is not installed. Run 'make serve' or 'make test': they set it up.")
    version = json.loads((TERSER / "package.json").read_text(encoding="utf-8"))["version"]

    def made() -> str:
        command = [TERSER / "bin" / "terser", *OPTIONS, *options]
        return run_node("Could not make a script smaller", *command, given=script)

    return _once([version, *OPTIONS, *options, script], made)


def _once(made_from: Sequence[str], make: Callable[[], str]) -> str:
    inputs = " ".join(made_from).encode()
    return cached(inputs, ".js", lambda path: path.write_text(make(), encoding="utf-8")).decode()
