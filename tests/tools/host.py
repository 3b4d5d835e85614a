"""The built site as a good static host sends it: compressed, with caching headers."""

from __future__ import annotations

import functools
import gzip
import http
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from tests.tools.browser import SUB_PATH, SubPathHandler

#: Types that gzip makes smaller; pictures, fonts and PDFs are compressed already.
PACKED = {".css", ".html", ".ics", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest", ".xml"}
A_YEAR = "public, max-age=31536000, immutable"
TEN_MINUTES = "public, max-age=600"


class Host(SubPathHandler):
    """Sends text with gzip, and caching headers."""

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server looks for)
        """One file, or the site's own 404 page."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if not path.is_file() or path.suffix not in PACKED:
            super().do_GET()
            return
        body = packed(path, path.stat().st_mtime_ns)
        kind = self.guess_type(path)
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Files named by content hash never change."""
        self.send_header("Cache-Control", A_YEAR if "/assets/" in self.path else TEN_MINUTES)
        self.send_headers_of_the_site()
        super(SubPathHandler, self).end_headers()


class QuietServer(ThreadingHTTPServer):
    """A server that ignores clients disconnecting."""

    def handle_error(self, *_: object) -> None:
        """Ignore it."""


@functools.lru_cache(maxsize=512)
def packed(path: Path, _changed: int) -> bytes:
    """A file as transferred."""
    return gzip.compress(path.read_bytes(), 6)


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve the folder during the block; yields its URL."""
    with QuietServer(("127.0.0.1", 0), partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()
