"""What is typed reaches no server where scripts are missing, dead or too new for the browser; no page sends a referrer."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from calculators import letter
from tests.browser import PHONE, SITE, SUB_PATH, SubPathHandler
from tests.host import QuietServer

pytestmark = pytest.mark.browser

#: In every text that is typed; and the day in every date.
SECRET, DAY = "zqsecret", "2/17/2026"
#: How a day of a parent could be written in an address.
WRITTEN = re.compile(rf"{SECRET}|2/17/2026|2026-02-17|February 17", re.IGNORECASE)
LETTERS = [form.page for form in letter.letters().values()]
GUIDES = sorted(
    f"mississippi/{path.parent.name}/"
    for path in (SITE / "mississippi").glob("*/index.html")
    if "<form" in path.read_text(encoding="utf-8")
)
FORMS = ["tools/deadlines/", "tools/case/", *GUIDES, *LETTERS]
SLOW = 60_000
#: Answers every question of every form on the page, as somebody who types would.
FILL = """([secret, day]) => {
    for (const field of document.querySelectorAll(".pt-form :is(input, select, textarea)")) {
        const kind = field.closest("[data-kind]")?.dataset.kind;
        if (!field.name || field.type === "date" || field.disabled || /_day$/.test(field.name)) continue; // a school year's ends must fit each other
        if (field.type === "checkbox") field.checked = true;
        else if (field.tagName === "SELECT") field.value ||= [...field.options].find((one) => one.value)?.value ?? "";
        else if (kind === "date") field.value = field.name === "due" || field.name.includes("meeting") ? "12/1/2027" : day;
        else if (kind === "closures") field.value = `${secret} break: 3/9/2026 to 3/13/2026`;
        else if (kind === "dates") field.value = day;
        else if (/minutes|owed|given|number/.test(field.name)) field.value = "30";
        else field.value = `${secret} ${field.name}`;
        for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
    }
}"""


class Logged(SubPathHandler):
    """Notes all that a browser says to it."""

    def __init__(self, log: list[str], *given: Any, **named: Any) -> None:
        self._log = log
        super().__init__(*given, **named)

    def parse_request(self) -> bool:
        """Every kind of request, also those that are refused."""
        parsed = super().parse_request()
        body = self.rfile.read(int(self.headers.get("content-length") or 0)) if parsed else b""
        self._log.append(unquote_plus(f"{self.requestline}\n{self.headers}\n{body.decode(errors='replace')}"))
        return parsed


@contextmanager
def logged() -> Iterator[tuple[str, list[str]]]:
    """The address of the site, and what its server was told."""
    log: list[str] = []
    with QuietServer(("127.0.0.1", 0), partial(Logged, log, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}", log
        server.shutdown()


def assert_untold(log: list[str]) -> None:
    assert log, "the server was asked"
    assert [said for said in log if WRITTEN.search(said)] == []
    assert [
        said for said in log if re.search(r"^referer:", said, re.IGNORECASE | re.MULTILINE) and ".html" in said
    ] == []


def fill(page: Page) -> None:
    page.evaluate(FILL, [SECRET, DAY])


def as_an_old_browser_reads(page: Page, scripts: str) -> None:
    """Let pages come as to a browser that knows no <dialog>, so takes method=dialog for get, and runs no module.
    ``scripts``: "none" for one that runs nothing at all, "plain" for one that runs what is no module."""
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
        for path in [*FORMS, "search/"]:
            page.goto(site + path)
            assert page.locator("form").first.get_attribute("method") == "no-such-method"
            fill(page)
            field = page.locator("form :is(input[type=text], input[type=search])").filter(visible=True)
            if field.count():
                field.first.fill(SECRET)
                field.first.press("Enter")
            if page.locator(".pt-go").count():
                page.locator(".pt-go").first.click()
            page.wait_for_timeout(50)
            assert page.url == site + path
        assert_untold(log)


@pytest.mark.parametrize("path", ["tools/deadlines/", "tools/case/", "tools/letters/thank-you/", "search/"])
def test_with_any_one_script_missing_nothing_is_sent_and_the_page_says_what_to_do(browser, path):
    html = (SITE / path / "index.html").read_text(encoding="utf-8")
    scripts = sorted(set(re.findall(r'assets/[0-9a-f]+/js/([\w.-]+\.js)"', html)))
    assert "page.js" in scripts
    if path == "tools/case/":  # what it shares with the others is lost there
        scripts = [name for name in scripts if not name.startswith("shared-")]
    for script in scripts:
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
            page.wait_for_timeout(100)
            assert page.url == site + path
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
