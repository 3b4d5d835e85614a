"""Words that a template joins to the law's: nothing doubled, cut or left empty, in any state, page, sheet or letter."""

import re
import subprocess
from html import unescape
from itertools import chain

import pytest

from calculators.law import known_states, load
from calculators.tools import letter
from tests.letters.test_letters import texts_of
from tests.tools.browser import SITE
from tests.tools.built_pages import guide_path, pages_by_folder, read

BADLY_JOINED = re.compile(
    r"[^.]\.\.(?!\.)|,\.|;\.|\(\s*\)"  # "Inc..", and brackets around nothing
    r"|\b(?P<word>the|a|an|in|of|to|at|within|after|for|and|or|your|days) (?P=word)\b"
    r"|\b1 (?:calendar |school |business )?(?:days|weeks|months|years|hours|rules|facts|letters)\b"
    r"|\ba (?:initial|evaluation|independent|IEP|impartial|appeal|age|office)\b"
)


FOLDERS = pages_by_folder()


def joined_badly(text: str) -> list[str]:
    return [text[max(0, found.start() - 40) : found.end() + 20] for found in BADLY_JOINED.finditer(text)]


@pytest.mark.parametrize("paths", FOLDERS.values(), ids=FOLDERS)
def test_pages_join_words_well(paths):
    for path in paths:
        html = path.read_text(encoding="utf-8")
        words = unescape(
            re.sub(r"(?s)<[^>]+>", "\n", re.sub(r"(?s)<(script|style|pre|code|textarea)\b.*?</\1>", "code", html))
        )
        assert joined_badly(words) == [], path


@pytest.mark.parametrize("state", known_states())
def test_the_sheets_of_a_state_join_words_well(state):
    pdf = SITE / "assets" / "sheets" / load(state).slug / "everything.pdf"
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    without_leaders = re.sub(r"(?: ?\. ?){3,}", " ", text)
    assert joined_badly(without_leaders) == []


@pytest.mark.by_state
@pytest.mark.parametrize("state", known_states())
def test_the_letters_of_a_state_join_words_well(state):
    law = load(state)
    names = [name for name, form in letter.letters().items() if form.is_for(law)]
    texts = chain.from_iterable(texts_of(name, law) for name in names)
    assert [bad for text in texts for bad in joined_badly(text)] == []


@pytest.mark.parametrize("state", known_states())
def test_no_rule_cites_a_section_twice_or_says_the_name_of_a_code_twice(state):
    for rule in load(state).rules.values():
        said = [cite.text for cite in rule.cites]
        assert sorted(said) == sorted(set(said)), rule.id
        assert not any(re.search(r"^(.{3,}) (?:§ )?\d+ \1 ", text) for text in said), said


@pytest.mark.parametrize("state", known_states())
def test_guide_and_sheet_send_a_due_process_complaint_where_the_letter_sends_it(state):
    law = load(state)
    office = law.contact("due_process_office")
    apart = office != law.contact("sea")
    page = read(guide_path(state, "due_process"))
    parts, after = [], page.css_first("#what-it-must-say").next
    while len(parts) < 4:
        parts += [after.text(separator=" ")] if after.is_element_node else []
        after = after.next
    shown = " ".join(parts)
    assert ("where this card says" in shown and office.name in shown) == apart
    assert (f"at the same time, to {law.sea}" in shown) != apart
    expected = office.name if apart else law.sea
    # where a state has an order, the list has it
    lead = "Then I sent it" if "order" in law.rule("due_process_system").words else "at the same time"
    assert f"{lead} to: {expected}" in page.css_first("article").text()


def test_a_name_of_a_state_has_the_article_that_it_needs():
    states = [state for state in known_states() if {"evaluation", "hearing_officer"} & set(load(state).terms)]
    assert states
    for state in states:
        for topic in ("evaluation", "discipline", "due_process", "pwn", "state_complaint"):
            page = read(guide_path(state, topic))
            for term in page.css(".pt-term"):
                before = term.prev.text() if term.prev and term.prev.tag == "-text" else ""
                if found := re.search(r"\b([Aa]n?)\s$", before):
                    name = term.css_first("button").text()
                    assert (found[1].lower() == "an") == (name[0].lower() in "aeiou"), (state, topic, name)
