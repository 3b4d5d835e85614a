"""Every letter says what to expect, by when, and what to do if there is no answer."""

import re
from dataclasses import replace
from datetime import date

import pytest
import textstat
from bs4 import BeautifulSoup

from calculators.counting.cautions import PRACTICE
from calculators.counting.standing import Status
from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.letter_forms import FOLLOW_UP, letters
from calculators.rendering import render
from calculators.tools import case, letter, sent, silence
from macros.data.letter_model import Awaits
from macros.pages.state_pages import GUIDES

EVERY = sorted(letters())
THREATS = re.compile(r"\b(sue|lawsuit|illegal|violat\w+|demand|penalt\w+|must)\b", re.IGNORECASE)


def waiting(name="services_not_delivered", state="US", as_of="3/20/2026", **of_it):
    """The row of one letter in a case, or None."""
    given = {"letter": name, "received": "3/2/2026", **of_it}
    result = case.answer(load(state), {**{f"sent.0.{key}": value for key, value in given.items()}, "as_of": as_of})
    return next((row for row in result.rows if row.letter == name), None)


@pytest.mark.parametrize("name", EVERY)
def test_a_letter_says_what_to_expect_by_when_and_what_comes_next_in_every_state(name):
    form = letters()[name]
    following = letters()[form.awaits.write]
    assert f"{form.awaits.guide}.md" in GUIDES.values()
    assert following.id != name, "the next letter is another one"
    for state in known_states():
        law = load(state)
        said = silence.silence(form, law)
        assert following.is_for(law)
        assert said.expect.endswith(".")
        assert [step.path for step in said.next_steps] == [following.page, f"{law.slug}/{form.awaits.guide}/"]
        assert said.by_when, "a day of the law, its words, or good practice"
        practice = [one for one in said.by_when if one.mark == PRACTICE]
        assert bool(practice) != silence.has_day(form, law)
        assert not any(one.cites for one in practice), "good practice has no law behind it"
        assert all(one.cites for one in said.by_when if one not in practice)
        assert form.awaits.rule is None or law.find(form.awaits.rule)


@pytest.mark.parametrize("name", EVERY)
def test_the_text_reads_easily_and_does_not_threaten(name):
    awaits = letters()[name].awaits
    words = f"{awaits.expect} {awaits.then}"
    assert textstat.flesch_kincaid_grade(words) <= 9, words
    assert THREATS.search(words) is None


def test_a_rule_on_hold_is_not_said_to_have_a_day():
    law, form = load("MS"), letters()["records_request"]
    assert silence.has_day(form, law)
    held = {rule_id: replace(law.rules[rule_id], publish="hold") for rule_id in ("records_idea", "records_ferpa")}
    unknown = replace(law, rules={**law.rules, **held})
    assert not silence.has_day(form, unknown)
    assert [one.mark for one in silence.by_when(form, unknown)] == [PRACTICE]


def test_a_reported_day_is_marked():
    law, form = load("AZ"), letters()["iep_meeting_request"]
    assert law.rule("iep_meeting_request").publish == "caveat"
    [said] = [one for one in silence.by_when(form, law) if "45 school days" in one.words]
    assert said.mark == "Reported, not confirmed"


# ---- In the case


def test_the_day_to_write_again_is_counted_from_receipt():
    row = waiting(as_of="3/9/2026")
    # March 3 is day 1, so March 12 is day 10.
    assert (row.due, row.status, row.standing) == (date(2026, 3, 12), Status.NEXT, "In 3 days.")
    assert waiting(as_of="3/12/2026").standing == "This is today."


def test_silence_after_that_day_leads_to_the_next_letter_and_the_next_step():
    given = {"sent.0.letter": "services_not_delivered", "sent.0.received": "3/2/2026", "as_of": "3/13/2026"}
    law = load("AZ")
    result = case.answer(law, given)
    assert result.headline == "1 letter has no answer. Write again."
    [row] = result.rows
    assert row.status == Status.SILENT
    shown = BeautifulSoup(render.html(result, law), "html.parser")
    card = shown.select_one(".pt-clock[data-status=silent]")
    assert [link["data-path"] for link in card.select("[data-path]")] == [
        "tools/letters/compensatory-education-request/",
        "arizona/state-complaint/",
    ]
    assert PRACTICE in card.get_text()
    assert "Late, if it has not happened" not in card.get_text()
    assert "No answer by: Thu Mar 12, 2026" in shown.select_one(".pt-timeline").get_text(" ")


