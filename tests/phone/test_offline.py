"""Offline, flaky and slow networks, and new versions: saved and read pages keep working, unmixed."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from calculators.law import known_states, load
from macros.site import built_site, hashed_names
from macros.site.built_site import BuiltSite
from macros.site.offline import write_offline
from tests.tools.browser import PATIENCE, PHONE, SITE, SUB_PATH, SubPathHandler
from tests.tools.typed import LETTER, fill_letter
from tests.tools.waiting import until, until_true

pytestmark = pytest.mark.browser

MEGABYTE = 1_000_000
#: The states whose pages are on the host.
STATES = ("MS", "AZ", "US")
LOGIN = b"<!doctype html><html><body><h1>Welcome. Log in.</h1></body></html>"
QUESTION = "On what day did the problem happen?"
CACHES = "caches.keys().then(names => names.map(name => name.split(' ').at(-1)))"
CACHED = """async (part) => {
    const found = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) if (url.includes(part)) found.push(url);
    return found;
}"""

#: Records the engine of each answer shown from now on in ``engines``.
NOTE_ENGINES = """() => {
    window.engines = [];
    const place = document.querySelector(".pt-result");
    new MutationObserver(() => engines.push(place.dataset.engine)).observe(place, { attributeFilter: ["data-engine"] });
}"""
#: Whether the service worker of the page's version is active and has cached its shell, to which save.js belongs.
WORKER_IS_NEW = """async () => {
    const script = new URL("save.js", document.querySelector("script[src*='/js/']").src);
    const { active, waiting, installing } = await navigator.serviceWorker.getRegistration();
    return Boolean(await caches.match(script)) && active.state === "activated" && !waiting && !installing;
}"""


class Host(SubPathHandler):
    """A web host that can be down, slow or lose files, as set on its ``Server``."""

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
        host: Server = self.server  # type: ignore[assignment] (typed as BaseServer)
        host.asked.append(self.path)
        if host.down or any(re.search(part, self.path) for part in host.lost):
            self.close_connection = True
            self.connection.close()
            return
        if any(re.search(part, self.path) for part in host.login):
            self.answer("text/html; charset=utf-8", LOGIN)
            return
        if found := [body for part, body in host.replaced.items() if re.search(part, self.path)]:
            self.answer("text/html" if self.path.endswith("/") else self.guess_type(self.path), found[0])
            return
        if host.silent and re.search(host.silent, self.path):
            host.speaks.wait()
        super().do_GET()

    def answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """The host's state: set by tests, read by its threads."""

    daemon_threads = True
    down = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Host, directory=str(folder)))
        self.folder = folder
        self.lost: list[str] = []
        #: Patterns of paths answered with a login page, as by a captive portal.
        self.login: list[str] = []
        #: Replacement bodies by pattern of path.
        self.replaced: dict[str, bytes] = {}
        #: Pattern of paths that are answered only once ``speaks`` is set.
        self.silent = ""
        self.speaks = threading.Event()
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}{SUB_PATH}"

    def handle_error(self, *_: object) -> None:
        """Ignore it: connections are cut on purpose here."""


