"""The form of "My case", generated from the case calculator's questions.

Every date's field is in the page, hidden until a parent adds the event; so scripts contain no labels. The dates of each
stage collapse into a summary of what was entered, which keeps the page short on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from calculators.inputs import Input, Kind
from calculators.law import Law
from calculators.rendering import forms
from calculators.tools import case, school_calendar
from calculators.tools.event_questions import GROUPS
from macros.pages.headings import linked

#: A question of the page itself, ignored by the calculator.
NICKNAME = Input(
    "nickname",
    "A nickname for your child",
    Kind.LINE,
    "Any word that you know. It tells your children apart on this phone. Leave it empty if you keep dates for one child.",
)
NICKNAME_FOLD = 'A nickname <span class="pt-optional">(optional)</span>'
#: Above the form: the to-do list from Python, or where to start if nothing is kept yet. The latter is in the page from the
#: beginning, so that nothing moves on a first visit.
HOME = (
    f'<section class="pt-today" aria-label="Today" hidden>{linked("today", "Today")}<div class="pt-today-list"></div></section>\n'
    '<p class="pt-begun" hidden></p>\n'
    f'<section class="pt-begin" aria-label="Three things to begin with">{linked("begin", "Three things to begin with")}<ol>'
    '<li><a href="#add">Add what happened, and when</a> <span>The time limits are counted from it.</span></li>'
    '<li><a href="#about-us">Type your name and the school once</a> <span>They then stand in every letter.</span></li>'
    '<li><a href="../letters/">Put it in writing</a> <span>Choose the letter that fits. It is kept here, with the day of the answer.</span></li>'
    '</ol><p class="pt-help">Were your dates here before? This browser may have cleared them.<br>'
    '<a href="../keep-a-copy/#bring-in">Bring your copy in</a></p></section>\n'
)


def case_form(laws: Sequence[Law], states: Sequence[tuple[str, str, str]]) -> str:
    """The form for all of ``laws``; ``states`` are (code, name, slug)."""
    events = {event.id: event for law in laws for event in law.events.values()}
    questions = case.inputs(laws)
    dates = [question for question in questions if question.id in events]
    rest = {question.id: question for question in questions if question.id not in events}
    known_in = {law.code: {question.id for question in case.inputs([law])} for law in laws}
    groups = {question.id: GROUPS[events[question.id].group] for question in dates}
    add = rest.pop("add")
    calendar = [forms.field(rest.pop(question.id), f"case-{question.id}") for question in school_calendar.ASKED]
    parts = [
        linked("child", "Your child"),
        _which_child(),
        forms.state_field(states, "case-state"),
        f'<details class="pt-more pt-nickname"><summary><span>{NICKNAME_FOLD}</span></summary>',
        forms.field(NICKNAME, "case-nickname"),
        "</details>",
        linked("add", "What happened"),
        forms.field(add, "case-add"),
        *(_group(group, list(of_it), known_in) for group, of_it in groupby(dates, lambda date: groups[date.id])),
        '<p class="pt-elsewhere pt-help" hidden></p>',
        '<details class="pt-sent-list" hidden></details>',
        forms.folded(school_calendar.ASKED, calendar),
        '<details class="pt-more"><summary>Count as of another day, and words for the calendar file</summary>',
        *(forms.field(question, f"case-{question.id}") for question in rest.values()),
        "</details>",
        f'<button class="pt-go" type="submit">{escape(case.BUTTON)}</button>',
    ]
    opening = f'<form class="pt-form pt-case" data-search-exclude data-calculator="case"{forms.linked("case")} {forms.UNSENT}>'
    return "\n".join([opening, *parts, "</form>"])


def _which_child() -> str:
    return (
        '<div class="pt-field pt-which" hidden>\n<label for="case-child">Which child?</label>\n'
        '<select id="case-child" autocomplete="off"></select>\n'
        '<button class="pt-add-child" type="button">Add another child</button>\n</div>'
    )


def _group(name: str, questions: Iterable[Input], known_in: dict[str, set[str]]) -> str:
    dates = "\n".join(_date(question, known_in) for question in questions)
    return (
        f'<details class="pt-group" hidden>\n<summary><span><b>{escape(name)}</b></span></summary>\n{dates}\n</details>'
    )


def _date(question: Input, known_in: dict[str, set[str]]) -> str:
    """One date field, with the codes of the states in which its event exists if it is not in all."""
    codes = [code for code, ids in known_in.items() if question.id in ids]
    states = f' data-states="{" ".join(codes)}"' if len(codes) < len(known_in) else ""
    return (
        f'<div class="pt-event" data-event="{question.id}"{states} hidden>\n'
        f"{forms.field(question, f'case-{question.id}')}\n"
        '<button class="pt-take-out" type="button">Remove this date</button>\n</div>'
    )
