"""The service log: the IEP's services and sessions go in.

Minutes owed, given and missed come out.
Services and sessions are lists of objects, as a page stores them and the command line reads them. Missed minutes are
reported as a count, never as an amount owed: the law has no formula for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from calculators.counting.days import Closure, add_months
from calculators.counting.school_year import out_of_school
from calculators.counting.service_minutes import (
    GIVEN,
    MADE_UP,
    PARTS,
    SHORT,
    STATUSES,
    Service,
    Session,
    Tally,
    replaced,
    running,
    tallies,
    versions,
)
from calculators.inputs import MOST, Choice, Input, Kind, WrongInput, note_unknown, read, today
from calculators.law import Law
from calculators.letter_forms import letters
from calculators.reading.printed_calendars import read_calendar, read_given
from calculators.reading.printed_list import PrintedList, not_counted
from calculators.reading.written_dates import LAST, read_date
from calculators.rendering.log_entry import SOURCES, Page, services_list, take_along, today_panel, week_panel
from calculators.rendering.log_entry import STATUSES as STATUS_WORDS
from calculators.rendering.service_chart import IN_WORDS, chart, legend, table
from calculators.rendering.spreadsheet import csv
from calculators.result import File, Piece, Result
from calculators.tools import school_calendar
from calculators.words import MONTHS, listed, plain_date

BUTTON = "Keep this service"
#: More sessions per period, services or sessions in a log are a typing error.
MOST_TIMES, MOST_SERVICES, MOST_SESSIONS = 400, 60, 20_000
EVERY = {"day": "school day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
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
_OF_A_SESSION = ("id", "service", "day", "status", "minutes", "makes_up", "source", "note")
#: The fields of a session that a page sends as a list, because thousands of them parse in half the time.
AS_SENT = _OF_A_SESSION[:7]
_NAMES = set(_OF_A_SESSION)
_OF_A_LOG = ("as_of", "closed", "services", "sessions", *(question.id for question in school_calendar.YEAR))


@dataclass(frozen=True)
class Log:
    """A service log ready for counting."""

    as_of: date
    services: tuple[Service, ...]
    sessions: tuple[Session, ...]
    closures: tuple[Closure, ...]
    #: Parts of the list of closed days that are not counted, and why.
    doubts: tuple[str, ...] = ()


def count(given: Mapping[str, Any]) -> dict[str, Any]:
    """The log as plain data, in minutes: the JSON format. Raises WrongInput by field."""
    log = read_log(given)
    counted = tallies(log.services, log.sessions, log.closures, log.as_of)
    return {
        "as_of": log.as_of.isoformat(),
        "services": [_data(tally, log.as_of) for tally in counted],
        "notes": [*log.doubts, *notes(log, counted)],
        "not_an_amount": NOT_AN_AMOUNT,
    }


def text(counted: Mapping[str, Any]) -> str:
    """The output of ``count`` as text."""
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
    """The IEP's terms for a service: ``30 minutes, 2 times a week``."""
    if service.per == "day":
        often = "each school day" if service.times == 1 else f"{service.times} times each school day"
    else:
        often = f"{'once' if service.times == 1 else f'{service.times} times'} a {EVERY[service.per]}"
    return f"{service.minutes} {'minute' if service.minutes == 1 else 'minutes'}, {often}"


def sentence(tally: Tally, as_of: date) -> str:
    """A service's outcome, as a sentence in a letter."""
    service = tally.service
    if not tally.owed:
        return f"{service.name}: nothing was due up to {plain_date(as_of)}."
    came = [f"{tally.minutes(part)} {words}" for part, words in _TOLD.items() if tally.minutes(part)]
    unknown = tally.minutes("unknown")
    said = [
        f"{service.name} ({says(service)}): {_when(tally)}, {tally.owed} minutes were due.",
        f"Of these, {listed(came)}." if came else "",
        f"I have no record of {f'the other {unknown}' if came else 'any of them'}." if unknown else "",
    ]
    return " ".join(part for part in said if part)