@pytest.fixture(scope="module")
def small_site(current_site: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with a few states only, so that a new version takes a fraction of the time."""
    folder = tmp_path_factory.mktemp("few-states") / "site"
    others = [load(code).slug for code in known_states() if code not in STATES]
    shutil.copytree(SITE, folder, copy_function=_link, ignore=shutil.ignore_patterns(*others))
    write_offline(BuiltSite(folder), STATES)
    return folder


@pytest.fixture
def host(small_site: Path, tmp_path: Path) -> Iterator[Server]:
    """A copy of that site on its own host."""
    folder = tmp_path / "site"
    shutil.copytree(small_site, folder, symlinks=True)
    with Server(folder) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.speaks.set()
        server.shutdown()


def _link(source: str, target: str) -> str:
    """Link the engine, which is most of the bytes and never modified; copy everything else."""
    if "/engine-" not in source:
        return str(shutil.copyfile(source, target))
    Path(target).symlink_to(source)
    return target


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens pages of one phone with persistent storage."""
    context = browser.new_context(**{**PHONE, "service_workers": "allow"})
    context.set_default_timeout(PATIENCE)
    yield context.new_page
    context.close()


def deploy(host: Server, words: str, *, style: str = "") -> None:
    """Put a new version on the host: marked pages and changed styles, hence other hashed names."""
    assets = next(path for path in (host.folder / "assets").iterdir() if re.fullmatch(r"[0-9a-f]{12}", path.name))
    for page in built_site.pages(host.folder):
        html = page.read_text(encoding="utf-8").replace(f"assets/{assets.name}/", "assets/")
        html = re.sub(r"(<article[^>]*>)(<p id=version>.*?</p>)?", rf"\1<p id=version>{words}</p>", html, count=1)
        page.write_text(html, encoding="utf-8")
    for part in assets.iterdir():
        part.rename(host.folder / "assets" / part.name)
    assets.rmdir()
    styles = host.folder / "assets" / "css" / "styles.css"
    styles.write_text(
        f"{styles.read_text(encoding='utf-8')}\n:root {{ --version: {words} }}\n{style}", encoding="utf-8"
    )
    site = BuiltSite(host.folder)
    hashed_names.name_by_content(site)
    write_offline(site, STATES)


def renew_calculators(host: Server) -> tuple[str, str]:
    """Rename the calculators' folder, as a corrected law does; the old one disappears from the host."""
    runtime = host.folder / "assets" / "runtime"
    manifest = json.loads((runtime / "manifest.json").read_text(encoding="utf-8"))
    old, new = manifest["folder"], f"{hashed_names.digest(manifest['folder'].encode())}/"
    (runtime / old).rename(runtime / new)
    (runtime / "manifest.json").write_text(json.dumps(manifest | {"folder": new}), encoding="utf-8")
    for page in built_site.pages(host.folder):
        page.write_text(page.read_text(encoding="utf-8").replace(f"runtime/{old}", f"runtime/{new}"), encoding="utf-8")
    return old, new


def ready(page: Page) -> None:
    """Wait until the service worker controls the page and has cached the shell."""
    until_true(page, "navigator.serviceWorker.controller !== null")


def visited(phone: Callable[[], Page], host: Server) -> Page:
    """A phone with the shell cached, on the front page."""
    page = phone()
    page.goto(host.address)
    ready(page)
    return page


def count(page: Page, day: str = "3/2/2026") -> None:
    page.get_by_label(QUESTION, exact=True).fill(day)
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)


def save(page: Page, host: Server, state: str = "Mississippi", slug: str = "mississippi") -> None:
    page.goto(f"{host.address}{slug}/")
    ready(page)
    page.get_by_role("button", name=f"Save {state} for offline").click()
    said = f"{state[0].upper()}{state[1:]} is saved on this phone"
    expect(page.locator(".pt-offline [role=status]")).to_contain_text(said)


def remove(page: Page, host: Server, slug: str) -> None:
    """Remove a saved state from the phone."""
    page.goto(f"{host.address}{slug}/")
    page.get_by_role("button", name="Remove it from this phone").click()
    expect(page.get_by_role("button", name=re.compile("Save .* for offline"))).to_be_visible()


def is_whole(page: Page) -> bool:
    """Whether the page has all of its styles."""
    return bool(
        page.evaluate(
            "[...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet && link.sheet.cssRules.length)"
        )
    )


def test_a_first_visit_stores_the_shell_alone(phone, host):
    page = visited(phone, host)
    stored = page.evaluate(CACHED, "")
    assert f"{host.address}offline/" in stored
    assert not [
        url for url in stored if "/runtime/" in url or ("index-" in url.rsplit("/", 1)[-1] and url.endswith(".json"))
    ]
    files = [host.folder / url.removeprefix(host.address) for url in stored if not url.endswith("/")]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert size < 0.118 * MEGABYTE, "what a first visit fetches beside its page, packed as most hosts do"


