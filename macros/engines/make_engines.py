"""Build both engines in a separate process: ``python -m macros.engines.make_engines FOLDER``.

``--low-priority`` lowers its priority, so that rebuilding does not slow down the preview server.
"""

from __future__ import annotations

import sys
from pathlib import Path

from macros.engines.micropython import first_engine
from macros.engines.pyodide import runtime
from macros.low_priority import lower_priority_if_asked


def is_current(folder: Path) -> bool:
    """True if both engines in the folder match their current sources."""
    return runtime.is_current(folder) and first_engine.is_current(folder)


def write_engines_in(folder: Path) -> None:
    """Build both engines with the current law and calculators."""
    runtime.write_runtime(folder)
    first_engine.write_first_engine(folder)


if __name__ == "__main__":
    lower_priority_if_asked(sys.argv)
    write_engines_in(Path(sys.argv[1]))
