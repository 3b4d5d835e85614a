"""Contacts and notes: conversations and messages go in.

A log and the open promises come out.
Entries are lists of objects, as a page stores them and the command line reads them. A promise's due date is what somebody
said, never a legal time limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.inputs import Choice, Input, Kind, WrongInput, note_unknown, read, today
from calculators.law import Law
from calculators.letter_forms import FOLLOW_UP, letters
from calculators.reading.written_dates import LAST, read_date
from calculators.rendering import render
from calculators.rendering.log_entry import SOURCES as LOG_SOURCES
from calculators.rendering.note_cards import NoteCard, OpenCard, keep_list, note_list, open_list
from calculators.rendering.spreadsheet import csv
from calculators.result import File, Piece, Result
from calculators.tools.people import Person, as_person, named, read_people
from calculators.words import plain_date, short_date

BUTTON = "Keep this note"
FOLD = "What was asked or promised"
CONFIRM, SUM_UP = "conversation_confirmation", "meeting_summary"
OVERDUE, DUE, NO_DATE = STANDINGS = ("overdue", "due", "no_date")
MARKS = {OVERDUE: "Overdue", DUE: "Due", NO_DATE: "No day named"}
#: Advice, marked as such.
ASK_FOR_A_DAY = "Ask by e-mail for a day, and keep the e-mail."
HOWS = (
    Choice("call", "Phone call"),
    Choice("no_answer", "I called, nobody answered"),
    Choice("left_message", "I left a message"),
    Choice("door", "Talk in person, also at the door"),
    Choice("meeting", "Meeting"),
    Choice("video", "Video call"),
    Choice("email", "E-mail"),
    Choice("message", "Text or app message"),
    Choice("letter", "Letter or paper that I got"),
)
#: Each kind's heading, and its wording in a letter.
KINDS = {
    "call": ("phone call", "I talked on the phone with {}"),
    "no_answer": ("call that nobody answered", "I called {} and nobody answered"),
    "left_message": ("message that I left", "I left a message for {}"),
    "door": ("talk in person", "I talked in person with {}"),
    "meeting": ("meeting", "I met with {}"),
    "video": ("video call", "I talked in a video call with {}"),
    "email": ("e-mail", "there was an e-mail between {} and me"),
    "message": ("message", "there was a message between {} and me"),
    "letter": ("letter", "I got a letter from {}"),
}
#: Each kind of conversation in the letter that confirms it. Written messages need no such letter.
TALKS = {"call": "on the phone", "door": "in person", "meeting": "at school", "video": "in a video call"}
#: Where a note comes from, the most reliable first.
SOURCES = {**LOG_SOURCES, "paper": "In writing: an e-mail, a message or a paper"}
IN_WRITING = ("email", "message", "letter")
#: Outcomes of a call that reached nobody. An unanswered call needs no text of what was said.
UNREACHED = {"no_answer": "Nobody answered", "left_message": "Message left"}
SAYS_NOTHING = "no_answer"
ENTRY = (
    Input("day", "On which day?", Kind.DATE, "Leave it empty for today.", default="today", latest="today"),
    Input("who", "Who?", Kind.LINE, "Name and job, like: Ms. Lee, speech therapist.", required=True, max_length=200),
    Input("how", "How?", Kind.CHOICE, required=True, choices=HOWS),
    Input(
        "said",
        "What was said?",
        Kind.TEXT,
        "Plain facts, in their words if you can. If it was only a promise or a request, leave this empty.",
        required=True,
        instead=("asked", "promised"),
        when={"how": ("", *(choice.value for choice in HOWS if choice.value != SAYS_NOTHING))},
    ),
    Input("asked", "What did you ask for?", Kind.TEXT, fold=FOLD),
    Input(
        "promised",
        "What did someone say they would do?",
        Kind.TEXT,
        "One promise. Make another note for a second one.",
        fold=FOLD,
    ),
    Input("by", "By which day?", Kind.DATE, "Only if they named a day. With the year.", not_before="day", fold=FOLD),
    Input(
        "answered",
        "On which day was it done or answered?",
        Kind.DATE,
        "Leave it empty until then.",
        latest="today",
        not_before="day",
        fold=FOLD,
    ),
    Input(
        "source",
        "How do you know it?",
        Kind.CHOICE,
        "If you choose nothing, it says if you typed it in on the same day.",
        choices=tuple(Choice(value, words) for value, words in SOURCES.items()),
        fold=FOLD,
    ),
)
ENTRIES = Input(
    "entries",
    "Notes",
    Kind.ROWS,
    fields=(
        Input("id", "Name of the note", Kind.LINE),
        *ENTRY,
        Input("entered", "Written down on", Kind.DATE, without_year=LAST),
        Input("changed", "Changed on", Kind.DATE, without_year=LAST),
    ),
    most=5_000,
)
#: Maximum notes shown initially.
MOST_SHOWN = 40
#: Maximum people suggested.
MOST_PEOPLE = 8
#: Maximum number of new people offered at once.
MOST_KEPT = 3
COLUMNS = (
    "Date", "How", "Who", "What was said", "What I asked for", "What was promised", "By when", "Done or answered",
    "How it is known", "Written down",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One note; ``entered``: day written down, ``changed``: day of a later edit."""

    id: str
    day: date
    who: str
    how: str
    said: str
    asked: str
    promised: str
    by: date | None
    answered: date | None
    source: str
    entered: date
    changed: date | None

    @property
    def title(self) -> str:
        """``Fri Nov 27, 2026: Ms. Lee, phone call``."""
        return f"{short_date(self.day)}: {self.who}, {KINDS[self.how][0]}"


