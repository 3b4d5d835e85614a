"""My case in a browser: input is stored per child on the phone, and deleted on request."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.tools.browser import SITE, TELLING
from tests.tools.records import MAKE, READ, STORE, STORES
from tests.tools.waiting import Held, until_true

pytestmark = pytest.mark.browser

SLOW = 60_000
#: Delays reads of stored data until the test calls ``goOn``.
SLOW_STORE = """(() => {
    const listen = EventTarget.prototype.addEventListener;
    let goOn;
    const wait = new Promise((resolve) => (goOn = resolve));
    IDBOpenDBRequest.prototype.addEventListener = function (kind, heard, ...how) {
        globalThis.goOn = goOn;
        const slowly = (event) => wait.then(() => heard.call(this, event));
        listen.call(this, kind, kind === "upgradeneeded" ? heard : slowly, ...how);
    };
})()"""
#: The same, but only for the check after everything was deleted.
SLOW_LOOK = """(() => {
    const post = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (said) {
        post.call(this, said);
        if (said === "deleted") SLOW_STORE;
    };
})()""".replace("SLOW_STORE", SLOW_STORE)
#: Holds questions to the calculators until the test calls ``askNow``.
SLOW_QUESTIONS = """(() => {
    const post = Worker.prototype.postMessage, end = Worker.prototype.terminate;
    const held = [], silent = new Set();
    Worker.prototype.terminate = function () {
        silent.add(this);
        end.call(this);
    };
    globalThis.allIsSaid = () => held.every(([worker]) => silent.has(worker));
    Worker.prototype.postMessage = function (said) {
        if (said.kind === "ask" && !globalThis.asked) {
            held.push([this, said]);
            this.addEventListener("message", ({ data }) => data.id === said.id && silent.add(this));
        }
        else post.call(this, said);
    };
    globalThis.waiting = () => held.length;
    globalThis.askNow = async () => {
        for (let tries = 0; !held.length && tries < 2400; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
        if (!held.length) throw new Error("nothing was asked");
        globalThis.asked = true;
        held.forEach(([worker, said]) => post.call(worker, said));
    };
})()"""
DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"
OURS = "() => Object.keys(localStorage).filter((key) => key.startsWith('paper-trail.'))"


@pytest.fixture
def case(page, page_log, site):
    """My case, for a parent in Mississippi."""
    page.goto(f"{site}tools/case/?state=MS")
    expect(page.locator(".pt-delete button")).to_be_visible()
    expect(page.locator("#case-state")).to_have_value("MS")
    return page


def test_a_choice_made_before_the_script_loads_is_not_lost(page, page_log, site):
    script = Held(page, "**/js/case.js")
    page.goto(f"{site}tools/case/?state=MS", wait_until="commit")
    page.locator("#case-add").select_option("violation")
    script.arrive()
    script.go_on()
    expect(page.locator("[name=violation]")).to_be_focused()


def test_a_choice_made_while_the_case_loads_is_not_lost(page, page_log, site):
    page.add_init_script(SLOW_STORE)
    page.goto(f"{site}tools/case/?state=MS")
    until_true(page, "'goOn' in globalThis")
    page.locator("#case-add").select_option("violation")
    page.evaluate("globalThis.goOn()")
    expect(page.locator("#case-state")).to_have_value("MS")  # the case is displayed
    expect(page.locator("[name=violation]")).to_be_focused()


def test_input_typed_while_the_case_loads_is_stored_for_its_child(page, page_log, site):
    page.add_init_script(SLOW_STORE)
    page.goto(f"{site}tools/case/")
    until_true(page, "'goOn' in globalThis")
    page.locator("#case-state").select_option("AZ")
    nickname(page).fill("Bear")
    page.evaluate("globalThis.goOn()")
    expect(page.locator(".pt-kept:not([data-under-way])")).to_have_text("Kept on this phone.")
    expect(page.locator("#case-state")).to_have_value("AZ")
    expect(page.locator("#case-nickname")).to_have_value("Bear")
    children = page.evaluate(READ)["tables"]["children"]
    assert [(one["id"], one["name"], one["state"]) for one in children] == [("1", "Bear", "AZ")]


def add(page, event, day):
    page.locator("#case-add").select_option(event)
    page.locator(f"[name={event}]").fill(day)
    page.locator(f"[name={event}]").press("Tab")


def nickname(page):
    """The nickname field, with its fold opened."""
    return unfolded(page.locator("[name=nickname]"))


def unfolded(field):
    """Open the fold around a field, and return the field."""
    fold = field.locator("xpath=ancestor::details[1]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    return field


def date_of(page, event):
    return page.locator(f"[name={event}]")


def clock(page, rule):
    return page.locator(f".pt-clock[data-rule={rule}] time").first


def no_database(page):
    """Wait until there is no database, because merely reading creates one and deletes it again."""
    until_true(page, f"async () => !(await ({DATABASES})()).length")


def visible_errors(page):
    return page.locator(".pt-error:not([hidden])").filter(visible=True)


def again(page):
    """Reload the page once the input is stored."""
    expect(page.locator(".pt-kept:not([data-under-way])")).to_have_text("Kept on this phone.")
    page.reload()
    expect(page.locator(".pt-delete button")).to_be_visible()


def test_a_problem_is_said_once_and_its_date_stays_in_its_frame(case):
    add(case, "violation", "3/2/2026")
    remove = case.locator("[data-event=violation]").get_by_role("button", name="Remove this date")
    unfolded(date_of(case, "violation"))
    stood = remove.bounding_box()["x"]
    date_of(case, "violation").fill("2/30/2026")
    date_of(case, "violation").press("Tab")
    red = case.locator("#case-violation-error")
    expect(red).to_contain_text("There is no day", timeout=SLOW)
    expect(date_of(case, "violation")).to_have_accessible_description(
        re.compile(r"^(?:(?!There is no day).)*There is no day(?:(?!There is no day).)*$")
    )
    expect(case.locator("[data-event=violation] .pt-understood")).to_have_text("")
    assert remove.bounding_box()["x"] == stood


def test_a_fold_shows_a_day_with_the_year_as_it_was_read(case):
    add(case, "violation", "9/8")
    expect(case.locator(".pt-group:has([name=violation]) > summary")).to_contain_text(
        re.compile(r"September 8, 20\d\d"), timeout=SLOW
    )


def test_the_questions_about_closed_days_stand_under_their_box(case):
    closed = unfolded(case.locator("[name=closed]"))
    case.locator("[name=first_day]").fill("8/12")
    case.locator("[name=first_day]").press("Tab")
    closed.fill("Early release 11/13/2026")
    closed.press("Tab")
    panel = case.locator(".pt-read-back")
    expect(panel).to_contain_text("Is school closed then?", timeout=SLOW)
    below = case.locator(".pt-field:has([name=closed]) + .pt-read-back")
    expect(below).to_be_visible()
    case.locator("details.pt-more:has([name=closed]) > summary").click()
    expect(case.locator("details.pt-more:has([name=closed]) + .pt-read-back")).to_be_visible()


def test_without_a_state_no_law_of_no_state_is_asked_for(page, page_log, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}tools/case/")
    add(page, "violation", "3/2/2026")
    expect(page.locator("[data-event=violation] .pt-understood")).to_contain_text("March 2, 2026", timeout=SLOW)
    add(page, "records_requested", "3/3/2026")
    expect(page.locator("[data-event=records_requested] .pt-understood")).to_contain_text("March 3, 2026")
    assert [url for url in asked if url.endswith("/US.json")], "the engine reads a law"
    assert [url for url in asked if url.endswith("/.json")] == []


def test_a_date_corrected_on_the_same_day_makes_a_later_calendar_file(case):
    case.evaluate("""() => {
        globalThis.stamps = [];
        document.querySelector(".pt-calculator").addEventListener("pt:answered", ({ detail }) =>
            globalThis.stamps.push(detail.said.files[0].text.match(/SEQUENCE:(\\d+)/)[1]));
    }""")
    add(case, "violation", "9/15/2026")
    case.locator(".pt-go").first.click()
    expect(clock(case, "state_complaint_filing_limit")).to_have_text("Tuesday, September 14, 2027")
    case.clock.set_fixed_time(datetime.now(UTC) + timedelta(seconds=2))  # timestamps have a resolution of seconds
    date_of(case, "violation").fill("9/16/2026")
    date_of(case, "violation").press("Tab")
    expect(clock(case, "state_complaint_filing_limit")).to_have_text("Wednesday, September 15, 2027")
    stamps = [int(stamp) for stamp in case.evaluate("globalThis.stamps")]
    assert stamps[0] < stamps[-1]


# Stored and restored


def test_input_and_result_are_restored_on_the_next_visit(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)
    nickname(case).fill("Mo")
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/2026")
    expect(case.locator("[name=nickname]")).to_have_value("Mo")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)


def test_input_is_stored_without_leaving_the_field(case, site):
    case.locator("#case-add").select_option("state_complaint_received")
    date_of(case, "state_complaint_received").press_sequentially("3/2/20")
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/20")


def test_a_changed_date_moves_dependent_dates(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)
    date_of(case, "state_complaint_received").fill("3/3/2026")
    date_of(case, "state_complaint_received").press("Tab")
    expect(clock(case, "state_complaint_decision")).to_have_text("Saturday, May 2, 2026")


def test_a_removed_date_stays_removed(case):
    add(case, "state_complaint_received", "3/2/2026")
    case.get_by_role("button", name="Remove this date").filter(visible=True).click()
    expect(date_of(case, "state_complaint_received")).to_be_hidden()
    again(case)
    expect(date_of(case, "state_complaint_received")).to_be_hidden()


def test_only_added_events_have_fields_and_none_can_be_added_twice(case):
    assert case.locator(".pt-event:not([hidden])").count() == 0
    add(case, "state_complaint_received", "3/2/2026")
    assert case.locator(".pt-event:not([hidden])").count() == 1
    assert case.locator("#case-add option[value=state_complaint_received]").is_disabled()


def test_the_as_of_day_is_not_stored(case):
    add(case, "state_complaint_received", "3/2/2026")
    case.locator("summary", has_text="Count as of another day").click()
    case.locator("[name=as_of]").fill("4/1/2026")
    case.locator("[name=as_of]").press("Tab")
    expect(case.locator(".pt-intro")).to_contain_text("as of Wednesday, April 1, 2026", timeout=SLOW)
    again(case)
    expect(case.locator("[name=as_of]")).to_have_value("")


def test_viewing_the_page_stores_nothing(case, site):
    case.goto(site)  # leaving the page would store pending input
    no_database(case)


# Several children


def test_two_children_do_not_mix(case):
    nickname(case).fill("Mo")
    add(case, "state_complaint_received", "3/2/2026")
    case.get_by_role("button", name="Add another child").click()
    expect(case.locator("[name=nickname]")).to_be_focused()
    expect(date_of(case, "state_complaint_received")).to_be_hidden()
    nickname(case).fill("Jo")
    case.locator("#case-state").select_option("AZ")
    add(case, "evaluation_requested", "9/1/2026")
    again(case)
    expect(case.locator("#case-child")).to_have_value("2")
    expect(date_of(case, "evaluation_requested")).to_have_value("9/1/2026")
    expect(date_of(case, "state_complaint_received")).to_be_hidden()
    case.locator("#case-child").select_option(label="Mo")
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/2026")
    expect(date_of(case, "evaluation_requested")).to_be_hidden()
    expect(case.locator("#case-state")).to_have_value("MS")
    expect(clock(case, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    assert case.locator(".pt-clock[data-rule=evaluation_deadline]").count() == 0


def test_calendar_uids_survive_a_new_nickname_and_differ_between_children(case):
    def names():
        with case.expect_download() as download:
            case.get_by_role("button", name="Calendar file").click()
        return set(re.findall(r"^UID:(.+?)\r?$", download.value.path().read_text(encoding="utf-8"), re.MULTILINE))

    def count(day):
        add(case, "state_complaint_received", day)
        expect(clock(case, "state_complaint_decision")).to_be_visible(timeout=SLOW)

    nickname(case).fill("Mo")
    count("3/2/2026")
    first = names()
    assert first
    nickname(case).fill("Morris")
    again(case)
    expect(case.locator("[name=nickname]")).to_have_value("Morris")
    expect(clock(case, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    assert names() == first
    case.get_by_role("button", name="Add another child").click()
    expect(clock(case, "state_complaint_decision")).to_have_count(0)
    count("3/2/2026")
    assert names().isdisjoint(first)


def test_two_children_of_one_nickname_are_pointed_out(case):
    nickname(case).fill("Mo")
    case.get_by_role("button", name="Add another child").click()
    expect(case.locator("[name=nickname]")).to_have_value("")
    nickname(case).fill("mo")
    expect(visible_errors(case)).to_contain_text("There is another child called “mo” here.")
    expect(case.locator("[name=nickname]")).to_have_value("mo")


def test_printed_dates_have_no_blank_lines_after_them(case):
    case.emulate_media(media="print")
    expect(case.locator(".pt-worksheet")).to_be_visible()
    case.emulate_media(media="screen")
    add(case, "records_requested", "9/1/2026")
    expect(case.locator(".pt-result .pt-clock").first).to_be_visible(timeout=SLOW)
    case.emulate_media(media="print")
    expect(case.locator(".pt-result .pt-clock").first).to_be_visible()
    expect(case.locator(".pt-worksheet")).to_be_hidden()


def test_dates_that_apply_only_in_another_state_are_kept_but_not_counted(case):
    own = case.evaluate(
        "[...document.querySelectorAll('.pt-event')].find((one) => (one.dataset.states ?? '').split(' ').join() === 'MS')?.dataset.event"
    )
    assert own, "Mississippi has an event of its own"
    expect(case.locator(".pt-begin")).to_be_visible()
    add(case, own, "3/2/2026")
    expect(case.locator(".pt-begin")).to_be_hidden()
    case.locator("#case-state").select_option("AZ")
    title = case.evaluate("(event) => document.querySelector(`#case-add option[value=${event}]`).text", own)
    expect(case.locator(".pt-elsewhere")).to_contain_text(f"starts no time limit in this state. {title}: 3/2/2026.")
    case.locator("#case-state").select_option("MS")
    expect(date_of(case, own)).to_have_value("3/2/2026")


# Dates from other tools


def test_a_date_from_the_deadline_tool_can_be_stored_in_the_case(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    page.get_by_role("button", name="Keep this date in my case").click(timeout=SLOW)
    page.get_by_role("link", name="Open my case").click()
    expect(date_of(page, "state_complaint_received")).to_have_value("3/2/2026")
    expect(page.locator("#case-state")).to_have_value("MS")


def test_a_stored_date_is_not_replaced_without_asking(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    page.evaluate(STORE, ["save", "1", {"events": {"state_complaint_received": "2/1/2026"}}])
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    page.get_by_role("button", name="Keep this date in my case").click(timeout=SLOW)
    sure = page.get_by_role("button", name="2/1/2026 is kept there. Press again")
    assert page.evaluate(STORE, ["read", "1"])["events"] == {"state_complaint_received": "2/1/2026"}
    sure.click()
    expect(page.get_by_role("link", name="Open my case")).to_be_visible()
    assert page.evaluate(STORE, ["read", "1"])["events"] == {"state_complaint_received": "3/2/2026"}


def test_with_two_children_the_button_names_the_child(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    page.get_by_role("button", name="Keep this date for Mo").click(timeout=SLOW)
    expect(page.get_by_role("link", name="Open my case")).to_be_visible()
    assert page.evaluate(STORE, ["read", "1"])["events"] == {"state_complaint_received": "3/2/2026"}
    assert page.evaluate(STORE, ["read", "2"])["events"] == {}


def test_a_sent_letter_adds_its_date_and_does_not_replace_a_typed_one(page, page_log, site):
    page.goto(f"{site}tools/deadlines/")
    event = "evaluation_requested"
    for day in ("March 4, 2026", "March 9, 2026"):
        sent = {"letter": "x", "title": "A letter", "day": day, "event": event, "arrives": day, "received": ""}
        page.evaluate(STORE, ["addSent", "1", sent])
        stay = page.evaluate(STORE, ["addDays", "1", [{"event": event, "day": day, "repeats": False}]])
    assert stay == ["March 4, 2026"], "who keeps the second one is told that the first one stays"
    for day in ("March 4, 2026", "March 9, 2026"):  # repeatable events keep every date
        page.evaluate(STORE, ["addDays", "1", [{"event": "records_requested", "day": day, "repeats": True}]])
    kept = page.evaluate(STORE, ["read", "1"])
    assert kept["events"] == {event: "March 4, 2026", "records_requested": "March 4, 2026\nMarch 9, 2026"}
    assert [one["day"] for one in kept["sent"]] == ["March 4, 2026", "March 9, 2026"]
    page.goto(f"{site}tools/case/")
    expect(page.locator(".pt-sent-list li")).to_have_text(
        [re.compile("A letter: March 4, 2026"), re.compile("March 9, 2026")]
    )
    page.locator(".pt-sent-list summary").click()
    page.get_by_role("button", name="Remove: A letter, March 9, 2026").click()
    expect(page.locator(".pt-sent-list li")).to_have_count(1)


# Closed days


def test_closed_days_are_echoed_and_can_be_corrected(case):
    case.locator("summary", has_text="Days when school is closed").click()
    case.locator("[name=closed]").fill("Thanksgiving: 11/23/2026 - 11/27/2026\n2/30/2027\n1/18/2027 MLK Day")
    case.locator("[name=closed]").press("Tab")
    lines = case.locator(".pt-read-back li")
    expect(lines).to_have_count(3, timeout=SLOW)
    expect(lines.nth(0)).to_contain_text("There is no day “2/30/2027” in the calendar.")
    expect(lines.nth(1)).to_contain_text("Thanksgiving: Mon Nov 23, 2026 to Fri Nov 27, 2026, 5 weekdays")
    lines.nth(0).get_by_role("button", name=re.compile("^Change")).click()
    field = lines.nth(0).get_by_role("textbox")
    field.fill("2/15/2027")
    field.press("Enter")
    expect(lines.nth(1)).to_contain_text("Mon Feb 15, 2027, one weekday")
    lines.nth(2).get_by_role("button", name=re.compile("^Remove")).click()
    expect(lines).to_have_count(2)
    expect(case.locator("[name=closed]")).to_have_value("Thanksgiving: 11/23/2026 - 11/27/2026\n2/15/2027")
    again(case)
    expect(case.locator("[name=closed]")).to_have_value("Thanksgiving: 11/23/2026 - 11/27/2026\n2/15/2027")


def test_closed_days_without_a_year_are_stored_with_it(case):
    case.locator("summary", has_text="Days when school is closed").click()
    case.locator("[name=closed]").fill("Thanksgiving Nov 23-27")
    case.locator("[name=closed]").press("Tab")
    expect(case.locator("[name=closed]")).to_have_value(
        re.compile(r"^Thanksgiving 11/23/(20\d\d) to 11/27/\1$"), timeout=SLOW
    )
    written = case.locator("[name=closed]").input_value()
    again(case)
    expect(case.locator("[name=closed]")).to_have_value(written)


def test_ten_thousand_closures_give_an_error_and_none_is_lost(case):
    pasted = "\n".join(f"1/{1 + number % 28}/2026" for number in range(10_000))
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-clock").first).to_be_visible(timeout=SLOW)
    case.locator("summary", has_text="Days when school is closed").click()
    case.locator("[name=closed]").evaluate(
        """(field, text) => {
            field.value = text;
            for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
        }""",
        pasted,
    )
    expect(visible_errors(case)).to_have_text(re.compile("That is 10,?000 closures. Give at most"), timeout=SLOW)
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026")
    expect(case.locator(".pt-result > .pt-warning").first).to_contain_text("Days when school is closed")
    again(case)
    expect(case.locator("[name=closed]")).to_have_value(pasted)


def test_the_error_about_a_closed_day_stays_when_dates_are_counted(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-clock").first).to_be_visible(timeout=SLOW)
    case.locator("summary", has_text="Days when school is closed").click()
    case.locator("[name=closed]").fill("1/18/2027\n2/30/2027")
    case.locator("[name=closed]").press("Tab")
    expect(case.locator(".pt-result > .pt-warning").first).to_contain_text(
        "Not counted as closed, until you answer", timeout=SLOW
    )
    expect(case.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)  # no later answer
    expect(case.locator(".pt-read-back li").nth(0)).to_contain_text("There is no day “2/30/2027” in the calendar.")


# Invalid input


def test_an_impossible_date_stays_with_its_error_and_the_others_count(case):
    add(case, "state_complaint_received", "3/2/2026")
    add(case, "evaluation_requested", "2/30/2026")
    expect(visible_errors(case)).to_contain_text("There is no day “2/30/2026” in the calendar.", timeout=SLOW)
    expect(date_of(case, "evaluation_requested")).to_have_attribute("aria-invalid", "true")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026")
    expect(case.locator(".pt-result > .pt-warning").first).to_contain_text("Not counted here")
    again(case)
    expect(date_of(case, "evaluation_requested")).to_have_value("2/30/2026")
    expect(visible_errors(case)).to_contain_text("There is no day “2/30/2026” in the calendar.", timeout=SLOW)


def test_a_hearing_before_its_complaint_gives_an_error_at_its_field(case):
    add(case, "due_process_complaint_received", "3/2/2026")
    add(case, "due_process_hearing", "2/2/2026")
    field = case.locator(".pt-event[data-event=due_process_hearing]")
    expect(field.locator(".pt-error")).to_contain_text("February 2, 2026 is before", timeout=SLOW)
    expect(date_of(case, "due_process_hearing")).to_have_value("2/2/2026")
    expect(case.locator(".pt-clock[data-rule=resolution_meeting]")).to_be_visible()


@pytest.mark.parametrize("day", ["1/1/1700", "soon", "<b>3</b>"])
def test_an_unreadable_date_stays_with_its_error(case, day):
    add(case, "state_complaint_received", day)
    expect(visible_errors(case)).to_have_count(1, timeout=SLOW)
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value(day)


def test_the_button_says_what_is_missing(case):
    case.get_by_role("button", name="Show my dates").click()
    expect(visible_errors(case)).to_contain_text("Add at least one thing that happened", timeout=SLOW)
    expect(case.locator("#case-add")).to_be_focused()


# Deletion


def test_delete_everything_leaves_no_database_and_no_keys(case, site):
    case.evaluate("localStorage.setItem('paper-trail.state', 'mississippi')")
    case.evaluate("sessionStorage.setItem('paper-trail.searched', '1')")
    case.evaluate("localStorage.setItem('someone-else', '1')")
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_have_text("Kept on this phone.")
    assert case.evaluate(DATABASES) == ["paper-trail"]
    case.get_by_role("button", name="Delete everything").click()
    dialog = case.get_by_role("dialog", name="Delete everything?")
    dialog.get_by_role("button", name="Delete everything").click()
    expect(case.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    expect(case.locator(".pt-event:not([hidden])")).to_have_count(0)
    expect(case.locator(".pt-result")).to_be_hidden()
    no_database(case)
    assert case.evaluate(OURS) == []
    assert case.evaluate("[sessionStorage.length, localStorage.getItem('someone-else')]") == [0, "1"]
    case.goto(f"{site}tools/case/")
    expect(case.locator(".pt-delete button")).to_be_visible()
    expect(case.locator(".pt-event:not([hidden])")).to_have_count(0)
    no_database(case)


def test_an_answer_that_arrives_after_deletion_stores_nothing(case):
    case.evaluate(SLOW_QUESTIONS)
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_have_text("Kept on this phone.")
    case.evaluate(SLOW_LOOK)
    case.get_by_role("button", name="Delete everything").click()
    case.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    until_true(case, "'goOn' in globalThis")
    case.evaluate("askNow()")
    until_true(case, "allIsSaid()")
    case.evaluate("goOn()")
    expect(case.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    expect(case.locator(".pt-result")).to_be_hidden()
    assert case.evaluate(OURS) == []
    add(case, "state_complaint_received", "3/2/2026")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)


#: A snapshot of Python's memory, as an earlier version of this site cached for each state.
OLD_COPY = """async () => {
    const [name] = (await caches.keys()).filter((name) => name.endsWith(" runtime"));
    await (await caches.open(name)).put(document.querySelector("[data-runtime]").dataset.runtime + "memory-MS-0", new Response("x"));
    localStorage.setItem("paper-trail.memory", "MS");
}"""


def counted(case):
    """A case whose law is cached, with a memory snapshot of an earlier version."""
    add(case, "state_complaint_received", "3/2/2026")
    until_true(case, f"({TELLING})().then((found) => found.some((url) => url.endsWith('/MS.json')))")
    case.evaluate(OLD_COPY)
    assert [url for url in case.evaluate(TELLING) if "/memory-MS-" in url]


@pytest.mark.parametrize("where", ["tools/case/", "about/privacy/"])
def test_delete_everything_removes_cached_files_that_reveal_a_state(case, site, where):
    counted(case)
    case.goto(f"{site}{where}")
    case.get_by_role("button", name="Delete everything").click()
    case.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(case.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    assert case.evaluate(TELLING) == case.evaluate(OURS) == []


def test_a_failed_deletion_of_the_law_is_reported(case):
    counted(case)
    case.evaluate("() => { Cache.prototype.delete = async () => false; }")
    case.get_by_role("button", name="Delete everything").click()
    case.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(case.locator(".pt-delete [role=status]")).to_contain_text("Some of it could not be deleted")


def test_delete_everything_can_be_cancelled(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_have_text("Kept on this phone.")
    case.get_by_role("button", name="Delete everything").click()
    case.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/2026")


def test_everything_can_be_deleted_on_the_page_about_privacy(page, page_log, site):
    page.goto(f"{site}about/privacy/")
    page.evaluate(STORE, ["addChild", "Mo"])
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    no_database(page)


def test_a_second_tab_is_emptied_too_and_does_not_restore_anything(case, site):
    add(case, "state_complaint_received", "3/2/2026")
    expect(clock(case, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    other = case.context.new_page()
    other.goto(f"{site}about/privacy/")
    other.get_by_role("button", name="Delete everything").click()
    other.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(other.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    expect(case.locator(".pt-over")).to_be_visible()
    expect(case.locator(".pt-result")).to_be_hidden()
    expect(case.locator(".pt-today")).to_be_hidden()
    case.bring_to_front()
    no_database(case)


# Full or unavailable storage


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } })",
        "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'InvalidStateError'); }",
        "delete window.indexedDB; Object.defineProperty(window, 'indexedDB', { value: undefined })",
    ],
)
def test_without_storage_the_page_says_so_and_still_works(page, page_log, site, refusal):
    page.add_init_script(refusal)
    page.goto(f"{site}tools/case/?state=MS")
    expect(page.locator(".pt-kept")).to_contain_text("does not let a site keep anything on this phone")
    add(page, "state_complaint_received", "3/2/2026")
    expect(clock(page, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)
    page.get_by_role("button", name="Add another child").click()
    expect(date_of(page, "state_complaint_received")).to_be_hidden()
    page.locator("#case-child").select_option("1")
    expect(date_of(page, "state_complaint_received")).to_have_value("3/2/2026")


def test_full_storage_is_reported_and_input_is_stored_once_there_is_space(case):
    case.evaluate("""() => {
        window.real = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_contain_text("There is no room left on this phone")
    case.evaluate("() => { IDBObjectStore.prototype.put = window.real; }")
    add(case, "evaluation_requested", "9/1/2026")
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/2026")
    expect(date_of(case, "evaluation_requested")).to_have_value("9/1/2026")


def test_a_change_that_failed_for_lack_of_space_is_stored_with_the_next_one(case):
    add(case, "state_complaint_received", "10/1/2026")
    again(case)
    case.evaluate("""() => {
        window.real = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    add_again = unfolded(date_of(case, "state_complaint_received"))
    add_again.fill("10/5/2026")
    add_again.press("Tab")
    expect(case.locator(".pt-kept")).to_contain_text("There is no room left on this phone")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, December 4, 2026", timeout=SLOW)
    expect(case.locator(".pt-kept")).to_contain_text("There is no room left", timeout=SLOW)  # still there
    assert case.evaluate(STORE, ["whyNotKept"]) == "full"
    assert case.evaluate(STORE, ["read", "1"])["events"] == {"state_complaint_received": "10/5/2026"}
    case.evaluate("() => { IDBObjectStore.prototype.put = window.real; }")
    nickname(case).fill("Mo")
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("10/5/2026")
    expect(case.locator("[name=nickname]")).to_have_value("Mo")


def test_a_child_added_without_space_is_stored_once(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_have_text("Kept on this phone.")
    case.evaluate("""() => {
        window.real = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    case.get_by_role("button", name="Add another child").click()
    expect(date_of(case, "state_complaint_received")).to_be_hidden()
    assert [one["id"] for one in case.evaluate(STORE, ["children"])] == ["1", "2"]
    assert case.evaluate(STORE, ["current"]) == "2"
    case.evaluate("() => { IDBObjectStore.prototype.put = window.real; }")
    nickname(case).fill("Jo")
    again(case)
    expect(case.locator("[name=nickname]")).to_have_value("Jo")
    assert len(case.evaluate(STORE, ["children"])) == 2


def test_a_second_tab_does_not_revert_the_state(case, site):
    add(case, "state_complaint_received", "3/2/2026")
    expect(case.locator(".pt-kept")).to_have_text("Kept on this phone.")
    stale = case.context.new_page()
    stale.goto(f"{site}tools/case/")
    expect(date_of(stale, "state_complaint_received")).to_have_value("3/2/2026")
    stale.evaluate("document.hasFocus = () => true")
    unfolded(date_of(stale, "state_complaint_received")).focus()
    case.evaluate("document.hasFocus = () => true")
    case.locator("#case-state").select_option("AZ")
    expect(stale.locator("#case-state")).to_have_value("AZ")
    expect(stale.locator(".pt-kept:not([data-under-way])")).to_contain_text("The state was changed in another tab")
    date_of(stale, "state_complaint_received").press_sequentially("6")
    expect(stale.locator(".pt-kept:not([data-under-way])")).to_have_text("Kept on this phone.")
    kept = case.evaluate(STORE, ["read", "1"])
    assert (kept["state"], kept["events"]) == ("AZ", {"state_complaint_received": "3/2/20266"})


def test_a_lost_database_connection_is_reopened(case):
    case.evaluate("""() => {
        const real = IDBDatabase.prototype.transaction;
        let lost = 0;
        IDBDatabase.prototype.transaction = function (...given) {
            if (lost++ === 0) throw new DOMException("The database connection is closing.", "InvalidStateError");
            return real.apply(this, given);
        };
    }""")
    add(case, "state_complaint_received", "3/2/2026")
    again(case)
    expect(date_of(case, "state_complaint_received")).to_have_value("3/2/2026")


def test_a_database_of_a_newer_version_is_left_unchanged(page, page_log, site):
    page.goto(f"{site}about/")
    newer = {**STORES["1"], "version": 99}
    page.evaluate(MAKE, newer)
    page.goto(f"{site}tools/case/?state=MS")
    expect(page.locator(".pt-kept")).to_contain_text("This page is older than the one that kept your dates")
    add(page, "state_complaint_received", "5/5/2026")
    expect(clock(page, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    assert page.evaluate(READ) == newer


# The answer shown matches the input

STALE = "You changed something. Updating."


def test_outdated_dates_are_marked_until_the_new_ones_arrive(case):
    add(case, "state_complaint_received", "3/2/2026")
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026", timeout=SLOW)
    expect(case.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    case.evaluate(SLOW_QUESTIONS)
    date_of(case, "state_complaint_received").fill("3/3/2026")
    expect(case.locator(".pt-stale")).to_have_text(STALE)
    expect(clock(case, "state_complaint_decision")).to_have_text("Friday, May 1, 2026")
    with case.expect_download() as download:
        case.get_by_role("button", name="Calendar file").click()
        expect(case.locator(".pt-take-away-note")).to_have_text("You changed something. One moment.")
        case.evaluate("askNow()")
    expect(clock(case, "state_complaint_decision")).to_have_text("Saturday, May 2, 2026")
    assert "DTSTART;VALUE=DATE:20260502" in download.value.path().read_text(encoding="utf-8")
    expect(case.locator(".pt-stale")).to_be_empty()


def test_the_stored_date_is_the_one_in_the_form(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    keep = page.get_by_role("button", name="Keep this date in my case")
    expect(keep).to_be_visible()
    page.evaluate(SLOW_QUESTIONS)
    page.locator("[name=date]").fill("3/3/2026")
    keep.click()
    until_true(page, "waiting()")
    assert page.evaluate(STORE, ["read", "1"])["events"] == {}
    page.evaluate("askNow()")
    expect(page.get_by_role("link", name="Open my case")).to_be_visible()
    assert page.evaluate(STORE, ["read", "1"])["events"] == {"state_complaint_received": "3/3/2026"}


def test_a_crashed_engine_restarts_and_outdated_dates_are_marked_meanwhile(page, page_log, site):
    page.add_init_script("""(() => {
        const all = window.all = [];
        window.Worker = class extends Worker { constructor(...how) { super(...how); all.push(this); } };
    })()""")
    page.goto(f"{site}tools/case/?state=MS")
    add(page, "state_complaint_received", "3/2/2026")
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    page.evaluate("all.forEach((worker) => Worker.prototype.terminate.call(worker))")
    date_of(page, "state_complaint_received").fill("3/3/2026")
    date_of(page, "state_complaint_received").press("Tab")
    expect(page.locator(".pt-stale")).to_have_text(STALE)
    expect(clock(page, "state_complaint_decision")).to_have_text("Saturday, May 2, 2026")
    expect(page.locator(".pt-stale")).to_be_empty()


@pytest.mark.parametrize("where", ["tools/case/", "tools/deadlines/"])
def test_a_page_left_open_over_midnight_recounts_when_the_user_returns(page, page_log, site, where):
    page.goto(f"{site}{where}?state=MS&event=state_complaint_received")
    if where == "tools/case/":
        add(page, "state_complaint_received", "3/2/2026")
    else:
        page.locator("[name=date]").fill("3/2/2026")
        page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    page.evaluate(SLOW_QUESTIONS)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # on the same day the answer is current
    assert not page.locator(".pt-stale:not(:empty)").count()
    page.evaluate("Date.prototype.toDateString = () => 'the next day'")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".pt-stale")).to_have_text("A new day began. Updating.")
    page.evaluate("askNow()")
    expect(page.locator(".pt-stale")).to_be_empty()
    assert page.evaluate("waiting()") == 1, "it was asked on the next day alone"


@pytest.mark.parametrize("where", ["tools/case/", "tools/deadlines/"])
def test_a_connection_lost_during_loading_is_reported_as_such(page, page_log, site, where):
    page_log.expect("Failed to load|ERR_|Failed to fetch")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(f"{site}{where}?state=MS&event=state_complaint_received")
    page.route(re.compile("worker.*js|runtime/"), lambda route: route.abort())
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: false })")
    if where == "tools/case/":
        add(page, "state_complaint_received", "3/2/2026")
    else:
        page.locator("[name=date]").fill("3/2/2026")
    page.locator(".pt-go").click()
    expect(page.locator(".pt-failure")).to_contain_text("You are offline", timeout=SLOW)


# Privacy and accessibility


def test_nothing_typed_is_in_any_request(page, page_log, site):
    sent = []
    page.goto(f"{site}tools/case/?state=MS")
    expect(page.locator("#case-state")).to_have_value("MS")
    page.on("request", lambda request: sent.append(request))
    nickname(page).fill("Zebedee")
    add(page, "state_complaint_received", "March 2, 2026")
    expect(clock(page, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    expect(page.locator(".pt-kept")).to_have_text("Kept on this phone.")
    assert sent, "the calculators came after the first word was typed"
    for request in sent:
        assert request.method == "GET"
        assert request.post_data is None
        assert (SITE / request.url.removeprefix(site)).is_file(), (
            "a file of this site by its bare name, and nothing else"
        )
    said = [f"{request.url} {request.headers}" for request in sent]
    assert not [line for line in said if re.search(r"Zebedee|March|3/2|complaint_received", line)]
    assert "Zebedee" not in page.url
    assert "Zebedee" not in json.dumps(page.evaluate("Object.entries(localStorage)"))


def test_the_whole_page_can_be_used_with_the_keyboard(case):
    case.locator("#case-add").focus()
    case.locator("#case-add").select_option("state_complaint_received")
    expect(date_of(case, "state_complaint_received")).to_be_focused()
    case.keyboard.type("3/2/2026")
    case.keyboard.press("Enter")
    expect(clock(case, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    expect(case.locator(".pt-result")).to_be_focused()
    case.get_by_role("button", name="Delete everything").focus()
    case.keyboard.press("Enter")
    expect(case.get_by_role("button", name="Keep it")).to_be_focused()
    case.keyboard.press("Escape")
    expect(case.get_by_role("dialog")).to_have_count(0)
    expect(case.get_by_role("button", name="Delete everything")).to_be_focused()
    case.keyboard.press("Enter")
    case.keyboard.press("Tab")
    case.keyboard.press("Enter")
    expect(case.locator(".pt-delete [role=status]")).to_be_focused()


def test_a_full_page_is_not_wider_than_the_phone(case):
    nickname(case).fill("A very long nickname without any sense " + "x" * 60)
    case.get_by_role("button", name="Add another child").click()
    expect(case.locator("[name=nickname]")).to_have_value("")
    for event in ("state_complaint_received", "due_process_complaint_received", "evaluation_requested"):
        add(case, event, "3/2/2026")
    case.locator("summary", has_text="Days when school is closed").click()
    case.locator("[name=closed]").fill("A break of many words and a long name: 11/23/2026 to 11/27/2026\nwhat is this")
    case.locator("[name=closed]").press("Tab")
    expect(case.locator(".pt-read-back li")).to_have_count(2, timeout=SLOW)
    expect(case.locator(".pt-timeline")).to_be_visible(timeout=SLOW)
    assert case.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_the_page_says_how_to_count_by_hand(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}tools/case/")
    expect(page.locator(".pt-case")).to_be_hidden()
    expect(page.locator(".pt-noscript")).to_be_visible()
    expect(page.locator(".pt-worksheet").first).to_be_visible()
    expect(page.locator(".pt-delete")).to_contain_text("Without JavaScript, this site keeps nothing.")
