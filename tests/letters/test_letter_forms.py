"""Letter forms on a phone: they grow, ask only what is needed, and keep the input."""

import pytest
from playwright.sync_api import expect

from calculators.tools import letter
from tests.tools.browser import SITE
from tests.tools.built_pages import read
from tests.tools.template_states import in_turn

pytestmark = pytest.mark.browser

#: Only these forms are opened here, since added rows could widen them; test_everyone.py opens a sample of all forms.
WITH_ROWS = sorted(name for name, form in letter.letters().items() if any(asked.fields for asked in form.inputs))
WITHOUT_ROWS = sorted(letter.letters().keys() - WITH_ROWS)
PEOPLE = ("parent_name", "child_name", "school", "district")


def open_letter(page, site, name, query="?state=MS#all-parts"):
    page.goto(f"{site}{letter.letters()[name].page}{query}")
    for field in PEOPLE:
        page.locator(f"[name={field}]").fill(letter.samples()[name][field])


def field(page, name):
    return page.locator(f'[name="{name}"]')


def write(page):
    page.get_by_role("button", name="Write the letter").click()
    written = page.locator("article.pt-letter").first
    expect(written).to_be_visible(timeout=60_000)
    return written


def fill_service(page, number, service, since):
    field(page, f"services.{number}.service").fill(service)
    field(page, f"services.{number}.says").fill("30 minutes twice a week")
    field(page, f"services.{number}.since").fill(since)


def test_rows_are_added_and_removed_and_what_was_typed_stays(page, page_log, site):
    open_letter(page, site, "services_not_delivered")
    field(page, "iep_date").fill("9/4/2025")
    field(page, "meeting").select_option("ask")
    expect(page.locator(".pt-row")).to_have_count(1)
    expect(page.locator(".pt-remove")).to_be_hidden()
    fill_service(page, 0, "Speech therapy", "1/12/2026")
    for number, service in ((1, "Aide in reading"), (2, "Physical therapy")):
        page.get_by_role("button", name="Add another service").click()
        expect(field(page, f"services.{number}.service")).to_be_focused()
        fill_service(page, number, service, "2/2/2026")
    expect(page.get_by_role("group", name="Service 3")).to_be_visible()
    page.get_by_role("group", name="Service 2").get_by_role("button", name="Remove this service").click()
    expect(page.get_by_role("group", name="Service 2")).to_be_focused()
    expect(field(page, "services.2.service")).to_have_value("Physical therapy")
    written = write(page)
    expect(written).to_contain_text("1. Speech therapy")
    expect(written).to_contain_text("2. Physical therapy")
    expect(written).not_to_contain_text("Aide in reading")


def test_an_error_in_a_row_stands_beside_its_field(page, page_log, site):
    open_letter(page, site, "services_not_delivered")
    field(page, "iep_date").fill("9/4/2025")
    field(page, "meeting").select_option("ask")
    fill_service(page, 0, "Speech therapy", "1/12/2026")
    page.get_by_role("button", name="Add another service").click()
    fill_service(page, 1, "Aide in reading", "2/30/2026")
    page.get_by_role("button", name="Write the letter").click()
    error = page.locator(".pt-error:not([hidden])")
    expect(error).to_have_count(1, timeout=60_000)
    expect(error).to_contain_text("There is no day “2/30/2026” in the calendar")
    expect(field(page, "services.1.since")).to_be_focused()
    expect(field(page, "services.1.since")).to_have_attribute("aria-invalid", "true")
    assert error.get_attribute("id") in field(page, "services.1.since").get_attribute("aria-describedby")


def test_several_missing_answers_are_counted_above_the_form_each_with_a_way_to_it(page, page_log, site):
    page.goto(f"{site}{letter.letters()['state_complaint'].page}?state=MS#all-parts")
    expect(page.locator(".pt-alive").first).to_be_attached()  # before that "Add" does nothing
    page.get_by_role("button", name="Add another fact").click()
    field(page, "facts.0.day").fill("2/30/2026")
    field(page, "facts.1.what").fill("No aide")
    page.get_by_role("button", name="Write the letter").click()
    above = page.locator(".pt-summary")
    expect(above).to_be_focused(timeout=60_000)
    errors = page.locator(".pt-error:not([hidden])")
    number = errors.count()
    assert number > 5
    expect(above.locator("p")).to_have_text(f"{number} answers are missing or do not fit yet:")
    expect(above.locator("li")).to_have_count(number)
    expect(above.get_by_role("link", name="Fact 1: There is no day “2/30/2026” in the calendar")).to_be_visible()
    expect(above.locator("p")).to_be_in_viewport(ratio=1)
    above.get_by_role("link", name="Fill this in: “Your name”", exact=True).click()
    expect(field(page, "parent_name")).to_be_focused()
    field(page, "parent_name").fill("Ana")
    expect(above.locator("li")).to_have_count(number - 1)
    expect(above.locator("p")).to_contain_text(f"{number - 1} answers")


