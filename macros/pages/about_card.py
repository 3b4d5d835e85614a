"""The card "About us" in My case: answers shared by all letters.

Filled in by scripts only.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from calculators.inputs import Input
from calculators.rendering import forms
from calculators.tools.people import PERSON
from macros.data.letter_model import AboutUs, LetterInput

#: The text above each section of the card; it says that the parent's answers are shared between children.
PARTS = {
    "parent": ("You", "The same for all your children."),
    "child": ("Your child", "Each child has its own."),
}
#: Which answer takes precedence, explained on the card.
WINS = (
    "What you type here stands in each letter, where nothing stands yet. What you type in a letter stays as you typed it. "
    "All of this is optional. Leave out what you do not want on this phone."
)
PEOPLE_HELP = (
    "Who teaches, tests and decides, and who helps you. No other children. Letters, notes and the case file offer the names, "
    "and letters go to the special education director."
)
ON_PAPER = (
    "This card needs JavaScript. Without it, nothing is kept here, and each letter with blanks asks for what it needs."
)


def about_card(about: AboutUs) -> str:
    """The card, collapsed. Its questions have the names that letters use: ``parent.name``."""
    parts = {"parent": about.parent, "child": about.child}
    fields = "\n".join(_part(of, questions) for of, questions in parts.items())
    return (
        f"<noscript><p>{ON_PAPER}</p></noscript>\n"
        '<details class="pt-about-card" data-search-exclude><summary>Fill in once, for all letters'
        ' <span class="pt-about-count"></span></summary>\n'
        f'<form class="pt-form pt-about-form" {forms.UNSENT}>\n<p>{escape(WINS)}</p>\n{fields}\n'
        f'<p class="pt-about-kept" role="status"></p>\n</form>\n{_people()}</details>'
    )


def _people() -> str:
    """The list of people, and a template for one entry. Fields are named like those of rows: ``people.0.name``."""
    row = forms.ROW_NUMBER
    fields = "\n".join(
        forms.field(replace(question, id=f"people.{row}.{question.id}"), f"person-{row}-{question.id}")
        for question in PERSON
    )
    return (
        f'<form class="pt-form pt-people" {forms.UNSENT}><fieldset disabled><legend id="people">People at the school and on your side'
        f'<span class="pt-about-whose"></span></legend>\n<p class="pt-help">{escape(PEOPLE_HELP)}</p>\n'
        '<ul class="pt-people-list"></ul>\n'
        '<template><li class="pt-person" tabindex="-1"><p class="pt-person-line"><strong></strong> <span></span></p><p class="pt-reached"></p>'
        '<p class="pt-person-ways"><a data-path href="../notes/">Note a call or talk</a></p>\n'
        f'<details><summary>Change</summary>\n{fields}\n<button class="pt-take-out" type="button">Remove</button></details></li></template>\n'
        '<button class="pt-add" type="button">Add a person</button></fieldset>\n<p class="pt-people-kept" role="status"></p></form>'
    )


def _part(of: str, questions: list[LetterInput]) -> str:
    """One group of questions, closed until the stored answers stand in it: they would replace what is typed."""
    title, help_ = PARTS[of]
    fields = "\n".join(forms.field(_input(of, question), f"about-{of}-{question.id}") for question in questions)
    return (
        f'<fieldset class="pt-about-{of}" disabled><legend>{title}<span class="pt-about-whose"></span></legend>\n'
        f'<p class="pt-help">{help_}</p>\n{fields}</fieldset>'
    )


def _input(of: str, question: LetterInput) -> Input:
    return Input(
        f"{of}.{question.id}",
        question.label,
        question.kind,
        question.help,
        max_length=question.max_length,
        autocomplete=question.autocomplete,
    )
