"""Find which library modules the calculators use, by running them in the browser's Python.

``python -m macros.engines.pyodide.find_modules`` builds a runtime with the whole library, answers every event of every
state and writes every letter in it, and records the loaded modules in ``runtime_modules.txt``. Run it when a calculator
imports something new: the browser tests then say "No module named ...".
"""

from __future__ import annotations

import ast
import tempfile
import zipfile
from pathlib import Path

from macros.data.state_files import write_data
from macros.engines.pyodide.browser_python import run_in_browser
from macros.engines.pyodide.runtime import BUILT_IN, FROZEN, MODULES, PYODIDE, SCRIPT, STDLIB, WASM, write_runtime
from macros.engines.pyodide.slim import Image

HEADER = """# Modules of Python's library that stand in the browser's archive.
# Found by `python -m macros.engines.pyodide.find_modules`, which runs every calculator; tests/engines/test_browser_python.py proves that all are used and suffice.
"""

#: ``urllib.parse`` imports it for international host names. The calculators parse no URLs, and its tables are a tenth of
#: the WebAssembly.
NOT_ASKED_FOR = {"unicodedata"}

RUN_EVERYTHING = """
import json, sys
from calculators import law
from calculators.message import ask
from calculators.tools import letter
for state in law.known_states():
    for event in law.load(state).starting_events():
        given = {"event": event.id, "date": "3/2/2026", "closed": "3/9/2026 to 3/13/2026"}
        ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": given}))
    ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": {"event": "x", "date": "31/31/2026"}}))
    ask(json.dumps({"calculator": "case", "state": state, "inputs": {"violation": "3/2/2026", "as_of": "4/1/2026"}}))
    services = [{"name": "x", "minutes": "30", "times": "2", "per": "week", "from": "8/3/2026"}]
    ask(json.dumps({"calculator": "service_log", "state": state, "inputs": {"services": services, "want": "csv"}}))
    entries = [{"who": "x", "how": "call", "said": "x", "promised": "x", "by": "12/1/2030"}]
    ask(json.dumps({"calculator": "notes", "state": state, "inputs": {"entries": entries}}))
    for form in letter.letters().values():
        given = {q.id: "3/2/2026" if q.kind == "date" else q.choices[0].value if q.choices else "x" for q in form.inputs}
        ask(json.dumps({"calculator": "letter", "state": state, "inputs": given, "preset": {"letter": form.id}}))
built_in = [name for name in sys.builtin_module_names if name in sys.modules]
json.dumps([[getattr(m, "__file__", None) or "" for m in list(sys.modules.values())], built_in])
"""


def main() -> int:
    """Find the modules and write their list."""
    write_data()
    with zipfile.ZipFile(PYODIDE / STDLIB) as library:
        sources = {name: library.read(name) for name in library.namelist() if name.endswith(".py")}
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_runtime(Path(scratch) / "runtime", "whole")
        loaded, built_in = run_in_browser(folder.parent, RUN_EVERYTHING)
    names = {file.split(".zip/", 1)[1].removesuffix("c") for file in loaded if ".zip/" in file}
    # Frozen modules claim a source file, but are part of the WebAssembly.
    found = sorted(name for name in sources if name in names and name not in FROZEN)
    # A kept file may import a built-in module in a function that no run reached; keep that module too.
    named = {module for name in found for module in imported(sources[name])}
    script = (PYODIDE / SCRIPT).read_text(encoding="utf-8")
    known = Image((PYODIDE / WASM).read_bytes(), script, set()).builtin_modules()
    kept = sorted({*built_in, *(named & known.keys() - NOT_ASKED_FOR)})
    lines = [*found, *(f"{BUILT_IN}{name}" for name in kept)]
    MODULES.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(found)} of {len(sources)} modules and {len(kept)} built-in ones are in use.")
    return 0


def imported(source: bytes) -> set[str]:
    """The names of all modules that a file imports, also inside functions."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return names | {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }


if __name__ == "__main__":
    raise SystemExit(main())
