"""The status of each deadline on a day, in words for a letter.

What others did is known only as far as a parent has entered it. So a deadline in the past is "late if it has not
happened", and the words for a letter say when it was due and how long ago that was, not that nothing was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from calculators.counting.clocks import COUNTED_SAFELY, Deadline
from calculators.counting.counted import MONTHS_IN
from calculators.words import long_date, plain_date

FEDERAL_DAY_OVER = "This federal day has passed. Your state may have another limit."


class Status(StrEnum):
    """``late``: somebody else missed it. ``passed``: over, or done. ``next``: the nearest one ahead.

    ``unsure``: the day has passed, and nobody can be called late: the state may allow more time, or what came long before
    the day may have been it.
    ``silent``: a letter has no answer by the day on which it is good practice to write again.
    """

    LATE = "late"
    NEXT = "next"
    UNSURE = "unsure"
    SILENT = "silent"
    LATER = "later"
    PASSED = "passed"


def with_standing(rows: Sequence[Deadline], happened: Iterable[tuple[str, date]], as_of: date) -> list[Deadline]:
    """The rows with their status on ``as_of``; rows without a date have none."""
    given = list(happened)
    return with_next([_standing_of(row, given, as_of) for row in rows])


def with_next(rows: Sequence[Deadline]) -> list[Deadline]:
    """The rows with only the nearest upcoming one marked as next."""
    ahead = [row.day for row in rows if row.status in (Status.NEXT, Status.LATER) and row.day]
    return [
        replace(row, status=Status.NEXT if row.day == min(ahead) else Status.LATER)
        if row.status in (Status.NEXT, Status.LATER)
        else row
        for row in rows
    ]


def _standing_of(row: Deadline, given: list[tuple[str, date]], as_of: date) -> Deadline:
    judged = _judged_by(row, given, as_of)
    # a step that was done has no day to act on any more
    return replace(judged, weekend=None) if judged.done else judged


def _judged_by(row: Deadline, given: list[tuple[str, date]], as_of: date) -> Deadline:
    if row.clock.direction == "before":
        return _standing_before(row, given, as_of)
    sure = _surely_in_time(row, given, as_of)
    done = sure or _done(row, row.clock.met_by, given, as_of)
    shown = _shown(row, given, as_of) if row.due and sure is None else None
    if shown is not None and _was_set_for(row, given, shown):
        return _judged_set_for(row, shown, done)
    if shown is not None and _is_long_before(row, shown):
        return _judged_long_before(row, shown, given, as_of)
    if shown is None or (done is not None and (row.clock.met_by_decides or (row.due and shown > row.due))):
        return _judged_open(row, given, done, as_of)
    return _judged_shown(row, shown)


def _judged_open(row: Deadline, given: list[tuple[str, date]], done: date | None, as_of: date) -> Deadline:
    """The row as judged, but not late once a step is known after which this one may have been done on any day."""
    judged = _judged(row, done, as_of)
    before = _done(row, row.clock.left_open_by, given, as_of) if done is None else None
    if judged.status != Status.LATE or before is None:
        return judged
    if before > _last_day(row):
        late = _days((before - _last_day(row)).days)
        words = f"{_named(row)} was due on {_due(row)}. A step on the way came on {plain_date(before)}, {late} later."
        return replace(judged, done=before, standing=words)
    words = f"A step on the way was done on {plain_date(before)}. It does not show if all of this was done in time. Find that out."
    return replace(row, status=Status.PASSED, standing=words)


def _standing_before(row: Deadline, given: list[tuple[str, date]], as_of: date) -> Deadline:
    """The row of a step due before an event: what came after that event is not this step."""
    until = min(as_of, row.trigger_date)
    came = sorted(day for event, day in given if event in row.clock.met_by and day <= until)
    return _judged_before(row, came) if came and row.due else _judged(row, None, as_of)


def _surely_in_time(row: Deadline, given: list[tuple[str, date]], as_of: date) -> date | None:
    """The day of an event that can be nothing else, if it shows that the step was done in time."""
    sure = _done(row, tuple(event for event in row.clock.met_by if event not in row.clock.shown_by), given, as_of)
    return sure if sure is not None and row.due is not None and sure <= row.due else None


def _shown(row: Deadline, given: list[tuple[str, date]], as_of: date) -> date | None:
    """The day of an event that may show the step was done: the last one in time, or else the first one."""
    days = sorted(
        day for event, day in given if event in row.clock.shown_by and _can_follow(row, event, day) and day <= as_of
    )
    only = [day for event, day in given if event in row.clock.shown_in_time_by and _can_follow(row, event, day)]
    in_time = sorted(day for day in (*days, *only) if row.due and day <= min(row.due, as_of))
    return in_time[-1] if in_time else days[0] if days else None


def _can_follow(row: Deadline, event: str, day: date) -> bool:
    """True if what happened on ``day`` can be an answer to what started the limit, not its occasion."""
    return row.trigger_date < day or (row.trigger_date == day and event not in row.trigger.came_with)


def _done(row: Deadline, by: tuple[str, ...], given: list[tuple[str, date]], as_of: date) -> date | None:
    """The first known day on which a step after the event was done."""
    days = [day for event, day in given if event in by and _can_follow(row, event, day) and day <= as_of]
    return min(days, default=None)


def _judged(row: Deadline, done: date | None, as_of: date) -> Deadline:
    if row.due is None or row.clock.direction == "look_back":
        return row
    if done is not None:
        return _judged_done(row, done)
    if as_of <= (row.due if row.range is None or row.clock.direction == "before" else row.range.latest or as_of):
        return replace(row, status=Status.LATER, standing=_ahead(row, as_of))
    return _judged_over(row, as_of)


def _judged_done(row: Deadline, done: date) -> Deadline:
    assert row.due is not None
    if row.projected:  # a day that is only assumed shows neither that it was in time nor that it was late
        words = (
            f"Done on {plain_date(done)}. Whether that was in time depends on the day of the step before. Add that day."
        )
        return replace(row, status=Status.PASSED, done=done, standing=words)
    if row.within and row.within < done <= row.due:
        words = f"Done on {plain_date(done)}, in time here. The other limit, which has this step in it, ended {_days((done - row.within).days)} sooner."
        return replace(row, status=Status.PASSED, done=done, standing=words)
    if done <= row.due:
        return replace(row, status=Status.PASSED, done=done, standing=f"Done on {plain_date(done)}, in time.")
    if row.range and not (row.range.latest and done > row.range.latest):
        words = f"Done on {plain_date(done)}. Whether that was in time depends on the days when school was closed."
        return replace(row, status=Status.PASSED, done=done, standing=words)
    late = (done - _last_day(row)).days
    if row.rule.states_may and row.rule.states_may.more_time:
        words = (
            f"It came on {plain_date(done)}, {_days(late)} after the federal day. Your state may have another limit."
        )
        return replace(row, status=Status.PASSED, done=done, standing=words)
    if row.rule.who in COUNTED_SAFELY or _is_in_doubt(row, done, late):
        return replace(row, status=Status.PASSED, done=done, standing=_late_if_it_holds(done, late))
    words = f"{_named(row)} was due on {_due(row)}. It came on {plain_date(done)}, {_days(late)} later."
    return replace(row, status=Status.LATE, done=done, standing=words)


def _is_in_doubt(row: Deadline, day: date, late: int) -> bool:
    """True if ``day``, ``late`` days after the end, shows no missed duty."""
    return row.clock.never_late or late <= row.clock.doubtful_days or _is_in_the_other_limit(row, day)


def _is_in_the_other_limit(row: Deadline, day: date) -> bool:
    """True if another length that may hold in place of this one is not surely over on ``day``."""
    other = row.may_be
    if other is None or other.due is None:
        return other is not None
    if row.clock.direction == "before":
        return day <= other.due
    return other.latest is None or day <= other.latest


def _late_if_it_holds(done: date, late: int) -> str:
    return f"It came on {plain_date(done)}, {_days(late)} after this day. It is late only if this day holds for it. See the rule."


def _was_set_for(row: Deadline, given: list[tuple[str, date]], day: date) -> bool:
    """True if what came on ``day`` only shows that the step was to be done then: it did not take place."""
    return any(event in row.clock.shown_in_time_by and found == day for event, found in given)


def _judged_set_for(row: Deadline, day: date, done: date | None) -> Deadline:
    """A step that was set for a day in time and did not take place on it: nobody is late."""
    words = f"It was set for {plain_date(day)}, in time, and did not take place then."
    if done is not None:
        words += f" It was done on {plain_date(done)}."
    return replace(row, status=Status.PASSED, done=done, standing=words)


def _is_long_before(row: Deadline, day: date) -> bool:
    """True if what came on ``day`` can hardly be the step: most of a year was still to run, and such things often happen."""
    if row.due is None or row.clock.unit not in MONTHS_IN:
        return False
    return (row.due - day) * 4 > row.due - row.trigger_date


def _judged_long_before(row: Deadline, day: date, given: list[tuple[str, date]], as_of: date) -> Deadline:
    """A step that may have been done long before its last day: it stays open, and nobody is called late."""
    assert row.due is not None
    doubt = f"Something that may be this came on {plain_date(day)}, long before this day."
    if as_of <= _last_day(row):
        words = f"{_ahead(row, as_of)} {doubt} If it was not about this, this is still to come."
        return replace(row, status=Status.LATER, standing=words)
    after = [found for event, found in given if event in row.clock.met_by and row.due < found <= as_of]
    if after:
        again = plain_date(min(after))
        words = (
            f"{doubt} Then it came on {again}, after it. If only that one was about this, it was late. Find that out."
        )
        return replace(row, status=Status.PASSED, done=min(after), standing=words)
    over = _days((as_of - _last_day(row)).days)
    words = f"This day was {over} ago. {doubt} If that was not about this, this is late. Find that out."
    return replace(row, status=Status.UNSURE, standing=words)


def _is_itself(row: Deadline) -> bool:
    """True if what may show the step can be the step itself, or another of its kind."""
    return any(event in row.clock.met_by for event in row.clock.shown_by)


def _judged_shown(row: Deadline, later: date) -> Deadline:
    """A step known only from one that may show it: if that one came after the limit, this one need not have."""
    assert row.due is not None
    if later <= row.due:
        what = "Something that may be this came" if _is_itself(row) else "A later step came"
        words = f"{what} on {plain_date(later)}. If it is about this, this was in time."
        return replace(row, status=Status.PASSED, done=later, standing=words)
    words = f"A later step came on {plain_date(later)}. It does not show on which day this one was done. Find that out."
    return replace(row, status=Status.PASSED, standing=words)


def _judged_before(row: Deadline, came: Sequence[date]) -> Deadline:
    """A step that had to come so many days before an event; closures that nobody entered move its date earlier.

    ``came``: the days of all that may be it, in order. One in time may be it, whatever came after.
    """
    assert row.due is not None
    last = came[-1]
    done = max((day for day in came if day <= row.due), default=last)
    if done > row.due and _is_in_the_other_limit(row, done):
        words = _late_if_it_holds(done, (done - row.due).days)
        return replace(row, status=Status.PASSED, done=done, standing=words)
    if done > row.due:
        words = f"{_named(row)} was due on {_due(row)}. It came on {plain_date(done)}, {_days((done - row.due).days)} later."
        return replace(row, status=Status.LATE, done=done, standing=words)
    in_time = "whether it came in time depends on the days when school was closed" if row.range else "it came in time"
    words = f"The last one that you gave is of {plain_date(done)}. If it is about this, {in_time}."
    if last > done:
        words = (
            f"One that you gave is of {plain_date(done)}. If it is about this, {in_time}. The last one is of "
            f"{plain_date(last)}, {_days((last - row.due).days)} after this day."
        )
    return replace(row, status=Status.PASSED, done=done, standing=words)


def _judged_over(row: Deadline, as_of: date) -> Deadline:
    assert row.due is not None
    over = (as_of - _last_day(row)).days
    if row.rule.states_may and row.rule.states_may.more_time:
        return replace(row, status=Status.UNSURE, standing=FEDERAL_DAY_OVER)
    if (
        row.rule.who in COUNTED_SAFELY
        or row.rule.kind == "practice"
        or row.projected
        or _is_in_doubt(row, as_of, over)
        or (row.clock.direction == "before" and not row.clock.met_by)
    ):
        return replace(row, status=Status.PASSED, standing=f"This day was {_days(over)} ago.")
    words = f"{_named(row)} was due on {_due(row)}. Today, {plain_date(as_of)}, is {_days(over)} later."
    return replace(row, status=Status.LATE, standing=words)


def _ahead(row: Deadline, as_of: date) -> str:
    assert row.due is not None
    if row.act_by and as_of >= row.act_by:
        return f"Act today. The limit is {long_date(row.due)}, and the last working day before it {'is today' if as_of == row.act_by else 'is over'}."
    left = ((row.act_by or row.due) - as_of).days
    if row.range and left <= 0:
        return "This could be due now. It depends on the days when school was closed."
    if left == 0:
        return "This is today."
    if row.range is None:
        return f"In {_days(left)}."
    return f"In {_days(left)} at the {'latest' if row.clock.direction == 'before' else 'earliest'}."


def _last_day(row: Deadline) -> date:
    """The last day on which it can be due, whatever closures there are: the due date, or the end of its range."""
    assert row.due is not None
    return (row.range.latest if row.range else None) or row.due


def _due(row: Deadline) -> str:
    """The due date in a sentence that may go into a letter."""
    return f"{plain_date(_last_day(row))}{' at the latest' if row.range else ''}"


def _named(row: Deadline) -> str:
    """What was due, as the start of a sentence: its noun, or its title in quotes."""
    noun = row.rule.noun
    return noun[0].upper() + noun[1:] if noun else f"“{row.rule.title}”"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
