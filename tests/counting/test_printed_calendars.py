"""Lists of closed days as districts print them are read correctly or questioned, never silently misread."""

import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.reading.printed_calendars import read_calendar, read_closures, read_given
from calculators.words import MONTHS
from macros.data.yaml_files import read_yaml
from tests.tools.examples import examples

PRINTED = read_yaml((Path(__file__).parents[1] / "cases" / "printed" / "calendars.yml").read_text(encoding="utf-8"))
NOVEMBER = date(2026, 11, 27)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def spans(text, asked_on=NOVEMBER):
    """The closures, as ``2026-11-25`` or ``2026-11-25..2026-11-27``."""
    found = read_calendar(text, asked_on).closures
    return [str(c.start) if c.start == c.end else f"{c.start}..{c.end}" for c in found]


def questions(text, asked_on=NOVEMBER):
    return [row.problem for row in read_calendar(text, asked_on).questions]


@pytest.mark.parametrize("case", PRINTED, ids=[case["id"] for case in PRINTED])
def test_a_printed_list_is_read_and_uncertain_lines_are_questioned(case):
    asked_on = date.fromisoformat(case["asked_on"])
    assert spans(case["text"], asked_on) == case["closed"]
    asked = read_calendar(case["text"], asked_on).questions
    assert list(dict.fromkeys(row.line for row in asked)) == case["asked"]
    assert all(row.problem for row in asked)


