"""The publishable law of one jurisdiction, as the calculators read it: merged rules, nothing on hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from calculators.counting.clocks import COUNTED_SAFELY
from calculators.law import FEDERAL_SET
from macros.data.holiday_days import by_name, days_in_doubt, federal_holidays, state_holidays
from macros.data.law_model import (
    Cite,
    Clock,
    Code,
    Contact,
    Event,
    Form,
    Law,
    NamedItem,
    Publish,
    Rule,
    StatesChange,
    StatesMay,
    Unit,
)
from macros.data.state_rules import in_state

#: Fields that are not published: numbers on hold, worked examples, internal notes.
NOT_FOR_READERS = {"claimed", "examples", "research", "cite", "see_also", "states_may", "answer"}
#: Fields that few rules have, omitted when empty.
RARE = (
    "item_ids",
    "replaces",
    "contains",
    "words",
    "was",
    "fax",
    "also_to",
    "reaches_agency",
    "not_by",
    "office",
    "portal",
    "reviewed",
    "came_with",
    "ended_by",
    "ended",
    "federal_limit",
)
#: Days at least in a unit, to find the shorter of two limits.
_AT_LEAST = {Unit.CALENDAR_DAYS: 1, Unit.MONTHS: 28, Unit.YEARS: 365}


def state_data(law: Law, code: str) -> dict[str, Any]:
    """The publishable law of ``code``: merged rules and sources, nothing on hold."""
    state = law.jurisdictions[code]
    rules = in_state(law, code)
    used = {source for rule in rules.values() for source in rule.sources}
    timed = {event for rule_id, rule in rules.items() for event in _asked_for(law, rule_id, rule.clock)}
    elsewhere = _timed_somewhere(law)
    events = {
        key: _event_data(event, rules)
        for key, event in law.events(code).items()
        if key in timed or event.stands_for in timed or (key not in elsewhere and _moves_a_clock(event, rules))
    }
    return {
        "code": code,
        **state.model_dump(include={"name", "slug", "sea", "sea_full"}),
        "checked": law.federal.checked.isoformat(),
        "rules": {rule_id: _rule_data(law, rule_id, rule, code) for rule_id, rule in rules.items()},
        "sources": {key: source.model_dump(mode="json") for key, source in law.sources(code).items() if key in used},
        "events": events,
        "elsewhere": {key: title for key, title in _event_titles(law).items() if key not in events},
        "contacts": {
            _contact_id(place, kind): {
                "jurisdiction": place,
                **_offered_data(contact),
                **_finder(law.federal.contacts.get(kind), contact),
            }
            for place in _own_and_national(code)
            for kind, contact in law.offices(place).items()
        },
        "forms": {
            letter: _form_data(law, place, letter, form)
            for place in _own_and_national(code)
            for letter, form in law.forms(place).items()
        },
        "holidays": federal_holidays(),
        "state_holidays": state_holidays(law, code),
        "days_in_doubt": by_name(days_in_doubt(law, code)),
        **({"terms": law.states[code].terms} if code in law.states and law.states[code].terms else {}),
    }


def _own_and_national(code: str) -> tuple[str, ...]:
    """US and the state; a state's own entries displace the national ones."""
    return tuple(dict.fromkeys((FEDERAL_SET, code)))


def _contact_id(place: str, kind: str) -> str:
    return f"{place.lower()}_{kind}"


def _finder(national: Contact | None, contact: Contact) -> dict[str, str]:
    """Where to look up an office for which neither phone nor address was found."""
    reached = contact.phone or contact.email or contact.web or contact.address
    return {"finder": str(national.web)} if national and national.web and not reached else {}


def _office(law: Law, code: str, kind: str) -> tuple[str, Contact]:
    """The state's own office of a kind, or else the national one, with its id."""
    place = code if kind in law.offices(code) else FEDERAL_SET
    return _contact_id(place, kind), law.offices(place)[kind]


def _form_data(law: Law, place: str, letter: str, form: Form) -> dict[str, Any]:
    ask = _office(law, place, form.ask)[0] if form.ask else None
    return {"jurisdiction": place, "letter": letter, **_offered_data(form), "ask": ask}


