"""Make a script smaller with ``terser``: short names for what is its own, and nothing that nothing calls."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from macros.data import ROOT

KEPT = ROOT / "build" / "engine"
TERSER = ROOT / "node_modules" / "terser"
#: Errors say the name of their class.
OPTIONS = ("--ecma", "2020", "--compress", "passes=3", "--mangle", "--keep-classnames", "--comments", "false")


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
            part.write_text(_said_by_terser(script, options), encoding="utf-8")
            part.rename(known)
    return known.read_text(encoding="utf-8")


def _said_by_terser(script: str, options: Sequence[str]) -> str:
    node = Path(sys.executable).with_name("node")
    command = [str(node), str(TERSER / "bin" / "terser"), *OPTIONS, *options]
    done = subprocess.run(command, input=script, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"Could not make a script smaller:\n{done.stderr}")
    return done.stdout
