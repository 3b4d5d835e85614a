"""From what happened to what is due: every clock that the given events start, each with its count.

One resolver for the page, the letter, the command line and the tests. A limit that a parent must keep
is counted the earlier, safe way; a limit that the school or the state must keep, the literal way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from calculators import days
from calculators.law import Ask, Citation, Clock, Law, Rule
from calculators.words import WEEKDAYS, long_date, plain_date, quantity

MONTHS_IN = {"months": 1, "years": 12}
OPEN_DAYS = ("school_days", "business_days")
#: Who loses something if a limit is missed, so that the safe day is shown.
COUNTED_SAFELY = ("parent", "either_party")


class Reading(StrEnum):
    """How a limit in months or years is read where people read it in two ways."""

    SAFE = "safe"
    LITERAL = "literal"


WHO = {
    "parent": "You",
    "lea": "The school district",
    "sea": "The state education agency",
    "hearing_officer": "The hearing officer",
    "either_party": "You or the school district",
    "court": "The court",
}


@dataclass(frozen=True)
class Calendar:
    """The days that do not count: ``closures`` for school days, ``holidays`` for business days."""

    closures: tuple[days.Closure, ...] = ()
    holidays: Mapping[date, str] | None = None


@dataclass(frozen=True)
class Range:
    """A date that may still move: no earlier than ``earliest``, and what would move it."""

    earliest: date
    note: str


@dataclass(frozen=True)
class Deadline:
    """One clock, started and counted. ``due`` is None where there is no number to count with."""

    rule: str
    title: str
    kind: str
    who: str
    due: date | None
    unit: str | None
    value: int | None
    words: str
    trigger: str
    trigger_title: str
    trigger_date: date
    #: True if the trigger is itself a counted date (an earlier step taking its full time).
    projected: bool
    direction: str
    cites: tuple[Citation, ...]
    checked: date
    confidence: str
    publish: str
    note: str | None
    ask: Ask | None
    if_missed: str | None
    exceptions: tuple[str, ...]
    range: Range | None
    #: What to do when the last day is a weekend day.
    weekend: str | None
    steps: tuple[str, ...]

    @property
    def citation(self) -> str:
        """All citations on one line."""
        return "; ".join(cite.text for cite in self.cites)

    @property
    def how(self) -> str:
        """The count in one line."""
        return " ".join([*self.steps, self.weekend] if self.weekend else self.steps)

    @property
    def who_in_words(self) -> str:
        """Who must act, as a sentence starts."""
        return WHO[self.who]


def deadlines(law: Law, happened: Mapping[str, date], calendar: Calendar) -> list[Deadline]:
    """Every clock of ``law`` that the events in ``happened`` start, by due date, the ones without a date last.

    An event that did not happen yet but whose latest day follows from another clock (the end of the
    resolution period, say) starts its own clocks too; those rows are marked ``projected``.
    """
    calendar = Calendar(calendar.closures, calendar.holidays if calendar.holidays is not None else law.holidays)
    known = {event: (day, False) for event, day in happened.items()}
    found: list[Deadline] = []
    done: set[tuple[str, str]] = set()
    while True:
        fresh = [
            deadline(rule, law.events[event].title, event, day, calendar, projected=projected)
            for event, (day, projected) in known.items()
            for rule in law.started_by(event)
            if (rule.id, event) not in done
        ]
        if not fresh:
            return sorted(found, key=lambda row: (row.due is None, row.due or date.max))
        done.update((row.rule, row.trigger) for row in fresh)
        found.extend(fresh)
        for event in law.events.values():
            for row in fresh:
                if event.projected_by == row.rule and row.due and event.id not in known:
                    known[event.id] = (row.due, True)


def deadline(
    rule: Rule, trigger_title: str, trigger: str, day: date, calendar: Calendar, *, projected: bool = False
) -> Deadline:
    """One rule's clock, started on ``day`` by the event ``trigger``."""
    clock = rule.clock
    if clock is None or rule.who is None:
        raise ValueError(f"{rule.id} has no clock")
    reading = Reading.SAFE if rule.who in COUNTED_SAFELY else Reading.LITERAL
    start = f"Start: {long_date(day)} ({trigger_title[0].lower() + trigger_title[1:]})."
    if trigger_title.startswith("I "):
        start = f"Start: {long_date(day)} ({trigger_title})."
    if projected:
        start = f"Start: {long_date(day)}, if the step before it takes all its time ({trigger_title.lower()})."
    count = _count(clock, day, calendar, reading)
    if rule.publish == "hold" or clock.value is None or clock.unit is None:
        steps: tuple[str, ...] = (start, _without_number(rule, clock))
    elif count is None:
        steps = (start, _beyond_the_table(clock))
    else:
        steps = (start, *_steps(clock, count, calendar, reading))
    return Deadline(
        rule=rule.id,
        title=rule.title,
        kind=rule.kind,
        who=rule.who,
        due=count.due if count else None,
        unit=clock.unit,
        value=clock.value,
        words=clock.in_words(),
        trigger=trigger,
        trigger_title=trigger_title,
        trigger_date=day,
        projected=projected,
        direction=clock.direction,
        cites=rule.cites,
        checked=rule.checked,
        confidence=rule.confidence,
        publish=rule.publish,
        note=rule.note,
        ask=rule.ask,
        if_missed=rule.if_missed,
        exceptions=rule.exceptions,
        range=_range(clock, day, count, calendar),
        weekend=_weekend_note(rule, count.due) if count else None,
        steps=steps,
    )


