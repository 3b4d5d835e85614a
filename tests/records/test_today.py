"""The list on top of My case: what is late, due, waits or was not logged, the most urgent first, in words that Python makes."""

import json
import re

import pytest
from playwright.sync_api import expect

from calculators import message
from calculators.tools import today
from macros.pages.case_form import HOME
from tests.records.test_drafts import STORE, delete_everything

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
    """The kinds of the lines, and the whole list."""
    asked = {"calculator": "case", "state": state, "inputs": {"as_of": AS_OF, **given}}
    said = json.loads(message.ask(json.dumps(asked)))
    html = said["data"]["today"]
    return re.findall(r'class="pt-todo-kind">([^<]+):<', html), html


def test_the_most_urgent_stands_first_whatever_came_first():
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


def test_what_others_had_to_do_is_called_late_only_if_it_has_not_happened():
    _, html = listed(records_requested="9/1/2026")
    assert "It was due Fri Oct 16, 2026, if it has not happened." in html
    assert re.search(
        r'data-path="tools/letters/missed-deadline/#rule=records_idea&amp;asked_on=[^"]+" href="#">Write today</a>',
        html,
    )


def test_a_date_is_no_more_certain_here_than_in_full():
    _, html = listed(records_requested="9/1/2026")
    assert "Mississippi may have a shorter limit." in html
    kinds, html = listed("US", evaluation_consent="1/8/2026")
    assert "Late" not in kinds
    assert "This federal day has passed. Your state may have another limit." in html


def test_a_day_that_can_move_and_is_over_says_that_it_could_be_due_now():
    begun, ahead = (listed("MN", evaluation_consent=day)[1] for day in ("10/5/2026", "11/9/2026"))
    said = "No earlier than Mon Nov 16, 2026. This could be due now. It depends on the days when school was closed."
    assert said in begun
    assert "could be due now" not in ahead


def test_what_a_parent_must_do_is_on_the_list_two_weeks_before():
    soon, _ = listed(settlement_offer_made="11/22/2026")
    far, _ = listed(violation="11/20/2026")
    assert "Soon" in soon
    assert "Soon" not in far


def test_a_session_without_an_entry_is_counted_once_and_what_nobody_knows_is_an_entry():
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
def test_what_cannot_be_read_in_another_tool_takes_nothing_away_here(kept):
    assert listed(records_requested="9/1/2026", **kept)[0] == ["Late"]


def test_who_comes_first_gets_three_things_to_do():
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


def test_what_a_broken_copy_brought_in_hides_nothing_else():
    kinds, _ = listed(records_requested="9/1/2026", log="=1+1", days_out="3 days", notes="a talk")
    assert kinds == ["Late"]
