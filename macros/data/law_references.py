"""Check cross-references in the law files, and each rule with the state's changes applied.

Each problem is one line: file, entry, field, and what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from calculators.law import FEDERAL_SET
from macros.data.law_model import (
    AddedRule,
    Answer,
    ChangedRule,
    Contact,
    Event,
    FederalLaw,
    FederalRule,
    Form,
    Law,
    NamedItem,
    Publish,
    Rule,
    StateLaw,
    Unit,
    unmarked,
)
from macros.data.state_rules import in_state

#: Matches a number of days, hours, months or years.
COUNTED = re.compile(
    r"\b\d+[- ](calendar|school|business|instructional|school working)?[- ]?(days?|hours?|months?|years?)\b"
)


def problems(law: Law, files: Mapping[str, Path]) -> Iterator[tuple[Path, str, str]]:
    """The file, field and sentence of each problem; ``files`` has each jurisdiction's file."""
    for where, problem in _federal(law.federal):
        yield files[FEDERAL_SET], where, problem
    for code, state in law.states.items():
        found = [*_own_names(law.federal, state), *_state(law, state)]
        yield from ((files[code], where, problem) for where, problem in found)
    if any(True for code in law.states for _ in _places(law.federal, law.states[code])):
        return  # rules cannot be merged
    for code in law.jurisdictions:
        for where, problem in _unfinished(law, code):
            yield files[code], where, problem


def _federal(law: FederalLaw) -> Iterator[tuple[str, str]]:
    for event_id, event in law.events.items():
        yield from _event(f"events.{event_id}", event, law.events, law.rules)
    yield from _offered(law.contacts, law.forms, law.contacts, law.sources)
    for rule_id, rule in law.rules.items():
        where = f"rules.{rule_id}"
        yield from _entry(where, rule, law.sources, law.codes, law.events, law.contacts)
        yield from _needed(f"{where}.together_with", "rule", [rule.together_with], law.rules)
        if rule.states_may:
            yield from _needed(f"{where}.states_may.ask", "contact", [rule.states_may.ask], law.contacts)
            yield from _needed(f"{where}.states_may.sources", "source", rule.states_may.sources, law.sources)


def _own_names(federal: FederalLaw, state: StateLaw) -> Iterator[tuple[str, str]]:
    """Names in a state's file that would shadow a federal one."""
    for part in ("codes", "sources", "events"):
        yield from (
            (f"{part}.{name}", "this name is taken in law.yml")
            for name in getattr(state, part)
            if name in getattr(federal, part)
        )
    yield from (
        (f"adds.{rule_id}", "this is a federal rule: say under 'changes' what the state changes")
        for rule_id in state.adds
        if rule_id in federal.rules
    )


def _state(law: Law, state: StateLaw) -> Iterator[tuple[str, str]]:
    federal = law.federal
    contacts = {**federal.contacts, **state.contacts}
    sources, codes = law.sources(state.code), law.codes(state.code)
    events = {**federal.events, **state.events}
    rules: dict[str, object] = {**federal.rules, **state.adds}
    for event_id, event in state.events.items():
        yield from _event(f"events.{event_id}", event, events, rules)
    yield from _offered(state.contacts, state.forms, contacts, sources)
    if state.legal_holidays:
        yield from _needed("legal_holidays.sources", "source", state.legal_holidays.sources, sources)
        yield from _needed("legal_holidays.cite", "code", (cite.code for cite in state.legal_holidays.cite), codes)
    parts: list[tuple[str, ChangedRule | AddedRule]] = [(f"changes.{key}", one) for key, one in state.changes.items()]
    parts += [(f"adds.{key}", one) for key, one in state.adds.items()]
    for where, part in parts:
        yield from _entry(where, part, sources, codes, events, contacts)
        yield from _needed(f"{where}.projects", "event", [part.projects], events)
    yield from _looked_for(federal, state, contacts)
    yield from _court_comes_last(state)
    for rule_id, rule in state.adds.items():
        yield from _needed(f"adds.{rule_id}.together_with", "rule", [rule.together_with], rules)
    yield from _places(federal, state)


