"""The to-do list in My case: late, due, waiting or unlogged items, most urgent first."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from calculators import message
from calculators.tools import today
from macros.pages.case_form import HOME
from tests.records.test_case_page import unfolded
from tests.records.test_drafts import delete_everything
from tests.tools.records import STORE
from tests.tools.waiting import until_true

SLOW = 60_000
AS_OF = "11/27/2026"
LOG = {
    "services": [
        {
            "id": "a",
            "name": "Speech <therapy>",
            "minutes": "30",
            "times": "2",
            "per": "week",
            "from": "11/9/2026",
            "to": "",
        }
    ],
    "sessions": [{"id": "1", "service": "a", "day": "11/10/2026", "status": "given"}],
}
REMOVAL = {"removals.0.day": "9/8/2026", "removals.0.days": "8", "removals.0.kind": "suspension"}


def listed(state="MS", **given):
    """The kinds of the lines, and the list's HTML."""
    asked = {"calculator": "case", "state": state, "inputs": {"as_of": AS_OF, **given}}
    said = json.loads(message.ask(json.dumps(asked)))["data"]["today"]
    html = said["day"] + ("".join(line["html"] for line in said["lines"]) or said["nothing"])
    return re.findall(r'class="pt-todo-kind">([^<]+):<', html), html


def test_lines_are_sorted_by_urgency():
    kinds, html = listed(
        records_requested="9/1/2026",
        state_complaint_received="11/2/2026",
        log=LOG,
        days_out={**REMOVAL, "removals.1.day": "10/5/2026", "removals.1.days": "3", "removals.1.kind": "sent_home"},
        **{"sent.0.letter": "services_not_delivered", "sent.0.received": "11/20/2026"},
        **{"sent.1.letter": "services_not_delivered", "sent.1.received": "9/1/2026"},
    )
    assert kinds == sorted(kinds, key=today.KINDS.index)
    assert set(kinds) == {"Late", "No answer", "Days out", "Next", "Not logged", "Waiting"}
    assert "Friday, November 27, 2026" in html


def test_others_tasks_are_late_only_if_not_done():
    _, html = listed(records_requested="9/1/2026")
    assert "It was due Fri Oct 16, 2026, if it has not happened." in html
    assert re.search(
        r'data-path="tools/letters/missed-deadline/#rule=records_idea&amp;asked_on=[^"]+" href="#">Write today</a>',
        html,
    )


def test_a_date_has_the_same_certainty_as_in_the_full_result():
    _, html = listed("OH", records_requested="9/1/2026")
    assert "Ohio may have a shorter limit." in html
    _, html = listed(records_requested="9/1/2026")  # Mississippi's own was read
    assert "may have a shorter limit" not in html
    kinds, html = listed("US", evaluation_consent="1/8/2026")
    assert "Late" not in kinds
    assert "This federal day has passed. Your state may have another limit." in html


def test_a_past_earliest_day_is_said_to_be_possibly_due():
    begun, ahead = (listed("MN", evaluation_consent=day)[1] for day in ("10/5/2026", "11/9/2026"))
    said = "No earlier than Mon Nov 16, 2026. This could be due now. It depends on the days when school was closed."
    assert said in begun
    assert "could be due now" not in ahead


def test_what_a_parent_must_do_is_on_the_list_two_weeks_before():
    soon, _ = listed(settlement_offer_made="11/22/2026")
    far, _ = listed(violation="11/20/2026")
    assert "Soon" in soon
    assert "Soon" not in far


def test_unlogged_sessions_are_counted_once_and_unknown_ones_are_logged():
    kinds, html = listed(log=LOG)
    assert kinds == ["Not logged"]
    assert "5 of Speech &lt;therapy&gt;. Log only what you know." in html
    assert 'data-path="tools/service-log/"' in html
    unknown = [
        {"id": str(day), "service": "a", "day": f"11/{day}/2026", "status": "unknown"} for day in (12, 17, 19, 24, 26)
    ]
    kinds, html = listed(log={**LOG, "sessions": [*LOG["sessions"], *unknown]})
    assert kinds == []
    assert "Nothing is due, and nothing waits." in html


def test_an_entry_of_no_service_of_the_log_hides_no_unlogged_session():
    stray = {"id": "stray", "service": "of another child", "day": "11/12/2026", "status": "given"}
    kinds, html = listed(log={**LOG, "sessions": [*LOG["sessions"], stray]})
    assert (kinds, "5 of Speech" in html) == (["Not logged"], True)
    assert listed(log={**LOG, "sessions": "none"})[0] == []


