"""How forms ask about events: groups, and the reading of days without a year."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.law import Event
from calculators.reading.written_dates import LAST

GROUPS = {
    "evaluation": "Evaluation",
    "iep": "IEP and meetings",
    "notice": "Notice from the school",
    "records": "Records",
    "state_complaint": "State complaint",
    "due_process": "Due process",
    "discipline": "Discipline",
    "section_504": "Section 504",
    "new_school": "A new school",
    "practice": "Good practice",
}


def in_groups(events: Iterable[Event]) -> list[Event]:
    """The events in the order of a form: group by group, otherwise unchanged."""
    order = list(GROUPS)
    return sorted(events, key=lambda event: order.index(event.group))


def without_year(event: Event | None) -> str:
    """How to read a day of this event without a year; see ``Input.without_year``."""
    return "" if event is None or event.ahead else LAST
