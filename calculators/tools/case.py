"""The case calculator: all known dates go in.

What is next, late and over comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from calculators.counting import timeline
from calculators.counting.clocks import Deadline
from calculators.counting.standing import Status, with_next
from calculators.counting.together import together
from calculators.inputs import Choice, Input, Kind, WrongInput, midnight, read
from calculators.law import Event, Law
from calculators.rendering import calendar_file
from calculators.result import File, Next, Result
from calculators.tools import school_calendar, silence, today
from calculators.tools.event_questions import GROUPS, in_groups, without_year
from calculators.tools.resolved import in_order, resolve, warnings, wrong_clock
from calculators.words import long_date, plain_date

BUTTON = "Show my dates"
#: Inputs that the page sends along with the answers, outside any question.
BESIDES = ("calendar", "made", today.WHOSE, today.NO_STATE, *today.KEPT)
AS_OF = Input("as_of", "Count as of", Kind.DATE, "Leave it empty for today.", default="today")
DISCREET = Input(
    "discreet",
    "Words in the calendar file",
    Kind.CHOICE,
    "A phone calendar can be seen by others.",
    choices=(Choice("", "Say what is due"), Choice("yes", "Say only that a date is due")),
)


def inputs(laws: Sequence[Law]) -> tuple[Input, ...]:
    """One date for each event in these states, by group.

    Then the school calendar, today, and the file's wording.
    """
    events = {event.id: event for law in laws for event in law.events.values()}
    ordered = in_groups(events.values())
    return (_add(ordered), *(_question(event) for event in ordered), *school_calendar.ASKED, AS_OF, DISCREET)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, whatever has been ``given``."""
    del given
    return (*inputs([law]), silence.SENT)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The whole case as of a day.

    Raises WrongInput with a sentence for each field that does not fit.
    Some entries of ``given`` belong to no question: ``calendar`` is the seed of the calendar UIDs, ``made`` the moment of
    asking, in UTC; ``log``, ``days_out`` and ``notes`` are the child's other records, ``whose`` identifies the child where there are
    several, and ``no_state`` is "yes" where none is chosen (``today``).
    """
    values = read(asks(law, given), {key: value for key, value in given.items() if key not in BESIDES})
    happened = [(event, day) for event in law.events for day in _days(values.get(event, ()))]
    sent = values.get("sent", ())
    if not (happened or sent or any(given.get(name) for name in today.KEPT)):
        raise WrongInput({"add": "Add at least one thing that happened, with its date."})
    check_order(law, happened)
    as_of = values["as_of"]
    waiting = silence.rows(law, sent, happened, as_of)
    counted = resolve(law, happened, school_calendar.calendar(values), as_of)
    rows = together(in_order(with_next([*counted, *waiting])))
    words = calendar_file.Words.DISCREET if values.get("discreet") else calendar_file.Words.PLAIN
    made, key = str(given.get("made") or midnight()), str(given.get("calendar", ""))
    return Result(
        headline=_headline(rows) if rows else "No dates yet",
        intro=_intro(law, rows, as_of),
        picture=timeline.draw(rows, as_of) if rows else "",
        rows=tuple(rows),
        leading=len([row for row in rows if row.status in (Status.LATE, Status.SILENT, Status.NEXT)]),
        warnings=(
            *wrong_clock(law),
            *school_calendar.not_counted(values),
            *school_calendar.outside(rows, values),
            *warnings(rows),
        ),
        whole=school_calendar.whole_questions(rows, values),
        data={"today": today.for_page(law, rows, given, as_of)},
        next_steps=(Next("Put it in writing: see the letters", "tools/letters/"),),
        files=(File("dates.ics", "text/calendar", calendar_file.calendar(rows, made, key=key, words=words)),)
        if rows
        else (),
    )


def check_order(law: Law, happened: Iterable[tuple[str, date]]) -> None:
    """Raises WrongInput for an event dated before one it must follow."""
    first: dict[str, date] = {}
    for event, day in happened:
        first[event] = min(day, first.get(event, day))
    problems = {}
    for event, day in happened:
        for earlier in law.events[event].follows:
            if earlier in first and day < first[earlier]:
                problems[event] = (
                    f"{plain_date(day)} is before “{law.events[earlier].title}” ({plain_date(first[earlier])}). "
                    "Check both dates."
                )
    if problems:
        raise WrongInput(problems)


def _add(events: Sequence[Event]) -> Input:
    """The list from which a parent picks what happened; each choice reveals the field for its date."""
    choices = tuple(Choice(event.id, event.title, GROUPS[event.group]) for event in events)
    return Input("add", "Add something that happened", Kind.CHOICE, choices=choices)


def _question(event: Event) -> Input:
    if event.repeats:
        again = "If it happened more than once, write one date on each line."
        return Input(
            event.id,
            event.question,
            Kind.DATES,
            f"{event.help or ''} {again}".strip(),
            without_year=without_year(event),
        )
    return Input(event.id, event.question, Kind.DATE, event.help or "", without_year=without_year(event))


def _days(value: date | tuple[date, ...]) -> tuple[date, ...]:
    return value if isinstance(value, tuple) else (value,)


def _headline(rows: Sequence[Deadline]) -> str:
    late = [row for row in rows if row.status == Status.LATE and not row.done]
    if late:
        return f"{len(late)} {'thing is' if len(late) == 1 else 'things are'} late. Write today."
    silent = [row for row in rows if row.status == Status.SILENT]
    if silent:
        return f"{len(silent)} {'letter has' if len(silent) == 1 else 'letters have'} no answer. Write again."
    return _next(rows) or "Your dates"


def _intro(law: Law, rows: Sequence[Deadline], as_of: date) -> str:
    coming = _next(rows)
    said = f"{law.name}, as of {long_date(as_of)}."
    return said if coming in ("", _headline(rows)) else f"{said} {coming}."


def _next(rows: Sequence[Deadline]) -> str:
    """When the next step is due, and what it is; empty if nothing is ahead."""
    coming = [row for row in rows if row.status == Status.NEXT]
    return f"Next: {coming[0].when()}" if coming else ""
