"""Generators of input: dates, lists, page messages and backups, valid or with a few faults.

All draw from a ``random.Random``, so that Hypothesis can shrink, Atheris can guide, and a seed can repeat them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from calculators.law import known_states, load
from calculators.letter_forms import letters
from calculators.tools import letter as letter_tool
from calculators.words import MONTHS, WEEKDAYS
from tests.counting.test_notes import ALL as NOTES
from tests.counting.test_printed_calendars import PRINTED
from tests.counting.test_service_log import HAND_COUNTED, written
from tests.fuzz.injected import INJECTED
from tests.records.test_today import LOG, REMOVAL
from tests.tools.cases_files import CASES

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
#: Building blocks of random text: pieces of dates and lists, special characters, other scripts.
PIECES = (
    *(str(number) for number in range(32)), "00", "2026", "2027", "26", "'26", "1899", "2101", "0226", "030226", "3022026", "st", "nd", "of",
    *MONTHS, *(name[:3] for name in MONTHS), "Sept", "Febuary", "Maria", *WEEKDAYS, *(name[:3] for name in WEEKDAYS),
    "/", "-", ".", ",", " ", "  ", "\n", ";", ":", "to", "thru", "–", "—", "..", "(", ")", "\t", "\r", "\u00a0", "\u2028", "\x00", "\x0b", "\ufeff",
    "No school", "closed", "early release", "half day", "Winter break", "Thanksgiving", "first day", "resumes", "staff only", "yesterday", "today",
    "½", "²", "٣", "３", "ſ", "İ", "é", "🎒", "\u202e", "\ud800", "e\u0301", "<", ">", "&", '"', "'", "\\", "{", "}", "%", "=", "+", "@", "$",
)  # fmt: skip
#: Unambiguous date formats, given that the month precedes the day.
FORMS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.month:02}-{day.day:02}-{day.year}",
    lambda day: f"{day.month}.{day.day}.{day.year}",
    lambda day: f"{day.month} {day.day} {day.year}",
    lambda day: f" {day.month} / {day.day} / {day.year} ",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3].upper()}. {day.day} {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day}-{MONTHS[day.month - 1][:3].lower()}-{day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()][:3]} {day.month}/{day.day}/{day.year}",
)
#: Fields that the page sets itself; users do not type them.
OF_THE_PAGE = {"letter", "made", "want", "week", "more", "changed", "calendar"}
#: Values of the wrong type, as only a corrupt file or page would send.
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    5,
    -1,
    1e300,
    "",
    " ",
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    ["x"],
    {"0": {}},
    "[object Object]",
)
STORES = sorted((Path(__file__).parents[1] / "data" / "stores").glob("*.json"))


def day(draw: Random) -> date:
    """Any day that the site accepts."""
    return FIRST + timedelta(days=draw.randrange((LAST - FIRST).days + 1))


def near_day(draw: Random) -> date:
    """A day in the years that real cases concern."""
    return date(2024, 1, 1) + timedelta(days=draw.randrange(2000))


def text(draw: Random) -> str:
    """Building blocks in random order; one time in eight, arbitrary characters."""
    if draw.randrange(8) == 0:
        return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(12)))
    return "".join(draw.choice(PIECES) for _ in range(draw.randrange(12)))


def near_miss(draw: Random) -> str:
    """A date with up to two typing errors: a character dropped, doubled, swapped or inserted."""
    words = draw.choice(FORMS)(near_day(draw))
    for _ in range(draw.randrange(3)):
        at = draw.randrange(len(words) + 1)
        words = draw.choice(
            (
                words[:at] + words[at + 1 :],
                words[:at] + words[at : at + 1] * 2 + words[at + 1 :],
                words[:at] + words[at + 1 : at + 2] + words[at : at + 1] + words[at + 2 :],
                words[:at] + draw.choice(PIECES) + words[at:],
            )
        )
    return words


def closed_list(draw: Random) -> str:
    """A list of closed days: a printed one with its lines shuffled, or random lines."""
    if draw.randrange(3) == 0:
        lines = draw.choice(PRINTED)["text"].split("\n")
        draw.shuffle(lines)
        return "\n".join(lines[: draw.randrange(1, 12)])
    return "\n".join(_closed_line(draw) for _ in range(draw.randrange(1, 6)))


def _closed_line(draw: Random) -> str:
    form = draw.choice(FORMS)
    start = near_day(draw)
    span = (
        f"{form(start)} {draw.choice(('to', '-', '–', 'thru'))} {form(start + timedelta(days=draw.randrange(-2, 20)))}"
    )
    name = draw.choice(
        ("Winter break", "Labor Day", "", "Early release", "No school", text(draw), draw.choice(INJECTED))
    )
    return draw.choice((f"{name}: {span}", f"{span} {name}", f"{form(start)} {name}", near_miss(draw), text(draw)))


def message(draw: Random) -> dict[str, Any]:
    """A page's message with up to four invalid answers; sometimes only a request to read a date."""
    made = json.loads(draw.choice(_packed_messages()))
    made["state"] = draw.choice(states())
    for _ in range(draw.randrange(5)):
        change(draw, made["inputs"])
    if draw.randrange(20) == 0:
        made["dates"] = [name for name in made["inputs"] if isinstance(name, str)][:3]
    return made


