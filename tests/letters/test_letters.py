"""Letters: complete, cited, courteous, and faithful to what was typed."""

import re
from dataclasses import replace
from functools import cache

import pytest
import textstat
import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.inputs import Input, Kind, WrongInput, asked_for
from calculators.law import Amount, OnHold, known_states, load
from calculators.rendering import forms, render
from calculators.tools import letter
from calculators.tools.school_calendar import ASKED
from calculators.words import quantity
from macros.data.letter_data import load_situations
from macros.data.state_files import write_data
from macros.pages import letter_pages
from macros.places import LETTERS as FOLDER
from macros.places import ROOT
from tests.tools.examples import examples

STATES = ["US", "MS", "AZ"]
write_data()
#: The two complaints, which test_complaints.py tests too.
COMPLAINTS = {"state_complaint", "due_process_complaint"}
EVERY = sorted(letter.letters())
OWN = sorted(set(EVERY) - COMPLAINTS)
IN_EVERY_STATE = [pytest.param(name, state, id=f"{name}-{state}") for name in EVERY for state in STATES]
OWN_IN_EVERY_STATE = [pytest.param(name, state, id=f"{name}-{state}") for name in OWN for state in STATES]
HIGHEST_GRADE = 9
#: Words that would read as a threat, or as legal advice.
THREATS = re.compile(
    r"\b(sue|suing|lawsuits?|legal action|lawyers?|attorneys?|demands?|or else|unlawful|illegal|violat\w+|penalt\w+|"
    r"liab\w+|negligen\w+|consequences|forced to|no choice|final notice|warn(ing)?|refuse to comply|in court|you must)\b",
    re.IGNORECASE,
)
#: Dates that may be in the future; all others in a letter are in the past.
MAY_COME = {"letter_date", "meeting_date", "by_date", "change_date", "change_on", "received_on", "served_on"}
#: A due process complaint requires more than a label of what happened.
HAPPENED = " In March the school gave no speech therapy."
NASTY = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raise %} {# gone #}",
    "عربى ולעברית",
    "👩‍👧 emoji",
    "line one\nline two",
    "a & b < c",
    "x" * 20_000,
]
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
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85⟦⟧"), min_size=1, max_size=60
)


def written(state="MS", **changes):
    return letter.answer(load(state), {**ANSWERS, **changes})


def sample_of(name, **changes):
    return {**letter.samples()[name], "letter": name, **changes}


def texts_of(name, law):
    """The letter with its sample answers, and with every alternative for each choice."""
    asked = letter.questions(letter.letters()[name], [law])
    written = [letter.answer(law, sample_of(name, **changed)).letter for changed in each_choice(name, asked)]
    return [one.text.removeprefix(f"{one.mark}\n\n") for one in written]


@cache
def texts_in(name, state):
    """The same by the law as it is, written once for all tests that read them."""
    return texts_of(name, load(state))


def each_choice(name, asked):
    """Changes to the sample: none, each alternative of each choice, and all boxes ticked at once."""
    sample = letter.samples()[name]
    asked_with_it = [q for q in asked if q.kind is not Kind.TICK and asked_for(q, asked, sample)]
    ticked = {q.id: "yes" for q in asked if q.kind is Kind.TICK}
    return [{}, *({q.id: c.value} for q in asked_with_it for c in q.choices), *([ticked] if ticked else [])]


def sentences_of(text):
    """The letter's body between greeting and name, without citations and lists of facts."""
    body = text.split(":\n\n", 1)[1].rsplit("Thank you,", 1)[0]
    body = re.sub(r"\((?:[^()]|\([^()]*\))*(?:§|R7-2|OSEP|MDE |ADE )(?:[^()]|\([^()]*\))*\)", "", body)
    lines = [re.sub(r"^\d+\. ", "", line).strip() for line in body.splitlines()]
    return " ".join(line if line[-1] in ".?!" else f"{line}." for line in lines if re.search("[a-z]", line))


