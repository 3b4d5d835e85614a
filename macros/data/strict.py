"""What the models of our YAML files share: an unknown field is an error, so that a typo never drops a line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


def _lists(when: Any) -> Any:
    if not isinstance(when, dict):
        return when
    return {name: answers if isinstance(answers, list) else [answers] for name, answers in when.items()}


#: For a field that has a list of answers for each name: one answer may stand without its list.
LISTS = BeforeValidator(_lists)


class Strict(BaseModel):
    """Only the fields that are named, all of them as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
