"""Every built page: plain language, working links, and nothing from another host."""

import re
from pathlib import Path

import pytest
import textstat

from calculators.law import known_states
from macros.pages.state_pages import GUIDES
from tests.tools.built_pages import guide_path, pages_by_folder, read, sentences_of

HIGHEST_GRADE = 8
#: Maximum words in a sentence; most have about ten.
LONGEST_SENTENCE = 28
#: The boundary between two sentences.
END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[A-Z“\"(])")
GUIDES_OF = {state: [guide_path(state, topic) for topic in GUIDES] for state in known_states()}
FOLDERS = pages_by_folder()


# A test looks at the pages of one folder, not at one page: two thousand more tests would take longer than what they look at.
# pytest runs all tests of one folder before the next folder's, so that each page is parsed once.
@pytest.fixture(scope="module", params=FOLDERS)
def paths(request) -> list[Path]:
    return FOLDERS[request.param]


@pytest.fixture(scope="module", params=GUIDES_OF)
def guides(request) -> list[Path]:
    return GUIDES_OF[request.param]


def test_every_state_has_the_whole_set_of_guides_with_the_same_parts(guides):
    for path in guides:
        guide = read(path)
        assert guide.css_first("h1").text(strip=True), path
        assert guide.css(".pt-meta"), f"{path}: the state and when its law was checked"
        assert len(guide.css(".today li")) == 3, f"{path}: what to do today, in three lines"
        assert all(line.css("a") for line in guide.css(".today li")), f"{path}: each line leads to the step"
        assert guide.css("#law ~ .pt-folded .pt-rule"), f"{path}: the law on this page, with its sources"
        assert guide.css(".pt-contact"), f"{path}: people who help"
        assert guide.css(".pt-checklist"), f"{path}: a checklist"
        assert guide.css(".pt-calculator, .pt-letter-link, a[href*='tools/']"), f"{path}: the tools that fit"


def test_every_heading_has_a_short_anchor_written_by_hand(guides):
    for path in guides:
        guide = read(path)
        of_tools = {heading.mem_id for heading in guide.css(".pt-calculator :is(h2, h3)")}
        for heading in guide.css("article :is(h2, h3)"):
            assert heading.mem_id in of_tools or re.fullmatch(r"[a-z0-9-]{2,32}", heading.id or ""), (
                f"{path}: {heading.text()}"
            )


def test_every_citation_on_a_page_opens_and_leads_to_its_rule(guides):
    for path in guides:
        guide = read(path)
        ids = {element.id for element in guide.css("[id]")}
        for button in guide.css("button[popovertarget]"):
            assert button.attributes["popovertarget"] in ids, path
        for link in guide.css(".pt-cite > a"):
            assert link.attributes["href"].removeprefix("#") in ids, path


def test_no_id_stands_twice_on_a_page(paths):
    for path in paths:
        ids = [element.id for element in read(path).css("[id]")]
        assert sorted(ids) == sorted(set(ids)), path


def test_a_page_loads_nothing_from_another_address(paths):
    for path in paths:
        page = read(path)
        loaded = [
            tag.attributes.get("src") or tag.attributes.get("href")
            for tag in page.css("script[src], link[href], img[src], iframe[src]")
        ]
        canonical = {tag.attributes["href"] for tag in page.css("link[rel=canonical]")}
        assert [url for url in loaded if url not in canonical and re.match(r"(https?:)?//", url)] == [], path
        absolute = [url for url in loaded if url not in canonical and url.startswith("/")]
        assert absolute == [], f"{path}: works under a sub-path"


def test_a_page_reads_at_grade_eight_or_lower_in_short_sentences(paths):
    for path in paths:
        sentences = sentences_of(path)
        long = [one for line in sentences for one in END.split(line) if len(one.split()) > LONGEST_SENTENCE]
        assert long == [], path
        text = " ".join(sentences)
        counts_english_syllables = read(path).css_first("html").attributes["lang"] == "en"
        if counts_english_syllables and len(text.split()) >= 60:  # a grade is meaningless for fewer words
            assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE, path


def test_no_punctuation_can_wrap_away_from_a_tappable_word(paths):
    for path in paths:
        page = read(path)
        held = {part.mem_id for part in page.css(".pt-held :is(.pt-term, a.pt-alone)")}
        words = [part for part in page.css(".pt-term, a.pt-alone") if part.mem_id not in held]
        after = [part.next.text(deep=False) for part in words if part.next and part.next.is_text_node]
        assert [text for text in after if re.match(r"[.,;:?!)”]", text)] == [], path