def text_fields(form):
    """Every text question, including those in rows, as (place, question)."""
    for question in form.inputs:
        if question.kind is Kind.ROWS:
            yield from ((f"{question.id}.0.{field.id}", field) for field in question.fields if in_words(field))
        elif in_words(question):
            yield question.id, question


def in_words(question):
    return question.kind in (Kind.LINE, Kind.TEXT)


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
    assert load("MS").rule("pwn_ask_within").clock.in_words() in text
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
        "decision", "what", "said_on", "parent_name", "child_name", "school", "district",
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


@settings(deadline=None)
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


@pytest.mark.parametrize(("name", "state"), OWN_IN_EVERY_STATE)
def test_the_whole_letter_reads_as_it_was_reviewed(name, state, snapshot):
    assert letter.answer(load(state), sample_of(name)).letter.text == snapshot


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_letter_is_complete_whatever_is_chosen(name, state):
    for text in texts_in(name, state):
        unfilled = re.search(
            r"\{\{|\}\}|\{%|%\}|\{#|\[\]|\(\)|\bNone\b|\bTrue\b|Undefined|\.\.|\S  |: *\n\n\n| [,.;:]", text
        )
        assert unfilled is None, text
        assert text.count("\nRe: ") == 1
        assert "Ana Díaz" in text.split("\n\n")[0]
        assert letter.samples()[name]["child_name"] in text


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_letter_reads_at_grade_nine_or_lower(name, state):
    for text in texts_in(name, state):
        grade = textstat.flesch_kincaid_grade(sentences_of(text))
        assert grade <= HIGHEST_GRADE, f"grade {grade:.1f}: {sentences_of(text)}"


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_letter_does_not_threaten_and_gives_no_legal_advice(name, state):
    titles = [rule.title for rule in load(state).rules.values()]
    for text in texts_in(name, state):
        for title in titles:  # the words of the rule itself: "What prior written notice must say"
            text = text.replace(f"Rule: {title} (", "(")
        assert THREATS.search(text) is None, THREATS.search(text)


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_reported_number_is_claimed_in_no_letter_and_its_source_is_marked(name, state):
    law = reported = load(state)
    cited = letter.cited(letter.letters()[name], law)
    for rule_id in cited:
        reported = with_number(reported, rule_id, 77, "caveat")
    # not cited themselves, but from the same place
    same = {rule.citation for rule in law.rules.values() if rule.id not in cited}
    marked = {own_citation(law, law.rules[rule_id]) for rule_id in cited} - {""}
    for text in texts_of(name, reported):
        assert not re.search(r"\b77 [a-z ]*?(days|hours|months|years)", text)
        # one that begins another rule's list has its mark at the end of that list
        for citation in marked - same - {one for one in marked for other in marked if other.startswith(f"{one};")}:
            for words in re.findall(re.escape(citation) + r"(?![(\w-])[^;)]*", text):
                assert "could not confirm" in words


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_number_on_hold_cannot_reach_a_letter(name, state):
    law = load(state)
    form = letter.letters()[name]
    held = {rule.id for rule in law.rules.values() if rule.publish == "hold"}
    assert held.isdisjoint(letter.cited(form, law))
    for rule_id in letter.cited(form, law):
        if not (law.rules[rule_id].clock or law.rules[rule_id].amount):
            continue  # it has no number to hold back
        try:
            texts = texts_of(name, with_number(law, rule_id, 77, "hold"))
        except (OnHold, WrongInput):
            continue
        assert not any(re.search(r"\b77 [a-z ]*?(days|hours|months|years)", text) for text in texts)


def own_citation(law, rule):
    """The state's own citations of a rule; of a federal rule in the federal set, all of them."""
    own = [cite.text for cite in rule.cites if law.code == "US" or not re.search(r" (CFR|U\.S\.C\.) ", cite.text)]
    return "; ".join(own)


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_a_federal_rule_is_not_doubted_because_the_states_part_is_only_reported(name, state):
    if state == "US":
        return  # there the reported fact is the federal one
    for text in texts_in(name, state):
        assert not re.search(r"(CFR|U\.S\.C\.) § [^;\n]*?, which I could not confirm", text)


