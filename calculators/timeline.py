"""A case as a picture: a line of dates, drawn as SVG that reads as a list and prints in one colour.

The nearest day ahead stands on top, what comes after it below; then a line, and what is behind, latest first. Late
days are marked by a sign and a word, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from calculators.clocks import Deadline
from calculators.standing import Status
from calculators.words import plain_date, short_date

WIDTH = 360
ROW = 20
GAP = 22
LEFT = 40
#: Characters of a title on one line of the picture.
MEASURE = 36
WORDS = {Status.LATE: "Late if not done", Status.NEXT: "Next", Status.LATER: "Ahead", Status.PASSED: "Over"}
WORDS_WHEN_DONE = {Status.LATE: "Came late", Status.PASSED: "Done"}


def draw(rows: Sequence[Deadline], as_of: date) -> str:
    """The picture of every row that has a date and a standing, as one SVG element; empty without such rows."""
    dated = [row for row in rows if row.due and row.status]
    if not dated:
        return ""
    ahead = sorted((row for row in dated if row.status in (Status.NEXT, Status.LATER)), key=_due)
    behind = sorted((row for row in dated if row not in ahead), key=_due, reverse=True)
    parts: list[str] = []
    top = GAP
    for row in ahead:
        top = _draw_row(parts, row, top)
    top = _draw_today(parts, as_of, top)
    for row in behind:
        top = _draw_row(parts, row, top)
    line = f'<line class="pt-line" x1="20" y1="{GAP // 2}" x2="20" y2="{top - GAP}"/>'
    return (
        f'<svg class="pt-timeline" viewBox="0 0 {WIDTH} {top}" role="group" aria-label="Your dates, the next one first">'
        f'{line}<g role="list">{"".join(parts)}</g></svg>'
    )


def _draw_row(parts: list[str], row: Deadline, top: int) -> int:
    assert row.due is not None
    assert row.status is not None
    status = Status(row.status)
    when = f"{'no earlier than ' if row.range else ''}{short_date(row.due)}"
    lines = _wrapped(row.title)
    word = (WORDS_WHEN_DONE if row.done else WORDS)[status]
    label = f"{word}: {when}. {row.title}."
    texts = "".join(
        f'<text x="{LEFT}" y="{top + ROW * (number + 1)}">{escape(line)}</text>' for number, line in enumerate(lines)
    )
    parts.append(
        f'<g class="pt-point" data-status="{status}" role="listitem" aria-label="{escape(label)}">{_sign(status, top - 5)}'
        f'<text class="pt-when" x="{LEFT}" y="{top}">{escape(f"{word}: {when}")}</text>{texts}</g>'
    )
    return top + ROW * (len(lines) + 1) + GAP


def _draw_today(parts: list[str], as_of: date, top: int) -> int:
    parts.append(
        f'<g class="pt-today" role="listitem" aria-label="Today: {plain_date(as_of)}">'
        f'<line x1="6" y1="{top - 5}" x2="{WIDTH - 6}" y2="{top - 5}"/>'
        f'<text x="{LEFT}" y="{top + ROW - 4}">Today: {plain_date(as_of)}</text></g>'
    )
    return top + 2 * ROW + GAP


def _sign(status: Status, y: int) -> str:
    """A full dot ahead, a ring for the next, a square with a mark for late, a tick for what is behind."""
    if status is Status.LATE:
        return f'<rect x="11" y="{y - 9}" width="18" height="18"/><text class="pt-mark" x="20" y="{y + 5}">!</text>'
    if status is Status.NEXT:
        return f'<circle cx="20" cy="{y}" r="9"/><circle class="pt-hole" cx="20" cy="{y}" r="4"/>'
    if status is Status.LATER:
        return f'<circle cx="20" cy="{y}" r="6"/>'
    return f'<path d="M14 {y} l4 5 l8 -10"/>'


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > MEASURE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _due(row: Deadline) -> date:
    return row.due or date.max
