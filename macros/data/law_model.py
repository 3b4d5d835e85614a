"""The schema of the law files, with an error sentence for each invalid entry.

``calculators/law.yml`` is the federal law and everything shared; ``calculators/law/<state>.yml`` is one state. The model
is strict: an unknown field is an error, so that a typo in the law fails the build instead of vanishing.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from calculators.law import FEDERAL_SET
from macros.data.no_source import refuse
from macros.data.strict import Id, Strict, Text


def _is_not_to_come(day: datetime.date) -> datetime.date:
    """Not in the future; one day of tolerance for time zones ahead of this machine's."""
    if day > datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise ValueError(f"{day} is still to come, so nothing was read on it")
    return day


Date = datetime.date
#: The day on which something was read or confirmed.
Seen = Annotated[Date, AfterValidator(_is_not_to_come)]
#: A web address for links; other schemes, such as javascript:, are refused.
Web = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^\s@<>\"?&]+@[^\s@<>\"?&]+$")]
#: A number to count with: no law sets more than this, so more is a typing error.
Number = Annotated[int, Field(gt=0, le=1000)]


def _has_known_placeholders(text: str) -> str:
    try:
        text.format(cite="", federal="", sea="", within="", who="")
    except (KeyError, IndexError, ValueError):
        raise ValueError("only {cite}, {federal}, {sea}, {within} and {who} may stand in braces here") from None
    return text


SaidWords = Annotated[Text, AfterValidator(_has_known_placeholders)]


class Unit(StrEnum):
    """What a number counts. All except ages and items can be a clock."""

    CALENDAR_DAYS = "calendar_days"
    SCHOOL_DAYS = "school_days"
    #: School days under another name; the state's ``day_definitions`` say what its rules mean by it.
    INSTRUCTIONAL_DAYS = "instructional_days"
    SCHOOL_WORKING_DAYS = "school_working_days"
    BUSINESS_DAYS = "business_days"
    #: Monday to Friday, public holidays included: business days in a rule under which holidays count.
    WEEKDAYS = "weekdays"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    YEARS_OF_AGE = "years_of_age"
    ITEMS = "items"


#: Days on which school is open, under the names states use.
SCHOOL_UNITS = (Unit.SCHOOL_DAYS, Unit.INSTRUCTIONAL_DAYS, Unit.SCHOOL_WORKING_DAYS)


class Confidence(StrEnum):
    """How sure we are, from what was seen."""

    VERIFIED_PRIMARY = "verified-primary"
    VERIFIED_SECONDARY = "verified-secondary"
    ARTICLES_ONLY = "articles-only"
    CONFLICTING = "conflicting"
    UNVERIFIED = "unverified"


class Publish(StrEnum):
    """``ok`` without a mark; ``caveat`` marked as reported, not confirmed; ``hold`` no number at all."""

    OK = "ok"
    CAVEAT = "caveat"
    HOLD = "hold"


def unmarked(confidence: Confidence, publish: Publish) -> str:
    """The error if an unconfirmed fact would be shown as confirmed; empty otherwise."""
    if publish is Publish.OK and confidence in (Confidence.UNVERIFIED, Confidence.CONFLICTING):
        return f"'{confidence}' cannot be 'publish: ok': say 'caveat' with a 'note', or 'hold'"
    return ""


class Answer(StrEnum):
    """The answer to a question without a number, or the number of hearing steps."""

    YES = "yes"
    NO = "no"
    #: The hearing is held by the state; its decision goes to court.
    ONE_STEP = "one step"
    #: The state agency hears an appeal before court.
    TWO_STEPS = "two steps"


class Topic(StrEnum):
    """The guide page to which a rule belongs."""

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
    """Who must act. Limits on ``parent`` and ``either_party`` are counted to the earlier, safe day."""

    PARENT = "parent"
    LEA = "lea"
    SEA = "sea"
    HEARING_OFFICER = "hearing_officer"
    EARLY_INTERVENTION = "early_intervention"
    EITHER_PARTY = "either_party"
    COURT = "court"


