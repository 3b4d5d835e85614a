"""Search: parents' phrases lead to the right page of their state, with few bytes, offline too."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from calculators.law import known_states, load
from macros.data.search_model import load_search
from macros.data.yaml_files import WrongData, read_yaml
from macros.node import run_node
from macros.places import ROOT
from macros.site import search_files
from macros.site.search_files import SearchedPage, Section, read_page
from tests.tools.browser import SITE
from tests.tools.template_states import template_states

#: Maximum bytes of everything that a first search fetches, with a web server's usual compression.
FIRST_SEARCH = 100_000
TESTS = Path(__file__).parents[1]
SEARCHES = read_yaml((TESTS / "data" / "searches.yml").read_text(encoding="utf-8"))
#: States' indexes differ only in law cards and names. A thousand questions per state take seconds in each test, so states not
#: in this run's sample are left to ``make test-thorough``.
SLUGS = [
    pytest.param(load(code).slug, marks=[] if code in template_states() else [pytest.mark.thorough])
    for code in known_states()
]
NODE_FINDS = TESTS / "tools" / "find.mjs"
SCRIPT = ROOT / "docs" / "assets" / "js" / "search" / "find.js"


def found(slug: str, questions: list[str]) -> list[dict[str, Any]]:
    """The search's answers to questions in a state, from the built site's index (find.mjs)."""
    files = [next((SITE / "search").glob(f"words-{name}-*.json")) for name in (slug, search_files.SHARED)]
    said: list[dict[str, Any]] = json.loads(
        run_node("The search could not be asked", NODE_FINDS, SCRIPT, *files, given=json.dumps(questions))
    )
    return said


def answers(slug: str, questions: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Each question with what is found."""
    return list(zip(questions, found(slug, questions), strict=True))


def section_texts(slug: str) -> dict[str, str]:
    """The text at each address: a whole page, or a section with its heading and the page's title."""
    files = [next((SITE / "search").glob(f"words-{name}-*.json")) for name in (slug, search_files.SHARED)]
    texts = {}
    for page in (page for file in files for page in json.loads(file.read_text(encoding="utf-8"))["pages"]):
        parts = [(part["anchor"], f"{part['title']} {part.get('text', '')}") for part in page["sections"]]
        title = page["sections"][0]["title"]
        texts |= {f"{page['url']}#{anchor}": f"{title} {text}" for anchor, text in parts}
        texts[page["url"]] = " ".join(text for _, text in parts)
    return texts


def stems_of(texts: list[str]) -> dict[str, list[str]]:
    """The stems of each text, as the search indexes them."""
    said = json.loads(run_node("The search could not be asked", NODE_FINDS, SCRIPT, given=json.dumps(texts)))
    return dict(zip(texts, said, strict=True))


def unsaid(asked: list[str], read: list[str], same: list[list[list[str]]]) -> set[str]:
    """The words of the question that the text contains neither literally nor as a synonym."""
    on_page = set(read)
    meant = [group for group in same if any(one and on_page.issuperset(one) for one in group)]
    return set(asked) - on_page.union(*(one for group in meant for one in group))


def says(read: list[str], words: list[str]) -> bool:
    """Whether the text contains these words in sequence."""
    return f" {' '.join(words)} " in f" {' '.join(read)} "


def opened(slug: str, address: str) -> str:
    """An address of search.yml in a state: ``discipline#services`` is ``mississippi/discipline/#services``."""
    path, _, anchor = address.partition("#")
    return (path if "/" in path else f"{slug}/{path}/") + (f"#{anchor}" if anchor else "")


def leads() -> dict[str, str]:
    """Parents' search terms, and the page or section that each should lead to."""
    return {words: lead.page for lead in load_search().leads for words in lead.said}


def opens(answer: dict[str, Any], url: str) -> bool:
    """Whether the first hit is this section, or any section of this page."""
    [first, *_] = answer["opens"] or [""]
    return first == url or ("#" not in url and first.partition("#")[0] == url)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_parents_say_leads_to_the_page_and_the_section_that_answer_it(slug):
    said = leads()
    questions = {asked: page for words, page in said.items() for asked in (words, words.upper(), f"{words}?")}
    wrong = [
        (asked, answer)
        for asked, answer in answers(slug, [*questions])
        if not opens(answer, opened(slug, questions[asked]))
    ]
    assert wrong == []


@pytest.mark.parametrize("slug", SLUGS)
def test_what_parents_type_opens_the_page_and_section_or_says_that_nothing_is_there_yet(slug):
    wrong = []
    asked = {search["asked"]: search for search in SEARCHES}
    for question, answer in answers(slug, [*asked]):
        search = asked[question]
        if "topic" in search:
            right = answer["topics"] == [search["topic"]]
        else:
            right = not answer["topics"] and opens(answer, opened(slug, search["opens"]))
        if not right:
            wrong.append((search, answer))
    assert wrong == []


def test_at_least_forty_questions_are_asked_of_the_search():
    assert len(SEARCHES) >= 40
    assert len({search["asked"].lower() for search in SEARCHES}) == len(SEARCHES)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_lead_goes_to_a_section_that_says_each_of_its_words_or_one_that_means_the_same(slug):
    words = load_search()
    read = {lead: section_texts(slug)[opened(slug, lead)] for lead in leads().values()}
    stems = stems_of([*leads(), *(one for group in words.same for one in group), *read.values()])
    same = [[stems[one] for one in group] for group in words.same]
    missing = {asked: (lead, unsaid(stems[asked], stems[read[lead]], same)) for asked, lead in leads().items()}
    assert {asked: found for asked, found in missing.items() if found[1]} == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_pages_near_a_topic_without_a_page_contain_one_of_its_words(slug):
    topics = load_search().topics
    texts = section_texts(slug)
    read = {address: texts[opened(slug, address)] for topic in topics for address in topic.near}
    stems = stems_of([*(one for topic in topics for one in topic.words), *read.values()])
    silent = [
        (topic.topic, address)
        for topic in topics
        for address in topic.near
        if not any(says(stems[read[address]], stems[one]) for one in topic.words)
    ]
    assert silent == []


