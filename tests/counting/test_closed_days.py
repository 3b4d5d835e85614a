"""Closed days are echoed to the parent: how each line was read, what is asked, and which school year is meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.reading.closed_days import OPEN, printed_rows, read_back
from calculators.reading.printed_calendars import read_calendar, read_closures
from calculators.reading.printed_list import not_counted
from calculators.reading.written_dates import EARLIEST, LATEST

NOVEMBER = date(2026, 11, 22)


def said(text, asked_on=NOVEMBER):
    return read_back(text, asked_on)


def lines(text, asked_on=NOVEMBER):
    return said(text, asked_on)["lines"]


def test_one_wrong_line_does_not_hide_the_others():
    found = lines("Thanksgiving: 11/23/2026 - 11/27/2026\n\n2/30/2027\n1/18/2027")
    assert [line["words"] for line in found] == [
        "Thanksgiving: Mon Nov 23, 2026 to Fri Nov 27, 2026, 5 weekdays",
        "",
        "Mon Jan 18, 2027, one weekday",
    ]
    assert [line["problem"] for line in found] == [
        "",
        "There is no day “2/30/2027” in the calendar. Check the month and the day.",
        "",
    ]
    assert [line["number"] for line in found] == [0, 2, 3]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nov 23-27", "11/23/2026 to 11/27/2026"),
        ("Thanksgiving (no school) Nov 23-27", "Thanksgiving (no school) 11/23/2026 to 11/27/2026"),
        ("Dec 21 - Jan 4", "12/21/2026 to 1/4/2027"),
        ("MLK Day, Jan 18", "MLK Day, 1/18/2027"),
        ("Oct 12 & 13; Nov 11", "10/12/2026, 10/13/2026; 11/11/2026"),
        (
            "November\n11 Veterans Day\n26-27: Thanksgiving",
            "November\n11/11/2026 Veterans Day\n11/26/2026 to 11/27/2026: Thanksgiving",
        ),
        ("Early release Oct 16", "Early release 10/16/2026"),
    ],
)
def test_a_date_without_a_year_is_stored_with_the_year_and_otherwise_unchanged(typed, kept):
    assert said(typed)["text"] == kept


@pytest.mark.parametrize(
    "typed", ["  Winter break 12/21/2026 – 1/4/2027 ", "to be announced", "Oct. 13-Nov.265\n", "a\0b", "x \ud800"]
)
def test_dates_with_a_year_and_unreadable_text_are_stored_unchanged(typed):
    assert said(typed)["text"] == typed


def test_words_without_any_date_are_asked_about():
    (line,) = lines("to be announced")
    assert line["problem"].startswith("“to be announced” has no date that we can read.")


def test_lines_without_a_date_among_others_are_shown_but_not_questioned():
    closed, words = lines("Labor Day 9/7/2026\nThanksgiving week")
    assert closed["words"]
    assert (words["text"], words["problem"], words["words"], words["open"]) == ("Thanksgiving week", "", "", "")


def test_a_question_that_only_a_parent_can_answer_comes_with_both_answers():
    (line,) = lines("Early dismissal 10/16/2026")
    assert line["problem"].endswith("Is school closed then?")
    closed, still_open = line["answers"]
    assert [c.start for c in read_calendar(closed, NOVEMBER).closures] == [date(2026, 10, 16)]
    answered = read_calendar(still_open, NOVEMBER)
    assert not answered.closures
    assert not answered.questions
    assert lines(still_open)[0]["open"] == "Early dismissal: Fri Oct 16, 2026, one weekday"


def test_a_named_day_under_a_heading_is_asked_about_by_its_own_name():
    veterans, bare = lines("Half days:\nVeterans Day 11/11/2026\n10/30/2026")
    assert veterans["problem"] == "Is school closed for “Veterans Day”? It stands under “Half days”."
    assert bare["problem"].startswith("Half days, early dismissals and late starts are school days.")
    closed, still_open = veterans["answers"]
    assert [c.start for c in read_calendar(f"Half days:\n{closed}", NOVEMBER).closures] == [date(2026, 11, 11)]
    assert not read_calendar(f"Half days:\n{still_open}", NOVEMBER).closures


def test_an_answer_is_for_its_own_date_and_no_other_on_the_line():
    text = f"Labor Day 9/7/2026 Early release 10/16/2026 {OPEN}"
    assert [c.start for c in read_calendar(text, NOVEMBER).closures] == [date(2026, 9, 7)]


def test_a_name_on_a_line_of_its_own_goes_with_its_date():
    found = lines("9/7/2026\nLabor Day\n11/11/2026\nVeterans Day")
    assert [(line["number"], line["numbers"]) for line in found] == [(0, [0, 1]), (2, [2, 3])]


def test_a_list_printed_in_spring_asks_for_its_school_year_and_each_answer_is_the_list_with_years():
    asked = said("Fall break October 8\nEarly release November 5", date(2026, 4, 20))
    assert [year["label"] for year in asked["years"]] == ["2025-2026", "2026-2027"]
    assert asked["years"][0]["text"] == "Fall break 10/8/2025\nEarly release 11/5/2025"
    assert asked["years"][1]["text"] == "Fall break 10/8/2026\nEarly release 11/5/2026"


def test_lines_that_are_not_counted_are_named():
    assert not_counted(read_calendar("Labor Day 9/7/2026", NOVEMBER)) == ()
    (sentence,) = not_counted(read_calendar("Early release 10/16/2026\n2/30/2027", NOVEMBER))
    assert "“Early release 10/16/2026”, “2/30/2027”" in sentence


def test_the_command_line_prints_only_closures_and_questions():
    text = "Labor Day 9/7/2026\nLast day of school May 21\nEarly release Oct 16\nAll dates may change"
    closed, asked = printed_rows(text, NOVEMBER)
    assert closed == {
        "line": "Labor Day 9/7/2026",
        "start": "2026-09-07",
        "end": "2026-09-07",
        "name": "Labor Day",
        "problem": None,
    }
    assert (asked["line"], asked["start"], asked["end"]) == ("Early release Oct 16", None, None)
    assert asked["problem"]


def test_too_many_lines_get_one_sentence():
    assert said("1/1/2026\n" * 10_000)["problems"]["closed"].startswith("That is 10000 closures.")


@given(
    start=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    length=st.integers(0, 119),
    name=st.sampled_from(["", "Spring break", "Staff day"]),
    later=st.dates(EARLIEST, LATEST),
)
def test_stored_text_means_the_same_on_every_later_day(start, length, name, later):
    end = date.fromordinal(start.toordinal() + length)
    typed = f"{name} {start:%b} {start.day} - {end:%b} {end.day}"
    found = said(typed, start)
    if any(line["problem"] for line in found["lines"]):
        return  # rejected with a message: on a weekend, around New Year within one month, or in two school years
    assert read_closures(found["text"], later) == read_closures(typed, start)
