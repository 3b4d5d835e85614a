"""The steps of a single count, in each unit and direction, against hand-counted days."""

from dataclasses import replace
from datetime import date

import pytest

from calculators.counting.counted import NO_OTHER_DAY, STOPS_AT_SUMMER, Calendar, Range, Reading, count, stretch
from calculators.counting.days import Closure
from calculators.counting.school_year import SchoolYear
from calculators.law import Clock, Pauses

MONDAY = date(2026, 10, 26)
HOLIDAY = Calendar(holidays={"2026-01-01": "New Year's Day", "2026-10-28": "Founders' Day"})
FALL_BREAK = Closure(date(2026, 10, 28), date(2026, 10, 29), "Fall break")
BREAKS = Pauses(breaks_from=5, summer=True, summer_in_doubt_from=None)
SUMMERS = Pauses(breaks_from=None, summer=True, summer_in_doubt_from=None)
EVERY_DAY = "Every day counts, weekends and holidays too."
TWO_WEEKEND_DAYS = "Weekends do not count (2 weekend days passed over)."
ONE_LATER = "Each weekday on which the school is closed moves this one school day later."
ONE_EARLIER = "Each weekday on which the school is closed moves this one school day earlier."
NONE_GIVEN = "No school closures were given, so none was skipped."


def clock(value, unit, direction="after", **more):
    made = {"words": None, "day_one": "next_day", "more_than": False, "met_by": ()}
    return Clock(starts=("asked",), direction=direction, value=value, unit=unit, **{**made, **more})


def counted(one, day, calendar=HOLIDAY, reading=Reading.LITERAL):
    return count(one, day, calendar, reading)


@pytest.mark.parametrize(
    ("one", "due", "first", "last"),
    [
        (
            clock(10, "calendar_days"),
            date(2026, 3, 12),
            "Day 1 is Tuesday, March 3, 2026, the day after.",
            "Day 10 is Thursday, March 12, 2026.",
        ),
        (
            clock(10, "calendar_days", "before"),
            date(2026, 2, 20),
            "Day 1 is Sunday, March 1, 2026, the day before.",
            "Day 10 is Friday, February 20, 2026.",
        ),
        (
            clock(10, "calendar_days", day_one="event_day"),
            date(2026, 3, 11),
            "This rule counts the day itself as day 1.",
            "Day 10 is Wednesday, March 11, 2026.",
        ),
        (
            clock(10, "calendar_days", more_than=True),
            date(2026, 3, 13),
            "Day 1 is Tuesday, March 3, 2026, the day after.",
            "Day 11 is Friday, March 13, 2026.",
        ),
    ],
)
def test_calendar_days_from_the_first_to_the_last(one, due, first, last):
    found = counted(one, date(2026, 3, 2))  # a Monday
    assert (found.due, found.range, found.steps) == (due, None, (first, EVERY_DAY, last))


@pytest.mark.parametrize(
    ("direction", "due", "said"),
    [
        ("after", date(2026, 3, 5), "72 hours after it, at the same time of day, is Thursday, March 5, 2026."),
        ("before", date(2026, 2, 27), "72 hours before it, at the same time of day, is Friday, February 27, 2026."),
    ],
)
def test_hours_are_counted_as_whole_days(direction, due, said):
    found = counted(clock(72, "hours", direction), date(2026, 3, 2))
    assert (found.due, found.steps) == (due, (said,))


