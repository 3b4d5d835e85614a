"""What was read in the law of each state, and where two readers do not agree: ``make readings``."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from macros.data.reading_model import Fact, Finding, Found, Reading
from macros.data.state_files import WrongData, validated
from macros.places import READINGS

#: What can cost a right if it is wrong, and the offices to ask: a state is not read before these are.
CORE = (
    Fact.EVALUATION,
    Fact.DUE_PROCESS_LIMIT,
    Fact.HEARING_TIERS,
    Fact.COURT,
    Fact.COMPLAINT_OFFICE,
    Fact.DUE_PROCESS_OFFICE,
)


def load_readings(folder: Path = READINGS) -> dict[str, dict[str, Reading]]:
    """The readings of each state, by state and reader. Raises WrongData with a line for each thing that is wrong."""
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
    """The facts that two readers or more found, and not all alike: to be settled on the text, or held."""
    return [fact for fact in Fact if len({_number(one.facts.get(fact)) for one in readings} - {None}) > 1]


def missing(reading: Reading) -> list[Fact]:
    """The core facts that were not found, or not looked for."""
    return [fact for fact in CORE if _is_missing(reading.facts.get(fact))]


def _is_missing(finding: Finding | None) -> bool:
    return finding is None or finding.confidence is Found.NOT_FOUND


def _number(finding: Finding | None) -> tuple[object, object] | None:
    """What was counted, if it was a number, or a yes or no: two texts that say the same are rarely the same."""
    if finding is None or isinstance(finding.value, str | None):
        return None
    return finding.value, finding.unit


def report(readings: dict[str, dict[str, Reading]]) -> list[str]:
    """A line for each state: who read it, where they clash, and which core facts nobody found."""
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
    """Print the report. Returns 0, or 1 after the lines that say what is wrong."""
    try:
        print("\n".join(report(load_readings())))
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
