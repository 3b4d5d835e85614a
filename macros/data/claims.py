"""The claims of a due process complaint, as form questions and letter text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from calculators.letter_forms import COUNT, TICK
from macros.data.claim_model import Claim, Claims
from macros.data.letter_model import LetterInput

#: The question after which a claim's own questions are inserted.
TOLD = "facts"


def questions(claims: Claims, part: str) -> Iterator[dict[str, Any]]:
    """For each group the checkboxes, then a card of questions per count.

    The first question starts the ``part`` of the form.
    """
    for group in claims.groups:
        for claim in group.claims:
            yield {
                "id": f"{TICK}{claim.id}",
                "label": claim.label,
                "kind": "tick",
                "card": group.title,
                "choices": [{"value": "yes", "label": "Yes"}],
                **({"part": part} if claim is claims.groups[0].claims[0] else {}),
            }
        for claim in group.claims:
            if not claim.elsewhere:
                yield from _asked(claims, claim)


def texts(claims: Claims) -> list[dict[str, Any]]:
    """The letter's data for each claim."""
    return [
        {
            **claim.model_dump(include={"id", "title", "says", "rules", "discipline", "elsewhere"}),
            "facts": [{"id": fact.id, "says": fact.says} for fact in claim.facts],
        }
        for claim in claims.all()
    ]


def _asked(claims: Claims, claim: Claim) -> Iterator[dict[str, Any]]:
    own = {one.id for one in claims.each}

    def named(name: str) -> str:
        return f"{COUNT}{claim.id}_{name}" if name in own else name

    for one in claims.each:
        said = one.model_dump(mode="json", exclude_defaults=True)
        if one.id == "ask":
            said["help"] = f"{said['help']} Example: {claim.ask}"
        if one.not_before:
            said["not_before"] = named(one.not_before)
        if one.no_event:
            said["no_event"] = {named(name): answer for name, answer in one.no_event.items()}
        when = {f"{TICK}{claim.id}": ["yes"], **{named(name): answers for name, answers in one.when.items()}}
        yield {**said, "id": named(one.id), "card": claim.label, "when": when}
        if one.id == TOLD:
            for fact in claim.facts:
                yield {
                    **LetterInput(id=fact.id, label=fact.label, kind="text", help=fact.help, required=True).model_dump(
                        mode="json", exclude_defaults=True
                    ),
                    "id": f"{COUNT}{claim.id}_{fact.id}",
                    "card": claim.label,
                    "when": {f"{TICK}{claim.id}": ["yes"]},
                }
