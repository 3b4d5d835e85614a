"""The notice check: which required parts of a prior written notice are there.

The law lists the parts (``pwn_content``). The same answers make the letter that asks for what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.inputs import Input, WrongInput, note_unknown, read
from calculators.law import Law
from calculators.result import Part, Point, Result
from calculators.words import listed, number_word

RULE = "pwn_content"
LETTER = "notice_parts_request"
THERE, PARTLY, MISSING = "there", "partly", "missing"
STATES = (THERE, PARTLY, MISSING)
#: Fields of a JSON document. ``as_of`` has no effect here, but all records have it.
OF_A_DOCUMENT = ("as_of", "parts", "words")
#: The status of a part in words.
WORDS = {THERE: "There", PARTLY: "There in part", MISSING: "Missing", "": "Not looked at yet"}


@dataclass(frozen=True)
class Checked:
    """One part of the notice: number, requirement, status, and the notice's own words."""

    number: int
    item: str
    state: str
    words: str = ""

    @property
    def asked_for(self) -> bool:
        """True if a letter asks for it."""
        return self.state not in ("", THERE)


def items(law: Law) -> tuple[str, ...]:
    """The required parts of a notice in this state, in the order of the law."""
    return law.rule(RULE).items


def check(law: Law, states: Mapping[int, str], words: Mapping[int, str]) -> tuple[Checked, ...]:
    """Every part with its status.

    ``states`` and ``words`` are keyed by the part's number, from 1.
    """
    return tuple(
        Checked(number, item, states.get(number, ""), words.get(number, ""))
        for number, item in enumerate(items(law), 1)
    )


def from_document(law: Law, document: Mapping[str, Any]) -> tuple[Checked, ...]:
    """The parts in a JSON document.

    Raises WrongInput with a sentence for each one that does not fit.
    """
    parts, words = document.get("parts"), document.get("words", {})
    if not isinstance(parts, dict):
        raise WrongInput({"parts": "Give an object: the number of each part, and there, partly or missing."})
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        raise WrongInput({"words": "Give an object: the number of each part, and the words of the notice."})
    most = len(items(law))
    numbers = {str(number) for number in range(1, most + 1)}
    problems = {
        f"{name}.{number}": f"A notice has parts 1 to {most}. Give one of these numbers."
        for name, given in (("parts", parts), ("words", words))
        for number in given
        if number not in numbers
    }
    note_unknown("", document, OF_A_DOCUMENT, problems)
    for number, state in parts.items():
        if number in numbers and state not in STATES:
            problems[f"parts.{number}"] = f"Say how part {number} stands: {listed(STATES, 'or')}."
    if problems:
        raise WrongInput(problems)
    return check(law, _by_number(parts), _by_number(words))


def _by_number(given: Mapping[str, Any]) -> dict[int, str]:
    return {int(number): text for number, text in given.items()}


def from_values(law: Law, values: Mapping[str, Any]) -> tuple[Checked, ...]:
    """The parts in the letter's form: ``part_1`` is a status, ``words_1`` the notice's own words."""
    numbers = range(1, len(items(law)) + 1)
    states = {number: values.get(f"part_{number}", "") for number in numbers}
    return check(law, states, {number: values.get(f"words_{number}", "") for number in numbers})


def check_alone(law: Law, asked: Sequence[Input], answers: Mapping[str, Any]) -> Result | None:
    """The check without the letter; None given any answer that only the letter needs.

    Raises WrongInput for a part whose answer does not fit.
    """
    of_the_letter = [question for question in asked if question.required and not question.about]
    of_the_notice = [question for question in asked if question.card]
    if any(answers.get(question.id) for question in of_the_letter):
        return None
    parts = from_values(
        law, read(of_the_notice, {question.id: answers.get(question.id, "") for question in of_the_notice})
    )
    if not any(part.state for part in parts):
        return None
    lacks = listed([f"“{question.label}”" for question in of_the_letter], "and")
    letter = f" For the letter that asks for it, answer also {lacks}." if any(part.asked_for for part in parts) else ""
    return Result(headline(parts), f"This is the check alone.{letter}", parts=(part_of(law, parts),))


def parts_asked_for(law: Law, values: Mapping[str, Any]) -> tuple[Part, ...]:
    """The parts that the letter asks for, in one line.

    Raises WrongInput if there are none.
    """
    parts = from_values(law, values)
    if not any(part.asked_for for part in parts):
        raise WrongInput(
            {
                "part_1": "No part is marked as missing, so there is nothing to ask for. Mark what is missing, or keep the notice as it is."
            }
        )
    return (Part(headline(parts)),)


def data(law: Law, parts: Sequence[Checked]) -> dict[str, Any]:
    """The check as plain data: the command line's JSON format."""
    return {
        "state": law.code,
        "ask_for": [part.number for part in parts if part.asked_for],
        "missing": [part.number for part in parts if part.state == MISSING],
        "partly": [part.number for part in parts if part.state == PARTLY],
        "there": [part.number for part in parts if part.state == THERE],
        "not_looked_at": [part.number for part in parts if not part.state],
        "citation": law.rule(RULE).citation,
        "letter": LETTER if any(part.asked_for for part in parts) else None,
        "parts": [
            {"number": part.number, "item": part.item, "state": part.state or None, "words": part.words}
            for part in parts
        ],
    }


def result(law: Law, parts: Sequence[Checked]) -> Result:
    """The check in sentences."""
    return Result(headline(parts), parts=(part_of(law, parts),))


def headline(parts: Sequence[Checked]) -> str:
    """The overall result in one line."""
    wanted = [str(part.number) for part in parts if part.asked_for]
    unseen = sum(not part.state for part in parts)
    later = f" {number_word(unseen).capitalize()} you have not looked at yet." if unseen else ""
    if wanted:
        return f"Ask for part{'s' if len(wanted) > 1 else ''} {listed(wanted)} of {len(parts)}.{later}"
    return "Nothing is missing." if not unseen else f"Nothing is missing so far.{later}"


def part_of(law: Law, parts: Sequence[Checked]) -> Part:
    """Each part with its status, and the rule that requires it."""
    return Part(
        "What a notice must have",
        points=tuple(Point(f"{part.number}. {part.item}", part.words, WORDS[part.state]) for part in parts),
        cites=law.rule(RULE).cites,
    )
