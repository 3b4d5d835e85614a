"""The pages of letters: what they warn of, name and expect, and each letter as reviewers see it."""

from html import escape

import pytest

from calculators.law import known_states, load
from calculators.letter_forms import letters
from calculators.tools import letter, silence
from tests.letters.test_letters import EVERY, FORMS, STATES, sample_of
from tests.tools.browser import SITE
from tests.tools.built_pages import soup


@pytest.mark.parametrize("name", ["consent_revocation", "stay_put_notice", "withdrawal"])
def test_a_letter_that_can_do_harm_says_so_first(name):
    page = soup(SITE / letters()[name].page / "index.html")
    warning, form = page.select_one(".admonition.careful"), page.select_one("form.pt-form")
    assert letters()[name].warning in warning.get_text()
    assert warning.sourceline < form.sourceline


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_each_state_is_named_with_where_to_find_it_before_the_letter_is_written(name):
    page = soup(SITE / letters()[name].page / "index.html")
    for state in STATES:
        law, own = load(state), load(state).form(name)
        words = letter.state_form(letters()[name], law)
        card, *others = [
            card for card in page.select(".pt-state-form") if own.name in card.get_text() and words in card.get_text()
        ]
        assert not others
        assert card.sourceline < page.select_one("form.pt-form").sourceline
        assert [link["href"] for link in card.select("a")] == ([own.web] if own.web else [])
        guides = [
            guide.name
            for guide in (SITE / law.slug).rglob("index.html")
            if escape(own.name) in guide.read_text("utf-8")
        ]
        assert len(guides) == 2, "and in the guide of that step, and on the page of those who help"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_many_states_have_is_the_last_one_and_of_no_other_state(name):
    page = soup(SITE / letters()[name].page / "index.html")
    folds = [card.find_parent("details", attrs={"data-states": True}) for card in page.select(".pt-state-form")]
    many = [len(fold["data-states"].split()) > 1 for fold in folds]
    assert many == sorted(many)
    for fold in folds:
        assert "other state" not in fold.summary.get_text()


@pytest.mark.parametrize("name", EVERY)
def test_what_to_expect_is_on_the_letters_page(name):
    page = soup(SITE / letters()[name].page / "index.html")
    heading = page.find(id="if-nothing-comes-back")
    words = " ".join(" ".join(part.get_text(" ") for part in heading.find_next_siblings()).split())
    awaits = letters()[name].awaits
    assert awaits.expect in words
    assert letters()[awaits.write].title in words
    guide = next(link for link in page.select("a[data-guide]") if link.get_text() == awaits.then)
    assert guide["href"].endswith(f"/federal/{awaits.guide}/")
    for state in known_states():
        for one in silence.by_when(letters()[name], load(state)):
            assert one.mark in words


@pytest.mark.parametrize("state", STATES)
def test_the_page_for_reviewers_has_every_letter_of_the_state_as_it_is_written(state):
    folder = SITE / "about" / "letters" / (load(state).slug if state != "US" else "")
    page = soup(folder / "index.html")
    shown = [" ".join(article.get_text(" ").split()) for article in page.select(".pt-letter")]
    for name, form in letters().items():
        if form.is_for(load(state)):
            assert " ".join(" ".join(letter.answer(load(state), sample_of(name)).letter.paragraphs).split()) in shown
