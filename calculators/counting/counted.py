"""Count one limit in days, months or years, with its steps and uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from calculators.counting import days
from calculators.counting.out_of_school import left_out
from calculators.counting.school_year import (
    ABOUT_SUMMER,
    SUMMER,
    SchoolYear,
    UsualBreak,
    is_whole,
    missing_ends,
    out_of_school,
    unknown_breaks,
)
from calculators.law import SCHOOL_DAYS, Clock, Pauses
from calculators.words import listed, long_date, plain_date, quantity

MONTHS_IN = {"months": 1, "years": 12}
#: The count as shown to a parent where the summer's dates are not known.
STOPS_AT_SUMMER = "The count stops at the summer, because we do not know when school is out."
#: Of a day of which it is not known whether it is a holiday in the state.
MAY_BE = "may be a holiday in your state"
ON_THE_LIST = "is on the list of state holidays, and offices may be open on such a day. So it"
#: Part of the note of a count into summer that nothing else bounds.
NO_DATE_YET = " So there is no date yet."
NO_OTHER_DAY = "You said that no other day was closed."


class Reading(StrEnum):
    """Which of two accepted readings of a limit in months or years to use."""

    SAFE = "safe"
    LITERAL = "literal"


@dataclass(frozen=True)
class Calendar:
    """Days that do not count, for school days and for business days.

    ``closures``: for school days. ``holidays``: for business days, name by ISO date. ``state_holidays``: those of them that
    only the state has; not each is a holiday for every office, so a limit that must be kept safely counts them as days.
    ``days_in_doubt``: those of them that may be no holiday, so they count or not as is safe.

    ``years``: the known first and last days of school years. ``whole``: first and last day of each period for which
    somebody confirmed that the list of closures is complete.
    """

    closures: tuple[days.Closure, ...] = ()
    holidays: Mapping[str, str] | None = None
    years: tuple[SchoolYear, ...] = ()
    whole: tuple[tuple[date, date], ...] = ()
    state_holidays: Mapping[str, str] = field(default_factory=dict)
    days_in_doubt: Mapping[str, str] = field(default_factory=dict)

    @property
    def shut(self) -> tuple[days.Closure, ...]:
        """Every period without school: the closures, and the days outside the school years."""
        return (*self.closures, *out_of_school(self.years))


@dataclass(frozen=True)
class Range:
    """A date that may still move, and why.

    ``earliest`` is the possible date nearest to the event.
    ``into_summer``: the count runs into a summer whose dates are unknown, so ``earliest`` must not be relied on.
    ``latest``: the last possible date; None if nothing bounds it.
    """

    earliest: date
    note: str
    into_summer: bool
    latest: date | None = None


@dataclass(frozen=True)
class Counted:
    """A counted limit.

    ``due``: its last day, or the earliest one of its ``range``; None if there is neither.
    """

    due: date | None
    range: Range | None
    steps: tuple[str, ...]

    @property
    def latest(self) -> date | None:
        """The last possible day; None if it is not known."""
        return self.range.latest if self.range else self.due


def count(clock: Clock, day: date, calendar: Calendar, reading: Reading) -> Counted:
    """Count ``clock`` from ``day``, excluding its pauses; ignores its second limit and late-in-year rules."""
    counted = _count(clock, day, calendar, reading)
    if counted is None:
        return Counted(None, None, (_beyond_the_table(clock),))
    moving = _range(clock, day, counted, calendar) or _with_single_days(clock, day, counted, calendar)
    steps = [STOPS_AT_SUMMER] if moving and moving.into_summer else _steps(clock, counted, calendar, reading)
    if clock.by_closed_days and not moving:
        steps.append(NO_OTHER_DAY)
    return Counted(counted.due, moving, tuple(steps))


def ends_the_day_before(clock: Clock, reading: Reading) -> bool:
    """True if the limit ends, to be safe, on the day before the same date.

    Only limits in months or years do.
    """
    return clock.unit in MONTHS_IN and clock.direction == "after" and reading is Reading.SAFE


def same_date(clock: Clock, day: date, step: int) -> date | None:
    """The same date, a limit's months or years away; None in other units.

    ``step``: 1 for later, -1 for earlier. This is the literal reading: a limit that somebody loses by missing is counted to the
    day before (``ends_the_day_before``).
    """
    if clock.value is None or clock.unit not in MONTHS_IN:
        return None
    found: date = days.count_months(day, clock.value * MONTHS_IN[clock.unit], step).due
    return found


def _count(clock: Clock, day: date, calendar: Calendar, reading: Reading) -> days.Count | None:
    """The count, or None beyond the end of the holiday table."""
    value, unit = clock.value or 0, clock.unit or ""
    step = 1 if clock.direction == "after" else -1
    if clock.pauses:
        return days.count_days_in_session(day, value, left_out(clock.pauses, calendar.shut))
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
        if ends_the_day_before(clock, reading):
            return days.count_months_safely(day, months)
        return days.count_months(day, months, step)
    if unit in SCHOOL_DAYS:
        return days.count_open_days(day, value, step, calendar.shut)
    if unit == "weekdays":  # business days in a rule under which holidays count
        return days.count_open_days(day, value, step, ())
    return days.count_business_days(day, value, step, calendar.holidays or {}, _counted(clock, calendar, reading))


def _counted(clock: Clock, calendar: Calendar, reading: Reading) -> Mapping[str, str]:
    """The state's holidays, sure or possible, that count as business days all the same.

    So the safe day of a parent is the earlier one, and that of a limit which others must keep the later one.
    """
    if clock.unit != "business_days":
        return {}
    if reading is Reading.SAFE:
        return {**calendar.state_holidays, **calendar.days_in_doubt} if clock.direction == "after" else {}
    return {} if clock.direction == "after" else calendar.days_in_doubt


def _steps(clock: Clock, count: days.Count, calendar: Calendar, reading: Reading) -> list[str]:
    """The steps of the count in sentences, from day 1 to the last day."""
    value, unit = clock.value or 0, clock.unit or ""
    due = long_date(count.due)
    if unit == "hours":
        side = "before it" if clock.direction == "before" else "after it"
        return [f"{quantity(value, unit)} {side}, at the same time of day, is {due}."]
    if unit in MONTHS_IN:
        return [_months_step(clock, count, reading)]
    if clock.pauses:
        return [*_without_breaks(clock.pauses, count), f"Day {value} is {due}."]
    if unit == "calendar_days":
        first = (
            "This rule counts the day itself as day 1."
            if clock.day_one == "event_day"
            else f"Day 1 is {long_date(count.first)}, the day {'after' if clock.direction == 'after' else 'before'}."
        )
        value += 1 if clock.more_than else 0
        return [first, "Every day counts, weekends and holidays too.", f"Day {value} is {due}."]
    first = f"Day 1 is {long_date(count.first)}, the first {unit[:-1].replace('_', ' ')} {'after' if clock.direction == 'after' else 'before'}."
    counted = _counted_in(clock, count, calendar, _counted(clock, calendar, reading))
    return [first, *_skipped(unit, count, calendar), *counted, f"Day {value} is {due}."]


def _counted_in(clock: Clock, count: days.Count, calendar: Calendar, holidays: Mapping[str, str]) -> list[str]:
    """The holidays inside the count that were not skipped, with the reason."""
    said: list[str] = []
    if not holidays or count.first is None:
        return said
    otherwise = "ends later. Do not wait for that" if clock.direction == "after" else "ends earlier"
    day, last = min(count.first, count.due), max(count.first, count.due)
    while day <= last:
        name = None if days.is_weekend(day) else holidays.get(day.isoformat())
        if name:
            why = f"{MAY_BE}. It" if day.isoformat() in calendar.days_in_doubt else ON_THE_LIST
            said.append(
                f"{name}, {plain_date(day)}, {why} counts here, to be safe. If it does not count, the limit {otherwise}."
            )
        day += days.ONE_DAY
    return said


def _months_step(clock: Clock, count: days.Count, reading: Reading) -> str:
    length = quantity(clock.value or 0, clock.unit or "")
    if clock.direction == "look_back":
        return (
            f"Looking back {length}: things that happened on {long_date(count.due)} or later are inside on every "
            "reading. The same date in the earlier year is left out, to be safe."
        )
    if ends_the_day_before(clock, reading):
        return (
            f"{length.capitalize()} later is {plain_date(count.due + timedelta(days=1))}. Some count that day in and "
            f"some do not, so the last safe day is the day before: {long_date(count.due)}."
        )
    side = "later" if clock.direction == "after" else "earlier"
    said = f"{length.capitalize()} {side}, on the same day of the month, is {long_date(count.due)}."
    if clock.direction == "after":
        said += " This is a limit that others must keep, so it is counted to the day itself."
    return said


def _without_breaks(pauses: Pauses, count: days.Count) -> list[str]:
    """Day 1, what is excluded, and each excluded break by name."""
    said = [f"Day 1 is {long_date(count.first)}, the first day after that counts."]
    said.append(f"Every day counts, weekends and holidays too, but not {pauses_in_words(pauses)}.")
    runs: list[tuple[str, list[date]]] = []
    for day, name in count.skipped:
        if not runs or day - runs[-1][1][-1] != days.ONE_DAY:
            runs.append((name, []))
        runs[-1][1].append(day)
    said += [f"{name}, {_dates(out)}: {_days(len(out))} left out." for name, out in runs]
    return said


def pauses_in_words(pauses: Pauses) -> str:
    """The days that a limit leaves out, for the end of a sentence."""
    summer = ["the summer between two school years"] if pauses.summer else []
    if pauses.breaks_from:
        summer.append(f"a school break of {pauses.breaks_from} weekdays or more, with the weekends beside it")
    return listed(summer, "or")


def _dates(stretch: list[date]) -> str:
    """The first and the last of the days, also where they were counted backwards."""
    first, last = min(stretch), max(stretch)
    return plain_date(first) if first == last else f"{plain_date(first)} to {plain_date(last)}"


def _skipped(unit: str, count: days.Count, calendar: Calendar) -> list[str]:
    """What was skipped, by name."""
    said = [f"Weekends do not count ({count.weekends} weekend days passed over)."] if count.weekends else []
    if unit == "weekdays":
        said.append("Public holidays on a weekday count here.")
    for name, closed in _in_runs(count.skipped):
        if calendar.days_in_doubt.get(closed[0].isoformat()) == name:  # and no day that the reader gave as closed
            said.append(f"{name}, {_dates(closed)}, {MAY_BE}, so it is left out.")
            continue
        said.append(f"{name}, {_dates(closed)}: {_days(len(closed))} skipped.")
    if unit in SCHOOL_DAYS and not calendar.closures:
        inside = "inside the school year " if calendar.years else ""
        said.append(f"No school closures {inside}were given, so none was skipped.")
    return said


def _in_runs(skipped: tuple[tuple[date, str], ...]) -> list[tuple[str, list[date]]]:
    """The skipped weekdays by name and stretch: a name with open days between is said once for each stretch."""
    found: list[tuple[str, list[date]]] = []
    for day, name in skipped:
        if not found or found[-1][0] != name or _is_open_between(found[-1][1][-1], day):
            found.append((name, []))
        found[-1][1].append(day)
    return found


def _is_open_between(one: date, other: date) -> bool:
    """True if a weekday lies between two skipped days, of which either may be the earlier."""
    day, end = min(one, other) + days.ONE_DAY, max(one, other)
    while day < end and days.is_weekend(day):
        day += days.ONE_DAY
    return day < end


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _beyond_the_table(clock: Clock) -> str:
    return (
        f"There is no date here: {quantity(clock.value or 0, clock.unit or '')} depend on public holidays, "
        "and our holiday table does not reach that year."
    )


def _range(clock: Clock, day: date, count: days.Count, calendar: Calendar) -> Range | None:
    """The range of a count that closed days can move; None once the list of closed days is confirmed as complete."""
    if clock.unit not in SCHOOL_DAYS and clock.pauses is None:
        return None
    unknown = _unknown(clock, day, count.due, calendar)
    if not unknown and (not clock.by_closed_days or is_whole(*stretch(day, count.due), calendar.whole, calendar.years)):
        return None
    if SUMMER in unknown:
        return Range(count.due, _into_summer(clock, day, count.due, calendar), into_summer=True)
    note = _what_moves(clock, count)
    if unknown:
        note += f" On the way: {listed([usual.name for usual in unknown])}. Add those days if you know them."
    return Range(count.due, note, into_summer=False)


def _with_single_days(clock: Clock, day: date, count: days.Count, calendar: Calendar) -> Range | None:
    """The range up to the day without any closed day, under a rule that leaves out shorter closures too."""
    if clock.pauses is None or not clock.pauses.days_in_doubt:
        return None
    every = replace(clock.pauses, breaks_from=1)
    latest = days.count_days_in_session(day, clock.value or 0, left_out(every, calendar.shut)).due
    if latest == count.due:
        return None
    note = (
        f"Single days without school do not count either, as is said. Without them and the weekends beside them it is "
        f"{long_date(latest)}."
    )
    return Range(count.due, note, into_summer=False, latest=latest)


def _unknown(clock: Clock, day: date, due: date, calendar: Calendar) -> list[UsualBreak]:
    """The usual breaks within the count for which nothing was given, if they would move it."""
    unknown = unknown_breaks(day, due, calendar.closures, calendar.years, calendar.whole)
    return unknown if clock.by_closed_days else [usual for usual in unknown if usual in ABOUT_SUMMER]


def _what_moves(clock: Clock, count: days.Count) -> str:
    if clock.pauses is None:
        side = "later" if clock.direction == "after" else "earlier"
        return f"Each weekday on which the school is closed moves this one school day {side}."
    if clock.pauses.breaks_from is None:
        return "The days between two school years do not count. Give the first and the last day of school."
    said = f"A school break of {clock.pauses.breaks_from} weekdays or more does not count, and moves this later."
    return said if count.skipped else f"{said} You gave no such break, so none is left out here."


def _into_summer(clock: Clock, day: date, earliest: date, calendar: Calendar) -> str:
    asked = listed(missing_ends(min(day, earliest), max(day, earliest), calendar.years))
    note = f"This count runs into summer, and we do not know when school is out.{NO_DATE_YET} Give {asked}, and you will see it."
    if clock.direction == "after":
        note += f" It cannot be before {long_date(earliest)}."
    return note


def stretch(day: date, due: date) -> tuple[date, date]:
    """First and last day that a count from ``day`` looks at, in calendar order.

    The day of the event is not among them.
    """
    return (day + days.ONE_DAY, due) if day < due else (due, day - days.ONE_DAY)