def test_an_answer_ends_the_wait():
    row = waiting(answered="3/11/2026")
    assert (row.status, row.standing) == (Status.PASSED, "An answer came on March 11, 2026.")


def test_a_letter_that_is_a_record_is_never_called_unanswered():
    for name in ("thank_you", "meeting_summary", "conversation_confirmation", "parent_concerns"):
        row = waiting(name)
        assert (row.status, row.standing) == (Status.PASSED, "It needs no answer. Did it come about as you wrote?")


def test_an_urgent_letter_is_followed_up_after_three_days():
    # March 3 is day 1, so March 5 is day 3.
    assert waiting("stay_put_notice", as_of="3/3/2026").due == date(2026, 3, 5)


def test_with_a_legal_limit_no_other_day_is_shown():
    assert waiting("records_request") is None
    assert waiting("evaluation_request", "MS") is None  # 14 calendar days
    assert waiting("evaluation_request", "US").status == Status.SILENT  # "a reasonable time"


def test_what_the_school_did_in_the_case_ends_the_wait_too():
    given = {"sent.0.letter": "pwn_demand", "sent.0.received": "3/2/2026", "as_of": "3/20/2026"}
    result = case.answer(load("US"), {**given, "pwn_requested": "3/2/2026", "pwn_received": "3/9/2026"})
    [row] = [row for row in result.rows if row.letter]
    assert row.standing == "An answer came on March 9, 2026."


@pytest.mark.parametrize(
    ("field", "day", "sentence"),
    [
        ("answered", "3/1/2026", "March 1, 2026 is before March 2, 2026"),
        ("answered", "1/1/2100", "January 1, 2100 has not come yet"),
        ("received", "2/30/2026", "There is no day “2/30/2026” in the calendar"),
    ],
)
def test_an_impossible_day_has_an_error_at_its_field(field, day, sentence):
    with pytest.raises(WrongInput, match=sentence) as wrong:
        waiting(**{field: day})
    assert set(wrong.value.problems) == {f"sent.0.{field}"}


def test_a_stored_letter_that_no_longer_exists_is_ignored():
    assert waiting("a_letter_of_before") is None


def test_two_letters_of_one_day_are_two_things_to_wait_for():
    given = {
        f"sent.{n}.{key}": value
        for n in (0, 1)
        for key, value in (("letter", "iep_disagreement"), ("received", "3/2/2026"))
    }
    result = case.answer(load("US"), {**given, "as_of": "3/20/2026"})
    assert len(result.rows) == 2
    assert result.headline == "2 letters have no answer. Write again."
    assert result.files[0].text.count("BEGIN:VEVENT") == 2
    assert len(set(re.findall("UID:.*", result.files[0].text))) == 2


# ---- Below the letter, and when it is marked as sent


@pytest.mark.parametrize("name", EVERY)
def test_what_to_expect_is_below_the_finished_letter(name):
    law = load("MS")
    shown = BeautifulSoup(
        render.html(letter.answer(law, {**letter.samples()[name], "letter": name}), law), "html.parser"
    )
    [part] = shown.select(".pt-silence")
    assert letters()[name].awaits.expect in part.get_text()
    assert "If nothing comes back" in part.get_text()
    assert len(part.select(".pt-by-when li")) >= 1


@pytest.mark.parametrize("name", EVERY)
def test_a_letter_marked_as_sent_has_a_day_to_expect_an_answer(name):
    for state in ("US", "MS"):
        result = sent.answer(load(state), {"letter": name, "sent_day": "3/2/2026"})
        assert any(row.due for row in result.rows), name


def test_the_default_of_a_letter_s_wait_is_good_practice():
    for name in EVERY:
        assert load("US").rule(letters()[name].awaits.wait).kind == "practice"
    assert Awaits.model_fields["wait"].default == "practice_write_again"
    assert letters()[FOLLOW_UP].awaits.write == "state_complaint"
