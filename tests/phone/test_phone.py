"""Journeys on a phone: from a guide to a due date and a copied letter; errors, keyboard, no script; no other host."""

import re

import pytest
from playwright.sync_api import expect

from tests.tools.typed import fill_letter
from tests.tools.waiting import Held

pytestmark = pytest.mark.browser

#: Both engines' WebAssembly, compressed or not.
WASM = re.compile(r"\.wasm")


def count(page, day):
    page.get_by_label("On what day did the problem happen?", exact=True).fill(day)
    page.get_by_role("button", name="Count the days").click()


def test_from_the_front_page_to_a_due_date_and_a_finished_letter(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site)
    page.get_by_label("Your state").select_option(label="Mississippi")
    page.get_by_role("link", name="The school is not doing what it says").filter(visible=True).click()
    expect(page).to_have_url(re.compile(r"/mississippi/not-following/"))
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    expect(page.locator("#deadline")).to_be_in_viewport()
    count(page, "9/15/2025")
    clock = page.locator(".pt-clock[data-rule=state_complaint_filing_limit]")
    expect(clock.locator("time")).to_have_text("Monday, September 14, 2026", timeout=60_000)
    expect(clock.locator(".pt-source")).to_contain_text("34 CFR § 300.153(c)")
    expect(page.locator(".pt-result")).to_be_focused()
    page.goto(f"{site}mississippi/prior-written-notice/")
    page.locator(".pt-letter-link").first.click()
    expect(page.get_by_label("Your state")).to_have_value("MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    written = page.locator(".pt-letter")
    expect(written).to_contain_text("More speech therapy, two sessions a week.", timeout=60_000)
    expect(written).to_contain_text("Miss. Code Ann. § 37-23-137(3)")
    page.get_by_role("button", name="Copy the letter").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Ana Díaz" in copied
    assert "7. Anything else that mattered for the decision." in copied


def test_an_invalid_date_stays_with_an_error_beside_its_field(page, page_log, site):
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    count(page, "2/30/2026")
    field = page.get_by_label("On what day did the problem happen?", exact=True)
    error = page.locator(".pt-error:not([hidden])")
    expect(error).to_contain_text("There is no day “2/30/2026” in the calendar", timeout=60_000)
    expect(field).to_be_focused()
    expect(field).to_have_value("2/30/2026")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("3/2/2026")
    expect(error).to_have_count(0)


def test_nothing_is_loaded_before_a_form_is_near(page, page_log, site):
    page.goto(f"{site}mississippi/who-to-call/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in page_log.requests if "runtime" in url]


def test_a_parent_can_stop_the_download_and_what_was_typed_stays(page, page_log, site):
    page.route(WASM, lambda route: None)  # never answered: a download that hangs
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    count(page, "3/2/2026")
    expect(page.locator(".pt-progress")).to_contain_text("MB")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".pt-progress")).to_contain_text("Stopped. What you typed is still here.")
    expect(page.get_by_label("On what day did the problem happen?", exact=True)).to_have_value("3/2/2026")


def test_a_calculator_that_cannot_load_says_so_and_says_what_to_do(page, page_log, site):
    page_log.expect(r"runtime|Failed to (load|fetch)")
    page.route(WASM, lambda route: route.abort())
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    count(page, "3/2/2026")
    expect(page.locator(".pt-failure")).to_contain_text(
        "Try again, or use another connection. Or count by hand, below.", timeout=60_000
    )
    page.unroute(WASM)
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)


def test_a_press_before_the_script_loads_is_not_lost(page, site):
    script = Held(page, "**/js/form.js")
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    count(page, "9/15/2025")
    script.arrive()
    script.go_on()
    clock = page.locator(".pt-clock[data-rule=state_complaint_filing_limit]")
    expect(clock.locator("time")).to_have_text("Monday, September 14, 2026", timeout=60_000)


def test_what_a_parent_types_is_never_in_a_request(page, page_log, site):
    page.goto(f"{site}tools/letters/pwn-demand/?state=AZ")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_be_visible(timeout=60_000)
    assert not [url for url in page_log.requests if "speech" in url or "Ana" in url]
    assert "speech" not in page.url


def test_markup_typed_into_a_letter_is_escaped(page, page_log, site):
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.locator("[name=what]").fill("<img src=x onerror=alert(1)> {{ 7 * 7 }}")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text("<img src=x onerror=alert(1)> {{ 7 * 7 }}", timeout=60_000)
    expect(page.locator(".pt-letter img")).to_have_count(0)


def test_the_whole_form_can_be_used_with_the_keyboard(page, page_log, site):
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    page.get_by_label("On what day did the problem happen?", exact=True).focus()
    page.keyboard.type("3/2/2026")
    page.keyboard.press("Enter")
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pt-result') !== null")


def test_without_javascript_the_rule_the_count_and_a_worksheet_are_there(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}mississippi/state-complaint/#deadline")
    expect(page.locator(".pt-form").first).to_be_hidden()
    expect(page.locator(".pt-noscript").first).to_be_visible()
    page.locator(".pt-worksheet summary").first.click()
    expect(page.locator(".pt-worksheet").first).to_contain_text("1 year")
    expect(page.locator(".pt-worksheet").first).to_contain_text("The last day is")


def test_a_citation_opens_the_rule_with_its_source_and_date(page, page_log, site):
    page.goto(f"{site}mississippi/state-complaint/")
    chip = page.locator(".pt-cite").first
    chip.get_by_role("button").click()
    expect(chip.locator(".pt-pop")).to_be_visible()
    expect(chip.locator(".pt-pop")).to_contain_text("November 22, 2026")


@pytest.mark.parametrize(
    "path", ["", "mississippi/state-complaint/", "arizona/meetings/", "tools/deadlines/", "about/covered/"]
)
def test_no_page_is_wider_than_the_phone(page, page_log, site, path):
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_citation_closes_by_its_button_and_when_its_rule_is_opened(page, page_log, site):
    page.goto(f"{site}mississippi/not-following/")
    opened = page.locator(".pt-pop:popover-open")
    page.locator(".pt-cite button").filter(visible=True).first.click()
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_have_count(0)
    page.locator(".pt-cite button").filter(visible=True).first.click()
    opened.get_by_role("link", name="More about this rule").click()
    expect(opened).to_have_count(0)
    expect(page).to_have_url(re.compile("#law-"))
    expect(page.locator(".pt-rule:target dl")).to_be_visible()


@pytest.mark.browser
def test_a_letter_leads_back_to_the_guide_of_the_state_and_a_change_of_state_keeps_the_topic(page, page_log, site):
    page.goto(f"{site}tools/letters/services-not-delivered/?state=AZ#all-parts")
    back = page.get_by_role("link", name="The school is not following the IEP")
    expect(back).to_have_attribute("href", re.compile("arizona/"))  # until scripts have run, it links the federal guide
    back.click()
    expect(page).to_have_url(f"{site}arizona/not-following/")
    page.get_by_role("link", name="Change state").click()
    page.get_by_label("Your state").select_option(label="Mississippi")
    page.get_by_role("link", name="Go on with the page you came from").click()
    expect(page).to_have_url(f"{site}mississippi/not-following/")
    page.get_by_role("link", name="My case", exact=True).first.click()
    expect(page).to_have_url(f"{site}tools/case/")
