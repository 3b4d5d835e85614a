"""The service log: what the IEP says and what came of each session go in; what was owed, given and missed comes out.

Services and sessions come as a page keeps them and as the command line reads them: lists of objects. Of a number of minutes
that was missed it says that it is a count, never an amount that somebody owes: the law has no formula for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.counting.days import Closure
from calculators.counting.school_year import out_of_school
from calculators.counting.service_minutes import (
    MADE_UP,
    PARTS,
    SHORT,
    STATUSES,
    Service,
    Session,
    Tally,
    missed_by_source,
    replaced,
    tallies,
)
from calculators.inputs import MOST, Choice, Input, Kind, WrongInput, read, today
from calculators.reading.printed_calendars import PrintedList, read_given
from calculators.reading.written_dates import LAST, read_date
from calculators.tools import school_calendar
from calculators.words import listed, plain_date

#: More sessions in one of its periods, or services and sessions in a log, are a slip.
MOST_TIMES, MOST_SERVICES, MOST_SESSIONS = 400, 60, 20_000
EVERY = {"day": "school day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
#: Where an entry comes from, the surest first.
SOURCES = {
    "paper": "in the school's paper",
    "noted": "seen or noted the same day",
    "remembered": "remembered later",
}
IN_WORDS = {
    "given": "given",
    "made_up": "made up",
    "excused": "excused",
    "missed": "missed",
    "unknown": "not known",
}
#: Said with every count: the law has no formula.
NOT_AN_AMOUNT = (
    "This counts what was missed. It is not an amount that is owed to you: make-up services are not minute for minute. "
    "What counts is what your child needs to catch up."
)
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
_OF_A_SESSION = ("service", "day", "status", "minutes", "makes_up", "source", "note")
_OF_A_LOG = ("as_of", "closed", "services", "sessions", *(question.id for question in school_calendar.YEAR))


@dataclass(frozen=True)
class Log:
    """A service log as it is counted."""

    as_of: date
    services: tuple[Service, ...]
    sessions: tuple[Session, ...]
    closures: tuple[Closure, ...]


def count(given: Mapping[str, Any]) -> dict[str, Any]:
    """The log as plain data, in minutes: the command line's contract. Raises WrongInput with a sentence for each field."""
    log = read_log(given)
    counted = tallies(log.services, log.sessions, log.closures, log.as_of)
    return {
        "as_of": log.as_of.isoformat(),
        "services": [_data(tally, log.as_of) for tally in counted],
        "notes": notes(log, counted),
        "not_an_amount": NOT_AN_AMOUNT,
    }


def text(counted: Mapping[str, Any]) -> str:
    """What ``count`` says as plain text."""
    parts = []
    for one in counted["services"]:
        lines = [f"{one['name']}: {one['says']}", f"  Owed up to {counted['as_of']}: {one['owed']} minutes"]
        lines += [f"  {IN_WORDS[part].capitalize()}: {one[part]}" for part in PARTS]
        lines += [f"  Beyond what was owed: {one['extra']}"] if one["extra"] else []
        lines += [f"  Not due yet: {one['not_due_yet']}"] if one["not_due_yet"] else []
        lines.append(f"  {one['sentence']}")
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, *counted["notes"], NOT_AN_AMOUNT])


def says(service: Service) -> str:
    """What the IEP says of a service: ``30 minutes, 2 times a week``."""
    if service.per == "day":
        often = "each school day" if service.times == 1 else f"{service.times} times each school day"
    else:
        often = f"{'once' if service.times == 1 else f'{service.times} times'} a {EVERY[service.per]}"
    return f"{service.minutes} {'minute' if service.minutes == 1 else 'minutes'}, {often}"


def sentence(tally: Tally, as_of: date) -> str:
    """What became of a service, as one says it in a letter."""
    service = tally.service
    until = min(as_of, service.end) if service.end else as_of
    if not tally.owed:
        return f"{service.name}: nothing was due up to {plain_date(as_of)}."
    came = [f"{tally.minutes(part)} {words}" for part, words in _TOLD.items() if tally.minutes(part)]
    return (
        f"{service.name} ({says(service)}): from {plain_date(service.start)} to {plain_date(until)}, {tally.owed} minutes were "
        f"due. Of these, {listed(came)}."
    )


