"""One deadline: who acts, by which day, and its wording, on made-up clocks with hand-counted dates."""

from dataclasses import replace
from datetime import date

import pytest

from calculators.counting.clocks import MOVES_ALONG, deadline
from calculators.counting.counted import Calendar, Range
from calculators.counting.days import Closure
from calculators.counting.school_year import SchoolYear
from calculators.law import Change, Clock, LateInYear, Pauses, Second, load

LAW = load("US")
RULE = next(rule for rule in LAW.rules.values() if rule.clock and rule.publish == "ok")
EVENT = replace(next(iter(LAW.events.values())), id="asked", title="The school gets your letter", stands_for=None)
OTHER = replace(EVENT, id="agreed", title="I agree")
MONDAY = date(2026, 3, 2)
HOLIDAYS = {"2026-01-01": "New Year's Day", "2026-03-12": "A day of its own"}
STARTED = "Start: Monday, March 2, 2026 (the school gets your letter)."


def clock(value, unit="calendar_days", direction="after", **more):
    made = {"words": None, "day_one": "next_day", "more_than": False, "met_by": ()}
    return Clock(starts=("asked",), direction=direction, value=value, unit=unit, **{**made, **more})


def found(one, day=MONDAY, *, who="lea", calendar=Calendar(holidays=HOLIDAYS), event=EVENT, **more):  # noqa: B008
    rule = replace(RULE, who=who, clock=one, publish=more.pop("publish", "ok"), note=more.pop("note", None))
    return deadline(rule, event, day, calendar, **more)


def test_a_limit_of_the_school_on_a_working_day_has_no_remarks():
    one = found(clock(9))  # Wednesday, March 11
    assert (one.due, one.act_by, one.range, one.weekend, one.change, one.unsaid) == (date(2026, 3, 11), *[None] * 5)
    assert (one.trigger, one.trigger_date, one.projected) == (EVENT, MONDAY, False)
    assert one.steps[0] == STARTED
    assert one.steps[-1] == "Day 9 is Wednesday, March 11, 2026."


def test_a_projected_start_says_so_and_keeps_a_capital_i():
    one = found(clock(9), projected=True)
    assert one.projected
    assert one.steps[0] == (
        "Start: Monday, March 2, 2026, if the step before it takes all its time (the school gets your letter)."
    )
    assert found(clock(9), event=OTHER).steps[0] == "Start: Monday, March 2, 2026 (I agree)."


@pytest.mark.parametrize("who", ["parent", "either_party"])
@pytest.mark.parametrize(
    ("value", "due", "act_by", "name"),
    [
        (12, date(2026, 3, 14), "Friday, March 13, 2026", "a Saturday"),
        (13, date(2026, 3, 15), "Friday, March 13, 2026", "a Sunday"),
        (10, date(2026, 3, 12), "Wednesday, March 11, 2026", "a public holiday (A day of its own)"),
    ],
)
def test_a_parent_acts_by_the_working_day_before(who, value, due, act_by, name):
    one = found(clock(value), who=who)
    assert one.due == due
    assert one.act_by == date(2026, 3, 11 if value == 10 else 13)
    assert one.weekend == f"That is {name}, and the limit does not move. Act by {act_by}."
    assert found(clock(9), who=who).act_by is None
    assert found(clock(9), who=who).weekend is None


def test_for_a_school_limit_on_a_weekend_the_parent_writes_on_the_next_working_day():
    closed = Calendar(holidays={**HOLIDAYS, "2026-03-16": "Another"})
    one = found(clock(12), calendar=closed)  # Saturday, March 14; Monday is a holiday
    assert one.act_by is None
    assert one.weekend == (
        "That is a Saturday, and the limit does not move. If you have nothing by Tuesday, March 17, 2026, write on "
        "that day."
    )
    assert found(clock(10), calendar=closed).weekend is None  # a holiday: not mentioned for others' limits


def test_the_day_to_act_by_is_never_before_the_start_and_looking_back_has_none():
    friday_night = date(2026, 3, 13)
    one = found(clock(1), friday_night, who="parent")  # due on Saturday; Friday, the day of the start, is not too early
    assert one.act_by == friday_night
    assert found(clock(1), date(2026, 3, 14), who="parent").act_by is None  # due on Sunday; Friday is before the start
    assert found(clock(1), date(2026, 3, 14), who="parent").weekend is None
    before = found(clock(2, direction="before"), date(2026, 3, 16), who="parent")
    assert (before.due, before.act_by) == (date(2026, 3, 14), date(2026, 3, 13))
    # two years before August 3, 2026: Sunday, August 4, 2024
    back = found(clock(2, "years", "look_back"), date(2026, 8, 3), who="parent")
    assert (back.due, back.act_by) == (date(2024, 8, 4), None)


