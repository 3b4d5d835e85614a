"""The months of a service as an accessible chart and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from calculators.counting.service_minutes import PARTS
from calculators.words import MONTHS

IN_WORDS = {
    "given": "given",
    "made_up": "made up",
    "excused": "excused",
    "missed": "missed",
    "unknown": "not known",
}
#: Column headings.
COLUMNS = ("Owed", *(words.capitalize() for words in IN_WORDS.values()))
WIDTH, LEFT, ROW, BAR = 360, 84, 28, 18
#: A row of the table: its name, then a number for each of ``COLUMNS``.
_ROW = f'<tr><th scope="row">{{}}</th>{"".join(f'<td data-label="{name}">{{}}</td>' for name in COLUMNS)}</tr>'
#: Months in a chart, the most recent ones; the table has all.
MOST = 12


def chart(name: str, months: Sequence[tuple[tuple[int, int], Mapping[str, int]]], number: int) -> str:
    """A bar for each month, divided into ``PARTS``; empty without months.

    ``number`` makes its ids unique on the page.
    """
    shown = months[-MOST:]
    if not shown:
        return ""
    widest = max(sum(parts.values()) for _, parts in shown)
    hatch = f"pt-hatch-{number}"
    bars = "".join(_bar(month, parts, row, widest, hatch) for row, (month, parts) in enumerate(shown))
    told = " ".join(f"{month_name(month)}: {_told(parts)}." for month, parts in shown)
    return (
        f'<svg class="pt-minutes" viewBox="0 0 {WIDTH} {ROW * len(shown)}" role="img" '
        f'aria-label="{escape(name)} by month, in minutes. {escape(told)}">'
        f'<defs><pattern id="{hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path class="pt-hatch" d="M0 0v6"/></pattern></defs>{bars}</svg>'
    )


def legend(number: int) -> str:
    """The legend, hidden from screen readers, for which each chart has its own text."""
    hatch = f"pt-hatch-{number}"
    items = "".join(
        f'<li><svg viewBox="0 0 18 18">{_part(part, 1, 1, 16, 16, hatch)}</svg> {words}</li>'
        for part, words in IN_WORDS.items()
    )
    return f'<ul class="pt-legend" aria-hidden="true">{items}</ul>'


def table(name: str, months: Iterable[tuple[tuple[int, int], Mapping[str, int]]], totals: Mapping[str, int]) -> str:
    """The minutes of each month and in total, titled with the service's name."""
    head = "".join(f'<th scope="col">{words}</th>' for words in ("Month", *COLUMNS))
    rows = "".join(_row(month_name(month), parts) for month, parts in months)
    return (
        f'<div class="pt-numbers"><table>'
        f"<caption>{escape(name)}, minutes by month</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        f"<tfoot>{_row('All', totals)}</tfoot></table></div>"
    )


def month_name(month: tuple[int, int]) -> str:
    """``Sep 2026``."""
    return f"{MONTHS[month[1] - 1][:3]} {month[0]}"


def _row(words: str, parts: Mapping[str, int]) -> str:
    numbers = [parts[part] for part in PARTS]
    return _ROW.format(words, sum(numbers), *numbers)


def _told(parts: Mapping[str, int]) -> str:
    said = [f"{parts[part]} {words}" for part, words in IN_WORDS.items() if parts[part]]
    return f"{sum(parts.values())} owed, {', '.join(said)}" if said else "nothing owed"


def _bar(month: tuple[int, int], parts: Mapping[str, int], row: int, widest: int, hatch: str) -> str:
    top, x, drawn = ROW * row + 4, LEFT, ""
    for part in PARTS:
        width = parts[part] * (WIDTH - LEFT - 2) // max(1, widest)
        if width:
            drawn += _part(part, x, top, width, BAR, hatch)
            x += width
    return f'<text x="0" y="{top + BAR - 4}">{month_name(month)}</text>{drawn}'


def _part(part: str, x: int, y: int, width: int, height: int, hatch: str) -> str:
    fill = f' fill="url(#{hatch})"' if part == "missed" else ""
    return f'<rect class="pt-{part.replace("_", "-")}" x="{x}" y="{y}" width="{width}" height="{height}"{fill}/>'