def test_one_missing_answer_needs_no_list(page, page_log, site):
    open_letter(page, site, "records_request")
    field(page, "plan").select_option("no")
    page.get_by_role("button", name="Write the letter").click()
    expect(field(page, "copies")).to_be_focused(timeout=60_000)
    expect(page.locator(".pt-error:not([hidden])")).to_have_text("Choose an answer: “How do you want to get them?”")
    expect(page.locator(".pt-summary")).to_have_count(0)


def test_the_number_of_rows_is_limited(page, page_log, site):
    open_letter(page, site, "thank_you")
    add = page.get_by_role("button", name="Add another point")
    for _ in range(9):
        add.click()
    expect(page.locator(".pt-row")).to_have_count(10)
    expect(add).to_be_hidden()


def test_conditional_questions_are_shown_for_their_answers_only(page, page_log, site):
    open_letter(page, site, "withdrawal")
    expect(field(page, "part")).to_be_hidden()
    expect(field(page, "number")).to_be_hidden()
    field(page, "what").select_option("state complaint")
    field(page, "extent").select_option("part")
    expect(field(page, "number")).to_be_visible()
    field(page, "part").fill("The part about the speech sessions.")
    field(page, "extent").select_option("all")
    expect(field(page, "part")).to_be_hidden()
    field(page, "sent_on").fill("2/2/2026")
    expect(write(page)).not_to_contain_text("speech sessions")
    field(page, "extent").select_option("part")
    expect(field(page, "part")).to_have_value("The part about the speech sessions.")
    expect(page.locator("article.pt-letter").first).to_contain_text("speech sessions")


def test_a_question_in_a_row_looks_at_its_own_row(page, page_log, site):
    open_letter(page, site, "meeting_summary")
    page.get_by_role("button", name="Add another point").click()
    field(page, "points.0.outcome").select_option("agreed")
    field(page, "points.1.outcome").select_option("refused")
    expect(field(page, "points.0.who")).to_be_visible()
    expect(field(page, "points.1.who")).to_be_hidden()


def test_the_follow_up_is_filled_in_by_the_address(page, page_log, site):
    open_letter(page, site, "missed_deadline", "?state=MS&rule=records_idea&due=2026-02-26")
    expect(field(page, "rule")).to_have_value("records_idea")
    field(page, "waiting_for").fill("The service logs.")
    written = write(page)
    expect(written).to_contain_text("the last day was February 26, 2026")
    expect(written).to_contain_text("34 CFR § 300.613")


@pytest.mark.parametrize("name", [*WITH_ROWS, *in_turn(WITHOUT_ROWS, 3)])
def test_no_letter_form_is_wider_than_the_phone(page, page_log, site, name):
    page.goto(f"{site}{letter.letters()[name].page}?state=AZ#all-parts")
    # wait for the script: before that "Add" does nothing, and the only row's "Remove" is not hidden yet
    expect(page.locator(".pt-alive").first).to_be_attached()
    for group in page.locator(".pt-rows").all():
        rows = group.locator(".pt-row-list > .pt-row")
        number = rows.count()
        group.locator("> .pt-add").click()
        expect(rows).to_have_count(number + 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.locator(".pt-add:visible, .pt-remove:visible, .pt-go").evaluate_all(
        """buttons => buttons.map((button) => [button.className, button.textContent, button.getBoundingClientRect().height])
            .filter(([, , height]) => height < 44)"""
    )
    assert small == []


def test_the_button_that_removes_an_only_row_is_hidden_before_the_script_is_there():
    rows = read(SITE / "tools/letters/services-not-delivered/index.html").css(".pt-row-list")
    assert rows
    for row in rows:
        assert [button.attributes.get("hidden", "shown") for button in row.css(".pt-remove")] == [None]


def test_without_javascript_a_letter_page_says_what_to_do(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}tools/letters/services-not-delivered/")
    expect(page.locator(".pt-form")).to_be_hidden()
    expect(page.locator(".pt-noscript")).to_be_visible()
    expect(page.get_by_role("heading", name="What the letter does")).to_be_visible()
