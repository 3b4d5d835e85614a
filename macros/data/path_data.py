"""Load "Which way": its questions and ways, and what they carry into letters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calculators.letter_forms import COUNT, TICK
from macros.data.law_model import Law
from macros.data.path_model import TAKEN_OVER, Carry, PathQuestion, Paths
from macros.data.path_model import Path as Way
from macros.data.yaml_files import WrongData, shown, validated
from macros.places import PATHS


def load_paths(law: Law, letters: Mapping[str, Any], path: Path = PATHS) -> dict[str, Any]:
    """The data of "Which way". Raises WrongData for an unknown rule, letter, field or office."""
    found = validated(Paths, path)
    unknown = sorted(found.asked_of_the_law() - set(law.federal.rules))
    unknown += [letter for way in found.paths for letter in way.letters if letter not in letters]
    unknown += [way.contact for way in found.paths if way.contact and way.contact not in law.federal.contacts]
    if unknown:
        raise WrongData(f"{shown(path)}: there is no such rule, letter or office: {', '.join(unknown)}")
    ways = [{**_path(one), "carries": [_carry(letters, carry) for carry in one.carries]} for one in found.paths]
    return {"questions": [_path_question(one) for one in found.questions], "paths": ways}


def _carry(letters: Mapping[str, Any], carry: Carry) -> dict[str, Any]:
    """What is carried into a letter, by form field, and the label of the claim it is about."""
    asked = {one["id"]: one for one in letters[carry.letter]["inputs"]}
    rows = {f"{name}.{inner['id']}": inner for name, one in asked.items() for inner in one.get("fields", ())}
    claim = carry.claim
    day, still = TAKEN_OVER
    of_claim = {f"{TICK}{claim}": "yes", f"{COUNT}{claim}_day": day, f"{COUNT}{claim}_going": still}
    fill = of_claim if claim else carry.fill
    for name, answer in fill.items():
        question = {**asked, **rows}.get(name, {})
        possible = [choice["value"] for choice in question.get("choices", ())]
        if answer not in (day, still, *possible) or (question.get("kind") == "date") != (answer == day):
            raise WrongData(f"{shown(PATHS)}: '{carry.letter}' cannot take over '{answer}' as its '{name}'")
    return {
        "letter": carry.letter,
        "about": asked[f"{TICK}{claim}"]["label"] if claim else "",
        "fill": {name.replace(".", ".0."): answer for name, answer in fill.items()},
        "when": carry.when,
        "unless": carry.unless,
    }


def let_take_over(letters: dict[str, Any], paths: Mapping[str, Any]) -> None:
    """Permit each letter's form to be filled in by "Which way"."""
    for carry in (carry for way in paths["paths"] for carry in way["carries"]):
        known = letters[carry["letter"]].setdefault("handed", [])
        known += [name for name in carry["fill"] if name not in known]


def _path_question(question: PathQuestion) -> dict[str, Any]:
    """A question with its options as a list, because not every JSON reader keeps an object's order."""
    return {**question.model_dump(mode="json"), "choices": [list(choice) for choice in question.choices.items()]}


def _path(way: Way) -> dict[str, Any]:
    return way.model_dump(mode="json", by_alias=True)
