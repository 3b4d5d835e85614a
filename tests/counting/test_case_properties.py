"""Properties that hold for every clock of a state on any date, tested with Hypothesis."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.counting import days
from calculators.counting.chain import deadlines
from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar
from calculators.counting.standing import Status
from calculators.inputs import WrongInput
from calculators.law import SCHOOL_DAYS, known_states, load
from calculators.tools import case, resolved
from macros.data.holiday_days import HOLIDAY_YEARS
from tests.tools.examples import examples
from tests.tools.template_states import template_states

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
LEAP_DAYS = [date(year, 2, 29) for year in range(1904, 2100, 4)]
STATES = template_states()

any_day = st.dates(FIRST, LAST) | st.sampled_from(LEAP_DAYS)
recent = st.dates(date(2024, 1, 1), date(2028, 12, 31))
each_state = pytest.mark.parametrize("state", STATES)


def closures_near(day, most=4):
    length = st.integers(0, 90)
    first = st.integers(-60, 200).map(lambda offset: day + timedelta(days=offset))
    return st.lists(
        st.builds(lambda first, length: days.Closure(first, first + timedelta(days=length), "closed"), first, length),
        max_size=most,
    )


def cases(state, day=recent, most=4):
    """Several events of a state, as pairs of event and day."""
    return st.lists(st.tuples(st.sampled_from(sorted(load(state).events)), day), max_size=most)


def each_alone(state, day, closures=()):
    """Every clock of the state, each started by its own event on ``day``, with the clocks projected from it."""
    return {
        (event.id, row.rule.id): row
        for event in load(state).starting_events()
        for row in deadlines(load(state), [(event.id, day)], Calendar(tuple(closures)))
    }


def counted(row):
    """The date of a row, or the earliest possible one if closures are unknown."""
    return row.range.earliest if row.range else row.due


# Single clocks


@each_state
@given(data=st.data(), one=any_day, other=any_day | st.integers(0, 40))
@settings(max_examples=examples(60))
def test_a_later_event_never_has_an_earlier_date(state, data, one, other):
    one, other = sorted((one, min(LAST, one + timedelta(days=other)) if isinstance(other, int) else other))
    shut = data.draw(closures_near(one))
    first, second = each_alone(state, one, shut), each_alone(state, other, shut)
    both = [(key, counted(first[key]), counted(second[key])) for key in first.keys() & second.keys()]
    assert [(key, a, b) for key, a, b in both if a and b and a > b] == []


@each_state
@given(data=st.data(), day=any_day)
@settings(max_examples=examples(60))
def test_a_date_is_never_on_the_wrong_side_of_its_event(state, data, day):
    wrong = []
    for key, row in each_alone(state, day, data.draw(closures_near(day))).items():
        due = counted(row)
        if due and not (due > row.trigger_date if row.clock.direction == "after" else due < row.trigger_date):
            wrong.append((key, row.trigger_date, due))
    assert wrong == []


@each_state
@given(data=st.data(), day=any_day)
@settings(max_examples=examples(60))
def test_closing_a_day_only_moves_a_date_away_from_its_event(state, data, day):
    shut, more = data.draw(closures_near(day)), data.draw(closures_near(day))
    before, after = each_alone(state, day, shut), each_alone(state, day, shut + more)
    # A projected row exists only while the clock before it has a date, which counting into an unknown summer removes.
    assert all((before | after)[key].projected for key in before.keys() ^ after.keys())
    # A clock that pauses in long breaks may be left with only a lower bound once more of a summer is given.
    paused = {event for (event, _), row in before.items() if row.clock.pauses}
    same = [key for key in before.keys() & after.keys() if key[0] not in paused]
    # Once more of a summer is given, a start may be late in the year: then a rule of its own holds, with an earlier day or none.
    late = {key for key in same if before[key].clock.late_in_year}
    moved = [(key, counted(before[key]), counted(after[key])) for key in same if key not in late]
    wrong_way = [
        (key, a, b)
        for key, a, b in moved
        if a != b and not (a and b and (a > b if before[key].clock.direction == "before" else a < b))
    ]
    assert wrong_way == []


@each_state
@given(data=st.data(), day=recent)
@settings(max_examples=examples(60))
def test_a_closed_day_moves_only_limits_by_the_school_calendar(state, data, day):
    open_, shut = each_alone(state, day), each_alone(state, day, data.draw(closures_near(day)))
    changed = {key for key in open_ if open_[key] != shut.get(key)}
    assert all(open_[key].clock.by_school_calendar or open_[key].projected for key in changed)


@each_state
@given(data=st.data(), day=recent)
@settings(max_examples=examples(60))
def test_counting_back_from_a_due_date_returns_to_its_event(state, data, day):
    law = load(state)
    calendar = Calendar(tuple(data.draw(closures_near(day))), law.holidays)
    tried = 0
    for rule in law.rules.values():
        clock = rule.clock
        if not clock or clock.direction == "look_back" or clock.unit in (None, "months", "years"):
            continue
        if clock.pauses or clock.second or clock.late_in_year:  # several starts can have the same due date
            continue
        event = law.events[clock.starts[0]]
        if (
            clock.to_working_day
        ):  # moved off a weekend, several starts have one due date: the count before the move goes back
            moved, clock = deadline(rule, event, day, calendar).due, replace(clock, to_working_day=False)
            rule = replace(rule, clock=clock)
            assert moved == nearest_open(deadline(rule, event, day, calendar).due, 1, "business_days", calendar), (
                rule.id
            )
        there = deadline(rule, event, day, calendar)
        turned = replace(clock, direction="before" if clock.direction == "after" else "after")
        if clock.day_one == "event_day":  # the event day is counted, so the way back is a day shorter
            turned = replace(turned, value=clock.value - 1, day_one="next_day")
        back = deadline(replace(rule, clock=turned), event, counted(there), calendar)
        if clock.unit == "calendar_days" or clock.unit == "hours":
            assert counted(back) == day, rule.id
        else:  # the event itself if open, else the nearest open day towards the due date
            step = 1 if clock.direction == "before" else -1
            assert counted(back) == nearest_open(day, step, clock.unit, calendar), rule.id
        tried += 1
    assert tried > 20


def nearest_open(day, step, unit, calendar):
    shut = {date.fromisoformat(day) for day in calendar.holidays}
    if unit in SCHOOL_DAYS:
        shut = {c.start + timedelta(days=n) for c in calendar.closures for n in range((c.end - c.start).days + 1)}
    if unit == "weekdays":
        shut = set()
    while day.weekday() >= 5 or day in shut:
        day += timedelta(days=step)
    return day


@pytest.mark.parametrize(
    ("event", "day", "rule", "due"),
    [
        # a parent's limit: the day before the anniversary, which is February 28 in years without a 29th
        ("violation", date(2024, 2, 29), "state_complaint_filing_limit", date(2025, 2, 27)),
        ("violation", date(2024, 2, 28), "state_complaint_filing_limit", date(2025, 2, 27)),
        ("violation", date(2024, 3, 1), "state_complaint_filing_limit", date(2025, 2, 28)),
        ("violation", date(2022, 2, 28), "due_process_filing_limit", date(2024, 2, 27)),
        ("violation", date(2022, 3, 1), "due_process_filing_limit", date(2024, 2, 29)),
        # a school's limit: the anniversary itself
        ("last_evaluation", date(2024, 2, 29), "reevaluation_due", date(2027, 2, 28)),
        ("last_iep", date(2027, 2, 28), "iep_annual_review", date(2028, 2, 28)),
        # looking back: the first day whose own limit has not passed
        ("state_complaint_received", date(2024, 2, 28), "state_complaint_lookback", date(2023, 3, 1)),
        ("state_complaint_received", date(2024, 2, 29), "state_complaint_lookback", date(2023, 3, 1)),
        ("state_complaint_received", date(2025, 2, 28), "state_complaint_lookback", date(2024, 3, 1)),
        # counted days include February 29
        ("due_process_complaint_received", date(2024, 2, 19), "due_process_response", date(2024, 2, 29)),
        ("due_process_complaint_received", date(2023, 2, 19), "due_process_response", date(2023, 3, 1)),
        # 1900 and 2100 have no February 29; 2000 has one
        ("due_process_complaint_received", date(1900, 2, 19), "due_process_response", date(1900, 3, 1)),
        ("due_process_complaint_received", date(2000, 2, 19), "due_process_response", date(2000, 2, 29)),
        ("last_iep", date(2099, 2, 28), "iep_annual_review", date(2100, 2, 28)),
        ("last_evaluation", date(2096, 2, 29), "reevaluation_due", date(2099, 2, 28)),
    ],
)
def test_leap_years(event, day, rule, due):
    """Checked in every state with the federal limit; other limits have hand-counted cases."""
    federal = load("US").rule(rule).clock
    same = [state for state in known_states() if (held := load(state).find(rule)) and held.clock == federal]
    assert "US" in same
    for state in same:
        assert each_alone(state, day)[event, rule].due == due, state


@each_state
def test_every_date_from_2024_to_2028_has_its_dates(state):
    number, _ = count_each_day(load(state), date(2024, 1, 1), date(2028, 12, 31))
    assert number == 1_827


@pytest.mark.thorough
@each_state
def test_every_date_from_1900_to_2100_has_its_dates(state):
    law = load(state)
    number, without = count_each_day(law, FIRST, LAST)
    assert number == 73_414
    words = {rule.id for rule in law.rules.values() if rule.clock and rule.clock.value is None}
    business = {rule.id for rule in law.rules.values() if rule.clock and rule.clock.unit == "business_days"}
    school = {rule.id for rule in law.rules.values() if rule.clock and rule.clock.by_school_calendar}
    # No summer hides the date of a limit that ends with another one at the latest.
    bounded = {rule.id for rule in law.rules.values() if rule.clock and rule.clock.second}
    assert set(without) == words | business | (school - bounded)


def count_each_day(law, first, last):
    """Count from each day with one event in rotation, so that each event is tried all year round.

    Returns the number of days, and how often each rule had no date.
    """
    events = law.starting_events()
    day, number, without = first, 0, Counter()
    while day <= last:
        for row in deadlines(law, [(events[number % len(events)].id, day)], Calendar()):
            if row.due is None:
                without[row.rule.id] += 1
                assert may_have_no_date(row), (row.rule.id, day)
            elif row.clock.unit == "business_days":
                assert {row.trigger_date.year, row.due.year} <= set(HOLIDAY_YEARS), (row.rule.id, day)
        day, number = day + days.ONE_DAY, number + 1
    return number, without


def may_have_no_date(row):
    """Whether a row may lack a date: no number in the law, outside the holiday table, or into an unknown summer."""
    if row.clock.value is None or row.rule.publish == "hold":
        return True
    if row.clock.unit == "business_days":
        # Five of them are a week, and the holidays on their way take two weeks at most.
        longest = timedelta(days=row.clock.value * 7 // 5 + 14)
        end = row.trigger_date + longest if row.clock.direction == "after" else row.trigger_date - longest
        return not {row.trigger_date.year, end.year} <= set(HOLIDAY_YEARS)
    # The longest limit is 60 school days, at least twelve weeks, and summer may begin in June.
    last = (9, 30) if row.clock.direction == "before" else (8, 1)
    in_spring_or_summer = (3, 1) <= (row.trigger_date.month, row.trigger_date.day) <= last
    if row.clock.late_in_year and row.clock.late_in_year.instead and row.range is None:
        return in_spring_or_summer  # late in the year another rule holds, which we did not see
    return row.clock.by_school_calendar and row.range.into_summer and in_spring_or_summer


# Whole cases


@each_state
@given(data=st.data())
@settings(max_examples=examples(80))
def test_the_order_of_events_changes_nothing(state, data):
    happened = data.draw(cases(state))
    mixed = data.draw(st.permutations(happened))
    as_typed, otherwise = (
        sorted(deadlines(load(state), given, Calendar()), key=of_which_start) for given in (happened, mixed)
    )
    assert as_typed == otherwise


def test_effects_of_two_events_on_one_day_are_described_in_a_fixed_order():
    happened = [(event, date(2024, 1, 2)) for event in ("parent_missed_resolution_meeting", "mediation_continued")]
    happened += [("no_agreement_possible", date(2024, 1, 1))]
    said = {
        row.change
        for typed in (happened, happened[::-1])
        for row in deadlines(load("AZ"), typed, Calendar())
        if row.rule.id == "due_process_decision" and row.trigger.id == "no_agreement_possible"
    }
    assert len(said) == 1
    assert "resolution meeting" in said.pop()


@each_state
@given(data=st.data())
@settings(max_examples=examples(150))
def test_adding_an_event_changes_only_what_depends_on_it(state, data):
    law = load(state)
    happened = data.draw(cases(state))
    added = data.draw(st.tuples(st.sampled_from(sorted(law.events)), recent))
    may_change = depending_on(law, added[0])
    before, after = (
        sorted((row for row in deadlines(law, given, Calendar()) if row.rule.id not in may_change), key=of_which_start)
        for given in (happened, [*happened, added])
    )
    assert before == after


def of_which_start(row):
    return row.rule.id, row.trigger.id, row.trigger_date, row.projected


@each_state
def test_no_event_changes_every_rule(state):
    """The property above is not vacuous: few rules depend on any one event."""
    law = load(state)
    clocks = {rule.id for rule in law.rules.values() if rule.clock}
    assert all(len(depending_on(law, event)) < len(clocks) / 3 for event in law.events)
    assert depending_on(law, "violation") == {
        "state_complaint_filing_limit", "due_process_filing_limit", "ocr_complaint",
    }  # fmt: skip
    assert depending_on(law, "resolution_waived") == {
        "resolution_meeting", "resolution_period", "due_process_decision",
    }  # fmt: skip


def also_read(clock):
    """The events that a clock reads besides its start.

    Those of a second limit, of a date late in the school year, and those before which the step must come.
    """
    late = clock.late_in_year.event if clock.late_in_year else None
    return (*(clock.second.starts if clock.second else ()), late, *clock.comes_before)


def depending_on(law, event):
    """The rules that an event can affect.

    It starts them (also in another event's place), is read by them, changes them, stops projecting them, starts the limit
    with which they are shown as one, or is the step for which their time waited.
    """
    declared = law.events[event]
    rules = {change.rule for change in declared.changes}
    waits = {change.rule for other in law.events.values() for change in other.changes if change.effect == "no_date"}
    rules |= {rule_id for rule_id in waits if rule_id in law.rules and event in law.rules[rule_id].clock.met_by}
    waiting, seen = [event, *([declared.stands_for] if declared.stands_for else [])], set()
    while waiting:
        started = waiting.pop()
        if started not in seen:
            seen.add(started)
            rules |= {rule.id for rule in law.started_by(started)}
            rules |= {rule.id for rule in law.rules.values() if rule.clock and started in also_read(rule.clock)}
            waiting += [other.id for other in law.events.values() if other.projected_by in rules]
    return rules | {rule.id for rule in law.rules.values() if rule.together_with in rules}


@each_state
@given(data=st.data(), as_of=recent)
@settings(max_examples=examples(80))
def test_a_case_has_one_next_day_and_who_is_late_stays_late(state, data, as_of):
    law, happened = load(state), data.draw(cases(state))
    today, tomorrow = (resolved.resolve(law, happened, Calendar(), as_of + timedelta(days=n)) for n in (0, 1))
    ahead = {row.day for row in today if row.status in (Status.NEXT, Status.LATER)}
    assert {row.day for row in today if row.status == Status.NEXT} == ({min(ahead)} if ahead else set())
    late, still = ({(r.rule.id, r.trigger_date) for r in rows if r.status == Status.LATE} for rows in (today, tomorrow))
    done_tomorrow = {
        rule.id
        for rule in law.rules.values()
        if rule.clock and {(event, as_of + days.ONE_DAY) for event in rule.clock.met_by} & set(happened)
    }
    assert {key for key in late - still if key[0] not in done_tomorrow} == set()


@each_state
@given(data=st.data(), as_of=any_day)
@settings(max_examples=examples(60))
def test_any_typed_case_has_an_answer_or_a_sentence_at_its_field(state, data, as_of):
    law = load(state)
    happened = data.draw(st.dictionaries(st.sampled_from(sorted(law.events)), any_day, min_size=1, max_size=6))
    typed = {event: day.isoformat() for event, day in happened.items()} | {"as_of": as_of.isoformat()}
    out_of_order = {
        event for event in happened for earlier in law.events[event].follows
        if earlier in happened and happened[event] < happened[earlier]
    }  # fmt: skip
    if out_of_order:
        with pytest.raises(WrongInput) as wrong:
            case.answer(law, typed)
        assert wrong.value.problems.keys() == out_of_order
    else:
        result = case.answer(law, typed)
        starts_nothing = all(not law.started_by(event) for event in happened)
        assert [file.name for file in result.files] == (["dates.ics"] if result.rows else [])
        assert result.rows or starts_nothing