class StatesChange(StrEnum):
    """How a state may change a federal limit.

    ``number``: set one where federal law has only words.
    """

    SHORTEN = "shorten"
    LENGTHEN = "lengthen"
    BOTH = "both"
    NUMBER = "number"
    NOTHING = "nothing"


class Code(Strict):
    """A body of law or guidance, with the URL of its official text."""

    title: Text
    sign: str = "§"
    #: ``{number}`` is the section without its paragraphs: 300.152 of 300.152(a).
    url: Web | None = None
    #: True if ``url`` is the publisher of the law itself.
    official: bool = True
    #: What it is. A complaint names ``law`` (statutes, rules, decisions) as the law, and ``guidance`` as guidance. It names
    #: no ``pages``: what an agency says of the law in pages, forms and booklets.
    kind: Literal["law", "guidance", "pages"] = "law"


class Source(Strict):
    """A document read during research."""

    title: Text
    url: Web | None = None
    kind: Literal["official", "official-guidance", "mirror-of-legal-text", "secondary", "articles-publisher"]
    #: The version read, in words ("current through 2025-01-14").
    version: Text
    checked: Seen

    @model_validator(mode="after")
    def _is_a_source(self) -> Self:
        refuse(self.url or "")
        return self


class Jurisdiction(Strict):
    """Names of a state and its offices; for federal law, the wording without a state."""

    name: Text
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z-]+$")]
    #: Short and full name of the SEA, as used in a sentence.
    sea: Text
    sea_full: Text


class Holiday(Strict):
    """A holiday of every year: a day or a weekday of a month, days from Easter Sunday, or a day of the Jewish calendar."""

    name: Text
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] | None = None
    #: Which such weekday of the month; -1 is the last one.
    week: Literal[1, 2, 3, 4, -1] | None = None
    #: Days from that weekday: election day is the day after the first Monday in November.
    plus: Annotated[int, Field(ge=-6, le=6)] = 0
    #: Days from Easter Sunday: -2 is Good Friday.
    easter: int | None = None
    #: Its name in the calendar library's list for Israel.
    jewish: Literal["Rosh Hashanah", "Yom Kippur"] | None = None
    #: The years in which it is kept; "inauguration" is every fourth year: 2025, 2029.
    years: Literal["all", "even", "inauguration"] = "all"
    #: Days from a Saturday or Sunday on which it falls to the day on which it is kept; 0 if it does not move.
    saturday: Annotated[int, Field(ge=-2, le=2)] = 0
    sunday: Annotated[int, Field(ge=-2, le=2)] = 0
    #: Why it is only possible that the day is a holiday here, and who has it; None if the law read says that it is.
    doubt: Text | None = None

    @model_validator(mode="after")
    def _is_one_day(self) -> Self:
        by_day = self.month is not None and self.day is not None
        by_weekday = self.month is not None and self.weekday is not None and self.week is not None
        if [by_day, by_weekday, self.easter is not None, self.jewish is not None].count(True) != 1:
            raise ValueError("say 'month' and 'day', or 'month', 'weekday' and 'week', or 'easter', or 'jewish'")
        return self


class Change(Strict):
    """How an event changes a clock started by another event."""

    rule: Id
    #: ``no_date``: the limit is suspended; ``not_needed``: the step is dropped; ``note``: a remark only.
    effect: Literal["no_date", "not_needed", "note"]
    words: Text
    #: Events that end the wait of ``no_date`` without a new first day, and what is said then: how long it was is not counted.
    ended_by: list[Id] = []
    ended: Text | None = None

    @model_validator(mode="after")
    def _end_is_said(self) -> Self:
        if bool(self.ended_by) != bool(self.ended) or (self.ended and self.effect != "no_date"):
            raise ValueError("'ended_by' and 'ended' belong together, and to 'no_date'")
        return self


