"""What a calculator answers: data that every renderer (HTML, text, JSON) can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calculators.counting.clocks import Deadline
from calculators.counting.whole_list import WholeQuestion
from calculators.law import Citation

#: Stands in plain text where paper has a new sheet.
SHEET_ENDS = "-" * 30


@dataclass(frozen=True)
class File:
    """Something to keep: name, media type and text."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A finished letter: its subject and its paragraphs, as typed, in order; ``to`` is an e-mail address, or empty.

    ``sheets`` are the paragraphs (from 0) that begin a new sheet: the rest of the letter does not share one with them.
    ``mark`` stands on each of its sheets; empty for a letter that is whole.
    """

    title: str
    subject: str
    paragraphs: tuple[str, ...]
    to: str = ""
    sheets: tuple[int, ...] = ()
    mark: str = ""

    @property
    def text(self) -> str:
        """The letter as plain text, with a line across where a sheet ends."""
        shown = list(self.paragraphs)
        for place in reversed(self.sheets):
            shown[place:place] = [SHEET_ENDS, self.mark] if self.mark else [SHEET_ENDS]
        return "\n\n".join([self.mark, *shown] if self.mark else shown) + "\n"

    @property
    def closing(self) -> int:
        """How many of the last paragraphs stay together on paper: the closing line ("Thank you,") and all after it.

        Of a letter in several sheets, those of its first part.
        """
        first = self.paragraphs[: self.ends]
        ends = [place for place, words in enumerate(first) if words.endswith(",") and "\n" not in words]
        return len(first) - ends[-1] if ends else 1

    @property
    def ends(self) -> int:
        """How many paragraphs stand before the first that begins a sheet of its own."""
        return self.sheets[0] if self.sheets else len(self.paragraphs)

    @property
    def leads(self) -> tuple[int, ...]:
        """Which paragraphs (from 0) lead to the next and are never last on a sheet: headings, and lines with a colon."""
        return tuple(
            place
            for place, words in enumerate(self.paragraphs)
            if "\n" not in words and (words.endswith(":") or (words.isupper() and max(map(len, words.split())) > 3))
        )


@dataclass(frozen=True)
class Sent:
    """A letter that went out: what the phone keeps of it. ``day`` is in words that can be read back as a date."""

    letter: str
    title: str
    day: str
    #: The event that sending it is, if that starts a clock.
    event: str | None
    #: The day on which the other side should have it, from which clocks count; and the day on which it got it, once known.
    arrives: str = ""
    received: str = ""


@dataclass(frozen=True)
class Happened:
    """An event of the law and its day; ``repeats`` if a case can have it more than once."""

    event: str
    title: str
    day: date
    repeats: bool


@dataclass(frozen=True)
class Check:
    """Something that a letter must hold, and where it stands or what is still to do (``done`` is false)."""

    text: str
    note: str
    done: bool = True


@dataclass(frozen=True)
class Next:
    """A step that follows: words and, where there is one, the page of the site (path from its root) or an address."""

    text: str
    path: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Todo:
    """One thing to do: of which kind, in a word; what it is about, and a sentence; the step and its page of the site, if there is one."""

    kind: str
    title: str
    words: str
    step: str = ""
    path: str = ""
    #: On which it is due, or was; by it the things of several children stand in one order.
    day: date | None = None


@dataclass(frozen=True)
class Point:
    """One line of a part: what it is about, and what is said of it; ``mark`` says how it stands, in a word."""

    name: str
    words: str
    mark: str = ""


@dataclass(frozen=True)
class Part:
    """A part of an answer under a heading of its own: how it stands (``mark``), words, points, law, and where it leads."""

    title: str
    words: str = ""
    mark: str = ""
    points: tuple[Point, ...] = ()
    #: The words under which the points are folded away; empty if they are always seen.
    fold: str = ""
    cites: tuple[Citation, ...] = ()
    next_steps: tuple[Next, ...] = ()


@dataclass(frozen=True)
class ByWhen:
    """A sentence about when an answer should come, how sure that is (a mark, or nothing), and where it stands."""

    words: str
    mark: str = ""
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Silence:
    """What to expect after a letter, by when, and what to do if nothing comes back."""

    expect: str
    by_when: tuple[ByWhen, ...]
    next_steps: tuple[Next, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of an answer that a renderer of its own made: as HTML, everything from outside escaped, and as text."""

    html: str
    text: str = ""


@dataclass(frozen=True)
class Result:
    """One answer: a headline, then whatever of the parts applies."""

    headline: str
    intro: str = ""
    #: An SVG element that shows the rows.
    picture: str = ""
    rows: tuple[Deadline, ...] = ()
    #: Stand before the rows.
    parts: tuple[Part, ...] = ()
    #: How many of the rows stand before the picture: what is late, and what is next.
    leading: int = 0
    letter: Letter | None = None
    sent: Sent | None = None
    #: What a letter tells of the case, and the day on which its writer expects it to arrive.
    told: tuple[Happened, ...] = ()
    #: The first day of a wrong in the letter that still goes on, from which no clock is counted.
    goes_on: date | None = None
    arrives: date | None = None
    #: Letters that go with it: a cover letter for a copy.
    copies: tuple[Letter, ...] = ()
    silence: Silence | None = None
    checks: tuple[Check, ...] = ()
    #: What a letter that is still a draft waits for: the name of each field, and what is missing there.
    missing: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    #: Whether the list of closed days is whole, asked under the answer.
    whole: tuple[WholeQuestion, ...] = ()
    next_steps: tuple[Next, ...] = ()
    files: tuple[File, ...] = ()
    #: What stands before the headline, and what stands under it.
    lead: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()
    #: What the page keeps or hands over, as plain data.
    data: Mapping[str, Any] | None = None