def _looked_for(federal: FederalLaw, state: StateLaw, contacts: Container[str]) -> Iterator[tuple[str, str]]:
    """Problems in the core facts not found, and in the names of school days."""
    for fact_id, missing in state.not_found.items():
        where = f"not_found.{fact_id}"
        yield from _needed(where, "core fact", [fact_id], federal.core_facts)
        yield from _needed(f"{where}.ask", "contact", [missing.ask], contacts)
        fact = federal.core_facts.get(fact_id)
        if fact and (fact.contact in state.contacts or fact.rule in state.adds or fact.rule in state.changes):
            yield where, "it was not found, and the file has it: take one of the two away"
    rules: list[ChangedRule | AddedRule] = [*state.changes.values(), *state.adds.values()]
    used = {rule.clock.unit for rule in rules if rule.clock}
    units = [unit for unit in (Unit.INSTRUCTIONAL_DAYS, Unit.SCHOOL_WORKING_DAYS) if unit in used]
    if units and "day_definitions" not in state.changes:
        yield "changes.day_definitions", f"say here what the state's rules mean by {', '.join(units)}"


def _court_comes_last(state: StateLaw) -> Iterator[tuple[str, str]]:
    """With an appeal to the state first, no clock to go to court may start at the hearing decision."""
    system, court = state.changes.get("due_process_system"), state.changes.get("civil_action_after_review")
    if system and system.answer is Answer.TWO_STEPS and (court is None or "civil_action" not in court.replaces):
        yield (
            "changes.civil_action_after_review",
            "in a state of two steps it says 'replaces: [civil_action]': the time to go to court starts with the state's decision",
        )


def _places(federal: FederalLaw, state: StateLaw) -> Iterator[tuple[str, str]]:
    """Entries that refer to federal entries which do not exist."""
    for rule_id, change in state.changes.items():
        yield from _needed(f"changes.{rule_id}", "federal rule", [rule_id], federal.rules)
        yield from _needed(f"changes.{rule_id}.replaces", "federal rule", change.replaces, federal.rules)
        yield from _needed(f"changes.{rule_id}.contains", "federal rule", change.contains, federal.rules)
        listed = federal.rules[rule_id].exceptions if rule_id in federal.rules else []
        named = {one.id for one in listed if isinstance(one, NamedItem)}
        yield from _needed(f"changes.{rule_id}.without", "federal exception", change.without, named)
    known = {*federal.rules}
    for rule_id, rule in state.adds.items():
        yield from _needed(f"adds.{rule_id}.replaces", "federal rule", rule.replaces, federal.rules)
        yield from _needed(f"adds.{rule_id}.after", "rule before it", [rule.after], known)
        known.add(rule_id)
    known = {*federal.events}
    for event_id, event in state.events.items():
        yield from _needed(f"events.{event_id}.after", "event before it", [event.after], known)
        known.add(event_id)


def _event(where: str, event: Event, events: Container[str], rules: Container[str]) -> Iterator[tuple[str, str]]:
    yield from _needed(f"{where}.projected_by", "rule", [event.projected_by], rules)
    yield from _needed(f"{where}.changes", "rule", (change.rule for change in event.changes), rules)
    yield from _needed(f"{where}.stands_for", "event", [event.stands_for], events)
    yield from _needed(f"{where}.follows", "event", event.follows, events)
    yield from _needed(f"{where}.came_with", "event", event.came_with, events)
    for change in event.changes:
        yield from _needed(f"{where}.changes.ended_by", "event", change.ended_by, events)


