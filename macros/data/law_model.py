"""The shape of the law files: what an entry may say, and the sentence an author gets when it says something else.

``calculators/law.yml`` is the federal law and what all states share, ``calculators/law/<state>.yml`` one state. The
model is strict. A field it does not know is an error, so a typo in the law fails the build instead of vanishing.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from macros.data.strict import Id, Strict, Text


def _is_not_to_come(day: datetime.date) -> datetime.date:
    """A day on which something was read. One more than the machine's own, for where it is tomorrow already."""
    if day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise ValueError(f"{day} is still to come, so nothing was read on it")
    return day


Date = datetime.date
#: When something was read, or found right by somebody.
Seen = Annotated[Date, AfterValidator(_is_not_to_come)]
#: What a page leads to. No other kind of address is let in, such as one that runs a script.
Web = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^\s@<>\"?&]+@[^\s@<>\"?&]+$")]
#: A number that counts: no law sets more than this, so more is a slip of a key.
Number = Annotated[int, Field(gt=0, le=1000)]


def _has_known_placeholders(text: str) -> str:
    try:
        text.format(cite="", sea="")
    except (KeyError, IndexError, ValueError):
        raise ValueError("only {cite} and {sea} may stand in braces here") from None
    return text


SaidWords = Annotated[Text, AfterValidator(_has_known_placeholders)]


class Unit(StrEnum):
    """What a number counts. All but ages and items can be a clock."""

    CALENDAR_DAYS = "calendar_days"
    SCHOOL_DAYS = "school_days"
    #: School days by another name. The state's ``day_definitions`` say what its rules mean by it.
    INSTRUCTIONAL_DAYS = "instructional_days"
    SCHOOL_WORKING_DAYS = "school_working_days"
    BUSINESS_DAYS = "business_days"
    #: Monday to Friday, public holidays too: business days of which the law says that holidays count.
    WEEKDAYS = "weekdays"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    YEARS_OF_AGE = "years_of_age"
    ITEMS = "items"


#: Days on which school is open, whatever a state calls them.
SCHOOL_UNITS = (Unit.SCHOOL_DAYS, Unit.INSTRUCTIONAL_DAYS, Unit.SCHOOL_WORKING_DAYS)


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


def unmarked(confidence: Confidence, publish: Publish) -> str:
    """What is wrong if something is shown as sure that is not; empty if nothing is."""
    if publish is Publish.OK and confidence in (Confidence.UNVERIFIED, Confidence.CONFLICTING):
        return f"'{confidence}' cannot be 'publish: ok': say 'caveat' with a 'note', or 'hold'"
    return ""


class Answer(StrEnum):
    """What a rule answers where the question has no number: if something is offered, and how many steps a hearing has."""

    YES = "yes"
    NO = "no"
    #: The hearing is the state's decision; court comes next.
    ONE_STEP = "one step"
    #: An appeal to the state agency stands between the hearing and court.
    TWO_STEPS = "two steps"


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


class Code(Strict):
    """A body of law or guidance that citations name, with the address of its official text."""

    title: Text
    sign: str = "§"
    #: ``{number}`` is the section without its paragraphs: 300.152 of 300.152(a).
    url: Web | None = None
    #: True if ``url`` is the publisher of the law itself.
    official: bool = True


class Source(Strict):
    """A document that was seen while the law was researched."""

    title: Text
    url: Web | None = None
    kind: Literal["official", "official-guidance", "mirror-of-legal-text", "secondary", "articles-publisher"]
    #: Which version was seen, in words ("current through 2025-01-14").
    version: Text
    checked: Seen


class Jurisdiction(Strict):
    """What a state and its offices are called; in the federal law, what is said where no state is named."""

    name: Text
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    #: Short and full name of the state education agency, as a sentence uses it.
    sea: Text
    sea_full: Text
    #: What the school district is called in this state's letters and guides.
    lea: Text = "the school district"
    #: Subdivision code of the holidays library; empty for federal holidays alone.
    holidays: str | None = None