def test_a_saved_state_works_with_the_network_off(phone, host):
    page = phone()
    save(page, host)
    page.context.set_offline(True)
    host.down = True
    page = phone()
    page.goto(f"{host.address}mississippi/state-complaint/#deadline")
    assert is_whole(page)
    page.evaluate(NOTE_ENGINES)
    count(page)
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=60_000)
    assert page.evaluate("engines") == ["micropython", "pyodide"], "both engines work without a network"
    page.goto(f"{host.address}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text(LETTER["what"], timeout=60_000)
    with page.expect_download() as word:
        page.locator(".pt-of-a-letter").get_by_role("button", name="Word file", exact=True).click()
    assert zipfile.is_zipfile(word.value.path())
    page.goto(f"{host.address}search/")
    page.get_by_label("Your state").select_option("mississippi")
    page.get_by_label("What are you looking for?").fill("kicked out")
    expect(page.locator(".pt-hits a").first).to_have_attribute("href", f"{host.address}mississippi/discipline/")
    page.goto(f"{host.address}checklists/iep-meeting/")
    expect(page.locator(".pt-checklist").first).to_be_visible()
    sheet = page.locator(".pt-print a[href*='/mississippi/']").first
    written = sheet.evaluate("async (link) => [...new Uint8Array(await (await fetch(link.href)).arrayBuffer())]")
    assert len(PdfReader(io.BytesIO(bytes(written))).pages) == 1
    with page.expect_response(re.compile(r"\.pdf$")) as opened:
        sheet.click()
    assert opened.value.from_service_worker
    assert opened.value.headers["content-type"] == "application/pdf"
    page = phone()
    page.goto(f"{host.address}arizona/disagree/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("No connection"))
    expect(page.locator(".pt-saved").get_by_role("link", name="Mississippi")).to_have_attribute(
        "href", f"{host.address}mississippi/"
    )
    assert is_whole(page)


def test_every_page_linked_from_a_saved_states_guides_is_saved_or_another_states(host):
    listed = {file["url"] for file in json.loads((host.folder / "offline" / "mississippi.json").read_text())["files"]}
    others = tuple(f"{load(code).slug}/" for code in known_states() if code != "MS")
    missing = set()
    for page in (host.folder / "mississippi").rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#?:]+)(?:[#?][^"]*)?"', page.read_text(encoding="utf-8")):
            path = (page.parent / link).resolve().relative_to(host.folder.resolve()).as_posix()
            url = path if "." in path.rsplit("/", 1)[-1] and path != "." else f"{path}/".removeprefix("./")
            if url not in listed and not url.startswith((*others, "manifest.webmanifest", "assets/icons/")):
                missing.add(url)
    assert missing == set()


def test_saving_shows_its_size_and_resumes_after_a_stop(phone, host):
    page = phone()
    host.silent = r"\.wasm\.xz"
    page.goto(f"{host.address}mississippi/")
    ready(page)
    box = page.locator(".pt-offline")
    expect(box).to_contain_text(re.compile(r"This takes \d+\.\d MB on this phone, about \d\.\d MB to download"))
    box.get_by_role("button", name="Save Mississippi for offline").click()
    expect(box.locator("[role=status]")).to_contain_text(re.compile(r"Saving: [1-9][\d.]* of \d+\.\d MB"))
    until(page, lambda: any(path.endswith(".wasm.xz") for path in host.asked), "the engine is asked for")
    box.get_by_role("button", name="Stop").click()
    expect(box.locator("[role=status]")).to_contain_text("Stopped.")
    host.speaks.set()
    page.reload()
    expect(box.locator("[role=status]")).to_contain_text("Part of Mississippi is saved.")
    host.asked.clear()
    box.get_by_role("button", name="Go on").click()
    expect(box.locator("[role=status]")).to_contain_text("is saved on this phone")
    assert not [path for path in host.asked if "/mississippi/" in path], "the pages were there already"
    box.get_by_role("button", name="Remove it from this phone").click()
    expect(box.get_by_role("button", name="Save Mississippi for offline")).to_be_visible()
    assert page.evaluate(CACHED, "/mississippi/evaluation/") == []


def test_a_lost_connection_is_reported_and_saving_resumes_by_itself(phone, host):
    page = phone()
    host.lost = [r"\.wasm"]
    page.goto(f"{host.address}mississippi/")
    ready(page)
    box = page.locator(".pt-offline")
    box.get_by_role("button", name="Save Mississippi for offline").click()
    expect(box.locator("[role=status]")).to_contain_text(
        re.compile(r"The connection broke\. [1-9][\d.]* of [\d.]+ MB are saved")
    )
    page.context.set_offline(True)
    page.goto(f"{host.address}mississippi/evaluation/")
    assert is_whole(page), "what was saved before the break can be read"
    host.asked.clear()
    host.lost = []
    page.context.set_offline(False)
    until_true(page, "caches.match('../../offline/mississippi.json').then(Boolean)")
    assert [path for path in host.asked if path.endswith(".wasm.xz")]
    assert not [path for path in host.asked if path.endswith("/mississippi/504/")]


def test_several_states_are_saved_side_by_side_and_removing_each_frees_its_storage(phone, host):
    page = phone()
    for state, slug in (("Mississippi", "mississippi"), ("Arizona", "arizona"), ("the federal set", "federal")):
        save(page, host, state, slug)
    page.goto(f"{host.address}offline/")
    expect(page.locator(".pt-saved a")).to_have_text(["Mississippi", "Arizona", "the federal set"])
    remove(page, host, "arizona")
    remove(page, host, "federal")
    page.context.set_offline(True)
    page.goto(f"{host.address}arizona/disagree/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("No connection"))
    page.goto(f"{host.address}mississippi/state-complaint/#deadline")
    count(page)
    page.context.set_offline(False)
    remove(page, host, "mississippi")
    until_true(page, f"({CACHED})('/runtime/').then(found => !found.length)")
    assert page.evaluate(CACHED, ".pdf") == []


def test_saving_reports_full_storage_and_resumes_when_there_is_space(phone, host):
    page = phone()
    page.goto(f"{host.address}mississippi/")
    ready(page)
    quota = page.context.new_cdp_session(page)
    origin = host.address.removesuffix(SUB_PATH)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 2 * MEGABYTE})
    box = page.locator(".pt-offline")
    box.get_by_role("button", name="Save Mississippi for offline").click()
    expect(box.locator("[role=status]")).to_contain_text(
        re.compile(r"There is not enough room on this phone\. Mississippi needs \d+\.\d MB\."), timeout=30_000
    )
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    box.get_by_role("button", name="Try again").click()
    expect(box.locator("[role=status]")).to_contain_text("Mississippi is saved on this phone")


#: The URLs of cached files that differ from the host's.
NOT_OF_THE_HOST = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            if (/offline\\/[a-z-]+\\.json/.test(request.url)) continue; // a list that save.js wrote
            const has = await fetch(request.url, { cache: "no-store", headers: { "x-past-the-worker": "1" } });
            const copy = await (await cache.match(request, { ignoreVary: true })).arrayBuffer();
            const bytes = (buffer) => new Uint8Array(buffer).join();
            if (has.ok && bytes(copy) !== bytes(await has.arrayBuffer())) found.push(request.url);
        }
    }
    return found;
}"""


#: The URLs under which a login page is cached.
LOGIN_KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
            if ((await (await cache.match(request, { ignoreVary: true })).text()).includes("Welcome. Log in.")) found.push(request.url);
    }
    return found;
}"""


