"""Two children on one phone: every tool uses the right child's data, and never mixes the two."""

import pytest
from playwright.sync_api import expect

from tests.records.test_case_page import unfolded
from tests.records.test_drafts import NOTICE, delete_everything, field, kept, open_form, options, said
from tests.tools.records import STORE
from tests.tools.waiting import Held, until_true

pytestmark = pytest.mark.browser

SLOW = 60_000
DEADLINES = "tools/deadlines/"
REMOVAL = "?state=MS&event=disciplinary_removal_decided"
FOX = {
    "state": "AZ",
    "closed": "11/26/2026\n11/27/2026",
    "school": {"first_day": "2026-08-03", "last_day": "2027-05-21"},
}


@pytest.fixture
def two(page, page_log, site):
    """Bear in Mississippi, and Fox in Arizona, who has closed days and is selected."""
    page.goto(f"{site}about/")
    for name, case in (("Bear", {"state": "MS"}), ("Fox", FOX)):
        kid = page.evaluate(STORE, ["addChild", name])
        page.evaluate(STORE, ["save", kid, case])
    return page


def whose(page):
    return page.get_by_label("For which child is this?")


def calendar_in(page):
    return [field(page, name).input_value() for name in ("closed", "first_day", "last_day")]


def expect_no_calendar_in_the_answer(page):
    """Assert that no closed days were filled in: the answer waits for prefilled data, so nothing can follow it."""
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result .pt-clock").first).to_be_visible(timeout=SLOW)
    assert calendar_in(page) == ["", "", ""]


def case_of(page, kid):
    return page.evaluate(STORE, ["read", kid])


def test_a_letter_is_for_the_state_of_its_child(two, site):
    open_form(two, site, NOTICE, "")
    expect(whose(two)).to_have_value("2")
    expect(field(two, "state")).to_have_value("AZ")
    field(two, "what").fill("More speech therapy.")
    kept(two)
    whose(two).select_option(label="Bear")
    expect(field(two, "state")).to_have_value("MS")
    two.get_by_role("button", name="Move it to Bear").wait_for()
    whose(two).select_option(label="Fox")
    expect(field(two, "what")).to_have_value("More speech therapy.")
    expect(field(two, "state")).to_have_value("AZ")
    open_form(two, site, NOTICE, "?state=MS")
    expect(field(two, "what")).to_have_value("More speech therapy.")


def test_closed_days_are_used_for_their_own_child_only(two, site):
    open_form(two, site, DEADLINES, REMOVAL)
    field(two, "date").fill("11/20/2026")
    expect(field(two, "closed")).to_have_value(FOX["closed"])
    assert calendar_in(two)[1:] == ["2026-08-03", "2027-05-21"]
    expect(two.get_by_text("Filled in from My case, for Fox")).to_have_count(1)
    kept(two)
    whose(two).select_option(label="Bear")
    expect(field(two, "date")).to_have_value("")
    expect(two.get_by_text("Filled in from My case")).to_have_count(0)
    assert calendar_in(two) == ["", "", ""]
    two.get_by_role("button", name="Move it to Bear").click()
    expect(field(two, "date")).to_have_value("11/20/2026")
    kept(two)
    assert calendar_in(two) == ["", "", ""]
    whose(two).select_option(label="Fox")
    expect(field(two, "closed")).to_have_value(FOX["closed"])
    two.reload()
    whose(two).select_option(label="Bear")
    expect(field(two, "date")).to_have_value("11/20/2026")
    expect_no_calendar_in_the_answer(two)


def test_another_tab_that_shows_the_other_child_changes_nothing_here(two, site):
    open_form(two, site, DEADLINES, REMOVAL)
    whose(two).select_option(label="Bear")
    expect(two.locator(".pt-form[data-child='1']")).to_have_count(1)
    other = two.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(STORE, ["choose", "2"])
    field(two, "date").fill("11/20/2026")
    expect_no_calendar_in_the_answer(two)


def test_a_date_stored_for_the_other_child_brings_no_closed_days(two, site):
    open_form(two, site, DEADLINES, "?state=AZ&event=evaluation_requested")
    field(two, "date").fill("11/20/2026")
    expect(field(two, "closed")).to_have_value(FOX["closed"])
    two.get_by_role("button", name="Count the days").click()
    two.get_by_role("button", name="Keep this date for Bear").click(timeout=SLOW)
    expect(two.locator(".pt-keep")).to_contain_text("The closed days are not kept for Bear.")
    bear = case_of(two, "1")
    assert list(bear["events"]) == ["evaluation_requested"]
    assert (bear["closed"], bear["school"]) == ("", {})


def test_a_day_added_to_the_cases_closed_days_is_stored_in_the_case(two, site):
    open_form(two, site, DEADLINES, "?state=AZ&event=evaluation_requested")
    field(two, "date").fill("11/20/2026")
    expect(field(two, "closed")).to_have_value(FOX["closed"])
    two.locator(".pt-form summary", has_text="Days when school is closed").click()
    field(two, "closed").press("Control+End")
    field(two, "closed").press_sequentially("\n11/30/2026")
    two.get_by_role("button", name="Count the days").click()
    two.get_by_role("button", name="Keep this date for Fox").click(timeout=SLOW)
    expect(two.locator(".pt-keep")).to_contain_text("Kept on this phone.")
    assert case_of(two, "2")["closed"].split("\n") == ["11/26/2026", "11/27/2026", "11/30/2026"]


def come_back_to_a_draft(two, site):
    open_form(two, site, DEADLINES, "?state=AZ&event=evaluation_requested")
    field(two, "date").fill("11/20/2026")
    kept(two)
    two.reload()
    expect(field(two, "date")).to_have_value("11/20/2026")


