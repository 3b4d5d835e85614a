"""The law of one state, as calculators and pages read it.

The build makes it from ``calculators/law.yml`` and ``calculators/law/<state>.yml``: one file per state, the federal
baseline with the state's changes applied. Numbers on hold are not in it at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from calculators.words import names_number, quantity

DATA = Path(__file__).with_name("data")
#: The code of the federal set, which stands for every place without law of its own.
FEDERAL_SET = "US"
NOT_BUILT = "The law data is not built yet. Run 'make data' in the project's folder, then try again."
#: Offices that belong to the state agency unless the state names a separate one.
OF_THE_AGENCY = ("complaint_office", "due_process_office", "mediation_office")
#: Units that count days on which school is open, under the names states use; closures move all of them.
SCHOOL_DAYS = ("school_days", "instructional_days", "school_working_days")


class LawMissing(Exception):
    """A state's law is not available; the message says what to do."""


class OnHold(Exception):
    """The number of a fact on hold was requested."""


@dataclass(frozen=True)
class Citation:
    """A citation as printed, with the address of the official text where there is one."""

    text: str
    url: str | None
    #: "law", "guidance", or "pages": what an agency says of the law in pages, forms and booklets.
    kind: str = "law"


@dataclass(frozen=True)
class Source:
    """A document that was read: what it is, which version, and when."""

    title: str
    url: str | None
    kind: str
    version: str
    checked: date


@dataclass(frozen=True)
class Pauses:
    """Calendar days excluded from a limit because school is out.

    ``breaks_from``: how many consecutive weekdays without school make a break; None if only the ``summer`` is excluded.
    ``summer_in_doubt_from``: for a start at least this many calendar days before the last day of school, a separate summer
    rule applies whose text we did not see in full.
    """

    breaks_from: int | None = None
    summer: bool = False
    summer_in_doubt_from: int | None = None
    #: True if shorter closures do not count either, and the rule does not say with which weekends: then there is a range.
    days_in_doubt: bool = False


@dataclass(frozen=True)
class Second:
    """A second limit on the same step.

    ``ends``: whether the "first" or the "last" of the two to end applies.
    ``starts``: the events that start it, and ``words`` for them ("after the school gets your request"); both empty if
    both limits start on the same day.
    """

    ends: str
    value: int
    unit: str
    starts: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class MayBe:
    """Another length that may hold in place of a limit's: for a case that is not known here, or as another source has it.

    ``words`` say when or by whom ("if the change is a removal for discipline").
    """

    value: int
    unit: str
    words: str


@dataclass(frozen=True)
class LateInYear:
    """A different due date for what starts shortly before the school year ends.

    Applies from ``least`` to ``most`` days (``unit``) before the last day of school. ``event``: whose day decides, if not the
    one that starts the clock; ``words``: what happened then ("you asked for the evaluation"). The due date is ``value``
    calendar days after ``counted_from`` (last_day or next_first_day), or the ``day`` of the ``month``; ``instead`` says that the
    day was not seen. ``then``: a sentence on the next step, whose usual days are not added.
    """

    words: str
    most: int
    unit: str
    event: str | None = None
    least: int = 0
    value: int | None = None
    counted_from: str | None = None
    month: int | None = None
    day: int | None = None
    instead: str | None = None
    then: str | None = None


