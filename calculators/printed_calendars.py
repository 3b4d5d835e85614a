"""Read lists of closed days as school districts print them."""

from __future__ import annotations

import re
from datetime import date

from calculators.days import Closure
from calculators.written_dates import _day, _month, _short, _whole_year

MOST_CLOSURES = 400
#: A school year starts in this month: a date without a year belongs to the school year of the day of asking.
SCHOOL_YEAR_MONTH = 7

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})\b"
    rf"|\b(?P<numbers>\d{{1,2}}/\d{{1,2}}(?:/\d{{4}}|/\d{{2}})?)\b"
    rf"|\b(?P<month_first>{_MONTH} ?{_DAY}\b(?:,? \d{{4}}\b)?)"
    rf"|\b(?P<day_first>{_DAY} {_MONTH}(?: \d{{4}}\b)?)",
    re.ASCII | re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:\.\.+|-|–|—|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*", re.ASCII | re.IGNORECASE)
_LAST_DAY = re.compile(rf"({_DAY})\b(?!/)(?:,? (\d{{4}})\b)?", re.ASCII | re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b\.?,?",
    re.ASCII | re.IGNORECASE,
)


def read_closures(text: str, asked_on: date | None = None) -> tuple[Closure, ...]:
    """Closed days, one break on a line, as districts print them: ``Thanksgiving: Nov 23-27``, ``12/21/2026 – 1/4/2027``.

    What stands beside the dates is kept as the name. A date without a year belongs to the school year (from July)
    of ``asked_on``; without that day a year is asked for. ValueError names the line and says what to do.
    """
    lines = [line.strip() for line in re.split(r"[;\n]+", text) if line.strip()]
    if len(lines) > MOST_CLOSURES:
        raise ValueError(
            f"That is {len(lines)} closures. Give at most {MOST_CLOSURES}; put days in a row into one range."
        )
    return tuple(_closure(line, asked_on) for line in lines)


def _closure(line: str, asked_on: date | None) -> Closure:
    written = " ".join(_WEEKDAY.sub(" ", line).split())
    found = _DATE.search(written)
    if not found:
        raise ValueError(f"“{_short(line)}” is not a date we can read. Write it like 3/9/2026 to 3/13/2026.")
    first, rest = _parts(found), written[found.end() :]
    last = dict(first)
    separator = _TO.match(rest)
    if separator:
        after = rest[separator.end() :]
        whole, day_alone = _DATE.match(after), _LAST_DAY.match(after)
        if whole:
            last, rest = _parts(whole), after[whole.end() :]
        elif day_alone:
            last = {**first, "d": _digits(day_alone[1]), "y": day_alone[2] or first["y"]}
            rest = after[day_alone.end() :]
    if _DATE.search(rest):
        raise ValueError(
            f"“{_short(line)}” has more than two dates. Write one range on a line, like 3/9/2026 to 3/13/2026."
        )
    start, end = _with_years(first, last, line, asked_on)
    if end < start:
        raise ValueError(f"“{_short(line)}” ends before it starts. Put the earlier date first.")
    if (end - start).days > 366:
        raise ValueError(f"“{_short(line)}” is longer than a year. Check the years.")
    name = f"{written[: found.start()]} {rest}".strip(" :,.-–—()")
    return Closure(start, end, " ".join(name.split())[:80] or "School closed")


def _parts(found: re.Match[str]) -> dict[str, str]:
    """Year, month and day of a date as written; the year may be empty."""
    if found["iso"]:
        return dict(zip("ymd", found["iso"].split("-"), strict=True))
    if found["numbers"]:
        month, day, *year = found["numbers"].split("/")
        return {"y": year[0] if year else "", "m": month, "d": day}
    text = found["month_first"] or found["day_first"]
    numbers = re.findall(r"\d+", text, re.ASCII)
    month = re.search(r"[a-z]{3}", re.sub(r"\d(?:st|nd|rd|th)", "", text.lower(), flags=re.ASCII))
    return {"y": numbers[1] if len(numbers) > 1 else "", "m": month[0] if month else "", "d": numbers[0]}


def _with_years(first: dict[str, str], last: dict[str, str], line: str, asked_on: date | None) -> tuple[date, date]:
    """Both ends as days: a missing year comes from the other end, or from the school year of the day of asking."""
    if not first["y"] and last["y"]:
        year = int(_whole_year(last["y"])) - (_month(first["m"]) > _month(last["m"]))
        first = {**first, "y": str(year)}
    if not first["y"]:
        if asked_on is None:
            raise ValueError(f"“{_short(line)}” has no year. Add the year.")
        started = asked_on.year - (asked_on.month < SCHOOL_YEAR_MONTH)
        first = {**first, "y": str(started + (_month(first["m"]) < SCHOOL_YEAR_MONTH))}
    if not last["y"]:
        year = int(_whole_year(first["y"])) + (_month(last["m"]) < _month(first["m"]))
        last = {**last, "y": str(year)}
    return _day(first, line), _day(last, line)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