@pytest.mark.parametrize("state", known_states())
def test_a_reported_number_in_the_words_of_a_limit_stands_in_no_letter(state):
    law = load(state)
    clocks = [rule.clock for rule in law.rules.values() if rule.clock and rule.publish == "caveat"]
    numbered = [clock.words for clock in clocks if clock.words and re.search(r"\d", clock.words)]
    for name in ("pwn_demand", "notice_parts_request"):
        for decision in ("proposed", "refused"):
            text = letter.answer(law, sample_of(name, decision=decision)).letter.text
            assert not any(words in text for words in numbered)
            if decision == "proposed":
                assert ("I have read of a set time for it" in text) is (law.rule("pwn_timing").clock.words in numbered)


def test_a_time_before_a_change_is_not_claimed_for_a_refusal():
    for state in known_states():
        law, refused = load(state), letter.answer(load(state), sample_of("pwn_demand", decision="refused")).letter.text
        assert "before the change" not in refused.replace("Please wait with the change", "")
        assert law.rule("pwn_timing").words["refusal"].split(" ({cite})")[0] in refused
    planned = letter.answer(load("LA"), sample_of("pwn_demand", decision="proposed")).letter.text
    assert "must come at least ten days before the change (La. R.S. § 17:1946.1(A)-(D); 34 CFR § 300.503(a))" in planned


@pytest.mark.parametrize(
    ("state", "rule", "said"),
    [
        ("KY", "state_complaint_decision", "The rule says: 60 calendar days (34 CFR § 300.152(a)-(b))."),
        ("MA", "records_idea", "The federal rule says: 45 calendar days (34 CFR § 300.613; 20 U.S.C. § 1415(b)(1))."),
        ("KY", "iep_meeting_request", "The rule says: hold the meeting, or refuse in prior written notice ("),
        ("NC", "iee", "The rule says: without unnecessary delay (NC Policies NC 1504-1.3, which I could not confirm;"),
    ],
)
def test_a_sure_limit_is_claimed_where_only_the_states_own_is_reported(state, rule, said):
    text = letter.answer(load(state), sample_of("missed_deadline", rule=rule)).letter.text
    assert said in text
    assert "I have read of a time limit" not in text
    assert ("I have read of a shorter time in" in text) is (state == "MA")


def test_a_shorter_time_that_is_only_reported_is_asked_for_and_never_counted():
    for name in ("records_request", "removal_records_request"):
        text = letter.answer(load("CA"), sample_of(name)).letter.text
        assert "no later than 45 calendar days (34 CFR § 300.613; 20 U.S.C. § 1415(b)(1)) after this request" in text
        assert "I have read of a shorter time in California (Cal. Educ. Code § 56504;" in text
        assert "says much the same" not in text
    late = letter.answer(load("MA"), sample_of("missed_deadline", rule="records_idea")).letter.text
    assert "By my count" not in late
    assert "I expected it by February 26, 2026." in late


def test_copies_are_asked_for_by_the_states_own_right():
    text = letter.answer(load("CA"), sample_of("records_request", copies="copies")).letter.text
    assert "In California I may have them (Cal. Educ. Code § 56504;" in text
    assert "I may have them" not in letter.answer(load("TX"), sample_of("records_request", copies="copies")).letter.text


def test_the_advice_names_the_parents_own_time_to_answer_a_notice():
    for state in known_states():
        law, asks = load(state), letter.answer(load(state), sample_of("notice_reply", answer="ask"))
        has_own = law.find("notice_objection") is not None
        assert ("I do not agree to what the notice proposes" in asks.letter.text) is has_own
        if has_own:
            assert asks.next_steps[0].text.startswith(law.rule("notice_objection").rule)


def test_a_school_may_also_refuse_a_meeting_or_agree_on_a_day_where_the_rule_says_so():
    text = letter.answer(load("NH"), sample_of("iep_meeting_request")).letter.text
    assert (
        "the school must agree with me on a day, hold the meeting, or refuse in written prior notice, within 21" in text
    )


