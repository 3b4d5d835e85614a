"""The two complaints: all required contents, only timely facts, and nothing unconfirmed."""

import io
import re
import zipfile
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import textstat
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect
from pypdf import PdfReader

from calculators.counting.cautions import marked
from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.rendering import docx, render
from calculators.tools import due_process_complaint, letter, state_complaint
from calculators.tools.complaint import names_no_limit
from macros.data.law_files import load_law
from tests.letters.test_long_forms import fill
from tests.tools.browser_engines import PlaywrightPhone, print_as_it_stands
from tests.tools.examples import examples

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STATES = ["US", "MS", "AZ"]
RECEIVED = "3/16/2026"
FACT = {"day": "1/12/2026", "going": "once", "what": "No speech session.", "rule": "iep_services", "shows": "my log"}
ISSUE = {
    "day": "1/12/2026",
    "going": "once",
    "about": "fape",
    "did": "left_out",
    "facts": "Since January 12 there has been no speech therapy. The IEP says two sessions a week.",
}
WHO = {
    "child_name": "Jo Díaz",
    "child_home": "2 Elm Street",
    "school": "Oak Elementary School",
    "district": "Oak County School District",
    "parent_name": "Ana Díaz",
    "parent_contact": "ana@example.org",
    "letter_date": "3/4/2026",
    "received_on": RECEIVED,
}
STATE = {
    **WHO,
    "letter": "state_complaint",
    "problem": "There has been no speech therapy since January.",
    "facts": [FACT],
    "fix": "Give the missed speech sessions.",
}
HEARING = {
    **WHO,
    "letter": "due_process_complaint",
    "issues": [ISSUE],
    "fix": "Two speech sessions a week, and make-up sessions.",
}
OLDER = "OLDER FACTS, AS BACKGROUND"
FACTS = "THE FACTS, AND THE RULE FOR EACH"


def written(answers=STATE, state="MS", **changes):
    return letter.answer(load(state), {**answers, **changes})


def problems(answers=STATE, state="MS", **changes):
    with pytest.raises(WrongInput) as wrong:
        written(answers, state, **changes)
    return wrong.value.problems


def fact_on(day, **changes):
    return {**FACT, "day": day.isoformat() if isinstance(day, date) else day, **changes}


def part(text, heading):
    """A letter's text between a heading in capitals and the next one."""
    lines = text.split(f"\n{heading}\n", 1)[1].split("\n")
    end = next((n for n, line in enumerate(lines) if len(line) > 5 and line.isupper()), len(lines))
    return "\n".join(lines[:end])


# ---- Required contents


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("answers", "count"), [(STATE, 7), (HEARING, 5)], ids=["state", "hearing"])
def test_each_point_that_the_law_lists_is_checked_once_and_in_its_order(state, answers, count):
    complaint = letter.COMPLAINTS[answers["letter"]]
    items = load(state).rule(complaint.rule).items
    assert len(items) == len(complaint.elements) == count
    assert [check.text for check in written(answers, state).checks][:count] == list(items)


@pytest.mark.parametrize("answers", [STATE, HEARING], ids=["state", "hearing"])
def test_each_point_stands_under_the_heading_that_the_check_names(answers):
    text = written(answers).letter.text
    complaint = letter.COMPLAINTS[answers["letter"]]
    for element in complaint.elements:
        if element.heading:
            assert f"\n{element.heading.upper()}" in text


@pytest.mark.parametrize("state", STATES)
def test_a_state_complaint_has_every_point(state):
    text = written(state=state).letter.text
    assert "Oak County School District broke Part B" in part(text, "WHAT I STATE")
    assert "January 12, 2026: No speech session.\n  Shown by: my log" in part(text, "THE FACTS, AND THE RULE FOR EACH")
    assert "\nSignature: ____" in text
    assert text.startswith("Ana Díaz\nana@example.org\n")
    who = part(text, "WHO IT IS ABOUT")
    assert "Child: Jo Díaz\nHome address: 2 Elm Street\nSchool: Oak Elementary School\n" in who
    assert STATE["problem"] in part(text, "THE PROBLEM")
    assert STATE["fix"] in part(text, "HOW I ASK YOU TO FIX IT")


@pytest.mark.parametrize("state", STATES)
def test_a_due_process_complaint_has_every_point(state):
    text = written(HEARING, state).letter.text
    assert "Child: Jo Díaz\nHome address: 2 Elm Street\nSchool: Oak Elementary School\n" in part(
        text, "WHO IT IS ABOUT"
    )
    told = part(text, "THE PROBLEMS, WITH THE FACTS")
    assert "free appropriate public education" in told
    assert "The district did not do what it had to do." in told
    assert f"January 12, 2026: {ISSUE['facts']}" in told
    assert HEARING["fix"] in part(text, "HOW I ASK THAT IT BE SOLVED")


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        (STATE, {"received_on", "problem", "fix", "facts.0.day", "facts.0.going", "facts.0.what", "facts.0.rule"}),
        (
            HEARING,
            {
                "received_on",
                "fix",
                "issues.0.day",
                "issues.0.going",
                "issues.0.about",
                "issues.0.did",
                "issues.0.facts",
            },
        ),
    ],
    ids=["state", "hearing"],
)
def test_each_point_that_is_missing_is_named_beside_its_field(answers, fields):
    who = {"child_name", "child_home", "school", "district", "parent_name"}
    reached = {"parent_contact"} if answers == STATE else set()  # never a draft, so all is said at once
    said = problems({"letter": answers["letter"]})
    assert set(said) == fields | who | reached
    complaint = letter.COMPLAINTS[answers["letter"]]
    items = load("MS").rule(complaint.rule).items
    named = {item for item in items for problem in said.values() if f"The law asks for it: “{item}”" in problem}
    assert named == set(items)


def test_invalid_answers_are_not_reported_as_missing():
    said = problems(received_on="2/30/2026", child_name="")
    assert "The law asks for it" not in said["received_on"]
    assert "The law asks for it: “The child's name and home address" in said["child_name"]


def test_a_way_to_reach_the_parent_is_needed_and_either_one_will_do():
    assert set(problems(STATE, parent_contact="")) == {"parent_contact"}
    assert set(written(HEARING, parent_contact="").missing) == {"parent_contact"}
    for answers in (STATE, HEARING):
        whole = written(answers, parent_contact="", parent_address="1 Main Street")
        assert "1 Main Street" in whole.letter.text
        assert whole.missing == {}


def test_signing_and_sending_stay_to_be_done():
    assert [check.text for check in written().checks if not check.done] == ["Your signature and how to reach you."]
    to_do = [check.note for check in written(HEARING).checks if not check.done]
    assert any("the district and each office" in note for note in to_do)


# ---- The look-back year of a state complaint


@pytest.mark.parametrize(
    ("received", "outside", "edge", "safe"),
    [
        # One year before March 16, 2026 is March 16, 2025, the edge. The day before is too old, the day after is safe.
        (date(2026, 3, 16), date(2025, 3, 15), [date(2025, 3, 16)], date(2025, 3, 17)),
        # 2027 has no February 29: one year back is February 28, 2027.
        (date(2028, 2, 29), date(2027, 2, 27), [date(2027, 2, 28)], date(2027, 3, 1)),
        # One year back is February 28, 2024. The year after February 29, 2024 ends on February 28, 2025 too.
        (date(2025, 2, 28), date(2024, 2, 27), [date(2024, 2, 28), date(2024, 2, 29)], date(2024, 3, 1)),
        # One year back is March 1, 2024, so February 29 is too old.
        (date(2025, 3, 1), date(2024, 2, 29), [date(2024, 3, 1)], date(2024, 3, 2)),
    ],
)
@pytest.mark.parametrize("state", STATES)
def test_a_fact_one_day_on_either_side_of_the_year(state, received, outside, edge, safe):
    assert state_complaint.reach(load(state), received) == (outside + timedelta(days=1), safe)
    facts = [{**FACT, "day": day, "shows": ""} for day in [outside, *edge, safe]]
    values = {"received_on": received, "facts": facts}
    form = letter.letters()["state_complaint"]
    words = letter.COMPLAINTS["state_complaint"].words(load(state), values, form.inputs)
    inside = [fact["when"] for group in words["groups"] for fact in group["facts"]]
    assert [fact["when"] for fact in words["older"]] == [f"{outside:%B} {outside.day}, {outside.year}"]
    assert inside == [f"{day:%B} {day.day}, {day.year}" for day in [*edge, safe]]


