"""Question pages: complete, short, cited, listed, and found in at least three wordings."""

import re

import pytest
from bs4 import BeautifulSoup

from calculators.law import known_states, load
from macros.data.facts import pages_data
from macros.data.search_model import load_search
from macros.pages import question_pages
from macros.places import DOCS, ROOT
from tests.tools.browser import SITE
from tests.tools.built_pages import soup

NAMES = sorted(path.stem for path in (DOCS / "questions").glob("*.md") if path.stem != "index")
PARTS = ("rule", "your-state", "when", "words", "if-no", "law")
#: Maximum words of a question page, without chips, law cards and the states' own rules.
LONGEST = 450
FOLDED = ".pt-cite, .pt-pop, .pt-folded, .pt-place, .pt-state, .headerlink, nav, style, script"


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def page_of(name):
    return soup(SITE / "questions" / name / "index.html")


def test_the_list_has_every_question_once_in_the_words_of_its_page():
    listed = [one for names in pages_data("questions").values() for one in names]
    assert sorted(listed) == NAMES
    links = soup(SITE / "questions" / "index.html").select("article li a[href^='../questions/'], article li a")
    shown = {link["href"].rstrip("/"): link.get_text() for link in links}
    assert {name: shown.get(name) for name in NAMES} == {name: question_pages.question(name) for name in NAMES}


def test_a_question_has_its_answer_rule_date_words_next_step_and_a_number_to_call(name):
    page = page_of(name)
    answer = page.select_one(".pt-lead").get_text(" ", strip=True)
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", answer)) <= 4, answer
    assert [heading["id"] for heading in page.select("article h2")] == list(PARTS)
    assert len(page.select(".today li a")) == 3
    assert page.select("#rule ~ .law .pt-cite"), "the rule, with its citation"
    assert page.select(".admonition.say, .pt-letter-link"), "words to send"
    assert page.select("article .pt-rule"), "the law with its sources"
    assert page.select("a[href*='tools/deadlines/']"), "the way to the calculator"


def test_a_question_is_short(name):
    html = (SITE / "questions" / name / "index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").article
    for part in article.select(FOLDED):
        part.decompose()
    assert len(article.get_text(" ").split()) <= LONGEST


def test_each_state_has_its_own_part_with_its_own_rule_and_office(name):
    page = page_of(name)
    front = (DOCS / "questions" / f"{name}.md").read_text(encoding="utf-8")
    rule_ids = re.search(r"^state_rules: \[(.*)\]$", front, re.MULTILINE)[1].split(", ")
    kind = re.search(r"^call: (\w+)$", front, re.MULTILINE)[1]
    for code in known_states():
        law = load(code)
        part = page.select_one(f'.pt-place[data-state="{law.slug}"]')
        office = law.contact(kind)
        assert office.name in part.get_text(" ")
        assert part.select_one("a")
        own = [rule for one in rule_ids if one and (rule := question_pages.own_rule(law, one))]
        assert [shown.strong.get_text() for shown in part.select(".pt-own")] == [rule.title for rule in own]
        for rule, shown in zip(own, part.select(".pt-own"), strict=True):
            assert (shown.select_one(".pt-badge") is not None) == (rule.publish != "ok"), (
                "what is not confirmed is marked"
            )


def test_a_note_does_not_say_again_what_its_mark_says():
    for code in known_states():
        law = load(code)
        for rule in (one for one in law.rules.values() if one.publish == "caveat" and one.kind != "practice"):
            said = BeautifulSoup(question_pages.own_words(rule, law, "../"), "html.parser")
            mark, note = (found.get_text() for found in said.select("p > span"))
            assert mark == "Reported, not confirmed"
            assert not note.startswith(mark), (code, rule.id)
            goes_on = rule.note.startswith((f"{mark}: ", f"{mark}, "))
            assert rule.note.endswith(note.removeprefix("Reported") if goes_on else note), "only the mark goes"
            assert note.startswith(("Reported: ", "Reported, ")) is goes_on, "a doubt would read as a fact"


def test_a_rule_that_a_question_looks_for_in_the_states_is_known_somewhere(name):
    front = (DOCS / "questions" / f"{name}.md").read_text(encoding="utf-8")
    rule_ids = re.search(r"^state_rules: \[(.*)\]$", front, re.MULTILINE)[1]
    known = {rule for code in known_states() for rule in load(code).rules}
    assert {one for one in rule_ids.split(", ") if one} <= known


def test_a_question_is_found_in_at_least_three_wordings(name):
    said = [
        words for lead in load_search().leads if lead.page.split("#")[0] == f"questions/{name}/" for words in lead.said
    ]
    assert len(said) >= 3, "that it is found there is tested for every lead"


def test_a_state_without_own_rules_has_no_own_part():
    assert question_pages.own_rule(load("US"), "extended_school_year") is None
    assert question_pages.own_rule(load("MS"), "extended_school_year") is None
    assert question_pages.own_rule(load("MS"), "corporal_punishment") is not None


def test_every_saved_state_has_the_questions():
    listed = (ROOT / "site" / "offline" / "mississippi.json").read_text(encoding="utf-8")
    assert all(f'"questions/{name}/"' in listed for name in NAMES)
