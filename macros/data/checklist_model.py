"""The schema of ``docs/_data/checklists.yml``, and its loader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, RootModel, model_validator

from macros.data.strict import Strict
from macros.data.yaml_files import validated
from macros.places import CHECKLISTS

Words = Annotated[str, Field(min_length=1)]


class Item(Strict):
    """One checkbox; ``day`` labels a short blank, ``write`` a whole line."""

    text: Words
    day: Words | None = None
    write: Words | None = None
    #: The heading of a section, on the section's first item.
    part: Words | None = None

    @model_validator(mode="after")
    def _one_place_to_write(self) -> Self:
        if self.day and self.write:
            raise ValueError("an item has 'day' or 'write', not both")
        return self


class Column(Strict):
    """A column of a ruled table; ``share`` is its relative width."""

    title: Words
    share: Annotated[int, Field(gt=0)] = 1


class Table(Strict):
    """A table with empty rows for handwriting."""

    columns: Annotated[list[Column], Field(min_length=2, max_length=7)]
    rows: Annotated[int, Field(gt=3, le=40)]


class Way(Strict):
    """A dispute option. Texts may refer to facts.

    ``how`` names the rules for its process in the state.
    """

    name: Words
    topic: Words
    fits: Words
    decides: Words
    cost: Words
    does_not: Words
    limit: Words
    how: list[Words]


class Checklist(Strict):
    """A checklist for phone and paper, with what else is on its sheet."""

    title: Words
    use: Annotated[str, Field(alias="for", min_length=1)]
    topic: Words
    #: Labels of the blanks at the top of the sheet.
    lines: list[Words] = []
    items: Annotated[list[Item], Field(min_length=1)]
    table: Table | None = None
    ways: list[Way] = []
    #: Scripts to say or write (``docs/_data/words.yml``).
    words: list[Words] = []
    #: True if the sheet lists every letter of this site.
    letters: bool = False


class Checklists(RootModel[dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Checklist]]):
    """The whole file: checklist by id."""


def load_checklists(path: Path = CHECKLISTS) -> dict[str, Checklist]:
    """Every checklist by id. Raises WrongData with a line per problem."""
    return validated(Checklists, path).root
