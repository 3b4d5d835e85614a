"""Which letters there are: what each is for, what it asks, and which of them answers a missed time limit.

Letters are data: ``calculators/letters/<id>.yml`` and ``<id>.txt``. How one is written is in ``letter``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from calculators.inputs import Choice, Input, Kind
from calculators.law import DATA, Law, LawMissing, Rule

#: The letter that follows up on any missed time limit, unless another letter is meant for it.
FOLLOW_UP = "missed_deadline"
#: Who may be asked in writing where an answer stays.
ASKED_IN_WRITING = ("lea", "sea", "hearing_officer")


#: What the names of fields about claims begin with: the box to tick, and the questions of one that is ticked.
TICK, COUNT = "claim_", "count_"


@dataclass(frozen=True)
class Claim:
    """A kind of claim that a complaint can make: the words of its count, and the rules that it cites.

    ``facts`` are its own questions, each with the words before its answer. One that belongs ``elsewhere`` is no count.
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
    """A letter that is written from the answers of another one."""

    title: str
    subject: str
    template: str


@dataclass(frozen=True)
class Awaits:
    """What to expect after a letter, and what comes next if nothing comes back.

    A letter that ``stands`` holds without an answer, as a record of a talk does. ``rule`` is the rule of the law that it falls under, beside those that sending the letter starts; ``wait`` the piece
    of good practice that says when to write again where the law has no day. ``write`` is the next letter, ``then`` the
    next step in a sentence, ``guide`` the name of its page in each state.
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
    """A letter that can be written: what it is for, what it asks, its text, and the event that sending it is."""

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
    #: What to know before writing it, where it can do harm.
    warning: str = ""
    #: The states that it is for; all if empty.
    only: tuple[str, ...] = ()
    #: Rules whose missed time limit this letter is the answer to.
    missed: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    does_not: tuple[str, ...] = ()
    #: What can be claimed in it.
    claims: tuple[Claim, ...] = ()
    #: Texts of its further parts, each of which begins a new sheet.
    sheets: tuple[str, ...] = ()
    #: Letters that go with it: a cover letter for a copy.
    copies: tuple[CopyForm, ...] = ()
    #: The page of a tool that writes it, as a path from the site's root; empty if it has one among the letters.
    tool: str = ""
    #: The answers that a link from a tool may fill in.
    handed: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The letter's page on the site, as a path from its root."""
        return self.tool or f"tools/letters/{self.id.replace('_', '-')}/"

    def is_for(self, law: Law) -> bool:
        """True if the letter can be written in this state."""
        return not self.only or law.code in self.only


@cache
def letters() -> dict[str, LetterForm]:
    """All letters by id, in the order of the file names."""
    path = DATA / "letters.json"
    if not path.is_file():
        raise LawMissing("The letters are not built yet. Run 'make data' in the project's folder, then try again.")
    return {key: _form(key, value) for key, value in json.loads(path.read_text(encoding="utf-8")).items()}


def clocks(law: Law) -> list[Rule]:
    """The time limits of others than the parent that can be named in a letter, in the order of the law."""
    return [
        rule
        for rule in law.rules.values()
        if rule.clock and rule.who in ASKED_IN_WRITING and rule.publish != "hold" and rule.kind == "law"
        if rule.clock.direction == "after"
    ]


def for_missed(law: Law, rule_id: str) -> LetterForm | None:
    """The letter to write when the time limit of a rule is over; None where it is not for anybody to answer."""
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