def _when(tally: Tally) -> str:
    """The days on which the service was in force: ``from March 2, 2026 to May 1, 2026``, without those of a later version."""
    return listed([f"from {_plain(first)} to {_plain(last)}" for first, last in tally.in_force])


_TOLD = {
    "given": "were given",
    "made_up": "were made up",
    "excused": "fell out because my child was absent or school was closed",
    "missed": "were missed",
}


def notes(log: Log, counted: Sequence[Tally]) -> list[str]:
    """Points to check: entries that do not count, and services that look like duplicates."""
    said = []
    for tally in counted:
        name = tally.service.name
        said += [
            f"“{name}” stands twice, and from {plain_date(other.start)} {_to_its_end(other, tally.service)} the later one is "
            "counted alone. If both are meant, give one of them another name."
            for other in replaced(tally.service, log.services)
        ]
        for why, words in _LEFT_OUT.items():
            days = sorted({session.day for session, reason in tally.left_out if reason == why})
            if days:
                said.append(f"“{name}”, {_days(days)}: {words}")
        unsaid = sorted({session.day for session in tally.unsaid if session.minutes is None})
        whole = sorted({session.day for session in tally.unsaid if session.minutes is not None})
        if unsaid:
            said.append(f"“{name}”, {_days(unsaid)}: the session was short. Say how many minutes were given.")
        if whole:
            said.append(
                f"“{name}”, {_days(whole)}: logged as too short, but its minutes are those of a whole session "
                f"({tally.service.minutes}) or more. Check the minutes."
            )
    if not log.closures and any(map(_has_breaks, counted)):
        said.append(NO_BREAKS)
    last = log.as_of.toordinal()
    to_come = sorted({session.day for session in log.sessions if session.day > last})
    if to_come:
        said.append(f"{_days(to_come)}: not counted, because that is after {plain_date(log.as_of)}. Check the date.")
    return said


def _has_breaks(tally: Tally) -> bool:
    """True if the count is so long that a school has days off in it, or is in summer."""
    return any(
        last - first >= _WITHOUT_BREAKS or {date.fromordinal(first).month, date.fromordinal(last).month} & {7, 8}
        for first, last in tally.in_force
    )


def _to_its_end(later: Service, earlier: Service) -> str:
    """``on``; or the last day of the later service, after which the earlier one counts again."""
    goes_on = later.end and (earlier.end is None or later.end < earlier.end)
    return f"to {plain_date(later.end)}" if later.end and goes_on else "on"


_LEFT_OUT = {
    "before": "not counted, because the service had not begun. Check the date, or its first day.",
    "after": "not counted, because the service was over. Check the date, or its last day.",
    "replaced": "not counted here, because a later service of this name has taken its place. Log it there.",
    "over": "not counted, because there are more sessions than the IEP says. Those that were given are counted first.",
    "closed": "given at a time when school was closed, so nothing was due. Counted as beyond what was owed.",
    "mends_nothing": "made up, but there is no missed session for it. Say which day it makes up.",
}
#: Said while no closed day is known.
NO_BREAKS = (
    "No closed days are known here, so breaks and summer are counted as weeks of school. Add them in My case, under “Days "
    "when school is closed”, before you use these numbers."
)
#: Days after which a count without any closed day is doubtful.
_WITHOUT_BREAKS = 42
#: Maximum days that a note lists; more would bury them.
_MOST_NAMED = 4


def _days(days: Sequence[int]) -> str:
    named = [_plain(day) for day in days[:_MOST_NAMED]]
    more = len(days) - len(named)
    return listed([*named, f"{more} more"] if more else named)


def _plain(day: int) -> str:
    return plain_date(date.fromordinal(day))


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
        "missed_by_source": tally.missed_by_source,
        "missed_days": [
            {
                "day": date.fromordinal(slot.session.day).isoformat(),
                "minutes": slot.missed,
                "source": slot.session.source,
            }
            for slot in tally.missed
            if slot.session
        ],
        "months": [
            {"month": f"{year}-{month:02}", "owed": sum(parts.values()), **parts}
            for (year, month), parts in tally.months
        ],
    }


