"""In what CPython's own tests come out otherwise in the cut Pyodide, and whether ``engine_differences.yml`` says why.

A difference is a test that passes in the published engine and not in the cut one, or is skipped in the published one
and wrong in the cut one. Its reason there names the test and what it says, and stands only as long as the fact behind
it does: that unicodedata is left out is asked of the engine itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

REASONS = Path(__file__).with_name("engine_differences.yml")
#: What is said of a test that is not met with in the cut engine.
NOT_THERE = "is not there"
#: What unittest calls the test that stands for a file which cannot be imported.
NOT_IMPORTED = "unittest.loader._FailedTest"

Words = Annotated[str, Field(min_length=1)]


class Reason(BaseModel):
    """Why some tests do not pass in the cut engine. Where ``fact``, in Python, is not true, it is no reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    why: Words
    fact: Words
    #: By file of tests and by test, without the file's name: a part of what it says.
    tests: dict[Words, dict[Words, Words]]


@dataclass(frozen=True)
class Outcome:
    """What one file's tests came to in an engine: ``wrong`` has the errors by test, ``skipped`` why, by test.

    ``true`` are those of the reasons' facts that hold in this engine.
    """

    passed: frozenset[str] = frozenset()
    skipped: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)
    traces: Mapping[str, Sequence[str]] = field(default_factory=dict)
    true: frozenset[str] = frozenset()

    def began(self) -> bool:
        """Whether every file of tests could be imported."""
        return bool(self.passed) and not any(test.startswith(NOT_IMPORTED) for test in self.wrong)

    def said(self, test: str) -> Sequence[str]:
        """Why a test did not pass here."""
        return self.wrong.get(test) or [f"skipped: {self.skipped[test]}" if test in self.skipped else NOT_THERE]


def reasons() -> tuple[Reason, ...]:
    """The reasons that were given. Raises pydantic's ValidationError for an entry that is not whole."""
    return TypeAdapter(tuple[Reason, ...]).validate_python(yaml.safe_load(REASONS.read_text(encoding="utf-8")))


def differences(name: str, cut: Outcome, stock: Outcome) -> dict[str, Sequence[str]]:
    """What each test says that passes in the published engine alone, or is wrong in the cut one alone."""
    if not stock.passed:
        return {name: [f"does not run in the published engine: {error}" for error in stock.said(name)]}
    other = (stock.passed - cut.passed) | (cut.wrong.keys() - stock.wrong.keys())
    return {test.removeprefix(f"test.{name}."): cut.said(test) for test in sorted(other)}


def unexplained(name: str, cut: Outcome, stock: Outcome, given: Sequence[Reason]) -> dict[str, Sequence[str]]:
    """The differences for which there is no reason, with all that they say of which there is none."""
    parts = _given(name, cut, given)
    left = {
        test: [error for error in errors if not any(part in error for part in parts.get(test, ()))]
        for test, errors in differences(name, cut, stock).items()
    }
    return {test: errors for test, errors in left.items() if errors}


def stale(name: str, cut: Outcome, stock: Outcome, given: Sequence[Reason]) -> dict[str, Sequence[str]]:
    """What is given as a difference and is none now."""
    found = differences(name, cut, stock)
    left = {
        test: [part for part in parts if not any(part in error for error in found.get(test, ()))]
        for test, parts in _given(name, cut, given).items()
    }
    return {test: parts for test, parts in left.items() if parts}


def _given(name: str, cut: Outcome, given: Sequence[Reason]) -> dict[str, list[str]]:
    """By test, what it says for a reason that is true in this engine."""
    found: dict[str, list[str]] = {}
    for reason in given:
        if reason.fact in cut.true:
            for test, part in reason.tests.get(name, {}).items():
                found.setdefault(test, []).append(part)
    return found
