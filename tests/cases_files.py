"""Read the hand-counted cases: ``tests/cases/*.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Case:
    """One case: what happened, and the date that a person counted for each rule (None: a row without a date).

    ``no row`` where no such clock starts in the state.
    """

    name: str
    state: str
    events: dict[str, date]
    closed: list[str]
    expect: dict[str, date | str | None]
    count: str


CASES = [
    Case(
        f"{path.stem}: {entry['case']}",
        entry["state"],
        entry["events"],
        entry.get("closed", []),
        entry["expect"],
        entry["count"],
    )
    for path in sorted(FOLDER.glob("*.yml"))
    for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]
