"""After a letter: what to expect, by when, and what comes next.

A letter's file declares what it awaits (``awaits``). If sending it starts a legal limit, that day applies. Otherwise good
practice says when to write again, and is marked as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from calculators.counting.cautions import MARKS, PRACTICE
from calculators.counting.chain import with_holidays
from calculators.counting.clocks import Deadline, deadline
from calculators.counting.counted import Calendar
from calculators.counting.standing import Status, with_standing
from calculators.inputs import Input, Kind
from calculators.law import Law, Rule
from calculators.letter_forms import ASKED_IN_WRITING, LetterForm, letters
from calculators.result import ByWhen, Next, Silence
from calculators.words import plain_date, quantity

#: The letters already sent, as My case passes them. ``received``: the day from which clocks count.
SENT = Input(
    "sent",
    "Letters you sent",
    Kind.ROWS,
    most=500,
    fields=(
        Input("letter", "Which letter?", Kind.LINE, max_length=100),
        Input("received", "On what day did they get it?", Kind.DATE),
        Input("answered", "Did an answer come? On what day?", Kind.DATE, latest="today", not_before="received"),
    ),
)
#: The event for a letter whose receipt sets no time limit.
RECEIVED = "letter_received"


def silence(form: LetterForm, law: Law) -> Silence:
    """What to expect after a letter in this state, by when, and what comes next."""
    return Silence(form.awaits.expect, tuple(by_when(form, law)), next_steps(form, law))


def by_when(form: LetterForm, law: Law) -> list[ByWhen]:
    """Each legal provision for the answer, plus good practice if none gives a day."""
    found = [_of_the_law(rule) for rule in rules(form, law)]
    if not has_day(form, law):
        practice = law.rules[form.awaits.wait]
        assert practice.clock
        title = "Look whether it came about" if form.awaits.stands else practice.title
        found.append(ByWhen(f"{title}: {practice.clock.in_words()} after they got it.", PRACTICE))
    return found


def next_steps(form: LetterForm, law: Law) -> tuple[Next, ...]:
    """The next letter, and the next step with its guide."""
    following = letters()[form.awaits.write]
    return (
        Next(f"Write the letter: {following.title}", path=following.page),
        Next(form.awaits.then, path=f"{law.slug}/{form.awaits.guide}/"),
    )


def has_day(form: LetterForm, law: Law) -> bool:
    """True if sending the letter starts a numeric time limit for somebody else."""
    return any(rule.clock and rule.clock.value is not None for rule in _started(form, law))


def rows(
    law: Law, sent: Iterable[Mapping[str, Any]], happened: Iterable[tuple[str, date]], as_of: date
) -> list[Deadline]:
    """For each sent letter without a legal limit: the day to write again."""
    found: list[Deadline] = []
    known = list(happened)
    for number, one in enumerate(sent):
        form = letters().get(one.get("letter", ""))
        if form and "received" in one and not has_day(form, law):
            found.append(_row(law, form, number, one, known, as_of))
    return found


def _row(
    law: Law, form: LetterForm, number: int, one: Mapping[str, Any], happened: list[tuple[str, date]], as_of: date
) -> Deadline:
    answer = f"answer-{number}"
    practice = law.rules[form.awaits.wait]
    assert practice.clock
    met = [event for rule in _started(form, law) if rule.clock for event in rule.clock.met_by]
    clock = replace(practice.clock, met_by=(answer, *met))
    waited_for = "Look back at your letter" if form.awaits.stands else "An answer to your letter"
    rule = replace(practice, clock=clock, due_title=f"{waited_for}: {form.title}")
    event = replace(
        law.events[RECEIVED], id=f"{RECEIVED}-{form.id}-{number}", title=f"They got your letter: {form.title}"
    )
    row = deadline(rule, event, one["received"], with_holidays(law, Calendar()))
    known = [*happened, *([(answer, one["answered"])] if "answered" in one else [])]
    [row] = with_standing([row], known, as_of)
    return replace(_judged(row, form, as_of), letter=form.id)


def _judged(row: Deadline, form: LetterForm, as_of: date) -> Deadline:
    """Mark a day that passed without an answer as silent, not late: no law set it."""
    if row.done:
        return replace(row, status=Status.PASSED, standing=f"An answer came on {plain_date(row.done)}.")
    if row.due and as_of > row.due and form.awaits.stands:
        return replace(row, standing="It needs no answer. Did it come about as you wrote?")
    if row.due and as_of > row.due:
        return replace(row, status=Status.SILENT, standing="No answer is marked here. Write again.")
    return row


def _started(form: LetterForm, law: Law) -> list[Rule]:
    """The rules that sending the letter starts and that somebody else must meet."""
    return [
        rule
        for rule in (law.started_by(form.starts) if form.starts else [])
        if rule.who in ASKED_IN_WRITING and rule.kind == "law" and rule.publish != "hold"
        if rule.clock and rule.clock.direction == "after"
    ]


def rules(form: LetterForm, law: Law) -> list[Rule]:
    """The rules about an answer: those started by sending, then the declared one."""
    named = law.find(form.awaits.rule) if form.awaits.rule else None
    found = {rule.id: rule for rule in _started(form, law)}
    if named and named.publish != "hold":
        found[named.id] = named
    return list(found.values())


def _of_the_law(rule: Rule) -> ByWhen:
    """One rule as a sentence, with its mark and source."""
    clock = rule.clock
    if clock is None:
        said = f"{rule.title}. The rule sets no day for an answer."
    elif clock.value is None or clock.unit is None:
        said = f"{rule.title}: {clock.words}. No day can be counted from your letter."
    else:
        before = " before" if clock.direction == "before" else ""
        said = f"{rule.title}: {quantity(clock.value, clock.unit)}{before}."
    may = rule.states_may
    if may:
        said = f"{said} {may.words}"
    return ByWhen(said, MARKS.get(rule.publish, ""), rule.cites)
