"""Read a list of closed days as school districts print it.

A month may be a heading with days under it, a name may be on the line before or after its date, a year only at the
end. ``printed_dates`` finds the dates in a line and ``closed_names`` classifies the words beside them; this module
decides which name belongs to which date, and which year is meant. What is uncertain becomes a question, not a closure.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Sequence
from datetime import date, timedelta

from calculators.counting.days import Closure, is_weekend
from calculators.counting.school_year import FIRST_MONTH
from calculators.reading import closed_names
from calculators.reading.printed_dates import COUNTED, MONTH_WORDS, SPANISH_MONTHS, Found, Line, plain, school_year
from calculators.reading.printed_list import NAMELESS, PrintedList, Row
from calculators.reading.written_dates import EARLIEST, LATEST
from calculators.words import WEEKDAYS, listed, plain_date, shortened

MOST_CLOSURES = 400
MOST_LINES = 2000
#: Maximum characters in one line; longer text is not a list with lines.
LONGEST_LINE = 10_000
#: Months in which a list may be for this school year or the next, because districts then print the next one.
NEXT_YEAR_IS_PRINTED = (2, 3, 4, 5, 6)
#: Longest possible break in days, summer included.
LONGEST_BREAK = 120
#: Maximum tokens in a month heading with its day counts.
LONGEST_HEADING = 30
#: Maximum number of dated lines to which one name below them may apply.
MOST_UNDER_ONE_NAME = 3

_HEADS = ("date", "dates", "day", "days", "week", "weekday", "event", "events", "description", "school", "schools", "holiday",
          "holidays", "reason", "name", "names", "notes", "calendar", "of", "s", "month", "closed", "closure", "closures")  # fmt: skip
_TITLE = re.compile(r"\b(?:calendar|school year|academic year|district|isd|important dates)\b", re.ASCII)
_SECTION = ("no", "school", "schools", "day", "days", "holiday", "holidays", "early", "release", "dismissal", "dismissals", "half", "minimum",
            "teacher", "work", "workday", "workdays", "staff", "closed", "break", "breaks", "student", "students", "vacation", "vacations", "late",
            "start", "starts", "conferences", "parent", "professional", "development", "dates", "and", "for", "out", "delayed", "e", "learning")  # fmt: skip
_YEAR_TITLE = re.compile(
    r"\b(?:calendar|holidays?|fall|spring|winter|summer|year|closings?|closures?|breaks?|days|dates|schools?)\b",
    re.ASCII,
)
_SHORT_YEARS = re.compile(r"\b([0-9][0-9])[-/]([0-9][0-9])\b(?![-/])", re.ASCII)
_JOINTS = ("-", "to", "through", "thru", "until", "till")
_ITEM = re.compile(r"\s*([0-9]{1,2})[.)]\s+(?=\S)", re.ASCII)
#: Words between two dates that belong to the second: ``Winter break, school resumes January 4``.
_RESUMES_NEXT = re.compile(
    r"\b(?:(?:all |the )?(?:schools?|class(?:es)?|students?|teachers?(?: and students?)?|everyone|instruction) )?(?:will )?(?:resumes?|reconvenes?|returns?|reopens?|re-opens?|back)\b[a-z ]*[-:,. ]*$",
    re.ASCII,
)
#: Boilerplate from the header and footer of a web page.
_PAGE = re.compile(
    r"\s*(?:top of page|bottom of page|back to top|skip to (?:main )?content|read more|print)\s*$", re.ASCII
)
_RESUMES = re.compile(r"\b(?:resume|reconvene|return|reopen|re-open|back|first day)", re.ASCII)

#: A line, or part of one: its number in the text, the offset of this part, the words as pasted and in ASCII. ``heading``
#: is the number of the line that gives the month.
Part = namedtuple("Part", "number at raw words line month year start heading")


def read_closures(text: str, asked_on: date | None = None) -> tuple[Closure, ...]:
    """The closed days of a text in which every line must be certain.

    Raises ValueError with the first question. Without ``asked_on`` every date needs a year.
    """
    reading = read_given(text, asked_on)
    for row in reading.questions:
        raise ValueError(row.problem)
    return reading.closures


def read_given(text: str, asked_on: date | None = None) -> PrintedList:
    """Read a list with at least one usable row and no wrong date.

    Raises ValueError if it has only questions, or a date that cannot be.
    """
    reading = read_calendar(text, asked_on)
    for row in reading.rows:
        if row.says == "unread":
            raise ValueError(row.problem)
    if not reading.closures and reading.questions:
        raise ValueError(reading.questions[0].problem)
    if not reading.closures and reading.without_date:
        raise ValueError(_unreadable(text))
    return reading


def read_calendar(text: str, asked_on: date | None, school_year_of: int | None = None) -> PrintedList:
    """Read a whole list: closed, open and uncertain rows in order.

    ``asked_on`` is the day on which it is pasted; ``school_year_of`` is the first year of the school year for dates without
    a year, if the parent chose one. Raises ValueError for a text too long to be a list of closed days.
    """
    lines = text.split("\n")
    number = sum(1 for line in lines if line.strip())
    if number > MOST_LINES:
        raise ValueError(_too_many(number))
    longest = max(len(line) for line in lines)
    if longest > LONGEST_LINE:
        raise ValueError(f"One line has {longest:,} characters. Write one break on each line.")
    parts = _parts(lines)
    dates = [_Dated(part, found) for part in parts for found in part.line.found]
    if len(dates) > MOST_CLOSURES:
        raise ValueError(_too_many(len(dates)))
    _put_in_order(dates)
    named = _name(parts, dates)
    years = _give_years(dates, asked_on, school_year_of)
    _decide(dates)
    rows = [row for one in dates for row in one.rows()]
    rows += [_unread_line(part) for part in parts if _is_unread(part, named)]
    order = {id(row): place for place, row in enumerate(rows)}
    rows = _once(sorted(rows, key=lambda row: (row.number, row.span[0], order[id(row)])))
    return PrintedList(tuple(rows), years, tuple(part.number for part in _without_date(parts, named)))


def _once(rows: Sequence[Row]) -> list[Row]:
    """Drop a question that repeats another one on the same line."""
    seen: set[tuple[int, str]] = set()
    left = []
    for row in rows:
        question = (row.number, row.problem if row.says not in ("closed", "open") else "")
        if not question[1] or question not in seen:
            left.append(row)
        seen.add(question)
    return left


def _without_date(parts: Sequence[Part], named: set[int]) -> list[Part]:
    """Lines of words that are neither the name of a date nor a title."""
    dated = {part.number for part in parts if part.line.found}
    return [
        part
        for part in parts
        if id(part) not in named
        and part.number not in dated
        and _has_words(part.words)
        and _kind(part, ()) in "NR"
        and not part.line.found
        and not _is_unread(part, named)
        and not _is_section(part.words)
        and not _TITLE.search(part.words.lower())
    ]


def _too_many(number: int) -> str:
    return f"That is {number} closures. Give at most {MOST_CLOSURES}; put days in a row into one range."


def _unreadable(text: str) -> str:
    return f"“{shortened(text)}” is not a date we can read. Write it like 3/9/2026 to 3/13/2026."


# Lines and headings


def _parts(lines: Sequence[str]) -> list[Part]:
    """Every line, split at semicolons, with the month, year and school year of the headings above it."""
    parts: list[Part] = []
    month, year, start, of_line = 0, None, None, 0
    items = _items(lines)
    for number, whole in enumerate(lines):
        at = 0
        if not whole.strip():
            continue
        for raw in _cut_at_semicolons(whole):
            words = plain(raw)
            if number in items and not month and not at:
                words = " " * items[number] + words[items[number] :]
            line = Line(words, month_above=bool(month))
            begins = _names_school_year(words, line)
            if begins is not None:
                start, year = begins, None
            heading = _heading(line)
            if heading:
                of_line = number
                month, year = heading[0] or month, heading[1] or (year if heading[0] else None)
            elif not line.found and any(token.text in SPANISH_MONTHS for token in line.tokens):
                month, year = 0, None
            elif begins is None and not line.found and len(line.years()) == 1 and _YEAR_TITLE.search(words.lower()):
                year = line.years()[0]
            if raw.strip():
                parts.append(Part(number, at, raw, words, line, month, year, start, of_line))
            at += len(raw) + 1
    return parts


def _items(lines: Sequence[str]) -> dict[int, int]:
    """Lines numbered consecutively as list items, ``1.`` or ``2)``, and the length of each number."""
    found: dict[int, int] = {}
    for number, line in enumerate(lines):
        item = _ITEM.match(line)
        if item and int(item[1]) == len(found) + 1:
            found[number] = item.end()
        elif item:
            return {}
    return found if len(found) > 1 else {}


def _cut_at_semicolons(whole: str) -> list[str]:
    """Split a line at its semicolons, except inside brackets."""
    if whole.count("(") != whole.count(")"):
        return whole.split(";")
    parts: list[str] = []
    for piece in whole.split(";"):
        if parts and parts[-1].count("(") > parts[-1].count(")"):
            parts[-1] += ";" + piece
        else:
            parts.append(piece)
    return parts


def _heading(line: Line) -> tuple[int, int | None] | None:
    """Month (0 for none) and year of a line that is only a heading."""
    if len(line.tokens) > LONGEST_HEADING:
        return None
    counted = _counted(line)
    tokens = [token for place, token in enumerate(line.tokens) if place not in counted]
    words = [token for token in tokens if token.kind == "word"]
    numbers = [token for token in tokens if token.kind in ("number", "ordinal")]
    years = line.years()
    if line.found or len(years) > 1 or any(len(one.text) != 4 for one in numbers) or len(numbers) != len(years):
        return None
    if len(words) == 1 and words[0].text in MONTH_WORDS:
        return MONTH_WORDS[words[0].text], years[0] if years else None
    return (0, years[0]) if years and not words else None


def _counted(line: Line) -> set[int]:
    """Token positions of what a heading counts: ``November (21 days)``, ``17 student days / 18 teacher days``."""
    found: set[int] = set()
    for at in range(1, len(line.tokens)):
        end = at + 1 + (line.text(at + 1) in COUNTED)
        if line.is_day(at) and line.text(end) in ("day", "days"):
            found.update(range(at, end + 1))
        elif line.is_day(at) and line.text(at - 1) == "(" and line.text(at + 1) == ")":
            found.add(at)
    return found


def _is_heading(part: Part) -> bool:
    return _heading(part.line) is not None or _names_school_year(part.words, part.line) is not None


def _names_school_year(words: str, line: Line) -> int | None:
    """The first year of the school year named in a line without dates: ``2025-2026`` or ``22-23 Calendar``."""
    texts = [token.text for token in line.tokens]
    for place in range(len(texts) - 2):
        if texts[place + 1] in ("-", "/", "to") and line.tokens[place].start not in _taken(line):
            begins = school_year(texts[place], texts[place + 2])
            if begins is not None:
                return begins
    short = _SHORT_YEARS.search(words)
    if short and not line.found and re.search(r"\b(?:calendar|year|sy)\b", words.lower(), re.ASCII):
        first, second = int(short[1]), int(short[2])
        if second == first + 1 and first > 12:
            return 2000 + first
    return None


def _taken(line: Line) -> set[int]:
    return {line.tokens[place].start for place in line.used}


def _says_something(part: Part) -> bool:
    return _has_words(part.words) or _is_heading(part)


def _has_words(words: str) -> bool:
    return any(sign.isalpha() for sign in words)


# Dates: days, months, names and years come to each from its place


class _Dated:
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

    def refuse(self, problem: str, kind: str = "unread") -> None:
        if not self.problem:
            self.problem, self.kind = problem, kind

    @property
    def line(self) -> str:
        return str(self.part.raw.strip())

    @property
    def is_bare(self) -> bool:
        """True for a bare number under a month, which may count days."""
        return bool(self.found.under) and not any(sign.isalpha() for sign in self.part.words) and len(self.days) == 1

    @property
    def quoted(self) -> str:
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

    def with_first_year(self, year: int) -> _Dated:
        """A copy of this date in a given year, to see what that would mean."""
        other = _Dated(self.part, self.found)
        other.days = [list(day) for day in self.days]
        other.names = self.names
        other.days[0][0] = year
        other.fill_years()
        other.make_ranges()
        return other

    def in_school_year(self, start: int) -> _Dated:
        return self.with_first_year(start + ((self.days[0][1] or 0) < FIRST_MONTH))

    # Days

    def make_ranges(self) -> None:
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


def _put_in_order(dates: Sequence[_Dated]) -> None:
    """Decide which part of ``11/12`` is the month. Day first only if nothing in the list contradicts it."""
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


# Which words go with which date


def _name(parts: Sequence[Part], dates: Sequence[_Dated]) -> set[int]:
    """Attach names to dates. Returns the ids of the parts that are only names."""
    by_line: dict[int, list[_Dated]] = {id(part): [] for part in parts}
    for one in dates:
        by_line[id(one.part)].append(one)
    for part in parts:
        of_line = by_line[id(part)]
        if of_line:
            _name_in_line(part, of_line)
            _leave_no_number(part, of_line)
    _ask_about_broken_ranges(parts, by_line)
    return _name_from_lines(parts, by_line)


def _ask_about_broken_ranges(parts: Sequence[Part], by_line: dict[int, list[_Dated]]) -> None:
    """Ask about a range whose ends are on two lines or in two cells: it must not become two single days."""
    written = [part for part in parts if part.words.strip(" |")]
    for place, part in enumerate(written):
        dates = by_line[id(part)]
        end = 0
        for number, one in enumerate(dates):
            between = part.words[end : one.found.start]
            if number and not between.strip(' |\t",'):
                _ask_whether_range([dates[number - 1], one])
            if len(one.days) == 1 and not _means_something(between) and closed_names.ends_at_an_edge(between.lower()):
                _ask_whether_range([one])
            end = one.found.end
        following = written[place + 1] if place + 1 < len(written) else None
        tail = part.words[dates[-1].found.end :].strip(" |.").lower() if dates else ""
        head = following.words.strip(" |").lower() if following else ""
        if following and dates and tail in _JOINTS and following.line.begins_with_a_date():
            _ask_whether_range([dates[-1], *by_line[id(following)][:1]])
        elif dates and head.split(" ")[0] in _JOINTS[1:]:
            after = written[place + 2] if head in _JOINTS and place + 2 < len(written) else following
            _ask_whether_range([dates[-1], *(by_line[id(after)][:1] if after else [])])
        elif following and dates and tail == "," and _heading(following.line) is not None:
            dates[-1].refuse(f"The year of “{dates[-1].quoted}” stands on another line. Write it on one line.")
        elif dates and head in ("-", "--") and place + 2 < len(written):
            _ask_whether_range([dates[-1], *by_line[id(written[place + 2])][:1]])


def _ask_whether_range(dates: Sequence[_Dated]) -> None:
    if len(dates) == 2 and dates[0].days == dates[1].days:
        return
    for one in dates:
        one.refuse(
            f"“{one.quoted}”: Is this one end of a break? Write the whole break on one line, like 3/9/2026 to 3/13/2026."
        )


def _segments(part: Part, dates: Sequence[_Dated]) -> list[tuple[str, str]]:
    """The text before, between and after the dates of a line: in lower-case ASCII, and as pasted."""
    found, start = [], 0
    for end, following in [*((one.found.start, one.found.end) for one in dates), (len(part.raw), 0)]:
        words = part.words[start:end]
        found.append((words.lower() if _means_something(words) else "", part.raw[start:end]))
        start = following
    return found


def _means_something(words: str) -> bool:
    """True unless it is only punctuation or a conjunction."""
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return any(word not in ("and", "on", "the", "of", "from", "to", "through", "s", "is", "are") for word in letters)


def _name_in_line(part: Part, dates: Sequence[_Dated]) -> None:
    segments = _segments(part, dates)
    closing = closed_names.answered(segments[-1][0])
    if closing and len(dates) > 1:
        segments[-1] = ("", "")
    start = 0
    for place in range(1, len(dates)):
        words, raw = segments[place]
        resumes = _RESUMES_NEXT.search(words)
        if resumes:
            before = (words[: resumes.start()], raw[: resumes.start()])
            before = before if _means_something(before[0]) else ("", "")
            _name_together(dates[start:place], [*segments[start:place], before])
            segments[place] = (words[resumes.start() :], raw[resumes.start() :])
            start = place
    _name_together(dates[start:], segments[start:])
    if closing:
        dates[-1].names = ["(school closed)" if closing.says == "closed" else "(school open)"]


def _name_together(dates: Sequence[_Dated], segments: Sequence[tuple[str, str]]) -> None:
    head, tail, between = segments[0], segments[-1], segments[1:-1]
    if len(dates) == 1 or not any(words for words, _ in between):
        for one in dates:
            _give(one, [head[0], tail[0]], f"{head[1]} {tail[1]}")
    elif head[0] and not tail[0]:
        _give_in_turn(dates, segments)
    elif tail[0] and not head[0]:
        _give_in_turn(list(reversed(dates)), list(reversed(segments)))
    else:
        _give_either(dates, segments)


def _give_in_turn(dates: Sequence[_Dated], segments: Sequence[tuple[str, str]]) -> None:
    """Give each date the words before it, or the previous date's words if there are none."""
    last = segments[0]
    for one, own in zip(dates, segments[: len(dates)], strict=True):
        last = own if own[0] else last
        _give(one, [last[0]], last[1])


