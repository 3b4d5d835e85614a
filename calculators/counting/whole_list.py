"""Whether the list of closed days is complete: the questions, and a parent's answers.

An answer is kept as text, one line per period, with dates that ``written_dates.read_date`` reads. A "yes" records how
many weekdays were closed in it: if the list changes that number, the question is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from calculators.counting.clocks import Deadline
from calculators.counting.days import ONE_DAY, Closure, each_day, is_weekend
from calculators.counting.school_year import SchoolYear, is_whole, out_of_school
from calculators.words import long_date, short_date

YES, NO, NOT_SURE = "yes", "no", "not sure"
ANSWERS = ((YES, "Yes"), (NO, "No"), (NOT_SURE, "Not sure"))
#: How many closed days a question names at most; more would bury it.
MOST_NAMED = 12
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2}): (yes|no|not sure)(?:, (\d{1,5}) closed)?", re.ASCII)


@dataclass(frozen=True)
class Said:
    """An answer about the days from ``first`` to ``last``; ``closed``: weekdays closed at the time."""

    first: date
    last: date
    answer: str
    closed: int


@dataclass(frozen=True)
class WholeQuestion:
    """One question: its words, what is counted as closed, and the answers."""

    words: str
    counted: str
    #: (label, text to keep, whether this answer was given).
    answers: tuple[tuple[str, str, bool], ...]


def read_said(text: str) -> tuple[Said, ...]:
    """Parse the kept answers.

    A line that cannot be read is ignored, so that its question is asked again.
    """
    said = []
    for line in text.split("\n"):
        found = _LINE.fullmatch(line.strip())
        try:
            if found:
                first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
                said.append(Said(first, last, found[3], int(found[4] or 0)))
        except ValueError:
            continue
    return tuple(said)


def whole_stretches(said: Iterable[Said], closures: Sequence[Closure]) -> tuple[tuple[date, date], ...]:
    """First and last day of each period confirmed as complete and unchanged since."""
    return tuple(
        (one.first, one.last)
        for one in said
        if one.answer == YES and len(_closed_weekdays(one.first, one.last, closures)) == one.closed
    )


def questions(
    rows: Iterable[Deadline], said: Sequence[Said], closures: Sequence[Closure], years: Sequence[SchoolYear]
) -> tuple[WholeQuestion, ...]:
    """The questions for each period in which a closure would move a date."""
    whole = whole_stretches(said, closures)
    asked = [part for stretch in _stretches(rows) for part in _in_school(*stretch, years)]
    return tuple(_question(first, last, said, whole, closures) for first, last in asked)


def _stretches(rows: Iterable[Deadline]) -> list[tuple[date, date]]:
    """The periods that the counts look at, adjoining ones merged."""
    counts = [one for row in rows for one in (row, *row.joined)]
    found = sorted(row.stretch for row in counts if row.stretch and not (row.done and row.due and row.done <= row.due))
    joined: list[tuple[date, date]] = []
    for first, last in found:
        if joined and first <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _in_school(first: date, last: date, years: Sequence[SchoolYear]) -> Iterable[tuple[date, date]]:
    """The parts of a period inside school years; nothing needs to be asked about the rest."""
    for shut in sorted(out_of_school(years)):
        if shut.start <= last and first <= shut.end:
            if _has_a_weekday(first, shut.start - ONE_DAY):
                yield first, shut.start - ONE_DAY
            first = shut.end + ONE_DAY
    if _has_a_weekday(first, last):
        yield first, last


def _has_a_weekday(first: date, last: date) -> bool:
    return any(not is_weekend(day) for day in each_day(first, last))


def _question(
    first: date, last: date, said: Sequence[Said], whole: Sequence[tuple[date, date]], closures: Sequence[Closure]
) -> WholeQuestion:
    closed = _closed_weekdays(first, last, closures)
    given = YES if is_whole(first, last, whole) else _said_of(first, last, said)
    span = f"from {long_date(first)} to {long_date(last)}"
    words = f"Is this the whole list of closed days {span}?" if closed else f"Was school open on every weekday {span}?"
    counted = f"We count as closed: {_named(closed)}." if closed else "You gave no closed day for this time."
    answers = tuple(
        (label, _kept(Said(first, last, answer, len(closed)), said), given == answer) for answer, label in ANSWERS
    )
    return WholeQuestion(words, f"{counted} Holidays, staff days and snow days count too.", answers)


def _said_of(first: date, last: date, said: Sequence[Said]) -> str:
    """The last answer about all these days, if it was "no" or "not sure"; empty if they were not asked about."""
    about = [one.answer for one in said if one.answer != YES and one.first <= first and last <= one.last]
    return about[-1] if about else ""


def _kept(answer: Said, said: Sequence[Said]) -> str:
    """The text to keep after an answer: earlier answers about other days, and this one."""
    inside = [one for one in said if answer.first <= one.first and one.last <= answer.last]
    against = [one for one in said if (one.answer == YES) != (answer.answer == YES) and _meet(one, answer)]
    return "\n".join(_line(one) for one in [*(one for one in said if one not in [*inside, *against]), answer])


def _meet(one: Said, other: Said) -> bool:
    return one.first <= other.last and other.first <= one.last


def _line(said: Said) -> str:
    closed = f", {said.closed} closed" if said.answer == YES else ""
    return f"{said.first.isoformat()} to {said.last.isoformat()}: {said.answer}{closed}"


def _closed_weekdays(first: date, last: date, closures: Iterable[Closure]) -> list[date]:
    days = {
        day
        for closure in closures
        for day in each_day(max(closure.start, first), min(closure.end, last))
        if not is_weekend(day)
    }
    return sorted(days)


def _named(closed: Sequence[date]) -> str:
    """The days in words, consecutive ones as a range; a weekend does not break a range."""
    ranges: list[list[date]] = []
    for day in closed:
        before = ranges[-1][-1] if ranges else None
        if before and (day - before).days <= (3 if day.weekday() == 0 else 1):
            ranges[-1].append(day)
        else:
            ranges.append([day])
    named = [short_date(run[0]) + (f" to {short_date(run[-1])}" if len(run) > 1 else "") for run in ranges]
    more = f"; and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return "; ".join(named[:MOST_NAMED]) + more
