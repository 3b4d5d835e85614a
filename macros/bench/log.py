"""The benchmark log of 2,000 sessions and 200 notes.

Runs unchanged in CPython and in the browser.
"""

import json
import time
from datetime import date, timedelta

from calculators.message import ask
from calculators.warm_up import warm_up

SESSIONS, NOTES = 2000, 200
AS_OF = date(2026, 11, 20)
FIRST = date(2024, 8, 5)
#: The statuses of successive sessions, repeated.
BECAME = ("given", "given", "missed", "given", "short", "given", "absent", "given", "made_up", "unknown")
CLOSED = "Thanksgiving: 11/24/2025 to 11/28/2025\nWinter break: 12/22/2025 to 1/5/2026\nSummer: 5/29/2026 to 8/5/2026"
#: What is measured, as named on the page.
OPENED, TAPPED, NOTED, TYPED = ASKED = (
    "The log of another child is opened",
    "A tap in the log",
    "A change in one of the notes",
    "A date is typed in My case, with log and notes kept",
)


def _weekdays(many: int) -> list[str]:
    """This many weekdays, spread over the period of the log."""
    days = [day for n in range((AS_OF - FIRST).days) if (day := FIRST + timedelta(days=n)).weekday() < 5]
    return [days[number * len(days) // many].isoformat() for number in range(many)]


def _log(child: int, run: int) -> dict[str, object]:
    """Five services and more than two school years of a child, after tap number ``run``."""
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
        [f"{child}-{number}", str(number % len(names)), day, BECAME[number * 7 % len(BECAME)], "20", "", "noted"]
        for number, day in enumerate(_weekdays(SESSIONS))
    ]
    sessions[-1][3] = BECAME[run % len(BECAME)]
    return {"services": services, "sessions": sessions, "closed": CLOSED}


def _notes(run: int) -> list[dict[str, str]]:
    """Notes, every second one with a promise, every tenth with one not kept yet."""
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
    """The message for one of ``ASKED``; each ``run`` is the next tap or keystroke."""
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
    """Best and median milliseconds of ``runs`` for each of ``ASKED``, from message to answer."""
    warm_up("MS", "case notes service_log")
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