# Date formats, with the expected days in the school year of November 27, 2026 worked out by hand


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3rd Monday Jan 18", ["2027-01-18"]),
        ("K-12 Nov 25-27", ["2026-11-25..2026-11-27"]),
        ("Staff Development Day 12 January 13", ["2027-01-13"]),
        ("Oct 12 & 13", ["2026-10-12", "2026-10-13"]),
        ("Nov 25, 26, 27", ["2026-11-25", "2026-11-26", "2026-11-27"]),
        ("November 25, 26 and 27, 2026", ["2026-11-25", "2026-11-26", "2026-11-27"]),
        ("November 23rd through the 27th", ["2026-11-23..2026-11-27"]),
        ("26-27 November 2026", ["2026-11-26..2026-11-27"]),
        ("17th to 21st October", ["2026-10-17..2026-10-21"]),
        ("January 18, 2021Martin Luther King Day", ["2021-01-18"]),
        ("3/9-13/2026", ["2026-03-09..2026-03-13"]),
        ("3/9-3/13/2026", ["2026-03-09..2026-03-13"]),
        ("11/25 & 27", ["2026-11-25", "2026-11-27"]),
        ("1-2 Jan", ["2027-01-01..2027-01-02"]),
        ("March 9-13, 16", ["2027-03-09..2027-03-13", "2027-03-16"]),
        ("Dec. 24 – Jan. 2, 2026", ["2025-12-24..2026-01-02"]),
        ("Dec 21, 2026 - Jan 4", ["2026-12-21..2027-01-04"]),
        ("Monday, October 12", ["2026-10-12"]),
        ("Thurs., Nov. 26 - Fri., Nov. 27", ["2026-11-26..2026-11-27"]),
        ("Nov 23 (Mon) - 27 (Fri)", ["2026-11-23..2026-11-27"]),
        ("Nov. 25-27 (W-F)", ["2026-11-25..2026-11-27"]),
        ("Fall Break (Mon-Fri) Oct 5-9", ["2026-10-05..2026-10-09"]),
        ("Sept 7", ["2026-09-07"]),
        ("September: 7", ["2026-09-07"]),
        ("SEPTEMBER 7LABOR DAY", ["2026-09-07"]),
        ("12-Oct-26 Columbus Day", ["2026-10-12"]),
        ("12-Oct", ["2026-10-12"]),
        ("4th of July 2027", ["2027-07-04"]),
        ("11-25-2026", ["2026-11-25"]),
        ("2026-11-25..2026-11-27", ["2026-11-25..2026-11-27"]),
        ("Nov\u00a025\u2009\u2013\u200927", ["2026-11-25..2026-11-27"]),
        ("Break—Nov 25—27", ["2026-11-25..2026-11-27"]),
        ("Juneteenth 6/18", ["2027-06-18"]),
        ("Winter break, 12/21/26-1/4/27", ["2026-12-21..2027-01-04"]),
        ("No school Oct 9 and Oct 12 for fall break", ["2026-10-09", "2026-10-12"]),
        ("Labor Day 9/7, Columbus Day 10/12", ["2026-09-07", "2026-10-12"]),
        ("Nov 11: Veterans Day; Nov 26-27: Thanksgiving", ["2026-11-11", "2026-11-26..2026-11-27"]),
        ("October\n12 & 13 Fall break\n23: No school", ["2026-10-12", "2026-10-13", "2026-10-23"]),
        ("Labor Day\tSept. 7\tAll Schools", ["2026-09-07"]),
        ("Labor Day\nMonday\nSeptember 7", ["2026-09-07"]),
        ("Holidays\nSept 7\nNov 23-27", ["2026-09-07", "2026-11-23..2026-11-27"]),
        ("Jan. 4 - January Break", ["2027-01-04"]),
        ("11-23 thru 11-27", ["2026-11-23..2026-11-27"]),
        ("12-21 thru 1-4", ["2026-12-21..2027-01-04"]),
        ("Nov 23–27 '26", ["2026-11-23..2026-11-27"]),
        ("Fall Break 9-13 October", ["2026-10-09..2026-10-13"]),
        ("25-27 - Nov Wednesday-Friday Fall Break", ["2026-11-25..2026-11-27"]),
        ("Novmber 23-27", ["2026-11-23..2026-11-27"]),
        ("Febuary 15", ["2027-02-15"]),
        ("Dec 21 thru Jan 1 (10 school days)", ["2026-12-21..2027-01-01"]),
        ("NOVEMBER (21 days)\n11 Veterans Day\n23-27 Thanksgiving", ["2026-11-11", "2026-11-23..2026-11-27"]),
        ("November 2026 - 15 student days\n11 Veterans Day", ["2026-11-11"]),
        ("November 21 days\n11 Veterans Day", ["2026-11-11"]),
        ("1. Labor Day Sept 7\n2. Thanksgiving Nov 23-27", ["2026-09-07", "2026-11-23..2026-11-27"]),
        ("1) Sept 7\n2) Nov 11", ["2026-09-07", "2026-11-11"]),
        ("Nov. 25-27 (no school; Thanksgiving break)", ["2026-11-25..2026-11-27"]),
        ("November 23-27 Thanksgiving Break School resumes November 30", ["2026-11-23..2026-11-27"]),
        ("Dec 21-Jan 4 (students return Jan 5)", ["2026-12-21..2027-01-04"]),
        ("Winter Break: Dec 21 - Jan 4. School resumes Jan 5.", ["2026-12-21..2027-01-04"]),
        ("Thanksgiving Nov 23-27 back Nov 30", ["2026-11-23..2026-11-27"]),
        (
            "Winter Break Dec 21 - Jan 1\nFirst day for students after Winter Holidays January 4",
            ["2026-12-21..2027-01-01"],
        ),
        (
            "Oct 12 & 13\n3/8-12/2027\n11/25 & 27\n1-2 Jan\nEarly release Wednesdays",
            [
                "2026-10-12",
                "2026-10-13",
                "2027-03-08..2027-03-12",
                "2026-11-25",
                "2026-11-27",
                "2027-01-01..2027-01-02",
            ],
        ),
        (
            "Oct 12 & 13\nEarly release every Friday\n11/25 & 27",
            ["2026-10-12", "2026-10-13", "2026-11-25", "2026-11-27"],
        ),
        ("School closed until further notice: 662-555-0100, room 12\nNov 11", ["2026-11-11"]),
        ("Maria 3: 3/9/2026 to 3/13/2026", []),
    ],
)
def test_a_way_to_write_closed_days_is_read(written, meant):
    assert spans(written) == meant
    assert bool(questions(written)) == (not meant)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Oct. 13-Nov.265", "There is no day"),
        ("Fall break 10/12 14", "left over"),
        ("Nov 11 Veterans Day 26 Thanksgiving", "left over"),
        ("13/10/2026", "day seems to come before the month"),
        ("11.12 Veterans Day", "cannot tell the month from the day"),
        ("Break: Tuesday Nov 26, 2026", "November 26, 2026 is a Thursday"),
        ("Sept 31", "There is no day"),
        ("Jan 4 - Dec 21, 2026", "days long"),
        ("11/27 - 11/23", "ends before it starts"),
        ("Grades K-5 Oct 9", "part of the school"),
        ("No school for elementary students Oct 9", "part of the school"),
        ("Early release Oct 9", "school days"),
        ("Oct 9 1/2 day", "school days"),
        ("Feb 1 (2 hr delay)", "school days"),
        ("Parent-teacher conferences Oct 19", "Conferences"),
        ("Weather make-up day: Feb 16", "only if something happens"),
        ("1/2 Winter break", "January 2 or half a day"),
        ("School resumes January 5", "one end of a break"),
        ("Winter break begins Dec 21", "one end of a break"),
        ("Winter Break through January 4", "one end of a break"),
        ("Spring break in March", ""),
        ("Jan. 18,\n2021\nMLK Day", "stands on another line"),
        ("Week of November 23 Thanksgiving", "one end of a break"),
        ("Winter Break\n12/21/2026\nto\n1/1/2027", "one end of a break"),
        ("Winter Break\n12/21/2026\n–\n1/1/2027", "one end of a break"),
        ("From: 12/21/2026\nTo: 1/1/2027", "one end of a break"),
        ("Winter break Dec 21 -\nJan 1", "one end of a break"),
        ("Winter break Dec 21\nthrough Jan 1", "one end of a break"),
        ("Start\tEnd\tEvent\n11/25/2026\t11/27/2026\tThanksgiving", "one end of a break"),
        ("Thanksgiving: Nov. 25 (early dismissal), 26 & 27 (no school)", "left over"),
        ("Labor Day 9/1\nMLK 1/19\nMemorial Day 5/25", "Which school year"),
        ("12", "not a date we can read"),
        ("S M T W T F S\n1 2 3 4 5 6 7", "not a date we can read"),
        ("Closed 3/9-10/26", "days long"),
        ("Labor Day Sept 7 Fall break Oct 9 Early release", "which words go with which date"),
        ("Winter Break: Dec 21 - Jan 4. School resumes Jan 4.", "one end of a break"),
        ("School closes Dec. 18 and reopens Jan. 5.", "one end of a break"),
        ("Winter Break: Close of school Dec 18 - Jan 4", "after a school day"),
        ("Act 80 Day Oct 9", "school days"),
        ('"Thanksgiving","11/25/2026","11/27/2026"', "one end of a break"),
        ("Subject,Start Date,End Date\nThanksgiving,11/25/2026,11/27/2026", "one end of a break"),
        (
            "Winter Break Dec 21 - Jan 1 (school resumes January 6)\nTeachers return January 4",
            "about teachers and staff",
        ),
        ("Nov 25 - 1/2 day", "school days"),
        ("Winter break Dec 21 - 1/2", "January 2 or half a day"),
        ("Dec 21-Jan Winter Break", "has no day"),
        ("Dec-Jan 4", "has no day"),
        ("Yom Kippur Sept 21 (student observance as needed)", "only if something happens"),
        ("Required afternoon staff development Oct 7", "part of the day"),
        ("Open Houses\nThursday, December 3rd 9 am- 10 am", "part of the day"),
        ("No school for high-school students Oct 2 | All Schools", "part of the school"),
        ("Labor Day 7/9", "not in its month"),
        ("Early Release Wednesdays\nSept 9\nSept 16", "school days"),
        ("Labor Day 9-7", "not a date we can read"),
        ("Enero 18", "not a date we can read"),
    ],
)
def test_ambiguous_lines_are_questioned_and_not_counted(written, asked):
    if asked:
        assert asked in "".join(questions(written))
    assert spans(written) == [] or "Labor" in written or "resumes" in written


