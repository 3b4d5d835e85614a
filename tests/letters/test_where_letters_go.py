"""Whom a letter goes to, what it calls the law, and whether its days can be."""

import pytest

from calculators.inputs import Kind, WrongInput
from calculators.law import known_states, load
from calculators.tools import letter

HEARING = "due_process_complaint"


def written(name, state="MS", **changes):
    return letter.answer(load(state), {**letter.samples()[name], "letter": name, **changes})


def problems(name, **changes):
    with pytest.raises(WrongInput) as wrong:
        written(name, **changes)
    return wrong.value.problems


# ---- Whom it goes to


@pytest.mark.parametrize("state", known_states())
def test_a_late_faster_hearing_and_its_late_decision_are_asked_about_at_the_same_office(state):
    law = load(state)
    office = law.contact("due_process_office").addressed
    for rule in ("expedited_hearing", "expedited_decision", "due_process_decision"):
        top = written("missed_deadline", state, rule=rule).letter.text.split("\nRe: ")[0]
        assert "\n".join(office) in top if office else "To: State education agency" in top, rule


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        ("LA", "Louisiana Department of Education\nAttention: Legal Division\nP.O. Box 94064"),
        ("KY", "Kentucky Department of Education\nOffice of Legal Services\n300 Sower Boulevard"),
        ("MS", "Attention: Office of Dispute Resolution\n359 N. West Street, Suite 301"),
        ("MN", "Due Process Hearing Coordinator, Office of General Counsel\n"),
        ("KS", "900 SW Jackson Street, Suite 620"),
    ],
)
def test_a_due_process_complaint_goes_to_the_desk_that_the_law_file_names(state, lines):
    result = written(HEARING, state)
    assert lines in result.letter.text.split("CERTIFICATE OF SERVICE")[1]
    assert lines in result.copies[0].text
    assert f"Office: {load(state).contact('due_process_office').name}\n" in result.letter.text


@pytest.mark.parametrize("state", ["DE", "GA", "IA", "IN", "KY", "LA", "MD", "ME", "MT", "ND", "NJ", "OR", "CA", "NC"])
def test_where_the_request_goes_to_the_state_the_cover_letter_files_it(state):
    assert "With this letter I file with you the due process complaint" in written(HEARING, state).copies[0].text


@pytest.mark.parametrize("state", ["AK", "CT", "DC", "FL", "IL", "KS", "NV", "NY", "SC", "TN", "VA", "WA", "WI"])
def test_where_the_request_goes_to_the_district_the_state_gets_its_copy(state):
    assert "With this letter you get the due process complaint" in written(HEARING, state).copies[0].text


@pytest.mark.parametrize("state", ["US", "CA", "NY"])
def test_the_office_that_a_parent_typed_stands_in_the_caption_and_in_the_body(state):
    typed = "Guam Department of Education\n501 Mariner Avenue\nBarrigada, Guam 96913"
    result = written(HEARING, state, state_office=typed)
    assert "\nOffice: Guam Department of Education\n" in result.letter.text
    [line] = [line for line in result.letter.text.split("\n") if line.startswith("This complaint goes ")]
    assert line.endswith("to: Guam Department of Education.")
    assert typed in result.letter.text
    assert typed in result.copies[0].text
    known = load(state).contact("due_process_office")
    assert known.jurisdiction == "US" or known.name not in result.letter.text
    complaint = written("state_complaint", state, state_office=typed)
    assert (
        "the complaint that I am sending to Guam Department of Education at the same time" in complaint.copies[0].text
    )


@pytest.mark.parametrize(("state", "count"), [("NC", 1), ("HI", 2), ("IA", 1), ("MS", 0)])
def test_each_who_must_get_a_due_process_complaint_is_named_everywhere(state, count):
    office = load(state).contact("due_process_office")
    result = written(HEARING, state)
    body, served = result.letter.text.split("CERTIFICATE OF SERVICE")
    assert len(office.others) == count
    assert [copy.title for copy in result.copies[1:]] == ["Cover letter to others who must get it"] * bool(count)
    for name, lines in zip(office.others, office.also_to, strict=True):
        assert name in body
        assert f"[ ] The law sends it here too\n{lines}\n" in served
        assert lines in result.copies[1].text
        assert name in result.next_steps[0].text
    assert served.count("North Carolina Department of Public Instruction") == (state == "NC")


# ---- How it must arrive


def test_in_california_the_district_has_it_first_and_nothing_says_at_the_same_time():
    result = written(HEARING, "CA", served_state="certified")
    assert "This complaint goes to you first, and then to: Office of Administrative Hearings" in result.letter.text
    assert "of which I gave a copy to Oak County School District before I filed it" in result.copies[0].text
    assert "Give the district its copy first. Then file it" in result.next_steps[0].text
    said = " ".join([result.letter.text, result.copies[0].text, result.next_steps[0].text])
    assert "same time" not in said
    assert "same day" not in said
    assert any(warning.startswith("Give the school its copy first.") for warning in result.warnings)
    assert "This complaint goes at the same time to: " in written(HEARING, "MS").letter.text


