"""Mark links that are alone on their line, for a larger tap target."""

from __future__ import annotations

from typing import override
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BLOCKS = ("p", "li")
ENDS = " \n.?!"


class MarkLoneLinks(Treeprocessor):
    """Adds ``class="pt-alone"`` to the only content of a paragraph or list item."""

    @override
    def run(self, root: Element) -> None:
        for block in root.iter():
            if block.tag not in BLOCKS or len(block) != 1 or (block.text or "").strip():
                continue
            link = block[0]
            if link.tag == "a" and not (link.tail or "").strip(ENDS):
                link.set("class", f"{link.get('class', '')} pt-alone".strip())
                link.tail = None  # a full stop would be left over


class LoneLinks(Extension):
    """Registered in mkdocs.yml."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(MarkLoneLinks(md), "lone_links", 5)


def makeExtension(**options: object) -> LoneLinks:  # noqa: N802 (the name that Markdown looks for)
    """Entry point of Markdown."""
    return LoneLinks(**options)
