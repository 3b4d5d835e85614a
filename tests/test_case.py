"""A whole case: chains, what one event does to another clock, and who is late."""

import json
import subprocess
import sys
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as ParsedCalendar

from calculators import calendar_file, case, render, timeline
from calculators.chain import deadlines
from calculators.clocks import Calendar
from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.printed_calendars import read_closures
from calculators.result import Result
from macros.data import ROOT

COMPLAINT = ("due_process_complaint_received", date(2026, 3, 2))


def resolved(*happened, state="US", closed="", as_of=date(2026, 3, 10), whole=()):
    return case.resolve(load(state), happened, Calendar(read_closures(closed), whole=whole), as_of)


def row(rule, *happened, **options):
    (found,) = [row for row in resolved(*happened, **options) if row.rule == rule]
    return found


# due process


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
        ),  # March 7 is day 1; March has 25 of them, April 20 is 45
        ("no_agreement_possible", date(2026, 3, 20), date(2026, 5, 4)),  # 11 in March, 30 in April, May 4 is 45
        ("officer_started_hearing_time", date(2026, 3, 18), date(2026, 5, 2)),  # 13, 30, May 2 is 45
        ("resolution_period_ended", date(2026, 3, 25), date(2026, 5, 9)),  # 6, 30, May 9 is 45
    ],
)
def test_the_forty_five_days_start_the_day_after_the_adjusted_date(event, day, due):
    decision = row("due_process_decision", COMPLAINT, (event, day))
    assert (decision.due, decision.projected, decision.trigger) == (due, False, event)


def test_a_waived_meeting_takes_the_meeting_and_its_period_away():
    rules = {row.rule for row in resolved(COMPLAINT, ("resolution_waived", date(2026, 3, 6)))}
    assert not {"resolution_meeting", "resolution_period"} & rules


def test_mediation_that_goes_on_leaves_no_date_until_one_side_leaves():
    going_on = ("mediation_continued", date(2026, 4, 1))
    waiting = row("due_process_decision", COMPLAINT, going_on)
    assert waiting.due is None
    assert "agreed to go on with mediation" in waiting.change
    left = row("due_process_decision", COMPLAINT, going_on, ("mediation_left", date(2026, 4, 20)))
    assert (left.due, left.change) == (date(2026, 6, 4), None)  # 10 in April, 31 in May, June 4 is 45


def test_a_parent_who_missed_the_meeting_stops_both_clocks():
    missed = ("parent_missed_resolution_meeting", date(2026, 3, 16))
    rows = {row.rule: row.due for row in resolved(COMPLAINT, missed)}
    assert rows["resolution_period"] is None
    assert "due_process_decision" not in rows


# state complaint


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
    assert sorted(r.due for r in found if r.rule == "state_complaint_filing_limit") == [
        date(2026, 1, 9),
        date(2026, 9, 14),
    ]


# who is late


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
    limit = row("state_complaint_filing_limit", ("violation", date(2024, 1, 10)), as_of=date(2026, 3, 10))
    assert limit.status == "passed"


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
    # 15 school days after October 20, 2026: 3 to the 23rd, 8 to the 30th, 13 to November 6, 14 on the 9th, 15 on the 10th
    asked = ("evaluation_requested", date(2026, 10, 20))
    for whole, is_firm in [
        ((date(2026, 10, 21), date(2026, 11, 10)), True),
        ((date(2026, 10, 22), date(2026, 11, 10)), False),
        ((date(2026, 10, 21), date(2026, 11, 9)), False),
    ]:
        answer = row("eval_request_response", asked, state="AZ", as_of=date(2026, 11, 27), whole=(whole,))
        assert answer.due == date(2026, 11, 10)
        assert (answer.range is None, answer.status == "late") == (is_firm, is_firm)