def test_background_facts_are_separate_and_the_parent_is_told_which_and_why():
    result = written(facts=[FACT, fact_on("3/15/2025", what="The first session was missed.", rule="none")])
    text = result.letter.text
    assert "March 15, 2025: The first session was missed." in part(text, OLDER)
    assert "The first session was missed." not in part(text, FACTS)
    told = result.warnings[0]
    assert told.startswith("This will not be decided: March 15, 2025 (“The first session was missed.”).")
    assert (
        "on March 16, 2026, it looks back to March 17, 2025. Did it also happen on that day or later? Add a date."
        in told
    )


# ---- Violations that are continuing, or ended within the year


def test_a_claim_that_is_too_old_asks_before_it_becomes_background():
    said = problems(facts=[FACT, fact_on("3/15/2025", what="The first session was missed.")])
    assert set(said) == {"facts.1.going"}
    words = said["facts.1.going"]
    assert words.startswith("This would not be decided: it is too old.")
    # One year before March 16, 2026 is March 16, 2025; the day after is the first safe day.
    assert "Did it also happen on March 17, 2025 or later?" in words
    assert "choose “Yes, it is still happening”, or add a fact with a newer day" in words


def test_a_claim_that_ended_a_day_too_early_is_asked_for_its_end():
    said = problems(facts=[FACT, fact_on("2/3/2025", going="ended", ended_on="3/15/2025")])
    assert set(said) == {"facts.1.going"}
    assert "Then change the day on which it ended" in said["facts.1.going"]


@pytest.mark.parametrize("state", STATES)
def test_a_continuing_violation_is_claimed_from_the_first_safe_day_and_its_start_is_background(state):
    # No speech therapy since October 1, 2025, still going on; received December 1, 2026. One year before is December 1,
    # 2025; the next day is safe. October 1 is two months too old.
    speech = fact_on("10/1/2025", what="No speech therapy.", going="still")
    other = fact_on("1/12/2026", what="A lesson was missed.")
    changes = {"facts": [speech, other], "received_on": "12/1/2026", "letter_date": "11/27/2026"}
    result = written(state=state, **changes)
    claims = part(result.letter.text, FACTS)
    assert "- Since December 2, 2025, and still now: No speech therapy." in claims
    assert "It began on October 1, 2025. What happened before December 2, 2025 is background to this claim." in claims
    assert OLDER not in result.letter.text
    assert claims.index("A. Services in the IEP") < claims.index("No speech") < claims.index("B. Services in the IEP")
    assert claims.index("B. Services in the IEP") < claims.index("A lesson was missed.")
    assert result.warnings[0].startswith("This began earlier and went on: October 1, 2025 (“No speech therapy.”).")
    assert "the part since December 2, 2025" in result.warnings[0]


@pytest.mark.parametrize(
    ("day", "ended", "words"),
    [
        # Received March 16, 2026: March 16, 2025 is the edge, March 17 the first safe day.
        ("2/3/2025", "3/17/2025", "March 17, 2025: No"),  # only its last day is safe
        ("2/3/2025", "3/16/2025", "March 16, 2025: No"),  # only its last day, on the edge: kept, with a warning
        (
            "3/16/2025",
            "4/1/2025",
            "From March 17, 2025 to April 1, 2025: No",
        ),  # began on the edge: counted from the day after
        ("3/17/2025", "4/1/2025", "From March 17, 2025 to April 1, 2025: No"),  # all of it is in
    ],
)
def test_an_ended_violation_is_claimed_for_its_timely_part(day, ended, words):
    result = written(facts=[fact_on(day, going="ended", ended_on=ended)])
    claims = part(result.letter.text, FACTS)
    assert f"- {words} speech session." in claims
    assert ("is background to this claim" in claims) == (day != "3/17/2025")
    assert any("On the edge" in warning for warning in result.warnings) == (ended == "3/16/2025")


def test_the_day_of_arrival_counts_and_not_the_day_of_writing():
    # Timely on March 4, 2026, when the letter is written, but not on March 16, when the state receives it.
    assert set(problems(facts=[FACT, fact_on("3/10/2025")])) == {"facts.1.going"}
    assert OLDER not in written(facts=[FACT, fact_on("3/10/2025")], received_on="3/4/2026").letter.text


def test_no_letter_says_that_no_decision_is_asked_for():
    old = fact_on("3/15/2025", rule="none")
    going = fact_on("10/1/2024", going="still")
    assert "do not ask" not in written(facts=[FACT, old, going]).letter.text


def test_what_is_too_old_is_said_beside_answers_that_are_missing_or_do_not_fit():
    old = {"day": "3/4/2020", "going": "once", "rule": "iep_services", "what": "No aide came."}
    said = problems(STATE, facts=[old], letter_date="99/99/2026", fix="", parent_contact="", parent_address="")
    assert "This would not be decided: it is too old." in said["facts.0.going"]
    assert {"letter_date", "fix", "parent_contact"} <= set(said)
    assert "facts.0.going" not in problems(STATE, facts=[{**old, "going": "ended"}], fix=""), "its end is not known"


def test_an_end_before_its_beginning_is_said_beside_it():
    said = problems(facts=[fact_on("3/2/2026", going="ended", ended_on="3/1/2026")])
    assert said == {
        "facts.0.ended_on": "March 1, 2026 is before March 2, 2026 (“On what day did it happen, or begin?”). Check both dates."
    }
    issue = {**ISSUE, "day": "3/2/2026", "going": "ended", "ended_on": "3/1/2026"}
    assert set(problems(HEARING, issues=[issue])) == {"issues.0.ended_on"}


def test_forty_separate_claims_each_have_a_label():
    facts = [fact_on(f"10/{day}/2024", going="still") for day in range(1, 31)]
    assert "\nAD. Services in the IEP" in written(facts=facts).letter.text


def test_a_fact_on_the_edge_stays_in_and_the_parent_is_told_to_be_sooner():
    result = written(facts=[fact_on("3/16/2025")])
    assert OLDER not in result.letter.text
    assert "March 16, 2025: No speech session." in result.letter.text
    assert any(w.startswith("On the edge: March 16, 2025") and "sooner" in w for w in result.warnings)


def test_age_is_not_mentioned_if_all_facts_are_timely():
    result = written(facts=[fact_on("3/17/2025")])
    assert OLDER not in result.letter.text
    assert not any("edge" in warning or "not be decided" in warning for warning in result.warnings)


def test_a_complaint_of_old_facts_alone_is_not_written():
    assert set(problems(facts=[fact_on("3/15/2025")])) == {"facts.0.going"}
    said = problems(facts=[fact_on("3/15/2025", rule="none")])
    assert set(said) == {"facts"}
    assert "All of these days are before March 16, 2025" in said["facts"]


def test_a_complaint_needs_something_that_the_school_did_wrong():
    assert "something that the school did wrong" in problems(facts=[{**FACT, "rule": "none"}])["facts"]