def test_a_letter_does_not_give_the_school_the_time_that_the_parent_has():
    for state in ("PA", "MN", "MT"):
        assert " days" not in letter.answer(load(state), sample_of("pwn_demand")).letter.text.split("The rule says")[1]


@pytest.mark.parametrize("state", known_states())
def test_a_request_is_taken_back_where_it_was_sent(state):
    law = load(state)
    kinds = {"due process complaint": "due_process_office", "state complaint": "complaint_office"}
    for what, kind in {**kinds, "request for mediation": "mediation_office"}.items():
        top = letter.answer(law, sample_of("withdrawal", what=what)).letter.text.split("\nRe: ")[0]
        assert "\n".join(law.contact(kind).addressed) in top


def test_who_is_late_gets_the_letter_and_the_district_a_copy():
    law = load("TX")
    for rule, kind in (
        ("state_complaint_decision", "complaint_office"),
        ("due_process_decision", "due_process_office"),
    ):
        top = letter.answer(law, sample_of("missed_deadline", rule=rule)).letter.text.split("\nRe: ")[0]
        assert "\n".join(law.contact(kind).address) in top
        assert "Special Education Director\nOak County School District" in top
    own = letter.answer(law, sample_of("missed_deadline", rule="records_idea")).letter.text.split("\nRe: ")[0]
    assert "Texas Education Agency" not in own


def test_the_choice_after_a_request_for_an_independent_evaluation_has_the_states_limit():
    said = {state: letter.answer(load(state), sample_of("iee_request")).letter.text for state in ("US", "RI", "WA")}
    assert "It must, without unnecessary delay, see to it" in said["US"]
    assert "It must, within 15 calendar days, see to it" in said["RI"]
    assert "It must ask for a hearing within 15 calendar days," in said["WA"]


@pytest.mark.parametrize("state", known_states())
def test_a_limit_on_recording_is_cited_from_federal_guidance_alone(state):
    text = letter.answer(load(state), sample_of("recording_notice")).letter.text
    if "A limit makes room" in text:
        sources = text.partition("or to use a right (")[2].partition(").\n")[0]
        assert sources.startswith("OSEP Letter to Anonymous (June 4, 2003)")
        assert all(one.startswith("OSEP ") for one in sources.split("; "))
        assert "could not confirm" not in sources
    assert ("A limit makes room" in text) is (state not in ("CA", "DE", "MO", "MS", "NJ", "VA"))


def test_massachusetts_letter_asks_for_an_evaluation_under_the_federal_rule():
    text = letter.answer(load("MA"), sample_of("iee_request")).letter.text
    assert "I ask for it under the federal rule (34 CFR § 300.502; " in text
    assert "28.04(5)" not in text
    assert "at public expense (34 CFR § 300.502" in letter.answer(load("US"), sample_of("iee_request")).letter.text


def with_number(law, rule_id, number, publish):
    """The law with one rule's number and confidence changed."""
    rule = law.rules[rule_id]
    clock = rule.clock and replace(rule.clock, value=number, unit=rule.clock.unit or "calendar_days")
    amount = Amount(number, "calendar_days", rule.amount.what) if rule.amount else None
    changed = replace(rule, clock=clock, amount=amount, publish=publish)
    return replace(law, rules={**law.rules, rule_id: changed})


def test_a_number_that_the_law_file_only_reports_is_asked_about_today():
    law = load("AZ")
    assert law.rule("iep_meeting_request").publish == "caveat"
    text = letter.answer(law, sample_of("iep_meeting_request")).letter.text
    assert (
        "Please tell me by which day the meeting must be held after you get this request, and which rule says so."
        in text
    )
    late = letter.answer(law, sample_of("missed_deadline", rule="iep_meeting_request")).letter.text
    assert "I have read of a time limit, but could not confirm it." in late
    ahead = letter.answer(load("MS"), sample_of("recording_notice")).letter.text
    assert "I give this notice ahead of the meeting, so that there is time." in ahead
    for written in (text, late, ahead):
        assert "45" not in written.split("Dear", 1)[1]
        assert "24 hours" not in written
        assert "reported" not in written