@dataclass(frozen=True)
class Promise:
    """An unanswered promise: its status, and days until due (negative: days overdue)."""

    entry: Entry
    standing: str
    days: int | None

    @property
    def mark(self) -> str:
        """Its status in a word or two."""
        return MARKS[self.standing]

    @property
    def words(self) -> str:
        """Who promised it, and for when."""
        made = f"{self.entry.who}, {plain_date(self.entry.day)}."
        if self.entry.by is None or self.days is None:
            return f"{made} No day was named."
        return f"{made} Promised for {plain_date(self.entry.by)}: {_away(self.days)}."


def promises(entries: Iterable[Entry], as_of: date) -> list[Promise]:
    """The unanswered promises: overdue, then due, then undated ones; oldest first.

    A promise is overdue from the day after its due date.
    """
    found = []
    for entry in entries:
        if entry.promised and not entry.answered and entry.day <= as_of:
            days = (entry.by - as_of).days if entry.by else None
            standing = NO_DATE if days is None else OVERDUE if days < 0 else DUE
            found.append(Promise(entry, standing, days))
    return sorted(found, key=_urgency)


def _urgency(promise: Promise) -> tuple[int, int, int]:
    return STANDINGS.index(promise.standing), promise.days or 0, promise.entry.day.toordinal()


def unanswered(entries: Iterable[Entry], as_of: date) -> list[Entry]:
    """Notes with a request, no promise, and no known answer; oldest first."""
    found = [one for one in entries if one.asked and not (one.promised or one.answered) and one.day <= as_of]
    return sorted(found, key=_day_of)


def read_entries(given: Any, as_of: date) -> tuple[Entry, ...]:
    """The notes in chronological order. Raises WrongInput with a sentence for each invalid field.

    A note without an entry date is taken to be written down on ``as_of``.
    """
    values = read((ENTRIES,), {ENTRIES.id: _as_text(given or [])})
    problems: dict[str, str] = {}
    entries = [_entry(number, row, as_of, problems) for number, row in enumerate(values.get(ENTRIES.id, ()))]
    if problems:
        raise WrongInput(problems)
    return tuple(sorted(entries, key=_day_of))


def _as_text(given: Any) -> Any:
    """The rows with nulls replaced, which a file may contain for empty answers."""
    if not isinstance(given, list):
        return given
    return [
        {name: "" if value is None else value for name, value in row.items()} if isinstance(row, dict) else row
        for row in given
    ]


def _entry(number: int, row: Mapping[str, Any], as_of: date, problems: dict[str, str]) -> Entry:
    where = f"{ENTRIES.id}.{number}."
    promised, asked, by, answered = (row.get(name) for name in ("promised", "asked", "by", "answered"))
    if by and not promised:
        problems[f"{where}by"] = "Say what was promised for this day, or leave the day empty."
    if answered and not (promised or asked):
        problems[f"{where}answered"] = "Say what was promised or asked for, or leave this empty."
    return Entry(
        id=row.get("id") or str(number + 1),
        day=row["day"],
        who=row["who"],
        how=row["how"],
        said=row.get("said", ""),
        asked=asked or "",
        promised=promised or "",
        by=by,
        answered=answered,
        source=row.get("source", ""),
        entered=row.get("entered") or as_of,
        changed=row.get("changed"),
    )


