"""What was understood of a printed list of closed days (``printed_calendars`` reads it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calculators.counting.days import Closure
from calculators.words import shortened

#: The name of a date that has none.
NAMELESS = "School closed"
#: How many uncounted lines an answer quotes.
MOST_NAMED = 3


@dataclass(frozen=True)
class Row:
    """What was understood of one date or line.

    ``says`` is "closed" or "open"; "ask" if only the parent can say whether school is closed; "year" if the school year is
    unknown; "unread" if the date itself is uncertain. ``start`` and ``end`` are None if the days are unknown.
    """

    line: str
    #: Line number in the text, from 0, and the start and end offset of the date in it.
    number: int
    span: tuple[int, int]
    start: date | None
    end: date | None
    name: str
    says: str
    problem: str
    #: True if the line gives the year of its days.
    has_year: bool
    #: All ranges of the date as written; more than one for ``Nov 9 & 12``.
    of: tuple[tuple[date, date], ...] = ()
    #: Numbers of the lines that contain only its name.
    name_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class PrintedList:
    """A list as it was understood."""

    rows: tuple[Row, ...]
    #: First years of the school years to which dates without a year may belong; empty if it is certain.
    years: tuple[int, ...] = ()
    #: Numbers of lines with words but no date.
    without_date: tuple[int, ...] = ()

    @property
    def closures(self) -> tuple[Closure, ...]:
        """The closures that are certain enough to count with."""
        return tuple(Closure(row.start, row.end, row.name) for row in self.rows if row.says == "closed")

    @property
    def questions(self) -> tuple[Row, ...]:
        """The rows that are not counted as closed but may be."""
        return tuple(row for row in self.rows if row.says not in ("closed", "open"))


#: The reading of an empty text.
NOTHING = PrintedList(())


def not_counted(printed: PrintedList) -> tuple[str, ...]:
    """The note on lines that are not counted as closed; empty if there are none."""
    lines = list(dict.fromkeys(row.line for row in printed.questions))
    if not lines:
        return ()
    named = ", ".join(f"“{shortened(line)}”" for line in lines[:MOST_NAMED])
    more = f", and {len(lines) - MOST_NAMED} more" if len(lines) > MOST_NAMED else ""
    return (
        f"Not counted as closed, until you answer what we ask beside your closed days: {named}{more}. "
        "A day on which school is closed makes a count in school days longer.",
    )
