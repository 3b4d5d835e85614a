"""A service log of 2,000 sessions and 200 notes that ``make bench`` asks about, and how: this file runs as it is in CPython and in the browser's Python."""

import json
import time
from datetime import date, timedelta

from calculators.message import ask

SESSIONS, NOTES = 2000, 200
AS_OF = date(2026, 11, 20)
FIRST = date(2024, 8, 5)
#: What became of one session after the other.
BECAME = ("given", "given", "missed", "given", "short", "given", "absent", "given", "made_up", "unknown")
CLOSED = "Thanksgiving: 11/24/2025 to 11/28/2025\nWinter break: 12/22/2025 to 1/5/2026\nSummer: 5/29/2026 to 8/5/2026"
#: What is measured, in the words of a page.
OPENED, TAPPED, NOTED, TYPED = ASKED = (
    "The log of another child is opened",
    "A tap in the log",
    "A change in one of the notes",
    "A date is typed in My case, with log and notes kept",
)


def _weekdays(many: int) -> list[str]:
    """So many of the weekdays of the log, spread over all of it."""
    days = [day for n in range((AS_OF - FIRST).days) if (day := FIRST + timedelta(days=n)).weekday() < 5]
    return [days[number * len(days) // many].isoformat() for number in range(many)]


def _log(child: int, run: int) -> dict[str, object]:
    """Five services and two school years and more of a child, after the tap number ``run``."""
    names = ("Speech therapy", "Occupational therapy", "Reading", "Counseling", "Aide")
    services = [
        {
            "id": str(number),
            "name": name,
            "minutes": "30",
            "times": "4",
            "per": "week",
            "from": FIRST.isoformat(),
            "to": "",
        }
        for number, name in enumerate(names)
    ]
    sessions = [
        {
            "id": f"{child}-{number}",
            "service": str(number % len(names)),
            "day": day,
            "status": BECAME[number * 7 % len(BECAME)],
            "minutes": "20",
            "makes_up": "",
            "source": "noted",
        }
        for number, day in enumerate(_weekdays(SESSIONS))
    ]
    sessions[-1]["status"] = BECAME[run % len(BECAME)]
    return {"services": services, "sessions": sessions, "closed": CLOSED}


def _notes(run: int) -> list[dict[str, str]]:
    """Notes of which every second has a promise, and every tenth one that nobody kept yet."""
    return [
        {
            "id": str(number),
            "day": day,
            "who": f"Ms. {'ABCDEFG'[number % 7]}., teacher",
            "how": ("call", "door", "meeting", "email")[number % 4],
            "said": f"They talked about reading, for the {number + run}th time.",
            "asked": "The plan, on paper." if number % 3 == 0 else "",
            "promised": "A plan by e-mail." if number % 2 == 0 else "",
            "by": "",
            "answered": "" if number % 10 == 0 or number % 6 in (1, 5) else day,
            "source": "",
            "entered": day,
            "changed": "",
        }
        for number, day in enumerate(_weekdays(NOTES))
    ]


def message(asked: str, run: int) -> str:
    """What a page asks, one of ``ASKED``; with another ``run`` it is what a next tap or key asks."""
    as_of = AS_OF.isoformat()
    given: dict[str, object]
    if asked == NOTED:
        calculator, given = "notes", {"as_of": as_of, "entries": _notes(run)}
    elif asked == TYPED:
        typed = (FIRST + timedelta(days=run)).isoformat()
        calculator, given = "case", {"evaluation_requested": typed, "log": _log(0, 0), "notes": _notes(0)}
    else:
        calculator, given = "service_log", {"as_of": as_of, **(_log(run, 0) if asked == OPENED else _log(0, run))}
    return json.dumps({"calculator": calculator, "state": "MS", "inputs": given})


def measure(runs: int) -> dict[str, dict[str, float]]:
    """Milliseconds for each of ``ASKED``, best and median of ``runs``: from what the page asks to all that it shows."""
    found = {}
    for asked in ASKED:
        taken = []
        ask(message(asked, runs))
        for run in range(runs):
            words = message(asked, run)
            start = time.perf_counter()
            answered = ask(words)
            taken.append((time.perf_counter() - start) * 1000)
            assert "problems" not in json.loads(answered), answered
        found[asked] = {"best": min(taken), "median": sorted(taken)[len(taken) // 2]}
    return found
