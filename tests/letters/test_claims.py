"""Claims of a due process complaint: a ticked box becomes a count with facts, law and remedy."""

import re

import pytest
import textstat
import yaml
from playwright.sync_api import expect
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser

from calculators.law import known_states, load
from calculators.letter_forms import COUNT, TICK
from calculators.rendering import render
from calculators.tools import letter
from calculators.tools.complaint import names_no_limit
from macros.data.claim_model import Claims
from macros.data.law_files import load_law
from macros.data.letter_data import load_claims
from macros.pages.blank_letters import blank_letter
from macros.places import LETTERS
from tests.letters.test_complaints import HEARING, ISSUE, part, written
from tests.letters.test_long_forms import form_of
from tests.tools.records import STORE
from tests.tools.waiting import until

CLAIMS = letter.letters()["due_process_complaint"].claims
COUNTS = [claim for claim in CLAIMS if not claim.elsewhere]
FACTS = "The school gave nothing from January on, although I asked three times."


def claimed(*claims, **changes):
    """Answers with these claims ticked and all their details given."""
    answers = {**HEARING, "issues": []}
    for claim in claims:
        of = f"{COUNT}{claim.id}_"
        answers |= {f"{TICK}{claim.id}": "yes", f"{of}day": "1/12/2026", f"{of}going": "once", f"{of}facts": FACTS}
        answers |= {f"{of}{name}": f"⟦{claim.id} {name}⟧" for name, _ in claim.facts}
        answers |= {f"{of}ask": f"⟦{claim.id} ask⟧"}
    return {**answers, **changes}


def claim_of(name):
    return next(claim for claim in CLAIMS if claim.id == name)


def test_there_are_nineteen_kinds_of_claim_and_each_stands_in_the_form_once():
    assert len(CLAIMS) == 19
    form = form_of("due_process_complaint")
    assert [box.attributes["name"] for box in form.css("input[type=checkbox]")] == [f"{TICK}{one.id}" for one in CLAIMS]


@pytest.mark.parametrize("state", known_states())
def test_each_count_has_its_number_facts_law_and_what_is_asked(state):
    law = load(state)
    result = written(claimed(*COUNTS), state)
    assert result.missing == {}
    text = result.letter.text
    for number, claim in enumerate(COUNTS, 1):
        count = part(text, f"COUNT {number}. {claim.title.upper()}")
        assert claim.says in count
        assert f"January 12, 2026: {FACTS}" in count
        for name, says in claim.facts:
            assert f"{says}: ⟦{claim.id} {name}⟧" in count
        assert f"Because of this I ask for: ⟦{claim.id} ask⟧" in count
        rules = [rule for rule in claim.rules if law.rule(rule).publish != "hold" and not names_no_limit(law, rule)]
        assert rules
        [told] = [line.removeprefix("The law: ") for line in count.split("\n") if line.startswith("The law: ")]
        cites = {cite.text for rule in rules for cite in law.rule(rule).cites if cite.kind == "law"}
        assert sorted(told.replace(", which I could not confirm", "").split("; ")) == sorted(cites), "each once"
        guidance = {cite.text for rule in rules for cite in law.rule(rule).cites if cite.kind == "guidance"}
        [said] = [line.split(": ")[1] for line in count.split("\n") if line.startswith("Guidance on it: ")] or [""]
        assert set(filter(None, said.split("; "))) == guidance


@pytest.mark.parametrize("claim", COUNTS, ids=lambda claim: claim.id)
def test_a_complaint_is_a_draft_while_a_fact_of_a_claim_is_missing(claim):
    of = f"{COUNT}{claim.id}_"
    needed = [*(f"{of}{name}" for name, _ in claim.facts), f"{of}day", f"{of}going", f"{of}facts"]
    for name in needed:
        result = written(claimed(claim, **{name: ""}))
        assert set(result.missing) == {name}
        assert result.letter.mark == "DRAFT"
    assert written(claimed(claim)).letter.mark == ""
    assert set(written(claimed(claim, **{f"{of}facts": "They denied FAPE."})).missing) == {f"{of}facts"}


