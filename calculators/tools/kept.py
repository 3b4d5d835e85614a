"""Parse the stored records of a child's case: each entry with its date and source.

Unreadable entries are reported, never dropped silently, and do not affect others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.counting.counted import Calendar
from calculators.inputs import WrongInput, read, today
from calculators.law import Law
from calculators.letter_forms import letters
from calculators.reading.written_dates import LAST, read_date, read_dates
from calculators.tools import days_out, notes, people, school_calendar

#: The lists of a document, and what else it may say of a case.
LISTS = ("sent", "services", "sessions", "removals", "notes", "people")
SCHOOL = tuple(question.id for question in school_calendar.ASKED)


@dataclass(frozen=True)
class Entry:
    """A dated entry; ``key`` is stable as long as the entry is the same."""

    key: str
    day: date
    title: str
    #: The source given in a file; the page stores it separately, by key.
    source: str = ""
    pages: str = ""


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent; ``event``: what sending it is, if that starts a clock."""

    entry: Entry
    letter: str
    event: str
    received: date
    answered: date | None


@dataclass(frozen=True)
class Removal:
    """A removal as entered, and its parsed values for counting."""

    entry: Entry
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """All records of one child; ``unread``: errors, each with what to do."""

    events: tuple[Entry, ...]
    happened: tuple[tuple[str, date], ...]
    letters: tuple[SentLetter, ...]
    removals: tuple[Removal, ...]
    decided: date | None
    #: Services and sessions in the service log's format; empty without a service.
    log: Mapping[str, Any]
    school: Mapping[str, Any]
    #: The notes of conversations, in chronological order.
    notes: tuple[notes.Entry, ...]
    people: tuple[people.Person, ...]
    unread: tuple[str, ...]


def read_kept(law: Law, document: Mapping[str, Any], as_of: date) -> Kept:
    """Parse a child's records. Raises WrongInput for an invalid document."""
    _check(document)
    unread: list[str] = []
    school = _school(document, unread)
    happened = tuple(_happened(law, document.get("events", {}), unread))
    found_letters = tuple(_letters(document.get("sent", []), unread))
    out = [*document.get("removals", []), *_of_drafts(document.get("days_out", []))]
    log = {name: document.get(name, []) for name in ("services", "sessions")}
    given = {name: document[name] for name in ("closed", *(q.id for q in school_calendar.YEAR)) if document.get(name)}
    return Kept(
        events=tuple(Entry(f"{event} {day.isoformat()}", day, _title(law, event)) for event, day in happened),
        happened=tuple((event, day) for event, day in happened if event in law.events),
        letters=found_letters,
        removals=tuple(_removals(out, unread)),
        decided=_decided(document, unread),
        log={**log, **(given if school else {})} if log["services"] else {},
        school=school,
        notes=_notes(document.get("notes", []), as_of, unread),
        people=_people(document.get("people", []), unread),
        unread=tuple(unread),
    )


def calendar(kept: Kept) -> Calendar:
    """The calendar of the child's school."""
    return school_calendar.calendar(kept.school)


def _check(document: Mapping[str, Any]) -> None:
    problems = {
        name: "Give a list of objects."
        for name in (*LISTS, "days_out")
        if not isinstance(document.get(name, []), list)
        or not all(isinstance(one, dict) for one in document.get(name, []))
    }
    if not isinstance(document.get("events", {}), dict):
        problems["events"] = "Give an object: the id of each event, and its date or dates."
    if problems:
        raise WrongInput(problems)


def _school(document: Mapping[str, Any], unread: list[str]) -> Mapping[str, Any]:
    given = {name: _lines(document[name]) for name in SCHOOL if document.get(name)}
    try:
        values = read(school_calendar.ASKED, given)
        school_calendar.calendar(values)
    except WrongInput as wrong:
        unread.append(f"The days of the school are not counted with: {' '.join(wrong.problems.values())}")
        return {}
    return values


