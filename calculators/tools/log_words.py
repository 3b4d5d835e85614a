"""What a service log comes to, in sentences: for its page, for letters, and the points to check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from calculators.counting.service_minutes import Service, Tally, replaced, versions
from calculators.rendering.log_entry import SOURCES
from calculators.tools.log_input import EVERY, Log
from calculators.words import listed, plain_date

_TOLD = {
    "given": "were given",
    "made_up": "were made up",
    "excused": "fell out because my child was absent or school was closed",
    "missed": "were missed",
}
_LEFT_OUT = {
    "before": "not counted, because the service had not begun. Check the date, or its first day.",
    "after": "not counted, because the service was over. Check the date, or its last day.",
    "replaced": "not counted here, because a later service of this name has taken its place. Log it there.",
    "over": "not counted, because there are more sessions than the IEP says. Those that were given are counted first.",
    "closed": "given at a time when school was closed, so nothing was due. Counted as beyond what was owed.",
    "mends_nothing": "made up, but there is no missed session for it. Say which day it makes up.",
    "mends_earliest": "made up, but you did not say for which session. It is taken for the earliest one that was missed, which is "
    "the smaller claim. Say which day it makes up.",
    "names_none": "made up, but you did not say for which session, and none before it is logged as missed. Say which day it makes up.",
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
    return listed([f"from {plain_of(first)} to {plain_of(last)}" for first, last in tally.in_force])


def title(service: Service, services: Iterable[Service]) -> str:
    """The service's name, with its first day if another has the same name."""
    return f"{service.name} (from {plain_date(service.start)})" if versions(service, services) else service.name


def sources_of(tally: Tally) -> list[str]:
    """How the missed minutes are known."""
    minutes = tally.missed_by_source
    known = [f"{minutes[source]} {words.lower()}" for source, words in SOURCES.items() if minutes.get(source)]
    return [f"How the missed minutes are known: {listed(known)}."] if known else []


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


def _days(days: Sequence[int]) -> str:
    named = [plain_of(day) for day in days[:_MOST_NAMED]]
    more = len(days) - len(named)
    return listed([*named, f"{more} more"] if more else named)


def plain_of(day: int) -> str:
    """A day in words, from its ordinal: ``March 2, 2026``."""
    return plain_date(date.fromordinal(day))
