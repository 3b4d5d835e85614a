"""The letter calculator: a letter's questions, answered, become a finished letter.

Letters are data: ``calculators/letters/<id>.yml`` has the questions, ``<id>.txt`` the template. What a parent types is
inserted as it is: never run as a template and never changed. A number that is only reported is left out of letters, and
its source is marked (``LawInLetters``); one on hold cannot be used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from calculators.counting.cautions import MARKS
from calculators.inputs import Choice, Input, Kind, WrongInput, asked_for, read
from calculators.law import DATA, Citation, Law, LawMissing, OnHold, Rule
from calculators.letter_forms import FOLLOW_UP, CopyForm, LetterForm, clocks, for_missed, letters
from calculators.result import File, Letter, Next, Part, Result
from calculators.tools import notice_check
from calculators.tools.addressee import email_of
from calculators.tools.complaint import as_sent
from calculators.tools.due_process_complaint import DUE_PROCESS_COMPLAINT
from calculators.tools.happened import goes_on, happened
from calculators.tools.order import after_the_letter, overdue
from calculators.tools.silence import silence
from calculators.tools.state_complaint import STATE_COMPLAINT
from calculators.words import number_word, plain_date, quantity

__all__ = ["FOLLOW_UP", "CopyForm", "LetterForm", "clocks", "for_missed", "letters"]  # re-exported

BUTTON = "Write the letter"
#: Letters with legally required contents, by id.
COMPLAINTS = {"state_complaint": STATE_COMPLAINT, "due_process_complaint": DUE_PROCESS_COMPLAINT}
INTRO = "Read it once more. Then copy it, print it, or send it by e-mail, and keep a copy."
INTRO_OF_DRAFT = "What is missing stands below. Fill it in here, or print the draft and write on its lines by hand."
#: Printed on every sheet of a letter while required contents are missing.
DRAFT = "DRAFT"
#: The mark of a reported fact, in a parent's words.
NOT_CONFIRMED = "which I could not confirm"
#: Replaces a number that is only reported: a parent should not claim it.
UNSURE = "a set time (I could not confirm how long)"
#: Matches a citation of a federal code at its beginning.
FEDERAL = re.compile(r"\d+ (CFR|U\.S\.C\.) ")
#: Matches template lines without words, which leave no line in the letter.
TAGS_ALONE = re.compile(
    r"^[ \t]*((?:\{%[^\n]*?%\}|\{#.*?#\})(?:[ \t]*(?:\{%[^\n]*?%\}|\{#.*?#\}))*)[ \t]*\n", re.MULTILINE | re.DOTALL
)


@cache
def samples() -> dict[str, dict[str, Any]]:
    """For each letter, an answer to every question, for reviewers and tests.

    Not shipped to phones. Raises LawMissing if they are not built yet.
    """
    path = DATA / "samples.json"
    if not path.is_file():
        raise LawMissing("The letters are not built yet. Run 'make data' in the project's folder, then try again.")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def questions(form: LetterForm, laws: Sequence[Law]) -> tuple[Input, ...]:
    """What a letter asks in these states.

    Choices among time limits are filled in from the law.
    """
    return tuple(
        replace(question, choices=_clock_choices(laws)) if question.choices_from == "clocks" else question
        for question in form.inputs
    )


def cited(form: LetterForm, law: Law) -> tuple[str, ...]:
    """All rules that the letter can use in this state, whatever the answers."""
    found: dict[str, None] = {}
    for given in _variants(form, law):
        facts = LawInLetters(law)
        complaint = COMPLAINTS.get(form.id)
        demanding = complaint is None or complaint.unfinished is None
        filled(form, facts, read(questions(form, [law]), given, demanding=demanding), law)
        found.update(facts.cited)
    return tuple(found)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """The questions of the letter named in ``given``."""
    return questions(letters()[given["letter"]], [law])


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The finished letter. Raises WrongInput with a sentence for each field that does not fit."""
    form = letters()[given["letter"]]
    if not form.is_for(law):
        raise WrongInput({"state": f"This letter is not for {law.name}. It is for: {', '.join(form.only)}."})
    answers = {key: value for key, value in given.items() if key != "letter"}
    complaint = COMPLAINTS.get(form.id)
    asked = questions(form, [law])
    if form.id == notice_check.LETTER and (checked := notice_check.check_alone(law, asked, answers)):
        return checked
    values = complaint.read(law, asked, answers) if complaint else read(asked, answers)
    if problems := after_the_letter(asked, values):
        raise WrongInput(as_sent(problems, answers))
    parts = notice_check.parts_asked_for(law, values) if form.id == notice_check.LETTER else ()
    missing = complaint.missing(asked, values, answers) if complaint else {}
    mark = DRAFT if missing else ""
    letter = replace(write(form, law, values), mark=mark)
    return Result(
        headline="Your letter is still a draft" if missing else "Your letter is ready",
        intro=INTRO_OF_DRAFT if missing else INTRO,
        parts=(*parts, *_still_missing(form, law, missing)),
        letter=letter,
        copies=tuple(replace(copy, mark=mark) for copy in _copies(form, law, values)),
        checks=complaint.checks(law, missing) if complaint else (),
        missing=missing,
        warnings=(
            *(complaint.warnings(law, values, asked) if complaint else ()),
            *overdue(law, asked, values).values(),
        ),
        told=happened(law, asked, values),
        goes_on=goes_on(asked, values),
        arrives=values.get("received_on"),
        silence=silence(form, law),
        next_steps=(
            Next(_after(form, law)),
            *_state_form_step(form, law),
            *_clock_step(form, law),
        ),
        files=(File(f"{form.id.replace('_', '-')}.txt", "text/plain", letter.text),),
    )