def _give_either(dates: Sequence[_Dated], segments: Sequence[tuple[str, str]]) -> None:
    """Assign names that may belong to the date before or after them, after trying both."""
    if len(dates) == 2 and not segments[0][0] and not segments[2][0]:
        words, raw = segments[1]
        cut = next((place for place in range(len(words)) if words[place] in ",(|-"), -1)
        if cut > 0 and _means_something(words[:cut]) and _means_something(words[cut:]):
            _give(dates[0], [words[:cut]], raw[:cut])
            _give(dates[1], [words[cut:]], raw[cut:])
            return
    for place, one in enumerate(dates):
        before, after = segments[place], segments[place + 1]
        _give(one, [before[0], after[0]], before[1] if before[0] else after[1])
        one.names = [words for words in (before[0], after[0]) if words]
        if before[0] and after[0] and closed_names.meaning(before[0]).says != closed_names.meaning(after[0]).says:
            one.refuse(
                f"In “{one.quoted}” we cannot tell which words go with which date. Write each date on a line of its own."
            )


def _give(one: _Dated, names: Sequence[str], shown: str) -> None:
    one.names = [name[:400] for name in names if name]
    one.shown = _clean(closed_names.without_answer(shown))


def _clean(raw: str) -> str:
    """A name for display: surrounding punctuation and control characters removed."""
    text = "".join(sign if sign >= " " and not "\ud800" <= sign <= "\udfff" else " " for sign in raw)
    text = " ".join(_without_item(text).split()).strip(" :,.-–—|*•/;&").replace("( )", " ").replace("()", " ")
    if text.count("(") != text.count(")") or text.find(")") < text.find("("):
        text = text.replace("(", " ").replace(")", " ")
    elif text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return " ".join(text.strip(" :,.-–—|*•/;&").split())[:80]


