"""The interface between a page and the calculators: name and inputs to a result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import Any

from calculators import letter_forms
from calculators.inputs import WrongInput, today
from calculators.law import Law, load
from calculators.rendering import render
from calculators.result import Happened, Result
from calculators.tools import understood
from calculators.words import plain_date

#: Modules of ``calculators.tools``, imported on first use: counting days need not load the letters.
CALCULATORS = ("case", "case_file", "days_out", "deadlines", "letter", "notes", "paths", "sent", "service_log")
#: Those that make a calendar file and need the moment of asking.
WITH_CALENDAR = ("case", "days_out", "deadlines", "paths", "sent")


def ask(message: str) -> str:
    """Answer one message from a page.

    ``message`` is JSON ``{"calculator", "state", "preset": {...}, "inputs": {...}, "made"}``; ``made`` is the moment of
    asking, in UTC. The answer is JSON: either ``{"html", "text", "files": [{"name", "media_type", "text"}]}`` or
    ``{"problems": {field: sentence}}``.

    A finished letter adds ``"letters"``, in the order of the HTML, each ``{"name", "title", "subject", "to", "paragraphs",
    "closing", "leads", "sheets", "mark", "text"}``, and ``"sent_form"``, the form that asks when it was sent. That form's
    answer adds ``"sent": {"letter", "title", "day", "event", "arrives", "received"}``, which the phone keeps, and in
    ``"keep"`` the day from which clocks count. ``"known"`` holds the dates that a letter mentions: their ``"html"``, and in
    ``"keep"`` a list of ``{"event", "day", "repeats"}``; other answers use the same shape. ``"warnings"`` are sentences to
    read before sending a letter; ``"missing"`` says by field what a draft (a letter with a ``"mark"``) still lacks.
    ``"data"`` is anything else that the page keeps or passes on.

    A message with ``"dates"``, a list of field names, is answered with what ``understood.days`` returns for them.
    The calculator "closed_days" answers what ``closed_days.read_back`` returns. Raises ValueError for an unknown calculator.
    """
    asked = json.loads(message)
    if asked["calculator"] == "closed_days":
        from calculators.reading import closed_days

        return json.dumps(closed_days.read_back(asked["inputs"]["closed"], today()))
    if asked["calculator"] not in CALCULATORS:
        raise ValueError(f"There is no calculator '{asked['calculator']}'. There are: {', '.join(CALCULATORS)}.")
    calculator = import_module(f"calculators.tools.{asked['calculator']}")
    law = load(asked["state"])
    given: Mapping[str, Any] = {**asked["inputs"], **asked.get("preset", {})}
    if "dates" in asked:
        return json.dumps(understood.days(calculator.asks(law, given), given, asked["dates"]))
    if asked["calculator"] in WITH_CALENDAR and "made" in asked:
        given = {**given, "made": asked["made"]}
    try:
        result = calculator.answer(law, given)
    except WrongInput as wrong:
        return json.dumps({"problems": wrong.problems})
    return json.dumps(
        {
            "html": render.html(result, law),
            "text": render.text(result),
            "files": [asdict(file) for file in result.files],
            **({"data": result.data} if result.data is not None else {}),
            **(_of_a_letter(law, given["letter"], result) if result.letter else {}),
            **({"known": _to_keep(result)} if result.told and not (result.letter or result.sent) else {}),
            **({"sent": asdict(result.sent), "keep": _kept(result.told)} if result.sent else {}),
        }
    )


def get_ready(state: str, calculators: str) -> None:
    """Warm up: load a state's law and import the ``calculators`` before anything is asked.

    ``calculators``: their names, separated by spaces. "closed_days" needs no import.
    """
    for name in calculators.split():
        if name in CALCULATORS:
            import_module(f"calculators.tools.{name}")
    load(state)
    letter_forms.letters()


def _of_a_letter(law: Law, letter_id: str, result: Result) -> dict[str, Any]:
    """What a page needs to offer a letter and its copies, keep the dates it mentions, and ask when it was sent."""
    from calculators.tools import happened, sent

    written = [result.letter, *result.copies] if result.letter else []
    name = letter_id.replace("_", "-")
    names = [name, *(f"{name}-copy-{number}" for number in range(1, len(written)))]
    letters = [{"name": n, **render.letter_data(w), "text": w.text} for n, w in zip(names, written, strict=True)]
    known = happened.known(law, result.told, result.goes_on) if result.told or result.goes_on else None
    return {
        "letters": letters,
        "warnings": list(result.warnings),
        "missing": dict(result.missing),
        "sent_form": sent.form(law, letter_id, result.arrives),
        **({"known": {"html": render.html(known, law), "keep": _kept(result.told)}} if known else {}),
    }


def _to_keep(result: Result) -> dict[str, Any]:
    """The events in an answer that a page can offer to add to the case."""
    said = ". ".join(f"{one.title}: {plain_date(one.day)}" for one in result.told)
    return {"html": render.html(Result("Keep it with your other dates", f"{said}.")), "keep": _kept(result.told)}


def _kept(told: Sequence[Happened]) -> list[dict[str, Any]]:
    """Events as the phone keeps them, their days in words that parse back."""
    return [{"event": one.event, "day": plain_date(one.day), "repeats": one.repeats} for one in told]