def test_an_immediate_press_counts_with_the_closed_days_of_the_case(two, site):
    come_back_to_a_draft(two, site)
    two.get_by_role("button", name="Count the days").click()
    expect(two.locator(".pt-result")).to_contain_text(
        "We count as closed: Thu Nov 26, 2026 to Fri Nov 27, 2026", timeout=SLOW
    )


def test_a_button_does_not_move_while_a_mouse_presses_it(two, site):
    come_back_to_a_draft(two, site)
    until_true(two, "document.querySelector('.pt-alive')")
    press = two.get_by_role("button", name="Count the days")
    press.scroll_into_view_if_needed()
    press.hover()
    two.mouse.down()
    case_of(two, "2")  # reads what would be filled in, so later than a note that moves the button
    case_of(two, "2")
    two.mouse.up()
    expect(two.locator(".pt-result")).to_contain_text("We count as closed: Thu Nov 26, 2026", timeout=SLOW)


def test_a_date_counted_for_one_child_is_not_stored_for_the_other(two, site):
    where = (DEADLINES, "?state=AZ&event=evaluation_requested")
    open_form(two, site, *where)
    whose(two).select_option(label="Bear")
    field(two, "date").fill("11/3/2026")
    kept(two)
    whose(two).select_option(label="Fox")
    field(two, "date").fill("11/10/2026")
    field(two, "date").press("Tab")
    expect(two.locator(".pt-understood").first).to_contain_text("November 10, 2026", timeout=SLOW)
    whose(two).select_option(label="Bear")
    expect(field(two, "date")).to_have_value("11/3/2026")
    expect(two.locator(".pt-form")).not_to_contain_text("November 10, 2026")
    two.get_by_role("button", name="Count the days").click()
    two.get_by_role("button", name="Keep this date for Bear").click(timeout=SLOW)
    expect(two.locator(".pt-keep")).to_contain_text("Kept on this phone.")
    assert case_of(two, "1")["events"]["evaluation_requested"] in ("11/3/2026", "2026-11-03")


def test_input_during_a_switch_of_child_is_stored_with_the_linked_event(two, site):
    open_form(two, site, DEADLINES, "?state=AZ&event=evaluation_requested")
    whose(two).evaluate(
        """(choice) => {
            choice.value = "1";
            choice.dispatchEvent(new Event("change", { bubbles: true }));
            setTimeout(() => {
                const date = document.querySelector(".pt-form [name=date]");
                date.value = "11/3/2026";
                date.dispatchEvent(new Event("input", { bubbles: true }));
            });
        }"""
    )
    kept(two)
    (draft,) = two.evaluate(STORE, ["drafts"])
    assert draft["child"] == "1"
    stands = {name: draft["fields"][name] for name in ("state", "event", "date")}
    assert stands == {"state": "AZ", "event": "evaluation_requested", "date": "11/3/2026"}


def test_my_case_shows_no_date_echo_of_another_child(two, site):
    for kid, day in (("1", "11/3/2026"), ("2", "11/10/2026")):
        two.evaluate(STORE, ["save", kid, {"events": {"state_complaint_received": day}}])
    two.goto(f"{site}tools/case/")
    day = two.locator("[name=state_complaint_received]")
    expect(day).to_have_value("11/10/2026")
    unfolded(day).click()
    expect(two.locator(".pt-case")).to_contain_text("November 10, 2026", timeout=SLOW)
    two.get_by_label("Which child?").select_option(label="Bear")
    expect(day).to_have_value("11/3/2026")
    expect(two.locator(".pt-case")).not_to_contain_text("November 10, 2026")


def test_a_date_entered_before_python_loads_is_echoed_afterwards(two, site):
    two.evaluate(STORE, ["save", "1", {"events": {"state_complaint_received": "11/3/2026"}}])
    python = Held(two, "**/micropython.wasm")
    two.goto(f"{site}tools/case/")
    python.arrive()
    two.get_by_label("Which child?").select_option(label="Bear")
    day = two.locator("[name=state_complaint_received]")
    expect(day).to_have_value("11/3/2026")
    unfolded(day).click()
    expect(two.locator(".pt-understood", has_text="November 3, 2026")).to_have_count(0)
    python.go_on()
    expect(two.locator(".pt-understood", has_text="November 3, 2026")).to_be_visible(timeout=SLOW)


def test_deleting_a_draft_resets_the_event_and_the_date(two, site):
    open_form(two, site, "arizona/evaluation/", "")
    form = two.locator(".pt-calculator").first
    event, date = form.locator("[name=event]"), form.locator("[name=date]")
    first, other, question = event.input_value(), "evaluation_consent", form.locator("[data-asked-by] label")
    asked = question.inner_text()
    date.fill("11/3/2026")
    event.select_option(other)
    expect(question).to_contain_text("signed consent")
    kept(two)
    options(two).get_by_role("button", name="Delete this draft").click()
    expect(said(two)).to_contain_text("The draft is deleted.")
    expect(event).to_have_value(first)
    expect(question).to_have_text(asked)
    event.select_option(other)
    event.select_option(first)
    expect(date).to_have_value("")


def test_delete_everything_removes_nicknames_and_later_input_is_stored(two, site):
    open_form(two, site, NOTICE)
    expect(whose(two)).to_have_value("2")
    delete_everything(two.context.new_page(), site)
    expect(said(two)).to_contain_text("Not kept: what was kept here was deleted")
    expect(two.locator(".pt-draft")).not_to_contain_text("Fox")
    two.get_by_role("button", name="Empty this page").click()
    expect(two.locator(".pt-over")).to_have_count(0)
    field(two, "what").fill("More speech therapy.")
    kept(two)
    assert [one["child"] for one in two.evaluate(STORE, ["drafts"])] == ["1"]
    two.reload()
    expect(field(two, "what")).to_have_value("More speech therapy.")