class Change(Strict):
    """What an event does to a clock that another event started."""

    rule: Id
    #: ``no_date``: the limit waits, so there is no date; ``not_needed``: the step falls away; ``note``: only said.
    effect: Literal["no_date", "not_needed", "note"]
    words: Text


class Event(Strict):
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


class StateEvent(Event):
    """An event that one state alone knows."""

    #: The event that it follows in the list; without it, it is the last.
    after: Id | None = None


class _Offered(Strict):
    """What a parent is pointed to outside of this site: its name, its address on the web, and how sure we are."""

    name: Text
    web: Web | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen
    confidence: Confidence
    publish: Publish
    note: Text | None = None
    research: list[str] = []

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Self:
        if self.publish is not Publish.OK and not self.note:
            raise ValueError("an entry marked 'caveat' or 'hold' needs a 'note' that says what is not confirmed")
        if said := unmarked(self.confidence, self.publish):
            raise ValueError(said)
        return self


class Contact(_Offered):
    """An office or an organisation that helps, as a parent would dial or write to it. Its id is its kind ("sea")."""

    role: Text
    #: What to ask them for.
    ask_for: Text
    address: list[Text] = []
    phone: list[Text] = []
    email: Email | None = None
    fax: list[Text] = []
    #: Where it takes what is sent to it on the web, such as a complaint.
    portal: Web | None = None
    #: Where the oldest part of it was seen, if that is older than two years or has no date: "a page of 2016".
    old: Text | None = None


class Form(_Offered):
    """A form that may stand in the place of a letter of this site. Its id is the letter's."""

    #: Where it is and how it is used.
    where: Text
    #: The kind of office that has it, where no address on the web was seen.
    ask: Id | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.web and not self.ask:
            raise ValueError("give 'web', the address of the form, or 'ask', the office that has it")
        return self


class Cite(Strict):
    """One citation: a code of ``codes`` and the section in it."""

    code: Text
    section: str = ""


class Pauses(Strict):
    """The calendar days that a limit leaves out because school is out, the weekends beside a break with them."""

    #: How many weekdays in a row without school make a break: 6 where the law says "more than five school days".
    breaks_from: Annotated[int, Field(gt=1)] | None = None
    #: True if the days between two school years do not count.
    summer: bool = False
    #: What starts so many calendar days or more before the last day of school has a rule of its own for the summer, and
    #: the sources seen do not show its end: then only the bounds are said.
    summer_in_doubt_from: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _leaves_something_out(self) -> Self:
        if not self.summer:
            raise ValueError("a limit that stops for breaks stops for the 'summer' too: say 'summer: true'")
        return self


class Second(Strict):
    """A second limit for the same thing: the law says that the earlier (or the later) of the two counts."""

    ends: Literal["first", "last"]
    #: The events that it is counted from, where these are not those of the clock, and words for it, to complete "90
    #: calendar days …": "after the school gets your request".
    starts: list[Id] = []
    words: str = ""
    value: Annotated[int, Field(gt=0)]
    unit: Unit

    @model_validator(mode="after")
    def _is_in_days(self) -> Self:
        if bool(self.starts) != bool(self.words):
            raise ValueError("'starts' and 'words' belong together")
        if self.unit not in (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, *SCHOOL_UNITS):
            raise ValueError("a second limit is in days")
        return self


class LateInYear(Strict):
    """Another day for what starts shortly before the end of the school year, in the place of the count.

    It holds from ``least`` to ``most`` days before the last day of school. Then the day is ``value`` calendar days after
    that last day, or after the first day of the next school year (``counted_from``); or the day that it is due ``by``, such as "06-30".
    """

    #: The event whose day is looked at, where that is not what starts the clock.
    event: Id | None = None
    #: What happened on that day, to complete "if …": "you asked for the evaluation".
    words: Text
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(gt=0)]
    unit: Unit
    value: Annotated[int, Field(gt=0)] | None = None
    counted_from: Literal["last_day", "next_first_day"] | None = None
    by: Annotated[str, StringConstraints(pattern=r"^[01]\d-[0-3]\d$")] | None = None

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.value is None) != (self.counted_from is None) or (self.value is None) == (self.by is None):
            raise ValueError("give 'value' and 'counted_from', or 'by'")
        if self.unit not in (Unit.CALENDAR_DAYS, *SCHOOL_UNITS):
            raise ValueError("it is so many calendar days or school days before the last day of school")
        return self


