"""A service log as a page or a file gives it: services and sessions, lists of objects, parsed for counting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.counting.days import Closure, add_months
from calculators.counting.school_year import out_of_school
from calculators.counting.service_minutes import GIVEN, MADE_UP, SHORT, STATUSES, Service, Session
from calculators.inputs import MOST, Choice, Input, Kind, WrongInput, note_unknown, read, today
from calculators.reading.printed_calendars import read_calendar, read_given
from calculators.reading.printed_list import PrintedList, not_counted
from calculators.reading.written_dates import LAST, read_date
from calculators.rendering.log_entry import A_NUMBER_OF_MINUTES, SOURCES
from calculators.tools import school_calendar
from calculators.words import plain_date

#: More sessions per period, services or sessions in a log are a typing error.
MOST_TIMES, MOST_SERVICES, MOST_SESSIONS = 400, 60, 20_000
EVERY = {"day": "school day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
SERVICE = (
    Input("name", "Which service?", Kind.LINE, "Example: Speech therapy.", required=True, max_length=200),
    Input("minutes", "Minutes of one session", Kind.NUMBER, "Example: 30.", required=True),
    Input("times", "How many sessions?", Kind.NUMBER, "Example: 2, if the IEP says 2 times a week.", required=True),
    Input(
        "per",
        "In each",
        Kind.CHOICE,
        required=True,
        choices=tuple(Choice(per, words) for per, words in EVERY.items()),
    ),
    Input("from", "First day in the IEP", Kind.DATE, "With the year, like 8/3/2026.", required=True),
    Input(
        "to",
        "Last day in the IEP",
        Kind.DATE,
        "Leave it empty if you do not know it. If the service was changed before, give the last day of the old one.",
        not_before="from",
    ),
    Input("where", "Where?", Kind.LINE, "Example: Resource room.", max_length=200),
    Input("who", "Who gives it?", Kind.LINE, "Example: Ms. Lee, speech therapist.", max_length=200),
)
_OF_A_SERVICE = ("id", *(question.id for question in SERVICE))
_OF_A_SESSION = ("id", "service", "day", "status", "minutes", "makes_up", "source", "note")
#: The fields of a session that a page sends as a list, because thousands of them parse in half the time.
AS_SENT = _OF_A_SESSION[:7]
_NAMES = set(_OF_A_SESSION)
OF_A_LOG = ("as_of", "closed", "services", "sessions", *(question.id for question in school_calendar.YEAR))


@dataclass(frozen=True)
class Log:
    """A service log ready for counting."""

    as_of: date
    services: tuple[Service, ...]
    sessions: tuple[Session, ...]
    closures: tuple[Closure, ...]
    #: Parts of the list of closed days that are not counted, and why.
    doubts: tuple[str, ...] = ()


def read_log(given: Mapping[str, Any]) -> Log:
    """Parse a log. Raises WrongInput with a sentence for each invalid field."""
    problems: dict[str, str] = {}
    note_unknown("", given, OF_A_LOG, problems)
    as_of = _as_of(given, problems)
    services = _services(given.get("services"), problems)
    if problems:
        raise WrongInput(problems)  # an error in a service also affects its sessions
    sessions, stray = _sessions(given.get("sessions", []), {service.id for service in services}, problems)
    closures, doubts = _closures(given, problems)
    if problems:
        raise WrongInput(problems)
    return Log(as_of, services, sessions, closures, (*doubts, *stray))


def of_its_services(services: Any, sessions: Any) -> Any:
    """The stored sessions of a log that belong to its services.

    The page of the log names the others.
    """
    if not isinstance(services, list) or not isinstance(sessions, list):
        return sessions
    known = [service.get("id") for service in services if isinstance(service, dict)]
    return [one for one in sessions if not isinstance(one, dict) or one.get("service") in known]


def _services(given: Any, problems: dict[str, str]) -> tuple[Service, ...]:
    found: list[Service] = []
    rows = _listed(given, "services", MOST_SERVICES, {dict}, problems)
    if not rows and "services" not in problems:
        problems["services"] = "Give at least one service: its name, minutes, times, per and from."
    for number, row in enumerate(rows):
        where = f"services.{number}."
        note_unknown(where, row, _OF_A_SERVICE, problems)
        asked = {key: _as_typed(value) for key, value in row.items() if key in _OF_A_SERVICE and key != "id"}
        asked.setdefault("name", _as_typed(row.get("id", "")))
        try:
            values = read(SERVICE, asked)
        except WrongInput as wrong:
            problems.update({where + field: problem for field, problem in wrong.problems.items()})
            continue
        service_id = str(row.get("id") or values["name"])
        if any(one.id == service_id for one in found):
            problems[f"{where}id"] = f"“{service_id}” stands twice. Give each service an id of its own."
        minutes, times = int(values["minutes"]), int(values["times"])
        if not 0 < minutes <= MOST:
            problems[f"{where}minutes"] = "A session has at least one minute. Give its minutes, like 30."
        if not 0 < times <= MOST_TIMES:
            problems[f"{where}times"] = f"Give how many sessions there are, from 1 to {MOST_TIMES}."
        found.append(
            Service(service_id, values["name"], minutes, times, values["per"], values["from"], values.get("to"))
        )
    return tuple(found)


_OF_NO_SERVICE = (
    "{}: left out, because the service of that entry is not in this log. If the entry is about another child, choose that child "
    "and log it there. It goes away here with the next entry."
)
#: Cache of the last parsed rows and their sessions, by day: few rows change between two taps. A session depends only on its
#: row's text and on today, so an equal row gives the same session in anybody's log. It holds one log at a time.
_READ: dict[date, tuple[list[Any], list[Session | None]]] = {}


def _sessions(given: Any, known: set[str], problems: dict[str, str]) -> tuple[tuple[Session, ...], tuple[str, ...]]:
    """The sessions, and what is left out of them.

    In a file that somebody wrote, a service that does not exist is an error. A row that a page stored, which it sends as a
    list, is left out and reported: nobody could mend it there, and all other sessions would not be counted.
    """
    rows = _listed(given, "sessions", MOST_SESSIONS, {dict, list}, problems)
    reader, (before, read) = _Rows(), _READ.get(today(), ([], []))
    sessions = [had if row == old else reader.read(row) for row, old, had in zip(rows, before, read, strict=False)]
    sessions += map(reader.read, rows[len(sessions) :])
    _READ.clear()
    if reader.are_text:
        _READ[today()] = rows, sessions
    found = tuple([session for session in sessions if session and session.service in known])
    stray = set()
    if len(found) < len(rows):
        for number, session in enumerate(sessions):
            if session and session.service not in known and type(rows[number]) is list:
                stray.add(session.day)
            elif not session or session.service not in known:
                wrong = _wrong(rows[number], known, reader.read_days)
                problems.update({f"sessions.{number}.{name}": why for name, why in wrong.items()})
    return found, tuple([_OF_NO_SERVICE.format(plain_date(date.fromordinal(day))) for day in sorted(stray)])


class _Rows:
    """Parses sessions. Thousands of rows share the same fields and few distinct dates."""

    def __init__(self) -> None:
        self.read_days = _Days()
        self.days = self.read_days.known
        self.became: dict[Any, tuple[str, int | None, int, str]] = {}
        #: False after a row that is not all text, as a page sends it: others can be equal but different, like 1 and True.
        self.are_text = True

    def read(self, row: Any) -> Session | None:
        """A row's session; None if any field is invalid."""
        if type(row) is not list:
            if not _NAMES.issuperset(row):
                return None
            row = [row.get(name, "") for name in AS_SENT]
        try:
            its_id, service, written, status, minutes, makes_up, source = row
            day = self.days.get(written)
            if day is None:
                day = self.read_days.read(written)
            asked = status, minutes, type(minutes), makes_up, source
            what = self.became.get(asked)
            if what is None:
                what = self.became[asked] = _became(status, minutes, makes_up, source, self.read_days)
                self.are_text = self.are_text and all(type(one) is str for one in (minutes, makes_up, source))
        except (TypeError, ValueError):  # a list cannot be looked up either, and a row may have too few fields
            self.are_text = False
            return None
        if not day:
            return None
        if type(its_id) is not str or type(service) is not str:
            its_id, service, self.are_text = str(its_id or ""), str(service), False
        status, held, made_up, source = what
        return Session(service, day, status, held, made_up, source, its_id)


