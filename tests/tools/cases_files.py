"""Load the hand-counted cases: ``tests/cases/*.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from macros.data.yaml_files import read_yaml

FOLDER = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Case:
    """One case: the events, and the date counted by hand for each rule (None: a row without a date).

    ``no row`` if the state has no such clock. ``firm``: the rules whose date is final once the closed days are confirmed as
    ``whole`` for these periods; all others that depend on the school calendar are the earliest possible. ``latest``: the last
    possible day, if there is one.
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
    for entry in read_yaml(path.read_text(encoding="utf-8"))
]
