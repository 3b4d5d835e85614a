"""Every clock of a case with its status on a given day, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from calculators.counting.chain import deadlines
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.standing import Status, with_standing
from calculators.inputs import today
from calculators.law import Law
from calculators.words import long_date

#: Most urgent first.
ORDER = (Status.LATE, Status.SILENT, Status.NEXT, Status.UNSURE, Status.LATER, None, Status.PASSED)

#: Tolerance: somewhere it is still yesterday, and the day on which the law was read may lie a day ahead.
ELSEWHERE = timedelta(days=2)


def resolve(law: Law, happened: Iterable[tuple[str, date]], calendar: Calendar, as_of: date) -> list[Deadline]:
    """Every clock of the case with its status, most urgent first.

    Shared by page, picture and calendar file.
    """
    given = list(happened)
    return in_order(with_standing(deadlines(law, given, calendar), given, as_of))


def in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    """The rows, most urgent first."""
    return sorted(
        rows,
        key=lambda row: ([str(s) for s in ORDER].index(str(row.status)), row.done is not None, row.day or date.max),
    )


def warnings(rows: Iterable[Deadline]) -> tuple[str, ...]:
    """Cautions that apply to several rows, each once."""
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


def wrong_clock(law: Law) -> tuple[str, ...]:
    """A warning if the device's clock shows a date before this law was read."""
    day, read = today(), max(rule.checked for rule in law.rules.values())
    if day >= read - ELSEWHERE:
        return ()
    return (
        f"This phone says that today is {long_date(day)}. We read the law after that, on {long_date(read)}. So the phone's "
        "clock is wrong, and so is what stands here as passed or as next. Set the day on the phone, then count again.",
    )