# The page


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks about a service."""
    del law, given
    return SERVICE


def answer(law: Law, given: Mapping[str, Any]) -> Result:
    """The page of a log: entry forms, then each service's outcome. Raises WrongInput by field.

    Besides the log ``given`` has the ``week`` shown (any day in it), the service and day for which ``more`` rows are requested,
    and ``want``: "csv" for only the files.
    """
    del law
    log = read_log({key: value for key, value in given.items() if key in _OF_A_LOG})
    counted = tallies(log.services, log.sessions, log.closures, log.as_of)
    page = _page(log, counted, given)
    into = _rows_for_letters(counted, log)
    return Result(
        headline="What was owed, and what was given",
        intro=f"In minutes, up to {plain_date(log.as_of)}. {NOT_AN_AMOUNT}",
        lead=(Piece(today_panel(page)), Piece(week_panel(page))),
        warnings=(*log.doubts, *notes(log, counted)),
        pieces=(
            *(
                _part(tally, title(tally.service, log.services), number, log.as_of)
                for number, tally in enumerate(counted)
            ),
            Piece(take_along([(letter_id, letters()[letter_id].title) for letter_id in into])),
            Piece(services_list([(service, says(service)) for service in log.services])),
        ),
        files=(_entries_file(log), _months_file(counted, log)) if given.get("want") == "csv" else (),
        data={
            "services": [_kept(*pair) for pair in zip(given["services"], log.services, strict=True)],
            "into": into,
        },
    )


def _page(log: Log, counted: Sequence[Tally], given: Mapping[str, Any]) -> Page:
    week = read_date(given["week"]) if given.get("week") else log.as_of
    monday = min(week, log.as_of) - timedelta(days=min(week, log.as_of).weekday())
    seen = [monday + timedelta(days=offset) for offset in range(-7, 7)]
    tapped = log.as_of - timedelta(days=max(0, log.as_of.weekday() - 4))
    shown = {day.toordinal() for day in (*seen, tapped)}
    entries: dict[tuple[str, date], list[Session]] = {}
    for session in log.sessions:
        if session.day in shown:
            entries.setdefault((session.service, date.fromordinal(session.day)), []).append(session)
    why_not = _why_not({*seen, tapped}, log)
    to_make_up = {tally.service.id: tally.missed_days for tally in counted}
    same = _same_as_before(log, entries, why_not, monday)
    earliest = min([log.as_of, *(service.start for service in log.services)])
    return Page(
        log.as_of,
        tapped,
        monday,
        earliest,
        log.services,
        entries,
        why_not,
        to_make_up,
        same,
        str(given.get("more") or ""),
    )


def _why_not(days: set[date], log: Log) -> dict[tuple[str, date], str]:
    """For each service, the days that cannot be logged, and why."""
    closed = {day for day in days if any(closure.start <= day <= closure.end for closure in log.closures)}
    found = {}
    for service in log.services:
        off = days - running(service, log.services, days)
        for day in days:
            why = "not running" if day in off else "closed" if day in closed else "weekend" if day.weekday() > 4 else ""
            if why:
                found[service.id, day] = why
    return found


def _same_as_before(
    log: Log,
    entries: Mapping[tuple[str, date], Sequence[Session]],
    why_not: Mapping[tuple[str, date], str],
    monday: date,
) -> list[dict[str, Any]]:
    """Last week's entries, for weekdays of this week without an entry."""
    found = []
    for (service, day), sessions in entries.items():
        same = day + timedelta(days=7)
        if not monday <= same <= log.as_of or same > monday + timedelta(days=6):
            continue
        if (service, same) in entries or why_not.get((service, same)):
            continue
        source = "noted" if same == log.as_of else "remembered"
        found += [
            {
                "service": service,
                "day": same.isoformat(),
                "status": one.status,
                "minutes": one.minutes,
                "source": source,
            }
            for one in sessions
            if one.status in ("given", "short", "missed", "absent")
        ]
    return found


def title(service: Service, services: Iterable[Service]) -> str:
    """The service's name, with its first day if another has the same name."""
    return f"{service.name} (from {plain_date(service.start)})" if versions(service, services) else service.name


