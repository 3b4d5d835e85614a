"""Each fault is reported in plain words with a next step, and no input is lost.

``FAULTS.md`` lists all faults, including those tested elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.records.test_drafts import STORE
from tests.tools.typed import LETTER, fill_letter
from tests.tools.waiting import Held, until, until_true

pytestmark = pytest.mark.browser

#: A captive portal's response to any request.
LOGIN = "<!doctype html><html><head><title>Wi-Fi</title></head><body><h1>Welcome. Log in.</h1></body></html>"
#: Console messages caused by the faults that tests inject.
SAID = r"runtime|worker|engine|MIME type|Failed to (load|fetch)|ERR_|wasm|SyntaxError|Unexpected|Aborted|memory|xz"
WRITE = "Write the letter"
#: Beyond the timeout for a silent worker, in milliseconds.
MORE_THAN_A_SILENCE = 61_000
#: A worker without memory for Python, but with enough for the small decompressor.
NO_MEMORY = """{
    const { instantiate, Module } = WebAssembly;
    const isLarge = (source) => source instanceof Module && Module.exports(source).length > 99;
    const full = async () => { throw new RangeError("WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance"); };
    WebAssembly.instantiateStreaming = full;
    WebAssembly.instantiate = (source, imports) => (isLarge(source) ? full() : instantiate(source, imports));
}"""


def login(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html; charset=utf-8", body=LOGIN)


def gone(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html; charset=utf-8", body=LOGIN)


def cut(route: Route) -> None:
    """Half of a file, delivered by a proxy as if it were complete."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[: len(answer.body()) // 2])


def broken(route: Route) -> None:
    route.abort("connectionreset")


