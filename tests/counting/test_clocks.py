"""Edge cases of clocks that no state's cases cover, counted by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calculators.counting import timeline
from calculators.counting.chain import deadlines
from calculators.counting.clocks import Reading, deadline
from calculators.counting.counted import Calendar, Counted, Range, count
from calculators.counting.days import Closure
from calculators.counting.late_in_year import moved, unknown_event
from calculators.counting.marked import LIMIT_NOT_CONFIRMED, NUMBER_NOT_CONFIRMED, amount_words, clock_words
from calculators.counting.out_of_school import runs
from calculators.counting.school_year import SchoolYear, holds, missing_ends, unknown_breaks
from calculators.counting.two_limits import both
from calculators.counting.whole_list import questions
from calculators.law import Clock, LateInYear, Second, load

NOTHING_CLOSED = Calendar(holidays={})
#: Beyond the last year of the holiday table.
FAR_AHEAD = date(2099, 3, 2)


def clock(value, unit, direction="after", **more):
    made = {"words": None, "day_one": "next_day", "more_than": False, "met_by": ()}
    return Clock(starts=("asked",), direction=direction, value=value, unit=unit, **{**made, **more})


def counted(one, day, calendar=NOTHING_CLOSED, reading=Reading.LITERAL):
    return count(one, day, calendar, reading)


def test_given_holidays_replace_those_of_the_state():
    law = load("MS")
    asked = [("state_complaint_received", date(2026, 10, 26))]  # a Monday
    (rule,) = {row.rule.id for row in deadlines(law, asked, Calendar()) if row.clock.unit == "business_days"}

    def due(calendar):
        return next(row.due for row in deadlines(law, asked, calendar) if row.rule.id == rule)

    # 3 business days: October 27, 28, 29; with a holiday on the 28th: 27, 29, 30
    assert due(Calendar()) == date(2026, 10, 29)
    assert due(Calendar(holidays={**law.holidays, "2026-10-28": "A day of its own"})) == date(2026, 10, 30)


def test_a_rule_without_a_clock_gives_no_deadline():
    law = load("US")
    rule = next(rule for rule in law.rules.values() if rule.clock is None)
    with pytest.raises(ValueError, match=f"{rule.id} has no clock"):
        deadline(rule, next(iter(law.events.values())), date(2026, 3, 2), NOTHING_CLOSED)


def test_business_days_beyond_the_holiday_table_have_no_date_even_if_their_start_moves():
    law = load("MS")
    rule = next(rule for rule in law.rules.values() if rule.clock and rule.clock.unit == "business_days")
    for moves in (False, True):
        found = deadline(
            rule, law.events[rule.clock.starts[0]], FAR_AHEAD, Calendar(holidays=law.holidays), moves=moves
        )
        assert (found.due, found.range) == (None, None)
        assert "our holiday table does not reach that year" in found.how


def test_a_month_before_is_the_same_day_or_the_last_of_the_month():
    found = counted(clock(1, "months", "before"), date(2026, 3, 31))
    assert found.due == date(2026, 2, 28)
    assert found.steps == ("1 month earlier, on the same day of the month, is Saturday, February 28, 2026.",)


def test_counting_back_into_an_unknown_summer_gives_no_earliest_day():
    # ten school days before Monday, August 10, 2026 fall into an unknown summer
    found = counted(clock(10, "school_days", "before"), date(2026, 8, 10))
    assert found.range.into_summer
    assert "This count runs into summer" in found.range.note
    assert "cannot be before" not in found.range.note
    after = counted(clock(10, "school_days"), date(2026, 5, 25))
    assert "It cannot be before Monday, June 8, 2026." in after.range.note


# Two limits


SECOND = Second(starts=(), value=10, unit="school_days", words="after you asked", ends="last")


def found(due, *, latest=None, moves=True):
    return Counted(due, Range(due, "It moves.", into_summer=False, latest=latest) if moves else None, ("Counted.",))


def test_two_limits_have_no_date_together_if_one_has_none():
    nothing = Counted(None, None, ("No table.",))
    together = both(clock(5, "business_days"), nothing, SECOND, found(date(2026, 3, 20)))
    assert (together.due, together.range) == (None, None)
    assert together.steps == ("One limit is 5 business days.", "No table.", "The other is 10 school days.", "Counted.")


def test_the_later_of_two_limits_is_open_as_long_as_one_of_them_is():
    one, other = found(date(2026, 3, 16)), found(date(2026, 3, 20), moves=False)
    together = both(clock(10, "school_days"), one, SECOND, other)
    assert (together.due, together.latest) == (date(2026, 3, 20), None)
    assert together.range.note == "It moves."
    bounded = both(clock(10, "school_days"), found(date(2026, 3, 16), latest=date(2026, 3, 27)), SECOND, other)
    assert (bounded.due, bounded.latest) == (date(2026, 3, 20), date(2026, 3, 27))
    assert "never later than that" in bounded.range.note


# Late in the school year


LATE = LateInYear(
    least=0, most=20, unit="calendar_days", words="you asked", counted_from="last_day", value=10, month=None, day=None,
    event=None,
)  # fmt: skip


def test_a_date_at_the_end_of_the_year_does_not_apply_to_later_starts():
    calendar = Calendar(years=(SchoolYear(date(2025, 8, 6), date(2026, 5, 22)),))
    usual = Counted(date(2026, 8, 1), None, ("As usual.",))
    # May 12 is ten days before school ends on May 22; day 10 after that is June 1
    asked = date(2026, 5, 12)
    assert moved(usual, LATE, asked, asked, calendar).due == date(2026, 6, 1)
    assert moved(usual, LATE, asked, date(2026, 6, 1), calendar) is usual


def test_the_end_of_the_school_year_is_not_mentioned_from_november_to_february():
    assert unknown_event(LATE, date(2026, 11, 1)) is None
    assert unknown_event(LATE, date(2026, 2, 28)) is None
    assert "20 calendar days or less before the last day of school" in unknown_event(LATE, date(2026, 3, 1))
    assert unknown_event(LATE, date(2026, 10, 31))


# Closed days


def test_a_closure_of_weekend_days_alone_is_no_break():
    weekend = Closure(date(2026, 10, 10), date(2026, 10, 11), "Fair")  # Saturday and Sunday
    assert runs([weekend]) == []
    with_monday = weekend._replace(end=date(2026, 10, 12))
    assert runs([weekend, with_monday]) == [with_monday]


def test_a_school_year_without_known_ends_contains_no_day():
    assert not holds(SchoolYear(None, None), date(2026, 10, 1))
    assert holds(SchoolYear(None, date(2026, 5, 22)), date(2025, 7, 1))
    assert not holds(SchoolYear(None, date(2026, 5, 22)), date(2026, 7, 1))


def test_the_last_day_of_school_alone_makes_the_weeks_before_it_known():
    # if school ends on May 22, 2026, May 18 to 20 are in session; the fall is still unknown
    ends = SchoolYear(None, date(2026, 5, 22))
    assert unknown_breaks(date(2026, 5, 17), date(2026, 5, 20), (), (ends,)) == []
    asked = missing_ends(date(2026, 5, 20), date(2026, 9, 1), (ends,))
    assert len(asked) == 1
    assert "first day" in asked[0]


def test_overlapping_counts_give_one_question_and_adjacent_closures_one_range():
    removals = [("disciplinary_removal_decided", date(2026, 11, day)) for day in (2, 9)]
    rows = deadlines(load("MS"), removals, NOTHING_CLOSED)
    # ten weekdays each: November 3 to 16, and November 10 to 23
    closed = (
        Closure(date(2026, 11, 11), date(2026, 11, 12), "Veterans Day"),
        Closure(date(2026, 11, 13), date(2026, 11, 16), "Break"),
    )
    (question,) = questions(rows, (), closed, ())
    assert "from Tuesday, November 3, 2026 to Monday, November 23, 2026?" in question.words
    assert "Wed Nov 11, 2026 to Mon Nov 16, 2026." in question.counted  # merged across the weekend
    # the question stops at the last day of school, although ten weekdays from June 1 are June 2 to 15
    rows = deadlines(load("MS"), [("disciplinary_removal_decided", date(2026, 6, 1))], NOTHING_CLOSED)
    (question,) = questions([replace(rows[0], due=date(2026, 6, 15))], (), (), (SchoolYear(None, date(2026, 6, 5)),))
    assert "from Tuesday, June 2, 2026 to Friday, June 5, 2026?" in question.words


# Numbers in sentences


def test_a_number_in_a_sentence_has_the_rules_confidence():
    law = load("US")
    timed = next(
        rule
        for rule in law.rules.values()
        if rule.clock and rule.clock.value and rule.publish == "ok" and not rule.states_may
    )
    assert clock_words(replace(timed, publish="hold")) == LIMIT_NOT_CONFIRMED
    assert clock_words(replace(timed, publish="caveat")) == f"{timed.clock.in_words()} (reported, not confirmed)"
    measured = next(rule for rule in law.rules.values() if rule.amount)
    assert amount_words(replace(measured, publish="hold")) == NUMBER_NOT_CONFIRMED
    with pytest.raises(ValueError, match="has no clock"):
        clock_words(replace(timed, clock=None))
    with pytest.raises(ValueError, match="has no amount"):
        amount_words(replace(measured, amount=None, publish="ok"))


def test_there_is_no_timeline_without_a_date():
    assert timeline.draw([], date(2026, 11, 28)) == ""
    assert FAR_AHEAD - timedelta(days=1) > max(map(date.fromisoformat, load("MS").holidays))


@pytest.mark.parametrize(
    ("words", "numbered"),
    [
        ("at least 5 school days before the change", True),
        ("at least ten days before the change", True),
        ('within "at least ten (10) school days"', True),
        ("within one hour, or by the end of the school day if that is sooner", True),
        ("a reasonable time before the change", False),
        ("at once, until the old IEP is adopted or a new one is in use", False),
    ],
)
def test_a_limit_in_words_may_have_a_number(words, numbered):
    rule = load("US").rule("pwn_timing")
    assert replace(rule.clock, words=words).is_numbered is numbered
