"""Past mistakes never return: ``tests/data/once-wrong.yml`` lists each with reason and correction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from calculators.law import known_states, load
from macros.data.yaml_files import read_yaml
from macros.places import CHECKLISTS, DOCS, LAW, LETTERS, STATE_LAW
from macros.site import built_site
from tests.tools.browser import SITE
from tests.tools.template_states import states_in_part

FILE = Path(__file__).parents[1] / "data" / "once-wrong.yml"
#: Fields of the law that are not our own statements: others' claims, and titles and versions of documents.
NOT_SAID = {"claimed", "sources", "evidence"}
#: Elements of a page that are not our own statements: titles of documents, and what they did not show.
EVIDENCE = ".pt-on-screen"


@dataclass(frozen=True)
class OnceWrong:
    """A false claim. ``state``: the only state where it is false; without one, false everywhere except in ``right_in``."""

    id: str
    said: str
    pattern: str
    why: str
    source: str
    now: str
    state: str = ""
    right_in: Sequence[str] = ()

    def found(self, text: str) -> str:
        """The passage of a text (see ``one_line``) that repeats the claim; empty if none does."""
        match = re.search(self.pattern, text)
        return match[0] if match else ""

    def counts_in(self, place: str) -> bool:
        """Whether the claim is false in this page or file; one about a single state is checked only there."""
        return self.state in place and not any(state in place for state in self.right_in)


def one_line(text: str) -> str:
    """A text in lower case on one line, with straight apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


ONCE_WRONG = [OnceWrong(**entry) for entry in read_yaml(FILE.read_text(encoding="utf-8"))]


def words_of(data: Any) -> Iterator[str]:
    """Each text of a data file that readers may see."""
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
    """The text of each built page by address, including the reviewers' letters; of the states of this run's part."""
    texts = {}
    elsewhere = {load(state).slug for state in set(known_states()) - states_in_part()}
    for path in built_site.pages(SITE):
        if not elsewhere.isdisjoint(path.relative_to(SITE).parts):
            continue
        address = path.relative_to(SITE).as_posix()
        body = LexborHTMLParser(path.read_bytes()).body
        if body is not None:
            for row in body.css(EVIDENCE):
                row.decompose()
            links = " ".join(link.attributes.get("href") or "" for link in body.css("a"))
            texts[address] = f"{body.text(separator=' ')} {links}"
    return texts


def source_texts() -> dict[str, str]:
    """The text of law, letters, lists and guides by file, including what no page shows yet."""
    law = {
        path: "\n".join(words_of(read_yaml(path.read_text(encoding="utf-8"))))
        for path in (LAW, *STATE_LAW.glob("*.yml"))
    }
    written = [*LETTERS.iterdir(), *CHECKLISTS.parent.glob("*.yml"), *DOCS.glob("**/*.md")]
    return {str(path): text for path, text in law.items()} | {
        str(path): path.read_text(encoding="utf-8") for path in written if path.is_file()
    }


def said_again(once: OnceWrong, texts: dict[str, str]) -> dict[str, str]:
    """Where a false claim occurs, with the passage."""
    return {place: piece for place, text in texts.items() if once.counts_in(place) and (piece := once.found(text))}


@pytest.fixture(scope="module")
def everything() -> dict[str, str]:
    """All text a parent can read, and its sources."""
    return {place: one_line(text) for place, text in (page_texts() | source_texts()).items()}


@pytest.mark.parametrize("once", ONCE_WRONG, ids=lambda once: once.id)
def test_no_past_mistake_is_repeated(once, everything):
    assert said_again(once, everything) == {}, f"{once.why} ({once.source}) Say: {once.now}"


@pytest.mark.parametrize("once", ONCE_WRONG, ids=lambda once: once.id)
def test_each_pattern_matches_the_mistake_and_not_the_correction(once):
    assert once.found(one_line(once.said))
    assert not once.found(one_line(once.now))
    assert all(getattr(once, field.name) for field in fields(OnceWrong) if field.name not in {"state", "right_in"})


def test_a_repeated_mistake_is_detected_in_every_kind_of_text(everything):
    once = next(one for one in ONCE_WRONG if one.id == "mediation_like_a_court_order")
    for place in ("mississippi/mediation/index.html", str(LAW), str(next(LETTERS.glob("*.txt")))):
        said = everything | {
            place: one_line(f"{everything[place]}\n It carries the same\n legal weight as a court order.")
        }
        assert list(said_again(once, said)) == [place]


def test_a_mistake_about_one_state_is_searched_for_only_there():
    once = next(one for one in ONCE_WRONG if one.state == "arizona")
    looked = [
        place
        for place in ("arizona/evaluation/index.html", "law/arizona.yml", "law/mississippi.yml")
        if once.counts_in(place)
    ]
    assert looked == ["arizona/evaluation/index.html", "law/arizona.yml"]


def test_each_past_mistake_has_a_unique_id():
    assert len({once.id for once in ONCE_WRONG}) == len(ONCE_WRONG) >= 35
