"""The shape of a letter's declaration, ``calculators/letters/<id>.yml``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from calculators.inputs import Kind
from macros.data.strict import LISTS, Id, Strict, Text


class LetterChoice(Strict):
    """One answer of a list."""

    value: Text
    label: Text
    group: str = ""
    question: str = ""
    help: str = ""


class LetterInput(Strict):
    """One question of a letter; see ``calculators.inputs.Input``."""

    id: Id
    label: Text
    kind: Kind
    help: str = ""
    required: bool = False
    choices: list[LetterChoice] = []
    choices_from: Literal["", "clocks"] = ""
    max_length: Annotated[int, Field(gt=0)] = 20_000
    autocomplete: str = "off"
    default: str = ""
    latest: Literal["", "today"] = ""
    without_year: Literal["", "last"] = ""
    not_before: str = ""
    asked_by: str = ""
    event: str = ""
    no_event: dict[Id, Text] = {}
    about: str = ""
    learned: bool = True
    when: Annotated[dict[Id, list[Text]], LISTS] = {}
    part: str = ""
    fields: list[LetterInput] = []
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(gt=0)] = 20
    one: Text = "entry"
    #: A rule, for each item of which the question is asked once, in a card with its neighbours that say the same.
    each_of: str = ""

    @field_validator("id")
    @classmethod
    def _is_no_word_of_pythons(cls, name: str) -> str:
        if hasattr(dict, name):
            raise ValueError(f"'{name}' means something else in a template; choose another name")
        return name

    @model_validator(mode="after")
    def _rows_have_fields(self) -> Self:
        if (self.kind is Kind.ROWS) != bool(self.fields):
            raise ValueError(f"'{self.id}': rows need fields, and nothing else has them")
        if any(inner.kind in (Kind.ROWS, Kind.CLOSURES) for inner in self.fields):
            raise ValueError(f"'{self.id}': a row has no rows or closed days in it")
        return self


def _days_are_asked_for_before(inputs: list[LetterInput]) -> list[LetterInput]:
    """Every ``not_before`` names a day that the same list asks for."""
    days = {question.id for question in inputs if question.kind is Kind.DATE}
    for question in inputs:
        if question.not_before and not {question.id, question.not_before} <= days:
            raise ValueError(f"'{question.id}': not_before names a day of the same list, and only a day has it")
        _days_are_asked_for_before(question.fields)
    return inputs


class People(Strict):
    """The questions that every letter asks (``people.yml``), with an answer to each for reviewers."""

    inputs: list[LetterInput]
    sample: dict[Id, str]


class AboutUs(Strict):
    """What is asked once for all letters (``about.yml``): of the parent, the same for all children, and of each child."""

    parent: list[LetterInput]
    child: list[LetterInput]

    def questions(self) -> dict[str, LetterInput]:
        """Each question by the name that letters give it: ``parent.name``."""
        both = {"parent": self.parent, "child": self.child}
        return {f"{of}.{question.id}": question for of, questions in both.items() for question in questions}


class Situation(Strict):
    """What has happened, and the letters that fit."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    title: Text
    letters: list[Id]
    #: Guides by their names in ``macros/pages/state_pages.py``.
    guides: list[Id] = []


class Situations(Strict):
    """When to write which letter (``situations.yml``), for every list of letters."""

    situations: list[Situation]


class LetterCopy(Strict):
    """A letter that goes with another one, written from the same answers; its text is ``<letter>.<id>.txt``."""

    id: Id
    title: Text
    subject: Text


class LetterSheet(Strict):
    """A part of a letter that begins a new sheet, written from the same answers; its text is ``<letter>.<id>.txt``."""

    id: Id


class Awaits(Strict):
    """What to expect after a letter, by when, and what comes next; see ``calculators.letter_forms.Awaits``."""

    expect: Text
    #: Whether it holds without an answer, as a record of a talk does: then silence is no reason to write again.
    stands: bool = False
    #: The rule of the law that it falls under, beside those that sending it starts.
    rule: Id | None = None
    #: The piece of good practice that says how long to wait where the law has no day.
    wait: Id = "practice_write_again"
    write: Id
    then: Text
    #: A guide by its file's name, without its ending.
    guide: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


class ClaimsPlace(Strict):
    """Where in a letter's form the claims are asked."""

    before: Id
    part: Text


class LetterDeclaration(Strict):
    """What a letter is for, what it asks, which event sending it is; see ``calculators.letter_forms.LetterForm``."""

    title: Text
    use: Text
    subject: Text
    after: Text
    awaits: Awaits
    starts: Id | None = None
    warning: str = ""
    only: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]] = []
    missed: list[Id] = []
    tool: str = ""
    handed: list[Id] = []
    does: list[Text] = []
    does_not: list[Text] = []
    sheets: list[LetterSheet] = []
    copies: list[LetterCopy] = []
    #: The question before which the claims are asked (``claims.yml``), and the part of the form that they begin.
    claims: ClaimsPlace | None = None
    inputs: Annotated[list[LetterInput], AfterValidator(_days_are_asked_for_before)]
    sample: dict[Id, str | list[dict[Id, str]]]
