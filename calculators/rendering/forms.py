"""Render the form that asks for what a calculator needs, as HTML. Pages are built with it, and letters sent are asked with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from calculators.inputs import Choice, Input, Kind, asked_for
from calculators.letter_forms import FOLLOW_UP, OF_THE_MISSED, LetterForm, letters
from calculators.rendering import form_parts

#: Keeps every browser from submitting the form, whatever became of the scripts: one that does not know "dialog" reads it
#: as "get", which would put the answers into the address, but a javascript: action has no address.
UNSENT = 'method="dialog" action="javascript:void 0" novalidate'
#: Placeholder for the row number in a row's template; the page replaces it.
ROW_NUMBER = "__row__"


def form(
    calculator: str,
    inputs: Iterable[Input],
    button: str,
    selected: Mapping[str, str],
    states: Sequence[tuple[str, str, str]],
    letter: str = "",
) -> str:
    """The form with a calculator's questions, ``selected`` answers filled in.

    ``states`` are (code, name, slug): a single one is fixed by the page; from several the parent chooses.
    """
    name = letter.replace("_", "-") if letter else calculator
    asked = [Input("state", "Your state", Kind.LINE), *inputs]
    given = {"state": states[0][0] if len(states) == 1 else "", **selected}
    by_fold: dict[str, list[Input]] = {}  # what is always shown keeps its order; only one fold, at the end
    for question in inputs:
        by_fold.setdefault(question.fold or question.card or question.id, []).append(question)
    fields = [state_field(states, f"{name}-state")] if len(states) > 1 else []
    parts: dict[str, list[str]] = {next((one.part for one in inputs), ""): fields}
    for of_it in by_fold.values():
        fields = parts.setdefault(of_it[0].part, []) if of_it[0].part else fields
        if of_it[0].card:
            fields.append(_card(of_it, name, selected, [asked_for(one, asked, given) for one in of_it]))
            continue
        html_of_it = folded(of_it, [field(one, f"{name}-{one.id}", selected.get(one.id, "")) for one in of_it])
        if not asked_for(of_it[0], asked, given):  # hidden at once: nothing moves when the script arrives
            html_of_it = html_of_it.replace(" data-when=", " hidden data-when=", 1)
        fields.append(html_of_it)
    fixed = f' data-state="{escape(states[0][0])}"' if len(states) == 1 else ""
    preset = f' data-letter="{escape(letter)}"' if letter else ""
    either = next((one.part for one in inputs if one.either), "")
    return (
        f'<form class="pt-form" data-search-exclude data-calculator="{escape(calculator)}"{fixed}{preset}{linked(calculator, letter)} {UNSENT}>\n'
        f"{form_parts.html(parts, f'<button class="pt-go" type="submit">{escape(button)}</button>', either)}\n</form>"
    )


def _card(questions: Sequence[Input], name: str, selected: Mapping[str, str], shown: Sequence[bool]) -> str:
    """Related questions in a card with a title; those that do not apply yet are hidden from the start."""
    common = {of: answers for of, answers in questions[0].when.items() if all(of in one.when for one in questions)}
    own = [replace(one, when={of: one.when[of] for of in one.when if of not in common}) for one in questions]
    fields = [field(one, f"{name}-{one.id}", selected.get(one.id, "")) for one in own]
    inside = "\n".join(
        html if is_shown else html.replace(" data-when=", " hidden data-when=", 1)
        for html, is_shown in zip(fields, shown, strict=True)
    )
    whole = _when(replace(questions[0], when=common))
    if common and not shown[0]:
        whole = f" hidden{whole}"
    return (
        f'<fieldset class="pt-row pt-card"{whole}>\n<legend>{escape(questions[0].card)}</legend>\n{inside}\n</fieldset>'
    )


def folded(questions: Sequence[Input], fields: Iterable[str]) -> str:
    """The fields of some questions, collapsed under their heading; unchanged if they have none."""
    inside, heading = "\n".join(fields), questions[0].fold
    if not heading:
        return inside
    summary = f'<summary><span>{escape(heading)} <span class="pt-optional">(optional)</span></span></summary>'
    read_back = (
        '\n<div class="pt-read-back" hidden></div>' if any(one.kind is Kind.CLOSURES for one in questions) else ""
    )
    return f'<details class="pt-more"{_when(questions[0])}>{summary}{inside}</details>{read_back}'


def linked(calculator: str, letter: str = "") -> str:
    """The attribute that lists the fields that links from this site may fill in."""
    names = ["state", *(["event"] if calculator == "deadlines" else [])]
    if letter and (letters()[letter].missed or letter == FOLLOW_UP):
        asked = {question.id for question in letters()[letter].inputs}
        names += [name for name in OF_THE_MISSED if name in asked]
    names += handed_to(letters()[letter]) if letter else []
    return f' data-linked="{" ".join(names)}"'


def handed_to(form: LetterForm) -> list[str]:
    """The fields that a tool fills in; of rows, those of the first one."""
    rows = {question.id: question.fields for question in form.inputs if question.kind is Kind.ROWS}
    return [
        field
        for name in form.handed
        for field in ([f"{name}.0.{inner.id}" for inner in rows[name]] if name in rows else [name])
    ]


def state_field(states: Sequence[tuple[str, str, str]], field_id: str) -> str:
    """The choice of the state.

    Each option has the slug too, because pages remember the state by its slug.
    """
    options = "".join(
        f'<option value="{escape(code)}" data-slug="{escape(slug)}">{escape(name)}</option>'
        for code, name, slug in states
    )
    return (
        f'<div class="pt-field" data-kind="choice">\n<label for="{field_id}">Your state</label>\n'
        f'<select id="{field_id}" name="state" required aria-describedby="{field_id}-error">'
        f'<option value="">Choose one</option>{options}</select>\n'
        f'<p class="pt-error" id="{field_id}-error" role="alert" hidden></p>\n</div>'
    )


def field(question: Input, field_id: str, value: str = "", name: str = "") -> str:
    """One question; ``name`` is the name it is submitted under, if not its id."""
    name = name or question.id
    value = value or (question.default if question.kind is not Kind.DATE else "")
    described = [f"{field_id}-help"] if question.help else []
    common = (
        f'id="{field_id}" name="{name}" aria-describedby="{" ".join([*described, f"{field_id}-error"])}"'
        f"{' required' if question.required and not question.instead else ''}"
        f"{_about(question)}"
    )
    optional = "" if question.required or question.least else ' <span class="pt-optional">(optional)</span>'
    hint = f'<p class="pt-help" id="{field_id}-help">{escape(question.help)}</p>' if question.help else ""
    if question.kind is Kind.ROWS:
        return _rows(question, field_id, common, optional, hint)
    if question.kind is Kind.SAID:
        return f'<input id="{field_id}" name="{name}" type="hidden" value="{escape(value)}">'
    if question.kind is Kind.TICK:
        return _tick(question, field_id, common, value)
    if question.kind is Kind.CLOSURES:
        optional = ""  # the heading already says so
    return _asked(question, field_id, common, optional, hint, value)


def _asked(question: Input, field_id: str, common: str, optional: str, hint: str, value: str) -> str:
    return (
        f'<div class="pt-field" data-kind="{question.kind}"{"" if question.fold else _when(question)}{_asked_by(question)}>\n'
        f'<label for="{field_id}">{escape(question.label)}{optional}</label>\n{hint}'
        f"{_control(question, common, value)}\n"
        f'<p class="pt-error" id="{field_id}-error" role="alert" hidden></p>\n</div>'
    )


def _tick(question: Input, field_id: str, common: str, value: str) -> str:
    checked = " checked" if value else ""
    return (
        f'<div class="pt-field" data-kind="tick"{_when(question)}>\n<label for="{field_id}">'
        f'<input {common} type="checkbox" value="yes"{checked}><span>{escape(question.label)}</span></label>\n'
        f'<p class="pt-error" id="{field_id}-error" role="alert" hidden></p>\n</div>'
    )


def _rows(question: Input, field_id: str, common: str, optional: str, hint: str) -> str:
    """The initial rows, and a template from which the page makes more."""
    first = "\n".join(_row(question, field_id, str(number)) for number in range(max(1, question.least)))
    return (
        f'<fieldset class="pt-rows" {common} data-most="{question.most}" tabindex="-1"{_when(question)}>\n'
        f"<legend>{escape(question.label)}{optional}</legend>\n{hint}"
        f'<p class="pt-error" id="{field_id}-error" role="alert" hidden></p>\n'
        f'<div class="pt-row-list">\n{first}\n</div>\n'
        f"<template>{_row(question, field_id, ROW_NUMBER)}</template>\n"
        f'<button class="pt-add" type="button">Add another {escape(question.one)}</button>\n</fieldset>'
    )


def _row(question: Input, field_id: str, number: str) -> str:
    fields = "\n".join(
        field(inner, f"{field_id}-{number}-{inner.id}", "", f"{question.id}.{number}.{inner.id}")
        for inner in question.fields
    )
    shown = str(int(number) + 1) if number.isdigit() else ""
    name = question.one[0].upper() + question.one[1:]
    # The only row cannot be removed: its button must not show until the script hides it.
    alone = " hidden" if question.least <= 1 else ""
    return (
        f'<fieldset class="pt-row" tabindex="-1">\n<legend>{escape(name)} <span class="pt-row-number">{shown}</span></legend>\n'
        f'{fields}\n<button class="pt-remove" type="button"{alone}>Remove this {escape(question.one)}</button>\n</fieldset>'
    )


def _when(question: Input) -> str:
    """The attribute with the answers for which the page shows the question."""
    if not question.when:
        return ""
    asked = json.dumps({name: list(answers) for name, answers in question.when.items()})
    return f' data-when="{escape(asked)}"'


def _about(question: Input) -> str:
    """The attribute with the "About us" entries that fill it in."""
    if not question.about:
        return ""
    return f' data-about="{question.about}"{"" if question.learned else ' data-learned="no"'}'


def _asked_by(question: Input) -> str:
    """The attribute with the question whose answer words this one."""
    return f' data-asked-by="{question.asked_by}"' if question.asked_by else ""


def _control(question: Input, common: str, value: str) -> str:
    autocomplete = f'autocomplete="{question.autocomplete}"'
    if question.kind is Kind.CHOICE:
        unchosen = (
            "" if any(not choice.value for choice in question.choices) else '<option value="">Choose one</option>'
        )
        return f"<select {common}>{unchosen}{_options(question.choices, value)}</select>"
    if question.kind in (Kind.TEXT, Kind.CLOSURES, Kind.DATES):
        return f'<textarea {common} rows="3" {autocomplete}>{escape(value)}</textarea>'
    if question.kind is Kind.DATE:
        # No inputmode has digits and the slash on every phone: "decimal" has digits and the dot, and 3.2.2026 is accepted.
        return (
            f'<span class="pt-date"><input {common} type="text" inputmode="decimal" {autocomplete} value="{escape(value)}">'
            f'<input type="date" class="pt-pick" aria-label="Pick: {escape(question.label)}" tabindex="0" hidden></span>'
        )
    digits = {Kind.NUMBER: ' inputmode="numeric"', Kind.DAYS: ' inputmode="decimal"'}.get(question.kind, "")
    return f'<input {common} type="text"{digits} {autocomplete} value="{escape(value)}">'


def _options(choices: Iterable[Choice], value: str) -> str:
    groups: dict[str, list[str]] = {}
    for choice in choices:
        chosen = " selected" if choice.value == value else ""
        words = (
            f' data-question="{escape(choice.question)}" data-help="{escape(choice.help)}"' if choice.question else ""
        )
        option = f'<option value="{escape(choice.value)}"{chosen}{words}>{escape(choice.label)}</option>'
        groups.setdefault(choice.group, []).append(option)
    return "".join(
        f'<optgroup label="{escape(group)}">{"".join(options)}</optgroup>' if group else "".join(options)
        for group, options in groups.items()
    )
