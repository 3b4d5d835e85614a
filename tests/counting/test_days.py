"""Day counts by the project's conventions: hand-counted, and compared with numpy and dateutil."""

from datetime import date, timedelta

import numpy
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from calculators.counting import days

MONDAY = date(2026, 3, 2)
SPRING_BREAK = days.Closure(date(2026, 3, 9), date(2026, 3, 13), "Spring break")

any_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))
lengths = st.integers(1, 400)
closures = st.lists(
    st.builds(
        lambda start, length: days.Closure(start, start + timedelta(days=length), "closed"), any_day, st.integers(0, 20)
    ),
    max_size=8,
)


def test_day_one_is_the_day_after_the_event():
    assert days.count_calendar_days(MONDAY, 1, 1).due == date(2026, 3, 3)


def test_sixty_calendar_days_skip_nothing():
    assert days.count_calendar_days(MONDAY, 60, 1).due == date(2026, 5, 1)


def test_a_rule_that_counts_the_day_itself_ends_one_day_sooner():
    assert days.count_calendar_days_from_event(MONDAY, 14).due == date(2026, 3, 15)


def test_school_days_skip_weekends_and_closed_days_by_name():
    count = days.count_open_days(MONDAY, 10, 1, [SPRING_BREAK])
    assert count.due == date(2026, 3, 23)
    assert [day.day for day, _ in count.skipped] == [9, 10, 11, 12, 13]
    assert {name for _, name in count.skipped} == {"Spring break"}


def test_business_days_count_backwards_from_a_hearing():
    assert days.count_open_days(date(2026, 3, 16), 5, -1, []).due == date(2026, 3, 9)


def test_business_days_skip_holidays_by_name():
    table = {"2026-01-01": "New Year's Day", "2026-03-04": "Town Day"}
    count = days.count_business_days(MONDAY, 5, 1, table, {})
    assert count.skipped == ((date(2026, 3, 4), "Town Day"),)
    assert count.due == date(2026, 3, 10)  # March 3, 5, 6, 9 and 10


@pytest.mark.parametrize(("start", "step"), [(date(2025, 12, 31), 1), (date(2026, 12, 31), 1), (date(2026, 1, 2), -1)])
def test_business_days_outside_the_table_give_no_count(start, step):
    assert days.count_business_days(start, 5, step, {"2026-01-01": "New Year's Day"}, {}) is None


def test_a_closure_on_a_weekend_changes_nothing():
    weekend = days.Closure(date(2026, 3, 7), date(2026, 3, 8), "Fair")
    assert days.count_open_days(MONDAY, 10, 1, [weekend]) == days.count_open_days(MONDAY, 10, 1, [])


def test_overlapping_closures_are_skipped_once():
    once = days.count_open_days(MONDAY, 10, 1, [SPRING_BREAK])
    assert days.count_open_days(MONDAY, 10, 1, [SPRING_BREAK, SPRING_BREAK]) == once


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last_one(day, months, expected):
    assert days.add_months(day, months) == expected


def test_a_parents_year_ends_the_day_before_the_anniversary():
    assert days.count_months_safely(date(2025, 9, 15), 12).due == date(2026, 9, 14)


def test_a_parents_year_from_29_february_ends_on_27_february():
    assert days.count_months_safely(date(2024, 2, 29), 12).due == date(2025, 2, 27)


def test_looking_back_excludes_29_february_once_its_year_has_passed():
    assert days.look_back_months_safely(date(2025, 2, 28), 12).due == date(2024, 3, 1)


def test_looking_back_a_month_from_the_end_of_february_excludes_all_of_january():
    """A month from January 29, 30 or 31 ends on February 28, so their last safe day is February 27."""
    assert days.look_back_months_safely(date(2001, 2, 28), 1).due == date(2001, 2, 1)


@pytest.mark.parametrize(
    ("hours", "before", "after"),
    [
        (1, date(2026, 3, 10), date(2026, 3, 12)),
        (24, date(2026, 3, 10), date(2026, 3, 12)),
        (25, date(2026, 3, 9), date(2026, 3, 13)),
        (48, date(2026, 3, 9), date(2026, 3, 13)),
        (49, date(2026, 3, 8), date(2026, 3, 14)),
        (72, date(2026, 3, 8), date(2026, 3, 14)),
    ],
)
def test_24_hours_before_a_meeting_is_the_day_before_and_part_of_a_day_is_a_day(hours, before, after):
    assert days.count_hours(date(2026, 3, 11), hours, -1).due == before
    assert days.count_hours(date(2026, 3, 11), hours, 1).due == after


LONG_BREAK = days.Closure(date(2026, 3, 5), date(2026, 3, 8), "Long break")


