"""Find which modules of Python's library the calculators use, by running them in the browser's Python.

``python -m macros.find_modules`` builds a runtime with the whole library, answers every event of every state and
writes every letter in it, and keeps the names of the modules that were loaded in ``runtime_modules.txt``. Run it when
a calculator imports something new: the browser tests say "No module named ..." then.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from macros.browser_python import run_in_browser
from macros.data import write_data
from macros.runtime import MODULES, PYODIDE, STDLIB, write_runtime

HEADER = """# Modules of Python's library that stand in the browser's archive.
# Found by `python -m macros.find_modules`, which runs every calculator; tests/test_runtime.py proves that they suffice.
"""

RUN_EVERYTHING = """
import json, sys
from calculators import law, letter, page
for state in law.known_states():
    for event in law.load(state).starting_events():
        given = {"event": event.id, "date": "3/2/2026", "closed": "3/9/2026 to 3/13/2026"}
        page.ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": given}))
    page.ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": {"event": "x", "date": "31/31/2026"}}))
    page.ask(json.dumps({"calculator": "case", "state": state, "inputs": {"violation": "3/2/2026", "as_of": "4/1/2026"}}))
    for form in letter.letters().values():
        given = {q.id: "3/2/2026" if q.kind == "date" else q.choices[0].value if q.choices else "x" for q in form.inputs}
        page.ask(json.dumps({"calculator": "letter", "state": state, "inputs": given, "preset": {"letter": form.id}}))
json.dumps([getattr(m, "__file__", None) or "" for m in list(sys.modules.values())])
"""


def main() -> int:
    """Find the modules and write their list."""
    write_data()
    with zipfile.ZipFile(PYODIDE / STDLIB) as library:
        everything = [name for name in library.namelist() if name.endswith(".py")]
    _write(everything)
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_runtime(Path(scratch) / "runtime")
        loaded: list[str] = run_in_browser(folder.parent, RUN_EVERYTHING)
    names = {file.split(".zip/", 1)[1].removesuffix("c") for file in loaded if ".zip/" in file}
    _write(sorted(name for name in everything if name in names))
    print(f"{len(names)} of {len(everything)} modules are in use.")
    return 0


def _write(names: list[str]) -> None:
    MODULES.write_text(HEADER + "".join(f"{name}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
