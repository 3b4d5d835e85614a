"""Every clock that follows from what happened, with its standing on a day, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from calculators.counting.chain import deadlines
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.standing import Status, with_standing
from calculators.law import Law

#: Most urgent first.
ORDER = (Status.LATE, Status.SILENT, Status.NEXT, Status.UNSURE, Status.LATER, None, Status.PASSED)


def resolve(law: Law, happened: Iterable[tuple[str, date]], calendar: Calendar, as_of: date) -> list[Deadline]:
    """Every clock of the case with its standing, the most urgent first. Page, picture and file all come from here."""
    given = list(happened)
    return in_order(with_standing(deadlines(law, given, calendar), given, as_of))


def in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    """The rows with the most urgent first."""
    return sorted(
        rows,
        key=lambda row: ([str(s) for s in ORDER].index(str(row.status)), row.done is not None, row.day or date.max),
    )


def warnings(rows: Iterable[Deadline]) -> tuple[str, ...]:
    """What holds for several rows, said once."""
    rows = list(rows)
    said = []
    if any(row.range and not row.range.into_summer for row in rows):
        said.append(
            "Some limits depend on the days when school is closed, and we do not know all of them. So those dates can still "
            "move. Each says how."
        )
    if any(row.rule.publish != "ok" for row in rows):
        said.append("Some of this is not confirmed. It is marked. Ask the office named there before you rely on it.")
    return tuple(said)
