"""Minutes of a service: what the IEP owes, and each session's outcome.

owed = given + made_up + excused + missed + unknown, in minutes, for each service and each month. Where two readings are
possible, the smaller claim is used:

- A day on which school is closed is never missed. A week (month, quarter, year) without a school day owes nothing; one with
  a few owes all its sessions, and those that do not fit on its school days are excused.
- A week cut short by the service's first or last day owes as many sessions as its school days hold. A month, quarter or year
  of which the service covers two thirds owes all; otherwise, and if an older or newer version of the service covers the other
  days, it owes its share, rounded down, or as many sessions as were logged.
- A period that is not over owes only what was logged; the rest is not due yet.
- If more sessions are logged than owed, those given count first, the longest before the others, and those missed last.
- A make-up session credits the one it is for, also one of an older or newer version of the service. One that names none
  credits the earliest missed ones before it. What nobody logged is unknown, never missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from calculators.counting.days import Closure, add_months

PARTS = ("given", "made_up", "excused", "missed", "unknown")
GIVEN, SHORT, MISSED, ABSENT, CLOSED, MADE_UP, UNKNOWN = STATUSES = (
    "given", "short", "missed", "absent", "closed", "made_up", "unknown",
)  # fmt: skip
#: Periods as an IEP states them, with the length in months of those counted from the service's first day: an IEP's quarter or
#: year is seldom the calendar's.
PERIODS = ("day", "week", "month", "quarter", "year")
MONTHS_FROM_START = {"quarter": 3, "year": 12}
#: Share of a month, quarter or year from which it counts as whole: a school's are shorter than the calendar's.
WHOLE_FROM = (2, 3)
#: Order in which logged sessions fill the owed places, smaller claim first. ``MEANT``: not logged, but a make-up session is
#: for it.
MEANT = "meant"
_FIRST = {GIVEN: 0, SHORT: 1, ABSENT: 2, CLOSED: 2, MISSED: 3, MEANT: 4, UNKNOWN: 5}
WEEKDAYS = 5
NEVER = date.max.toordinal()
#: More than a session can have.
MOST_MINUTES = 1_000_000


@dataclass(frozen=True)
class Service:
    """One line of an IEP; ``start`` to ``end`` (None: open) inclusive.

    ``times`` sessions of ``minutes`` in each ``per``.
    """

    id: str
    name: str
    minutes: int
    times: int
    per: str
    start: date
    end: date | None = None


@dataclass(slots=True, unsafe_hash=True)  # not frozen, which takes three times as long to make, and a log has thousands
class Session:
    """One logged session.

    ``day`` is an ordinal; ``makes_up`` too: the day it makes up for, or 0. ``minutes`` given, None if not said. ``source``:
    "paper", "noted", "remembered", or empty. ``id``: the page's identifier.
    """

    service: str
    day: int
    status: str
    minutes: int | None
    makes_up: int
    source: str
    id: str


class Slot:
    """An owed session that was not given in full, in minutes: only these can be made up, or are missed.

    ``parts``: the minutes of its month by part, which include its own.
    """

    __slots__ = ("excused", "missed", "parts", "session", "unknown")

    def __init__(self, parts: dict[str, int], session: Session, excused: int, missed: int, unknown: int) -> None:
        self.parts, self.session = parts, session
        self.excused, self.missed, self.unknown = excused, missed, unknown

    def mend(self, minutes: int, part: str) -> int:
        """Minutes of a part to be made up, at most those available."""
        mended: int = min(minutes, getattr(self, part))
        setattr(self, part, getattr(self, part) - mended)
        self.parts[part] -= mended
        self.parts["made_up"] += mended
        return mended


@dataclass(frozen=True)
class Tally:
    """The outcome of one service."""

    service: Service
    #: The sessions that the IEP owes up to the day of the count, and those of them without an entry that says what happened.
    sessions: int
    not_logged: int
    #: Slots with missed minutes; each has an entry that says so.
    missed: tuple[Slot, ...]
    #: The days of the missed slots, as ordinals, earliest first, and their minutes by the source of their entry.
    missed_days: list[int]
    missed_by_source: dict[str, int]
    #: Minutes given beyond what was owed, and minutes not due yet.
    extra: int
    not_due_yet: int
    #: Sessions that do not count as logged, with the reason: "before", "after", "replaced", "over", "closed", "mends_nothing",
    #: "mends_earliest", "names_none".
    left_out: tuple[tuple[Session, str], ...]
    #: Short sessions of unknown length, or as long as a whole one.
    unsaid: tuple[Session, ...]
    #: The parts of each month, earliest first; unlogged minutes are in the month in which they became due.
    months: tuple[tuple[tuple[int, int], dict[str, int]], ...]

    #: The days, as ordinals, of missed sessions that a make-up was taken for, though it named none.
    mended_unnamed: frozenset[int]
    #: The minutes of each of ``PARTS``.
    totals: dict[str, int]
    #: First and last days, as ordinals, of the times up to the day of the count in which the service was in force.
    in_force: tuple[tuple[int, int], ...]

    def minutes(self, part: str) -> int:
        """The minutes of one of ``PARTS``."""
        return self.totals[part]

    @property
    def owed(self) -> int:
        """All minutes that the IEP owes up to the day of the count."""
        return sum(self.totals.values())


#: Cache of the last count: each service's sessions and tally, by all other inputs. A tally is reused only for equal services,
#: closed days, day and sessions, so it is valid in anybody's log. Like the page, it holds one log at a time.
_COUNTED: dict[Any, dict[Service, tuple[list[Session], Tally]]] = {}


def tallies(
    services: Sequence[Service], sessions: Iterable[Session], closures: Sequence[Closure], as_of: date
) -> list[Tally]:
    """The tally of each service up to and including ``as_of``.

    Later sessions are ignored. Cached, because a tap changes only one service.
    """
    besides = (tuple(services), tuple(closures), as_of)
    if besides not in _COUNTED:
        _COUNTED.clear()
        _COUNTED[besides] = {}
    before = _COUNTED[besides]
    shut = _Shut(closures, services, as_of)
    logged: dict[str, list[Session]] = {service.id: [] for service in services}
    last = as_of.toordinal()
    for session in sessions:
        if session.day <= last:
            logged[_mended_version(session, services) if session.makes_up else session.service].append(session)
    for service in services:
        of_it = logged[service.id]
        if service not in before or before[service][0] != of_it:
            before[service] = (of_it, _Ledger(service, services, shut, as_of).tally(of_it))
    return [before[service][1] for service in services]


def _mended_version(session: Session, services: Iterable[Service]) -> str:
    """The id of the version of a make-up session's service that was in force on the day it is for; its own if none was."""
    if session.status == MADE_UP:
        (own,) = [service for service in services if service.id == session.service]
        for one in (own, *versions(own, services)):
            if not _Covered(one, replaced(one, services)).why_not(session.makes_up):
                return one.id
    return session.service


