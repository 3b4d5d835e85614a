"""What the lists to tick say in each state, as on its page and on its printed sheet; no built site is needed."""

import pytest

from calculators.law import known_states, load
from macros.data import facts

LIMIT = "due_process_filing_limit"


def said(state: str, checklist_id: str) -> str:
    """A list's texts in a state, one a line."""
    entry, law = facts.checklists()[checklist_id], load(state)
    texts = [*(item.text for item in entry.items), *(getattr(way, "limit", "") or "" for way in entry.ways)]
    whole = "\n".join(facts.plain(text, law) for text in texts).replace("\u00a0", " ")
    return whole.replace(" (reported, not confirmed)", "").replace(" (your state may have another limit)", "")


@pytest.mark.parametrize(
    ("state", "start"),
    [
        ("WI", "1 year from the day the district proposed or refused a change"),
        ("CT", "2 years from the day the school proposed or refused a change"),
        ("AK", "12 months from the day the district gave written notice of its decision"),
        ("OR", "2 years from the day it happened"),
        ("CO", "2 years from the day it happened"),
        ("KY", "2 years from when I knew."),
        ("US", "2 years from when I knew, or should have known."),
    ],
)
def test_the_lists_count_the_time_to_file_from_the_day_the_states_law_says(state, start):
    assert start in said(state, "starter-kit")
    assert start.replace("when I", "when you") in said(state, "escalation-ladder")
    assert start.partition(" from ")[2] in said(state, "due-process")


@pytest.mark.parametrize("state", known_states())
def test_no_list_counts_from_knowledge_where_the_law_counts_from_the_act(state):
    law = load(state)
    if "knew" not in law.rule(LIMIT).words["counted_from"]:
        assert all("should have known" not in said(state, name) for name in facts.checklists())
    if law.rule(LIMIT).publish != "hold" and "not when you learn" in law.rule(LIMIT).rule:
        assert "knew" not in law.rule(LIMIT).words["counted_from"]


@pytest.mark.parametrize("state", known_states())
def test_where_the_state_hears_an_appeal_first_the_list_says_so_before_court(state):
    law, told = load(state), said(state, "due-process")
    two_steps = "civil_action" not in law.rules
    on_hold = two_steps and law.rule("state_review_appeal").publish == "hold"
    assert ("I counted the last safe day to ask the state for its review" in told) is (two_steps and not on_hold)
    assert ("I asked the state if its own review must come before court" in told) is on_hold


def test_nevadas_list_has_the_days_of_the_review_and_alabamas_the_notice_of_intent():
    assert "I counted the last safe day to ask the state for its review: 30 calendar days." in said("NV", "due-process")
    assert "that I mean to go to court. I kept proof. (Ala. Admin. Code" in said("AL", "due-process")
    assert "mean to go to court" not in said("NV", "due-process")


def test_what_a_state_has_beside_a_limit_stands_on_its_list():
    assert "Tennessee holds the IEP for 14 days" in said("TN", "starter-kit")
    assert "only 20 instructional days if special help" in said("IN", "evaluation")
    assert "also 90 calendar days after the school got my written request" in said("MD", "evaluation")
    assert "14 days" not in said("OH", "starter-kit")


@pytest.mark.parametrize("state", ["US", "OH", "TN"])
def test_a_fact_that_a_state_does_not_have_leaves_no_second_space(state):
    assert all("  " not in said(state, name) for name in facts.checklists())


def test_new_yorks_list_has_the_notice_before_the_review_and_what_follows_it():
    told = said("NY", "due-process")
    notice = told.index("I gave the school district the notice that I intend to appeal, no later than 25 calendar days")
    review = told.index("to ask the state for its review: 40 calendar days")
    assert notice < review < told.index("Within 2 days after the school district has the request")
    assert review < told.index("how long I have to go to court")
    assert "intend to appeal" not in said("OH", "due-process")


def test_californias_list_has_the_order_of_filing_and_the_proof():
    told = said("CA", "due-process")
    assert "I gave the school its copy first, and wrote down how and when it got it." in told
    assert "Then I sent it to: Office of Administrative Hearings" in told
    assert "at the same time" not in told
    assert "and at the same time to:" in said("TX", "due-process")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("MO", "If it comes after 4:30 p.m., that is the next business day."),
        ("NY", "The state is said to take no signature by fax or e-mail. (34 CFR"),
        ("DE", "It says when it happened and, if I tried to settle it first, what I tried."),
        ("DC", "I sent it to OSSE State Complaint Office"),
    ],
)
def test_the_list_for_a_state_complaint_has_what_the_state_asks_for(state, told):
    assert told in said(state, "state-complaint")
    assert told not in said("OH", "state-complaint")