def _without_item(text: str) -> str:
    item = _ITEM.match(f"{text} .")
    return text[item.end() :] if item else text


def _leave_no_number(part: Part, dates: Sequence[_Dated]) -> None:
    """A leftover number beside a date makes the date uncertain."""
    all_left = part.line.left_over()
    ends = [0, *(one.found.end for one in dates), len(part.words)]
    for place, one in enumerate(dates):
        following = dates[place + 1].found.start if place + 1 < len(dates) else len(part.words)
        left = [token.text for token in all_left if len(dates) < 4 or ends[place] <= token.start < following]
        if left:
            one.refuse(
                f"“{listed(left[:3])}” is left over in “{one.quoted}”. Write the date like 3/9/2026 to 3/13/2026."
            )
        if part.line.has_loose_month():
            one.refuse(f"A month in “{one.quoted}” has no day. Write the date like 3/9/2026 to 3/13/2026.")
        between = part.words[one.found.start : one.found.end]
        is_two_cells = (
            len(one.days) == 2 and all(day[0] for day in one.days) and re.search(r"[0-9],[0-9]", between, re.ASCII)
        )
        if is_two_cells and _means_something(part.words):
            one.refuse(
                f"“{one.quoted}”: Is this one end of a break? Write the whole break on one line, like 3/9/2026 to 3/13/2026."
            )
        is_mixed = one.found.points[0].month and any(
            point.pair == (1, 2, "/") and not point.year for point in one.found.points
        )
        if is_mixed:
            one.refuse(f"Does “1/2” in “{one.quoted}” mean January 2 or half a day? Write January 2, or take it out.")
        only = one.found.points[0]
        if (
            len(one.found.points) == 1
            and only.pair
            and only.pair[:2] == (1, 2)
            and not only.year
            and part.line.has_half()
        ):
            one.refuse(f"Does “1/2” in “{one.quoted}” mean January 2 or half a day? Write January 2, or take it out.")


