"""Long letter forms have one part per screen; the address determines it, and no input is lost."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from calculators.law import load
from calculators.rendering import form_parts, forms
from calculators.tools import letter
from macros.pages.page_macros import by_name

LONG = [
    "compensatory_education_request",
    "due_process_complaint",
    "iep_disagreement",
    "parent_concerns",
    "services_not_delivered",
    "state_complaint",
]
#: Timeout for starting Python on a slow machine, in milliseconds.
SLOW = 120_000


def form_of(name: str) -> LexborHTMLParser:
    form = letter.letters()[name]
    laws = [law for law in by_name() if form.is_for(law)]
    states = [(law.code, law.name, law.slug) for law in laws]
    return LexborHTMLParser(forms.form("letter", letter.questions(form, laws), letter.BUTTON, {}, states, name))


def names(node) -> list[str]:
    return [field.attributes["name"] for field in node.css("[name]")]


def test_the_six_long_letters_are_asked_in_parts_and_no_other():
    assert [name for name in letter.letters() if form_of(name).css_first(".pt-part")] == LONG


@pytest.mark.parametrize("name", LONG)
def test_each_question_stands_in_one_part_in_the_order_of_the_letter(name):
    page = form_of(name)
    parts = page.css(".pt-parts > .pt-part")
    asked = [one for part in parts for one in names(part)]
    assert asked == names(page.css_first("form")), "nothing is asked outside of a part"
    assert asked[0] == "state"
    own = [question.id for question in letter.letters()[name].inputs]
    assert [one for one in asked if one in own] == own
    assert len(parts) >= 4
    assert all(names(part) for part in parts[:-1])
    assert [part.css_first("button.pt-go") is not None for part in parts] == [False] * (len(parts) - 1) + [True]


@pytest.mark.parametrize("name", LONG)
def test_each_part_has_an_address_a_heading_and_ways_on_and_back(name):
    page = form_of(name)
    addresses = [part.id for part in page.css(".pt-part")]
    assert addresses == [*(f"part-{number}" for number in range(1, len(addresses))), form_parts.CHECK]
    assert [link.attributes["href"] for link in page.css(".pt-part-list li a")] == [f"#{one}" for one in addresses]
    for before, part, after in zip([None, *addresses], page.css(".pt-part"), [*addresses[1:], None], strict=False):
        heading = page.css_first(f"#{part.attributes['aria-labelledby']}")
        assert re.match(rf"Part \d+ of {len(addresses)} \S", heading.text())
        ways = [link.attributes["href"] for link in part.css(".pt-part-ways a")]
        assert ways == [f"#{to}" for to in (after, before, form_parts.LIST) if to]
    ids = [node.id for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_what_is_to_be_read_before_a_complaint_is_sent_comes_with_it_for_the_look_over_all_answers():
    said = letter.answer(load("MS"), {**letter.samples()["state_complaint"], "letter": "state_complaint"})
    assert said.warnings, "the sample has a fact that is too old"


def fill(page, answers, start=""):
    """Type a letter's answers into the visible fields."""
    for name, answer in answers.items():
        if isinstance(answer, list):
            continue
        field = page.locator(f'[name="{start}{name}"]')
        if not answer or not field.is_visible():
            continue
        if field.evaluate("(field) => field.tagName") == "SELECT":
            field.select_option(answer)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        else:
            field.fill(answer)


