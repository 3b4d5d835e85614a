"""The calculators give the dates of the hand-counted cases (``tests/cases``) and of the law's worked examples."""

from collections.abc import Sequence
from datetime import date

import pytest

from calculators.counting.chain import deadlines
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.school_year import SchoolYear
from calculators.law import load
from calculators.reading.printed_calendars import read_closures
from macros.data.law_files import load_law
from macros.data.state_rules import in_state
from tests.tools.cases_files import CASES, Case

LAW = load_law()


@pytest.mark.parametrize("state", sorted({case.state for case in CASES}))
def test_hand_counted_cases(state: str):
    for case in CASES:
        if case.state == state:
            _is_as_counted(case)


def _is_as_counted(case: Case) -> None:
    rows = {row.rule.id: row for row in _rows(case.state, case.events, case.closed, case.school_years, case.whole)}
    found = {rule: rows[rule].due if rule in rows else "no row" for rule in case.expect}
    assert found == case.expect, f"{case.name}: {case.count}"
    movable = [row for row in rows.values() if row.clock.by_school_calendar and row.rule.id in case.expect]
    assert [row.rule.id for row in movable if not row.range] == case.firm, case.name
    latest = {row.rule.id: row.range.latest for row in movable if row.range and row.range.latest}
    assert latest == case.latest, case.name


@pytest.mark.parametrize("state", LAW.jurisdictions)
def test_worked_examples_of_the_law(state):
    examples = [(rule_id, example) for rule_id, rule in in_state(LAW, state).items() for example in rule.examples]
    found = [
        (rule_id, _due(state, example.given, example.closed)[rule_id], example.count) for rule_id, example in examples
    ]
    assert found == [(rule_id, example.expect, example.count) for rule_id, example in examples]
    assert examples


def test_every_clock_of_every_state_has_a_hand_counted_case():
    """Exempt are clocks identical to the federal one, whose case is federal, and limits without a number."""
    shown = {(case.state, rule) for case in CASES for rule in case.expect}
    federal = {rule.id: rule.clock for rule in load("US").rules.values()}
    clocks = {
        (state, rule.id)
        for state in LAW.jurisdictions
        for rule in load(state).rules.values()
        if rule.clock and (state == "US" or (rule.clock.value and rule.clock != federal.get(rule.id)))
    }
    assert clocks - shown == set()


def _due(state: str, events: dict[str, date], closed: list[str]) -> dict[str, date | None]:
    return {row.rule.id: row.due for row in _rows(state, events, closed)}


def _rows(
    state: str, events: dict[str, date], closed: list[str], school_years: Sequence[str] = (), whole: Sequence[str] = ()
) -> list[Deadline]:
    calendar = Calendar(
        tuple(closure for text in closed for closure in read_closures(text)),
        years=tuple(SchoolYear(first, last) for first, last in map(_ends, school_years)),
        whole=tuple(_ends(stretch) for stretch in whole),
    )
    return deadlines(load(state), events.items(), calendar)


def _ends(text: str) -> tuple[date | None, date | None]:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None