@pytest.mark.parametrize("answers", [STATE, HEARING], ids=["state", "hearing"])
def test_a_complaint_cannot_arrive_before_it_is_written(answers):
    assert "before the date of the letter, March 4, 2026" in problems(answers, received_on="3/3/2026")["received_on"]


def test_a_fact_after_the_day_of_receipt_is_named_in_its_own_row_of_the_form():
    sent = {key: value for key, value in STATE.items() if key != "facts"}
    rows = {2: fact_on("3/1/2026"), 5: dict.fromkeys(FACT, ""), 7: fact_on("3/20/2026")}
    sent |= {f"facts.{number}.{name}": value for number, row in rows.items() for name, value in row.items()}
    assert set(problems(sent)) == {"facts.7.day"}


# ---- The rule of each fact


def choices():
    fields = next(question for question in letter.letters()["state_complaint"].inputs if question.id == "facts").fields
    return next(field for field in fields if field.id == "rule").choices


CLAIMED = [(state, c) for state in STATES for c in choices() if c.value not in state_complaint.NO_RULE]
CLAIMED = [(state, c) for state, c in CLAIMED if not names_no_limit(load(state), c.value)]


@pytest.mark.parametrize(("state", "choice"), CLAIMED, ids=lambda one: getattr(one, "value", one))
def test_each_thing_a_school_can_do_wrong_is_tied_to_a_rule_of_the_state(state, choice):
    law = load(state)
    rule = law.rule(state_complaint.rule_here(law, choice.value))
    text = written(state=state, facts=[{**FACT, "rule": choice.value}]).letter.text
    assert f"A. {choice.label}\n\nRule: {letter.LawInLetters(law).cite(rule.id)}." in text
    assert rule.kind == "law"
    assert ("could not confirm" in text) == (rule.publish == "caveat")


def test_a_rule_that_a_state_has_replaced_is_named_as_the_law_file_says():
    replaced = {
        (code, federal, rule_id)
        for code, state in load_law().states.items()
        for rule_id, entry in (*state.adds.items(), *state.changes.items())
        for federal in entry.replaces
    }
    assert ("MS", "eval_request_response", "met_decision") in replaced
    for code, federal, rule_id in replaced:
        rule = load(code).rule(federal)
        assert rule.id == rule_id
        assert state_complaint.rule_here(load(code), federal) == (None if rule.publish == "hold" else rule_id)


def test_a_reported_rule_is_marked_in_the_letter_and_beside_it():
    result = written(state="AZ", facts=[{**FACT, "rule": "iep_meeting_request"}])
    law = load("AZ")
    assert law.rule("iep_meeting_request").publish == "caveat"
    rule = "Rule: A.A.C. R7-2-401(G)(7), which I could not confirm; 34 CFR § 300.324(b)(1). Please check it."
    assert rule in result.letter.text
    assert "45" not in part(result.letter.text, "THE FACTS, AND THE RULE FOR EACH")
    assert any(law.rule("iep_meeting_request").note in warning for warning in result.warnings)


def test_a_rule_on_hold_cannot_be_named():
    law = load("AZ")
    held = deepcopy(law.rules["iep_services"].__dict__) | {"publish": "hold"}
    law = type(law)(**{**law.__dict__, "rules": {**law.rules, "iep_services": type(law.rules["iep_services"])(**held)}})
    with pytest.raises(WrongInput) as wrong:
        letter.answer(law, STATE)
    assert "We could not confirm this rule for Arizona" in wrong.value.problems["facts.0.rule"]


def test_where_the_time_to_file_is_on_hold_nothing_is_called_late_and_the_parent_is_told_not_to_wait():
    law = load("MS")
    rule = law.rule("due_process_filing_limit")
    note = "We could not confirm how long you have. Do not wait."
    held = replace(
        rule, publish="hold", note=note, clock=replace(rule.clock, value=None, unit=None, words="not confirmed")
    )
    law = replace(law, rules={**law.rules, rule.id: held})
    answers = deepcopy(HEARING)
    answers["issues"][0]["day"] = "3/2/2015"
    result = letter.answer(law, answers)
    assert note in result.warnings
    assert "too late" not in render.text(result)
    assert "2 years" not in result.letter.text


@pytest.mark.parametrize("name", ["state_complaint", "due_process_complaint"])
@pytest.mark.parametrize("state", STATES)
def test_no_complaint_takes_anything_from_a_fact_on_hold(state, name):
    law = load(state)
    used = letter.cited(letter.letters()[name], law)
    assert used
    assert all(law.rule(rule).publish != "hold" for rule in used)


def test_a_parent_who_cannot_name_the_rule_can_still_complain():
    text = written(facts=[{**FACT, "rule": "other"}]).letter.text
    assert "A. Another rule of special education law\n\nI cannot name the rule." in text
    assert "Rule: " not in text


def test_facts_stand_by_rule_and_in_order_of_date_with_how_it_came_about_first():
    facts = [
        fact_on("2/2/2026", what="third", rule="records_idea"),
        fact_on("2/9/2026", what="fourth"),
        fact_on("1/5/2026", what="second"),
        fact_on("2/16/2026", what="first", rule="none"),
    ]
    text = part(written(facts=facts).letter.text, "THE FACTS, AND THE RULE FOR EACH")
    places = [text.index(word) for word in ("A. How it", "first", "B. Serv", "second", "fourth", "C. I asked", "third")]
    assert places == sorted(places)


def test_make_up_services_are_asked_about_only_where_services_were_missed():
    cite = load("MS").rule("compensatory_education").citation
    assert cite in written().letter.text
    assert cite not in written(facts=[{**FACT, "rule": "pwn_timing"}]).letter.text


# ---- The addressee


@pytest.mark.parametrize("state", ["MS", "AZ"])
def test_the_state_office_stands_in_the_letter_as_the_law_file_has_it_and_its_doubts_beside(state):
    office = load(state).contact("sea")
    result = written(state=state)
    assert "\n".join(office.address) in result.letter.paragraphs
    assert "confirmed" not in result.letter.text
    assert office.note not in result.letter.text
    assert any(office.note in warning for warning in result.warnings)


def test_a_parent_can_give_another_address_and_then_nothing_is_doubted():
    result = written(state_office="Office of Special Education\n9 New Street")
    assert "Office of Special Education\n9 New Street" in result.letter.paragraphs
    assert not any("Check the address" in warning for warning in result.warnings)


def test_without_a_known_office_the_parent_is_told_that_the_address_is_missing():
    assert any("We do not know the address" in warning for warning in written(state="US").warnings)
    assert "State education agency" in written(state="US").letter.text


@pytest.mark.parametrize("state", STATES)
def test_the_districts_copy_has_its_own_cover_letter(state):
    [cover] = written(state=state, exhibits=[{"paper": "IEP of 9/2/2025"}, {"paper": "Log"}]).copies
    assert "Special Education Director\nOak County School District" in cover.text
    assert load(state).rule("state_complaint_content").citation in cover.text
    assert "I enclose the complaint and its 2 papers." in cover.text
    assert "A talk does not end the complaint." in cover.text


@pytest.mark.parametrize("state", ["MS", "AZ"])
def test_a_due_process_complaint_goes_to_the_district_and_a_copy_to_the_state(state):
    result = written(HEARING, state)
    assert "Superintendent\nOak County School District" in result.letter.paragraphs
    [cover] = result.copies
    assert "\n".join(load(state).contact("due_process_office").address) in cover.paragraphs


