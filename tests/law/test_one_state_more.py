"""A new state is one file: everything such a file can say, including what no state says yet."""

import json
import shutil
from datetime import date

import pytest
import yaml

from calculators import law as calculators_law
from calculators.counting.chain import deadlines
from calculators.counting.counted import Calendar
from calculators.reading.printed_calendars import read_closures
from calculators.tools import letter
from macros.data.core_facts import fact_rows
from macros.data.law_files import check_terms, load_law
from macros.data.side_by_side import every_rule, side_by_side
from macros.data.state_data import state_data
from macros.data.yaml_files import WrongData
from macros.pages import cards, coverage
from macros.places import LAW, STATE_LAW

SOURCE = {
    "title": "Education rules of the state",
    "kind": "official",
    "version": "as of 2026",
    "checked": date(2026, 11, 27),
}
SURE = {"sources": ["own_rules"], "checked": date(2026, 11, 27), "confidence": "verified-primary", "publish": "ok"}
#: The states beside the invented one; all would take a second to read in each test.
BESIDE = ("arizona", "mississippi")
STATE = {
    "code": "XA",
    "name": "Invented",
    "slug": "invented",
    "sea": "IDE",
    "sea_full": "the Invented Department of Education",
    "codes": {"I.R.": {"title": "Invented Rules"}},
    "sources": {"own_rules": SOURCE},
    "contacts": {
        "sea": {
            **SURE,
            "name": "Invented Department of Education",
            "role": "The agency",
            "ask_for": "Ask.",
            "address": ["Invented Department of Education", "1 State Square"],
        },
        "complaint_office": {
            **SURE,
            "name": "Office of Complaints",
            "role": "Takes state complaints",
            "ask_for": "Ask how to file.",
            "address": ["Office of Complaints", "2 State Square"],
            "fax": ["555-0100"],
            "portal": "https://complaints.example/",
        },
    },
    "changes": {
        "day_definitions": {
            "relation": "same",
            "also": "In Invented an instructional day is a day on which students are taught.",
            "cite": [{"code": "I.R.", "section": "1"}],
        },
        "initial_evaluation": {
            "relation": "overrides",
            "clock": {"starts": ["evaluation_consent"], "value": 5, "unit": "instructional_days"},
            "cite": [{"code": "I.R.", "section": "2"}],
            "sources": ["own_rules"],
            "examples": [
                {
                    "given": {"evaluation_consent": date(2026, 3, 2)},
                    "expect": date(2026, 3, 9),
                    "count": "March 3 to 6 is 4 days, then a weekend, and March 9 is day 5.",
                }
            ],
        },
    },
    "not_found": {
        "recording": {"tried": ["Invented Rules, table of contents: recording"], "checked": date(2026, 11, 27)},
        "restraint": {
            "tried": ["restraint, seclusion"],
            "checked": date(2026, 11, 27),
            "ask": "protection_advocacy",
        },
    },
    "terms": {"met": "planning group"},
}


FEDERAL = calculators_law.load("US")


@pytest.fixture
def files(tmp_path):
    """The law files with one additional state."""
    (tmp_path / "law").mkdir()
    for slug in BESIDE:
        shutil.copy(STATE_LAW / f"{slug}.yml", tmp_path / "law")
    shutil.copy(LAW, tmp_path / "law.yml")

    def write(**changes):
        text = yaml.safe_dump({**STATE, **changes}, sort_keys=False)
        (tmp_path / "law" / "invented.yml").write_text(text, encoding="utf-8")
        return tmp_path / "law.yml"

    return write


