"""The shape of ``docs/_data/search.yml``: what parents type, and what it means here."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from macros.data.strict import Strict

#: YAML reads 504 as a number.
Words = Annotated[str, BeforeValidator(str), StringConstraints(strip_whitespace=True, min_length=2)]

#: A guide that each state has, by its file's name, or folder/page/ for a page that stands once; with #section or without.
Address = Annotated[
    str, BeforeValidator(str), StringConstraints(pattern=r"^([a-z0-9-]+|([a-z0-9-]+/)+)(#[a-z0-9-]+)?$")
]


class Lead(Strict):
    """A page, or a section of it, and what parents say who look for it."""

    page: Address
    said: Annotated[list[Words], Field(min_length=1)]


class Topic(Strict):
    """What parents ask and no page answers yet: its name inside a sentence, and the words by which it is known.

    ``urgent``: a child may be at risk, so the office to call is the protection and advocacy agency. ``near``: the pages
    or sections that come nearest, written as a lead's ``page``.
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