@dataclass(frozen=True)
class Clock:
    """A time limit.

    ``value`` and ``unit`` are None where the law gives words instead of a number.
    """

    starts: tuple[str, ...]
    direction: str = "after"
    value: int | None = None
    unit: str | None = None
    words: str | None = None
    day_one: str = "next_day"
    more_than: bool = False
    #: The events that show the step was done.
    met_by: tuple[str, ...] = ()
    #: Events that may show that the step was done, but not on which day: they can prove it met, never late. One that is in
    #: ``met_by`` too happens for other reasons as well: in time it may be the step, and too late it shows that none was.
    shown_by: tuple[str, ...] = ()
    #: Events that show for which day the step was set, though it did not take place: in time, nobody is late, and after the
    #: end they say nothing.
    shown_in_time_by: tuple[str, ...] = ()
    #: True if ``met_by`` itself decides: one after the end is late, whatever a later step may show.
    met_by_decides: bool = False
    #: Steps on the way, after which this one may have been done on any day: one in time, and nobody is called late without
    #: asking; one after the end shows that the limit was missed.
    left_open_by: tuple[str, ...] = ()
    #: True if the end of the time shows no missed duty: a period, one of two ways to act, or days that cannot all be counted.
    never_late: bool = False
    #: Days after the end for which nobody is called late: the rule leaves out days that are not counted here.
    doubtful_days: int = 0
    #: Another length that may hold: nobody is called late before that is over too.
    may_be: MayBe | None = None
    #: Planned or past events before which the step must come, if that is sooner.
    comes_before: tuple[str, ...] = ()
    #: True if the rule moves a last day on a weekend or public holiday to the next day that is none.
    to_working_day: bool = False
    pauses: Pauses | None = None
    second: Second | None = None
    late_in_year: LateInYear | None = None

    @property
    def by_school_calendar(self) -> bool:
        """True if the limit depends on closures, breaks, or the school year's ends.

        Or if one does that may hold in its place.
        """
        may_move = self.may_be is not None and self.may_be.unit in SCHOOL_DAYS
        return self.by_closed_days or may_move or self.pauses is not None or self.late_in_year is not None

    @property
    def by_closed_days(self) -> bool:
        """True if closures or breaks during the school year move the limit."""
        breaks = self.pauses is not None and self.pauses.breaks_from is not None
        second = self.second is not None and self.second.unit in SCHOOL_DAYS
        return self.unit in SCHOOL_DAYS or breaks or second

    @property
    def is_numbered(self) -> bool:
        """True if the limit has a number.

        A number to count with, or one in the law's own words.
        """
        return self.value is not None or names_number(self.words or "")

    def in_words(self) -> str:
        """``60 calendar days``, or the law's own words."""
        if self.value is None or self.unit is None:
            return self.words or ""
        said = f"{'more than ' if self.more_than else ''}{quantity(self.value, self.unit)}"
        if self.second and not self.second.starts:
            said += f" or {quantity(self.second.value, self.second.unit)}, whichever ends {self.second.ends}"
        return said


@dataclass(frozen=True)
class Amount:
    """A number in the law that is not a time limit, and what it measures."""

    value: int
    unit: str
    what: str


@dataclass(frozen=True)
class StatesMay:
    """What a state may do to a federal limit, where its law was not read.

    ``change``: shorten, lengthen, both, or number (set one where federal law has only words). ``words`` says so in a
    sentence, ``ask`` is the office to ask, ``in_letters`` puts it as a parent would write; ``text`` quotes the federal rule.
    """

    change: str
    words: str
    ask: str
    in_letters: str
    text: str
    checked: date

    @property
    def more_time(self) -> bool:
        """True if the state's limit may end after the federal one."""
        return self.change in ("lengthen", "both")

    @property
    def less_time(self) -> bool:
        """True if the state's limit may end before the federal one."""
        return self.change in ("shorten", "both")


@dataclass(frozen=True)
class FederalLimit:
    """A confirmed federal limit under a state's number that is only reported and can only be shorter."""

    value: int
    unit: str
    cites: tuple[Citation, ...]

    @property
    def citation(self) -> str:
        """All citations on one line."""
        return "; ".join(cite.text for cite in self.cites)

    def in_words(self) -> str:
        """``45 calendar days``."""
        return quantity(self.value, self.unit)


@dataclass(frozen=True)
class Ask:
    """Whom to contact when a fact is not confirmed."""

    contact: str
    question: str


@dataclass(frozen=True)
class Reviewed:
    """Who compared a rule with the law and confirmed it, and when."""

    by: str
    on: date


