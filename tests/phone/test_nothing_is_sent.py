"""No input reaches a server, and "Delete everything" removes it all: with scripts, without, and in old browsers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Page, expect

from calculators.rendering.form_parts import ALL
from calculators.tools import letter
from tests.tools.browser import PATIENCE, PHONE, SITE, SUB_PATH, SubPathHandler
from tests.tools.host import QuietServer
from tests.tools.template_states import in_turn
from tests.tools.waiting import until_true

pytestmark = pytest.mark.browser

#: Contained in all typed text; and the date typed into all date fields.
SECRET, DAY = "zqsecret", "2/17/2026"
#: The forms in which that input could occur in a request.
WRITTEN = re.compile(rf"{SECRET}|2/17/2026|2026-02-17|February 17", re.IGNORECASE)
LETTERS = [form.page for form in letter.letters().values()]
#: A letter with repeatable rows that have dates and choices.
ROWS = letter.letters()["state_complaint"].page
GUIDES = sorted(
    f"mississippi/{path.parent.name}/"
    for path in (SITE / "mississippi").glob("*/index.html")
    if "<form" in path.read_text(encoding="utf-8")
)
#: One form per template; the attributes that prevent sending are checked in every form below.
KINDS = ["tools/deadlines/", "tools/case/", GUIDES[0], ROWS, LETTERS[0]]
OTHERS = [path for path in [*GUIDES, *LETTERS] if path not in KINDS]
#: A sample of the other forms, different in each run.
TURN = in_turn(OTHERS, 4)
TYPED_INTO = {
    "each kind": [*KINDS, *TURN],
    "all others": [path for path in OTHERS if path not in TURN],
}
SLOW = 60_000
#: Where input may be stored: the case, "About us", drafts, and, within its tab, the last search.
MEANT = {
    ("database", "paper-trail/children"),
    ("database", "paper-trail/parent"),
    ("database", "paper-trail/aboutUs"),
    ("database", "paper-trail/drafts"),
    ("sessionStorage", "paper-trail.searched"),
    # what About us had not stored yet when its page was left, until the tab comes back
    ("sessionStorage", "paper-trail.typed /paper-trail/tools/case/ 1"),
}
#: Answers every question of every form on the page, with the events of real typing.
FILL = """([secret, day]) => {
    // "missing" first: the notice check offers a letter only if some content is missing
    const choice = ({ options }) => ([...options].find((one) => one.value === "missing") ?? [...options].find((one) => one.value))?.value ?? "";
    for (const field of document.querySelectorAll(".pt-form :is(input, select, textarea)")) {
        const kind = field.closest("[data-kind]")?.dataset.kind;
        if (!field.name || field.type === "date" || field.disabled || /_day$/.test(field.name)) continue; // the first and last day of school must be consistent
        if (field.type === "checkbox") field.checked = true;
        else if (field.tagName === "SELECT") field.value ||= choice(field);
        else if (kind === "date") field.value = day;
        else if (kind === "closures") field.value = `${secret} break: 3/9/2026 to 3/13/2026`;
        else if (kind === "dates") field.value = day;
        else if (/minutes|owed|given|number/.test(field.name)) field.value = "30";
        else field.value = `${secret} ${field.name}`;
        for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
    }
}"""
#: Presses all buttons below answers, those of forms within them first.
PRESS = """() => {
    for (const button of document.querySelectorAll(".pt-sent .pt-go")) button.click();
    for (const button of document.querySelectorAll(".pt-result button:not(.pt-go), .pt-result a[download]")) button.click();
}"""
#: Marks console messages about violations of the page's policy.
REFUSED = "refused by the policy:"
TELL_REFUSED = f"""addEventListener("securitypolicyviolation", (refused) =>
    console.log("{REFUSED}", location.href, refused.effectiveDirective, refused.blockedURI, refused.sourceFile, refused.sample));"""
#: Whether the service worker has cached the current page.
PAGE_IS_KEPT = "() => caches.match(location.origin + location.pathname).then(Boolean)"
#: Everything that the browser stores for the site, as text.
KEPT = """async () => {
    const told = [];
    for (const [name, box] of Object.entries({ localStorage, sessionStorage }))
        for (const key of Object.keys(box)) told.push([name, key, box[key]]);
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve, reject) => {
            const opened = indexedDB.open(name);
            opened.onsuccess = () => resolve(opened.result);
            opened.onerror = () => reject(opened.error);
        });
        for (const table of database.objectStoreNames) {
            const rows = await new Promise((resolve) => {
                database.transaction(table).objectStore(table).getAll().onsuccess = ({ target }) => resolve(target.result);
            });
            told.push(["database", `${name}/${table}`, JSON.stringify(rows)]);
        }
        database.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const response = await cache.match(request, { ignoreVary: true });
            const body = new TextDecoder("latin1").decode(await response.arrayBuffer());
            told.push(["cache", `${request.url} ${response.url}`, body.match(/zqsecret.{0,40}/gis)?.join() ?? ""]);
        }
    }
    return told;
}"""


class Logged(SubPathHandler):
    """Records everything that a browser sends."""

    def __init__(self, log: list[str], *given: Any, **named: Any) -> None:
        self._log = log
        super().__init__(*given, **named)

    def parse_request(self) -> bool:
        """Record every request, including refused ones."""
        parsed = super().parse_request()
        body = self.rfile.read(int(self.headers.get("content-length") or 0)) if parsed else b""
        self._log.append(unquote_plus(f"{self.requestline}\n{self.headers}\n{body.decode(errors='replace')}"))
        return parsed


@contextmanager
def logged() -> Iterator[tuple[str, list[str]]]:
    """The URL of the site, and the record of what its server received."""
    log: list[str] = []
    with QuietServer(("127.0.0.1", 0), partial(Logged, log, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}", log
        server.shutdown()


def assert_untold(log: list[str]) -> None:
    assert log, "the server was asked"
    assert [said for said in log if WRITTEN.search(said)] == []
    assert referrers(log) == set()


def referrers(log: list[str]) -> set[str]:
    """The pages named as referrers. Requests by styles and workers name those files instead, which are left out."""
    said = {line.split(" ", 1)[1] for one in log for line in one.splitlines() if line.lower().startswith("referer:")}
    return {address for address in said if not address.endswith((".js", ".css"))}


@pytest.fixture
def phone(browser):
    """A phone with a service worker, and with print and share disabled.

    At its end, it must have contacted a single host, and no page may have violated its own policy.
    """
    asked: set[str] = set()
    refused: list[str] = []
    with browser.new_context(**{**PHONE, "service_workers": "allow", "accept_downloads": True}) as context:
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: asked.add(request.url))
        context.on("console", lambda message: refused.append(message.text) if REFUSED in message.text else None)
        context.add_init_script(f"window.print = () => {{}}; navigator.share = undefined; {TELL_REFUSED}")
        yield context
    assert refused == []
    assert len({urlsplit(url).netloc for url in asked if url.startswith("http")}) == 1


def with_worker(page: Page, site: str) -> None:
    """Visit the site for the first time, so that its worker stores pages from now on."""
    page.goto(f"{site}about/")
    until_true(page, "navigator.serviceWorker.controller !== null")


def stays(page: Page, address: str) -> None:
    """Assert that the page has not navigated, after a round trip to the server has flushed pending requests."""
    assert page.evaluate("fetch(location.href, { cache: 'no-store' }).then((answer) => answer.ok)")
    assert page.url.removesuffix(f"#{ALL}") == address


def kept(page: Page) -> list[tuple[str, str, str]]:
    """All entries stored by this browser and tab: the kind of storage, name, and text. History is per tab."""
    until_true(page, PAGE_IS_KEPT)  # pages are cached after they are shown
    entries = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    return [
        *page.evaluate(KEPT),
        *(("history", f"{one['url']} {one['title']} {one['userTypedURL']}", "") for one in entries),
    ]


def tells(found: list[tuple[str, str, str]]) -> set[tuple[str, str]]:
    """The stored entries that contain typed input, addresses included."""
    return {(kind, name) for kind, name, text in found if WRITTEN.search(unquote_plus(name)) or WRITTEN.search(text)}


def answer_all(page: Page, address: str) -> None:
    """Fill in a page's form, get the answer, and press every button below it."""
    page.goto(address)
    expect(page.locator(".pt-alive").first).to_be_attached(timeout=SLOW)
    fill(page)
    page.locator(".pt-go").first.click()
    page.locator(".pt-result:not([hidden]) > *").first.wait_for(state="attached", timeout=SLOW)
    fill(page)  # also fields in the answer
    page.evaluate(PRESS)


