"""Make what phones run, in a program of its own beside the one that makes pages: ``python -m macros.engines.make_engines FOLDER``.

With ``--yielding`` it steps back behind other programs, as it should while the site is served: inside the server it
would take turns with the page that a person waits for.
"""

from __future__ import annotations

import sys
from pathlib import Path

from macros.engines.micropython import first_engine
from macros.engines.pyodide import runtime
from macros.low_priority import step_back_if_asked


def is_current(folder: Path) -> bool:
    """True if both engines in the folder were made from what there is now."""
    return runtime.is_current(folder) and first_engine.is_current(folder)


def write_beside(folder: Path) -> None:
    """Write both engines with the law and the calculators as they are now."""
    runtime.write_runtime(folder)
    first_engine.write_first_engine(folder)


if __name__ == "__main__":
    step_back_if_asked(sys.argv)
    write_beside(Path(sys.argv[1]))
