"""A heading as Markdown makes one, with its link, for HTML that a macro writes (mkdocs.yml has the same words)."""

from __future__ import annotations

from html import escape


def linked(anchor: str, title: str) -> str:
    """A second-level heading that can be shared."""
    link = f'<a class="headerlink" href="#{anchor}" title="Link to this part">Link</a>'
    return f'<h2 id="{anchor}">{escape(title)}{link}</h2>'
