"""Closed days in the deadline tool and guides: echoed beside the field, questioned, answered by button."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SLOW = 60_000
LIST = "Labor Day 9/7/2026\nEarly release 11/13/2026\nThanksgiving break Nov 25-27, 2026\nOct. 13-Nov.265\nFirst day of school 8/10/2026"


def paste(page, text):
    page.locator("summary", has_text="Days when school is closed").first.click()
    page.locator("[name=closed]").fill(text)
    page.locator("[name=closed]").press("Tab")
    expect(page.locator(".pt-read-back li").first).to_be_visible(timeout=SLOW)


@pytest.fixture
def deadlines(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS")
    page.locator("select[name=event]").select_option("disciplinary_removal_decided")
    page.locator("[name=date]").first.fill("11/9/2026")
    return page


def test_the_deadline_tool_shows_what_is_closed_open_and_asked(deadlines):
    paste(deadlines, LIST)
    groups = deadlines.locator(".pt-read-back > ul")
    asked, closed, still_open = (groups.nth(place).locator("li") for place in range(3))
    expect(asked).to_have_count(2)
    expect(asked.nth(0)).to_contain_text("Is school closed then?")
    expect(asked.nth(1)).to_contain_text("There is no day “Oct. 13-Nov.265” in the calendar.")
    expect(closed.nth(0)).to_contain_text("Labor Day: Mon Sep 7, 2026")
    expect(closed.nth(1)).to_contain_text("Thanksgiving break: Wed Nov 25, 2026 to Fri Nov 27, 2026, 3 weekdays")
    expect(still_open).to_contain_text("First day of school: Mon Aug 10, 2026")
    expect(deadlines.locator("[name=closed]")).to_have_value(LIST)


def test_a_pressed_answer_counts_and_an_unread_line_does_not_remove_the_date(deadlines):
    paste(deadlines, LIST)
    deadlines.locator(".pt-go").first.click()
    # Ten school days from November 9: 10, 11, 12, 13, 16, 17, 18, 19, 20 and 23.
    expect(deadlines.locator(".pt-result")).to_contain_text("November 23, 2026", timeout=SLOW)
    expect(deadlines.locator(".pt-result")).to_contain_text("Not counted as closed, until you answer")
    deadlines.get_by_role("button", name="School is closed: Early release 11/13/2026").click()
    expect(deadlines.locator("[name=closed]")).to_have_value(
        LIST.replace("Early release 11/13/2026", "Early release 11/13/2026 (school closed)")
    )
    expect(deadlines.locator(".pt-result")).to_contain_text("November 24, 2026", timeout=SLOW)
    deadlines.get_by_role("button", name="Remove: Oct. 13-Nov.265").click()
    expect(deadlines.locator(".pt-read-back > ul")).to_have_count(2)
    expect(deadlines.locator(".pt-result")).not_to_contain_text("Not counted as closed")


def test_a_year_is_added_when_the_field_is_left_and_not_while_somebody_types(deadlines):
    field = deadlines.locator("[name=closed]")
    deadlines.locator("summary", has_text="Days when school is closed").first.click()
    field.press_sequentially("Fall break 10/12")
    field.dispatch_event("change")  # as when another tab or field has the list read meanwhile
    expect(deadlines.locator(".pt-read-back li").first).to_contain_text("Oct 12", timeout=SLOW)
    expect(field).to_have_value("Fall break 10/12")
    field.press("Tab")
    expect(field).to_have_value(re.compile(r"^Fall break 10/12/20\d\d$"))


def test_the_school_year_of_a_list_is_chosen_with_a_press(deadlines):
    paste(deadlines, "New Year January 1\nVeterans Day November 11\nChristmas December 25")
    choices = deadlines.get_by_role("button", name=re.compile(r"^School year 20\d\d-20\d\d$"))
    expect(choices).to_have_count(2)
    first = choices.nth(0).inner_text()[:4]
    choices.nth(0).click()
    expect(deadlines.locator("[name=closed]")).to_have_value(
        f"New Year 1/1/{int(first) + 1}\nVeterans Day 11/11/{first}\nChristmas 12/25/{first}"
    )


def test_a_guide_shows_them_too(page, page_log, site):
    page.goto(f"{site}mississippi/discipline/")
    paste(page, "Thanksgiving break Nov 25-27, 2026")
    expect(page.locator(".pt-read-back")).to_contain_text("Wed Nov 25, 2026 to Fri Nov 27, 2026")


def test_a_line_that_is_changed_stands_clear_of_its_question(deadlines):
    paste(deadlines, "Early release 11/13/2026")
    deadlines.get_by_role("button", name="Change: Early release 11/13/2026").click()
    field, question = deadlines.locator(".pt-read-back li > input"), deadlines.locator(".pt-read-back .pt-question")
    expect(field).to_be_focused()
    box, below = field.bounding_box(), question.bounding_box()
    ring = field.evaluate(
        "(one) => parseFloat(getComputedStyle(one).outlineWidth) + parseFloat(getComputedStyle(one).outlineOffset)"
    )
    assert box["y"] + box["height"] + ring < below["y"], "its ring cuts no words"