def _offered(
    contacts: Mapping[str, Contact], forms: Mapping[str, Form], offices: Container[str], sources: Container[str]
) -> Iterator[tuple[str, str]]:
    for kind, contact in contacts.items():
        yield from _needed(f"contacts.{kind}.sources", "source", contact.sources, sources)
    for letter, form in forms.items():
        yield from _needed(f"forms.{letter}.sources", "source", form.sources, sources)
        yield from _needed(f"forms.{letter}.ask", "contact", [form.ask], offices)


def _entry(
    where: str,
    entry: FederalRule | ChangedRule | AddedRule,
    sources: Container[str],
    codes: Container[str],
    events: Container[str],
    contacts: Container[str],
) -> Iterator[tuple[str, str]]:
    yield from _needed(f"{where}.sources", "source", entry.sources, sources)
    yield from _needed(f"{where}.cite", "code", (cite.code for cite in entry.cite), codes)
    yield from _needed(f"{where}.see_also", "code", (cite.code for cite in entry.see_also), codes)
    if entry.clock:
        yield from _needed(f"{where}.clock.starts", "event", entry.clock.starts, events)
        yield from _needed(f"{where}.clock.met_by", "event", entry.clock.met_by, events)
        yield from _needed(f"{where}.clock.shown_by", "event", entry.clock.shown_by, events)
        yield from _needed(f"{where}.clock.shown_in_time_by", "event", entry.clock.shown_in_time_by, events)
        yield from _needed(f"{where}.clock.left_open_by", "event", entry.clock.left_open_by, events)
        yield from _needed(f"{where}.clock.comes_before", "event", entry.clock.comes_before, events)
        second, late = entry.clock.second, entry.clock.late_in_year
        yield from _needed(f"{where}.clock.second.starts", "event", second.starts if second else [], events)
        yield from _needed(f"{where}.clock.late_in_year.event", "event", [late.event if late else None], events)
    if entry.ask:
        yield from _needed(f"{where}.ask.contact", "contact", [entry.ask.contact], contacts)


def _needed(where: str, what: str, names: Iterable[str | None], known: Container[str]) -> Iterator[tuple[str, str]]:
    yield from ((where, f"there is no {what} '{name}'") for name in names if name is not None and name not in known)


def _unfinished(law: Law, code: str) -> Iterator[tuple[str, str]]:
    """What a rule lacks after merging. Faults of a federal rule are reported once."""
    state = law.states.get(code)
    for rule_id, rule in in_state(law, code).items():
        part = "rules" if state is None else "changes" if rule_id in state.changes else "adds"
        if state is None or rule_id in getattr(state, part):
            yield from ((f"{part}.{rule_id}.{field}", problem) for field, problem in _lacking(rule))


def _lacking(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.publish is not Publish.OK and not rule.note:
        yield "note", "'caveat' and 'hold' need a 'note' that says what is not confirmed"
    # good practice is marked as such, and needs no legal source
    if rule.kind == "law" and (said := unmarked(rule.confidence, rule.publish)):
        yield "publish", said
    if rule.publish is Publish.HOLD:
        yield from _not_held_back(rule)
    elif rule.clock and rule.clock.value and not rule.examples:
        yield "examples", "a clock needs at least one worked example"
    for example in rule.examples:
        given = next(iter(example.given))
        if not rule.clock or given not in rule.clock.starts:
            yield "examples", f"the example given {given} does not start this clock"


def _not_held_back(rule: Rule) -> Iterator[tuple[str, str]]:
    if not rule.ask:
        yield "ask", "'hold' needs 'ask': the office and the question"
    if rule.amount:
        yield "amount", "'hold' has no number in 'clock' or 'amount': move it to 'claimed'"
    if rule.clock and rule.clock.value:
        yield "clock", "'hold' has no number in 'clock' or 'amount': move it to 'claimed'"
    if COUNTED.search(rule.rule):
        yield "rule", "'hold' has a number in its text"
    if COUNTED.search(rule.note or ""):
        yield "note", "'hold' has a number in its text"
