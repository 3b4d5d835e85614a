"""The deadline calculator: a state, an event and its date go in.

The clocks it starts come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from calculators.counting import chain
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.together import together
from calculators.inputs import Choice, Input, Kind, WrongInput, midnight, read, today
from calculators.law import Event, Law
from calculators.rendering.calendar_file import calendar
from calculators.result import File, Next, Result
from calculators.tools import school_calendar
from calculators.tools.event_questions import GROUPS, in_groups, without_year
from calculators.tools.resolved import resolve, warnings, wrong_clock
from calculators.words import long_date, number_word

BUTTON = "Count the days"
DAY_HELP = "Use the day the other side got it, not the day you wrote it."
HOW_TO_WRITE = "Write it like 3/2/2026 or 3.2.2026, or pick it."
#: Any day: which clocks an event starts does not depend on it.
ANY_DAY = date(2026, 1, 5)


def inputs(laws: Sequence[Law], asked: str = "") -> tuple[Input, ...]:
    """What the form asks: the event, its date, and the school calendar.

    ``asked`` is the event selected at first. The school calendar is asked for if the event starts a limit in school days,
    directly or through a later counted step.
    """
    happened, day = _questions(laws, asked)
    when = _in_school_days(laws)
    return happened, day, *(replace(question, when=when) for question in school_calendar.ASKED)


def _questions(laws: Sequence[Law], asked: str) -> tuple[Input, Input]:
    starting = {event.id: event for law in laws for event in law.starting_events()}
    known = starting.get(asked)
    choices = (
        Choice(event.id, event.title, GROUPS[event.group], event.question, _help(event))
        for event in in_groups(starting.values())
    )
    return (
        Input("event", "What happened?", Kind.CHOICE, required=True, choices=tuple(choices)),
        Input(
            "date",
            known.question if known else "On what day?",
            Kind.DATE,
            _help(known),
            required=True,
            without_year=without_year(known),
            asked_by="event",
        ),
    )


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks about the event selected in ``given``."""
    return (*_questions([law], str(given.get("event", ""))), *school_calendar.ASKED)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The clocks that one event starts.

    Raises WrongInput with a sentence for each field that does not fit.
    ``made`` in ``given`` is the moment of asking, in UTC; no question asks for it.
    """
    event_id = str(given.get("event", ""))
    if event_id and event_id not in [event.id for event in law.starting_events()]:
        raise WrongInput({"event": f"No time limit that we know of starts with this in {law.name}. Choose another."})
    asked: tuple[Input, ...] = _questions([law], event_id)
    unasked = {"made"}
    if event_id and counts_school_days(law, law.events[event_id]):
        asked = (*asked, *school_calendar.ASKED)
    else:  # answers about another event stay in the form but are ignored
        unasked |= {question.id for question in school_calendar.ASKED}
    values = read(asked, {name: value for name, value in given.items() if name not in unasked})
    event = law.events[values["event"]]
    as_of = today()
    rows = together(resolve(law, [(event.id, values["date"])], school_calendar.calendar(values), as_of))
    made = str(given.get("made") or midnight())
    return Result(
        headline=f"{event.title}: {long_date(values['date'])}",
        intro=f"{law.name}. {started(rows)}",
        rows=tuple(rows),
        warnings=(
            *wrong_clock(law),
            *school_calendar.not_counted(values),
            *school_calendar.outside(rows, values),
            *warnings(rows),
        ),
        whole=school_calendar.whole_questions(rows, values),
        next_steps=(Next("Put it in writing: see the letters", "tools/letters/"),),
        files=(File("dates.ics", "text/calendar", calendar(rows, made)),) if any(row.due for row in rows) else (),
    )


def started(rows: Sequence[Deadline]) -> str:
    """How many time limits start, and how many have a date."""
    dated = sum(row.due is not None for row in rows)
    limits = "one time limit" if len(rows) == 1 else f"{number_word(len(rows))} time limits"
    if dated == len(rows):
        return f"This starts {limits}."
    if not dated:
        return f"This starts {limits}. No day can be counted for {'it' if len(rows) == 1 else 'them'}. See why below."
    return f"This starts {limits}. {number_word(dated).capitalize()} of them {'has' if dated == 1 else 'have'} a date."


def _help(event: Event | None) -> str:
    return f"{(event and event.help) or DAY_HELP} {HOW_TO_WRITE}"


def _in_school_days(laws: Sequence[Law]) -> dict[str, tuple[str, ...]]:
    """The events for which the school calendar is asked; across several states, the states' own events."""
    found = [(law.code, event.id) for law in laws for event in law.starting_events() if counts_school_days(law, event)]
    if len(laws) == 1:
        return {"event": tuple(event for _, event in found)}
    return {"state event": tuple(f"{state} {event}" for state, event in found)}


def counts_school_days(law: Law, event: Event) -> bool:
    """True if the event starts a limit, now or later, on the school calendar."""
    return any(row.clock.by_school_calendar for row in chain.deadlines(law, [(event.id, ANY_DAY)], Calendar()))