def search_for(page: Page, site: str) -> None:
    """Search, read what was found, come back, and load the page again."""
    page.goto(f"{site}search/")
    page.get_by_role("searchbox").fill(f"{SECRET} was suspended {DAY}")
    page.locator(".pt-hits a").first.click()
    page.wait_for_url(lambda url: "/search/" not in url)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(f"{SECRET} was suspended {DAY}")
    page.reload()
    expect(page.locator(".pt-hits a").first).to_be_visible(timeout=SLOW)


def delete_everything(page: Page, site: str) -> None:
    page.goto(f"{site}about/privacy/")
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.locator(".pt-delete")).to_contain_text("Done. Nothing is left", timeout=SLOW)


@pytest.mark.parametrize("typed_into", ["each kind", pytest.param("all others", marks=pytest.mark.thorough)])
def test_input_is_not_sent_or_stored_elsewhere_and_delete_everything_removes_it_in_all_tabs(phone, typed_into):
    page, other = phone.new_page(), phone.new_page()
    with logged() as (site, log):
        with_worker(other, site)
        search_for(other, site)
        other.goto(f"{site}tools/")  # leave the search page, which reacts to storage events
        for path in TYPED_INTO[typed_into]:
            answer_all(page, f"{site}{path}{'?state=MS' if path.startswith('tools/') else ''}")
        before, beside = kept(page), kept(other)
        assert ("database", "paper-trail/drafts") in tells(before), (
            "drafts are kept, otherwise this test proves nothing"
        )
        assert ("sessionStorage", "paper-trail.searched") in tells(beside)
        assert tells(before) | tells(beside) <= MEANT
        assert law_files(before), "the calculators of the state were kept"

        delete_everything(page, site)
        for tab in (page, other):
            after = kept(tab)
            assert tells(after) == set()
            assert {name for kind, name, _ in after if kind == "database" or name.startswith("paper-trail.")} == set()
            assert law_files(after) == []
        assert_untold(log)


