"""Notice check, days out and "Which way" in use: the input stays and goes into the next letter."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SLOW = 60_000
NOTICE = {"notice_date": "11/2/2026", "about": "No aide.", "parent_name": "Ana Díaz", "child_name": "J. D."}
SCHOOL = {"school": "Oak Elementary", "district": "Oak County Schools"}


def go(page):
    """Press the form's button and wait until Python has answered it."""
    page.locator(".pt-calculator > form .pt-go").click()
    result = page.locator(".pt-calculator > .pt-result").first
    expect(result).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    return result


def test_a_notice_is_checked_part_by_part_and_the_letter_asks_for_what_is_missing(page, page_log, site):
    page.goto(f"{site}tools/notice-check/?state=MS")
    expect(page.locator(".pt-card")).to_have_count(7)
    expect(page.locator("[name=words_2]")).to_be_hidden()
    for name, value in {**NOTICE, **SCHOOL}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=decision]").select_option("refused")
    page.locator("[name=part_1]").select_option("there")
    page.locator("[name=part_2]").select_option("partly")
    page.locator("[name=words_2]").fill("It is not needed.")
    page.locator("[name=part_6]").select_option("missing")
    letter = go(page).locator(".pt-letter")
    expect(letter).to_contain_text("The notice says: “It is not needed.”")
    expect(letter).to_contain_text("6. The other choices that the IEP team looked at")
    expect(letter).not_to_contain_text("5. Where parents can find help")
    expect(page.locator(".pt-told").first).to_contain_text("Ask for parts 2 and 6 of 7.")


def test_days_out_are_counted_and_go_into_the_letter(page, page_log, site):
    page.goto(f"{site}tools/days-out/?state=MS")
    for number, (day, days, kind) in enumerate((("9/8/2026", "8", "suspension"), ("10/5/2026", "3", "in_school"))):
        if number:
            page.get_by_role("button", name="Add another removal").click()
        page.locator(f"[name='removals.{number}.day']").fill(day)
        page.locator(f"[name='removals.{number}.days']").fill(days)
        page.locator(f"[name='removals.{number}.kind']").select_option(kind)
    result = go(page)
    expect(result.locator("h3")).to_contain_text("Out for 8 school days for sure, 11 at most")
    expect(result).to_contain_text("No earlier than")
    result.get_by_role("link", name=re.compile("Write the letter")).click()
    expect(page.locator("[name=days_out]")).to_have_value(re.compile(r"September 8, 2026: 8 school days, suspended"))
    expect(page.locator("[name=decided_on]")).to_have_value("")  # nobody said when the school decided


def test_the_ways_are_compared_from_the_front_page_on_and_the_day_is_kept(page, page_log, site):
    page.goto(site)
    page.locator("#state").select_option("mississippi")
    page.locator(".pt-tools").get_by_role("link", name="Which way").click()
    page.locator("[name=problem]").select_option("not_followed")
    page.locator("[name=happened_on]").fill("10/1/2026")
    page.locator("[name=going]").select_option("no")
    result = go(page)
    expect(result.locator(".pt-told")).to_have_count(6)
    expect(result.locator(".pt-told").first).to_contain_text("State complaint")
    expect(result.locator(".pt-told").first).to_contain_text("Mississippi Department of Education")
    page.get_by_role("button", name="Keep this date in my case").click()
    expect(page.locator(".pt-known")).to_contain_text("The date is kept on this phone")
    page.reload()
    expect(page.locator("[name=problem]")).to_have_value("not_followed")
