"""What a state's rule says beyond the federal one."""

from __future__ import annotations

from calculators.law import FEDERAL_SET, Rule, load


def own_text(rule: Rule) -> str:
    """The state's own part of a rule.

    All of it where the state says it in other words.
    """
    federal = load(FEDERAL_SET).rules.get(rule.id)
    return rule.rule.removeprefix(federal.rule).strip() if federal else rule.rule