def _still_missing(form: LetterForm, law: Law, missing: Mapping[str, str]) -> tuple[Part, ...]:
    """What a draft still lacks, each with a link to its field, and the effect of sending it as it is."""
    if not missing:
        return ()
    name = form.id.replace("_", "-")
    return (
        Part(
            "What is still missing",
            f"Each sheet says {DRAFT} until this is there. You can send it as it is, and no button is locked. But the "
            "other side may say that it lacks a part. Then the hearing officer may find it not sufficient, and there is "
            "no hearing until you have added what is missing.",
            mark="Draft",
            cites=law.rule("sufficiency_ruling").cites,
            next_steps=tuple(Next(words, url=f"#{name}-{field.replace('.', '-')}") for field, words in missing.items()),
        ),
    )


def write(form: LetterForm, law: Law, values: Mapping[str, Any]) -> Letter:
    """The letter, with the answers and the state's law filled in."""
    return filled(form, LawInLetters(law), values, law)


def filled(
    form: LetterForm,
    facts: LawInLetters,
    values: Mapping[str, Any],
    law: Law,
    text: LetterForm | CopyForm | None = None,
) -> Letter:
    """A letter, or its accompanying copy, filled in from answers and ``facts``."""
    text = text or form
    context = {**_in_words(form.inputs, values), "law": facts, "state": _names(law)}
    context["overdue"] = tuple(overdue(law, form.inputs, values))
    if form.id == notice_check.LETTER:
        context["parts"] = notice_check.from_values(law, values)
    if form.id in COMPLAINTS:
        context.update(COMPLAINTS[form.id].words(law, values, form.inputs))
    subject = " ".join(_render(text.subject, context).split())
    context["subject"] = subject
    paragraphs, sheets = _paragraphs(_render(text.template, context)), []
    to = email_of(tuple(paragraphs))
    for sheet in form.sheets if text is form else ():
        sheets.append(len(paragraphs))
        paragraphs += _paragraphs(_render(sheet, context))
    return Letter(text.title, subject, tuple(paragraphs), to, tuple(sheets))


def _copies(form: LetterForm, law: Law, values: Mapping[str, Any]) -> Iterator[Letter]:
    """The letters that go with it; one that says nothing in this state is left out."""
    for copy in form.copies:
        written = filled(form, LawInLetters(law), values, law, copy)
        if written.paragraphs:
            yield written


