"""The usual breaks of schools: which ones a count meets, and which closures answer for them."""

from datetime import date

import pytest

from calculators.chain import deadlines
from calculators.clocks import Calendar
from calculators.law import load
from calculators.printed_calendars import read_closures
from calculators.school_year import unknown_breaks


def unknown(start, end, closed=""):
    return [usual.name for usual in unknown_breaks(start, end, read_closures(closed))]


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        (date(2026, 1, 5), date(2026, 3, 4), []),
        (date(2026, 11, 2), date(2026, 11, 20), ["Thanksgiving week"]),
        (date(2026, 12, 1), date(2026, 12, 20), []),  # December 20, 2026 is a Sunday
        (date(2026, 12, 1), date(2026, 12, 21), ["winter break"]),
        (date(2027, 1, 1), date(2027, 1, 15), ["winter break"]),
        (date(2026, 11, 16), date(2027, 3, 8), ["Thanksgiving week", "winter break", "spring break"]),
        (date(2026, 8, 1), date(2026, 8, 31), []),  # August 1, 2026 is a Saturday
        (date(2026, 5, 4), date(2026, 6, 1), ["summer"]),
    ],
)
def test_a_break_is_met_if_a_weekday_of_the_count_lies_in_it(start, end, names):
    assert unknown(start, end) == names
    assert unknown(end, start) == names


def test_one_closed_day_answers_for_a_short_break_of_its_year():
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
        ("6/1/2026 to 6/14/2026", []),  # 14 days
        ("6/1/2026 to 6/13/2026", ["summer"]),  # 13 days
        ("6/1/2026 to 6/13/2026\n6/7/2026 to 6/13/2026", ["summer"]),  # the same days twice
        ("6/1/2026 to 6/7/2026\n6/22/2026 to 6/28/2026", []),  # two weeks apart
        ("5/18/2026 to 6/7/2026", ["summer"]),  # 21 days, 7 of them in the summer
    ],
)
def test_a_summer_is_known_from_fourteen_closed_days_on(closed, names):
    assert unknown(date(2026, 5, 20), date(2026, 6, 5), closed) == names


def test_last_years_summer_gives_no_date_for_this_one():
    removal = [("disciplinary_removal_decided", date(2026, 5, 20))]
    last_year = Calendar(read_closures("Summer 2025: 5/30/2025 to 8/6/2025"))
    (row,) = (row for row in deadlines(load("US"), removal, last_year) if row.rule == "manifestation_determination")
    assert row.due is None
    assert row.range.into_summer
