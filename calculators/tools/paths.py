"""Dispute options: compares the answers of an interview with each option.

Says what fits and why.
Questions, reasons and wording are data (``calculators/paths.yml``); numbers come from the state's law. Every option is
shown, with every reason that applies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar, same_date
from calculators.counting.marked import LIMIT_NOT_CONFIRMED, as_sure_as, clock_words
from calculators.inputs import Choice, Input, Kind, WrongInput, midnight, read, today
from calculators.law import DATA, NOT_BUILT, Citation, Law, LawMissing, Rule
from calculators.letter_forms import letters
from calculators.reading.written_dates import LAST
from calculators.rendering.calendar_file import calendar
from calculators.rendering.render import handed
from calculators.result import File, Happened, Next, Part, Piece, Point, Result
from calculators.tools.resolved import resolve
from calculators.words import long_date, number_word, plain_date

BUTTON = "Compare the ways"
DAY, GOING, IN_TIME, HAPPENED = "happened_on", "going", "in_time", "violation"
YES, NO, EDGE, UNSURE, LATE, UNKNOWN = "yes", "no", "edge", "unsure", "late", "unknown"
#: The value of a letter's question for something that is still going on.
STILL = "still"
#: What is said beside a last day that is not certain.
_DOUBTS = {EDGE: ", or the day after by another count", UNSURE: ", if this limit holds", LATE: ", if this limit holds"}
#: Said of an option that no answer supports and none rules out.
OPEN = "Nothing that you answered points to it. It is open to you all the same."


@dataclass(frozen=True)
class Carried:
    """The answers carried into a letter: its fields by name.

    ``about`` is the claim that the letter starts with, in a parent's words; empty without a claim or with a certain one.
    """

    letter: str
    about: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """One option under these answers: ``fits`` with its ``reasons``; ``know`` has facts that decide nothing."""

    id: str
    name: str
    fits: bool
    reasons: tuple[str, ...]
    know: tuple[str, ...]
    decides: str
    cost: str
    time: str
    does_not: str
    clocks: str
    #: Its own time limit, counted from what happened; None if it has none, or no day was given.
    last_day: Deadline | None
    over: bool
    in_time: str
    cites: tuple[Citation, ...]
    guide: str
    #: The letters that start it; a letter with several possible claims is listed again with each of them.
    letters: tuple[Carried, ...]
    contact: str

    @property
    def why(self) -> str:
        """The reasons as one text."""
        return " ".join(self.reasons)


@cache
def _data() -> dict[str, Any]:
    path = DATA / "paths.json"
    if not path.is_file():
        raise LawMissing(NOT_BUILT)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def inputs(laws: Sequence[Law]) -> tuple[Input, ...]:
    """What the interview asks: the same in every state."""
    del laws
    return tuple(_question(question) for question in _data()["questions"])


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the interview asks, whatever has been ``given``."""
    del given
    return inputs([law])


def _question(data: Mapping[str, Any]) -> Input:
    if data["kind"] == "date":
        return Input(data["id"], data["label"], Kind.DATE, data["help"], latest="today", without_year=LAST)
    choices = tuple(Choice(value, label) for value, label in data["choices"])
    return Input(data["id"], data["label"], Kind.CHOICE, data["help"], choices=choices)


def from_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in a JSON document, under ``answers`` or beside ``as_of``.

    Raises WrongInput for a non-object.
    """
    answers = document.get("answers", {name: answer for name, answer in document.items() if name != "as_of"})
    if not isinstance(answers, dict):
        raise WrongInput({"answers": "Give an object: the name of each question, and its answer."})
    return answers


def data(law: Law, given: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The options as plain data; only the questions if nothing is answered: the JSON format."""
    if not given:
        return {"state": law.code, "questions": [_question_data(question) for question in inputs([law])]}
    found = ways(law, read(inputs([law]), given), as_of)
    return {"state": law.code, "as_of": as_of.isoformat(), "paths": [_way_data(way) for way in found]}


def questions_text(law: Law) -> str:
    """The questions with their choices, as text."""
    lines = []
    for number, question in enumerate(inputs([law]), 1):
        answers = "; ".join(f"{choice.label} ({choice.value})" for choice in question.choices)
        lines.append(f"{number}. {question.label} [{question.id}]\n   {answers or question.help}")
    return "\n".join(lines)


def _question_data(question: Input) -> dict[str, Any]:
    return {
        "id": question.id,
        "label": question.label,
        "type": str(question.kind),
        "help": question.help,
        "choices": [{"value": choice.value, "label": choice.label} for choice in question.choices],
    }


def _way_data(way: Way) -> dict[str, Any]:
    last = way.last_day
    return {
        "id": way.id,
        "name": way.name,
        "fits": way.fits,
        "why": way.why,
        "reasons": list(way.reasons),
        "know": list(way.know),
        "decides": way.decides,
        "cost": way.cost,
        "time": way.time,
        "does_not": way.does_not,
        "other_clocks": way.clocks,
        "in_time": way.in_time,
        "last_day": last.due.isoformat() if last and last.due else None,
        "citation": "; ".join(cite.text for cite in way.cites),
        "letters": [one.letter for one in way.letters if not one.about],
        "carries": [
            {"letter": one.letter, "about": one.about, "answers": dict(one.answers)}
            for one in way.letters
            if one.answers
        ],
    }


