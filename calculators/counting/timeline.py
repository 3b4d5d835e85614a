"""The timeline of a case: SVG that reads as a list and prints in black.

Late steps are at the top, then what depends on an open question; then today, and what is ahead, in order of time;
last what is over, latest first. Late dates have a sign and a word, so that nothing depends on colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from calculators.counting.cautions import cautions
from calculators.counting.clocks import Deadline
from calculators.counting.standing import Status
from calculators.words import plain_date, short_date

WIDTH = 360
ROW = 20
GAP = 22
LEFT = 40
#: Characters per line of the picture, and of the bold line with the date.
MEASURE = 40
BOLD_MEASURE = 36
WORDS = {
    Status.LATE: "Late if not done",
    Status.UNSURE: "Federal day over",
    Status.SILENT: "No answer by",
    Status.NEXT: "Next",
    Status.LATER: "Ahead",
    Status.PASSED: "Over",
}
WORDS_WHEN_DONE = {Status.LATE: "Came late", Status.PASSED: "Done"}


def draw(rows: Sequence[Deadline], as_of: date) -> str:
    """One SVG element with every row that has a date and a status.

    Empty without such rows.
    """
    dated = [row for row in rows if row.due and row.status]
    if not dated:
        return ""

    def of(*statuses: Status) -> list[Deadline]:
        return sorted((row for row in dated if row.status in statuses), key=_day)

    parts: list[str] = []
    top = GAP
    for row in (*of(Status.LATE), *of(Status.SILENT), *of(Status.UNSURE)):
        top = _draw_row(parts, row, top)
    top = _draw_today(parts, as_of, top)
    for row in (*of(Status.NEXT, Status.LATER), *reversed(of(Status.PASSED))):
        top = _draw_row(parts, row, top)
    line = f'<line class="pt-line" x1="20" y1="{GAP // 2}" x2="20" y2="{top - GAP}"/>'
    return (
        f'<svg class="pt-timeline" viewBox="0 0 {WIDTH} {top}" role="group" aria-label="Your dates: late first, then by time">'
        f'{line}<g role="list">{"".join(parts)}</g></svg>'
    )


def _draw_row(parts: list[str], row: Deadline, top: int) -> int:
    assert row.status is not None
    status = Status(row.status)
    word = (WORDS_WHEN_DONE if row.done else WORDS)[status]
    when = f"{word}: {row.when(short_date)}"
    shorts = [caution.short for caution in cautions(row) if caution.kind not in ("range", "weekend")]
    lines = [("pt-when", line) for line in _wrapped(when, BOLD_MEASURE)]
    lines += [("", line) for text in (row.due_title, *shorts) for line in _wrapped(text, MEASURE)]
    texts = "".join(
        f'<text{f""" class="{name}" """.rstrip() if name else ""} x="{LEFT}" y="{top + ROW * number}">{escape(line)}</text>'
        for number, (name, line) in enumerate(lines)
    )
    label = f"{'. '.join([when, row.due_title, *(short.removesuffix('.') for short in shorts)])}."
    parts.append(
        f'<g class="pt-point" data-status="{status}" role="listitem" aria-label="{escape(label)}">{_sign(status, top - 5)}'
        f"{texts}</g>"
    )
    return top + ROW * len(lines) + GAP


def _draw_today(parts: list[str], as_of: date, top: int) -> int:
    parts.append(
        f'<g class="pt-today" role="listitem" aria-label="Today: {plain_date(as_of)}">'
        f'<line x1="6" y1="{top - 5}" x2="{WIDTH - 6}" y2="{top - 5}"/>'
        f'<text x="{LEFT}" y="{top + ROW - 4}">Today: {plain_date(as_of)}</text></g>'
    )
    return top + 2 * ROW + GAP


def _sign(status: Status, y: int) -> str:
    """A dot for ahead, a ring for next, a square with a mark for late or a question, a tick for what is over."""
    if status in (Status.LATE, Status.UNSURE, Status.SILENT):
        mark = "!" if status is Status.LATE else "?"
        return (
            f'<rect x="11" y="{y - 9}" width="18" height="18"/><text class="pt-mark" x="20" y="{y + 5}">{mark}</text>'
        )
    if status is Status.NEXT:
        return f'<circle cx="20" cy="{y}" r="9"/><circle class="pt-hole" cx="20" cy="{y}" r="4"/>'
    if status is Status.LATER:
        return f'<circle cx="20" cy="{y}" r="6"/>'
    return f'<path d="M14 {y} l4 5 l8 -10"/>'


def _wrapped(text: str, measure: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > measure:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _day(row: Deadline) -> date:
    return row.day or date.max