class Clock(Strict):
    """A time limit: which event starts it, how long it is, and which way it runs.

    ``words`` is for a limit that the law sets without a number ("without unnecessary delay").
    """

    starts: Annotated[list[Id], Field(min_length=1)]
    direction: Literal["after", "before", "look_back"] = "after"
    value: Number | None = None
    unit: Unit | None = None
    words: str | None = None
    #: ``event_day``: the rule itself counts the day of the event as day 1.
    day_one: Literal["next_day", "event_day"] = "next_day"
    #: The law says "more than": the day that is exactly so far away is not enough.
    more_than: bool = False
    #: The events that show that what was due was done.
    met_by: list[Id] = []
    #: Only of a limit in calendar days.
    pauses: Pauses | None = None
    second: Second | None = None
    late_in_year: LateInYear | None = None

    @model_validator(mode="after")
    def _refined_where_it_can_be(self) -> Self:
        if self.pauses and (self.unit is not Unit.CALENDAR_DAYS or self.day_one == "event_day" or self.more_than):
            raise ValueError("'pauses' are of a limit in calendar days that starts on the day after")
        if (self.pauses or self.second or self.late_in_year) and (self.direction != "after" or self.value is None):
            raise ValueError("'pauses', 'second' and 'late_in_year' are of a number of days after an event")
        return self

    @model_validator(mode="after")
    def _number_or_words(self) -> Self:
        if (self.value is None) != (self.unit is None):
            raise ValueError("'value' and 'unit' belong together")
        if self.value is None and not self.words:
            raise ValueError("give 'value' and 'unit', or 'words' for a limit without a number")
        if self.unit in (Unit.ITEMS, Unit.YEARS_OF_AGE):
            raise ValueError("a clock counts time: use 'amount' for items and ages")
        return self


class Amount(Strict):
    """A number that the law sets and that is not a clock: seven items, ten school days, age 16."""

    value: Number
    unit: Unit
    #: What it is, to complete "… at most": "removals in a row".
    what: Text


class NamedItem(Strict):
    """An item of a list that a letter or a calculator refers to."""

    id: Id
    text: Text


class Claim(Strict):
    """A number that somebody says is the law and that we could not confirm. It never leaves this file."""

    value: Number
    unit: Unit
    what: Text
    said_by: Text


class StatesMay(Strict):
    """If a state may change a federal time limit, by the federal text itself."""

    change: StatesChange
    #: For lawyers: the words of the federal text that decide it.
    text: Text
    #: Whom a parent asks which limit the state has: a kind of office that every state has ("sea", "parent_center").
    ask: Id | None = None
    #: In place of the sentence of ``state_limits``, where that one does not fit.
    words: Text | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen

    @model_validator(mode="after")
    def _somebody_knows(self) -> Self:
        if (self.change is StatesChange.NOTHING) != (self.ask is None):
            raise ValueError("give 'ask', the kind of office that knows, unless a state may change 'nothing'")
        return self


class Example(Strict):
    """A worked count that the tests run."""

    given: Annotated[dict[Id, Date], Field(min_length=1, max_length=1)]
    closed: list[str] = []
    expect: Date
    count: Text


class Ask(Strict):
    """Where to turn when a fact is not confirmed."""

    #: A kind of office: the state's own where it has one, or else the national one.
    contact: Id
    question: Text


class Reviewed(Strict):
    """That a lawyer or an office compared the entry with the law and said yes: ``make fact-check`` asks for it."""

    #: As they want to be named: "Jane Doe, attorney, Jackson".
    by: Text
    on: Date


