"""Keep punctuation on one line with a glossary term, which is a button.

Browsers may break a line after a button.
"""

from __future__ import annotations

import re

#: Maximum length of an unbreakable term: a longer one may need two lines on a narrow phone with large text.
LONGEST = 14
#: Punctuation before a term is searched for by hand: a pattern that starts with something optional is slow.
BEFORE = '(“"'
TERM = re.compile(
    r'(?P<opening><span class="pt-term"><button [^>]*>)(?P<word>[^<]+)'
    r'(?P<closing></button><span class="pt-pop"[^>]*><strong>[^<]*</strong> <span>[^<]*</span>(?:<button [^>]*>[^<]*</button>)?</span></span>)'
    r'(?P<after>[.,;:?!)”"]*)'
)


def attach_punctuation(html: str) -> str:
    """The HTML of a page with the punctuation around glossary terms attached to them.

    A short term and its punctuation become unbreakable; in a long one the punctuation moves inside.
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
