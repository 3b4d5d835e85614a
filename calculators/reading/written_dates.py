"""Read dates as people write them, if only one reading is possible."""

from __future__ import annotations

import re
from datetime import date

from calculators.words import MONTHS, WEEKDAYS, plain_date, shortened

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
#: How many years before and after today are searched for a day without a year: 29 February can be 4 years away (8 around
#: 1900 and 2100, which are out of range).
YEARS_AROUND = 4
LAST = "last"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4}|'?\d{2})"
#: Accepted formats with the order of their parts. A missing year is left empty.
_FORMS = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), order)
    for pattern, order in (
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", "ymd"),
        (rf"(\d{{1,2}})[/. -](\d{{1,2}})[/. -]{_YEAR}", "mdy"),
        (rf"([a-z]{{3,9}})\.?[ -]?{_DAY}[ -]{_YEAR}", "mdy"),
        (rf"{_DAY}[ -]?(?:of )?([a-z]{{3,9}})\.?[ -]{_YEAR}", "dmy"),
        (r"(\d{1,2})[/. -](\d{1,2})", "md"),
        (rf"([a-z]{{3,9}})\.?[ -]?{_DAY}", "md"),
        (rf"{_DAY}[ -]?(?:of )?([a-z]{{3,9}})\.?", "dm"),
    )
)
#: An ISO date, as the record keeps most of its own. Tried first: two hundred notes are read in a fifth less time.
_KEPT = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WEEKDAY = re.compile(
    r"(mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)(?:day|nesday|urday)?\.? ?(.+)",
    re.ASCII | re.IGNORECASE,
)


def read_date(text: str, asked_on: date | None = None, *, without_year: str = "") -> date:
    """Parse a date: 2026-03-02, 3/2/26, 03022026, March 2, 2026, 2nd of March.

    Raises ValueError with what to do. A day without a year needs ``asked_on``, the day of asking. ``without_year`` "last"
    means the most recent such day (for past events); otherwise the year is asked for unless a weekday determines it.
    """
    if _KEPT.fullmatch(text):
        return _day({"y": text[:4], "m": text[5:7], "d": text[8:]}, text)
    written = " ".join(text.replace(",", " ").split())
    for mark in "/.-":
        written = written.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    named = _WEEKDAY.fullmatch(written)
    weekday = _number(named[1]) if named else None
    found = _parts(named[2] if named else written, text)
    day = _day(found, text) if found["y"] else _without_year(found, text, asked_on, weekday, without_year)
    if weekday is not None and day.weekday() != weekday:
        raise ValueError(
            f"{plain_date(day)} is a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}. Check the date."
        )
    return day


def read_dates(text: str, asked_on: date | None = None, *, without_year: str = "") -> tuple[date, ...]:
    """Several dates, one per line, earliest first. Raises ValueError with what to do."""
    lines = [line for line in re.split(r"[;\n]+", text) if line.strip()]
    return tuple(sorted({read_date(line, asked_on, without_year=without_year) for line in lines}))


def _parts(written: str, text: str) -> dict[str, str]:
    """Year, month and day as written; the year may be empty."""
    if re.fullmatch(r"\d{6,8}", written, re.ASCII):
        return _run_together(written, text)
    for pattern, order in _FORMS:
        match = pattern.fullmatch(written)
        if match:
            return {"y": "", **dict(zip(order, match.groups(), strict=True))}
    raise ValueError(f"“{shortened(text)}” is not a date we can read. Write it like 3/2/2026 or March 2, 2026.")


def _run_together(digits: str, text: str) -> dict[str, str]:
    """Digits without separators: month, day, year or year, month, day, if only one of them is possible."""
    length = len(digits)
    ways = [("mdy", month, length - year) for month in (1, 2) for year in ((2, 4) if length == 6 else (4,))]
    ways += [("ymd", length - 4, length - 2)] if length in (6, 8) else []
    found: dict[date, dict[str, str]] = {}
    for order, first, second in ways:
        pieces = (digits[:first], digits[first:second], digits[second:])
        if not 1 <= len(pieces[1]) <= 2:
            continue
        parts = dict(zip(order, pieces, strict=True))
        try:
            found[_day(parts, text)] = parts
        except ValueError:
            continue
    if len(found) > 1:
        raise ValueError(_two(text, sorted(found)))
    if not found:
        raise ValueError(f"There is no day “{shortened(text)}” in the calendar. Check the month and the day.")
    return next(iter(found.values()))


def _without_year(
    parts: dict[str, str], text: str, asked_on: date | None, weekday: int | None, without_year: str
) -> date:
    if asked_on is None:
        _day({**parts, "y": "2024"}, text)  # a leap year: does the day exist at all?
        raise ValueError(f"“{shortened(text)}” has no year. Add the year.")
    days = []
    for year in range(asked_on.year - YEARS_AROUND, asked_on.year + YEARS_AROUND + 1):
        try:
            days.append(_day({**parts, "y": str(year)}, text))
        except ValueError:
            continue
    if not days:
        raise ValueError(f"There is no day “{shortened(text)}” in the calendar. Check the month and the day.")
    before, after = [day for day in days if day <= asked_on][-1:], [day for day in days if day > asked_on][:1]
    near = before if without_year == LAST else [*before, *after]
    fitting = [day for day in near if weekday is None or day.weekday() == weekday] or near
    if len(fitting) > 1:
        raise ValueError(_two(text, fitting))
    return fitting[0]


def _two(text: str, days: list[date]) -> str:
    return f"“{shortened(text)}” can be {' or '.join(plain_date(day) for day in days[:2])}. Write which, with the year."


def _day(parts: dict[str, str], text: str) -> date:
    try:
        day = date(int(_whole_year(parts["y"])), _month(parts["m"]), int(parts["d"]))
    except ValueError:
        raise ValueError(f"There is no day “{shortened(text)}” in the calendar. Check the month and the day.") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"Give a date between {plain_date(EARLIEST)} and {plain_date(LATEST)}.")
    return day


def _whole_year(year: str) -> str:
    year = year.replace("'", "")
    return f"20{year}" if len(year) == 2 else year


def _month(month: str) -> int:
    """The month's number; 0 for any other word. One missing or transposed letter is accepted: Febuary."""
    if month.isdigit():
        return int(month)
    number = MONTH_NUMBERS.get(month[:3].lower(), 0)
    return number if number and set(month.lower()) <= set(MONTHS[number - 1].lower()) else 0


def _number(weekday: str) -> int:
    return [name[:3].lower() for name in WEEKDAYS].index(weekday[:3].lower())
