"""A calendar file (iCalendar, RFC 5545) of deadlines, with alarms a week and a day ahead at nine in the morning.

A deadline keeps its identifier when its date moves, so that a calendar which takes the file a second time
updates the entry and does not double it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from calculators.clocks import Deadline

#: Before midnight of the day itself: nine in the morning one week and one day ahead.
ALARMS = ("-P6DT15H", "-PT15H")
#: Octets in a line, without its end (RFC 5545, 3.1).
LINE = 75
DISCREET_SUMMARY = "A date to check"


class Words(StrEnum):
    """What the entries say. ``discreet``: only that there is a date, for a calendar that others can see."""

    PLAIN = "plain"
    DISCREET = "discreet"


def calendar(rows: Iterable[Deadline], as_of: date, *, key: str = "", words: Words = Words.PLAIN) -> str:
    """A calendar of every row that has a date, as the text of a file.

    ``as_of``: the day on which it is made; a later file wins over an earlier one. ``key`` keeps the entries of two
    children apart; it goes in only as a hash.
    """
    seen: dict[str, int] = {}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Paper Trail//Deadlines//EN", "CALSCALE:GREGORIAN"]
    for row in sorted(rows, key=lambda row: (row.trigger_date, row.rule)):
        if row.due is None or row.direction == "look_back":
            continue
        name = f"{row.rule}-{row.trigger}"
        seen[name] = seen.get(name, 0) + 1
        lines += _entry(row, row.due, f"{name}-{seen[name]}", as_of, key, words)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(row: Deadline, due: date, name: str, as_of: date, key: str, words: Words) -> list[str]:
    identifier = hashlib.sha256(f"{key}/{name}".encode()).hexdigest()[:24]
    plain = words is Words.PLAIN
    summary = f"{'Earliest: ' if row.range else ''}{row.title}" if plain else DISCREET_SUMMARY
    lines = [
        "BEGIN:VEVENT",
        f"UID:{identifier}@paper-trail.invalid",
        f"DTSTAMP:{_basic(as_of)}T000000Z",
        f"SEQUENCE:{max(0, as_of.toordinal() - date(2020, 1, 1).toordinal())}",
        f"DTSTART;VALUE=DATE:{_basic(due)}",
        f"DTEND;VALUE=DATE:{_basic(due + timedelta(days=1))}",
        f"SUMMARY:{_escaped(summary)}",
        "TRANSP:TRANSPARENT",
    ]
    if plain:
        lines.append(f"DESCRIPTION:{_escaped(_description(row))}")
    for alarm in ALARMS:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"TRIGGER:{alarm}",
            f"DESCRIPTION:{_escaped(summary)}",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _description(row: Deadline) -> str:
    marks = {"caveat": "Reported, not confirmed.", "hold": "Not confirmed."}
    parts = [f"Who must act: {row.who_in_words}.", row.how, row.citation, marks.get(row.publish, "")]
    return "\n".join(part for part in parts if part)


def _basic(day: date) -> str:
    """``20260302``: the basic form of ISO 8601."""
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no character cut in two; each piece after the first starts with a space."""
    rest, start = line.encode(), ""
    while len(rest) > LINE - len(start):
        end = LINE - len(start)
        while rest[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield start + rest[:end].decode()
        rest, start = rest[end:], " "
    yield start + rest.decode()