NOTE = {"day": "11/2/2026", "who": "Ms. <Lee>", "how": "call", "said": "We spoke.", "entered": "11/2/2026"}


def test_a_promise_without_an_answer_is_on_the_list_and_of_many_the_first_three():
    promised = {**NOTE, "promised": "Send the test scores", "by": "11/20/2026"}
    kinds, html = listed(notes=[promised])
    assert kinds == ["Promised"]
    assert "<strong>Send the test scores</strong> <span>Overdue. Ms. &lt;Lee&gt;, November 2, 2026." in html
    assert 'data-path="tools/notes/"' in html
    assert listed(notes=[{**promised, "answered": "11/18/2026"}, NOTE])[0] == []
    kinds, html = listed(notes=[promised] * 5)
    assert kinds == ["Promised"] * 4
    assert "<strong>2 more</strong>" in html


def test_days_out_come_up_once_they_may_be_over_the_limit():
    assert listed(days_out=REMOVAL)[0] == []
    more = {"removals.1.day": "10/5/2026", "removals.1.days": "3"}
    kinds, html = listed(days_out={**REMOVAL, **more, "removals.1.kind": "sent_home"})
    assert kinds == ["Days out"]
    assert "It may be over the limit." in html
    assert "It is over the limit, added up." in listed(days_out={**REMOVAL, **more, "removals.1.kind": "suspension"})[1]


@pytest.mark.parametrize("kept", [{"days_out": {"removals.0.day": "soon"}}, {"log": {"services": [{"name": "x"}]}}])
def test_unreadable_data_of_another_tool_does_not_affect_the_list(kept):
    assert listed(records_requested="9/1/2026", **kept)[0] == ["Late"]


def test_before_a_state_is_chosen_the_list_has_what_needs_none_and_says_what_a_state_adds():
    promised = {**NOTE, "promised": "Send the test scores", "by": "11/20/2026"}
    more = {"removals.1.day": "10/5/2026", "removals.1.days": "3", "removals.1.kind": "suspension"}
    kinds, html = listed("US", no_state="yes", log=LOG, notes=[promised], days_out={**REMOVAL, **more})
    assert kinds == ["To check", "Promised", "Days out", "Not logged"]
    assert "No state is chosen</strong> <span>Choose it, and the dates that its law sets stand here, too." in html
    assert 'data-path="tools/case/#case-state"' in html


BEAR, FOX = {"id": "1", "name": "Bear", "shown": "yes"}, {"id": "2", "name": "Fox <3", "shown": ""}


def lines(state, whose, **given):
    """Each line's sort order and words, for one of several children."""
    asked = {"calculator": "case", "state": state, "inputs": {"as_of": AS_OF, "whose": whose, **given}}
    found = json.loads(message.ask(json.dumps(asked)))["data"]["today"]["lines"]
    return [(line["order"], re.sub("<[^>]+>", "", line["html"])) for line in found]


def test_lines_of_several_children_are_sorted_by_kind_and_date_late_ones_first():
    # Bear, Mississippi: records requested 9/1/2026, due in 45 calendar days: 10/16/2026. State complaint received Monday,
    # 11/2/2026: copy to the district in 3 business days: 11/5/2026; decision in 60 calendar days: 1/1/2027.
    # Fox, Arizona: records requested 9/20/2026, due in 45 calendar days: 11/4/2026. Settlement offer of 11/22/2026, open
    # for 10 calendar days: 12/2/2026, within two weeks of 11/27/2026.
    bear = lines("MS", BEAR, records_requested="9/1/2026", state_complaint_received="11/2/2026")
    fox = lines("AZ", FOX, records_requested="9/20/2026", settlement_offer_made="11/22/2026")
    together = [words for _, words in sorted([*bear, *fox], key=lambda line: line[0])]
    assert [re.sub(r"(, 20\d\d)(,|\.).*", r"\1", words) for words in together] == [
        "Late: Bear. The school must show you the records It was due Fri Oct 16, 2026",
        "Late: Fox &lt;3. The school must show you the records It was due Wed Nov 4, 2026",
        "Late: Bear. MDE sends your complaint to the school district It was due Thu Nov 5, 2026",
        "Soon: Fox &lt;3. Last day to accept the settlement offer Wed Dec 2, 2026",
        "Next: Bear. The state decides your state complaint Fri Jan 1, 2027",
    ]


