"""Letters: complete, cited, and faithful to what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import letter, render
from calculators.inputs import WrongInput
from calculators.law import load

STATES = ["US", "MS", "AZ"]
ANSWERS = {
    "letter": "pwn_demand",
    "decision": "refused",
    "what": "More speech therapy, two sessions a week.",
    "said_on": "3/2/2026",
    "said_where": "at the IEP meeting",
    "reason_given": "The school has no more time for it.",
    "parent_name": "Ana Díaz",
    "child_name": "J. D.",
    "school": "Oak Elementary School",
    "district": "Oak County School District",
    "letter_date": "3/4/2026",
}

typed = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85"), min_size=1, max_size=60
)


def written(state="MS", **changes):
    return letter.answer(load(state), {**ANSWERS, **changes})


@pytest.mark.parametrize("state", STATES)
def test_a_prior_written_notice_letter_asks_for_all_seven_parts(state):
    text = written(state).letter.text
    items = load(state).rule("pwn_content").items
    assert len(items) == 7
    for number, item in enumerate(items, 1):
        assert f"{number}. {item}" in text


@pytest.mark.parametrize("state", STATES)
def test_a_letter_cites_the_law_of_its_state(state):
    law = load(state)
    assert f"({law.rule('pwn_content').citation})" in written(state).letter.text


def test_mississippis_letter_asks_for_a_day_as_a_request_and_not_as_a_duty():
    text = written("MS").letter.text
    assert load("MS").rule("pwn_ask_within_ms").clock.in_words() in text
    assert "That is my request, not a limit in the rule." in text


@pytest.mark.parametrize("state", ["US", "AZ"])
def test_elsewhere_a_letter_names_no_number_of_days(state):
    assert " days" not in written(state).letter.text


def test_a_letter_has_its_address_block_date_and_subject():
    letter_written = written(recipient_address="1 Main Street\nOak, MS 39000", parent_contact="601-555-0100").letter
    assert letter_written.paragraphs[0] == "Ana Díaz\n601-555-0100"
    assert letter_written.paragraphs[1] == "March 4, 2026"
    assert letter_written.paragraphs[2] == (
        "Special Education Director\nOak County School District\n1 Main Street\nOak, MS 39000"
    )
    assert letter_written.subject == "Request for prior written notice for J. D."


def test_a_proposed_change_is_asked_to_wait():
    assert "Please wait with the change" in written(decision="proposed").letter.text
    assert "Please wait with the change" not in written(decision="refused").letter.text


def test_every_question_that_must_be_answered_is_named():
    with pytest.raises(WrongInput) as wrong:
        letter.answer(load("MS"), {"letter": "pwn_demand"})
    assert set(wrong.value.problems) == {
        "decision", "what", "said_on", "said_where", "parent_name", "child_name", "school", "district",
    }  # fmt: skip


@pytest.mark.parametrize(
    "what",
    [
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} {% raise %}",
        "عربى ולעברית",
        "👩‍👧 emoji",
        "line one\nline two",
        "a & b < c",
    ],
)
def test_what_is_typed_stands_in_the_letter_as_typed_and_is_escaped_on_the_page(what):
    result = written(what=what)
    assert what in result.letter.text
    page = render.html(result)
    assert "<script>" not in page
    assert "49" not in result.letter.text


def test_a_very_long_answer_is_kept_or_refused_with_its_length():
    assert "x" * 20_000 in written(what="x" * 20_000).letter.text
    with pytest.raises(WrongInput, match="20,001 characters"):
        written(what="x" * 20_001)


@given(typed)
def test_any_text_stands_once_in_the_letter_and_is_escaped(text):
    marked = f"⟦{text}⟧"
    result = written(what=marked)
    assert result.letter.text.count(marked.strip()) == 1
    page = render.html(result)
    assert "<script" not in page.lower()
    assert page.count("⟦") == 1


def test_the_letter_says_which_clock_sending_it_starts():
    form = letter.letters()["pwn_demand"]
    assert form.starts in load("MS").events
    assert any(step.path and form.starts in step.path for step in written().next_steps)


@pytest.mark.parametrize("state", STATES)
def test_the_whole_letter_reads_as_it_was_reviewed(state, snapshot):
    assert written(state).letter.text == snapshot
