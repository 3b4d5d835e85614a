"""What both complaints share: the required contents, the validation of answers, and the addressee.

An ordinary letter is only its text. A complaint must contain certain things to count at all, so it is checked before it
is written. Its words are in ``calculators/letters``; checks specific to one complaint are in ``state_complaint`` and
``due_process_complaint``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.inputs import Input, Kind, WrongInput, asked_with, read
from calculators.law import Law
from calculators.letter_forms import COUNT
from calculators.result import Check
from calculators.words import plain_date

#: Answers to "Is it still happening?"
STILL, ENDED = "still", "ended"
#: Limits for which federal law has no number of days: without the state's own, the rule does not say what a claim states.
SET_BY_STATES = ("reevaluation_completion",)


@dataclass(frozen=True)
class Element:
    """One required item of a complaint: the rule's item id and its fields."""

    item: str
    fields: tuple[str, ...]
    #: Its heading in the letter.
    heading: str
    #: What the writer still has to do for it; empty if nothing.
    to_do: str = ""


Values = Mapping[str, Any]
Questions = Sequence[Input]


@dataclass(frozen=True)
class Complaint:
    """A complaint: the rule that lists its required contents, and its functions.

    ``problems`` are keyed by field, in rows by position (``facts.0.day``). ``words`` are the variables of its text besides
    the answers. ``warnings`` are shown beside the finished letter.
    """

    rule: str
    elements: tuple[Element, ...]
    problems: Callable[[Law, Values, Questions], dict[str, str]]
    words: Callable[[Law, Values, Questions], dict[str, Any]]
    warnings: Callable[[Law, Values, Questions], list[str]]
    more_checks: tuple[Check, ...] = ()
    #: What usable answers still lack, by field; set for a complaint that is written as a draft until complete.
    unfinished: Callable[[Values], dict[str, str]] | None = None
    #: Adjusts which questions are required to what is given.
    demands: Callable[[Questions, Mapping[str, Any]], Questions] | None = None
    #: Problems that unfinished answers already have, by field; for a complaint that is never a draft.
    early: Callable[[Law, Values, Questions], dict[str, str]] | None = None

    def read(self, law: Law, questions: Questions, given: Mapping[str, Any]) -> dict[str, Any]:
        """Parse the answers.

        Raises WrongInput with every field that does not fit. What is missing is a problem too, named in the law's own
        words, unless a draft can leave it open. A form without any answer makes no draft.
        """
        questions = self.demands(questions, given) if self.demands else questions
        if self.unfinished is None or not _is_begun(questions, given):
            values = self._all_read(law, questions, given)
        else:
            values = read(questions, given, demanding=False)
        problems = self.problems(law, values, questions)
        if problems:
            raise WrongInput(as_sent(problems, given))
        return values

    def missing(self, questions: Questions, values: Values, given: Mapping[str, Any]) -> dict[str, str]:
        """What a draft still lacks, by form field.

        Empty for a complete complaint or one that is never a draft.
        """
        if self.unfinished is None:
            return {}
        return as_sent({**dict(_empty(questions, values)), **self.unfinished(values)}, given)

    def checks(self, law: Law, missing: Mapping[str, str]) -> tuple[Check, ...]:
        """The items that the law lists, in its order, with their place in the letter.

        Then the practical ones.
        """
        rule = law.rule(self.rule)
        by_item = {rule.item(element.item): element for element in self.elements}
        empty = {_field(name) for name in missing}
        listed = (_check(item, by_item[item], empty & set(by_item[item].fields)) for item in rule.items)
        return (*listed, *self.more_checks)

    def _all_read(self, law: Law, questions: Questions, given: Mapping[str, Any]) -> dict[str, Any]:
        """Parse answers of which none may be missing; the law's own words stand beside what it asks for."""
        try:
            return read(questions, given)
        except WrongInput as wrong:
            said = self._named(law, wrong.problems, given)
            raise WrongInput({**self._early(law, questions, given), **said}) from None

    def _early(self, law: Law, questions: Questions, given: Mapping[str, Any]) -> dict[str, str]:
        """What is known of unfinished answers, so that it is not said only after the last of them."""
        if self.early is None:
            return {}
        values = _readable(questions, given)
        return as_sent(self.early(law, values, questions), given) if values else {}

    def _named(self, law: Law, problems: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, str]:
        """The problems; for a field left empty, followed by what the law requires there."""
        said = dict(problems)
        for name, element in ((name, element) for name in problems for element in self.elements):
            if _field(name) in element.fields and not str(given.get(name, "")).strip():
                wanted = law.rule(self.rule).item(element.item)
                said[name] = f"{problems[name]}\nThe law asks for it: “{wanted}”"
        return said


