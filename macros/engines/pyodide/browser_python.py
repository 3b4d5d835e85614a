"""Run Python in the browser's Python: real Pyodide, in real Chromium, with the calculators and the law of every state."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from pathlib import Path
from typing import Any, override

from playwright.sync_api import sync_playwright

from macros.bootstrap import find_browser, known_browser, run
from macros.places import ROOT

#: For ``page.evaluate`` with the runtime's address, its manifest, and the code; gives the value of the last expression.
IN_THE_PAGE = """async ([base, manifest, code]) => {
    const { loadPyodide } = await import(base + manifest.engine + "pyodide.js");
    const { unpacking } = await import(base + manifest.engine + "unpack.js");
    window.fetch = unpacking(window.fetch.bind(window), manifest.packed);
    const python = await loadPyodide({ indexURL: base + manifest.engine });
    const bytes = async (name) => await (await fetch(base + name)).arrayBuffer();
    const { inOneFile, place } = await import("data:text/javascript," + encodeURIComponent(ONE_FILE));
    for (const file of [manifest.code, manifest.letters]) place(python.FS, manifest.library, inOneFile(await bytes(file.name)));
    for (const file of [...Object.values(manifest.law), manifest.forms])
        place(python.FS, manifest.library + "/calculators/data", { [file.name]: new Uint8Array(await bytes(file.name)) });
    return python.runPython(code);
}""".replace(
    "ONE_FILE", json.dumps((ROOT / "docs" / "assets" / "js" / "engine" / "one-file.js").read_text(encoding="utf-8"))
)


def run_in_browser(runtime: Path, code: str) -> Any:
    """Run ``code`` with the ``runtime`` (the folder with the manifest) and read back the JSON that it ends with."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(runtime)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    manifest = json.loads((runtime / "manifest.json").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        path = str(known_browser() or find_browser(run))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(base + "manifest.json")
        answer = json.loads(page.evaluate(IN_THE_PAGE, [base + manifest["folder"], manifest, code]))
        browser.close()
    server.shutdown()
    return answer


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    @override
    def log_message(self, *_: Any) -> None:
        pass
