"""The check of a prior written notice asks for exactly the missing parts."""

import json

import pytest

from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.rendering import render
from calculators.tools import letter, notice_check
from tests.counting.test_command_line import answered, calculators

PARTS = {"1": "there", "2": "partly", "3": "missing", "4": "there", "5": "missing", "6": "there"}


def checked(parts, state="US", **more):
    law = load(state)
    return notice_check.data(law, notice_check.from_document(law, {"parts": parts, **more}))


def test_missing_and_partial_contents_are_asked_for():
    found = checked(PARTS)
    assert found["ask_for"] == [2, 3, 5]
    assert (found["missing"], found["partly"], found["not_looked_at"]) == ([3, 5], [2], [7])
    assert found["letter"] == "notice_parts_request"


def test_a_whole_notice_needs_no_letter():
    found = checked(dict.fromkeys(map(str, range(1, 8)), "there"))
    assert (found["ask_for"], found["letter"]) == ([], None)


def test_the_quoted_words_of_the_notice_are_beside_the_part():
    assert checked({"2": "partly"}, words={"2": "Not needed."})["parts"][1]["words"] == "Not needed."


def answered_on_the_page(**answers):
    return letter.answer(load("MS"), {"letter": notice_check.LETTER, **answers})


def test_the_check_alone_needs_no_answer_that_only_the_letter_needs():
    found = answered_on_the_page(part_1="there", words_1="We refuse.", part_3="missing", parent_name="Ana Díaz")
    assert found.letter is None
    assert found.headline == "Ask for part 3 of 7. Five you have not looked at yet."
    assert "answer also “What is the date on the notice?”" in found.intro
    assert [(point.words, point.mark) for point in found.parts[0].points][:3] == [
        ("We refuse.", "There"),
        ("", "Not looked at yet"),
        ("", "Missing"),
    ]


def test_a_whole_notice_is_said_to_be_whole_and_no_letter_is_offered():
    found = answered_on_the_page(**{f"part_{number}": "there" for number in range(1, 8)})
    assert (found.headline, found.intro) == ("Nothing is missing.", "This is the check alone.")


@pytest.mark.parametrize("begun", [{}, {"part_3": "missing", "about": "No aide."}, {"parent_name": "Ana Díaz"}])
def test_a_letter_with_some_answers_names_the_missing_ones(begun):
    with pytest.raises(WrongInput) as wrong:
        answered_on_the_page(**begun)
    assert "notice_date" in wrong.value.problems


@pytest.mark.parametrize("state", known_states())
def test_every_part_of_the_law_is_asked_about(state):
    items = load(state).rule("pwn_content").items
    assert [part["item"] for part in checked({}, state)["parts"]] == list(items)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"parts": {"0": "there"}}, "parts.0"),
        ({"parts": {"99": "there"}}, "parts.99"),
        ({"parts": {"1": "gone"}}, "parts.1"),
        ({"parts": {"1": None}}, "parts.1"),
        ({"parts": ["there"]}, "parts"),
        ({}, "parts"),
        ({"parts": {}, "words": {"1": 5}}, "words"),
    ],
)
def test_bad_input_names_the_part(document, field):
    with pytest.raises(WrongInput) as wrong:
        notice_check.from_document(load("US"), document)
    assert field in wrong.value.problems


def test_the_text_says_what_to_ask_for():
    law = load("US")
    said = render.text(notice_check.result(law, notice_check.from_document(law, {"parts": PARTS})))
    assert said.startswith("Ask for parts 2, 3 and 5 of 7. One you have not looked at yet.")


def test_the_three_commands_print_json_and_say_what_is_wrong_in_one_line(tmp_path):
    files = {
        "notice-check": {"parts": PARTS},
        "days-out": {"as_of": "2026-11-27", "removals": [{"day": "2026-09-08", "days": 3, "kind": "suspension"}]},
        "paths": {},
    }
    found = {}
    for command, document in files.items():
        path = tmp_path / f"{command}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        found[command] = answered(command, "--input", str(path), "--json")
        assert calculators(command, "--input", str(path)).stdout.strip()[0] not in "{["
        bad = calculators(
            command, "--input", "-", "--json", given='{"parts": 1, "removals": 1, "answers": 1, "as_of": "x"}'
        )
        assert (bad.returncode, bad.stdout, len(bad.stderr.splitlines())) == (2, "", 1)
    assert found["notice-check"]["ask_for"] == [2, 3, 5]
    assert (found["days-out"]["sure"], found["days-out"]["at_most"]) == (3, 3)
    assert len(found["paths"]["questions"]) == 10


def test_a_notice_that_lacks_nothing_needs_no_letter():
    whole = {str(number): "there" for number in range(1, 8)}
    law = load("US")
    assert render.text(notice_check.result(law, notice_check.from_document(law, {"parts": whole}))).startswith(
        "Nothing is missing.\n"
    )
    with pytest.raises(WrongInput) as wrong:
        notice_check.parts_asked_for(law, {f"part_{number}": "there" for number in whole})
    assert wrong.value.problems["part_1"].startswith("No part is marked as missing, so there is nothing to ask for.")


def test_a_partly_checked_notice_lacks_nothing_so_far():
    law = load("US")
    parts = notice_check.from_document(law, {"parts": {"1": "there"}})
    assert notice_check.headline(parts) == "Nothing is missing so far. Six you have not looked at yet."


def test_an_unknown_name_is_refused(tmp_path):
    (tmp_path / "parts.json").write_text(json.dumps({"parts": {"1": "missing"}, "word": {"1": "No reason."}}))
    said = calculators("notice-check", "--input", tmp_path / "parts.json", "--json")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == "word: There is no field of this name. The fields are: as_of, parts, words.\n"