@pytest.mark.parametrize("name", ["state_complaint", "due_process_complaint"])
def test_arizonas_form_is_linked_and_mississippis_is_to_be_asked_for(name):
    complaint = {**letter.samples()[name], "letter": name}
    own = load("AZ").form(name)
    assert [step.url for step in written(complaint, "AZ").next_steps if step.url] == [own.web]
    assert f'href="{own.web}"' in render.html(written(complaint, "AZ")).replace("&amp;", "&")
    steps = written(complaint, "MS").next_steps
    [asked] = [step.text for step in steps if step.text.startswith("Or use the state's own form:")]
    assert "Reported, not confirmed: We did not see the form" in asked
    assert load("MS").contact("sea").name in asked
    assert f"the same {len(load('MS').rule(letter.COMPLAINTS[name].rule).items)} points" in asked
    assert not any(step.url for step in steps)


def test_exhibits_are_numbered():
    text = written(exhibits=[{"paper": "IEP of 9/2/2025"}, {"paper": "Log"}]).letter.text
    assert part(text, "PAPERS THAT I ATTACH").startswith("\nExhibit 1: IEP of 9/2/2025\nExhibit 2: Log\n")
    assert "PAPERS" not in written().letter.text


def test_an_open_hearing_is_named_with_what_it_sets_aside():
    result = written(hearing="yes")
    assert load("MS").rule("state_complaint_overlap").citation in result.letter.text
    assert any("sets aside" in warning for warning in result.warnings)


@pytest.mark.parametrize("state", known_states())
def test_a_complaint_is_addressed_to_an_office_by_its_name_where_no_address_is_known(state):
    law = load(state)
    office = law.contact("complaint_office")
    text = written(state=state).letter.text
    assert ("State education agency\nSpecial education, state complaints" in text) is (office.jurisdiction == "US")
    assert "\n".join(office.addressed) in text


def test_a_limit_that_only_a_state_sets_is_not_claimed_where_none_is_known():
    late = {**FACT, "rule": "reevaluation_completion"}
    assert "no number of days for this in your state" in problems(facts=[late])["facts.0.rule"]
    text = written(state="AZ", facts=[late]).letter.text
    assert f"Rule: {letter.LawInLetters(load('AZ')).cite('reevaluation_completion')}." in text


def test_older_problems_are_not_called_late_where_the_limit_is_only_reported():
    old = {**ISSUE, "day": "1/12/2020", "going": "once"}
    known, reported = (
        part(
            written(HEARING, state, issues=[old], older="held_back", older_facts="No notice came.").letter.text,
            "TIME LIMIT",
        )
        for state in ("MS", "LA")
    )
    assert "Problem 1 goes back further than 2 years. The limit does not bind me here" in known
    assert "If a time limit has passed for Problem 1, it does not bind me here" in reported
    assert "goes back further" not in reported


# ---- Formalities: caption, signature block, certificate of service


@pytest.mark.parametrize("state", [*STATES, "FL"])
def test_the_caption_names_the_parties_and_leaves_the_case_number_to_the_office(state):
    caption = written(HEARING, state).letter.text.split("\nMarch 4, 2026\n")[0]
    system = load(state).rule("due_process_system")
    judge = "AN IMPARTIAL HEARING OFFICER" if system.publish == "caveat" else system.words["decides"].upper()
    assert state != "AZ" or judge == "AN ADMINISTRATIVE LAW JUDGE"
    assert caption.startswith(f"Ana Díaz\nana@example.org\n\nBEFORE {judge}\n")
    assert (
        "Party who files: Ana Díaz, parent, on behalf of Jo Díaz\nOther party: Oak County School District\n" in caption
    )
    assert "Case number: ____________________ (left blank for the office)" in caption


@pytest.mark.parametrize("state", known_states())
def test_the_caption_names_the_office_of_the_law_and_no_other(state):
    law = load(state)
    office = law.contact("due_process_office")
    [line] = [line for line in written(HEARING, state).letter.text.split("\n") if line.startswith("Office: ")]
    known = office.jurisdiction != "US"
    assert line == (
        f"Office: {office.name}" if known else f"Office: {'_' * 32} (ask the state education agency which one)"
    )


def test_the_html_file_has_the_letters_that_go_with_a_complaint():
    for answers in (STATE, HEARING):
        result = written(answers)
        page = render.document(result)
        assert page.count("<article") == 1 + len(result.copies) == 2
        assert page.count("<hr>") == 1


def test_initials_in_the_caption_keep_the_name_off_the_top_and_not_out_of_the_complaint():
    text = written(HEARING, caption_name="J. D.").letter.text
    top, body = text.split("WHO IT IS ABOUT")
    assert "on behalf of J. D.\n" in top
    assert "Jo Díaz" not in top
    assert "Child: Jo Díaz\n" in body


def certificate(state="MS", **changes):
    return part(written(HEARING, state, **changes).letter.text, "CERTIFICATE OF SERVICE")


@pytest.mark.parametrize("state", known_states())
def test_the_certificate_has_a_box_for_the_other_party_and_for_the_agency_where_no_other_box_reaches_it(state):
    law = load(state)
    told = certificate(state)
    assert law.rule("due_process_content").citation in told
    assert "[ ] The other party\nSuperintendent\nOak County School District\nHow: ____" in told
    agency = law.contact("sea")
    office = law.contact("due_process_office")
    apart = office != agency
    email = f"\n{agency.email}" if not agency.address and agency.email and not apart else ""
    named = "\n".join(agency.addressed) + email if agency.addressed else "_" * 32
    own_box = not (apart and office.reaches_agency)
    assert (f"[ ] The state education agency\n{named}\nHow: ____" in told) is own_box
    assert ("[ ] The office for due process\n" in told) is apart
    assert told.count("[ ] ") == 1 + own_box + apart + len(office.also_to)
    assert all(f"[ ] The law sends it here too\n{one}\nHow: ____" in told for one in office.also_to)
    assert "Day: ____" in told


@pytest.mark.parametrize("state", known_states())
def test_the_certificate_begins_a_sheet_and_what_comes_before_it_closes_without_it(state):
    signed = written(HEARING, state).letter
    [starts] = signed.sheets
    assert signed.paragraphs[starts] == "CERTIFICATE OF SERVICE"
    assert signed.paragraphs[starts - signed.closing] == "Thank you,"
    assert f"\n\n{'-' * 30}\n\nCERTIFICATE OF SERVICE\n" in signed.text
    assert render.letter_html(signed).count("data-sheet") == 1


def test_the_certificate_names_the_parties_for_who_holds_that_sheet_alone():
    told = certificate(caption_name="J. D.")
    assert "Party who files: Ana Díaz, parent, on behalf of J. D.\nOther party: Oak County School District\n" in told


def test_a_word_file_begins_a_page_with_the_certificate_and_keeps_each_recipient_whole():
    with zipfile.ZipFile(io.BytesIO(docx.docx(written(HEARING, "CA")))) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(f"{WORD}body")
    told = {"".join(part.itertext()): part for part in body.findall(f"{WORD}p")}
    breaks = [words for words, part in told.items() if part.find(f"{WORD}pPr/{WORD}pageBreakBefore") is not None]
    assert breaks == ["CERTIFICATE OF SERVICE"]
    recipients = [part for words, part in told.items() if words.startswith("[ ] ")]
    assert len(recipients) == 3
    assert all(part.find(f"{WORD}pPr/{WORD}keepLines") is not None for part in recipients)


def open_hearing(page, site, state, **changes):
    """The form of a due process complaint filled in with the sample answers, and the letter written."""
    answers = {**letter.samples()["due_process_complaint"], **changes}
    page.goto(f"{site}tools/letters/due-process-complaint/?state={state}#all-parts")
    fill(page, answers)
    for number, issue in enumerate(answers["issues"]):
        if number:
            page.get_by_role("button", name="Add another problem").click()
        fill(page, issue, f"issues.{number}.")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter").first).to_be_visible(timeout=60_000)