@pytest.mark.parametrize("state", known_states())
def test_a_request_for_an_evaluation_counts_from_the_day_that_the_state_counts_from(state):
    law = load(state)
    text = letter.answer(law, sample_of("evaluation_request")).letter.text
    from_consent = "evaluation_consent" in law.rule("initial_evaluation").clock.starts
    assert ("After you get my signed consent, a first evaluation" in text) == from_consent
    assert ("the time for a first evaluation counts from my request" in text) != from_consent


@pytest.mark.parametrize("state", known_states())
def test_a_cover_letter_files_with_the_office_where_the_state_files_there(state):
    law = load(state)
    text = letter.answer(law, sample_of("due_process_complaint")).copies[0].text
    files_there = f"You file with {law.sea}" in law.rule("due_process_system").rule
    assert re.search(r"With this letter (?:you get|I file with you) the due process complaint", text)
    assert not files_there or "I file with you" in text
    assert "you get a copy" not in text


def test_a_letter_after_being_told_to_wait_has_the_rule_with_its_source():
    law = load("AZ")
    source = law.rule("rti_no_delay").citation
    told = letter.answer(law, sample_of("evaluation_request", told_to_wait="yes")).letter.text
    assert (
        f"may not put off or refuse an evaluation only because steps of extra help, often called RTI or MTSS, are not finished ({source})"
        in told
    )
    assert "I was told to wait" not in letter.answer(law, sample_of("evaluation_request")).letter.text
    notice = written("AZ", decision="waiting").letter.text
    assert source in notice
    assert "If you still want to wait, please treat that as a no." in notice


def test_where_the_school_said_so_is_asked_only_if_it_said_something():
    with pytest.raises(WrongInput) as wrong:
        written(said_where="")
    assert set(wrong.value.problems) == {"said_where"}


def test_who_heard_nothing_asks_for_an_answer_and_speaks_of_no_decision():
    text = written(decision="nothing", said_where="", reason_given="").letter.text
    assert "On March 2, 2026 I asked for the following, and I have had no answer:" in text
    assert "If the answer is no, please send me prior written notice" in text
    assert "this decision" not in text
    assert "I can expect your answer" in text


SIGNED_BY_NOBODY = re.compile(
    r"are given as the IEP says|I do not ask for a decision|The year that you look at|reported, not confirmed|: IDEA\b"
)


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_no_letter_has_a_sentence_that_no_parent_would_sign(name, state):
    for text in texts_in(name, state):
        assert SIGNED_BY_NOBODY.search(text) is None


@pytest.mark.parametrize("name", OWN)
def test_a_sample_answers_every_question(name):
    form, sample = letter.letters()[name], letter.samples()[name]
    assert set(sample) == {question.id for question in form.inputs}
    for question in form.inputs:
        for field in question.fields:
            assert any(row.get(field.id) for row in sample[question.id]), f"{question.id}.{field.id}"


@pytest.mark.parametrize("name", OWN)
def test_the_comment_at_the_top_of_a_template_lists_its_fields(name):
    comment = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("#}")[0]
    declared = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))["inputs"]
    ids = [q["id"] for q in declared] + [field["id"] for q in declared for field in q.get("fields", [])]
    assert [field for field in ids if not re.search(rf"\b{field}\b", comment)] == []


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=examples(15), deadline=None)
@given(text=typed)
def test_every_text_that_is_typed_stands_once_in_the_letter_and_escaped_on_the_page(name, text):
    stands_once(name, text, {})


@pytest.mark.parametrize(("name", "state"), IN_EVERY_STATE)
def test_every_question_has_its_place_in_the_letter_for_the_answers_that_it_is_asked_for(name, state):
    form = letter.letters()[name]
    choices = each_choice(name, form.inputs)
    seen = set().union(*(stands_once(name, "<b>typed</b>", choice, state) for choice in choices))
    assert seen == {place for place, _ in text_fields(form)}