def test_search_words_in_an_old_bookmark_are_sent_once_and_then_removed(phone):
    """The browser sends the first request before any script can run, as about/privacy.md explains."""
    page = phone.new_page()
    with logged() as (site, log):
        page.goto(f"{site}search/?q={SECRET}")
        expect(page).to_have_url(f"{site}search/")
        expect(page.get_by_role("searchbox")).to_have_value("")
        page.get_by_role("searchbox").fill("suspended")
        page.locator(".pt-hits a").first.click()
        page.go_back()
        expect(page.locator(".pt-hits a").first).to_be_visible(timeout=SLOW)
        assert [said.split(" ")[1] for said in log if WRITTEN.search(said)] == [f"/paper-trail/search/?q={SECRET}"]
        assert referrers(log) == set()
        until_true(page, "navigator.serviceWorker.controller !== null")
        page.reload()
        assert {name for kind, name in tells(kept(page)) if kind != "history"} == set()


def scripts_of(path: str) -> set[str]:
    """The scripts that a page links."""
    html = (SITE / path / "index.html").read_text(encoding="utf-8")
    return set(re.findall(r'assets/[0-9a-f]+/js/([\w.-]+\.js)"', html))


def law_files(found: list[tuple[str, str, str]]) -> list[str]:
    """The cached files that reveal which state's law was used."""
    return [name for kind, name, _ in found if kind == "cache" and re.search(r"/[A-Z]{2}\.json|/memory-", name)]