def _name_from_lines(parts: Sequence[Part], by_line: dict[int, list[_Dated]]) -> set[int]:
    """Attach names that are on lines of their own."""
    parts = [part for part in parts if not _PAGE.match(part.words.lower())]
    blocks = _name_in_blocks(parts, by_line)
    if blocks:
        return blocks
    parts = [part for part in parts if part.line.found or _says_something(part)]
    kinds = [_kind(part, by_line[id(part)]) for part in parts]
    for place, part in enumerate(parts):
        is_alone = kinds[place] == "H" and not _is_heading(part) and kinds[place + 1 : place + 2] == ["D"]
        if is_alone and _is_section(part.words):
            kinds[place] = "N"  # ``Holidays`` above days, not the head of a table
    runs = _runs(kinds)
    way = _way(parts, runs, by_line)
    used: set[int] = set()
    for before, nameless, after in runs:
        lines = [by_line[id(parts[place])] for place in nameless]
        names_of = {"before": before, "after": after, "": [*before, *after]}[way]
        given = _name_run(lines, parts, names_of, is_heading=way != "after" and bool(before), is_sure=bool(way))
        used.update(given)
        if not way and given and _is_between(names_of, runs) and not (before and after):
            _refuse_names(lines)
        if not way and before and after:
            _ask_if_names_differ(lines, _joined(parts, before), _joined(parts, after))
    _sections(parts, kinds, by_line, used)
    return {id(parts[place]) for place in used}