@dataclass(frozen=True)
class Rule:
    """One fact of the law, or one piece of good practice (``kind``)."""

    id: str
    jurisdiction: str
    relation: str
    topic: str
    kind: str
    title: str
    #: What is due, where the title does not say it; otherwise None.
    due_title: str | None
    #: What is due, as a parent names it in a letter; None if nothing is delivered.
    noun: str | None
    rule: str
    who: str | None
    clock: Clock | None
    amount: Amount | None
    items: tuple[str, ...]
    exceptions: tuple[str, ...]
    cites: tuple[Citation, ...]
    #: Where the exceptions are: shown with the rule, but not named in letters.
    see_also: tuple[Citation, ...]
    sources: tuple[Source, ...]
    checked: date
    in_force: str | None
    confidence: str
    publish: str
    note: str | None
    evidence: str | None
    ask: Ask | None
    if_missed: str | None
    #: None where the state's own law was read or the federal text leaves no choice.
    states_may: StatesMay | None
    #: The rule with which this one forms a single step to wait for.
    together_with: str | None
    #: Positions in ``items`` of those that letters and calculators refer to, by id.
    item_ids: Mapping[str, int] = field(default_factory=dict)
    #: The federal rules that it replaces in this state.
    replaces: tuple[str, ...] = ()
    #: Rules whose step must be done within this limit too: their days are not added after its end.
    contains: tuple[str, ...] = ()
    #: State-specific wording for letters and lists, by name; ``{cite}`` is its citation, ``{sea}`` the state agency.
    words: Mapping[str, str] = field(default_factory=dict)
    #: Set where the state's own rule was searched for and not found, with whom to ask; otherwise empty.
    not_found: str = ""
    #: The id under which it was published earlier; empty if unchanged.
    was: str = ""
    #: None until a lawyer or an office has confirmed it.
    reviewed: Reviewed | None = None
    #: The federal limit that is sure in any case; None if the rule's own is confirmed, or may be longer.
    federal_limit: FederalLimit | None = None
    #: The kind of state office that is written to if it is late; empty where that is the agency itself.
    office: str = ""

    def item(self, item_id: str) -> str:
        """The item with this id. Raises KeyError if the rule has none."""
        return self.items[self.item_ids[item_id]]

    @property
    def citation(self) -> str:
        """All citations on one line."""
        return "; ".join(cite.text for cite in self.cites)


