"""The questions that a calculator asks, and the errors for answers that do not fit.

A calculator declares its inputs once. The form on the page, the command line and the validation of answers
all come from that declaration.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from calculators.reading.written_dates import LAST, read_date, read_dates
from calculators.words import plain_date, shortened

#: The largest number of minutes, sessions or pages accepted; a larger one is a typing error.
MOST = 100_000
#: More school days than any state's school year has.
MOST_DAYS = 200
#: How people write half a day.
HALVES = {"half": "0.5", "half a day": "0.5", "1/2": "0.5", "½": "0.5"}


class Kind(StrEnum):
    """The type of an answer."""

    DATE = "date"
    DATES = "dates"
    CHOICE = "choice"
    #: A checkbox: "yes", or empty.
    TICK = "tick"
    LINE = "line"
    NUMBER = "number"
    #: A number of school days, fractions included.
    DAYS = "days"
    TEXT = "text"
    CLOSURES = "closures"
    #: Set by a button on the page and kept as text; never typed.
    SAID = "said"
    ROWS = "rows"


@dataclass(frozen=True)
class Choice:
    """One option of a list; ``group`` is the heading it is listed under.

    ``question`` and ``help`` replace those of the question that depends on this option (``Input.asked_by``).
    """

    value: str
    label: str
    group: str = ""
    question: str = ""
    help: str = ""


@dataclass(frozen=True)
class Input:
    """One question: its id, its label, how it is asked and what it accepts."""

    id: str
    label: str
    kind: Kind
    help: str = ""
    required: bool = False
    #: Other questions of the same form or row, of which one answered makes this one optional.
    instead: tuple[str, ...] = ()
    #: True if its part of the form and the part before it are alternatives: one of them needs an answer.
    either: bool = False
    choices: tuple[Choice, ...] = ()
    #: Where the choices come from if they differ by state: "clocks" are the state's time limits.
    choices_from: str = ""
    max_length: int = 20_000
    #: Token for the HTML autocomplete attribute, where one fits.
    autocomplete: str = "off"
    #: The value of an empty answer; "today" is the day on which the form is answered.
    default: str = ""
    #: The latest day accepted: "today" for something that has already happened; empty for any day.
    latest: str = ""
    #: The question whose chosen option supplies this one's wording (the event, for the question about its day).
    asked_by: str = ""
    #: How to read a day without a year, if ``latest`` is not set: "last" such day, or empty to ask for the year.
    without_year: str = ""
    #: For a day: the question in the same row whose day it must not precede.
    not_before: str = ""
    #: For a day in a letter: the rule that gives the letter's writer a time from this day on, or before it.
    limit: str = ""
    #: The event of the law that happened on this day. For rows: on each row's first day, except in rows whose answer is
    #: one of ``no_event``.
    event: str = ""
    no_event: Mapping[str, str] = field(default_factory=dict)
    #: Where "About us" has the answer, as in ``parent.name``; of several, separated by spaces, the first that is filled in.
    about: str = ""
    #: False if "About us" must not learn from an answer here: a letter can go to anybody.
    learned: bool = True
    #: The answers to other questions for which this one is asked; otherwise it is ignored. Ids that apply together are
    #: joined by a space, and so are their answers: ``{"state event": ("AZ evaluation_requested",)}``.
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: The heading under which it is collapsed together with its neighbours; empty if always shown.
    fold: str = ""
    #: The title of the card that groups it with its neighbours; empty outside a card.
    card: str = ""
    #: The title of the part of a long form that starts with this question; empty where none starts.
    part: str = ""
    #: For rows: the questions of one row, the minimum and maximum number of rows, and what one row is called.
    fields: tuple[Input, ...] = ()
    least: int = 0
    most: int = 20
    one: str = "entry"


class WrongInput(Exception):
    """Unusable answers: by field, what is wrong and what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {' '.join(problem.split())}" for field, problem in problems.items()))
        self.problems = dict(problems)


def read(inputs: Sequence[Input], given: Mapping[str, Any], *, demanding: bool = True) -> dict[str, Any]:
    """Parse answers: dates as ``date``, rows as a list of dicts.

    Rows come as a list of objects, or as a form sends them: ``facts.0.day``, ``facts.1.day``. Empty optional answers,
    empty rows, and answers to questions that are not asked (``when``) are left out. With ``demanding`` false, for a
    draft, all questions but the number of rows are optional.
    Raises WrongInput with every field that does not fit, not only the first.
    """
    problems: dict[str, str] = {}
    values = _read(inputs, _rows_gathered(inputs, given), "", problems, demanding=demanding)
    if problems:
        raise WrongInput(problems)
    return values