@pytest.mark.parametrize(
    ("one", "reading", "due", "said"),
    [
        (
            clock(2, "months"),
            Reading.LITERAL,
            date(2026, 5, 2),
            "2 months later, on the same day of the month, is Saturday, May 2, 2026. "
            "This is a limit that others must keep, so it is counted to the day itself.",
        ),
        (
            clock(2, "years"),
            Reading.SAFE,
            date(2028, 3, 1),
            "2 years later is March 2, 2028. Some count that day in and some do not, so the last safe day is the day "
            "before: Wednesday, March 1, 2028.",
        ),
        (
            clock(1, "months", "before"),
            Reading.SAFE,
            date(2026, 2, 2),
            "1 month earlier, on the same day of the month, is Monday, February 2, 2026.",
        ),
        *(
            (
                clock(2, "years", "look_back"),
                reading,
                date(2024, 3, 3),
                "Looking back 2 years: things that happened on Sunday, March 3, 2024 or later are inside on every "
                "reading. The same date in the earlier year is left out, to be safe.",
            )
            for reading in Reading
        ),
    ],
)
def test_months_and_years_keep_the_day_or_stop_one_before_it(one, reading, due, said):
    found = counted(one, date(2026, 3, 2), reading=reading)
    assert (found.due, found.steps) == (due, (said,))


def test_business_days_skip_weekends_and_holidays_and_name_them():
    # October 27, 29, 30, November 2 and 3
    found = counted(clock(5, "business_days"), MONDAY)
    assert (found.due, found.range) == (date(2026, 11, 3), None)
    assert found.steps == (
        "Day 1 is Tuesday, October 27, 2026, the first business day after.",
        TWO_WEEKEND_DAYS,
        "Founders' Day, October 28, 2026: 1 day skipped.",
        "Day 5 is Tuesday, November 3, 2026.",
    )
    # October 29, 27 and 26
    before = counted(clock(3, "business_days", "before"), date(2026, 10, 30))
    assert before.due == MONDAY
    assert before.steps[0] == "Day 1 is Thursday, October 29, 2026, the first business day before."
    assert TWO_WEEKEND_DAYS not in before.steps
    assert counted(clock(3, "business_days"), MONDAY, Calendar()).due is None  # no holiday table, no date


def test_a_holiday_of_the_state_alone_makes_no_parents_limit_later():
    own = replace(HOLIDAY, state_holidays={"2026-10-28": "Founders' Day"})
    # October 27, 28 and 29
    safe = counted(clock(3, "business_days"), MONDAY, own, reading=Reading.SAFE)
    assert (safe.due, safe.range) == (date(2026, 10, 29), None)
    assert safe.steps[1] == (
        "Founders' Day, October 28, 2026, is on the list of state holidays, and offices may be open on such a day. So it counts "
        "here, to be safe. If it does not count, the limit ends later. Do not wait for that."
    )
    # what others must do is not late before the later day: October 27, 29 and 30
    assert counted(clock(3, "business_days"), MONDAY, own).due == date(2026, 10, 30)
    # back from October 30 the earlier day is the one with it left out: October 29, 27 and 26
    assert counted(clock(3, "business_days", "before"), date(2026, 10, 30), own, reading=Reading.SAFE).due == MONDAY


def test_weekdays_include_holidays_and_closures():
    # October 27, 28, 29, 30 and November 2
    found = counted(clock(5, "weekdays"), MONDAY, replace(HOLIDAY, closures=(FALL_BREAK,)))
    assert (found.due, found.range) == (date(2026, 11, 2), None)
    assert found.steps == (
        "Day 1 is Tuesday, October 27, 2026, the first weekday after.",
        TWO_WEEKEND_DAYS,
        "Public holidays on a weekday count here.",
        "Day 5 is Monday, November 2, 2026.",
    )


def test_business_days_beyond_the_holiday_table_explain_the_missing_date():
    found = counted(clock(3, "business_days"), date(2099, 3, 2))
    assert (found.due, found.range) == (None, None)
    assert found.steps == (
        "There is no date here: 3 business days depend on public holidays, and our holiday table does not reach that "
        "year.",
    )