def _lines(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _happened(law: Law, events: Mapping[str, Any], unread: list[str]) -> Iterable[tuple[str, date]]:
    """Every day of every event, each line parsed separately."""
    for event, written in events.items():
        for line in str(_lines(written)).split("\n"):
            try:
                days = read_dates(line, today(), without_year=LAST) if line.strip() else ()
            except ValueError as wrong:
                unread.append(f"“{_title(law, event)}”: {wrong}")
                continue
            yield from ((event, day) for day in days)


def _title(law: Law, event: str) -> str:
    """An event's title, also of another state's; its id if no state knows it."""
    if event in law.events:
        return law.events[event].title
    return law.elsewhere.get(event, event.replace("_", " ").capitalize())


def _letters(sent: Sequence[Mapping[str, Any]], unread: list[str]) -> Iterable[SentLetter]:
    for one in sent:
        letter = str(one.get("letter", ""))
        title = str(one.get("title") or (letters()[letter].title if letter in letters() else letter))
        try:
            day = read_date(str(one.get("day", "")), today(), without_year=LAST)
            received = str(one.get("received") or one.get("arrives") or one.get("day"))
            got = read_date(received, today(), without_year=LAST)
            came = str(one.get("answered") or "")
            answered = read_date(came, today(), without_year=LAST) if came else None
        except ValueError as wrong:
            unread.append(f"“{title}”, a letter that you sent: {wrong}")
            continue
        entry = Entry(f"letter {letter} {day.isoformat()}", day, title, pages=str(one.get("pages", "")))
        yield SentLetter(entry, letter, str(one.get("event") or ""), got, answered)


def _of_drafts(drafts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The removals in drafts of the form "days out" (``removals.0.day``), without duplicates."""
    found: list[dict[str, Any]] = []
    for fields in drafts:
        rows: dict[int, dict[str, Any]] = {}
        for name, value in fields.items():
            parts = re.fullmatch(r"removals\.(\d{1,4})\.([a-z]+)", name, re.ASCII)
            if parts and str(value).strip():
                rows.setdefault(int(parts[1]), {})[parts[2]] = value
        found += [row for _, row in sorted(rows.items()) if row not in found]
    return found


def _removals(rows: Sequence[Mapping[str, Any]], unread: list[str]) -> Iterable[Removal]:
    seen: dict[str, int] = {}
    for row in rows:
        given = {name: str(value) for name, value in row.items() if name not in ("source", "pages")}
        try:
            values = read(days_out.REMOVAL, given)
        except WrongInput as wrong:
            unread.append(
                f"Days out, “{given.get('day', 'no day')}”: {' '.join(wrong.problems.values())} Put it right under Days out."
            )
            continue
        key = f"removal {values['day'].isoformat()} {values['kind']}"
        seen[key] = seen.get(key, 0) + 1
        again = f" {seen[key]}" if seen[key] > 1 else ""
        of_file = (str(row.get("source", "")), str(row.get("pages", "")))
        yield Removal(Entry(f"{key}{again}", values["day"], days_out.said(values), *of_file), values)


def _decided(document: Mapping[str, Any], unread: list[str]) -> date | None:
    """The day on which the school decided on the last removal, if known."""
    drafts = document.get("days_out", [])
    written = str(document.get("decided") or next((one["decided"] for one in drafts if one.get("decided")), ""))
    try:
        day = read_date(written, today(), without_year=LAST) if written.strip() else None
    except ValueError as wrong:
        unread.append(f"The day of the school's decision on a removal: {wrong}")
        return None
    return day


def _notes(rows: Sequence[Mapping[str, Any]], as_of: date, unread: list[str]) -> tuple[notes.Entry, ...]:
    """The notes of conversations, each parsed separately."""
    found: list[notes.Entry] = []
    for row in rows:
        try:
            found += notes.read_entries([row], as_of)
        except WrongInput as wrong:
            unread.append(f"The note of “{row.get('day', 'no day')}”: {' '.join(wrong.problems.values())}")
    return tuple(sorted(found, key=lambda one: one.day))


def _people(rows: Sequence[Mapping[str, Any]], unread: list[str]) -> tuple[people.Person, ...]:
    """The people, each parsed separately."""
    found: list[Mapping[str, Any]] = []
    for row in rows:
        try:
            people.read_people([row])
        except WrongInput as wrong:
            unread.append(f"“{row.get('name', 'no name')}”, of the people: {' '.join(wrong.problems.values())}")
        else:
            found.append(row)
    return people.read_people(found)
