"""Search: what parents say leads to the page that answers it, in their own state, with few bytes and without a connection."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from macros import search_words
from macros.data import WrongData, load_search
from macros.search_words import SearchedPage, Section, read_page
from tests.browser import SITE, with_sources

#: What everything that a first search fetches may weigh, in bytes as nearly every server sends them.
FIRST_SEARCH = 150_000
FIND = """async ([scripts, slug, questions]) => {
    const { finder } = await import(`${scripts}find.js`);
    const files = JSON.parse(document.querySelector(".pt-search").dataset.files);
    const words = (name) => fetch(new URL(files[name], location.href)).then((answer) => answer.json());
    const find = await finder(await words(slug), await words("shared"));
    return questions.map((question) => find(question).slice(0, 3).map(({ page, sections }) => [page.url, ...sections.map((one) => one.anchor)]));
}"""


def leads() -> dict[str, tuple[str, str]]:
    """What parents say, and the page and section it should lead to."""
    return {words: tuple(lead.page.partition("#")[::2]) for lead in load_search().leads for words in lead.said}


@pytest.mark.browser
@pytest.mark.parametrize("slug", ["mississippi", "federal"])
def test_what_parents_say_leads_to_the_page_that_answers_it(page, site, slug):
    page.goto(f"{site}search/")
    said = leads()
    questions = [*said, *(words.upper() for words in said)]
    found = page.evaluate(FIND, [site + with_sources(page), slug, questions])
    wrong = {}
    for question, hits in zip(questions, found, strict=True):
        path, anchor = said.get(question) or said[next(one for one in said if one.upper() == question)]
        url = path if "/" in path else f"{slug}/{path}/"
        if not hits or hits[0][0] != url or (anchor and anchor != hits[0][1]):
            wrong[question] = hits[0][:2] if hits else None
    assert wrong == {}, wrong


@pytest.mark.browser
def test_a_word_finds_what_has_another_word_for_it_or_is_misspelled(page, site):
    page.goto(f"{site}search/")
    hoped = {
        "aide": "mississippi/not-following/",
        "suspention": "mississippi/discipline/",
        "make-up services": "mississippi/state-complaint/",
        "paraeducator": "glossary/",
        "attorney": "mississippi/who-to-call/",
        "medi": "mississippi/mediation/",
    }
    found = page.evaluate(FIND, [site + with_sources(page), "mississippi", list(hoped)])
    assert {
        question: [hit[0] for hit in hits]
        for (question, url), hits in zip(hoped.items(), found, strict=True)
        if url not in [hit[0] for hit in hits]
    } == {}


@pytest.mark.browser
def test_a_search_with_the_keyboard_goes_to_the_section_of_the_own_state(page, page_log, site):
    page.goto(site)
    page.get_by_label("Your state").select_option(label="Arizona")
    page.goto(f"{site}search/")
    expect(page.get_by_label("What are you looking for?")).to_be_focused()
    expect(page.get_by_label("Your state")).to_have_value("arizona")
    page.keyboard.type("can I record the meeting")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^(The )?\d+ pages .*for Arizona\.$"))
    first = page.locator(".pt-hits li").first
    expect(first).to_contain_text("Arizona")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    fetched = {url.rsplit("/", 1)[-1].split("-")[1] for url in page_log.requests if "/search/words-" in url}
    assert fetched == {"arizona", "shared"}, "the words of no other state"
    page.keyboard.press("Tab")  # the state
    page.keyboard.press("Tab")  # the first page found
    page.keyboard.press("Tab")  # its section
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}arizona/meetings/#recording")
    page.go_back()
    expect(page.get_by_label("What are you looking for?")).to_have_value("can I record the meeting")
    page.get_by_label("Your state").select_option(label="Another state")
    expect(page.locator(".pt-hits li").first).to_contain_text("Every other state")
    page.get_by_label("What are you looking for?").fill("zzzz")
    expect(page.get_by_role("status")).to_have_text("Nothing found. Try fewer words, or another word for it.")


@pytest.mark.browser
def test_a_search_that_cannot_be_loaded_says_so_and_works_when_asked_again(page, page_log, site):
    page_log.expect("words-|Failed to load")
    page.route("**/search/words-*", lambda route: route.abort())
    page.goto(f"{site}search/")
    page.get_by_label("What are you looking for?").fill("mediation")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded. Check your connection")
    page.unroute("**/search/words-*")
    page.keyboard.press("Tab")
    page.get_by_label("What are you looking for?").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("pages")


@pytest.mark.browser
def test_without_javascript_the_search_page_lists_every_page(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}search/")
    expect(page.locator(".pt-search")).to_be_hidden()
    expect(page.locator("noscript p")).to_contain_text("Every page is listed below.")
    page.locator("summary", has_text="Mississippi").click()
    expect(page.get_by_role("link", name="The school is not following the IEP").first).to_be_visible()
    listed = {
        Path(href.removeprefix("../")).as_posix()
        for href in page.locator(".pt-pages a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    }
    built = {
        path.parent.relative_to(SITE).as_posix()
        for path in SITE.rglob("index.html")
        if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
    }
    one_step_on = {page for page in built if page.startswith(("about/sources/", "about/letters/"))}
    assert built - listed - one_step_on == {".", "search", "offline"}


def test_a_first_search_stays_small():
    search = SITE / "search"
    shared = [next(search.glob("words-shared-*.json")), next(SITE.glob("assets/*/vendor/minisearch.js"))]
    scripts = [next(SITE.glob("assets/*/js/search.js"))]
    for words in search.glob("words-*.json"):
        files = {*shared, *scripts, words}
        assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in files) < FIRST_SEARCH, words.name


def test_a_search_file_has_the_words_of_a_page_and_not_its_law_cards_or_forms(tmp_path):
    html = """<html><article class="pt-page"><h1 id="top">A title<a class="headerlink" href="#top">Link</a></h1>
    <p>Ask &amp; wait <b>now</b>.<br>Then</p><details data-search-exclude><p>A <details>card</details> of law</p></details>
    <h2 id="ask">1. Ask</h2><ul><li>One</li><li>Two</li></ul><select><option>Choice</option></select></article><nav>Menu</nav></html>"""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "index.html").write_text(html, encoding="utf-8")
    found = read_page(tmp_path, tmp_path / "x" / "index.html", {})
    assert found == SearchedPage(
        "x/", "", [Section("top", "A title", "Ask & wait now. Then"), Section("ask", "1. Ask", "One Two")]
    )


def test_a_lead_to_a_section_that_is_not_there_is_named():
    words = load_search()
    page = SearchedPage("mississippi/records/", "Mississippi", [Section("top", "Records")])
    with pytest.raises(WrongData, match=r"there is no mississippi/discipline/#manifestation to lead to"):
        search_words.add_leads(words, {"mississippi": [page], search_words.SHARED: []})


def test_words_that_lead_to_two_pages_are_refused(tmp_path):
    path = tmp_path / "search.yml"
    path.write_text("same: []\nleads:\n- {page: records, said: [My file]}\n- {page: meetings, said: [my file]}\n")
    with pytest.raises(WrongData, match="these words lead to two pages; keep them at one: my file"):
        load_search(path)


def test_every_state_has_its_own_words_and_the_page_names_them():
    html = (SITE / "search" / "index.html").read_text(encoding="utf-8")
    named = json.loads(re.search(r'data-files="([^"]+)"', html)[1].replace("&quot;", '"'))
    assert set(named) == {"federal", "mississippi", "arizona", "shared"}
    assert {path.name for path in (SITE / "search").glob("words-*.json")} == set(named.values())


@pytest.mark.browser
def test_what_is_searched_for_is_in_no_address_and_back_brings_it_again(page, page_log, site):
    page.goto(f"{site}search/")
    page.get_by_label("What are you looking for?").fill("they record the meeting")
    page.locator(".pt-hits a").first.click()
    page.wait_for_url("**/federal/**")
    page.go_back()
    expect(page.get_by_label("What are you looking for?")).to_have_value("they record the meeting")
    expect(page).to_have_url(f"{site}search/")
    page.goto(f"{site}search/")
    expect(page.get_by_label("What are you looking for?")).to_have_value("")
    assert not [url for url in page_log.requests if "record the" in url or "%20" in url or "?" in url]
