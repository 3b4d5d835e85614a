"""The service log: the IEP's services and sessions go in; minutes owed, given and missed come out.

Missed minutes are reported as a count, never as an amount owed: the law has no formula for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from calculators.counting.service_minutes import PARTS, SaidOnce, Service, Session, Tally, running, tallies, versions
from calculators.inputs import Input
from calculators.law import Law
from calculators.letter_forms import letters
from calculators.reading.written_dates import read_date
from calculators.rendering.log_entry import SOURCES, Page, services_list, take_along, today_panel, week_panel
from calculators.rendering.log_entry import STATUSES as STATUS_WORDS
from calculators.rendering.service_chart import IN_WORDS, chart, legend, table
from calculators.rendering.spreadsheet import csv
from calculators.result import File, Piece, Result
from calculators.tools.log_for_letters import rows_for_letters
from calculators.tools.log_input import OF_A_LOG, SERVICE, Log, read_log
from calculators.tools.log_words import notes, says, sentence, sources_of, title
from calculators.words import plain_date

BUTTON = "Keep this service"
#: Said with every count: the law has no formula.
NOT_AN_AMOUNT = (
    "This counts what was missed. It is not an amount that is owed to you: make-up services are not minute for minute. "
    "What counts is what your child needs to catch up."
)


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
        ],
        "months": [
            {"month": f"{year}-{month:02}", "owed": sum(parts.values()), **parts}
            for (year, month), parts in tally.months
        ],
    }


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
    log = read_log({key: value for key, value in given.items() if key in OF_A_LOG})
    counted = tallies(log.services, log.sessions, log.closures, log.as_of)
    page = _page(log, counted, given)
    into = rows_for_letters(counted, log)
    return Result(
        headline="What was owed, and what was given",
        intro=f"In minutes, up to {plain_date(log.as_of)}. {NOT_AN_AMOUNT}",
        lead=(Piece(today_panel(page)), Piece(week_panel(page))),
        warnings=(*log.doubts, *notes(log, counted)),
        pieces=(
            *_parts(counted, log),
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
    missed = {tally.service.id: {*tally.missed_days, *tally.mended_unnamed} for tally in counted}
    to_make_up = {
        one.id: sorted({day for version in (one, *versions(one, log.services)) for day in missed[version.id]})
        for one in log.services
    }
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
        _made_up_besides(seen, log, why_not, to_make_up),
    )


def _made_up_besides(
    days: Sequence[date],
    log: Log,
    why_not: Mapping[tuple[str, date], str],
    to_make_up: Mapping[str, Sequence[int]],
) -> frozenset[tuple[str, date]]:
    """For each service with something to make up, the days up to today on which it does not run, but may be made up.

    After a service's last day these are days of its newest version.
    """
    found = set()
    for service in log.services:
        later = [one.start for one in versions(service, log.services) if one.start > service.start]
        for day in days:
            is_newest = service.start <= day and not any(start <= day for start in later)
            if to_make_up[service.id] and is_newest and day <= log.as_of and why_not.get((service.id, day)):
                found.add((service.id, day))
    return frozenset(found)


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


_PARTS = SaidOnce()


def _parts(counted: Sequence[Tally], log: Log) -> list[Piece]:
    """The outcome of each service."""

    def part(number: int, tally: Tally) -> Piece:
        return _part(tally, title(tally.service, log.services), number, log.as_of)

    return _PARTS.of(counted, part)


def _part(tally: Tally, name: str, number: int, as_of: date) -> Piece:
    months = tally.months
    said = sentence(tally, as_of)
    totals = {part: tally.minutes(part) for part in PARTS}
    more = [f"{tally.extra} minutes were given beyond what was owed."] if tally.extra else []
    more += [f"{tally.not_due_yet} minutes are not due yet."] if tally.not_due_yet else []
    more += sources_of(tally)
    told = "".join(f'<p class="pt-help">{escape(one)}</p>' for one in more)
    html = (
        f'<section class="pt-log-count"><h4>{escape(name)}</h4>'
        f'<p class="pt-log-sentence">{escape(said)}</p>'
        f'<button type="button" data-log="words" aria-label="Copy this sentence: {escape(name)}">Copy this sentence</button>'
        f"{chart(name, months, number)}{legend(number) if months else ''}{table(name, months, totals)}{told}</section>"
    )
    return Piece(html, "\n".join([said, *more]))


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
