"""Load the letters: declarations, shared questions, claims, texts, and which letter to write when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from calculators.inputs import Input, Kind
from calculators.tools.people import PERSON, ROLES
from macros.data import claims as claim_questions
from macros.data.claim_model import Claims
from macros.data.law_model import AddedRule, ChangedRule, Law, StateLaw
from macros.data.letter_model import AboutUs, LetterDeclaration, LetterInput, People, Situation, Situations
from macros.data.state_data import texts
from macros.data.yaml_files import WrongData, shown, validated
from macros.places import LETTERS

#: Files beside the letters that concern all of them.
SHARED = ("about.yml", "claims.yml", "people.yml", "situations.yml")
INCLUDE = re.compile(r'^\{% include "([a-z_]+\.txt)" %\}\n', re.MULTILINE)


def load_letters(law: Law, folder: Path = LETTERS) -> dict[str, dict[str, Any]]:
    """Every letter's declaration, merged with the shared questions, its text and sample answers."""
    people = validated(People, folder / "people.yml")
    about: dict[str, LetterInput | Input] = {**load_about(folder).questions(), **_of_people()}
    found = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name in SHARED:
            continue
        letter = validated(LetterDeclaration, path)
        own = {question.id for question in letter.inputs}
        _check_about(about, path, [*people.inputs, *letter.inputs])
        asked = [*letter.inputs, *(question for question in people.inputs if question.id not in own)]
        inputs = [
            one
            for each_of, found in groupby(asked, lambda one: one.each_of)
            for one in _each(law, each_of, list(found))
        ]
        claims: dict[str, Any] = {}
        unasked: dict[str, str] = {}
        if letter.claims:
            known = load_claims(law, folder)
            asked_of = list(claim_questions.questions(known, letter.claims.part))
            place = [one["id"] for one in inputs].index(letter.claims.before)
            inputs[place:place] = asked_of
            claims = {"claims": claim_questions.texts(known)}
            unasked = {one["id"]: "" for one in asked_of}
        found[path.stem] = {
            **letter.model_dump(
                mode="json", exclude={"inputs", "copies", "sheets", "awaits", "claims"}, exclude_defaults=True
            ),
            "awaits": letter.awaits.model_dump(),
            "inputs": inputs,
            **claims,
            "template": _with_parts(path.with_suffix(".txt")),
            "sheets": [_with_parts(path.with_suffix(f".{sheet.id}.txt")) for sheet in letter.sheets],
            "copies": [
                {**copy.model_dump(exclude={"id"}), "template": _with_parts(path.with_suffix(f".{copy.id}.txt"))}
                for copy in letter.copies
            ],
            "sample": {**people.sample, **unasked, **letter.sample},
        }
    return found


def load_claims(law: Law, folder: Path = LETTERS) -> Claims:
    """The claims of a due process complaint. Raises WrongData for an unknown rule."""
    path = folder / "claims.yml"
    claims = validated(Claims, path)
    unknown = sorted({rule for claim in claims.all() for rule in claim.rules} - set(law.federal.rules))
    if unknown:
        raise WrongData(f"{shown(path)}: there is no such rule: {', '.join(unknown)}")
    return claims


def load_about(folder: Path = LETTERS) -> AboutUs:
    """The questions asked once for all letters."""
    return validated(AboutUs, folder / "about.yml")


def load_situations(folder: Path = LETTERS) -> list[Situation]:
    """Which letter to write when. Raises WrongData for an unlisted or unknown letter."""
    path = folder / "situations.yml"
    situations = validated(Situations, path).situations
    named = {letter for situation in situations for letter in situation.letters}
    known = {found.stem for found in folder.glob("*.yml") if found.name not in SHARED}
    if named != known:
        raise WrongData(f"{shown(path)}: these letters stand in one place only: {', '.join(sorted(named ^ known))}")
    return situations


def _of_people() -> dict[str, Input]:
    """The answers that the list of people supplies, by their name in letters' questions: ``people.director.name``."""
    return {f"people.{role.value}.{question.id}": question for role in ROLES for question in PERSON}


def _check_about(about: Mapping[str, LetterInput | Input], path: Path, asked: Iterable[LetterInput]) -> None:
    """Raises WrongData if a question refers to an unknown "About us" answer, or one that may not fit."""
    for question in asked:
        for name in question.about.split():
            source = about.get(name)
            if source is None:
                raise WrongData(
                    f"{shown(path)}: “About us” does not ask for '{name}' (about.yml, calculators/tools/people.py)"
                )
            if source.max_length > question.max_length or question.kind not in (source.kind, Kind.TEXT):
                raise WrongData(f"{shown(path)}: '{question.id}' takes less than '{name}' may have in it (about.yml)")


def _each(law: Law, rule_id: str, questions: list[LetterInput]) -> Iterator[dict[str, Any]]:
    """Questions as data: once, or once per item of a rule, in a card titled with the item.

    Raises WrongData if a state changes the rule's items: a form has one text for all states.
    """
    plain = [one.model_dump(mode="json", exclude_defaults=True, exclude={"each_of"}) for one in questions]
    if not rule_id:
        yield from plain
        return
    items = texts(law.federal.rules[rule_id].items)
    other = [code for code, state in law.states.items() if _has_other_items(state, rule_id)]
    if other:
        raise WrongData(f"{rule_id} has other items in {', '.join(other)}: a letter cannot ask for each of them")
    own = {one["id"] for one in plain}
    for number, item in enumerate(items, 1):
        for one in plain:
            when = {f"{name}_{number}" if name in own else name: given for name, given in one.get("when", {}).items()}
            yield {
                **one,
                "id": f"{one['id']}_{number}",
                "card": f"{number}. {item}",
                **({"when": when} if when else {}),
            }


def _has_other_items(state: StateLaw, rule_id: str) -> bool:
    change = state.changes.get(rule_id)
    entries: list[AddedRule | ChangedRule] = [*state.adds.values(), *state.changes.values()]
    return bool(change and "items" in change.model_fields_set) or any(rule_id in entry.replaces for entry in entries)


def _with_parts(path: Path) -> str:
    """A letter's text with its includes resolved: ``{% include "head.txt" %}``."""
    text = path.read_text(encoding="utf-8")
    return INCLUDE.sub(lambda found: path.with_name(found[1]).read_text(encoding="utf-8"), text)
