"""Closed days shown back to a parent: each line on its own, and with the year that it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.closed_days import read_back
from calculators.printed_calendars import read_closures
from calculators.written_dates import EARLIEST, LATEST

NOVEMBER = date(2026, 11, 22)


def lines(text, asked_on=NOVEMBER):
    return read_back(text, asked_on)["lines"]


def test_each_line_is_read_on_its_own_so_that_one_wrong_line_does_not_hide_the_others():
    found = lines("Thanksgiving: 11/23/2026 - 11/27/2026\n\n2/30/2027; 1/18/2027")
    assert [line["words"] for line in found] == [
        "Thanksgiving: Mon Nov 23, 2026 to Fri Nov 27, 2026, 5 weekdays",
        "",
        "Mon Jan 18, 2027, one weekday",
    ]
    assert [bool(line["problem"]) for line in found] == [False, True, False]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nov 23-27", "11/23/2026 to 11/27/2026"),
        ("Thanksgiving Nov 23-27", "Thanksgiving: 11/23/2026 to 11/27/2026"),
        ("Dec 21 - Jan 4", "12/21/2026 to 1/4/2027"),
        ("MLK Day, Jan 18", "MLK Day: 1/18/2027"),
    ],
)
def test_a_line_without_a_year_is_kept_with_the_year_of_its_school_year(typed, kept):
    assert lines(typed)[0]["text"] == kept


def test_a_line_with_its_year_is_kept_as_it_was_typed():
    assert lines("  Winter break 12/21/2026 – 1/4/2027 ")[0]["text"] == "Winter break 12/21/2026 – 1/4/2027"


def test_a_line_that_cannot_be_read_is_kept_as_it_was_typed():
    assert lines("to be announced")[0]["text"] == "to be announced"


def test_too_many_lines_get_one_sentence():
    said = read_back("1/1/2026\n" * 10_000, NOVEMBER)
    assert said["problems"]["closed"].startswith("That is 10000 closures.")


@given(
    start=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    length=st.integers(0, 300),
    name=st.sampled_from(["", "Spring break", "Staff day"]),
    later=st.dates(EARLIEST, LATEST),
)
def test_what_is_kept_means_the_same_on_every_later_day(start, length, name, later):
    end = date.fromordinal(start.toordinal() + length)
    typed = f"{name} {start:%b} {start.day} - {end:%b} {end.day}"
    kept = lines(typed, start)[0]["text"]
    if lines(typed, start)[0]["problem"]:
        return  # over a year's end in one month, or longer than a year: said so
    assert read_closures(kept, later) == read_closures(typed, start)
