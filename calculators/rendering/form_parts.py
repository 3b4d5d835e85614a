"""A long form in parts: a list of parts, one screen each, a review.

Each part has a fragment (``#part-2``), so that links, the back button and a reload work without a script. CSS hides all
parts but the one in the address. Without scripts no form can be answered: the letter with blanks is shown instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

#: Fragments of the list of parts, of the last part, and of all parts on one page.
LIST, CHECK, ALL = "parts", "part-check", "all-parts"
#: The review before the letter is written; a script fills in the answers.
CHECK_TITLE = "Check your answers"


def html(parts: Mapping[str, Sequence[str]], button: str, either: str = "") -> str:
    """The fields of a form, grouped by the title of their part, and its button.

    Unchanged for a form without titles. ``either`` is the title of a part that is an alternative to the one before it.
    """
    if not next(iter(parts)):
        return "\n".join([*(field for fields in parts.values() for field in fields), button])
    titles = [*parts, CHECK_TITLE]
    screens = [
        _screen(titles, number, "\n".join(fields))
        for number, fields in enumerate([*parts.values(), [_check(button)]], 1)
    ]
    one = f'<p class="pt-one-part"><a class="pt-alone" href="#{LIST}">One part at a time</a></p>'
    return "\n".join([f'<div class="pt-parts" id="{ALL}">', one, *screens, _list(titles, either), "</div>"])


def _list(titles: Sequence[str], either: str) -> str:
    """The list of all parts, placed after them so that CSS can hide it; a script adds what each still lacks."""
    second = titles.index(either) + 1 if either else 0
    other = {second - 1: second, second: second - 1} if second else {}
    rows = "".join(
        f'<li><a href="#{_address(titles, at)}"{f' data-or="{other[at]}"' if at in other else ""}>{escape(one)}</a></li>'
        for at, one in enumerate(titles, 1)
    )
    return (
        f'<nav class="pt-part-list" id="{LIST}" aria-label="The parts of this form"><ol>{rows}</ol>'
        f'<p><a class="pt-alone" href="#{ALL}">All on one page</a></p></nav>'
    )


def _screen(titles: Sequence[str], number: int, inside: str) -> str:
    heading = f"{_address(titles, number)}-title"
    return (
        f'<section class="pt-part" id="{_address(titles, number)}" aria-labelledby="{heading}">\n'
        f'<h3 id="{heading}" tabindex="-1"><span class="pt-part-number">Part {number} of {len(titles)}</span> '
        f"{escape(titles[number - 1])}</h3>\n{inside}\n"
        f'<p class="pt-part-ways">{"".join(_ways(titles, number))}</p>\n</section>'
    )


def _ways(titles: Sequence[str], number: int) -> Iterator[str]:
    """The links from a part: next, previous, and the list."""
    if number < len(titles):
        yield f'<a class="pt-on" href="#{_address(titles, number + 1)}">Next: {escape(titles[number])}</a>'
    if number > 1:
        yield f'<a class="pt-alone" href="#{_address(titles, number - 1)}">Back</a>'
    yield f'<a class="pt-alone" href="#{LIST}">All parts</a>'


def _check(button: str) -> str:
    return f'<div class="pt-undecided" role="status" hidden></div>\n<div class="pt-answers" hidden></div>\n{button}'


def _address(titles: Sequence[str], number: int) -> str:
    return CHECK if number == len(titles) else f"part-{number}"
