"""Rules with a different due date for what starts shortly before summer."""

from __future__ import annotations

from datetime import date, timedelta

from calculators.counting import days
from calculators.counting.counted import NO_OTHER_DAY, Calendar, Counted, Range
from calculators.counting.out_of_school import ends_after, is_summer, runs
from calculators.counting.school_year import is_whole
from calculators.law import SCHOOL_DAYS, LateInYear
from calculators.words import MONTHS, long_date, plain_date, quantity

#: (month, day) bounds of a start that may be shortly before the end of a school year, or shortly after it.
AROUND_THE_END = ((3, 1), (7, 31))
FROM_SPRING_TO_FALL = ((3, 1), (10, 31))


def moved(counted: Counted, late: LateInYear, looked_at: date, start: date, calendar: Calendar) -> Counted:
    """The due date under a late-in-year rule in place of ``counted``.

    ``counted`` where the rule does not apply.
    ``looked_at``: the day of the event that decides whether it is late in the year. ``start``: the first day of the count.
    """
    last, first = ends_after(looked_at, calendar.closures, calendar.years)
    if last is None and _is_after_the_end(looked_at, calendar):
        return counted
    if last is None:
        return _last_day_unknown(counted, late, looked_at)
    left = _left(late, looked_at, last, calendar)
    if not late.least <= left <= late.most:
        return counted
    if late.instead:
        return Counted(None, None, (f"{_so_late(late, left, last)} {late.instead}",))
    if late.counted_from == "next_first_day" and first is None:
        return _first_day_unknown(late, left, last)
    due, words = _due(late, last, first)
    if due <= start:  # a start after that date has a count of its own
        return counted
    steps = (f"{_so_late(late, left, last)} So another day holds.", words, *([late.then] if late.then else []))
    if late.unit in SCHOOL_DAYS and not is_whole(looked_at + days.ONE_DAY, last, calendar.whole, calendar.years):
        note = f"With more days without school before {plain_date(last)}, the usual count may hold, and end later."
        return Counted(due, Range(due, note, into_summer=False), steps)
    return Counted(due, None, (*steps, NO_OTHER_DAY) if late.unit in SCHOOL_DAYS else steps)


def _is_after_the_end(day: date, calendar: Calendar) -> bool:
    """True if school is known to be out on ``day`` until the next school year begins."""
    ends = [year.last for year in calendar.years if year.last and year.last.year == day.year]
    return any(end < day for end in ends) or any(
        is_summer(run) and run.start <= day <= run.end for run in runs(calendar.closures)
    )


def unknown_event(late: LateInYear, start: date) -> str | None:
    """The caution for when the deciding event's day is missing.

    None away from the end of a school year.
    """
    first, last = FROM_SPRING_TO_FALL
    if not first <= (start.month, start.day) <= last:
        return None
    return f"{in_words(late)} In My case you can add that day."


def in_words(late: LateInYear) -> str:
    """The rule in a sentence, for when it is unknown whether it applies."""
    if late.instead:
        return f"If {late.words} {_window(late)} before the last day of school, this day may not hold. {late.instead}"
    if late.value is None:
        then = f"Then it is due by {MONTHS[(late.month or 1) - 1]} {late.day}"
    else:
        end = "the last day of school" if late.counted_from == "last_day" else "the first day of the next school year"
        then = f"Then it is due {quantity(late.value, 'calendar_days')} after {end}"
    return f"Another day may hold if {late.words} {_window(late)} before the last day of school. {then}."


def _window(late: LateInYear) -> str:
    if late.least:
        return f"{late.least} to {quantity(late.most, late.unit)}"
    return f"{quantity(late.most, late.unit)} or less"


def _left(late: LateInYear, day: date, last: date, calendar: Calendar) -> int:
    """The number of days up to and including the last day of school."""
    if late.unit not in SCHOOL_DAYS:
        return (last - day).days
    left, shut = 0, days.closed_days(calendar.shut)
    while day < last:
        day += days.ONE_DAY
        left += not days.is_weekend(day) and day.toordinal() not in shut
    return left


def _due(late: LateInYear, last: date, first: date | None) -> tuple[date, str]:
    """The due date, and a sentence that explains it."""
    if late.value is None:
        due = date(last.year, late.month or 1, late.day or 1)
        return due, f"The law names the day: {long_date(due)}."
    start = last if late.counted_from == "last_day" or first is None else first
    name = "last day of school" if late.counted_from == "last_day" else "first day of the next school year"
    due = start + timedelta(days=late.value)
    return due, f"It is counted from the {name}, {long_date(start)}. Day {late.value} after it is {long_date(due)}."


def _so_late(late: LateInYear, left: int, last: date) -> str:
    return (
        f"{late.words[0].upper()}{late.words[1:]} {quantity(left, late.unit)} before the last day of school "
        f"({plain_date(last)}). There is a rule for {_window(late)}."
    )


def _first_day_unknown(late: LateInYear, left: int, last: date) -> Counted:
    note = (
        f"{_so_late(late, left, last)} So it is due {quantity(late.value or 0, 'calendar_days')} after the first day of the "
        "next school year. Give that day, and you will see the date."
    )
    return Counted(
        last, Range(last, note, into_summer=True), ("The count waits for the first day of the next school year.",)
    )


def _last_day_unknown(counted: Counted, late: LateInYear, day: date) -> Counted:
    """The count with a caution about the rule, if it reaches days on which school may already have ended."""
    first, last = AROUND_THE_END
    if counted.range is None or not first <= (day.month, day.day) <= last:
        return counted
    if late.instead:
        return Counted(None, None, (f"{in_words(late)} Give the last day of school.",))
    note = f"{counted.range.note} {in_words(late)} Give the last day of school."
    moving = Range(counted.range.earliest, note, counted.range.into_summer, counted.range.latest)
    return Counted(counted.due, moving, counted.steps)
