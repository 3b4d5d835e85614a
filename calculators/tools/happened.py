"""The events that a finished letter mentions and that start a clock.

Which answer is the date of which event is declared in the letter's file (``event``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from calculators.counting.counted import Calendar
from calculators.counting.together import together
from calculators.inputs import Input, Kind, today
from calculators.law import Law
from calculators.result import Happened, Next, Result
from calculators.tools.resolved import resolve, warnings
from calculators.words import listed, plain_date

#: The field of a row that says whether it is still going on.
GOING = "going"


def happened(law: Law, inputs: Sequence[Input], values: Mapping[str, Any]) -> tuple[Happened, ...]:
    """The events in these answers, each date of an event once, in form order.

    For an event that can occur only once, the first date is used.
    """
    found: dict[tuple[str, date], Happened] = {}
    starting = {event.id: event for event in law.starting_events()}
    for event_id, day in _days(inputs, values):
        event = starting.get(event_id)
        if event and (event.repeats or not any(known == event_id for known, _ in found)):
            found[event_id, day] = Happened(event_id, event.title, day, event.repeats)
    return tuple(found.values())


def goes_on(inputs: Sequence[Input], values: Mapping[str, Any]) -> date | None:
    """The first day of a violation that is an event but for still going on.

    None if there is none.
    """
    began = [
        row[_day_of(question)]
        for question in inputs
        if question.event and question.kind is Kind.ROWS
        for row in values.get(question.id, ())
        if _day_of(question) in row
        if [name for name, answer in question.no_event.items() if row.get(name) == answer] == [GOING]
    ]
    began += [
        values[question.id]
        for question in inputs
        if question.kind is Kind.DATE and question.id in values and _is_no_event(question, values)
    ]
    return min(began, default=None)


def known(law: Law, told: Sequence[Happened], still: date | None = None) -> Result:
    """The dates that a letter mentions, with the clocks they start.

    ``still``: the start of a continuing violation.
    """
    rows = together(resolve(law, [(one.event, one.day) for one in told], Calendar(), today()))
    days: dict[str, list[str]] = {}
    for one in told:
        days.setdefault(one.title, []).append(plain_date(one.day))
    said = ". ".join(f"{title}: {listed(found)}" for title, found in days.items())
    warned = warnings(rows)
    if still:
        warned = (
            f"The problem that began on {plain_date(still)} still goes on, so no date here is counted from that day. "
            "But time runs out for its oldest days first. Count from that day too before you wait.",
            *warned,
        )
    return Result(
        "From your letter we know",
        f"{said}." if said else "",
        rows=tuple(rows),
        warnings=warned,
        next_steps=(Next("Count from the day on which it began", "tools/deadlines/?event=violation"),) if still else (),
    )


def _days(inputs: Iterable[Input], values: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    for question in inputs:
        value = values.get(question.id)
        if value is None:
            continue
        if question.kind is not Kind.ROWS:
            if question.event and not _is_no_event(question, values):
                yield question.event, value
            continue
        if question.event:
            first = _first(question, value)
            yield from [(question.event, first)] if first else []
        for row in value:
            yield from _days(question.fields, row)


def _is_no_event(question: Input, values: Mapping[str, Any]) -> bool:
    return any(values.get(name) == answer for name, answer in question.no_event.items())


def _first(rows: Input, values: Iterable[Mapping[str, Any]]) -> date | None:
    """The earliest day among the rows, by the first date field of a row."""
    day = _day_of(rows)
    counted = [row for row in values if not any(row.get(name) == answer for name, answer in rows.no_event.items())]
    return min((row[day] for row in counted if day in row), default=None)


def _day_of(rows: Input) -> str:
    """The field for the first day of a row."""
    return next(question.id for question in rows.fields if question.kind is Kind.DATE)