def _became(
    status: Any, minutes: Any, makes_up: Any, source: Any, read_days: _Days
) -> tuple[str, int | None, int, str]:
    """A session's status, minutes, day made up for, and source. Raises ValueError if one is invalid."""
    if status not in STATUSES or (source and source not in SOURCES):
        raise ValueError(status)
    held = _minutes(minutes)
    return status, held if status in (GIVEN, SHORT, MADE_UP) else None, read_days.read(makes_up), source or ""


def _wrong(row: Any, known: set[str], read_days: _Days) -> dict[str, str]:
    """A session's errors by field."""
    wrong: dict[str, str] = {}
    if type(row) is list:
        if len(row) != len(AS_SENT):
            return {"id": f"A session without names has these fields: {', '.join(AS_SENT)}."}
        row = dict(zip(AS_SENT, row, strict=True))
    note_unknown("", row, _OF_A_SESSION, wrong)
    for field in ("id", "day", "makes_up", "source"):
        if type(row.get(field)) in (list, dict):
            wrong[field] = "This takes text or a number, not a list or an object."
    if wrong:
        return wrong
    service, status, source = (str(row.get(field) or "") for field in ("service", "status", "source"))
    if service not in known:
        wrong["service"] = f"“{service}” is none of the services: {', '.join(sorted(known)) or 'there are none'}."
    if status not in STATUSES:
        wrong["status"] = f"“{status}” is not one of the answers: {', '.join(STATUSES)}."
    if source and source not in SOURCES:
        wrong["source"] = f"“{source}” is not one of the answers: {', '.join(SOURCES)}."
    if not row.get("day"):
        wrong["day"] = "Give the day of the session, like 2026-09-08."
    for field, reader in (("day", read_days.read), ("makes_up", read_days.read), ("minutes", _minutes)):
        try:
            reader(row.get(field))
        except ValueError as problem:
            wrong[field] = str(problem)
    return wrong


