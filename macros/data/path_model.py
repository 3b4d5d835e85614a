"""The schema of ``calculators/paths.yml``: the questions and options of "Which way"."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from macros.data.strict import LISTS, Id, Strict, Text

#: Answers that the calculator computes itself.
COUNTED = {"in_time": {"yes", "edge", "unsure", "late", "no", "unknown"}}
#: A placeholder for a number or words of the law inside a sentence.
ASKED_OF_THE_LAW = re.compile(r"\{(sea|limit [a-z0-9_]+|words [a-z0-9_]+ [a-z]+)\}")
#: What can be carried into a letter's field besides a fixed answer: the day, and whether it is still happening.
TAKEN_OVER = ("{happened_on}", "{still}")
#: The maximum number of questions.
MOST = 10


class PathQuestion(Strict):
    """One question of the interview, with its options in order."""

    id: Id
    label: Text
    kind: Literal["choice", "date"] = "choice"
    help: str = ""
    choices: dict[Id, Text] = {}

    @model_validator(mode="after")
    def _a_choice_has_answers(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"'{self.id}': a choice has answers, and a date has none")
        return self


class Line(Strict):
    """A line of an option that counts for some answers: if ``when`` holds, and ``unless`` does not."""

    when: Annotated[dict[Id, list[Id]], LISTS] = {}
    unless: Annotated[dict[Id, list[Id]], LISTS] = {}


class Reason(Line):
    """A reason for or against an option, or a remark."""

    why: Text


class Carry(Line):
    """What is carried into a letter: a claim, or fields with their values."""

    letter: Id
    claim: str = ""
    fill: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)?$")], Text] = {}

    @model_validator(mode="after")
    def _is_a_claim_or_fields(self) -> Self:
        if bool(self.claim) == bool(self.fill):
            raise ValueError(f"'{self.letter}': each line under 'carries' has a 'claim' or a 'fill'")
        return self


class Path(Strict):
    """One dispute option."""

    id: Id
    name: Text
    #: The guide (a page in each state's folder), the letters and the office to start with.
    guide: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    letters: list[Id] = []
    contact: str = ""
    #: The rule that limits when it can be started, counted from what happened.
    limit: str = ""
    decides: Text
    cost: Text
    time: Text
    does_not: Text
    clocks: Text
    cite: Annotated[list[Id], Field(min_length=1)]
    fits: Annotated[list[Reason], Field(min_length=1)]
    not_: list[Reason] = Field([], alias="not")
    know: list[Reason] = []
    carries: list[Carry] = []

    def texts(self) -> list[str]:
        """Every sentence of it."""
        reasons = [reason.why for reason in (*self.fits, *self.not_, *self.know)]
        return [self.decides, self.cost, self.time, self.does_not, self.clocks, *reasons]


class Paths(Strict):
    """The whole file."""

    questions: Annotated[list[PathQuestion], Field(min_length=1, max_length=MOST)]
    paths: Annotated[list[Path], Field(min_length=1)]

    @model_validator(mode="after")
    def _reasons_name_answers_that_there_are(self) -> Self:
        answers = {question.id: set(question.choices) for question in self.questions} | COUNTED
        for path in self.paths:
            named: tuple[Line, ...] = (*path.fits, *path.not_, *path.know, *path.carries)
            for when in (when for one in named for when in (one.when, one.unless)):
                for name, given in when.items():
                    if not set(given) <= answers.get(name, set()):
                        raise ValueError(f"{path.id}: no question '{name}' has the answers {given}")
            for one in path.carries:
                if one.letter not in path.letters:
                    raise ValueError(f"{path.id}: '{one.letter}' takes over answers and is none of its letters")
            for text in path.texts():
                if "{" in ASKED_OF_THE_LAW.sub("", text):
                    raise ValueError(f"{path.id}: this asks the law for something it cannot say: {text}")
        return self

    def asked_of_the_law(self) -> set[str]:
        """Every rule that it names."""
        named = {rule for path in self.paths for rule in (*path.cite, *([path.limit] if path.limit else []))}
        asked = [found for path in self.paths for text in path.texts() for found in ASKED_OF_THE_LAW.findall(text)]
        return named | {words.split()[1] for words in asked if " " in words}
