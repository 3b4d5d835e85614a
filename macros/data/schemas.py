"""Write the JSON Schemas of law files and claims, for editors (``make data``).

They are committed; a test fails if they do not match the models.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from macros.data.claim_model import Claims
from macros.data.law_model import FederalLaw, StateLaw
from macros.places import LAW, LETTERS, STATE_LAW


def schemas() -> dict[Path, str]:
    """Each schema by file; a law file names its schema in its first line."""
    files: dict[Path, type[BaseModel]] = {
        LAW.with_suffix(".schema.json"): FederalLaw,
        STATE_LAW / "state.schema.json": StateLaw,
        LETTERS / "claims.schema.json": Claims,
    }
    return {path: f"{json.dumps(model.model_json_schema(), indent=1)}\n" for path, model in files.items()}


def main() -> None:
    """Write the schemas."""
    for path, text in schemas().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
