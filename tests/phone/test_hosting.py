"""The configurations in HOSTING.md, verbatim, on real servers: status, type, policy and caching by kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from macros import bootstrap
from macros.site import policy
from tests.tools.browser import PHONE, SITE, served
from tests.tools.web_servers import caddy, configuration, free_port, nginx, on_nginx, replaced

LASTING, ASKED_AGAIN = "public, max-age=31536000, immutable", "no-cache"


def found(pattern: str) -> str:
    """The URL of the first file in the site that matches."""
    return next(path for path in sorted(SITE.glob(pattern)) if path.is_file()).relative_to(SITE).as_posix()


@contextmanager
def on_nginx_in_a_folder(folder: Path) -> Iterator[str]:
    port = free_port()
    kinds, snippet, _, part = (configuration("nginx", number) for number in range(4))
    (folder / "snippet.conf").write_text(snippet, encoding="utf-8")
    (folder / "www").mkdir()
    (folder / "www" / "help").symlink_to(SITE)
    part = replaced(part, ("snippets/paper-trail.conf", str(folder / "snippet.conf")))
    with nginx(folder, f"{kinds}server {{ listen 127.0.0.1:{port}; root {folder / 'www'};\n{part}}}\n"):
        yield f"http://127.0.0.1:{port}/help/"


@contextmanager
def on_caddy(folder: Path) -> Iterator[str]:
    port = free_port()
    site = replaced(
        configuration("caddy"),
        ("papertrail.example {", f"http://127.0.0.1:{port} {{"),
        ("/var/www/paper-trail", str(SITE)),
    )
    with caddy(folder, site):
        yield f"http://127.0.0.1:{port}/"


SERVERS = {
    "nginx": (on_nginx, bootstrap.find_nginx),
    "nginx, in a folder": (on_nginx_in_a_folder, bootstrap.find_nginx),
    "caddy": (on_caddy, bootstrap.find_caddy),
}


@pytest.fixture(params=SERVERS, scope="module")
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on each server, configured as in HOSTING.md."""
    server, find = SERVERS[request.param]
    if find(bootstrap.run) is None:
        pytest.skip(
            "Debian's package of it is not on this machine: make set-up-with-browser gets it where there is apt."
        )
    with server(tmp_path_factory.mktemp("host")) as address:
        yield address


def answer(address: str) -> tuple[int, dict[str, list[str]], bytes]:
    """Status, headers by lower-case name, and body."""
    try:
        with urlopen(Request(address, headers={"Accept-Encoding": "identity"})) as got:
            return got.status, _headers(got.headers.items()), got.read()
    except HTTPError as error:
        with error:
            return error.code, _headers(error.headers.items()), error.read()


def _headers(items: list[tuple[str, str]]) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = {}
    for name, value in items:
        by_name.setdefault(name.lower(), []).append(value)
    return by_name


def test_a_page_has_the_policys_headers_and_is_revalidated(host: str):
    wanted = {**policy.HEADERS_OF_ALL, **policy.headers_of_pages()}
    for path in ("", "mississippi/evaluation/", "tools/case/", "index.html"):
        status, headers, body = answer(host + path)
        assert status == 200, path
        assert body == (SITE / (path if path.endswith(".html") else f"{path}index.html")).read_bytes()
        assert {name: headers.get(name.lower()) for name in wanted} == {
            name: [said] for name, said in wanted.items()
        }, path
        assert headers["cache-control"] == [ASKED_AGAIN], path
        assert headers["content-type"] == ["text/html; charset=utf-8"], path


@pytest.mark.parametrize(
    ("pattern", "kind", "kept"),
    [
        ("assets/[0-9a-f]*/js/page.js", "(application|text)/javascript", LASTING),
        ("assets/[0-9a-f]*/css/styles.css", "text/css", LASTING),
        ("assets/runtime/first-*/micropython.wasm", "application/wasm", LASTING),
        ("assets/runtime/engine-*/*.wasm.xz", "", LASTING),
        ("search/words-*.json", "application/json", LASTING),
        ("assets/runtime/manifest.json", "application/json", ASKED_AGAIN),
        ("assets/sheets/**/*.pdf", "application/pdf", ASKED_AGAIN),
        ("sw.js", "(application|text)/javascript", ASKED_AGAIN),
        ("manifest.webmanifest", "application/manifest\\+json", ASKED_AGAIN),
    ],
)
def test_a_file_has_its_type_and_policy_and_is_cached_as_its_name_allows(host: str, pattern: str, kind: str, kept: str):
    path = found(pattern)
    status, headers, body = answer(host + path)
    assert status == 200
    assert body == (SITE / path).read_bytes()
    assert re.match(rf"{kind}(;|$)" if kind else "", headers.get("content-type", [""])[0])
    assert headers["cache-control"] == [kept]
    for name, said in policy.HEADERS_OF_ALL.items():
        assert headers[name.lower()] == [said]
    assert "permissions-policy" not in headers


def test_a_missing_file_gives_the_404_page_and_is_not_cached(host: str):
    for path in ("no-such-page/", "mississippi/no-such-page/", "assets/0123456789ab/js/gone.js"):
        status, headers, body = answer(host + path)
        assert status == 404, path
        assert body == (SITE / "404.html").read_bytes(), path
        assert headers["content-type"] == ["text/html; charset=utf-8"]
        assert LASTING not in headers.get("cache-control", []), path


def test_text_is_compressed_in_transit(host: str):
    for path in ("mississippi/evaluation/", found("assets/[0-9a-f]*/js/page.js"), found("search/words-*.json")):
        with urlopen(Request(host + path, headers={"Accept-Encoding": "gzip"})) as got:
            assert got.headers["Content-Encoding"] == "gzip", path


@pytest.mark.browser
def test_the_404_page_works_in_a_folder_unknown_to_the_build(browser):
    with served(SITE) as site, browser.new_context(**PHONE) as context:
        page = context.new_page()
        gone = page.goto(f"{site}mississippi/no/such/page/")
        assert gone is not None
        assert gone.status == 404
        home = page.get_by_role("link", name="Go to the first page")
        expect(home).to_have_attribute("href", re.compile(r"^/paper-trail/"))
        expect(page.locator("body")).to_have_css("font-family", re.compile("^system-ui"))
        home.click()
        expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
        assert page.url == site
