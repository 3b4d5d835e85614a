"""The form of the case file, and a blank version for paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from calculators.inputs import Input
from calculators.rendering import forms
from calculators.tools import case_file
from macros.pages import cards

#: Shown beside the checkboxes, to prevent likely regrets.
NOT_FOR_OTHERS = "Do not hand over notes to yourself, or names of other children."
#: Where the names come from, in the place of a question.
WHO_IS_WHO = (
    '<p class="pt-help pt-on-screen">“Who is who” has the people of this child, from About us. '
    '<a href="../case/#people">Add or change people</a></p>'
)
#: The paper by hand: the columns of each part and its rows.
BLANK = {
    "Timeline": (("Date", "What happened, or was due", "How I know it", "Exhibit, pages"), 20),
    "Who is who": (("Name", "Who", "Phone or e-mail"), 8),
    "Asked, answered, not answered": (("What I asked for", "Date, and how", "Due", "What came back, and when"), 10),
    "Exhibits": (("No.", "Date", "Paper", "Pages"), 15),
}


def case_file_form(states: Sequence[tuple[str, str, str]]) -> str:
    """The form; ``states`` are (code, name, slug) to choose from."""
    names, others = case_file.ASKED[:2], case_file.ASKED[2:]
    opening = f'<form class="pt-form" data-search-exclude data-calculator="case_file"{forms.linked("case_file")} {forms.UNSENT}>'
    return "\n".join(
        [
            opening,
            forms.state_field(states, "case-file-state"),
            *map(_field, names),
            WHO_IS_WHO,
            *map(_field, others),
            _ticks(),
            f'<button class="pt-go" type="submit">{escape(case_file.BUTTON)}</button>',
            "</form>",
        ]
    )


def _field(question: Input) -> str:
    return forms.field(question, f"case-file-{question.id}")


def blank_case_file() -> str:
    """Each section with empty rows; printed only."""
    return "\n".join(
        f'<section class="pt-by-hand"><p><strong>{escape(title)}</strong></p>{cards.ruled_table(columns, rows)}</section>'
        for title, (columns, rows) in BLANK.items()
    )


def _ticks() -> str:
    ticks = "\n".join(
        f'<div class="pt-field"><label for="case-file-part-{name}"><input type="checkbox" id="case-file-part-{name}" '
        f'name="{case_file.TICK.format(name)}" value="yes" checked autocomplete="off"> {escape(words)}</label></div>'
        for name, words in case_file.SECTIONS.items()
    )
    return (
        '<fieldset class="pt-parts"><legend>What goes in</legend>\n'
        f'<p class="pt-help">Untick what is not for this reader. {escape(NOT_FOR_OTHERS)}</p>\n{ticks}\n</fieldset>'
    )