@pytest.mark.parametrize(
    "written",
    [
        "First day of school August 10",
        "4th quarter ends March 12",
        "9 weeks exams Oct 8",
        "Period 3 exams Dec 17",
        "100th day of school Feb 9",
        "Report cards Oct 16",
        "Veterans Day 11/11 (SCHOOL IN SESSION)",
        "Revised 3/12/2026",
        "Picture day Oct 6 8:00 am",
        "Constitution Day Sept 17 (Students in school)",
        "First Instructional Day Aug 10",
        "Last scheduled day for students May 28",
        "End of first 9-weeks (K-8) Oct 9 All Schools",
    ],
)
def test_a_school_day_is_neither_closed_nor_questioned(written):
    assert spans(written) == []
    assert questions(written) == []


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("Teacher workday Oct 9 (no students)", True),
        ("Professional development Oct 9, student holiday", True),
        ("Parent-teacher conferences - no school Oct 19", True),
        ("Staff Development Day Oct 9", True),
        ("Early release Oct 9 (school closed)", True),
        ("Fall break Oct 9 (school open)", False),
    ],
)
def test_remarks_on_students_or_by_the_parent_take_precedence(written, closed):
    assert bool(spans(written)) == closed
    assert questions(written) == []


def test_the_end_of_a_break_must_match_the_day_school_resumes():
    assert spans("Winter break Dec 21 - Jan 1\nSchool resumes January 4") == ["2026-12-21..2027-01-01"]
    assert questions("Winter break Dec 21 - Jan 1\nSchool resumes January 4") == []
    assert "one end of a break" in questions("Winter break Dec 21 - Jan 4\nSchool resumes January 4")[0]