def _part(tally: Tally, name: str, number: int, as_of: date) -> Piece:
    months = tally.months
    said = sentence(tally, as_of)
    totals = {part: tally.minutes(part) for part in PARTS}
    more = [f"{tally.extra} minutes were given beyond what was owed."] if tally.extra else []
    more += [f"{tally.not_due_yet} minutes are not due yet."] if tally.not_due_yet else []
    more += _sources(tally)
    told = "".join(f'<p class="pt-help">{escape(one)}</p>' for one in more)
    html = (
        f'<section class="pt-log-count"><h4>{escape(name)}</h4>'
        f'<p class="pt-log-sentence">{escape(said)}</p>'
        f'<button type="button" data-log="words" aria-label="Copy this sentence: {escape(name)}">Copy this sentence</button>'
        f"{chart(name, months, number)}{legend(number) if months else ''}{table(name, months, totals)}{told}</section>"
    )
    return Piece(html, "\n".join([said, *more]))


def _sources(tally: Tally) -> list[str]:
    """How the missed minutes are known."""
    minutes = tally.missed_by_source
    known = [f"{minutes[source]} {words.lower()}" for source, words in SOURCES.items() if minutes.get(source)]
    return [f"How the missed minutes are known: {listed(known)}."] if known else []


def _rows_for_letters(counted: Sequence[Tally], log: Log) -> dict[str, Any]:
    """For each letter that can include the log: its page and rows; empty if nothing was missed."""
    missed = [tally for tally in counted if tally.minutes("missed")]
    if not missed:
        return {}
    return {
        letter_id: {
            "title": letters()[letter_id].title,
            "page": letters()[letter_id].page,
            "group": group,
            "key": key,
            "rows": [_row(tally, log, make(tally, title(tally.service, log.services), log.as_of)) for tally in missed],
        }
        for letter_id, (group, key, make) in _INTO.items()
    }