def test_a_line_of_another_child_links_to_the_child_and_not_to_a_letter():
    _, shown = listed(records_requested="9/1/2026", whose=BEAR)
    _, other = listed(records_requested="9/1/2026", whose=FOX)
    assert 'data-child="1"' in shown
    assert ">Write today</a>" in shown
    assert 'data-child="2"' in other
    assert '<button type="button" class="pt-show-child">Show Fox &lt;3</button>' in other
    assert "<a " not in other
    assert "Child 2." in listed(records_requested="9/1/2026", whose={**FOX, "name": " "})[1]


def test_for_another_child_with_discreet_wording_only_numbers_are_shown():
    given = {"records_requested": "9/1/2026", "settlement_offer_made": "11/22/2026", "log": LOG, "discreet": "yes"}
    said = [words for _, words in lines("MS", FOX, **given)]
    assert said == ["Late: Fox &lt;3. One thing Show Fox &lt;3", "To check: Fox &lt;3. 2 things Show Fox &lt;3"]
    assert "The school must show you the records" in lines("MS", BEAR, **given)[0][1], "of the one that is shown all is"


def test_with_one_child_no_line_has_a_name():
    assert "pt-todo-child" not in listed(records_requested="9/1/2026")[1]


@pytest.mark.parametrize("whose", ["Fox", 3, [], {"shown": "yes"}])
def test_the_list_works_without_a_valid_child(whose):
    assert listed(records_requested="9/1/2026", whose=whose)[0] == ["Late"]


def test_a_new_user_gets_three_things_to_do():
    begin = HOME[HOME.index('class="pt-begin"') :]
    assert len(re.findall("<li>", begin)) == 3
    assert re.findall(r'<li><a href="([^"]+)"', begin) == ["#add", "#about-us", "../letters/"]


@pytest.mark.browser
def test_my_case_begins_with_three_things_and_then_with_today(page, page_log, site):
    page.goto(f"{site}tools/case/")
    expect(page.locator(".pt-begin")).to_be_visible()
    expect(page.locator(".pt-today")).to_be_hidden()
    page.get_by_role("link", name="Type your name and the school once").click()
    expect(page.locator(".pt-about-card[open]")).to_be_visible()
    page.evaluate(STORE, ["save", "1", {"state": "MS", "events": {"records_requested": "9/1/2026"}}])
    page.evaluate(
        """async ([store, log]) => (await import(new URL('store.js', document.querySelector("script[src$='/page.js']").src)))
            .changeLog("1", (kept) => ({ ...kept, ...log }))""",
        ["", LOG],
    )
    page.reload()
    page.locator(".pt-result[data-engine=pyodide]").wait_for(timeout=SLOW)
    expect(page.locator(".pt-begin")).to_be_hidden()
    lines = page.locator(".pt-today li")
    expect(lines.first).to_contain_text("Late: The school must show you the records")
    expect(lines.last).to_contain_text("of Speech <therapy>. Log only what you know.")
    lines.last.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"tools/service-log/\?state=MS$"))
    delete_everything(page, site)
    page.goto(f"{site}tools/case/")
    expect(page.locator(".pt-begin")).to_be_visible()
    expect(page.locator(".pt-today")).to_be_hidden()


@pytest.fixture
def two(page, page_log, site):
    """Bear in Mississippi, with an answer to look for, and Fox in Arizona, whose records are late; Bear is selected."""
    page.goto(f"{site}about/")
    for name, case in (
        ("Bear", {"state": "MS", "events": {"state_complaint_received": "11/2/2026"}}),
        ("Fox", {"state": "AZ", "events": {"records_requested": "9/1/2026"}}),
    ):
        page.evaluate(STORE, ["save", page.evaluate(STORE, ["addChild", name]), case])
    page.evaluate(STORE, ["choose", "1"])
    return page


#: Holds questions about children that are not selected until the test releases them.
HOLD_OTHERS = """(() => {
    const post = Worker.prototype.postMessage;
    globalThis.held = [];
    globalThis.came = 0;
    Worker.prototype.postMessage = function (said) {
        if (said.message?.inputs?.whose?.shown !== "") return post.call(this, said);
        held.push(() => {
            this.addEventListener("message", ({ data }) => data.id === said.id && (globalThis.came += 1));
            post.call(this, said);
        });
    };
})()"""


