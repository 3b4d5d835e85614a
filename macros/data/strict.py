"""Base types of all YAML models: unknown fields are errors."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


def _lists(when: Any) -> Any:
    if not isinstance(when, dict):
        return when
    return {name: answers if isinstance(answers, list) else [answers] for name, answers in when.items()}


#: For a field that maps names to lists of answers: a single answer needs no list.
LISTS = BeforeValidator(_lists)


class Strict(BaseModel):
    """An immutable model that refuses unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
