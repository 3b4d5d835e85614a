"""Which days are known to be school days or not: a school year's ends, the usual breaks, and lists said to be whole.

The usual breaks are habits of school calendars, not law, and never used to count: only to name what is missing, and
to give no date at all for a count that runs into a summer of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calculators.counting.days import Closure, is_weekend
from calculators.words import plain_date

#: A summer closure shorter than this does not answer for the summer.
SUMMER_DAYS = 14
#: A school year is counted from July, as states and districts do.
FIRST_MONTH = 7
#: The months in which school years begin and end; another month means that a term was given, or a wrong year.
BEGINS_IN = (6, 10)
ENDS_IN = (4, 7)
#: A school year has about 180 school days: what is shorter is a term, what is longer has a wrong year.
SHORTEST, LONGEST = 200, 366
BEFORE, AFTER = "Before the first day of school", "After the last day of school"


@dataclass(frozen=True)
class SchoolYear:
    """The first and the last school day of one school year; None for an end that nobody has given."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class UsualBreak:
    """A break that most schools have: the window in which it falls, as (month, day), and its name in a sentence."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]

    def windows(self, start: date, end: date) -> Iterable[tuple[date, date]]:
        """The first and last day of each year's window that has a day from ``start`` to ``end``."""
        for year in range(start.year - 1, end.year + 1):
            first, last = date(year, *self.first), date(year + (self.last < self.first), *self.last)
            if first <= end and start <= last:
                yield first, last


SUMMER = UsualBreak("summer", (6, 1), (8, 1))
#: Where summer may have begun, or not be over: a list of closed days often leaves these weeks out.
SCHOOL_ENDS = UsualBreak("the last day of school", (5, 1), (5, 31))
SCHOOL_BEGINS = UsualBreak("the first day of school", (8, 2), (9, 10))
#: The breaks around which a school year ends and the next one begins.
ABOUT_SUMMER = (SUMMER, SCHOOL_ENDS, SCHOOL_BEGINS)
USUAL_BREAKS = (
    UsualBreak("Thanksgiving week", (11, 20), (11, 30)),
    UsualBreak("winter break", (12, 20), (1, 3)),
    UsualBreak("spring break", (3, 5), (4, 15)),
    SCHOOL_ENDS,
    SUMMER,
    SCHOOL_BEGINS,
)


def school_years(
    first: date | None, last: date | None, next_first: date | None, next_last: date | None
) -> tuple[SchoolYear, ...]:
    """The years of which something was given: one, and the one that follows it, in that order."""
    return tuple(SchoolYear(*ends) for ends in ((first, last), (next_first, next_last)) if any(ends))


def holds(year: SchoolYear, day: date) -> bool:
    """True if a day lies in this school year, summers before and after it included (July to June)."""
    if year.first is None and year.last is None:
        return False
    july = year.first.year if year.first else (year.last or day).year - 1
    first, last = date(july, FIRST_MONTH, 1), date(july + 1, FIRST_MONTH, 1) - timedelta(days=1)
    return min(first, year.first or first) <= day <= max(last, year.last or last)


def wrong_first_day(day: date | None) -> str | None:
    """What is wrong with a first day of school; None if nothing is, or none was given."""
    if day is None or BEGINS_IN[0] <= day.month <= BEGINS_IN[1]:
        return None
    return f"{plain_date(day)} cannot be the first day of a school year. Give the first day of the whole year, not of a term."


def wrong_last_day(day: date | None, first: date | None) -> str | None:
    """What is wrong with a last day of school, of the year that began on ``first`` if that is known; else None."""
    if day is None:
        return None
    if first and day < first:
        return f"{plain_date(day)} is before the first day of school, {plain_date(first)}. Check both dates."
    if first and (day - first).days > LONGEST:
        return f"From {plain_date(first)} to {plain_date(day)} is longer than a year. Check the years."
    if not ENDS_IN[0] <= day.month <= ENDS_IN[1] or (first and (day - first).days < SHORTEST):
        return f"{plain_date(day)} cannot be the last day of a school year. Give the last day of the whole year, not of a term."
    return None


def wrong_next_year(first: date | None, last: date | None, after: date) -> str | None:
    """What is wrong with a day ``after`` that belongs to the next school year; None if nothing is."""
    before = last or first
    if before and after <= before:
        return (
            f"{plain_date(after)} is not after {plain_date(before)}. The next school year comes after the one before."
        )
    return None


