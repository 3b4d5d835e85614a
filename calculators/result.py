"""What a calculator answers: data for every renderer (HTML, text, JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from calculators.counting.clocks import Deadline
from calculators.counting.whole_list import WholeQuestion
from calculators.law import Citation

#: Marks the start of a new sheet in plain text.
SHEET_ENDS = "-" * 30


@dataclass(frozen=True)
class File:
    """A file to download: name, media type and text."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A finished letter: its subject and paragraphs, in order.

    ``to`` is an e-mail address, or empty.
    ``sheets`` are the indexes of paragraphs that start a new sheet. ``mark`` is printed on every sheet; empty for a letter
    that is complete.
    """

    title: str
    subject: str
    paragraphs: tuple[str, ...]
    to: str = ""
    sheets: tuple[int, ...] = ()
    mark: str = ""

    @property
    def text(self) -> str:
        """The letter as plain text, with a rule between sheets."""
        shown = list(self.paragraphs)
        for place in reversed(self.sheets):
            shown[place:place] = [SHEET_ENDS, self.mark] if self.mark else [SHEET_ENDS]
        return "\n\n".join([self.mark, *shown] if self.mark else shown) + "\n"

    @property
    def closing(self) -> int:
        """How many final paragraphs stay together on paper, from the closing line on.

        In a letter of several sheets, those of the first part.
        """
        first = self.paragraphs[: self.ends]
        ends = [place for place, words in enumerate(first) if words.endswith(",") and "\n" not in words]
        return len(first) - ends[-1] if ends else 1

    @property
    def ends(self) -> int:
        """The number of paragraphs before the first that starts a new sheet."""
        return self.sheets[0] if self.sheets else len(self.paragraphs)

    @property
    def leads(self) -> tuple[int, ...]:
        """Indexes of paragraphs kept with the next: headings, and lines ending in a colon."""
        return tuple(
            place
            for place, words in enumerate(self.paragraphs)
            if "\n" not in words and (words.endswith(":") or (words.isupper() and max(map(len, words.split())) > 3))
        )


@dataclass(frozen=True)
class Sent:
    """A letter that was sent, as the phone keeps it.

    ``day`` is text that parses back to a date.
    """

    letter: str
    title: str
    day: str
    #: The event that sending it is, if it starts a clock.
    event: str | None
    #: The expected day of arrival, from which clocks count; and the actual day of receipt, once known.
    arrives: str = ""
    received: str = ""


@dataclass(frozen=True)
class Happened:
    """An event of the law and its day.

    ``repeats`` if it can occur more than once in a case.
    """

    event: str
    title: str
    day: date
    repeats: bool


@dataclass(frozen=True)
class Check:
    """A required item of a letter, and its place or what is left to do."""

    text: str
    note: str
    done: bool = True


@dataclass(frozen=True)
class Next:
    """A next step: its words, and a page (path from the root) or address."""

    text: str
    path: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Todo:
    """One thing to do: its kind, subject, sentence, and next step."""

    kind: str
    title: str
    words: str
    step: str = ""
    path: str = ""
    #: When it is or was due; the lists of several children are merged by it.
    day: date | None = None


@dataclass(frozen=True)
class Point:
    """One line of a part: its subject and text.

    ``mark`` is its status in a word.
    """

    name: str
    words: str
    mark: str = ""


@dataclass(frozen=True)
class Part:
    """A section of an answer: heading, status (``mark``), text, points, citations and links."""

    title: str
    words: str = ""
    mark: str = ""
    points: tuple[Point, ...] = ()
    #: The label under which the points are collapsed; empty if always shown.
    fold: str = ""
    cites: tuple[Citation, ...] = ()
    next_steps: tuple[Next, ...] = ()


@dataclass(frozen=True)
class ByWhen:
    """When an answer should come, in a sentence, with its mark and source."""

    words: str
    mark: str = ""
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Silence:
    """What to expect after a letter, by when, and what to do without an answer."""

    expect: str
    by_when: tuple[ByWhen, ...]
    next_steps: tuple[Next, ...]


@dataclass(frozen=True)
class Piece:
    """A section rendered by its own module, as escaped HTML and as text."""

    html: str
    text: str = ""


@dataclass(frozen=True)
class Result:
    """One answer: a headline, then whichever sections apply."""

    headline: str
    intro: str = ""
    #: An SVG element that pictures the rows.
    picture: str = ""
    rows: tuple[Deadline, ...] = ()
    #: Shown before the rows.
    parts: tuple[Part, ...] = ()
    #: How many rows are shown before the picture: those that are late, and the next one.
    leading: int = 0
    letter: Letter | None = None
    sent: Sent | None = None
    #: Dates that a letter mentions, and the day on which its writer expects it to arrive.
    told: tuple[Happened, ...] = ()
    #: The first day of a violation in the letter that is still going on, from which no clock is counted.
    goes_on: date | None = None
    arrives: date | None = None
    #: Letters that accompany it, such as the cover letter for a copy.
    copies: tuple[Letter, ...] = ()
    silence: Silence | None = None
    checks: tuple[Check, ...] = ()
    #: What a draft still lacks, by field name.
    missing: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    #: Questions under the answer, whether the list of closed days is complete.
    whole: tuple[WholeQuestion, ...] = ()
    next_steps: tuple[Next, ...] = ()
    files: tuple[File, ...] = ()
    #: Shown before the headline, and below it.
    lead: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()
    #: Plain data that the page keeps or passes on.
    data: Mapping[str, Any] | None = None
