"""The schema of ``docs/_data/search.yml``: what parents type, what it means here, and the loader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from macros.data.strict import Strict
from macros.data.yaml_files import validated
from macros.places import SEARCH

#: YAML reads 504 as a number.
Words = Annotated[str, BeforeValidator(str), StringConstraints(strip_whitespace=True, min_length=2)]

#: A guide's file name, or folder/page/ for a page outside the states; optionally with #section.
Address = Annotated[
    str, BeforeValidator(str), StringConstraints(pattern=r"^([a-z0-9-]+|([a-z0-9-]+/)+)(#[a-z0-9-]+)?$")
]


class Lead(Strict):
    """A page or section, and the search terms of parents who need it."""

    page: Address
    said: Annotated[list[Words], Field(min_length=1)]


class Topic(Strict):
    """A topic that parents search for and no page covers yet.

    ``urgent``: a child may be at risk, so the protection and advocacy agency is the one to call. ``near``: the closest pages or
    sections, in the format of a lead's ``page``.
    """

    topic: Words
    words: Annotated[list[Words], Field(min_length=1)]
    urgent: bool = False
    near: list[Address] = []


class SearchWords(Strict):
    """The whole file."""

    same: list[Annotated[list[Words], Field(min_length=2)]]
    leads: list[Lead]
    topics: list[Topic] = []

    @model_validator(mode="after")
    def _leads_once(self) -> Self:
        said = [words.lower() for lead in self.leads for words in lead.said]
        said += [words.lower() for topic in self.topics for words in topic.words]
        twice = sorted({words for words in said if said.count(words) > 1})
        if twice:
            raise ValueError(f"these words lead to two pages; keep them at one: {', '.join(twice)}")
        return self


def load_search(path: Path = SEARCH) -> SearchWords:
    """What parents type into the search. Raises WrongData with a line per problem."""
    return validated(SearchWords, path)
