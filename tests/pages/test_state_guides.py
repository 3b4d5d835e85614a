"""What a state's guides say where its law differs: things that a parent would lose a right by not reading."""

import pytest

from calculators.law import known_states, load
from tests.pages.test_pages import part_of, words_on
from tests.tools.built_pages import guide_path, read


def open_words(state: str, topic: str, anchor: str) -> str:
    """The words under a heading that stand there without a tap: no popovers and no folded cards."""
    page = read(guide_path(state, topic))
    for hidden in page.css(".pt-pop, details, .pt-rule"):
        hidden.decompose(recursive=True)
    read.cache_clear()  # the page was changed
    return part_of(page, anchor)


@pytest.mark.parametrize(
    ("topic", "anchor"),
    [("disagree", "signing"), ("disagree", "stay-put"), ("pwn", "stop-a-change"), ("due_process", "stay-put")],
)
def test_tennessees_hold_on_a_disputed_iep_stands_where_a_parent_wants_to_stop_a_change(topic, anchor):
    assert "may not change the IEP for 14 days" in open_words("TN", topic, anchor)
    assert "14 days" not in open_words("OH", topic, anchor)


def test_indianas_shorter_limit_for_an_evaluation_stands_beside_the_longer():
    assert "only 20 instructional days" in open_words("IN", "evaluation", "clock")


def test_indiana_asks_for_the_report_with_the_consent():
    said = open_words("IN", "evaluation", "consent")
    assert "send me a copy of the report before the meeting" in said
    assert "ask for the report now, in the letter of your consent" in said
    assert "5 school days before the meeting" in open_words("IN", "evaluation", "result")


@pytest.mark.parametrize(
    ("state", "said"), [("TN", "at least 48 hours before the meeting"), ("MD", "are said to get the draft IEP")]
)
def test_where_a_state_gives_a_draft_no_guide_says_that_no_rule_does(state, said):
    for topic, anchor in (
        ("meetings", "records-first"),
        ("records", "before-the-meeting"),
        ("facilitation", "prepare"),
    ):
        assert said in open_words(state, topic, anchor)
        assert "o rule" not in open_words(state, topic, anchor)
        assert "o rule" in open_words("OH", topic, anchor)


def test_alabamas_notice_before_court_stands_open():
    assert "notice of intent to file a civil action" in open_words("AL", "due_process", "going-to-court")


@pytest.mark.parametrize("state", known_states())
def test_a_states_own_rule_on_court_stands_open(state):
    law = load(state)
    own = next((law.rules[one] for one in ("civil_action", "civil_action_after_review") if one in law.rules), None)
    assert own is not None
    said = open_words(state, "due_process", "going-to-court")
    assert (own.rule in said) is (own.rule != load("US").rules[own.id].rule and state != "US"), words_on(state, "help")[
        :0
    ]
