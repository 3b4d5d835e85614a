"""Run Python in real Pyodide in Chromium, with the calculators and every state's law."""

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

#: For ``page.evaluate`` with the runtime's URL, manifest and code; returns the last expression's value.
IN_THE_PAGE = """async ([base, manifest, code]) => {
    const { loadPyodide } = await import(base + manifest.engine + "pyodide.js");
    const { unpacking } = await import(base + manifest.engine + "unpack.js");
    window.fetch = unpacking(window.fetch.bind(window), manifest.packed);
    const python = await loadPyodide({ indexURL: base + manifest.engine });
    const bytes = async (name) => await (await fetch(base + name)).arrayBuffer();
    const { unbundled, place } = await import("data:text/javascript," + encodeURIComponent(UNBUNDLE));
    for (const file of [manifest.code, manifest.letters]) place(python.FS, manifest.library, unbundled(await bytes(file.name)));
    for (const file of [...Object.values(manifest.law), manifest.forms])
        place(python.FS, manifest.library + "/calculators/data", { [file.name]: new Uint8Array(await bytes(file.name)) });
    return python.runPython(code);
}""".replace(
    "UNBUNDLE", json.dumps((ROOT / "docs" / "assets" / "js" / "engine" / "bundle.js").read_text(encoding="utf-8"))
)


def run_in_browser(runtime: Path, code: str) -> Any:
    """Run ``code`` with the ``runtime`` folder and parse the JSON that it evaluates to."""
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
    """A file server without logging."""

    @override
    def log_message(self, *_: Any) -> None:
        pass
