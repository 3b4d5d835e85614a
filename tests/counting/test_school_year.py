"""The usual school breaks: which ones a count meets, and which closures make them known."""

from datetime import date

import pytest

from calculators.counting.chain import deadlines
from calculators.counting.counted import Calendar
from calculators.counting.school_year import (
    SchoolYear,
    holds,
    is_whole,
    missing_ends,
    out_of_school,
    unknown_breaks,
    wrong_first_day,
    wrong_last_day,
    wrong_next_year,
)
from calculators.law import load
from calculators.reading.printed_calendars import read_closures

JULY_OPENING = SchoolYear(date(2026, 7, 20), date(2027, 5, 21))
AUGUST_AFTER = SchoolYear(date(2027, 8, 2), None)


def unknown(start, end, closed="", years=()):
    return [usual.name for usual in unknown_breaks(start, end, read_closures(closed), years)]


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        (date(2026, 1, 5), date(2026, 3, 4), []),
        (date(2026, 11, 2), date(2026, 11, 20), ["Thanksgiving week"]),
        (date(2026, 12, 1), date(2026, 12, 20), []),  # December 20, 2026 is a Sunday
        (date(2026, 12, 1), date(2026, 12, 21), ["winter break"]),
        (date(2027, 1, 1), date(2027, 1, 15), ["winter break"]),
        (date(2026, 11, 16), date(2027, 3, 8), ["Thanksgiving week", "winter break", "spring break"]),
        (date(2026, 8, 1), date(2026, 8, 31), ["the first day of school"]),  # August 1, 2026 is a Saturday
        (date(2026, 9, 10), date(2026, 9, 30), ["the first day of school"]),
        (date(2026, 9, 11), date(2026, 9, 30), []),
        (date(2026, 4, 20), date(2026, 5, 1), ["the last day of school"]),
        (date(2026, 5, 4), date(2026, 6, 1), ["the last day of school", "summer"]),
    ],
)
def test_a_break_is_met_if_a_weekday_of_the_count_lies_in_it(start, end, names):
    assert unknown(start, end) == names
    assert unknown(end, start) == names


def test_one_closed_day_makes_a_short_break_of_its_year_known():
    assert unknown(date(2026, 11, 16), date(2026, 12, 1), "11/26/2026") == []


@pytest.mark.parametrize("closed", ["11/24/2025 to 11/28/2025", "11/22/2027 to 11/26/2027", "11/16/2026 to 11/19/2026"])
def test_a_closure_of_another_year_or_week_does_not(closed):
    assert unknown(date(2026, 11, 16), date(2026, 12, 1), closed) == ["Thanksgiving week"]


def test_the_winter_break_is_one_across_new_year():
    assert unknown(date(2027, 1, 1), date(2027, 1, 15), "12/21/2026 to 12/31/2026") == []
    assert unknown(date(2026, 12, 14), date(2026, 12, 31), "1/1/2026") == ["winter break"]


@pytest.mark.parametrize(
    ("closed", "names"),
    [
        ("6/1/2026 to 6/14/2026", []),  # 14 distinct days
        ("6/1/2026 to 6/13/2026", ["the last day of school", "summer"]),  # 13 days
        ("6/1/2026 to 6/13/2026\n6/7/2026 to 6/13/2026", ["the last day of school", "summer"]),  # 13 distinct days
        ("6/1/2026 to 6/7/2026\n6/22/2026 to 6/28/2026", []),  # 14 days in two parts
        ("5/18/2026 to 6/7/2026", ["the last day of school", "summer"]),  # 21 days, 7 of them in the summer
    ],
)
def test_a_summer_is_known_from_fourteen_closed_days_on(closed, names):
    assert unknown(date(2026, 5, 20), date(2026, 6, 5), closed) == names


def test_last_years_summer_gives_no_date_for_this_one():
    removal = [("disciplinary_removal_decided", date(2026, 5, 20))]
    last_year = Calendar(read_closures("Summer 2025: 5/30/2025 to 8/6/2025"))
    (row,) = (row for row in deadlines(load("US"), removal, last_year) if row.rule.id == "manifestation_determination")
    assert row.due is None
    assert row.range.into_summer


# First and last days of school


def test_no_school_before_the_first_day_and_after_the_last():
    shut = [(closed.start, closed.end) for closed in out_of_school([JULY_OPENING, AUGUST_AFTER])]
    assert shut == [
        (date(2026, 7, 1), date(2026, 7, 19)),
        (date(2027, 5, 22), date(2027, 6, 30)),
        (date(2027, 7, 1), date(2027, 8, 1)),
    ]


def test_a_year_that_begins_in_june_says_nothing_of_the_days_before():
    assert out_of_school([SchoolYear(date(2026, 6, 29), None)]) == ()


