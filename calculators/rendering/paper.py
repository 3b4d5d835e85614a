"""A printable document in sections, as HTML, plain text and data for Word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Row:
    """One row of a table. ``weighs``: emphasise it."""

    cells: tuple[str, ...]
    weighs: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a title, which may be empty. ``widths`` are percentages of the sheet."""

    title: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """A section under its heading. ``alone``: the next section starts on a new sheet."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole document: ``lines`` say whose it is and as of which day.

    ``name`` is its file name.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]


def data(paper: Paper) -> dict[str, Any]:
    """The document as plain data, the input for a Word file."""
    return asdict(paper)


def text(paper: Paper) -> str:
    """The document as plain text, one line per row."""
    return "\n\n".join(["\n".join([paper.title, *paper.lines]), *(_section_text(one) for one in paper.sections)])


def html(paper: Paper) -> str:
    """The document as HTML, all text escaped.

    On a phone each row is a block whose cells are labelled.
    """
    lines = "<br>".join(escape(line) for line in paper.lines)
    parts = "\n".join(_section_html(one) for one in paper.sections)
    return (
        f'<article class="pt-paper" aria-label="{escape(paper.title)}">\n<h4>{escape(paper.title)}</h4>\n'
        f'<p class="pt-paper-head">{lines}</p>\n{parts}\n</article>'
    )


def _section_text(section: Section) -> str:
    lines = [section.title.upper(), *section.words]
    for table in section.tables:
        lines += [table.title] if table.title else []
        lines += [f"- {' | '.join(_one_line(cell) for cell in row.cells if cell)}" for row in table.rows]
    return "\n".join(lines)


def _one_line(cell: str) -> str:
    return "; ".join(line for line in cell.split("\n") if line)


def _section_html(section: Section) -> str:
    words = "".join(f"<p>{escape(line)}</p>" for line in section.words)
    tables = "\n".join(_table_html(table) for table in section.tables)
    alone = " data-alone" if section.alone else ""
    return f'<section data-key="{section.id}"{alone}>\n<h5>{escape(section.title)}</h5>\n{words}{tables}\n</section>'


def _table_html(table: Table) -> str:
    caption = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    columns = "".join(f'<col width="{width}%">' for width in table.widths)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    rows = "\n".join(_row_html(row, table.head) for row in table.rows)
    return f"<table>{caption}<colgroup>{columns}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody>\n</table>"


def _row_html(row: Row, head: Iterable[str]) -> str:
    cells = "".join(
        f'<td data-label="{escape(name)}">{"<br>".join(escape(line) for line in cell.split(chr(10)))}</td>'
        for name, cell in zip(head, row.cells, strict=True)
    )
    return f"<tr{' data-weighs' if row.weighs else ''}>{cells}</tr>"
