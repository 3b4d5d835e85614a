"""Combine two limits on one step, of which the first (or last) to end applies."""

from __future__ import annotations

from datetime import date

from calculators.counting.counted import NO_DATE_YET, Counted, Range
from calculators.law import Clock, Second
from calculators.words import long_date, quantity


def both(clock: Clock, one: Counted, second: Second, other: Counted) -> Counted:
    """The combined due date, or its range, with the steps of both counts."""
    steps = [
        f"One limit is {quantity(clock.value or 0, clock.unit or '')}.",
        *one.steps,
        f"The other is {quantity(second.value, second.unit)}.",
        *other.steps,
    ]
    if one.due is None or other.due is None:
        return Counted(None, None, tuple(steps))
    first = second.ends == "first"
    earliest = min(one.due, other.due) if first else max(one.due, other.due)
    latest = _latest(one.latest, other.latest, first=first)
    if earliest == latest:
        return Counted(earliest, None, (*steps, f"The one that ends {second.ends} counts: {long_date(earliest)}."))
    steps.append(f"The one that ends {second.ends} counts. Which one that is depends on the days without school.")
    open_ = [each.range for each in (one, other) if each.range]
    note = " ".join(dict.fromkeys(each.note for each in open_))
    if latest:
        note = f"{note.replace(NO_DATE_YET, '')} The other limit ends on {long_date(latest)}, so it is never later than that."
    return Counted(earliest, Range(earliest, note, any(each.into_summer for each in open_), latest), tuple(steps))


def unknown_start(second: Second) -> str:
    """Says that a second limit is not counted because its start is unknown."""
    return (
        f"There is a second limit: {quantity(second.value, second.unit)} {second.words}. The one that ends {second.ends} "
        "counts. In My case you can give both days."
    )


def _latest(one: date | None, other: date | None, *, first: bool) -> date | None:
    known = [day for day in (one, other) if day]
    if first:
        return min(known, default=None)
    return max(known) if len(known) == 2 else None
