"""The one message between a page (or the command line) and the calculators: a name and inputs in, a result out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from calculators import case, deadlines, letter, render
from calculators.inputs import WrongInput
from calculators.law import load

CALCULATORS: dict[str, ModuleType] = {"case": case, "deadlines": deadlines, "letter": letter}


def ask(message: str) -> str:
    """Answer one message of a page.

    ``message`` is JSON ``{"calculator", "state", "preset": {...}, "inputs": {...}}``. The answer is JSON: either
    ``{"html", "text", "files": [{"name", "media_type", "text"}]}`` or ``{"problems": {field: sentence}}``.
    """
    asked = json.loads(message)
    calculator = CALCULATORS[asked["calculator"]]
    given: Mapping[str, Any] = {**asked["inputs"], **asked.get("preset", {})}
    try:
        result = calculator.answer(load(asked["state"]), given)
    except WrongInput as wrong:
        return json.dumps({"problems": wrong.problems})
    return json.dumps(
        {
            "html": render.html(result),
            "text": result.letter.text if result.letter else render.text(result),
            "files": [{"name": f.name, "media_type": f.media_type, "text": f.text} for f in result.files],
        }
    )
