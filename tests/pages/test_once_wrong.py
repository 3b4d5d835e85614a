"""Past mistakes never return: ``tests/data/once-wrong.yml`` lists each with reason and correction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.data.state_files import read_yaml
from macros.places import CHECKLISTS, DOCS, LAW, LETTERS, STATE_LAW
from macros.site import built_site
from tests.tools.browser import SITE

FILE = Path(__file__).parents[1] / "data" / "once-wrong.yml"
#: What of the law no reader gets as ours: what others claim, and the names and versions of documents.
NOT_SAID = {"claimed", "sources", "evidence"}
#: What of a page is not said as ours: the names of documents, and what they did not show.
EVIDENCE = ".pt-on-screen"


@dataclass(frozen=True)
class OnceWrong:
    """A claim that is not so. ``state``: the only place where it is wrong; none if it is wrong everywhere but in ``right_in``."""

    id: str
    said: str
    pattern: str
    why: str
    source: str
    now: str
    state: str = ""
    right_in: Sequence[str] = ()

    def found(self, text: str) -> str:
        """The piece of a text (see ``one_line``) that says it again; nothing if none does."""
        match = re.search(self.pattern, text)
        return match[0] if match else ""

    def counts_in(self, place: str) -> bool:
        """Whether it is wrong in a page or a file: what is wrong in one state alone is looked for in that state's."""
        return self.state in place and not any(state in place for state in self.right_in)


def one_line(text: str) -> str:
    """A text in small letters on one line, with straight apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


ONCE_WRONG = [OnceWrong(**entry) for entry in read_yaml(FILE.read_text(encoding="utf-8"))]


def words_of(data: Any) -> Iterator[str]:
    """Each text of a data file, but for what is not said."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from words_of(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in NOT_SAID:
                yield from words_of(value)


def page_texts() -> dict[str, str]:
    """The words of each built page by its address, those of the letters for reviewers among them."""
    texts = {}
    for path in built_site.pages(SITE):
        address = path.relative_to(SITE).as_posix()
        body = LexborHTMLParser(path.read_bytes()).body
        if body is not None:
            for row in body.css(EVIDENCE):
                row.decompose()
            links = " ".join(link.attributes.get("href") or "" for link in body.css("a"))
            texts[address] = f"{body.text(separator=' ')} {links}"
    return texts


def source_texts() -> dict[str, str]:
    """The words of the law, the letters, the lists and the guides by file: also what no page shows today."""
    law = {
        path: "\n".join(words_of(read_yaml(path.read_text(encoding="utf-8"))))
        for path in (LAW, *STATE_LAW.glob("*.yml"))
    }
    written = [*LETTERS.iterdir(), *CHECKLISTS.parent.glob("*.yml"), *DOCS.glob("**/*.md")]
    return {str(path): text for path, text in law.items()} | {
        str(path): path.read_text(encoding="utf-8") for path in written if path.is_file()
    }


def said_again(once: OnceWrong, texts: dict[str, str]) -> dict[str, str]:
    """Where a wrong claim stands, and the piece of text."""
    return {place: piece for place, text in texts.items() if once.counts_in(place) and (piece := once.found(text))}


@pytest.fixture(scope="module")
def everything() -> dict[str, str]:
    """All that a parent can read, and what it is made from."""
    return {place: one_line(text) for place, text in (page_texts() | source_texts()).items()}


@pytest.mark.parametrize("once", ONCE_WRONG, ids=lambda once: once.id)
def test_what_was_wrong_once_is_said_nowhere(once, everything):
    assert said_again(once, everything) == {}, f"{once.why} ({once.source}) Say: {once.now}"


@pytest.mark.parametrize("once", ONCE_WRONG, ids=lambda once: once.id)
def test_the_pattern_finds_what_was_said_and_not_what_is_said_now(once):
    assert once.found(one_line(once.said))
    assert not once.found(one_line(once.now))
    assert all(getattr(once, field.name) for field in fields(OnceWrong) if field.name not in {"state", "right_in"})


def test_a_wrong_claim_is_noticed_in_each_place_where_it_could_stand(everything):
    once = next(one for one in ONCE_WRONG if one.id == "mediation_like_a_court_order")
    for place in ("mississippi/mediation/index.html", str(LAW), str(next(LETTERS.glob("*.txt")))):
        said = everything | {
            place: one_line(f"{everything[place]}\n It carries the same\n legal weight as a court order.")
        }
        assert list(said_again(once, said)) == [place]


def test_what_is_wrong_in_one_state_is_looked_for_in_that_state():
    once = next(one for one in ONCE_WRONG if one.state == "arizona")
    looked = [
        place
        for place in ("arizona/evaluation/index.html", "law/arizona.yml", "law/mississippi.yml")
        if once.counts_in(place)
    ]
    assert looked == ["arizona/evaluation/index.html", "law/arizona.yml"]


def test_each_wrong_claim_has_a_name_of_its_own():
    assert len({once.id for once in ONCE_WRONG}) == len(ONCE_WRONG) >= 35