def test_a_school_day_inside_a_break_is_asked_about():
    assert "Which is right?" in questions("Winter break 12/17/2026 - 1/4/2027\nReport cards 12/18/2026")[0]


def test_a_heading_says_which_days_are_early_dismissals():
    text = "No School:\nSeptember 7\nOctober 12\nEarly Release Days:\nOctober 16\nNovember 20"
    assert spans(text) == ["2026-09-07", "2026-10-12"]
    assert len(questions(text)) == 2


def test_days_below_an_unreadable_month_are_not_read_as_another_month():
    text = "November\n11 Veterans Day\nDecember\n21-31 Winter Break\n{}\n1-4 Winter Break"
    for heading in ("Enero", "Jan-uary"):
        assert spans(text.format(heading)) == ["2026-11-11", "2026-12-21..2026-12-31"]
        assert any("1-4 Winter Break" in question for question in questions(text.format(heading)))


def test_an_event_among_closed_days_is_questioned():
    text = "Labor Day Sept 7\nEnd of first nine weeks Oct 9\nFaculty Senate Oct 15\nThanksgiving Nov 26-27"
    assert spans(text) == ["2026-09-07", "2026-11-26..2026-11-27"]
    (question,) = questions(text)
    assert "Faculty Senate" in question


def test_a_name_below_several_dates_belongs_to_the_last():
    assert spans("Nov 25\nNov 26\nNov 27\nThanksgiving") == ["2026-11-25", "2026-11-26", "2026-11-27"]
    asked = questions("Dec 17\nDec 18\nHalf days\nLabor Day Sept 7")
    assert ["which words" in asked[0], "Half days" in asked[1], len(asked)] == [True, True, 2]


def test_day_before_month_is_read_only_if_the_whole_list_is_consistent():
    assert spans("Break 23.12.2026-03.01.2027\nDay 29.11.2026\nHoliday 11.10.2026") == [
        "2026-12-23..2027-01-03",
        "2026-11-29",
        "2026-10-11",
    ]
    mixed = "Break 23/12/2026\nDay 29/11/2026\nHoliday 11/26/2026"
    assert spans(mixed) == ["2026-11-26"]
    assert len(questions(mixed)) == 2


# The school year