def test_a_login_page_is_shown_but_never_cached_as_a_page_script_or_calculator(phone, host):
    page = phone()
    page.goto(host.address)
    ready(page)
    page.goto(f"{host.address}mississippi/state-complaint/")
    until_true(page, "caches.match('../../mississippi/state-complaint/').then(Boolean)")
    host.login = [r"/runtime/"]
    page.get_by_label(QUESTION, exact=True).fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-failure")).to_contain_text("A Wi-Fi that wants you to log in does this.")
    deploy(host, "second")
    host.login = ["."]
    for path in ("mississippi/state-complaint/", "mississippi/records/"):
        page.goto(host.address + path)
        expect(page.get_by_role("heading", name="Welcome. Log in.")).to_be_visible()  # needed to log in
    host.login = [r"\.(js|css)$"]
    page.goto(f"{host.address}mississippi/records/")
    expect(page.locator("#version")).to_have_text("second")
    until(page, lambda: any(path.endswith("/sw.js") for path in host.asked), "the new worker is asked for")
    # while one worker still installs, the browser asks for no other at the next page
    until_true(page, "navigator.serviceWorker.getRegistration().then(({ installing }) => !installing)")
    host.login = []
    page.goto(f"{host.address}mississippi/state-complaint/")
    until_true(page, WORKER_IS_NEW)
    expect(page.get_by_label(QUESTION, exact=True)).to_have_value("3/2/2026")
    count(page)
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=60_000)
    until_true(page, f"({CACHED})('/runtime/').then(found => found.some(url => url.endsWith('calculators.bin')))")
    assert page.evaluate(LOGIN_KEPT) == []
    assert page.evaluate(CACHED, "/mississippi/state-complaint/")


