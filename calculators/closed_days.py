"""Closed days shown back to a parent, line by line: what was understood, what was not, and with which year.

What is kept must mean the same next year. A line without a year is understood in the school year of the day on which
it is typed, and comes back with that year written out.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from calculators.days import Closure, is_weekend
from calculators.printed_calendars import MOST_CLOSURES, read_closures
from calculators.words import short_date

#: The name that a line without words of its own gets.
NAMELESS = "School closed"


def read_back(text: str, asked_on: date) -> dict[str, Any]:
    """Each line as ``{"text", "words", "problem"}``: the line as it should be kept, and what it means or what is wrong.

    ``{"lines": [...]}``, or ``{"problems": {"closed": sentence}}`` if there are more lines than can be closures.
    """
    lines = [line.strip() for line in re.split(r"[;\n]+", text) if line.strip()]
    if len(lines) > MOST_CLOSURES:
        return {"problems": {"closed": _too_many(text)}}
    return {"lines": [_line(line, asked_on) for line in lines]}


def _too_many(text: str) -> str:
    """The reader's own sentence, so that the list and the count never say two things."""
    try:
        read_closures(text)
    except ValueError as wrong:
        return str(wrong)
    return ""


def _line(line: str, asked_on: date) -> dict[str, str]:
    try:
        closure = read_closures(line, asked_on)[0]
    except ValueError as wrong:
        return {"text": line, "words": "", "problem": str(wrong)}
    return {"text": line if _has_years(line) else _written_out(closure), "words": _words(closure), "problem": ""}


def _has_years(line: str) -> bool:
    try:
        read_closures(line)
    except ValueError:
        return False
    return True


def _written_out(closure: Closure) -> str:
    """A line that says the same and does not depend on the day on which it is read."""
    days = _numbers(closure.start)
    if closure.end != closure.start:
        days += f" to {_numbers(closure.end)}"
    return days if closure.name == NAMELESS else f"{closure.name}: {days}"


def _words(closure: Closure) -> str:
    span = short_date(closure.start)
    if closure.end != closure.start:
        span += f" to {short_date(closure.end)}"
    length = (closure.end - closure.start).days + 1
    weekdays = sum(not is_weekend(closure.start + timedelta(days=offset)) for offset in range(length))
    named = "" if closure.name == NAMELESS else f"{closure.name}: "
    return f"{named}{span}, {'one weekday' if weekdays == 1 else f'{weekdays} weekdays'}"


def _numbers(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