def sheets_of(page, **options):
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="Letter", **options))).pages]


@pytest.mark.browser
@pytest.mark.parametrize("state", ["CA", "NY"])
def test_a_printed_certificate_is_whole_on_a_sheet_of_its_own(page, page_log, site, state):
    page.add_init_script("window.print = () => {}")
    open_hearing(page, site, state)
    page.locator(".pt-of-a-letter").first.get_by_role("button", name="Print").click()
    *before, last = sheets_of(page)
    assert not any("CERTIFICATE OF SERVICE" in sheet for sheet in before)
    assert last.removeprefix(f"{len(before) + 1}\n").startswith("CERTIFICATE OF SERVICE\n")
    assert last.count("[ ] ") == certificate(state).count("[ ] ")
    assert "Signature:" in last
    assert "Thank you," in before[-1]
    assert "Signature:" in before[-1], "the letter's own signature block stays with its closing"


@pytest.mark.browser
def test_printed_by_the_browsers_menu_a_cover_letter_begins_a_sheet_of_its_own(page, page_log, site):
    open_hearing(page, site, "MS")
    sheets = sheets_of(page)
    [cover] = [n for n, sheet in enumerate(sheets) if "Dear dispute resolution office:" in sheet]
    assert "CERTIFICATE OF SERVICE" in sheets[cover - 1]
    assert sheets[cover].removeprefix(f"{cover + 1}\n").startswith("Ana Díaz\n1 Main Street")
    assert "CERTIFICATE OF SERVICE" not in sheets[cover]


def test_the_certificate_says_the_day_and_the_way_that_were_given():
    told = certificate(served_on="3/5/2026", served_district="hand", served_state="certified")
    assert "Day: March 5, 2026\n" in told
    assert "Oak County School District\nHow: handed over in person" in told
    assert "How: certified mail" in told


@pytest.mark.parametrize(
    ("day", "words"), [("3/3/2026", "before the date on the complaint, March 4, 2026"), ("3/17/2026", "after the day")]
)
def test_a_day_of_service_that_cannot_be_is_asked_about_beside_its_field(day, words):
    # The letter is dated March 4 and received March 16.
    said = problems(HEARING, served_on=day)
    assert set(said) == {"served_on"}
    assert words in said["served_on"]


def test_who_signs_is_named_with_how_to_reach_them_and_a_lawyer_signs_too():
    text = written(HEARING, helper="Ruth Lee, 555-0100").letter.text
    block = text.split("Thank you,")[1].split("-" * 30)[0]
    assert (
        "Signature: ______________________________\nDate: ____________________\nAna Díaz, parent\nana@example.org"
        in block
    )
    assert "Lawyer or advocate: Ruth Lee, 555-0100\nSignature: ____" in block
    assert "Lawyer or advocate" not in written(HEARING).letter.text


# ---- A draft, until all required contents are there


LACKING = {
    **{
        name: {name: ""}
        for name in ("child_name", "child_home", "school", "received_on", "district", "parent_name", "parent_contact")
    },
    "fix": {"fix": " "},
    "placement_now": {"stay_put": "yes"},
    "older_facts": {"older": "held_back"},
    "issues.0.ended_on": {"issues": [{**ISSUE, "going": "ended"}]},
    **{f"issues.0.{name}": {"issues": [{**ISSUE, name: ""}]} for name in ("day", "going", "about", "did", "facts")},
    "issues.1.facts": {"issues": [ISSUE, {**ISSUE, "facts": "They denied FAPE."}]},
}


@pytest.mark.parametrize("lacking", LACKING)
def test_a_complaint_that_lacks_something_is_written_as_a_draft_that_names_it(lacking):
    result = written(HEARING, **LACKING[lacking])
    assert set(result.missing) == {lacking}
    for one in (result.letter, *result.copies):
        assert one.text.startswith("DRAFT\n\n")
        assert '<div class="pt-letter-mark">DRAFT</div>' in render.letter_html(one)
    assert result.letter.text.count("DRAFT\n\n") == 2, "the certificate is a sheet of its own"
    [part] = [part for part in result.parts if part.title == "What is still missing"]
    assert [step.url for step in part.next_steps] == [f"#due-process-complaint-{lacking.replace('.', '-')}"]
    assert load("MS").rule("sufficiency_ruling").cites == part.cites
    assert "the hearing officer may find it not sufficient" in part.words
    shown = render.html(result)
    assert shown.index(part.title) < shown.index('class="pt-warning"'), "the intro says that it stands below"
    asked_by_law = {name for element in letter.COMPLAINTS["due_process_complaint"].elements for name in element.fields}
    assert any(check.note.startswith("Something is still missing") for check in result.checks) is (
        re.sub(r"\.\d+\.", ".", lacking) in asked_by_law
    )


@pytest.mark.parametrize("first", [{"fix": "Speech lessons."}, {"parent_name": "Ana Díaz"}, {"claim_services": "yes"}])
@pytest.mark.parametrize("state", STATES)
def test_from_the_first_answer_on_everything_missing_is_named_and_stays_blank(state, first):
    result = letter.answer(load(state), {"letter": "due_process_complaint", "recipient": "Superintendent", **first})
    start = "count_services_" if "claim_services" in first else "issues.0."
    who = {"child_name", "child_home", "school", "received_on", "district", "parent_name", "parent_contact", "fix"}
    told = {"day", "going", "facts", *(["promised"] if "claim_services" in first else ["about", "did"])}
    assert set(result.missing) == {*who - {*first}, *(f"{start}{name}" for name in told)}
    assert all(result.missing.values())
    text = result.letter.text
    assert "Child: ____" in text
    assert "School district: ____" in text
    assert ("COUNT 1. " if "claim_services" in first else "Problem 1. It is about ____") in text
    assert result.letter.subject.endswith("for my child")
    for one in (result.letter, *result.copies):
        assert "None" not in one.text
        assert "\n\n\n" not in one.text
        assert one.text.startswith("DRAFT\n\n")
    assert any(warning.startswith("Say when the district will have it") for warning in result.warnings)
    assert result.intro == letter.INTRO_OF_DRAFT
    assert written(HEARING, state).intro == letter.INTRO


def test_a_form_with_nothing_typed_in_it_makes_no_draft():
    filled_in = {"letter": "due_process_complaint", "recipient": "Superintendent", "letter_date": "3/4/2026"}
    for empty in (
        filled_in,
        {**filled_in, "issues": [{"day": "", "facts": " "}]},
        {**filled_in, "issues.0.facts": " "},
    ):
        said = problems(empty)
        assert {"child_name", "received_on", "issues.0.facts"} <= set(said)


def test_an_answer_that_does_not_fit_is_named_alone_and_stops_the_draft():
    said = problems({"letter": "due_process_complaint", "received_on": "2/30/2026"})
    assert set(said) == {"received_on"}
    said = problems(HEARING, school="", issues=[{**ISSUE, "day": "3/17/2026"}], parent_name="")
    assert set(said) == {"issues.0.day"}


def test_a_day_that_it_ended_stays_blank_in_a_draft():
    text = written(HEARING, issues=[{**ISSUE, "going": "ended"}]).letter.text
    assert f"From January 12, 2026 to {due_process_complaint.BLANK}: Since January 12 there has been" in text


