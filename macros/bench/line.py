"""A server that acts like GitHub Pages on a throttled line.

All requests share one line: pages, workers and service workers, which Chromium's own throttling does not cover. It
delays each response, compresses with gzip whatever is not compressed already, and allows caching for ten minutes.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, override
from urllib.parse import unquote, urlsplit

#: Sent as it is, because compressing it again gains nothing. GitHub Pages has been seen to use gzip for wasm and for
#: unknown types as well as for text.
COMPRESSED = {".br", ".gif", ".gz", ".jpg", ".pdf", ".png", ".woff2", ".xz", ".zip", ".zst"}
GZIP_LEVEL = 6
KEPT = "max-age=600"
TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
#: Bytes per write: on the slow line, a hundredth of a second.
PIECE = 2048
#: Seconds by which a sender may be late for its next piece without losing its turn.
PAUSE = 0.03


class Line:
    """The bandwidth and latency of the line, and the bytes sent since last asked."""

    def __init__(self) -> None:
        self.bytes_a_second: float | None = None
        self.delay = 0.0
        self.last = time.monotonic()
        self._sent: Counter[str] = Counter()
        self._free = 0.0
        self._lock = threading.Lock()

    def set(self, megabits_a_second: float | None, delay_milliseconds: float) -> None:
        """Set bandwidth and latency; None is unlimited bandwidth."""
        self.bytes_a_second = megabits_a_second * 1e6 / 8 if megabits_a_second else None
        self.delay = delay_milliseconds / 1000

    def take(self, path: str, size: int) -> None:
        """Block until these bytes of a file have had their turn on the line."""
        with self._lock:
            self._sent[path] += size
            now = time.monotonic()
            if now - self._free > PAUSE:
                self._free = now
            self._free += size / self.bytes_a_second if self.bytes_a_second else 0
            until = self.last = self._free
        wait = until - time.monotonic()
        if wait > 0:
            time.sleep(wait)

    def sent(self) -> dict[str, int]:
        """Bytes sent, by address; resets the count."""
        with self._lock:
            found, self._sent = self._sent, Counter()
        return dict(found)


@contextmanager
def serving(routes: Mapping[str, Path], line: Line) -> Iterator[str]:
    """Serve during the block and yield the address.

    ``routes``: folders by the path they are served under.
    """
    with _Server(("127.0.0.1", 0), partial(_Handler, routes=routes, line=line)) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def find(routes: Mapping[str, Path], path: str) -> Path | None:
    """The file for an address, by the longest matching path in ``routes``.

    None if there is none.
    """
    if ".." in path:
        return None
    for prefix in sorted(routes, key=len, reverse=True):
        if path.startswith(prefix):
            file = routes[prefix] / path.removeprefix(prefix)
            file = file / "index.html" if file.is_dir() else file
            return file if file.is_file() else None
    return None


class _Server(ThreadingHTTPServer):
    """A server that ignores clients disconnecting in mid-file."""

    daemon_threads = True

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Paced:
    """The handler's output stream, throttled piece by piece."""

    def __init__(self, file: Any, handler: _Handler) -> None:
        self._file = file
        self._handler = handler

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self._handler.line.take(urlsplit(self._handler.path).path, len(piece))
            self._file.write(piece)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, routes: Mapping[str, Path], line: Line) -> None:
        self.routes, self.line, self.path = routes, line, "/"
        super().__init__(*args)

    @override
    def setup(self) -> None:
        super().setup()
        self.wfile: Any = _Paced(self.wfile, self)

    @override
    def do_GET(self) -> None:
        time.sleep(self.line.delay)
        file = find(self.routes, unquote(urlsplit(self.path).path))
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        changed = self.date_time_string(int(file.stat().st_mtime))
        if self.headers.get("If-Modified-Since") == changed:
            self._head(HTTPStatus.NOT_MODIFIED, changed)
            self.end_headers()
            return
        body, packed = _body(file, file.stat().st_mtime_ns)
        self._head(HTTPStatus.OK, changed)
        self.send_header("Content-Type", TYPES.get(file.suffix) or self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def _head(self, status: HTTPStatus, changed: str) -> None:
        self.send_response(status)
        self.send_header("Cache-Control", KEPT)
        self.send_header("Last-Modified", changed)

    @override
    def log_message(self, *_: Any) -> None:
        pass


@cache
def _body(file: Path, changed: int) -> tuple[bytes, bool]:  # noqa: ARG001 (part of the cache key)
    """The body sent for a file, and whether it is compressed with gzip."""
    content = file.read_bytes()
    if file.suffix in COMPRESSED:
        return content, False
    return gzip.compress(content, GZIP_LEVEL, mtime=0), True
