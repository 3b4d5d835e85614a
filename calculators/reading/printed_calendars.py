"""Read a list of closed days as school districts print it.

A month may be a heading with days under it, a name may be on the line before or after its date, a year only at the
end. What is uncertain becomes a question, not a closure. The steps, each in its module: ``printed_lines`` cuts the text,
``printed_dates`` finds the dates of a line, ``date_names`` and ``date_years`` give each date its words and its year, and
``date_meanings`` decides, by what ``closed_names`` says that words mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from calculators.counting.days import Closure
from calculators.reading.date_meanings import decide
from calculators.reading.date_names import give_names, half_or_date, kind_of
from calculators.reading.date_years import give_years
from calculators.reading.dated import Dated, put_in_order
from calculators.reading.printed_dates import MONTH_WORDS
from calculators.reading.printed_lines import Part, has_words, is_heading, is_section, names_calendar, parts_of
from calculators.reading.printed_list import PrintedList, Row
from calculators.words import shortened

MOST_CLOSURES = 400
MOST_LINES = 2000
#: Maximum characters in one line; longer text is not a list with lines.
LONGEST_LINE = 10_000
#: A line that begins with its only ``1/2``: as likely January 2 as half of what follows; ``1/2 day`` is half a day.
_AS_A_DATE = re.compile(r"\s*1/2 (?!days?\b)(?!.*1/2)", re.IGNORECASE)


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
    parts = parts_of(lines)
    dates = [Dated(part, found) for part in parts for found in part.line.found]
    if len(dates) > MOST_CLOSURES:
        raise ValueError(_too_many(len(dates)))
    put_in_order(dates)
    named = give_names(parts, dates)
    years = give_years(dates, asked_on, school_year_of)
    decide(dates)
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
        and has_words(part.words)
        and kind_of(part, ()) == "N"
        and not part.line.found
        and not _is_unread(part, named)
        and not is_section(part.words)
        and not names_calendar(part.words)
    ]


def _too_many(number: int) -> str:
    return f"That is {number} closures. Give at most {MOST_CLOSURES}; put days in a row into one range."


def _unreadable(text: str) -> str:
    return f"“{shortened(text)}” is not a date we can read. Write it like 3/9/2026 to 3/13/2026."


def _is_unread(part: Part, named: set[int]) -> bool:
    if part.line.found or is_heading(part):
        return False
    if any(len(token.text) < 3 for token in part.line.left_over()):
        return True
    if part.line.has_half() and (id(part) not in named or _AS_A_DATE.match(part.raw)):
        return True
    months = [token.text for token in part.line.tokens if token.kind == "word" and token.text in MONTH_WORDS]
    return any(word not in ("may", "mar", "march") for word in months) and not names_calendar(part.words)


def _unread_line(part: Part) -> Row:
    raw = part.raw.strip()
    why = half_or_date(shortened(raw)) if _AS_A_DATE.match(raw) else _unreadable(raw)
    return Row(raw, part.number, (part.at, part.at + len(part.raw)), None, None, "", "unread", why, has_year=False)
