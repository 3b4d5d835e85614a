"""Merge the rules of a state: federal ones with its changes, and its additions."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal

from calculators.law import FEDERAL_SET
from macros.data.law_model import AddedRule, ChangedRule, FederalRule, Law, NamedItem, Publish, Rule, StateLaw

#: Cache size: the number of jurisdictions, since each is requested repeatedly.
JURISDICTIONS = 64


@functools.lru_cache(JURISDICTIONS)
def in_state(law: Law, code: str) -> Mapping[str, Rule]:
    """The rules that hold in ``code``, in list order."""
    baseline = _baseline(law)
    if code not in law.states:
        return baseline
    state = law.states[code]
    replaced = _replaced(state)
    rules: dict[str, Rule] = {}
    for rule_id in _in_order(law.federal.rules, state.adds):
        if rule_id in state.adds:
            rules[rule_id] = _held(state.adds[rule_id], code, "adds")
        elif rule_id not in replaced:
            held = baseline[rule_id]
            change = state.changes.get(rule_id)
            rules[rule_id] = _laid_over(held, law.federal.rules[rule_id], change) if change else held
    return rules


@functools.lru_cache(1)
def _baseline(law: Law) -> Mapping[str, Rule]:
    """The rules where no state has its own."""
    return {rule_id: _held(rule, FEDERAL_SET, "baseline") for rule_id, rule in law.federal.rules.items()}


def _replaced(state: StateLaw) -> set[str]:
    """The federal rules displaced in a state by its own."""
    entries: list[AddedRule | ChangedRule] = [*state.adds.values(), *state.changes.values()]
    return {rule_id for entry in entries for rule_id in entry.replaces}


def _held(entry: FederalRule | AddedRule, jurisdiction: str, relation: Literal["baseline", "adds"]) -> Rule:
    said = {name: getattr(entry, name) for name in type(entry).model_fields if name in Rule.model_fields}
    if isinstance(entry, FederalRule):
        said["exceptions"] = [*entry.exceptions, *entry.in_some_states]
    return Rule.model_construct(entry.model_fields_set, **said, jurisdiction=jurisdiction, relation=relation)


def _in_order(federal: Mapping[str, FederalRule], adds: Mapping[str, AddedRule]) -> list[str]:
    """List order: an added rule follows the rule it names, takes the replaced one's place, or ends its topic."""
    order = list(federal)
    topics = {rule_id: rule.topic for rule_id, rule in (*federal.items(), *adds.items())}
    for rule_id, rule in adds.items():
        if rule.after:
            place = order.index(rule.after) + 1
        elif rule.replaces:
            place = order.index(rule.replaces[0])
        else:
            place = max(number for number, other in enumerate(order) if topics[other] is rule.topic) + 1
        order.insert(place, rule_id)
    return order


def _exceptions(federal: FederalRule, change: ChangedRule) -> list[str | NamedItem]:
    """The state's own exceptions, then each federal one that it does not set aside."""
    kept = [one for one in federal.exceptions if not isinstance(one, NamedItem) or one.id not in change.without]
    return [*change.exceptions, *kept, *([] if change.rule else federal.in_some_states)]


def _laid_over(rule: Rule, federal: FederalRule, change: ChangedRule) -> Rule:
    """A federal rule with one state's changes applied."""
    given: dict[str, Any] = {
        name: getattr(change, name)
        for name in change.model_fields_set
        if name not in {"relation", "also", "without", "projects"}
    }
    given["exceptions"] = _exceptions(federal, change)
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
    if change.relation == "overrides" and change.rule and federal.in_some_states and "see_also" not in given:
        given["see_also"] = []
    if given.get("publish") is Publish.HOLD:
        given["amount"] = None
        if "clock" not in given and rule.clock:
            given["clock"] = rule.clock.model_copy(update={"value": None, "unit": None, "words": "not confirmed"})
    given["states_may"] = None
    given["reviewed"] = change.reviewed
    given["words"] = {**rule.words, **change.words}
    return rule.model_copy(update=given)
