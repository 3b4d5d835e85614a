"""The tick under a finished letter: the day on which it was sent, and the clocks that this starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from calculators.inputs import Input, Kind, read, today
from calculators.law import Law
from calculators.letter_forms import LetterForm, letters
from calculators.rendering import render
from calculators.result import Happened, Next, Result, Sent
from calculators.tools import deadlines
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
    """The form under a finished letter, as HTML, with today filled in, and the day of arrival if the letter tells it."""
    states = [(law.code, law.name, law.slug)]
    filled = {DAY.id: plain_date(today()), ARRIVES.id: plain_date(arrives) if arrives else ""}
    return render.form("sent", [DAY, ARRIVES], BUTTON, filled, states, letter_id)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, for every letter alike."""
    del law, given
    return (DAY, ARRIVES)


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """What to keep on the phone, and what is due from the day of arrival on. WrongInput for a day that cannot be."""
    letter = letters()[given["letter"]]
    values = read((DAY, ARRIVES), {question.id: given.get(question.id, "") for question in (DAY, ARRIVES)})
    day, arrives = values[DAY.id], values.get(ARRIVES.id, values[DAY.id])
    event = _event(law, letter)
    kept = Sent(letter.id, letter.title, plain_date(day), event, plain_date(arrives))
    headline = f"Sent on {long_date(day)}"
    if event is None:
        return Result(
            headline, f"The letter itself starts no clock. {_instead(letter)}", sent=kept, next_steps=NO_CLOCK
        )
    made = {"made": given["made"]} if "made" in given else {}
    counted = deadlines.answer(law, {"event": event, "date": kept.arrives, **made})
    expected = "" if arrives == day else f" It should be there on {long_date(arrives)}, and the count starts there."
    repeats = law.events[event].repeats
    return replace(
        counted,
        headline=headline,
        intro=f"{counted.intro}{expected} Did they get it on another day? Change it in My case.",
        next_steps=(Next("Count from another day", f"tools/deadlines/?event={event}"),),
        sent=kept,
        told=(Happened(event, law.events[event].title, arrives, repeats),),
    )


#: Where to go on from a letter that nobody has to answer by a set day.
NO_CLOCK = (
    Next("See what is due in your case", "tools/case/"),
    Next("Count from something that happened", "tools/deadlines/"),
)


def _instead(letter: LetterForm) -> str:
    """What to go by where sending the letter starts nothing: the days in it, or a day of one's own."""
    tells = any(question.event or any(field.event for field in question.fields) for question in letter.inputs)
    if tells:
        return "What you wrote in it may: see “From your letter we know”, above."
    return "We know of no rule that sets a day for an answer. Choose a day yourself, and write again if none has come."


def _event(law: Law, letter: LetterForm) -> str | None:
    """The event that sending the letter is, if it starts a clock in this state."""
    return letter.starts if letter.starts in {event.id for event in law.starting_events()} else None