@cache
def states() -> tuple[str, ...]:
    """The codes of all states, cached because ``known_states`` reads a folder."""
    return tuple(known_states())


@cache
def _packed_messages() -> list[str]:
    """``right_messages`` as JSON, because parsing one is ten times as fast as ``deepcopy``."""
    return [json.dumps(one) for one in right_messages()]


@cache
def right_messages() -> list[dict[str, Any]]:
    """Valid messages for every calculator, among them one for each letter and each starting event."""
    made = [{"calculator": "letter", "inputs": {**letter_tool.samples()[name], "letter": name}} for name in letters()]
    made += [{"calculator": "sent", "inputs": {"letter": name, "day": "3/2/2026", "arrives": ""}} for name in letters()]
    made += [
        {"calculator": "case", "inputs": {**_written(case.events), "closed": "\n".join(case.closed), "nickname": "Ana"}}
        for case in CASES[::7]
    ]
    made += [
        {
            "calculator": "case",
            "inputs": {
                "as_of": "11/27/2026",
                "log": LOG,
                "days_out": REMOVAL,
                "notes": NOTES,
                "whose": {"id": "2", "name": "Fox"},
            },
        }
    ]
    made += [
        {
            "calculator": "deadlines",
            "inputs": {"event": one.id, "date": "3/2/2026", "closed": "", "first_day": "8/3/2026"},
        }
        for one in load("MS").starting_events()
    ]
    made += [{"calculator": "service_log", "inputs": written(case["log"])} for case in HAND_COUNTED]
    made += [
        {"calculator": name, "inputs": {**inputs, "want": "csv"}}
        for name, inputs in (
            ("service_log", {"as_of": "11/27/2026", **LOG}),
            ("notes", {"entries": NOTES, "as_of": "2026-11-27"}),
        )
    ]
    made += [{"calculator": "notes", "inputs": {"entries": NOTES, "as_of": "2026-11-27"}}]
    made += [{"calculator": "days_out", "inputs": {**REMOVAL, "decided": "9/9/2026", "closed": ""}}]
    made += [{"calculator": "paths", "inputs": {"as_of": "11/27/2026"}}]
    made += [{"calculator": "case_file", "inputs": {"kept": json.dumps(_case_file())}}]
    return [{**one, "made": "2026-11-27T06:11:38.512Z"} for one in made]


@cache
def _case_file() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "case-file.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["file"]


def _written(events: Any) -> dict[str, str]:
    return {event: happened.isoformat() for event, happened in events.items()}


def change(draw: Random, inputs: Any) -> None:
    """Introduce one fault into answers: a changed, missing or unexpected value."""
    if isinstance(inputs.get("kept"), str) if isinstance(inputs, dict) else False:
        kept = json.loads(inputs["kept"])
        change(draw, kept)
        inputs["kept"] = json.dumps(kept)
        return
    names = list(inputs) if isinstance(inputs, dict) else list(range(len(inputs)))
    names = [name for name in names if name not in OF_THE_PAGE]
    if not names or draw.randrange(12) == 0:
        if isinstance(inputs, dict):
            inputs[
                draw.choice(
                    ("day", "date", "as_of", "closed", "facts.0.day", "sent.0.received", "x", "", "events", "id")
                )
            ] = value(draw)
        else:
            inputs.append(value(draw))
        return
    name = draw.choice(names)
    if isinstance(inputs[name], dict | list) and draw.randrange(4):
        change(draw, inputs[name])
    elif draw.randrange(6) == 0:
        del inputs[name]
    else:
        inputs[name] = value(draw)


def value(draw: Random) -> Any:
    """One answer, valid or invalid."""
    kind = draw.randrange(8)
    if kind < 2:
        return near_miss(draw)
    if kind < 4:
        return draw.choice(INJECTED)
    if kind == 4:
        return deepcopy(draw.choice(ODD_VALUES))
    if kind == 5:
        return "long " * draw.randrange(6000) if draw.randrange(50) == 0 else closed_list(draw)
    return text(draw)


def copy(draw: Random) -> str:
    """A backup file, valid or with faults in its content or encoding."""
    store = json.loads(draw.choice(STORES).read_text(encoding="utf-8"))
    whole = {"copy_of": "paper-trail", "format": 1, **store, "notes": {"paper-trail.state": "mississippi"}}
    for _ in range(draw.randrange(4)):
        change(draw, whole)
    words = json.dumps(whole, ensure_ascii=bool(draw.randrange(2)), indent=draw.choice((None, 1)))
    if draw.randrange(4) == 0:
        at = draw.randrange(len(words) + 1)
        words = draw.choice(
            (words[:at], words[:at] + text(draw) + words[at:], words[at:], words[:at] + words[at + 1 :])
        )
    return words
