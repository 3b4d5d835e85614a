"""The benchmark case of twenty dates; runs unchanged in CPython and in the browser."""

import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.law import load
from calculators.message import ask
from calculators.reading.printed_calendars import read_closures
from calculators.tools import resolved

#: A dispute over two school years, in twenty dates.
HAPPENED = (
    ("last_evaluation", date(2023, 9, 12)),
    ("last_iep", date(2025, 9, 15)),
    ("evaluation_requested", date(2025, 9, 22)),
    ("violation", date(2025, 10, 6)),
    ("violation", date(2025, 11, 3)),
    ("records_requested", date(2025, 11, 10)),
    ("iep_meeting_requested", date(2025, 11, 12)),
    ("pwn_requested", date(2025, 12, 1)),
    ("pwn_received", date(2025, 12, 15)),
    ("evaluation_consent", date(2026, 1, 8)),
    ("state_complaint_received", date(2026, 1, 20)),
    ("meeting_scheduled", date(2026, 2, 10)),
    ("iep_meeting_held", date(2026, 2, 10)),
    ("disciplinary_removal_decided", date(2026, 2, 17)),
    ("expedited_complaint_received", date(2026, 2, 19)),
    ("due_process_complaint_received", date(2026, 3, 2)),
    ("sufficiency_challenge_received", date(2026, 3, 11)),
    ("resolution_meeting_held", date(2026, 3, 16)),
    ("no_agreement_possible", date(2026, 3, 20)),
    ("due_process_hearing", date(2026, 4, 27)),
)
CLOSED = """Fall break: 10/13/2025 to 10/14/2025
Thanksgiving: 11/24/2025 to 11/28/2025
Winter break: 12/22/2025 to 1/5/2026
Spring break: 3/9/2026 to 3/13/2026
Summer: 5/29/2026 to 8/5/2026"""
AS_OF = date(2026, 3, 10)


def measure(runs: int) -> dict[str, Any]:
    """Milliseconds (best, median) for the dates, the whole answer, and 20 plain additions."""
    law = load("MS")
    typed: dict[str, str] = {}
    for event, day in HAPPENED:
        typed[event] = f"{typed[event]}\n{day.isoformat()}" if event in typed else day.isoformat()
    message = json.dumps(
        {"calculator": "case", "state": "MS", "inputs": {**typed, "closed": CLOSED, "as_of": AS_OF.isoformat()}}
    )

    def dates() -> list[Deadline]:
        return resolved.resolve(law, HAPPENED, Calendar(read_closures(CLOSED)), AS_OF)

    def whole_page() -> str:
        return ask(message)

    def additions() -> list[date]:
        return [day + timedelta(days=60) for _, day in HAPPENED]

    assert "problems" not in json.loads(whole_page())
    return {
        "dates_typed": len(HAPPENED),
        "rows_counted": len(dates()),
        "dates": _timed(dates, runs, 1),
        "whole_page": _timed(whole_page, runs, 1),
        "plain_additions": _timed(additions, runs, 1000),
    }


def _timed(work: Callable[[], object], runs: int, times: int) -> dict[str, float]:
    """Best and median milliseconds per call; ``times`` calls per reading, because the clock is coarse."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(times):
            work()
        taken.append((time.perf_counter() - start) * 1000 / times)
    return {"best": min(taken), "median": sorted(taken)[len(taken) // 2]}
