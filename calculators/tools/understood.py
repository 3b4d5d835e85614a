"""Echo dates as they were understood, with their weekday, while a form is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from calculators.inputs import Input, Kind, WrongInput, read
from calculators.reading.written_dates import read_date
from calculators.words import long_date, plain_date


def days(questions: Sequence[Input], given: Mapping[str, Any], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each field in ``names``: ``{"words", "iso", "kept", "problem"}``.

    ``words`` is the date as read and ``problem`` what is wrong; one of them is empty, and both if nothing is typed. ``iso`` is
    set for a single day, for a date picker. ``kept`` is text that means the same day in any other year: as typed, or with the
    intended year added.
    """
    return {name: _shown(question, _text(given.get(name))) for name in names if (question := _asked(questions, name))}


def _text(value: Any) -> str:
    """The typed text; empty for other types, as from a corrupt backup, which the engines would print differently."""
    return value if isinstance(value, str) else ""


def _asked(questions: Sequence[Input], name: str) -> Input | None:
    """The question of a date field: ``day``, or ``facts.0.day`` in a row."""
    rows, _, inner = name.partition(".")
    for question in questions:
        if question.id == rows and inner:
            return _asked(question.fields, inner.partition(".")[2])
        if question.id == name and question.kind in (Kind.DATE, Kind.DATES):
            return question
    return None


def _shown(question: Input, text: str) -> dict[str, str]:
    if not text.strip():
        return {"words": "", "iso": "", "kept": "", "problem": ""}
    lines = [line for line in re.split(r"[;\n]+", text) if line.strip()] if question.kind is Kind.DATES else [text]
    try:
        found = [_one(question, line) for line in lines]
    except WrongInput as wrong:
        return {"words": "", "iso": "", "kept": text, "problem": wrong.problems[question.id]}
    return {
        "words": f"We read: {'; '.join(map(long_date, found))}",
        "iso": found[0].isoformat() if len(found) == 1 else "",
        "kept": "\n".join(_kept(line, day) for line, day in zip(lines, found, strict=True)),
        "problem": "",
    }


def _one(question: Input, line: str) -> date:
    """One day by the rules of its own question, ignoring all others."""
    alone = Input(question.id, question.label, Kind.DATE, latest=question.latest, without_year=question.without_year)
    day: date = read((alone,), {question.id: line})[question.id]
    return day


def _kept(line: str, day: date) -> str:
    try:
        return line if read_date(line) == day else plain_date(day)
    except ValueError:
        return plain_date(day)
