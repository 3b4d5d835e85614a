"""Whether school is closed or open on each date of a printed list, or the question that only a parent can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from calculators.counting.days import is_weekend
from calculators.reading import closed_names
from calculators.reading.dated import Dated
from calculators.reading.printed_list import NAMELESS

_RESUMES = re.compile(r"\b(?:resume|reconvene|return|reopen|re-open|back|first day)", re.ASCII)


def decide(dates: Sequence[Dated]) -> None:
    """Say of each date whether school is closed or open, or ask."""
    if closed_names.names_own_school([one.name for one in dates]):
        for one in dates:
            one.names = [name.replace("preschool", "school") for name in one.names]
    meanings = [_meaning(one) for one in dates]
    of_school = sum(1 for meaning in meanings if meaning.says == "open")
    is_whole_calendar = (
        of_school > 2
        or 4 * of_school > len(meanings)
        or any(
            meaning.says == "open" and not closed_names.is_of_the_year(one.name) and not one.section
            for one, meaning in zip(dates, meanings, strict=True)
        )
    )
    named = sum(1 for one in dates if one.names)
    names_are_usual = named > 2 and 10 * named > 7 * len(dates)
    for one, meaning in zip(dates, meanings, strict=True):
        is_answered = one.kind == "ask" and closed_names.answered(one.name)
        if is_answered or (one.kind == "when" and meaning.says == "open"):
            one.problem = ""  # the year of an open day does not affect any deadline
        one.said, one.why = meaning.says, meaning.why
        if (names_are_usual or (named and one.is_bare)) and not one.names and not one.section:
            one.refuse(f"“{one.quoted}” has no name, and other dates have one. Is school closed then?", "ask")
        if meaning.says == "ask":
            one.refuse(f"“{one.quoted_name}”: {meaning.why}", "ask")
        if meaning.says == "named":
            _decide_named(one, is_whole_calendar=is_whole_calendar)
        if one.said == "closed" and not one.shown:
            one.shown = NAMELESS
    _decide_beside_others(dates)


def _decide_named(one: Dated, *, is_whole_calendar: bool) -> None:
    """A name that does not say: closed in a list of closed days, a question in a calendar of the whole year."""
    one.said = "closed"
    if is_whole_calendar and one.names:
        one.refuse(f"This list has school days too. Is school closed on “{one.quoted}”?", "ask")


def _decide_beside_others(dates: Sequence[Dated]) -> None:
    """Decide what depends on other lines' closed days: ends of breaks, and days named twice."""
    closed = [span for one in dates if one.said == "closed" and not one.problem for span in one.ranges]
    for one in dates:
        if one.said == "edge":
            _decide_edge(one, closed)
        elif one.said == "open" and not closed_names.answered(one.name):
            days = [day for day, _ in one.ranges if not is_weekend(day)]
            if any(start <= day <= end for day in days for start, end in closed):
                one.refuse(
                    f"“{one.quoted}” is a school day, and another line says that school is closed then. Which is right?",
                    "ask",
                )


def _meaning(one: Dated) -> closed_names.Meaning:
    meaning = closed_names.meaning(one.name) if one.names else closed_names.Meaning("named", "")
    is_day = all(end == start for start, end in one.ranges)
    if (
        is_day
        and meaning.says in ("closed", "named")
        and any(closed_names.ends_at_an_edge(name) for name in one.names[:1])
    ):
        return closed_names.Meaning("edge", closed_names.ONE_END)
    if len(one.names) > 1 and meaning.says == "named":
        apart = [closed_names.meaning(name) for name in one.names]
        meaning = next((other for other in apart if other.says not in ("named", "closed")), meaning)
    if one.section and meaning.says == "named":
        if one.section.says == "ask" and one.names:  # what is said of the heading may not fit this day
            return closed_names.Meaning(
                "ask", f"Is school closed for “{one.shown}”? It stands under “{one.section_name}”."
            )
        return one.section if one.section.says in ("ask", "open", "closed") else meaning
    if meaning.says == "edge" and any(end > start for start, end in one.ranges) and not _RESUMES.search(one.name):
        return closed_names.Meaning("closed", "")
    return meaning


def _decide_edge(one: Dated, closed: Sequence[tuple[date, date]]) -> None:
    """``School resumes January 5`` is open if a break ends right before it; alone it is a question."""
    why = one.why
    one.said = "open"
    one.why = "A break begins or ends here."
    days = [day for day, _ in one.ranges]
    if _RESUMES.search(one.name):
        fits = all(any(_next_weekday(end) == day for _, end in closed) for day in days)
    else:
        fits = all(any(day in span for span in closed) for day in days)
    if not fits:
        one.refuse(f"“{one.quoted_name}”: {why}", "unread")


def _next_weekday(day: date) -> date:
    day += timedelta(days=1)
    while is_weekend(day):
        day += timedelta(days=1)
    return day