class Event(Strict):
    """Something that happens on a date and starts clocks."""

    title: Text
    #: The label of its date field: "When did the state get your complaint?"
    question: Text
    help: str | None = None
    #: The rule whose due date is used while this event's date is unknown.
    projected_by: Id | None = None
    #: The event that this one replaces: it starts the other's clocks.
    stands_for: Id | None = None
    #: How it changes running clocks.
    changes: list[Change] = []
    #: Events that cannot be later than this one.
    follows: list[Id] = []
    #: Events that, on the same day, are the occasion of this one and no answer to it: a meeting at which a parent asks for a
    #: meeting is not the one that she asked for.
    came_with: list[Id] = []
    #: Whether it can occur more than once in a case.
    repeats: bool = False
    #: Whether it is normally planned: a day without a year is then not taken to be the most recent one.
    ahead: bool = False
    #: The group in which the deadline tool lists it.
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
    """An event that exists in one state only."""

    #: The event after which it is listed; last if empty.
    after: Id | None = None


class _Offered(Strict):
    """Something outside this site that parents are referred to: name, address, confidence."""

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
    """An office or organisation that helps. Its id is its kind ("sea")."""

    role: Text
    #: What to ask for there.
    ask_for: Text
    address: list[Text] = []
    phone: list[Text] = []
    email: Email | None = None
    fax: list[Text] = []
    #: Others who must get the same papers: the name of each on the first line, and where to send them.
    also_to: list[Text] = []
    #: True if the state agency has its copy with these: the office is a part of it, or its desk is in ``also_to``.
    reaches_agency: bool = False
    #: The ways in which it is said to take no due process complaint.
    not_by: list[Literal["hand", "mail", "email", "fax", "portal"]] = []
    #: Where documents, such as a complaint, can be submitted online.
    portal: Web | None = None
    #: The date of its oldest part, if older than two years or undated: "a page of 2016".
    old: Text | None = None


class Form(_Offered):
    """An official form that may replace a letter of this site.

    Its id is the letter's.
    """

    #: Where to get it and how to use it.
    where: Text
    #: The kind of office that has it, if no web address was found.
    ask: Id | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.web and not self.ask:
            raise ValueError("give 'web', the address of the form, or 'ask', the office that has it")
        return self


class Cite(Strict):
    """One citation: a code in ``codes``, and a section."""

    code: Text
    section: str = ""


class LegalHolidays(Strict):
    """A state's own list of legal holidays, as read. Federal holidays may be left out of it."""

    cite: Annotated[list[Cite], Field(min_length=1)]
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen
    #: What was read, and what was not.
    evidence: Text
    #: True if offices may close on the federal ``days_by_order`` too.
    closed_by_order: bool = False
    days: list[Holiday]


class Pauses(Strict):
    """Calendar days excluded from a limit because school is out, adjoining weekends included."""

    #: Consecutive weekdays without school that make a break: 6 where the law says "more than five school days".
    breaks_from: Annotated[int, Field(gt=1)] | None = None
    #: True if the days between two school years do not count.
    summer: bool = False
    #: True if shorter closures do not count either, and the rule does not say with which weekends: then there is a range.
    days_in_doubt: bool = False
    #: For a start at least this many calendar days before the last day of school, a separate summer rule applies whose end the
    #: sources do not show: then only a range is given.
    summer_in_doubt_from: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _leaves_something_out(self) -> Self:
        if not self.summer:
            raise ValueError("a limit that stops for breaks stops for the 'summer' too: say 'summer: true'")
        return self


class Second(Strict):
    """A second limit on the same step, of which the earlier (or the later) applies."""

    ends: Literal["first", "last"]
    #: The events that start it, if different from the clock's, and words for them that complete "90 calendar days …":
    #: "after the school gets your request".
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


class MayBe(Strict):
    """Another length that may hold in place of a limit's: for a case that is not known here, or as another source has it."""

    value: Annotated[int, Field(gt=0)]
    unit: Unit
    #: When it holds, or who says so, completing "Another limit may hold: 3 years, …".
    words: Text
    #: The same of the limit itself. A shorter one that a parent must keep is counted in its place; then this one may hold.
    own: Text | None = None


