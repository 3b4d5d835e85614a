"""The JSON messages between page and calculators: inputs, answers, and errors."""

import gc
import json
from datetime import date

import pytest

from calculators import letter_forms
from calculators.inputs import Input, Kind, WrongInput, read
from calculators.law import LawMissing, load
from calculators.message import ask, get_ready
from calculators.tools import case, case_file, days_out, deadlines, happened, kept, letter, paths, sent
from calculators.warm_up import NEW_OBJECTS, warm_up
from calculators.words import number_word

LAW = load("MS")


def asked(calculator, inputs, **more):
    return json.loads(ask(json.dumps({"calculator": calculator, "state": "MS", "inputs": inputs, **more})))


def test_a_list_of_closed_days_is_echoed_line_by_line():
    answered = asked("closed_days", {"closed": "11/23/2026 to 11/27/2026"})
    assert "Mon Nov 23, 2026" in json.dumps(answered)


def test_an_unknown_calculator_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match=r"no calculator 'horoscope'\. There are: case, case_file"):
        asked("horoscope", {})


def test_errors_are_returned_by_field():
    assert asked("deadlines", {"event": "violation", "date": "13/13/2026"})["problems"].keys() == {"date"}
    assert asked("case", {})["problems"] == {"add": "Add at least one thing that happened, with its date."}
    unknown = asked("deadlines", {"event": "the_dog_ate_it"})["problems"]
    assert unknown == {"event": "No time limit that we know of starts with this in Mississippi. Choose another."}


def test_a_date_is_echoed_while_it_is_typed():
    answered = asked("deadlines", {"event": "violation", "date": "March 2, 2026"}, dates=["date", "event"])
    assert answered == {
        "date": {
            "words": "We read: Monday, March 2, 2026",
            "iso": "2026-03-02",
            "kept": "March 2, 2026",
            "problem": "",
        }
    }
    read_back = asked("deadlines", {"event": "violation", "date": "3/32/2026"}, dates=["date"])["date"]
    assert (read_back["words"], read_back["kept"]) == ("", "3/32/2026")
    assert "There is no day" in read_back["problem"]
    empty = asked("deadlines", {"event": "violation", "date": " "}, dates=["date"])
    assert empty == {"date": {"words": "", "iso": "", "kept": "", "problem": ""}}


def test_a_date_in_a_row_is_echoed_and_stored_with_its_year():
    given = {"letter": "state_complaint", "facts.0.day": "3/2", "facts.0.what": "No speech."}
    answered = asked("letter", given, dates=["facts.0.day", "facts.0.what", "facts.0.none"])
    (found,) = answered.values()
    assert found["kept"] != "3/2"
    assert read((Input("day", "", Kind.DATE),), {"day": found["kept"]})["day"].isoformat() == found["iso"]


def test_several_dates_are_echoed_in_one_line():
    given = {"records_requested": "8/17/2026\n9/14/2026"}
    found = asked("case", given, dates=["records_requested"])["records_requested"]
    assert found["words"] == "We read: Monday, August 17, 2026; Monday, September 14, 2026"
    assert (found["iso"], found["kept"]) == ("", "8/17/2026\n9/14/2026")


def test_an_answer_with_an_event_offers_to_store_it():
    removals = {f"removals.{n}.{name}": value for n, day in enumerate(("9/8/2026", "10/5/2026")) for name, value in
                (("day", day), ("days", "6"), ("kind", "suspension"))}  # fmt: skip
    answered = asked("days_out", {**removals, "decided": "10/5/2026"})
    assert answered["known"]["keep"] == [
        {
            "event": "disciplinary_removal_decided",
            "day": "October 5, 2026",
            "repeats": LAW.events["disciplinary_removal_decided"].repeats,
        }
    ]
    assert "Keep it with your other dates" in answered["known"]["html"]


def test_getting_ready_ignores_unknown_calculators():
    get_ready("MS", "deadlines closed_days horoscope")
    with pytest.raises(LawMissing):
        get_ready("ZZ", "deadlines")


def test_a_worker_warms_up_and_spares_what_it_loaded_from_collection():
    threshold = gc.get_threshold()
    try:
        warm_up("MS", "deadlines")
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == NEW_OBJECTS
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)


# What a form asks


@pytest.mark.parametrize("tool", [case, case_file, days_out, deadlines, paths])
def test_a_form_for_several_states_includes_the_questions_of_each(tool):
    ids = [question.id for question in tool.inputs([LAW])]
    assert len(ids) == len(set(ids))
    in_both = {question.id for question in tool.inputs([LAW, load("AZ")])}
    assert in_both >= set(ids)
    assert {question.id for question in tool.asks(LAW, {"event": "violation"})} >= set(ids) - {"event"}


def test_the_day_of_sending_is_asked_alike_for_every_letter():
    assert [question.id for question in sent.asks(LAW, {})] == ["sent_day", "arrives"]
    assert letter.asks(LAW, {"letter": "records_request"})


def test_closed_days_are_asked_for_depending_on_the_event_and_state():
    (alone,) = {tuple(q.when) for q in deadlines.inputs([LAW]) if q.id == "closed"}
    (several,) = {tuple(q.when) for q in deadlines.inputs([LAW, load("AZ")]) if q.id == "closed"}
    assert (alone, several) == (("event",), ("state event",))


