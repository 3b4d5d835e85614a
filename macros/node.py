"""Node, which came with the Python packages, for what only JavaScript's libraries do. Used at build time alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from macros.places import ROOT

NODE = Path(sys.executable).with_name("node")


def said_by_node(what: str, *command: object, given: str = "", seconds: float | None = None) -> str:
    """What a program of Node prints. ``command``: the script and its arguments; ``given``: what it reads.

    Raises SystemExit with ``what`` could not be done and all that it printed; TimeoutExpired after so many ``seconds``.
    """
    done = subprocess.run(
        [str(NODE), *map(str, command)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=seconds,
    )
    if done.returncode:
        raise SystemExit(f"{what}:\n{done.stdout}{done.stderr}")
    return done.stdout