class LateInYear(Strict):
    """A different due date for what starts shortly before the end of the school year.

    Applies from ``least`` to ``most`` days before the last day of school. The due date is then ``value`` calendar days after
    that day or after the first day of the next school year (``counted_from``); or it is the fixed day ``by``, such as "06-30".
    """

    #: The event whose day decides, if different from the clock's.
    event: Id | None = None
    #: What happened on that day, completing "if …": "you asked for the evaluation".
    words: Text
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(gt=0)]
    unit: Unit
    value: Annotated[int, Field(gt=0)] | None = None
    counted_from: Literal["last_day", "next_first_day"] | None = None
    by: Annotated[str, StringConstraints(pattern=r"^[01]\d-[0-3]\d$")] | None = None
    #: In place of a day, where the sources do not show one: a sentence that says so. Then there is no date.
    instead: Text | None = None
    #: A sentence on the next step, where it has a time of its own then: its usual days are not added.
    then: Text | None = None

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        said = [one for one in (self.value, self.by, self.instead) if one is not None]
        if (self.value is None) != (self.counted_from is None) or len(said) != 1:
            raise ValueError("give 'value' and 'counted_from', or 'by', or 'instead'")
        if self.unit not in (Unit.CALENDAR_DAYS, *SCHOOL_UNITS):
            raise ValueError("it is so many calendar days or school days before the last day of school")
        return self


class Clock(Strict):
    """A time limit: the events that start it, its length and direction.

    ``words`` is for a limit without a number ("without unnecessary delay").
    """

    starts: Annotated[list[Id], Field(min_length=1)]
    direction: Literal["after", "before", "look_back"] = "after"
    value: Number | None = None
    unit: Unit | None = None
    words: str | None = None
    #: ``event_day``: the rule counts the day of the event as day 1.
    day_one: Literal["next_day", "event_day"] = "next_day"
    #: The law says "more than": exactly this far away is not enough.
    more_than: bool = False
    #: The events that show the step was done.
    met_by: list[Id] = []
    #: Events that may show that the step was done, but not on which day: they can prove it met, never late. One that is in
    #: ``met_by`` too happens for other reasons as well: in time it may be the step, and too late it shows that none was.
    shown_by: list[Id] = []
    #: Events that show for which day the step was set, though it did not take place: in time, nobody is late, and after the
    #: end they say nothing.
    shown_in_time_by: list[Id] = []
    #: True if ``met_by`` itself decides: one after the end is late, whatever a later step may show.
    met_by_decides: bool = False
    #: Steps on the way, after which this one may have been done on any day: one in time, and nobody is called late without
    #: asking; one after the end shows that the limit was missed.
    left_open_by: list[Id] = []
    #: True if the end of the time shows no missed duty: a period, one of two ways to act, or days that cannot all be counted.
    never_late: bool = False
    #: Days after the end for which nobody is called late: the rule leaves out days that are not counted here.
    doubtful_days: Number | None = None
    #: Another length that may hold: nobody is called late before that is over too.
    may_be: MayBe | None = None
    #: Planned or past events before which the step must come, if that is sooner.
    comes_before: list[Id] = []
    #: True if the rule moves a last day on a weekend or public holiday to the next day that is none.
    to_working_day: bool = False
    #: For limits in calendar days only.
    pauses: Pauses | None = None
    second: Second | None = None
    late_in_year: LateInYear | None = None

    @property
    def events(self) -> tuple[str, ...]:
        """The events that start the limit or show that it was met."""
        return (*self.starts, *self.met_by, *self.shown_by, *self.shown_in_time_by, *self.left_open_by)

    @model_validator(mode="after")
    def _refined_where_it_can_be(self) -> Self:
        if self.pauses and (self.unit is not Unit.CALENDAR_DAYS or self.day_one == "event_day" or self.more_than):
            raise ValueError("'pauses' are of a limit in calendar days that starts on the day after")
        if (self.pauses or self.second or self.late_in_year) and (self.direction != "after" or self.value is None):
            raise ValueError("'pauses', 'second' and 'late_in_year' are of a number of days after an event")
        if self.may_be and (self.value is None or self.direction == "look_back"):
            raise ValueError("'may_be' is another number in the place of the one in 'value'")
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
    """A number in the law that is not a time limit: seven items, age 16."""

    value: Number
    unit: Unit
    #: What it measures, completing "… at most": "removals in a row".
    what: Text