def test_school_days_skip_closures_and_are_not_firm_until_the_list_is_complete():
    # October 27, 30, November 2, 3 and 4
    steps = (
        "Day 1 is Tuesday, October 27, 2026, the first school day after.",
        TWO_WEEKEND_DAYS,
        "Fall break, October 28, 2026 to October 29, 2026: 2 days skipped.",
        "Day 5 is Wednesday, November 4, 2026.",
    )
    closed = Calendar(closures=(FALL_BREAK,))
    found = counted(clock(5, "school_days"), MONDAY, closed)
    assert (found.due, found.steps) == (date(2026, 11, 4), steps)
    assert found.range == Range(date(2026, 11, 4), ONE_LATER, into_summer=False)
    whole = replace(closed, whole=((date(2026, 10, 27), date(2026, 11, 4)),))
    found = counted(clock(5, "school_days"), MONDAY, whole)
    assert (found.due, found.range, found.steps) == (date(2026, 11, 4), None, (*steps, NO_OTHER_DAY))
    for first, last in ((28, 4), (27, 3)):
        partly = replace(closed, whole=((date(2026, 10, first), date(2026, 11, last)),))
        assert counted(clock(5, "school_days"), MONDAY, partly).range


def test_nothing_is_asked_about_the_days_between_two_school_years():
    # May 21 and 22, then August 5, 6 and 7
    years = (SchoolYear(date(2025, 8, 6), date(2026, 5, 22)), SchoolYear(date(2026, 8, 5), None))
    answered = ((date(2026, 5, 21), date(2026, 5, 22)), (date(2026, 8, 5), date(2026, 8, 7)))
    found = counted(clock(5, "school_days"), date(2026, 5, 20), Calendar(years=years, whole=answered))
    assert (found.due, found.range) == (date(2026, 8, 7), None)
    assert counted(clock(5, "school_days"), date(2026, 5, 20), Calendar(years=years, whole=answered[:1])).range


def test_school_days_before_an_event_move_earlier_and_can_be_firm():
    # October 29, 28, 27, 26 and 23
    found = counted(clock(5, "school_days", "before"), date(2026, 10, 30), Calendar())
    assert found.range == Range(date(2026, 10, 23), ONE_EARLIER, into_summer=False)
    assert found.steps == (
        "Day 1 is Thursday, October 29, 2026, the first school day before.",
        TWO_WEEKEND_DAYS,
        NONE_GIVEN,
        "Day 5 is Friday, October 23, 2026.",
    )
    whole = Calendar(whole=((date(2026, 10, 23), date(2026, 10, 29)),))
    assert counted(clock(5, "school_days", "before"), date(2026, 10, 30), whole).range is None


@pytest.mark.parametrize(
    ("unit", "name"),
    [("instructional_days", "instructional day"), ("school_working_days", "school working day")],
)
def test_other_kinds_of_school_days_have_their_own_names(unit, name):
    years = Calendar(years=(SchoolYear(date(2026, 8, 5), date(2027, 5, 21)),))
    assert counted(clock(2, unit), MONDAY, years).steps == (
        f"Day 1 is Tuesday, October 27, 2026, the first {name} after.",
        "No school closures inside the school year were given, so none was skipped.",
        "Day 2 is Wednesday, October 28, 2026.",
    )


def test_usual_breaks_on_the_way_are_named():
    # November 19, 20, 23, 24 and 25
    found = counted(clock(5, "school_days"), date(2026, 11, 18), Calendar())
    assert found.range.note == f"{ONE_LATER} On the way: Thanksgiving week. Add those days if you know them."


def test_a_count_into_an_unknown_summer_has_no_date_and_asks_for_the_ends_of_school():
    # May 26 to 29, June 1 to 5 and 8; then August 7 to 3 and July 31 to 27
    after = counted(clock(10, "school_days"), date(2026, 5, 25), Calendar())
    asked = "This count runs into summer, and we do not know when school is out. So there is no date yet."
    note = (
        f"{asked} Give the last day of school in 2026, and you will see it. It cannot be before Monday, June 8, 2026."
    )
    assert after.steps == (STOPS_AT_SUMMER,)
    assert after.range == Range(date(2026, 6, 8), note, into_summer=True)
    before = counted(clock(10, "school_days", "before"), date(2026, 8, 10), Calendar())
    note = f"{asked} Give the first day of school after the summer of 2026, and you will see it."
    assert before.range == Range(date(2026, 7, 27), note, into_summer=True)