class SaidOnce:
    """Cache of what was made of the last tallies. A tap changes one service, and its tally alone is a new object.

    A tally that is the same object was counted from equal services, sessions and closed days, up to the same day.
    """

    def __init__(self) -> None:
        self.kept: list[tuple[Tally, Any]] = []

    def of(self, counted: Iterable[Tally], make: Callable[[int, Tally], Any]) -> list[Any]:
        """What ``make`` returns for each tally and its place; anything else is forgotten."""
        before, self.kept = self.kept, []
        for place, tally in enumerate(counted):
            is_known = place < len(before) and before[place][0] is tally
            self.kept.append(before[place] if is_known else (tally, make(place, tally)))
        return [made for _, made in self.kept]


def replaced(service: Service, services: Iterable[Service]) -> list[Service]:
    """Later versions of a service: same name, started while it had not ended."""
    return [
        other
        for other in versions(service, services)
        if service.start < other.start and (service.end is None or other.start <= service.end)
    ]


def versions(service: Service, services: Iterable[Service]) -> list[Service]:
    """The other services of the same name."""
    name = _name(service)
    return [other for other in services if other.id != service.id and _name(other) == name]


def _name(service: Service) -> str:
    return " ".join(service.name.split()).lower()


class _Shut:
    """The closed days that can matter, and the school days of each period, found once for all services."""

    def __init__(self, closures: Iterable[Closure], services: Sequence[Service], as_of: date) -> None:
        first = min((service.start.toordinal() for service in services), default=0) - 366
        last = as_of.toordinal() + 366
        #: The closed days, as ordinals.
        self.days = {
            day
            for closure in closures
            for day in range(max(first, closure.start.toordinal()), min(last, closure.end.toordinal()) + 1)
        }
        self.known: dict[tuple[int, int], tuple[Sequence[int], Sequence[int]]] = {}

    def weekdays(self, first: int, last: int) -> tuple[Sequence[int], Sequence[int]]:
        """The weekdays of a period, and those on which school is open."""
        found = self.known.get((first, last))
        if found is None:
            days = _weekdays(first, last)
            shut = not self.days.isdisjoint(days)
            found = self.known[first, last] = days, [day for day in days if day not in self.days] if shut else days
        return found