def _readable(questions: Questions, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers without those that do not fit; empty if these cannot be left out."""
    for _ in range(2):  # the second time without what did not fit
        try:
            return read(questions, given, demanding=False)
        except WrongInput as wrong:
            given = {name: value for name, value in given.items() if name not in wrong.problems}
    return {}


def _is_begun(questions: Questions, given: Mapping[str, Any]) -> bool:
    """True once a question has an answer of its own: the day on a letter and what a form fills in are none."""
    known = {question.id: question for question in questions}
    return any(
        _is_answered(value) and (name not in known or value != known[name].default)
        for name, value in given.items()
        if name != "letter_date"
    )


def _is_answered(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    rows = value.values() if isinstance(value, Mapping) else value
    return any(map(_is_answered, rows)) if isinstance(rows, Iterable) else True


def _field(name: str) -> str:
    """A field's name without its row number; "counts" for a question about a claim."""
    return "counts" if name.startswith(COUNT) else re.sub(r"\.\d+\.", ".", name)


def _empty(questions: Questions, values: Values) -> Iterator[tuple[str, str]]:
    """Required questions without an answer, each with its label; those in rows by position."""
    for question in asked_with(questions, values):
        for place, row in enumerate(values.get(question.id, ()) if question.kind is Kind.ROWS else ()):
            yield from (
                (f"{question.id}.{place}.{field.id}", f"{question.one.capitalize()} {place + 1}: {field.label}")
                for field in asked_with(question.fields, row)
                if field.required and field.id not in row
            )
        if question.required and question.id not in values:
            yield question.id, f"{question.card}: {question.label}" if question.card else question.label


def _check(item: str, element: Element, missing: set[str]) -> Check:
    if missing:
        return Check(item, "Something is still missing here. The list above leads to it.", done=False)
    return Check(item, element.to_do or f"It stands under “{element.heading}”.", done=not element.to_do)


def as_sent(problems: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, str]:
    """Rename problems of rows from position to the form's row numbers, which may have gaps."""
    return {_row_as_sent(name, given): problem for name, problem in problems.items()}


def _row_as_sent(name: str, given: Mapping[str, Any]) -> str:
    place = re.fullmatch(r"(\w+)\.(\d+)\.(\w+)", name)
    if not place:
        return name
    rows, number, field = place.groups()
    sent = given.get(rows)
    if isinstance(sent, list):
        filled = [index for index, row in enumerate(sent) if any(str(value).strip() for value in row.values())]
    else:
        named = ((re.fullmatch(rf"{rows}\.(\d+)\.\w+", key), value) for key, value in given.items())
        filled = sorted({int(match[1]) for match, value in named if match and str(value).strip()})
    return f"{rows}.{filled[int(number)] if filled else 0}.{field}"


def span(first: date, last: date, going: str) -> str:
    """The day or period of an event, as a letter writes it."""
    if going == STILL:
        return f"Since {plain_date(first)}, and still now"
    return plain_date(first) if first == last else f"From {plain_date(first)} to {plain_date(last)}"


def last_day(row: Mapping[str, Any], received: date) -> date:
    """The last day on which it happened; the day of receipt if continuing.

    Its first day in a draft that does not say when it ended.
    """
    began: date = row["day"]
    by_answer: dict[str, date] = {STILL: received, ENDED: row.get("ended_on", began)}
    return by_answer.get(row.get("going", ""), began)


def contact_problem(values: Mapping[str, Any]) -> dict[str, str]:
    """The error for a complaint that gives no way to contact its writer."""
    if values.get("parent_contact") or values.get("parent_address"):
        return {}
    return {"parent_contact": "Give a phone number, an e-mail address or your address. They must be able to reach you."}


def dates_problem(values: Mapping[str, Any]) -> dict[str, str]:
    """The error for a complaint that would arrive before it is written."""
    if "received_on" not in values or values["received_on"] >= values["letter_date"]:
        return {}
    return {
        "received_on": f"This is before the date of the letter, {plain_date(values['letter_date'])}. Give the day on which "
        "it will arrive."
    }


def office(law: Law, values: Values, kind: str) -> dict[str, str]:
    """The state office's address block, and its name in a sentence.

    The block is empty if the address is not known. Without an address, the block is its name and its e-mail. What the
    parent typed stands in both.
    """
    found = law.contact(kind)
    own = law.sea_full if found == law.contact("sea") else found.name
    known = "the state education agency" if found.is_national else own
    name = typed_office(values) or known
    email = [found.email] if found.addressed and not found.address and found.email else []
    return {
        "office": values.get("state_office", "") or "\n".join([*found.addressed, *email]),
        "office_name": "; ".join([name, *found.others]),
    }


def typed_office(values: Values) -> str:
    """The name of the office that the parent typed: its first line.

    Empty if none was typed.
    """
    lines: list[str] = values.get("state_office", "").splitlines()
    return next((line.strip(" ,;") for line in lines if line.strip(" ,;")), "")


def names_no_limit(law: Law, rule_id: str) -> bool:
    """True where only a state can set the limit and we know of none."""
    if rule_id not in SET_BY_STATES:
        return False
    rule = law.find(rule_id)
    return rule is None or rule.clock is None or rule.clock.value is None


def address_warning(law: Law, values: Values, kind: str) -> list[str]:
    """Cautions about the state office's address, and how it takes papers.

    None if the parent typed another.
    """
    found = law.contact(kind)
    if values.get("state_office"):
        return []
    if not found.address:
        return [f"We do not know the address of this office in your state. {found.ask_for}"]
    if found.publish == "ok":
        return [found.ask_for]
    return [f"Check the address of the state office before you send this. {found.note or ''}".rstrip(), found.ask_for]
