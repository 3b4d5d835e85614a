"""The search index: one small file per state, and a shared one.

A phone downloads its own state's file and the shared one, however many states there are. The text comes from the built pages,
section by section; parents' own search terms come from ``docs/_data/search.yml``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from calculators.law import Contact, known_states, load
from macros.data.search_model import SearchWords, load_search
from macros.data.yaml_files import WrongData
from macros.site import built_site, hashed_names

SHARED = "shared"
#: The placeholder in the search page for the file names.
FILES = "[search files]"
PLACES = {
    "questions/": "Questions",
    "tools/letters/": "Letters",
    "tools/": "Tools",
    "checklists/": "Checklists",
    "about/": "About",
    "glossary/": "Words of school papers",
}
#: Parts that explain words or this site: ranked after pages that say what to do.
LAST = ("About", "Words of school papers")
#: The indexed part of a page; none with ``search: exclude: true`` in its front matter.
ARTICLE = "article.pt-page:not([data-search-exclude])"
#: Not indexed: elements marked so, content hidden from screen readers, permalinks, the line under a title, a chip's second form;
#: boilerplate (how a contact was checked, sheets to print, drafts, what a linked letter is for); and the parts of a page that
#: differ by state.
LEFT_OUT = (
    "[data-search-exclude], script, style, svg, select, noscript, .headerlink, .pt-meta, [href*='#law-'],"
    ".pt-checked, .pt-print, .pt-draft, .pt-noscript, .pt-letter-link span, .pt-place"
)
#: A guide ends in a checklist that has a shared page of its own.
LEFT_OUT_OF_GUIDES = f"{LEFT_OUT}, .pt-checklist"
HEADINGS = ("h1", "h2", "h3")
#: Inline elements, whose text is not separated by spaces.
INLINE = ("a", "b", "button", "em", "i", "kbd", "mark", "small", "span", "strong", "sub", "sup", "time")


@dataclass
class Section:
    """A heading's anchor and text; ``said``: search terms of parents who need it."""

    anchor: str
    title: str
    text: str = ""
    said: list[str] = field(default_factory=list)


@dataclass
class SearchedPage:
    """A page in the index; its first section is the page itself."""

    url: str
    place: str
    sections: list[Section]


def write_search(site: Path) -> None:
    """Write the index files, named by content hash, and their names into the search page.

    Raises WrongData if a search term leads to a missing section.
    """
    names = {}
    for name, content in search_files(site, built_site.pages(site), all_names()).items():
        names[name] = f"words-{name}-{hashed_names.digest(content.encode())}.json"
        (site / "search" / names[name]).write_text(content, encoding="utf-8")
    asking = site / "search" / "index.html"
    asking.write_text(with_names(asking.read_text(encoding="utf-8"), names), encoding="utf-8")


def all_names() -> list[str]:
    """One name per state, and one for the shared index."""
    return [*(load(code).slug for code in known_states()), SHARED]


def with_names(html: str, names: dict[str, str]) -> str:
    """The search page with the names of its index files."""
    return html.replace(FILES, escape(json.dumps(names, separators=(",", ":"))))


def search_files(site: Path, paths: Iterable[Path], names: Iterable[str]) -> dict[str, str]:
    """The content of index files from built pages. Raises WrongData for a broken lead."""
    words = load_search()
    every = set(all_names())
    places = PLACES | {f"{load(code).slug}/": load(code).name for code in known_states()}
    folders: dict[str, list[SearchedPage]] = {name: [] for name in names}
    for path in paths:
        folder = path.relative_to(site).parts[0]
        folder = folder if folder in every else SHARED
        page = read_page(site, path, places) if folder in folders else None
        if page:
            folders[folder].append(page)
    add_leads(words, folders)
    contents = {name: {"pages": list(map(_sent, pages)), **_beside(name, words)} for name, pages in folders.items()}
    return {name: json.dumps(content, ensure_ascii=False, separators=(",", ":")) for name, content in contents.items()}


