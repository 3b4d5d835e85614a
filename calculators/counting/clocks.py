"""Count one clock: a rule, started by an event on a day, becomes a deadline.

A limit that the parent must meet is counted to the earlier, safe day; a limit on the school or the state is counted
literally. ``chain`` resolves a whole case; ``standing`` says what is late and what comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calculators.counting import days
from calculators.counting.counted import MAY_BE, Calendar, Counted, Range, Reading, count, stretch
from calculators.counting.late_in_year import moved, unknown_event
from calculators.counting.out_of_school import ends_after, is_summer, left_out
from calculators.counting.two_limits import both, unknown_start
from calculators.law import SCHOOL_DAYS, Change, Clock, Event, MayBe, Pauses, Rule
from calculators.words import WEEKDAYS, long_date, quantity

#: Parties for whom the safe (earlier) day is shown: those who lose something by missing the limit.
COUNTED_SAFELY = ("parent", "either_party")
#: Caution for a deadline that is counted from another deadline.
MOVES_ALONG = "The step before has no sure day yet. If that day is later, this one is too."
#: The first step of a count whose start has no day yet.
UNKNOWN_START = "Start: not known yet, because the step before waits."
#: The step of a count that something else has ended or stopped; what did stands beside it.
NO_DATE_NOW = "There is no date now, because of what happened since."
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
class Deadline:
    """A rule's clock, started and counted.

    ``due`` is None where the law gives no number to count.
    """

    rule: Rule
    trigger: Event
    trigger_date: date
    #: True if the trigger is itself a deadline (an earlier step assumed to take its full time).
    projected: bool
    due: date | None
    #: The last working day before ``due``, if the parent must act and ``due`` is not a working day; else None.
    act_by: date | None
    range: Range | None
    #: What to do if the last day falls on a weekend or holiday.
    weekend: str | None
    #: How another event changed this clock.
    change: str | None
    #: Which event's date is missing and could give a different day, in a sentence; None if none is.
    unsaid: str | None
    steps: tuple[str, ...]
    #: The count of another length that may hold in its place; None if there is none.
    may_be: Counted | None = None
    #: A ``Status`` value on the day of asking; None without a date to meet.
    status: str | None = None
    #: The status as a sentence that can go into a letter.
    standing: str | None = None
    #: The day on which the step was done, if known.
    done: date | None = None
    #: Other laws' limits on the same step, shown on the same card (see ``together``).
    joined: tuple[Deadline, ...] = ()
    #: The id of the letter that awaits an answer by this day; empty for every other row.
    letter: str = ""
    #: The last day of another limit that contains this step and surely ends sooner; None if none does.
    within: date | None = None
    #: True if the day of the trigger is not known, as the step before waits; ``trigger_date`` is then that step's own.
    undated: bool = False

    @property
    def ends_the_chain(self) -> bool:
        """True if the next step has a time of its own that no clock counts.

        It begins after this day.
        """
        late = self.clock.late_in_year
        return late is not None and late.then is not None and late.then in self.steps

    @property
    def clock(self) -> Clock:
        """The time limit that was counted."""
        assert self.rule.clock
        return self.rule.clock

    @property
    def due_title(self) -> str:
        """What is due, as the heading above the date."""
        return self.rule.due_title or self.rule.title

    @property
    def day(self) -> date | None:
        """The day to act on: for a parent the last working day, else the limit."""
        return self.act_by or self.due

    def when(self, written: Callable[[date], str] = long_date) -> str:
        """The day to act on with its qualifications, as part of a sentence.

        Empty without a date.
        """
        if self.due is None:
            return ""
        if self.act_by and self.status not in ("passed", "unsure", "silent"):
            return f"act by {written(self.act_by)} (limit: {written(self.due)})"
        if self.range is None:
            return written(self.due)
        if self.clock.direction == "before":
            return f"no later than {written(self.due)}"
        until = f", at the latest {written(self.range.latest)}" if self.range.latest else ""
        return f"no earlier than {written(self.due)}{until}"

    @property
    def stretch(self) -> tuple[date, date] | None:
        """First and last day between which a school closure would move the due date.

        Or that of a limit that may hold. None if none would.
        """
        ends = []
        if self.due and self.clock.by_closed_days:
            ends.append(self.due)
        if self.may_be and self.may_be.due and self.clock.may_be and self.clock.may_be.unit in SCHOOL_DAYS:
            ends.append(self.may_be.due)
        if not ends:
            return None
        return stretch(self.trigger_date, max(ends, key=lambda end: abs(end - self.trigger_date)))

    @property
    def how(self) -> str:
        """The count in one line."""
        return " ".join(self.steps)

    @property
    def who_in_words(self) -> str:
        """Who must act, as the start of a sentence."""
        return WHO[self.rule.who or ""]


def deadline(
    rule: Rule,
    event: Event,
    day: date,
    calendar: Calendar,
    *,
    projected: bool = False,
    moves: bool = False,
    undated: bool = False,
    changes: Sequence[Change] = (),
    others: Sequence[tuple[Event, date]] = (),
) -> Deadline:
    """Count one rule's clock, started by ``event`` on ``day``.

    ``changes``: how other events change it. ``moves``: ``day`` may still turn out later, and the deadline with it.
    ``undated``: nobody knows the day, as the step before waits; ``day`` is the one from which that step was counted.
    ``others``: everything that happened, for limits that depend on more than one day. Raises ValueError for a rule without a
    clock.
    """
    clock = rule.clock
    if clock is None or rule.who is None:
        raise ValueError(f"{rule.id} has no clock")
    if rule.publish == "hold" or clock.value is None or clock.unit is None:
        counted = Counted(None, None, (_without_number(rule, clock),))
    elif any(change.effect == "no_date" for change in changes):
        counted = Counted(None, None, (NO_DATE_NOW,))
    elif any(change.effect == "waited" for change in changes):
        counted = Counted(
            None, None, ("There is no date here, because the time waited, and we do not count how long.",)
        )
    else:
        counted = _refined(clock, day, calendar, reading_of(rule), others)
        counted = _off_days_off(counted, calendar) if clock.to_working_day else counted
        counted = _moving_along(counted) if moves else counted
    hidden = counted.range is not None and counted.range.into_summer and counted.range.latest is None
    due = None if hidden else counted.due
    holidays = calendar.holidays or {}
    act_by = _act_by(rule, day, due, holidays) if due and not counted.range else None
    other = _other_length(rule, clock.may_be, day, calendar) if due and clock.may_be else None
    unsaid = [_unsaid(clock, day, others), _may_hold(clock, clock.may_be, other) if clock.may_be and other else None]
    return Deadline(
        rule=rule,
        trigger=event,
        trigger_date=day,
        projected=projected,
        due=due,
        act_by=act_by,
        range=counted.range,
        weekend=_weekend_note(rule, due, act_by, calendar) if due else None,
        change=" ".join(change.words for change in changes) or None,
        unsaid=" ".join(words for words in unsaid if words) or None if due else None,
        steps=(UNKNOWN_START if undated else _start(event, day, projected=projected), *counted.steps),
        undated=undated,
        may_be=other,
    )


def reading_of(rule: Rule) -> Reading:
    """How a rule's months and years are counted: safely, or to the day itself.

    Safely for who loses by missing them.
    """
    return Reading.SAFE if rule.who in COUNTED_SAFELY else Reading.LITERAL


def _other_length(rule: Rule, other: MayBe, day: date, calendar: Calendar) -> Counted:
    """The count of a length that may hold in the place of the rule's own."""
    assert rule.clock
    plain = replace(rule.clock, value=other.value, unit=other.unit, pauses=None)
    return count(plain, day, calendar, reading_of(rule))


