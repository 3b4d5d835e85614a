"""Every built page: plain language, working links, and nothing from another host."""

import re
from itertools import product
from pathlib import Path

import pytest
import textstat
from selectolax.lexbor import LexborHTMLParser

from calculators.law import known_states
from macros.pages.state_pages import GUIDES
from tests.tools.browser import SITE
from tests.tools.built_pages import PAGES, guide_path, read, sentences_of

HIGHEST_GRADE = 8
#: Maximum words in a sentence; most have about ten.
LONGEST_SENTENCE = 28
#: The boundary between two sentences.
END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[A-Z“\"(])")
GUIDE_PAGES = {guide_path(state, topic): f"{state}-{topic}" for state, topic in product(known_states(), GUIDES)}


# pytest runs all tests of one page before the next page's, so that each is read once.
@pytest.fixture(scope="module", params=PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def path(request) -> Path:
    return request.param


@pytest.fixture(scope="module", params=GUIDE_PAGES, ids=GUIDE_PAGES.get)
def guide(request) -> LexborHTMLParser:
    return read(request.param)


def test_every_state_has_the_whole_set_of_guides_with_the_same_parts(guide):
    assert guide.css_first("h1").text(strip=True)
    assert guide.css(".pt-meta"), "the state and when its law was checked"
    assert len(guide.css(".today li")) == 3, "what to do today, in three lines"
    assert all(line.css("a") for line in guide.css(".today li")), "each line leads to the step"
    assert guide.css("#law ~ .pt-folded .pt-rule"), "the law on this page, with its sources"
    assert guide.css(".pt-contact"), "people who help"
    assert guide.css(".pt-checklist"), "a checklist"
    assert guide.css(".pt-calculator, .pt-letter-link, a[href*='tools/']"), "the tools that fit"


def test_every_heading_has_a_short_anchor_written_by_hand(guide):
    of_tools = {heading.mem_id for heading in guide.css(".pt-calculator :is(h2, h3)")}
    for heading in guide.css("article :is(h2, h3)"):
        assert heading.mem_id in of_tools or re.fullmatch(r"[a-z0-9-]{2,32}", heading.id or ""), heading.text()


def test_every_citation_on_a_page_opens_and_leads_to_its_rule(guide):
    ids = {element.id for element in guide.css("[id]")}
    for button in guide.css("button[popovertarget]"):
        assert button.attributes["popovertarget"] in ids
    for link in guide.css(".pt-cite > a"):
        assert link.attributes["href"].removeprefix("#") in ids


def test_no_id_stands_twice_on_a_page(path):
    ids = [element.id for element in read(path).css("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_a_page_loads_nothing_from_another_address(path):
    page = read(path)
    loaded = [
        tag.attributes.get("src") or tag.attributes.get("href")
        for tag in page.css("script[src], link[href], img[src], iframe[src]")
    ]
    canonical = {tag.attributes["href"] for tag in page.css("link[rel=canonical]")}
    assert [url for url in loaded if url not in canonical and re.match(r"(https?:)?//", url)] == []
    assert [url for url in loaded if url not in canonical and url.startswith("/")] == [], "works under a sub-path"


def test_a_page_reads_at_grade_eight_or_lower_in_short_sentences(path):
    sentences = sentences_of(path)
    assert [one for line in sentences for one in END.split(line) if len(one.split()) > LONGEST_SENTENCE] == []
    text = " ".join(sentences)
    counts_english_syllables = read(path).css_first("html").attributes["lang"] == "en"
    if counts_english_syllables and len(text.split()) >= 60:  # a grade is meaningless for fewer words
        assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


def test_no_punctuation_can_wrap_away_from_a_tappable_word(path):
    page = read(path)
    held = {part.mem_id for part in page.css(".pt-held :is(.pt-term, a.pt-alone)")}
    words = [part for part in page.css(".pt-term, a.pt-alone") if part.mem_id not in held]
    after = [part.next.text(deep=False) for part in words if part.next and part.next.is_text_node]
    assert [text for text in after if re.match(r"[.,;:?!)”]", text)] == []