#: Day numbers as written in 2026-09-08.
_DAYS = tuple([f"{day:02}" for day in range(1, 32)])


class _Days:
    """Parses days as ordinals. A log has thousands, nearly all in a page's own format: 2026-09-08."""

    def __init__(self) -> None:
        #: The days read so far, by their text, with all days of their months.
        self.known: dict[Any, int] = {}

    def read(self, written: Any) -> int:
        """The ordinal of a day; 0 for none. Raises ValueError with what to do."""
        if not written:
            return 0
        if not isinstance(written, str):
            raise ValueError("This takes a date as text, like 2026-09-08.")
        if written not in self.known:
            day = read_date(written, today(), without_year=LAST)
            self.known[written] = day.toordinal()
            if day.isoformat() == written:
                first = day.replace(day=1)
                length, number = (add_months(first, 1) - first).days, first.toordinal()
                for place in range(length):
                    self.known[written[:8] + _DAYS[place]] = number + place
        return self.known[written]


def _minutes(written: Any) -> int | None:
    """A number of minutes; None for none. Raises ValueError with what to do."""
    if written is None or written == "":
        return None
    if type(written) is int and 0 <= written <= MOST:
        return written
    if isinstance(written, str) and re.fullmatch(r"\d{1,6}", written.strip(), re.ASCII) and int(written) <= MOST:
        return int(written)
    raise ValueError(f"“{written}” is not a number of minutes. {A_NUMBER_OF_MINUTES}")


def _closures(given: Mapping[str, Any], problems: dict[str, str]) -> tuple[tuple[Closure, ...], tuple[str, ...]]:
    """Closures from the list and outside the school years; and what of the list is not counted."""
    closed = given.get("closed", "")
    written = "\n".join(closed) if isinstance(closed, list) and all(isinstance(one, str) for one in closed) else closed
    if not isinstance(written, str):
        problems["closed"] = "Give a list of closed days, each like 2026-11-23..2026-11-27."
        return (), ()
    try:
        reading = _list_read(written, read_given if isinstance(closed, list) else read_calendar)
    except ValueError as wrong:
        problems["closed"] = str(wrong)
        return (), ()
    try:
        years = read(school_calendar.YEAR, {one.id: given.get(one.id, "") for one in school_calendar.YEAR})
        return (*reading.closures, *out_of_school(school_calendar.calendar(years).years)), not_counted(reading)
    except WrongInput as wrong:
        problems.update(wrong.problems)
        return (), ()


#: Cache of the list read last, by its words: brothers and sisters often have the same one, and a tap never changes it.
_LISTS: dict[tuple[str, Any, date], PrintedList] = {}


def _list_read(written: str, reader: Callable[[str, date], PrintedList]) -> PrintedList:
    """A list of closed days as ``reader`` reads it today. Raises ValueError with what to do."""
    key = (written, reader, today())
    if key not in _LISTS:
        reading = reader(written, today())
        _LISTS.clear()
        _LISTS[key] = reading
    return _LISTS[key]


def _as_of(given: Mapping[str, Any], problems: dict[str, str]) -> date:
    written = given.get("as_of")
    try:
        return today() if written == "today" else date.fromordinal(_Days().read(written) or today().toordinal())
    except ValueError as wrong:
        problems["as_of"] = str(wrong)
        return today()


def _listed(given: Any, name: str, most: int, kinds: set[type], problems: dict[str, str]) -> list[Any]:
    if not isinstance(given or [], list) or not kinds.issuperset(map(type, given or [])):
        problems[name] = "This takes a list of objects."
        return []
    if len(given or []) > most:
        problems[name] = f"That is {len(given):,}. Give at most {most:,}."
        return []
    return given or []


def _as_typed(value: Any) -> Any:
    """A JSON number as a form would send it; empty values as empty text."""
    if type(value) in (int, float, bool):
        return str(value)
    return "" if value is None else value