#: Answers that may occur more than once, such as a name above, in and below the text.
PEOPLE = {"parent_name", "child_name", "school", "district", "recipient", "recipient_address", "parent_address"}
#: The same in a complaint, whose cover letter repeats its heading.
PEOPLE_OF_A_COMPLAINT = PEOPLE | {"parent_contact", "state_office", "caption_name", "helper"}


def stands_once(name, text, choice, state="MS"):
    """Type a marked ``text`` into every field; return the fields that appear in the letter."""
    form, given, marks = letter.letters()[name], sample_of(name, **choice), {}
    for number, (place, question) in enumerate(text_fields(form)):
        marked = f"⟦{number}⟧{text}⟦/{number}⟧"
        marked = marked if len(marked) <= question.max_length else f"⟦{number}⟧"
        marks[place] = " ".join(marked.split()) if question.kind is Kind.LINE else marked.strip()
        marked += HAPPENED if question.id == "facts" else ""
        rows, _, rest = place.partition(".")
        if rest:
            first, *others = given[rows]
            given[rows] = [{**first, rest.split(".")[1]: marked}, *others]
        else:
            given[place] = marked
    result = letter.answer(load(state), given)
    page = BeautifulSoup(render.html(result), "html.parser")
    shown = "".join(article.get_text() for article in page.select(".pt-letter"))
    written = "".join(one.text for one in (result.letter, *result.copies))
    people = PEOPLE_OF_A_COMPLAINT if name in COMPLAINTS else PEOPLE
    for place, mark in marks.items():
        times = written.count(mark)
        assert (times >= 1) if place in people else (times == is_asked(form, place, given)), place
        assert shown.count(mark) == times, place
    return {place for place, mark in marks.items() if mark in written}


def is_asked(form, place, given):
    rows, _, rest = place.partition(".")
    (question,) = [q for q in form.inputs if q.id == rows]
    if not asked_for(question, form.inputs, given):
        return False
    if not rest:
        return True
    (field,) = [f for f in question.fields if f.id == rest.split(".")[1]]
    return asked_for(field, question.fields, given[rows][0])


@pytest.mark.parametrize("name", EVERY)
def test_malicious_input_is_shown_as_typed(name):
    form, given = letter.letters()[name], sample_of(name)
    place = next(
        place
        for place, question in text_fields(form)
        if question.kind is Kind.TEXT and question.max_length >= 20_000 and is_asked(form, place, given)
    )
    rows, _, rest = place.partition(".")
    for nasty in NASTY:
        if rest:
            told = HAPPENED if rest.split(".")[1] == "facts" and len(nasty) < 100 else ""
            typed = {rows: [{**given[rows][0], rest.split(".")[1]: nasty + told}, *given[rows][1:]]}
        else:
            typed = {place: nasty}
        result = letter.answer(load("MS"), {**given, **typed})
        assert nasty in result.letter.text
        page = BeautifulSoup(render.html(result), "html.parser")
        assert page.select("script") == [], nasty
        assert nasty in page.get_text()


@pytest.mark.parametrize("name", EVERY)
def test_each_answer_that_is_needed_is_asked_for_beside_its_field(name):
    form = letter.letters()[name]
    for question in form.inputs:
        given = sample_of(name)
        if question.kind is Kind.ROWS and question.least:
            del given[question.id]
            expected = {f"{question.id}.0.{f.id}" for f in question.fields if f.required and not f.when}
        elif question.required and not question.when:
            given[question.id] = "   "
            expected = {question.id}
        else:
            continue
        problems, missing = lacks(given)
        assert set(problems) >= expected or set(missing) == expected
        assert all(problem.endswith((".", "”")) for problem in problems.values())


def lacks(given):
    """The errors in these answers, or what a draft of them still lacks."""
    try:
        return {}, letter.answer(load("MS"), given).missing
    except WrongInput as wrong:
        return wrong.problems, {}