def test_what_was_done_after_the_earliest_day_is_not_called_in_time():
    asked, answered = ("evaluation_requested", date(2026, 10, 20)), ("evaluation_answered", date(2026, 11, 12))
    moving = row("eval_request_response", asked, answered, state="AZ", as_of=date(2026, 11, 27))
    assert moving.standing.startswith("Done on November 12, 2026. Whether that was in time depends on")
    whole = ((date(2026, 10, 21), date(2026, 11, 10)),)
    firm = row("eval_request_response", asked, answered, state="AZ", as_of=date(2026, 11, 27), whole=whole)
    assert firm.standing.endswith("It came on November 12, 2026, 2 days later.")


def test_an_earliest_day_is_not_filled_into_a_letter_that_says_it_was_missed():
    asked, law = ("evaluation_requested", date(2026, 10, 20)), load("AZ")
    for whole, due in [((), ""), (((date(2026, 10, 21), date(2026, 11, 10)),), "&amp;due=November%2010%2C%202026")]:
        answer = row("eval_request_response", asked, state="AZ", as_of=date(2026, 11, 27), whole=whole)
        html = render.html(Result("", rows=(answer,)), law)
        assert f"asked_on=October%2020%2C%202026{due}" in html
        assert ("due=" in html.replace("data-due=", "")) == bool(due)


def test_a_whole_list_without_a_usual_break_is_asked_about():
    # November 24, 25, 26, 27 would be school days: no school has Thanksgiving Day, so the list cannot be whole
    asked = ("evaluation_requested", date(2026, 11, 16))
    answer = row("eval_request_response", asked, state="AZ", whole=((date(2026, 11, 1), date(2026, 12, 31)),))
    assert "Thanksgiving week" in answer.range.note


def test_changing_one_date_moves_all_that_hangs_on_it():
    first = {row.rule: row.due for row in resolved(COMPLAINT)}
    week_later = {row.rule: row.due for row in resolved((COMPLAINT[0], COMPLAINT[1] + timedelta(days=7)))}
    assert {rule: due + timedelta(days=7) for rule, due in first.items()} == week_later


# school calendars


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
    # May 21, 22, 25, 26, 27, 28 are six school days; August 6, 7, 10 and 11 are four more
    assert known.due == date(2026, 8, 11)


def test_last_years_closures_do_not_make_this_years_date_certain():
    removal = ("disciplinary_removal_decided", date(2026, 9, 14))
    assert row("manifestation_determination", removal, closed="11/24/2025 to 11/28/2025").range
    this_year = "11/23/2026 to 11/27/2026"
    whole = ((date(2026, 9, 1), date(2026, 9, 30)),)
    assert row("manifestation_determination", removal, closed=this_year).range
    assert row("manifestation_determination", removal, closed=this_year, whole=whole).range is None


# bad input


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


# the calendar file


def parsed(rows, **options):
    return ParsedCalendar.from_ical(calendar_file.calendar(rows, date(2026, 3, 10), **options))


@pytest.mark.parametrize("state", known_states())
def test_the_file_has_the_dates_of_the_page_and_no_others(state):
    happened = [(event.id, date(2026, 3, 2)) for event in load(state).starting_events()]
    rows = deadlines(load(state), happened, Calendar())
    shown = sorted(row.due for row in rows if row.due and row.direction != "look_back")
    assert sorted(event["DTSTART"].dt for event in parsed(rows).walk("VEVENT")) == shown


def test_each_entry_has_alarms_a_week_and_a_day_ahead():
    for event in parsed(resolved(COMPLAINT)).walk("VEVENT"):
        ahead = sorted(alarm["TRIGGER"].dt for alarm in event.walk("VALARM"))
        assert ahead == [-timedelta(days=6, hours=15), -timedelta(hours=15)]


def test_an_entry_keeps_its_name_when_its_date_moves():
    one = {str(event["UID"]) for event in parsed(resolved(COMPLAINT)).walk("VEVENT")}
    moved = resolved((COMPLAINT[0], date(2026, 3, 9)))
    assert {str(event["UID"]) for event in parsed(moved).walk("VEVENT")} == one
    assert len(one) == len(list(parsed(moved).walk("VEVENT")))