def test_a_lead_to_a_section_without_the_word_is_detected():
    count_the_days = section_texts("mississippi")["mississippi/discipline/#count-the-days"]
    stems = stems_of(["he was restrained", "restraint", "suspended", "kicked out", count_the_days])
    read, same = stems[count_the_days], [[stems["suspended"], stems["kicked out"]]]
    assert unsaid(stems["he was restrained"], read, same) == {"restrain"}
    assert not says(read, stems["restraint"])
    assert unsaid(stems["kicked out"], read, same) == set(), "it says suspended"
    assert unsaid(stems["kicked out"], read, []) == {"kick"}


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("medication", "mediation"),
        ("medicating", "mediation"),
        ("turning 3", "offline"),
        ("held back", "glossary"),
        ("closet", "close"),
        ("wrestling", "testing"),
    ],
)
def test_no_word_is_matched_to_one_with_another_meaning(asked, never):
    [answer] = found("mississippi", [asked])
    assert [address for address in answer["opens"] if never in address] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_pages_with_steps_rank_before_explanations(slug):
    for asked, answer in answers(slug, ["district", "IEP", "privacy of records", "notice", "safeguards"]):
        late = [address.startswith(("glossary/", "about/")) for address in answer["opens"][:3]]
        assert not late[0], (asked, answer["opens"][:3])


def test_a_misspelled_word_is_found_and_the_correction_shown():
    [answer, typing] = found("mississippi", ["suspention", "medi"])
    assert answer["opens"][0].startswith("mississippi/discipline/")
    assert answer["instead"] == [["suspention", "suspension"]]
    assert typing["opens"][0].startswith("mississippi/mediation/")
    assert typing["instead"] == [], "not typed to its end"


def test_an_unknown_word_is_reported_and_gives_no_results():
    [answer] = found("mississippi", ["dysgraphia"])
    assert (answer["opens"], answer["missing"]) == ([], ["dysgraphia"])
    assert answer["help"]["phone"] == load("MS").contact("parent_center").phone[0]
    [risk] = found("arizona", ["elopement"])
    assert risk["help"]["name"] == load("AZ").contact("protection_advocacy").name
    [elsewhere] = found("federal", ["dysgraphia"])
    assert "phone" not in elsewhere["help"]
    assert elsewhere["help"]["url"] == load("US").contact("parent_center").web


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
    expect(page.locator(".pt-hits li").first).to_contain_text("Another place")
    page.get_by_label("What are you looking for?").fill("zzzz")
    expect(page.get_by_role("status")).to_have_text(
        "No page has the word “zzzz”. Find your parent training and information center"
    )
    page.get_by_label("Your state").select_option(label="Mississippi")
    page.get_by_label("What are you looking for?").fill("a teacher hit my child")
    status = page.get_by_role("status")
    expect(status).to_contain_text("We have no page on abuse or harm by staff yet.")
    expect(status.get_by_role("link", name="Call Disability Rights Mississippi: 601-968-0600")).to_have_attribute(
        "href", "tel:+16019680600"
    )


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
    made = ("about/sources/", "about/letters/", "about/covered/")
    one_step_on = {page for page in built if page.startswith(made) or page.endswith("/letters-by-hand")}
    assert built - listed - one_step_on == {".", "search", "offline", "espanol"}  # linked in the header


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


def test_the_index_parses_html_like_a_browser(tmp_path):
    html = """<article class='wide pt-page'><h1 id=top title="a > b">A <em>title</em></h1><p>One<p>Two<!-- > not this -->
    <span class="pt-meta x">not this</span>&lt;three&gt;</article>"""
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    found = read_page(tmp_path, tmp_path / "index.html", {})
    assert found == SearchedPage("", "", [Section("top", "A title", "One Two <three>")])


def test_a_lead_to_a_missing_section_is_named():
    words = load_search()
    page = SearchedPage("mississippi/records/", "Mississippi", [Section("top", "Records")])
    with pytest.raises(WrongData, match=r"there is no mississippi/discipline/#manifestation to lead to"):
        search_files.add_leads(words, {"mississippi": [page], search_files.SHARED: []})


def test_topics_without_a_page_are_listed_on_the_coverage_page():
    html = (SITE / "about" / "covered" / "index.html").read_text(encoding="utf-8")
    listed = html.partition('id="not-yet"')[2].lower()
    assert [topic.topic for topic in load_search().topics if f"<li>{topic.topic}".lower() not in listed] == []


def test_words_that_lead_to_two_pages_are_refused(tmp_path):
    path = tmp_path / "search.yml"
    path.write_text("same: []\nleads:\n- {page: records, said: [My file]}\n- {page: meetings, said: [my file]}\n")
    with pytest.raises(WrongData, match="these words lead to two pages; keep them at one: my file"):
        load_search(path)


def test_every_state_has_its_own_words_and_the_page_names_them():
    html = (SITE / "search" / "index.html").read_text(encoding="utf-8")
    named = json.loads(re.search(r'data-files="([^"]+)"', html)[1].replace("&quot;", '"'))
    assert set(named) == {"shared", *(load(state).slug for state in known_states())}
    assert {path.name for path in (SITE / "search").glob("words-*.json")} == set(named.values())


@pytest.mark.browser
def test_search_words_are_in_no_url_and_the_back_button_restores_them(page, page_log, site):
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