def _names(law: Law) -> dict[str, str]:
    """Names of the state and its offices; rules and numbers are available through LawInLetters only."""
    return {"code": law.code, "name": law.name, "sea": law.sea, "sea_full": law.sea_full}


def _variants(form: LetterForm, law: Law) -> Iterator[dict[str, Any]]:
    """The sample answers, then with every other choice, then with every box ticked."""
    sample = samples()[form.id]
    yield sample
    asked = questions(form, [law])
    for question in asked:
        for choice in question.choices if question.kind is Kind.CHOICE and asked_for(question, asked, sample) else ():
            yield {**sample, question.id: choice.value}
    if ticked := {question.id: "yes" for question in asked if question.kind is Kind.TICK}:
        yield {**sample, **ticked}


def _clock_choices(laws: Iterable[Law]) -> tuple[Choice, ...]:
    offered = {rule.id: Choice(rule.id, rule.title) for law in laws for rule in clocks(law)}
    return tuple(offered.values())


class DayInWords(date):
    """A date that prints as ``March 2, 2026`` and still compares with others."""

    def __str__(self) -> str:
        return plain_date(self)


def _in_words(inputs: tuple[Input, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a letter writes them; unanswered ones are empty."""
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
    """The facts that letters may use. A fact on hold raises OnHold.

    A reported one is marked.
    """

    def __init__(self, law: Law) -> None:
        self._law = law
        #: The rules used, in order.
        self.cited: dict[str, None] = {}

    def cite(self, rule_id: str) -> str:
        """The citations of a rule on one line.

        Of a reported one, the state's own come first and are marked. What is reported there is the state's part: the
        federal rule beside it stands as it is.
        """
        rule = self._open(rule_id)
        if rule.publish != "caveat":
            return rule.citation
        own = self._own_cites(rule)
        return self._marked(own, [cite.text for cite in rule.cites if cite.text not in own])

    def authorities(self, *rule_ids: str) -> str:
        """What these rules cite that is law, each once.

        Statutes, rules and decisions; reported ones are marked. Empty if none of it is law. A complaint cites nothing else
        as the law.
        """
        return self._once(rule_ids, "law")

    def guidance(self, *rule_ids: str) -> str:
        """The guidance that these rules cite, each once; empty if there is none."""
        return self._once(rule_ids, "guidance")

    def _once(self, rule_ids: Iterable[str], kind: str) -> str:
        """What these rules cite of a kind, each once; unmarked where one of them is sure of it."""
        rules = [self._open(rule_id) for rule_id in rule_ids if self.has(rule_id)]
        told = {rule.id: [cite for cite in rule.cites if cite.kind == kind] for rule in rules}
        sure = {
            one.text for rule in rules for one in told[rule.id] if rule.publish != "caveat" or self._is_federal(one)
        }
        said: dict[str, None] = {}
        parts = []
        for found in told.values():
            new = dict.fromkeys(cite.text for cite in found if cite.text not in said)
            said.update(new)
            parts.append(self._marked([one for one in new if one not in sure], [one for one in new if one in sure]))
        return "; ".join(filter(None, parts))

    def _is_federal(self, cite: Citation) -> bool:
        """True for a citation of federal law beside a state's own."""
        return not self._law.is_federal and FEDERAL.match(cite.text) is not None

    def _marked(self, doubtful: Iterable[str], sure: Iterable[str]) -> str:
        """Citations on one line; those that are only reported come first and are marked."""
        own = "; ".join(doubtful)
        return "; ".join([*([f"{own}, {NOT_CONFIRMED}"] if own else []), *sure])

    def own_cite(self, rule_id: str) -> str:
        """The state's own citations of a rule, without the federal ones."""
        return "; ".join(self._own_cites(self._open(rule_id)))

    def items(self, rule_id: str) -> tuple[str, ...]:
        """The items that a rule lists."""
        return self._open(rule_id).items

    def count(self, rule_id: str) -> str:
        """How many items a rule lists, in words."""
        return number_word(len(self._open(rule_id).items))

    def limit(self, rule_id: str) -> str:
        """A rule's time limit in words.

        For one that is only reported, the federal limit if it is sure in any case; otherwise no number.
        """
        words, federal = self._limit(rule_id), self._law.rule(rule_id).federal_limit
        if not self.unsure(rule_id):
            return words
        return federal.in_words() if federal else UNSURE

    def within(self, rule_id: str) -> str:
        """A rule's time limit as a sentence ends with it: "within 15 calendar days"."""
        words = self.limit(rule_id)
        return f"within {words}" if self.has_number(rule_id) else words

    def may_be_sooner(self, rule_id: str) -> bool:
        """True if the state's limit may end before the one given.

        A reported limit of the state, and the federal one that ``limit`` gives.
        """
        rule = self._law.rule(rule_id)
        limit, clock = rule.federal_limit, rule.clock
        return limit is not None and clock is not None and (clock.value, clock.unit) != (limit.value, limit.unit)

    def no_number(self, rule_id: str) -> bool:
        """True if the time limit has no number that can be claimed.

        The only one is reported.
        """
        return self.unsure(rule_id) and self._law.rule(rule_id).federal_limit is None

    def unsure(self, rule_id: str) -> bool:
        """True if the rule's time limit has a number that is only reported."""
        clock = self._law.rule(rule_id).clock
        return clock is not None and clock.is_numbered and self.reported(rule_id)

    def words(self, rule_id: str, name: str) -> str:
        """The rule's wording called ``name`` for letters in this state, with its citation."""
        text = self._open(rule_id).words[name]
        cited = {"cite": self.cite(rule_id)} if "{cite}" in text else {}
        limit = {"within": self.within(rule_id)} if "{within}" in text else {}
        return text.format(sea=self._law.sea, **cited, **limit)

    def limit_cited(self, rule_id: str) -> str:
        """A rule's time limit in words, with citations in brackets.

        The citations are those of the number that it gives.
        """
        federal = self._law.rule(rule_id).federal_limit if self.unsure(rule_id) else None
        source = federal.citation if federal else self.cite(rule_id)
        return f"{self.limit(rule_id)} ({source})" if source else self.limit(rule_id)

    def amount(self, rule_id: str) -> str:
        """A rule's number that is not a time limit, with its unit.

        Raises OnHold if it has none to show.
        """
        amount = self._open(rule_id).amount
        if amount is None:
            raise OnHold(f"{rule_id} has no number")
        return UNSURE if self.reported(rule_id) else quantity(amount.value, amount.unit)

    def address(self, kind: str) -> tuple[str, ...]:
        """Address lines of the state's office of a kind ("sea").

        Only its name, or nothing, if unknown.
        """
        return self._law.contact(kind).addressed

    def office(self, kind: str) -> tuple[str, ...]:
        """Address lines and e-mail of a national office; only its name if unknown."""
        contact = self._law.contact(kind)
        lines = contact.address or (contact.name,)
        return (*lines, contact.email) if contact.email else lines

    def called(self, term_id: str) -> str:
        """The state's own name for a glossary term; empty if it has none."""
        return self._law.terms.get(term_id, "")

    def email(self, kind: str) -> str:
        """The e-mail address of the state's office of a kind; empty if unknown."""
        return self._law.contact(kind).email or ""

    def state_limit(self, rule_id: str) -> str:
        """What the state may do to a federal limit, in a parent's words.

        Empty where the state's law is known.
        """
        may = self._open(rule_id).states_may
        return may.in_letters if may else ""

    def more_time(self, rule_id: str) -> bool:
        """True if the state may allow more time than the federal limit."""
        may = self._law.rule(rule_id).states_may
        return may is not None and may.more_time

    def reported(self, rule_id: str) -> bool:
        """True if the rule is reported, not confirmed."""
        return self._law.rule(rule_id).publish == "caveat"

    def has(self, rule_id: str) -> bool:
        """True if the rule exists in this state and is not on hold."""
        rule = self._law.find(rule_id)
        return rule is not None and rule.publish != "hold"

    def has_number(self, rule_id: str) -> bool:
        """True if the rule has a numeric time limit here and is not on hold."""
        clock = self._law.rule(rule_id).clock if self.has(rule_id) else None
        return clock is not None and clock.value is not None

    def late_office(self, rule_id: str) -> str:
        """The kind of state office to write to if a rule's time is over.

        Empty if the district must act.
        """
        rule = self._law.rule(rule_id)
        of_the_state = {"sea": "sea", "hearing_officer": "due_process_office"}
        return rule.office or of_the_state.get(rule.who or "", "")

    def others(self, kind: str) -> tuple[str, ...]:
        """Who else must get the papers that go to the state's office of a kind."""
        return self._law.contact(kind).others

    def starts(self, rule_id: str, event: str) -> bool:
        """True if an event starts the rule's clock here."""
        return self._law.starts(rule_id, event)

    def has_words(self, rule_id: str, name: str) -> bool:
        """True if the rule has a wording called ``name`` here."""
        return self.has(rule_id) and name in self._law.rule(rule_id).words

    def told(self, rule_id: str) -> str:
        """A rule in a parent's words, for the advice beside a letter.

        Marked if it is only reported.
        """
        rule = self._open(rule_id)
        return f"{rule.rule} ({MARKS['caveat']}.)" if rule.publish == "caveat" else rule.rule

    def _own_cites(self, rule: Rule) -> list[str]:
        return [cite.text for cite in rule.cites if not self._is_federal(cite)]

    def _limit(self, rule_id: str) -> str:
        clock = self._open(rule_id).clock
        if clock is None:
            raise OnHold(f"{rule_id} has no time limit")
        return clock.in_words()

    def _open(self, rule_id: str) -> Rule:
        rule = self._law.rule(rule_id)
        if rule.publish == "hold":
            raise OnHold(f"{rule_id} is on hold and cannot stand in a letter")
        self.cited[rule.id] = None
        return rule


def _render(template: str, context: Mapping[str, Any]) -> str:
    return str(_compiled(template).render(context))


@cache
def _compiled(template: str) -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    return environment.from_string(TAGS_ALONE.sub(r"\1", template))


def _paragraphs(text: str) -> list[str]:
    """Split into paragraphs at blank lines; a line of only spaces is blank."""
    paragraphs: list[str] = []
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            paragraphs.append("\n".join(lines))
            lines = []
    return paragraphs


def _after(form: LetterForm, law: Law) -> str:
    return " ".join(_render(form.after, {"law": LawInLetters(law), "state": _names(law)}).split())


def state_form(form: LetterForm, law: Law) -> str:
    """Where the state's own form is, how certain that is, and what it must contain.

    Empty if there is none.
    """
    own = law.form(form.id)
    if own is None:
        return ""
    office = law.contacts[own.ask] if own.ask else None
    parts = [
        own.where,
        "" if own.publish == "ok" else f"{MARKS['caveat']}: {own.note}",
        f"The office: {office.name}, {office.phone[0]}." if office and office.phone else "",
        f"It must hold the same {_points(form, law)} points as a letter." if form.id in COMPLAINTS else "",
    ]
    return " ".join(part for part in parts if part)


def _points(form: LetterForm, law: Law) -> int:
    return len(law.rule(COMPLAINTS[form.id].rule).items)


def _state_form_step(form: LetterForm, law: Law) -> tuple[Next, ...]:
    own = law.form(form.id)
    if own is None:
        return ()
    named = f"Or use the state's own form: {own.name}"
    return (Next(named, url=own.web) if own.web else Next(f"{named}. {state_form(form, law)}"),)


def _clock_step(form: LetterForm, law: Law) -> tuple[Next, ...]:
    if form.starts not in law.events:
        return ()
    return (Next("Write down the day you sent it. Then see what is due", f"tools/deadlines/?event={form.starts}"),)