def _rule_data(law: Law, rule_id: str, rule: Rule, code: str) -> dict[str, Any]:
    kept = rule.model_dump(mode="json", exclude=NOT_FOR_READERS)
    named = {item.id: number for number, item in enumerate(rule.items) if isinstance(item, NamedItem)}
    kept |= {"items": texts(rule.items), "exceptions": texts(rule.exceptions)}
    kept["words"] = _federally_cited(law, rule_id, rule, code)
    kept = _without_empty({**kept, "item_ids": named, "clock": _clock_data(_safe_for_the_parent(rule))})
    if rule.ask:
        kept["ask"]["contact"] = _office(law, code, rule.ask.contact)[0]
    codes = law.codes(code)
    return {
        **kept,
        "cites": _each_once([_cite_data(codes[cite.code], cite) for cite in rule.cite]),
        "see_also": [_cite_data(codes[cite.code], cite) for cite in rule.see_also],
        "states_may": _states_may_data(law, rule.states_may, code, inside=_is_inside_another(law, rule_id, code)),
        **_not_found_data(law, rule_id, code),
        **_federal_limit_data(law, rule_id, rule),
    }


def _federally_cited(law: Law, rule_id: str, rule: Rule, code: str) -> dict[str, str]:
    """A rule's wordings with the federal rule's citations in place of ``{federal}``; in the federal set they are all it has."""
    federal, codes = law.federal.rules.get(rule_id), law.codes(FEDERAL_SET)
    cites = [_cite_data(codes[cite.code], cite) for cite in federal.cite] if federal else []
    cited = "; ".join(str(cite["text"]) for cite in _each_once(cites))
    found = "{cite}" if code == FEDERAL_SET else cited
    return {name: text.replace("{federal}", found) for name, text in rule.words.items()}


def texts(listed: Iterable[str | NamedItem]) -> list[str]:
    """The texts of a rule's items, some of which have a name."""
    return [one.text if isinstance(one, NamedItem) else one for one in listed]


def _safe_for_the_parent(rule: Rule) -> Clock | None:
    """The rule's clock; with the shorter of two limits that may hold counted first, if a parent must keep it."""
    clock = rule.clock
    other = clock.may_be if clock else None
    if not (clock and other and other.own and rule.who in COUNTED_SAFELY and clock.value and clock.unit):
        return clock
    if other.value * _AT_LEAST[other.unit] >= clock.value * _AT_LEAST[clock.unit]:
        return clock
    longer = other.model_copy(update={"value": clock.value, "unit": clock.unit, "words": other.own, "own": None})
    return clock.model_copy(update={"value": other.value, "unit": other.unit, "may_be": longer})


def _clock_data(clock: Clock | None) -> dict[str, Any] | None:
    """A clock without its default values; a fixed end date as month and day."""
    if clock is None:
        return None
    said = clock.model_dump(mode="json", exclude_defaults=True, exclude={"may_be": {"own"}})
    if clock.late_in_year and clock.late_in_year.by:
        month, day = clock.late_in_year.by.split("-")
        del said["late_in_year"]["by"]
        said["late_in_year"] |= {"month": int(month), "day": int(day)}
    return said


def _not_found_data(law: Law, rule_id: str, code: str) -> dict[str, str]:
    """The note for a federal rule whose state version was not found; empty otherwise."""
    missing = law.states[code].not_found if code in law.states else {}
    for fact_id, found in missing.items():
        if law.federal.core_facts[fact_id].rule == rule_id:
            state = law.states[code]
            office = state.sea_full if found.ask == "sea" else _office(law, code, found.ask)[1].name
            said = law.federal.not_found.format(state=state.name, office=office)
            return {"not_found": " ".join(filter(None, (said, found.advice)))}
    return {}


def _federal_limit_data(law: Law, rule_id: str, rule: Rule) -> dict[str, Any]:
    """The federal limit, where a state's number is only reported and a state may only shorten it; empty otherwise."""
    federal = law.federal.rules.get(rule_id)
    limit = federal.clock if federal else None
    reported = rule.publish is Publish.CAVEAT and rule.clock and rule.clock.value is not None
    if not (reported and federal and limit and limit.value and limit.unit and federal.publish is Publish.OK):
        return {}
    if not isinstance(federal.states_may, StatesMay) or federal.states_may.change is not StatesChange.SHORTEN:
        return {}
    cites = [_cite_data(law.federal.codes[cite.code], cite) for cite in federal.cite]
    return {"federal_limit": {"value": limit.value, "unit": limit.unit, "cites": cites}}


