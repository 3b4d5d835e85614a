"""The form under a finished letter: the day sent, the clocks it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from calculators.inputs import Input, Kind, read, today
from calculators.law import Law
from calculators.letter_forms import LetterForm, letters
from calculators.rendering import forms
from calculators.result import Happened, Next, Result, Sent
from calculators.tools import deadlines, silence
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
ARRIVES = Input(
    "arrives",
    "They have it on",
    Kind.DATE,
    "E-mail, or handed over: leave it empty, it is the same day. By mail: the day you expect. Clocks count from this day.",
    not_before="sent_day",
)


def form(law: Law, letter_id: str, arrives: date | None = None) -> str:
    """The form under a finished letter as HTML; ``arrives``: the letter's expected arrival."""
    states = [(law.code, law.name, law.slug)]
    filled = {DAY.id: plain_date(today()), ARRIVES.id: plain_date(arrives) if arrives else ""}
    return forms.form("sent", [DAY, ARRIVES], BUTTON, filled, states, letter_id)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, the same for every letter."""
    del law, given
    return (DAY, ARRIVES)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """What the phone keeps, and what is due from arrival on.

    Raises WrongInput for an impossible day.
    """
    letter = letters()[given["letter"]]
    values = read((DAY, ARRIVES), {question.id: given.get(question.id, "") for question in (DAY, ARRIVES)})
    day, arrives = values[DAY.id], values.get(ARRIVES.id, values[DAY.id])
    event = _event(law, letter)
    kept = Sent(letter.id, letter.title, plain_date(day), event, plain_date(arrives))
    headline = f"Sent on {long_date(day)}"
    if event is None:
        return _waiting(law, letter, kept, arrives, headline)
    made = {"made": given["made"]} if "made" in given else {}
    counted = deadlines.answer(law, {"event": event, "date": kept.arrives, **made})
    waiting = silence.rows(law, [_as_kept(kept, arrives)], [], today())
    expected = "" if arrives == day else f" It should be there on {long_date(arrives)}, and the count starts there."
    repeats = law.events[event].repeats
    return replace(
        counted,
        headline=headline,
        rows=(*counted.rows, *waiting),
        intro=f"{counted.intro}{expected} Did they get it on another day? Change it in My case.",
        next_steps=(Next("Count from another day", f"tools/deadlines/?event={event}"),),
        sent=kept,
        told=(Happened(event, law.events[event].title, arrives, repeats),),
    )


def _waiting(law: Law, letter: LetterForm, kept: Sent, arrives: date, headline: str) -> Result:
    """For a letter without a legal limit for its answer: the day on which it is good practice to write again."""
    tells = any(question.event or any(field.event for field in question.fields) for question in letter.inputs)
    also = " What you wrote in it may start one: see “From your letter we know”, above." if tells else ""
    return Result(
        headline,
        f"No law that we know of sets a day for an answer to this letter.{also} {letter.awaits.expect}",
        rows=tuple(silence.rows(law, [_as_kept(kept, arrives)], [], today())),
        sent=kept,
        next_steps=(Next("See what is due in your case", "tools/case/"),),
    )


def _as_kept(kept: Sent, arrives: date) -> dict[str, Any]:
    return {"letter": kept.letter, "received": arrives}


def _event(law: Law, letter: LetterForm) -> str | None:
    """The event that sending the letter is, if it starts a clock in this state."""
    return letter.starts if letter.starts in {event.id for event in law.starting_events()} else None