def _may_hold(clock: Clock, other: MayBe, counted: Counted) -> str:
    """Says which other limit may hold, and its day if there is one."""
    words = f"Another limit may hold: {quantity(other.value, other.unit)}, {other.words}."
    if counted.due is None or (counted.range and counted.range.into_summer):
        return words
    bound = "" if not counted.range else "no later than " if clock.direction == "before" else "no earlier than "
    return f"{words} That day is {bound}{long_date(counted.due)}."


def _moving_along(counted: Counted) -> Counted:
    """The count as a range with no upper bound, for a start that may still move later."""
    if counted.due is None:
        return counted
    own = counted.range or Range(counted.due, MOVES_ALONG, into_summer=False)
    return replace(counted, range=replace(own, latest=None))


def _refined(
    clock: Clock, day: date, calendar: Calendar, reading: Reading, others: Sequence[tuple[Event, date]]
) -> Counted:
    """The count with its refinements: a second limit, an excluded summer, a special date late in the school year."""
    counted = count(clock, day, calendar, reading)
    if clock.pauses and clock.pauses.summer_in_doubt_from:
        counted = _summer_in_doubt(clock, clock.pauses, counted, day, calendar)
    if clock.second:
        start = _latest_of(clock.second.starts, day, others) if clock.second.starts else day
        if start:
            other = replace(clock, value=clock.second.value, unit=clock.second.unit, pauses=None)
            counted = both(clock, counted, clock.second, count(other, start, calendar, reading))
    late = clock.late_in_year
    if late:
        looked_at = _latest_of((late.event,), day, others) if late.event else day
        counted = moved(counted, late, looked_at, day, calendar) if looked_at else counted
    return _before_the_next(clock, counted, day, others)


