"""Notes of conversations: open promises and their age, text for letters, and file input."""

import json
import re
from datetime import date
from urllib.parse import parse_qs

import pytest

from calculators.inputs import WrongInput
from calculators.letter_forms import letters
from calculators.message import ask
from calculators.rendering.spreadsheet import csv
from calculators.tools import notes
from tests.counting.test_command_line import calculators

AS_OF = date(2026, 11, 27)
CALL = {
    "id": "call", "day": "2026-11-16", "who": "Ms. Lee, speech therapist", "how": "call", "said": "She has been out since October.",
    "promised": "A plan for the missed sessions", "by": "2026-11-20", "entered": "2026-11-16",
}  # fmt: skip
MAIL = {
    "id": "mail",
    "day": "2026-11-18",
    "who": "Mr. Hall",
    "how": "email",
    "said": "He is sorry.",
    "promised": "He calls me.",
}
DOOR = {
    "id": "door",
    "day": "2026-11-23",
    "who": "Ms. Ruiz",
    "how": "door",
    "said": "No answer there.",
    "asked": "The logs",
}
MEETING = {
    "id": "meeting", "day": "2026-11-24", "who": "The IEP team", "how": "meeting", "said": "All agreed.", "asked": "A reading test",
    "promised": "A reading test", "by": "12/1/2026",
}  # fmt: skip
ALL = [MEETING, MAIL, DOOR, CALL]


def entries(*rows):
    return notes.read_entries(list(rows), AS_OF)


def counted(*rows):
    return notes.count({"as_of": AS_OF.isoformat(), "entries": list(rows)})


def said(*rows, **besides):
    inputs = {"entries": list(rows), "as_of": AS_OF.isoformat(), **besides}
    return json.loads(ask(json.dumps({"calculator": "notes", "state": "MS", "inputs": inputs})))


def test_open_promises_are_sorted_by_urgency():
    found = notes.promises(entries(*ALL), AS_OF)
    assert [(one.entry.id, one.standing, one.days) for one in found] == [
        ("call", "overdue", -7),  # November 20 to November 27
        ("meeting", "due", 4),  # November 27 to December 1
        ("mail", "no_date", None),
    ]
    assert found[0].words == "Ms. Lee, speech therapist, November 16, 2026. Promised for November 20, 2026: 7 days ago."
    assert found[1].words.endswith("Promised for December 1, 2026: in 4 days.")
    assert found[2].words.endswith("No day was named.")


@pytest.mark.parametrize(
    ("by", "standing", "words"),
    [
        ("2026-11-26", "overdue", "1 day ago"),
        ("2026-11-27", "due", "today"),
        ("2026-11-28", "due", "in 1 day"),
    ],
)
def test_a_promise_is_overdue_from_the_day_after_its_date(by, standing, words):
    (found,) = notes.promises(entries({**CALL, "by": by}), AS_OF)
    assert (found.standing, found.words.rpartition(": ")[2]) == (standing, f"{words}.")


def test_promises_and_requests_with_an_answer_are_not_open():
    done = [{**one, "answered": "2026-11-25"} for one in (CALL, MAIL, DOOR, MEETING)]
    assert notes.promises(entries(*done), AS_OF) == []
    assert notes.unanswered(entries(*done), AS_OF) == []


def test_a_request_without_a_promise_is_unanswered():
    assert [one.id for one in notes.unanswered(entries(*ALL), AS_OF)] == ["door"]


@pytest.mark.parametrize(
    ("changed", "source", "words"),
    [
        ({}, "noted", "Seen or noted the same day."),
        ({"entered": "2026-11-18"}, "remembered", "Remembered later. Written down on November 18, 2026."),
        ({"entered": ""}, "remembered", "Remembered later. Written down on November 27, 2026."),
        ({"entered": "2026-11-18", "source": "noted"}, "noted", "Seen or noted the same day. Written down on November 18, 2026."),
        ({"how": "email", "entered": "2026-11-18"}, "paper", "In writing: an e-mail, a message or a paper. Written down on November 18, 2026."),
        ({"changed": "2026-11-19"}, "noted", "Seen or noted the same day. Changed on November 19, 2026."),
    ],
)  # fmt: skip
def test_a_note_says_where_it_comes_from(changed, source, words):
    (entry,) = entries({**CALL, **changed})
    assert (notes.source(entry), notes.known(entry)) == (source, words)


def test_the_sentence_for_a_letter_claims_only_what_was_noted():
    sentences = {one["id"]: one["sentence"] for one in counted(*ALL)["entries"]}
    assert sentences["call"] == (
        "On November 16, 2026, I talked on the phone with Ms. Lee, speech therapist: She has been out since October. I was told that "
        "this would be done by November 20, 2026: A plan for the missed sessions. I have no record that it was done."
    )
    assert sentences["door"].endswith("I asked for this: The logs. I have no record of an answer.")
    (done,) = counted({**CALL, "answered": "2026-11-19"})["entries"]
    assert done["sentence"].endswith("It was done on November 19, 2026.")
    (talk,) = counted({**CALL, "promised": "", "by": ""})["entries"]
    assert talk["sentence"].endswith("She has been out since October.")


