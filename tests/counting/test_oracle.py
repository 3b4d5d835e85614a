"""A second computation of every clock, written from the law file alone, against the calculators on 100,000 inputs.

It shares no code with them: numpy counts open days, dateutil counts months, the holidays come from their library, and
a case is followed event by event, depth first. What both say must be the same to the day.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property

import holidays
import numpy
import pytest
from dateutil.relativedelta import FR, MO, TH, relativedelta

from calculators.counting.chain import deadlines
from calculators.counting.clocks import Calendar
from calculators.counting.days import Closure
from calculators.law import load
from macros.data.law_model import Event, Publish, Rule, Unit, Who
from macros.data.state_files import load_law
from macros.data.state_rules import in_state

INPUTS_PER_SEED = 10_000
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(1, 10))]
FIRST, LAST = date(1990, 1, 1), date(2055, 12, 31)
#: Public holidays are known from the first of these years to the last.
HOLIDAY_YEARS = (2010, 2060)
#: Fewer closed days than this between 1 June and 1 August leave that summer unknown.
SUMMER_IS_KNOWN_FROM = 14
LAW = load_law()
#: Those of every state: none has two meanings.
EVENTS: dict[str, Event] = {key: event for code in LAW.jurisdictions for key, event in LAW.events(code).items()}


@dataclass(frozen=True)
class Input:
    """A case: state, what happened, and the days on which the school is closed (first and last day of each)."""

    state: str
    happened: list[tuple[str, date]]
    closed: list[tuple[date, date]]


@dataclass(frozen=True)
class Row:
    """What must agree: ``counted`` is the date, or the earliest one; ``has_date`` is false where it is not shown."""

    rule: str
    trigger: str
    trigger_date: date
    counted: date | None
    has_date: bool


# the second computation


@cache
def _rules(state: str) -> dict[str, Rule]:
    return {key: rule for key, rule in in_state(LAW, state).items() if rule.clock}


@cache
def _started_by(state: str, event: str) -> list[tuple[str, Rule]]:
    return [(key, rule) for key, rule in _rules(state).items() if event in rule.clock.starts]


@cache
def _business(state: str) -> numpy.busdaycalendar:
    years = range(HOLIDAY_YEARS[0], HOLIDAY_YEARS[1] + 1)
    subdivision = LAW.jurisdictions[state].holidays
    days = {*holidays.US(subdiv=subdivision, years=years), *holidays.US(years=years)}
    return numpy.busdaycalendar(holidays=sorted(days))


@dataclass
class Oracle:
    """Follows one case."""

    case: Input
    rows: list[Row] = field(default_factory=list)

    def answer(self) -> list[Row]:
        self.names = {event for event, _ in self.case.happened}
        self.taken = self.names | {EVENTS[event].stands_for for event in self.names}
        for event, day in self.case.happened:
            self.follow(event, day)
        return self.rows

    @cached_property
    def closed(self) -> frozenset[date]:
        every = (
            (first + timedelta(days=n)) for first, last in self.case.closed for n in range((last - first).days + 1)
        )
        return frozenset(every)

    @cached_property
    def school(self) -> numpy.busdaycalendar:
        return numpy.busdaycalendar(holidays=list(self.closed))

    def follow(self, event: str, day: date) -> None:
        own = _started_by(self.case.state, event)
        place = EVENTS[event].stands_for
        borrowed = _started_by(self.case.state, place) if place and place not in self.names else []
        for key, rule in [*own, *borrowed]:
            effects = self.effects(key, rule)
            if "not_needed" in effects:
                continue
            counted, known = (None, False) if "no_date" in effects else self.count(rule, day)
            self.rows.append(Row(key, event, day, counted, known))
            if known:
                for following, declared in EVENTS.items():
                    if declared.projected_by == key and following not in self.taken:
                        self.follow(following, counted)

    def effects(self, key: str, rule: Rule) -> set[str]:
        found = set()
        for event, day in self.case.happened:
            for change in EVENTS[event].changes:
                restarted = change.effect == "no_date" and self.restarted(rule, event, day)
                if change.rule == key and not restarted:
                    found.add(change.effect)
        return found

    def restarted(self, rule: Rule, wait: str, since: date) -> bool:
        """Something from the day of the wait on starts the clock, itself or in another event's place."""
        for event, day in self.case.happened:
            declared: Event = EVENTS[event]
            if (event, day) != (wait, since) and day >= since and {event, declared.stands_for} & {*rule.clock.starts}:
                return True
        return False

    def count(self, rule: Rule, day: date) -> tuple[date | None, bool]:
        """The date and whether it is shown."""
        clock = rule.clock
        if clock.value is None or rule.publish is Publish.HOLD:
            return None, False
        sign = 1 if clock.direction == "after" else -1
        if clock.unit in (Unit.SCHOOL_DAYS, Unit.INSTRUCTIONAL_DAYS, Unit.SCHOOL_WORKING_DAYS):
            due = _open_day(day, sign * clock.value, self.school)
            return due, not _meets_unknown_summer(day, due, self.closed)
        if clock.unit is Unit.BUSINESS_DAYS:
            due = _open_day(day, sign * clock.value, _business(self.case.state))
            reached = all(HOLIDAY_YEARS[0] <= when.year <= HOLIDAY_YEARS[1] for when in (day, due))
            return (due, True) if reached else (None, False)
        if clock.unit is Unit.WEEKDAYS:
            return _open_day(day, sign * clock.value, numpy.busdaycalendar()), True
        return _closed_form(rule, day, sign), True


