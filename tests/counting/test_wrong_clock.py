"""If the phone's clock is before the day the law was checked, the answer warns and still counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calculators.inputs import today
from calculators.law import known_states, load
from calculators.tools import case, deadlines, resolved

GIVEN = {
    deadlines: {"event": "state_complaint_received", "date": "2026-03-02"},
    case: {"state_complaint_received": "2026-03-02"},
}


@pytest.mark.parametrize("tool", GIVEN, ids=lambda tool: tool.__name__.rpartition(".")[2])
def test_a_clock_before_the_law_was_checked_gives_a_warning_and_the_same_dates(tool, monkeypatch):
    law = load("MS")
    right = tool.answer(law, GIVEN[tool])
    monkeypatch.setattr(resolved, "today", lambda: date(2020, 1, 1))
    wrong = tool.answer(law, GIVEN[tool])
    assert wrong.warnings[0].startswith(
        "This phone says that today is Wednesday, January 1, 2020. We read the law after"
    )
    assert "Set the day on the phone, then count again." in wrong.warnings[0]
    assert wrong.warnings[1:] == right.warnings
    assert [row.due for row in wrong.rows] == [row.due for row in right.rows]


@pytest.mark.parametrize("state", known_states())
def test_a_right_clock_in_any_time_zone_gives_no_warning(state, monkeypatch):
    law = load(state)
    read = max(rule.checked for rule in law.rules.values())
    for day, is_said in ((read - timedelta(days=3), True), (read - timedelta(days=2), False), (today(), False)):
        monkeypatch.setattr(resolved, "today", lambda day=day: day)
        assert bool(resolved.wrong_clock(law)) == is_said, day