def test_a_year_that_ends_in_july_is_not_closed_before_its_end():
    years = [SchoolYear(None, date(2026, 7, 8)), SchoolYear(date(2026, 7, 27), None)]
    assert [(closed.start, closed.end) for closed in out_of_school(years)] == [(date(2026, 7, 9), date(2026, 7, 26))]


@pytest.mark.parametrize(
    ("start", "end", "years", "names"),
    [
        # school opens on July 20: known from then on, unknown before July 1
        (date(2026, 7, 22), date(2026, 8, 12), [JULY_OPENING], []),
        (date(2026, 7, 1), date(2026, 8, 12), [JULY_OPENING], []),
        (date(2026, 6, 30), date(2026, 8, 12), [JULY_OPENING], ["summer"]),
        (date(2026, 7, 22), date(2026, 8, 12), [], ["summer", "the first day of school"]),
        # after the last day, the summer is unknown until the next first day is given
        (date(2027, 5, 10), date(2027, 6, 30), [JULY_OPENING], []),
        (date(2027, 5, 10), date(2027, 7, 1), [JULY_OPENING], ["summer"]),
        (date(2027, 5, 10), date(2027, 8, 30), [JULY_OPENING, AUGUST_AFTER], []),
        # without a last day, school may have ended by May
        (date(2028, 5, 10), date(2028, 5, 19), [AUGUST_AFTER], ["the last day of school"]),
        # a school year's ends tell nothing about its breaks
        (date(2026, 11, 16), date(2026, 12, 1), [JULY_OPENING], ["Thanksgiving week"]),
    ],
)
def test_the_ends_of_a_school_year_make_its_summers_known(start, end, years, names):
    assert unknown(start, end, years=years) == names


@pytest.mark.parametrize(
    ("start", "end", "years", "asked"),
    [
        (date(2026, 7, 22), date(2026, 8, 12), [], ["the first day of school after the summer of 2026"]),
        (
            date(2027, 5, 10),
            date(2027, 7, 8),
            [],
            ["the last day of school in 2027", "the first day of school after the summer of 2027"],
        ),
        (date(2027, 5, 10), date(2027, 7, 8), [JULY_OPENING], ["the first day of school after the summer of 2027"]),
        (date(2027, 5, 10), date(2027, 7, 8), [AUGUST_AFTER], ["the last day of school in 2027"]),
    ],
)
def test_what_is_missing_is_named(start, end, years, asked):
    assert missing_ends(start, end, years) == asked


def test_a_list_is_complete_in_confirmed_periods_and_outside_the_school_year():
    said = [(date(2026, 10, 5), date(2026, 10, 9)), (date(2026, 10, 12), date(2026, 10, 16))]
    assert is_whole(date(2026, 10, 5), date(2026, 10, 16), said)  # across a weekend
    assert not is_whole(date(2026, 10, 2), date(2026, 10, 16), said)
    assert not is_whole(date(2026, 10, 5), date(2026, 10, 19), said)
    assert is_whole(date(2026, 7, 6), date(2026, 7, 17), [], [JULY_OPENING])
    assert not is_whole(date(2026, 7, 6), date(2026, 7, 20), [], [JULY_OPENING])


@pytest.mark.parametrize("day", [date(2026, 6, 15), date(2026, 7, 20), date(2026, 10, 1)])
def test_a_school_year_begins_in_summer_or_fall(day):
    assert wrong_first_day(day) is None


@pytest.mark.parametrize("day", [date(2027, 1, 5), date(2026, 5, 31), date(2026, 11, 2)])
def test_a_first_day_of_a_term_is_asked_about(day):
    assert "not of a term" in wrong_first_day(day)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 5, 21), "is before the first day of school, July 20, 2026"),
        (date(2027, 7, 30), "is longer than a year"),
        (date(2028, 5, 21), "is longer than a year"),
        (date(2026, 12, 18), "not of a term"),
        (date(2027, 1, 29), "not of a term"),
    ],
)
def test_an_impossible_last_day_is_reported_in_a_sentence(last, told):
    assert told in wrong_last_day(last, date(2026, 7, 20))
    assert wrong_last_day(date(2027, 5, 21), date(2026, 7, 20)) is None


def test_the_next_year_comes_after_the_one_above():
    assert wrong_next_year(date(2026, 8, 3), date(2027, 5, 21), date(2027, 8, 2)) is None
    assert "is not after May 21, 2027" in wrong_next_year(date(2026, 8, 3), date(2027, 5, 21), date(2026, 8, 3))


@pytest.mark.parametrize(
    ("day", "held"),
    [(date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2027, 6, 30), True), (date(2027, 7, 1), False)],
)
def test_a_school_year_holds_the_summers_around_it(day, held):
    for year in (JULY_OPENING, SchoolYear(date(2026, 8, 3), None), SchoolYear(None, date(2027, 5, 21))):
        assert holds(year, day) == held
