"""The entry forms of the service log: today's sessions, and a whole week.

The page acts on the ``data-log`` attributes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from calculators.counting.service_minutes import MADE_UP, Service, Session
from calculators.inputs import MOST
from calculators.words import WEEKDAYS, long_date, plain_date, short_date

STATUSES = {
    "given": "Given",
    "missed": "Missed",
    "short": "Too short",
    "absent": "My child was absent",
    "closed": "School closed",
    "made_up": "Made up",
    "unknown": "I do not know",
}
NOT_LOGGED_OR_STATUS = {"": "Not logged", **STATUSES}
#: The outcomes offered for today, one button each.
QUICK = ("given", "missed", "short", "absent", "closed")
#: Where an entry comes from, the most reliable first.
SOURCES = {
    "paper": "In the school's paper",
    "noted": "Seen or noted the same day",
    "remembered": "Remembered later",
}
#: What is said of minutes that are no number up to ``MOST``.
A_NUMBER_OF_MINUTES = "Write a whole number, like 30."
#: Maximum rows for one service on one day.
MOST_ROWS = 6


@dataclass(frozen=True)
class Page:
    """What a page of the log shows: a week's days and each service's entries."""

    as_of: date
    #: The day that the buttons log: today, or the last weekday before a weekend.
    tapped: date
    monday: date
    #: The first day of the first service.
    earliest: date
    services: Sequence[Service]
    #: The entries by service and day.
    entries: Mapping[tuple[str, date], Sequence[Session]]
    #: Why a day cannot be logged: school is closed, or the service does not run. No entry if it can.
    why_not: Mapping[tuple[str, date], str]
    #: For each service the days that a make-up session can be for, as ordinals, earliest first.
    to_make_up: Mapping[str, Sequence[int]]
    #: The entries that "same as last week" would add.
    same: Sequence[Mapping[str, Any]]
    #: The service and day for which an additional row was requested.
    more: str = ""
    #: Services and days without school, or after the service, on which a missed session may be made up.
    made_up_besides: frozenset[tuple[str, date]] = frozenset()


def today_panel(page: Page) -> str:
    """The sessions of today, or of the last weekday, with a button for each outcome."""
    rows = [
        _service_today(number, service, page)
        for number, service in enumerate(page.services)
        if not page.why_not.get((service.id, page.tapped))
    ]
    named = "Today" if page.tapped == page.as_of else "Last weekday"
    title = f'<h3 id="log-today">{named}, {long_date(page.tapped)}</h3>'
    nothing = '<p class="pt-help">School is closed that day, or no service of the list runs on it.</p>'
    return f'<section class="pt-log-today" data-key="today" aria-labelledby="log-today">{title}{"".join(rows) or nothing}</section>'


def week_panel(page: Page) -> str:
    """One week of all services, with links to other weeks."""
    friday = page.monday + timedelta(days=4)
    last = page.monday + timedelta(days=7) > page.as_of
    ways = [
        button("week", "Week before", {"week": (page.monday - timedelta(days=7)).isoformat()}),
        "" if last else button("week", "Week after", {"week": (page.monday + timedelta(days=7)).isoformat()}),
        button("same", "Same as last week", {"entries": json.dumps(page.same)}) if page.same else "",
    ]
    goto = (
        f'<div class="pt-log-goto" data-key="goto"><label for="log-goto">Go to the week of</label> <input id="log-goto" data-log="goto" '
        f'type="date" value="{page.monday.isoformat()}" min="{page.earliest.isoformat()}" max="{page.as_of.isoformat()}"></div>'
    )
    services = [_service_in_week(number, service, page) for number, service in enumerate(page.services)]
    nothing = '<p class="pt-help">No service of the list runs in this week.</p>'
    return (
        f'<section class="pt-log-week" data-key="week" aria-labelledby="log-week"><h3 id="log-week">{short_date(page.monday)} to '
        f'{short_date(friday)}</h3>{goto}<div class="pt-log-ways">{"".join(ways)}</div>{"".join(services) or nothing}</section>'
    )


def _service_today(number: int, service: Service, page: Page) -> str:
    entries = page.entries.get((service.id, page.tapped), ())
    entry = entries[0] if entries else None
    source = "noted" if page.tapped == page.as_of else "remembered"
    buttons = "".join(
        f'<button type="button" data-log="tap" data-service="{escape(service.id)}" data-day="{page.tapped.isoformat()}" '
        f'data-status="{status}" data-source="{source}" data-entry="{escape(entry.id) if entry else ""}" '
        f'aria-pressed="{"true" if entry and entry.status == status else "false"}">{STATUSES[status]}</button>'
        for status in QUICK
    )
    more = _details(entry, service, page, f"log-today-{number}") if entry else ""
    return (
        f'<fieldset class="pt-log-service" data-key="{page.tapped.isoformat()} {escape(service.id)}"><legend>{escape(service.name)}</legend>'
        f'<div class="pt-log-quick">{buttons}</div>'
        f"{more}</fieldset>"
    )


def _service_in_week(number: int, service: Service, page: Page) -> str:
    rows = []
    for offset in range(7):
        day = page.monday + timedelta(days=offset)
        entries = page.entries.get((service.id, day), ())
        why = page.why_not.get((service.id, day), "")
        if day > page.as_of or ((why or offset > 4) and not entries and why != "closed"):
            continue
        if why == "closed" and not entries:
            rows.append(f'<p class="pt-log-row"><span>{_day(day)}</span><span class="pt-help">School closed</span></p>')
            continue
        rows += _rows_of_day(number, service, page, day, entries)
    rows += _besides(number, service, page)
    if not rows:
        return ""
    key = f"week {page.monday.isoformat()} {service.id}"
    return (
        f'<fieldset class="pt-log-service" data-key="{escape(key)}"><legend>{escape(service.name)}</legend>'
        f"{''.join(rows)}</fieldset>"
    )


def _besides(number: int, service: Service, page: Page) -> list[str]:
    """A fold with the days of the week on which a session can only have been made up; empty if there are none."""
    week = [page.monday + timedelta(days=offset) for offset in range(7)]
    days = [
        day for day in week if (service.id, day) in page.made_up_besides and not page.entries.get((service.id, day))
    ]
    if not days:
        return []
    options = {"": NOT_LOGGED_OR_STATUS[""], MADE_UP: STATUSES[MADE_UP]}
    rows = [_row_of_entry(f"log-{number}-{day.isoformat()}-0", service, page, day, None, "", options) for day in days]
    key = f"besides {page.monday.isoformat()} {service.id}"
    return [
        f'<details class="pt-log-besides" data-key="{escape(key)}"><summary>Was a session made up on a day without school?</summary>'
        f"{''.join(rows)}</details>"
    ]


def _rows_of_day(number: int, service: Service, page: Page, day: date, entries: Sequence[Session]) -> list[str]:
    asked = page.more == f"{service.id} {day.isoformat()}"
    wanted = max(1, service.times if service.per == "day" else 1, len(entries) + asked)
    rows = []
    for place in range(min(MOST_ROWS, max(wanted, len(entries)))):
        entry = entries[place] if place < len(entries) else None
        field = f"log-{number}-{day.isoformat()}-{place}"
        rows.append(_row(field, service, page, day, entry, place))
    if len(entries) == wanted < MOST_ROWS:
        data = {"more": f"{service.id} {day.isoformat()}"}
        rows.append(button("more", "Another session that day", data, f"Another session on {long_date(day)}"))
    return rows


def _row(field: str, service: Service, page: Page, day: date, entry: Session | None, place: int) -> str:
    again = f" ({place + 1})" if place else ""
    row = _row_of_entry(field, service, page, day, entry, again, NOT_LOGGED_OR_STATUS)
    return f"{row}{_details(entry, service, page, field) if entry else ''}"


def _row_of_entry(
    field: str, service: Service, page: Page, day: date, entry: Session | None, again: str, choices: Mapping[str, str]
) -> str:
    options = _options(choices, entry.status if entry else "")
    source = "noted" if day == page.as_of else "remembered"
    return (
        f'<div class="pt-log-row" data-key="{field}"><label for="{field}">{_day(day)}{again}</label>'
        f'<select id="{field}" data-log="status" data-service="{escape(service.id)}" data-day="{day.isoformat()}" '
        f'data-source="{source}" data-entry="{escape(entry.id) if entry else ""}">{options}</select></div>'
    )


def _details(entry: Session, service: Service, page: Page, field: str) -> str:
    """The details of an existing entry: its minutes, the session it makes up for, and its source."""
    asked = []
    if entry.status in ("short", "made_up", "given"):
        minutes = "" if entry.minutes is None else str(entry.minutes)
        hint = "" if entry.status == "short" else f' placeholder="{service.minutes}"'
        asked.append(
            f'<label for="{field}-minutes">Minutes given</label><input id="{field}-minutes" data-log="minutes" '
            f'data-entry="{escape(entry.id)}" type="text" inputmode="numeric" autocomplete="off" value="{minutes}"{hint} '
            f'data-most="{MOST}" aria-describedby="{field}-minutes-error">'
            f'<p class="pt-error" id="{field}-minutes-error" data-wrong="{A_NUMBER_OF_MINUTES}" role="alert" hidden></p>'
        )
    if entry.status == "made_up":
        days = [*page.to_make_up.get(service.id, ())]
        days += [entry.makes_up] if entry.makes_up and entry.makes_up not in days else []
        options = "".join(
            f'<option value="{one.isoformat()}"{" selected" if one.toordinal() == entry.makes_up else ""}>{short_date(one)}</option>'
            for one in map(date.fromordinal, reversed(days))
        )
        asked.append(
            f'<label for="{field}-for">Makes up the session of</label><select id="{field}-for" data-log="makes_up" '
            f'data-entry="{escape(entry.id)}"><option value="">Choose the day</option>{options}</select>'
        )
    asked.append(
        f'<label for="{field}-source">How do you know?</label><select id="{field}-source" data-log="source" '
        f'data-entry="{escape(entry.id)}">{_options(SOURCES, entry.source)}</select>'
    )
    return f'<div class="pt-log-more" data-key="{field} more">{"".join(asked)}</div>'


def _options(choices: Mapping[str, str], chosen: str) -> str:
    return "".join(
        [
            f'<option value="{value}"{" selected" if value == chosen else ""}>{words}</option>'
            for value, words in choices.items()
        ]
    )


def _day(day: date) -> str:
    return f'<abbr title="{escape(long_date(day))}">{WEEKDAYS[day.weekday()][:3]} {day.month}/{day.day}</abbr>'


def button(action: str, words: str, data: Mapping[str, str], label: str = "") -> str:
    """A button that the page acts on; ``label`` is a longer text for screen readers."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    named = f' aria-label="{escape(label)}"' if label else ""
    return f'<button type="button" data-log="{action}"{attributes}{named}>{escape(words)}</button>'


def take_along(into: Sequence[tuple[str, str]]) -> str:
    """The export options: ``into`` letters, by id and title, and a table for a spreadsheet."""
    written = "".join(button("into", f"Put it into: {title}", {"letter": letter_id}) for letter_id, title in into)
    nothing = (
        "" if into else '<p class="pt-help">Nothing is logged as missed, so there is nothing to put into a letter.</p>'
    )
    return (
        f'<section class="pt-log-take"><h4>Take it along</h4>{nothing}{written}'
        f"{button('csv', 'Save as a table (CSV)', {})}</section>"
    )


def services_list(services: Sequence[tuple[Service, str]]) -> str:
    """The services as the IEP states them, with buttons to change them."""
    items = "".join(
        f"<li><strong>{escape(service.name)}</strong> <span>{escape(says)}, from {plain_date(service.start)}"
        f"{f' to {plain_date(service.end)}' if service.end else ''}</span>"
        f"{button('edit', 'Change', {'item': service.id}, f'Change {service.name}')}"
        f"{button('remove', 'Remove', {'item': service.id}, f'Remove {service.name}')}</li>"
        for service, says in services
    )
    return f'<section class="pt-log-list"><h3>Services in the IEP</h3><ul>{items}</ul></section>'
