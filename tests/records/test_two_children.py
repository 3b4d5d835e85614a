"""Two children on one phone: every tool uses the right child's data, and never mixes the two."""

import pytest
from playwright.sync_api import expect

from tests.records.test_case_page import unfolded
from tests.records.test_drafts import NOTICE, delete_everything, field, kept, open_form, options, said
from tests.records.test_two_tabs import IS_KEPT
from tests.tools.records import MAKE, OCCUPY, READ, STORE, STORES
from tests.tools.waiting import Held, until, until_true

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


# A log, while Python has not answered


WASM = "**/*.wasm*"
SPEECH = {"minutes": "30", "times": "2", "per": "week", "from": "August 3, 2026", "to": "", "where": "", "who": ""}
KEEP_LOG = """async ([child, log]) => {
    const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
    return store.changeLog(child, (kept) => ({ ...kept, ...log }));
}"""


def note_of(page, kid):
    return [(one["who"], one["said"]) for one in page.evaluate(STORE, ["log", kid])["notes"]]


def write_a_note(page, who, said):
    page.get_by_label("Who?").fill(who)
    page.get_by_label("How?").select_option("call")
    page.get_by_label("What was said?").fill(said)


def draft_of(page, kid):
    return (page.evaluate(STORE, ["draft", kid, "notes tools/notes/"]) or {}).get("fields", {}).get("said")


def drafted(page, kid, words):
    until(page, lambda: draft_of(page, kid) == words, f"the draft of child {kid} says {words}")


def test_what_is_typed_while_a_child_is_being_chosen_is_about_that_child(two, site):
    two.goto(f"{site}tools/notes/")
    write_a_note(two, "Fox's teacher", "Fox has no aide on Mondays")
    drafted(two, "2", "Fox has no aide on Mondays")
    other = two.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(OCCUPY)
    two.get_by_label("Which child?").select_option(label="Bear")
    expect(two.get_by_label("What was said?")).to_have_value("")
    write_a_note(two, "Ms. Lee", "Bear lost the aide")
    other.evaluate("globalThis.letGo()")
    drafted(two, "1", "Bear lost the aide")
    assert draft_of(two, "2") == "Fox has no aide on Mondays"
    expect(two.get_by_label("Which child?")).to_have_value("1")


def test_a_note_is_kept_for_the_child_that_was_shown_when_its_button_was_pressed(two, site):
    python = Held(two, WASM)
    two.goto(f"{site}tools/notes/")
    write_a_note(two, "Fox's teacher", "Fox has no aide on Mondays")
    drafted(two, "2", "Fox has no aide on Mondays")
    child = two.get_by_label("Which child?")
    child.select_option(label="Bear")
    expect(two.get_by_label("What was said?")).to_have_value("")
    write_a_note(two, "Ms. Lee", "Bear lost the aide")
    drafted(two, "1", "Bear lost the aide")
    two.get_by_role("button", name="Keep this note").click()
    child.select_option(label="Fox")
    expect(two.get_by_label("What was said?")).to_have_value("Fox has no aide on Mondays")
    python.arrive()
    python.go_on()
    expect(two.locator(".pt-kept")).to_contain_text("The entry for the other child is kept", timeout=SLOW)
    assert note_of(two, "1") == [("Ms. Lee", "Bear lost the aide")]
    assert note_of(two, "2") == []
    expect(two.get_by_label("What was said?")).to_have_value("Fox has no aide on Mondays")
    assert (draft_of(two, "1"), draft_of(two, "2")) == (None, "Fox has no aide on Mondays")


def test_an_entry_that_does_not_fit_is_said_after_another_child_was_chosen(two, site):
    python = Held(two, WASM)
    two.goto(f"{site}tools/notes/")
    write_a_note(two, "", "A note of nobody")
    drafted(two, "2", "A note of nobody")
    two.get_by_role("button", name="Keep this note").click()
    two.get_by_label("Which child?").select_option(label="Bear")
    expect(two.get_by_label("What was said?")).to_have_value("")
    python.arrive()
    python.go_on()
    expect(two.locator(".pt-kept")).to_contain_text("is not kept yet", timeout=SLOW)
    expect(two.locator(".pt-error:visible")).to_have_count(0)
    assert draft_of(two, "2") == "A note of nobody"


def test_what_is_typed_after_the_press_stays_and_is_kept_by_the_next_one(two, site):
    python = Held(two, WASM)
    two.goto(f"{site}tools/notes/")
    write_a_note(two, "Ms. Lee", "Fox lost the aide.")
    keep = two.get_by_role("button", name="Keep this note")
    keep.click()
    keep.click()
    said = two.get_by_label("What was said?")
    said.fill("Fox lost the aide. The aide comes back on Monday.")
    python.arrive()
    python.go_on()
    expect(two.locator(".pt-kept")).to_contain_text("What you typed since then is still in the form", timeout=SLOW)
    expect(said).to_have_value("Fox lost the aide. The aide comes back on Monday.")
    assert note_of(two, "2") == [("Ms. Lee", "Fox lost the aide.")]
    keep.click()
    expect(said).to_have_value("")
    assert note_of(two, "2") == [("Ms. Lee", "Fox lost the aide. The aide comes back on Monday.")]
    until(two, lambda: draft_of(two, "2") is None, "the draft is gone")


