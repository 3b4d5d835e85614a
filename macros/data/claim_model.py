"""The schema of ``calculators/letters/claims.yml``: the claims of a due process complaint."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from macros.data.letter_model import LetterInput
from macros.data.strict import Id, Strict, Text


class ClaimFact(Strict):
    """A question that one claim needs; ``says`` precedes its answer in the complaint."""

    id: Id
    label: Text
    help: Text
    says: Text


class Claim(Strict):
    """A kind of claim, worded for the parent and for the complaint."""

    id: Id
    label: Text
    title: Text
    rules: Annotated[list[Id], Field(min_length=1)]
    says: str = ""
    facts: list[ClaimFact] = []
    ask: str = ""
    discipline: bool = False
    #: Where to raise it instead, if a hearing officer cannot decide it: then it makes no count.
    elsewhere: str = ""

    @model_validator(mode="after")
    def _is_a_count_or_belongs_elsewhere(self) -> Self:
        if self.elsewhere and (self.says or self.facts or self.ask or self.discipline):
            raise ValueError(f"'{self.id}': a claim that belongs elsewhere has no words for a count")
        if not self.elsewhere and not (self.says and self.facts and self.ask):
            raise ValueError(f"'{self.id}': a count has 'says', 'facts' and 'ask'")
        return self


class ClaimGroup(Strict):
    """Claims under one heading of the form."""

    title: Text
    claims: Annotated[list[Claim], Field(min_length=1)]


class Claims(Strict):
    """All claims, with the questions for each."""

    each: list[LetterInput]
    groups: list[ClaimGroup]

    @model_validator(mode="after")
    def _each_field_has_a_name_of_its_own(self) -> Self:
        common = [one.id for one in self.each]
        names = [f"{claim.id}_{name}" for claim in self.all() for name in [*common, *(one.id for one in claim.facts)]]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"these fields have one name: {', '.join(twice)}")
        ids = [claim.id for claim in self.all()]
        inside = [one for one in ids for other in ids if one != other and other.startswith(f"{one}_")]
        if inside:
            raise ValueError(f"another claim's name begins with this one: {', '.join(inside)}")
        return self

    def all(self) -> list[Claim]:
        """Every claim in form order."""
        return [claim for group in self.groups for claim in group.claims]
