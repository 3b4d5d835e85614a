"""Facts of the law in words, without HTML, for sentences, tables and printed sheets.

A fact on hold never gives a number here. A reported, unconfirmed fact is marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import yaml
from jinja2 import Environment, StrictUndefined, Template

from calculators.counting.cautions import MARKS, PRACTICE
from calculators.counting.clocks import WHO
from calculators.counting.marked import LIMIT_NOT_CONFIRMED, amount_words, clock_words
from calculators.law import Citation, Clock, Contact, Law, Rule
from calculators.words import number_word, plain_date
from macros.data import by_hand
from macros.data.checklist_model import Checklist, load_checklists
from macros.data.macro import macro, macros_of
from macros.places import DOCS

#: Columns of the comparison of dispute options: title and field of Way.
WAY_COLUMNS = {
    "What it is for": "fits",
    "Who decides": "decides",
    "Cost to you": "cost",
    "What it does not do": "does_not",
}
SPACES = re.compile(" {2,}")
CONTACT_ORDER = ("parent_center", "protection_advocacy", "sea")


@cache
def pages_data(name: str) -> dict[str, Any]:
    """A data file for pages (``docs/_data/<name>.yml``)."""
    loaded: dict[str, Any] = yaml.load((DOCS / "_data" / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


@cache
def checklists() -> dict[str, Checklist]:
    """Every checklist by id, in file order. Raises WrongData if one is malformed."""
    return load_checklists()


class Facts:
    """The inline macros, as plain text; pages add chips and popovers to some."""

    def __init__(self, law: Law) -> None:
        self._law = law

    @property
    def law(self) -> Law:
        """The law in use."""
        return self._law

    @macro
    def cite(self, rule_id: str) -> str:
        """A rule's citation in brackets."""
        rule = self._noted(rule_id)
        return f"({cite_label(rule)}{'; reported, not confirmed' if rule.publish == 'caveat' else ''})"

    @macro
    def clock(self, rule_id: str) -> str:
        """A rule's time limit in words."""
        return unbroken(clock_words(self._noted(rule_id)))

    @macro
    def within(self, rule_id: str) -> str:
        """A rule's time limit as the end of "The district must act".

        For example "within 15 days", or the law's own words.
        """
        clock = self._noted(rule_id).clock
        return f"within {self.clock(rule_id)}" if clock and clock.value else self.clock(rule_id)

    @macro
    def day_before(self, rule_id: str) -> str:
        """Says that a parent's limit ends, to be safe, a day early.

        The day before the same date; empty for one in days.
        """
        return by_hand.day_before(self.law.rule(rule_id))

    @macro
    def not_counted(self, rule_id: str) -> str:
        """Says which days a rule's limit leaves out.

        Empty if it counts all, or if the state has no such rule.
        """
        rule = self.law.find(rule_id)
        return by_hand.not_counted(rule) if rule else ""

    @macro
    def starts(self, rule_id: str, event: str) -> bool:
        """Whether an event starts the rule's clock in this state."""
        return self.law.starts(rule_id, event)

    @macro
    def amount(self, rule_id: str) -> str:
        """A rule's number that is not a time limit."""
        return unbroken(amount_words(self._noted(rule_id)))

    @macro
    def count(self, rule_id: str) -> str:
        """How many items a rule lists, in words."""
        return number_word(len(self._noted(rule_id).items))

    @macro
    def said(self, rule_id: str, name: str, who: str = "") -> str:
        """A rule's wording called ``name``, said by or of ``who`` (I, you).

        In the law it stands under ``words``.
        """
        return self.law.rule(rule_id).words[name].format(sea=self.law.sea, who=who)

    @macro
    def own_said(self, rule_id: str, name: str) -> str:
        """A state's wording called ``name`` for a list.

        Empty where it has none, so that its line is left out.
        """
        rule = self.law.find(rule_id)
        return self.said(rule.id, name) if rule and name in rule.words else ""

    @macro
    def says(self, name: str, *rule_ids: str) -> str:
        """The first of these rules that has a wording called ``name`` here.

        Empty if none has. The last one named has the federal wording, those before it what only some states have.
        """
        return next((rule_id for rule_id in rule_ids if self.own_said(rule_id, name)), "")

    @macro
    def not_found(self, rule_id: str) -> str:
        """That the state's rule was not found, with whom to ask.

        Empty if it was found, or was not looked for.
        """
        return self.law.rule(rule_id).not_found

    @macro
    def held(self, rule_id: str) -> bool:
        """Whether a rule's number is on hold here, so that nobody can count it."""
        return self.law.rule(rule_id).publish == "hold"

    @macro
    def review_before_court(self) -> bool:
        """Whether the state itself hears an appeal before a court does."""
        return "civil_action" not in self.law.rules

    @macro
    def sea(self) -> str:
        """The short name of the state education agency."""
        return self.law.sea

    @macro
    def contact_name(self, kind: str) -> str:
        """The name of an office."""
        return self.law.contact(kind).name

    @macro
    def has_office(self, kind: str) -> bool:
        """Whether a kind of dispute goes to another office than the state education agency."""
        return self.law.contact(kind) != self.law.contact("sea")

    @macro
    def office(self, kind: str) -> str:
        """The office for a kind of dispute.

        The short name of the agency where it is the agency.
        """
        return self.contact_name(kind) if self.has_office(kind) else self.sea()

    @macro
    def checked(self) -> str:
        """The day on which the law was last checked as a whole."""
        return plain_date(self.law.checked)

    @macro
    def words(self, words_id: str) -> str:
        """A script to say or write, with brackets for the parent's facts (``docs/_data/words.yml``)."""
        said: str = pages_data("words")[words_id]["words"]
        return said.strip()

    def _noted(self, rule_id: str) -> Rule:
        """The rule that a sentence refers to."""
        return self.law.rule(rule_id)


