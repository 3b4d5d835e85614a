"""Load and check the law: the federal file, one file a state, and what they refer to elsewhere."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

from calculators.law import FEDERAL_SET
from macros.data import law_references
from macros.data.law_model import FederalLaw, Law, StateLaw
from macros.data.yaml_files import WrongData, read_yaml, shown, validated
from macros.places import GLOSSARY, LAW, STATE_LAW


def load_law(path: Path = LAW) -> Law:
    """The federal law and every state's, validated. Raises WrongData with a line per problem.

    ``path`` is the federal file; the states' files are in the folder of the same name beside it.
    """
    federal = validated(FederalLaw, path)
    files = {FEDERAL_SET: path}
    states: dict[str, StateLaw] = {}
    wrong = []
    for own in sorted(path.with_suffix("").glob("*.yml")):
        try:
            state = validated(StateLaw, own)
        except WrongData as problem:
            wrong.append(str(problem))
            continue
        if state.slug != own.stem:
            wrong.append(f"{shown(own)}, slug: it is '{state.slug}', so the file is named {state.slug}.yml")
        if state.code in states:
            wrong.append(f"{shown(own)}, code: {state.code} is {shown(files[state.code])} too")
        states[state.code], files[state.code] = state, own
    if wrong:
        raise WrongData("\n".join(wrong))
    law = Law(federal, states)
    wrong = [f"{shown(file)}, {where}: {said}" for file, where, said in law_references.problems(law, files)]
    if wrong:
        raise WrongData("\n".join(wrong))
    return law


def check_forms(law: Law, letters: Container[str], path: Path = LAW) -> None:
    """Raise WrongData with a line for each form of an unknown letter."""
    wrong = []
    for code, place in law.jurisdictions.items():
        file = path.with_suffix("") / f"{place.slug}.yml" if code in law.states else path
        wrong += [
            f"{shown(file)}, forms.{letter}: there is no such letter"
            for letter in law.forms(code)
            if letter not in letters
        ]
    if wrong:
        raise WrongData("\n".join(wrong))


def check_terms(law: Law, words: Container[str]) -> None:
    """Raise WrongData with a line for each state term missing from the glossary."""
    wrong = [
        f"{shown(STATE_LAW / state.slug)}.yml, terms.{term}: the glossary has no such word"
        for state in law.states.values()
        for term in state.terms
        if term not in words
    ]
    if wrong:
        raise WrongData("\n".join(wrong))


def load_glossary(path: Path = GLOSSARY) -> dict[str, Any]:
    """The glossary's entries, by id."""
    words: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return words


def whole_law(law: Law) -> dict[str, Any]:
    """The whole law as one document: federal law, and each state's changes and additions."""
    kept: dict[str, Any] = {"mode": "json", "exclude_defaults": True}
    return {
        "federal": law.federal.model_dump(**kept),
        "states": {code: state.model_dump(**kept) for code, state in law.states.items()},
    }
