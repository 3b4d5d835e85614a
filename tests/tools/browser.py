"""Fixtures that open the built site in a browser set up like a parent's phone.

``site`` is the URL of the built site, under a sub-path like a project page on a free host. ``page`` is an empty page on a
phone; ``page_log`` records its requests and messages, and fails the test at its end if anything went to another host or
went wrong. ``new_page`` opens more pages, or a larger screen.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from macros import bootstrap
from macros.bench import line
from macros.bench.visit import ARGUMENTS
from macros.site import source_fingerprint
from tests.tools.sent_headers import headers_for

#: Timeout for what a page should show or do, in milliseconds; a shared machine can be slow.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)

#: Each test compiles Pyodide anew; without the second, optimizing compiler that takes a third less processor time.
COMPILED_ONCE = ("--js-flags=--liftoff-only",)
SITE = bootstrap.ROOT / "site"
SUB_PATH = "/paper-trail/"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "en-US",
    # Tests that are not about offline use must see every request, not a cached copy.
    "service_workers": "block",
}
TYPES = {**line.TYPES, ".whl": "application/octet-stream", ".woff2": "font/woff2"}
#: Cache entries that reveal a state: its law, and snapshots of Python's memory by an earlier version.
TELLING = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) if (/\\/memory-|\\/[A-Z]{2}\\.json$/.test(url)) found.push(url);
    return found;
}"""


class PageLog:
    """A page's requests, and what went wrong in it."""

    def __init__(self, site: str) -> None:
        self.requests: list[str] = []
        self.problems: list[str] = []
        self._origin = urlsplit(site)[:2]
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Allow a problem that this test provokes, such as a file that cannot be loaded."""
        self._expected.append(re.compile(pattern))

    def watch(self, context: BrowserContext) -> None:
        """Record all pages of a browser context."""
        context.on("request", self._requested)
        context.on("console", self._said)
        context.on("weberror", self._failed)

    def unexpected(self) -> list[str]:
        """The problems that no test allowed."""
        return [line for line in self.problems if not any(known.search(line) for known in self._expected)]

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)
        address = urlsplit(request.url)
        if address.scheme not in ("about", "blob", "data") and address[:2] != self._origin:
            self.problems.append(f"asked another address: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"error in the console: {message.text} ({message.location.get('url', '')})")

    def _failed(self, error: WebError) -> None:
        self.problems.append(f"error in a script: {error.error}")


class SubPathHandler(SimpleHTTPRequestHandler):
    """Serves a folder under ``SUB_PATH`` and nothing else, with the folder's own 404 page."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        """The file for a path; a non-existent one outside the sub-path."""
        inside = urlsplit(path).path.startswith(SUB_PATH)
        return super().translate_path("/" + path.removeprefix(SUB_PATH) if inside else "/not-in-this-site")

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The media type of a file, machine-independent where browsers are strict."""
        return TYPES.get(Path(path).suffix) or super().guess_type(path)

    def end_headers(self) -> None:
        """Disable caching, so that no test sees what another one loaded."""
        self.send_header("Cache-Control", "no-cache")
        self.send_headers_of_the_site()
        super().end_headers()

    def send_headers_of_the_site(self) -> None:
        """The headers that the site requires of its host."""
        path = "/" + urlsplit(getattr(self, "path", "")).path.removeprefix(SUB_PATH)
        for name, said in headers_for(Path(self.directory), path):
            self.send_header(name, said)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own 404 page."""
        not_found = Path(self.directory) / "404.html"
        if code != 404 or not not_found.is_file():
            super().send_error(code, message, explain)
            return
        body = not_found.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent: requests are recorded in ``PageLog``."""


def with_sources(page: Page) -> str:
    """Serve a page the scripts as written instead of the bundles. Returns their folder in the site."""
    page.route(
        "**/assets/source/**",
        lambda route: route.fulfill(
            path=bootstrap.ROOT / "docs" / "assets" / route.request.url.split("/assets/source/")[1]
        ),
    )
    return "assets/source/js/"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder during the block; yields its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SubPathHandler, directory=str(folder))) as server:
        # A short poll interval: otherwise shutting down would take half a second per test.
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()


@pytest.fixture(scope="session")
def current_site() -> None:
    """Refuses a missing site, or one built from other sources."""
    if not (SITE / "index.html").is_file():
        pytest.fail("The site is not built: run `make build` first.", pytrace=False)
    if not source_fingerprint.is_current(SITE):
        pytest.fail("The site in site/ was built from other sources: run `make build` again.", pytrace=False)


@pytest.fixture(scope="session")
def site_folder(current_site: None) -> Path:
    """The built site's files, for a test in a browser that stands among tests without a site."""
    return SITE


@pytest.fixture(autouse=True)
def _look_at_a_current_site(request: pytest.FixtureRequest) -> None:
    """For tests that read the site's files: their module has ``SITE``."""
    if hasattr(request.module, "SITE"):
        request.getfixturevalue("current_site")


@pytest.fixture(scope="session")
def site(current_site: None) -> Iterator[str]:
    """The URL of the built site: ``http://127.0.0.1:PORT/paper-trail/``."""
    with served(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of Chromium and Firefox; there can be only one at a time."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium's headless shell, or where there is none Chromium or Chrome without a window."""
    program = bootstrap.find_shell(bootstrap.run) or installed_browser()
    with launched(playwright, program, COMPILED_ONCE) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium or Chrome as people have it, without a window: for journeys from end to end."""
    with launched(playwright, installed_browser()) as browser:
        yield browser


def installed_browser() -> Path:
    """The program of Chromium or Chrome. A test fails where there is none."""
    path = bootstrap.known_browser() or bootstrap.find_browser(bootstrap.run)
    if path is None:
        pytest.fail("There is no browser for the tests: run `make test`, which finds or installs one.", pytrace=False)
    return path


@contextmanager
def launched(playwright: Playwright, program: Path, arguments: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser, closed after the block."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *arguments, *as_root])
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture
def page_log(site: str) -> Iterator[PageLog]:
    """The log of this test's pages; an unexpected problem fails the test."""
    log = PageLog(site)
    yield log
    if log.unexpected():
        pytest.fail("The page was not clean:\n  " + "\n  ".join(log.unexpected()), pytrace=False)


@pytest.fixture
def new_page(browser: Browser, page_log: PageLog) -> Iterator[Callable[..., Page]]:
    """Opens pages with separate storage, on a phone by default: ``new_page(java_script_enabled=False)``."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{**PHONE, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page_log.watch(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # pending requests fail when the page closes
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page], site: str) -> Page:
    """An empty page on a phone; relative URLs go to the site: ``page.goto("mississippi/")``."""
    return new_page(base_url=site)