def today() -> date:
    """Today's date where the user is."""
    return date.today()  # noqa: DTZ011 (the user's own date is meant)


def midnight() -> str:
    """The start of today in ISO form, for callers that send no time."""
    return f"{today().isoformat()}T00:00:00Z"


def asked_for(question: Input, inputs: Sequence[Input], given: Mapping[str, Any]) -> bool:
    """True if the other answers in ``given`` are those for which ``question`` is asked."""
    return not question.when or _is_asked_for(question, {other.id: other for other in inputs}, given)


def asked_with(inputs: Sequence[Input], given: Mapping[str, Any]) -> list[Input]:
    """The questions that these answers bring up."""
    others = {other.id: other for other in inputs}
    return [question for question in inputs if _is_asked_for(question, others, given)]


def _is_asked_for(question: Input, others: Mapping[str, Input], given: Mapping[str, Any]) -> bool:
    return all(
        " ".join(str(given.get(name) or others[name].default) for name in names.split()) in answers
        and all(_is_asked_for(others[name], others, given) for name in names.split())
        for names, answers in question.when.items()
    )


def _rows_gathered(inputs: Sequence[Input], given: Mapping[str, Any]) -> dict[str, Any]:
    """Group what a form sends as ``facts.0.day``: ``{"facts": {0: {"day": ...}}}``. Row numbers may have gaps."""
    rows = {question.id for question in inputs if question.kind is Kind.ROWS}
    gathered: dict[str, Any] = {name: value for name, value in given.items() if name in rows}
    for name in gathered:
        if any(other.startswith(f"{name}.") for other in given):
            raise WrongInput({name: f"Give this once: as a list, or as {name}.0 and so on."})
    for name, value in given.items():
        parts = re.fullmatch(r"([a-z0-9_]+)\.(\d{1,4})\.([a-z0-9_]+)", name, re.ASCII)
        if parts and parts[1] in rows:
            gathered.setdefault(parts[1], {}).setdefault(int(parts[2]), {})[parts[3]] = value
        else:
            gathered[name] = value
    return gathered


def note_unknown(where: str, names: Iterable[str], known: Collection[str], problems: dict[str, str]) -> None:
    """Add to ``problems`` each name that is no known field, prefixed with ``where``."""
    for name in names:
        if name not in known:
            problems[where + name] = f"There is no field of this name. The fields are: {', '.join(known)}."


def _read(
    inputs: Sequence[Input], given: Mapping[str, Any], where: str, problems: dict[str, str], *, demanding: bool
) -> dict[str, Any]:
    """The valid answers; errors go into ``problems`` under ``where`` plus the field's name."""
    values: dict[str, Any] = {}
    known = {question.id: question for question in inputs}
    note_unknown(where, given, known, problems)
    for question in inputs:
        required = demanding and question.required
        if _is_left_out(question, given, required=required) or not _is_asked_for(question, known, given):
            continue
        name = where + question.id
        try:
            if question.kind is Kind.ROWS:
                value = _read_rows(question, given.get(question.id, []), name, problems, demanding=demanding)
            else:
                raw = given.get(question.id, "")
                missing = "" if not required or _is_filled(raw) else _missing(question, known, given)
                value = _read_one(question, raw, missing)
        except ValueError as wrong:
            problems[name] = str(wrong)
        else:
            if value is not None:
                values[question.id] = value
    for question in inputs:
        problem = _before_its_start(question, known, values) if question.not_before else ""
        if problem:
            problems[where + question.id] = problem
    return values


def _is_left_out(question: Input, given: Mapping[str, Any], *, required: bool) -> bool:
    """True for an optional answer that is empty, as most in a long list are."""
    needs_one = required or question.default or question.kind is Kind.ROWS
    return not needs_one and given.get(question.id, "") == ""


def _before_its_start(question: Input, others: Mapping[str, Input], values: Mapping[str, Any]) -> str:
    """The error for a day before the one it must not precede; empty if there is none."""
    end, start = values.get(question.id), values.get(question.not_before)
    if end is None or start is None or end >= start:
        return ""
    return f"{plain_date(end)} is before {plain_date(start)} (“{others[question.not_before].label}”). Check both dates."


