"""The law file: strict, complete, and silent about what is not confirmed."""

import json
import re
from pathlib import Path

import pytest
import yaml

from calculators import letter
from calculators.law import OnHold, known_states, load
from macros.data.law_model import Publish, in_state, law_schema
from macros.data.state_files import WrongData, check_forms, load_law, read_yaml, state_data
from macros.pages import cards
from macros.places import CHECKLISTS, LAW, LETTERS, SEARCH

FILE = load_law()
RESEARCH = Path(__file__).parents[1] / "data" / "research-ids.txt"
STATES = list(FILE.jurisdictions)
#: Each fact on hold. None at all would fail where the tests are collected.
HELD = [
    pytest.param(state, rule.id, id=f"{state}-{rule.id}")
    for state in STATES
    for rule in load(state).rules.values()
    if rule.publish == "hold"
]
OFFERED = [*FILE.contacts.values(), *FILE.forms.values()]


def broken(tmp_path, change):
    """The law file with one change, loaded; returns what the author is told."""
    content = yaml.safe_load(LAW.read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "law.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(WrongData) as told:
        load_law(path)
    return str(told.value)


def test_a_misspelled_field_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["state_complaint_decision"]["excpetions"] = []

    told = broken(tmp_path, change)
    assert "law.yml, rules.state_complaint_decision.excpetions" in told


def test_a_unit_that_does_not_exist_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["state_complaint_decision"]["clock"]["unit"] = "days"

    assert "rules.state_complaint_decision.clock.unit" in broken(tmp_path, change)


def test_a_source_that_is_not_in_the_file_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["stay_put"]["sources"] = ["nowhere"]

    assert "rules.stay_put.sources: source 'nowhere' is not in the file" in broken(tmp_path, change)


def test_a_clock_without_a_worked_example_fails(tmp_path):
    def change(law):
        law["rules"]["resolution_meeting"]["examples"] = []

    assert "rules.resolution_meeting in US: a clock needs at least one worked example" in broken(tmp_path, change)


def test_a_hold_with_a_number_in_its_text_fails(tmp_path):
    def change(law):
        law["rules"]["evaluation_pause_ms"]["rule"] = "It may be 30 days longer."

    assert "'hold' has a number in its text" in broken(tmp_path, change)


def test_a_caveat_without_a_note_fails(tmp_path):
    def change(law):
        del law["rules"]["recording_notice_ms"]["note"]

    assert "need a 'note'" in broken(tmp_path, change)


def test_a_form_that_nobody_could_find_fails(tmp_path):
    def change(law):
        del law["forms"]["ms_state_complaint"]["ask"]

    assert "give 'web', the address of the form, or 'ask'" in broken(tmp_path, change)


def test_a_form_for_a_letter_that_there_is_not_fails():
    with pytest.raises(WrongData, match=r"no such letter: .*az_mediation_request \(mediation_request\)"):
        check_forms(FILE, {"state_complaint"})


def test_the_same_key_twice_fails(tmp_path):
    path = tmp_path / "law.yml"
    path.write_text("checked: 2026-11-22\nchecked: 2026-11-23\n", encoding="utf-8")
    with pytest.raises(WrongData, match="'checked' stands here twice"):
        load_law(path)


def test_a_file_is_read_as_yaml_says():
    files = [LAW, CHECKLISTS, SEARCH, *LETTERS.glob("*.yml")]
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert read_yaml(text) == yaml.safe_load(text), path.name
    odd = "a: [1, 1.5, yes, null, 2026-11-22, '2026-11-22', &b {c: d}, *b]\n3: {}\n? x\n"
    assert read_yaml(odd) == yaml.safe_load(odd)


def test_every_researched_fact_is_carried_by_an_entry():
    entries = [*FILE.rules.values(), *(e for rule in FILE.rules.values() for e in rule.states.values())]
    carried = {name for entry in [*entries, *OFFERED] for name in entry.research}
    researched = {line for line in RESEARCH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    assert researched - carried == set()
    assert carried - researched == set()


def test_no_source_is_unused():
    entries = [*FILE.rules.values(), *(e for rule in FILE.rules.values() for e in rule.states.values())]
    used = {name for entry in [*entries, *OFFERED] for name in entry.sources}
    assert set(FILE.sources) - used == set()


@pytest.mark.parametrize("state", STATES)
def test_no_claimed_number_reaches_readers(state):
    data = state_data(FILE, state)
    assert '"claimed"' not in json.dumps(data)
    for rule_id, rule in in_state(FILE, state).items():
        shown = json.dumps(
            {key: value for key, value in data["rules"][rule_id].items() if key not in ("cites", "sources")}
        )
        published = rule.clock.value if rule.clock else None
        for claim in (claim for claim in rule.claimed if claim.value != published):
            assert not re.search(rf"\b{claim.value}[- ]({claim.unit.split('_')[0]}|day|hour|month|year)", shown), (
                rule_id
            )


@pytest.mark.parametrize(("state", "rule_id"), HELD)
def test_a_fact_on_hold_has_no_number_for_readers_and_says_whom_to_ask(state, rule_id):
    rule = load(state).rule(rule_id)
    assert rule.amount is None
    assert rule.clock is None or rule.clock.value is None
    assert rule.ask is not None
    assert rule.note


def test_mississippi_has_no_date_for_going_to_court_and_arizona_a_reported_one():
    assert load("MS").rule("civil_action").publish == "hold"
    assert load("AZ").rule("civil_action").publish == "caveat"
    assert load("US").rule("civil_action").publish == "ok"


@pytest.mark.parametrize(("state", "rule_id"), HELD)
def test_a_fact_on_hold_cannot_stand_in_a_letter(state, rule_id):
    law = letter.LawInLetters(load(state))
    assert not law.has(rule_id)
    with pytest.raises(OnHold):
        law.cite(rule_id)


def test_a_state_entry_says_that_it_overrides_or_adds():
    for rule in FILE.rules.values():
        assert (rule.jurisdiction == "US") == (rule.relation == "baseline")
        assert all(entry.relation in ("same", "overrides", "replaced") for entry in rule.states.values())


def test_a_state_lays_its_changes_over_the_federal_rule():
    federal, arizona = load("US").rule("iep_meeting_request"), load("AZ").rule("iep_meeting_request")
    assert federal.clock.value is None
    assert (arizona.clock.value, arizona.clock.unit, arizona.publish) == (45, "school_days", "caveat")


def test_a_federal_rule_that_a_state_replaces_is_not_shown_there():
    assert "eval_request_response" not in load("MS").rules
    assert load("AZ").rule("eval_request_response").clock.in_words() == "15 school days"
    assert load("US").rule("eval_request_response").clock.value is None


def test_every_citation_of_the_federal_rules_leads_to_one_section():
    for state in STATES:
        for rule in load(state).rules.values():
            for cite in rule.cites:
                if cite.text.startswith("34 CFR"):
                    assert re.search(r"/section-\d+\.\d+$", cite.url), cite


def test_in_mississippi_the_time_for_an_evaluation_is_plain_and_what_is_said_to_pause_it_is_not():
    assert load("MS").rule("initial_evaluation").publish == "ok"
    assert load("MS").rule("evaluation_pause_ms").publish == "hold"


def test_a_states_own_form_stands_in_the_place_of_the_one_of_every_state():
    assert load("US").form("mediation_request").jurisdiction == "US"
    for state in ("MS", "AZ"):
        assert {form.jurisdiction for form in load(state).forms.values()} == {state}
        assert set(load(state).forms) == set(load("US").forms)
    assert load("AZ").form("thank_you") is None


def test_practice_is_never_law():
    practice = [rule for rule in FILE.rules.values() if rule.kind == "practice"]
    assert {"practice_objection_letter", "practice_recap_email"} <= {
        r for r, rule in FILE.rules.items() if rule in practice
    }
    said = ("not a rule", "not a deadline", "did not see a rule")
    assert all(any(words in f"{rule.rule} {rule.note}" for words in said) for rule in practice)


def test_every_reported_fact_explains_its_doubt():
    for state in STATES:
        for rule in in_state(FILE, state).values():
            assert rule.publish is Publish.OK or rule.note


def test_a_state_with_one_hearing_has_no_appeal_to_its_agency_to_choose():
    steps = {"state_review_requested", "state_review_decided"}
    assert steps <= set(load("US").events)
    for state in ("MS", "AZ"):
        assert steps & set(load(state).events) == set()


def test_business_days_skip_federal_holidays_that_a_state_does_not_name():
    for state in known_states():
        assert load(state).holidays["2026-10-12"] == "Columbus Day"
    assert "2026-04-27" in load("MS").holidays
    assert "2026-04-27" not in load("AZ").holidays


def test_editors_get_a_schema():
    schema = law_schema()
    assert schema["additionalProperties"] is False
    parts = {"checked", "jurisdictions", "codes", "sources", "events", "contacts", "forms", "rules", "state_limits"}
    assert set(schema["required"]) == parts


@pytest.mark.parametrize("contact", FILE.contacts)
def test_a_contact_older_than_two_years_or_without_a_date_says_so_on_its_face(contact):
    told = FILE.contacts[contact]
    years = [int(year) for year in re.findall(r"\b20\d\d\b", told.note or "")]
    aged = any(year < told.checked.year - 2 for year in years) or re.search("undated|without a date", told.note or "")
    assert bool(aged) == bool(told.old)
    state = "US" if told.jurisdiction == "US" else told.jurisdiction
    face = cards.contact_card(load(state).contacts[contact]).split("</summary>")[0]
    assert (f"May be old: seen in {told.old}." in face) == bool(told.old)
