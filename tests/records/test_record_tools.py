"""Notice check, days out and "Which way" in the browser: input is kept and carried into the next letter."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.tools.records import STORE
from tests.tools.waiting import until

pytestmark = pytest.mark.browser

SLOW = 60_000
NOTICE = {"notice_date": "11/2/2026", "about": "No aide.", "parent_name": "Ana Díaz", "child_name": "J. D."}
SCHOOL = {"school": "Oak Elementary", "district": "Oak County Schools"}


def go(page):
    """Press the form's button and wait for Pyodide's answer."""
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


def test_a_notice_is_checked_without_the_answers_of_the_letter(page, page_log, site):
    page.goto(f"{site}tools/notice-check/?state=MS")
    page.locator("[name=part_3]").select_option("missing")
    result = go(page)
    expect(result.locator("h3")).to_have_text("Ask for part 3 of 7. Six you have not looked at yet.")
    expect(result.locator(".pt-letter")).to_have_count(0)
    page.locator("[name=about]").fill("No aide.")
    page.locator(".pt-go").first.click()
    expect(page.locator("#notice-parts-request-notice_date-error")).to_be_visible()
    expect(page.locator("[name=part_3]")).to_have_value("missing")


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
    expect(page.locator("[name=decided_on]")).to_have_value("")  # the day of the decision is unknown


def test_a_day_typed_without_its_year_is_kept_with_it(page, page_log, site):
    page.goto(f"{site}tools/days-out/?state=MS")
    day = page.locator("[name='removals.0.day']")
    day.fill("9/8")
    day.press("Tab")
    read = page.locator(".pt-understood", has_text="We read: ").first
    expect(read).to_be_visible(timeout=SLOW)
    words = read.inner_text().removeprefix("We read: ").split(", ", 1)[1]
    asked = ["draft", "1", "days_out tools/days-out/?state=MS"]
    until(page, lambda: ((page.evaluate(STORE, asked) or {}).get("fields") or {}).get("removals.0.day") == words, words)
    expect(day).to_have_value("9/8")
    page.reload()
    expect(day).to_have_value(words)


def test_options_are_compared_starting_from_the_front_page_and_the_date_is_stored(page, page_log, site):
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


# ---- Answers of "Which way" carried into letters

WAYS, COMPLAINT = "tools/which-way/?state=MS", "tools/letters/due-process-complaint/"
CARRIED = "From “Which way”. Change it if it is not right here."


def field(page, name):
    return page.locator(f"[name='{name}']")


def mark(page, name):
    return page.locator(f"#{field(page, name).get_attribute('id')}-from")


def compare(page, site, **answers):
    """Answer the questions, and wait for the result."""
    page.goto(f"{site}{WAYS}")
    expect(page.locator(".pt-alive")).to_have_count(1)
    for name, answer in answers.items():
        if name == "happened_on":
            field(page, name).fill(answer)
        else:
            field(page, name).select_option(answer)
    return go(page)


def all_parts(page):
    """Show all parts of the linked letter."""
    draft = page.locator(".pt-draft:not([data-under-way]) [role=status]")
    expect(draft).to_have_text(re.compile("Draft kept|Your draft is here again"))
    page.evaluate("location.hash = 'all-parts'")


def test_printed_options_begin_on_the_first_sheet_and_mention_no_links(page, page_log, site):
    page.goto(f"{site}tools/which-way/?state=MS")
    page.locator("[name=problem]").select_option("not_followed")
    result = go(page)
    told = result.get_by_text("has your answers in it")
    expect(told).to_be_visible()
    page.emulate_media(media="print")
    expect(told).to_be_hidden()
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages]
    assert "Who decides" in sheets[0]


def test_a_certain_claim_is_ticked_in_the_complaint_with_its_date(page, page_log, site):
    result = compare(page, site, problem="not_followed", happened_on="10/1/2026", going="yes", change="yes")
    result.get_by_role("link", name="Write the letter: File a due process complaint").click()
    all_parts(page)
    expect(field(page, "claim_services")).to_be_checked()
    expect(page.locator("input[type=checkbox][name^=claim_]:checked")).to_have_count(1)
    for name, answer in (
        ("count_services_day", "October 1, 2026"),
        ("count_services_going", "still"),
        ("stay_put", "yes"),
    ):
        expect(field(page, name)).to_have_value(answer)
        expect(mark(page, name)).to_have_text(CARRIED)
        assert mark(page, name).get_attribute("id") in field(page, name).get_attribute("aria-describedby").split()
    expect(mark(page, "claim_services")).to_have_text(CARRIED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Prefilled once; the mark stays until the parent changes the answer.
    page.reload()
    expect(mark(page, "count_services_day")).to_have_text(CARRIED)
    field(page, "count_services_day").fill("9/14/2026")
    expect(mark(page, "count_services_day")).to_have_count(0)
    field(page, "claim_services").uncheck()
    expect(mark(page, "claim_services")).to_have_count(0)
    all_parts(page)
    page.reload()
    expect(mark(page, "count_services_going")).to_have_text(CARRIED)
    expect(field(page, "count_services_day")).to_have_value("9/14/2026")
    expect(field(page, "claim_services")).not_to_be_checked()
    expect(page.locator(".pt-handed")).to_have_count(2)


def test_of_several_claims_the_parent_chooses_one_and_a_draft_is_asked_before_it_changes(page, page_log, site):
    page.goto(f"{site}{COMPLAINT}?state=MS#all-parts")
    expect(page.locator(".pt-alive")).to_have_count(1)
    field(page, "stay_put").select_option("no")
    field(page, "fix").fill("Two sessions a week.")
    all_parts(page)
    result = compare(page, site, problem="rule", happened_on="10/1/2026", going="yes", change="yes")
    result.get_by_role("link", name="Start it with: I asked for school records").click()
    asked = page.locator(".pt-draft-ask")
    expect(asked).to_contain_text("Do you want your child to stay in the current placement while the case is open?")
    all_parts(page)
    expect(field(page, "claim_records")).to_be_checked()
    expect(field(page, "count_records_day")).to_have_value("October 1, 2026")
    expect(field(page, "fix")).to_have_value("Two sessions a week.")
    expect(field(page, "stay_put")).to_have_value("no")
    expect(mark(page, "stay_put")).to_have_count(0)
    asked.get_by_role("button", name="Take those of the link").click()
    expect(field(page, "stay_put")).to_have_value("yes")
    expect(mark(page, "stay_put")).to_have_text(CARRIED)


def test_a_carried_fact_is_added_to_a_draft_once(page, page_log, site):
    page.goto(f"{site}tools/letters/state-complaint/?state=MS#all-parts")
    expect(page.locator(".pt-alive")).to_have_count(1)
    field(page, "facts.0.what").fill("No speech session.")
    all_parts(page)
    for again in (False, True):
        result = compare(page, site, problem="not_followed", happened_on="10/1/2026", going="yes")
        result.get_by_role("link", name="Write the letter: File a state complaint").click()
        all_parts(page)
        if not again:
            expect(field(page, "facts.0.day")).to_have_value("")
            expect(field(page, "facts.0.rule")).to_have_value("")
            expect(page.locator(".pt-draft-ask")).to_contain_text("What stands in your draft stays")
            page.get_by_role("button", name="Take those of the link").click()
            expect(page.locator(".pt-draft:not([data-under-way]) [role=status]")).to_contain_text("Draft kept")
        expect(field(page, "facts.1.day")).to_have_value("October 1, 2026")
        expect(field(page, "facts.1.rule")).to_have_value("iep_services")
        expect(mark(page, "facts.1.day")).to_have_text(CARRIED)
        expect(field(page, "facts.0.what")).to_have_value("No speech session.")
    expect(page.locator(".pt-draft-ask")).to_have_count(0)
    expect(page.locator("[name='facts.2.day']")).to_have_count(0)


def test_carried_answers_are_stored_for_their_child(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Bear", "Fox"):
        page.evaluate(STORE, ["save", page.evaluate(STORE, ["addChild", name]), {"state": "MS"}])
    page.goto(f"{site}{WAYS}")
    page.get_by_label("For which child is this?").select_option(label="Bear")
    expect(page.locator("form[data-child='1']")).to_have_count(1)  # wait until the choice is stored
    result = compare(page, site, problem="not_followed", happened_on="10/1/2026")
    page.evaluate(STORE, ["choose", "2"])  # as in another tab that shows Fox
    result.get_by_role("link", name="Write the letter: File a due process complaint").click()
    whose = page.get_by_label("For which child is this?")
    expect(whose.locator("option:checked")).to_have_text("Bear")
    all_parts(page)
    expect(field(page, "claim_services")).to_be_checked()
    whose.select_option(label="Fox")
    expect(field(page, "claim_services")).not_to_be_checked()
    expect(field(page, "count_services_day")).to_have_value("")
    expect(page.locator(".pt-handed")).to_have_count(0)
    drafts = page.evaluate(STORE, ["drafts"])
    assert [one["child"] for one in drafts if one["form"] == "letter due_process_complaint"] == ["1"]
