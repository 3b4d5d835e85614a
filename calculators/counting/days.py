"""Count days: from an event and a length of time to a date.

Conventions: day 1 is the day after the event. Calendar days skip nothing. School days skip weekends and the given
closures. Business days skip weekends and the given holidays. Months and years keep the day of the month; 29 February
becomes 28 February in a year without one.

Plain functions on plain values (no dataclass, enum or strftime), so that MicroPython runs this same file. Dates are
``datetime.date``: no time zone can shift them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def each_day(first: date, last: date) -> list[date]:
    """The days from the first to the last one, both included.

    None if the last comes before the first.
    """
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


#: A period without school or office hours: first day ``start``, last day ``end``, and ``name`` for display.
Closure = namedtuple("Closure", "start end name")

#: A counted limit. ``due``: the last day. ``first``: day 1 (None for months, years, hours). ``skipped``: (day, reason)
#: for every weekday that did not count, in order. ``weekends``: the number of weekend days skipped.
Count = namedtuple("Count", "due first skipped weekends")


def is_weekend(day: date) -> bool:
    """True for Saturday and Sunday."""
    return day.weekday() >= 5


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier if negative), or a shorter month's last day."""
    month = day.month - 1 + months
    year = day.year + month // 12
    month = month % 12 + 1
    return date(year, month, min(day.day, _month_length(year, month)))


def count_calendar_days(event: date, value: int, step: int) -> Count:
    """``value`` calendar days after (``step`` 1) or before (-1) ``event``; nothing is skipped."""
    return Count(event + timedelta(days=value * step), event + timedelta(days=step), (), 0)


def count_calendar_days_from_event(event: date, value: int) -> Count:
    """``value`` calendar days where the rule counts the day of the event as day 1."""
    return Count(event + timedelta(days=value - 1), event, (), 0)


def count_days_in_session(event: date, value: int, breaks: tuple[Closure, ...]) -> Count:
    """``value`` calendar days after ``event``, excluding days in any of the ``breaks``.

    Raises OverflowError if the count runs past the last date that Python has.
    """
    out = closed_days(breaks)
    day, counted, first = event, 0, None
    skipped = []
    while counted < value:
        day = day + ONE_DAY
        name = out.get(day.toordinal())
        if name is not None:
            skipped.append((day, name))
        else:
            counted += 1
            first = first or day
    return Count(day, first, tuple(skipped), 0)


def count_open_days(event: date, value: int, step: int, closures: tuple[Closure, ...] | list[Closure]) -> Count:
    """``value`` school days after or before ``event``: weekdays that lie in none of the ``closures``.

    Raises OverflowError if the count runs past the last date that Python has.
    """
    shut = closed_days(closures)
    return _count_weekdays(event, value, step, lambda day: shut.get(day.toordinal()))


def count_business_days(
    event: date, value: int, step: int, holidays: Mapping[str, str], counted: Mapping[str, str]
) -> Count | None:
    """``value`` weekdays after or before ``event`` that are not in ``holidays`` (name by ISO date).

    Days in ``counted`` count all the same.
    None if the count starts or ends in a year that the table does not cover.
    """
    if not _is_in_table(event.year, holidays):
        return None
    count = _count_weekdays(event, value, step, lambda day: _why_shut(day.isoformat(), holidays, counted))
    return count if _is_in_table(count.due.year, holidays) else None


def _why_shut(day: str, holidays: Mapping[str, str], counted: Mapping[str, str]) -> str | None:
    return None if day in counted else holidays.get(day)


def _is_in_table(year: int, holidays: Mapping[str, str]) -> bool:
    return f"{year}-01-01" in holidays  # every covered year lists New Year's Day, even on a weekend


def _count_weekdays(event: date, value: int, step: int, why_shut: Callable[[date], str | None]) -> Count:
    day, counted, first, weekends = event, 0, None, 0
    skipped = []
    while counted < value:
        day = day + ONE_DAY * step
        why = None if is_weekend(day) else why_shut(day)
        if is_weekend(day):
            weekends += 1
        elif why is not None:
            skipped.append((day, why))
        else:
            counted += 1
            first = first or day
    return Count(day, first, tuple(skipped), weekends)


def count_months(event: date, value: int, step: int) -> Count:
    """``value`` months after or before ``event``, to the same day (the literal reading)."""
    return Count(add_months(event, value * step), None, (), 0)


def count_months_safely(event: date, value: int) -> Count:
    """The last day within ``value`` months on every reading: the day before the anniversary."""
    return Count(add_months(event, value) - ONE_DAY, None, (), 0)


def look_back_months_safely(received: date, value: int) -> Count:
    """The earliest event that is still within ``value`` months on the day something is ``received``.

    The inverse of ``count_months_safely``: the first day whose own last safe day is not before ``received``.
    """
    day = add_months(received, -value) + ONE_DAY
    while add_months(day, value) <= received:  # the days beyond the end of a shorter month share its last day
        day = day + ONE_DAY
    return Count(day, None, (), 0)


def count_hours(event: date, value: int, step: int) -> Count:
    """``value`` hours after or before an event of unknown time of day, in whole days.

    24 hours before a meeting is the day before, at the same time. Part of a day counts as a whole day: before an event
    that is the earlier, safe day; after one it is the day on which the hours end.
    """
    return Count(event + timedelta(days=step * ((value + 23) // 24)), None, (), 0)


def _month_length(year: int, month: int) -> int:
    following = date(year, month % 12 + 1, 1)  # for December, January of any year: the day before is a 31st
    return (following - ONE_DAY).day


def closed_days(closures: tuple[Closure, ...] | list[Closure]) -> dict[int, str]:
    """Every closed day, by its ordinal, with the name of its closure.

    The first name wins.
    """
    shut: dict[int, str] = {}
    for closure in closures:
        for day in range(closure.start.toordinal(), closure.end.toordinal() + 1):
            shut.setdefault(day, closure.name)
    return shut