@pytest.mark.parametrize(
    ("written", "asked_on", "meant"),
    [
        (
            "Labor Day September 7\nThanksgiving November 25-27",
            date(2026, 4, 10),
            ["2026-09-07", "2026-11-25..2026-11-27"],
        ),
        ("Fall break Monday Oct 12", date(2026, 4, 10), ["2026-10-12"]),
        ("Spring break April 13-17", date(2026, 4, 10), ["2026-04-13..2026-04-17"]),
        ("2025-2026 School Calendar\nLabor Day Sept 1", NOVEMBER, ["2025-09-01"]),
        ("2027-28 Calendar\nFall break Oct 11\nWinter break Jan 3", NOVEMBER, ["2027-10-11", "2028-01-03"]),
        (
            "2018\nDecember 24-31 Winter break\n2019\nJanuary 1 New Year",
            NOVEMBER,
            ["2018-12-24..2018-12-31", "2019-01-01"],
        ),
        ("October 2026\n12 Columbus Day\nJanuary 2027\n18 MLK Day", date(2026, 4, 10), ["2026-10-12", "2027-01-18"]),
    ],
)
def test_the_year_comes_from_headings_weekdays_and_holidays(written, asked_on, meant):
    assert spans(written, asked_on) == meant
    assert questions(written, asked_on) == []


@pytest.mark.parametrize(
    ("written", "asked_on"),
    [
        ("Fall break October 8", date(2026, 4, 10)),
        ("Labor Day September 1\nMLK January 19", NOVEMBER),
        ("Holiday January 4\nHoliday October 8\nHoliday December 24", NOVEMBER),
        ("Winter break 12/22/2025 - 1/2/2026\nFall break October 8", date(2027, 9, 1)),
    ],
)
def test_an_ambiguous_school_year_is_asked_for(written, asked_on):
    reading = read_calendar(written, asked_on)
    assert len(reading.years) > 1
    assert all("Which school year" in row.problem for row in reading.questions)


@pytest.mark.parametrize("last", ["July 5 Holiday", "August 6 Holiday"])
def test_summer_dates_at_the_end_of_a_list_are_questioned(last):
    text = f"Labor Day September 7\nSpring break March 8-12\n{last}"
    assert spans(text) == ["2026-09-07", "2027-03-08..2027-03-12"]
    (question,) = questions(text)
    assert last in question


def test_a_year_above_a_whole_school_year_is_asked_about():
    assert spans("Calendar 2026\nHoliday September 8\nHoliday January 5") == []


def test_without_a_reference_day_dates_need_a_year():
    with pytest.raises(ValueError, match="has no year"):
        read_closures("Nov 25")
    assert read_given("Nov 25\n11/26/2026").closures[0].start == date(2026, 11, 26)


# Generated lists in many formats


def _m(day):
    return MONTHS[day.month - 1]


def _a(day):
    return _m(day)[:3]


def _n(day):
    return f"{day.month}/{day.day}"


def _w(day):
    return WEEKDAYS[day.weekday()]


def _range(one, start, end, dash=" - "):
    return one(start) if start == end else f"{one(start)}{dash}{one(end)}"


def _short(start, end, dash="-"):
    if start == end:
        return f"{_m(start)} {start.day}"
    if start.month == end.month:
        return f"{_m(start)} {start.day}{dash}{end.day}"
    return f"{_m(start)} {start.day} {dash} {_m(end)} {end.day}"


