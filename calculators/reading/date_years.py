"""Which year the dates of a printed list without a year are in, or the question that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from calculators.counting.school_year import FIRST_MONTH, begun_in, year_of_month
from calculators.reading import closed_names
from calculators.reading.dated import Dated
from calculators.reading.printed_lines import Part
from calculators.words import WEEKDAYS, listed, plain_date

#: Months in which a list may be for this school year or the next, because districts then print the next one.
NEXT_YEAR_IS_PRINTED = (2, 3, 4, 5, 6)


def give_years(dates: Sequence[Dated], asked_on: date | None, said: int | None) -> tuple[int, ...]:
    """Give each date without a year its year, or a question.

    Returns the school years that may be meant.
    """
    open_ones: list[Dated] = []
    for one in dates:
        if one.days[0][0] is None:
            year, start = one.part.year, one.part.start
            if year is not None:
                one.days[0][0] = year
                one.fill_years()
            elif start is not None or said is not None:
                _put_into(one, start if start is not None else said or 0)
            else:
                open_ones.append(one)
                continue
        one.make_ranges()
        one.check_order()
        if one.weekday_problem():
            one.refuse(one.weekday_problem())
    _ask_about_months(dates)
    _check_calendar_year(dates)
    _ask_about_late_summer(
        [one for one in dates if one.part.start is not None and one.part.year is None and one not in open_ones]
    )
    if not open_ones:
        return ()
    return _choose_year(open_ones, dates, asked_on)


def _ask_about_months(dates: Sequence[Dated]) -> None:
    """Question a holiday in an impossible month, and days out of order under one heading."""
    last: tuple[Part, int] | None = None
    for one in dates:
        may_be = closed_names.months_of(one.name)
        if may_be and not {day[1] for day in one.days} & {*may_be}:
            one.refuse(f"“{one.quoted_name}” is not in its month. Check the date.")
        if not one.found.under:
            last = None
            continue
        day = one.days[0][2] or 0
        if one.is_bare and not one.names:
            continue  # may be a count of days
        if last and last[0].heading == one.part.heading and day < last[1]:
            one.refuse(
                f"“{one.quoted}” is before the day above it. Which month is it in? Write the date like 3/9/2026."
            )
            continue
        last = (one.part, day)


def _put_into(one: Dated, start: int) -> None:
    one.days[0][0] = year_of_month(one.days[0][1] or 0, start)
    one.fill_years()


def _check_calendar_year(dates: Sequence[Dated]) -> None:
    """Detect a heading's year that means a school year: the list runs from August into the next calendar year."""
    under = [one for one in dates if one.part.year and not one.has_year and one.ranges]
    for place, later in enumerate(under[1:]):
        earlier = under[place]
        same = earlier.part.year == later.part.year and not earlier.found.under and not later.found.under
        if same and (earlier.days[0][1] or 0) >= FIRST_MONTH > (later.days[0][1] or 0):
            for one in under:
                one.refuse(f"“{one.quoted}” has no year, and {one.part.year} above may be a school year. Add the year.")


def _choose_year(dates: Sequence[Dated], all_dates: Sequence[Dated], asked_on: date | None) -> tuple[int, ...]:
    if asked_on is None:
        for one in dates:
            one.refuse(f"“{one.quoted}” has no year. Add the year.", "year")
        return ()
    now = begun_in(asked_on)
    tried = {start: [one.in_school_year(start) for one in dates] for start in (now - 1, now, now + 1)}
    against = {start: [place for place, one in enumerate(these) if one.against()] for start, these in tried.items()}
    odd = {start: sum(1 for one in these if one.looks_odd()) for start, these in tried.items()}
    evident = sum(1 for one in dates if one.has_evidence())
    known = {begun_in(one.ranges[0][0]) for one in all_dates if one.ranges}
    choice = _choice(now, asked_on, tried[now], against, odd, evident, known)
    if choice is None:
        fitting = [start for start in (now - 1, now, now + 1) if not against[start]] if evident else [now, now + 1]
        years = tuple(sorted({now, *(fitting or [now + 1]), *([] if evident and fitting else known)}))[-3:]
        names = [f"{start}-{start + 1}" for start in years]
        for one in dates:
            one.refuse(
                f"“{one.quoted}” has no year. Which school year is it: {listed(names, 'or')}? Add the year.", "year"
            )
        return years
    for place, one in enumerate(dates):
        _put_into(one, choice)
        one.make_ranges()
        one.check_order()
        shown = tried[choice][place]
        if shown.against():
            one.refuse(shown.against(), "when")
        elif shown.on_a_weekend():
            one.refuse(
                f"“{one.quoted}” would be {plain_date(one.ranges[0][0])}, a {WEEKDAYS[one.ranges[0][0].weekday()]}. Check the day, and add the year.",
                "when",
            )
    _ask_about_late_summer(dates)
    return ()


def _choice(
    now: int,
    asked_on: date,
    these: Sequence[Dated],
    against: dict[int, list[int]],
    odd: dict[int, int],
    evident: int,
    known: set[int],
) -> int | None:
    """First year of the school year that is meant; None if only the parent can say."""
    fitting = [start for start in against if not against[start]]
    is_spring = asked_on.month in NEXT_YEAR_IS_PRINTED
    if evident and len(fitting) == 1:
        if fitting[0] == now or is_spring or fitting[0] in known:
            return fitting[0]
        return None
    if evident and not fitting:
        return now if 2 * len(against[now]) < evident and not is_spring else None
    if known and now not in known:
        return None
    if is_spring and not _is_near(these, asked_on):
        if not odd[now] and odd[now + 1] > 1:
            return now
        return now + 1 if not odd[now + 1] and odd[now] > 1 and now + 1 in fitting else None
    if evident and now not in fitting:
        return None
    if _turns_back(these) and not (evident or (not odd[now] and odd[now + 1])):
        return None
    if not evident and odd[now] > 1 and 2 * odd[now] > len(these) and min(odd.values()) < odd[now]:
        return None
    return now


def _is_near(these: Sequence[Dated], asked_on: date) -> bool:
    """True if everything is after the day of asking, or at most a few weeks before it."""
    return all(one.ranges and one.ranges[0][0] >= asked_on - timedelta(days=45) for one in these)


def _turns_back(these: Sequence[Dated]) -> bool:
    """True for a list from January to December, which is not a school year."""
    months = [one.days[0][1] or 0 for one in these]
    return any(
        month < FIRST_MONTH and any(later > FIRST_MONTH for later in months[place:])
        for place, month in enumerate(months)
    )


def _ask_about_late_summer(dates: Sequence[Dated]) -> None:
    """Put July and August at the end of a list into the summer after the school year."""
    spring: object = None
    for one in dates:
        month = one.days[0][1] or 0
        if one.has_year:
            continue
        if FIRST_MONTH <= month <= FIRST_MONTH + 1 and spring == (one.part.start, one.part.year):
            one.refuse(f"“{one.quoted}” has no year. Add the year.", "when")
        if month < FIRST_MONTH:
            spring = (one.part.start, one.part.year)
