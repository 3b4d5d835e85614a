"""Label each table cell with its column, for the stacked layout on phones."""

from __future__ import annotations

from typing import override
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class LabelCells(Treeprocessor):
    """Adds ``data-label`` to cells; the first cell of a row becomes its heading."""

    @override
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            names = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/*")]
            for cell in table.findall("thead/tr/th"):
                if "".join(cell.itertext()).strip():
                    cell.set("scope", "col")
                else:
                    cell.tag = "td"  # an empty corner cell is not a heading
            for row in table.iterfind("tbody/tr"):
                for name, cell in zip(names, row, strict=False):
                    if cell is row[0]:
                        cell.tag = "th"
                        cell.set("scope", "row")
                    else:
                        cell.set("data-label", name)


class Tables(Extension):
    """Registered in mkdocs.yml after ``tables``."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(LabelCells(md), "label_cells", 5)


def makeExtension(**options: object) -> Tables:  # noqa: N802 (the name that Markdown looks for)
    """Entry point of Markdown."""
    return Tables(**options)