def _name_in_blocks(parts: Sequence[Part], by_line: dict[int, list[_Dated]]) -> set[int]:
    """Attach names in a list whose entries are separated by blank lines or marks; empty for any other list."""
    blocks: list[list[Part]] = [[]]
    for place, part in enumerate(parts):
        is_apart = place and part.number > parts[place - 1].number + 1
        if is_apart or not _says_something(part):
            blocks.append([])
        if _says_something(part) or part.line.found:
            blocks[-1].append(part)
    kinds = [[_kind(part, by_line[id(part)]) for part in block] for block in blocks]
    dated = [place for place, of_block in enumerate(kinds) if "D" in of_block]
    if len(dated) < 2 or any(
        kinds[place].count("D") > 1 or not {"N", "S"} & {*kinds[place]} or "B" in kinds[place] for place in dated
    ):
        return set()
    if "B" in "".join("".join(of_block) for of_block in kinds):
        return set()
    used: set[int] = set()
    for place in dated:
        names = [part for part, kind in zip(blocks[place], kinds[place], strict=True) if kind in "NS"]
        of_line = by_line[id(blocks[place][kinds[place].index("D")])]
        _name_run([of_line], names, range(len(names)), is_heading=True, is_sure=True)
        used.update(id(part) for part in names)
    return used


