"""Serve the site locally and show every edit: ``make serve``."""

from __future__ import annotations

import errno
import logging
import os
import posixpath
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, override

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from macros.build import prepare
from macros.data.state_files import read_ahead
from macros.data.yaml_files import WrongData
from macros.engines import make_engines
from macros.engines.pyodide.runtime import RUNTIME
from macros.free_port import FIRST_PORT, LAST_PORT, free_port
from macros.low_priority import LOW_PRIORITY
from macros.one_at_a_time import build_lock
from macros.places import DATA, ROOT
from macros.preview.pages_on_request import Preview, copy_runtime
from macros.site import policy

WATCHED = ("calculators", "docs", "macros", "mkdocs.yml")
#: Where calculators are rebuilt while pages use the previous ones.
SPARE = ROOT / "build" / "runtime"


def main(arguments: list[str]) -> int:
    """Serve until interrupted. Returns 1 after a message if it cannot start."""
    if arguments and not (arguments[0].isdecimal() and 0 < int(arguments[0]) < 65536):
        print(f"'{arguments[0]}' is not a port. Give a number, like: make serve ARGS=8080", file=sys.stderr)
        return 1
    port = free_port(range(int(arguments[0]), int(arguments[0]) + 1)) if arguments else free_port()
    if port is None:
        asked = f"Port {arguments[0]} is" if arguments else f"Ports {FIRST_PORT} to {LAST_PORT} are all"
        print(f"{asked} taken. Stop what is running there, or name another: make serve ARGS=8080", file=sys.stderr)
        return 1
    try:
        with build_lock():
            prepare()
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    copy_runtime(RUNTIME, SPARE)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    with tempfile.TemporaryDirectory() as folder:
        return _serve(port, Path(folder))


class Server(LiveReloadServer):
    """MkDocs' live-reload server, with files made on request."""

    def __init__(self, preview: Preview, port: int, folder: Path) -> None:
        self.preview = preview
        self._code = _times_of_code()
        self._one_runtime = threading.Lock()
        self._making: subprocess.Popen[bytes] | None = None
        self._ends = False
        super().__init__(self.renew, "127.0.0.1", port, str(folder))
        # file system events instead of MkDocs' polling
        self.observer = Observer()  # type: ignore[assignment]

    @override
    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Watch a path for edits, ignoring reads and this program's own writes of the law."""
        edits = FileSystemEventHandler()
        edits.on_created = edits.on_modified = edits.on_deleted = edits.on_moved = self._edited  # type: ignore[method-assign]
        self.observer.schedule(edits, path, recursive=recursive)
        self._watched_paths[path] = 1

    def _edited(self, event: FileSystemEvent) -> None:
        if not event.is_directory and not Path(os.fsdecode(event.src_path)).is_relative_to(DATA):
            with self._rebuild_cond:
                self._want_rebuild = True
                self._rebuild_cond.notify_all()

    @override
    def server_activate(self) -> None:
        """Listen, and print the address."""
        super().server_activate()
        print(f"Paper Trail: http://127.0.0.1:{self.server_port}/  (stop with Ctrl-C)", flush=True)

    @override
    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith("/livereload/"):
            self.preview.make(posixpath.normpath(f"/{path}index.html" if path.endswith("/") else path).lstrip("/"))
        return super().serve_request(environ, partial(_start_with_policy, start_response))

    @override
    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """The page with the live-reload script, which is added to the page's policy."""
        html: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return policy.with_policy(html.decode()).encode()

    def renew(self) -> None:
        """Apply an edit: pages and law at once, calculators in the background."""
        if _times_of_code() != self._code:
            self.stop_making()
            os.execv(sys.executable, [sys.executable, "-m", "macros.preview.serve", str(self.server_port)])
        try:
            self.preview.renew()
        except WrongData as wrong:
            print(wrong, file=sys.stderr)
            return  # the last valid law stays in use
        threading.Thread(target=self._renew_runtime, daemon=True).start()

    def _renew_runtime(self) -> None:
        """Rebuild the calculators in the spare folder, then swap; the file watcher reloads pages."""
        with self._one_runtime:
            if make_engines.is_current(SPARE) or self._is_made():
                self.preview.take_runtime(SPARE)

    def _is_made(self) -> bool:
        """Build the calculators. False if that failed or was stopped; the old ones stay."""
        if self._ends:
            return False
        self._making = subprocess.Popen(
            [sys.executable, "-m", "macros.engines.make_engines", str(SPARE), LOW_PRIORITY], cwd=ROOT
        )
        return self._making.wait() == 0

    def stop_making(self) -> None:
        """Stop a running rebuild of the calculators."""
        self._ends = True
        if self._making:
            self._making.terminate()
            self._making.wait()


def _start_with_policy(start_response: Any, status: str, headers: list[tuple[str, str]]) -> Any:
    """Add the headers of ``_headers``; the page's own policy lists its scripts."""
    ours = list(policy.HEADERS_OF_ALL.items())
    if dict(headers).get("Content-Type") == "text/html":
        ours += policy.headers_of_pages().items()
    return start_response(status, [*headers, *ours])


def _times_of_code() -> dict[str, int]:
    """Modification times of the Python files: a change means the server must restart."""
    folders = (ROOT / "calculators", ROOT / "macros")
    return {str(path): path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*.py")}


def _serve(port: int, folder: Path) -> int:
    server = Server(Preview(folder, f"http://127.0.0.1:{port}/"), port, folder)
    for path in WATCHED:
        server.watch(str(ROOT / path))
    threading.Thread(target=read_ahead, daemon=True).start()

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    except OSError as taken:
        if taken.errno != errno.EADDRINUSE:
            raise
        print(f"Port {port} was taken meanwhile. Run the same command again.", file=sys.stderr)
        return 1
    server.shutdown()
    server.stop_making()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