def todo(page, words):
    return page.locator(".pt-today li", has_text=words)


@pytest.mark.browser
def test_late_items_of_the_other_child_are_shown_and_a_press_selects_that_child(two, site):
    two.goto(f"{site}tools/case/")
    first = two.locator(".pt-today li").first
    expect(first).to_contain_text("Late: Fox. The school must show you the records", timeout=SLOW)
    expect(todo(two, "Bear.").first).to_be_visible()
    expect(two.locator("#case-child")).to_have_value("1")
    two.reload()
    expect(first).to_contain_text("Late: Fox.", timeout=SLOW)
    first.get_by_role("button", name="Show Fox").click()
    expect(two.locator("#case-child")).to_have_value("2")
    expect(two.locator("#case-state")).to_have_value("AZ")
    expect(first.get_by_role("link", name="Write today")).to_have_attribute("href", re.compile(r"\?state=AZ$"))
    expect(first).to_be_focused()
    expect(two.locator(".pt-kept")).to_have_text("Fox is shown.")
    expect(todo(two, "Bear.").first.get_by_role("button", name="Show Bear")).to_be_visible()
    two.reload()
    expect(two.locator("#case-child")).to_have_value("2")
    expect(todo(two, "Bear.").first).to_be_visible(timeout=SLOW)
    assert two.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_the_list_is_filled_by_both_engines_with_each_childs_own_state(two, site):
    two.goto(f"{site}tools/case/")
    expect(two.locator(".pt-result[data-engine=pyodide]")).to_be_visible(timeout=SLOW)
    expect(todo(two, "Late: Fox.")).to_have_count(1)
    two.get_by_label("Which child?").select_option(label="Fox")
    expect(two.locator(".pt-today").get_by_role("button", name="Show Bear").first).to_be_visible(timeout=SLOW)
    day = unfolded(two.locator("[name=records_requested]"))
    day.fill(datetime.now(UTC).strftime("%m/%d/%Y"))  # requested today, so not yet due
    day.press("Tab")
    expect(todo(two, "Late: Fox.")).to_have_count(0)
    expect(todo(two, "Bear.").first).to_be_visible()


@pytest.mark.browser
def test_a_child_without_a_state_or_with_an_unreadable_date_is_listed(two, site):
    two.evaluate(STORE, ["save", "2", {"state": "", "events": {"records_requested": "9/1/2026"}}])
    two.goto(f"{site}tools/case/")
    expect(two.locator(".pt-today li").first).to_have_text("Fox: No state is chosen, so no days are counted. Show Fox")
    days = {"records_requested": "9/1/2026", "evaluation_requested": "2/30/2026"}
    two.evaluate(STORE, ["save", "2", {"state": "AZ", "events": days}])
    two.reload()
    expect(two.locator(".pt-today li").first).to_contain_text("Fox: Some days could not be read", timeout=SLOW)
    expect(todo(two, "Late: Fox.")).to_be_visible()