@pytest.mark.parametrize(
    ("count", "asked", "due", "first", "skipped", "weekends"),
    [
        ("count_calendar_days", (MONDAY, 7, 1), date(2026, 3, 9), date(2026, 3, 3), (), 0),
        ("count_calendar_days", (MONDAY, 7, -1), date(2026, 2, 23), date(2026, 3, 1), (), 0),
        ("count_calendar_days_from_event", (MONDAY, 7), date(2026, 3, 8), MONDAY, (), 0),
        ("count_months", (MONDAY, 3, 1), date(2026, 6, 2), None, (), 0),
        ("count_months", (MONDAY, 3, -1), date(2025, 12, 2), None, (), 0),
        ("count_months_safely", (MONDAY, 3), date(2026, 6, 1), None, (), 0),
        ("look_back_months_safely", (MONDAY, 3), date(2025, 12, 3), None, (), 0),
        ("count_hours", (MONDAY, 24, 1), date(2026, 3, 3), None, (), 0),
        # Tuesday is day 1, Friday day 4; a weekend is skipped; Tuesday is day 6
        ("count_open_days", (MONDAY, 6, 1, []), date(2026, 3, 10), date(2026, 3, 3), (), 2),
        # backwards: Friday is day 1, Monday day 5; a weekend is skipped; Friday, February 20 is day 6
        ("count_open_days", (MONDAY, 6, -1, []), date(2026, 2, 20), date(2026, 2, 27), (), 4),
        # March 3 and 4 are days 1 and 2; the break and its weekend are skipped; March 9 to 11 are days 3 to 5
        (
            "count_days_in_session", (MONDAY, 5, (LONG_BREAK,)), date(2026, 3, 11), date(2026, 3, 3),
            tuple((date(2026, 3, day), "Long break") for day in (5, 6, 7, 8)), 0,
        ),
        # weekend days in session count; the first day after a break is day 1
        (
            "count_days_in_session", (date(2026, 3, 4), 2, (LONG_BREAK,)), date(2026, 3, 10), date(2026, 3, 9),
            tuple((date(2026, 3, day), "Long break") for day in (5, 6, 7, 8)), 0,
        ),
        ("count_days_in_session", (MONDAY, 7, ()), date(2026, 3, 9), date(2026, 3, 3), (), 0),
    ],
)  # fmt: skip
def test_a_count_says_its_first_day_and_what_it_passed_over(count, asked, due, first, skipped, weekends):
    assert getattr(days, count)(*asked) == days.Count(due, first, skipped, weekends)


def test_a_day_in_two_closures_has_the_name_of_the_first():
    fair = days.Closure(date(2026, 3, 10), date(2026, 3, 11), "Fair")
    named = [name for _, name in days.count_open_days(MONDAY, 10, 1, [fair, SPRING_BREAK]).skipped]
    assert named == ["Spring break", "Fair", "Fair", "Spring break", "Spring break"]


@pytest.mark.parametrize(("month", "last"), list(enumerate([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 1)))
def test_months_from_a_31st_end_on_the_last_day_of_the_month(month, last):
    assert days.add_months(date(2025, 12, 31), month) == date(2026, month, last)


@given(any_day, lengths)
def test_calendar_days_agree_with_plain_addition_and_come_back(event, value):
    due = days.count_calendar_days(event, value, 1).due
    assert (due - event).days == value
    assert days.count_calendar_days(due, value, -1).due == event


@given(any_day, lengths, closures)
def test_open_days_agree_with_numpy(event, value, shut):
    holidays = [day for closure in shut for day in _days(closure)]
    expected = numpy.busday_offset(event, value, roll="backward", holidays=holidays)
    assert days.count_open_days(event, value, 1, shut).due == expected.astype(date)


@given(any_day, st.integers(-600, 600))
def test_months_agree_with_dateutil(event, months):
    assert days.add_months(event, months) == event + relativedelta(months=months)


@given(any_day, lengths, closures, closures)
def test_closing_more_days_never_makes_a_deadline_earlier(event, value, shut, more):
    assert days.count_open_days(event, value, 1, shut + more).due >= days.count_open_days(event, value, 1, shut).due


@given(any_day, any_day, lengths, closures)
def test_a_later_event_never_has_an_earlier_deadline(one, other, value, shut):
    first, second = sorted((one, other))
    assert days.count_open_days(first, value, 1, shut).due <= days.count_open_days(second, value, 1, shut).due
    assert days.count_months_safely(first, value).due <= days.count_months_safely(second, value).due
    assert days.look_back_months_safely(first, 12).due <= days.look_back_months_safely(second, 12).due


@given(any_day, lengths, closures)
def test_a_deadline_is_never_before_its_event(event, value, shut):
    assert days.count_open_days(event, value, 1, shut).due > event
    assert days.count_open_days(event, value, -1, shut).due < event


@given(any_day, st.integers(1, 36))
def test_looking_back_mirrors_the_safe_limit(received, months):
    earliest = days.look_back_months_safely(received, months).due
    assert days.count_months_safely(earliest, months).due >= received
    assert days.count_months_safely(earliest - days.ONE_DAY, months).due < received


def _days(closure):
    return [closure.start + timedelta(days=n) for n in range((closure.end - closure.start).days + 1)]
