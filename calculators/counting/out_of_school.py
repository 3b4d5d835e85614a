"""Periods without school: which of them a limit excludes, and the school year's ends.

A period runs from the day after one school day to the day before the next, weekends included. So a staff day that
follows a winter break, with only a weekend between, is part of that break.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from calculators.counting.days import ONE_DAY, Closure, is_weekend
from calculators.counting.school_year import AFTER, BEFORE, SUMMER, SUMMER_DAYS, SchoolYear, holds
from calculators.law import Pauses

SUMMER_NAME = "Summer"


def left_out(pauses: Pauses, shut: Iterable[Closure]) -> tuple[Closure, ...]:
    """The breaks whose days do not count, with the weekends on both sides."""
    return tuple(
        run if not is_summer(run) else Closure(run.start, run.end, SUMMER_NAME)
        for run in runs(shut)
        if (pauses.summer and is_summer(run)) or (pauses.breaks_from and _weekdays(run) >= pauses.breaks_from)
    )


def runs(shut: Iterable[Closure]) -> list[Closure]:
    """Each period without school, adjoining weekends included, earliest first; named after its first closure."""
    found: list[Closure] = []
    for closure in sorted(shut):
        start, end = _widened(closure)
        if start > end:
            continue  # only weekend days
        if found and start <= found[-1].end + ONE_DAY:
            found[-1] = Closure(found[-1].start, max(end, found[-1].end), found[-1].name)
        else:
            found.append(Closure(start, end, closure.name))
    return found


def is_summer(run: Closure) -> bool:
    """True for the period between two school years, or the known part of it."""
    first, last = date(run.end.year, *SUMMER.first), date(run.end.year, *SUMMER.last)
    inside = (min(run.end, last) - max(run.start, first)).days + 1
    return inside >= SUMMER_DAYS or run.name in (BEFORE, AFTER)


def ends_after(day: date, closures: Iterable[Closure], years: Sequence[SchoolYear]) -> tuple[date | None, date | None]:
    """The end of the school year containing ``day``, and the start of the next.

    A summer in the list of closed days gives both.
    """
    given = [year.last for year in years if year.last and holds(year, day) and day <= year.last]
    coming = [run for run in runs(closures) if is_summer(run) and day < run.start and (run.start - day).days < 366]
    last = given[0] if given else coming[0].start - ONE_DAY if coming else None
    firsts = [year.first for year in years if year.first and last and last < year.first]
    first = min(firsts) if firsts else coming[0].end + ONE_DAY if coming else None
    return last, first


def _widened(closure: Closure) -> tuple[date, date]:
    """The closure with weekend days trimmed from its ends, then extended over every adjoining weekend."""
    start, end = closure.start, closure.end
    while start <= end and is_weekend(start):
        start += ONE_DAY
    while end >= start and is_weekend(end):
        end -= ONE_DAY
    if start > end:
        return start, end
    while is_weekend(start - ONE_DAY):
        start -= ONE_DAY
    while is_weekend(end + ONE_DAY):
        end += ONE_DAY
    return start, end


def _weekdays(run: Closure) -> int:
    length: int = (run.end - run.start).days + 1
    whole, rest = divmod(length, 7)
    return whole * 5 + sum(not is_weekend(run.start + ONE_DAY * offset) for offset in range(rest))
