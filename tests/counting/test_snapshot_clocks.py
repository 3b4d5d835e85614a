"""The due dates of two school years and the holidays match their snapshots."""

from datetime import date

import pytest

from calculators.law import known_states, load
from tests.tools import snapshot_clocks as snapshot


@pytest.fixture(scope="module")
def clocks():
    return snapshot.clocks()


@pytest.mark.parametrize("state", known_states())
def test_every_clock_answers_what_it_answered(state, clocks):
    lines = snapshot.difference(snapshot.read_table(snapshot.CLOCKS / f"{state}.csv"), clocks[state])
    assert not lines, f"Dates of {state} changed (rule, start):\n{snapshot.told(lines)}"


@pytest.mark.parametrize("state", known_states())
def test_the_holidays_are_the_ones_that_were_there(state):
    assert load("US").holidays.keys() <= load(state).holidays.keys()
    kept = snapshot.read_table(snapshot.HOLIDAYS / f"{state}.csv")
    lines = snapshot.difference(kept, snapshot.holidays().get(state, {}))
    assert not lines, f"Holidays of {state} changed (name, day):\n{snapshot.told(lines)}"


def test_nothing_is_left_of_a_state_that_is_gone():
    kept = {path.stem for path in (*snapshot.CLOCKS.glob("*.csv"), *snapshot.HOLIDAYS.glob("*.csv"))}
    assert "US" in kept
    assert kept <= set(known_states())


@pytest.mark.parametrize("state", known_states())
def test_every_clock_with_a_number_is_kept_or_the_same_as_the_federal_one(state, clocks):
    numbered = {rule.id for rule in load(state).rules.values() if rule.clock and rule.clock.value}
    assert numbered <= {*clocks[state], *clocks["US"]}
    assert all(len(column) == 730 for column in clocks[state].values())


def test_one_day_more_in_a_rule_shows_as_dates(clocks):
    kept = clocks["US"]
    due = {start: date.fromisoformat(day) for start, day in kept["due_process_response"].items()}
    longer = {start: date.fromordinal(day.toordinal() + 1).isoformat() for start, day in due.items()}
    lines = snapshot.difference(kept, {**kept, "due_process_response": longer})
    assert lines[0] == "due_process_response, 2025-07-01: was 2025-07-11, is 2025-07-12"
    said = snapshot.told(lines).splitlines()
    assert (len(lines), len(said)) == (730, snapshot.LINES_SHOWN + 2)
    assert said[snapshot.LINES_SHOWN] == "and 710 more"


def test_a_rule_that_is_gone_or_new_shows_too(clocks):
    kept = clocks["AZ"]
    fewer = {rule: column for rule, column in kept.items() if rule != "eval_request_response"}
    assert "was 2025-07" not in snapshot.told(snapshot.difference(fewer, kept))
    gone = snapshot.difference(kept, fewer)
    assert gone
    assert all(line.startswith("eval_request_response, ") and line.endswith("is no date") for line in gone)
