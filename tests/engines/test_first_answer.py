"""On a page: the small engine answers first, Pyodide verifies, and nothing moves unless they differ."""

import re

import pytest
from playwright.sync_api import expect

from macros.engines.micropython.first_engine import CODE, MORE
from tests.phone.test_offline import NOTE_ENGINES
from tests.tools.waiting import NOTE_WORKERS, Held, let_timers_run, until_true

pytestmark = pytest.mark.browser

PAGE = "tools/deadlines/?state=MS&event=violation"
DUE = "Monday, September 14, 2026"
DIFFERS = "Two ways of counting did not agree here."


def count(page):
    field = page.locator("[name=date]")
    if not field.input_value():
        field.fill("9/15/2025")
    page.get_by_role("button", name="Count the days").click()
    expect(due(page)).to_have_text(DUE, timeout=60_000)


def due(page):
    return page.locator(".pt-clock[data-rule=state_complaint_filing_limit] time")


def correct(page, digit):
    """Change the date's last digit. Returns the field."""
    field = page.locator("[name=date]")
    field.press("End")
    field.press("Backspace")
    field.type(digit)
    return field


def result(page, engine):
    """The result, once that engine has answered."""
    place = page.locator(".pt-result")
    expect(place).to_have_attribute("data-engine", engine, timeout=60_000)
    return place


def marks(page):
    return page.evaluate("performance.getEntriesByType('mark').map(mark => mark.name)")


def test_the_small_engine_answers_and_nothing_moves_when_pyodide_agrees(page, page_log, site):
    pyodide = Held(page, "**/js/worker.js")
    page.goto(site + PAGE)
    count(page)
    place = result(page, "micropython")
    expect(place).to_be_focused()
    assert marks(page) == ["pt:first-answer"]
    assert not [url for url in page_log.requests if "/engine-" in url], "Pyodide waits until the answer is there"
    summary = place.locator("summary").first
    summary.click()
    summary.focus()
    page.evaluate("window.before = [...document.querySelectorAll('.pt-result *')]")
    pyodide.arrive()  # requested only after the answer is painted
    pyodide.go_on()
    result(page, "pyodide")
    expect(summary).to_be_focused()
    expect(place.locator("details").first).to_have_attribute("open", "")
    assert page.evaluate("window.before.every((part, at) => part === document.querySelectorAll('.pt-result *')[at])")
    assert marks(page) == ["pt:first-answer", "pt:ready"]
    expect(page.get_by_text(DIFFERS)).to_have_count(0)

    field = correct(page, "7")
    expect(due(page)).to_have_text("Thursday, September 14, 2028", timeout=60_000)
    expect(field).to_be_focused()
    expect(page.locator(".pt-error:not([hidden])")).to_have_count(0)
    result(page, "pyodide")


def test_a_first_answer_does_not_wait_for_the_second_bundle(page, page_log, site):
    record = Held(page, f"**/first-*/{MORE}")
    pyodide = Held(page, "**/js/worker.js")
    page.goto(site + PAGE)
    count(page)
    result(page, "micropython")
    record.arrive()  # requested for later questions; this one does not wait for it
    pyodide.go_on()
    record.go_on()
    result(page, "pyodide")


def test_a_list_of_closed_days_is_read_once_the_second_bundle_arrives(page, page_log, site):
    record = Held(page, f"**/first-*/{MORE}")
    Held(page, "**/js/worker.js")
    page.goto(f"{site}tools/deadlines/?state=AZ&event=evaluation_requested")
    page.locator("[name=date]").fill("11/2/2026")
    page.get_by_text("Days when school is closed").first.click()
    page.locator("[name=closed]").fill("Veterans Day 11/11/2026")
    page.get_by_role("button", name="Count the days").click()
    record.arrive()
    record.go_on()
    expect(result(page, "micropython")).to_contain_text("Veterans Day")


