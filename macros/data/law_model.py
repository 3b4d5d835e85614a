"""The shape of ``calculators/law.yml``: what an entry may say, and the sentence an author gets when it says something else.

The model is strict. A field it does not know is an error, so a typo in the law fails the build
instead of vanishing. ``law_schema()`` gives the same shape as JSON Schema for editors.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Container
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Date = datetime.date


class Unit(StrEnum):
    """What a number counts. All but ages and items can be a clock."""

    CALENDAR_DAYS = "calendar_days"
    SCHOOL_DAYS = "school_days"
    BUSINESS_DAYS = "business_days"
    #: Monday to Friday, public holidays too: business days of which the law says that holidays count.
    WEEKDAYS = "weekdays"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    YEARS_OF_AGE = "years_of_age"
    ITEMS = "items"


class Confidence(StrEnum):
    """How sure we are, from what was seen."""

    VERIFIED_PRIMARY = "verified-primary"
    VERIFIED_SECONDARY = "verified-secondary"
    ARTICLES_ONLY = "articles-only"
    CONFLICTING = "conflicting"
    UNVERIFIED = "unverified"


class Publish(StrEnum):
    """``ok`` plain; ``caveat`` marked as reported, not confirmed; ``hold`` no number at all."""

    OK = "ok"
    CAVEAT = "caveat"
    HOLD = "hold"


class Topic(StrEnum):
    """The guide page on which a rule is at home."""

    COUNTING = "counting"
    PWN = "pwn"
    EVALUATION = "evaluation"
    RECORDS = "records"
    MEETINGS = "meetings"
    FACILITATION = "facilitation"
    MEDIATION = "mediation"
    STATE_COMPLAINT = "state_complaint"
    DUE_PROCESS = "due_process"
    DISCIPLINE = "discipline"
    SECTION_504 = "section_504"
    NEW_SCHOOL = "new_school"
    PRACTICE = "practice"


class Who(StrEnum):
    """Who must act. ``parent`` and ``either_party`` limits are counted the earlier, safe way."""

    PARENT = "parent"
    LEA = "lea"
    SEA = "sea"
    HEARING_OFFICER = "hearing_officer"
    EARLY_INTERVENTION = "early_intervention"
    EITHER_PARTY = "either_party"
    COURT = "court"


class StatesChange(StrEnum):
    """What a state may do to a federal time limit. ``number``: set one where the federal law has only words."""

    SHORTEN = "shorten"
    LENGTHEN = "lengthen"
    BOTH = "both"
    NUMBER = "number"
    NOTHING = "nothing"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Strict):
    """A body of law or guidance that citations name, with the address of its official text."""

    title: Text
    sign: str = "§"
    #: ``{number}`` is the section without its paragraphs: 300.152 of 300.152(a).
    url: str | None = None
    #: True if ``url`` is the publisher of the law itself.
    official: bool = True


class Source(_Strict):
    """A document that was seen while the law was researched."""

    title: Text
    url: str | None = None
    kind: Literal["official", "official-guidance", "mirror-of-legal-text", "secondary", "articles-publisher"]
    #: Which version was seen, in words ("current through 2025-01-14").
    version: Text
    checked: Date


class Jurisdiction(_Strict):
    """One state, or ``US`` for the federal set."""

    name: Text
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    #: Short and full name of the state education agency, as a sentence uses it.
    sea: Text
    sea_full: Text
    #: What the school district is called in this state's letters and guides.
    lea: Text = "the school district"
    #: Subdivision code of the holidays library; empty for federal holidays alone.
    holidays: str | None = None


class Change(_Strict):
    """What an event does to a clock that another event started."""

    rule: Id
    #: ``no_date``: the limit waits, so there is no date; ``not_needed``: the step falls away; ``note``: only said.
    effect: Literal["no_date", "not_needed", "note"]
    words: Text


class Event(_Strict):
    """Something that happens on a date and starts clocks."""

    title: Text
    #: Asked at the date field: "When did the state get your complaint?"
    question: Text
    help: str | None = None
    #: The rule whose due date stands in for this event while its date is not known.
    projected_by: Id | None = None
    #: The event in whose place this one stands: what that one starts, this one starts instead.
    stands_for: Id | None = None
    #: What it does to clocks that run already.
    changes: list[Change] = []
    #: Events that cannot be later than this one, if both are known.
    follows: list[Id] = []
    #: Whether it can happen more than once in one case.
    repeats: bool = False
    #: Whether it is planned: its day lies ahead as a rule, and a day without a year is not taken for the last such day.
    ahead: bool = False
    #: Shown in the list of the deadline tool, in this group.
    group: Literal[
        "evaluation",
        "iep",
        "notice",
        "records",
        "state_complaint",
        "due_process",
        "discipline",
        "section_504",
        "new_school",
        "practice",
    ]


class _Offered(_Strict):
    """What a parent is pointed to outside of this site: whose it is, its address on the web, and how sure we are."""

    jurisdiction: Text
    name: Text
    web: str | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Date
    confidence: Confidence
    publish: Publish
    note: Text | None = None
    research: list[str] = []

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Self:
        if self.publish is not Publish.OK and not self.note:
            raise ValueError("an entry marked 'caveat' or 'hold' needs a 'note' that says what is not confirmed")
        return self


class Contact(_Offered):
    """An office or an organisation that helps, as a parent would dial or write to it."""

    role: Text
    #: What to ask them for.
    ask_for: Text
    address: list[Text] = []
    phone: list[Text] = []
    email: str | None = None
    #: Where the oldest part of it was seen, if that is older than two years or has no date: "a page of 2016".
    old: Text | None = None


class Form(_Offered):
    """A form that a state offers for a step that a letter of this site asks for."""

    #: The letter that it may stand in the place of, by its id.
    letter: Id
    #: Where it is and how it is used.
    where: Text
    #: The office that has it, where no address on the web was seen.
    ask: Id | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.web and not self.ask:
            raise ValueError("give 'web', the address of the form, or 'ask', the office that has it")
        return self


class Cite(_Strict):
    """One citation: a code of ``codes`` and the section in it."""

    code: Text
    section: str = ""


class Clock(_Strict):
    """A time limit: which event starts it, how long it is, and which way it runs.

    ``words`` is for a limit that the law sets without a number ("without unnecessary delay").
    """

    starts: Annotated[list[Id], Field(min_length=1)]
    direction: Literal["after", "before", "look_back"] = "after"
    value: Annotated[int, Field(gt=0)] | None = None
    unit: Unit | None = None
    words: str | None = None
    #: ``event_day``: the rule itself counts the day of the event as day 1.
    day_one: Literal["next_day", "event_day"] = "next_day"
    #: The law says "more than": the day that is exactly so far away is not enough.
    more_than: bool = False
    #: The events that show that what was due was done.
    met_by: list[Id] = []

    @model_validator(mode="after")
    def _number_or_words(self) -> Self:
        if (self.value is None) != (self.unit is None):
            raise ValueError("'value' and 'unit' belong together")
        if self.value is None and not self.words:
            raise ValueError("give 'value' and 'unit', or 'words' for a limit without a number")
        if self.unit in (Unit.ITEMS, Unit.YEARS_OF_AGE):
            raise ValueError("a clock counts time: use 'amount' for items and ages")
        return self


class Amount(_Strict):
    """A number that the law sets and that is not a clock: seven items, ten school days, age 16."""

    value: Annotated[int, Field(gt=0)]
    unit: Unit
    #: What it is, to complete "… at most": "removals in a row".
    what: Text


class Claim(_Strict):
    """A number that somebody says is the law and that we could not confirm. It never leaves this file."""

    value: int
    unit: Unit
    what: Text
    said_by: Text


class StatesMay(_Strict):
    """If a state may change a federal time limit, by the federal text itself."""

    change: StatesChange
    #: For lawyers: the words of the federal text that decide it.
    text: Text
    #: Whom a parent asks which limit the state has: a kind of office that every state has ("sea", "parent_center").
    ask: Id | None = None
    #: In place of the sentence of ``state_limits``, where that one does not fit.
    words: Text | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Date

    @model_validator(mode="after")
    def _somebody_knows(self) -> Self:
        if (self.change is StatesChange.NOTHING) != (self.ask is None):
            raise ValueError("give 'ask', the kind of office that knows, unless a state may change 'nothing'")
        return self


class Example(_Strict):
    """A worked count that the tests run."""

    given: Annotated[dict[Id, Date], Field(min_length=1, max_length=1)]
    closed: list[str] = []
    expect: Date
    count: Text


class Ask(_Strict):
    """Where to turn when a fact is not confirmed."""

    contact: Id
    question: Text


class _Said(_Strict):
    """What a rule may say, and what a state may say in its place or beside it."""

    #: What is due, where the title names the rule and not the act: "The IEP must be reviewed". It stands over the date.
    due_title: Text | None = None
    who: Who | None = None
    clock: Clock | None = None
    amount: Amount | None = None
    items: list[Text] = []
    exceptions: list[Text] = []
    cite: list[Cite] = []
    #: Where the exceptions stand, and what says a part of the rule: shown with it, and not named in a letter.
    see_also: list[Cite] = []
    #: For readers: what is not confirmed. Needed for ``caveat`` and ``hold``.
    note: Text | None = None
    #: For lawyers: what the sources seen did not show.
    evidence: Text | None = None
    ask: Ask | None = None
    if_missed: Text | None = None
    examples: list[Example] = []
    claimed: list[Claim] = []
    #: Entries of the research file that this entry carries.
    research: list[str] = []


class StateEntry(_Said):
    """What one state changes in a federal entry.

    ``same``: the federal rule holds; ``cite`` and ``sources`` are added to the federal ones.
    ``overrides``: every field given here stands in place of the federal one.
    ``replaced``: the state has a rule of its own in its place (``by``), and the federal one is not shown.
    """

    relation: Literal["same", "overrides", "replaced"]
    by: Id | None = None
    title: Text | None = None
    rule: Text | None = None
    #: A sentence about this state that follows the rule (``same`` only).
    also: Text | None = None
    sources: list[Id] = []
    checked: Date | None = None
    confidence: Confidence | None = None
    publish: Publish | None = None

    @model_validator(mode="after")
    def _replacement_is_named(self) -> Self:
        if (self.relation == "replaced") != (self.by is not None):
            raise ValueError("'relation: replaced' and 'by' (the state's own rule) belong together")
        return self


class Rule(_Said):
    """One fact of the law (or one piece of good practice, which is marked as such)."""

    #: Where it holds. ``US`` is the baseline of every state; a state's own code means that the state adds it.
    jurisdiction: str = "US"
    relation: Literal["baseline", "adds"] = "baseline"
    topic: Topic
    kind: Literal["law", "practice"]
    title: Text
    #: What is due, as a parent names it in a letter: "the decision on my state complaint".
    noun: Text | None = None
    rule: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Date
    in_force: str | None = None
    confidence: Confidence
    publish: Publish
    #: What a state may do to the clock. A state's own entry, which says what it did, takes it away.
    states_may: StatesMay | None = None
    #: The rule with which one request is one thing to wait for, though two laws set a limit for it.
    together_with: Id | None = None
    states: dict[str, StateEntry] = {}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        federal_clock = self.clock is not None and self.jurisdiction == "US" and self.kind == "law"
        if federal_clock != (self.states_may is not None):
            raise ValueError(
                "a federal clock says in 'states_may' what a state may change, or 'nothing'; no other entry does"
            )
        if self.kind == "law" and not self.cite and self.publish is Publish.OK:
            raise ValueError("a law entry that is published needs a 'cite'")
        if self.clock and self.who is None:
            raise ValueError("an entry with a clock needs 'who' must act")
        if self.jurisdiction == "US" and self.relation != "baseline":
            raise ValueError("a US entry is the 'baseline'")
        if self.jurisdiction != "US" and (self.relation != "adds" or self.states):
            raise ValueError("an entry of one state has 'relation: adds' and no 'states'")
        return self


class Law(_Strict):
    """The whole file."""

    checked: Date
    jurisdictions: dict[str, Jurisdiction]
    codes: dict[str, Code]
    #: For each change that a state may make, what is said where the law of the state was not read.
    state_limits: dict[StatesChange, Text]
    sources: dict[Id, Source]
    events: dict[Id, Event]
    contacts: dict[Id, Contact]
    forms: dict[Id, Form]
    rules: dict[Id, Rule]

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        wrong: list[str] = []

        def need(known: Container[str], names: list[str], where: str, what: str) -> None:
            wrong.extend(f"{where}: {what} '{name}' is not in the file" for name in names if name not in known)

        for event_id, event in self.events.items():
            named = [event.projected_by] if event.projected_by else []
            need(self.rules, [*named, *(c.rule for c in event.changes)], f"events.{event_id}", "rule")
            stands_for = [event.stands_for] if event.stands_for else []
            need(self.events, [*stands_for, *event.follows], f"events.{event_id}", "event")
        offered: list[tuple[str, Contact | Form]] = [(f"contacts.{key}", one) for key, one in self.contacts.items()]
        offered += [(f"forms.{key}", one) for key, one in self.forms.items()]
        for where, one in offered:
            need(self.sources, one.sources, f"{where}.sources", "source")
            need(self.jurisdictions, [one.jurisdiction], f"{where}.jurisdiction", "jurisdiction")
        for form_id, form in self.forms.items():
            need(self.contacts, [form.ask] if form.ask else [], f"forms.{form_id}.ask", "contact")
        if {*self.state_limits, StatesChange.NOTHING} != {*StatesChange}:
            wrong.append(f"state_limits: it says one sentence for each of {', '.join(StatesChange)}, but not 'nothing'")
        for rule_id, rule in self.rules.items():
            need(self.jurisdictions, [rule.jurisdiction, *rule.states], f"rules.{rule_id}", "jurisdiction")
            need(self.rules, [rule.together_with] if rule.together_with else [], f"rules.{rule_id}", "rule")
            if rule.states_may:
                office = [f"us_{rule.states_may.ask}"] if rule.states_may.ask else []
                need(self.contacts, office, f"rules.{rule_id}.states_may.ask", "contact")
                need(self.sources, rule.states_may.sources, f"rules.{rule_id}.states_may.sources", "source")
            parts: list[tuple[str, Rule | StateEntry]] = [(f"rules.{rule_id}", rule)]
            parts += [(f"rules.{rule_id}.states.{state}", entry) for state, entry in rule.states.items()]
            need(self.rules, [e.by for e in rule.states.values() if e.by], f"rules.{rule_id}.states", "rule")
            for where, part in parts:
                need(self.sources, part.sources, f"{where}.sources", "source")
                need(self.codes, [c.code for c in [*part.cite, *part.see_also]], f"{where}.cite", "code")
                timed = [*part.clock.starts, *part.clock.met_by] if part.clock else []
                need(self.events, timed, f"{where}.clock", "event")
                need(self.contacts, [part.ask.contact] if part.ask else [], f"{where}.ask.contact", "contact")
        for code, rule_id, merged in ((c, i, r) for c in self.jurisdictions for i, r in in_state(self, c).items()):
            wrong.extend(f"rules.{rule_id} in {code}: {problem}" for problem in _problems(merged))
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def _problems(rule: Rule) -> list[str]:
    """What is wrong with an entry once a state's changes are laid over it."""
    found = []
    if rule.publish is not Publish.OK and not rule.note:
        found.append("'caveat' and 'hold' need a 'note' that says what is not confirmed")
    if rule.publish is Publish.HOLD:
        if not rule.ask:
            found.append("'hold' needs 'ask': the office and the question")
        if rule.amount or (rule.clock and rule.clock.value):
            found.append("'hold' has no number in 'clock' or 'amount': move it to 'claimed'")
        if re.search(
            r"\b\d+[- ](calendar|school|business)?[- ]?(days?|hours?|months?|years?)\b", f"{rule.rule} {rule.note}"
        ):
            found.append("'hold' has a number in its text")
    clock = rule.clock
    if clock and clock.value and rule.publish is not Publish.HOLD and not rule.examples:
        found.append("a clock needs at least one worked example")
    found += (
        f"the example given {next(iter(example.given))} does not start this clock"
        for example in rule.examples
        if not clock or next(iter(example.given)) not in clock.starts
    )
    return found