class NamedItem(Strict):
    """A list item or exception that letters, calculators or a state's file refer to."""

    id: Id
    text: Text


class Claim(Strict):
    """A number claimed elsewhere that could not be confirmed. It is never published."""

    value: Number
    unit: Unit
    what: Text
    said_by: Text


class StatesMay(Strict):
    """Whether a state may change a federal limit, according to the federal text."""

    change: StatesChange
    #: For lawyers: the deciding words of the federal text.
    text: Text
    #: The kind of office to ask for the state's limit; every state must have one ("sea", "parent_center").
    ask: Id | None = None
    #: Replaces the standard sentence in ``state_limits``.
    words: Text | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen

    @model_validator(mode="after")
    def _somebody_knows(self) -> Self:
        if (self.change is StatesChange.NOTHING) != (self.ask is None):
            raise ValueError("give 'ask', the kind of office that knows, unless a state may change 'nothing'")
        return self


class Example(Strict):
    """A worked count, run as a test."""

    given: Annotated[dict[Id, Date], Field(min_length=1, max_length=1)]
    closed: list[str] = []
    expect: Date
    count: Text


class Ask(Strict):
    """Whom to contact when a fact is not confirmed."""

    #: A kind of office: the state's own, or else the national one.
    contact: Id
    question: Text


class Reviewed(Strict):
    """A lawyer's or office's confirmation of the entry, as collected by ``make fact-check``."""

    #: The name as they want it shown: "Jane Doe, attorney, Jackson".
    by: Text
    on: Date


class _Said(Strict):
    """Fields of a rule that a state may replace or add."""

    #: The heading over the due date, where the title names the rule, not the act: "The IEP must be reviewed".
    due_title: Text | None = None
    #: What is due, as a singular named in a letter: "the decision on my state complaint".
    noun: Text | None = None
    who: Who | None = None
    #: The kind of state office that is written to if it is late, where that is not the agency itself.
    office: Literal["complaint_office", "due_process_office"] | None = None
    clock: Clock | None = None
    amount: Amount | None = None
    #: For tables of all states. Quote it: YAML reads a bare yes as a boolean.
    answer: Answer | None = None
    #: The list in the rule. Items that letters or calculators refer to have ids.
    items: list[Text | NamedItem] = []
    #: Those of a state stand before the federal ones. A federal one has an id if some state's file leaves it out.
    exceptions: list[Text | NamedItem] = []
    cite: list[Cite] = []
    #: Exceptions and partial sources: shown with the rule, but not named in letters.
    see_also: list[Cite] = []
    #: For readers: what is not confirmed. Required for ``caveat`` and ``hold``.
    note: Text | None = None
    #: For lawyers: what the sources did not show.
    evidence: Text | None = None
    ask: Ask | None = None
    if_missed: Text | None = None
    #: Wording for letters, guides and lists, by name; ``{cite}`` is the rule's citation, ``{federal}`` that of
    #: the federal rule alone, ``{sea}`` the short name of the agency, ``{within}`` its time limit, ``{who}`` the one who speaks of it (I, you).
    #: A state's wording replaces the federal one of the same name.
    words: dict[Id, SaidWords] = {}
    examples: list[Example] = []
    claimed: list[Claim] = []
    #: Entries of the research file covered by this one.
    research: list[str] = []
    #: A review applies to the reviewed words only: a state's change needs its own.
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
        for name, listed in (("items", self.items), ("exceptions", self.exceptions)):
            ids = [item.id for item in listed if isinstance(item, NamedItem)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"two of the '{name}' have the same id")
        return self