def _row(tally: Tally, log: Log, fields: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a row, and how the draft's earlier row of the service is known: its name, or how its sentence starts.

    The first service of a name may stand there without its day, from before there was a second.
    """
    service = tally.service
    is_first = all(service.start <= other.start for other in versions(service, log.services))
    return {
        "is": [title(service, log.services), *([service.name] if is_first else [])],
        "starts": f"{service.name} ({says(service)}): from {plain_date(service.start)} ",
        "fields": fields,
    }


def _of_missed(tally: Tally, name: str) -> dict[str, str]:
    days = tally.missed_days
    return {"service": name, "since": _plain(days[0]), "until": _plain(days[-1])}


def _not_delivered(tally: Tally, name: str, as_of: date) -> dict[str, str]:
    """The days with missed minutes, and the minutes of these days alone.

    Of the rest of their period only a part may be logged, so no number is given for it.
    """
    del as_of
    owed = tally.service.minutes * len(tally.missed)
    return {
        **_of_missed(tally, name),
        "says": says(tally.service),
        "days": _by_month(tally.missed_days),
        "owed": str(owed),
        "given": str(owed - tally.minutes("missed")),
    }


def _by_month(days: Sequence[int]) -> str:
    """``September 8 and 10, 2026; October 1, 2026``."""
    months: dict[tuple[int, str], list[str]] = {}
    for day in map(date.fromordinal, days[:_MOST_IN_A_LETTER]):
        months.setdefault((day.year, MONTHS[day.month - 1]), []).append(str(day.day))
    named = [f"{month} {listed(those)}, {year}" for (year, month), those in months.items()]
    more = len(days) - _MOST_IN_A_LETTER
    return "; ".join([*named, f"and {more} more"] if more > 0 else named)


def _to_make_up(tally: Tally, name: str, as_of: date) -> dict[str, str]:
    del as_of
    sessions = len(tally.missed)
    words = "1 session" if sessions == 1 else f"{sessions} sessions"
    return {**_of_missed(tally, name), "missed": f"{tally.minutes('missed')} minutes, in {words}"}


def _fact(tally: Tally, name: str, as_of: date) -> dict[str, str]:
    """A fact for the state complaint. The parent decides whether it is continuing."""
    days = _of_missed(tally, name)
    shows = " ".join(["My log of sessions.", *_sources(tally)])
    return {
        "day": days["since"],
        "ended_on": days["until"],
        "what": sentence(tally, as_of),
        "rule": "iep_services",
        "shows": shows,
    }


#: Maximum days that a letter lists.
_MOST_IN_A_LETTER = 60
#: Letters that can include the log: their rows, the field that identifies one, and a function that makes its fields.
_INTO = {
    "services_not_delivered": ("services", "service", _not_delivered),
    "compensatory_education_request": ("services", "service", _to_make_up),
    "state_complaint": ("facts", "what", _fact),
}


def _kept(typed: Mapping[str, Any], service: Service) -> dict[str, Any]:
    """A service in stored form: as typed, its dates unambiguous in later years."""
    return {
        **typed,
        "id": service.id,
        "from": plain_date(service.start),
        "to": plain_date(service.end) if service.end else "",
    }


def _entries_file(log: Log) -> File:
    names = {service.id: title(service, log.services) for service in log.services}
    rows = [["Date", "Service", "What happened", "Minutes given", "Makes up", "How it is known"]]
    rows += [
        [
            date.fromordinal(one.day).isoformat(),
            names[one.service],
            STATUS_WORDS[one.status],
            "" if one.minutes is None else str(one.minutes),
            date.fromordinal(one.makes_up).isoformat() if one.makes_up else "",
            SOURCES.get(one.source, ""),
        ]
        for one in sorted(log.sessions, key=lambda one: one.day)
    ]
    return File("service-log.csv", "text/csv", csv(rows))


def _months_file(counted: Sequence[Tally], log: Log) -> File:
    rows = [["Service", "Month", "Minutes owed", *(words.capitalize() for words in IN_WORDS.values())]]
    rows += [
        [
            title(tally.service, log.services),
            f"{year}-{month:02}",
            str(sum(parts.values())),
            *(str(parts[part]) for part in PARTS),
        ]
        for tally in counted
        for (year, month), parts in tally.months
    ]
    return File("service-minutes-by-month.csv", "text/csv", csv(rows))


# Parsing


def read_log(given: Mapping[str, Any]) -> Log:
    """Parse a log. Raises WrongInput with a sentence for each invalid field."""
    problems: dict[str, str] = {}
    note_unknown("", given, _OF_A_LOG, problems)
    as_of = _as_of(given, problems)
    services = _services(given.get("services"), problems)
    if problems:
        raise WrongInput(problems)  # an error in a service also affects its sessions
    sessions = _sessions(given.get("sessions", []), {service.id for service in services}, problems)
    closures, doubts = _closures(given, problems)
    if problems:
        raise WrongInput(problems)
    return Log(as_of, services, sessions, closures, doubts)


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


#: Cache of the last parsed rows and their sessions, by day: few rows change between two taps. A session depends only on its
#: row's text and on today, so an equal row gives the same session in anybody's log. It holds one log at a time.
_READ: dict[date, tuple[list[Any], list[Session | None]]] = {}


def _sessions(given: Any, known: set[str], problems: dict[str, str]) -> tuple[Session, ...]:
    rows = _listed(given, "sessions", MOST_SESSIONS, {dict, list}, problems)
    reader, (before, read) = _Rows(), _READ.get(today(), ([], []))
    sessions = [had if row == old else reader.read(row) for row, old, had in zip(rows, before, read, strict=False)]
    sessions += map(reader.read, rows[len(sessions) :])
    _READ.clear()
    if reader.are_text:
        _READ[today()] = rows, sessions
    found = tuple([session for session in sessions if session and session.service in known])
    if len(found) < len(rows):
        for number, session in enumerate(sessions):
            if not session or session.service not in known:
                wrong = _wrong(rows[number], known, reader.read_days)
                problems.update({f"sessions.{number}.{name}": why for name, why in wrong.items()})
    return found


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
    raise ValueError(f"“{written}” is not a number of minutes. Write a whole number, like 30.")


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