def _before_the_next(clock: Clock, counted: Counted, day: date, others: Sequence[tuple[Event, date]]) -> Counted:
    """The count, or the day of the next event before which the step must come, if that is sooner."""
    following = [other for other in others if other[0].id in clock.comes_before and other[1] > day]
    if counted.due is None or not following:
        return counted
    event, first = min(following, key=lambda other: other[1])
    if first >= counted.due:
        return _no_later_than(first, counted)
    step = f"It must come before that as well: {event.title[0].lower()}{event.title[1:]} on {long_date(first)}. So it must be there before that begins."
    return Counted(first, None, (*counted.steps, step))


def _no_later_than(first: date, counted: Counted) -> Counted:
    """The count; if it may still move, then not beyond the next event, before which the step must come."""
    open_ = counted.range
    if open_ is None or open_.into_summer or (open_.latest and open_.latest <= first):
        return counted
    note = f"{open_.note} It must come before {long_date(first)} in any case."
    return replace(counted, range=replace(open_, note=note, latest=first) if first > open_.earliest else None)


def _off_days_off(counted: Counted, calendar: Calendar) -> Counted:
    """The count under a rule that moves a last day on a weekend or public holiday to the next day that is none."""
    holidays = calendar.holidays or {}
    if counted.due is None or counted.range or (moved_to := _working_day(counted.due, 1, holidays)) == counted.due:
        return counted
    step = f"That {_day_off(counted.due, calendar)}, and this rule moves the limit to the next day that is none: {long_date(moved_to)}."
    return Counted(moved_to, None, (*counted.steps, step))


