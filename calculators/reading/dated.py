"""One date of a printed list of closed days: what is found out about it, step by step, and its rows in the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from calculators.counting.days import is_weekend
from calculators.counting.school_year import year_of_month
from calculators.reading import closed_names
from calculators.reading.printed_dates import Found
from calculators.reading.printed_lines import Part
from calculators.reading.printed_list import Row
from calculators.reading.written_dates import EARLIEST, LATEST
from calculators.words import WEEKDAYS, listed, plain_date, shortened

#: Longest possible break in days, summer included.
LONGEST_BREAK = 120


class Dated:
    """One date of the list, with what is found out about it step by step."""

    def __init__(self, part: Part, found: Found) -> None:
        self.part = part
        self.found = found
        #: [year, month, day] of each day, None where unknown.
        self.days: list[list[int | None]] = [[point.year, point.month, point.day] for point in found.points]
        self.names: list[str] = []
        self.said = ""
        self.shown = ""
        self.problem = ""
        self.kind = "unread"
        self.ranges: list[tuple[date, date]] = []
        self.has_year = False
        #: Why it is open.
        self.why = ""
        self.name_lines: tuple[int, ...] = ()
        self.section: closed_names.Meaning | None = None
        #: The heading as written.
        self.section_name = ""

    def refuse(self, problem: str, kind: str = "unread") -> None:
        """Keep the first problem; ``kind`` is what its row says."""
        if not self.problem:
            self.problem, self.kind = problem, kind

    @property
    def line(self) -> str:
        """The line as pasted."""
        return str(self.part.raw.strip())

    @property
    def is_bare(self) -> bool:
        """True for a bare number under a month, which may count days."""
        return bool(self.found.under) and not any(sign.isalpha() for sign in self.part.words) and len(self.days) == 1

    @property
    def quoted(self) -> str:
        """The line, shortened for a sentence."""
        return shortened(self.line)

    @property
    def quoted_name(self) -> str:
        """The quoted line, with the name if that is on another line."""
        return self.quoted if self.shown in self.line else f"{self.quoted} {self.shown}"

    def rows(self) -> list[Row]:
        """The resulting rows: one per closed or open range, or one for the question."""
        says = self.kind if self.problem else self.said
        says = "unread" if says == "when" else says
        if says == "ask" and len(self.part.line.found) > 1:
            says = "unread"  # an answer at the end of the line would apply to all its dates
        if says in ("closed", "open"):
            return [self._row(span, says, self.why) for span in self.ranges]
        whole = (self.ranges[0][0], self.ranges[-1][1]) if self.ranges else (None, None)
        return [self._row(whole, says, self.problem)]

    def _row(self, days: tuple[date | None, date | None], says: str, problem: str) -> Row:
        return Row(
            line=self.line,
            number=self.part.number,
            span=(self.part.at + self.found.start, self.part.at + self.found.end),
            start=days[0],
            end=days[1],
            name=self.shown,
            says=says,
            problem=problem,
            has_year=self.has_year,
            of=tuple(self.ranges),
            name_lines=self.name_lines,
        )

    # Months

    def fill_months(self) -> None:
        """Fill in missing months from the heading, the previous or the first dated day."""
        known = self.part.month if self.found.under else next((day[1] for day in self.days if day[1]), None)
        if self.found.under:
            self.days[0][0] = self.days[0][0] or self.part.year
        for day in self.days:
            day[1] = known = day[1] or known

    # Years

    def fill_years(self) -> None:
        """Fill in missing years from the neighbouring day: ``Dec 24 - Jan 2, 2026``."""
        for place in range(len(self.days) - 2, -1, -1):
            self._year_from(place, place + 1)
        for place in range(1, len(self.days)):
            self._year_from(place, place - 1)

    def _year_from(self, place: int, other: int) -> None:
        year, month, _ = self.days[place]
        known, beside, _ = self.days[other]
        if year is None and known is not None and month and beside:
            later = month < beside if other < place else month > beside
            self.days[place][0] = known + (later if other < place else -later)

    def with_first_year(self, year: int) -> Dated:
        """A copy of this date in a given year, to see what that would mean."""
        other = Dated(self.part, self.found)
        other.days = [list(day) for day in self.days]
        other.names = self.names
        other.days[0][0] = year
        other.fill_years()
        other.make_ranges()
        return other

    def in_school_year(self, start: int) -> Dated:
        """A copy of this date in the school year that begins in ``start``."""
        return self.with_first_year(year_of_month(self.days[0][1] or 0, start))

    # Days

    def make_ranges(self) -> None:
        """Make the ranges of days, once each day has its month and year."""
        days = [_day(*day) for day in self.days]
        ranges: list[tuple[date, date]] = []
        after_to = False
        for place, day in enumerate(days):
            if day is None:
                return self.refuse(f"There is no day “{self.quoted}” in the calendar. Check the month and the day.")
            if not EARLIEST <= day <= LATEST:
                return self.refuse(f"Give a date between {plain_date(EARLIEST)} and {plain_date(LATEST)}.")
            linked = self.found.links[place - 1] if place else "and"
            if linked == "to" and after_to:
                return self.refuse(
                    f"“{self.quoted}” has more than two dates. Write one range on a line, like 3/9/2026 to 3/13/2026."
                )
            if linked == "to":
                ranges[-1] = (ranges[-1][0], day)
            else:
                ranges.append((day, day))
            after_to = linked == "to"
        self.ranges = ranges
        return None

    def check_order(self) -> None:
        """Check that days ascend, and that no range is reversed or too long."""
        if any(end < start for start, end in self.ranges):
            return self.refuse(f"“{self.quoted}” ends before it starts. Put the earlier date first.")
        if any(later[0] <= earlier[1] for earlier, later in zip(self.ranges[:-1], self.ranges[1:], strict=True)):
            return self.refuse(f"The days in “{self.quoted}” are not in order. Write each on a line of its own.")
        longest = max([(end - start).days for start, end in self.ranges] or [0])
        if longest > 366:
            return self.refuse(f"“{self.quoted}” is longer than a year. Check the years.")
        if longest > LONGEST_BREAK:
            return self.refuse(f"“{self.quoted}” is {longest + 1} days long. Is school closed for all of them?", "ask")
        return None

    # Evidence for or against a year

    def weekday_problem(self) -> str:
        """The error if written weekdays do not match the days; empty if they do."""
        said = self.found.weekdays
        if not said or not self.ranges:
            return ""
        ends = [day for start, end in self.ranges for day in ((start, end) if end != start else (start,))]
        if len(said) == 1:
            fits = any(day.weekday() == said[0] for day in (ends if len(ends) == 2 else ends[:1]))
        else:
            fits = [day.weekday() for day in (ends if len(said) == len(ends) else (ends[0], ends[-1]))] == list(said)
        if fits:
            return ""
        days = [f"{plain_date(day)} is a {WEEKDAYS[day.weekday()]}" for day in ends[:2]]
        return f"The weekday in “{self.quoted}” does not fit: {listed(days)}. Check the day and the year."

    @property
    def name(self) -> str:
        """All words that go with it."""
        return " ".join(self.names)

    def holiday_problem(self) -> str:
        """The error if a Monday holiday is not within the days; empty otherwise."""
        monday = closed_names.fixed_monday(self.name)
        if not monday or not self.ranges or self.ranges[0][0].month != monday[0]:
            return ""
        day = _nth_monday(self.ranges[0][0].year, *monday)
        if any(start <= day <= end for start, end in self.ranges):
            return ""
        return f"“{self.quoted}” does not fit: in {day.year} that holiday is on {plain_date(day)}. Check the day and the year."

    def has_evidence(self) -> bool:
        """True if a weekday or a Monday holiday tells the year."""
        return bool(self.found.weekdays or closed_names.fixed_monday(self.name))

    def against(self) -> str:
        """Strong evidence against the days as they are; empty if there is none."""
        return self.weekday_problem() or self.holiday_problem()

    def on_a_weekend(self) -> bool:
        """True for a single closed day on a weekend, which nobody would print."""
        first = self.ranges[0] if self.ranges else None
        return bool(
            first and first[0] == first[1] and is_weekend(first[0]) and not closed_names.can_be_on_a_weekend(self.name)
        )

    def looks_odd(self) -> bool:
        """True for a break that starts on a weekend, or five days not from Monday."""
        if self.on_a_weekend():
            return True
        return any(
            end > start and (is_weekend(start) or ((end - start).days == 4 and start.weekday() != 0))
            for start, end in self.ranges
        )


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _nth_monday(year: int, month: int, which: int) -> date:
    """The nth Monday of a month; 5 is the last."""
    first = date(year, month, 1)
    day = first + timedelta(days=-first.weekday() % 7 + 7 * (which - 1))
    return day if day.month == month else day - timedelta(days=7)


def put_in_order(dates: Sequence[Dated]) -> None:
    """Decide which part of ``11/12`` is the month.

    Day first only if nothing in the list contradicts it.
    """
    pairs = [point.pair for one in dates for point in one.found.points if point.pair]
    day_first = sum(1 for first, second, _ in pairs if first > 12 and 1 <= second <= 12)
    month_first = sum(1 for first, second, _ in pairs if second > 12 and 1 <= first <= 12)
    is_day_first = day_first > 1 and not month_first
    for one in dates:
        for place, point in enumerate(one.found.points):
            if not point.pair:
                continue
            first, second, sign = point.pair
            if is_day_first:
                first, second = second, first
            elif first > 12 and 1 <= second <= 12:
                one.refuse(
                    f"In “{one.quoted}” the day seems to come before the month. Write the month first, like 3/9/2026."
                )
            elif sign == "." and not month_first and first != second:
                one.refuse(f"In “{one.quoted}” we cannot tell the month from the day. Write it like 3/9/2026.")
            one.days[place][1], one.days[place][2] = first, second
        one.fill_months()
        one.has_year = any(day[0] is not None for day in one.days) and not one.found.under
        one.fill_years()