class _Period:
    """A week, month, quarter, year or day of one service, and its entries."""

    __slots__ = ("first", "last", "logged")

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        #: Each session with its status.
        self.logged: list[tuple[Session, str]] = []


class _Covered:
    """The days on which a service is in force: from first to last day, except under a later version."""

    def __init__(self, service: Service, later: Iterable[Service]) -> None:
        self.first = service.start.toordinal()
        self.last = service.end.toordinal() if service.end else NEVER
        self.others = [(one.start.toordinal(), one.end.toordinal() if one.end else NEVER) for one in later]

    def why_not(self, day: int) -> str:
        """Why a service does not cover a day; empty if it does."""
        if day < self.first:
            return "before"
        if day > self.last:
            return "after"
        return "replaced" if self.others and any(first <= day <= last for first, last in self.others) else ""

    def until(self, day: int) -> tuple[tuple[int, int], ...]:
        """First and last days of the times in force up to a day, in order."""
        found, start, end = [], self.first, min(self.last, day)
        for first, last in sorted(self.others):
            if first > end:
                break
            if start < first:
                found.append((start, first - 1))
            start = max(start, last + 1)
        return (*found, (start, end)) if start <= end else tuple(found)


class _Ledger:
    """The state of one service's count."""

    def __init__(self, service: Service, services: Sequence[Service], shut: _Shut, as_of: date) -> None:
        self.service, self.shut, self.as_of = service, shut, as_of.toordinal()
        self.covered = _Covered(service, replaced(service, services))
        self.versions = [_Covered(other, ()) for other in versions(service, services)]
        self.periods = _periods(service, as_of)
        self.sessions = self.extra = self.not_due_yet = 0
        #: The days that make-up sessions are for, and the slots on them.
        self.wanted: set[int] = set()
        self.named: list[Slot] = []
        #: Sessions without an entry, and the slots of entries that do not say what happened.
        self.without_entry = 0
        self.unsaid_slots: list[Slot] = []
        self.left_out: list[tuple[Session, str]] = []
        self.unsaid: list[Session] = []
        self.mended_unnamed: set[int] = set()
        #: Slots that had missed minutes before make-up sessions were credited.
        self.lacking: list[Slot] = []
        #: The parts of each month; then those of the month in turn, with its first and last day.
        self.months: dict[tuple[int, int], dict[str, int]] = {}
        self.parts: dict[str, int] = {}
        self.month_from = self.month_to = 0

    def tally(self, sessions: Iterable[Session]) -> Tally:
        """Count the service's sessions."""
        in_order = sorted(sessions, key=_day_of)
        made_up = [session for session in in_order if session.status == MADE_UP]
        if made_up:
            self.wanted = {session.makes_up for session in made_up if session.makes_up}
            in_order = [session for session in in_order if session.status != MADE_UP]
            if meant := self._meant(made_up, in_order):
                in_order = sorted([*in_order, *meant], key=_day_of)
        self._log(in_order)
        for period in self.periods:
            self._fill(period)
        self._mend(made_up)
        not_logged = self.without_entry + len([slot for slot in self.unsaid_slots if slot.unknown])
        missed = tuple([slot for slot in self.lacking if slot.missed])
        days, by_source = _of_missed(missed)
        months = tuple([(month, self.months[month]) for month in sorted(self.months)])
        totals = {part: sum(month[part] for _, month in months) for part in PARTS}
        left_out, unsaid = tuple(self.left_out), tuple(self.unsaid)
        return Tally(
            self.service,
            self.sessions,
            not_logged,
            missed,
            days,
            by_source,
            self.extra,
            self.not_due_yet,
            left_out,
            unsaid,
            months,
            frozenset(self.mended_unnamed),
            totals,
            self.covered.until(self.as_of),
        )

    def _meant(self, made_up: Iterable[Session], held: Iterable[Session]) -> list[Session]:
        """Sessions that were not logged, but for which a make-up session was."""
        known = {session.day for session in held}
        days = {one.makes_up for one in made_up if one.makes_up and one.makes_up not in known}
        return [
            Session(self.service.id, day, MEANT, None, 0, "", "")
            for day in sorted(days)
            if day <= self.as_of and not self.covered.why_not(day)
        ]

    def _log(self, sessions: Iterable[Session]) -> None:
        """Assign each session to its period; on a closed day it cannot have been missed."""
        covered, shut, periods, until = self.covered, self.shut.days, iter(self.periods), 0
        for session in sessions:
            day, status = session.day, session.status
            if not covered.first <= day <= covered.last or covered.others:
                why = covered.why_not(day)
                if why:
                    self.left_out.append((session, why))
                    self.extra += self._delivered(session)
                    continue
            while day > until:
                period = next(periods)
                until, logged = period.last, period.logged
            if day in shut and status not in (GIVEN, SHORT):
                status = CLOSED
            logged.append((session, status))

    def _fill(self, period: _Period) -> None:
        """Determine the sessions that a period owes, and count each, by its entry if there is one."""
        service, covered, logged = self.service, self.covered, period.logged
        weekdays, open_days = self.shut.weekdays(period.first, period.last)
        whole = covered.first <= period.first and period.last <= covered.last and not covered.others
        if whole:
            ours, share = open_days, service.times if open_days else 0
        else:
            ours = [day for day in open_days if not covered.why_not(day)]
            share = self._share(period, len(ours), len(open_days))
        if len(logged) > 1:
            logged.sort(key=_rank)
        owed = share
        running = len(ours) > 0 and ours[-1] > self.as_of
        if running or (ours and share < service.times):
            # a closed day takes its own place, and never that of a session that was missed
            known = len([status for _, status in logged if status != UNKNOWN])
            owed = max(0 if running else share, min(service.times, known))
        if running:
            self.not_due_yet += max(0, share - owed) * service.minutes
        self.sessions += owed
        if len(logged) > owed:
            for session, status in logged[owed:]:
                self.extra += self._delivered(session)
                if ours and status in (GIVEN, SHORT, ABSENT, MISSED):
                    self.left_out.append((session, "over"))
                elif status in (GIVEN, SHORT):
                    self.left_out.append((session, "closed"))
            logged = logged[:owed]
        elif len(logged) < owed:
            self._leave_open(period, owed, weekdays, ours)
        for session, status in logged:
            self._count(session, status)

    def _leave_open(self, period: _Period, owed: int, weekdays: Sequence[int], ours: Sequence[int]) -> None:
        """Count the sessions for which nothing was logged. A period that still runs has none: it owes what was logged."""
        service = self.service
        parts = self._parts(ours[-1])
        # sessions beyond what the open days can hold are excused
        many, beyond = owed - len(period.logged), owed - _a_day(service.times, len(weekdays)) * len(ours)
        closed = [status for _, status in period.logged].count(CLOSED)
        excused = max(0, min(many, beyond - closed))
        parts["unknown"] += (many - excused) * service.minutes
        parts["excused"] += excused * service.minutes
        self.without_entry += many - excused

    def _share(self, period: _Period, ours: int, open_days: int) -> int:
        """How many sessions a full period owes to a service that covers ``ours`` of its ``open_days``."""
        times = self.service.times
        if ours == open_days or not ours:
            return times if ours else 0
        if not any(other.first <= period.last and period.first <= other.last for other in self.versions):
            if self.service.per == "week":
                return min(times, ours * _a_day(times, WEEKDAYS))
            has = min(period.last, self.covered.last) - max(period.first, self.covered.first) + 1
            if has * WHOLE_FROM[1] >= (period.last - period.first + 1) * WHOLE_FROM[0]:
                return times
        return times * ours // open_days

    def _count(self, session: Session, status: str) -> None:
        """Add a session's minutes to its month, and its slot if it was not given in full."""
        owed, minutes, day = self.service.minutes, session.minutes, session.day
        parts = self.parts if self.month_from <= day <= self.month_to else self._parts(day)
        if status in (GIVEN, SHORT) and (minutes is not None or status == GIVEN):
            if minutes is None:
                minutes = owed
            if status == SHORT and minutes >= owed:
                self.unsaid.append(session)
            if minutes < owed:
                parts["given"] += minutes
                self._lack(session, parts, owed - minutes)
            else:
                parts["given"] += owed
                self.extra += minutes - owed
        elif status == MISSED:
            self._lack(session, parts, owed)
        else:
            self._leave_out(session, status, parts)

    def _lack(self, session: Session, parts: dict[str, int], missed: int) -> None:
        """Count the missed minutes of a session."""
        parts["missed"] += missed
        slot = Slot(parts, session, 0, missed, 0)
        self.lacking.append(slot)
        if session.day in self.wanted:
            self.named.append(slot)

    def _leave_out(self, session: Session, status: str, parts: dict[str, int]) -> None:
        """Count a session that is not known, or excused."""
        owed, is_open = self.service.minutes, status in (UNKNOWN, MEANT, SHORT)
        parts["unknown" if is_open else "excused"] += owed
        is_unsaid = is_open and status != UNKNOWN
        if status == SHORT:
            self.unsaid.append(session)
        if is_unsaid or session.day in self.wanted:
            slot = Slot(parts, session, 0, 0, owed) if is_open else Slot(parts, session, owed, 0, 0)
            if is_unsaid:
                self.unsaid_slots.append(slot)
            if session.day in self.wanted:
                self.named.append(slot)

    def _delivered(self, session: Session) -> int:
        """The minutes that a session delivered."""
        if session.status not in (GIVEN, SHORT, MADE_UP):
            return 0
        if session.minutes is None:
            return 0 if session.status == SHORT else self.service.minutes
        return session.minutes

    def _mend(self, made_up: Iterable[Session]) -> None:
        """Credit each make-up session to the slot that it is for."""
        unnamed = []
        for session in made_up:
            if not session.makes_up:
                unnamed.append(session)
                continue
            minutes = left = self._delivered(session)
            for part in ("missed", "unknown", "excused"):
                for slot in self.named:
                    if slot.session.day == session.makes_up:
                        left -= slot.mend(left, part)
            self.extra += left
            if left == minutes:
                self.left_out.append((session, "mends_nothing"))
        self._mend_earliest(unnamed)

    def _mend_earliest(self, unnamed: Iterable[Session]) -> None:
        """Credit make-up sessions that do not say for which session they are to the earliest ones missed before them."""
        missed, at = sorted([slot for slot in self.lacking if slot.missed], key=_day_of_slot), 0
        for session in unnamed:
            minutes = left = self._delivered(session)
            while left and at < len(missed) and _day_of_slot(missed[at]) <= session.day:
                left -= missed[at].mend(left, "missed")
                self.mended_unnamed.add(_day_of_slot(missed[at]))
                at += not missed[at].missed
            self.extra += left
            self.left_out.append((session, "mends_earliest" if left < minutes else "names_none"))

    def _parts(self, day: int) -> dict[str, int]:
        """The parts of a day's month, cached because days come in order."""
        if not self.month_from <= day <= self.month_to:
            self.month_from, self.month_to, month = _month_of(day)
            known = self.months.get(month)
            if known is None:
                known = self.months[month] = dict.fromkeys(PARTS, 0)
            self.parts = known
        return self.parts


