"""Links that lead off the site carry a number on paper, and their addresses stand at the end of the page.

What makes such a link marks it with ``noted``; each page then counts its own with ``numbered``. An address has one
number on a page, however often it is named. All of it happens at build time, so it needs no script.
"""

from __future__ import annotations

import re

OFF_SITE = re.compile(r'<a (?=href="https?://)')
MARKED = re.compile(r'<a data-note href="([^"]+)"')


def noted(html: str) -> str:
    """The same HTML, its links that lead off the site marked: they are printed, and get a number."""
    return OFF_SITE.sub("<a data-note ", html)


def numbered(html: str) -> tuple[str, list[str]]:
    """A page with the marked links numbered, and their addresses (HTML) in the order of their numbers."""
    notes: dict[str, int] = {}
    page = MARKED.sub(
        lambda link: f'<a data-note="{notes.setdefault(link[1], len(notes) + 1)}" href="{link[1]}"',
        html,
    )
    return page, list(notes)
