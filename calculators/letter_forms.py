"""The available letters: purpose, questions, and the time limits they answer.

Letters are data: ``calculators/letters/<id>.yml`` and ``<id>.txt``. The module ``letter`` writes them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from calculators.inputs import Choice, Input, Kind
from calculators.law import DATA, Law, LawMissing, Rule

#: The letter that follows up on a missed time limit, unless a more specific letter exists.
FOLLOW_UP = "missed_deadline"
#: The fields that a link to a letter about a missed time limit fills in.
OF_THE_MISSED = ("rule", "asked_on", "due")
#: Parties to whom one can write when they have not answered.
ASKED_IN_WRITING = ("lea", "sea", "hearing_officer")


#: Prefixes of the field names for claims: the checkbox, and the questions of a ticked claim.
TICK, COUNT = "claim_", "count_"


@dataclass(frozen=True)
class Claim:
    """A kind of claim in a complaint: its count's words and cited rules.

    ``facts`` are its own questions, each with the words before its answer. One that belongs ``elsewhere`` makes no count.
    """

    id: str
    title: str
    says: str
    rules: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    discipline: bool
    elsewhere: str


@dataclass(frozen=True)
class CopyForm:
    """A second letter written from the answers to the first."""

    title: str
    subject: str
    template: str


@dataclass(frozen=True)
class Awaits:
    """What to expect after a letter, and what comes next if there is no answer.

    ``stands``: the letter needs no answer, like a record of a conversation. ``rule``: a rule that sets the time to answer,
    beside those that sending the letter starts; ``wait``: the good practice that says when to write again where the law
    sets no day. ``write`` is the next letter, ``then`` the next step in a sentence, ``guide`` the name of its page.
    """

    expect: str
    stands: bool
    rule: str | None
    wait: str
    write: str
    then: str
    guide: str


@dataclass(frozen=True)
class LetterForm:
    """A letter that can be written: its purpose, questions, text, and the event it is."""

    id: str
    title: str
    use: str
    subject: str
    after: str
    awaits: Awaits
    inputs: tuple[Input, ...]
    template: str
    #: The event that sending it is, which starts clocks.
    starts: str | None = None
    #: What to know before writing it, if it can do harm.
    warning: str = ""
    #: The states it is for; empty for all.
    only: tuple[str, ...] = ()
    #: Rules whose missed time limit this letter answers.
    missed: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    does_not: tuple[str, ...] = ()
    #: The claims that it can make.
    claims: tuple[Claim, ...] = ()
    #: Texts of further parts, each starting on a new sheet.
    sheets: tuple[str, ...] = ()
    #: Letters that accompany it, such as the cover letter for a copy.
    copies: tuple[CopyForm, ...] = ()
    #: The page of the tool that writes it, as a path from the site's root; empty if it has a page among the letters.
    tool: str = ""
    #: The answers that a link from a tool may fill in.
    handed: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The letter's page on the site, as a path from the root."""
        return self.tool or f"tools/letters/{self.id.replace('_', '-')}/"

    def is_for(self, law: Law) -> bool:
        """True if the letter can be written in this state."""
        return not self.only or law.code in self.only


@cache
def letters() -> dict[str, LetterForm]:
    """All letters by id, in file-name order.

    Raises LawMissing if they are not built yet.
    """
    path = DATA / "letters.json"
    if not path.is_file():
        raise LawMissing("The letters are not built yet. Run 'make data' in the project's folder, then try again.")
    return {key: _form(key, value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}


def clocks(law: Law) -> list[Rule]:
    """The time limits on others than the parent that a letter can name."""
    return [
        rule
        for rule in law.rules.values()
        if rule.clock and rule.who in ASKED_IN_WRITING and rule.publish != "hold" and rule.kind == "law"
        if rule.clock.direction == "after"
    ]


def for_missed(law: Law, rule_id: str) -> LetterForm | None:
    """The letter for a missed time limit.

    None if it is not one that somebody can be asked about.
    """
    own = [form for form in letters().values() if rule_id in form.missed and form.is_for(law)]
    if own:
        return own[0]
    return letters()[FOLLOW_UP] if rule_id in {rule.id for rule in clocks(law)} else None


def _form(letter_id: str, data: dict[str, Any]) -> LetterForm:
    lists = {name: tuple(data.get(name, ())) for name in ("only", "missed", "does", "does_not", "handed", "sheets")}
    copies = tuple(CopyForm(**copy) for copy in data.get("copies", ()))
    made = {"inputs": tuple(map(_input, data["inputs"])), "copies": copies, "awaits": Awaits(**data["awaits"])}
    claims = tuple(_claim(claim) for claim in data.get("claims", ()))
    return LetterForm(id=letter_id, **{**data, **lists, **made, "claims": claims})


def _claim(data: dict[str, Any]) -> Claim:
    facts = tuple((fact["id"], fact["says"]) for fact in data["facts"])
    return Claim(**{**data, "rules": tuple(data["rules"]), "facts": facts})


def _input(data: dict[str, Any]) -> Input:
    made = {
        "kind": Kind(data["kind"]),
        "choices": tuple(Choice(**choice) for choice in data.get("choices", ())),
        "when": {name: tuple(answers) for name, answers in data.get("when", {}).items()},
        "fields": tuple(_input(field) for field in data.get("fields", ())),
    }
    return Input(**{**data, **made})