@pytest.mark.browser
def test_a_complaint_is_written_part_by_part_with_a_reload_the_way_back_and_a_look_over_it(page, page_log, site):
    sample = letter.samples()["state_complaint"]
    page.goto(f"{site}{letter.letters()['state_complaint'].page}?state=MS")
    tasks = page.get_by_role("navigation", name="The parts of this form")
    expect(tasks.get_by_role("listitem")).to_have_count(8)
    expect(tasks.get_by_role("listitem").nth(1)).to_contain_text("Not started")
    expect(tasks.get_by_role("listitem").nth(4)).to_contain_text("If you want")
    expect(page.get_by_role("button", name="Write the letter")).to_be_hidden()

    tasks.get_by_role("link", name="When the state gets it").click()
    expect(page.get_by_role("heading", name="Part 1 of 8 When the state gets it, and the problem")).to_be_focused()
    expect(tasks).to_be_hidden()
    fill(page, sample)
    page.locator("[name=received_on]").press("Enter")  # goes to the next part and writes no letter yet
    expect(page.get_by_role("heading", name="What happened", exact=False).first).to_be_focused()
    expect(page.locator(".pt-result")).to_be_hidden()

    for number, fact in enumerate(sample["facts"][:2] + sample["facts"][10:11]):
        if number:
            page.get_by_role("button", name="Add another fact").click()
        fill(page, fact, f"facts.{number}.")
        expect(page.locator("#part-2 .pt-row [name$='.day']:visible")).to_have_count(1)
    expect(page.locator("#part-2 .pt-row-short").first).to_contain_text("The IEP meeting agreed on speech therapy")
    expect(page.locator(".pt-draft [role=status]")).to_contain_text("kept")

    page.reload()
    expect(page.locator(".pt-live")).to_have_count(1)
    expect(page.locator("#part-2 .pt-row-short:visible")).to_have_count(3)
    page.locator("#part-2 .pt-row-short button").nth(2).click()
    expect(page.locator('[name="facts.2.what"]')).to_have_value(sample["facts"][10]["what"])
    page.go_back()
    expect(page.locator("#part-1")).to_be_visible()
    expect(page.locator("#part-2")).to_be_hidden()

    page.locator("#part-1 .pt-on").click()
    for _ in range(6):
        fill(page, {**sample, "fix": ""})
        page.locator(".pt-part:target .pt-on").click()
    check = page.locator("#part-check")
    expect(check.get_by_role("heading", name="Check your answers")).to_be_focused()
    missing = check.locator(".pt-undecided a")
    expect(missing).to_have_text(["How to fix it: How should it be fixed?"])
    missing.click()
    expect(page.locator("[name=fix]")).to_be_focused()
    fill(page, {"fix": sample["fix"]})
    page.get_by_role("link", name="All parts").locator("visible=true").click()
    expect(tasks.get_by_role("listitem").nth(3)).to_contain_text("Done")
    tasks.get_by_role("link", name="Check your answers").click()
    expect(check.locator("dd").filter(has_text="Jo Díaz")).to_have_count(1)
    expect(check.locator(".pt-undecided .pt-warning").first).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator("article.pt-letter").first).to_contain_text("Oak County School District", timeout=SLOW)


@pytest.mark.browser
def test_what_will_not_be_decided_is_said_before_all_is_answered(page, page_log, site):
    complaint = letter.letters()["state_complaint"].page
    page.goto(f"{site}{complaint}?state=MS#all-parts")
    fill(page, {"day": "3/4/2020", "going": "once", "rule": "iep_services"}, "facts.0.")
    page.goto(f"{site}{complaint}?state=MS#part-check")
    said = page.locator("#part-check .pt-undecided")
    expect(said).to_contain_text("This would not be decided: it is too old.", timeout=SLOW)
    expect(said).to_contain_text("How should it be fixed?")


@pytest.mark.browser
def test_a_form_printed_before_it_has_an_answer_prints_what_was_typed(page, page_log, site):
    page.goto(f"{site}{letter.letters()['parent_concerns'].page}?state=MS#all-parts")
    page.locator("[name='concerns.0.concern']").fill("She cannot read the board.")
    expect(page.locator(".pt-draft [role=status]")).to_contain_text("kept")
    words = printed(page)
    assert "What you typed so far There is no answer to it yet." in words
    assert "She cannot read the board." in words
    page.locator("[name='concerns.0.concern']").fill("")
    assert "What you typed so far" not in printed(page)


