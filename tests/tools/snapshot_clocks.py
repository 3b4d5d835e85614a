"""Snapshots of every clock's due date for every start date of two school years, and of the holidays.

``python -m tests.tools.snapshot_clocks`` rewrites ``tests/data/clocks/*.csv`` and ``tests/data/holidays/*.csv``: run it after an
intended change of the law, and review the diff of dates. The federal set has every clock; a state's file has only those that
differ, and does not exist if none does. The same goes for holidays.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from calculators.counting.chain import deadlines
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.law import Event, Law, Rule, known_states, load
from calculators.reading.printed_calendars import read_closures

FOLDER = Path(__file__).parents[1] / "data"
CLOCKS, HOLIDAYS = FOLDER / "clocks", FOLDER / "holidays"
FIRST, LAST = date(2025, 7, 1), date(2027, 6, 30)
#: A made-up school calendar, as a parent would paste it. Limits in school days are recorded with and without it.
SCHOOL_CALENDAR = """
Summer: 5/30/2025 to 8/6/2025
Labor Day: 9/1/2025
Fall break: 10/13/2025 to 10/14/2025
Thanksgiving: 11/24/2025 to 11/28/2025
Winter break: 12/22/2025 to 1/5/2026
Spring break: 3/9/2026 to 3/13/2026
Good Friday: 4/3/2026
Summer: 5/29/2026 to 8/5/2026
Labor Day: 9/7/2026
Fall break: 10/12/2026 to 10/13/2026
Thanksgiving: 11/23/2026 to 11/27/2026
Winter break: 12/21/2026 to 1/4/2027
Spring break: 3/8/2027 to 3/12/2027
Good Friday: 3/26/2027
Summer: 5/28/2027 to 8/4/2027
"""
#: After the name of a day that may be a holiday.
MAY_BE = " (may be)"
WITH_CALENDAR = " with a school calendar"
LINES_SHOWN = 20

#: By column, then by row (a start date, or a day), the cell's text.
Table = dict[str, dict[str, str]]


@cache
def clocks(state: str) -> Table:
    """Each of a state's clocks' due date by start date; a clock without any date in the federal set has no column."""
    if state == "US":
        return {rule: column for rule, column in _federal_clocks().items() if any(column.values())}
    return {rule: column for rule, column in _clocks_of(load(state)).items() if column != _federal_clocks().get(rule)}


@cache
def _federal_clocks() -> Table:
    return _clocks_of(load("US"))


def _marked(law: Law) -> dict[str, str]:
    return {day: f"{name}{MAY_BE}" if day in law.days_in_doubt else name for day, name in sorted(law.holidays.items())}


@cache
def holidays() -> dict[str, Table]:
    """Each state's public holidays by day, those in doubt with a mark; for a state only what differs from the federal set.

    Where the state's own list was read, its days beside the federal holidays.
    """
    federal = _marked(load("US"))
    sure = {day: name for day, name in federal.items() if not name.endswith(MAY_BE)}
    own = {}
    for state in known_states():
        days = _marked(load(state))
        base = federal if federal.items() <= days.items() else sure
        own[state] = {day: name for day, name in days.items() if base.get(day) != name}
    return {
        state: {"name": dict(federal) if state == "US" else days}
        for state, days in own.items()
        if days or state == "US"
    }


def difference(was: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[str]:
    """One line per differing value: column, row, old, new."""
    columns = list(dict.fromkeys([*was, *now]))
    return [
        f"{column}, {row}: was {old or 'no date'}, is {new or 'no date'}"
        for column in columns
        for row in sorted({*was.get(column, {}), *now.get(column, {})})
        if (old := was.get(column, {}).get(row, "")) != (new := now.get(column, {}).get(row, ""))
    ]


def told(lines: list[str]) -> str:
    """A message with the first lines of a difference, the number of further ones, and what to do."""
    more = [f"and {len(lines) - LINES_SHOWN} more"] if len(lines) > LINES_SHOWN else []
    accept = "If the change is meant, run python -m tests.tools.snapshot_clocks and commit the new dates."
    return "\n".join([*lines[:LINES_SHOWN], *more, accept])


def read_table(path: Path) -> Table:
    """A stored table; empty if there is none."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        key, *columns = next(csv.reader([file.readline()]))
        rows = list(csv.DictReader(file, [key, *columns]))
    return {column: {row[key]: row[column] for row in rows} for column in columns}


def write_table(path: Path, key: str, table: Table) -> None:
    """Store a table as CSV: one line per row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([key, *table])
    for row in next(iter(table.values())):
        writer.writerow([row, *(column[row] for column in table.values())])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")


def _clocks_of(law: Law) -> Table:
    calendar = Calendar(read_closures(SCHOOL_CALENDAR))
    law = _alone(law)
    table: Table = {}
    for event in law.starting_events():
        own = law if law.code == "US" else _without_federal(law, event)
        if not any(rule.clock for rule in _started_by(own, event)):
            continue
        for start in _each_day():
            rows = [("", row) for row in _started(own, event.id, start, Calendar())]
            if any(row.clock.by_school_calendar for _, row in rows):
                again = _started(own, event.id, start, calendar)
                rows += [(WITH_CALENDAR, row) for row in again if row.clock.by_school_calendar]
            for suffix, row in rows:
                column = table.setdefault(row.rule.id + suffix, {})
                due = row.due.isoformat() if row.due else ""
                assert column.setdefault(start.isoformat(), due) == due, "two events, two dates"
    return {rule: table[rule] for rule in sorted(table)}


def _without_federal(law: Law, event: Event) -> Law:
    """The law without the federal clocks of an event that do not depend on this state: they have the federal dates."""
    federal = load("US")
    if event != federal.events.get(event.id):
        return law
    theirs = {rule.id: rule for rule in _started_by(federal, event)}
    same = {
        rule.id
        for rule in _started_by(law, event)
        if rule.id in theirs
        and (rule.clock, rule.together_with) == (theirs[rule.id].clock, theirs[rule.id].together_with)
        and (law.holidays == federal.holidays or "business_days" not in repr(rule.clock))
    }
    return replace(law, rules={rule_id: rule for rule_id, rule in law.rules.items() if rule_id not in same})


def _started_by(law: Law, event: Event) -> list[Rule]:
    return [*law.started_by(event.id), *law.started_by(event.stands_for or "")]


def _alone(law: Law) -> Law:
    """The law without events that follow from a deadline: their clocks have columns of their own, so are not counted twice."""
    return replace(law, events={key: replace(event, projected_by=None) for key, event in law.events.items()})


def _started(law: Law, event: str, start: date, closed: Calendar) -> list[Deadline]:
    """What one event starts by itself."""
    rows = deadlines(law, [(event, start)], closed)
    assert not any(row.projected for row in rows)
    return rows


def _each_day() -> Iterable[date]:
    return (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))


def main() -> None:
    """Rewrite all tables, and print what changed."""
    tables = {CLOCKS / f"{state}.csv": ("start", clocks(state)) for state in known_states()}
    tables |= {HOLIDAYS / f"{state}.csv": ("day", table) for state, table in holidays().items()}
    for path, (key, table) in tables.items():
        lines = difference(read_table(path), table)
        if lines:
            write_table(path, key, table)
        print(f"{path.relative_to(FOLDER.parent.parent)}: {len(lines)} dates changed")


if __name__ == "__main__":
    main()
