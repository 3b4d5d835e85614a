"""Find which modules of Python's library the calculators use, by running them in the browser's Python.

``python -m macros.find_modules`` builds a runtime with the whole library, answers every event of every state and
writes every letter in it, and keeps the names of the modules that were loaded in ``runtime_modules.txt``. Run it when
a calculator imports something new: the browser tests say "No module named ..." then.
"""

from __future__ import annotations

import functools
import http.server
import json
import tempfile
import threading
import zipfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.bootstrap import find_browser, run
from macros.data import write_data
from macros.runtime import MODULES, PYODIDE, STDLIB, write_runtime

HEADER = """# Modules of Python's library that stand in the browser's archive.
# Found by `python -m macros.find_modules`, which runs every calculator; tests/test_runtime.py proves that they suffice.
"""

IN_THE_PAGE = """async ([base, manifest, code]) => {
    const { loadPyodide } = await import(base + manifest.engine + "pyodide.mjs");
    const python = await loadPyodide({ indexURL: base + manifest.engine });
    const bytes = async (name) => await (await fetch(base + name)).arrayBuffer();
    python.unpackArchive(await bytes(manifest.code.name), "wheel");
    python.unpackArchive(await bytes(manifest.letters.name), "zip");
    const folder = python.runPython("import calculators.law as law; str(law.DATA)");
    python.FS.mkdirTree(folder);
    for (const file of [...Object.values(manifest.law), manifest.forms])
        python.FS.writeFile(`${folder}/${file.name}`, new Uint8Array(await bytes(file.name)));
    return python.runPython(code);
}"""

RUN_EVERYTHING = """
import json, sys
from calculators import law, letter, page
for state in law.known_states():
    for event in law.load(state).starting_events():
        given = {"event": event.id, "date": "3/2/2026", "closed": "3/9/2026 to 3/13/2026"}
        page.ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": given}))
    page.ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": {"event": "x", "date": "31/31/2026"}}))
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
        loaded = _loaded(folder)
    names = {file.split(".zip/", 1)[1].removesuffix("c") for file in loaded if ".zip/" in file}
    _write(sorted(name for name in everything if name in names))
    print(f"{len(names)} of {len(everything)} modules are in use.")
    return 0


def _loaded(folder: Path) -> list[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder.parent))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    manifest = json.loads((folder.parent / "manifest.json").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser(run)), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(base + "manifest.json")
        files: list[str] = json.loads(page.evaluate(IN_THE_PAGE, [base + manifest["folder"], manifest, RUN_EVERYTHING]))
        browser.close()
    server.shutdown()
    return files


def _write(names: list[str]) -> None:
    MODULES.write_text(HEADER + "".join(f"{name}\n" for name in names), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