def _summer_in_doubt(clock: Clock, pauses: Pauses, counted: Counted, day: date, calendar: Calendar) -> Counted:
    """The range of dates for a limit that meets a summer which may or may not be excluded."""
    last, _ = ends_after(day, calendar.closures, calendar.years)
    if counted.due is None or last is None or (counted.range and counted.range.into_summer):
        return counted
    breaks = tuple(run for run in left_out(pauses, calendar.shut) if not is_summer(run))
    earliest = days.count_days_in_session(day, clock.value or 0, breaks).due
    if (last - day).days < (pauses.summer_in_doubt_from or 0) or earliest == counted.due:
        return counted
    note = (
        f"This started {pauses.summer_in_doubt_from} calendar days or more before the last day of school. For that there is "
        "a rule of its own, and we did not see its end. "
        f"If the summer counts, day {clock.value} is {long_date(earliest)}. If it does not, it is {long_date(counted.due)}."
    )
    latest = None if counted.range else counted.due
    step = f"If the summer counts too, day {clock.value} is {long_date(earliest)}."
    return Counted(earliest, Range(earliest, note, into_summer=False, latest=latest), (*counted.steps, step))


def _latest_of(events: Sequence[str], day: date, others: Sequence[tuple[Event, date]]) -> date | None:
    """The last day, up to ``day``, on which one of ``events``, or an event that stands for it, happened."""
    found = [
        other_day
        for event, other_day in others
        if other_day <= day and (event.id in events or event.stands_for in events)
    ]
    return max(found) if found else None


def _unsaid(clock: Clock, day: date, others: Sequence[tuple[Event, date]]) -> str | None:
    second, late = clock.second, clock.late_in_year
    if second and second.starts and not _latest_of(second.starts, day, others):
        return unknown_start(second)
    if late and late.event and not _latest_of((late.event,), day, others):
        return unknown_event(late, day)
    return None


def _start(event: Event, day: date, *, projected: bool) -> str:
    title = event.title if event.title.startswith("I ") else event.title[0].lower() + event.title[1:]
    if projected:
        return f"Start: {long_date(day)}, if the step before it takes all its time ({title})."
    return f"Start: {long_date(day)} ({title})."


def _act_by(rule: Rule, start: date, due: date, holidays: Mapping[str, str]) -> date | None:
    """The last working day before a parent's limit; None if the limit is itself a working day."""
    if rule.who not in COUNTED_SAFELY or (rule.clock and rule.clock.direction == "look_back"):
        return None
    last = _working_day(due, -1, holidays)
    starts_later = rule.clock is not None and rule.clock.direction == "after" and last < start
    return None if last == due or starts_later else last


def _weekend_note(rule: Rule, due: date, act_by: date | None, calendar: Calendar) -> str | None:
    if act_by:
        return f"That {_day_off(due, calendar)}, and the limit does not move. Act by {long_date(act_by)}."
    if not days.is_weekend(due) or rule.who in COUNTED_SAFELY:
        return None
    said = f"That {_day_off(due, calendar)}, and the limit does not move."
    if rule.clock and rule.clock.never_late:  # nothing is owed that a parent could ask for
        return said
    return (
        f"{said} If you have nothing by {long_date(_working_day(due, 1, calendar.holidays or {}))}, write on that day."
    )


def _working_day(day: date, step: int, holidays: Mapping[str, str]) -> date:
    """The nearest working day (no weekend, no public holiday), from ``day`` backwards (``step`` -1) or forwards (1)."""
    while days.is_weekend(day) or day.isoformat() in holidays:
        day += timedelta(days=step)
    return day


def _day_off(day: date, calendar: Calendar) -> str:
    """What keeps a day from being a working day, as the end of a sentence: is a Sunday, may be a holiday."""
    if days.is_weekend(day):
        return f"is a {WEEKDAYS[day.weekday()]}"
    name = (calendar.holidays or {})[day.isoformat()]
    if day.isoformat() in calendar.days_in_doubt:
        return f"{MAY_BE} ({name})"
    return f"is a public holiday ({name})"


def _without_number(rule: Rule, clock: Clock) -> str:
    if rule.publish == "hold":
        return "There is no date here, because the time limit is not confirmed. " + (rule.note or "")
    if clock.is_numbered:
        return f"There is no date here: the law has a number, and it cannot be counted from this day. It says: {clock.words}."
    return f"The law sets no number of days. It says: {clock.words}."