#: Notes each row written or removed, in order.
IN_ORDER = """() => {
    window.writes = [];
    const { put, delete: remove } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) { window.writes.push(`${this.name} kept`); return put.apply(this, given); };
    IDBObjectStore.prototype.delete = function (...given) { window.writes.push(`${this.name} gone`); return remove.apply(this, given); };
}"""


def test_an_entry_is_stored_before_its_draft_goes_and_the_form_is_emptied(two, site):
    two.goto(f"{site}tools/notes/")
    write_a_note(two, "Ms. Lee", "Fox lost the aide.")
    drafted(two, "2", "Fox lost the aide.")
    two.evaluate(IN_ORDER)
    two.get_by_role("button", name="Keep this note").click()
    expect(two.get_by_label("What was said?")).to_have_value("", timeout=SLOW)
    assert two.evaluate("window.writes")[0] == "logs kept"
    until(two, lambda: two.evaluate("window.writes").count("drafts gone"), "the draft is gone")
    assert note_of(two, "2") == [("Ms. Lee", "Fox lost the aide.")]


def test_a_service_of_another_child_cannot_be_tapped_and_a_stray_entry_stops_nothing(two, site):
    two.evaluate(KEEP_LOG, ["1", {"services": [{"id": "bear", "name": "Speech", **SPEECH}]}])
    stray = {
        "id": "stray",
        "service": "bear",
        "day": "2026-11-02",
        "status": "given",
        "minutes": "",
        "makes_up": "",
        "source": "",
    }
    two.evaluate(KEEP_LOG, ["2", {"services": [{"id": "fox", "name": "OT", **SPEECH}], "sessions": [stray]}])
    two.goto(f"{site}tools/service-log/")
    result = two.locator(".pt-result")
    expect(result).to_contain_text("November 2, 2026: left out", timeout=SLOW)
    expect(result.locator(".pt-log-sentence")).to_contain_text("OT")
    two.get_by_label("Which child?").select_option(label="Bear")
    expect(result.locator("button[data-service=bear]").first).to_be_visible(timeout=SLOW)
    two.get_by_label("Which child?").select_option(label="Fox")
    expect(result.locator("button[data-service=bear]")).to_have_count(0)
    tap = result.locator("button[data-service=fox]").first
    tap.click(timeout=SLOW)
    expect(result).not_to_contain_text("left out")
    assert [one["service"] for one in two.evaluate(STORE, ["log", "2"])["sessions"]] == ["fox"]
    # another tab removes the service: its buttons still stand here
    two.evaluate(KEEP_LOG, ["2", {"services": [{"id": "aide", "name": "Aide", **SPEECH}], "sessions": []}])
    result.locator("button[data-service=fox]").nth(1).click()
    expect(two.locator(".pt-kept")).to_contain_text("That service is not in this log any more")
    assert two.evaluate(STORE, ["log", "2"])["sessions"] == []


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


def test_one_child_is_deleted_alone_with_all_its_records(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(MAKE, max(STORES.values(), key=lambda store: store["version"]))  # Mo and Jo; Jo is shown
    notes = page.context.new_page()
    page.evaluate(STORE, ["choose", "1"])
    notes.goto(f"{site}tools/notes/")
    expect(notes.get_by_label("Which child?")).to_have_value("1")
    notes.locator(".pt-book [name=said]").fill("Zebedee")
    until_true(notes, IS_KEPT, "Zebedee")
    page.goto(f"{site}tools/case/")
    expect(page.locator(".pt-drafts li").first).to_be_visible()
    before = page.evaluate(READ)
    page.get_by_role("button", name="Delete only Mo").click()
    question = page.get_by_role("dialog", name="Delete Mo?")
    expect(question).to_contain_text("It cannot be undone")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_have_count(0)
    assert page.evaluate(READ) == before
    page.get_by_role("button", name="Delete only Mo").click()
    question.get_by_role("button", name="Delete Mo").click()
    said_so = page.locator(".pt-delete-one [role=status]")
    expect(said_so).to_have_text("Done. Mo is deleted on this phone.")
    expect(said_so).to_be_focused()
    expect(page.locator("[name=nickname]")).to_have_value("Jo")
    expect(page.locator("[name=evaluation_requested]")).to_have_value("9/1/2026")
    expect(page.locator("[name=state_complaint_received]")).to_have_value("")
    expect(page.locator(".pt-drafts")).to_be_hidden()
    expect(page.get_by_role("button", name="Delete only")).to_have_count(0)
    tables = page.evaluate(READ)["tables"]
    left = {name: rows for name, rows in tables.items() if rows}
    jo = [one for one in before["tables"]["children"] if one["id"] == "2"]
    assert left == {"children": jo, "chosen": {"child": "2"}, "parent": before["tables"]["parent"]}
    # A tab that still showed the child keeps nothing for it any more.
    expect(notes.locator(".pt-over")).to_contain_text("was deleted in another tab")
    page.reload()
    expect(page.locator("[name=nickname]")).to_have_value("Jo")
    expect(page.get_by_role("button", name="Delete only")).to_have_count(0)


def test_the_child_that_is_shown_is_named_where_it_can_be_deleted(two, site):
    two.goto(f"{site}tools/case/")
    expect(two.get_by_role("button", name="Delete only Fox")).to_be_visible()
    two.get_by_label("Which child?").select_option(label="Bear")
    expect(two.get_by_role("button", name="Delete only Bear")).to_be_visible()
    two.get_by_text("Nickname: Bear").click()
    two.locator("[name=nickname]").fill("Cub")
    expect(two.get_by_role("button", name="Delete only Cub")).to_be_visible()
