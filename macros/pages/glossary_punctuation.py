"""A full stop stays with the word before it: a word that can be tapped is a button, after which browsers break a line."""

from __future__ import annotations

import re

#: A longer term may need two lines of its own on a narrow phone with large text.
LONGEST = 14
#: The signs that may stand before a term are looked for by hand: a pattern that begins with what may be missing is slow.
BEFORE = '(“"'
TERM = re.compile(
    r'(?P<opening><span class="pt-term"><button [^>]*>)(?P<word>[^<]+)'
    r'(?P<closing></button><span class="pt-pop"[^>]*><strong>[^<]*</strong> <span>[^<]*</span>(?:<button [^>]*>[^<]*</button>)?</span></span>)'
    r'(?P<after>[.,;:?!)”"]*)'
)


def hold_together(html: str) -> str:
    """The HTML of a page with the signs around a term of the glossary kept with it.

    A short term is kept in one line with them; into a long one, which may break, they go themselves.
    """
    parts: list[str] = []
    done = 0
    for term in TERM.finditer(html):
        start = term.start()
        before = html[start - 1] if start > done and html[start - 1] in BEFORE else ""
        parts += [html[done : start - len(before)], _held(before, term)]
        done = term.end()
    return "".join([*parts, html[done:]])


def _held(before: str, term: re.Match[str]) -> str:
    if not before and not term["after"]:
        return term[0]
    if len(term["word"]) <= LONGEST:
        return f'<span class="pt-held">{before}{term[0]}</span>'
    return f"{term['opening']}{before}{term['word']}{term['after']}{term['closing']}"
