"""One clock: a rule of the law, started by an event on a day, becomes a due date with its count.

A limit that a parent must keep is counted the earlier, safe way; a limit that the school or the state must
keep, the literal way. What a whole case starts is in ``chain``; what is late or next, in ``standing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from calculators.counting import days
from calculators.counting.school_year import SUMMER, SchoolYear, is_whole, missing_ends, out_of_school, unknown_breaks
from calculators.law import Change, Clock, Event, Rule
from calculators.words import WEEKDAYS, listed, long_date, plain_date, quantity

MONTHS_IN = {"months": 1, "years": 12}
#: Days on which school is open, by the names that states have for them: each moves with a day that is closed.
SCHOOL_DAYS = ("school_days", "instructional_days", "school_working_days")
OPEN_DAYS = (*SCHOOL_DAYS, "business_days")
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
    "early_intervention": "The early intervention agency",
    "either_party": "You or the school district",
    "court": "The court",
}


@dataclass(frozen=True)
class Calendar:
    """The days that do not count: ``closures`` for school days, ``holidays`` (by day, ISO) for business days.

    ``years``: the ends of school years, as far as they were given. ``whole``: first and last day of each stretch for
    which somebody said that the closures are all there are.
    """

    closures: tuple[days.Closure, ...] = ()
    holidays: Mapping[str, str] | None = None
    years: tuple[SchoolYear, ...] = ()
    whole: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Range:
    """A date that may still move: no earlier than ``earliest``, and what would move it."""

    earliest: date
    note: str
    #: The count meets a summer of which nothing is known: the earliest day is then no date to go by.
    into_summer: bool


@dataclass(frozen=True)
class Deadline:
    """A rule's clock, started and counted. ``due`` is None where there is no number to count with."""

    rule: Rule
    trigger: Event
    trigger_date: date
    #: True if the trigger is itself a counted date (an earlier step taking its full time).
    projected: bool
    due: date | None
    #: The last working day before ``due``, where the parent must act and that day is not one; else None.
    act_by: date | None
    range: Range | None
    #: What to do when the last day is a weekend day.
    weekend: str | None
    #: What another event did to this clock.
    change: str | None
    steps: tuple[str, ...]
    #: ``late``, ``next``, ``later`` or ``passed`` on the day of asking; None without a date to keep.
    status: str | None = None
    #: The standing in a sentence that can go into a letter.
    standing: str | None = None
    #: The day on which what was due was done, if that is known.
    done: date | None = None
    #: Other laws' clocks for the same thing, which one card shows with this one (``together``).
    joined: tuple[Deadline, ...] = ()
    #: The letter that waits for an answer by this day, by its id; empty for every other row.
    letter: str = ""

    @property
    def clock(self) -> Clock:
        """The time limit that was counted."""
        assert self.rule.clock
        return self.rule.clock

    @property
    def due_title(self) -> str:
        """What is due, as it stands over a date."""
        return self.rule.due_title or self.rule.title

    @property
    def day(self) -> date | None:
        """The day to go by: the last working day for a parent, else the limit itself."""
        return self.act_by or self.due

    def when(self, written: Callable[[date], str] = long_date) -> str:
        """The day to go by with all that belongs to it, inside a sentence; empty without a date."""
        if self.due is None:
            return ""
        if self.act_by and self.status not in ("passed", "unsure", "silent"):
            return f"act by {written(self.act_by)} (limit: {written(self.due)})"
        return f"no earlier than {written(self.due)}" if self.range else written(self.due)

    @property
    def stretch(self) -> tuple[date, date] | None:
        """The first and the last of the days on which a closed day would move the due date; None if none would."""
        if self.clock.unit not in SCHOOL_DAYS or self.due is None:
            return None
        return _stretch(self.trigger_date, self.due)

    @property
    def how(self) -> str:
        """The count in one line."""
        return " ".join(self.steps)

    @property
    def who_in_words(self) -> str:
        """Who must act, as a sentence starts."""
        return WHO[self.rule.who or ""]


def deadline(
    rule: Rule, event: Event, day: date, calendar: Calendar, *, projected: bool = False, changes: Sequence[Change] = ()
) -> Deadline:
    """One rule's clock, started by ``event`` on ``day``. ``changes`` are what other events do to it."""
    clock = rule.clock
    if clock is None or rule.who is None:
        raise ValueError(f"{rule.id} has no clock")
    reading = Reading.SAFE if rule.who in COUNTED_SAFELY else Reading.LITERAL
    waits = any(change.effect == "no_date" for change in changes)
    count = None if waits else _count(clock, day, calendar, reading)
    moving = _range(clock, day, count, calendar)
    told = _told(rule, clock, count, calendar, reading, waits=waits)
    if moving and moving.into_summer:
        count, told = None, ["The count stops at the summer, because we do not know when school is out."]
    if count and clock.unit in SCHOOL_DAYS and not moving:
        told.append("You said that no other day was closed.")
    steps = (_start(event, day, projected=projected), *told)
    holidays = calendar.holidays or {}
    act_by = _act_by(rule, day, count.due, holidays) if count and not moving else None
    return Deadline(
        rule=rule,
        trigger=event,
        trigger_date=day,
        projected=projected,
        due=count.due if count else None,
        act_by=act_by,
        range=moving,
        weekend=_weekend_note(rule, count.due, act_by, holidays) if count else None,
        change=" ".join(change.words for change in changes) or None,
        steps=steps,
    )