@pytest.mark.parametrize("received", ["", RECEIVED])
def test_a_limit_that_is_federal_or_reported_says_so_with_and_without_a_day_of_receipt(received):
    for state in known_states():
        law = load(state)
        rule = law.rule("due_process_filing_limit")
        said = [
            one for one in written(HEARING, state, received_on=received).warnings if "The limit counted here" in one
        ]
        if rule.publish == "caveat":
            assert [rule.clock.in_words() in one and marked(rule) in one for one in said] == [True], state
            assert rule.note in said[0]
        elif rule.states_may:
            assert [rule.states_may.words in one for one in said] == [True], state
        else:
            assert said == [], state


def test_without_the_day_of_receipt_nothing_is_called_late_and_nothing_is_left_out():
    old = {**ISSUE, "day": "3/2/2015", "going": "still"}
    result = written(HEARING, received_on="", issues=[old], older="held_back", older_facts="They said so.")
    assert "too late" not in render.text(result)
    assert "Since March 2, 2015, and still now" in result.letter.text
    assert "TIME LIMIT" not in result.letter.text


@pytest.mark.parametrize("state", known_states())
def test_a_complete_complaint_is_not_marked_draft(state):
    result = written(HEARING, state)
    assert result.missing == {}
    assert "DRAFT" not in render.text(result) + render.html(result)


def test_a_state_complaint_is_never_a_draft():
    assert set(problems(child_name="")) == {"child_name"}


def headers(file):
    """The header text of each section of a Word file, on its first page and on the others."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"word/header\d+\.xml", name)]
        sections = ElementTree.fromstring(archive.read("word/document.xml")).findall(f".//{WORD}sectPr")
        kinds = [sorted(one.get(f"{WORD}type") for one in each.findall(f"{WORD}headerReference")) for each in sections]
        return kinds, {"".join(ElementTree.fromstring(archive.read(name)).itertext()) for name in names}


def test_each_page_of_a_word_file_says_draft_until_complete():
    draft = docx.docx(written(HEARING, "CA", child_home=""))
    assert headers(draft) == ([["default", "first"]] * 2, {"DRAFT"})
    assert headers(docx.docx(written(HEARING, "CA"))) == ([[], []], set())


def in_order(words, *wanted):
    """The position of each of ``wanted`` among the paragraphs, each after the previous one."""
    places = []
    for one in wanted:
        start = places[-1] if places else 0
        found = [place for place, text in enumerate(words[start:], start) if one in text]
        assert found, f"“{one}” does not stand after “{words[start]}”"
        places.append(found[0])
    return places


@pytest.mark.browser
def test_the_word_file_of_the_page_has_caption_claims_signature_certificate_and_the_draft_mark(page, page_log, site):
    """California: the office for due process is not the state agency, so three get a copy."""
    facts = {"claim_notice": "yes", "count_notice_day": "2/9/2026", "count_notice_going": "once"}
    facts |= {
        "count_notice_facts": "Speech was cut on February 9 and no notice came.",
        "count_notice_decision": "⟦cut⟧",
    }
    facts |= {"count_notice_harm": "⟦harm⟧", "count_notice_ask": "⟦ask⟧", "helper": "Ruth Lee, 555-0100"}
    open_hearing(page, site, "CA", **facts, child_home="")

    def word_file():
        with page.expect_download() as download:
            page.locator(".pt-of-a-letter").first.get_by_role("button", name="Word file").click()
        assert download.value.suggested_filename == "due-process-complaint.docx"
        return download.value.path().read_bytes()

    draft = word_file()
    assert headers(draft) == ([["default", "first"]], {"DRAFT"}), "on its first page and on the others"
    body = parts_of(draft)
    words = [text for text, _ in body]
    shown = page.locator(".pt-letter").first.locator("p").all_text_contents()
    assert words[: len(shown)] == shown, "what stands on the page stands in the file, with each break"
    caption = load("CA").contact("due_process_office").name
    in_order(
        words,
        "BEFORE ",
        f"California\nOffice: {caption}",
        "Party who files: Ana Díaz, parent, on behalf of J. D.\nOther party: Oak County School District\nCase number: ",
        "WHO IT IS ABOUT",
        "Child: Jo Díaz\nHome address: ______________________________\nSchool: Oak Elementary School",
        "COUNT 1. FAILURE TO IMPLEMENT THE IEP",
        "Since January 26, 2026, and still now: The school has no occupational therapist since January 26.",
        "The law: 34 CFR § 300.323(c)",
        "Because of this I ask for: Thirty minutes a week from now on",
        "COUNT 2. PRIOR WRITTEN NOTICE MISSING OR NOT SUFFICIENT",
        "February 9, 2026: Speech was cut on February 9 and no notice came.\nThe decision, and the notice: ⟦cut⟧",
        "Because of this I ask for: ⟦ask⟧",
        "Problem 1. It is about",
        "HOW I ASK THAT IT BE SOLVED",
        "STAY-PUT",
        "The current placement is:",
        "The general class at Oak Elementary School with an aide",
        "Thank you,",
        "Signature: ______________________________\nDate: ____________________\nAna Díaz, parent\n1 Main Street",
        "Lawyer or advocate: Ruth Lee, 555-0100\nSignature: ____",
        "CERTIFICATE OF SERVICE",
        "Party who files: Ana Díaz",
        "Day: March 12, 2026",
        "[ ] The other party\nSuperintendent\nOak County School District\nHow: handed over in person",
        "[ ] The office for due process",
        "[ ] The state education agency",
        "Signature: ______________________________\nDate: ____________________\nAna Díaz",
    )
    count = next(text for text in words if text.startswith("February 9, 2026: "))
    assert "\nWhat it did to my child or to my part in the decision: ⟦harm⟧" in count
    new_pages = [text for text, begins_a_page in body if begins_a_page]
    assert new_pages == ["CERTIFICATE OF SERVICE"]

    page.locator("[name=child_home]").fill("2 Elm Street")
    page.keyboard.press("Tab")
    expect(page.locator(".pt-letter-mark")).to_have_count(0)
    whole = word_file()
    assert headers(whole) == ([[]], set())
    assert any("Home address: 2 Elm Street\n" in text for text, _ in parts_of(whole))


def parts_of(file):
    """A Word file's paragraphs with line breaks, and whether each starts a new page."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(f"{WORD}body")
    marks = {f"{WORD}br": "\n", f"{WORD}tab": "\t"}
    return [
        (
            "".join(part.text or "" if part.tag == f"{WORD}t" else marks.get(part.tag, "") for part in one.iter()),
            one.find(f"{WORD}pPr/{WORD}pageBreakBefore") is not None,
        )
        for one in body.findall(f"{WORD}p")
    ]


@pytest.mark.browser
@pytest.mark.parametrize("state", ["CA", "MS"])
def test_each_printed_sheet_says_draft_and_the_list_leads_to_what_is_missing(page, page_log, site, state):
    page.add_init_script("window.print = () => {}")
    open_hearing(page, site, state, child_home="", fix="")
    expect(page.locator(".pt-result h3")).to_have_text("Your letter is still a draft")
    buttons = page.locator(".pt-of-a-letter")
    buttons.first.get_by_role("button", name="Print").click()
    sheets = sheets_of(page)
    assert len(sheets) >= 3
    assert [sheet.count("DRAFT") for sheet in sheets] == [1] * len(sheets)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    missing = page.locator(".pt-told .pt-next a")
    expect(missing).to_have_text(["How should it be solved?", "Your child's home address"])
    missing.nth(1).click()
    expect(page.locator("[name=child_home]")).to_be_focused()
    expect(page.locator("#part-1")).to_be_hidden()
    page.locator("[name=child_home]").fill("1 Main Street")
    page.keyboard.press("Tab")  # leaving a field rewrites the letter
    expect(missing).to_have_count(1, timeout=60_000)
    missing.click()
    expect(page.locator("[name=fix]")).to_be_focused()
    page.locator("[name=fix]").fill("Two sessions a week.")
    page.keyboard.press("Tab")
    expect(page.locator(".pt-letter-mark")).to_have_count(0, timeout=60_000)
    buttons.first.get_by_role("button", name="Print").click()
    assert "DRAFT" not in "".join(sheets_of(page))


