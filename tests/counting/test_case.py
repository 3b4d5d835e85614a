"""A whole case: chains of events, how one event changes another clock, and who is late."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as ParsedCalendar

from calculators.counting import timeline
from calculators.counting.cautions import cautions
from calculators.counting.chain import deadlines
from calculators.counting.clocks import MOVES_ALONG
from calculators.counting.counted import Calendar
from calculators.counting.school_year import SchoolYear, school_years
from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.message import ask
from calculators.reading.printed_calendars import read_closures
from calculators.rendering import calendar_file, render
from calculators.result import Result
from calculators.tools import case
from calculators.tools.resolved import resolve
from calculators.words import plain_date
from tests.counting.test_command_line import calculators

MADE = "2026-03-10T12:00:00Z"
COMPLAINT = ("due_process_complaint_received", date(2026, 3, 2))


def resolved(*happened, state="US", closed="", as_of=date(2026, 3, 10), whole=()):
    return resolve(load(state), happened, Calendar(read_closures(closed), whole=whole), as_of)


def row(rule, *happened, **options):
    (found,) = [row for row in resolved(*happened, **options) if row.rule.id == rule]
    return found


# Due process


def test_fifteen_and_thirty_days_both_run_from_receipt_and_forty_five_from_the_end():
    assert row("resolution_meeting", COMPLAINT).due == date(2026, 3, 17)
    assert row("resolution_period", COMPLAINT).due == date(2026, 4, 1)
    decision = row("due_process_decision", COMPLAINT)
    assert (decision.due, decision.projected) == (date(2026, 5, 16), True)


@pytest.mark.parametrize(
    ("event", "day", "due"),
    [
        (
            "resolution_waived",
            date(2026, 3, 6),
            date(2026, 4, 20),
        ),  # March 7 is day 1; March has 25 of the days, April 20 is day 45
        ("no_agreement_possible", date(2026, 3, 20), date(2026, 5, 4)),  # 11 + 30, May 4 is day 45
        ("officer_started_hearing_time", date(2026, 3, 18), date(2026, 5, 2)),  # 13 + 30, May 2 is day 45
        ("resolution_period_ended", date(2026, 3, 25), date(2026, 5, 9)),  # 6 + 30, May 9 is day 45
    ],
)
def test_the_forty_five_days_start_after_the_adjusted_date(event, day, due):
    decision = row("due_process_decision", COMPLAINT, (event, day))
    assert (decision.due, decision.projected, decision.trigger.id) == (due, False, event)


def test_a_waived_meeting_takes_the_meeting_and_its_period_away():
    rules = {row.rule.id for row in resolved(COMPLAINT, ("resolution_waived", date(2026, 3, 6)))}
    assert not {"resolution_meeting", "resolution_period"} & rules


def test_a_meeting_that_the_parent_missed_is_not_late_and_the_time_runs_again_when_it_is_held():
    complaint, missed = (
        ("due_process_complaint_received", date(2026, 9, 1)),
        ("parent_missed_resolution_meeting", date(2026, 9, 14)),
    )
    held, asked = ("resolution_meeting_held", date(2026, 9, 21)), {"as_of": date(2026, 10, 10), "state": "TX"}
    waits = row("resolution_period", complaint, missed, **asked)
    assert (waits.due, waits.steps[-1]) == (None, "There is no date now, because of what happened since.")
    for happened in [(missed,), (missed, held)]:
        meeting = row("resolution_meeting", complaint, *happened, **asked)
        assert (meeting.due, meeting.status) == (date(2026, 9, 16), "passed")
    runs = row("resolution_period", complaint, missed, held, **asked)
    assert (runs.due, "runs again" in runs.change) == (None, True)
    assert runs.steps[-1] == "There is no date here, because the time waited, and we do not count how long."
    # a meeting that the school set for a day after the limit is late, whoever missed it
    too_late = ("parent_missed_resolution_meeting", date(2026, 9, 17))
    assert row("resolution_meeting", complaint, too_late, held, **asked).status == "late"


@pytest.mark.parametrize("over", ["no_agreement_possible", "resolution_period_ended", "officer_started_hearing_time"])
def test_a_resolution_period_that_is_over_is_no_missed_duty(over):
    complaint, asked = (
        ("due_process_complaint_received", date(2026, 9, 1)),
        {"as_of": date(2026, 10, 10), "state": "CA"},
    )
    ended = (over, date(2026, 9, 14))
    period = row("resolution_period", complaint, ended, **asked)
    assert (period.due, period.status, period.done) == (date(2026, 10, 1), "passed", date(2026, 9, 14))
    # 45 days after September 14: 16 in September, and October 29 is day 45
    assert row("due_process_decision", complaint, ended, **asked).due == date(2026, 10, 29)
    assert row("resolution_period", complaint, **asked).standing == "This day was 9 days ago."
    later = row("resolution_period", complaint, ("mediation_left", date(2026, 10, 8)), **asked)
    assert (later.status, "It is late only if this day holds for it." in later.standing) == ("passed", True)


@pytest.mark.parametrize("state", ["KY", "OH", "OK"])
def test_where_the_states_review_is_in_doubt_the_decision_warns_of_court(state):
    court = row("civil_action_after_review", ("decision_issued", date(2026, 11, 10)), state=state)
    assert court.trigger.id == "decision_issued"
    assert "lawyer at once" in court.rule.note


def test_the_resolution_meeting_of_a_discipline_case_can_be_done():
    complaint, asked = ("expedited_complaint_received", date(2026, 10, 1)), {"as_of": date(2026, 10, 20), "state": "CA"}
    held = ("resolution_meeting_held", date(2026, 10, 6))
    assert row("expedited_resolution_meeting", complaint, held, **asked).done == date(2026, 10, 6)
    assert row("expedited_resolution_meeting", complaint, **asked).status == "late"
    assert row("expedited_resolution_period", complaint, **asked).status == "passed"


def test_mediation_that_goes_on_leaves_no_date_until_one_side_leaves():
    going_on = ("mediation_continued", date(2026, 4, 1))
    waiting = row("due_process_decision", COMPLAINT, going_on)
    assert waiting.due is None
    assert "agreed to go on with mediation" in waiting.change
    left = row("due_process_decision", COMPLAINT, going_on, ("mediation_left", date(2026, 4, 20)))
    assert (left.due, left.change) == (date(2026, 6, 4), None)  # 10 days in April, 31 in May, June 4 is day 45


def test_mediation_that_one_side_leaves_on_the_same_day_starts_the_count_at_once():
    left = (("mediation_continued", date(2026, 4, 20)), ("mediation_left", date(2026, 4, 20)))
    assert row("due_process_decision", COMPLAINT, *left).due == date(2026, 6, 4)  # counted as above


def test_mediation_goes_on_whatever_else_happens_later():
    others = (("mediation_continued", date(2026, 4, 1)), ("settlement_offer_made", date(2026, 4, 10)))
    assert row("due_process_decision", COMPLAINT, *others).due is None


def test_an_event_that_replaces_another_gives_only_one_row():
    ends = (("no_agreement_possible", date(2026, 3, 20)), ("resolution_period_ended", date(2026, 3, 25)))
    decision = row("due_process_decision", COMPLAINT, *ends)  # the helper refuses more than one row
    assert (decision.trigger.id, decision.due) == ("resolution_period_ended", date(2026, 5, 9))


def test_rows_are_sorted_by_date_and_those_without_come_last():
    going_on = ("mediation_continued", date(2026, 4, 1))
    found = deadlines(load("US"), [going_on, COMPLAINT, ("violation", date(2026, 1, 12))], Calendar())
    days = [row.due for row in found]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == [*dated, None]


def test_a_day_that_is_known_is_never_projected_however_long_the_chain():
    """Consent projects eligibility, that the first IEP meeting, and that, here, a records request with a known date."""
    law = load("US")
    request = replace(law.events["records_requested"], projected_by="initial_iep_meeting")
    longer = replace(law, events={**law.events, "records_requested": request})
    happened = [("evaluation_consent", date(2026, 3, 2)), ("records_requested", date(2026, 3, 4))]
    assert "initial_iep_meeting" in [row.rule.id for row in deadlines(longer, happened, Calendar())]
    days = [row.trigger_date for row in deadlines(longer, happened, Calendar()) if row.rule.id == "records_idea"]
    assert days == [date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("requested", "consented", "due"),
    [
        # September 2 to 30 is 29 days, October makes 60, November 30 is day 90; December 19 is day 60 from consent
        (date(2026, 9, 1), date(2026, 10, 20), [("initial_evaluation", date(2026, 11, 30))]),
        # both start on the same day: October 21 to 31 is 11 days, November makes 41, December 19 is day 60
        (date(2026, 10, 20), date(2026, 10, 20), [("initial_evaluation", date(2026, 12, 19))]),
        # a request after consent is counted separately: 30 days by December 31, 61 by January 31, March 1 is day 90
        (
            date(2026, 12, 1), date(2026, 10, 20),
            [("initial_evaluation", date(2026, 12, 19)), ("evaluation_from_request", date(2027, 3, 1))],
        ),
    ],
)  # fmt: skip
def test_two_limits_of_one_evaluation_are_one_count_if_the_request_came_first(requested, consented, due):
    found = resolved(("evaluation_requested", requested), ("evaluation_consent", consented), state="MD")
    assert [
        (row.rule.id, row.due) for row in found if "initial_evaluation" in (row.rule.id, row.rule.together_with)
    ] == due


def test_a_parent_who_missed_the_meeting_stops_both_clocks():
    missed = ("parent_missed_resolution_meeting", date(2026, 3, 16))
    rows = {row.rule.id: row.due for row in resolved(COMPLAINT, missed)}
    assert rows["resolution_period"] is None
    assert rows["due_process_decision"] is None


def test_the_decision_waits_with_the_period_before_it_and_says_so():
    missed, held = (
        ("parent_missed_resolution_meeting", date(2026, 3, 16)),
        ("resolution_meeting_held", date(2026, 3, 20)),
    )
    waits = row("due_process_decision", COMPLAINT, missed, state="SD")
    assert (waits.due, waits.undated, waits.status) == (None, True, None)
    assert waits.change == "The time waits until the resolution meeting is held. Ask in writing for a new day."
    assert waits.steps[0] == "Start: not known yet, because the step before waits."
    runs = row("due_process_decision", COMPLAINT, missed, held, state="SD")
    assert (runs.due, "by which day the decision must come" in runs.change) == (None, True)
    ended = ("resolution_period_ended", date(2026, 4, 6))  # 24 days in April, and May 21 is day 45
    assert row("due_process_decision", COMPLAINT, missed, held, ended, state="SD").steps[0].startswith("Start: Monday")
    html = render.html(Result("", rows=(waits,)), load("SD"))
    assert "45 calendar days after a day not known yet: The resolution period ended" in html


WAITED = "If that was in time depends on how long the time waited."


@pytest.mark.parametrize(
    ("rule", "events", "due", "says"),
    [
        # 60 days after September 1, 2026: October 31
        ("state_complaint_decision", {"state_complaint_decided": date(2026, 10, 25)}, date(2026, 10, 31), None),
        ("state_complaint_decision", {"state_complaint_decided": date(2026, 11, 5)}, None, f"This came on November 5, 2026. {WAITED}"),
        # 30 days after June 1, 2026: July 1, and 45 more: August 15
        ("due_process_decision", {"decision_issued": date(2026, 8, 14)}, date(2026, 8, 15), None),
        ("due_process_decision", {"decision_issued": date(2026, 11, 1)}, None, f"This came on November 1, 2026. {WAITED}"),
    ],
)  # fmt: skip
def test_nothing_waits_once_it_has_come(rule, events, due, says):
    given = {
        "state_complaint_decision": (("state_complaint_received", date(2026, 9, 1)), ("state_complaint_extended", date(2026, 10, 20))),
        "due_process_decision": (("due_process_complaint_received", date(2026, 6, 1)), ("mediation_continued", date(2026, 6, 20))),
    }  # fmt: skip
    found = row(rule, *given[rule], *events.items(), state="UT", as_of=date(2026, 11, 30))
    assert (found.due, found.change) == (due, says)
    assert "no date now" not in found.how
    assert due is None or "in time" in found.standing


def test_days_counted_backwards_over_the_summer_are_named_from_the_first_to_the_last():
    # five school days before September 8, 2026, with a year from the 2nd: 7, 4, 3 and 2, and June 17 is day 5
    years = (SchoolYear(date(2025, 9, 3), date(2026, 6, 17)), SchoolYear(date(2026, 9, 2), date(2027, 6, 16)))
    planned = [("meeting_scheduled", date(2026, 9, 8))]
    found = resolve(load("WA"), planned, Calendar(years=years), date(2026, 8, 1))
    (report,) = [one for one in found if one.rule.id == "evaluation_report_copy"]
    assert report.due == date(2026, 6, 17)
    assert "July 1, 2026 to September 1, 2026: 45 days skipped." in report.how
    assert "June 18, 2026 to June 30, 2026: 9 days skipped." in report.how


def test_a_paper_that_is_due_before_some_meetings_only_says_before_which():
    for state, says in [
        ("RI", "if it decides if your child qualifies"),
        ("WA", "if this meeting decides"),
        ("CT", "if this is the first meeting on them"),
    ]:
        assert says in row("evaluation_report_copy", ("meeting_scheduled", date(2026, 12, 15)), state=state).due_title


def test_a_heading_over_a_date_a_day_later_does_not_say_the_same_day():
    for state in known_states():
        rule = load(state).find("restraint_notice")
        if rule and rule.clock and rule.clock.value:
            assert "same day" not in (rule.due_title or rule.title), state


def test_what_was_due_is_one_thing_so_that_the_sentence_about_it_is_one():
    for state in known_states():
        for rule in load(state).rules.values():
            head = re.split(r" (?:of|on|in|to|from|like|that|if|after|before|with|about) ", rule.noun or "")[0]
            assert not head.endswith("s") or head.endswith("ss"), f"{state}: {rule.noun}"


# State complaints


def test_issues_in_a_hearing_are_set_aside_and_the_rest_keeps_its_date():
    decision = row(
        "state_complaint_decision",
        ("state_complaint_received", date(2026, 3, 2)),
        ("issues_set_aside", date(2026, 3, 20)),
    )
    assert decision.due == date(2026, 5, 1)
    assert "holds for the other parts" in decision.change


def test_an_extension_takes_the_date_away():
    complaint = ("state_complaint_received", date(2026, 3, 2))
    extended = row("state_complaint_decision", complaint, ("state_complaint_extended", date(2026, 4, 20)))
    assert extended.due is None


def test_each_violation_has_its_own_year():
    found = resolved(("violation", date(2025, 1, 10)), ("violation", date(2025, 9, 15)))
    assert sorted(r.due for r in found if r.rule.id == "state_complaint_filing_limit") == [
        date(2026, 1, 9),
        date(2026, 9, 14),
    ]


# Who is late


@pytest.mark.parametrize(
    ("as_of", "status", "standing"),
    [
        (date(2026, 4, 30), "next", "In 1 day."),
        (date(2026, 5, 1), "next", "This is today."),
        (date(2026, 5, 12), "late", "The decision on my state complaint was due on May 1, 2026. Today, May 12, 2026, is 11 days later."),
    ],
)  # fmt: skip
def test_a_decision_is_next_then_late_in_words_for_a_letter(as_of, status, standing):
    decision = row("state_complaint_decision", ("state_complaint_received", date(2026, 3, 2)), as_of=as_of)
    assert (decision.status, decision.standing) == (status, standing)


def test_a_decision_that_came_late_says_by_how_many_days():
    received, decided = ("state_complaint_received", date(2026, 3, 2)), ("state_complaint_decided", date(2026, 5, 4))
    decision = row("state_complaint_decision", received, decided, as_of=date(2026, 6, 1))
    assert decision.status == "late"
    assert decision.standing.endswith("It came on May 4, 2026, 3 days later.")


def test_a_decision_that_came_in_time_is_done():
    received, decided = ("state_complaint_received", date(2026, 3, 2)), ("state_complaint_decided", date(2026, 5, 1))
    assert row("state_complaint_decision", received, decided, as_of=date(2026, 6, 1)).status == "passed"


def test_a_parents_own_limit_is_never_called_late():
    happened = ("violation", date(2024, 1, 10))
    limit = row("state_complaint_filing_limit", happened, state="MS", as_of=date(2026, 3, 10))
    assert (limit.due, limit.status) == (date(2025, 1, 9), "passed")
    elsewhere = row("state_complaint_filing_limit", happened, as_of=date(2026, 3, 10))
    assert elsewhere.status == "unsure"  # 300.153(c) is a minimum: a state may take an older complaint


def test_a_school_is_not_called_late_while_closures_are_not_known():
    asked = ("evaluation_requested", date(2026, 3, 2))
    answer = row("eval_request_response", asked, state="AZ", as_of=date(2026, 4, 20))
    assert (answer.due, answer.status) == (date(2026, 3, 23), "later") or answer.status == "next"
    assert "closed" in answer.standing
    listed = row("eval_request_response", asked, state="AZ", as_of=date(2026, 4, 20), closed="3/9/2026 to 3/13/2026")
    assert (listed.due, listed.status) == (date(2026, 3, 30), "next")
    whole = ((date(2026, 3, 3), date(2026, 3, 30)),)
    known = row(
        "eval_request_response", asked, state="AZ", as_of=date(2026, 4, 20), closed="3/9/2026 to 3/13/2026", whole=whole
    )
    assert (known.due, known.status) == (date(2026, 3, 30), "late")


@pytest.mark.parametrize("closed", ["9/7/2026", "11/11/2026", "10/12/2026 to 10/13/2026\n11/11/2026"])
def test_closed_days_alone_never_make_a_date_firm(closed):
    asked = ("evaluation_requested", date(2026, 10, 20))
    moving = row("eval_request_response", asked, state="AZ", as_of=date(2026, 11, 27), closed=closed)
    assert moving.range
    assert moving.status == "next"


def test_a_date_is_firm_once_the_list_is_whole_for_all_its_days():
    # 15 school days after October 20, 2026: 3 by October 23, 8 by October 30, 13 by November 6, November 10 is day 15
    asked = ("evaluation_requested", date(2026, 10, 20))
    for whole, is_firm in [
        ((date(2026, 10, 21), date(2026, 11, 10)), True),
        ((date(2026, 10, 22), date(2026, 11, 10)), False),
        ((date(2026, 10, 21), date(2026, 11, 9)), False),
    ]:
        answer = row("eval_request_response", asked, state="AZ", as_of=date(2026, 11, 27), whole=(whole,))
        assert answer.due == date(2026, 11, 10)
        assert (answer.range is None, answer.status == "late") == (is_firm, is_firm)


def test_closed_days_move_a_limit_that_may_hold_in_place_of_one_in_calendar_days():
    # 30 school days after March 2, 2026: 4 by March 6, 29 by April 10, April 13 is day 30; five closed days make it April 20
    asked, answered = ("evaluation_requested", date(2026, 3, 2)), ("evaluation_answered", date(2026, 4, 16))
    options = {"state": "MO", "as_of": date(2026, 4, 30), "whole": ((date(2026, 3, 3), date(2026, 4, 20)),)}
    for closed, other, status in [
        ("", "Monday, April 13, 2026", "late"),
        ("3/9/2026 to 3/13/2026", "Monday, April 20, 2026", "passed"),
    ]:
        answer = row("eval_request_response", asked, answered, closed=closed, **options)
        assert (answer.due, answer.status) == (date(2026, 4, 1), status)
        assert answer.unsaid.endswith(f"That day is {other}.")
    assert (
        row("eval_request_response", asked, state="MO").stretch
        == row("eval_request_response", asked, **options).stretch
        == (date(2026, 3, 3), date(2026, 4, 13))
    )


def test_what_was_done_after_the_earliest_day_is_not_called_in_time():
    asked, answered = ("evaluation_requested", date(2026, 10, 20)), ("evaluation_answered", date(2026, 11, 12))
    moving = row("eval_request_response", asked, answered, state="AZ", as_of=date(2026, 11, 27))
    assert moving.standing.startswith("Done on November 12, 2026. Whether that was in time depends on")
    whole = ((date(2026, 10, 21), date(2026, 11, 10)),)
    firm = row("eval_request_response", asked, answered, state="AZ", as_of=date(2026, 11, 27), whole=whole)
    assert firm.standing.endswith("It came on November 12, 2026, 2 days later.")


# One year after October 10, 2025 is October 10, 2026. November 30 is 51 days later: 21 in October and 30 in November.
YEARLY_REVIEW = [
    ([date(2025, 10, 10)], "late", None, "Today, November 30, 2026, is 51 days later."),
    (
        [date(2025, 10, 10), date(2026, 11, 20)],
        "late",
        date(2026, 11, 20),
        "It came on November 20, 2026, 41 days later.",
    ),
    ([date(2026, 7, 20)], "passed", date(2026, 7, 20), "If it is about this, this was in time."),
    ([date(2025, 11, 17), date(2026, 9, 21), date(2026, 11, 20)], "passed", date(2026, 9, 21), "September 21, 2026"),
    # a meeting soon after the start is hardly the review of the whole year: it closes nothing, and nobody is called late
    (
        [date(2025, 10, 17)],
        "unsure",
        None,
        "came on October 17, 2025, long before this day. If that was not about this, this is late.",
    ),
    (
        [date(2025, 10, 17), date(2026, 11, 20)],
        "passed",
        date(2026, 11, 20),
        "Then it came on November 20, 2026, after it.",
    ),
]


@pytest.mark.parametrize(("meetings", "status", "done", "says"), YEARLY_REVIEW)
def test_the_meeting_that_starts_the_year_is_not_the_yearly_review_and_another_may_be(meetings, status, done, says):
    held = [("iep_meeting_held", day) for day in meetings]
    review = row("iep_annual_review", ("last_iep", date(2025, 10, 10)), *held, state="MA", as_of=date(2026, 11, 30))
    assert (review.due, review.status, review.done) == (date(2026, 10, 10), status, done)
    assert says in review.standing


def test_a_meeting_soon_after_the_yearly_one_leaves_the_next_review_open():
    began, soon = ("last_iep", date(2026, 10, 1)), ("iep_meeting_held", date(2026, 10, 8))
    review = row("iep_annual_review", began, soon, state="US", as_of=date(2027, 9, 20))
    assert (review.due, review.status, review.done) == (date(2027, 10, 1), "next", None)
    assert review.standing.startswith("In 11 days. Something that may be this came on October 8, 2026, long before")
    assert row("iep_annual_review", began, soon, state="US", as_of=date(2027, 10, 20)).status == "unsure"


@pytest.mark.parametrize(("report", "status"), [(date(2026, 10, 8), "later"), (date(2029, 6, 4), "passed")])
def test_the_report_of_the_last_evaluation_is_not_that_of_the_next_one(report, status):
    began, got = ("last_evaluation", date(2026, 10, 1)), ("reevaluation_report_received", report)
    newest = row("reevaluation_due", began, got, ("last_iep", date(2029, 1, 1)), state="US", as_of=date(2029, 8, 1))
    assert newest.due == date(2029, 10, 1)
    assert newest.status in ({"next", "later"} if status == "later" else {"passed"})


def test_a_meeting_that_the_parent_missed_is_no_later_step_and_the_one_that_was_held_is_named():
    complaint, missed = (
        ("due_process_complaint_received", date(2026, 9, 1)),
        ("parent_missed_resolution_meeting", date(2026, 9, 14)),
    )
    held, asked = ("resolution_meeting_held", date(2026, 9, 28)), {"as_of": date(2026, 11, 1), "state": "SD"}
    one = row("resolution_meeting", complaint, missed, held, **asked)
    assert (one.status, one.done) == ("passed", date(2026, 9, 28))
    assert one.standing == (
        "It was set for September 14, 2026, in time, and did not take place then. It was done on September 28, 2026."
    )
    waits = row("resolution_meeting", complaint, missed, **asked)
    assert (waits.status, waits.done) == ("passed", None)
    assert waits.standing == "It was set for September 14, 2026, in time, and did not take place then."


def test_nobody_is_told_to_write_for_what_is_done_or_what_nobody_owes():
    # more than 10 days before December 2: Saturday, November 21
    offer = row("fee_offer_before_hearing", ("due_process_hearing", date(2026, 12, 2)), state="US")
    assert (offer.due, offer.weekend) == (date(2026, 11, 21), "That is a Saturday, and the limit does not move.")
    # 30 days after September 4: Sunday, October 4
    period = row("resolution_period", ("due_process_complaint_received", date(2026, 9, 4)), state="US")
    assert (period.due, period.weekend) == (date(2026, 10, 4), "That is a Sunday, and the limit does not move.")
    # 60 days after September 8: Saturday, November 7
    asked, done = ("evaluation_consent", date(2026, 9, 8)), ("eligibility_determined", date(2026, 10, 20))
    open_, over = (
        row("initial_evaluation", asked, *more, state="NY", as_of=date(2026, 11, 1)) for more in ((), (done,))
    )
    assert "If you have nothing by Monday, November 9, 2026, write on that day." in open_.weekend
    assert (over.done, over.weekend) == (date(2026, 10, 20), None)


def test_the_meeting_at_which_one_asks_for_a_meeting_is_not_the_one_asked_for():
    day = date(2026, 9, 14)
    asked, held = ("iep_meeting_requested", day), ("iep_meeting_held", day)
    whole = ((day, date(2026, 10, 14)),)
    meeting = row("iep_meeting_request", asked, held, state="CA", as_of=date(2026, 10, 20), whole=whole)
    assert (meeting.due, meeting.status, meeting.done) == (date(2026, 10, 14), "late", None)
    later = ("iep_meeting_held", date(2026, 10, 1))
    found = row("iep_meeting_request", asked, held, later, state="CA", as_of=date(2026, 10, 20), whole=whole)
    assert found.done == date(2026, 10, 1)


def test_the_meeting_at_which_one_consents_to_new_tests_does_not_show_that_they_are_done():
    day = date(2026, 9, 14)
    consent, held = ("reevaluation_consent", day), ("iep_meeting_held", day)
    tests = row("reevaluation_completion", consent, held, state="CA", as_of=date(2026, 9, 20))
    assert (tests.status, tests.done) == ("later", None)
    decided = ("eligibility_determined", day)
    assert row("initial_iep_meeting", decided, held, state="GA", as_of=date(2026, 9, 20)).done == day


ANSWER = "eval_request_response"
ANSWERS_IN_TIME = [
    code for code in known_states() if ANSWER in load(code).rules and load(code).rules[ANSWER].clock.value
]


@pytest.mark.parametrize("state", ANSWERS_IN_TIME)
def test_a_consent_shows_that_the_form_had_come_and_never_that_it_came_late(state):
    asked, soon, long_after = ("evaluation_requested", date(2026, 9, 14)), date(2026, 9, 18), date(2027, 2, 1)
    whole = ((date(2026, 9, 14), date(2027, 2, 1)),)
    for consent, done in [(soon, soon), (long_after, None)]:
        happened = (asked, ("evaluation_consent", consent))
        answer = row(ANSWER, *happened, state=state, as_of=date(2027, 2, 2), whole=whole)
        assert (answer.status, answer.done) == ("passed", done), answer.standing


def test_a_written_answer_is_not_judged_by_the_limit_of_the_meeting_before_it():
    # New Jersey: 20 days to the meeting end on November 22, and the letter may come up to 15 days after the meeting
    asked, answered = ("evaluation_requested", date(2026, 11, 2)), ("evaluation_answered", date(2026, 11, 30))
    meeting = row("eval_request_response", asked, answered, state="NJ", as_of=date(2026, 11, 30))
    assert (meeting.due, meeting.status, meeting.done) == (date(2026, 11, 22), "passed", None)
    assert "does not show on which day" in meeting.standing


def test_illinois_has_the_iep_meeting_inside_its_limit_so_the_decision_alone_does_not_meet_it():
    # Closed: January 19, February 16, March 23 to 27. January 13 to 30 has 13 school days, February 19 (32), March 17 (49),
    # April 1 to 15 has 11 (60).
    consent, decided = ("evaluation_consent", date(2026, 1, 12)), ("eligibility_determined", date(2026, 4, 10))
    closed = "King Day: 1/19/2026\nPresidents' Day: 2/16/2026\nSpring break: 3/23/2026 to 3/27/2026"
    whole = ((date(2026, 1, 12), date(2026, 5, 31)),)
    options = {"state": "IL", "whole": whole, "closed": closed, "as_of": date(2026, 5, 10)}
    met = row("initial_evaluation", consent, decided, ("iep_meeting_held", date(2026, 4, 14)), **options)
    assert (met.due, met.status, met.done) == (date(2026, 4, 15), "passed", date(2026, 4, 14))
    late = row("initial_evaluation", consent, decided, ("iep_meeting_held", date(2026, 5, 8)), **options)
    assert (late.status, late.done) == ("late", date(2026, 5, 8))


@pytest.mark.parametrize(("state", "due"), [("MI", date(2026, 10, 26)), ("MA", date(2026, 11, 16))])
def test_not_every_notice_ends_a_first_evaluation(state, due):
    # 30 and 45 school days after September 14, 2026: 12 in September, 22 in October, 11 by November 16
    consent, whole = ("evaluation_consent", date(2026, 9, 14)), ((date(2026, 9, 14), date(2026, 11, 16)),)

    def judged(day):
        notice = ("pwn_received", day)
        return row("initial_evaluation", consent, notice, state=state, as_of=date(2026, 12, 20), whole=whole)

    on_the_day, later, too_late = judged(date(2026, 9, 14)), judged(date(2026, 10, 20)), judged(date(2026, 12, 1))
    assert (on_the_day.due, on_the_day.status, on_the_day.done) == (due, "late", None)
    assert (later.status, "If it is about this" in later.standing) == ("passed", True)
    assert (too_late.status, too_late.done) == ("late", date(2026, 12, 1))


def test_the_team_meeting_in_massachusetts_shows_that_the_tests_before_it_may_be_done():
    # 30 school days after September 14, 2026, with October 12 closed: 12 in September, October 27 is day 30
    consent, held = ("evaluation_consent", date(2026, 9, 14)), ("iep_meeting_held", date(2026, 10, 16))
    columbus = "Columbus Day: 10/12/2026"
    options = {"state": "MA", "as_of": date(2026, 11, 5), "whole": ((date(2026, 9, 14), date(2026, 11, 6)),)}
    tests = row("evaluation_assessments", consent, held, closed=columbus, **options)
    assert (tests.due, tests.status, tests.done) == (date(2026, 10, 27), "passed", date(2026, 10, 16))
    assert row("evaluation_assessments", consent, closed=columbus, **options).status == "late"


STARTS_WHAT_ENDS_IN_USE = [("NJ", "evaluation_consent"), ("KY", "evaluation_consent"), ("NC", "evaluation_requested")]


@pytest.mark.parametrize(("state", "starts"), STARTS_WHAT_ENDS_IN_USE)
def test_a_meeting_does_not_show_that_the_iep_is_in_use_and_ends_the_word_late(state, starts):
    consent, held = (starts, date(2026, 1, 12)), ("iep_meeting_held", date(2026, 3, 16))
    whole, closed = ((date(2026, 1, 12), date(2026, 5, 20)),), "Spring break: 4/6/2026 to 4/10/2026"
    options = {"state": state, "as_of": date(2026, 5, 20), "whole": whole, "closed": closed}
    assert row("initial_evaluation", consent, **options).status == "late"
    met = row("initial_evaluation", consent, held, **options)
    assert (met.status, met.done) == ("passed", None)
    assert "It does not show if all of this was done in time." in met.standing


@pytest.mark.parametrize("state", ["PA", "WA", "SD"])
def test_the_report_of_a_new_evaluation_shows_that_the_three_years_were_kept(state):
    last, consent = ("last_evaluation", date(2023, 11, 15)), ("reevaluation_consent", date(2026, 9, 14))
    came = ("reevaluation_report_received", date(2026, 10, 20))
    due = row("reevaluation_due", last, consent, came, state=state, as_of=date(2026, 11, 30))
    assert (due.due, due.status) == (date(2026, 11, 15), "passed")
    assert row("reevaluation_due", last, consent, state=state, as_of=date(2026, 11, 30)).status == "late"
    assert "reevaluation_report_received" not in load("MS").events


def test_in_ohio_the_report_comes_before_the_next_meeting_if_that_is_sooner():
    decided = ("eligibility_determined", date(2026, 10, 1))
    asked = {"state": "OH", "as_of": date(2026, 10, 5)}
    assert row("evaluation_report_copy", decided, **asked).due == date(2026, 10, 15)
    for meeting, due in [(date(2026, 10, 8), date(2026, 10, 8)), (date(2026, 10, 20), date(2026, 10, 15))]:
        copy = row("evaluation_report_copy", decided, ("meeting_scheduled", meeting), **asked)
        assert copy.due == due
    held = ("iep_meeting_held", date(2026, 10, 1))
    assert row("evaluation_report_copy", decided, held, **asked).due == date(2026, 10, 15)


def test_a_limit_that_is_inside_another_says_which_day_is_earlier():
    # California: 60 days after September 14 are November 13, and 30 days after November 5 are December 5
    consent, decided = ("evaluation_consent", date(2026, 9, 14)), ("eligibility_determined", date(2026, 11, 5))
    whole, asked = ((date(2026, 9, 14), date(2026, 12, 15)),), {"state": "CA", "as_of": date(2026, 11, 10)}
    closed = "Veterans Day: 11/11/2026\nThanksgiving: 11/23/2026 to 11/27/2026"
    meeting = row("initial_iep_meeting", consent, decided, whole=whole, closed=closed, **asked)
    assert meeting.due == date(2026, 12, 5)
    assert meeting.unsaid.endswith("must be done”, Friday, November 13, 2026. The earlier day counts.")
    assert row("initial_iep_meeting", decided, **asked).unsaid is None
    early = ("eligibility_determined", date(2026, 9, 25))  # 30 days later is October 25, inside the 60
    assert row("initial_iep_meeting", consent, early, whole=whole, closed=closed, **asked).unsaid is None


@pytest.mark.parametrize(
    ("state", "rule", "starts", "then", "due"),
    [
        (
            "TX",
            "iep_meeting_request",
            ("iep_meeting_requested", date(2026, 9, 21)),
            "iep_meeting_held",
            date(2026, 9, 28),
        ),
        (
            "NJ",
            "iep_meeting_request",
            ("iep_meeting_requested", date(2026, 9, 8)),
            "iep_meeting_held",
            date(2026, 9, 28),
        ),
        ("NJ", "eval_request_response", ("evaluation_requested", date(2026, 9, 8)), None, date(2026, 9, 28)),
        ("WA", "iee", ("iee_requested", date(2026, 9, 13)), None, date(2026, 9, 28)),
    ],
)
def test_a_day_that_shows_no_missed_duty_is_never_called_late(state, rule, starts, then, due):
    # the written no alone, days that do not all count, and the hearing alone
    options = {"state": state, "as_of": date(2026, 10, 12), "whole": ((date(2026, 9, 1), date(2026, 10, 12)),)}
    over = row(rule, starts, **options)
    assert (over.due, over.status, over.standing) == (due, "passed", "This day was 14 days ago.")
    if then:
        held = row(rule, starts, (then, date(2026, 10, 8)), **options)
        said = "It came on October 8, 2026, 10 days after this day. It is late only if this day holds for it. See the rule."
        assert (held.status, held.standing) == ("passed", said)


@pytest.mark.parametrize(
    ("state", "rule", "events", "due"),
    [
        # no school has as many holidays as would excuse this
        ("NJ", "eval_request_response", [("evaluation_requested", date(2026, 8, 20))], date(2026, 9, 9)),
        (
            "NJ",
            "iep_meeting_request",
            [("iep_meeting_requested", date(2026, 3, 2)), ("iep_meeting_held", date(2026, 8, 1))],
            date(2026, 3, 22),
        ),
        # a meeting after the end cannot have left the rest to be done in time
        (
            "NJ",
            "initial_evaluation",
            [("evaluation_consent", date(2026, 3, 2)), ("iep_meeting_held", date(2026, 10, 20))],
            date(2026, 5, 31),
        ),
        # the only meeting that was offered came after its day
        (
            "US",
            "resolution_meeting",
            [
                ("due_process_complaint_received", date(2026, 9, 1)),
                ("parent_missed_resolution_meeting", date(2026, 9, 25)),
            ],
            date(2026, 9, 16),
        ),
    ],
)
def test_who_is_clearly_late_is_called_late(state, rule, events, due):
    found = row(rule, *events, state=state, as_of=date(2026, 11, 30))
    assert (found.due, found.status) == (due, "late")


def test_a_late_report_stays_late_where_the_report_is_what_is_due():
    consent, report = ("evaluation_consent", date(2026, 9, 21)), ("evaluation_report_received", date(2026, 11, 24))
    decided = ("eligibility_determined", date(2026, 11, 2))
    options = {"state": "WA", "as_of": date(2026, 11, 30), "whole": ((date(2026, 9, 21), date(2026, 11, 30)),)}
    assert row("initial_evaluation", consent, report, decided, **options).status == "late"
    assert row("initial_evaluation", consent, decided, **options).status == "passed"


def test_a_consent_late_in_the_year_in_illinois_has_no_date_and_in_texas_no_thirty_days_to_the_meeting():
    consent = ("evaluation_consent", date(2026, 4, 6))
    illinois = row("initial_evaluation", consent, state="IL", closed="Summer: 6/6/2026 to 8/16/2026")
    assert (illinois.due, illinois.range) == (None, None)
    assert "we did not see it" in illinois.steps[-1]
    unknown = row("initial_evaluation", consent, state="IL")
    assert (unknown.due, "Give the last day of school." in unknown.steps[-1]) == (None, True)
    texas = resolved(consent, state="TX", closed="Good Friday: 4/3/2026\nSummer: 5/29/2026 to 8/11/2026")
    (report,) = [found for found in texas if found.rule.id == "initial_evaluation"]
    assert report.due == date(2026, 6, 30)
    assert report.steps[-1] == "The meeting about the report comes by the 15th school day of the next school year."
    assert "initial_iep_meeting" not in [found.rule.id for found in texas]


def test_florida_is_not_late_before_the_day_without_any_closed_day():
    # 60 days after September 14 are November 13; October 10 to 12 and November 11 left out, it is November 17
    consent, closed = ("evaluation_consent", date(2026, 9, 14)), "Holiday: 10/12/2026\nVeterans Day: 11/11/2026"
    options = {"state": "FL", "closed": closed, "whole": ((date(2026, 9, 1), date(2026, 11, 20)),)}
    soon, late = (
        row("initial_evaluation", consent, as_of=day, **options) for day in (date(2026, 11, 14), date(2026, 11, 18))
    )
    assert (soon.due, soon.range.latest, soon.status) == (date(2026, 11, 13), date(2026, 11, 17), "next")
    assert (late.status, "November 17, 2026 at the latest" in late.standing) == ("late", True)


def test_a_number_in_the_laws_words_is_not_called_no_number():
    for state, event, rule, says in [
        ("IL", "pwn_requested", "pwn_timing", "at least ten days before the change"),
        ("OH", "restraint_used", "restraint_notice", "within 24 hours"),
        ("MI", "iep_meeting_held", "iep_services", "within 15 school days after you get the notice of the offer"),
    ]:
        (step,) = row(rule, (event, date(2026, 10, 1)), state=state).steps[1:]
        assert step.startswith("There is no date here: the law has a number, and it cannot be counted from this day.")
        assert says in step
    assert "no number of days" in row("iep_services", ("iep_meeting_held", date(2026, 10, 1)), state="OH").steps[1]
    new_one = row("transfer_same_state", ("moved_in_state", date(2026, 10, 1)), state="OH")
    assert "no number of days" in new_one.steps[1]


# 35 school days after September 28, 2026: 2 in September, 22 in October, 10 by November 13, November 16 is day 35.
REPORT_IN_WASHINGTON = [
    ({"evaluation_report_received": date(2026, 11, 13)}, "passed", "Done on November 13, 2026, in time."),
    ({"evaluation_report_received": date(2026, 11, 18)}, "late", "It came on November 18, 2026, 2 days later."),
    ({"eligibility_determined": date(2026, 11, 16)}, "passed", "If it is about this, this was in time."),
    ({"eligibility_determined": date(2026, 11, 18)}, "passed", "It does not show on which day this one was done."),
    ({"reevaluation_report_received": date(2026, 11, 13)}, "late", "Today, December 20, 2026, is 34 days later."),
]


@pytest.mark.parametrize(("came", "status", "says"), REPORT_IN_WASHINGTON)
def test_a_limit_to_the_report_is_met_by_the_report_and_a_later_step_never_makes_it_late(came, status, says):
    consent = ("evaluation_consent", date(2026, 9, 28))
    whole = ((date(2026, 9, 29), date(2026, 11, 16)),)
    report = row("initial_evaluation", consent, *came.items(), state="WA", as_of=date(2026, 12, 20), whole=whole)
    assert (report.due, report.status) == (date(2026, 11, 16), status)
    assert says in report.standing


# 25 school days after September 28, 2026: 2 in September, 22 in October, November 2 is day 25.
TESTS_IN_SOUTH_DAKOTA = [
    ({"evaluation_report_received": date(2026, 11, 2)}, date(2026, 11, 2), "If it is about this, this was in time."),
    (
        {"evaluation_report_received": date(2026, 11, 3)},
        None,
        "It does not show on which day this one was done.",
    ),
    ({"eligibility_determined": date(2026, 12, 1)}, None, "A later step came on December 1, 2026."),
]


@pytest.mark.parametrize(("came", "done", "says"), TESTS_IN_SOUTH_DAKOTA)
def test_a_later_step_shows_that_one_was_done_and_never_that_it_was_late(came, done, says):
    consent = ("evaluation_consent", date(2026, 9, 28))
    whole = ((date(2026, 9, 29), date(2026, 11, 2)),)
    tests = row("initial_evaluation", consent, *came.items(), state="SD", as_of=date(2026, 12, 20), whole=whole)
    assert (tests.due, tests.status, tests.done) == (date(2026, 11, 2), "passed", done)
    assert says in tests.standing


@pytest.mark.parametrize(
    ("state", "decided", "latest_iep"),
    [
        # 60 days after September 8, 2026 end on November 7. 15 school days later is November 27, 30 days more December 27.
        ("NM", date(2026, 11, 12), date(2026, 12, 27)),
        # 15 days after November 7 is November 22, and 30 days more is December 22
        ("SC", date(2026, 11, 18), date(2026, 12, 22)),
        # 30 days after November 7 is December 7, and 30 days more is January 6
        ("AL", date(2026, 12, 1), date(2027, 1, 6)),
    ],
)
def test_a_decision_with_days_of_its_own_does_not_make_the_evaluation_late(state, decided, latest_iep):
    consent, as_of = ("evaluation_consent", date(2026, 9, 8)), date(2026, 12, 4)
    given = (consent, ("eligibility_determined", decided))
    evaluation = row("initial_evaluation", *given, state=state, as_of=as_of)
    assert (evaluation.due, evaluation.status) == (date(2026, 11, 7), "passed")
    assert "It does not show on which day this one was done." in evaluation.standing
    decision = row("eligibility_decision", *given, state=state, as_of=as_of)
    assert (decision.done, decision.status) == (decided, "passed")
    open_ = row("initial_evaluation", consent, state=state, as_of=as_of)
    assert open_.standing.endswith("Today, December 4, 2026, is 27 days later.")
    assert row("initial_iep_meeting", consent, state=state, as_of=as_of).due == latest_iep


def test_a_step_after_the_end_of_the_limit_that_contains_it_is_not_simply_in_time():
    given = (("evaluation_requested", date(2026, 6, 1)), ("eligibility_determined", date(2026, 8, 28)))
    for held, says in [
        (date(2026, 8, 30), "Done on August 30, 2026, in time."),
        (date(2026, 9, 15), "in time here. The other limit, which has this step in it, ended 16 days sooner."),
        (date(2026, 9, 28), "It came on September 28, 2026, 1 day later."),
    ]:
        meeting = ("iep_meeting_held", held)
        found = row("initial_iep_meeting", *given, meeting, state="NC", as_of=date(2026, 11, 30))
        assert found.due == date(2026, 9, 27)
        assert found.standing.endswith(says)


@pytest.mark.parametrize(
    ("state", "start", "due", "whole"),
    [
        # 90 days after September 14, 2026: 16 in September, 47 by the end of October, 77 by November's, December 13 is day 90
        ("AK", "evaluation_consent", date(2026, 12, 13), "the first evaluation with the start of services"),
        ("NC", "evaluation_requested", date(2026, 12, 13), "the first evaluation with the IEP and the placement"),
        ("NJ", "evaluation_consent", date(2026, 12, 13), "the first evaluation with the start of the IEP"),
        # 45 school days: 12 in September, 34 by the end of October, November 16 is day 45
        ("CT", "evaluation_requested", date(2026, 11, 16), "the first evaluation with the start of the IEP"),
        # 60 school days: 4 more by November 20 (49), 2 by the 24th, the 30th makes 52, December 4 is 56, December 10 is day 60
        ("KY", "evaluation_consent", date(2026, 12, 10), "the first evaluation with the start of services"),
    ],
)
def test_a_limit_beyond_the_decision_is_not_met_by_a_step_on_the_way_and_missed_by_one_after_it(
    state, start, due, whole
):
    options = {"state": state, "as_of": date(2026, 12, 31), "closed": "Thanksgiving: 11/25/2026 to 11/27/2026"}
    options["whole"] = ((date(2026, 9, 14), date(2026, 12, 31)),)
    given = ((start, date(2026, 9, 14)), ("eligibility_determined", due - timedelta(days=9)))
    open_ = row("initial_evaluation", *given, **options)
    assert (open_.due, open_.status, open_.done) == (due, "late", None)
    assert open_.standing.startswith(f"T{whole[1:]} was due on {plain_date(due)}. Today")
    on_the_way = row("initial_evaluation", *given, ("iep_meeting_held", due), **options)
    assert on_the_way.status == "passed"
    assert "It does not show if all of this was done in time." in on_the_way.standing
    after = due + timedelta(days=3)
    missed = row("initial_evaluation", *given, ("iep_meeting_held", after), **options)
    assert (missed.status, missed.done) == ("late", after)
    assert missed.standing.endswith(f"A step on the way came on {plain_date(after)}, 3 days later.")


def test_any_written_notice_may_be_the_answer_to_a_request_for_a_meeting_and_is_not_surely_it():
    # 21 days after October 1, 2026: October 22
    asked, notice = ("iep_meeting_requested", date(2026, 10, 1)), ("pwn_received", date(2026, 10, 2))
    options = {"state": "NH", "as_of": date(2026, 11, 30)}
    found = row("iep_meeting_request", asked, notice, **options)
    assert (found.due, found.status) == (date(2026, 10, 22), "passed")
    assert found.standing.startswith("Something that may be this came on October 2, 2026.")
    held = row("iep_meeting_request", asked, notice, ("iep_meeting_held", date(2026, 10, 14)), **options)
    assert held.standing == "Done on October 14, 2026, in time."


def test_a_written_notice_alone_never_surely_ends_a_limit_after_an_event():
    for state in known_states():
        for rule in load(state).rules.values():
            if rule.kind == "law" and rule.clock and rule.clock.value and rule.clock.direction == "after":
                assert {"pwn_received"} & {*rule.clock.met_by} <= {*rule.clock.shown_by}, f"{state}: {rule.id}"


def test_in_new_york_the_state_may_get_an_appeal_after_the_day_on_which_the_district_had_to_have_it():
    # 40 days after March 4, 2026: 27 by March 31, April 13 is day 40; it is filed with the state up to 2 days later
    decided = ("decision_issued", date(2026, 3, 4))
    filed = ("state_review_requested", date(2026, 4, 15))
    appeal = row("state_review_appeal", decided, filed, state="NY", as_of=date(2026, 5, 4))
    assert (appeal.due, appeal.status, appeal.done) == (date(2026, 4, 13), "passed", None)
    assert "does not show on which day" in appeal.standing


def test_the_report_is_asked_for_only_where_a_limit_counts_to_it():
    assert "evaluation_report_received" in load("PA").events
    assert "evaluation_report_received" not in load("MS").events


def test_an_earliest_day_is_not_filled_into_a_letter_that_says_it_was_missed():
    asked, law = ("evaluation_requested", date(2026, 10, 20)), load("AZ")
    for whole, due in [
        ((), "&amp;due="),
        (((date(2026, 10, 21), date(2026, 11, 10)),), "&amp;due=November%2010%2C%202026"),
    ]:
        answer = row("eval_request_response", asked, state="AZ", as_of=date(2026, 11, 27), whole=whole)
        html = render.html(Result("", rows=(answer,)), law)
        assert f'asked_on=October%2020%2C%202026{due}"' in html


def test_a_whole_list_without_a_usual_break_is_asked_about():
    # the list leaves November 24 to 27 open, but no school is open on Thanksgiving Day, so it cannot be complete
    asked = ("evaluation_requested", date(2026, 11, 16))
    answer = row("eval_request_response", asked, state="AZ", whole=((date(2026, 11, 1), date(2026, 12, 31)),))
    assert "Thanksgiving week" in answer.range.note


def test_changing_a_date_moves_all_dates_that_depend_on_it():
    first = {row.rule.id: row.due for row in resolved(COMPLAINT)}
    week_later = {row.rule.id: row.due for row in resolved((COMPLAINT[0], COMPLAINT[1] + timedelta(days=7)))}
    assert {rule: due + timedelta(days=7) for rule, due in first.items()} == week_later


# The day to act by

#: The last day within two years of March 8, 2025 on every reading of the law is Sunday, March 7, 2027.
TWO_YEARS = ("violation", date(2025, 3, 8))


def test_where_a_parent_must_act_the_last_working_day_before_the_limit_leads():
    limit = row("due_process_filing_limit", TWO_YEARS, state="MS")
    assert (limit.due, limit.act_by, limit.day) == (date(2027, 3, 7), date(2027, 3, 5), date(2027, 3, 5))
    assert limit.when() == "act by Friday, March 5, 2027 (limit: Sunday, March 7, 2027)"
    assert limit.weekend == "That is a Sunday, and the limit does not move. Act by Friday, March 5, 2027."


@pytest.mark.parametrize(
    ("state", "event", "day", "rule", "due", "act_by", "why"),
    [
        # 90 days after October 14, 2026: 17 in October, 47 by the end of November, 78 by December's, January 12 is day 90
        ("US", "decision_issued", date(2026, 10, 14), "civil_action", date(2027, 1, 12), None, None),
        # 90 days after October 20, 2026: 11, 41, 72; day 90 is January 18, a holiday; the working day before is Friday
        ("US", "decision_issued", date(2026, 10, 20), "civil_action", date(2027, 1, 18), date(2027, 1, 15), "a public holiday (Martin Luther King Jr. Day)"),
        # one year from December 26, 2025, minus a day: Friday, December 25, 2026; on the day before, offices may be closed
        ("MS", "violation", date(2025, 12, 26), "state_complaint_filing_limit", date(2026, 12, 25), date(2026, 12, 23), "a public holiday (Christmas Day)"),
        # the school must act, so the parent has no earlier day to act by
        ("MS", "records_requested", date(2026, 10, 1), "records_idea", date(2026, 11, 15), None, "a Sunday"),
    ],
)  # fmt: skip
def test_public_holidays_move_the_day_to_act_by_for_parents_only(state, event, day, rule, due, act_by, why):
    found = row(rule, (event, day), state=state)
    assert (found.due, found.act_by) == (due, act_by)
    assert (why is None) == (found.weekend is None)
    assert why is None or f"That is {why}, and the limit does not move." in found.weekend


# Notice due a number of days before a change

CHANGE = ("change_planned", date(2026, 10, 19))
#: Illinois: ten days before October 19.
NOTICE_LATE = "The notice before the change was due on October 9, 2026."


@pytest.mark.parametrize(
    ("as_of", "notices", "status", "standing"),
    [
        (date(2026, 10, 1), [], "next", "In 8 days."),
        (date(2026, 10, 12), [], "late", f"{NOTICE_LATE} Today, October 12, 2026, is 3 days later."),
        (date(2026, 10, 19), [date(2026, 10, 9)], "passed", "The last one that you gave is of October 9, 2026. If it is about this, it came in time."),
        (date(2026, 10, 19), [date(2026, 10, 10)], "late", f"{NOTICE_LATE} It came on October 10, 2026, 1 day later."),
        # of two notices, either may be the one about it, so one in time ends the word late
        (date(2026, 10, 19), [date(2026, 9, 1), date(2026, 10, 14)], "passed", "One that you gave is of September 1, 2026. If it is about this, it came in time. The last one is of October 14, 2026, 5 days after this day."),
        # of two that came too late, the last one before the change is named
        (date(2026, 10, 19), [date(2026, 10, 12), date(2026, 10, 14)], "late", f"{NOTICE_LATE} It came on October 14, 2026, 5 days later."),
        # a notice given after the change does not count as prior
        (date(2026, 10, 26), [date(2026, 10, 23)], "late", f"{NOTICE_LATE} Today, October 26, 2026, is 17 days later."),
    ],
)  # fmt: skip
def test_notice_before_a_change_is_compared_with_its_last_day(as_of, notices, status, standing):
    given = (CHANGE, *(("pwn_received", day) for day in notices))
    found = row("pwn_before_change", *given, state="IL", as_of=as_of)
    assert (found.due, found.status, found.standing) == (date(2026, 10, 9), status, standing)


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [
        # five school days before October 19 is October 12, or earlier if school was closed
        (date(2026, 10, 12), "passed", "If it is about this, whether it came in time depends on the days when school was closed."),
        (date(2026, 10, 13), "late", "was due on October 12, 2026 at the latest. It came on October 13, 2026, 1 day later."),
    ],
)  # fmt: skip
def test_with_unknown_closed_days_notice_before_a_change_may_be_late_but_never_in_time(day, status, said):
    found = row("pwn_before_change", CHANGE, ("pwn_received", day), state="CT", as_of=date(2026, 10, 19))
    assert (found.status, said in found.standing) == (status, True)


@pytest.mark.parametrize("state", ["US", "OH", "AZ"])
def test_a_planned_change_is_asked_for_only_where_the_law_has_days_before_it(state):
    assert "change_planned" not in load(state).events
    assert "change_planned" in load("TX").events


@pytest.mark.parametrize(
    ("as_of", "status", "standing"),
    [
        (date(2027, 3, 1), "next", "In 4 days."),
        (date(2027, 3, 5), "next", "Act today. The limit is Sunday, March 7, 2027, and the last working day before it is today."),
        (date(2027, 3, 6), "next", "Act today. The limit is Sunday, March 7, 2027, and the last working day before it is over."),
        (date(2027, 3, 7), "next", "Act today. The limit is Sunday, March 7, 2027, and the last working day before it is over."),
        (date(2027, 3, 8), "passed", "This day was 1 day ago."),
    ],
)  # fmt: skip
def test_between_the_last_working_day_and_the_limit_it_says_act_today(as_of, status, standing):
    limit = row("due_process_filing_limit", TWO_YEARS, state="MS", as_of=as_of)
    assert (limit.status, limit.standing) == (status, standing)


def test_the_day_to_act_by_is_in_headline_card_timeline_calendar_text_and_json():
    result = case.answer(load("MS"), {"violation": "3/8/2025", "as_of": "1/10/2027", "made": MADE})
    assert result.headline == "Next: act by Friday, March 5, 2027 (limit: Sunday, March 7, 2027)"
    shown = render.html(result, load("MS"))
    assert 'Act by <time datetime="2027-03-05">Friday, March 5, 2027</time>' in shown
    assert '(limit: <time datetime="2027-03-07">Sunday, March 7, 2027</time>)' in shown
    assert "Next: act by Fri Mar 5, 2027 (limit: Sun Mar 7, 2027)" in shown
    assert "Act by Friday, March 5, 2027 (limit: Sunday, March 7, 2027)" in render.text(result)
    (limit,) = [row for row in result.rows if row.rule.id == "due_process_filing_limit"]
    assert (render.data(limit)["due"], render.data(limit)["act_by"]) == ("2027-03-07", "2027-03-05")
    (entry,) = ParsedCalendar.from_ical(calendar_file.calendar([limit], MADE)).walk("VEVENT")
    assert entry["DTSTART"].dt == date(2027, 3, 5)
    assert str(entry["SUMMARY"]) == "Last day to file for due process (limit: Sun Mar 7, 2027)"
    # 9 a.m. on February 27 and on Thursday, March 4, relative to the start of Friday
    ahead = [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")]
    assert ahead == [-timedelta(days=6, hours=15), -timedelta(hours=15)]


def test_the_next_day_is_the_day_to_act_by():
    # the parent's Friday, March 5 (for Sunday's limit) precedes the school's Saturday, March 6 (60 days after January 5)
    rows = resolved(TWO_YEARS, ("evaluation_consent", date(2027, 1, 5)), state="MS", as_of=date(2027, 2, 1))
    assert [row.rule.id for row in rows if row.status == "next"] == ["due_process_filing_limit"]


# The order of a result


def test_what_is_late_leads_with_its_letter_then_what_is_next_then_the_picture():
    given = {
        "records_requested": "10/1/2026", "state_complaint_received": "9/1/2026", "violation": "1/8/2026",
        "as_of": "11/27/2026",
    }  # fmt: skip
    result = case.answer(load("AZ"), given)
    assert result.headline == "2 things are late. Write today."  # due November 15 (45 days) and October 31 (60 days)
    assert result.intro.endswith("Next: Friday, January 7, 2028.")  # two years from January 8, 2026, minus a day
    shown = render.html(result, load("AZ"))
    order = [shown.index(words) for words in (
        'data-rule="state_complaint_decision"', 'data-rule="records_idea"', 'data-rule="due_process_filing_limit"',
        '<svg class="pt-timeline"', 'data-rule="state_complaint_filing_limit"',
    )]  # fmt: skip
    assert order == sorted(order)
    late = shown[order[0] : order[1]]
    assert late.index('class="pt-missed"') < late.index('class="pt-count"')  # the button is at the top of its card


def test_the_headline_says_no_earlier_than():
    result = case.answer(load("AZ"), {"evaluation_requested": "11/2/2026", "as_of": "11/3/2026"})
    assert result.headline == "Next: no earlier than Monday, November 23, 2026"  # fifteen weekdays after November 2


def test_one_late_thing_is_one_and_what_came_late_needs_no_letter():
    one = case.answer(load("MS"), {"records_requested": "10/1/2026", "as_of": "11/27/2026"})
    assert one.headline == "1 thing is late. Write today."
    came = case.answer(
        load("MS"), {"records_requested": "10/1/2026", "records_seen": "11/20/2026", "as_of": "11/27/2026"}
    )
    assert came.headline == "Your dates"


@pytest.mark.parametrize("state", known_states())
def test_the_title_above_a_date_says_what_is_due(state):
    riddles = (
        "?",
        "How ",
        "You ask",
        "When ",
        "Seeing ",
        "Going ",
        "If ",
        "One year",
        "Two years",
        "Ten days",
        "Three ",
    )
    titles = {
        rule.due_title or rule.title
        for rule in load(state).rules.values()
        if rule.clock and rule.clock.direction != "look_back"
    }
    assert not [title for title in titles if title.startswith(riddles[1:]) or "?" in title]


# School calendars


def test_a_count_that_meets_a_usual_break_names_it():
    moving = row("manifestation_determination", ("disciplinary_removal_decided", date(2026, 11, 16))).range
    assert moving.earliest == date(2026, 11, 30)
    assert "Thanksgiving week" in moving.note


def test_a_count_into_summer_gives_no_date_until_the_summer_is_known():
    removal = ("disciplinary_removal_decided", date(2026, 5, 20))
    unknown = row("manifestation_determination", removal)
    assert unknown.due is None
    assert "summer" in unknown.range.note
    assert not any("June" in step for step in unknown.steps)
    known = row("manifestation_determination", removal, closed="Summer: 5/29/2026 to 8/5/2026")
    # six school days in May (21, 22, 25 to 28) and four in August (6, 7, 10, 11)
    assert known.due == date(2026, 8, 11)


def test_last_years_closures_do_not_make_this_years_date_certain():
    removal = ("disciplinary_removal_decided", date(2026, 9, 14))
    assert row("manifestation_determination", removal, closed="11/24/2025 to 11/28/2025").range
    this_year = "11/23/2026 to 11/27/2026"
    whole = ((date(2026, 9, 1), date(2026, 9, 30)),)
    assert row("manifestation_determination", removal, closed=this_year).range
    assert row("manifestation_determination", removal, closed=this_year, whole=whole).range is None


# Invalid input


def test_a_hearing_before_its_complaint_is_named_at_its_field():
    with pytest.raises(WrongInput) as wrong:
        case.answer(
            load("MS"), {"due_process_complaint_received": "3/2/2026", "due_process_hearing": "2/2/2026", "as_of": ""}
        )
    assert set(wrong.value.problems) == {"due_process_hearing"}
    assert "is before" in wrong.value.problems["due_process_hearing"]


def test_every_field_that_does_not_fit_is_named_and_nothing_else():
    with pytest.raises(WrongInput) as wrong:
        case.answer(load("MS"), {"violation": "2/30/2026\n3/1/2026", "state_complaint_received": "soon"})
    assert set(wrong.value.problems) == {"violation", "state_complaint_received"}


# The calendar file


def parsed(rows, **options):
    return ParsedCalendar.from_ical(calendar_file.calendar(rows, MADE, **options))


@pytest.mark.by_state  # reading a calendar file back is slow
@pytest.mark.parametrize("state", known_states())
def test_the_file_has_the_dates_of_the_page_and_no_others(state):
    happened = [(event.id, date(2026, 3, 2)) for event in load(state).starting_events()]
    rows = deadlines(load(state), happened, Calendar())
    shown = sorted(row.day for row in rows if row.day and row.clock.direction != "look_back")
    assert sorted(event["DTSTART"].dt for event in parsed(rows).walk("VEVENT")) == shown


def test_each_entry_has_alarms_a_week_and_a_day_ahead():
    for event in parsed(resolved(COMPLAINT)).walk("VEVENT"):
        ahead = sorted(alarm["TRIGGER"].dt for alarm in event.walk("VALARM"))
        assert ahead == [-timedelta(days=6, hours=15), -timedelta(hours=15)]


def test_an_entry_keeps_its_uid_when_its_date_moves():
    one = {str(event["UID"]) for event in parsed(resolved(COMPLAINT)).walk("VEVENT")}
    moved = resolved((COMPLAINT[0], date(2026, 3, 9)))
    assert {str(event["UID"]) for event in parsed(moved).walk("VEVENT")} == one
    assert len(one) == len(list(parsed(moved).walk("VEVENT")))


def test_a_date_corrected_on_the_same_day_wins():
    """RFC 5545, 3.8.7.4: of two entries with the same UID, the higher SEQUENCE wins, then the later DTSTAMP."""
    first, second, next_day = (
        next(iter(ParsedCalendar.from_ical(calendar_file.calendar(resolved(COMPLAINT), made)).walk("VEVENT")))
        for made in ("2026-11-27T06:11:38.512Z", "2026-11-27T06:11:39Z", "2026-11-28T00:00:00Z")
    )
    assert first["DTSTAMP"].dt == datetime(2026, 11, 27, 6, 11, 38, tzinfo=UTC)
    # seconds since January 1, 2020: 2,522 days to November 27, 2026, and 22,298 seconds to 06:11:38
    assert first["SEQUENCE"] == 2522 * 86_400 + 22_298
    assert first["SEQUENCE"] < second["SEQUENCE"] < next_day["SEQUENCE"] < 2**31
    assert first["DTSTAMP"].dt < second["DTSTAMP"].dt < next_day["DTSTAMP"].dt


def test_the_timestamp_comes_from_the_message_and_not_from_the_as_of_day():
    asked = {"calculator": "case", "state": "MS", "inputs": {"violation": "3/8/2025", "as_of": "1/10/2027"}}
    (file,) = json.loads(ask(json.dumps({**asked, "made": "2026-11-27T06:11:38.512Z"})))["files"]
    assert "DTSTAMP:20261127T061138Z" in file["text"]
    (file,) = json.loads(ask(json.dumps(asked)))["files"]
    assert f"DTSTAMP:{date.today():%Y%m%d}T000000Z" in file["text"]  # noqa: DTZ011


def test_two_children_share_no_uids_and_no_nickname_is_in_the_file():
    rows = resolved(COMPLAINT)
    ana, ben = (calendar_file.calendar(rows, MADE, key=name) for name in ("Ana", "Ben"))
    assert "Ana" not in ana
    assert not {str(e["UID"]) for e in ParsedCalendar.from_ical(ana).walk("VEVENT")} & {
        str(e["UID"]) for e in ParsedCalendar.from_ical(ben).walk("VEVENT")
    }


def test_a_discreet_file_says_nothing_of_school_or_child():
    happened = [(event.id, date(2026, 3, 2)) for event in load("MS").starting_events()]
    text = calendar_file.calendar(deadlines(load("MS"), happened, Calendar()), MADE, words=calendar_file.Words.DISCREET)
    assert "iep" not in text.lower()
    said = [line for line in text.splitlines() if line.startswith(("SUMMARY", "DESCRIPTION", " "))]
    words = ("A date to check", "A date to check\\, not certain")
    assert set(said) == {f"{part}:{word}" for part in ("SUMMARY", "DESCRIPTION") for word in words}


@pytest.mark.parametrize("state", known_states())
def test_every_line_of_the_file_has_at_most_75_octets_and_ends_with_crlf(state):
    happened = [(event.id, date(2026, 3, 2)) for event in load(state).starting_events()]
    text = calendar_file.calendar(deadlines(load(state), happened, Calendar()), MADE)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_the_file_can_be_read_back_for_any_day(day):
    rows = deadlines(load("AZ"), [("violation", day), ("decision_issued", day)], Calendar())
    assert len(list(parsed(rows).walk("VEVENT"))) == len(rows)


# The timeline


def labels_of(rows, as_of):
    picture = ElementTree.fromstring(timeline.draw(rows, as_of))
    return [item.get("aria-label") for item in picture.iter() if item.get("role") == "listitem"]


def test_the_timeline_reads_as_a_list_late_items_first_then_by_date_and_past_ones_last():
    happened = (COMPLAINT, ("state_complaint_received", date(2025, 12, 1)), ("violation", date(2024, 1, 10)))
    labels = labels_of(resolved(*happened, state="MS", as_of=date(2026, 3, 10)), date(2026, 3, 10))
    assert [label.split(".")[0] for label in labels] == [
        "Late if not done: Thu Dec 4, 2025",  # copy to the district: 3 business days after December 1
        "Late if not done: Fri Jan 30, 2026",  # the state's decision: 60 days
        "Today: March 10, 2026",
        "Next: Thu Mar 12, 2026",  # response to the due process complaint: 10 days after March 2
        "Ahead: Tue Mar 17, 2026",  # 15 days: sufficiency challenge
        "Ahead: Tue Mar 17, 2026",  # 15 days: resolution meeting
        "Ahead: Wed Apr 1, 2026",  # 30 days: resolution period
        "Ahead: Sat May 16, 2026",  # hearing decision: 45 days after April 1
        "Done: Fri Jan 9, 2026",  # two years from January 10, 2024, minus a day
        "Done: Thu Jan 9, 2025",  # one year, minus a day
        "Over: Mon Jul 8, 2024",  # 180 days: Office for Civil Rights
    ]


def test_late_items_have_a_symbol_and_a_word():
    rows = resolved(("state_complaint_received", date(2025, 12, 1)))
    drawn = timeline.draw(rows, date(2026, 3, 10))
    assert '<text class="pt-mark"' in drawn
    assert "Late if not done: " in drawn
    assert "<strong>Late, if it has not happened.</strong>" in render.html(
        case.answer(load("US"), {"state_complaint_received": "12/1/2025"})
    )


# The command line


def test_the_command_line_runs_a_whole_case_as_of_a_day():
    done = calculators(
        "deadlines", "--state", "MS", "--event", "state_complaint_received=2026-03-02",
        "--event", "violation=2025-09-15", "--as-of", "2026-05-12", "--json",
    )  # fmt: skip
    rows = {row["rule"]: row for row in json.loads(done.stdout)}
    assert rows["state_complaint_decision"]["status"] == "late"
    assert rows["state_complaint_filing_limit"]["status"] == "passed"
    assert rows["state_complaint_decision"]["steps"][-1] == "Day 60 is Friday, May 1, 2026."


@pytest.mark.parametrize(
    ("form", "start"), [("ics", "BEGIN:VCALENDAR"), ("svg", "<svg"), ("text", "The state decides")]
)
def test_the_command_line_prints_each_form(form, start):
    done = calculators("deadlines", "--state", "US", "--event", "state_complaint_received=2026-03-02", "--format", form)
    assert done.returncode == 0
    assert start in done.stdout


def test_the_command_line_lists_every_rule_with_its_entry():
    rules = json.loads(calculators("rules", "--state", "AZ", "--json").stdout)
    assert [rule["id"] for rule in rules] == list(load("AZ").rules)
    assert all({"title", "cites", "confidence", "publish"} <= set(rule) for rule in rules)


def test_the_command_line_refuses_a_hearing_before_its_complaint_in_one_line():
    done = calculators(
        "deadlines", "--state", "US", "--event", "due_process_complaint_received=2026-03-02",
        "--event", "due_process_hearing=2026-02-02",
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("--event due_process_hearing: February 2, 2026 is before")


def test_a_projection_from_a_date_that_can_move_can_move_too():
    happened, autumn = [("evaluation_consent", date(2026, 10, 5))], (date(2026, 8, 1), date(2027, 1, 31))
    open_, whole = (
        {row.rule.id: row for row in deadlines(load("MN"), happened, calendar)}
        for calendar in (Calendar(), Calendar(whole=(autumn,)))
    )
    # 30 school days: 19 by October 30, 29 by November 13, November 16 is day 30; thirty calendar days later is December 16
    assert open_["initial_evaluation"].when() == "no earlier than Monday, November 16, 2026"
    assert open_["initial_iep_meeting"].when() == "no earlier than Wednesday, December 16, 2026"
    assert whole["initial_iep_meeting"].when() == "Wednesday, December 16, 2026"
    assert MOVES_ALONG in [caution.words for caution in cautions(open_["initial_iep_meeting"])]
    assert open_["initial_iep_meeting"].act_by is None


def test_a_date_that_depends_on_the_summer_says_so():
    """15 school days from July 22 depend on the first day of school, which is not given."""
    found = row("eval_request_response", ("evaluation_requested", date(2026, 7, 22)), state="AZ")
    assert found.due is None
    assert "No date: it depends on when school is out" in render.row_text(found)


def test_a_limit_without_a_letter_has_no_letter_link():
    found = row("due_process_decision", COMPLAINT)
    assert render.letter_path(
        row("state_complaint_decision", ("state_complaint_received", date(2026, 3, 2))), load("US")
    )
    without = replace(found, rule=replace(found.rule, id="nothing", if_missed=None))
    assert render.letter_path(without, load("US")) == ""
    assert "If it is missed" not in render.html(Result("", rows=(without,)))


# A limit that has the meeting in it


@pytest.mark.parametrize("state", known_states())
def test_no_days_for_the_meeting_are_added_to_a_limit_that_has_the_meeting_in_it(state):
    evaluation = load(state).rule("initial_evaluation")
    (starts,) = evaluation.clock.starts
    rows = resolved((starts, date(2026, 1, 26)), state=state)
    has_it_inside = re.search(r"IEP|offer|services|case conference", evaluation.due_title)
    inside = r"hold the IEP meeting|IEP meeting must be over|start the IEP|IEP must be written|hold the (Team meeting|case conference)"
    assert not re.search(inside, evaluation.rule) or has_it_inside, "its words and its name say the same"
    assert any(row.rule.id == "initial_iep_meeting" for row in rows) is not bool(has_it_inside)


@pytest.mark.parametrize("state", known_states())
def test_days_from_a_typed_decision_say_that_another_limit_has_the_meeting_inside_too(state):
    law = load(state)
    rows = resolved(("eligibility_determined", date(2026, 10, 5)), state=state)
    (row,) = [row for row in rows if row.rule.id == "initial_iep_meeting"]
    said = " ".join(caution.words for caution in cautions(row))
    inside = row.rule.id in law.rule("initial_evaluation").contains and row.rule.states_may is not None
    assert ("in the limit for the first evaluation too. The earlier day counts." in said) == inside


# Late only if it surely is


@pytest.mark.parametrize(
    ("state", "rule", "events", "as_of", "says"),
    [
        # Idaho is said to leave out the summer from June 6: 32 days by June 5, so day 60 comes in September
        ("ID", "initial_evaluation", [("evaluation_consent", date(2026, 5, 4))], date(2026, 7, 10), "In 65 days at the earliest."),
        ("AZ", "resolution_meeting", [COMPLAINT, ("resolution_agreement_signed", date(2026, 3, 10))], date(2026, 6, 20), "this was in time"),
        ("AZ", "resolution_meeting", [COMPLAINT, ("resolution_agreement_signed", date(2026, 3, 20))], date(2026, 6, 20), "does not show on which day"),
        ("AZ", "resolution_meeting", [COMPLAINT, ("no_agreement_possible", date(2026, 3, 20))], date(2026, 6, 20), "does not show on which day"),
        ("AZ", "resolution_meeting", [COMPLAINT, ("mediation_continued", date(2026, 4, 1))], date(2026, 6, 20), "does not show on which day"),
        # a day that is counted from an assumed one
        ("IA", "due_process_decision", [COMPLAINT, ("decision_issued", date(2026, 5, 29))], date(2026, 6, 20), "depends on the day of the step before"),
        ("AZ", "initial_iep_meeting", [("evaluation_consent", date(2026, 4, 20)), ("iep_meeting_held", date(2026, 8, 3))], date(2026, 9, 1), "depends on the day of the step before"),
        # the meeting on the first IEP comes after the evaluation
        ("AZ", "initial_evaluation", [("evaluation_consent", date(2026, 4, 20)), ("iep_meeting_held", date(2026, 6, 10))], date(2026, 9, 1), "this was in time"),
        ("LA", "initial_evaluation", [("evaluation_consent", date(2026, 4, 20)), ("iep_meeting_held", date(2026, 8, 10))], date(2026, 9, 1), "does not show on which day"),
        # the limit is for a meeting, and the paper may come after it
        ("AR", "eval_request_response", [("evaluation_requested", date(2026, 9, 8)), ("evaluation_answered", date(2026, 10, 2))], date(2026, 10, 5), "does not show on which day"),
        # a limit that was seen only for the evaluation every three years
        ("LA", "reevaluation_completion", [("last_evaluation", date(2025, 9, 2)), ("reevaluation_consent", date(2026, 1, 5))], date(2026, 6, 1), "This day was 56 days ago."),
        # five school days before October 19 is October 12, and for a removal they hold
        ("DE", "pwn_before_change", [("change_planned", date(2026, 10, 19)), ("pwn_received", date(2026, 10, 10))], date(2026, 10, 20), "It is late only if this day holds for it."),
        # 30 school days after September 8 are October 20 or later
        ("MO", "eval_request_response", [("evaluation_requested", date(2026, 9, 8))], date(2026, 10, 20), "This day was 12 days ago."),
    ],
)  # fmt: skip
def test_nobody_is_called_late_where_that_is_not_sure(state, rule, events, as_of, says):
    closed = "Summer: 6/6/2026 to 8/16/2026"
    found = row(rule, *events, state=state, closed=closed, as_of=as_of)
    assert (found.status != "late", says in found.standing) == (True, True), found.standing


@pytest.mark.parametrize(
    ("state", "rule", "events", "whole"),
    [
        # four school days before October 19 are too few under both numbers
        ("DE", "pwn_before_change", [("change_planned", date(2026, 10, 19)), ("pwn_received", date(2026, 10, 13))], ()),
        # 30 school days after September 8, with none closed: 16 in September, 30 by October 20
        ("MO", "eval_request_response", [("evaluation_requested", date(2026, 9, 8))], ((date(2026, 9, 1), date(2026, 10, 31)),)),
        # the decision itself is known, and late
        ("AZ", "initial_evaluation", [("evaluation_consent", date(2026, 4, 20)), ("eligibility_determined", date(2026, 7, 20)), ("iep_meeting_held", date(2026, 8, 3))], ()),
        ("AZ", "resolution_meeting", [COMPLAINT], ()),
    ],
)  # fmt: skip
def test_who_is_late_under_every_reading_is_called_late(state, rule, events, whole):
    assert row(rule, *events, state=state, as_of=date(2026, 10, 21), whole=whole).status == "late"


def test_another_limit_that_may_hold_is_named_with_its_day():
    mark = row("due_process_filing_limit", ("violation", date(2023, 2, 28)), state="KY", as_of=date(2025, 6, 1))
    assert (mark.due, mark.status) == (date(2025, 2, 27), "passed")
    said = "Another limit may hold: 3 years, as a text of the law of January 2023 has it. That day is Friday, February 27, 2026."
    assert said in [caution.words for caution in cautions(mark)]
    before = row("pwn_before_change", ("change_planned", date(2026, 10, 19)), state="DE", as_of=date(2026, 10, 1))
    assert before.unsaid.endswith("a removal for discipline. That day is no later than Monday, October 12, 2026.")
    answer = row("eval_request_response", ("evaluation_requested", date(2026, 5, 20)), state="MO")
    assert answer.unsaid == "Another limit may hold: 30 school days, as one of the four districts counts."


def test_a_parents_own_limit_in_doubt_is_never_said_to_be_missed():
    filed = ("due_process_complaint_received", date(2026, 9, 1))
    mark = row(
        "due_process_filing_limit", ("violation", date(2025, 1, 15)), filed, state="LA", as_of=date(2026, 11, 30)
    )
    assert (
        mark.standing
        == "It came on September 1, 2026, 230 days after this day. It is late only if this day holds for it. See the rule."
    )


def test_after_a_signed_agreement_no_decision_is_waited_for():
    signed = ("resolution_agreement_signed", date(2026, 3, 10))
    decision = row("due_process_decision", COMPLAINT, signed, state="AZ")
    assert (decision.due, "there is no hearing and no decision" in decision.change) == (None, True)
    goes_on = ("resolution_period_ended", date(2026, 4, 1))
    assert row("due_process_decision", COMPLAINT, signed, goes_on, state="AZ").due == date(2026, 5, 16)


@pytest.mark.parametrize("state", known_states())
def test_what_was_due_is_named_by_all_that_had_to_be_done(state):
    federal, own = load("US").rules, load(state).rules
    for rule_id in {"initial_evaluation", "eval_request_response"} & own.keys():
        other = own[rule_id].due_title != federal[rule_id].due_title
        assert (own[rule_id].noun != federal[rule_id].noun) == other, rule_id


def test_what_is_still_open_in_michigan_is_the_offer():
    given = [("evaluation_consent", date(2026, 1, 12)), ("eligibility_determined", date(2026, 2, 2))]
    whole = ((date(2026, 1, 1), date(2026, 6, 1)),)
    found = row("initial_evaluation", *given, state="MI", as_of=date(2026, 6, 1), whole=whole)
    assert found.standing.startswith("The first evaluation with the offer was due on February 23, 2026.")


# What the text says and the count does


def test_a_count_that_another_limit_bounds_is_not_said_to_have_no_date():
    found = row("initial_evaluation", ("evaluation_consent", date(2026, 5, 4)), state="DE", as_of=date(2026, 7, 20))
    assert found.when().endswith("at the latest Sunday, August 2, 2026")
    assert "no date yet" not in found.range.note
    assert "Give the last day of school in 2026" in found.range.note


@pytest.mark.parametrize(
    ("state", "event"), [("MA", "evaluation_consent"), ("CA", "evaluation_requested"), ("IL", "evaluation_consent")]
)
def test_a_last_day_of_school_that_was_given_is_not_asked_for(state, event):
    years = school_years(date(2025, 8, 18), date(2026, 6, 5), date(2026, 8, 17), date(2027, 6, 4))
    for known in (Calendar(years=years), Calendar(read_closures("Summer: 6/6/2026 to 8/16/2026"))):
        for found in resolve(load(state), [(event, date(2026, 6, 22))], known, date(2026, 7, 1)):
            assert "Give the last day of school" not in f"{found.range.note if found.range else ''} {found.how}"


@pytest.mark.parametrize(
    ("state", "asked", "due"),
    [
        ("MI", date(2026, 9, 8), date(2026, 9, 22)),  # 10 school days: 9 to 11 September, 14 to 18, 21 and 22
        ("MI", date(2026, 5, 11), date(2026, 5, 25)),  # 4, 9, and Monday the 25th, which was said to be open
    ],
)
def test_a_whole_list_settles_the_weeks_in_which_school_may_have_begun_or_ended(state, asked, due):
    answer = row(
        "eval_request_response",
        ("evaluation_requested", asked),
        state=state,
        whole=((date(2026, 5, 1), date(2026, 6, 12)), (date(2026, 9, 1), date(2026, 12, 31))),
        as_of=date(2026, 11, 1),
    )
    assert (answer.due, answer.range, answer.status) == (due, None, "late")


def test_single_closed_days_are_said_one_by_one_and_a_break_as_one():
    closed = "10/12/2026\n11/11/2026\n11/25/2026 to 11/27/2026\n12/21/2026 to 1/1/2027"
    found = row("initial_evaluation", ("evaluation_consent", date(2026, 10, 5)), state="ME", closed=closed)
    skipped = [step for step in found.steps if "skipped" in step]
    assert [step.partition(": ")[0].rpartition(", 2026 to ")[2].count("2026") for step in skipped[:2]] == [1, 1]
    assert any("November 25, 2026 to November 27, 2026: 3 days skipped." in step for step in skipped)


@pytest.mark.parametrize("state", ["CA", "MA", "OR", "IL", "US"])
def test_records_come_before_an_earlier_meeting(state):
    asked, meeting = ("records_requested", date(2026, 3, 2)), ("meeting_scheduled", date(2026, 3, 5))
    seen = row("records_idea", asked, meeting, state=state, as_of=date(2026, 3, 3))
    assert seen.due == date(2026, 3, 5)


def test_records_in_school_days_are_due_no_later_than_the_meeting():
    # ten school days after March 2 are March 16, or later if school is closed
    asked, meeting = ("records_requested", date(2026, 3, 2)), ("meeting_scheduled", date(2026, 3, 18))
    seen = row("records_idea", asked, meeting, state="CT", as_of=date(2026, 3, 3))
    assert (seen.due, seen.range.latest) == (date(2026, 3, 16), date(2026, 3, 18))


def test_a_state_with_its_own_limit_is_not_said_to_have_a_shorter_one():
    asked = ("records_requested", date(2026, 3, 2))
    assert not [one for one in cautions(row("records_idea", asked, state="CA")) if one.kind == "states_may"]
    assert [one for one in cautions(row("records_idea", asked, state="TX")) if one.kind == "states_may"]
