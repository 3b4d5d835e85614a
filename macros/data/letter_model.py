"""The schema of a letter's declaration, ``calculators/letters/<id>.yml``."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from calculators.inputs import Kind
from calculators.tools.order import LETTER_DATE
from macros.data.strict import LISTS, Id, Strict, Text


class LetterChoice(Strict):
    """One option of a list."""

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
    limit: str = ""
    asked_by: str = ""
    event: str = ""
    no_event: dict[Id, Text] = {}
    about: str = ""
    learned: bool = True
    when: Annotated[dict[Id, list[Text]], LISTS] = {}
    part: str = ""
    #: Its part or the part before it has to be answered.
    either: bool = False
    fields: list[LetterInput] = []
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(gt=0)] = 20
    one: Text = "entry"
    #: A rule: the question repeats for each of its items, in a card with adjacent questions for the same rule.
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
    """Checks that every ``not_before`` names a date field of the same list, or the date of the letter."""
    for question in inputs:
        days = {one.id for one in inputs if one.kind is Kind.DATE} | {LETTER_DATE}
        if question.not_before and not {question.id, question.not_before} <= days:
            raise ValueError(f"'{question.id}': not_before names a day of the same list, and only a day has it")
        if any(one.not_before == LETTER_DATE for one in question.fields):
            raise ValueError(f"'{question.id}': a row does not have the {LETTER_DATE}")
        _days_are_asked_for_before(question.fields)
    return inputs


class People(Strict):
    """The questions of every letter (``people.yml``), with sample answers."""

    inputs: list[LetterInput]
    sample: dict[Id, str]


class AboutUs(Strict):
    """Questions asked once for all letters (``about.yml``): about the parent, and about each child."""

    parent: list[LetterInput]
    child: list[LetterInput]

    def questions(self) -> dict[str, LetterInput]:
        """Each question by its full name: ``parent.name``."""
        both = {"parent": self.parent, "child": self.child}
        return {f"{of}.{question.id}": question for of, questions in both.items() for question in questions}


class Situation(Strict):
    """A situation, and the letters that fit."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    title: Text
    letters: list[Id]
    #: Guides, by their names in ``macros/pages/state_pages.py``.
    guides: list[Id] = []


class Situations(Strict):
    """Which letter to write when (``situations.yml``), for every list of letters."""

    situations: list[Situation]


class LetterCopy(Strict):
    """A letter that accompanies another, from the same answers; its text is ``<letter>.<id>.txt``."""

    id: Id
    title: Text
    subject: Text


class LetterSheet(Strict):
    """A part of a letter on a new sheet, from the same answers.

    Its text is ``<letter>.<id>.txt``.
    """

    id: Id


class Awaits(Strict):
    """What to expect after a letter; see ``calculators.letter_forms.Awaits``."""

    expect: Text
    #: Whether it needs no answer, like a record of a conversation: then silence is no reason to write again.
    stands: bool = False
    #: A rule about the answer, besides those that sending it starts.
    rule: Id | None = None
    #: The good practice that says how long to wait if the law sets no day.
    wait: Id = "practice_write_again"
    write: Id
    then: Text
    #: A guide's file name without extension.
    guide: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]


class ClaimsPlace(Strict):
    """Where in a letter's form the claims are asked."""

    before: Id
    part: Text


class LetterDeclaration(Strict):
    """A letter's purpose, questions and event; see ``calculators.letter_forms.LetterForm``."""

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
    #: The question before which the claims are inserted (``claims.yml``), and the title of their part.
    claims: ClaimsPlace | None = None
    inputs: Annotated[list[LetterInput], AfterValidator(_days_are_asked_for_before)]
    sample: dict[Id, str | list[dict[Id, str]]]
