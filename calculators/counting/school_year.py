"""What is known about school days: ends of school years, usual breaks, complete lists.

The usual breaks are habits of school calendars, not law. They are never counted with: they only name what is missing,
and withhold a date for a count that runs into a summer of unknown dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calculators.counting.days import Closure, each_day, is_weekend
from calculators.words import plain_date

#: A summer closure shorter than this many days does not settle the summer.
SUMMER_DAYS = 14
#: A school year is taken to start in July, as states and districts do.
FIRST_MONTH = 7
#: The months in which school years begin and end; any other month suggests a term's date or a wrong year.
BEGINS_IN = (6, 10)
ENDS_IN = (4, 7)
#: Plausible length in calendar days (about 180 of them school days): shorter is a term, longer has a wrong year.
SHORTEST, LONGEST = 200, 366
BEFORE, AFTER = "Before the first day of school", "After the last day of school"


@dataclass(frozen=True)
class SchoolYear:
    """The first and last school day of one school year.

    None for an end that is not known.
    """

    first: date | None
    last: date | None


@dataclass(frozen=True)
class UsualBreak:
    """A break that most schools have: its (month, day) window and its name."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    #: The part of the window in which no school is open all the time: a list of closed days without any there is not whole.
    sure: tuple[tuple[int, int], tuple[int, int]] | None = None

    def is_surely_in(self, day: date) -> bool:
        """True in the part of the window that nothing settles.

        Not even a list said to be whole.
        """
        return self.sure is not None and self.sure[0] <= (day.month, day.day) <= self.sure[1]

    def windows(self, start: date, end: date) -> Iterable[tuple[date, date]]:
        """The first and last day of each year's window that overlaps ``start`` to ``end``."""
        for year in range(start.year - 1, end.year + 1):
            first, last = date(year, *self.first), date(year + (self.last < self.first), *self.last)
            if first <= end and start <= last:
                yield first, last


SUMMER = UsualBreak("summer", (6, 1), (8, 1), ((7, 1), (7, 31)))
#: Weeks in which summer may have begun or not be over yet: lists of closed days often leave them out.
SCHOOL_ENDS = UsualBreak("the last day of school", (5, 1), (5, 31))
SCHOOL_BEGINS = UsualBreak("the first day of school", (8, 2), (9, 10))
#: The breaks at the end of one school year and the start of the next.
ABOUT_SUMMER = (SUMMER, SCHOOL_ENDS, SCHOOL_BEGINS)
USUAL_BREAKS = (
    UsualBreak("Thanksgiving week", (11, 20), (11, 30), ((11, 22), (11, 28))),
    UsualBreak("winter break", (12, 20), (1, 3), ((12, 24), (12, 31))),
    UsualBreak("spring break", (3, 5), (4, 15)),
    SCHOOL_ENDS,
    SUMMER,
    SCHOOL_BEGINS,
)


def school_years(
    first: date | None, last: date | None, next_first: date | None, next_last: date | None
) -> tuple[SchoolYear, ...]:
    """The school years for which an end was given, at most two, in order."""
    return tuple(SchoolYear(*ends) for ends in ((first, last), (next_first, next_last)) if any(ends))


def begun_in(day: date) -> int:
    """The calendar year in which the school year of ``day`` begins."""
    return day.year - (day.month < FIRST_MONTH)


def year_of_month(month: int, begun: int) -> int:
    """The calendar year of a month of the school year begun in ``begun``."""
    return begun + (month < FIRST_MONTH)


def july(year: int) -> date:
    """The day on which the school year of ``year`` is taken to start."""
    return date(year, FIRST_MONTH, 1)


def june(year: int) -> date:
    """The last day before the school year of ``year`` starts."""
    return july(year) - timedelta(days=1)


def holds(year: SchoolYear, day: date) -> bool:
    """True if ``day`` is in this school year, from July to June."""
    if year.first is None and year.last is None:
        return False
    begun = year.first.year if year.first else (year.last or day).year - 1
    first, last = july(begun), june(begun + 1)
    return min(first, year.first or first) <= day <= max(last, year.last or last)


def wrong_first_day(day: date | None) -> str | None:
    """What is wrong with a first day of school.

    None if it is plausible or was not given.
    """
    if day is None or BEGINS_IN[0] <= day.month <= BEGINS_IN[1]:
        return None
    return f"{plain_date(day)} cannot be the first day of a school year. Give the first day of the whole year, not of a term."


