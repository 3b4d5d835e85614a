"""A rule's number inside a sentence, with its mark of confidence.

A fact on hold gives no number. A reported, unconfirmed fact is marked, and so is a limit that a state may change.
"""

from __future__ import annotations

from calculators.counting.cautions import MARKS
from calculators.law import Rule
from calculators.words import quantity

LIMIT_NOT_CONFIRMED = "a time limit that we could not confirm"
NUMBER_NOT_CONFIRMED = "a number that we could not confirm"
OTHER_LIMIT = "(your state may have another limit)"
REPORTED = f"({MARKS['caveat'].lower()})"


def clock_words(rule: Rule) -> str:
    """A rule's time limit in words. Raises ValueError if it has none."""
    if rule.clock is None:
        raise ValueError(f"rule '{rule.id}' has no clock")
    if rule.publish == "hold":
        return LIMIT_NOT_CONFIRMED
    words = rule.clock.in_words()
    if rule.states_may and rule.states_may.more_time:
        words = f"{words} {OTHER_LIMIT}"
    return as_sure_as(rule, words)


def amount_words(rule: Rule) -> str:
    """A rule's number that is not a time limit, in words.

    Raises ValueError if it has none.
    """
    if rule.publish == "hold":
        return NUMBER_NOT_CONFIRMED
    if rule.amount is None:
        raise ValueError(f"rule '{rule.id}' has no amount")
    return as_sure_as(rule, quantity(rule.amount.value, rule.amount.unit))


def as_sure_as(rule: Rule, words: str) -> str:
    """``words`` taken from a rule, marked if the rule is only reported."""
    return f"{words} {REPORTED}" if rule.publish == "caveat" else words
