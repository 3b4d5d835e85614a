"""The deadline calculator: a state, something that happened and its date; out come the clocks it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calculators.calendar_file import calendar
from calculators.case import CLOSED, GROUPS, in_groups, resolve, warnings
from calculators.clocks import Calendar
from calculators.inputs import Choice, Input, Kind, WrongInput, read, today
from calculators.law import Law
from calculators.result import File, Next, Result
from calculators.words import long_date, number_word

BUTTON = "Count the days"
DAY_HELP = "Use the day the other side got it, not the day you wrote it."


def inputs(laws: Sequence[Law], asked: str = "") -> tuple[Input, ...]:
    """What the form asks in these states: the event, its date, and the days on which school is closed.

    If the page already knows the event (``asked``), the date is asked for in that event's own words, and
    closed days only if a limit in school days starts there.
    """
    starting = {event.id: event for law in laws for event in law.starting_events()}
    events = in_groups(starting.values())
    known = starting.get(asked)
    questions = [
        Input(
            "event",
            "What happened?",
            Kind.CHOICE,
            required=True,
            choices=tuple(Choice(event.id, event.title, GROUPS[event.group]) for event in events),
        ),
        Input(
            "date",
            known.question if known else "On what day?",
            Kind.DATE,
            f"{known.help if known and known.help else DAY_HELP} Write it like 3/2/2026, or pick it.",
            required=True,
        ),
    ]
    if not known or any(_in_school_days(law, known.id) for law in laws):
        questions.append(CLOSED)
    return tuple(questions)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The clocks that one event starts. Raises WrongInput with a sentence for each field that does not fit."""
    event_id = given.get("event")
    questions = inputs([law])
    if event_id and event_id not in [choice.value for choice in questions[0].choices]:
        raise WrongInput({"event": f"No time limit that we know of starts with this in {law.name}. Choose another."})
    values = read(questions, given)
    event = law.events[values["event"]]
    as_of = today()
    rows = resolve(law, [(event.id, values["date"])], Calendar(values.get("closed", ())), as_of)
    dated = [row for row in rows if row.due]
    clocks = "one clock" if len(rows) == 1 else f"{number_word(len(rows))} clocks"
    with_dates = "" if len(dated) == len(rows) else f", {number_word(len(dated))} with a date"
    return Result(
        headline=f"{event.title}: {long_date(values['date'])}",
        intro=f"{law.name}. This starts {clocks}{with_dates}.",
        rows=tuple(rows),
        warnings=warnings(rows),
        next_steps=(Next("Put it in writing: see the letters", "tools/letters/"),),
        files=(File("dates.ics", "text/calendar", calendar(rows, as_of)),) if dated else (),
    )


def _in_school_days(law: Law, event_id: str) -> bool:
    return any(rule.clock and rule.clock.unit == "school_days" for rule in law.started_by(event_id))