@dataclass(frozen=True)
class Change:
    """How an event changes a running clock: ``effect`` is no_date, not_needed or note, or waited.

    ``ended_by``: events after which a time that waited runs again, by days that nobody counted; ``ended`` says so.
    """

    rule: str
    effect: str
    words: str
    ended_by: tuple[str, ...] = ()
    ended: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that happens on a date and starts clocks.

    ``stands_for``: the event that it counts as. ``follows``: events that cannot be later than this one. ``came_with``: events
    that are its occasion if they have the same day, and so do not meet what it starts.
    ``ahead``: normally planned, so that its date is in the future; other events are in the past.
    """

    id: str
    title: str
    question: str
    help: str | None
    projected_by: str | None
    stands_for: str | None
    changes: tuple[Change, ...]
    repeats: bool
    ahead: bool
    group: str
    follows: tuple[str, ...] = ()
    came_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """An office or organisation that helps."""

    id: str
    jurisdiction: str
    name: str
    role: str
    ask_for: str
    address: tuple[str, ...]
    phone: tuple[str, ...]
    email: str | None
    #: The date of its oldest part, if older than two years or undated; None if all of it is recent.
    old: str | None
    web: str | None
    checked: date
    publish: str
    note: str | None
    fax: tuple[str, ...] = ()
    #: Where documents can be submitted online.
    portal: str | None = None
    #: A national page that lists such offices, where no contact details of this one were found.
    finder: str | None = None
    #: Others who must get the same papers: the name of each on the first line, and where to send them.
    also_to: tuple[str, ...] = ()
    #: True if the state agency has its copy with these: the office is a part of it, or its desk is in ``also_to``.
    reaches_agency: bool = False
    #: The ways in which it is said to take no due process complaint, as the complaint's form names them.
    not_by: tuple[str, ...] = ()

    @property
    def addressed(self) -> tuple[str, ...]:
        """The lines of its address.

        Only its name if that is unknown, none for a national office.
        """
        return () if self.is_national else self.address or (self.name,)

    @property
    def is_national(self) -> bool:
        """True if it is an office for every state."""
        return self.jurisdiction == FEDERAL_SET

    @property
    def others(self) -> tuple[str, ...]:
        """The names of others who must get the same papers."""
        return tuple(one.split("\n")[0] for one in self.also_to)

    @property
    def page(self) -> str:
        """Its own page, or the page that lists it; empty if neither is known."""
        return self.web or self.finder or ""


@dataclass(frozen=True)
class Form:
    """A state's official form for the step of a letter, and its source.

    ``ask`` is the id of the office that has it, where no web address is known.
    """

    jurisdiction: str
    letter: str
    name: str
    where: str
    web: str | None
    ask: str | None
    checked: date
    publish: str
    note: str | None


@dataclass(frozen=True)
class Law:
    """The whole law of one state."""

    code: str
    name: str
    slug: str
    sea: str
    sea_full: str
    checked: date
    rules: Mapping[str, Rule]
    events: Mapping[str, Event]
    #: Titles of the events that only other states' law knows: a family may move.
    elsewhere: Mapping[str, str]
    contacts: Mapping[str, Contact]
    #: The state's official forms, by the letter that each can replace.
    forms: Mapping[str, Form]
    #: Every day that is or may be a public holiday (federal and state), name by ISO date, for business days: fifty years, of
    #: which one count reads two or three.
    holidays: Mapping[str, str] = field(default_factory=dict)
    #: Those of them that the state's own law names. It may let an office stay open all the same.
    state_holidays: Mapping[str, str] = field(default_factory=dict)
    #: Those of them that may be a holiday in the state: its own law was not read, or leaves it open.
    days_in_doubt: Mapping[str, str] = field(default_factory=dict)
    #: The state's own names for glossary terms, by glossary id.
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_federal(self) -> bool:
        """True for the federal set, which is no state."""
        return self.code == FEDERAL_SET

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id, or the state's replacement. Raises KeyError with the known ids."""
        found = self.find(rule_id)
        if found is None:
            raise KeyError(f"'{rule_id}' is not a rule of {self.name}. Rules: {', '.join(sorted(self.rules))}")
        return found

    def starts(self, rule_id: str, event_id: str) -> bool:
        """True if an event starts the rule's clock in this state."""
        clock = self.rule(rule_id).clock
        return clock is not None and event_id in clock.starts

    def find(self, rule_id: str) -> Rule | None:
        """The rule with this id, or the one that replaces it in this state.

        None if there is neither.
        """
        if rule_id in self.rules:
            return self.rules[rule_id]
        for rule in self.rules.values():
            if rule_id in rule.replaces:
                return rule
        return None

    def started_by(self, event_id: str) -> list[Rule]:
        """The rules whose clock ``event_id`` starts, in file order."""
        return [rule for rule in self.rules.values() if rule.clock and event_id in rule.clock.starts]

    def starting_events(self) -> list[Event]:
        """The events that start at least one clock in this state, in file order."""
        starting = {event for rule in self.rules.values() if rule.clock for event in rule.clock.starts}
        return [event for event in self.events.values() if event.id in starting]

    def form(self, letter_id: str) -> Form | None:
        """The state's official form for the step of a letter; None if it has none."""
        return self.forms.get(letter_id)

    def contact(self, kind: str) -> Contact:
        """The state's office of a kind ("sea", "parent_center"), or the national one.

        An office of the agency without an entry of its own is answered by the agency. Raises KeyError for an unknown kind.
        """
        kinds = (kind, "sea") if kind in OF_THE_AGENCY else (kind,)
        for code in (self.code, FEDERAL_SET):
            for one in kinds:
                found = self.contacts.get(f"{code.lower()}_{one}")
                if found:
                    return found
        raise KeyError(f"no contact '{kind}' for {self.name}")