STYLES = {
    "name: month d-d": lambda n, s, e: f"{n}: {_short(s, e)}",
    "month d-d name": lambda n, s, e: f"{_short(s, e)} {n}",
    "month d-d- name": lambda n, s, e: f"{_short(s, e)}- {n}",
    "en dash": lambda n, s, e: f"{n} – {_short(s, e, '–')}",
    "two lines, date first": lambda n, s, e: f"{_short(s, e)}\n{n}",
    "two lines with year": lambda n, s, e: f"{_range(lambda d: f'{_m(d)} {d.day}, {d.year}', s, e)}\n{n}",
    "glued": lambda n, s, e: f"{_range(lambda d: f'{_m(d)} {d.day}, {d.year}', s, e)}{n}",
    "numbers": lambda n, s, e: f"{_range(_n, s, e)} {n}",
    "numbers with year": lambda n, s, e: f"{_range(lambda d: f'{_n(d)}/{d.year}', s, e)} {n} All Schools",
    "short years": lambda n, s, e: f"{n} {_range(lambda d: f'{_n(d)}/{d.year % 100:02}', s, e, '-')}",
    "iso": lambda n, s, e: f"{n} {_range(str, s, e, '..')}",
    "pipes": lambda n, s, e: f"{_range(lambda d: f'{_n(d)}/{d.year}', s, e)} | {n} | All Schools |",
    "tabs": lambda n, s, e: f"{n}\t{_short(s, e)}\tAll Schools",
    "cells": lambda n, s, e: f"{_range(lambda d: f'{_n(d)}/{d.year}', s, e)}\n{n}\nAll Schools",
    "abbreviated": lambda n, s, e: f"{_range(lambda d: f'{_a(d)}. {d.day}', s, e, '-')}, no school, {n}",
    "ordinals": lambda n, s, e: f"{_range(lambda d: f'{_m(d)} {d.day}th', s, e, ' through ')} {n}",
    "day first": lambda n, s, e: f"{_range(lambda d: f'{d.day} {_m(d)}', s, e)} {n}",
    "day first with year": lambda n, s, e: f"{_range(lambda d: f'{d.day} {_a(d)} {d.year}', s, e)}: {n}",
    "excel": lambda n, s, e: f"{_range(lambda d: f'{d.day}-{_a(d)}', s, e)} {n}",
    "weekday before": lambda n, s, e: f"{_range(lambda d: f'{_w(d)}, {_m(d)} {d.day}', s, e)} {n}",
    "weekday after": lambda n, s, e: f"{n}: {_range(lambda d: f'{_m(d)} {d.day} ({_w(d)})', s, e)}",
    "weekdays in brackets": lambda n, s, e: f"{_short(s, e)} ({_range(_w, s, e, '-')}) {n}",
    "weekday cell": lambda n, s, e: f"{_short(s, e)}\n{_range(_w, s, e, '-')}\n{n}",
    "bullets": lambda n, s, e: f"  • {_short(s, e)}: {n}",
    "dots": lambda n, s, e: f"{n} ........... {_short(s, e)}",
    "capitals": lambda n, s, e: f"{_short(s, e)} {n}".upper(),
    "year at the end": lambda n, s, e: f"{n} {_range(lambda d: f'{_a(d)} {d.day}', s, e)}, {e.year}",
    "closed": lambda n, s, e: f"{_short(s, e)} – {n} – CLOSED",
    "no-break spaces": lambda n, s, e: f"{n}\u00a0{_short(s, e).replace(' ', chr(0xA0))}",
    "brackets": lambda n, s, e: f"{n} (No School)      {_short(s, e)}",
    "comma": lambda n, s, e: f"{n}, {_range(lambda d: f'{_w(d)} {_n(d)}', s, e)}",
    "month heading": lambda n, s, e: f"{_m(s)}\n{s.day}{'' if s == e else f'-{e.day}' if s.month == e.month else f' - {_m(e)} {e.day}'}: {n}",
}  # fmt: skip
NAMES = (
    "Fall Break",
    "Thanksgiving Holiday",
    "Winter Break",
    "Spring Break",
    "No School",
    "Staff Development Day",
    "Teacher Workday",
    "Break (make-up day)",
)
OF_A_MONTH = {"Fall Break", "Thanksgiving Holiday", "Winter Break", "Spring Break"}