class _Said(Strict):
    """What a rule may say, and what a state may say in its place or beside it."""

    #: What is due, where the title names the rule and not the act: "The IEP must be reviewed". It stands over the date.
    due_title: Text | None = None
    who: Who | None = None
    clock: Clock | None = None
    amount: Amount | None = None
    #: For tables of all states. Written in quotes: YAML takes a bare yes for something else.
    answer: Answer | None = None
    #: What the rule lists. What a letter or a calculator refers to has an id.
    items: list[Text | NamedItem] = []
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
    #: What letters and lists say of the rule, by name. In a text ``{cite}`` is the rule's citation, ``{sea}`` the short
    #: name of the state agency. What a state says stands in the place of the federal words of the same name.
    words: dict[Id, SaidWords] = {}
    examples: list[Example] = []
    claimed: list[Claim] = []
    #: Entries of the research file that this entry carries.
    research: list[str] = []
    #: A review holds for the words that were reviewed: a state's change has its own, or none.
    reviewed: Reviewed | None = None

    @model_validator(mode="after")
    def _review_is_of_these_words(self) -> Self:
        checked: datetime.date | None = getattr(self, "checked", None)
        if self.reviewed and checked and self.reviewed.on < checked:
            raise ValueError(
                f"it was checked again on {checked}, after the review of {self.reviewed.on}: take 'reviewed' out, or have it reviewed again"
            )
        return self

    @model_validator(mode="after")
    def _each_item_has_its_own_id(self) -> Self:
        ids = [item.id for item in self.items if isinstance(item, NamedItem)]
        if len(ids) != len(set(ids)):
            raise ValueError("two of the 'items' have the same id")
        return self


class ChangedRule(_Said):
    """What one state changes in a federal rule.

    ``same``: the federal rule holds; ``cite`` and ``sources`` are added to the federal ones.
    ``overrides``: every field given here stands in place of the federal one.
    """

    relation: Literal["same", "overrides"]
    #: Other federal rules that do not hold in this state because of this one.
    replaces: list[Id] = []
    title: Text | None = None
    rule: Text | None = None
    #: A sentence about this state that follows the rule (``same`` only).
    also: Text | None = None
    sources: list[Id] = []
    checked: Seen | None = None
    confidence: Confidence | None = None
    publish: Publish | None = None


class _Entry(_Said):
    """A whole rule: what is federal law, or what a state adds."""

    topic: Topic
    kind: Literal["law", "practice"]
    title: Text
    #: What is due, as a parent names it in a letter: "the decision on my state complaint".
    noun: Text | None = None
    rule: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen
    in_force: str | None = None
    confidence: Confidence
    publish: Publish
    #: The rule with which one request is one thing to wait for, though two laws set a limit for it.
    together_with: Id | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.kind == "law" and not self.cite and self.publish is Publish.OK:
            raise ValueError("a law entry that is published needs a 'cite'")
        if self.clock and self.who is None:
            raise ValueError("an entry with a clock needs 'who' must act")
        return self


class FederalRule(_Entry):
    """One fact of the federal law (or one piece of good practice, which is marked as such)."""

    #: What a state may do to the clock. A state's own entry, which says what it did, takes it away.
    states_may: StatesMay | None = None

    @model_validator(mode="after")
    def _says_what_states_may(self) -> Self:
        if (self.clock is not None and self.kind == "law") != (self.states_may is not None):
            raise ValueError(
                "a federal clock says in 'states_may' what a state may change, or 'nothing'; no other entry does"
            )
        return self


class AddedRule(_Entry):
    """What one state has beside the federal rules, or in the place of some. Its id is its role in any state."""

    #: The federal rules in whose place it stands.
    replaces: list[Id] = []
    #: The rule that it follows in lists; without it, it stands where what it replaces stood, or ends its topic.
    after: Id | None = None
    #: The id under which it was published before: links and calendars still name it.
    was: Id | None = None


class Rule(_Entry):
    """A rule as it holds in one state: the federal rule with the state's changes, or what the state adds."""

    jurisdiction: str
    relation: Literal["baseline", "adds"]
    replaces: list[Id] = []
    was: Id | None = None
    states_may: StatesMay | None = None