def _read_rows(
    question: Input, raw: Any, name: str, problems: dict[str, str], *, demanding: bool
) -> list[dict[str, Any]] | None:
    if isinstance(raw, list):
        raw = dict(enumerate(raw))
    if not isinstance(raw, dict) or not all(
        isinstance(row, dict) and re.fullmatch(r"\d{1,4}", str(number), re.ASCII) for number, row in raw.items()
    ):
        raise ValueError("This takes a list of objects, each with a name and a text for each answer.")
    raw = {int(number): row for number, row in raw.items()}
    filled = {number: row for number, row in sorted(raw.items()) if any(_is_filled(value) for value in row.values())}
    if len(filled) > question.most:
        raise ValueError(f"That is {len(filled)}. Give at most {question.most}; put some of them together.")
    for number in [*sorted(raw), *range(question.least)]:
        if len(filled) >= question.least:
            break
        filled.setdefault(number, {})
    return [
        _read(question.fields, row, f"{name}.{number}.", problems, demanding=demanding)
        for number, row in sorted(filled.items())
    ] or None


def _is_filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else True


def _read_one(question: Input, raw: Any, missing: str) -> Any:
    """Parse one answer; None for an empty one that may be. ``missing`` is the error if it may not be."""
    if not isinstance(raw, str):
        raise ValueError("This takes text.")
    try:
        raw.encode()
    except ValueError:
        raise ValueError("There is a broken character in this, half of a sign. Delete it and type it again.") from None
    raw = raw if raw.strip() else question.default
    if raw.strip():
        return _value(question, raw)
    if missing:
        raise ValueError(missing)
    return None


def _value(question: Input, raw: str) -> Any:
    without_year = LAST if question.latest == "today" else question.without_year
    if question.kind is Kind.DATE:
        day = today() if raw == "today" else read_date(raw, today(), without_year=without_year)
        if question.latest == "today" and day > today():
            raise ValueError(f"{plain_date(day)} has not come yet. Give the day on which it happened; check the year.")
        return day
    if question.kind is Kind.DATES:
        return read_dates(raw, today(), without_year=without_year)
    if question.kind is Kind.NUMBER:
        return _number(raw)
    if question.kind is Kind.DAYS:
        return _days(raw)
    if question.kind is Kind.CLOSURES:
        # The largest module, loaded when there is a list: a first answer must not wait for it.
        from calculators.reading.printed_calendars import read_calendar

        return read_calendar(raw, today())
    if question.kind in (Kind.CHOICE, Kind.TICK):
        if raw not in {choice.value for choice in question.choices}:
            raise ValueError(
                f"“{shortened(raw)}” is not one of the answers: {', '.join(c.value for c in question.choices)}."
            )
        return raw
    if len(raw) > question.max_length:
        raise ValueError(f"This is {len(raw):,} characters long. Shorten it to {question.max_length:,}.")
    if question.kind is Kind.LINE:
        return " ".join(raw.split())
    return raw.strip()


def _number(raw: str) -> str:
    """A non-negative whole number, commas allowed. Raises ValueError with what to do."""
    written = raw.strip()
    if not re.fullmatch(r"\d{1,12}|\d{1,3}(,\d{3}){1,3}", written, re.ASCII):
        raise ValueError(f"“{shortened(written)}” is not a number. Write only the number, like 420.")
    number = int(written.replace(",", ""))
    if number > MOST:
        raise ValueError(f"{shortened(written)} is too much to be right. Give a number up to {MOST:,}.")
    return str(number)


def _days(raw: str) -> float:
    """A number of school days, fractions included: ``0.5``, ``half``, ``1/2``. Raises ValueError with what to do."""
    written = raw.strip().lower()
    number = HALVES.get(written, written)
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?|\.\d{1,2}", number, re.ASCII) or not 0 < float(number) <= MOST_DAYS:
        raise ValueError(f"“{shortened(raw)}” is not a number of school days. Write 1, or 3, or 0.5 for half a day.")
    return float(number)


def _missing(question: Input, others: Mapping[str, Input], given: Mapping[str, Any]) -> str:
    """The error for a required answer that is empty; empty if another stands in for it.

    It names the field: it is shown beside it and above the form.
    """
    if any(_is_filled(given.get(name, "")) for name in question.instead):
        return ""
    if question.instead:
        labels = [f"“{others[name].label}”" for name in (question.id, *question.instead)]
        return f"Fill in one of these: {', '.join(labels[:-1])} or {labels[-1]} One is enough."
    if question.kind is Kind.CHOICE:
        return f"Choose an answer: “{question.label}”"
    if question.kind is Kind.DATE:
        return f"Give the date, like 3/2/2026: “{question.label}”"
    return f"Fill this in: “{question.label}”"
