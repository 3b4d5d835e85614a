"""The days of holidays that come every year, from the law files. The federal ones are the calendar library's.

A state's own list of legal holidays stands in its file (``legal_holidays``) and is all that counts there. For the federal set,
days that are a holiday in some states (``days_in_doubt`` in ``law.yml``) may be holidays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.easter import easter

from macros.data.law_model import Holiday, Law

#: Years of the holiday table. Outside them a limit in business days has no date.
HOLIDAY_YEARS = range(2010, 2061)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def federal_holidays() -> dict[str, str]:
    """Name by ISO date, with the weekdays on which federal offices close instead."""
    return _sorted(holidays.country_holidays("US", years=HOLIDAY_YEARS).items())


@cache
def _jewish_days(name: str) -> dict[int, date]:
    """The first day of a Jewish holiday by year, not the evening before on which it begins."""
    in_israel = holidays.country_holidays("IL", years=HOLIDAY_YEARS, language="en_US")
    return {day.year: day for day in sorted(in_israel.get_named(name, lookup="exact"), reverse=True)}


def state_holidays(law: Law, code: str) -> dict[str, str]:
    """The holidays that the state's own law names, without the federal ones.

    None where the law was not read.
    """
    own = law.states[code].legal_holidays if code in law.states else None
    return _beside_the_federal(day for one in own.days if not one.doubt for day in days_of(one)) if own else {}


def days_in_doubt(law: Law, code: str) -> dict[str, str]:
    """The days that may be a holiday in the state and are not surely one."""
    own = law.states[code].legal_holidays if code in law.states else None
    named = own.days if own else law.federal.days_in_doubt
    if own and own.closed_by_order:
        named = [*named, *law.federal.days_by_order]
    found = _beside_the_federal(day for one in named if one.doubt for day in days_of(one))
    sure = state_holidays(law, code)
    return {day: found[day] for day in sorted(found) if day not in sure}


def by_name(days: dict[str, str]) -> dict[str, str]:
    """The days of each name in one text.

    The phone gets a table of fifty years.
    """
    names: dict[str, list[str]] = {}
    for day, name in days.items():
        names.setdefault(name, []).append(day)
    return {name: " ".join(found) for name, found in names.items()}


def days_of(holiday: Holiday) -> Iterator[tuple[date, str]]:
    """Each day of a holiday with its name.

    Also the day on which it is kept if it falls on a weekend.
    """
    for year in HOLIDAY_YEARS:
        if not _is_kept_in(holiday, year):
            continue
        day = _in_year(holiday, year)
        yield day, holiday.name
        moved = {5: holiday.saturday, 6: holiday.sunday}.get(day.weekday(), 0)
        if moved:
            yield day + timedelta(days=moved), f"{holiday.name} (observed)"


def _is_kept_in(holiday: Holiday, year: int) -> bool:
    return {"all": True, "even": year % 2 == 0, "inauguration": year % 4 == 1}[holiday.years]


def _in_year(holiday: Holiday, year: int) -> date:
    if holiday.easter is not None:
        sunday: date = easter(year)
        return sunday + timedelta(days=holiday.easter)
    if holiday.jewish is not None:
        return _jewish_days(holiday.jewish)[year]
    assert holiday.month is not None
    if holiday.day is not None:
        return date(year, holiday.month, holiday.day)
    assert holiday.weekday is not None
    assert holiday.week is not None
    weekday = WEEKDAYS.index(holiday.weekday)
    if holiday.week > 0:
        first = date(year, holiday.month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (holiday.week - 1))
    else:
        last = date(year, holiday.month, 31) if holiday.month == 12 else date(year, holiday.month + 1, 1) - timedelta(1)
        day = last - timedelta(days=(last.weekday() - weekday) % 7)
    return day + timedelta(days=holiday.plus)


def _beside_the_federal(days: Iterable[tuple[date, str]]) -> dict[str, str]:
    """Working days that are no federal holiday, name by ISO date; the first name wins."""
    found: dict[date, str] = {}
    for day, name in days:
        found.setdefault(day, name)
    own = ((day, name) for day, name in found.items() if day.weekday() < 5)
    return {day: name for day, name in _sorted(own).items() if day not in federal_holidays()}


def _sorted(days: Iterable[tuple[date, str]]) -> dict[str, str]:
    return {day.isoformat(): name for day, name in sorted(days)}
