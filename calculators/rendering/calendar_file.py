"""A calendar file (iCalendar, RFC 5545) of deadlines, with alarms.

The alarms are at nine in the morning, one week and one day before.

An entry keeps its UID when its date moves, so that importing the file again updates the entry instead of adding one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from calculators.counting.cautions import DOUBTS, cautions, in_doubt
from calculators.counting.clocks import Deadline
from calculators.counting.together import name as waited_for
from calculators.words import short_date

#: Relative to midnight at the start of the day: nine in the morning, one week and one day before.
ALARMS = ("-P6DT15H", "-PT15H")
#: Maximum octets per line, without the line break (RFC 5545, 3.1).
LINE = 75
DISCREET_SUMMARY = "A date to check"
DISCREET_IN_DOUBT = "A date to check, not certain"


class Words(StrEnum):
    """The wording of entries.

    ``discreet``: only that there is a date, for calendars that others can see.
    """

    PLAIN = "plain"
    DISCREET = "discreet"


def calendar(rows: Iterable[Deadline], made: str, *, key: str = "", words: Words = Words.PLAIN) -> str:
    """The text of a calendar file with every row that has a date.

    ``made``: the moment of making it, in UTC and ISO form (2026-11-27T06:11:38Z); a later file replaces an earlier one, even
    on the same day. ``key`` keeps the entries of two children apart; only its hash goes into the file.
    """
    seen: dict[str, int] = {}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Paper Trail//Deadlines//EN", "CALSCALE:GREGORIAN"]
    for row in sorted(rows, key=lambda row: (row.trigger_date, row.rule.id)):
        if row.day is None or row.clock.direction == "look_back":
            continue
        name = f"{row.rule.was or waited_for(row)}-{row.trigger.id}"
        seen[name] = seen.get(name, 0) + 1
        lines += _entry(row, row.day, f"{name}-{seen[name]}", made, key, words)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _entry(row: Deadline, day: date, name: str, made: str, key: str, words: Words) -> list[str]:
    identifier = hashlib.sha256(f"{key}/{name}".encode()).hexdigest()[:24]
    plain = words is Words.PLAIN
    summary = _summary(row) if plain else DISCREET_IN_DOUBT if in_doubt(row) else DISCREET_SUMMARY
    lines = [
        "BEGIN:VEVENT",
        f"UID:{identifier}@paper-trail.invalid",
        f"DTSTAMP:{_basic(date.fromisoformat(made[:10]))}T{made[11:19].replace(':', '')}Z",
        f"SEQUENCE:{_seconds(made)}",
        f"DTSTART;VALUE=DATE:{_basic(day)}",
        f"DTEND;VALUE=DATE:{_basic(day + timedelta(days=1))}",
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


def _summary(row: Deadline) -> str:
    """What is due, with any doubt first: some calendars show no more of an entry."""
    doubts = [caution.kind for caution in cautions(row) if caution.kind in DOUBTS]
    moves = "Latest: " if row.clock.direction == "before" else "Earliest: "
    before = moves if doubts == ["range"] else "Check first: " if doubts else ""
    after = f" (limit: {short_date(row.due)})" if row.act_by and row.due else ""
    return f"{before}{row.due_title}{after}"


def _description(row: Deadline) -> str:
    laws = [one for each in (row, *row.joined) for one in (each.how, each.rule.citation)]
    warned = [caution.words for caution in cautions(row)]
    parts = [f"{_capital(row.when())}.", *warned, f"Who must act: {row.who_in_words}.", *laws]
    return "\n".join(part for part in parts if part)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _seconds(made: str) -> int:
    """Seconds since 2020: increases within a day, and fits an INTEGER until 2088 (RFC 5545, 3.3.8)."""
    hours, minutes, seconds = (int(part) for part in made[11:19].split(":"))
    days = date.fromisoformat(made[:10]).toordinal() - date(2020, 1, 1).toordinal()
    return max(0, ((days * 24 + hours) * 60 + minutes) * 60 + seconds)


def _basic(day: date) -> str:
    """``20260302``: the basic form of ISO 8601."""
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Fold a line into pieces of at most 75 octets without splitting a character; continuations start with a space."""
    rest, start = line.encode(), ""
    while len(rest) > LINE - len(start):
        end = LINE - len(start)
        while rest[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield start + rest[:end].decode()
        rest, start = rest[end:], " "
    yield start + rest.decode()