def test_notes_are_sorted_by_date():
    assert [one["id"] for one in counted(*ALL)["entries"]] == ["call", "mail", "door", "meeting"]
    assert counted(*ALL)["people"] == ["The IEP team", "Ms. Ruiz", "Mr. Hall", "Ms. Lee, speech therapist"]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"who": ""}, "who", "Fill this in"),
        ({"how": "fax"}, "how", "is not one of the answers: call, no_answer"),
        (
            {"said": " ", "asked": " ", "promised": "", "by": ""},
            "said",
            "Fill in one of these: “What was said?”, “What did you ask for?” or “What did someone say they would do?” One is enough.",
        ),
        ({"day": "2026-02-30"}, "day", "There is no day"),
        ({"day": "2098-01-01"}, "day", "has not come yet"),
        ({"by": "2026-11-15"}, "by", "is before November 16, 2026"),
        ({"answered": "2026-11-15"}, "answered", "is before November 16, 2026"),
        ({"promised": None}, "by", "Say what was promised for this day"),
        ({"promised": "", "by": "", "answered": "2026-11-17"}, "answered", "Say what was promised or asked for"),
        ({"by": "next week"}, "by", "is not a date we can read"),
        ({"mood": "bad"}, "mood", "There is no field of this name"),
        ({"said": 5}, "said", "This takes text."),
    ],
)
def test_errors_are_reported_with_their_field(changed, field, words):
    with pytest.raises(WrongInput) as wrong:
        counted(MAIL, {**CALL, **changed})
    assert words in wrong.value.problems[f"entries.1.{field}"]


def test_a_promise_or_a_request_alone_is_a_note():
    promise = {**CALL, "said": "", "asked": ""}
    request = {**CALL, "said": "", "asked": "A plan", "promised": "", "by": "", "answered": ""}
    entries = counted(promise, request)["entries"]
    assert [one["sentence"] for one in entries] == [
        "On November 16, 2026, I talked on the phone with Ms. Lee, speech therapist. I was told that this would be done by November 20, 2026: A plan for the missed sessions. I have no record that it was done.",
        "On November 16, 2026, I talked on the phone with Ms. Lee, speech therapist. I asked for this: A plan. I have no record of an answer.",
    ]


def test_a_promise_alone_is_what_was_understood_and_is_not_said_twice():
    (_, in_note) = links(said({**CALL, "said": "", "asked": ""})["html"], "conversation_confirmation")
    assert in_note["understood"] == "A plan for the missed sessions. By when: November 20, 2026."
    assert not [name for name in in_note if name.startswith("promises")]
    (_, in_note) = links(said({**CALL, "said": "", "asked": "A plan"})["html"], "conversation_confirmation")
    assert in_note["understood"] == "I asked for this: A plan"
    assert in_note["promises.0.what"] == "A plan for the missed sessions"


@pytest.mark.parametrize(
    ("given", "field"), [({"entries": {"id": 1}}, "entries"), ({"as_of": 5}, "as_of"), ({"as_of": "soon"}, "as_of"), ({"talks": []}, "talks")]
)  # fmt: skip
def test_a_file_of_another_shape_is_refused_with_its_field(given, field):
    with pytest.raises(WrongInput) as wrong:
        notes.count(given)
    assert list(wrong.value.problems) == [field]


# The page


def links(html, letter_id):
    """The answers that each link to a letter fills in, one dict per link."""
    found = re.findall(rf'data-path="{letters()[letter_id].page}#([^"]*)"', html)
    return [{name: words[0] for name, words in parse_qs(one.replace("&amp;", "&")).items()} for one in found]


def test_the_words_of_a_conversation_go_into_the_letter_that_confirms_it():
    (in_open, in_note) = links(said(CALL)["html"], "conversation_confirmation")
    assert in_note == {
        "talk_date": "November 16, 2026", "talk_how": "on the phone", "talk_with": "Ms. Lee, speech therapist",
        "understood": "She has been out since October.", "promises.0.what": "A plan for the missed sessions",
        "promises.0.by": "November 20, 2026",
    }  # fmt: skip
    assert in_open == {
        **in_note,
        "question": "The day was November 20, 2026. Has it been done? If not, by which day will it be?",
    }


def test_links_fill_in_only_fields_that_the_letter_permits():
    from calculators.rendering.forms import linked

    html = said(*ALL)["html"]
    for letter_id in ("conversation_confirmation", "meeting_summary", "missed_deadline"):
        handed = links(html, letter_id)
        assert handed, letter_id
        assert set().union(*handed) <= set(re.search('data-linked="(.*?)"', linked("letter", letter_id))[1].split())


def test_a_written_conversation_needs_no_letter_that_confirms_it():
    assert links(said(MAIL)["html"], "conversation_confirmation") == []


def test_every_means_of_conversation_has_wording_in_the_letter():
    form = letters()["conversation_confirmation"]
    (how,) = [question for question in form.inputs if question.id == "talk_how"]
    assert set(notes.TALKS.values()) <= {choice.value for choice in how.choices}
    assert set(notes.KINDS) == {choice.value for choice in notes.HOWS}
    assert {*notes.TALKS, *notes.IN_WRITING, *notes.UNREACHED} == set(notes.KINDS)