def test_a_parents_year_ends_a_day_before_the_schools():
    assert found(clock(1, "years"), who="parent").due == date(2027, 3, 1)
    assert found(clock(1, "years"), who="either_party").due == date(2027, 3, 1)
    assert found(clock(1, "years")).due == date(2027, 3, 2)


def test_without_a_number_it_says_what_the_law_says():
    one = found(clock(None, None, words="a reasonable time"))
    assert (one.due, one.range, one.act_by, one.weekend) == (None, None, None, None)
    assert one.steps == (STARTED, "The law sets no number of days. It says: a reasonable time.")
    assert found(clock(None, words="soon")).steps[1] == "The law sets no number of days. It says: soon."
    held = "There is no date here, because the time limit is not confirmed. "
    assert found(clock(9), publish="hold", note="Ask the office.").steps == (STARTED, f"{held}Ask the office.")
    assert found(clock(9), publish="hold").steps == (STARTED, held)


def test_another_event_removes_the_date_or_adds_a_remark():
    waits = Change(rule=RULE.id, effect="no_date", words="Mediation goes on.")
    noted = Change(rule=RULE.id, effect="note", words="You were told.")
    one = found(clock(9), changes=[noted, waits])
    assert (one.due, one.steps) == (None, (STARTED, "There is no date now, because of what happened since."))
    assert one.change == "You were told. Mediation goes on."
    assert found(clock(9), changes=[noted]).due == date(2026, 3, 11)
    assert found(clock(9, second=SECOND), changes=[waits]).unsaid is None  # irrelevant without a date


def test_a_rule_without_a_clock_or_without_an_actor_gives_no_deadline():
    for without in ({"one": None}, {"one": clock(9), "who": None}):
        with pytest.raises(ValueError, match="has no clock"):
            found(**without)


def test_a_limit_that_starts_on_a_day_that_may_move_may_move_too():
    one = found(clock(12), who="parent", moves=True)
    assert one.range == Range(date(2026, 3, 14), MOVES_ALONG, into_summer=False)
    assert one.act_by is None
    assert found(clock(10, "school_days"), moves=True).range.note.startswith("Each weekday on which")


# More than one event


SECOND = Second(starts=("agreed",), value=3, unit="calendar_days", words="after you agree", ends="last")


def test_a_second_limit_runs_from_the_last_of_its_own_events_up_to_the_start():
    two = clock(1, second=SECOND)
    none = found(two)
    assert none.due == date(2026, 3, 3)
    assert none.unsaid == (
        "There is a second limit: 3 calendar days after you agree. The one that ends last counts. "
        "In My case you can give both days."
    )
    agreed = [(OTHER, date(2026, 2, 27)), (OTHER, date(2026, 3, 1)), (OTHER, date(2026, 3, 3)), (EVENT, MONDAY)]
    one = found(two, others=agreed)  # three days after March 1; events after the start are ignored
    assert (one.due, one.unsaid) == (date(2026, 3, 4), None)
    assert found(two, others=[(OTHER, MONDAY)]).due == date(2026, 3, 5)
    stands = replace(EVENT, id="signed", stands_for="agreed")
    assert found(two, others=[(stands, MONDAY)]).due == date(2026, 3, 5)
    same_start = clock(1, second=replace(SECOND, starts=()))
    assert (found(same_start).due, found(same_start).unsaid) == (date(2026, 3, 5), None)


def test_a_second_limit_is_counted_in_its_own_unit_without_the_breaks_of_the_first():
    def second(value, unit):
        return replace(SECOND, starts=(), value=value, unit=unit)

    # five school days from March 2 are March 3 to 6 and 9; a parent's year ends the day before
    assert found(clock(1, second=second(5, "school_days"))).due == date(2026, 3, 9)
    assert found(clock(1, second=second(1, "years")), who="parent").due == date(2027, 3, 1)
    # the first limit skips the break with its weekends: 20 days from April 20 end on May 19; the second counts all 30: May 20
    week = Calendar((Closure(date(2026, 4, 27), date(2026, 5, 1), "Spring break"),), HOLIDAYS, ENDS)
    breaks = Pauses(breaks_from=5, summer=True, summer_in_doubt_from=None)
    assert found(
        clock(20, pauses=breaks, second=second(30, "calendar_days")), date(2026, 4, 20), calendar=week
    ).due == (date(2026, 5, 20))


LATE = LateInYear(
    least=0, most=20, unit="calendar_days", words="you asked", counted_from="last_day", value=10, month=None, day=None,
    event="agreed",
)  # fmt: skip