def test_a_login_page_during_saving_is_reported_and_saving_resumes_after_the_login(phone, host):
    page = phone()
    page.goto(f"{host.address}mississippi/")
    ready(page)
    box = page.locator(".pt-offline")
    for part in (r"mississippi\.json", r"/mississippi/504/", r"\.wasm"):
        host.login = [part]
        box.get_by_role("button", name=re.compile("^(Save Mississippi for offline|Go on)$")).click()
        expect(box.locator("[role=status]")).to_contain_text("A Wi-Fi that wants you to log in does this.")
    host.login = []
    box.get_by_role("button", name="Go on").click()
    expect(box.locator("[role=status]")).to_contain_text("Mississippi is saved on this phone")
    assert page.evaluate(NOT_OF_THE_HOST) == []


def test_an_outdated_or_truncated_file_is_not_cached(phone, host):
    styles = next((host.folder / "assets").glob("[0-9a-f]*/css/styles.css"))
    host.replaced = {r"/css/styles\.css$": b"/* of an older version */"}
    page = phone()
    page.goto(host.address)
    until(page, lambda: sum(path.endswith("styles.css") for path in host.asked) > 1, "the worker asks for it too")
    host.replaced = {}
    page.reload()
    ready(page)
    assert page.evaluate(NOT_OF_THE_HOST) == []
    assert page.evaluate(CACHED, f"/css/{styles.name}")
    page.goto(f"{host.address}mississippi/")
    box = page.locator(".pt-offline")
    whole = (host.folder / "mississippi" / "504" / "index.html").read_bytes()
    cut = whole[: whole.index(b"data-page") + 1000]
    script = next((host.folder / "assets").glob("[0-9a-f]*/vendor/docx.js")).read_bytes()
    for replaced in ({r"/vendor/docx\.js$": script[: len(script) // 2]}, {r"/mississippi/504/$": cut}):
        host.replaced = replaced
        box.get_by_role("button", name=re.compile("^(Save Mississippi for offline|Try again)$")).click()
        expect(box.locator("[role=status]")).to_contain_text("The site is being renewed right now.")
    host.replaced = {}
    box.get_by_role("button", name="Try again").click()
    expect(box.locator("[role=status]")).to_contain_text("Mississippi is saved on this phone")
    assert page.evaluate(NOT_OF_THE_HOST) == []


def test_a_truncated_page_is_not_cached(phone, host):
    page = phone()
    page.goto(host.address)
    ready(page)
    path = "mississippi/records/"
    whole = (host.folder / path / "index.html").read_bytes()
    host.replaced = {rf"/{path}$": whole[: whole.index(b"</main>")]}
    page.goto(host.address + path)
    host.replaced = {}
    page.goto(f"{host.address}mississippi/")
    until_true(page, "caches.match('../mississippi/').then(Boolean)")  # a page read later is cached
    assert page.evaluate(CACHED, f"/{path}") == []


def test_saved_pages_open_promptly_on_a_slow_network(phone, host):
    page = phone()
    save(page, host)
    host.silent = r"/mississippi/records/"
    page.goto(f"{host.address}mississippi/records/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert is_whole(page)
    assert any(re.search(host.silent, path) for path in host.asked), "it was asked, and has not answered yet"
    host.speaks.set()


def test_read_pages_and_used_calculators_work_offline(phone, host):
    page = visited(phone, host)
    page.goto(f"{host.address}arizona/state-complaint/#deadline")
    count(page)
    until_true(page, "caches.match('../../arizona/state-complaint/').then(Boolean)")
    page.context.set_offline(True)
    page.goto(host.address)
    page.goto(f"{host.address}arizona/state-complaint/#deadline")
    assert is_whole(page)
    count(page)


def test_a_partly_loaded_new_version_is_never_shown(phone, host):
    page = phone()
    page.goto(f"{host.address}mississippi/records/")
    ready(page)
    page.reload()
    until_true(page, "caches.match('../../mississippi/records/').then(Boolean)")
    deploy(host, "second")
    host.lost = [r"\.css"]  # pages of the new version load, their styles do not
    page.goto(f"{host.address}mississippi/records/")
    expect(page.locator("#version")).to_have_count(0)
    assert is_whole(page)
    host.lost = []
    page.goto(f"{host.address}mississippi/records/")
    expect(page.locator("#version")).to_have_text("second")
    assert is_whole(page)


def test_a_page_left_open_over_three_versions_still_counts_and_offers_an_update(phone, host):
    page = visited(phone, host)
    page.goto(f"{host.address}mississippi/state-complaint/#deadline")
    count(page)
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=60_000)
    first = page.locator("[data-runtime]").first.get_attribute("data-runtime").rstrip("/").rsplit("/", 1)[-1]
    page.get_by_label(QUESTION, exact=True).fill("3/3/2026")
    for words in ("second", "third", "fourth"):
        renew_calculators(host)
        deploy(host, words)
        other = phone()
        other.goto(host.address)
        expect(other.locator("#version")).to_have_text(words)
        until_true(other, WORKER_IS_NEW)
        other.close()
    host.down = True
    expect(page.locator(".pt-newer")).to_contain_text("A newer version of this page is here.")
    expect(page.get_by_label(QUESTION, exact=True)).to_have_value("3/3/2026")
    # the page's old calculators answer from the cache; the host has them no more and is offline
    page.evaluate("() => document.querySelectorAll('.pt-clock').forEach(row => row.remove())")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    answer = page.evaluate("async (folder) => (await fetch(`../../assets/runtime/${folder}/manifest.json`)).ok", first)
    assert answer, "the calculators of the first version are still on the phone"
    host.down = False
    page.get_by_role("button", name="Load it").click()
    expect(page.locator("#version")).to_have_text("fourth")
    expect(page.get_by_label(QUESTION, exact=True)).to_have_value("3/3/2026")
    count(page)


@pytest.mark.parametrize("drafts", ["kept", "not kept"])
def test_a_new_version_keeps_all_rows_of_a_form(phone, host, drafts):
    page = visited(phone, host)
    page.goto(f"{host.address}tools/letters/state-complaint/?state=MS#all-parts")
    if drafts == "not kept":
        page.locator(".pt-draft summary").click()
        page.get_by_label("Do not keep drafts on this phone").check()
    for number in range(4):
        if number:
            page.get_by_role("button", name="Add another fact").click()
        page.locator(f"[name='facts.{number}.what']").fill(f"Fact number {number}")
    page.locator("[name=hearing]").select_option("yes")
    deploy(host, "second")
    other = phone()
    other.goto(host.address)
    until_true(other, WORKER_IS_NEW)
    page.get_by_role("button", name="Load it").click()
    expect(page.locator("#version")).to_have_text("second")
    for number in range(4):
        expect(page.locator(f"[name='facts.{number}.what']")).to_have_value(f"Fact number {number}")
    expect(page.locator("[name=hearing]")).to_have_value("yes")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('typed'))") == []
    page.reload()
    expect(page.locator("[name='facts.3.what']")).to_have_count(1 if drafts == "kept" else 0)


def test_after_a_new_version_a_word_file_asks_for_a_reload_and_is_then_written(phone, host):
    page = visited(phone, host)
    page.goto(f"{host.address}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_be_visible(timeout=60_000)
    deploy(host, "second")
    other = phone()
    other.goto(host.address)
    until_true(other, WORKER_IS_NEW)
    expect(page.locator(".pt-newer")).to_be_visible()
    page.locator(".pt-of-a-letter").get_by_role("button", name="Word file").click()
    expect(page.locator(".pt-take-away-note")).to_contain_text("Press “Load it” at the bottom of this page")
    page.get_by_role("button", name="Load it").click()
    expect(page.locator("#version")).to_have_text("second")
    expect(page.locator("[name=child_name]")).to_have_value(LETTER["child_name"])
    page.get_by_role("button", name="Write the letter").click()
    with page.expect_download(timeout=60_000):
        page.locator(".pt-of-a-letter").get_by_role("button", name="Word file").click(timeout=60_000)


#: The cached responses' own URLs, not the keys they are stored under.
KNOWN_ADDRESSES = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push((await cache.match(request, { ignoreVary: true })).url);
    }
    return found;
}"""


def test_pages_are_cached_without_their_query(phone, host):
    page = visited(phone, host)
    page.goto(f"{host.address}tools/deadlines/?state=MS&event=violation")
    page.goto(f"{host.address}search/?q=zqsecret")
    for path in ("tools/deadlines/", "search/"):
        until_true(page, "path => caches.match(path).then(Boolean)", f"{host.address}{path}")
    assert not [url for url in page.evaluate(KNOWN_ADDRESSES) if "?" in url]
    host.down = True
    page.goto(f"{host.address}tools/deadlines/?state=MS&event=violation")
    expect(page.get_by_label("What happened?")).to_have_value("violation")
    assert is_whole(page)


def test_a_new_version_removes_queries_from_pages_cached_by_an_older_one(phone, host):
    page = visited(phone, host)
    address = f"{host.address}search/"
    page.evaluate(
        """async (address) => {
            const [shell] = (await caches.keys()).filter((name) => name.includes(" shell:"));
            await (await caches.open(shell)).put(address, await fetch(`${address}?q=zqsecret`, { headers: { "x-past-the-worker": "1" } }));
        }""",
        address,
    )
    assert f"{address}?q=zqsecret" in page.evaluate(KNOWN_ADDRESSES), "as the worker before kept it"
    before = page.evaluate("address => caches.match(address).then(copy => copy.text())", address)
    deploy(host, "second")
    page.reload()
    until_true(page, WORKER_IS_NEW)
    assert not [url for url in page.evaluate(KNOWN_ADDRESSES) if "?" in url]
    assert page.evaluate("address => caches.match(address).then(copy => copy.text())", address) == before


def test_a_saved_state_is_updated_as_a_whole(phone, host):
    page = phone()
    save(page, host)
    old = page.evaluate(CACHES)
    deploy(host, "second")
    host.lost = ["/mississippi/504/"]  # the new version is incomplete so far
    asked = len(host.asked)
    page.close()
    page = phone()
    page.goto(f"{host.address}mississippi/evaluation/")
    until(page, lambda: any(host.lost[0] in path for path in host.asked[asked:]), "what is lost is asked for")
    page.context.set_offline(True)
    page.goto(f"{host.address}mississippi/504/")
    expect(page.locator("#version")).to_have_count(0)
    assert is_whole(page)
    page.context.set_offline(False)
    host.lost = []
    host.asked.clear()
    page.goto(f"{host.address}mississippi/evaluation/")
    page.evaluate("sessionStorage.clear()")
    page.reload()
    until_true(
        page,
        "async (old) => (await caches.keys()).filter(name => name.includes('state:')).every(name => !old.some(one => name.endsWith(one)))",
        old,
    )
    assert not [path for path in host.asked if "/runtime/" in path], (
        "calculators that did not change are not fetched again"
    )
    page.context.set_offline(True)
    page.goto(f"{host.address}mississippi/504/")
    expect(page.locator("#version")).to_have_text("second")
    assert is_whole(page)
