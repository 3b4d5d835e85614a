"""A link fills in only permitted fields, and their values leave the address."""

import re

import pytest
from playwright.sync_api import expect

from calculators.letter_forms import OF_THE_MISSED
from calculators.rendering import forms
from calculators.tools import letter
from tests.tools.browser import SITE

pytestmark = pytest.mark.browser


def test_a_link_fills_in_no_date_and_no_closed_days(page, page_log, site):
    page.goto(
        f"{site}tools/deadlines/?state=MS&event=disciplinary_removal_decided#date=3/2/2026&closed=3/3/2026 to 12/31/2026"
    )
    expect(page.get_by_label("Your state")).to_have_value("MS")
    expect(page.get_by_label("What happened?")).to_have_value("disciplinary_removal_decided")
    expect(page.locator("[name=date]")).to_have_value("")
    expect(page.locator("[name=closed]")).to_have_value("")


def test_the_days_of_a_late_answer_reach_its_letter_and_stand_in_no_address(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=records_requested")
    page.locator("[name=date]").fill("1/12/2026")
    page.get_by_role("button", name="Count the days").click()
    link = page.get_by_role("link", name="Write the letter: Follow up when a time limit is over").first
    expect(link).to_be_visible(timeout=60_000)
    letter_page = f"{site}tools/letters/missed-deadline/?state=MS"
    assert link.evaluate("link => link.href") == letter_page
    link.click()
    expect(page.locator("[name=asked_on]")).to_have_value("January 12, 2026")
    expect(page.locator("[name=due]")).to_have_value("February 26, 2026")
    expect(page.locator("[name=rule]")).to_have_value("records_idea")
    assert page.evaluate("sessionStorage.getItem('paper-trail.handed')") is None
    history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert history[-1]["userTypedURL"] == history[-1]["url"] == letter_page, "not only replaced: never opened"


def test_answers_passed_to_a_letter_fill_in_no_other_page(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate("sessionStorage['paper-trail.handed'] = 'tools/letters/missed-deadline/#due=February 26, 2026'")
    page.goto(f"{site}tools/letters/records-request/?state=MS")
    expect(page.locator(".pt-alive")).to_be_attached()
    page.goto(f"{site}tools/letters/missed-deadline/?state=MS")
    expect(page.locator(".pt-alive")).to_be_attached()
    expect(page.locator("[name=due]")).to_have_value("")


def test_the_days_of_an_address_from_elsewhere_reach_the_letter_and_leave_the_address(page, page_log, site):
    page.goto(
        f"{site}tools/letters/missed-deadline/?state=MS#rule=records_idea&asked_on=January 12, 2026&due=February 26, 2026&parent_name=Eve"
    )
    expect(page.locator("[name=asked_on]")).to_have_value("January 12, 2026")
    expect(page.locator("[name=due]")).to_have_value("February 26, 2026")
    expect(page.locator("[name=rule]")).to_have_value("records_idea")
    expect(page.locator("[name=parent_name]")).to_have_value("")
    expect(page).to_have_url(f"{site}tools/letters/missed-deadline/?state=MS")


def test_links_fill_in_only_what_forms_accept():
    """Fields named in answers' links are exactly those that the target form accepts from a link."""
    taken = {"state", "event"}
    for form in letter.letters().values():
        html = (SITE / form.page / "index.html").read_text(encoding="utf-8")
        (linked,) = re.findall(r'data-linked="([^"]*)"', html)
        handed = set(forms.handed_to(form))  # filled in by a tool, which has its own test
        assert set(linked.split()) <= {"state", *OF_THE_MISSED, *handed}
        taken |= set(linked.split()) - handed
    assert taken == {"state", "event", *OF_THE_MISSED}
