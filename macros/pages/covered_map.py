"""A tile map of the states: confirmed core facts in each, with links."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

#: The usual tile grid: neighbours are adjacent as far as a grid allows.
GRID = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. ..
"""
LINES = [line.split() for line in GRID.split("\n") if line]
#: Column and row of each state.
PLACES = {code: (column, row) for row, line in enumerate(LINES) for column, code in enumerate(line) if code != ".."}
#: Tile pitch and tile size, in user units of the SVG.
STEP, SIDE = 32, 29


class Square(NamedTuple):
    """A state's tile: name, confirmed facts, their total, and the page that lists them."""

    name: str
    confirmed: int
    of: int
    address: str


def draw(squares: Mapping[str, Square]) -> str:
    """The map as SVG; a state without data gets no number and no link."""
    tiles = "".join(_tile(code, squares.get(code)) for code in sorted(PLACES))
    return (
        f'<svg class="pt-map" viewBox="0 0 {len(LINES[0]) * STEP} {len(LINES) * STEP}" role="list" '
        f'aria-label="States, with the number of confirmed core facts">{tiles}</svg>'
    )


def _tile(code: str, square: Square | None) -> str:
    column, row = PLACES[code]
    left, top = column * STEP, row * STEP
    box = f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" rx="4"/>'
    middle = left + SIDE / 2
    if square is None:
        return f'<g role="listitem" aria-label="{code}: federal rules only">{box}<text x="{middle}" y="{top + 18}">{code}</text></g>'
    words = f"{code} {square.confirmed} of {square.of} confirmed in {escape(square.name)}"
    return (
        f'<g role="listitem" data-sure="{_level(square)}"><a href="{escape(square.address)}" aria-label="{words}">{box}'
        f'<text x="{middle}" y="{top + 13}">{code} <tspan x="{middle}" y="{top + 25}">{square.confirmed}</tspan></text></a></g>'
    )


def _level(square: Square) -> str:
    """The shade of a tile: more than two thirds confirmed, more than one third, or fewer."""
    share = square.confirmed / square.of
    return "most" if share > 2 / 3 else "some" if share > 1 / 3 else "few"
