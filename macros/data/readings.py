"""Compare the readings of each state's law: ``make readings``."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from macros.data.reading_model import Fact, Finding, Found, Reading
from macros.data.yaml_files import WrongData, validated
from macros.places import READINGS

#: What can cost a right if it is wrong, and the offices to ask: the minimum for a state to count as read.
CORE = (
    Fact.EVALUATION,
    Fact.DUE_PROCESS_LIMIT,
    Fact.HEARING_TIERS,
    Fact.COURT,
    Fact.COMPLAINT_OFFICE,
    Fact.DUE_PROCESS_OFFICE,
)


def load_readings(folder: Path = READINGS) -> dict[str, dict[str, Reading]]:
    """The readings by state and reader. Raises WrongData with a line per problem."""
    readings: dict[str, dict[str, Reading]] = {}
    wrong = []
    for path in sorted(folder.glob("*/*.yml")):
        try:
            reading = validated(Reading, path)
        except WrongData as problem:
            wrong.append(str(problem))
            continue
        if reading.state != path.parent.name:
            wrong.append(
                f"{path.parent.name}/{path.name}, state: it says {reading.state} and lies in {path.parent.name}"
            )
        readings.setdefault(path.parent.name, {})[path.stem] = reading
    if wrong:
        raise WrongData("\n".join(wrong))
    return readings


def clashes(readings: Collection[Reading]) -> list[Fact]:
    """Facts that readers found differently: settle from the text, or hold."""
    return [fact for fact in Fact if len({_number(one.facts.get(fact)) for one in readings} - {None}) > 1]


def missing(reading: Reading) -> list[Fact]:
    """The core facts not found or not looked for."""
    return [fact for fact in CORE if _is_missing(reading.facts.get(fact))]


def _is_missing(finding: Finding | None) -> bool:
    return finding is None or finding.confidence is Found.NOT_FOUND


def _number(finding: Finding | None) -> tuple[object, object] | None:
    """The finding if it is a number or yes/no; free texts with one meaning rarely match."""
    if finding is None or isinstance(finding.value, str | None):
        return None
    return finding.value, finding.unit


def report(readings: dict[str, dict[str, Reading]]) -> list[str]:
    """One line per state: readers, clashes, and core facts that nobody found."""
    lines = []
    for state, by_reader in readings.items():
        known = list(by_reader.values())
        found = sum(1 for finding in known[0].facts.values() if finding.confidence is not Found.NOT_FOUND)
        parts = [f"{state}: read by {len(known)}, {found} facts found"]
        if differ := clashes(known):
            parts.append(f"clash: {', '.join(differ)}")
        if lacking := sorted(set.intersection(*(set(missing(one)) for one in known))):
            parts.append(f"nobody found: {', '.join(lacking)}")
        lines.append("; ".join(parts))
    return lines


def main() -> int:
    """Print the report. Returns 0, or 1 after printing what is wrong."""
    try:
        print("\n".join(report(load_readings())))
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