_TOLD = {
    "given": "were given",
    "made_up": "were made up",
    "excused": "fell out because my child was absent or school was closed",
    "missed": "were missed",
    "unknown": "I have no record of",
}


def notes(log: Log, counted: Sequence[Tally]) -> list[str]:
    """What a parent should look at: entries that do not count, and services that seem to be one."""
    said = []
    for tally in counted:
        name = tally.service.name
        said += [
            f"“{name}” stands twice, and from {plain_date(other.start)} on the later one is counted alone. If both are "
            "meant, give one of them another name."
            for other in replaced(tally.service, log.services)
        ]
        for why, words in _LEFT_OUT.items():
            days = sorted({session.day for session, reason in tally.left_out if reason == why})
            if days:
                said.append(f"“{name}”, {_days(days)}: {words}")
        if tally.unsaid:
            days = sorted({session.day for session in tally.unsaid})
            said.append(f"“{name}”, {_days(days)}: the session was short. Say how many minutes were given.")
    return said


_LEFT_OUT = {
    "before": "not counted, because the service had not begun. Check the date, or its first day.",
    "after": "not counted, because the service was over. Check the date, or its last day.",
    "replaced": "not counted here, because a later service of this name has taken its place. Log it there.",
    "over": "not counted, because there are more sessions than the IEP says. Those that were given are counted first.",
    "mends_nothing": "made up, but there is no missed session for it. Say which day it makes up.",
}
#: Days that a note names; more would hide it.
_MOST_NAMED = 4


def _days(days: Sequence[date]) -> str:
    named = [plain_date(day) for day in days[:_MOST_NAMED]]
    more = len(days) - len(named)
    return listed([*named, f"{more} more"] if more else named)


def _data(tally: Tally, as_of: date) -> dict[str, Any]:
    service = tally.service
    return {
        "id": service.id,
        "name": service.name,
        "says": says(service),
        "owed": tally.owed,
        **{part: tally.minutes(part) for part in PARTS},
        "extra": tally.extra,
        "not_due_yet": tally.not_due_yet,
        "sentence": sentence(tally, as_of),
        "missed_by_source": missed_by_source(tally),
        "missed_days": [
            {"day": slot.session.day.isoformat(), "minutes": slot.missed, "source": slot.session.source}
            for slot in tally.slots
            if slot.missed and slot.session
        ],
        "months": [
            {"month": f"{year}-{month:02}", "owed": sum(parts.values()), **parts}
            for (year, month), parts in tally.months()
        ],
    }


# Reading


def read_log(given: Mapping[str, Any]) -> Log:
    """The log from what a page or a file says. Raises WrongInput with a sentence for each field that does not fit."""
    problems: dict[str, str] = {}
    _known_only("", given, _OF_A_LOG, problems)
    as_of = _day_of(given, "as_of", "", problems) or today()
    services = _services(given.get("services"), problems)
    sessions = _sessions(given.get("sessions", []), {service.id for service in services}, problems)
    closures = _closures(given, problems)
    if problems:
        raise WrongInput(problems)
    return Log(as_of, services, sessions, closures)


def _services(given: Any, problems: dict[str, str]) -> tuple[Service, ...]:
    found: list[Service] = []
    rows = _objects(given, "services", MOST_SERVICES, problems)
    if not rows and "services" not in problems:
        problems["services"] = "Give at least one service: its name, minutes, times, per and from."
    for number, row in enumerate(rows):
        where = f"services.{number}."
        _known_only(where, row, _OF_A_SERVICE, problems)
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


