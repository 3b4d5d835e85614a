"""The lines of a printed list of closed days, with the month and year of the headings above them."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Sequence

from calculators.reading.printed_dates import COUNTED, MONTH_WORDS, SPANISH_MONTHS, Line, plain, school_year

#: Maximum tokens in a month heading with its day counts.
LONGEST_HEADING = 30
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
_ITEM = re.compile(r"\s*([0-9]{1,2})[.)]\s+(?=\S)", re.ASCII)

#: A line, or part of one: its number in the text, the offset of this part, the words as pasted and in ASCII. ``heading``
#: is the number of the line that gives the month.
Part = namedtuple("Part", "number at raw words line month year start heading")


def parts_of(lines: Sequence[str]) -> list[Part]:
    """Every line, split at semicolons, with what the headings above it say.

    The month, the year and the school year.
    """
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
            heading = heading_of(line)
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


def heading_of(line: Line) -> tuple[int, int | None] | None:
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


def is_heading(part: Part) -> bool:
    """True for a line with only a month, a year or a school year."""
    return heading_of(part.line) is not None or _names_school_year(part.words, part.line) is not None


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


def says_something(part: Part) -> bool:
    """True for a line with words, and for a heading of numbers."""
    return has_words(part.words) or is_heading(part)


def has_words(words: str) -> bool:
    """True if there is a letter in it."""
    return any(sign.isalpha() for sign in words)


def without_item(text: str) -> str:
    """The text without the number of a list: ``2. Labor Day``."""
    item = _ITEM.match(f"{text} .")
    return text[item.end() :] if item else text


def is_weekday(part: Part) -> bool:
    """True for a line with only a weekday, or a range of them."""
    said, after = part.line.weekdays(part.line.over(0, "|(-"))
    return bool(said) and after >= len(part.line.tokens)


def is_head_of_table(words: str) -> bool:
    """True for the names of columns: ``Date  Holiday``."""
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return bool(letters) and all(word in _HEADS for word in letters)


def names_calendar(words: str) -> bool:
    """True for words that name the whole list: ``Oak District Calendar``."""
    return bool(_TITLE.search(words.lower()))


def is_title(words: str) -> bool:
    """True for the name of the list or of a section of it."""
    return names_calendar(words) or words.strip().endswith(":")


def is_section(words: str) -> bool:
    """True for words over several dates, such as ``Early Release Days:``."""
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return words.strip().endswith(":") or all(word in _SECTION for word in letters)
