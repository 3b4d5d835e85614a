"""Read dates as people write them."""

from __future__ import annotations

import re
from datetime import date

from calculators.words import MONTHS, plain_date

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}


def read_date(text: str) -> date:
    """A date as people write it: 2026-03-02, 3/2/2026, March 2, 2026 or 2 Mar 2026. ValueError says what to do."""
    written = " ".join(text.replace(",", " ").split())
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"),
        (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", "mdy"),
        (r"(\d{1,2})/(\d{1,2})/(\d{2})", "mdy"),
        (r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4})", "mdy"),
        (r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.? (\d{4})", "dmy"),
    ):
        match = re.fullmatch(pattern, written, re.ASCII)
        if match:
            return _day(dict(zip(order, match.groups(), strict=True)), text)
    raise ValueError(f"“{_short(text)}” is not a date we can read. Write it like 3/2/2026 or March 2, 2026.")


def read_dates(text: str) -> tuple[date, ...]:
    """Several dates, one on each line, the earliest first. ValueError says what to do."""
    return tuple(sorted({read_date(line) for line in re.split(r"[;\n]+", text) if line.strip()}))


def _day(parts: dict[str, str], text: str) -> date:
    try:
        day = date(int(_whole_year(parts["y"])), _month(parts["m"]), int(parts["d"]))
    except ValueError:
        raise ValueError(f"There is no day “{_short(text)}” in the calendar. Check the month and the day.") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"Give a date between {plain_date(EARLIEST)} and {plain_date(LATEST)}.")
    return day


def _whole_year(year: str) -> str:
    return f"20{year}" if len(year) == 2 else year


def _month(month: str) -> int:
    return int(month) if month.isdigit() else MONTH_NUMBERS.get(month[:3].lower(), 0)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