def without_type(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-type": "application/octet-stream"})


def older(route: Route) -> None:
    """A file of another version under the same name."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body() + b" ")


SCRIPTS = ("js/worker.js", "pyodide.asm.js", "unpack.js")
#: One of each kind: a compressed file (first, because it is cached uncompressed), the manifest, the code, the law.
DATA = ("pyodide.asm.wasm.xz", "manifest.json", "calculators.bin", "MS.json")
NOT_WHOLE = "A part of the calculator did not come, or not whole."
NOT_GIVEN = "This site does not give out a part of the calculator right now."
#: For each fault: the response, the files that it replaces, and the message.
FAULTS: dict[str, tuple[Callable[[Route], None], tuple[str, ...], str]] = {
    "a login page": (login, DATA + SCRIPTS, "A Wi-Fi that wants you to log in does this."),
    "not on the host": (gone, DATA + SCRIPTS, NOT_GIVEN),
    "of the wrong type": (without_type, SCRIPTS, NOT_GIVEN),
    "cut": (cut, DATA + SCRIPTS, NOT_WHOLE),
    "broken off": (broken, DATA + SCRIPTS, NOT_WHOLE),
    "of another version": (older, ("calculators.bin", "MS.json"), NOT_WHOLE),
}


def write(page: Page) -> None:
    page.get_by_role("button", name=WRITE).click()


def failure(page: Page, words: str) -> None:
    """Assert that the message and the advice without the calculator are shown, and the input is kept."""
    said = page.locator(".pt-failure")
    expect(said).to_contain_text(words)
    expect(said).to_contain_text("What you typed is still here.")
    expect(said).to_contain_text("Or take the letter with blanks, below.")
    expect(page.locator("[name=child_name]")).to_have_value(LETTER["child_name"])


@pytest.mark.parametrize("fault", FAULTS)
def test_each_way_to_lose_a_file_of_the_calculator_has_its_own_message(page, page_log, site, fault):
    page_log.expect(SAID)
    fail, files, words = FAULTS[fault]
    for name in files:
        address = re.compile(rf"/{re.escape(name)}$")
        page.route(address, fail)
        page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
        if name == files[0]:
            fill_letter(page)
        expect(page.locator("[name=what]")).to_have_value(LETTER["what"])  # restored from the draft
        write(page)
        failure(page, words)
        page.unroute(address)
    write(page)
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary")
    expect(page.locator(".pt-failure")).to_be_hidden()


def test_a_stalled_calculator_times_out_and_can_be_retried(page, page_log, site):
    page.clock.install()
    wasm = Held(page, re.compile(r"\.wasm"))
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    write(page)
    wasm.arrive()
    page.clock.run_for(MORE_THAN_A_SILENCE)
    failure(page, "The calculator did not load in time.")
    wasm.go_on()
    page.clock.resume()
    write(page)
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary")


def test_a_phone_without_memory_for_the_calculator_is_told_to_make_room(page, page_log, site):
    page_log.expect(SAID)

    def starved(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=f"{NO_MEMORY}\n{answer.text()}")

    page.route("**/js/worker.js", starved)
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    write(page)
    failure(page, "This phone has too little memory free to start the calculator.")
    expect(page.locator(".pt-failure")).to_contain_text("Close other tabs and apps, then try again.")
    page.unroute("**/js/worker.js")
    write(page)
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary")


@pytest.mark.parametrize("path", ["tools/deadlines/?state=MS&event=violation", "mississippi/state-complaint/"])
def test_if_every_script_is_a_login_page_input_survives_the_reload_after_the_login(page, page_log, site, path):
    page_log.expect("MIME type|Failed to load")
    scripts = re.compile(r"\.js$")
    page.route(scripts, login)
    page.goto(site + path)
    form = page.locator("form[data-calculator=deadlines]").first
    date = form.locator("[name=date]")
    date.press_sequentially("9/15/2025")
    page.reload()
    expect(date).to_have_value("9/15/2025")
    date.fill("9/15/2024")
    page.reload()
    expect(date).to_have_value("9/15/2024")
    form.locator(".pt-go").click()
    note = page.locator(".pt-pressed > .pt-noscript")
    expect(note).to_contain_text("If your Wi-Fi wants you to log in, do that first, then load this page again.")
    page.unroute(scripts)
    page.reload()
    expect(date).to_have_value("9/15/2024")
    form.locator(".pt-go").click()
    clock = page.locator(".pt-clock[data-rule=state_complaint_filing_limit] time")
    expect(clock).to_have_text("Sunday, September 14, 2025")
    expect(page.locator(".pt-draft [role=status]").first).to_have_text("Draft kept.")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('typed'))") == []


#: A page, a field, and the store's function that returns its content once it is stored.
TAKEN_UP = [
    ("tools/case/?state=MS", "nickname", ["children"]),
    ("tools/notes/", "said", ["drafts"]),
    ("tools/letters/pwn-demand/", "what", ["drafts"]),
]


@pytest.mark.parametrize(("path", "field", "where"), TAKEN_UP)
def test_input_typed_before_scripts_load_is_restored_and_stored_once(page, page_log, site, path, field, where):
    page_log.expect("MIME type|Failed to load")
    scripts = re.compile(r"\.js$")
    page.route(scripts, login)
    page.goto(site + path)
    place = page.locator(f".pt-calculator > form [name={field}]").first
    for fold in page.locator(f"details:not([open]):has([name={field}]) > summary").all():
        fold.click()
    place.fill("Bear")
    page.unroute(scripts)
    page.reload()
    expect(place).to_have_value("Bear")
    until(page, lambda: "Bear" in str(page.evaluate(STORE, where)), "it is kept")
    until_true(page, "!Object.keys(sessionStorage).some((key) => key.includes('typed'))")
    page.reload()
    expect(place).to_have_value("Bear")


def test_with_drafts_off_nothing_is_stored_before_scripts_load(page, page_log, site):
    page_log.expect("MIME type|Failed to load")
    page.route(re.compile(r"\.js$"), login)
    page.add_init_script("localStorage.setItem('paper-trail.drafts', 'off')")
    page.goto(f"{site}tools/letters/pwn-demand/")
    page.locator("[name=what]").fill("Bear")
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_the_404_page_has_its_styles_and_links_in_any_folder(page, page_log, site):
    page_log.expect("404|MIME type")
    page.goto(f"{site}mississippi/no/such-page/")
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    # reading the rules of a style sheet that is still loading throws
    rules = "(sheet) => { try { return sheet.href && sheet.cssRules.length; } catch { return false; } }"
    until_true(page, f"[...document.styleSheets].some({rules})")
    page.get_by_role("link", name="Go to the first page").click()
    expect(page).to_have_url(site)


# The phone's clock, and a suspended tab

#: Before and after midnight. ``BEFORE_TWO`` and ``AFTER_THREE``: before and after the hour that daylight saving time skips.
EVENING, NIGHT = "2026-03-07T23:59:30-06:00", "2026-03-08T00:00:30-06:00"
#: The user returns to the tab; the value is the message if the answer shown is out of date.
COME_BACK = """() => {
    document.dispatchEvent(new Event("visibilitychange"));
    return document.querySelector(".pt-stale")?.textContent ?? "";
}"""
BEFORE_TWO, AFTER_THREE = "2026-03-08T01:59:30-06:00", "2026-03-08T03:00:30-05:00"


def test_midnight_and_clock_jumps_outdate_an_answer_but_daylight_saving_does_not(new_page, page_log, site):
    page = new_page(base_url=site, timezone_id="America/Chicago")
    page.clock.set_fixed_time(EVENING)
    page.goto("tools/deadlines/?state=MS&event=state_complaint_received")
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide")
    for moment, is_another_day in (
        (NIGHT, True),
        (BEFORE_TWO, False),
        (AFTER_THREE, False),
        ("2027-01-01T12:00:00-06:00", True),
        (EVENING, True),
    ):
        page.clock.set_fixed_time(moment)
        assert page.evaluate(COME_BACK) == ("A new day began. Updating." if is_another_day else ""), moment
        expect(page.locator(".pt-stale:not(:empty)")).to_have_count(0)
        expect(page.locator("[name=date]")).to_have_value("3/2/2026")


def test_a_tab_suspended_overnight_continues(page, page_log, site):
    page.clock.install()
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    write(page)
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary")
    page.clock.fast_forward("10:00:00")  # all timers fire at once, and no worker has sent a message since
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".pt-failure")).to_have_count(0)
    page.locator("[name=school]").fill("Elm Elementary")
    write(page)
    expect(page.locator(".pt-letter")).to_contain_text("Elm Elementary")
    expect(page.locator("[name=child_name]")).to_have_value(LETTER["child_name"])
