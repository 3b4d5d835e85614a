"""The shape of a letter's declaration, ``calculators/letters/<id>.yml``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from calculators.inputs import Kind

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LetterChoice(_Strict):
    """One answer of a list."""

    value: Text
    label: Text


class LetterInput(_Strict):
    """One question of a letter; see ``calculators.inputs.Input``."""

    id: Id
    label: Text
    kind: Kind
    help: str = ""
    required: bool = False
    choices: list[LetterChoice] = []
    max_length: Annotated[int, Field(gt=0)] = 20_000
    autocomplete: str = "off"
    default: str = ""


class People(_Strict):
    """The questions that every letter asks (``people.yml``)."""

    inputs: list[LetterInput]


class LetterDeclaration(_Strict):
    """What a letter is for, what it asks, which event sending it is."""

    title: Text
    use: Text
    subject: Text
    starts: Id | None = None
    after: Text
    inputs: list[LetterInput]