def _day_of(entry: Entry) -> int:
    return entry.day.toordinal()


def source(entry: Entry) -> str:
    """A note's source, one of ``SOURCES``: as stated, else by kind, else by date."""
    if entry.source:
        return entry.source
    if entry.how in IN_WRITING:
        return "paper"
    return "noted" if entry.entered == entry.day else "remembered"


def known(entry: Entry) -> str:
    """A note's source in words, with the day written down if different."""
    later = f" Written down on {plain_date(entry.entered)}." if entry.entered != entry.day else ""
    changed = f" Changed on {plain_date(entry.changed)}." if entry.changed else ""
    return f"{SOURCES[source(entry)]}.{later}{changed}"


def sentence(entry: Entry) -> str:
    """A note as a sentence in a letter."""
    said = [
        f"On {plain_date(entry.day)}, {KINDS[entry.how][1].format(entry.who)}{f': {_ended(entry.said)}' if entry.said else '.'}",
        f"I asked for this: {_ended(entry.asked)}" if entry.asked else "",
        f"I was told that this would be done{_by(entry)}: {_ended(entry.promised)}" if entry.promised else "",
        _became(entry),
    ]
    return " ".join(part for part in said if part)


def _became(entry: Entry) -> str:
    if not (entry.asked or entry.promised):
        return ""
    if entry.answered:
        return f"{'It was done' if entry.promised else 'The answer came'} on {plain_date(entry.answered)}."
    return f"I have no record {'that it was done' if entry.promised else 'of an answer'}."


def _by(entry: Entry) -> str:
    return f" by {plain_date(entry.by)}" if entry.by else ""


def _ended(words: str) -> str:
    """The text on one line, ending like a sentence."""
    line = " ".join(words.split())
    return line if line[-1:] in (".", "!", "?", "”", '"') else f"{line}."


def _away(days: int) -> str:
    """``today``, ``in 3 days``, ``1 day ago``."""
    if days == 0:
        return "today"
    number = f"{abs(days)} {'day' if abs(days) == 1 else 'days'}"
    return f"in {number}" if days > 0 else f"{number} ago"


# Command line output


def count(given: Mapping[str, Any]) -> dict[str, Any]:
    """The notes as plain data: the JSON format. Raises WrongInput by field."""
    as_of, entries = _read(given)
    return {
        "as_of": as_of.isoformat(),
        "entries": [_data(entry) for entry in entries],
        "promises": [
            {
                "entry": one.entry.id,
                "who": one.entry.who,
                "day": one.entry.day.isoformat(),
                "promised": one.entry.promised,
                "by": one.entry.by.isoformat() if one.entry.by else None,
                "standing": one.standing,
                "days": one.days,
                "words": one.words,
                "good_practice": ASK_FOR_A_DAY if one.standing == NO_DATE else None,
            }
            for one in promises(entries, as_of)
        ],
        "unanswered": [
            {"entry": one.id, "who": one.who, "day": one.day.isoformat(), "asked": one.asked}
            for one in unanswered(entries, as_of)
        ],
        "people": people(entries),
    }


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "day": entry.day.isoformat(),
        "who": entry.who,
        "how": entry.how,
        "said": entry.said,
        "asked": entry.asked,
        "promised": entry.promised,
        "by": entry.by.isoformat() if entry.by else None,
        "answered": entry.answered.isoformat() if entry.answered else None,
        "source": source(entry),
        "entered": entry.entered.isoformat(),
        "changed": entry.changed.isoformat() if entry.changed else None,
        "sentence": sentence(entry),
    }


def text(counted: Mapping[str, Any]) -> str:
    """The output of ``count`` as text: open promises, then all notes."""
    marks = {name: words.upper() for name, words in MARKS.items()}
    lines = [f"{marks[one['standing']]}: {_ended(one['promised'])} {one['words']}" for one in counted["promises"]]
    lines += [f"NO ANSWER: {_ended(one['asked'])} {one['who']}, {one['day']}." for one in counted["unanswered"]]
    notes = [f"{one['sentence']} ({SOURCES[one['source']]})" for one in counted["entries"]]
    return "\n\n".join(["\n".join(lines) or "No promise is open.", *notes])


def people(entries: Sequence[Entry]) -> list[str]:
    """The people in the notes, most recent first."""
    return list(dict.fromkeys(entry.who for entry in reversed(entries)))