def known_states() -> list[str]:
    """Codes of all states with a law file: US first, then alphabetically."""
    codes = sorted(path.stem for path in DATA.glob("*.json") if path.stem.isupper())
    return sorted(codes, key=lambda code: (code != FEDERAL_SET, code))


#: Laws already loaded, by state code.
_read: dict[str, Law] = {}


def load(code: str) -> Law:
    """The law of the state ``code``, cached.

    Raises LawMissing with a sentence if it is not available.
    """
    if code not in _read:
        path = DATA / f"{code}.json"
        if not path.is_file():
            raise LawMissing(NOT_BUILT)
        _read[code] = _law(json.loads(path.read_text(encoding="utf-8")))
    return _read[code]


def forget(codes: Iterable[str]) -> None:
    """Drop these states from the cache, because their files changed or are gone."""
    for code in codes:
        _read.pop(code, None)


def _law(data: dict[str, Any]) -> Law:
    sources = {key: _source(value) for key, value in data["sources"].items()}
    in_doubt = {day: name for name, found in data["days_in_doubt"].items() for day in found.split()}
    return Law(
        **{key: data[key] for key in ("code", "name", "slug", "sea", "sea_full")},
        checked=date.fromisoformat(data["checked"]),
        rules={key: _rule(key, value, sources) for key, value in data["rules"].items()},
        events={key: _event(key, value) for key, value in data["events"].items()},
        elsewhere=data["elsewhere"],
        contacts={key: _contact(key, value) for key, value in data["contacts"].items()},
        forms={letter: _form(value) for letter, value in data["forms"].items()},
        holidays={**data["holidays"], **data["state_holidays"], **in_doubt},
        state_holidays=data["state_holidays"],
        days_in_doubt=in_doubt,
        terms=data.get("terms", {}),
    )


def _source(data: dict[str, Any]) -> Source:
    return Source(**{**data, "checked": date.fromisoformat(data["checked"])})


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with its lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}


def _event(event_id: str, data: dict[str, Any]) -> Event:
    return Event(id=event_id, **{**_tuples(data), "changes": tuple(Change(**_tuples(one)) for one in data["changes"])})


def _contact(contact_id: str, data: dict[str, Any]) -> Contact:
    return Contact(id=contact_id, **{**_tuples(data), "checked": date.fromisoformat(data["checked"])})


def _form(data: dict[str, Any]) -> Form:
    return Form(**{**data, "checked": date.fromisoformat(data["checked"])})


def _clock(data: dict[str, Any]) -> Clock:
    parts: dict[str, Any] = {"may_be": MayBe, "pauses": Pauses, "second": Second, "late_in_year": LateInYear}
    return Clock(
        **{**_tuples(data), **{name: kind(**_tuples(data[name])) for name, kind in parts.items() if name in data}}
    )


def _rule(rule_id: str, data: dict[str, Any], sources: Mapping[str, Source]) -> Rule:
    clock, amount, ask, may = data["clock"], data["amount"], data["ask"], data["states_may"]
    reviewed, limit = data.get("reviewed"), data.get("federal_limit")
    return Rule(
        id=rule_id,
        **{
            **_tuples(data),
            "clock": _clock(clock) if clock else None,
            "amount": Amount(**amount) if amount else None,
            "ask": Ask(**ask) if ask else None,
            "states_may": StatesMay(**{**may, "checked": date.fromisoformat(may["checked"])}) if may else None,
            "cites": tuple(Citation(**cite) for cite in data["cites"]),
            "see_also": tuple(Citation(**cite) for cite in data["see_also"]),
            "sources": tuple(sources[key] for key in data["sources"]),
            "checked": date.fromisoformat(data["checked"]),
            "reviewed": Reviewed(**{**reviewed, "on": date.fromisoformat(reviewed["on"])}) if reviewed else None,
            "federal_limit": FederalLimit(**{**limit, "cites": tuple(Citation(**cite) for cite in limit["cites"])})
            if limit
            else None,
        },
    )
