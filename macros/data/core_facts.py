"""The core facts of every state as rows: value, confidence and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict

from calculators.law import OF_THE_AGENCY
from macros.data.law_model import Answer, Contact, CoreFact, Law, Publish, Rule
from macros.data.state_rules import in_state

NOT_FOUND = "not_found"
TIERS = {Answer.ONE_STEP: 1, Answer.TWO_STEPS: 2}


class FactRow(TypedDict):
    """One core fact in one jurisdiction.

    ``value`` is a number in ``unit``, ``yes`` or ``no``, an office's name, or None: nothing was found, the law has no number,
    or it is on hold. ``rule`` is the id of the rule, or the kind of office. If the fact was searched for and not found, or no
    law here has such a rule, ``confidence`` is ``not_found`` and ``publish`` is None.
    """

    state: str
    fact: str
    rule: str | None
    value: int | str | None
    unit: str | None
    confidence: str
    publish: str | None
    citation: str
    checked: str | None


def titles(law: Law) -> dict[str, str]:
    """The title of each core fact."""
    return {fact_id: fact.title for fact_id, fact in law.federal.core_facts.items()}


def fact_rows(law: Law) -> list[FactRow]:
    """A row for each core fact of each jurisdiction, federal law first."""
    return [row for code in law.jurisdictions for row in _rows(law, code)]


def _rows(law: Law, code: str) -> Iterator[FactRow]:
    rules = in_state(law, code)
    missing = law.states[code].not_found if code in law.states else {}
    for fact_id, fact in law.federal.core_facts.items():
        blank = _blank(code, fact_id)
        if fact_id in missing:
            yield {**blank, "rule": fact.rule or fact.contact, "checked": missing[fact_id].checked.isoformat()}
        elif rule := _found(rules, fact):
            yield _rule_row(blank, *rule)
        elif contact := _office(law, code, fact):
            yield _office_row(blank, *contact)
        else:
            yield blank


def _blank(code: str, fact_id: str) -> FactRow:
    return {
        "state": code,
        "fact": fact_id,
        "rule": None,
        "value": None,
        "unit": None,
        "confidence": NOT_FOUND,
        "publish": None,
        "citation": "",
        "checked": None,
    }


def _found(rules: Mapping[str, Rule], fact: CoreFact) -> tuple[str, Rule] | None:
    """The rule for a fact: the state's own with the number, the one of that role, or the one that replaces it."""
    if fact.number_in and fact.number_in in rules:
        return fact.number_in, rules[fact.number_in]
    return next(((key, rule) for key, rule in rules.items() if fact.rule in (key, *rule.replaces)), None)


def _office(law: Law, code: str, fact: CoreFact) -> tuple[str, Contact] | None:
    """The jurisdiction's own office of a kind; the agency stands in for its own offices."""
    if code not in law.states or fact.contact is None:
        return None
    offices = law.offices(code)
    kinds = (fact.contact, "sea") if fact.contact in OF_THE_AGENCY else (fact.contact,)
    return next(((kind, offices[kind]) for kind in kinds if kind in offices), None)


def _rule_row(blank: FactRow, rule_id: str, rule: Rule) -> FactRow:
    value, unit = (None, None) if rule.publish is Publish.HOLD else _value(rule)
    return {
        **blank,
        "rule": rule_id,
        "value": value,
        "unit": unit,
        "confidence": rule.confidence.value,
        "publish": rule.publish.value,
        "citation": "; ".join(f"{cite.code} {cite.section}".strip() for cite in rule.cite),
        "checked": rule.checked.isoformat(),
    }


def _value(rule: Rule) -> tuple[int | str | None, str | None]:
    if rule.answer is not None:
        return (TIERS[rule.answer], "tiers") if rule.answer in TIERS else (rule.answer.value, None)
    for number in (rule.clock, rule.amount):  # a clock in words may have an amount beside it
        if number and number.value and number.unit:
            return number.value, number.unit.value
    return None, None


def _office_row(blank: FactRow, kind: str, contact: Contact) -> FactRow:
    return {
        **blank,
        "rule": kind,
        "value": None if contact.publish is Publish.HOLD else contact.name,
        "confidence": contact.confidence.value,
        "publish": contact.publish.value,
        "checked": contact.checked.isoformat(),
    }
