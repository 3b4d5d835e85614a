"""Whom a letter goes to, what it calls the law, and whether its days can be."""

import pytest

from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.tools import letter

HEARING = "due_process_complaint"


def written(name, state="MS", **changes):
    return letter.answer(load(state), {**letter.samples()[name], "letter": name, **changes})


def problems(name, **changes):
    with pytest.raises(WrongInput) as wrong:
        written(name, **changes)
    return wrong.value.problems


# ---- What it calls the law


@pytest.mark.parametrize("state", known_states())
def test_no_complaint_cites_a_page_as_the_law(state):
    law = load(state)
    pages = {cite.text for rule in law.rules.values() for cite in rule.cites if cite.kind == "pages"}
    guidance = {cite.text for rule in law.rules.values() for cite in rule.cites if cite.kind == "guidance"}
    claims = letter.letters()[HEARING].claims
    ticked = {f"claim_{claim.id}": "yes" for claim in claims}
    hearing = written(HEARING, state, **ticked).letter.text
    rules = {
        choice.value for one in letter.letters()["state_complaint"].inputs for f in one.fields for choice in f.choices
    }
    facts = letter.samples()["state_complaint"]["facts"]
    named = [rule for rule in rules if law.find(rule) and law.rule(rule).publish != "hold"]
    states = [
        written("state_complaint", state, facts=[{**facts[0], "rule": rule}]).letter.text
        for rule in sorted(named)
        if rule != "reevaluation_completion"
    ]
    for text in (hearing, *states):
        assert "()" not in text
        assert not [page for page in pages if page in text]
        lines = [line for line in text.split("\n") if line.startswith(("The law: ", "Rule: "))]
        assert not [line for line in lines if any(one in line for one in guidance)]
        for line in lines:
            told = line.split(": ", 1)[1].replace(", which I could not confirm", "").split("; ")
            assert len(told) == len(set(told)), line


def test_federal_letters_are_said_as_guidance():
    text = written(HEARING, claim_child_find="yes").letter.text
    assert "\nGuidance on it: OSEP Memo 11-07 (January 21, 2011); OSEP Memo 16-07 (April 29, 2016)\n" in text


# ---- What an evaluation request asks for


def test_a_reported_start_of_the_time_is_not_claimed():
    for state in known_states():
        rule = load(state).rule("initial_evaluation")
        text = written("evaluation_request", state).letter.text
        if "evaluation_consent" not in rule.clock.starts:
            sure = "I understand that in our state the time for a first evaluation counts from my request" in text
            assert sure is (rule.publish == "ok"), state
            assert ("I have read that in our state the time" in text) is (rule.publish == "caveat"), state


def test_an_evaluation_request_asks_for_what_the_states_law_names():
    assert "the school must give me a written assessment plan within 15 calendar days" in (
        written("evaluation_request", "CA").letter.text
    )
    plain = load("US").rule("eval_request_response").words["duty"]
    own = {}
    for state in known_states():
        rule = load(state).find("eval_request_response")
        if rule and rule.publish != "hold" and rule.clock.value:
            text = written("evaluation_request", state).letter.text
            assert (f"I have read that {rule.words['duty']}" in text) is (rule.publish == "caveat"), state
            own[state] = rule.words["duty"] != plain
    assert [state for state, has_own in own.items() if not has_own] == ["AZ"], "its rule names an answer"