def _is_between(names: Sequence[int], runs: Sequence[tuple[list[int], list[int], list[int]]]) -> bool:
    """True if these names are between two runs of dates and may belong to either."""
    first = names[:1]
    return sum(1 for before, _, after in runs if first and (first[0] in before or first[0] in after)) > 1


def _joined(parts: Sequence[Part], places: Sequence[int]) -> str:
    return " ".join(parts[place].words.lower() for place in places)


def _kind(part: Part, dates: Sequence[_Dated]) -> str:
    """The kind of a line: "D" dates only, "B" with a name, "N" name, "H" heading, "S" section heading, "W" weekday."""
    if dates:
        return "B" if any(one.names for one in dates) else "D"
    if _is_heading(part) or _is_head_of_table(part.words):
        return "H"
    if part.words.strip().endswith(":"):
        return "S"
    return "W" if _is_weekday(part) else "N"


def _is_weekday(part: Part) -> bool:
    said, after = part.line.weekdays(part.line.over(0, "|(-"))
    return bool(said) and after >= len(part.line.tokens)


def _is_head_of_table(words: str) -> bool:
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return bool(letters) and all(word in _HEADS for word in letters)


def _runs(kinds: Sequence[str]) -> list[tuple[list[int], list[int], list[int]]]:
    """Consecutive lines of dates without a name, with the lines of names before and after them."""
    runs: list[tuple[list[int], list[int], list[int]]] = []
    place = 0
    while place < len(kinds):
        if kinds[place] != "D":
            place += 1
            continue
        first = place
        while place < len(kinds) and kinds[place] in "DW":
            place += 1
        before = _names_from(kinds, first - 1, -1)
        runs.append(
            (before[::-1], [one for one in range(first, place) if kinds[one] == "D"], _names_from(kinds, place, 1))
        )
    return runs


def _names_from(kinds: Sequence[str], place: int, step: int) -> list[int]:
    found = []
    while 0 <= place < len(kinds) and kinds[place] in "NW":
        if kinds[place] == "N":
            found.append(place)
        place += step
    return found


def _way(
    parts: Sequence[Part], runs: Sequence[tuple[list[int], list[int], list[int]]], by_line: dict[int, list[_Dated]]
) -> str:
    """Whether names are "before" or "after" their dates in this list; "" if it cannot be told."""
    votes = {"before": 0, "after": 0}
    for number, (before, nameless, after) in enumerate(runs):
        if not number:
            before = [place for place in before if not _is_title(parts[place].words)]
        if bool(before) != bool(after):
            is_end = number == 0 if after else nameless[-1] == len(parts) - 1
            votes["before" if before else "after"] += (
                1 + is_end
            )  # the start and end of a list are better evidence than a gap in it
    for before, nameless, after in runs:
        if len(nameless) == 1:
            months = {day[1] for one in by_line[id(parts[nameless[0]])] for day in one.days}
            votes["before"] += _fits(parts, before[-1:], months)
            votes["after"] += _fits(parts, after[:1], months)
    if votes["before"] == votes["after"]:
        return ""
    return "before" if votes["before"] > votes["after"] else "after"


def _fits(parts: Sequence[Part], names: Sequence[int], months: set[int | None]) -> int:
    """A score: whether a holiday's name fits or contradicts a date in these months."""
    may_be = closed_names.months_of(_joined(parts, names))
    return 0 if not may_be else 2 if months & {*may_be} else -2


def _is_title(words: str) -> bool:
    return bool(_TITLE.search(words.lower())) or words.strip().endswith(":")


def _name_run(
    dated: Sequence[list[_Dated]], parts: Sequence[Part], places: Sequence[int], *, is_heading: bool, is_sure: bool
) -> set[int]:
    """Attach nearby names to lines of dates. Returns the positions of the lines that are names.

    As many names as lines are paired in order; one name goes with one line. A name above several lines applies to them
    all; one below them applies to the last, and whether it applies to the few others is asked.
    """
    names = [parts[place] for place in places]
    if not names:
        return set()
    if len(dated) > 1 and len(dated) == len(names):
        for of_line, part in zip(dated, names, strict=True):
            for one in of_line:
                _give(one, [other.words.lower() for other in names], part.raw)
        if len({closed_names.meaning(part.words.lower()).says for part in names} - {"closed", "named"}):
            _ask_if_names_differ(dated, "closed", "early release")
        return {*places}
    is_odd = len(dated) > 1 or not is_sure
    if is_odd and closed_names.is_of_every_week(_joined(parts, places)) and not (is_heading and _are_days(dated)):
        return set()
    named = dated if is_heading else dated[-1:]
    for of_line in named:
        for one in of_line:
            _give(one, [_joined(parts, places)], names[0].raw)
            one.name_lines = tuple(part.number for part in names) if len(dated) == 1 else ()
    if len(named) < len(dated) <= MOST_UNDER_ONE_NAME:
        _ask_if_names_differ(dated[:-1], "closed", _joined(parts, places))
    return {*places}


