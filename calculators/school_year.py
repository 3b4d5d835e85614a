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


@dataclass(frozen=True)
class UsualBreak:
    """A break that most schools have: the window in which it falls, as (month, day), and its name in a sentence."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]

    def falls_on(self, day: date) -> bool:
        """True inside the window, which may cross the end of the year."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


SUMMER = UsualBreak("summer", (6, 1), (8, 1))
USUAL_BREAKS = (
    UsualBreak("Thanksgiving week", (11, 20), (11, 30)),
    UsualBreak("winter break", (12, 20), (1, 3)),
    UsualBreak("spring break", (3, 5), (4, 15)),
    SUMMER,
)


def unknown_breaks(start: date, end: date, closures: Iterable[Closure]) -> list[UsualBreak]:
    """The usual breaks that a count from ``start`` to ``end`` meets and that no closure answers for."""
    first, last = min(start, end), max(start, end)
    weekdays = [day for day in _each(first, last) if not is_weekend(day)]
    closed = {day for closure in closures for day in _each(closure.start, closure.end)}
    return [
        usual for usual in USUAL_BREAKS if any(usual.falls_on(day) for day in weekdays) and not _answered(usual, closed)
    ]


def _answered(usual: UsualBreak, closed: set[date]) -> bool:
    inside = sum(1 for day in closed if usual.falls_on(day))
    return inside >= (SUMMER_DAYS if usual is SUMMER else 1)


def _each(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
