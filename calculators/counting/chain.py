"""Resolve a case: every clock that the given events start, stop or change.

The page, the calendar file, the timeline, the command line and the tests all use this resolver.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calculators.counting.clocks import Deadline, deadline
from calculators.counting.counted import Calendar
from calculators.law import Change, Event, Law, Rule
from calculators.words import plain_date

#: What is said of a step that came after its time waited, for a length that nobody counted.
CAME_AFTER_A_WAIT = "This came on {day}. If that was in time depends on how long the time waited."


@dataclass(frozen=True)
class Start:
    """An event on a day.

    ``projected``: the day is itself a counted deadline, not a date that somebody gave.
    ``moves``: that deadline is a range of dates, and ``day`` is the earliest of them.
    ``undated``: that deadline waits, so nobody knows the day; ``day`` is the one from which the step before was counted.
    """

    event: Event
    day: date
    projected: bool = False
    moves: bool = False
    undated: bool = False


def deadlines(law: Law, happened: Iterable[tuple[str, date]], calendar: Calendar) -> list[Deadline]:
    """Every clock of ``law`` started by the events in ``happened``, by due date.

    Undated ones last.
    ``happened``: pairs of event id and day; an event may occur more than once. If an event's latest day follows from
    another clock (the end of the resolution period, say), it starts its own clocks too, marked ``projected``, unless its
    actual day is given or another given event stands for it. Events that this state does not know start nothing.
    """
    if calendar.holidays is None:
        calendar = with_holidays(law, calendar)
    given = [Start(law.events[event], day) for event, day in happened if event in law.events]
    known = {start.event.id for start in given} | {s.event.stands_for for s in given if s.event.stands_for}
    rows: list[Deadline] = []
    waiting = given
    while waiting:
        fresh = [
            row
            for start in waiting
            for rule in _started(law, start, given)
            if (row := _row(rule, start, given, calendar)) is not None
        ]
        rows += fresh
        waiting = [
            Start(event, row.due or row.trigger_date, row.due is not None, row.range is not None, row.due is None)
            for row in fresh
            for event in law.events.values()
            if event.projected_by == row.rule.id
            and (row.due or _waits(_changes(row.rule, given)))
            and event.id not in known
            and not row.ends_the_chain
        ]
        known |= {start.event.id for start in waiting}
    rows = [_inside(row, rows) for row in rows if not _is_counted_in(row, rows)]
    return sorted(rows, key=lambda row: (row.due is None, row.due or date.max))


def with_holidays(law: Law, calendar: Calendar) -> Calendar:
    """The calendar with the public holidays of the state."""
    return replace(calendar, holidays=law.holidays, state_holidays=law.state_holidays, days_in_doubt=law.days_in_doubt)


def _row(rule: Rule, start: Start, given: Sequence[Start], calendar: Calendar) -> Deadline | None:
    """A rule's clock, counted from a start; None if it is not needed, or neither has a day nor waits for one."""
    changes = _changes(rule, given)
    if changes is None or (start.undated and not _waits(changes)):
        return None
    options = {"projected": start.projected, "moves": start.moves, "undated": start.undated}
    others = [(other.event, other.day) for other in given]
    done = _done(rule, start, given) if _waits(changes) else None
    if done:
        rest = [change for change in changes if not _waits([change])]
        plain = deadline(rule, start.event, start.day, calendar, changes=rest, others=others, **options)
        if plain.due and done <= plain.due:  # in time without the wait, so in time with it
            return plain
        over = Change(rule.id, "waited", CAME_AFTER_A_WAIT.format(day=plain_date(done)))
        changes = [*rest, over]
    return deadline(rule, start.event, start.day, calendar, changes=changes, others=others, **options)


def _waits(changes: Sequence[Change] | None) -> bool:
    return any(change.effect in ("no_date", "waited") for change in changes or ())


def _done(rule: Rule, start: Start, given: Sequence[Start]) -> date | None:
    """The first day after a given start on which the step of a rule was done."""
    assert rule.clock  # an event started it
    met_by = [other.day for other in given if other.event.id in rule.clock.met_by]
    return min((day for day in met_by if start.projected or day > start.day), default=None)


def _inside(row: Deadline, rows: Iterable[Deadline]) -> Deadline:
    """The row; if its step must also be done within another limit that may end sooner, with that said beside its date."""
    for other in rows:
        if row.rule.id in other.rule.contains and row.due and other.due and other.due < row.due:
            said = f"This must also be done within another limit: “{other.due_title}”, {other.when()}. The earlier day counts."
            within = other.range.latest if other.range else other.due
            return replace(row, unsaid=f"{said} {row.unsaid}" if row.unsaid else said, within=within)
    return row


def _is_counted_in(row: Deadline, rows: Iterable[Deadline]) -> bool:
    """True if another row has this limit as its second one, so that the two are shown as one."""
    return any(
        other.rule.id == row.rule.together_with
        and other.clock.second is not None
        and row.trigger.id in other.clock.second.starts
        and row.trigger_date <= other.trigger_date
        for other in rows
    )


def _started(law: Law, start: Start, given: Sequence[Start]) -> list[Rule]:
    """The rules that an event starts, including those of the event it stands for."""
    rules = law.started_by(start.event.id)
    stands_for = start.event.stands_for
    if stands_for and not any(other.event.id == stands_for for other in given):
        rules = rules + law.started_by(stands_for)
    if start.projected:
        contained = law.rule(start.event.projected_by or "").contains
        return [rule for rule in rules if rule.id not in contained]
    return rules


def _changes(rule: Rule, given: Sequence[Start]) -> list[Change] | None:
    """How the other events change a rule's clock; None if they make the step unnecessary."""
    found = []
    for other in sorted(given, key=lambda start: (start.day, start.event.id)):  # in whatever order they were given
        for change in other.event.changes:
            if change.rule != rule.id or (change.effect == "no_date" and _is_over(rule, other, given)):
                continue
            if change.effect == "not_needed":
                return None
            found.append(_waited(change) if _is_ended(change, other, given) else change)
    return found


def _is_ended(change: Change, wait: Start, given: Sequence[Start]) -> bool:
    """True if the time that waited runs again, with the days before the wait counted."""
    return any(other.day >= wait.day and other.event.id in change.ended_by for other in given)


def _waited(change: Change) -> Change:
    return replace(change, effect="waited", words=change.ended or change.words)


def _is_over(rule: Rule, wait: Start, given: Sequence[Start]) -> bool:
    """True if a later event started the clock after all, such as one party leaving mediation."""
    assert rule.clock  # an event started it
    starts = rule.clock.starts
    return any(
        other is not wait and other.day >= wait.day and (other.event.id in starts or other.event.stands_for in starts)
        for other in given
    )