def test_an_unticked_claim_is_not_asked_about_and_not_in_the_letter():
    answers = claimed(*COUNTS, **{f"{TICK}{claim.id}": "" for claim in COUNTS[1:]})
    text = written(answers).letter.text
    assert "COUNT 1. " in text
    assert "COUNT 2. " not in text


def test_a_problem_in_ones_own_words_is_possible_with_or_without_claims():
    alone = written(HEARING).letter.text
    assert "Problem 1. It is about" in alone
    assert "COUNT" not in alone
    both = written(claimed(claim_of("iee"), issues=[ISSUE])).letter.text
    assert both.index("COUNT 1. INDEPENDENT") < both.index("Problem 1. It is about")


def test_a_complaint_without_a_problem_is_incomplete():
    assert "issues.0.facts" in written(HEARING, issues=[]).missing


@pytest.mark.parametrize(
    ("day", "known", "words"),
    [
        # Received March 16, 2026; two years from March 15, 2024 ended a day earlier.
        ("3/15/2024", "", "Count 1 may be too late"),
        ("3/16/2024", "", "Count 1: you are on the edge"),
        ("3/1/2023", "5/1/2025", "Count 1: the limit is counted from the day you found out."),
    ],
)
def test_the_time_limit_is_counted_for_a_claim_as_for_any_problem(day, known, words):
    result = written(claimed(COUNTS[0], count_child_find_day=day, count_child_find_known=known))
    assert any(words in warning for warning in result.warnings)


def test_a_continuing_claim_asks_for_relief_for_its_timely_part():
    result = written(claimed(COUNTS[0], count_child_find_day="9/5/2023", count_child_find_going="still"))
    assert "At the least, I ask for a decision on what happened since March 17, 2024." in result.letter.text
    assert result.goes_on.isoformat() == "2023-09-05"
    assert result.told == ()


def test_a_claim_of_a_day_starts_the_clock_of_what_happened():
    [one] = written(claimed(COUNTS[0])).told
    assert (one.event, one.day.isoformat()) == ("violation", "2026-01-12")


def test_a_claim_about_discipline_asks_for_the_faster_hearing():
    cite = load("MS").rule("expedited_hearing").citation
    assert cite in written(claimed(claim_of("discipline"))).letter.text
    assert cite not in written(claimed(claim_of("goals"))).letter.text


def test_a_claim_for_another_procedure_is_no_count_and_says_where_to_go():
    answers = claimed(COUNTS[0], claim_retaliation="yes")
    result = written(answers)
    assert "RETALIATION" not in result.letter.text
    assert claim_of("retaliation").elsewhere in result.warnings
    assert "Section 504" in claim_of("retaliation").elsewhere
    assert letter.letters()["ocr_complaint"].title in claim_of("retaliation").elsewhere
    assert "issues.0.facts" in written(HEARING, issues=[], claim_retaliation="yes").missing, "it is no count"


def test_each_claim_has_a_place_in_the_blank_letter():
    page = LexborHTMLParser(blank_letter(letter.letters()["due_process_complaint"], load("NY")))
    text = page.css_first(".pt-blank-letter").text()
    assert [title for claim in COUNTS if (title := claim.title.upper()) not in text] == []
    assert "[What happened? Tell the facts]" in text


# ---- The data


def test_the_file_is_well_formed_and_names_rules_that_there_are():
    assert len(load_claims(load_law()).all()) == 19


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda claim: claim.pop("facts"), "a count has 'says', 'facts' and 'ask'"),
        (lambda claim: claim.update(elsewhere="Another office."), "has no words for a count"),
        (lambda claim: claim["facts"][0].update(id="day"), "these fields have one name"),
        (lambda claim: claim.update(rules=[]), "at least 1 item"),
        (lambda claim: claim.update(cite="34 CFR"), "Extra inputs are not permitted"),
    ],
)
def test_an_incomplete_claim_is_refused(change, said):
    data = yaml.safe_load((LETTERS / "claims.yml").read_text(encoding="utf-8"))
    change(data["groups"][0]["claims"][0])
    with pytest.raises(ValidationError, match=re.escape(said)):
        Claims.model_validate(data)