def fill(page: Page) -> None:
    """Type into every field, in all parts of a long letter."""
    if page.locator(".pt-parts").count():
        page.evaluate(f"location.hash = '{ALL}'")
    page.evaluate(FILL, [SECRET, DAY])


def as_an_old_browser_reads(page: Page, scripts: str) -> None:
    """Serve pages as seen by a browser without <dialog>, which treats method=dialog as get, and without module scripts.

    ``scripts``: "none" runs no script at all, "plain" runs classic scripts only.
    """
    gone = r"<script\b.*?</script>" if scripts == "none" else r'<script type="module".*?</script>'

    def changed(route: Any) -> None:
        answer = route.fetch()
        html = answer.text().replace('method="dialog"', 'method="no-such-method"')
        route.fulfill(response=answer, body=re.sub(gone, "", html, flags=re.DOTALL))

    page.route(re.compile(r"/(\?.*)?$"), changed)


@pytest.mark.parametrize("scripts", ["none", "plain"])
def test_a_browser_without_dialog_or_modules_sends_no_answers(browser, scripts):
    with browser.new_context(**PHONE) as context, logged() as (site, log):
        page = context.new_page()
        as_an_old_browser_reads(page, scripts)
        for path in [*KINDS, *TURN, "search/"]:
            page.goto(site + path)
            assert page.locator("form").first.get_attribute("method") == "no-such-method"
            fill(page)
            field = page.locator("form :is(input[type=text], input[type=search])").filter(visible=True)
            if field.count():
                field.first.fill(SECRET)
                field.first.press("Enter")
            if page.locator(".pt-go").count():
                page.locator(".pt-go").first.click()
            stays(page, site + path)
        page.unroute_all(behavior="ignoreErrors")  # pending requests fail when the page closes
        assert_untold(log)


@pytest.mark.parametrize("path", ["tools/deadlines/", "tools/case/", "tools/letters/thank-you/", "search/"])
def test_with_any_one_script_missing_nothing_is_sent_and_the_page_says_what_to_do(browser, path):
    lost_there = {name for name in scripts_of("tools/deadlines/") if name.startswith("shared-")}
    scripts = scripts_of(path) - (lost_there if path != "tools/deadlines/" else set())
    assert "page.js" in scripts
    for script in sorted(scripts):
        with browser.new_context(**PHONE) as context, logged() as (site, log):
            page = context.new_page()
            page.route(f"**/js/{script}", lambda route: route.abort())
            page.goto(site + path)
            if path == "search/":
                page.get_by_role("searchbox").fill(f"{SECRET} suspended")
                page.get_by_role("searchbox").press("Enter")
            else:
                fill(page)
                page.locator(".pt-go").first.click()
                said = page.locator(".pt-result > *, .pt-failure, .pt-noscript, .pt-error").filter(visible=True)
                expect(said.first, script).to_be_visible(timeout=SLOW)
            stays(page, site + path)
            assert_untold(log)


def test_every_page_sends_no_referrer():
    pages = [path for path in SITE.rglob("*.html") if "assets" not in path.parts]
    without = [
        path for path in pages if '<meta name="referrer" content="no-referrer">' not in path.read_text(encoding="utf-8")
    ]
    assert without == []
    assert SITE / "404.html" in pages


def test_every_form_has_an_action_that_cannot_send():
    for path in SITE.rglob("*.html"):
        for form in re.findall(r"<form\b[^>]*>", path.read_text(encoding="utf-8")):
            assert 'action="javascript:void 0"' in form, path
            assert 'method="dialog"' in form, path
