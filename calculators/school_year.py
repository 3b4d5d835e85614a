"""The breaks that most schools have, to say what could move a count of school days when closures are not known.

These are habits of school calendars, not law, and never used to count: only to name what is missing, and to give no
date at all for a count that runs into summer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from calculators.days import Closure, is_weekend

#: A summer closure shorter than this does not answer for the summer.
SUMMER_DAYS = 14
#: A school year is counted from July.
FIRST_MONTH = 7


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
USUAL_BREAKS = (
    UsualBreak("Thanksgiving week", (11, 20), (11, 30)),
    UsualBreak("winter break", (12, 20), (1, 3)),
    UsualBreak("spring break", (3, 5), (4, 15)),
    SUMMER,
)


def unknown_breaks(start: date, end: date, closures: Iterable[Closure]) -> list[UsualBreak]:
    """The usual breaks that a count from ``start`` to ``end`` meets and that no closure of that year answers for."""
    start, end, closures = min(start, end), max(start, end), tuple(closures)
    return [
        usual
        for usual in USUAL_BREAKS
        if any(
            _has_a_weekday(max(start, first), min(end, last)) and not _answered(usual, first, last, closures)
            for first, last in usual.windows(start, end)
        )
    ]


def closures_known(start: date, end: date, closures: Iterable[Closure]) -> bool:
    """True if something was said of every school year (from July) that a count from ``start`` to ``end`` meets."""
    years = {_school_year(day) for day in _each(min(start, end), max(start, end))}
    return years <= {year for closure in closures for year in (_school_year(closure.start), _school_year(closure.end))}


def _school_year(day: date) -> int:
    """The year in which the school year of a day began."""
    return day.year - (day.month < FIRST_MONTH)


def _has_a_weekday(first: date, last: date) -> bool:
    return any(not is_weekend(day) for day in _each(first, last))


def _answered(usual: UsualBreak, first: date, last: date, closures: Iterable[Closure]) -> bool:
    """True if enough days from ``first`` to ``last`` are closed. Last year's closures say nothing of this year's break."""
    closed = {day for closure in closures for day in _each(max(closure.start, first), min(closure.end, last))}
    return len(closed) >= (SUMMER_DAYS if usual is SUMMER else 1)


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