def test_no_claim_has_a_number_or_a_citation_of_its_own():
    for claim in CLAIMS:
        assert not re.search(
            r"\d{3}\.\d|§|CFR|U\.S\.C\.", f"{claim.title} {claim.says} {claim.elsewhere}".replace("504", "")
        )


def test_what_a_parent_reads_of_the_claims_reads_at_grade_eight_or_lower():
    asked = [q for q in letter.letters()["due_process_complaint"].inputs if q.id.startswith((TICK, COUNT))]
    said = " ".join(f"{q.label.rstrip('?.')}. {q.help}" for q in asked)
    assert textstat.flesch_kincaid_grade(said) <= 8


def test_what_the_letter_says_of_a_claim_is_escaped():
    page = render.html(written(claimed(COUNTS[0], count_child_find_signs="<script>x</script>")))
    assert "<script" not in page.split('class="pt-letter"')[1]


# ---- In the browser


@pytest.mark.browser
def test_a_claim_that_is_ticked_asks_for_its_facts_is_kept_and_becomes_a_count(page, page_log, site):
    page.goto(f"{site}tools/letters/due-process-complaint/?state=CA#part-2")
    box = page.get_by_label("The school did not give what the IEP says")
    fact = page.get_by_label("What does the IEP say, and what did your child get?")
    expect(page.locator(".pt-live")).to_have_count(1)
    expect(fact).to_be_hidden()
    box.focus()
    page.keyboard.press("Space")
    expect(fact).to_be_visible()
    card = page.get_by_role("group", name="The school did not give what the IEP says")
    expect(card.locator("[name]:visible")).to_have_count(7)  # the question when it ended is not shown yet
    fact.fill("60 minutes of speech a week. None since January.")
    # "Draft kept" can still be of the tick
    until(page, lambda: "None since January." in str(page.evaluate(STORE, ["drafts"])), "the fact is kept")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    expect(box).to_be_checked()
    expect(fact).to_have_value("60 minutes of speech a week. None since January.")
    for name in (
        "received_on",
        "fix",
        "child_name",
        "child_home",
        "school",
        "district",
        "parent_name",
        "parent_contact",
    ):
        page.goto(page.url.split("#")[0] + f"#due-process-complaint-{name}")
        page.locator(f"[name={name}]").fill(HEARING[name])
    page.goto(page.url.split("#")[0] + "#due-process-complaint-letter_date")
    page.locator("[name=letter_date]").fill(HEARING["letter_date"])
    page.goto(page.url.split("#")[0] + "#part-check")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter").first).to_contain_text("COUNT 1. FAILURE TO IMPLEMENT THE IEP", timeout=60_000)
    expect(page.locator(".pt-letter").first).to_contain_text("60 minutes of speech a week. None since January.")
    missing = page.locator(".pt-told .pt-next a")
    expect(missing).to_have_count(3)
    missing.first.click()
    expect(page.locator("[name=count_services_day]")).to_be_focused()
    page.locator("[name=count_services_day]").fill("1/12/2026")
    page.locator("[name=count_services_going]").select_option("still")
    page.locator("[name=count_services_facts]").fill(FACTS)
    page.keyboard.press("Tab")  # leaving a field rewrites the letter
    expect(page.locator(".pt-letter-mark")).to_have_count(0, timeout=60_000)
    page.evaluate("location.hash = 'all-parts'")
    box.uncheck()
    expect(page.locator(".pt-letter").first).not_to_contain_text("COUNT 1", timeout=60_000)
    expect(page.locator(".pt-letter-mark").first).to_be_visible()
