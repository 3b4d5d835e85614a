"""The questions about the school calendar: closed days, ends, completeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.days import Closure
from calculators.counting.school_year import (
    SchoolYear,
    holds,
    school_years,
    wrong_first_day,
    wrong_last_day,
    wrong_next_year,
)
from calculators.counting.whole_list import WholeQuestion, questions, read_said, whole_stretches
from calculators.inputs import Input, Kind, WrongInput
from calculators.reading import printed_list
from calculators.reading.printed_list import NOTHING, PrintedList
from calculators.words import plain_date

FOLD = "Days when school is closed"
CLOSED = Input(
    "closed",
    "Days when school is closed",
    Kind.CLOSURES,
    "Only for limits that the school's calendar moves. One break on each line, like 11/23/2026 to 11/27/2026, or paste the list of your "
    "district.",
    max_length=200_000,
    fold=FOLD,
)
FIRST_DAY = Input(
    "first_day",
    "First day of school",
    Kind.DATE,
    "Of the school year in which it happened, with the year, like 8/3/2026. It stands on the school's calendar.",
    fold=FOLD,
)
LAST_DAY = Input("last_day", "Last day of school", Kind.DATE, "Of the same school year, with the year.", fold=FOLD)
NEXT_FIRST_DAY = Input(
    "next_first_day",
    "First day of the next school year",
    Kind.DATE,
    "Only if a limit runs past the last day of school.",
    fold=FOLD,
)
NEXT_LAST_DAY = Input("next_last_day", "Last day of the next school year", Kind.DATE, "If you know it.", fold=FOLD)
#: The answer about the list (``whole_list``), set by a button under the result.
WHOLE = Input("whole", "Whether the list is whole", Kind.SAID, fold=FOLD)
YEAR = (FIRST_DAY, LAST_DAY, NEXT_FIRST_DAY, NEXT_LAST_DAY)
ASKED = (CLOSED, *YEAR, WHOLE)


def calendar(values: Mapping[str, Any]) -> Calendar:
    """The school calendar from the answers to ``ASKED``. Raises WrongInput for impossible school years."""
    closures = closed_days(values)
    said = () if _list(values).questions else whole_stretches(read_said(values.get(WHOLE.id, "")), closures)
    return Calendar(closures, years=_years(values), whole=said)


def closed_days(values: Mapping[str, Any]) -> tuple[Closure, ...]:
    """The closed days in the list that are certain."""
    return _list(values).closures


def not_counted(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Open questions about the list of closed days: with one, the list is not complete."""
    return printed_list.not_counted(_list(values))


def _list(values: Mapping[str, Any]) -> PrintedList:
    given: PrintedList = values.get(CLOSED.id, NOTHING)
    return given


def whole_questions(rows: Iterable[Deadline], values: Mapping[str, Any]) -> tuple[WholeQuestion, ...]:
    """Questions whether the list is complete, once no line of it is in question."""
    if _list(values).questions:
        return ()  # questions about single lines come first
    return questions(rows, read_said(values.get(WHOLE.id, "")), closed_days(values), _years(values))


def outside(rows: Iterable[Deadline], values: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each count starting in a school year with nothing given."""
    years = _years(values)
    counts = [one for row in rows for one in (row, *row.joined)]
    days = {row.trigger_date for row in counts if row.clock.by_school_calendar and row.clock.value is not None}
    return tuple(_not_held(day, years) for day in sorted(days) if years and not any(holds(year, day) for year in years))


def _years(values: Mapping[str, Any]) -> tuple[SchoolYear, ...]:
    first, last, next_first, next_last = (values.get(question.id) for question in YEAR)
    problems = {
        FIRST_DAY.id: wrong_first_day(first),
        LAST_DAY.id: wrong_last_day(last, first),
        NEXT_FIRST_DAY.id: wrong_first_day(next_first) or (next_first and wrong_next_year(first, last, next_first)),
        NEXT_LAST_DAY.id: wrong_last_day(next_last, next_first)
        or (next_last and not next_first and wrong_next_year(first, last, next_last)),
    }
    found = {name: problem for name, problem in problems.items() if problem}
    if found:
        raise WrongInput(found)
    return school_years(first, last, next_first, next_last)


def _not_held(day: date, years: Sequence[SchoolYear]) -> str:
    given = "; ".join(" to ".join(plain_date(end) for end in (year.first, year.last) if end) for year in years)
    return (
        f"{plain_date(day)} is not in the school year that you gave ({given}). Give the first and last day of the school "
        "year in which it happened, for a date to go by."
    )