class ChangedRule(_Said):
    """A state's change to a federal rule.

    ``same``: the federal rule holds; ``cite`` and ``sources`` are added to its own.
    ``overrides``: every field given here replaces the federal one. With both, ``exceptions`` stand beside the federal ones.
    """

    relation: Literal["same", "overrides"]
    #: Other federal rules that this one displaces in this state.
    replaces: list[Id] = []
    #: Federal rules whose step must be done within this limit too, so their days are not added after its end.
    contains: list[Id] = []
    #: Federal exceptions, by id, that do not hold here or that the state's own say in other words.
    without: list[Id] = []
    title: Text | None = None
    #: What is due, as named in a letter, where ``due_title`` says more or other than the federal one.
    noun: Text | None = None
    rule: Text | None = None
    #: A sentence about this state, appended to the rule (``same`` only).
    also: Text | None = None
    sources: list[Id] = []
    checked: Seen | None = None
    confidence: Confidence | None = None
    publish: Publish | None = None
    #: The event that comes by this rule's day at the latest, in this state in the place of the event's own rule.
    projects: Id | None = None


class _Entry(_Said):
    """A complete rule: federal law, or a state's addition."""

    topic: Topic
    kind: Literal["law", "practice"]
    title: Text
    rule: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    checked: Seen
    in_force: str | None = None
    confidence: Confidence
    publish: Publish
    #: The rule with which it forms one step to wait for, though two laws limit it.
    together_with: Id | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.kind == "law" and not self.cite and self.publish is Publish.OK:
            raise ValueError("a law entry that is published needs a 'cite'")
        if self.clock and self.who is None:
            raise ValueError("an entry with a clock needs 'who' must act")
        return self


class FederalRule(_Entry):
    """One federal rule, or one piece of good practice (marked as such)."""

    #: What a state may do to the clock; dropped where a state's own entry says what it did.
    states_may: StatesMay | None = None
    #: Exceptions that say what some states have; dropped where a state gives its own 'rule'.
    in_some_states: list[Text] = []

    @model_validator(mode="after")
    def _says_what_states_may(self) -> Self:
        if (self.clock is not None and self.kind == "law") != (self.states_may is not None):
            raise ValueError(
                "a federal clock says in 'states_may' what a state may change, or 'nothing'; no other entry does"
            )
        return self


class AddedRule(_Entry):
    """A state's own rule, besides or instead of federal ones.

    Its id is its role in every state.
    """

    #: The federal rules that it replaces.
    replaces: list[Id] = []
    #: The rule after which it is listed; by default where the replaced rule was, or last in its topic.
    after: Id | None = None
    #: The event that comes by this rule's day at the latest, in this state in the place of the event's own rule.
    projects: Id | None = None
    #: Its earlier published id: links and calendars still use it.
    was: Id | None = None


class Rule(_Entry):
    """A rule as it holds in one state, changes applied."""

    jurisdiction: str
    relation: Literal["baseline", "adds"]
    replaces: list[Id] = []
    contains: list[Id] = []
    was: Id | None = None
    states_may: StatesMay | None = None


class CoreFact(Strict):
    """A fact looked for in every state: a rule, or a kind of office."""

    title: Text
    rule: Id | None = None
    #: A rule of single states beside that one, which gives the number.
    number_in: Id | None = None
    contact: Id | None = None

    @model_validator(mode="after")
    def _is_a_rule_or_an_office(self) -> Self:
        if (self.rule is None) == (self.contact is None):
            raise ValueError("give 'rule', its role in any state, or 'contact', the kind of office")
        return self


class NotFound(Strict):
    """A core fact searched for and not found, with whom to ask."""

    #: Where, and with which search terms.
    tried: Annotated[list[Text], Field(min_length=1)]
    checked: Seen
    #: The kind of office to ask.
    ask: Id = "sea"
    #: Whom else to ask, or what else to try: shown after the office.
    advice: Text | None = None


