"""The service log of 2,000 sessions that ``make bench`` counts, and how: this file runs as it is in CPython and in the browser's Python."""

import json
import time
from datetime import date, timedelta

from calculators.message import ask

SESSIONS = 2000
AS_OF = date(2026, 11, 20)
FIRST = date(2024, 8, 5)
#: What became of one session after the other.
BECAME = ("given", "given", "missed", "given", "short", "given", "absent", "given", "made_up", "unknown")
CLOSED = "Thanksgiving: 11/24/2025 to 11/28/2025\nWinter break: 12/22/2025 to 1/5/2026\nSummer: 5/29/2026 to 8/5/2026"


def message(runs: int) -> str:
    """The whole log as the page asks about it, after the tap number ``runs``: five services and two school years and more."""
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
    weekdays = [day for n in range((AS_OF - FIRST).days) if (day := FIRST + timedelta(days=n)).weekday() < 5]
    sessions = [
        {
            "id": f"e{number}",
            "service": str(number % len(names)),
            "day": weekdays[number * len(weekdays) // SESSIONS].isoformat(),
            "status": BECAME[number * 7 % len(BECAME)],
            "minutes": "20",
            "makes_up": "",
            "source": "noted",
        }
        for number in range(SESSIONS)
    ]
    sessions[-1]["status"] = BECAME[runs % len(BECAME)]
    given = {"services": services, "sessions": sessions, "closed": CLOSED, "as_of": AS_OF.isoformat()}
    return json.dumps({"calculator": "service_log", "state": "MS", "inputs": given})


def measure(runs: int) -> dict[str, float]:
    """Milliseconds, best and median of ``runs``, each after another tap: from what the page asks to all that it shows."""
    taken = []
    for run in range(runs):
        asked = message(run)
        start = time.perf_counter()
        answered = ask(asked)
        taken.append((time.perf_counter() - start) * 1000)
        assert "problems" not in json.loads(answered)
    return {"best": min(taken), "median": sorted(taken)[len(taken) // 2]}
