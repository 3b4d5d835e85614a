"""Each clock's due dates over two school years, and the holidays, match their snapshots (tests/data)."""

from datetime import date

import pytest

from calculators.law import known_states, load
from tests.tools import snapshot_clocks as snapshot


@pytest.mark.by_state
@pytest.mark.parametrize("state", known_states())
def test_every_clock_with_a_number_matches_its_snapshot(state):
    lines = snapshot.difference(snapshot.read_table(snapshot.CLOCKS / f"{state}.csv"), snapshot.clocks(state))
    assert not lines, f"Dates of {state} changed (rule, start):\n{snapshot.told(lines)}"
    numbered = {rule.id for rule in load(state).rules.values() if rule.clock and rule.clock.value}
    assert numbered <= {*snapshot.clocks(state), *snapshot.clocks("US")}, "or it equals the federal one"
    assert all(len(column) == 730 for column in snapshot.clocks(state).values())


@pytest.mark.parametrize("state", known_states())
def test_the_holidays_match_their_snapshot(state):
    federal = load("US")
    assert federal.holidays.keys() - federal.days_in_doubt.keys() <= load(state).holidays.keys()
    kept = snapshot.read_table(snapshot.HOLIDAYS / f"{state}.csv")
    lines = snapshot.difference(kept, snapshot.holidays().get(state, {}))
    assert not lines, f"Holidays of {state} changed (name, day):\n{snapshot.told(lines)}"


def test_removed_states_have_no_snapshots():
    kept = {path.stem for path in (*snapshot.CLOCKS.glob("*.csv"), *snapshot.HOLIDAYS.glob("*.csv"))}
    assert "US" in kept
    assert kept <= set(known_states())


def test_a_longer_limit_is_reported_by_its_dates():
    kept = snapshot.clocks("US")
    due = {start: date.fromisoformat(day) for start, day in kept["due_process_response"].items()}
    longer = {start: date.fromordinal(day.toordinal() + 1).isoformat() for start, day in due.items()}
    lines = snapshot.difference(kept, {**kept, "due_process_response": longer})
    assert lines[0] == "due_process_response, 2025-07-01: was 2025-07-11, is 2025-07-12"
    said = snapshot.told(lines).splitlines()
    assert (len(lines), len(said)) == (730, snapshot.LINES_SHOWN + 2)
    assert said[snapshot.LINES_SHOWN] == "and 710 more"


def test_removed_and_new_rules_are_reported():
    kept = snapshot.clocks("AZ")
    fewer = {rule: column for rule, column in kept.items() if rule != "eval_request_response"}
    assert "was 2025-07" not in snapshot.told(snapshot.difference(fewer, kept))
    gone = snapshot.difference(kept, fewer)
    assert gone
    assert all(line.startswith("eval_request_response, ") and line.endswith("is no date") for line in gone)