@pytest.mark.parametrize("state", known_states())
def test_a_way_that_the_office_is_said_not_to_take_is_warned_of(state):
    refused = load(state).contact("due_process_office").not_by
    for way in ("hand", "certified", "mail", "email", "fax", "portal"):
        warned = any(
            "it takes no complaint that way" in one for one in written(HEARING, state, served_state=way).warnings
        )
        assert warned is (way in refused), way
    if refused:
        typed = written(HEARING, state, served_state=refused[0], state_office="Another office\n1 Street")
        assert not any("it takes no complaint that way" in one for one in typed.warnings)


def test_some_offices_take_no_e_mail():
    assert [state for state in known_states() if "email" in load(state).contact("due_process_office").not_by] == [
        "CA",
        "CO",
        "IN",
        "MD",
        "MT",
        "NE",
        "UT",
    ]


@pytest.mark.parametrize("state", known_states())
def test_what_to_ask_the_office_is_said_whether_its_address_is_known_or_not(state):
    office = load(state).contact("due_process_office")
    assert any(office.ask_for in warning for warning in written(HEARING, state).warnings)


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


# ---- Retaliation, and 180 days


def test_a_complaint_of_retaliation_ties_it_to_the_complaint():
    text = written("ocr_complaint", kind="punished").letter.text
    assert "Why I think that it was because of the complaint, or of speaking up: " in text
    assert "because of the disability" not in text
    [why] = [one for one in letter.letters()["ocr_complaint"].inputs if one.id == "why"]
    [kind] = [one for one in letter.letters()["ocr_complaint"].inputs if one.id == why.asked_by]
    assert [choice.question for choice in kind.choices if choice.value == "punished"] == [
        "Why do you think it was because of the complaint, or of speaking up?"
    ]


# March 4, 2026 is day 180 after September 5, 2025: 25 days of September, 31, 30, 31, 31, 28, and 4 of March.
@pytest.mark.parametrize(("last_on", "late"), [("9/5/2025", False), ("9/4/2025", True), ("3/1/2025", True)])
def test_after_180_days_the_letter_to_the_civil_rights_office_asks_for_more_time(last_on, late):
    result = written("ocr_complaint", last_on=last_on, late="", letter_date="3/4/2026")
    assert ("If this is too long ago, I ask you for more time." in result.letter.text) is late
    assert any("By our count this is late." in one and "File anyway" in one for one in result.warnings) is late
    assert "I did not write sooner" not in result.letter.text


# ---- Days that cannot be


# Ten weekdays before April 1, 2026: March 31 and 30, March 27 to 23 (7), March 20 to 18 (10).
@pytest.mark.parametrize(("letter_date", "late"), [("3/18/2026", False), ("3/19/2026", True)])
def test_a_notice_less_than_ten_days_before_the_move_is_warned_about(letter_date, late):
    result = written("private_placement_notice", letter_date=letter_date, change_on="4/1/2026")
    assert any("The last day was March 18, 2026." in one for one in result.warnings) is late


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("private_placement_notice", "change_on"),
        ("recording_notice", "meeting_date"),
        ("interpreter_request", "meeting_date"),
        ("parent_concerns", "meeting_date"),
        ("records_request", "meeting_date"),
        ("facilitated_meeting_request", "meeting_date"),
        ("iep_meeting_request", "by_date"),
    ],
)
def test_what_is_planned_is_not_before_the_letter(name, field):
    asked = {one.id: one for one in letter.letters()[name].inputs}
    told = {other: answers[0] for other, answers in asked[field].when.items()}
    said = problems(name, **told, **{field: "3/3/2026"}, letter_date="3/4/2026")
    assert said == {field: "March 3, 2026 is before March 4, 2026 (“Date of the letter”). Check both dates."}
    written(name, **told, **{field: "3/4/2026"}, letter_date="3/4/2026")


def on_the_day(question, others):
    """The day on this question and on those that must not precede it, with the answers for which it is asked."""
    told = {name: answers[0] for name, answers in question.when.items()}
    later = [other.id for other in others if other.not_before == question.id]
    return {**told, **dict.fromkeys([question.id, *later], "3/4/2026")}


def are_past(questions):
    return [one for one in questions if one.kind is Kind.DATE and one.latest == "today"]


@pytest.mark.parametrize("name", sorted(letter.letters()))
def test_what_has_happened_is_not_after_the_letter(name):
    form, sample = letter.letters()[name], letter.samples()[name]
    wrong = "March 4, 2026 is after the date of the letter, March 3, 2026. Check both dates."
    for question in are_past(form.inputs):
        said = problems(name, **on_the_day(question, form.inputs), letter_date="3/3/2026")
        assert said[question.id] == wrong
    for rows in form.inputs:
        for field in are_past(rows.fields):
            others = sample[rows.id][1:]
            row = {**sample[rows.id][0], **on_the_day(field, rows.fields)}
            said = problems(name, **{rows.id: [row, *others]}, letter_date="3/3/2026")
            assert said[f"{rows.id}.0.{field.id}"] == wrong


def test_a_change_that_has_begun_is_not_called_planned():
    text = written("stay_put_notice", change_date="3/3/2026", letter_date="3/4/2026").letter.text
    assert "which began on March 3, 2026" in text
    assert "bring my child back" in text
    assert "before the change would start" not in text
    began = written(HEARING, change_on="3/3/2026", letter_date="3/4/2026").letter.text
    assert "The district began a change on March 3, 2026." in began
