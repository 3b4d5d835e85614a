"""The page section of a log (service log or notes), with its entry form."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from calculators.inputs import Input
from calculators.rendering import forms

#: The alternative for parents without scripts.
ON_PAPER = "Or print the paper log, and write in it."


def book_form(calculator: str, title: str, questions: Sequence[Input], button: str, sent: Sequence[str] = ()) -> str:
    """The form for one entry: a service as the IEP states it, or a note.

    ``sent``: the fields of what the page keeps beside it, in the order in which the calculator takes them.
    """
    order = f' data-sent="{" ".join(sent)}"' if sent else ""
    fields = []
    for _, group in groupby(questions, lambda question: question.fold or question.id):
        asked = list(group)
        fields.append(forms.folded(asked, [forms.field(question, f"log-{question.id}") for question in asked]))
    return (
        f'<form class="pt-form pt-book" data-search-exclude data-calculator="{calculator}"{order} {forms.UNSENT}>\n'
        f'<h3 id="log-form">{escape(title)}</h3>\n'
        + "\n".join(fields)
        + f'\n<button class="pt-go" type="submit">{escape(button)}</button>\n'
        '<button class="pt-log-cancel" type="button" hidden>Cancel</button>\n</form>'
    )


def log_head() -> str:
    """Whose log it is, and what happens to what is typed."""
    return (
        '<p class="pt-field" hidden><label for="log-child">Which child?</label>'
        '<select id="log-child" autocomplete="off"></select></p>\n'
        '<p class="pt-kept" role="status"></p>\n'
    )
