"""The shape of ``docs/_data/search.yml``: what parents type, and what it means here."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

#: YAML reads 504 as a number.
Words = Annotated[str, BeforeValidator(str), StringConstraints(strip_whitespace=True, min_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Lead(_Strict):
    """A page, or a section of it, and what parents say who look for it."""

    page: Annotated[
        str, BeforeValidator(str), StringConstraints(pattern=r"^([a-z0-9-]+|([a-z0-9-]+/)+)(#[a-z0-9-]+)?$")
    ]
    said: Annotated[list[Words], Field(min_length=1)]


class SearchWords(_Strict):
    """The whole file."""

    same: list[Annotated[list[Words], Field(min_length=2)]]
    leads: list[Lead]

    @model_validator(mode="after")
    def _leads_once(self) -> Self:
        said = [words.lower() for lead in self.leads for words in lead.said]
        twice = sorted({words for words in said if said.count(words) > 1})
        if twice:
            raise ValueError(f"these words lead to two pages; keep them at one: {', '.join(twice)}")
        return self