def out_of_school(years: Iterable[SchoolYear]) -> tuple[Closure, ...]:
    """The days of these school years (July to June) that lie before their first or after their last school day."""
    known = list(years)
    ends = [year.last for year in known if year.last]
    shut = []
    for year in known:
        if year.first:
            july = date(year.first.year, FIRST_MONTH, 1)
            begin = max([july, *(last + timedelta(days=1) for last in ends if last < year.first)])
            if begin < year.first:
                shut.append(Closure(begin, year.first - timedelta(days=1), BEFORE))
        if year.last:
            june = date(year.last.year, FIRST_MONTH, 1) - timedelta(days=1)
            if year.last < june:
                shut.append(Closure(year.last + timedelta(days=1), june, AFTER))
    return tuple(shut)


def unknown_breaks(
    start: date, end: date, closures: Iterable[Closure], years: Iterable[SchoolYear] = ()
) -> list[UsualBreak]:
    """The usual breaks that a count from ``start`` to ``end`` meets and that nothing given answers for."""
    start, end, closures, years = min(start, end), max(start, end), tuple(closures), tuple(years)
    return [
        usual
        for usual in USUAL_BREAKS
        if any(
            _is_open_question(usual, max(start, first), min(end, last), (first, last), closures, years)
            for first, last in usual.windows(start, end)
        )
    ]


def missing_ends(start: date, end: date, years: Iterable[SchoolYear]) -> list[str]:
    """What to ask of the summers that a count from ``start`` to ``end`` meets: which last and first days of school."""
    known = tuple(_known(years))
    unknown = [day for day in _each(start, end) if not is_weekend(day) and not _lies_in(day, known)]
    asked = []
    for first, last in SUMMER.windows(start, end):
        july = date(first.year, FIRST_MONTH, 1)
        if any(first <= day < july for day in unknown):
            asked.append(f"the last day of school in {first.year}")
        if any(july <= day <= last for day in unknown):
            asked.append(f"the first day of school after the summer of {first.year}")
    return asked


def is_whole(start: date, end: date, stretches: Sequence[tuple[date, date]], years: Iterable[SchoolYear] = ()) -> bool:
    """True if the closed days are known for each weekday from ``start`` to ``end``.

    They are in the ``stretches`` for which somebody said that the list is whole, and out of school.
    """
    known = (*stretches, *((shut.start, shut.end) for shut in out_of_school(years)))
    return all(is_weekend(day) or _lies_in(day, known) for day in _each(min(start, end), max(start, end)))


def _is_open_question(
    usual: UsualBreak,
    start: date,
    end: date,
    window: tuple[date, date],
    closures: Sequence[Closure],
    years: Sequence[SchoolYear],
) -> bool:
    """True if a weekday from ``start`` to ``end``, which lie in a break's ``window``, may be closed without our knowledge."""
    known = tuple(_known(years))
    weekdays = [day for day in _each(start, end) if not is_weekend(day) and not _lies_in(day, known)]
    return bool(weekdays) and not _answered(usual, window, closures)


def _known(years: Iterable[SchoolYear]) -> Iterable[tuple[date, date]]:
    """The stretches around summer in which the ends of school years say whether there is school."""
    for year in years:
        if year.first:
            yield min(year.first, date(year.first.year, FIRST_MONTH, 1)), date(year.first.year, *SCHOOL_BEGINS.last)
        if year.last:
            yield date(year.last.year, *SCHOOL_ENDS.first), max(year.last, date(year.last.year, 6, 30))


def _answered(usual: UsualBreak, window: tuple[date, date], closures: Iterable[Closure]) -> bool:
    """True if enough days of a break's ``window`` are closed. Last year's closures say nothing of this year's break.

    The weeks before and after a summer are answered for by a closure of the summer itself.
    """
    about_summer = usual in ABOUT_SUMMER
    first, last = (date(window[0].year, *SUMMER.first), date(window[0].year, *SUMMER.last)) if about_summer else window
    closed = {day for closure in closures for day in _each(max(closure.start, first), min(closure.end, last))}
    return len(closed) >= (SUMMER_DAYS if about_summer else 1)


def _lies_in(day: date, stretches: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in stretches)


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
