"""Each letter's page has a version with blanks, from the same template, for handwriting."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from calculators.law import known_states, load
from calculators.tools import letter
from macros.pages.blank_letters import FEW, blank_letter, blank_letters
from tests.tools.browser import SITE
from tests.tools.built_pages import read

LETTERS = letter.letters()
LAWS = [load(code) for code in ("AZ", "MS", "US")]
DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+, \d{4}"
)


def texts(letter_id, law):
    """The letter's texts in a state, without tags."""
    html = blank_letter(LETTERS[letter_id], law)
    return unescape(re.sub(r"<[^>]+>", "\n", html))


def laws_of(letter_id):
    return [law for law in LAWS if LETTERS[letter_id].is_for(law)]


@pytest.mark.parametrize("letter_id", LETTERS)
def test_a_letter_with_blanks_has_nothing_of_its_sample_in_it(letter_id):
    sample = letter.samples()[letter_id]
    for law in laws_of(letter_id):
        written = texts(letter_id, law)
        assert "[Your name]" in written
        assert sample["parent_name"] not in written
        assert sample["school"] not in written
        # the only dates left are in titles of cited documents, such as a federal memo
        assert set(DAY.findall(written)) <= {
            day for rule in law.rules.values() for cite in rule.cites for day in DAY.findall(cite.text)
        }


def test_there_is_a_version_for_each_answer_that_changes_the_letter():
    written = blank_letter(LETTERS["pwn_demand"], load("MS"))
    assert re.findall(r'<p class="pt-blank-for">(.*?)</p>', written) == [
        "What did the school do? It said no to something I asked for",
        "What did the school do? It wants to change or start something",
        "What did the school do? It said to wait with an evaluation (RTI, MTSS, more help first)",
        "What did the school do? It said nothing to what I asked for",
    ]
    no, change, *_ = written.split('<p class="pt-blank-for">')[1:]
    assert "told me that it would not do the following" in no
    assert "told me that it plans the following" in change
    assert "Please wait with the change" not in no


def test_the_law_is_that_of_the_state_and_states_with_one_text_share_it():
    assert "Miss. Code Ann. § 37-23-137(3)" in texts("pwn_demand", load("MS"))
    assert "Miss. Code" not in texts("pwn_demand", load("US"))
    assert "<summary>Arizona, Mississippi, Another place (federal law)</summary>" in blank_letters(
        LETTERS["thank_you"], LAWS
    )


def test_a_list_has_a_line_for_each_kind_of_entry():
    written = texts("state_complaint", load("MS"))
    claims = re.findall(r"\n([A-Z]{1,2})\. ", written)
    assert len(claims) >= 20, "one for each thing that a school can do wrong"
    assert "[What did the school do wrong?]" not in written
    assert "[On what day" in written or "[When" in written


def test_every_page_of_a_letter_has_it_folded_up_or_leads_to_that_of_each_state():
    leads = set()
    for form in LETTERS.values():
        page = read(SITE / form.page / "index.html")
        inline = page.css("#with-blanks ~ .pt-by-hand > details")
        links = [link.attributes["href"] for link in page.css("#with-blanks ~ details a[href*='letters-by-hand']")]
        if inline:
            assert len(inline) <= FEW, "one page would grow with each state"
            assert not links
        else:
            laws = [load(code) for code in known_states() if form.is_for(load(code))]
            assert len(links) == len(laws), form.id
            assert all((SITE / form.page / link.split("#")[0] / "index.html").resolve().is_file() for link in links)
            leads.add(form.id)
    assert {"state_complaint", "pwn_demand"} <= leads


@pytest.mark.parametrize("state", known_states())
def test_a_state_has_every_letter_with_its_own_law_on_one_page(state):
    law = load(state)
    page = read(SITE / law.slug / "letters-by-hand" / "index.html")
    forms = [form for form in LETTERS.values() if form.is_for(law)]
    anchors = [heading.id for heading in page.css("h2:has(~ .pt-by-hand)")]
    assert sorted(anchors) == sorted(form.id.replace("_", "-") for form in forms)
    assert anchors[-1] == "consent-revocation", "what ends all rights stands last"
    assert all(letter.css(".pt-blank-letter") for letter in page.css(".pt-by-hand"))
    shown, written = page.css_first("#state-complaint ~ .pt-by-hand").text(), texts("state_complaint", law)
    assert "".join(written.split()) in "".join(shown.split()), "with its own law"


@pytest.mark.browser
def test_without_scripts_running_a_press_says_so_and_the_letter_is_below(new_page, page_log, site):
    page_log.expect("Failed to load|js")
    page = new_page(base_url=site)
    page.route("**/assets/*/js/**", lambda route: route.abort())
    page.goto("tools/letters/pwn-demand/")
    note = page.locator(".pt-noscript")
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Write the letter").click()
    expect(note).to_contain_text("This form does not work here yet.")
    expect(note).to_contain_text("Or take the letter with blanks, below.")
    page.locator("#with-blanks ~ details summary").first.click()
    page.get_by_role("link", name="Mississippi", exact=True).click()
    expect(page).to_have_url(re.compile("mississippi/letters-by-hand/#pwn-demand$"))
    page.locator("#pwn-demand ~ .pt-by-hand summary").first.click()
    expect(page.locator(".pt-blank-letter").filter(visible=True).first).to_contain_text(
        "[Your child's name or initials]"
    )


@pytest.mark.browser
def test_without_scripts_running_the_page_says_so_after_a_while(new_page, page_log, site):
    page_log.expect("Failed to load|js")
    page = new_page(base_url=site)
    page.route("**/assets/*/js/**", lambda route: route.abort())
    page.goto("tools/deadlines/")
    expect(page.locator(".pt-noscript")).to_be_visible()
    expect(page.locator(".pt-noscript")).to_contain_text("Or count by hand, below.")


@pytest.mark.browser
def test_content_for_other_states_is_hidden_once_a_state_is_chosen(page, page_log, site):
    page.goto(f"{site}tools/letters/state-complaint/#all-parts")
    own = page.locator("details[data-states]")
    states = [part.get_attribute("data-states").split() for part in own.all()]
    assert len(states) > 2
    assert all(part.is_visible() for part in own.all()), "without a state all stand there"
    for code in ("MS", "OH", "US"):
        page.locator("form[data-letter] [name=state]").select_option(code)
        shown = page.locator("details[data-states]:not([hidden])")
        expect(shown).to_have_count(sum(code in named for named in states))
        expect(page.locator(f"details[data-states~={code}]:not([hidden])")).to_have_count(shown.count())
        assert shown.count()
    page.goto(f"{site}tools/letters/state-complaint/?state=MS")
    expect(page.locator("#state-form ~ .pt-calculator").first).to_be_visible()
    expect(page.locator("details[data-states]:not([hidden]) > summary").first).to_have_text(
        re.compile("^Mississippi: ")
    )