def _read(given: Mapping[str, Any]) -> tuple[date, tuple[Entry, ...]]:
    problems: dict[str, str] = {}
    note_unknown("", given, ("as_of", ENTRIES.id), problems)
    if problems:
        raise WrongInput(problems)
    as_of = _as_of(given.get("as_of") or "today")
    return as_of, read_entries(given.get(ENTRIES.id), as_of)


def _as_of(written: Any) -> date:
    if not isinstance(written, str):
        raise WrongInput({"as_of": "Give a date as text, like 2026-11-27."})
    try:
        return today() if written == "today" else read_date(written, today(), without_year=LAST)
    except ValueError as wrong:
        raise WrongInput({"as_of": str(wrong)}) from None


# The page


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks about a note."""
    del law, given
    return ENTRY


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The notes page: open promises, then notes, latest first. Raises WrongInput by field.

    Beside the notes ``given`` has ``people``, who are known; ``more``: "all" to show every note; and ``want``: "csv" for
    the file alone, "kept" for the notes as they are to be kept. Then ``changed`` is the id of one whose words were changed.
    """
    del law
    as_of, entries = _read({name: given[name] for name in ("as_of", ENTRIES.id) if name in given})
    known_people = read_people(given.get("people"))
    if given.get("want") == "csv":
        return Result("", files=(File("notes.csv", "text/csv", _table(entries)),))
    if given.get("want") == "kept":
        return Result("", data={"notes": [_kept(entry, as_of, given.get("changed", "")) for entry in entries]})
    found, asked = promises(entries, as_of), unanswered(entries, as_of)
    last_first = list(reversed(entries))
    shown = last_first if given.get("more") == "all" else last_first[:MOST_SHOWN]
    more = f"Show all {len(entries)} notes" if len(shown) < len(entries) else ""
    day = plain_date(as_of)
    cards = [
        *(_promise_card(one, known_people, day) for one in found),
        *(_asked_card(one, known_people, day) for one in asked),
    ]
    nothing = "Nothing is open. What somebody promises, or what you ask for, stands here until it is done or answered."
    return Result(
        headline=_headline(found, asked),
        intro=f"Up to {plain_date(as_of)}. A day that somebody named is a promise. It is no time limit in the law."
        if found
        else "",
        pieces=(
            Piece(open_list("Promised or asked, and no answer yet", cards, nothing)),
            *_keep_people(entries, known_people if "people" in given else None),
            Piece(note_list(f"Notes, the last first ({len(entries)})", map(_note_card, shown), more)),
        ),
        data={
            "people": [{"who": who, "person": _id_of(who, known_people)} for who in people(entries)[:MOST_PEOPLE]],
        },
    )


def _id_of(who: str, known_people: Sequence[Person]) -> str:
    person = named(who, known_people)
    return person.id if person else ""


def _keep_people(entries: Sequence[Entry], known_people: Sequence[Person] | None) -> list[Piece]:
    """The offer to add people named in the last notes to the stored people; empty if people are not stored (None)."""
    if known_people is None:
        return []
    found = [as_person(who) for who in people(entries) if not any(_fits(who, one) for one in known_people)]
    offered = [one for one in found if one][:MOST_KEPT]
    return [Piece(keep_list(offered))] if offered else []


def _fits(who: str, person: Person) -> bool:
    return named(who, (person,)) is person


def _headline(found: Sequence[Promise], asked: Sequence[Entry]) -> str:
    overdue = sum(1 for one in found if one.standing == OVERDUE)
    if not found and not asked:
        return "Your notes: nothing is open"
    waits = f"{len(found)} {'promise is' if len(found) == 1 else 'promises are'} open" if found else ""
    late = f", {overdue} of them overdue" if overdue else ""
    without = f"{len(asked)} {'question has' if len(asked) == 1 else 'questions have'} no answer" if asked else ""
    return f"{waits}{late}{'; ' if waits and without else ''}{without}"


def _reached(who: str, known_people: Sequence[Person]) -> tuple[str, ...]:
    """The stored phone number and e-mail address of the person that a note names."""
    person = named(who, known_people)
    return tuple(words for words in (person.phone, person.email) if words) if person else ()


def _promise_card(promise: Promise, known_people: Sequence[Person], day: str) -> OpenCard:
    entry = promise.entry
    practice = ASK_FOR_A_DAY if promise.standing == NO_DATE else ""
    ask = "Please tell me by e-mail by which day it will be done."
    mail = f"{sentence(entry)} {ask}" if promise.standing != DUE else sentence(entry)
    missed = [_missed(entry)] if promise.standing == OVERDUE else []
    written = [*_confirm(entry, promise), *missed]
    reached = _reached(entry.who, known_people)
    return OpenCard(entry.id, entry.promised, promise.mark, promise.words, practice, mail, written, day, reached)


