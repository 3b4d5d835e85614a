"""Date fields on the phone: the input stays, its reading is shown beside it, and the picker opens at that day."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SLOW = 60_000
#: What a phone's date picker does when touched or when a day is picked.
PICK = "(field, day) => { field.value = day; field.dispatchEvent(new Event('change', { bubbles: true })); }"


@pytest.fixture
def day(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    return page.locator("[name=date]")


def understood(page, name="deadlines-date"):
    return page.locator(f"#{name}-understood")


def picked(page):
    return page.locator(".pt-pick").first


@pytest.mark.parametrize("typed", ["3/2/2026", "3-2-26", "03022026", "3.2.2026", "Mon, March 2nd, 2026"])
def test_the_reading_of_a_date_is_shown_beside_the_field_with_its_weekday(day, page, typed):
    day.fill(typed)
    day.press("Tab")
    expect(understood(page)).to_have_text("We read: Monday, March 2, 2026", timeout=SLOW)
    expect(day).to_have_value(typed)
    expect(picked(page)).to_have_value("2026-03-02")  # the picker's initial day


def test_a_date_without_a_year_is_read_as_the_latest_past_one(day, page):
    day.fill("March 2")
    day.press("Tab")
    expect(understood(page)).to_have_text(re.compile(r"We read: \w+day, March 2, 20\d\d"), timeout=SLOW)
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result h3")).to_contain_text("March 2, 20", timeout=SLOW)
    expect(day).to_have_value("March 2")
    page.get_by_role("button", name="Keep this date in my case").click()
    expect(page.locator(".pt-keep")).to_contain_text("Kept on this phone")
    page.goto(page.locator(".pt-keep a").get_attribute("href"))
    expect(page.locator("[name=state_complaint_received]")).to_have_value(re.compile(r"March 2, 20\d\d"))


def test_both_readings_of_an_ambiguous_date_are_named_and_none_is_used(day, page):
    day.fill("030226")
    day.press("Tab")
    told = "“030226” can be February 26, 2003 or March 2, 2026. Write which, with the year."
    expect(understood(page)).to_have_text(told, timeout=SLOW)
    expect(picked(page)).to_have_value("")


def test_touching_the_picker_keeps_the_input(day, page):
    day.fill("some time in March")
    day.press("Tab")
    expect(understood(page)).to_contain_text("is not a date we can read", timeout=SLOW)
    picked(page).evaluate(PICK, "2026-11-27")  # a phone's picker selects today on the first tap
    expect(day).to_have_value("some time in March")
    page.get_by_role("button", name="Use 2026-11-27 instead").click()
    expect(day).to_have_value("2026-11-27")
    expect(understood(page)).to_have_text("We read: Friday, November 27, 2026")


def test_a_picked_day_replaces_the_typed_one(day, page):
    day.fill("3/2/2026")
    day.press("Tab")
    expect(picked(page)).to_have_value("2026-03-02", timeout=SLOW)
    picked(page).evaluate(PICK, "2026-03-04")
    expect(day).to_have_value("2026-03-04")
    expect(understood(page)).to_have_text("We read: Wednesday, March 4, 2026")


def test_the_reading_disappears_as_soon_as_the_input_changes(day, page):
    day.fill("3/2/2026")
    day.press("Tab")
    expect(understood(page)).to_contain_text("March 2", timeout=SLOW)
    day.fill("3/2/202")
    expect(understood(page)).to_have_text("")


def test_my_case_stores_a_date_with_its_year_and_shows_its_reading(page, page_log, site):
    page.goto(f"{site}tools/case/")
    page.locator("#case-state").select_option("MS")
    page.locator("#case-add").select_option("records_requested")
    page.locator("[name=records_requested]").fill("9/8")
    page.locator("[name=records_requested]").press("Tab")
    read = understood(page, "case-records_requested")
    expect(read).to_have_text(re.compile(r"We read: \w+day, September 8, 20\d\d"), timeout=SLOW)
    expect(page.locator("[name=records_requested]")).to_have_value("9/8")
    expect(page.locator(".pt-kept:not([data-under-way])").first).to_have_text("Kept on this phone.")
    page.reload()
    expect(page.locator("[name=records_requested]")).to_have_value(re.compile(r"September 8, 20\d\d"))


def test_errors_in_days_and_minutes_of_a_letter_are_beside_their_fields(page, page_log, site):
    page.goto(f"{site}tools/letters/services-not-delivered/?state=MS#all-parts")
    page.locator("[name='services.0.since']").fill("9/8/2026")
    page.locator("[name='services.0.since']").press("Tab")
    expect(understood(page, "services-not-delivered-services-0-since")).to_have_text(
        "We read: Tuesday, September 8, 2026", timeout=SLOW
    )
    page.locator("[name='services.0.until']").fill("8/1/2026")
    page.locator("[name='services.0.owed']").fill("abc")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator("#services-not-delivered-services-0-until-error")).to_contain_text(
        "August 1, 2026 is before September 8, 2026"
    )
    expect(page.locator("#services-not-delivered-services-0-owed-error")).to_have_text(
        "“abc” is not a number. Write only the number, like 420."
    )


def test_a_phone_shows_digits_for_days_and_for_minutes(page, page_log, site):
    page.goto(f"{site}tools/letters/services-not-delivered/?state=MS#all-parts")
    expect(page.locator("[name='services.0.since']")).to_have_attribute("inputmode", "decimal")
    expect(page.locator("[name='services.0.owed']")).to_have_attribute("inputmode", "numeric")
