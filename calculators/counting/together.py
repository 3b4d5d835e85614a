"""Join limits that two laws set on one request: one card, the earlier date first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from calculators.counting.clocks import Deadline
from calculators.counting.standing import with_next


def together(rows: Iterable[Deadline]) -> list[Deadline]:
    """The rows in order, with those that the law puts together joined into one."""
    groups: dict[tuple[str, str, int], list[Deadline]] = {}
    for row in rows:
        groups.setdefault((name(row), row.trigger.id, row.trigger_date.toordinal()), []).append(row)
    return with_next([_one(group) for group in groups.values()])


def name(row: Deadline) -> str:
    """The id of the rule that names the joined step, whichever is due first."""
    return row.rule.together_with or row.rule.id


def _one(group: list[Deadline]) -> Deadline:
    if len(group) == 1:
        return group[0]
    first, *others = sorted(group, key=lambda row: (row.day or date.max, row.rule.id != name(row)))
    return replace(first, joined=tuple(others))