def _are_days(dated: Sequence[list[_Dated]]) -> bool:
    return all(len(one.days) == 1 for of_line in dated for one in of_line)


def _ask_if_names_differ(dated: Sequence[list[_Dated]], before: str, after: str) -> None:
    says = {
        ("closed" if said == "named" else said)
        for said in (closed_names.meaning(before).says, closed_names.meaning(after).says)
    }
    if len(says) < 2:
        return
    _refuse_names(dated)


def _refuse_names(dated: Sequence[list[_Dated]]) -> None:
    for of_line in dated:
        for one in of_line:
            one.refuse(f"We cannot tell which words go with “{one.quoted}”. Write the name beside the date.", "ask")


def _sections(parts: Sequence[Part], kinds: Sequence[str], by_line: dict[int, list[_Dated]], used: set[int]) -> None:
    """Apply a section heading such as ``Early Release Days:`` to the dates under it."""
    section: closed_names.Meaning | None = None
    name = ""
    for place, part in enumerate(parts):
        if kinds[place] == "S" or (kinds[place] == "N" and place not in used and _is_section(part.words)):
            section, name = closed_names.meaning(part.words.lower().strip(" :")), _clean(part.raw)
            used.add(place)
        for one in by_line[id(part)]:
            one.section = section
            one.shown = one.shown or name


def _is_section(words: str) -> bool:
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return words.strip().endswith(":") or all(word in _SECTION for word in letters)


# Which year is meant


def _give_years(dates: Sequence[_Dated], asked_on: date | None, said: int | None) -> tuple[int, ...]:
    """Give each date without a year its year, or a question. Returns the school years that may be meant."""
    open_ones: list[_Dated] = []
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


def _ask_about_months(dates: Sequence[_Dated]) -> None:
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


def _put_into(one: _Dated, start: int) -> None:
    one.days[0][0] = start + ((one.days[0][1] or 0) < FIRST_MONTH)
    one.fill_years()


def _check_calendar_year(dates: Sequence[_Dated]) -> None:
    """Detect a heading's year that means a school year: the list runs from August into the next calendar year."""
    under = [one for one in dates if one.part.year and not one.has_year and one.ranges]
    for place, later in enumerate(under[1:]):
        earlier = under[place]
        same = earlier.part.year == later.part.year and not earlier.found.under and not later.found.under
        if same and (earlier.days[0][1] or 0) >= FIRST_MONTH > (later.days[0][1] or 0):
            for one in under:
                one.refuse(f"“{one.quoted}” has no year, and {one.part.year} above may be a school year. Add the year.")


def _choose_year(dates: Sequence[_Dated], all_dates: Sequence[_Dated], asked_on: date | None) -> tuple[int, ...]:
    if asked_on is None:
        for one in dates:
            one.refuse(f"“{one.quoted}” has no year. Add the year.", "year")
        return ()
    now = asked_on.year - (asked_on.month < FIRST_MONTH)
    tried = {start: [one.in_school_year(start) for one in dates] for start in (now - 1, now, now + 1)}
    against = {start: [place for place, one in enumerate(these) if one.against()] for start, these in tried.items()}
    odd = {start: sum(1 for one in these if one.looks_odd()) for start, these in tried.items()}
    evident = sum(1 for one in dates if one.has_evidence())
    known = {_school_year_of(one.ranges[0][0]) for one in all_dates if one.ranges}
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
    these: Sequence[_Dated],
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


def _is_near(these: Sequence[_Dated], asked_on: date) -> bool:
    """True if everything is after the day of asking, or at most a few weeks before it."""
    return all(one.ranges and one.ranges[0][0] >= asked_on - timedelta(days=45) for one in these)


def _turns_back(these: Sequence[_Dated]) -> bool:
    """True for a list from January to December, which is not a school year."""
    months = [one.days[0][1] or 0 for one in these]
    return any(
        month < FIRST_MONTH and any(later > FIRST_MONTH for later in months[place:])
        for place, month in enumerate(months)
    )


def _ask_about_late_summer(dates: Sequence[_Dated]) -> None:
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


def _school_year_of(day: date) -> int:
    return day.year - (day.month < FIRST_MONTH)


# Closed, open, or a question