class FederalLaw(Strict):
    """The file of federal law and everything shared."""

    checked: Seen
    #: The wording used without a state.
    jurisdiction: Jurisdiction
    codes: dict[str, Code]
    sources: dict[Id, Source]
    events: dict[Id, Event]
    contacts: dict[Id, Contact]
    forms: dict[Id, Form]
    #: For each kind of state change, the sentence shown where the state's law was not read.
    state_limits: dict[StatesChange, Text]
    #: What is looked for in every state.
    core_facts: dict[Id, CoreFact]
    #: Shown with a federal rule where the state's own was searched for and not found.
    not_found: Text
    #: Shown with a federal limit that another limit of the state contains.
    inside_another: Text
    #: Days that are a holiday in some states, and so may be one where the state's own list was not read.
    days_in_doubt: list[Holiday]
    #: Days on which offices close only by order of the governor, in the states that say so (``closed_by_order``).
    days_by_order: list[Holiday]
    rules: dict[Id, FederalRule]

    @model_validator(mode="after")
    def _each_limit_is_said(self) -> Self:
        if {*self.state_limits, StatesChange.NOTHING} != {*StatesChange}:
            raise ValueError(
                f"'state_limits' says one sentence for each of {', '.join(StatesChange)}, but not 'nothing'"
            )
        if not all(holiday.doubt for holiday in (*self.days_in_doubt, *self.days_by_order)):
            raise ValueError("each of 'days_in_doubt' and 'days_by_order' says in 'doubt' why it may be a holiday")
        return self


class StateLaw(Jurisdiction):
    """The file of one state: its changes, additions, offices and forms."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    #: The state's own codes; the federal ones are known everywhere.
    codes: dict[str, Code] = {}
    sources: dict[Id, Source] = {}
    #: None where the state's list was not read: then the federal ``days_in_doubt`` are possible days.
    legal_holidays: LegalHolidays | None = None
    events: dict[Id, StateEvent] = {}
    contacts: dict[Id, Contact] = {}
    forms: dict[Id, Form] = {}
    #: Keyed by the federal rule's id.
    changes: dict[Id, ChangedRule] = {}
    adds: dict[Id, AddedRule] = {}
    #: Core facts that were searched for and not found.
    not_found: dict[Id, NotFound] = {}
    #: The state's names for glossary terms, by glossary id: "ARD committee".
    terms: dict[Id, Text] = {}

    @model_validator(mode="after")
    def _is_a_state(self) -> Self:
        if self.code == FEDERAL_SET:
            raise ValueError("US is the federal law, which has its own file")
        return self


@dataclass(frozen=True, eq=False)
class Law:
    """The whole law: the federal file and each state's file by code. Immutable once loaded."""

    federal: FederalLaw
    states: dict[str, StateLaw]

    @property
    def jurisdictions(self) -> dict[str, Jurisdiction]:
        """Every jurisdiction by code, US first."""
        return {FEDERAL_SET: self.federal.jurisdiction, **self.states}

    def offices(self, code: str) -> dict[str, Contact]:
        """A jurisdiction's own offices, by kind."""
        return self.states[code].contacts if code in self.states else self.federal.contacts

    def forms(self, code: str) -> dict[str, Form]:
        """A jurisdiction's own forms, by letter."""
        return self.states[code].forms if code in self.states else self.federal.forms

    def sources(self, code: str) -> dict[str, Source]:
        """Every source that a jurisdiction's rules may name."""
        return {**self.federal.sources, **(self.states[code].sources if code in self.states else {})}

    def codes(self, code: str) -> dict[str, Code]:
        """Every code that a jurisdiction's rules may cite."""
        return {**self.federal.codes, **(self.states[code].codes if code in self.states else {})}

    def entries(self, code: str) -> dict[str, ChangedRule | AddedRule]:
        """A state's own entries, by the id of the rule; none without a state."""
        state = self.states.get(code)
        return {**state.changes, **state.adds} if state else {}

    def events(self, code: str) -> dict[str, Event]:
        """Every event known in a jurisdiction, in list order."""
        events: dict[str, Event] = dict(self.federal.events)
        for event_id, event in self.states[code].events.items() if code in self.states else ():
            order = list(events)
            place = order.index(event.after) + 1 if event.after else len(order)
            order.insert(place, event_id)
            events = {key: events.get(key, event) for key in order}
        for rule_id, rule in self.entries(code).items():
            if rule.projects:
                events[rule.projects] = events[rule.projects].model_copy(update={"projected_by": rule_id})
        return events
