"""A heading as Markdown renders it, with its permalink, for HTML from macros."""

from __future__ import annotations

from html import escape


def linked(anchor: str, title: str) -> str:
    """A second-level heading with a permalink."""
    link = f'<a class="headerlink" href="#{anchor}" title="Link to this part">Link</a>'
    return f'<h2 id="{anchor}">{escape(title)}{link}</h2>'
