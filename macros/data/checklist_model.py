"""What ``docs/_data/checklists.yml`` may say. An unknown word is an error, so that a typo never drops a line."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, RootModel, model_validator

from macros.data.strict import Strict

Words = Annotated[str, Field(min_length=1)]


class Item(Strict):
    """One box to tick. ``day`` and ``write`` label a place to write on: a short one for a date, or a whole line."""

    text: Words
    day: Words | None = None
    write: Words | None = None
    #: The heading of a part of the list, on the first item of that part.
    part: Words | None = None

    @model_validator(mode="after")
    def _one_place_to_write(self) -> Self:
        if self.day and self.write:
            raise ValueError("an item has 'day' or 'write', not both")
        return self


class Column(Strict):
    """A column of a ruled table; ``share`` is its part of the width, beside the shares of the others."""

    title: Words
    share: Annotated[int, Field(gt=0)] = 1


class Table(Strict):
    """A table with empty rows to write in."""

    columns: Annotated[list[Column], Field(min_length=2, max_length=7)]
    rows: Annotated[int, Field(gt=3, le=40)]


class Way(Strict):
    """A way forward. A text may ask for facts; ``how`` names the rules that say how it works in the state."""

    name: Words
    topic: Words
    fits: Words
    decides: Words
    cost: Words
    does_not: Words
    limit: Words
    how: list[Words]


class Checklist(Strict):
    """A list to tick on the phone or on paper, with what belongs on the same sheet."""

    title: Words
    use: Annotated[str, Field(alias="for", min_length=1)]
    topic: Words
    #: Labels of lines at the top of the sheet.
    lines: list[Words] = []
    items: Annotated[list[Item], Field(min_length=1)]
    table: Table | None = None
    ways: list[Way] = []
    #: Words to say or write (``docs/_data/words.yml``).
    words: list[Words] = []
    #: True if the sheet names every letter of this site.
    letters: bool = False


class Checklists(RootModel[dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Checklist]]):
    """The whole file: id -> checklist."""
