"""A link that is all there is in its line is marked, so that the page can give it the height of a finger."""

from __future__ import annotations

from typing import override
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BLOCKS = ("p", "li")
ENDS = " \n.?!"


class MarkLoneLinks(Treeprocessor):
    """Writes ``class="pt-alone"`` on the link of a paragraph or an item of a list that holds nothing else."""

    @override
    def run(self, root: Element) -> None:
        for block in root.iter():
            if block.tag not in BLOCKS or len(block) != 1 or (block.text or "").strip():
                continue
            link = block[0]
            if link.tag == "a" and not (link.tail or "").strip(ENDS):
                link.set("class", f"{link.get('class', '')} pt-alone".strip())
                link.tail = None  # a full stop would stand beside it alone


class LoneLinks(Extension):
    """Registered in mkdocs.yml."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(MarkLoneLinks(md), "lone_links", 5)


def makeExtension(**options: object) -> LoneLinks:  # noqa: N802 (the name that Markdown looks for)
    """Entry point of Markdown."""
    return LoneLinks(**options)
