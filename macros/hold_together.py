"""A full stop stays with the word before it: a word that can be tapped is a button, after which browsers break a line."""

from __future__ import annotations

import re

#: A longer term may need two lines of its own on a narrow phone with large text.
LONGEST = 14
TERM = re.compile(
    rf'[(“"]?<span class="pt-term"><button [^>]*>[^<]{{1,{LONGEST}}}</button><span class="pt-pop"[^>]*>'
    r"<strong>[^<]*</strong> <span>[^<]*</span></span></span>[.,;:?!)”\"]*"
)


def hold_together(html: str) -> str:
    """The HTML of a page with each short term of the glossary kept in one line with the signs around it."""
    return TERM.sub(_held, html)


def _held(match: re.Match[str]) -> str:
    bare = match[0].startswith("<") and match[0].endswith(">")
    return match[0] if bare else f'<span class="pt-held">{match[0]}</span>'