def answer(law: Law, given: Mapping[str, Any], as_of: date | None = None) -> Result:
    """All options, those that fit first.

    Raises WrongInput if nothing is answered or an answer does not fit.
    ``made`` in ``given`` is the moment of asking, in UTC; no question asks for it.
    """
    asked = inputs([law])
    values = read(asked, {name: value for name, value in given.items() if name != "made"})
    if not values:
        raise WrongInput({asked[0].id: f"Answer at least one question, like “{asked[0].label}”"})
    found = ways(law, values, as_of or today())
    fit = [way for way in found if way.fits]
    # What is still going on has no last day yet, so no clock is shown for it.
    rows = tuple(way.last_day for way in found if way.last_day) if values.get(GOING) != YES else ()
    made = str(given.get("made") or midnight())
    return Result(
        headline=_headline(fit),
        intro=f"{law.name}. All {number_word(len(found))} stand here, with the reasons. You may use more than one, in any order. "
        "This is no advice: a parent center or a lawyer can look at your case with you.",
        parts=tuple(_part(law, way) for way in found),
        rows=rows,
        told=(Happened(HAPPENED, law.events[HAPPENED].title, values[DAY], law.events[HAPPENED].repeats),)
        if rows
        else (),
        # Only a screen has the links to the letters.
        pieces=(
            Piece(
                '<p class="pt-help pt-on-screen">A letter that you open here has your answers in it, where they fit.</p>'
            ),
        ),
        next_steps=(
            Next("Keep these dates with your others: My case", "tools/case/"),
            Next("Somebody to talk it over with", f"{law.slug}/who-to-call/"),
        ),
        files=(File("dates.ics", "text/calendar", calendar(rows, made)),) if any(row.due for row in rows) else (),
    )


def ways(law: Law, values: Mapping[str, Any], as_of: date) -> list[Way]:
    """Every option under these answers, those that fit first, otherwise in file order."""
    day = values.get(DAY)
    rows = {row.rule.id: row for row in resolve(law, [(HAPPENED, day)], Calendar(), as_of)} if day else {}
    found = [_way(law, path, values, rows, as_of) for path in _data()["paths"]]
    return sorted(found, key=lambda way: not way.fits)


def data_of_ways() -> list[dict[str, Any]]:
    """Each option as in the file."""
    found: list[dict[str, Any]] = _data()["paths"]
    return found


def described(law: Law, data: Mapping[str, Any]) -> Way:
    """One option before anything is answered."""
    return _way(law, data, {}, {}, date.min)


def reasons(law: Law, data: Mapping[str, Any], name: str) -> list[str]:
    """All sentences of an option under ``fits``, ``not`` or ``know``, whatever the answers."""
    return [_said(law, reason["why"]) for reason in data[name]]


def _way(
    law: Law, path: Mapping[str, Any], values: Mapping[str, Any], rows: Mapping[str, Deadline], as_of: date
) -> Way:
    limit = law.find(path["limit"]) if path["limit"] else None
    # What is still going on has no last day yet.
    last = rows.get(limit.id) if limit and values.get(GOING) != YES else None
    in_time = _in_time(limit, last, values.get(GOING, ""), as_of) if limit else ""
    answers = {**values, IN_TIME: in_time}
    fits, against, know = (_holding(law, path[name], answers) for name in ("fits", "not", "know"))
    return Way(
        id=path["id"],
        name=path["name"],
        fits=bool(fits) and not against,
        reasons=tuple(against or fits or [OPEN]),
        know=(*(fits if against else ()), *know),
        decides=_sentence(_said(law, path["decides"])),
        cost=_said(law, path["cost"]),
        time=_sentence(_said(law, path["time"])),
        does_not=_said(law, path["does_not"]),
        clocks=_said(law, path["clocks"]),
        last_day=last,
        over=bool(last and last.due and last.due < as_of),
        in_time=in_time,
        cites=tuple(
            {cite.text: cite for rule in path["cite"] if law.find(rule) for cite in law.rule(rule).cites}.values()
        ),
        guide=path["guide"],
        letters=tuple(
            one
            for letter in path["letters"]
            if letters()[letter].is_for(law)
            for one in _carried([carry for carry in path["carries"] if carry["letter"] == letter], letter, values)
        ),
        contact=path["contact"],
    )