def test_late_in_the_year_is_measured_from_the_event_that_the_rule_names():
    calendar = Calendar(holidays=HOLIDAYS, years=(SchoolYear(date(2025, 8, 6), date(2026, 5, 22)),))
    may = date(2026, 5, 12)  # ten days before the last day of school, and June 1 is ten days after it
    assert found(clock(60, late_in_year=replace(LATE, event=None)), may, calendar=calendar).due == date(2026, 6, 1)
    named = clock(60, late_in_year=LATE)
    assert found(named, may, calendar=calendar, others=[(OTHER, date(2026, 5, 4))]).due == date(2026, 6, 1)
    # April 30 is 22 days before the last day, too early: 60 days from May 12 end on July 11
    early = found(named, may, calendar=calendar, others=[(OTHER, date(2026, 4, 30))])
    assert (early.due, early.unsaid) == (date(2026, 7, 11), None)
    unknown = found(named, may, calendar=calendar)
    assert unknown.due == date(2026, 7, 11)
    assert unknown.unsaid == (
        "Another day may hold if you asked 20 calendar days or less before the last day of school. Then it is due "
        "10 calendar days after the last day of school. In My case you can add that day."
    )


# A summer that may or may not count


DOUBT = Pauses(breaks_from=None, summer=True, summer_in_doubt_from=30)
ENDS = (SchoolYear(date(2025, 8, 6), date(2026, 5, 22)), SchoolYear(date(2026, 8, 5), None))


def test_a_summer_in_doubt_gives_both_days():
    calendar = Calendar(holidays=HOLIDAYS, years=ENDS)
    # April 22 is 30 days before May 22, so of 40 days ten are left: to June 1, or from August 5 to 14
    one = found(clock(40, pauses=DOUBT), date(2026, 4, 22), calendar=calendar)
    note = (
        "This started 30 calendar days or more before the last day of school. For that there is a rule of its own, "
        "and we did not see its end. If the summer counts, day 40 is Monday, June 1, 2026. "
        "If it does not, it is Friday, August 14, 2026."
    )
    assert one.due == date(2026, 6, 1)
    assert one.range == Range(date(2026, 6, 1), note, into_summer=False, latest=date(2026, 8, 14))
    assert one.steps[-2:] == (
        "Day 40 is Friday, August 14, 2026.",
        "If the summer counts too, day 40 is Monday, June 1, 2026.",
    )
    moving = found(clock(40, pauses=DOUBT), date(2026, 4, 22), calendar=calendar, moves=True)
    assert moving.range == replace(one.range, latest=None)  # if the start may move, there is no latest day
    # a day later there is no doubt: 29 days to May 22, eleven more from August 5
    later = found(clock(40, pauses=DOUBT), date(2026, 4, 23), calendar=calendar)
    assert (later.due, later.range) == (date(2026, 8, 15), None)
    # it ends before the summer
    assert found(clock(30, pauses=DOUBT), date(2026, 4, 22), calendar=calendar).range is None


def test_breaks_are_skipped_on_both_readings_of_a_summer():
    week = Closure(date(2026, 4, 27), date(2026, 5, 1), "Spring break")  # nine days, including both weekends
    doubt = replace(DOUBT, breaks_from=5)
    one = found(clock(40, pauses=doubt), date(2026, 4, 22), calendar=Calendar((week,), HOLIDAYS, ENDS))
    assert one.due == date(2026, 6, 10)
    assert one.range.latest is None  # another break may move it
    assert "If it does not, it is Sunday, August 23, 2026." in one.range.note


def test_without_known_ends_of_school_there_is_no_second_reading():
    one = found(clock(40, pauses=DOUBT), date(2026, 4, 22), calendar=Calendar(holidays=HOLIDAYS))
    assert one.due is None
    assert one.range.into_summer


# How a day is written


def test_the_day_to_act_by_is_written_with_its_limit():
    one = found(clock(12), who="parent")
    assert one.when() == "act by Friday, March 13, 2026 (limit: Saturday, March 14, 2026)"
    assert one.when(str) == "act by 2026-03-13 (limit: 2026-03-14)"
    for status in ("passed", "unsure", "silent"):
        assert replace(one, status=status).when(str) == "2026-03-14"
    assert found(clock(9)).when(str) == "2026-03-11"
    assert found(clock(None, None, words="soon")).when() == ""


def test_a_day_that_may_move_is_written_with_its_bounds():
    assert found(clock(5, "school_days")).when(str) == "no earlier than 2026-03-09"
    before = found(clock(5, "school_days", "before"))
    assert before.when(str) == "no later than 2026-02-23"
    bounded = replace(before, rule=replace(RULE, clock=clock(5)), range=replace(before.range, latest=date(2026, 3, 9)))
    assert bounded.when(str) == "no earlier than 2026-02-23, at the latest 2026-03-09"
