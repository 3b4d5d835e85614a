"""The letter calculator: a letter's own questions, answered, become a finished letter.

Letters are data: ``calculators/letters/<id>.yml`` says what a letter asks, ``<id>.txt`` is its text. This module
fills a text in. What a parent types goes in as it is: it is never run as a template and never changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from calculators.inputs import Choice, Input, Kind, read
from calculators.law import DATA, Law, LawMissing, OnHold, Rule
from calculators.result import File, Letter, Next, Result
from calculators.words import number_word, plain_date

BUTTON = "Write the letter"


@dataclass(frozen=True)
class LetterForm:
    """A letter that can be written: what it is for, what it asks, its text, and the event that sending it is."""

    id: str
    title: str
    use: str
    subject: str
    starts: str | None
    after: str
    inputs: tuple[Input, ...]
    template: str


@cache
def letters() -> dict[str, LetterForm]:
    """All letters by id, in the order of the file names."""
    path = DATA / "letters.json"
    if not path.is_file():
        raise LawMissing("The letters are not built yet. Run 'make data' in the project's folder, then try again.")
    return {key: _form(key, value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The finished letter. Raises WrongInput with a sentence for each field that does not fit."""
    form = letters()[given["letter"]]
    values = read(form.inputs, {key: value for key, value in given.items() if key != "letter"})
    letter = write(form, law, values)
    return Result(
        headline="Your letter is ready",
        intro="Read it once more. Then copy it, print it, or send it by e-mail, and keep a copy.",
        letter=letter,
        next_steps=(Next(form.after), *_clock_step(form)),
        files=(File(f"{form.id.replace('_', '-')}.txt", "text/plain", letter.text),),
    )


def write(form: LetterForm, law: Law, values: Mapping[str, Any]) -> Letter:
    """The letter with the answers and the state's law in it."""
    context = {**_in_words(form.inputs, values), "law": LawInLetters(law), "state": law.name}
    body = _render(form.template, context)
    subject = _render(form.subject, context)
    return Letter(form.title, " ".join(subject.split()), tuple(_paragraphs(body)))


class DayInWords(date):
    """A date that a letter writes as ``March 2, 2026`` and that can be compared with others."""

    def __str__(self) -> str:
        return plain_date(self)


def _in_words(inputs: tuple[Input, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a letter writes them; what was not answered is empty."""
    words: dict[str, Any] = {}
    for question in inputs:
        value = values.get(question.id, [] if question.kind is Kind.ROWS else "")
        if isinstance(value, date):
            value = DayInWords(value.year, value.month, value.day)
        if question.kind is Kind.ROWS:
            value = [_in_words(question.fields, row) for row in value]
        words[question.id] = value
    return words


class LawInLetters:
    """What a letter may take from the law: citations, items and limits. A fact on hold raises OnHold."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def cite(self, rule_id: str) -> str:
        """The citations of a rule on one line."""
        return self._open(rule_id).citation

    def items(self, rule_id: str) -> tuple[str, ...]:
        """The items that a rule lists."""
        return self._open(rule_id).items

    def count(self, rule_id: str) -> str:
        """How many items a rule lists, in words."""
        return number_word(len(self._open(rule_id).items))

    def limit(self, rule_id: str) -> str:
        """A rule's time limit in words."""
        clock = self._open(rule_id).clock
        if clock is None:
            raise OnHold(f"{rule_id} has no time limit")
        return clock.in_words()

    def has(self, rule_id: str) -> bool:
        """True if the rule exists in this state and is not on hold."""
        return rule_id in self._law.rules and self._law.rules[rule_id].publish != "hold"

    def _open(self, rule_id: str) -> Rule:
        rule = self._law.rule(rule_id)
        if rule.publish == "hold":
            raise OnHold(f"{rule_id} is on hold and cannot stand in a letter")
        return rule


def _render(template: str, context: Mapping[str, Any]) -> str:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(context)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs are separated by blank lines; a line that is only blanks is a blank line."""
    paragraphs: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            paragraphs.append("\n".join(lines))
            lines = []
    return paragraphs


def _clock_step(form: LetterForm) -> tuple[Next, ...]:
    if not form.starts:
        return ()
    return (Next("Write down the day you sent it. Then see what is due", f"tools/deadlines/?event={form.starts}"),)


def _form(letter_id: str, data: dict[str, Any]) -> LetterForm:
    return LetterForm(id=letter_id, **{**data, "inputs": tuple(_input(question) for question in data["inputs"])})


def _input(data: dict[str, Any]) -> Input:
    made = {
        "kind": Kind(data["kind"]),
        "choices": tuple(Choice(**choice) for choice in data["choices"]),
        "when": {name: tuple(answers) for name, answers in data["when"].items()},
        "fields": tuple(_input(field) for field in data["fields"]),
    }
    return Input(**{**data, **made})
