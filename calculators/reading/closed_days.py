"""Show a list of closed days back to the parent, line by line.

What is kept must mean the same next year. A date without a year is taken from the school year of the day on which it
is typed, and comes back with that year written out; nothing else of what was typed changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from calculators.counting.days import each_day, is_weekend
from calculators.reading.printed_calendars import read_calendar
from calculators.reading.printed_list import NAMELESS, PrintedList, Row
from calculators.words import short_date, shortened

#: A parent's answer about a line, appended to it; the reader takes it as final (``closed_names``).
CLOSED, OPEN = "(school closed)", "(school open)"


def read_back(text: str, asked_on: date) -> dict[str, Any]:
    """The list as it should be kept, and its lines with a date or question.

    Returns ``{"text", "lines", "years"}``. Each line is ``{"number", "numbers", "text", "words", "open", "problem",
    "answers"}``: its line number, the numbers including the lines of its name, the line as typed, what is closed, what is
    open and why, the question, and the line with either answer appended if only a parent can answer. ``years`` are
    ``{"label", "text"}``: the whole list for each school year that may be meant. ``{"problems": {"closed": sentence}}`` if
    there are more lines than there can be closures.
    """
    try:
        reading = read_calendar(text, asked_on)
    except ValueError as wrong:
        return {"problems": {"closed": str(wrong)}}
    raw = text.split("\n")
    numbers = sorted({row.number for row in reading.rows})
    lines = [_line(raw[number], [row for row in reading.rows if row.number == number]) for number in numbers]
    lines += [_without_date(raw[number], number, alone=not numbers) for number in reading.without_date]
    years = [{"label": f"{year}-{year + 1}", "text": _of_year(text, asked_on, year)} for year in reading.years]
    return {"text": _written_out(text, reading, asked_on), "lines": lines, "years": years}


def printed_rows(text: str, asked_on: date) -> list[dict[str, str | None]]:
    """Each closed range, and each line with a question, as ``{"line", "start", "end", "name", "problem"}``."""
    rows = []
    for row in read_calendar(text, asked_on).rows:
        if row.says == "closed" and row.start and row.end:
            found = {"start": row.start.isoformat(), "end": row.end.isoformat(), "name": row.name, "problem": None}
        elif row.says != "open":
            found = {"start": None, "end": None, "name": row.name, "problem": row.problem}
        else:
            continue
        rows.append({"line": row.line, **found})
    return rows


def _line(raw: str, rows: Sequence[Row]) -> dict[str, Any]:
    asked = [row for row in rows if row.says not in ("closed", "open")]
    can_answer = len(rows) == 1 and rows[0].says == "ask"
    numbers = {rows[0].number, *(number for row in rows for number in row.name_lines)}
    return {
        "number": rows[0].number,
        "numbers": sorted(numbers),
        "text": raw.strip(),
        "words": "; ".join(_words(row) for row in rows if row.says == "closed"),
        "open": "; ".join(_words(row) for row in rows if row.says == "open"),
        "problem": " ".join(dict.fromkeys(_beside_its_line(row.problem) for row in asked)),
        "answers": [f"{raw.strip()} {CLOSED}", f"{raw.strip()} {OPEN}"] if can_answer else [],
    }


def _beside_its_line(problem: str) -> str:
    """The question without the quoted line at its start, because the line is shown above it."""
    quoted, mark, question = problem.partition("”: ")
    return question if mark and quoted.startswith("“") else problem


def _without_date(raw: str, number: int, *, alone: bool) -> dict[str, Any]:
    """A line without a date; a question only if the whole list has no date."""
    problem = f"“{shortened(raw)}” has no date that we can read. Write it like 3/9/2026 to 3/13/2026." if alone else ""
    answer = {"words": "", "open": "", "problem": problem, "answers": []}
    return {"number": number, "numbers": [number], "text": raw.strip(), **answer}


def _of_year(text: str, asked_on: date, year: int) -> str:
    return _written_out(text, read_calendar(text, asked_on, year), asked_on)


def _written_out(text: str, reading: PrintedList, asked_on: date) -> str:
    """The list with the year added to every date that lacks one, if it then still means the same."""
    lines = text.split("\n")
    done: set[tuple[int, tuple[int, int]]] = set()
    for row in reversed(reading.rows):
        place = (row.number, row.span)
        if row.has_year or not row.of or row.says not in ("closed", "open", "ask") or place in done:
            continue
        done.add(place)
        line, (start, end) = lines[row.number], row.span
        lines[row.number] = line[:start] + ", ".join(_numbers(*span) for span in row.of) + line[end:]
    written = "\n".join(lines)
    if not done:
        return text
    again = read_calendar(written, asked_on)
    same = {(c.start, c.end) for c in again.closures} == {(c.start, c.end) for c in reading.closures}
    return written if same else text


def _words(row: Row) -> str:
    named = "" if row.name == NAMELESS or not row.name else f"{row.name}: "
    assert row.start is not None  # what is closed or open has its day
    assert row.end is not None
    span = short_date(row.start)
    if row.end != row.start:
        span += f" to {short_date(row.end)}"
    number = sum(1 for day in each_day(row.start, row.end) if not is_weekend(day))
    return f"{named}{span}, {'one weekday' if number == 1 else f'{number} weekdays'}"


def _numbers(start: date, end: date) -> str:
    days = f"{start.month}/{start.day}/{start.year}"
    return days if end == start else f"{days} to {end.month}/{end.day}/{end.year}"
