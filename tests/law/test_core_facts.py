"""The core facts of all states in one table: ``python -m calculators coverage``."""

import json

import pytest

from calculators.__main__ import main
from calculators.law import load
from macros.data.core_facts import FactRow
from macros.data.law_files import load_law
from macros.data.law_model import Publish, Rule
from macros.data.state_rules import in_state
from macros.places import DATA

LAW = load_law()
ROWS = json.loads((DATA / "core_facts.json").read_text(encoding="utf-8"))["rows"]
BY_FACT = {(row["state"], row["fact"]): row for row in ROWS}


def printed(capsys, *arguments):
    code = main(["coverage", *arguments])
    return code, capsys.readouterr()


def test_every_core_fact_of_every_jurisdiction_has_one_row_in_the_order_of_the_law():
    assert list(BY_FACT) == [(code, fact) for code in LAW.jurisdictions for fact in LAW.federal.core_facts]
    assert len(BY_FACT) == len(ROWS)
    assert all(list(row) == list(FactRow.__annotations__) for row in ROWS)


def test_a_fact_has_the_number_and_the_words_of_its_rule():
    evaluation = BY_FACT["AZ", "evaluation_request"]
    assert (evaluation["value"], evaluation["unit"], evaluation["publish"]) == (15, "school_days", "ok")
    assert evaluation["citation"] == "A.A.C. R7-2-401(E)(4)"
    assert BY_FACT["MS", "evaluation_request"]["rule"] == "met_decision"  # the state's own, in the federal rule's place
    assert (BY_FACT["MS", "hearing_tiers"]["value"], BY_FACT["MS", "hearing_tiers"]["unit"]) == (1, "tiers")
    assert BY_FACT["MS", "recording"]["value"] == "yes"
    assert BY_FACT["AZ", "last_age"]["value"] == 22
    assert BY_FACT["MS", "last_age"]["value"] == 21
    summer = BY_FACT["AZ", "esy"]
    assert (summer["rule"], summer["value"]) == ("extended_school_year_decision", 45)  # beside the rule of that role
    assert BY_FACT["MS", "esy"]["value"] == "yes"


def test_an_office_is_the_states_own_or_the_agency_for_an_office_of_the_agency():
    assert BY_FACT["AZ", "parent_center"]["value"].startswith("Encircle Families")
    assert BY_FACT["AZ", "complaint_office"]["rule"] == "sea"
    assert BY_FACT["US", "complaint_office"]["value"] is None


def test_a_fact_on_hold_has_no_value():
    held = 0
    for code in LAW.jurisdictions:
        rules = in_state(LAW, code)
        for row in (row for row in ROWS if row["state"] == code and row["rule"] in rules):
            rule: Rule = rules[row["rule"]]
            if rule.publish is Publish.HOLD:
                held += 1
                assert row["value"] is None
                assert row["publish"] == "hold"
    assert held  # court action in Mississippi


def test_a_rule_that_federal_law_does_not_have_is_not_found_there():
    assert BY_FACT["US", "restraint"]["confidence"] == "not_found"
    assert BY_FACT["US", "restraint"]["publish"] is None


def test_the_command_prints_the_table_the_rows_of_one_state_and_what_is_wrong(capsys):
    code, all_states = printed(capsys, "--json")
    assert (code, json.loads(all_states.out)) == (0, ROWS)
    code, one = printed(capsys, "--json", "--state", "ms")
    assert {row["state"] for row in json.loads(one.out)} == {"MS"}
    code, text = printed(capsys, "--state", "AZ")
    assert "AZ  court                verified-secondary 35 calendar days" in text.out
    assert len(text.out.splitlines()) == len(LAW.federal.core_facts)
    code, wrong = printed(capsys, "--state", "ZZ")
    assert code == 2
    assert "'ZZ' is not a state we have" in wrong.err


@pytest.mark.parametrize(
    ("state", "fact", "rule", "known", "counted"),
    [
        ("KY", "due_process_limit", "due_process_filing_limit", (3, "years"), (2, "years")),
        ("ND", "court", "civil_action", (90, "calendar_days"), (30, "calendar_days")),
        ("LA", "due_process_limit", "due_process_filing_limit", (1, "years"), (1, "years")),
    ],
)
def test_the_shorter_of_two_limits_is_counted_for_a_parent_and_the_fact_keeps_its_number(
    state, fact, rule, known, counted
):
    row, clock = BY_FACT[state, fact], load(state).rule(rule).clock
    assert (row["value"], row["unit"]) == known
    assert (clock.value, clock.unit) == counted
    assert clock.may_be.value > clock.value