@pytest.mark.browser
def test_each_printed_sheet_says_draft_in_firefox_which_prints_nothing_into_margins(firefox, site, tmp_path):
    with firefox.new_context() as context:
        page = context.new_page()
        page.add_init_script("window.print = () => {}")
        phone = PlaywrightPhone("firefox", page)
        open_hearing(page, site, "CA", child_home="")
        page.locator(".pt-of-a-letter").first.get_by_role("button", name="Print").click()
        phone.print(tmp_path / "letter.pdf", "Letter")
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "letter.pdf").pages]
    assert len(sheets) >= 3
    assert all("DRAFT" in sheet for sheet in sheets)


@pytest.mark.browser
def test_each_printed_sheet_says_draft_in_webkit_which_repeats_nothing(page, page_log, site, site_folder, tmp_path):
    page.add_init_script("window.print = () => {}")
    open_hearing(page, site, "CA", child_home="")
    page.locator(".pt-of-a-letter").first.get_by_role("button", name="Print").click()
    print_as_it_stands(page, site_folder, tmp_path / "site", tmp_path / "letter.pdf")
    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "letter.pdf").pages]
    assert len(sheets) >= 3
    assert all("DRAFT" in sheet for sheet in sheets)


# ---- Due process complaints only


@pytest.mark.parametrize(
    "text",
    [
        "denied FAPE",
        "The district denied my child a free appropriate public education.",
        "They violated my child's IDEA rights!",
        "No FAPE since May",
        "...",
    ],
)
def test_a_label_is_not_a_fact(text):
    assert due_process_complaint.is_label(text)
    said = written(HEARING, issues=[ISSUE, {**ISSUE, "facts": text}]).missing
    assert set(said) == {"issues.1.facts"}
    assert "tells too little" in said["issues.1.facts"]


@pytest.mark.parametrize(
    "text", [ISSUE["facts"], "No aide came on March 2", "从三月起学校没有提供语言治疗服务", "El niño no tuvo terapia"]
)
def test_a_short_fact_is_a_fact(text):
    assert not due_process_complaint.is_label(text)


@pytest.mark.parametrize("state", STATES)
def test_legal_help_comes_first_in_the_form_and_in_the_answer(state):
    assert letter.letters()["due_process_complaint"].warning.startswith("Get legal help first.")
    assert written(HEARING, state).warnings[0].startswith("Get legal help before you send this.")


@pytest.mark.parametrize(
    ("day", "late", "edge"),
    [
        ("3/15/2024", True, False),  # two years end on March 15, 2026, a day before receipt
        ("3/16/2024", False, True),  # two years end on the day of receipt, the edge
        ("3/17/2024", False, False),  # safe: March 16, 2026 is the last safe day
    ],
)
def test_the_two_years_are_counted_for_each_problem(day, late, edge):
    result = written(HEARING, issues=[ISSUE, {**ISSUE, "day": day}])
    assert any("Problem 2 may be too late" in warning for warning in result.warnings) == late
    assert any("Problem 2: you are on the edge" in warning for warning in result.warnings) == edge
    assert "TIME LIMIT" not in result.letter.text


@pytest.mark.parametrize(
    ("day", "ended", "since"),
    [
        # Received March 16, 2026: March 17, 2024 is the first safe day (two years minus a day).
        ("9/5/2023", None, "March 17, 2024"),  # still going on
        ("9/5/2023", "3/17/2024", "March 17, 2024"),  # its last day is safe
        ("9/5/2023", "3/16/2024", None),  # ended a day earlier: all of it is too old, or on the edge
        ("3/16/2024", None, "March 17, 2024"),  # began on the edge, still going on
        ("3/17/2024", None, None),  # all of it is in
    ],
)
def test_a_problem_that_went_on_is_asked_about_for_the_part_in_time_and_gives_up_nothing(day, ended, since):
    going = {"going": "ended", "ended_on": ended} if ended else {"going": "still"}
    result = written(HEARING, issues=[ISSUE, {**ISSUE, "day": day, **going}])
    asked = f"At the least, I ask for a decision on what happened since {since}."
    assert (asked in result.letter.text) == (since is not None)
    assert "At the least" not in result.letter.text.replace(asked, "")
    assert any("Problem 2 began more than" in warning for warning in result.warnings) == (since is not None)
    assert any("Problem 2 may be too late" in warning for warning in result.warnings) == (ended == "3/16/2024")
    assert "background" not in result.letter.text


def test_a_problem_that_is_too_late_is_asked_for_a_newer_day_first():
    result = written(HEARING, issues=[{**ISSUE, "day": "3/15/2024"}])
    assert any("Did it also happen on March 17, 2024 or later?" in warning for warning in result.warnings)


def test_the_day_a_parent_found_out_starts_the_two_years():
    result = written(HEARING, issues=[{**ISSUE, "day": "3/1/2023", "known": "5/1/2025"}])
    assert "I found out on May 1, 2025." in result.letter.text
    assert not any("too late" in warning for warning in result.warnings)
    assert any("Be ready to show" in warning for warning in result.warnings)
    too_soon = problems(HEARING, issues=[{**ISSUE, "known": "1/11/2026"}])
    assert set(too_soon) == {"issues.0.known"}


@pytest.mark.parametrize(
    ("reason", "words"),
    [("told_solved", "It told me that it had solved the problem"), ("held_back", "It held back information")],
)
def test_either_exception_stands_in_the_letter_with_its_facts_if_something_is_that_old(reason, words):
    old = {**ISSUE, "day": "3/1/2023"}
    given_reason = {"older": reason, "older_facts": "A letter of 5/1/2023 said so."}
    text = part(written(HEARING, issues=[ISSUE, old], **given_reason).letter.text, "TIME LIMIT")
    limit = load("MS").rule("due_process_filing_limit")
    assert f"Problem 2 goes back further than {limit.clock.in_words()}." in text
    assert words in text
    assert "A letter of 5/1/2023 said so." in text
    assert limit.citation in text
    assert set(written(HEARING, issues=[old], older=reason).missing) == {"older_facts"}
    assert "TIME LIMIT" not in written(HEARING, **given_reason).letter.text


def test_stay_put_is_a_choice_and_names_the_placement():
    asked = {"stay_put": "yes", "placement_now": "The general class at Oak School.", "change_on": "4/6/2026"}
    result = written(HEARING, **asked)
    text = part(result.letter.text, "STAY-PUT")
    assert "The district plans a change for April 6, 2026." in text
    assert "The general class at Oak School." in text
    assert load("MS").rule("stay_put").citation in text
    assert "STAY-PUT" not in written(HEARING, stay_put="no").letter.text
    lacking = written(HEARING, stay_put="yes")
    assert set(lacking.missing) == {"placement_now"}
    assert "The current placement is:\n\n____" in lacking.letter.text


def test_a_change_that_starts_before_the_complaint_arrives_is_a_reason_to_hurry():
    asked = {"stay_put": "yes", "placement_now": "The general class."}
    hurry = "The change starts on March 16, 2026"
    assert any(hurry in w for w in written(HEARING, **asked, change_on="3/16/2026").warnings)
    assert not any("The change starts" in w for w in written(HEARING, **asked, change_on="3/17/2026").warnings)


def test_discipline_asks_for_the_faster_hearing_and_warns_of_stay_put():
    issue = {**ISSUE, "about": "discipline"}
    result = written(HEARING, issues=[issue], stay_put="yes", placement_now="The general class.")
    assert load("MS").rule("expedited_hearing").citation in result.letter.text
    assert any("discipline case" in warning for warning in result.warnings)
    assert "faster hearing" not in written(HEARING).letter.text


