"""The days in a letter beside the day on it: what cannot be, and what comes too late.

A letter cannot tell of what happens after its own date. Where its writer has a time limit, as for a notice before a move, a
question names the rule (``limit``), and the letter is warned about if its date is after the last day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar
from calculators.inputs import Input, Kind
from calculators.law import Law
from calculators.words import plain_date

#: The question for the day on a letter.
LETTER_DATE = "letter_date"


def after_the_letter(asked: Sequence[Input], values: Mapping[str, Any]) -> dict[str, str]:
    """The error for each day after the date of the letter, by field.

    Of days that have happened. Fields of rows are named by position: ``issues.0.day``.
    """
    written = values.get(LETTER_DATE)
    if written is None:
        return {}
    return {
        name: f"{plain_date(day)} is after the date of the letter, {plain_date(written)}. Check both dates."
        for name, day in _past_days(asked, values)
        if day > written
    }


def _past_days(asked: Sequence[Input], values: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    """The days of what has happened, in rows too."""
    for question in asked:
        given = values.get(question.id)
        if question.kind is Kind.ROWS:
            for place, row in enumerate(given or ()):
                yield from ((f"{question.id}.{place}.{name}", day) for name, day in _past_days(question.fields, row))
        elif question.kind is Kind.DATE and question.latest == "today" and given is not None:
            yield question.id, given


def overdue(law: Law, asked: Sequence[Input], values: Mapping[str, Any]) -> dict[str, str]:
    """A warning for each day whose limit was over, by field.

    Over on the date of the letter.
    """
    found = {question.id: _too_late(law, question, values) for question in asked if question.limit}
    return {name: said for name, said in found.items() if said}


def _too_late(law: Law, question: Input, values: Mapping[str, Any]) -> str:
    """What to do about a limit that is over; empty if it is not, or if the law does not say."""
    rule = law.find(question.limit)
    written, day = values.get(LETTER_DATE), values.get(question.id)
    if rule is None or rule.clock is None or rule.publish == "hold" or written is None or day is None:
        return ""
    last = deadline(rule, law.events[rule.clock.starts[0]], day, Calendar()).due
    if last is None or written <= last:
        return ""
    side = "before" if rule.clock.direction == "before" else "after"
    said = f"By our count this is late. The rule: {rule.clock.in_words()} {side} {plain_date(day)}. The last day was {plain_date(last)}."
    return f"{said} {rule.if_missed or ''}".rstrip()