@st.composite
def closures(draw):
    """A year's closed days in order, each starting and ending on a weekday."""
    day = date(draw(st.integers(2020, 2030)), 8, 3)
    first, found = day, []
    while len(found) < 7:
        day += timedelta(days=draw(st.integers(3, 45)))
        while day.weekday() > 4:
            day += timedelta(days=1)
        end = day + timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 4, 11])))
        while end.weekday() > 4:
            end += timedelta(days=1)
        if day >= first.replace(year=first.year + 1, month=6, day=20):
            break
        found.append((draw(st.sampled_from(NAMES)), day, end))
        day = end
    return first, found


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=closures(), in_autumn=st.booleans())
def test_generated_lists_are_read_correctly_or_questioned(style, made, in_autumn):
    first, given_days = made
    text = "\n".join(STYLES[style](*one) for one in given_days)
    asked_on = date(first.year, 11, 1) if in_autumn else date(first.year + 1, 4, 1)
    found = read_calendar(text, asked_on)
    read = {(c.start, c.end) for c in found.closures}
    assert read <= {(start, end) for _, start, end in given_days}
    if not found.questions:
        assert len(found.closures) == len(given_days)
    if in_autumn:
        # "Thanksgiving" in August is questioned, as it should be.
        in_any_month = [name for name, _, _ in given_days if name not in OF_A_MONTH]
        # Where the weekdays fit two school years, the year is asked for the whole list; once answered, the list is read.
        answered = read_calendar(text, asked_on, first.year) if found.years else found
        assert answered.closures or len(in_any_month) < 3


def test_a_line_that_begins_with_one_half_is_asked_about_and_not_lost_as_a_name():
    found = read_calendar("11/9 Fall Break\n1/2 Staff Development Day\n1/6 Fall Break", NOVEMBER)
    assert [row.line for row in found.questions] == ["1/2 Staff Development Day"]
    assert "January 2 or half a day" in found.questions[0].problem
    halves = read_calendar("9/18\n1/2 Teacher Prep., 1/2 Parent Conference\n11/26 Thanksgiving", NOVEMBER)
    assert "January 2" not in " ".join(row.problem for row in halves.questions)


@pytest.mark.parametrize("text", ["10/9/2026 ½ Staff Day", "½ Teacher In-Service\n10/9/2026", "10/9/2026\n½ PD day"])
def test_half_a_day_of_the_staff_is_asked_about_with_its_sign_too(text):
    found = read_calendar(f"{text}\n11/26/2026 Thanksgiving", NOVEMBER)
    assert [closure.name for closure in found.closures] == ["Thanksgiving"]
    assert ["Half days" in row.problem for row in found.questions] == [True]


# Arbitrary text

PIECES = ("Nov", "May", "23", "1/2", "11/25", "2026", "2026-27", "-", "–", "to", "through", ",", "&", "and", "(", ")", ":", ";", "\n", "\t", "|", ".", "..", "Mon", "Thursday", "3rd", "5th", "No School", "Early release", "Break", "half day", "K-5", "8:00", "am", "½", "🎒", "\0", "\ud800", "é", "SEPT", "12.10", "999", " ")  # fmt: skip


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]))
def test_no_combination_of_pieces_crashes_the_reader(pieces, joint):
    text = joint.join(pieces)
    found = read_calendar(text, NOVEMBER)
    assert all(row.line in text for row in found.rows)
    assert all(c.start <= c.end for c in found.closures)


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text):
    read_calendar(text, NOVEMBER)


@pytest.mark.parametrize(
    "text",
    ["1," * 4000, "Nov 1," * 3000, "-" * 9000, "( " * 5000, "Nov " * 2500, "1/2 " * 2500, "no school " * 900, "Mon " * 2500, "a\n" * 1900,
     "12 & " * 2000, "Grades 1, " * 1000, "11/1/2026 a " * 390, "early " * 1600, "9" * 9000, "school year " * 800, "\n" * 100_000, "1-2 to " * 28_000],
    ids=lambda text: text[:10].strip() or "lines",
)  # fmt: skip
def test_no_text_causes_catastrophic_backtracking(text):
    began = time.process_time()  # CPU time, because the machine may be busy
    with suppress(ValueError):
        read_calendar(text, NOVEMBER)
    assert time.process_time() - began < 10


# Unusual formats


def test_a_list_that_must_be_certain_is_refused_with_its_first_question():
    with pytest.raises(ValueError, match="Half days, early dismissals and late starts are school days"):
        read_closures("Labor Day 9/7/2026\nEarly release 11/25/2026")