def _asked_card(entry: Entry, known_people: Sequence[Person], day: str) -> OpenCard:
    words = f"You asked {entry.who}, {plain_date(entry.day)}."
    mail = f"{sentence(entry)} Please answer me by e-mail."
    written = [*_confirm(entry), _missed(entry)]
    return OpenCard(
        entry.id, entry.asked, "No answer", words, "", mail, written, day, _reached(entry.who, known_people)
    )


def _note_card(entry: Entry) -> NoteCard:
    done = "Done" if entry.promised else "Answered"
    points = [
        ("You asked for", entry.asked),
        ("Promised", f"{_ended(entry.promised)} By when: {plain_date(entry.by)}." if entry.by else entry.promised),
        (done, plain_date(entry.answered) if entry.answered else ""),
    ]
    return NoteCard(
        entry.id,
        entry.title,
        entry.said,
        [(name, words) for name, words in points if words],
        known(entry),
        sentence(entry),
        _confirm(entry),
    )


def _confirm(entry: Entry, promise: Promise | None = None) -> list[tuple[str, str]]:
    """Letters that confirm a conversation in writing, filled in from the note; none for written messages."""
    if entry.how not in TALKS:
        return []
    told = [entry.said, f"I asked for this: {entry.asked}" if entry.asked else ""]
    understood = "\n".join(words for words in told if words)
    by = plain_date(entry.by) if entry.by else ""
    is_all = not understood  # a promise alone is what was understood, and is not said twice
    alone = f"{_ended(entry.promised)}{f' By when: {by}.' if by else ''}"
    found = [
        _link(
            CONFIRM,
            {
                "talk_date": plain_date(entry.day),
                "talk_how": TALKS[entry.how],
                "talk_with": entry.who,
                "understood": alone if is_all else understood,
                "promises.0.what": "" if is_all else entry.promised,
                "promises.0.by": "" if is_all else by,
                "question": _question(promise),
            },
        )
    ]
    if entry.how == "meeting":
        found.append(_link(SUM_UP, {"meeting_date": plain_date(entry.day), "people": entry.who}))
    return found


def _question(promise: Promise | None) -> str:
    """The letter's request about a promise that is overdue or undated."""
    if promise is None or promise.standing == DUE:
        return ""
    if promise.entry.by is None:
        return "By which day will this be done?"
    return f"The day was {plain_date(promise.entry.by)}. Has it been done? If not, by which day will it be?"


def _missed(entry: Entry) -> tuple[str, str]:
    """The letter about a missed time limit. The parent chooses there which limit, if any, applies."""
    title, path = _link(FOLLOW_UP, {"waiting_for": entry.promised or entry.asked})
    return f"{title} (only where a law sets one)", path


def _link(letter_id: str, answers: Mapping[str, str]) -> tuple[str, str]:
    form = letters()[letter_id]
    handed = render.handed({name: words for name, words in answers.items() if words})
    return f"Write the letter: {form.title}", f"{form.page}#{handed}"


def _kept(entry: Entry, as_of: date, changed: str) -> dict[str, str]:
    """A note in stored form, its dates unambiguous in later years."""
    now = as_of if changed == entry.id and entry.entered != as_of else entry.changed
    return {
        "id": entry.id,
        "day": plain_date(entry.day),
        "who": entry.who,
        "how": entry.how,
        "said": entry.said,
        "asked": entry.asked,
        "promised": entry.promised,
        "by": plain_date(entry.by) if entry.by else "",
        "answered": plain_date(entry.answered) if entry.answered else "",
        "source": entry.source,
        "entered": plain_date(entry.entered),
        "changed": plain_date(now) if now else "",
    }


def _table(entries: Sequence[Entry]) -> str:
    labels = {choice.value: choice.label for choice in HOWS}
    rows = [
        [
            entry.day.isoformat(),
            labels[entry.how],
            entry.who,
            entry.said,
            entry.asked,
            entry.promised,
            entry.by.isoformat() if entry.by else "",
            entry.answered.isoformat() if entry.answered else "",
            SOURCES[source(entry)],
            entry.entered.isoformat(),
        ]
        for entry in entries
    ]
    return csv([list(COLUMNS), *rows])