def _decide(dates: Sequence[_Dated]) -> None:
    if closed_names.names_own_school([one.name for one in dates]):
        for one in dates:
            one.names = [name.replace("preschool", "school") for name in one.names]
    meanings = [_meaning(one) for one in dates]
    of_school = sum(1 for meaning in meanings if meaning.says == "open")
    is_whole_calendar = (
        of_school > 2
        or 4 * of_school > len(meanings)
        or any(
            meaning.says == "open" and not closed_names.is_of_the_year(one.name) and not one.section
            for one, meaning in zip(dates, meanings, strict=True)
        )
    )
    named = sum(1 for one in dates if one.names)
    names_are_usual = named > 2 and 10 * named > 7 * len(dates)
    for one, meaning in zip(dates, meanings, strict=True):
        is_answered = one.kind == "ask" and closed_names.answered(one.name)
        if is_answered or (one.kind == "when" and meaning.says == "open"):
            one.problem = ""  # the year of an open day does not affect any deadline
        one.said, one.why = meaning.says, meaning.why
        if (names_are_usual or (named and one.is_bare)) and not one.names and not one.section:
            one.refuse(f"“{one.quoted}” has no name, and other dates have one. Is school closed then?", "ask")
        if meaning.says == "ask":
            one.refuse(f"“{one.quoted_name}”: {meaning.why}", "ask")
        if meaning.says == "named":
            _decide_named(one, is_whole_calendar=is_whole_calendar)
        if one.said == "closed" and not one.shown:
            one.shown = NAMELESS
    _decide_beside_others(dates)


def _decide_named(one: _Dated, *, is_whole_calendar: bool) -> None:
    """A name that does not say: closed in a list of closed days, a question in a calendar of the whole year."""
    one.said = "closed"
    if is_whole_calendar and one.names:
        one.refuse(f"This list has school days too. Is school closed on “{one.quoted}”?", "ask")


def _decide_beside_others(dates: Sequence[_Dated]) -> None:
    """Decide what depends on other lines' closed days: ends of breaks, and days named twice."""
    closed = [span for one in dates if one.said == "closed" and not one.problem for span in one.ranges]
    for one in dates:
        if one.said == "edge":
            _decide_edge(one, closed)
        elif one.said == "open" and not closed_names.answered(one.name):
            days = [day for day, _ in one.ranges if not is_weekend(day)]
            if any(start <= day <= end for day in days for start, end in closed):
                one.refuse(
                    f"“{one.quoted}” is a school day, and another line says that school is closed then. Which is right?",
                    "ask",
                )


def _meaning(one: _Dated) -> closed_names.Meaning:
    meaning = closed_names.meaning(one.name) if one.names else closed_names.Meaning("named", "")
    is_day = all(end == start for start, end in one.ranges)
    if (
        is_day
        and meaning.says in ("closed", "named")
        and any(closed_names.ends_at_an_edge(name) for name in one.names[:1])
    ):
        return closed_names.Meaning("edge", closed_names.ONE_END)
    if len(one.names) > 1 and meaning.says == "named":
        apart = [closed_names.meaning(name) for name in one.names]
        meaning = next((other for other in apart if other.says not in ("named", "closed")), meaning)
    if one.section and meaning.says == "named":
        return one.section if one.section.says in ("ask", "open", "closed") else meaning
    if meaning.says == "edge" and any(end > start for start, end in one.ranges) and not _RESUMES.search(one.name):
        return closed_names.Meaning("closed", "")
    return meaning


def _decide_edge(one: _Dated, closed: Sequence[tuple[date, date]]) -> None:
    """``School resumes January 5`` is open if a break ends right before it; alone it is a question."""
    why = one.why
    one.said = "open"
    one.why = "A break begins or ends here."
    days = [day for day, _ in one.ranges]
    if _RESUMES.search(one.name):
        fits = all(any(_next_weekday(end) == day for _, end in closed) for day in days)
    else:
        fits = all(any(day in span for span in closed) for day in days)
    if not fits:
        one.refuse(f"“{one.quoted_name}”: {why}", "unread")


def _next_weekday(day: date) -> date:
    day += timedelta(days=1)
    while is_weekend(day):
        day += timedelta(days=1)
    return day


# Lines with numbers but no date


def _is_unread(part: Part, named: set[int]) -> bool:
    if part.line.found or _is_heading(part):
        return False
    if any(len(token.text) < 3 for token in part.line.left_over()):
        return True
    if part.line.has_half() and id(part) not in named:
        return True
    months = [token.text for token in part.line.tokens if token.kind == "word" and token.text in MONTH_WORDS]
    return any(word not in ("may", "mar", "march") for word in months) and not _TITLE.search(part.words.lower())


def _unread_line(part: Part) -> Row:
    raw = part.raw.strip()
    return Row(
        raw, part.number, (part.at, part.at + len(part.raw)), None, None, "", "unread", _unreadable(raw), has_year=False
    )
