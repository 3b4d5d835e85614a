"""Each letter with blanks for handwriting, for parents without a working form.

It is rendered from the letter's own template, each answer replaced by a blank that says what belongs there. If an answer
changes the letter's wording, there is a version for each; states whose law gives the same text share one. Each state has
a page with all letters as they apply there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from itertools import product
from typing import Any, override

from calculators.inputs import Input, Kind
from calculators.law import Law
from calculators.reading.written_dates import read_date
from calculators.tools import letter
from calculators.tools.letter import CopyForm, LawInLetters, LetterForm
from calculators.words import plain_date

#: A choice with more options becomes a blank itself, such as the one of all time limits.
MOST_ANSWERS = 4
#: Maximum versions shown on a letter's own page.
FEW = 4
#: Stands for the rule that the parent looks up on another page.
RULES = "[the rule, and its time limit, from the page Deadlines]"


class BlankLaw(LawInLetters):
    """The law in a letter whose rule is still to be chosen."""

    @override
    def limit_cited(self, rule_id: str) -> str:
        return RULES if rule_id == RULES else super().limit_cited(rule_id)

    @override
    def reported(self, rule_id: str) -> bool:
        """True if the rule is reported only; one still to be chosen counts as confirmed."""
        return rule_id != RULES and super().reported(rule_id)

    @override
    def unsure(self, rule_id: str) -> bool:
        """True if the rule's number is reported only.

        One still to be chosen counts as confirmed.
        """
        return rule_id != RULES and super().unsure(rule_id)

    @override
    def may_be_sooner(self, rule_id: str) -> bool:
        """True if the state's limit may end before the one given.

        Of one still to be chosen it is not known.
        """
        return rule_id != RULES and super().may_be_sooner(rule_id)

    @override
    def state_limit(self, rule_id: str) -> str:
        """What the state may do to a limit.

        For one still to be chosen, the most that it may do.
        """
        if rule_id != RULES:
            return super().state_limit(rule_id)
        widest = sorted(self._to_choose(), key=super().more_time, reverse=True)
        return next(filter(None, map(super().state_limit, widest)), "")

    @override
    def more_time(self, rule_id: str) -> bool:
        """True if the state may allow more time for any of them."""
        return any(map(super().more_time, self._to_choose())) if rule_id == RULES else super().more_time(rule_id)

    @override
    def late_office(self, rule_id: str) -> str:
        """The office of the state to write to.

        For a limit still to be chosen none, as for most.
        """
        return "" if rule_id == RULES else super().late_office(rule_id)

    def _to_choose(self) -> list[str]:
        return [rule.id for rule in letter.clocks(self._law)]


def blank_letters(form: LetterForm, laws: Sequence[Law]) -> str | None:
    """HTML of all versions of a letter, collapsed, each with its states and answers.

    None if there are too many: the page would grow with each state, and a parent needs only one.
    """
    found: dict[str, list[Law]] = {}
    for law in laws:
        found.setdefault(blank_letter(form, law), []).append(law)
    if len(found) > FEW:
        return None
    return "".join(
        f"{only_in(of)}<summary>{escape(', '.join(law.name for law in of))}</summary>{texts}</details>"
        for texts, of in found.items()
    )


def only_in(laws: Iterable[Law]) -> str:
    """The opening tag of content for these states only.

    A script hides it when another is chosen.
    """
    return f'<details data-search-exclude data-states="{" ".join(law.code for law in laws)}">'


def blank_letter(form: LetterForm, law: Law) -> str:
    """Every version of a letter in one state, without duplicates."""
    found: dict[str, list[dict[str, str]]] = {}
    for answers in _variants(form, law):
        written = "".join(f'<div class="pt-blank-letter">{part}</div>' for part in _letters(form, law, answers))
        found.setdefault(written, []).append(answers)
    if len(found) == 1:
        return next(iter(found))
    return "".join(
        f'<p class="pt-blank-for">{escape(_label(form, variants))}</p>{text}' for text, variants in found.items()
    )


def _variants(form: LetterForm, law: Law) -> Iterator[dict[str, str]]:
    """Every combination of answers that change the letter's wording."""
    asked = [question for question in letter.questions(form, [law]) if _changes_the_text(question)]
    for answers in product(*([choice.value for choice in question.choices] for question in asked)):
        yield {question.id: answer for question, answer in zip(asked, answers, strict=True)}


def _changes_the_text(question: Input) -> bool:
    return question.kind is Kind.CHOICE and not question.card and 1 < len(question.choices) <= MOST_ANSWERS


def _label(form: LetterForm, variants: Sequence[Mapping[str, str]]) -> str:
    """The answers common to all of these, in the words of the form."""
    said = [
        f"{question.label} {choice.label}"
        for question in form.inputs
        for choice in question.choices
        if all(answers.get(question.id) == choice.value for answers in variants)
    ]
    return ". ".join(said)


def _letters(form: LetterForm, law: Law, answers: Mapping[str, str]) -> Iterator[str]:
    """The letter and its enclosures, as HTML."""
    days = Days(form)
    asked = letter.questions(form, [law])
    answers = {
        **answers,
        **{question.id: "yes" for question in asked if question.kind is Kind.TICK},
    }  # one keeps what fits
    values = {question.id: _blank(question, answers, days) for question in asked}
    texts: list[LetterForm | CopyForm] = [form, *form.copies]
    for text in texts:
        written = letter.filled(form, BlankLaw(law), values, law, text)
        if not written.paragraphs:
            continue
        title = f'<p class="pt-blank-for">{escape(text.title)}</p>' if text is not form else ""
        yield title + "".join(f"<p>{escape(days.taken_out(paragraph))}</p>" for paragraph in written.paragraphs)


class Days:
    """Placeholder dates: templates compare days, so each blank date is a distinct day until rendered."""

    def __init__(self, form: LetterForm) -> None:
        self._sample = letter.samples()[form.id]
        self._blanks: dict[str, str] = {}

    def blank(self, question: Input) -> date:
        """A day that stands for the answer: the sample's, or one shortly before the letter's."""
        day = read_date(self._sample.get(question.id) or self._sample["letter_date"])
        while self._blanks.setdefault(plain_date(day), f"[{question.label}]") != f"[{question.label}]":
            day -= timedelta(days=1)
        return day

    def taken_out(self, text: str) -> str:
        """A text with the placeholder days replaced by blanks."""
        for day, blank in self._blanks.items():
            text = text.replace(day, blank)
        return text


def _blank(question: Input, answers: Mapping[str, str], days: Days) -> Any:
    """The blank for an answer."""
    if any(answers.get(name) not in allowed for name, allowed in question.when.items()):
        return [] if question.kind is Kind.ROWS else ""
    if question.kind is Kind.ROWS:
        return _rows(question, days)
    if question.kind is Kind.DATE:
        return days.blank(question)
    if question.choices_from == "clocks":
        return RULES
    return answers.get(question.id, f"[{question.label}]")


def _rows(question: Input, days: Days) -> list[dict[str, Any]]:
    """A row for each possible kind of entry: the parent keeps those that apply."""
    chosen = [field for field in question.fields if field.kind is Kind.CHOICE]
    count = max((len(field.choices) for field in chosen), default=1)
    rows = [{field.id: field.choices[n % len(field.choices)].value for field in chosen} for n in range(count)]
    return [{field.id: _blank(field, row, days) for field in question.fields} for row in rows]
