"""Run scripts in the Node that comes with the Python packages; build time only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from macros.places import ROOT

NODE = Path(sys.executable).with_name("node")


def run_node(what: str, *command: object, given: str = "", seconds: float | None = None) -> str:
    """The standard output of a Node script.

    ``command``: the script and its arguments; ``given``: its standard input. Raises SystemExit with ``what`` (what could not
    be done) and all output; TimeoutExpired after ``seconds``.
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