def in_state(law: Law, code: str) -> dict[str, Rule]:
    """The rules that hold in ``code``: the federal baseline with what the state changes, and what it adds."""
    rules = {}
    for rule_id, rule in law.rules.items():
        if rule.jurisdiction == code:
            rules[rule_id] = rule.model_copy(update={"states": {}})
        elif rule.jurisdiction == "US":
            change = rule.states.get(code)
            if change and change.relation == "replaced":
                continue
            rules[rule_id] = _laid_over(rule, change) if change else rule.model_copy(update={"states": {}})
    return rules


def _laid_over(rule: Rule, change: StateEntry) -> Rule:
    """A federal entry with one state's changes."""
    given = {name: getattr(change, name) for name in change.model_fields_set if name not in {"relation", "also"}}
    if change.relation == "same":
        given["cite"] = [*rule.cite, *change.cite]
        given["see_also"] = [*rule.see_also, *change.see_also]
        given["sources"] = list(dict.fromkeys([*rule.sources, *change.sources]))
        if rule.evidence and change.evidence and change.evidence != rule.evidence:
            given["evidence"] = f"{change.evidence} {rule.evidence}"
        if change.also:
            given["rule"] = f"{rule.rule} {change.also}"
    elif {"clock", "publish"} & given.keys() and "examples" not in given:
        given["examples"] = []
    if change.relation == "overrides" and "exceptions" in given and "see_also" not in given:
        given["see_also"] = []
    if given.get("publish") is Publish.HOLD:
        given["amount"] = None
        if "clock" not in given and rule.clock:
            given["clock"] = rule.clock.model_copy(update={"value": None, "unit": None, "words": "not confirmed"})
    given["states"] = {}
    given["states_may"] = None
    return rule.model_copy(update=given)


@cache
def law_schema() -> dict[str, Any]:
    """JSON Schema of law.yml, for editors that check while an author types."""
    return Law.model_json_schema()