class CoreFact(Strict):
    """What is looked for in every state: the rule that says it, or the kind of office."""

    title: Text
    rule: Id | None = None
    contact: Id | None = None

    @model_validator(mode="after")
    def _is_a_rule_or_an_office(self) -> Self:
        if (self.rule is None) == (self.contact is None):
            raise ValueError("give 'rule', its role in any state, or 'contact', the kind of office")
        return self


class NotFound(Strict):
    """A core fact that was looked for in a state's law and not found: parents are told so, and whom to ask."""

    #: Where and with which words it was looked for.
    tried: Annotated[list[Text], Field(min_length=1)]
    checked: Seen
    #: The kind of office to ask.
    ask: Id = "sea"


class FederalLaw(Strict):
    """The file of the federal law and of what all states share."""

    checked: Seen
    #: What is said where no state is named.
    jurisdiction: Jurisdiction
    codes: dict[str, Code]
    sources: dict[Id, Source]
    events: dict[Id, Event]
    contacts: dict[Id, Contact]
    forms: dict[Id, Form]
    #: For each change that a state may make, what is said where the law of the state was not read.
    state_limits: dict[StatesChange, Text]
    #: What is looked for in every state.
    core_facts: dict[Id, CoreFact]
    #: What is said with a federal rule where the state's own was looked for and not found.
    not_found: Text
    rules: dict[Id, FederalRule]

    @model_validator(mode="after")
    def _each_limit_is_said(self) -> Self:
        if {*self.state_limits, StatesChange.NOTHING} != {*StatesChange}:
            raise ValueError(
                f"'state_limits' says one sentence for each of {', '.join(StatesChange)}, but not 'nothing'"
            )
        return self


class StateLaw(Jurisdiction):
    """The file of one state: what it changes in the federal law, what it adds, its offices and forms."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    #: The state's own bodies of law; those of the federal law are known everywhere.
    codes: dict[str, Code] = {}
    sources: dict[Id, Source] = {}
    events: dict[Id, StateEvent] = {}
    contacts: dict[Id, Contact] = {}
    forms: dict[Id, Form] = {}
    #: By the id of the federal rule.
    changes: dict[Id, ChangedRule] = {}
    adds: dict[Id, AddedRule] = {}
    #: The core facts that were looked for and not found.
    not_found: dict[Id, NotFound] = {}
    #: What the state calls what the glossary explains, by the glossary's id: "ARD committee".
    terms: dict[Id, Text] = {}

    @model_validator(mode="after")
    def _is_a_state(self) -> Self:
        if self.code == "US":
            raise ValueError("US is the federal law, which has its own file")
        return self


@dataclass(frozen=True, eq=False)
class Law:
    """The whole law: the federal file and the file of each state, by its code. It never changes once it is made."""

    federal: FederalLaw
    states: dict[str, StateLaw]

    @property
    def jurisdictions(self) -> dict[str, Jurisdiction]:
        """Every jurisdiction by its code: US first."""
        return {"US": self.federal.jurisdiction, **self.states}

    def offices(self, code: str) -> dict[str, Contact]:
        """The offices that a jurisdiction has itself, by kind."""
        return self.states[code].contacts if code in self.states else self.federal.contacts

    def forms(self, code: str) -> dict[str, Form]:
        """The forms that a jurisdiction has itself, by the letter."""
        return self.states[code].forms if code in self.states else self.federal.forms

    def sources(self, code: str) -> dict[str, Source]:
        """Every source that the rules of a jurisdiction may name."""
        return {**self.federal.sources, **(self.states[code].sources if code in self.states else {})}

    def codes(self, code: str) -> dict[str, Code]:
        """Every code that the rules of a jurisdiction may cite."""
        return {**self.federal.codes, **(self.states[code].codes if code in self.states else {})}

    def events(self, code: str) -> dict[str, Event]:
        """Every event that a jurisdiction knows, in the order of lists."""
        events: dict[str, Event] = dict(self.federal.events)
        for event_id, event in self.states[code].events.items() if code in self.states else ():
            order = list(events)
            place = order.index(event.after) + 1 if event.after else len(order)
            order.insert(place, event_id)
            events = {key: events.get(key, event) for key in order}
        return events