# ---- The texts


@settings(deadline=None, max_examples=examples(40))
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85"), max_size=60))
def test_any_fact_stands_once_in_the_letter_and_is_escaped(text):
    marked = f"⟦{text}⟧"
    result = written(facts=[fact_on("1/12/2026", what=marked)])
    assert result.letter.text.count(marked) == 1
    assert "<script" not in render.html(result).lower()
    assert render.html(result).count("⟦") == 1


@pytest.mark.parametrize("name", ["state_complaint", "due_process_complaint"])
@pytest.mark.parametrize("state", STATES)
def test_every_answer_of_the_sample_is_in_the_letter_as_typed(state, name):
    result = written({**letter.samples()[name], "letter": name}, state)
    text = "\n".join([result.letter.text, *(copy.text for copy in result.copies)])
    for question in letter.letters()[name].inputs:
        answers = letter.samples()[name][question.id]
        rows = answers if isinstance(answers, list) else [{question.id: answers}]
        fields = {field.id: field for field in question.fields} or {question.id: question}
        for row in rows:
            for field, typed in row.items():
                if fields[field].kind in ("line", "text") and typed:
                    assert typed in text, field


@pytest.mark.parametrize("name", ["state_complaint", "due_process_complaint"])
@pytest.mark.parametrize("state", STATES)
def test_a_complaint_and_its_cover_letter_read_as_they_were_reviewed(state, name, snapshot):
    result = written({**letter.samples()[name], "letter": name}, state)
    assert render.text(result) == snapshot
    assert "\n".join(result.warnings) == snapshot


@pytest.mark.parametrize("answers", [STATE, HEARING], ids=["state", "hearing"])
def test_what_we_say_reads_at_grade_nine_or_lower(answers):
    result = written(answers, "US")
    said = [p for one in (result.letter, *result.copies) for p in one.paragraphs if p.endswith(".") and "§" not in p]
    said += [*result.warnings, *(check.note for check in result.checks)]
    grade = textstat.flesch_kincaid_grade(" ".join(said))
    assert grade <= 9, f"grade {grade:.1f}"


# ---- In the browser


def fill_fact(page, number, day, what, rule):
    page.locator(f"[name='facts.{number}.day']").fill(day)
    page.locator(f"[name='facts.{number}.what']").fill(what)
    page.locator(f"[name='facts.{number}.going']").select_option("once")
    page.locator(f"[name='facts.{number}.rule']").select_option(rule)


@pytest.mark.browser
def test_from_two_facts_to_a_complaint_with_the_older_one_apart_and_its_cover_letter(page, page_log, site):
    page.goto(f"{site}arizona/state-complaint/")
    page.get_by_role("link", name="Write the letter: File a state complaint").click()
    page.get_by_role("link", name="All on one page").click()
    expect(page.get_by_label("Your state")).to_have_value("AZ")
    page.get_by_role("button", name="Write the letter").click()
    error = page.locator("#state-complaint-fix-error")
    expect(error).to_contain_text("The law asks for it: “How you think it should be fixed", timeout=60_000)
    fill_fact(page, 0, "1/12/2026", "No speech session.", "iep_services")
    page.get_by_role("button", name="Add another fact").click()
    fill_fact(page, 1, "3/15/2025", "The first session was missed.", "iep_services")
    page.locator("[name='facts.0.going']").select_option("still")
    expect(page.locator("[name='facts.1.ended_on']")).to_be_hidden()
    for name in ("received_on", "problem", "fix", "child_name", "child_home", "school", "district", "parent_name"):
        page.locator(f"[name={name}]").fill(STATE[name])
    page.locator("[name=parent_contact]").fill(STATE["parent_contact"])
    page.locator("[name=letter_date]").fill(STATE["letter_date"])
    page.get_by_role("button", name="Write the letter").click()
    stop = page.locator("#state-complaint-facts-1-going-error")
    expect(stop).to_contain_text("This would not be decided: it is too old.", timeout=60_000)
    page.locator("[name='facts.1.rule']").select_option("none")
    page.get_by_role("button", name="Write the letter").click()
    result = page.locator(".pt-result")
    main, cover = result.locator(".pt-letter").first, result.locator(".pt-letter").last
    expect(main).to_contain_text("Since January 12, 2026, and still now: No speech session.", timeout=60_000)
    expect(main).to_contain_text(OLDER)
    assert main.inner_text().index(OLDER) < main.inner_text().index("March 15, 2025")
    expect(result.locator(".pt-warning").first).to_contain_text("This will not be decided: March 15, 2025")
    expect(cover).to_contain_text("Re: Copy of my state complaint, for Jo Díaz")
    expect(result.locator(".pt-checks li")).to_have_count(7)
    expect(result.locator(".pt-checks li[data-done=no]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_legal_help_stands_before_the_due_process_form(page, page_log, site):
    page.goto(f"{site}tools/letters/due-process-complaint/#all-parts")
    warning = page.locator(".admonition.careful").first
    expect(warning).to_contain_text("Get legal help first.")
    assert warning.bounding_box()["y"] < page.locator("form.pt-form").bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_a_label_in_the_due_process_form_is_asked_about_beside_its_field_and_stay_put_asks_for_the_placement(
    page, page_log, site
):
    page.goto(f"{site}tools/letters/due-process-complaint/?state=AZ#all-parts")
    for name in ("received_on", "fix", "child_name", "child_home", "school", "district", "parent_name", "letter_date"):
        page.locator(f"[name={name}]").fill(HEARING[name])
    page.locator("[name=parent_contact]").fill(HEARING["parent_contact"])
    page.locator("[name='issues.0.day']").fill(ISSUE["day"])
    page.locator("[name='issues.0.going']").select_option("still")
    page.locator("[name='issues.0.about']").select_option(ISSUE["about"])
    page.locator("[name='issues.0.did']").select_option(ISSUE["did"])
    facts = page.locator("[name='issues.0.facts']")
    facts.fill("They denied FAPE.")
    expect(page.locator("[name=placement_now]")).to_be_hidden()
    page.locator("[name=stay_put]").select_option("yes")
    page.locator("[name=placement_now]").fill("The general class at Oak School.")
    page.get_by_role("button", name="Write the letter").click()
    missing = page.locator(".pt-told").get_by_role("link", name="tells too little")
    expect(missing).to_have_count(1, timeout=60_000)
    missing.click()
    expect(facts).to_be_focused()
    expect(facts).to_have_value("They denied FAPE.")
    facts.fill(ISSUE["facts"])
    page.get_by_role("link", name="Next:").locator("visible=true").click()
    page.goto(page.url.split("#")[0] + "#part-check")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter-mark")).to_have_count(0, timeout=60_000)
    expect(page.locator(".pt-letter").first).to_contain_text("The general class at Oak School.", timeout=60_000)
    expect(page.locator(".pt-letter").last).to_contain_text("Arizona Department of Education")
    expect(page.locator(".pt-checks li")).to_have_count(9)


def test_days_of_a_claim_that_cannot_be_are_said_beside_them():
    """One is after the day of receipt; of the other the parent says to have known before it was."""
    assert problems(HEARING, issues=[{**ISSUE, "day": "3/20/2026"}]) == {
        "issues.0.day": "This is after the day on which the district will have your complaint."
    }
    assert problems(HEARING, issues=[{**ISSUE, "known": "1/5/2026"}]) == {
        "issues.0.known": "January 5, 2026 is before January 12, 2026 (“On what day did it happen, or begin?”). Check both dates."
    }