@pytest.mark.browser
def test_before_a_state_is_chosen_what_needs_none_is_listed(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(
        """async ([log]) => (await import(new URL('store.js', document.querySelector("script[src$='/page.js']").src)))
            .changeLog("1", (kept) => ({ ...kept, ...log }))""",
        [LOG],
    )
    page.goto(f"{site}tools/case/")
    expect(todo(page, "Not logged:")).to_contain_text("of Speech <therapy>. Log only what you know.", timeout=SLOW)
    todo(page, "No state is chosen").get_by_role("link", name="Choose your state").click()
    expect(page.locator("#case-state")).to_be_focused()
    page.locator("#case-state").select_option("OH")
    expect(todo(page, "No state is chosen")).to_have_count(0)
    expect(todo(page, "Not logged:")).to_be_visible()


@pytest.mark.browser
def test_a_delayed_answer_does_not_replace_a_newer_one(two, site):
    two.add_init_script(HOLD_OTHERS)
    two.goto(f"{site}tools/case/")
    until_true(two, "held.length === 1")
    two.get_by_label("Which child?").select_option(label="Fox")
    expect(todo(two, "Late: Fox.").get_by_role("link", name="Write today")).to_be_visible(timeout=SLOW)
    two.evaluate("held[0]()")
    until_true(two, "came === 1")
    expect(todo(two, "Late: Fox.").get_by_role("button")).to_have_count(0)
    until_true(two, "held.length === 2")
    two.evaluate("held[1]()")
    expect(todo(two, "Bear.").first.get_by_role("button", name="Show Bear")).to_be_visible()
    expect(todo(two, "Late: Fox.").get_by_role("link", name="Write today")).to_be_visible()


@pytest.mark.browser
def test_delete_everything_removes_all_childrens_lines(two, site):
    two.goto(f"{site}tools/case/")
    expect(todo(two, "Late: Fox.")).to_be_visible(timeout=SLOW)
    two.get_by_role("button", name="Delete everything").click()
    two.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(two.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")
    expect(two.locator("section.pt-today")).to_be_hidden()
    expect(two.locator(".pt-begin")).to_be_visible()


RULE, ASKED_ON, DUE = (f"[name={name}]" for name in ("rule", "asked_on", "due"))
COPY = "MDE sends your complaint to the school district"
RECORDS = "The school must show you the records"
DRAFT_KEPT = ".pt-draft:not([data-under-way]) [role=status]"


@pytest.fixture
def late(page, page_log, site):
    """A child with two late items. Records requested 9/1/2025: due in 45 days, 10/16/2025.

    State complaint received Wednesday, 9/3/2025: copy to the district in 3 business days, 9/8/2025.
    """
    page.goto(f"{site}about/")
    events = {"records_requested": "9/1/2025", "state_complaint_received": "9/3/2025"}
    page.evaluate(STORE, ["save", "1", {"state": "MS", "events": events}])
    page.goto(f"{site}tools/case/")
    return page


def write_today(page, title):
    page.get_by_role("link", name=f"Write today: {title}", exact=True).click(timeout=SLOW)


def expect_letter(page, *answers):
    for field, answer in zip((RULE, ASKED_ON, DUE), answers, strict=True):
        expect(page.locator(field)).to_have_value(answer)


@pytest.mark.browser
def test_write_today_opens_a_letter_about_the_item_pressed(late, site):
    write_today(late, COPY)
    expect_letter(late, "state_complaint_copy_forwarded", "September 3, 2025", "September 8, 2025")
    expect(late.locator(DRAFT_KEPT)).to_have_text("Draft kept.")
    late.go_back()
    write_today(late, RECORDS)
    expect_letter(late, "records_idea", "September 1, 2025", "October 16, 2025")
    expect(late.locator(".pt-handed")).to_have_count(3)
    expect(late.locator(".pt-draft-ask")).to_have_count(0)
    expect(late.locator(DRAFT_KEPT)).to_have_text("Draft kept.")
    late.reload()
    expect_letter(late, "records_idea", "September 1, 2025", "October 16, 2025")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed_into", "words", "due"),
    [
        ("due", "September 9, 2025", "September 9, 2025"),
        ("waiting_for", "The copy.", "September 8, 2025"),  # her words are about the first item
    ],
)
def test_write_today_asks_before_it_replaces_what_was_typed(late, site, typed_into, words, due):
    write_today(late, COPY)
    expect_letter(late, "state_complaint_copy_forwarded", "September 3, 2025", "September 8, 2025")
    late.locator(f"[name={typed_into}]").fill(words)
    expect(late.locator(DRAFT_KEPT)).to_have_text("Draft kept.")
    late.go_back()
    write_today(late, RECORDS)
    ask = late.locator(".pt-draft-ask")
    expect(ask).to_contain_text("October 16, 2025")
    expect(ask).to_be_in_viewport(ratio=1)
    expect_letter(late, "state_complaint_copy_forwarded", "September 3, 2025", due)
    ask.get_by_role("button", name="Take those of the link").click()
    expect_letter(late, "records_idea", "September 1, 2025", "October 16, 2025")


@pytest.mark.browser
def test_write_today_in_a_new_tab_fills_in_the_letter_too(late, site):
    link = late.get_by_role("link", name=f"Write today: {RECORDS}", exact=True)
    expect(link).to_be_visible(timeout=SLOW)
    with late.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect(opened.value).to_have_url(f"{site}tools/letters/missed-deadline/?state=MS")
    expect_letter(opened.value, "records_idea", "September 1, 2025", "October 16, 2025")
    assert late.evaluate("sessionStorage.getItem('paper-trail.handed')") is None
    expect(late).to_have_url(f"{site}tools/case/")


def test_corrupt_imported_data_hides_nothing_else():
    kinds, _ = listed(records_requested="9/1/2026", log="=1+1", days_out="3 days", notes="a talk")
    assert kinds == ["Late"]