def read_page(site: Path, path: Path, places: Mapping[str, str]) -> SearchedPage | None:
    """A built page's text; None for a page excluded from search.

    ``places``: the name of each part of the site, by URL prefix.
    """
    article = LexborHTMLParser(path.read_bytes()).css_first(ARTICLE)
    if article is None or path.name != "index.html":
        return None
    url = path.parent.relative_to(site).as_posix().removeprefix(".")
    url += "/" if url else ""
    sections = _sections(article, _left_out(url))
    return SearchedPage(url, _place(url, places), sections) if sections else None


def _left_out(url: str) -> str:
    return LEFT_OUT_OF_GUIDES if url.partition("/")[0] in all_names() else LEFT_OUT


def add_leads(words: SearchWords, folders: dict[str, list[SearchedPage]]) -> None:
    """Attach search terms to their sections. Raises WrongData if a state lacks the section."""
    lost: list[str] = []
    for lead in words.leads:
        for section in _led_to(lead.page, folders, lost):
            section.said += lead.said
    for topic in words.topics:
        for address in topic.near:
            _led_to(address, folders, lost)
    if lost:
        raise WrongData("\n".join(lost))


def _led_to(address: str, folders: dict[str, list[SearchedPage]], lost: list[str]) -> list[Section]:
    """The section that an address means in each state; appends a line to ``lost`` for each state without it."""
    page, _, anchor = address.partition("#")
    guides = {slug: f"{slug}/{page}/" for slug in folders if slug != SHARED}
    shared = {SHARED: page} if SHARED in folders else {}
    led_to = []
    for folder, url in (shared if "/" in page else guides).items():
        found = next((one for one in folders[folder] if one.url == url), None)
        sections = [part for part in found.sections if not anchor or part.anchor == anchor] if found else []
        if not sections:
            lost.append(f"docs/_data/search.yml: there is no {url}{f'#{anchor}' if anchor else ''} to lead to.")
        led_to += sections[:1]
    return led_to


def _sent(page: SearchedPage) -> dict[str, Any]:
    """A page in the index format, without empty fields."""
    sections = [{key: value for key, value in asdict(part).items() if value} for part in page.sections]
    last = {"last": True} if page.place in LAST else {}
    return {"url": page.url, "place": page.place, **last, "sections": sections}


def _beside(name: str, words: SearchWords) -> dict[str, Any]:
    """Data besides pages: synonyms and topics in the shared index, whom to call in a state's."""
    if name == SHARED:
        return {"same": words.same, "topics": [topic.model_dump(exclude_defaults=True) for topic in words.topics]}
    law = next(law for code in known_states() if (law := load(code)).slug == name)
    return {
        "slug": name,
        "call": _helper(law.contact("parent_center")),
        "urgent": _helper(law.contact("protection_advocacy")),
    }


def _helper(contact: Contact) -> dict[str, str]:
    """An office in the index format: its first number, or where to find it."""
    phone = {"phone": contact.phone[0].split(" (")[0]} if contact.phone else {}
    return {"name": contact.name, **phone, "url": contact.page}


def _place(url: str, places: Mapping[str, str]) -> str:
    return next((name for start, name in places.items() if url.startswith(start)), "")


def _sections(article: LexborNode, left_out: str) -> list[Section]:
    """The headings of a page in order, each with the text up to the next one. Removes unindexed elements."""
    for node in article.css(left_out):
        node.decompose()
    sections: list[Section] = []
    texts: list[list[str]] = []
    for part in _parts(article):
        if not isinstance(part, str):
            sections.append(Section(part.attributes["id"] or "", _joined(_words(part))))
            texts.append([])
        elif texts:
            texts[-1].append(part)
    for section, text in zip(sections, texts, strict=True):
        section.text = _joined(text)
    return sections


def _parts(node: LexborNode) -> Iterator[LexborNode | str]:
    """The headings with an anchor, and the text between them."""
    for child in node.iter(include_text=True):
        if child.is_text_node:
            yield child.text_content or ""
        elif child.tag in HEADINGS and child.id:
            yield child
        else:
            apart = "" if child.tag in INLINE else " "
            yield apart
            yield from _parts(child)
            yield apart


def _words(node: LexborNode) -> Iterator[str]:
    return (part for part in _parts(node) if isinstance(part, str))


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())