def _start(event: Event, day: date, *, projected: bool) -> str:
    title = event.title if event.title.startswith("I ") else event.title[0].lower() + event.title[1:]
    if projected:
        return f"Start: {long_date(day)}, if the step before it takes all its time ({title})."
    return f"Start: {long_date(day)} ({title})."


def _told(
    rule: Rule, clock: Clock, count: days.Count | None, calendar: Calendar, reading: Reading, *, waits: bool
) -> list[str]:
    """The count in sentences, or why there is none."""
    if rule.publish == "hold" or clock.value is None or clock.unit is None:
        return [_without_number(rule, clock)]
    if waits:
        return ["There is no date now, because the time waits."]
    if count is None:
        return [_beyond_the_table(clock)]
    return _steps(clock, count, calendar, reading)


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
    if unit in SCHOOL_DAYS:
        return days.count_open_days(day, value, step, (*calendar.closures, *out_of_school(calendar.years)))
    if unit == "weekdays":  # business days of which the law says that holidays count
        return days.count_open_days(day, value, step, ())
    return days.count_business_days(day, value, step, calendar.holidays or {})


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
    said = f"{length.capitalize()} {side}, on the same day of the month, is {long_date(count.due)}."
    if clock.direction == "after":
        said += " This is a limit that others must keep, so it is counted to the day itself."
    return said


def _skipped(unit: str, count: days.Count, calendar: Calendar) -> list[str]:
    """What was passed over, by name."""
    said = [f"Weekends do not count ({count.weekends} weekend days passed over)."] if count.weekends else []
    if unit == "weekdays":
        said.append("Public holidays on a weekday count here.")
    by_name: dict[str, list[date]] = {}
    for day, name in count.skipped:
        by_name.setdefault(name, []).append(day)
    for name, closed in by_name.items():
        dates = plain_date(closed[0]) if len(closed) == 1 else f"{plain_date(closed[0])} to {plain_date(closed[-1])}"
        said.append(f"{name}, {dates}: {_days(len(closed))} skipped.")
    if unit in SCHOOL_DAYS and not calendar.closures:
        inside = "inside the school year " if calendar.years else ""
        said.append(f"No school closures {inside}were given, so none was skipped.")
    return said


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _act_by(rule: Rule, start: date, due: date, holidays: Mapping[str, str]) -> date | None:
    """The last working day before a parent's limit that ends on another day; None where the limit is a working day."""
    if rule.who not in COUNTED_SAFELY or (rule.clock and rule.clock.direction == "look_back"):
        return None
    last = _working_day(due, -1, holidays)
    starts_later = rule.clock is not None and rule.clock.direction == "after" and last < start
    return None if last == due or starts_later else last


def _weekend_note(rule: Rule, due: date, act_by: date | None, holidays: Mapping[str, str]) -> str | None:
    if act_by:
        return f"That is {_day_off(due, holidays)}, and the limit does not move. Act by {long_date(act_by)}."
    if not days.is_weekend(due) or rule.who in COUNTED_SAFELY:
        return None
    return (
        f"That is {_day_off(due, holidays)}, and the limit does not move. "
        f"If you have nothing by {long_date(_working_day(due, 1, holidays))}, write on that day."
    )


def _working_day(day: date, step: int, holidays: Mapping[str, str]) -> date:
    """The day itself, or the next one before (``step`` -1) or after it that is no weekend day and no public holiday."""
    while days.is_weekend(day) or day.isoformat() in holidays:
        day += timedelta(days=step)
    return day


def _day_off(day: date, holidays: Mapping[str, str]) -> str:
    if days.is_weekend(day):
        return f"a {WEEKDAYS[day.weekday()]}"
    return f"a public holiday ({holidays[day.isoformat()]})"


def _without_number(rule: Rule, clock: Clock) -> str:
    if rule.publish == "hold":
        return "There is no date here, because the time limit is not confirmed. " + (rule.note or "")
    return f"The law sets no number of days. It says: {clock.words}."


def _beyond_the_table(clock: Clock) -> str:
    return (
        f"There is no date here: {quantity(clock.value or 0, clock.unit or '')} depend on public holidays, "
        "and our holiday table does not reach that year."
    )


def _stretch(day: date, due: date) -> tuple[date, date]:
    """The days that a count from ``day`` looks at, in the order of the calendar: the day of the event is none of them."""
    return (day + days.ONE_DAY, due) if day < due else (due, day - days.ONE_DAY)


def _range(clock: Clock, day: date, count: days.Count | None, calendar: Calendar) -> Range | None:
    """School days are a range until a parent has said that the list is whole, and no usual break lacks an answer."""
    if count is None or clock.unit not in SCHOOL_DAYS:
        return None
    unknown = unknown_breaks(day, count.due, calendar.closures, calendar.years)
    if not unknown and is_whole(*_stretch(day, count.due), calendar.whole, calendar.years):
        return None
    if SUMMER in unknown:
        return Range(count.due, _into_summer(clock, day, count.due, calendar), into_summer=True)
    note = "Each weekday on which the school is closed moves this one school day later."
    if unknown:
        note += f" On the way: {listed([usual.name for usual in unknown])}. Add those days if you know them."
    return Range(count.due, note, into_summer=False)


def _into_summer(clock: Clock, day: date, earliest: date, calendar: Calendar) -> str:
    asked = listed(missing_ends(min(day, earliest), max(day, earliest), calendar.years))
    note = f"This count runs into summer, and we do not know when school is out. So there is no date yet. Give {asked}, and you will see it."
    if clock.direction == "after":
        note += f" It cannot be before {long_date(earliest)}."
    return note
