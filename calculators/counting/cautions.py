"""The cautions that apply to one deadline, worded once for page, text, picture and calendar."""

from __future__ import annotations

from dataclasses import dataclass

from calculators.counting.clocks import Deadline
from calculators.law import Rule
from calculators.words import short_date

MARKS = {"caveat": "Reported, not confirmed", "hold": "Not confirmed"}
PRACTICE = "Good practice, not a rule"
#: Kinds of caution that make the date itself uncertain. An earlier day to act on, or advice, does not.
DOUBTS = ("states_may", "publish", "projected", "change", "range", "unsaid")


@dataclass(frozen=True)
class Caution:
    """One caution: its kind, its full text, and a short form for the timeline picture."""

    kind: str
    words: str
    short: str


def cautions(row: Deadline) -> tuple[Caution, ...]:
    """All cautions of a row and the rows joined to it, most important first."""
    found: dict[str, Caution] = {}
    both = (row, *row.joined)
    own = any(one.rule.states_may is None for one in both)  # then the state's own law on this step was read
    for one in both:
        for caution in _of(one):
            if caution.kind != "states_may" or not own:
                found.setdefault(caution.words, caution)
    return tuple(found.values())


def in_doubt(row: Deadline) -> bool:
    """True if the row's date is uncertain."""
    return any(caution.kind in DOUBTS for caution in cautions(row))


def _of(row: Deadline) -> list[Caution]:
    rule, found = row.rule, []
    if rule.states_may:
        may = rule.states_may
        found.append(Caution("states_may", f"{may.words} {may.ask}", may.words))
    if rule.kind == "practice":
        found.append(Caution("practice", f"{PRACTICE}.", PRACTICE))
    elif rule.publish in MARKS:
        found.append(Caution("publish", marked(rule), MARKS[rule.publish]))
    if row.projected:
        words = "Counted as if the step before takes all its time. If that step comes sooner, this day does too."
        found.append(Caution("projected", words, "If the step before takes all its time"))
    if row.change:
        found.append(Caution("change", row.change, "Changed by something that happened"))
    if row.range:
        moves = "earlier" if row.clock.direction == "before" else "later"
        found.append(Caution("range", row.range.note, f"may be {moves}"))
    if row.unsaid:
        found.append(Caution("unsaid", row.unsaid, "Another day may hold"))
    if row.weekend:
        short = f"The limit is {short_date(row.due)}" if row.act_by and row.due else "The limit does not move"
        found.append(Caution("weekend", row.weekend, short))
    return found


def marked(rule: Rule) -> str:
    """The mark of a reported or held rule and its note.

    The note may have the mark in it, at what is not confirmed.
    """
    mark, note = MARKS[rule.publish], rule.note or ""
    return note if MARKS["hold"].lower() in note.lower() else f"{mark}. {note}".strip()