def test_without_the_second_bundle_pyodide_reads_the_list(page, page_log, site):
    page_log.expect("first-|The first engine cannot answer")
    page.route(f"**/first-*/{MORE}", lambda route: route.abort())
    page.goto(f"{site}tools/deadlines/?state=AZ&event=evaluation_requested")
    page.locator("[name=date]").fill("11/2/2026")
    page.get_by_text("Days when school is closed").first.click()
    page.locator("[name=closed]").fill("Veterans Day 11/11/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(result(page, "pyodide")).to_contain_text("Veterans Day")


def test_a_changed_date_updates_only_differences_and_open_folds_stay_open(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + PAGE)
    count(page)
    place = result(page, "pyodide")
    counted = place.locator("[data-rule=state_complaint_filing_limit] details", has_text="How it was counted")
    counted.locator("summary").click()
    expect(page.get_by_role("button", name="Keep this date in my case")).to_have_count(1)
    page.evaluate("window.before = [...document.querySelectorAll('.pt-result .pt-clock, .pt-result .pt-clock *')]")
    correct(page, "4")
    expect(due(page)).to_have_text("Sunday, September 14, 2025")
    gone = page.evaluate("window.before.filter((part) => !part.isConnected).map((part) => part.outerHTML)")
    assert [words for words in gone if 'class="pt-note"' not in words] == [], "only what does not hold for this date"
    expect(counted).to_have_attribute("open", "")
    expect(counted).to_contain_text("September 14, 2025")
    expect(place.locator(".pt-take-away")).to_have_count(1)
    expect(page.get_by_role("button", name="Keep this date in my case")).to_have_count(1)
    page.get_by_role("button", name="Copy these dates").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Sunday, September 14, 2025" in copied
    assert "Sep 15, 2024" in copied
    assert "Sep 15, 2025" not in copied

    page.get_by_label("What happened?").select_option("state_complaint_received")
    page.locator("[name=date]").fill("9/15/2024")
    page.get_by_role("button", name="Count the days").click()
    expect(place.locator("[data-rule=state_complaint_decision]")).to_be_visible()
    expect(counted).to_have_count(0)
    expect(place.locator("details[open]")).to_have_count(0)


def test_a_difference_between_the_engines_is_reported_beside_the_dates(page, page_log, site):
    page_log.expect("The two engines do not agree")

    def one_day_wrong(route):
        answer = route.fetch()
        wrong = answer.body().replace(b"Monday", b"Munday")
        assert wrong != answer.body()
        route.fulfill(response=answer, body=wrong)

    page.route(f"**/first-*/{CODE}", one_day_wrong)
    page.goto(site + PAGE)
    page.locator("[name=date]").fill("9/15/2025")
    page.get_by_role("button", name="Count the days").click()
    expect(page.get_by_text(DIFFERS)).to_be_visible(timeout=60_000)
    expect(due(page)).to_have_text(DUE)
    result(page, "pyodide")
    assert any("do not agree" in line for line in page_log.problems)


def test_without_the_small_engine_pyodide_answers(page, page_log, site):
    page_log.expect("first-")
    page.route("**/first-*/**", lambda route: route.abort())
    page.goto(site + PAGE)
    count(page)
    result(page, "pyodide")


def test_a_phone_that_saves_data_loads_nothing_unasked_and_no_pyodide_for_dates(new_page, page_log, site):
    page = new_page(base_url=site)
    page.clock.install()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.add_init_script(NOTE_WORKERS)
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    let_timers_run(page)
    assert page.evaluate("begun") == []
    assert not [url for url in page_log.requests if "/runtime/" in url]
    count(page)
    result(page, "micropython")
    let_timers_run(page)
    assert page.evaluate("begun") == ["first-worker.js"]
    assert not [url for url in page_log.requests if "/engine-" in url]
    expect(due(page)).to_have_text(DUE)


def test_my_case_is_answered_by_the_small_engine_and_verified(page, page_log, site):
    page.goto(f"{site}tools/case/?state=MS")
    page.get_by_label("Your state").select_option("MS")
    page.get_by_label("Add something that happened").select_option("violation")
    page.evaluate(NOTE_ENGINES)
    page.locator("#case-violation").fill("9/15/2025")
    page.locator("#case-violation").blur()
    expect(due(page)).to_have_text(DUE, timeout=60_000)
    expect(page.locator(".pt-timeline")).to_be_visible()
    result(page, "pyodide")
    assert page.evaluate("engines[0]") == "micropython"


def test_imports_of_a_form_are_listed_in_the_page(page, site):
    page.goto(site + PAGE)
    named = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map(link => link.href)")
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name).filter(name => name.endsWith('.js'))"
    )
    assert {re.sub(r".*/", "", url) for url in named} >= {
        "form.js",
        "first-worker.js",
    }
    assert set(named) <= set(loaded), "each of them is there"


def test_a_tool_starts_its_engine_before_its_scripts_load(page, page_log, site):
    scripts = Held(page, re.compile(r"/js/(early|page)\.js$"))
    with page.expect_request("**/first-*/micropython.wasm"):
        page.goto(site + PAGE, wait_until="commit")
    assert page.evaluate("early.script") == "first-worker.js"
    scripts.arrive(2)
    scripts.go_on()
    until_true(page, "globalThis.early === undefined")  # the scripts have adopted the early worker
    assert len([url for url in page_log.requests if url.endswith("/micropython.wasm")]) == 1
    count(page)


def test_a_page_without_inline_scripts_still_answers(page, page_log, site):
    """Simulate a host whose Content-Security-Policy allows script files only."""
    page_log.expect("Content Security Policy|Content-Security-Policy")

    def strict(route):
        answer = route.fetch()
        policy = "script-src 'self' 'wasm-unsafe-eval'"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route("**/tools/deadlines/**", strict)
    page.goto(site + PAGE)
    assert page.evaluate("globalThis.early === undefined")
    count(page)
    result(page, "pyodide")


def test_a_letter_does_not_load_the_small_engine(page, page_log, site):
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page_log.requests if "/runtime/first-" in url]