@cache
def _month_of(day: int) -> tuple[int, int, tuple[int, int]]:
    """First and last day of a day's month, with its year and number. All services of a log ask for the same ones."""
    first = date.fromordinal(day).replace(day=1)
    return first.toordinal(), add_months(first, 1).toordinal() - 1, (first.year, first.month)


def _periods(service: Service, as_of: date) -> list[_Period]:
    """The service's full periods that have started by ``as_of``, in order."""
    last = min(as_of, service.end) if service.end else as_of
    if last < service.start:
        return []
    start, end = service.start.toordinal(), last.toordinal()
    if service.per == "day":
        return [_Period(day, day) for day in range(start, end + 1)]
    if service.per == "week":
        return [_Period(monday, monday + 6) for monday in range(start - _weekday(start), end + 1, 7)]
    months = MONTHS_FROM_START.get(service.per, 1)
    begin = service.start if service.per in MONTHS_FROM_START else date(service.start.year, service.start.month, 1)
    found: list[_Period] = []
    while (first := add_months(begin, len(found) * months)) <= last:
        after = add_months(begin, (len(found) + 1) * months)
        found.append(_Period(first.toordinal(), after.toordinal() - 1))
    return found


def _a_day(times: int, weekdays: int) -> int:
    """Maximum sessions per day, if ``times`` of them go into this many weekdays."""
    return -(-times // max(1, weekdays))


def _weekday(ordinal: int) -> int:
    """0 for Monday."""
    return (ordinal + 6) % 7


def _rank(pair: tuple[Session, str]) -> float:
    """The place of a session among those of its period: of two that were given, the longer one comes first."""
    status, minutes = pair[1], pair[0].minutes
    if status not in (GIVEN, SHORT):
        return _FIRST[status]
    if minutes is None:
        return _FIRST[status] - (status == GIVEN)
    return _FIRST[status] - minutes / MOST_MINUTES if minutes else _FIRST[MISSED]


def _weekdays(first: int, last: int) -> Sequence[int]:
    if _weekday(first) == 0 and last - first == 6:
        return range(first, first + WEEKDAYS)
    return [day for day in range(first, last + 1) if _weekday(day) < WEEKDAYS]


def _day_of(session: Session) -> int:
    return session.day


def _day_of_slot(slot: Slot) -> int:
    return slot.session.day


def _of_missed(missed: Iterable[Slot]) -> tuple[list[int], dict[str, int]]:
    days: set[int] = set()
    minutes: dict[str, int] = {}
    for slot in missed:
        session = slot.session
        days.add(session.day)
        minutes[session.source] = minutes.get(session.source, 0) + slot.missed
    return sorted(days), minutes


def running(service: Service, services: Iterable[Service], days: Iterable[date]) -> set[date]:
    """Those of ``days`` on which a service is in force."""
    covered = _Covered(service, replaced(service, services))
    return {day for day in days if not covered.why_not(day.toordinal())}
