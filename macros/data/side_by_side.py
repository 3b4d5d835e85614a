"""Print one rule in every state side by side: ``make law ARGS=initial_evaluation``.

Without a rule, print the list of all rules.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping

from calculators.words import quantity
from macros.data.law_files import load_law
from macros.data.law_model import Law, Rule
from macros.data.state_rules import in_state
from macros.data.yaml_files import WrongData

WIDTH = 120


def side_by_side(law: Law, rule_id: str) -> str:
    """Each jurisdiction's version of a rule, or its replacement. Raises ValueError for an unknown id."""
    laws = {code: in_state(law, code) for code in law.jurisdictions}
    if not any(rule_id in rules for rules in laws.values()):
        raise ValueError(f"No law has a rule called '{rule_id}'. 'make law' lists them all.")
    return "\n\n".join("\n".join(_lines(law, code, rule_id, rules)) for code, rules in laws.items())


def every_rule(law: Law) -> str:
    """Each rule's id with the states that change, add or replace it."""
    rules = dict.fromkeys([*law.federal.rules, *(rule for state in law.states.values() for rule in state.adds)])
    there = {code: set(in_state(law, code)) for code in law.states}
    return "\n".join(f"{rule_id:34} {_who_has(law, rule_id, there)}".rstrip() for rule_id in rules)


def _who_has(law: Law, rule_id: str, there: dict[str, set[str]]) -> str:
    said = []
    for code, state in law.states.items():
        if rule_id in state.changes:
            said.append(f"{code} {state.changes[rule_id].relation}")
        elif rule_id in state.adds:
            said.append(f"{code} adds")
        elif rule_id not in there[code] and rule_id in law.federal.rules:
            said.append(f"{code} replaced")
    return ", ".join(said)


def _lines(law: Law, code: str, rule_id: str, rules: Mapping[str, Rule]) -> Iterator[str]:
    found = rules.get(rule_id)
    other = next((key for key, rule in rules.items() if rule_id in rule.replaces), None)
    if found is None and other is None:
        yield f"{code}  no such rule"
        return
    rule = found or rules[other or ""]
    how = f"in its place: {other}" if found is None else _how(law, code, rule_id)
    yield f"{code}  {how}; {rule.publish}, {rule.confidence}, checked {rule.checked}"
    missing = [fact for fact, one in law.federal.core_facts.items() if one.rule == rule_id]
    if code in law.states and any(fact in law.states[code].not_found for fact in missing):
        yield "    not found in this state's law"
    yield f"    {rule.title}"
    if limit := _limit(rule):
        yield f"    {limit}"
    yield from textwrap.wrap(rule.rule, WIDTH, initial_indent="    ", subsequent_indent="    ")
    for cite in rule.cite:
        yield f"    {cite.code} {cite.section}".rstrip()
    if rule.note:
        yield from textwrap.wrap(f"Note: {rule.note}", WIDTH, initial_indent="    ", subsequent_indent="    ")


def _how(law: Law, code: str, rule_id: str) -> str:
    if code not in law.states:
        return "federal"
    state = law.states[code]
    if rule_id in state.changes:
        return state.changes[rule_id].relation
    return "adds" if rule_id in state.adds else "federal rule, as it is"


def _limit(rule: Rule) -> str:
    """The time limit or the amount, in one line."""
    if rule.clock:
        number = (
            quantity(rule.clock.value, rule.clock.unit) if rule.clock.value and rule.clock.unit else rule.clock.words
        )
        return f"{number} {rule.clock.direction}: {', '.join(rule.clock.starts)}"
    return f"{quantity(rule.amount.value, rule.amount.unit)}: {rule.amount.what}" if rule.amount else ""


def main(arguments: list[str]) -> int:
    """Print it. Returns 0, or 1 after printing what is wrong."""
    try:
        law = load_law()
        print("\n\n".join(side_by_side(law, rule_id) for rule_id in arguments) if arguments else every_rule(law))
    except (ValueError, WrongData) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
