"""Readers can report a wrong fact, with its id and page only; past corrections are shown."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from calculators.law import known_states, load
from macros.data import corrections
from macros.data.law_files import load_law
from macros.data.yaml_files import WrongData
from macros.pages import cards
from macros.paper import sheets
from macros.places import ROOT

PROJECT, MAIL = "https://github.com/parents/paper-trail", "mailto:facts@paper-trail.example"
#: A link of a card.
LINK = re.compile(r'<p class="pt-wrong[^"]*"><a href="([^"]+)" rel="noopener">Something wrong here\?</a></p>')


@pytest.fixture
def tell(monkeypatch):
    """Set the address for reporting mistakes, as a build would."""
    return lambda to: monkeypatch.setenv(corrections.VARIABLE, to)


def reported(state: str, rule: str) -> str:
    """The report link under a fact, on a page of its state."""
    law = load(state)
    found = LINK.findall(cards.card(law.rules[rule], law, page=f"{law.slug}/evaluation/"))
    assert len(found) == 1
    return unescape(found[0])


@pytest.mark.parametrize("state", known_states())
def test_every_fact_opens_an_issue_that_names_it_and_its_page(tell, state):
    tell(PROJECT)
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / corrections.FORM).read_text(encoding="utf-8"))
    fields = {part["id"] for part in form["body"] if "id" in part}
    for rule in load(state).rules:
        address = urlsplit(reported(state, rule))
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{PROJECT}/issues/new"
        said = parse_qs(address.query)
        assert said.pop("template") == [corrections.FORM]
        assert said.pop("title") == [f"Wrong fact: {state}/{rule}"]
        assert said == {"fact": [f"{state}/{rule}"], "page": [f"{load(state).slug}/evaluation/"]}
        assert said.keys() <= fields, "GitHub fills in only fields that the form has"


def test_a_site_without_a_project_takes_reports_by_e_mail(tell):
    tell(MAIL)
    address = urlsplit(reported("MS", "initial_evaluation"))
    assert (address.scheme, address.path) == ("mailto", "facts@paper-trail.example")
    assert "+" not in address.query, "a mail program shows a plus as a plus"
    said = parse_qs(address.query)
    assert said["subject"] == ["Paper Trail: MS/initial_evaluation"]
    assert said["body"][0].startswith("Fact: MS/initial_evaluation\r\nPage: mississippi/evaluation/\r\n")
    assert said["body"][0].strip().endswith(corrections.ASKED)


def test_under_a_result_is_a_report_that_names_the_page_alone(tell):
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / corrections.BROKEN_FORM).read_text(encoding="utf-8"))
    assert "page" in {part.get("id") for part in form["body"]}
    tell(PROJECT)
    address = urlsplit(of_a_result("tools/deadlines/"))
    said = {"template": ["broken.yml"], "title": ["Wrong result: tools/deadlines/"], "page": ["tools/deadlines/"]}
    assert parse_qs(address.query) == said
    tell(MAIL)
    said = parse_qs(urlsplit(of_a_result("tools/deadlines/")).query)
    assert said["subject"] == ["Paper Trail: a result on tools/deadlines/"]
    assert said["body"][0].startswith("Page: tools/deadlines/\r\n\r\nWhich state, ")


def of_a_result(page: str) -> str:
    (found,) = re.findall(r'<p class="pt-wrong pt-of-result pt-on-screen"><a href="([^"]+)"', cards.wrong_result(page))
    return unescape(found)


def test_a_site_without_a_destination_offers_no_reports(tell):
    tell("")
    assert cards.wrong_result("tools/deadlines/") == ""
    law = load("MS")
    assert "pt-wrong" not in cards.card(law.rules["initial_evaluation"], law, page="mississippi/evaluation/")


def test_an_invalid_destination_is_refused_with_a_message(tell):
    tell("javascript:alert(1)")
    with pytest.raises(WrongData, match=r"mkdocs\.yml, extra\.corrections"):
        corrections.where()


@pytest.mark.parametrize(
    ("to", "read"), [(PROJECT, "github.com/parents/paper-trail"), (MAIL, "facts@paper-trail.example")]
)
def test_a_sheet_shows_the_destination_for_typing(tell, to, read):
    tell(to)
    assert sheets._document(load("MS"), "A list", "", [])["wrong"] == read


def test_every_correction_is_about_an_existing_fact():
    corrections.check(load_law())


def test_a_correction_of_no_fact_is_named(tmp_path):
    file = tmp_path / "corrections.yml"
    entry = {"rule": "no_such_rule", "state": "MS", "on": date(2026, 11, 27), "was": "a", "now": "b", "why": "c"}
    file.write_text(yaml.safe_dump([entry]), encoding="utf-8")
    with pytest.raises(WrongData, match=r"corrections\.yml: MS has no rule 'no_such_rule'"):
        corrections.check(load_law(), file)


def test_a_corrected_fact_says_when_what_and_why_wherever_its_words_hold():
    (one,) = corrections.corrections({"US"}, "state_complaint_filing_limit")
    federal = load("US")
    card = unescape(cards.card(federal.rules[one.rule], federal))
    assert f"On November 27, 2026. It said: {one.was} Now: {one.now} Why: {one.why}" in card
    assert "<dt>Corrected</dt>" not in cards.card(federal.rules["initial_evaluation"], federal)