def wrong_last_day(day: date | None, first: date | None) -> str | None:
    """The error in a last day of school, or None; ``first`` begins that year."""
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
    """What is wrong with a day ``after`` that should belong to the next school year.

    None if nothing is.
    """
    before = last or first
    if before and after <= before:
        return (
            f"{plain_date(after)} is not after {plain_date(before)}. The next school year comes after the one before."
        )
    return None


def out_of_school(years: Iterable[SchoolYear]) -> tuple[Closure, ...]:
    """The days from July to June outside the first and last school days."""
    known = list(years)
    ends = [year.last for year in known if year.last]
    shut = []
    for year in known:
        if year.first:
            begin = max([july(year.first.year), *(last + timedelta(days=1) for last in ends if last < year.first)])
            if begin < year.first:
                shut.append(Closure(begin, year.first - timedelta(days=1), BEFORE))
        if year.last:
            end = june(year.last.year)
            if year.last < end:
                shut.append(Closure(year.last + timedelta(days=1), end, AFTER))
    return tuple(shut)


def unknown_breaks(
    start: date,
    end: date,
    closures: Iterable[Closure],
    years: Iterable[SchoolYear] = (),
    whole: Sequence[tuple[date, date]] = (),
) -> list[UsualBreak]:
    """The usual breaks between ``start`` and ``end`` for which nothing was given.

    ``whole``: periods for which somebody said that the list of closures is complete. It settles what it can be true of.
    """
    start, end, closures, years = min(start, end), max(start, end), tuple(closures), tuple(years)
    return [
        usual
        for usual in USUAL_BREAKS
        if any(
            _is_open_question(usual, max(start, first), min(end, last), (first, last), closures, years, whole)
            for first, last in usual.windows(start, end)
        )
    ]


def missing_ends(start: date, end: date, years: Iterable[SchoolYear]) -> list[str]:
    """The first and last days of school to ask for between ``start`` and ``end``."""
    known = tuple(_known(years))
    unknown = [day for day in each_day(start, end) if not is_weekend(day) and not _lies_in(day, known)]
    asked = []
    for first, last in SUMMER.windows(start, end):
        starts = july(first.year)
        if any(first <= day < starts for day in unknown):
            asked.append(f"the last day of school in {first.year}")
        if any(starts <= day <= last for day in unknown):
            asked.append(f"the first day of school after the summer of {first.year}")
    return asked


def is_whole(start: date, end: date, stretches: Sequence[tuple[date, date]], years: Iterable[SchoolYear] = ()) -> bool:
    """True if every weekday from ``start`` to ``end`` is known to be open or closed.

    It is known within ``stretches``, for which somebody confirmed that the list is complete, and outside school years.
    """
    known = (*stretches, *((shut.start, shut.end) for shut in out_of_school(years)))
    return all(is_weekend(day) or _lies_in(day, known) for day in each_day(min(start, end), max(start, end)))


def _is_open_question(
    usual: UsualBreak,
    start: date,
    end: date,
    window: tuple[date, date],
    closures: Sequence[Closure],
    years: Sequence[SchoolYear],
    whole: Sequence[tuple[date, date]],
) -> bool:
    """True if some weekday from ``start`` to ``end``, within a break's ``window``, may be closed without our knowing."""
    known = tuple(_known(years))
    weekdays = [
        day
        for day in each_day(start, end)
        if not is_weekend(day) and not _lies_in(day, known) and (usual.is_surely_in(day) or not _lies_in(day, whole))
    ]
    return bool(weekdays) and not _answered(usual, window, closures)


def _known(years: Iterable[SchoolYear]) -> Iterable[tuple[date, date]]:
    """The periods around summer for which the school years' ends settle whether school is open."""
    for year in years:
        if year.first:
            yield min(year.first, july(year.first.year)), date(year.first.year, *SCHOOL_BEGINS.last)
        if year.last:
            yield date(year.last.year, *SCHOOL_ENDS.first), max(year.last, june(year.last.year))


def _answered(usual: UsualBreak, window: tuple[date, date], closures: Iterable[Closure]) -> bool:
    """True if enough days of a break's ``window`` are closed; another year's closures say nothing about it.

    The weeks before and after a summer are settled by a closure of the summer itself.
    """
    about_summer = usual in ABOUT_SUMMER
    first, last = (date(window[0].year, *SUMMER.first), date(window[0].year, *SUMMER.last)) if about_summer else window
    closed = {day for closure in closures for day in each_day(max(closure.start, first), min(closure.end, last))}
    return len(closed) >= (SUMMER_DAYS if about_summer else 1)


def _lies_in(day: date, stretches: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in stretches)