def _is_inside_another(law: Law, rule_id: str, code: str) -> bool:
    """Whether a limit of the state contains this rule's step."""
    state = law.states.get(code)
    changes = state.changes.values() if state else ()
    return any(rule_id in change.contains for change in changes)


def _states_may_data(law: Law, may: StatesMay | None, code: str, *, inside: bool) -> dict[str, Any] | None:
    """The note on a federal limit where the state's law was not read; None if none is needed.

    ``inside``: another limit of the state contains the step, which the note then says.
    """
    if may is None or may.ask is None:
        return None
    place = law.jurisdictions[code]
    office = _office(law, code, may.ask)[1].name
    office = office[0].lower() + office[1:] if office.startswith("Your ") else office
    asked = place.sea_full if may.ask == "sea" else office
    said = law.federal.inside_another if inside else may.words or law.federal.state_limits[may.change]
    return {
        "change": may.change,
        "words": said.format(state="Your state" if code == FEDERAL_SET else place.name),
        "ask": f"Ask {asked} which limit holds, before you count on this one.",
        "in_letters": said.format(state="My state" if code == FEDERAL_SET else place.name),
        "text": may.text,
        "checked": may.checked.isoformat(),
    }


def _asked_for(law: Law, rule_id: str, clock: Clock | None) -> Iterable[str]:
    """A clock's events. What may show that a federal step was done is asked only where the state counts with it."""
    if clock is None:
        return ()
    federal = law.federal.rules.get(rule_id)
    return (*clock.starts, *clock.met_by) if federal and federal.clock == clock else clock.events


def _timed_somewhere(law: Law) -> set[str]:
    """Events that start or satisfy a clock in some state; other states' events are omitted here."""
    federal = {event for key, rule in law.federal.rules.items() for event in _asked_for(law, key, rule.clock)}
    entries = [entry for state in law.states.values() for entry in (*state.changes.values(), *state.adds.values())]
    return federal | {event for entry in entries if entry.clock for event in entry.clock.events}


def _event_titles(law: Law) -> dict[str, str]:
    """The title of every event of any state."""
    return {key: event.title for code in law.jurisdictions for key, event in law.events(code).items()}


def _moves_a_clock(event: Event, rules: Mapping[str, Rule]) -> bool:
    return any(change.rule in rules for change in event.changes)


def _event_data(event: Event, rules: Mapping[str, Rule]) -> dict[str, Any]:
    changes = [_without_empty(change.model_dump(mode="json")) for change in event.changes if change.rule in rules]
    return _without_empty({**event.model_dump(mode="json", exclude={"after"}), "changes": changes})


def _offered_data(offered: Contact | Form) -> dict[str, Any]:
    return _without_empty(offered.model_dump(mode="json", exclude={"research", "sources", "confidence"}))


def _without_empty(said: dict[str, Any]) -> dict[str, Any]:
    """The fields without those rare ones that are empty."""
    return {name: value for name, value in said.items() if value or name not in RARE}


def _cite_data(code: Code, cite: Cite) -> dict[str, str | None]:
    """``34 CFR § 300.152(a)-(b)`` with the address of section 300.152, and its kind unless it is law."""
    number = cite.section.split("(")[0].strip()
    signed = f"{code.sign} {cite.section}".strip() if cite.section else ""
    url = code.url.format(number=number) if code.url and (cite.section or "{number}" not in code.url) else None
    # "14 Del. C. 3134" has the title before the code, so it names the code itself
    itself = cite.section and cite.code in cite.section
    text = (
        cite.section.replace(cite.code, f"{cite.code} {code.sign}".strip())
        if itself
        else f"{cite.code} {signed}".strip()
    )
    return {"text": text, "url": url, **({} if code.kind == "law" else {"kind": code.kind})}


def _each_once(cites: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """A state that adds to a federal rule may name the federal section again."""
    return list({cite["text"]: cite for cite in reversed(cites)}.values())[::-1]
