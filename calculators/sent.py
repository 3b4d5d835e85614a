"""The tick under a finished letter: the day on which it was sent, and the clocks that this starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from calculators import deadlines, render
from calculators.inputs import Input, Kind, read, today
from calculators.law import Law
from calculators.letter_forms import LetterForm, letters
from calculators.result import Next, Result, Sent
from calculators.words import long_date, plain_date

BUTTON = "Keep the date"
DAY = Input(
    "sent_day",
    "I sent this on",
    Kind.DATE,
    "Change it if it was another day. The date stays on this phone.",
    required=True,
    latest="today",
)


def form(law: Law, letter_id: str) -> str:
    """The form under a finished letter, as HTML, with today filled in."""
    states = [(law.code, law.name, law.slug)]
    return render.form("sent", [DAY], BUTTON, {DAY.id: plain_date(today())}, states, letter_id)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, for every letter alike."""
    del law, given
    return (DAY,)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """What to keep on the phone, and what is due from that day on. Raises WrongInput for a day that cannot be."""
    sent_letter = letters()[given["letter"]]
    day = read((DAY,), {DAY.id: given.get(DAY.id, "")})[DAY.id]
    kept = Sent(sent_letter.id, sent_letter.title, plain_date(day), _event(law, sent_letter))
    headline = f"Sent on {long_date(day)}"
    if kept.event is None:
        return Result(headline, "This letter starts no time limit that we know of.", sent=kept)
    made = {"made": given["made"]} if "made" in given else {}
    counted = deadlines.answer(law, {"event": kept.event, "date": kept.day, **made})
    return replace(
        counted,
        headline=headline,
        intro=f"{counted.intro} Count from the day the other side gets the letter, if that is later.",
        next_steps=(Next("Count from another day", f"tools/deadlines/?event={kept.event}"),),
        sent=kept,
    )


def _event(law: Law, letter: LetterForm) -> str | None:
    """The event that sending the letter is, if it starts a clock in this state."""
    return letter.starts if letter.starts in {event.id for event in law.starting_events()} else None