def printed(page):
    return " ".join(
        " ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    )


@pytest.mark.browser
def test_all_parts_stand_on_one_page_for_who_wants_that_and_a_missing_answer_opens_its_part(page, page_log, site):
    where = letter.letters()["parent_concerns"].page
    page.goto(f"{site}{where}?state=MS#part-check")
    page.get_by_role("button", name="Write the letter").click()
    summary = page.locator("form > .pt-summary")
    expect(summary.get_by_role("link").first).to_be_visible(timeout=SLOW)
    summary.get_by_role("link", name="Worry 1").first.click()
    expect(page.locator('[name="concerns.0.concern"]')).to_be_focused()
    expect(page.locator("#part-1")).to_be_hidden()
    page.goto(f"{site}{where}?state=MS#parent-concerns-success")
    expect(page.locator("[name=success]")).to_be_focused()
    page.goto(f"{site}{where}?state=MS#{form_parts.ALL}")
    expect(page.locator(".pt-part").first).to_be_visible()
    assert page.locator(".pt-part").evaluate_all("parts => parts.every((part) => part.checkVisibility())")
    page.get_by_role("link", name="One part at a time").click()
    expect(page.get_by_role("navigation", name="The parts of this form")).to_be_visible()


@pytest.mark.browser
def test_a_hearing_complaint_names_all_that_it_lacks_and_is_offered_as_a_draft(page, page_log, site):
    tasks = page.get_by_role("navigation", name="The parts of this form")
    page.goto(f"{site}{letter.letters()['parent_concerns'].page}?state=MS#parts")
    expect(tasks.get_by_role("listitem").first).to_contain_text("If you want")  # nothing in it has to be answered
    page.goto(f"{site}{letter.letters()['due_process_complaint'].page}?state=MS#parts")
    expect(tasks.get_by_role("listitem").first).to_contain_text("Not started")  # a state from a link is no answer
    ticks = tasks.get_by_role("listitem").filter(has_text="Tick what went wrong")
    own_words = tasks.get_by_role("listitem").filter(has_text="Or tell it in your own words")
    expect(ticks).to_contain_text("This or part 3")
    expect(own_words).to_contain_text("This or part 2")
    tasks.get_by_role("link", name="Check your answers").click()
    check = page.locator("#part-check")
    said = check.locator(".pt-undecided")
    expect(said.locator("a").first).to_be_visible()
    assert said.bounding_box()["y"] < check.locator(".pt-answers").bounding_box()["y"]
    expect(said).to_contain_text("Problem 1: On what day did it happen, or begin?", timeout=SLOW)
    expect(said).not_to_contain_text("DRAFT")

    page.goto(f"{site}{letter.letters()['due_process_complaint'].page}?state=MS#all-parts")
    page.get_by_label("The school did not give what the IEP says").check()
    page.locator("[name=count_services_facts]").fill("No speech lesson since January. The IEP says two a week.")
    page.locator("[name=count_services_day]").fill("2/30/2026")
    page.goto(f"{site}{letter.letters()['due_process_complaint'].page}?state=MS#part-check")
    expect(said.get_by_role("link", name="There is no day “2/30/2026” in the calendar.")).to_be_visible(timeout=SLOW)
    expect(said).not_to_contain_text("DRAFT")
    said.get_by_role("link", name="There is no day “2/30/2026” in the calendar.").click()
    expect(page.locator("[name=count_services_day]")).to_be_focused()
    page.locator("[name=count_services_day]").fill("1/12/2026")
    page.locator(".pt-part:target").get_by_role("link", name="All parts").click()
    expect(own_words).to_contain_text("If you want")  # a ticked claim is enough
    tasks.get_by_role("link", name="Check your answers").click()
    expect(said).to_contain_text("Each sheet then says DRAFT", timeout=SLOW)
    expect(said.locator("a", has_text="phone number")).to_be_visible()
    expect(
        said.locator("a", has_text="The school did not give what the IEP says: What does the IEP say")
    ).to_be_visible()
    expect(said).not_to_contain_text("Problem 1")
    check.get_by_role("button", name="Write the letter").click()
    result = page.locator(".pt-result")
    expect(result.get_by_role("heading", name="Your letter is still a draft")).to_be_visible(timeout=SLOW)
    expect(result.locator(".pt-letter").first).to_contain_text("School district: ____")
    result.get_by_role("link", name="The school district", exact=True).click()
    expect(page.locator("[name=district]")).to_be_focused()


@pytest.mark.browser
def test_the_look_over_shows_a_day_with_the_year_as_it_was_read(page, page_log, site):
    page.goto(f"{site}{letter.letters()['due_process_complaint'].page}?state=MS#all-parts")
    page.get_by_label("The school did not give what the IEP says").check()
    page.locator("[name=count_services_day]").fill("9/8")
    page.locator("[name=count_services_day]").press("Tab")
    page.evaluate("location.hash = '#part-check'")
    expect(page.locator("#part-check .pt-answers")).to_contain_text(re.compile(r"September 8, 20\d\d"), timeout=SLOW)
