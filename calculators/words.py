"""Dates, numbers and limits in words, shared by pages, letters and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SMALL_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
UNITS = {
    "calendar_days": ("calendar day", "calendar days"),
    "school_days": ("school day", "school days"),
    "instructional_days": ("instructional day", "instructional days"),
    "school_working_days": ("school working day", "school working days"),
    "business_days": ("business day", "business days"),
    "weekdays": ("weekday", "weekdays"),
    "hours": ("hour", "hours"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "items": ("item", "items"),
}


def long_date(day: date) -> str:
    """``Friday, May 1, 2026``."""
    return f"{WEEKDAYS[day.weekday()]}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """``May 1, 2026``."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """``Fri May 1, 2026``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def brief_date(day: date) -> str:
    """``Jan 12, 2026``."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def quantity(value: int, unit: str) -> str:
    """A number with its unit: ``60 calendar days``, ``1 year``, ``age 16``."""
    if unit == "years_of_age":
        return f"age {value}"
    one, many = UNITS[unit]
    return f"{value} {one if value == 1 else many}"


def number_word(value: int) -> str:
    """``seven`` for 7; figures above twelve."""
    return SMALL_NUMBERS[value] if 0 <= value < len(SMALL_NUMBERS) else str(value)


def names_number(text: str) -> bool:
    """True if a text has a number, in figures or up to twelve in words.

    "a new one" has none.
    """
    words = "".join([letter if letter.isalpha() or letter.isdigit() else " " for letter in text]).split()
    return "one hour" in text or any(word.isdigit() or word in SMALL_NUMBERS[2:] for word in words)


def shortened(text: str) -> str:
    """At most forty characters of a text on one line, for quoting it."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