def test_two_children_do_not_share_names_and_no_nickname_is_in_the_file():
    rows = resolved(COMPLAINT)
    ana, ben = (calendar_file.calendar(rows, date(2026, 3, 10), key=name) for name in ("Ana", "Ben"))
    assert "Ana" not in ana
    assert not {str(e["UID"]) for e in ParsedCalendar.from_ical(ana).walk("VEVENT")} & {
        str(e["UID"]) for e in ParsedCalendar.from_ical(ben).walk("VEVENT")
    }


def test_a_discreet_file_says_nothing_of_school_or_child():
    happened = [(event.id, date(2026, 3, 2)) for event in load("MS").starting_events()]
    text = calendar_file.calendar(
        deadlines(load("MS"), happened, Calendar()), date(2026, 3, 10), words=calendar_file.Words.DISCREET
    )
    assert "iep" not in text.lower()
    said = [line for line in text.splitlines() if line.startswith(("SUMMARY", "DESCRIPTION", " "))]
    assert set(said) == {f"SUMMARY:{calendar_file.DISCREET_SUMMARY}", f"DESCRIPTION:{calendar_file.DISCREET_SUMMARY}"}


@pytest.mark.parametrize("state", known_states())
def test_every_line_of_the_file_is_short_enough_and_ends_as_the_standard_says(state):
    happened = [(event.id, date(2026, 3, 2)) for event in load(state).starting_events()]
    text = calendar_file.calendar(deadlines(load(state), happened, Calendar()), date(2026, 3, 10))
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_the_file_can_be_read_back_for_any_day(day):
    rows = deadlines(load("AZ"), [("violation", day), ("decision_issued", day)], Calendar())
    assert len(list(parsed(rows).walk("VEVENT"))) == len(rows)


# the picture


def test_the_picture_reads_as_a_list_with_the_next_day_on_top():
    rows = resolved(COMPLAINT, ("state_complaint_received", date(2025, 12, 1)), as_of=date(2026, 3, 10))
    picture = ElementTree.fromstring(timeline.draw(rows, date(2026, 3, 10)))
    labels = [item.get("aria-label") for item in picture.iter() if item.get("role") == "listitem"]
    assert labels[0].startswith("Next: Thu Mar 12, 2026.")
    assert any(label.startswith("Late if not done: Fri Jan 30, 2026.") for label in labels)
    assert labels.index("Today: March 10, 2026") < min(i for i, label in enumerate(labels) if label.startswith("Late"))


def test_late_is_said_by_a_sign_and_a_word():
    rows = resolved(("state_complaint_received", date(2025, 12, 1)))
    drawn = timeline.draw(rows, date(2026, 3, 10))
    assert '<text class="pt-mark"' in drawn
    assert "Late if not done: " in drawn
    assert "<strong>Late, if it has not happened.</strong>" in render.html(
        case.answer(load("US"), {"state_complaint_received": "12/1/2025"})
    )


# the command line


def printed(*arguments):
    command = [sys.executable, "-m", "calculators", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_line_runs_a_whole_case_as_of_a_day():
    done = printed(
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
    done = printed("deadlines", "--state", "US", "--event", "state_complaint_received=2026-03-02", "--format", form)
    assert done.returncode == 0
    assert start in done.stdout


def test_the_command_line_lists_every_rule_with_its_entry():
    rules = json.loads(printed("rules", "--state", "AZ", "--json").stdout)
    assert [rule["id"] for rule in rules] == list(load("AZ").rules)
    assert all({"title", "cites", "confidence", "publish"} <= set(rule) for rule in rules)


def test_the_command_line_refuses_a_hearing_before_its_complaint_in_one_line():
    done = printed(
        "deadlines", "--state", "US", "--event", "due_process_complaint_received=2026-03-02",
        "--event", "due_process_hearing=2026-02-02",
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("--event due_process_hearing: February 2, 2026 is before")
