"""Pages of the built site for tests: parsed, a state's guide, or as sentences."""

import re
from functools import lru_cache
from pathlib import Path

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from calculators.law import known_states, load
from macros.pages.state_pages import GUIDES
from tests.tools.browser import SITE

PAGES = sorted(path for path in SITE.rglob("*.html") if path.name != "404.html")
NAMES_OF_STATES = {load(state).name for state in known_states()}
#: Elements that are not prose: chips, cards, a state's own rules, forms, addresses and glossary popovers.
NO_SENTENCES = (
    ".pt-cite, .pt-pop, .pt-rule, .pt-own, .pt-calculator, .pt-contact, .pt-call, .pt-pages, .pt-review, .pt-letter-law, "
    ".pt-by-hand, table, .headerlink, nav, script, style"
)


def pages_by_folder() -> dict[str, list[Path]]:
    """All pages by the first folder of their address, such as a state's; those of no folder under a dot."""
    found: dict[str, list[Path]] = {}
    for path in PAGES:
        first, *_ = path.parent.relative_to(SITE).parts or (".",)
        found.setdefault(first, []).append(path)
    return found


# As many as one folder of a state has: its tests run one after the other.
@lru_cache(maxsize=24)
def read(path: Path) -> LexborHTMLParser:
    """A parsed page for tests that read all pages: ten times as fast as ``soup``, with a smaller API."""
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


# A parsed page takes thirty times its size, so the cache holds only about what the tests of one state use.
@lru_cache(maxsize=32)
def soup(path: Path) -> BeautifulSoup:
    """A parsed page, shared between tests: none may modify it."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def guide_path(state: str, topic: str) -> Path:
    """Where a state's guide is built."""
    return SITE / load(state).slug / GUIDES[topic].removesuffix(".md").removesuffix("index") / "index.html"


def guide(state: str, topic: str) -> BeautifulSoup:
    """A state's guide."""
    return soup(guide_path(state, topic))


def sentences_of(path: Path) -> list[str]:
    """A page's prose as sentences."""
    page = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("article")
    for part in page.css(NO_SENTENCES):
        part.decompose()
    for term in page.css(".pt-term"):
        before, after = re.fullmatch(r"(\W*).*?(\W*)", term.css_first("button").text(), re.DOTALL).groups()
        term.replace_with(f"{before}word{after}")
    found = []
    for block in page.css("p, li, h1, h2, h3, dd, dt, summary"):
        text = "" if _holds_blocks(block) else " ".join(block.text(separator=" ").split())
        is_link_of_a_list = text in NAMES_OF_STATES
        if re.search(r"[a-z]", text) and not is_link_of_a_list:
            found.append(text if text[-1] in ".?!" else f"{text}.")
    return found


def _holds_blocks(block: LexborNode) -> bool:
    return any(part.mem_id != block.mem_id for part in block.css("p, li"))
