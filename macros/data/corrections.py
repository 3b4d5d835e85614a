"""Error reports by readers, and the log of corrections already made.

``corrections`` in ``mkdocs.yml`` is the destination: a GitHub project or an e-mail address. A report names the fact and
the page. It is generated with the page, so nothing that a parent typed can be in it.
"""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from mkdocs.utils.yaml import yaml_load
from pydantic import RootModel

from calculators.law import FEDERAL_SET
from macros.data.law_model import Law, Seen
from macros.data.strict import Id, Strict, Text
from macros.data.yaml_files import WrongData, shown, validated
from macros.file_cache import cached_by_file
from macros.places import CORRECTIONS, ROOT

SETTINGS = ROOT / "mkdocs.yml"
#: Environment variable that overrides the setting in mkdocs.yml.
VARIABLE = "PAPER_TRAIL_CORRECTIONS"
GITHUB, MAIL = "https://github.com/", "mailto:"
#: The GitHub issue form for facts: .github/ISSUE_TEMPLATE/wrong-fact.yml.
FORM = "wrong-fact.yml"
#: The other issue form: .github/ISSUE_TEMPLATE/broken.yml.
BROKEN_FORM = "broken.yml"
#: The body of an e-mail report, which the reader completes.
ASKED = "What is wrong, and where you read what is right? Please leave out your child's name and school."

ASKED_OF_RESULT = (
    "Which state, what happened, and which date came out? Another date with the same fault is as good as yours. "
    "Please leave out your child's name and school."
)


def where() -> str:
    """The destination of error reports; empty if none. Raises WrongData for an invalid one."""
    return _where(SETTINGS, os.environ.get(VARIABLE, ""))


@cache
def _where(file: Path, _variable: str) -> str:
    with file.open(encoding="utf-8") as settings:
        to: str = yaml_load(settings)["extra"]["corrections"] or ""
    if to and not to.startswith((GITHUB, MAIL)):
        raise WrongData(
            f"mkdocs.yml, extra.corrections: say {GITHUB}owner/name or {MAIL}somebody@example.org, not {to}"
        )
    return to.rstrip("/")


def on_paper(to: str) -> str:
    """The destination as printed, for typing it in."""
    return to.removeprefix("https://").removeprefix(MAIL)


def report(to: str, fact: str, page: str) -> str:
    """The URL that opens a report about a fact (``US/initial_evaluation``) on a page (``federal/evaluation/``)."""
    if to.startswith(MAIL):
        said = {"subject": f"Paper Trail: {fact}", "body": f"Fact: {fact}\r\nPage: {page}\r\n\r\n{ASKED}\r\n\r\n"}
        return f"{to}?{urlencode(said, quote_via=quote)}"
    said = {"template": FORM, "title": f"Wrong fact: {fact}", "fact": fact, "page": page}
    return f"{to}/issues/new?{urlencode(said, quote_via=quote)}"


def report_result(to: str, page: str) -> str:
    """The URL that opens a report about the answer of a page's form (``tools/deadlines/``)."""
    if to.startswith(MAIL):
        said = {"subject": f"Paper Trail: a result on {page}", "body": f"Page: {page}\r\n\r\n{ASKED_OF_RESULT}\r\n\r\n"}
        return f"{to}?{urlencode(said, quote_via=quote)}"
    said = {"template": BROKEN_FORM, "title": f"Wrong result: {page}", "page": page}
    return f"{to}/issues/new?{urlencode(said, quote_via=quote)}"


class Correction(Strict):
    """A corrected fact: old text, new text, reason. ``state``: whose entry it was.

    US is the federal rule.
    """

    rule: Id
    state: str
    on: Seen
    was: Text
    now: Text
    why: Text


class Corrections(RootModel[list[Correction]]):
    """The whole file."""


@cached_by_file
def _read(path: Path) -> Sequence[Correction]:
    return sorted(validated(Corrections, path).root, key=lambda one: one.on, reverse=True)


def corrections(states: Container[str], rule: str) -> list[Correction]:
    """The corrections of a rule in any of these states, newest first."""
    return [one for one in _read(CORRECTIONS) if one.rule == rule and one.state in states]


def check(law: Law, path: Path = CORRECTIONS) -> None:
    """Raise WrongData with a line for each correction of an unknown fact."""
    wrong = [
        f"{shown(path)}: {one.state} has no rule '{one.rule}'"
        for one in _read(path)
        if one.rule not in _own(law, one.state)
    ]
    if wrong:
        raise WrongData("\n".join(wrong))


def _own(law: Law, state: str) -> set[str]:
    """The facts in a state's own file."""
    if state == FEDERAL_SET:
        return set(law.federal.rules)
    return {*law.states[state].changes, *law.states[state].adds} if state in law.states else set()