def _holding(law: Law, reasons: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> list[str]:
    """The sentences whose conditions the answers meet."""
    return [_said(law, reason["why"]) for reason in reasons if _counts(reason, answers)]


def _counts(line: Mapping[str, Mapping[str, Sequence[str]]], answers: Mapping[str, Any]) -> bool:
    """Whether the answers meet a line's ``when``, and not its ``unless``."""
    return _holds(line["when"], answers) and not (line["unless"] and _holds(line["unless"], answers))


def _holds(when: Mapping[str, Sequence[str]], answers: Mapping[str, Any]) -> bool:
    return all(answers.get(name) in wanted for name, wanted in when.items())


def _carried(carries: Sequence[Mapping[str, Any]], letter: str, values: Mapping[str, Any]) -> list[Carried]:
    """The letter with its carried answers, and again with each of several possible claims."""
    known = {"{happened_on}": plain_date(values[DAY]) if DAY in values else "", "{still}": ""}
    if values.get(GOING) == YES:
        known["{still}"] = STILL
    plain: dict[str, str] = {}
    claims: list[tuple[str, dict[str, str]]] = []
    for carry in carries:
        if not _counts(carry, values):
            continue
        filled = {name: known.get(answer, answer) for name, answer in carry["fill"].items()}
        answers = {name: answer for name, answer in filled.items() if answer}
        if carry["about"]:
            claims.append((carry["about"], answers))
        else:
            plain.update(answers)
    if len(claims) == 1:
        return [Carried(letter, "", {**claims[0][1], **plain})]
    return [Carried(letter, "", plain), *(Carried(letter, about, {**answers, **plain}) for about, answers in claims)]


def _in_time(limit: Rule, last: Deadline | None, going: str, as_of: date) -> str:
    """Whether it can still be started (``in_time`` in ``paths.yml``)."""
    if going == YES:
        return YES
    if last is None or last.due is None:
        return UNKNOWN
    is_sure, may = limit.publish == "ok", limit.states_may
    if as_of <= last.due:
        return YES if is_sure and not (may and may.less_time) else UNSURE
    if as_of <= _at_most(limit, last.trigger_date, last.due):
        return EDGE
    return NO if is_sure and not (may and may.more_time) else LATE


def _at_most(limit: Rule, began: date, due: date) -> date:
    """The last day by the most generous count."""
    return (same_date(limit.clock, began, 1) if limit.clock else None) or due


def _sentence(text: str) -> str:
    """The law's own words for a time limit, as a sentence."""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _said(law: Law, text: str) -> str:
    """A sentence of the file with its references to the law filled in."""
    said = []
    for number, piece in enumerate(text.replace("}", "{").split("{")):
        said.append(_asked_of(law, piece.split()) if number % 2 else piece)
    return "".join(said)


def _asked_of(law: Law, asked: Sequence[str]) -> str:
    if asked[0] == "sea":
        return law.sea_full
    rule = law.find(asked[1])
    if rule is None or rule.publish == "hold":
        return LIMIT_NOT_CONFIRMED
    if asked[0] == "words":
        words = rule.words[asked[2]].replace("{sea}", law.sea).replace("{cite}", rule.citation)
        return words if words.startswith("Ask ") else as_sure_as(rule, words)  # a question claims nothing
    return clock_words(rule) if rule.clock else LIMIT_NOT_CONFIRMED


def _headline(fit: Sequence[Way]) -> str:
    if not fit:
        return "None of these fits by what you answered"
    return f"{number_word(len(fit)).capitalize()} {'way fits' if len(fit) == 1 else 'ways fit'} by what you answered"


def _part(law: Law, way: Way) -> Part:
    points = [
        Point("Who decides", way.decides),
        Point("Cost", way.cost),
        Point("Time", way.time),
        Point("What it does not do", way.does_not),
        Point("Your other time limits", way.clocks),
        *(Point("Good to know", words) for words in way.know),
    ]
    if way.last_day and way.last_day.due:
        act = way.last_day.due if way.in_time == EDGE else way.last_day.act_by or way.last_day.due
        began = plain_date(way.last_day.trigger_date)
        named = "The last day was" if way.over else "The last day to begin"
        points.insert(3, Point(f"{named}, for {began}", f"{long_date(act)}{_DOUBTS.get(way.in_time, '')}."))
    return Part(
        way.name,
        way.why,
        mark=_mark(way),
        points=tuple(points),
        fold="" if way.fits else "Who decides, cost, time, and more",
        cites=way.cites,
        next_steps=_steps(law, way),
    )


def _mark(way: Way) -> str:
    if way.fits:
        return "Fits"
    if way.reasons == (OPEN,):
        return "Open to you"
    return "May be too late" if way.in_time == LATE and len(way.reasons) == 1 else "Does not fit"


def _steps(law: Law, way: Way) -> tuple[Next, ...]:
    office = law.contact(way.contact) if way.contact else None
    return (
        *(_letter_step(one) for one in way.letters if way.fits or not one.about),
        *((Next(f"{office.name}: how to file", url=office.web),) if office and office.web else ()),
        Next(f"How it works: {way.name}", f"{law.slug}/{way.guide}/"),
    )


def _letter_step(carried: Carried) -> Next:
    """The link to a letter, with the answers carried into it."""
    form = letters()[carried.letter]
    words = f"Start it with: {carried.about}" if carried.about else f"Write the letter: {form.title}"
    return Next(words, f"{form.page}#{handed(carried.answers)}" if carried.answers else form.page)