@pytest.fixture
def invented(files, tmp_path, monkeypatch):
    """The law of that state, as calculators read it."""
    data = state_data(load_law(files()), "XA")
    (tmp_path / "XA.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(calculators_law, "DATA", tmp_path)
    yield calculators_law.load("XA")
    calculators_law.forget(["XA"])


def test_what_was_not_found_two_steps_and_an_office_of_its_own_are_core_facts(files):
    steps = {"relation": "overrides", "answer": "two steps", "cite": [{"code": "I.R.", "section": "3"}]}
    court = {"relation": "same", "replaces": ["civil_action"]}
    both = {"due_process_system": steps, "civil_action_after_review": court}
    law = load_law(files(changes={**STATE["changes"], **both}))
    rows = {row["fact"]: row for row in fact_rows(law) if row["state"] == "XA"}
    assert (rows["evaluation"]["value"], rows["evaluation"]["unit"]) == (5, "instructional_days")
    assert (rows["hearing_tiers"]["value"], rows["hearing_tiers"]["citation"]) == (2, "I.R. 3")
    assert rows["complaint_office"]["value"] == "Office of Complaints"
    assert rows["due_process_office"]["value"] == "Invented Department of Education"
    for fact in ("recording", "restraint"):
        assert (rows[fact]["value"], rows[fact]["confidence"], rows[fact]["checked"]) == (
            None,
            "not_found",
            "2026-11-27",
        )
    assert rows["parent_center"]["confidence"] == "not_found"


def test_a_state_with_nothing_of_its_own_has_the_federal_rules(files):
    law = load_law(files(changes={}, contacts={}, codes={}, sources={}, not_found={}, terms={}))
    assert list(state_data(law, "XA")["rules"]) == list(state_data(law, "US")["rules"])


@pytest.mark.parametrize("unit", ["instructional_days", "school_working_days"])
def test_days_of_school_by_another_name_are_counted_as_school_days(files, tmp_path, monkeypatch, unit):
    changes = json.loads(json.dumps(STATE["changes"], default=str))
    changes["initial_evaluation"]["clock"]["unit"] = unit
    data = state_data(load_law(files(changes=changes)), "XA")
    (tmp_path / "XA.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(calculators_law, "DATA", tmp_path)
    law = calculators_law.load("XA")
    calculators_law.forget(["XA"])
    closed = Calendar(read_closures("Spring break: 3/9/2026 to 3/13/2026"))
    for calendar, due in ((Calendar(), date(2026, 3, 9)), (closed, date(2026, 3, 16))):
        (row,) = [
            row
            for row in deadlines(law, [("evaluation_consent", date(2026, 3, 2))], calendar)
            if row.rule.id == "initial_evaluation"
        ]
        assert row.due == due  # March 3 to 6 is 4 days; then March 9, or after the break March 16
        assert row.clock.in_words() == f"5 {unit.replace('_', ' ')}"
        assert f"the first {unit[:-1].replace('_', ' ')} after" in row.how
        assert row.range, "a list that is not said to be whole gives no firm date"


def test_a_state_that_counts_in_such_days_says_what_they_are(files):
    changes = {"initial_evaluation": STATE["changes"]["initial_evaluation"]}
    with pytest.raises(WrongData) as told:
        load_law(files(changes=changes))
    assert str(told.value) == (
        "invented.yml, changes.day_definitions: say here what the state's rules mean by instructional_days"
    )


def test_a_fact_not_found_is_noted_at_the_federal_rule_with_the_office_to_ask(invented):
    rule = invented.rule("recording")
    said = "We did not find whether Invented has a rule of its own on this. Ask the Invented Department of Education."
    assert rule.not_found == said
    assert said in cards.card(rule, invented)
    assert said in cards.chip(rule, 1)
    assert invented.rule("iee").not_found == ""
    differ = coverage.sources_page(invented, FEDERAL, str, "about/sources/invented/")
    assert invented.rule("initial_evaluation").title in differ
    assert rule.title not in differ, "that it was not found is no difference in law"


@pytest.mark.parametrize(
    ("fact", "problem"),
    [
        ("recordings", "not_found.recordings: there is no core fact 'recordings'"),
        ("evaluation", "not_found.evaluation: it was not found, and the file has it: take one of the two away"),
        ("complaint_office", "not_found.complaint_office: it was not found, and the file has it"),
    ],
)
def test_only_a_missing_core_fact_can_be_listed_as_not_found(files, fact, problem):
    with pytest.raises(WrongData) as told:
        load_law(files(not_found={fact: STATE["not_found"]["recording"]}))
    assert f"invented.yml, {problem}" in str(told.value)


def test_a_fact_not_found_says_what_was_tried(files):
    with pytest.raises(WrongData, match=r"invented\.yml, not_found\.recording\.tried: "):
        load_law(files(not_found={"recording": {"tried": [], "checked": date(2026, 11, 27)}}))


def test_a_complaint_goes_to_the_office_for_complaints_and_the_rest_to_the_agency(invented):
    assert invented.contact("complaint_office").name == "Office of Complaints"
    assert invented.contact("due_process_office") == invented.contact("sea")
    written = {
        name: letter.answer(invented, {**letter.samples()[name], "letter": name}).letter.text
        for name in ("state_complaint", "due_process_complaint", "mediation_request")
    }
    assert {name: "2 State Square" in text for name, text in written.items()} == {
        "state_complaint": True,
        "due_process_complaint": False,
        "mediation_request": False,
    }
    assert "1 State Square" in written["mediation_request"]
    card = cards.contact_card(invented.contact("complaint_office"))
    assert "Fax: 555-0100" in card
    assert 'href="https://complaints.example/"' in card


def test_a_state_of_which_no_office_is_known_has_none_in_its_letters(files, tmp_path, monkeypatch):
    data = state_data(load_law(files(contacts={})), "XA")
    (tmp_path / "XA.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(calculators_law, "DATA", tmp_path)
    law = calculators_law.load("XA")
    calculators_law.forget(["XA"])
    text = letter.answer(law, {**letter.samples()["mediation_request"], "letter": "mediation_request"}).letter.text
    assert "To: State education agency, special education" in text
    assert "Your state education agency" not in text


def test_a_state_has_its_own_word_for_what_the_glossary_explains(invented, files):
    assert invented.terms == {"met": "planning group"}
    with pytest.raises(WrongData, match=r"invented\.yml, terms\.met: the glossary has no such word"):
        check_terms(load_law(files()), {"iep"})


def test_a_rule_stands_side_by_side_in_every_state(files):
    law = load_law(files())
    shown = side_by_side(law, "initial_evaluation")
    assert "US  federal; ok" in shown
    assert "XA  overrides; ok" in shown
    assert "5 instructional days after: evaluation_consent" in shown
    assert "MS  in its place: met_decision" in side_by_side(law, "eval_request_response")
    assert "not found in this state's law" in side_by_side(law, "recording")
    assert "US  no such rule" in side_by_side(law, "restraint_notice")
    with pytest.raises(ValueError, match="No law has a rule called 'nonsense'"):
        side_by_side(law, "nonsense")
    (listed,) = [line for line in every_rule(law).split("\n") if line.startswith("initial_evaluation ")]
    assert {"AZ overrides", "XA overrides", "MS same"} <= {*listed.split(maxsplit=1)[1].split(", ")}


def test_where_the_state_reviews_a_hearing_no_time_to_go_to_court_starts_before_it(files):
    two_steps = {"relation": "overrides", "answer": "two steps", "sources": ["own_rules"]}
    changes = {**STATE["changes"], "due_process_system": two_steps}
    with pytest.raises(WrongData) as told:
        load_law(files(changes=changes))
    assert "the time to go to court starts with the state's decision" in str(told.value)
    after_review = {"relation": "same", "replaces": ["civil_action"], "sources": ["own_rules"]}
    law = load_law(files(changes={**changes, "civil_action_after_review": after_review}))
    rules = state_data(law, "XA")["rules"]
    assert [name for name in rules if name.startswith("civil_action")] == ["civil_action_after_review"]


@pytest.mark.parametrize(
    ("clock", "wrong"),
    [
        ({"unit": "school_days", "pauses": {"summer": True}}, "'pauses' are of a limit in calendar days"),
        ({"unit": "calendar_days", "pauses": {"breaks_from": 6}}, "say 'summer: true'"),
        ({"unit": "school_days", "second": {"ends": "first", "value": 2, "unit": "months"}}, "is in days"),
        (
            {
                "unit": "school_days",
                "direction": "before",
                "second": {"ends": "first", "value": 9, "unit": "school_days"},
            },
            "of a number of days after an event",
        ),
        (
            {"unit": "school_days", "late_in_year": {"words": "you asked", "most": 9, "unit": "school_days"}},
            "give 'value' and 'counted_from', or 'by'",
        ),
    ],
)
def test_an_inconsistent_clock_is_refused_with_a_message(files, clock, wrong):
    changes = json.loads(json.dumps(STATE["changes"], default=str))
    changes["initial_evaluation"]["clock"] = {"starts": ["evaluation_consent"], "value": 5, **clock}
    with pytest.raises(WrongData) as told:
        load_law(files(changes=changes))
    assert wrong in str(told.value)
