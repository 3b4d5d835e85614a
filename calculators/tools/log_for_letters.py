"""The rows that a service log fills in, for each letter that can include it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calculators.counting.service_minutes import SaidOnce, Tally, versions
from calculators.letter_forms import letters
from calculators.tools.log_input import Log
from calculators.tools.log_words import plain_of, says, sentence, sources_of, title
from calculators.words import MONTHS, listed, plain_date

#: Maximum days that a letter lists.
_MOST_IN_A_LETTER = 60


def rows_for_letters(counted: Sequence[Tally], log: Log) -> dict[str, Any]:
    """The page and the rows of each letter that can include the log.

    Empty if nothing was missed.
    """
    missed = [tally for tally in counted if tally.minutes("missed")]
    if not missed:
        return {}
    rows = _ROWS.of(missed, lambda _, tally: _rows(tally, log))
    return {
        letter_id: {
            "title": letters()[letter_id].title,
            "page": letters()[letter_id].page,
            "group": group,
            "key": key,
            "rows": [of_it[letter_id] for of_it in rows],
        }
        for letter_id, (group, key, _) in _INTO.items()
    }


_ROWS = SaidOnce()


def _rows(tally: Tally, log: Log) -> dict[str, dict[str, Any]]:
    """A service's row for each letter."""
    name = title(tally.service, log.services)
    return {letter_id: _row(tally, log, make(tally, name, log.as_of)) for letter_id, (_, _, make) in _INTO.items()}


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
    return {"service": name, "since": plain_of(days[0]), "until": plain_of(days[-1])}


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
    shows = " ".join(["My log of sessions.", *sources_of(tally)])
    return {
        "day": days["since"],
        "ended_on": days["until"],
        "what": sentence(tally, as_of),
        "rule": "iep_services",
        "shows": shows,
    }


#: Letters that can include the log: their rows, the field that identifies one, and a function that makes its fields.
_INTO = {
    "services_not_delivered": ("services", "service", _not_delivered),
    "compensatory_education_request": ("services", "service", _to_make_up),
    "state_complaint": ("facts", "what", _fact),
}