def _sessions(given: Any, known: set[str], problems: dict[str, str]) -> tuple[Session, ...]:
    found = []
    days: dict[str, date] = {}
    for number, row in enumerate(_objects(given, "sessions", MOST_SESSIONS, problems)):
        wrong: dict[str, str] = {}
        _known_only("", row, _OF_A_SESSION, wrong)
        service, status, source = (str(row.get(field) or "") for field in ("service", "status", "source"))
        if service not in known:
            wrong["service"] = f"“{service}” is none of the services: {', '.join(sorted(known)) or 'there are none'}."
        if status not in STATUSES:
            wrong["status"] = f"“{status}” is not one of the answers: {', '.join(STATUSES)}."
        if source and source not in SOURCES:
            wrong["source"] = f"“{source}” is not one of the answers: {', '.join(SOURCES)}."
        day, makes_up = _session_day(row, "day", days, wrong), _session_day(row, "makes_up", days, wrong)
        if day is None and "day" not in wrong:
            wrong["day"] = "Give the day of the session, like 2026-09-08."
        minutes = _minutes(row.get("minutes"), wrong)
        if wrong:
            problems.update({f"sessions.{number}.{field}": problem for field, problem in wrong.items()})
        elif day:
            held = status in ("given", SHORT, MADE_UP)
            found.append(
                Session(
                    service, day, status, minutes if held else None, makes_up if status == MADE_UP else None, source
                )
            )
    return tuple(found)


def _session_day(row: Mapping[str, Any], field: str, days: dict[str, date], wrong: dict[str, str]) -> date | None:
    """A day of a session; each text is read once, for a log says the same days many times."""
    written = row.get(field)
    if written is None or written == "":
        return None
    if isinstance(written, str) and written in days:
        return days[written]
    try:
        if not isinstance(written, str):
            raise ValueError("This takes a date as text, like 2026-09-08.")
        days[written] = read_date(written, today(), without_year=LAST)
        return days[written]
    except ValueError as problem:
        wrong[field] = str(problem)
        return None


def _minutes(written: Any, wrong: dict[str, str]) -> int | None:
    if written is None or written == "":
        return None
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= MOST:
        return written
    if isinstance(written, str) and re.fullmatch(r"\d{1,6}", written.strip(), re.ASCII) and int(written) <= MOST:
        return int(written)
    wrong["minutes"] = f"“{written}” is not a number of minutes. Write a whole number, like 30."
    return None


def _closures(given: Mapping[str, Any], problems: dict[str, str]) -> tuple[Closure, ...]:
    """The closed days: the list, and what lies outside of the school years that were given."""
    closed = given.get("closed", "")
    written = "\n".join(closed) if isinstance(closed, list) and all(isinstance(one, str) for one in closed) else closed
    if not isinstance(written, str):
        problems["closed"] = "Give a list of closed days, each like 2026-11-23..2026-11-27."
        return ()
    try:
        reading: PrintedList = read_given(written, today())
    except ValueError as wrong:
        problems["closed"] = str(wrong)
        return ()
    try:
        years = read(school_calendar.YEAR, {one.id: given.get(one.id, "") for one in school_calendar.YEAR})
        return (*reading.closures, *out_of_school(school_calendar.calendar(years).years))
    except WrongInput as wrong:
        problems.update(wrong.problems)
        return ()


def _day_of(given: Mapping[str, Any], field: str, where: str, problems: dict[str, str]) -> date | None:
    wrong: dict[str, str] = {}
    day = _session_day({field: "" if given.get(field) == "today" else given.get(field)}, field, {}, wrong)
    problems.update({where + name: problem for name, problem in wrong.items()})
    return day


def _objects(given: Any, name: str, most: int, problems: dict[str, str]) -> list[Mapping[str, Any]]:
    if not isinstance(given or [], list) or not all(isinstance(one, dict) for one in given or []):
        problems[name] = "This takes a list of objects."
        return []
    if len(given or []) > most:
        problems[name] = f"That is {len(given):,}. Give at most {most:,}."
        return []
    return given or []


def _known_only(where: str, row: Iterable[str], known: Sequence[str], problems: dict[str, str]) -> None:
    for name in row:
        if name not in known:
            problems[where + name] = f"There is no field of this name. The fields are: {', '.join(known)}."


def _as_typed(value: Any) -> Any:
    """A number of a file as a form would send it; what is empty as empty text."""
    if isinstance(value, int | float):
        return str(value)
    return "" if value is None else value
