"""Make what phones run in a folder beside the one that pages use: ``python -m macros.engines.beside FOLDER``.

While the site is served, this runs as a program of its own and yields to others: inside the server it would take turns
with the page that a person waits for.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from macros.engines import first_engine, runtime

#: How far it steps back behind other programs.
NICE = 10


def is_current(folder: Path) -> bool:
    """True if both engines in the folder were made from what there is now."""
    return runtime.is_current(folder) and first_engine.is_current(folder)


def write_beside(folder: Path) -> None:
    """Write both engines with the law and the calculators as they are now."""
    runtime.write_runtime(folder)
    first_engine.write_first_engine(folder)


if __name__ == "__main__":
    os.nice(NICE)
    write_beside(Path(sys.argv[1]))