@pytest.mark.parametrize("name", EVERY)
def test_a_past_date_cannot_be_in_the_future(name):
    form = letter.letters()[name]
    dates = [(q.id, q) for q in form.inputs] + [(f"{q.id}.0.{f.id}", f) for q in form.inputs for f in q.fields]
    for place, question in dates:
        if question.kind is not Kind.DATE or question.id in MAY_COME:
            continue
        given = sample_of(name)
        rows, _, rest = place.partition(".")
        asked = {name: answers[0] for name, answers in question.when.items()}
        if rest:
            given[rows] = [{**given[rows][0], **asked, question.id: "1/1/2100"}]
        else:
            given |= {**asked, place: "1/1/2100"}
        with pytest.raises(WrongInput, match="January 1, 2100 has not come yet") as wrong:
            letter.answer(load("MS"), given)
        assert [name for name, said in wrong.value.problems.items() if "has not come yet" in said] == [place]


def test_every_letter_has_a_page_of_its_own_with_its_title_and_a_place_in_the_list():
    shown = [name for situation in load_situations() for name in situation.letters]
    made = letter_pages.pages()
    assert made
    for name, form in letter.letters().items():
        file = f"{form.page.rstrip('/')}.md"
        source = made[file] if file in made else (ROOT / "docs" / file).read_text(encoding="utf-8")
        assert name in COMPLAINTS or form.tool or yaml.safe_load(source.split("---")[1])["title"] == form.title
        assert f'letter_page("{name}")' in source
        assert name in shown


@pytest.mark.parametrize("state", STATES)
def test_letters_point_to_events_and_rules_that_there_are(state):
    law = load(state)
    everywhere = {rule for code in STATES for rule in load(code).rules}
    for form in letter.letters().values():
        assert form.starts is None or law.started_by(form.starts), form.id
        assert set(form.missed) <= everywhere
        assert set(letter.cited(form, law)) <= set(law.rules)


@pytest.mark.parametrize("state", STATES)
def test_every_missed_time_limit_of_others_has_its_letter(state):
    law = load(state)
    for rule in letter.clocks(law):
        form = letter.for_missed(law, rule.id)
        assert form is not None
        if form.id == letter.FOLLOW_UP:
            result = letter.answer(law, sample_of("missed_deadline", rule=rule.id, due="2/26/2026"))
            claimed = rule.publish == "ok"  # otherwise the letter asks which limit applies
            assert (rule.clock.in_words() in result.letter.text) == claimed
            assert (rule.cites[0].text in result.letter.text) == claimed
    assert letter.for_missed(law, "state_complaint_filing_limit") is None, "a limit of the parent's own"
    assert letter.for_missed(load("MS"), "met_notice").id == "pwn_demand"


def test_another_states_time_limit_cannot_be_chosen():
    with pytest.raises(WrongInput) as wrong:
        letter.answer(load("US"), sample_of("missed_deadline", rule="met_decision"))
    assert set(wrong.value.problems) == {"rule"}


@pytest.mark.parametrize("what", [choice.value for choice in letter.letters()["withdrawal"].inputs[0].choices])
def test_a_withdrawal_goes_to_the_office_that_got_the_complaint(what):
    text = letter.answer(load("AZ"), sample_of("withdrawal", what=what)).letter.text
    to_the_state = what in {
        "request for a facilitated meeting", "request for mediation", "state complaint", "due process complaint",
    }  # fmt: skip
    assert ("1535 West Jefferson Street" in text) == to_the_state
    assert "Oak County School District" in text


def test_in_mississippi_both_sides_sign_before_mediation():
    text = letter.answer(load("MS"), sample_of("mediation_request")).letter.text
    assert "names a mediator when both sides have signed" in text
    assert text.count("Signature: ____") == 2
    assert "359 North West Street" in text