def test_rows_given_both_as_a_list_and_as_fields_are_refused():
    rows = Input("facts", "Facts", Kind.ROWS, fields=(Input("what", "What?", Kind.LINE),))
    with pytest.raises(WrongInput) as wrong:
        read((rows,), {"facts": [{"what": "a"}], "facts.0.what": "b"})
    assert wrong.value.problems == {"facts": "Give this once: as a list, or as facts.0 and so on."}
    with pytest.raises(WrongInput) as wrong:
        read((rows,), {"facts": ""})
    assert wrong.value.problems["facts"].startswith("This takes a list of objects")


def test_a_lone_surrogate_is_refused():
    with pytest.raises(WrongInput) as wrong:
        read((Input("what", "What?", Kind.LINE),), {"what": "\ud83d"})
    assert "There is a broken character in this" in wrong.value.problems["what"]


# Unknown names


def test_an_unknown_id_in_the_law_is_named():
    with pytest.raises(KeyError, match="'rule_of_thumb' is not a rule of Mississippi"):
        LAW.rule("rule_of_thumb")
    with pytest.raises(KeyError, match="no contact 'oracle' for Mississippi"):
        LAW.contact("oracle")


def test_missing_built_data_names_the_command_that_builds_it(monkeypatch, tmp_path):
    for module in (letter, letter_forms, paths):
        monkeypatch.setattr(module, "DATA", tmp_path)
    for read_it in (letter.samples, letter_forms.letters, paths._data):
        with pytest.raises(LawMissing, match="make"):
            read_it.__wrapped__()


def test_a_number_above_twelve_is_written_in_figures():
    assert [number_word(number) for number in (0, 12, 13)] == ["zero", "twelve", "13"]


# A stored case, from the phone or a file


def test_unreadable_parts_of_a_case_are_named_and_the_rest_is_read():
    document = {
        "events": {"violation": "2026-10-05"},
        "first_day": "2026-12-24",
        "decided": "some day",
        "notes": [{"day": "2026-10-06", "who": "Lee", "how": "smoke", "said": "Hi"}],
    }
    found = kept.read_kept(LAW, document, date(2026, 11, 27))
    assert found.happened == (("violation", date(2026, 10, 5)),)
    school, decided, note = found.unread
    assert school.startswith("The days of the school are not counted with: ")
    assert decided.startswith("The day of the school's decision on a removal: “some day” is not a date")
    assert note.startswith("The note of “2026-10-06”: “smoke” is not one of the answers")
    assert (found.school, found.decided, found.notes) == ({}, None, ())


def test_removals_in_a_days_out_form_are_read_once_and_empty_rows_ignored():
    form = {
        "removals.0.day": "9/8/2026",
        "removals.0.days": "3",
        "removals.0.kind": "suspension",
        "removals.1.day": " ",
    }
    found = kept.read_kept(LAW, {"days_out": [form, form, {"decided": "9/9/2026"}]}, date(2026, 11, 27))
    assert [one.entry.day for one in found.removals] == [date(2026, 9, 8)]
    assert (found.decided, found.unread) == (date(2026, 9, 9), ())


def test_a_decision_on_removals_applies_in_the_current_school_year():
    removals = [{"day": day, "days": "6", "kind": "suspension"} for day in ("2026-09-08", "2026-10-05")]
    document = {"removals": removals, "decided": "2026-10-06"}
    found = case_file.data(LAW, document, date(2026, 11, 27))
    assert "12 school days" in json.dumps(found["paper"])


def test_an_event_that_happens_once_is_stored_with_its_first_date():
    fields = (
        Input("first", "", Kind.DATE, event="evaluation_consent"),
        Input("again", "", Kind.DATE, event="evaluation_consent"),
    )
    told = happened.happened(LAW, fields, {"first": date(2026, 2, 2), "again": date(2026, 3, 2)})
    assert [(one.event, one.day) for one in told] == [("evaluation_consent", date(2026, 2, 2))]


def test_data_that_is_not_a_case_is_refused():
    with pytest.raises(WrongInput) as wrong:
        kept.read_kept(LAW, {"events": [], "sent": "none"}, date(2026, 11, 27))
    assert wrong.value.problems == {
        "events": "Give an object: the id of each event, and its date or dates.",
        "sent": "Give a list of objects.",
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[1, 2]", "Give an object: for each entry"),
        ("{broken", "Give an object: for each entry"),
        ('{"a": 1}', "Give an object: for each entry"),
        ('{"a": {"source": "rumor"}}', "“rumor” is no source of “a”. It takes: paper, noted, remembered."),
    ],
)
def test_details_of_an_entry_must_be_an_object_with_a_known_source(said, words):
    with pytest.raises(WrongInput) as wrong:
        case_file.read_case(LAW, {}, {"said": said}, date(2026, 11, 27))
    assert words in wrong.value.problems["said"]


def test_an_empty_case_file_says_what_to_do():
    with pytest.raises(WrongInput) as wrong:
        case_file.answer(LAW, {})
    assert wrong.value.problems == {"child_name": case_file.NOTHING}


def test_a_case_file_questions_dates_in_an_impossible_order():
    events = {"evaluation_consent": "2026-04-02", "eligibility_determined": "2026-02-02"}
    found = case_file.read_case(LAW, {"events": events}, {}, date(2026, 11, 27))
    assert len(found.doubts) == 1
    assert "April 2, 2026" in found.doubts[0]


def test_a_date_that_is_not_text_is_ignored():
    found = asked("case", {"decision_issued": ["3/2/2026"]}, dates=["decision_issued"])
    assert found == {"decision_issued": {"words": "", "iso": "", "kept": "", "problem": ""}}
