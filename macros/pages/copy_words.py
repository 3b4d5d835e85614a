"""What the page "Keep a copy" calls the parts of a copy: by the questions of the forms that they were typed in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape

from calculators.inputs import Input
from calculators.law import Law
from calculators.tools import case, notes, school_calendar
from calculators.tools.log_input import SERVICE
from calculators.tools.people import OTHER, PERSON
from macros.data.letter_model import AboutUs
from macros.pages.case_form import NICKNAME

#: Where the questions of each form are kept: the table, and within it the list.
PEOPLE, SERVICES, NOTES = "people", "logs services", "logs notes"


def copy_in(laws: Sequence[Law], about: AboutUs) -> str:
    """The place of "Bring a copy in", with its labels.

    A label of each part that can differ, and of each option. A key is the table, the list in it and the field
    (docs/assets/js/records/copy-in.js).
    """
    words = {
        **{f"children {event.id}": event.title for law in laws for event in law.events.values()},
        "children name": NICKNAME.label,
        **{f"children {question.id}": question.label for question in (*school_calendar.ASKED, case.DISCREET)},
        **{f"parent {question.id}": question.label for question in about.parent},
        **{f"aboutUs {question.id}": question.label for question in about.child},
        **_labels(PEOPLE, PERSON),
        **_labels(SERVICES, SERVICE),
        **_labels(NOTES, notes.ENTRY),
    }
    options = {
        "children state": {law.code: law.name for law in laws},
        **_options(PEOPLE, PERSON),
        **_options(SERVICES, SERVICE),
        **_options(NOTES, notes.ENTRY),
    }
    said = escape(json.dumps({"words": words, "options": options}, ensure_ascii=False, separators=(",", ":")))
    return f'<div class="pt-copy-in" data-words="{said}">Without JavaScript, this site keeps nothing, so nothing can be brought in.</div>'


def _labels(where: str, questions: Iterable[Input]) -> dict[str, str]:
    return {f"{where} {question.id}": question.label for question in questions}


def _options(where: str, questions: Iterable[Input]) -> dict[str, dict[str, str]]:
    """The options of each choice; what stands for other words is left out, for those words stand beside it."""
    return {
        f"{where} {question.id}": {one.value: one.label for one in question.choices if one.value != OTHER}
        for question in questions
        if question.choices
    }
