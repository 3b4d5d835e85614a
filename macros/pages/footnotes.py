"""Number external links on paper and list their addresses at the end of the page.

Macros mark such links with ``noted``; each page numbers its own with ``numbered``. An address has one number per page,
however often it occurs. All of it happens at build time and needs no script.
"""

from __future__ import annotations

import re

OFF_SITE = re.compile(r'<a (?=href="https?://)')
MARKED = re.compile(r'<a data-note href="([^"]+)"')


def noted(html: str) -> str:
    """The HTML with its external links marked for numbering."""
    return OFF_SITE.sub("<a data-note ", html)


def numbered(html: str) -> tuple[str, list[str]]:
    """A page with the marked links numbered, and their addresses (HTML) in that order."""
    notes: dict[str, int] = {}
    page = MARKED.sub(
        lambda link: f'<a data-note="{notes.setdefault(link[1], len(notes) + 1)}" href="{link[1]}"',
        html,
    )
    return page, list(notes)