@pytest.mark.parametrize(
    "text", ["2. Labor Day 9/7/2026\n5. Fall break 10/8/2026", "1. Labor Day 9/7/2026\n1. Fall break 10/8/2026"]
)
def test_numbers_that_do_not_count_the_lines_are_asked_about(text):
    assert spans(text) == []
    assert [problem.partition(" is left over")[2] != "" for problem in questions(text)] == [True, True]


@pytest.mark.parametrize(
    ("title", "labor_day"),
    [
        ("22-23 Calendar", ["2022-09-05"]),
        ("Calendar 22-24", []),
        ("05-06 Calendar", []),
        ("Calendar 22-23 9/6/2022", None),
    ],
)
def test_a_title_names_its_school_year_by_two_years_in_a_row(title, labor_day):
    """September 5, 2022 is Labor Day. "22-24" is not a school year, and "05-06" may be May 6."""
    found = spans(f"{title}\nLabor Day September 5")
    assert labor_day is None or found == labor_day
    assert labor_day != [] or questions(f"{title}\nLabor Day September 5")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No school 1/1/2150", "Give a date between January 1, 1900 and December 31, 2100."),
        ("No school October 12, 9 2026", "are not in order. Write each on a line of its own."),
        ("No school 2 - 21 - 2022", "is not a date we can read"),
        ("10 and 11 grades", "is not a date we can read"),
        ("1/2 Teacher Prep., 1/2 Parent Teacher Conference", "is not a date we can read"),
        ("APRIL 2027\n2 (Friday) April Holiday", "is not a date we can read"),
    ],
)
def test_dates_outside_the_school_year_are_questioned_and_never_counted(text, told):
    assert spans(text) == []
    (problem,) = questions(text)
    assert told in problem


def test_two_years_that_fit_a_weekday_are_both_offered():
    """October 5 to 7: Sunday to Tuesday in 2025, Monday to Wednesday in 2026, Tuesday to Thursday in 2027."""
    text = "Fall break October 5-7 (Tue)"
    assert spans(text) == []
    assert "Which school year is it: 2025-2026, 2026-2027 or 2027-2028? Add the year." in questions(text)[0]


def test_july_4th_beside_another_date_is_the_holiday():
    assert spans("July 4th 7/3/2026") == ["2026-07-03"]
    assert spans("July 4th, 2027 no school; Labor Day 9/6/2027") == ["2027-07-04", "2027-09-06"]


def test_words_between_two_dates_are_divided_at_a_comma():
    """Veterans Day is closed; an early release is a school day or a question."""
    text = "11/11/2026 Veterans Day, early release 11/25/2026"
    assert spans(text) == ["2026-11-11"]
    assert "Half days, early dismissals and late starts" in questions(text)[0]


@pytest.mark.parametrize("between", ["No School early release", ", early release", "Fall, early release"])
def test_words_between_two_dates_that_cannot_be_divided_are_questioned(between):
    text = f"11/11/2026 {between} 11/25/2026"
    assert "2026-11-25" not in spans(text)
    assert questions(text)


@pytest.mark.parametrize(
    ("names", "closed"),
    [
        (("Columbus Day", "MLK Day"), ["2026-10-12", "2027-01-18"]),
        (("Early release", "School resumes"), []),
    ],
)
def test_equal_numbers_of_names_and_dates_are_paired_in_order_if_all_are_closed(names, closed):
    text = "\n".join(("10/12/2026", "1/18/2027", *names))
    assert spans(text) == closed
    assert bool(questions(text)) == (not closed)


def test_a_dash_between_two_days_with_dashes_is_a_range():
    assert spans("12-21 - 12-23 Winter break") == ["2026-12-21..2026-12-23"]


def test_a_day_with_its_name_among_blocks_keeps_it():
    text = "Labor Day 9/6/2021\n\n9/20/2021 - 10/1/2021\nFall Break\n\n10/4/2021\nAll Schools"
    assert spans(text) == ["2021-09-06", "2021-09-20..2021-10-01", "2021-10-04"]
