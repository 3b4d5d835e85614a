"""A full stop stays with the word before it: a word that can be tapped is a button, after which browsers break a line."""

from __future__ import annotations

import re

#: A longer term may need two lines of its own on a narrow phone with large text.
LONGEST = 14
TERM = re.compile(
    r'(?P<before>[(“"]?)(?P<opening><span class="pt-term"><button [^>]*>)(?P<word>[^<]+)'
    r'(?P<closing></button><span class="pt-pop"[^>]*><strong>[^<]*</strong> <span>[^<]*</span></span></span>)'
    r'(?P<after>[.,;:?!)”"]*)'
)


def hold_together(html: str) -> str:
    """The HTML of a page with the signs around a term of the glossary kept with it.

    A short term is kept in one line with them; into a long one, which may break, they go themselves.
    """
    return TERM.sub(_held, html)


def _held(match: re.Match[str]) -> str:
    if not match["before"] and not match["after"]:
        return match[0]
    if len(match["word"]) <= LONGEST:
        return f'<span class="pt-held">{match[0]}</span>'
    return f"{match['opening']}{match['before']}{match['word']}{match['after']}{match['closing']}"