def _open_day(day: date, offset: int, calendar: numpy.busdaycalendar) -> date:
    roll = "backward" if offset > 0 else "forward"
    return numpy.busday_offset(day, offset, roll=roll, busdaycal=calendar).astype(date)


def _closed_form(rule: Rule, day: date, sign: int) -> date:
    """Calendar days, hours, months and years: no calendar is needed."""
    clock = rule.clock
    midnight = datetime.combine(day, datetime.min.time())
    if clock.unit is Unit.CALENDAR_DAYS:
        length = clock.value + clock.more_than - (clock.day_one == "event_day")
        return (midnight + sign * timedelta(days=length)).date()
    if clock.unit is Unit.HOURS:
        return (midnight + sign * timedelta(hours=clock.value)).date()
    length = relativedelta(months=clock.value) if clock.unit is Unit.MONTHS else relativedelta(years=clock.value)
    if clock.direction == "look_back":
        return next(tried for tried in _from(day - length) if tried + length - timedelta(days=1) >= day)
    if sign > 0 and rule.who in (Who.PARENT, Who.EITHER_PARTY):
        return day + length - timedelta(days=1)
    return day + sign * length


def _from(day: date):
    while True:
        yield day
        day += timedelta(days=1)


def _meets_unknown_summer(start: date, due: date, closed: frozenset[date]) -> bool:
    """True if a weekday of the count lies between 1 June and 1 August of a year whose summer was not given."""
    for year in range(min(start, due).year, max(start, due).year + 1):
        june, august = date(year, 6, 1), date(year, 8, 1)
        first, last = max(min(start, due), june), min(max(start, due), august)
        met = first <= last and numpy.busday_count(first, last + timedelta(days=1)) > 0
        if met and sum(june <= day <= august for day in closed) < SUMMER_IS_KNOWN_FROM:
            return True
    return False


# the calculators


def _site(case: Input) -> list[Row]:
    closures = tuple(Closure(first, last, "closed") for first, last in case.closed)
    return [
        Row(
            row.rule.id,
            row.trigger.id,
            row.trigger_date,
            row.range.earliest if row.range else row.due,
            row.due is not None,
        )
        for row in deadlines(load(case.state), case.happened, Calendar(closures))
    ]


# the inputs


def _some_case(chance: random.Random) -> Input:
    state = chance.choice(sorted(LAW.jurisdictions))
    day = _some_day(chance, FIRST, LAST)
    others = chance.choice((0, 0, 0, 1, 3))
    names = [chance.choice(_starting(state)), *chance.sample(_events(state), others)]
    near = [day, *(max(FIRST, min(LAST, day + timedelta(days=chance.randint(-90, 400)))) for _ in range(others))]
    happened = list(dict.fromkeys(zip(names, near, strict=True)))
    return Input(state, happened, [_some_closure(chance, day) for _ in range(chance.choice((0, 0, 1, 3, 6)))])


def _some_closure(chance: random.Random, near: date) -> tuple[date, date]:
    first = near + timedelta(days=chance.randint(-500, 400))
    return first, first + timedelta(days=chance.choice((0, 0, 4, 13, 80)))


def _some_day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


@cache
def _starting(state: str) -> list[str]:
    return sorted({event for rule in _rules(state).values() for event in rule.clock.starts})


@cache
def _events(state: str) -> list[str]:
    return sorted(load(state).events)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_computation_agrees_on_ten_thousand_cases(seed):
    chance = random.Random(seed)
    counted = set()
    for number in range(INPUTS_PER_SEED):
        case = _some_case(chance)
        expected, found = Counter(Oracle(case).answer()), Counter(_site(case))
        assert found == expected, (
            f"seed {seed}, input {number}: {case}\n"
            f"only the calculators: {list((found - expected).elements())}\n"
            f"only the second computation: {list((expected - found).elements())}"
        )
        counted |= {(case.state, row.rule) for row in expected if row.has_date}
    numbered = {(s, key) for s in LAW.jurisdictions for key, rule in _rules(s).items() if rule.clock.value}
    assert counted == numbered, f"seed {seed} never gave a date for {sorted(numbered - counted)}"


@pytest.mark.parametrize("state", sorted(LAW.jurisdictions))
def test_federal_holidays_of_the_table_are_those_of_5_usc_6103(state):
    table = {date.fromisoformat(day) for day in load(state).holidays}
    for year in range(HOLIDAY_YEARS[0], HOLIDAY_YEARS[1] + 1):
        assert _federal(year) <= table, year
        if state == "US":
            assert {day for day in table if day.year == year} <= _federal(year) | _federal(year + 1), year


def _federal(year: int) -> set[date]:
    """Legal public holidays, with the day on which offices close for one that falls on a weekend."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    monday = [(1, +3), (2, +3), (9, +1), (10, +2)]
    moving = [date(year, month, 1) + relativedelta(weekday=MO(nth)) for month, nth in monday]
    moving.append(date(year, 5, 31) + relativedelta(weekday=MO(-1)))
    moving.append(date(year, 11, 1) + relativedelta(weekday=TH(+4)))
    observed = [day + relativedelta(weekday=FR(-1)) for day in fixed if day.weekday() == 5]
    observed += [day + relativedelta(weekday=MO(+1)) for day in fixed if day.weekday() == 6]
    return {*fixed, *moving, *observed}
