"""The one message between a page (or the command line) and the calculators: a name and inputs in, a result out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import Any

from calculators import letter_forms
from calculators.inputs import WrongInput, today
from calculators.law import Law, load
from calculators.reading import closed_days
from calculators.rendering import render
from calculators.result import Happened, Result
from calculators.tools import understood
from calculators.words import plain_date

#: Modules of ``calculators.tools``. Each is imported when it is first asked for: who counts days need not load the letters.
CALCULATORS = ("case", "case_file", "days_out", "deadlines", "letter", "notes", "paths", "sent", "service_log")
#: Those that make a calendar file, and are told the moment of asking.
WITH_CALENDAR = ("case", "days_out", "deadlines", "paths", "sent")


def ask(message: str) -> str:
    """Answer one message of a page.

    ``message`` is JSON ``{"calculator", "state", "preset": {...}, "inputs": {...}, "made"}``; ``made`` is the moment of
    asking, in UTC. The answer is JSON: either
    ``{"html", "text", "files": [{"name", "media_type", "text"}]}`` or ``{"problems": {field: sentence}}``.
    A finished letter comes with ``"letters"`` in the order in which they stand in the HTML, each
    ``{"name", "title", "subject", "to", "paragraphs", "closing", "leads", "sheets", "mark", "text"}``, and with
    ``"sent_form"``, the form that asks when it was sent; that form's own answer has ``"sent": {"letter", "title", "day", "event", "arrives", "received"}``, which is what the phone
    keeps, and in ``"keep"`` the day from which clocks count. What the letter tells of the case is ``"known"``: its
    ``"html"``, and ``"keep"``, a list of ``{"event", "day", "repeats"}``; so is what another answer tells.
    ``"warnings"`` are sentences to read before a letter is sent, as what a state will not decide; ``"missing"`` says by
    field what a letter still lacks that is a draft (its ``"mark"``).
    A message with ``"dates"``, names of fields, is answered with what ``understood.days`` returns for them.
    What the page keeps or hands over beside that is ``"data"``.
    The calculator "closed_days" answers what ``closed_days.read_back`` returns.
    """
    asked = json.loads(message)
    if asked["calculator"] == "closed_days":
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
    """Do all that can be done before anything is asked: read the law of a state, import ``calculators``.

    Their names stand in one text, with blanks between them. "closed_days" is always there.
    """
    for name in calculators.split():
        if name in CALCULATORS:
            import_module(f"calculators.tools.{name}")
    load(state)
    letter_forms.letters()


def _of_a_letter(law: Law, letter_id: str, result: Result) -> dict[str, Any]:
    """What a page needs to hand a letter over with its copies, to keep what it tells, and to ask when it was sent."""
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
    """What an answer tells of the case, for a page to offer it to the case."""
    said = ". ".join(f"{one.title}: {plain_date(one.day)}" for one in result.told)
    return {"html": render.html(Result("Keep it with your other dates", f"{said}.")), "keep": _kept(result.told)}


def _kept(told: Sequence[Happened]) -> list[dict[str, Any]]:
    """Days as the phone keeps them, in words that can be read back."""
    return [{"event": one.event, "day": plain_date(one.day), "repeats": one.repeats} for one in told]