def test_advice_on_a_promise_without_a_date_is_marked_good_practice():
    html = said(MAIL)["html"]
    assert (
        '<span class="pt-badge" data-kind="practice">Good practice, not a rule</span> Ask by e-mail for a day, and keep the e-mail.'
        in html
    )
    assert "Good practice" not in said(CALL)["html"]


def test_what_a_parent_typed_is_never_markup():
    html = said({**CALL, "who": "<img src=x>", "said": "<b>no</b>", "promised": '"><script>', "id": '"><i>'})["html"]
    assert not re.search("<img|<b>|<script|<i>", html)


def test_a_note_is_stored_with_written_dates_and_the_date_of_a_change():
    typed = {"day": "", "who": "Mr. Hall", "how": "call", "said": "Yes."}
    (kept,) = said(typed, want="kept", as_of="")["data"]["notes"]
    assert kept["day"] == kept["entered"] != ""
    assert kept["changed"] == ""
    (changed,) = said({**CALL, "said": "He, not she."}, want="kept", changed="call")["data"]["notes"]
    assert (changed["entered"], changed["changed"]) == ("November 16, 2026", "November 27, 2026")
    assert entries(changed)[0].changed == AS_OF
    (same_day,) = said({**CALL, "entered": "2026-11-27"}, want="kept", changed="call")["data"]["notes"]
    assert same_day["changed"] == ""


def test_many_notes_are_shown_when_asked_for():
    many = [{**CALL, "id": str(number)} for number in range(notes.MOST_SHOWN + 1)]
    html = said(*many)["html"]
    assert html.count("<article") == notes.MOST_SHOWN
    assert f"Show all {notes.MOST_SHOWN + 1} notes" in html
    assert said(*many, more="all")["html"].count("<article") == notes.MOST_SHOWN + 1


@pytest.mark.parametrize(
    "formula", ["\n=1+1", " =1+1", "\u200b=1+1", "＝1+1", "＠SUM(A1)", "\t1", "－2+3", "@x", "+1", "-1"]
)
def test_no_cell_is_a_formula_even_after_whitespace_or_with_fullwidth_characters(formula):
    assert csv([[formula, "a talk"]]) == f'\ufeff"\'{formula}","a talk"\r\n'


def test_a_table_for_a_spreadsheet_has_no_formula():
    (file,) = said({**CALL, "who": '=HYPERLINK("x")', "said": "-1+2"}, want="csv")["files"]
    assert file["text"].startswith('\ufeff"Date","How","Who"')
    assert '''"'=HYPERLINK(""x"")","'-1+2"''' in file["text"]


# The command line


def test_the_command_line_prints_the_contract():
    done = calculators("notes", "--input", "-", "--json", given=json.dumps({"as_of": "2026-11-27", "entries": ALL}))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert [(one["entry"], one["standing"], one["days"]) for one in answer["promises"]] == [
        ("call", "overdue", -7), ("meeting", "due", 4), ("mail", "no_date", None),
    ]  # fmt: skip
    assert answer["promises"][2]["good_practice"] == notes.ASK_FOR_A_DAY
    assert answer["unanswered"] == [{"entry": "door", "who": "Ms. Ruiz", "day": "2026-11-23", "asked": "The logs"}]
    assert (answer["as_of"], answer["entries"][0]["source"]) == ("2026-11-27", "noted")


def test_the_command_line_says_it_in_words():
    done = calculators("notes", "--input", "-", given=json.dumps({"as_of": "2026-11-27", "entries": ALL}))
    assert done.stdout.startswith(
        "OVERDUE: A plan for the missed sessions. Ms. Lee, speech therapist, November 16, 2026."
    )
    assert "NO DAY NAMED: He calls me. Mr. Hall" in done.stdout
    assert calculators("notes", "--input", "-", given="{}").stdout == "No promise is open.\n"


def test_bad_input_ends_with_code_two_and_one_line():
    done = calculators("notes", "--input", "-", given=json.dumps({"entries": [{**CALL, "how": "fax"}]}))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("entries.0.how: ")
    assert done.stderr.count("\n") == 1


def test_a_day_in_a_note_is_read_back_as_it_is_typed():
    asked = {"calculator": "notes", "state": "MS", "inputs": {"day": "November 16, 2026"}, "dates": ["day"]}
    assert json.loads(ask(json.dumps(asked)))["day"]["words"] == "We read: Monday, November 16, 2026"


def test_the_page_says_if_nothing_is_open():
    assert said({**CALL, "answered": "2026-11-19"})["html"].count("Your notes: nothing is open") == 1


def test_a_promise_without_a_day_is_asked_for_its_day_in_the_letter():
    """The promise was made in a conversation, without a date."""
    (in_open, in_note) = links(said({**MAIL, "how": "call"})["html"], "conversation_confirmation")
    assert in_open == {**in_note, "question": "By which day will this be done?"}
