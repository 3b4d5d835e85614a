"""What the forms call the fields that a phone keeps, for the page that compares a copy with them."""

from __future__ import annotations

import json
from html import escape

from calculators.tools import case, people, school_calendar
from macros.pages.case_form import NICKNAME


def kept_labels() -> dict[str, str]:
    """The label of each field, by its table and name in ``docs/assets/js/records/tables.js``."""
    of_a_child = {question.id: question.label for question in (*school_calendar.ASKED, case.DISCREET)}
    of_a_person = {question.id: question.label for question in people.PERSON}
    return {
        "children name": NICKNAME.label,
        **{f"children {name}": label for name, label in of_a_child.items()},
        **{f"people {name}": label for name, label in of_a_person.items()},
    }


def copy_in() -> str:
    """The place of "Bring a copy in", with those labels."""
    words = escape(json.dumps(kept_labels(), separators=(",", ":"), ensure_ascii=False))
    return (
        f'<div class="pt-copy-in" data-labels="{words}">'
        "Without JavaScript, this site keeps nothing, so nothing can be brought in.</div>"
    )