def test_in_mississippi_recording_is_announced_and_elsewhere_the_rule_is_asked_for():
    assert "I plan to audio record" in letter.answer(load("MS"), sample_of("recording_notice")).letter.text
    for state in ("US", "AZ"):
        text = letter.answer(load(state), sample_of("recording_notice")).letter.text
        assert "I would like to audio record" in text
        assert "written rule" in text


def test_a_disagreement_names_each_part_and_has_the_words_for_the_signature_line():
    text = letter.answer(load("AZ"), sample_of("iep_disagreement")).letter.text
    for part in ("1. A goal", "2. A service", "3. The placement", "4. What the evaluation concludes"):
        assert part in text
    assert "“My signature does not mean that I agree. I disagree with parts of this IEP." in text


def test_missing_minutes_are_counted_where_both_numbers_are_known():
    text = letter.answer(load("MS"), sample_of("services_not_delivered")).letter.text
    assert "Minutes missed: 330" in text  # 420 due minus 90 given
    assert text.count("Minutes missed") == 1


FORMS = [name for name in EVERY if load("US").form(name)]


def test_the_letters_that_states_have_forms_for_are_the_four_steps_outside_of_the_school():
    expected = {"state_complaint", "due_process_complaint", "mediation_request", "facilitated_meeting_request"}
    assert set(FORMS) == expected


def test_a_letter_for_some_states_only_is_refused_elsewhere(monkeypatch):
    changed = {"pwn_demand": replace(letter.letters()["pwn_demand"], only=("AZ",))}
    monkeypatch.setattr(letter, "letters", lambda: changed)
    assert letter.answer(load("AZ"), ANSWERS).letter
    with pytest.raises(WrongInput, match="This letter is not for Mississippi"):
        letter.answer(load("MS"), ANSWERS)


def test_a_number_that_a_rule_does_not_have_stops_the_letter():
    law = letter.LawInLetters(load("US"))
    with pytest.raises(OnHold, match="pwn_content has no number"):
        law.amount("pwn_content")
    with pytest.raises(OnHold, match="pwn_content has no time limit"):
        law.limit("pwn_content")


def test_a_letter_without_a_form_of_the_state_says_nothing_of_one():
    assert letter.state_form(letter.letters()["thank_you"], load("US")) == ""


def test_an_age_is_said_as_an_age():
    assert quantity(16, "years_of_age") == "age 16"
    assert quantity(1, "years") == "1 year"


@pytest.mark.parametrize(
    ("asked", "is_hidden"), [(Input("known", "", Kind.SAID), True), (Input("known", "When?", Kind.LINE), False)]
)
def test_answers_supplied_by_the_page_are_hidden_fields(asked, is_hidden):
    made = forms.field(asked, "x", "3/2/2026")
    assert ('type="hidden"' in made) == is_hidden
    assert "3/2/2026" in made


def test_folds_contain_only_optional_questions_and_others_are_open():
    fold = forms.folded(ASKED, [forms.field(one, one.id) for one in ASKED])
    assert fold.startswith('<details class="pt-more"')
    assert '<div class="pt-read-back" hidden></div>' in fold  # the place for the echo of closed days
    closed = next(forms.field(one, one.id) for one in ASKED if one.kind is Kind.CLOSURES)
    assert "(optional)" not in closed
    assert "(optional)" in fold
    assert forms.folded([Input("a", "A", Kind.LINE)], ["<i>", "<b>"]) == "<i>\n<b>"


def test_a_page_asks_for_the_state_unless_it_has_one():
    states = [("US", "Another place", "federal"), ("MS", "Mississippi", "mississippi")]
    assert '<option value="MS"' in forms.state_field(states, "case-state")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("MO", "If it comes after 4:30 p.m., that is the next business day."),
        ("NY", "Sign it by hand, and send that paper. The state is said to take no signature by fax or e-mail."),
        ("OH", "Sign it. Send it to the state"),
    ],
)
def test_a_state_complaint_says_how_the_state_wants_it(state, said):
    (first, *_) = letter.answer(load(state), sample_of("state_complaint")).next_steps
    assert said in first.text