def _count(clock: Clock, day: date, calendar: Calendar, reading: Reading) -> days.Count | None:
    """The count, or None where there is no number or the holiday table does not reach."""
    value, unit = clock.value, clock.unit
    if value is None or unit is None:
        return None
    step = 1 if clock.direction == "after" else -1
    if unit == "calendar_days":
        if clock.day_one == "event_day":
            return days.count_calendar_days_from_event(day, value)
        return days.count_calendar_days(day, value + 1 if clock.more_than else value, step)
    if unit == "hours":
        return days.count_hours(day, value, step)
    if unit in MONTHS_IN:
        months = value * MONTHS_IN[unit]
        if clock.direction == "look_back":
            return days.look_back_months_safely(day, months)
        if reading is Reading.SAFE and step > 0:
            return days.count_months_safely(day, months)
        return days.count_months(day, months, step)
    if unit == "school_days":
        return days.count_open_days(day, value, step, calendar.closures)
    return _count_business_days(day, value, step, calendar.holidays or {})


def _count_business_days(day: date, value: int, step: int, holidays: Mapping[date, str]) -> days.Count | None:
    years = {holiday.year for holiday in holidays}
    if day.year not in years:
        return None
    near = [days.Closure(when, when, name) for when, name in holidays.items() if abs(when.year - day.year) <= 1]
    count = days.count_open_days(day, value, step, near)
    return count if count.due.year in years else None


def _steps(clock: Clock, count: days.Count, calendar: Calendar, reading: Reading) -> list[str]:
    """The count in sentences, from day 1 to the last day."""
    value, unit = clock.value or 0, clock.unit or ""
    due = long_date(count.due)
    if unit == "hours":
        side = "before it" if clock.direction == "before" else "after it"
        return [f"{quantity(value, unit)} {side}, at the same time of day, is {due}."]
    if unit in MONTHS_IN:
        return [_months_step(clock, count, reading)]
    if unit == "calendar_days":
        first = (
            "This rule counts the day itself as day 1."
            if clock.day_one == "event_day"
            else f"Day 1 is {long_date(count.first)}, the day {'after' if clock.direction == 'after' else 'before'}."
        )
        value += 1 if clock.more_than else 0
        return [first, "Every day counts, weekends and holidays too.", f"Day {value} is {due}."]
    first = f"Day 1 is {long_date(count.first)}, the first {unit[:-1].replace('_', ' ')} {'after' if clock.direction == 'after' else 'before'}."
    return [first, *_skipped(unit, count, calendar), f"Day {value} is {due}."]


def _months_step(clock: Clock, count: days.Count, reading: Reading) -> str:
    length = quantity(clock.value or 0, clock.unit or "")
    if clock.direction == "look_back":
        return (
            f"Looking back {length}: things that happened on {long_date(count.due)} or later are inside on every "
            "reading. The same date in the earlier year is left out, to be safe."
        )
    if reading is Reading.SAFE and clock.direction == "after":
        return (
            f"{length.capitalize()} later is {plain_date(count.due + timedelta(days=1))}. Some count that day in and "
            f"some do not, so the last safe day is the day before: {long_date(count.due)}."
        )
    side = "later" if clock.direction == "after" else "earlier"
    return f"{length.capitalize()} {side}, on the same day of the month, is {long_date(count.due)}."


def _skipped(unit: str, count: days.Count, calendar: Calendar) -> list[str]:
    """What was passed over, by name."""
    said = [f"Weekends do not count ({count.weekends} weekend days passed over)."] if count.weekends else []
    by_name: dict[str, list[date]] = {}
    for day, name in count.skipped:
        by_name.setdefault(name, []).append(day)
    for name, closed in by_name.items():
        dates = plain_date(closed[0]) if len(closed) == 1 else f"{plain_date(closed[0])} to {plain_date(closed[-1])}"
        said.append(f"{name}, {dates}: {_days(len(closed))} skipped.")
    if unit == "school_days" and not calendar.closures:
        said.append("No school closures were given, so none was skipped.")
    return said


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _weekend_note(rule: Rule, due: date) -> str | None:
    if not days.is_weekend(due) or (rule.clock and rule.clock.direction == "look_back"):
        return None
    friday = due - timedelta(days=due.weekday() - 4)
    monday = due + timedelta(days=7 - due.weekday())
    if rule.who in COUNTED_SAFELY:
        return f"That is a {WEEKDAYS[due.weekday()]}, and the limit does not move. Act by {long_date(friday)}."
    return (
        f"That is a {WEEKDAYS[due.weekday()]}, and the limit does not move. "
        f"If you have nothing by {long_date(monday)}, write on that day."
    )


def _without_number(rule: Rule, clock: Clock) -> str:
    if rule.publish == "hold":
        return "There is no date here, because the time limit is not confirmed. " + (rule.note or "")
    return f"The law sets no number of days. It says: {clock.words}."


def _beyond_the_table(clock: Clock) -> str:
    return (
        f"There is no date here: {quantity(clock.value or 0, clock.unit or '')} depend on public holidays, "
        "and our holiday table does not reach that year."
    )


def _range(clock: Clock, day: date, count: days.Count | None, calendar: Calendar) -> Range | None:
    """School days are a range as long as nobody has said when the school is closed."""
    if count is None or clock.unit != "school_days" or calendar.closures:
        return None
    note = "Each weekday on which the school is closed moves this one school day later."
    if any(month in (6, 7, 8) for month in _months_between(day, count.due)):
        note = (
            "This count runs into summer. Summer days are not school days, so the real date is probably much later, "
            "after school starts again. Add the summer break to see it."
        )
    return Range(count.due, note)


def _months_between(one: date, other: date) -> set[int]:
    first, last = min(one, other), max(one, other)
    return {(first + timedelta(days=offset)).month for offset in range((last - first).days + 1)}


__all__ = ["OPEN_DAYS", "Calendar", "Deadline", "Range", "deadline", "deadlines"]
