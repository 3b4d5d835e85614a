"""Read the hand-counted cases: ``tests/cases/*.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """One case: what happened, and the date that a person counted for each rule (None: a row without a date).

    ``no row`` where no such clock starts in the state. ``firm``: the rules whose date is one to go by, after the closed
    days are said to be ``whole`` for these stretches; all others by the school's calendar are the earliest that is
    possible. ``latest``: the last possible day, where there is one.
    """

    name: str
    state: str
    events: dict[str, date]
    closed: list[str]
    expect: dict[str, date | str | None]
    count: str
    school_years: list[str]
    whole: list[str]
    firm: list[str]
    latest: dict[str, date]


CASES = [
    Case(
        f"{path.stem}: {entry['case']}",
        entry["state"],
        entry["events"],
        entry.get("closed", []),
        entry["expect"],
        entry["count"],
        entry.get("school_years", []),
        entry.get("whole", []),
        entry.get("firm", []),
        entry.get("latest", {}),
    )
    for path in sorted(FOLDER.glob("*.yml"))
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]