def plain(text: str, law: Law) -> str:
    """A data file's text, facts of ``law`` filled in. Raises for an unknown name."""
    if is_plain(text):
        return text
    return one_spaced(_template(text).render(**macros_of(Facts(law)), state=StateOfPage(law)))


def one_spaced(text: str) -> str:
    """The text without the second space that an empty fact leaves."""
    return SPACES.sub(" ", text).strip(" ")


def is_plain(text: str) -> bool:
    """True if a text refers to no fact, and so fits every state."""
    return "{" not in text


@cache
def _template(text: str) -> Template:
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(text)  # noqa: S701 (makes text, not HTML)


class StateOfPage(str):
    """A page's state code, with the state's names as attributes (``{{ state.name }}``)."""

    name: str
    slug: str
    sea: str
    sea_full: str
    #: The place inside a sentence: "How to ask in ...".
    here: str

    def __new__(cls, law: Law) -> Self:
        """The state with this law."""
        state = super().__new__(cls, law.code)
        for field in ("name", "slug", "sea", "sea_full"):
            setattr(state, field, getattr(law, field))
        state.here = "your state" if law.is_federal else law.name
        return state

    @property
    def code(self) -> str:
        """The code alone, such as MS."""
        return str(self)


def place(law: Law) -> str:
    """The place as a subtitle."""
    return "Another place, by federal law" if law.is_federal else law.name


def unbroken(words: str) -> str:
    """The words, a leading number held to its unit by a non-breaking space."""
    return words.replace(" ", "\u00a0", 1) if words[:1].isdigit() else words


def cautions_of(rule: Rule) -> str:
    """Cautions before relying on a rule's limit; empty for confirmed law that no state changes."""
    doubt = rule.note if rule.publish != "ok" else None
    may = f"{rule.states_may.words} {rule.states_may.ask}" if rule.states_may else None
    return " ".join(part for part in (doubt, may) if part)


def cite_label(rule: Rule) -> str:
    """The short citation: the first one, with a mark that there are others."""
    if not rule.cites:
        return rule.title
    more = {1: "", 2: " and another"}.get(len(rule.cites), " and others")
    return rule.cites[0].text + more


def mark_words(publish: str, kind: str = "law") -> str:
    """The mark of a fact that is not confirmed law; empty for confirmed law."""
    return PRACTICE if kind == "practice" else MARKS.get(publish, "")


def starts(rule: Rule, law: Law) -> str:
    """The events that start a rule's clock."""
    return " / ".join(law.events[event].title for event in (rule.clock.starts if rule.clock else ()))


@dataclass(frozen=True)
class DeadlineRow:
    """One clock as a table row.

    ``note`` is empty for confirmed law that no state changes.
    """

    title: str
    publish: str
    kind: str
    topic: str
    note: str
    starts: str
    who: str
    how_long: str
    cites: tuple[Citation, ...]


def deadline_rows(law: Law, rules: Sequence[Rule]) -> list[DeadlineRow]:
    """The clocks among ``rules``: trigger, responsible party, length, citation."""
    return [
        DeadlineRow(
            title=rule.title,
            publish=rule.publish,
            kind=rule.kind,
            topic=rule.topic,
            note=cautions_of(rule),
            starts=starts(rule, law),
            who=WHO[rule.who or "lea"],
            how_long=LIMIT_NOT_CONFIRMED if rule.publish == "hold" else _how_long(rule, rule.clock),
            cites=rule.cites,
        )
        for rule in rules
        if rule.clock
    ]


def _how_long(rule: Rule, clock: Clock) -> str:
    """A limit with what to know for counting it by hand."""
    return ". ".join(filter(None, [clock.in_words(), by_hand.beside(rule)]))


def state_contacts(law: Law) -> list[Contact]:
    """Every office of the state, its own first.

    National ones only where it has none of that kind.
    """

    def rank(contact: Contact) -> tuple[bool, int]:
        kind = contact.id.split("_", 1)[1]
        return contact.is_national, CONTACT_ORDER.index(kind) if kind in CONTACT_ORDER else len(CONTACT_ORDER)

    own = sorted(law.contacts.values(), key=rank)
    kinds = {contact.id.split("_", 1)[1] for contact in own if not contact.is_national}
    return [contact for contact in own if not contact.is_national or contact.id.split("_", 1)[1] not in kinds]