# Calendar days that pause in breaks


PAUSED = (
    "Every day counts, weekends and holidays too, but not the summer between two school years or a school break of 5 "
    "weekdays or more, with the weekends beside it."
)
MOVED = "A school break of 5 weekdays or more does not count, and moves this later."


def test_breaks_are_skipped_with_their_weekends_and_named():
    # October 6 to 9 are days 1 to 4, October 19 to 23 days 5 to 9, November 2 to 12 days 10 to 20
    weeks = [
        Closure(date(2026, 10, 12), date(2026, 10, 16), "Break"),
        Closure(MONDAY, date(2026, 10, 30), "Break"),
    ]
    closed = Calendar(closures=tuple(weeks))
    steps = (
        "Day 1 is Tuesday, October 6, 2026, the first day after that counts.",
        PAUSED,
        "Break, October 10, 2026 to October 18, 2026: 9 days left out.",
        "Break, October 24, 2026 to November 1, 2026: 9 days left out.",
        "Day 20 is Thursday, November 12, 2026.",
    )
    found = counted(clock(20, "calendar_days", pauses=BREAKS), date(2026, 10, 5), closed)
    assert (found.due, found.steps) == (date(2026, 11, 12), steps)
    assert found.range == Range(date(2026, 11, 12), MOVED, into_summer=False)
    whole = replace(closed, whole=((date(2026, 10, 6), date(2026, 11, 12)),))
    found = counted(clock(20, "calendar_days", pauses=BREAKS), date(2026, 10, 5), whole)
    assert (found.range, found.steps) == (None, (*steps, NO_OTHER_DAY))


def test_without_a_break_the_steps_say_that_none_is_skipped():
    found = counted(clock(10, "calendar_days", pauses=BREAKS), date(2026, 10, 5), Calendar())
    assert found.due == date(2026, 10, 15)
    assert found.range.note == f"{MOVED} You gave no such break, so none is left out here."


def test_a_rule_that_pauses_only_in_summer_skips_no_other_break():
    ends = Calendar(
        closures=(Closure(date(2026, 5, 20), date(2026, 5, 20), "Staff day"),),
        years=(SchoolYear(date(2025, 8, 6), date(2026, 5, 22)), SchoolYear(date(2026, 8, 5), None)),
    )
    # May 19 to 22 are days 1 to 4; the summer has 9, 30, 31 and 4 days; August 5 to 10 are days 5 to 10
    found = counted(clock(10, "calendar_days", pauses=SUMMERS), date(2026, 5, 18), ends)
    assert (found.due, found.range) == (date(2026, 8, 10), None)
    assert found.steps == (
        "Day 1 is Tuesday, May 19, 2026, the first day after that counts.",
        "Every day counts, weekends and holidays too, but not the summer between two school years.",
        "Summer, May 23, 2026 to August 4, 2026: 74 days left out.",
        "Day 10 is Monday, August 10, 2026.",
    )
    unknown = counted(clock(10, "calendar_days", pauses=SUMMERS), date(2026, 5, 18), Calendar())
    assert unknown.due == date(2026, 5, 28)
    assert unknown.range.note == (
        "The days between two school years do not count. Give the first and the last day of school. "
        "On the way: the last day of school. Add those days if you know them."
    )
    # no question about a winter break, because it does not pause this count
    assert counted(clock(10, "calendar_days", pauses=SUMMERS), date(2026, 12, 14), Calendar()).range is None


def test_the_days_of_a_count_exclude_the_event_day():
    monday, friday = date(2026, 10, 26), date(2026, 10, 30)
    assert stretch(monday, friday) == (date(2026, 10, 27), friday)
    assert stretch(friday, monday) == (monday, date(2026, 10, 29))
