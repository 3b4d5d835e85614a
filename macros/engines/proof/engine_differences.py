"""Where CPython's own tests differ in the trimmed Pyodide, and whether the differences are explained.

A difference is a test that passes in the published engine and not in the trimmed one, or is skipped in the former and
fails in the latter. Its explanation in ``engine_differences.yml`` names the test and its message, and is valid only while
its ``fact`` is true, which the engine itself evaluates: for example, that unicodedata is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

REASONS = Path(__file__).with_name("engine_differences.yml")
#: The message for a test that does not exist in the trimmed engine.
NOT_THERE = "is not there"
#: unittest's name for the test that represents a file which cannot be imported.
NOT_IMPORTED = "unittest.loader._FailedTest"

Words = Annotated[str, Field(min_length=1)]


class Reason(BaseModel):
    """Why some tests fail in the trimmed engine.

    Valid while ``fact``, a Python expression, is true.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    why: Words
    fact: Words
    #: By test file and test, without the file's name: part of its message.
    tests: dict[Words, dict[Words, Words]]


@dataclass(frozen=True)
class Outcome:
    """The result of one test file: errors (``wrong``) and skips, by test.

    ``true``: those facts of the reasons that hold in this engine.
    """

    passed: frozenset[str] = frozenset()
    skipped: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)
    traces: Mapping[str, Sequence[str]] = field(default_factory=dict)
    true: frozenset[str] = frozenset()

    def began(self) -> bool:
        """Whether the test file could be imported."""
        return bool(self.passed) and not any(test.startswith(NOT_IMPORTED) for test in self.wrong)

    def said(self, test: str) -> Sequence[str]:
        """Why a test did not pass here."""
        return self.wrong.get(test) or [f"skipped: {self.skipped[test]}" if test in self.skipped else NOT_THERE]


def reasons() -> tuple[Reason, ...]:
    """The explanations on file. Raises pydantic's ValidationError for an incomplete entry."""
    return TypeAdapter(tuple[Reason, ...]).validate_python(yaml.safe_load(REASONS.read_text(encoding="utf-8")))


def differences(name: str, cut: Outcome, stock: Outcome) -> dict[str, Sequence[str]]:
    """Messages of tests that fail in the trimmed engine only."""
    if not stock.passed:
        return {name: [f"does not run in the published engine: {error}" for error in stock.said(name)]}
    other = (stock.passed - cut.passed) | (cut.wrong.keys() - stock.wrong.keys())
    return {test.removeprefix(f"test.{name}."): cut.said(test) for test in sorted(other)}


def unexplained(name: str, cut: Outcome, stock: Outcome, given: Sequence[Reason]) -> dict[str, Sequence[str]]:
    """The differences without an explanation, with their messages."""
    parts = _given(name, cut, given)
    left = {
        test: [error for error in errors if not any(part in error for part in parts.get(test, ()))]
        for test, errors in differences(name, cut, stock).items()
    }
    return {test: errors for test, errors in left.items() if errors}


def stale(name: str, cut: Outcome, stock: Outcome, given: Sequence[Reason]) -> dict[str, Sequence[str]]:
    """Explanations of differences that no longer exist."""
    found = differences(name, cut, stock)
    left = {
        test: [part for part in parts if not any(part in error for error in found.get(test, ()))]
        for test, parts in _given(name, cut, given).items()
    }
    return {test: parts for test, parts in left.items() if parts}


def _given(name: str, cut: Outcome, given: Sequence[Reason]) -> dict[str, list[str]]:
    """By test, the messages explained by a reason that holds in this engine."""
    found: dict[str, list[str]] = {}
    for reason in given:
        if reason.fact in cut.true:
            for test, part in reason.tests.get(name, {}).items():
                found.setdefault(test, []).append(part)
    return found
