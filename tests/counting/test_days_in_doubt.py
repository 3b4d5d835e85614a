"""Days that are a holiday in some states count as is safe: never too late for a parent, never too early for the school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculators.counting.chain import deadlines, with_holidays
from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar
from calculators.counting.days import Closure
from calculators.law import load
from macros.data.holiday_days import HOLIDAY_YEARS, days_of
from macros.data.law_model import Holiday


def row(state, rule, *happened):
    [found] = [one for one in deadlines(load(state), happened, Calendar()) if one.rule.id == rule]
    return found


@pytest.mark.parametrize(
    ("state", "hearing", "due", "said"),
    [
        # December 1 and November 30 are days 1 and 2; November 27 is a holiday by § 53-5-10, November 26 is Thanksgiving;
        # November 25, 24 and 23 are days 3 to 5.
        ("SC", date(2026, 12, 2), date(2026, 11, 23), "Day after Thanksgiving, November 27, 2026: 1 day skipped."),
        # The same by § 62-301.
        ("NE", date(2026, 12, 2), date(2026, 11, 23), "Day after Thanksgiving, November 27, 2026: 1 day skipped."),
        # March 30, 29 are days 1 and 2; March 26, 2027 is Good Friday (§ 1-03-01); March 25, 24 and 23 are days 3 to 5.
        ("ND", date(2027, 3, 31), date(2027, 3, 23), "Good Friday, March 26, 2027: 1 day skipped."),
        # November 5, 4 are days 1 and 2; November 3, 2026 is election day (§ 25-1-1); November 2, October 30 and 29.
        ("RI", date(2026, 11, 6), date(2026, 10, 29), "Election Day, November 3, 2026: 1 day skipped."),
        # May 11, 10 are days 1 and 2; May 9, 2028 is primary day (§ 2-2-1); May 8, 5 and 4.
        ("WV", date(2028, 5, 12), date(2028, 5, 4), "Primary Election Day, May 9, 2028: 1 day skipped."),
        # Confederate Memorial Day is May 10, 2026, a Sunday: by § 53-5-30 the Monday after it is a holiday.
        ("SC", date(2026, 5, 15), date(2026, 5, 7), "Confederate Memorial Day (observed), May 11, 2026: 1 day skipped."),
        # April 27, 2026 is no holiday in South Carolina: April 29, 28, 27, 24 and 23.
        ("SC", date(2026, 4, 30), date(2026, 4, 23), "Weekends do not count (2 weekend days passed over)."),
        # April 28, 27 are days 1 and 2; April 26, 2027 is the fourth Monday (§ 1-3-8); April 23, 22 and 21.
        ("AL", date(2027, 4, 29), date(2027, 4, 21), "Confederate Memorial Day, April 26, 2027: 1 day skipped."),
        # April 1 is day 1; March 31 is Farmworkers Day (Gov. Code 6700); March 30, 27, 26 and 25 are days 2 to 5.
        ("CA", date(2026, 4, 2), date(2026, 3, 25), "Farmworkers Day, March 31, 2026: 1 day skipped."),
        # October 7, 6 are days 1 and 2; October 5, 2026 is Cabrini Day (§ 24-11-101); October 2, 1 and September 30.
        ("CO", date(2026, 10, 8), date(2026, 9, 30), "Frances Xavier Cabrini Day, October 5, 2026: 1 day skipped."),
        # November 5 may be Return Day, from noon; November 4 is day 1; November 3 is election day; November 2, October 30, 29 and 28.
        ("DE", date(2026, 11, 6), date(2026, 10, 28), "Election Day, November 3, 2026: 1 day skipped."),
        # December 1 and November 30 are days 1 and 2; November 27 is a holiday by § 110.117, November 25 may be one by order;
        # November 24, 23 and 20 are days 3 to 5.
        ("FL", date(2026, 12, 2), date(2026, 11, 20), "Day before Thanksgiving, November 25, 2026, may be a holiday in your state, so it is left out."),
        # February 15, 2027 is a federal holiday, February 12 Lincoln's Birthday (5 ILCS 490/60); February 11 to 8 and 5.
        ("IL", date(2027, 2, 16), date(2027, 2, 5), "Lincoln's Birthday, February 12, 2027: 1 day skipped."),
        # As in North Dakota, by IC 1-1-9-1.
        ("IN", date(2027, 3, 31), date(2027, 3, 23), "Good Friday, March 26, 2027: 1 day skipped."),
        # April 21, 20 are days 1 and 2; April 19, 2027 is Patriots' Day (c. 4, § 7); April 16, 15 and 14.
        ("MA", date(2027, 4, 22), date(2027, 4, 14), "Patriots' Day, April 19, 2027: 1 day skipped."),
        # November 2 is day 1; October 30, 2026 is Nevada Day (NRS 236.015); October 29 to 26 are days 2 to 5.
        ("NV", date(2026, 11, 3), date(2026, 10, 26), "Nevada Day, October 30, 2026: 1 day skipped."),
        # December 28, 27 are days 1 and 2; December 24, 2027 is the federal day, December 23 by 25 O.S. 82.1; December 22, 21 and 20.
        ("OK", date(2027, 12, 29), date(2027, 12, 20), "Christmas Day (observed), December 23, 2027 to December 24, 2027: 2 days skipped."),
        # July 27 is day 1; July 24, 2026 is Pioneer Day (63G-1-301); July 23 to 20 are days 2 to 5.
        ("UT", date(2026, 7, 28), date(2026, 7, 20), "Pioneer Day, July 24, 2026: 1 day skipped."),
        # September 22 is day 1; September 21, 2026 is Yom Kippur (103-4), when offices are said to be open; September 18 to 15.
        ("NC", date(2026, 9, 23), date(2026, 9, 15), "Yom Kippur, September 21, 2026, may be a holiday in your state, so it is left out."),
        # June 19, 2028 is a federal holiday; June 16 is the third Friday (11A:6-24.1); June 15 to 12 and 9.
        ("NJ", date(2028, 6, 20), date(2028, 6, 9), "Juneteenth Day, June 16, 2028, may be a holiday in your state, so it is left out."),
        # June 15 is day 1; June 14, 2027 is Flag Day; June 11, 10, 9 and 8 are days 2 to 5.
        ("PA", date(2027, 6, 16), date(2027, 6, 8), "Flag Day, June 14, 2027, may be a holiday in your state, so it is left out."),
        # August 12 is day 1; August 11, 2026 is the day of the primary (995.20); August 10, 7, 6 and 5.
        ("WI", date(2026, 8, 13), date(2026, 8, 5), "Partisan primary election day, August 11, 2026, may be a holiday in your state, so it is left out."),
        # As in South Carolina; by 645.44 it is a holiday for some offices.
        ("MN", date(2026, 12, 2), date(2026, 11, 23), "Day after Thanksgiving, November 27, 2026, may be a holiday in your state, so it is left out."),
        # § 1-301 has no such day, and offices may close; for the federal set no list was read.
        ("AZ", date(2026, 12, 2), date(2026, 11, 23), "Day after Thanksgiving, November 27, 2026, may be a holiday in your state, so it is left out."),
        ("US", date(2026, 12, 2), date(2026, 11, 23), "Day after Thanksgiving, November 27, 2026, may be a holiday in your state, so it is left out."),
    ],
)  # fmt: skip
def test_evidence_is_due_before_every_day_that_may_be_a_holiday(state, hearing, due, said):
    found = row(state, "hearing_disclosure", ("due_process_hearing", hearing))
    assert found.due == due
    assert said in found.steps


def test_a_parents_count_forward_counts_a_day_that_may_be_a_holiday():
    # November 25 is day 1, Thanksgiving is left out, November 27 is day 2, November 30 is day 3.
    found = row("AZ", "resolution_agreement_void", ("resolution_agreement_signed", date(2026, 11, 24)))
    assert found.due == date(2026, 11, 30)
    assert (
        "Day after Thanksgiving, November 27, 2026, may be a holiday in your state. It counts here, to be safe. "
        "If it does not count, the limit ends later. Do not wait for that." in found.steps
    )


def test_what_the_school_must_do_after_an_event_leaves_such_a_day_out():
    # November 25 is day 1, November 26 is Thanksgiving, November 27 may be a holiday, November 30 to December 2 are 2 to 4.
    found = row("CA", "records_idea", ("records_requested", date(2026, 11, 24)))
    assert found.due == date(2026, 12, 3)
    assert (
        "Day after Thanksgiving, November 27, 2026, may be a holiday in your state, so it is left out." in found.steps
    )


def test_what_the_school_must_do_before_an_event_counts_such_a_day():
    # December 28 is day 1; December 24 counts as day 2: so the school is not called late a day too early.
    found = row("VA", "evaluation_report_copy", ("meeting_scheduled", date(2026, 12, 29)))
    assert found.due == date(2026, 12, 24)
    assert any(
        "It counts here, to be safe. If it does not count, the limit ends earlier." in step for step in found.steps
    )


@pytest.mark.parametrize(
    ("state", "decided", "due", "act_by", "said"),
    [
        # 90 days from August 29, 2026: 2, 32, 63 by the end of October; November 27 is day 90, a holiday by § 62-301.
        ("NE", date(2026, 8, 29), date(2026, 11, 27), date(2026, 11, 25), "That is a public holiday (Day after Thanksgiving), and"),
        ("AR", date(2026, 8, 29), date(2026, 11, 27), date(2026, 11, 25), "That may be a holiday in your state (Day after Thanksgiving), and"),
        # 90 days from September 25: 5, 36, 66 by the end of November; December 24 is day 90, a holiday by § 1-5-101, and on the
        # day before it the governor may close offices.
        ("AR", date(2026, 9, 25), date(2026, 12, 24), date(2026, 12, 22), "That is a public holiday (Christmas Eve), and"),
    ],
)  # fmt: skip
def test_a_parent_acts_by_the_day_before_one_that_may_be_a_holiday(state, decided, due, act_by, said):
    found = row(state, "civil_action", ("decision_issued", decided))
    assert (found.due, found.act_by) == (due, act_by)
    assert found.weekend
    assert found.weekend.startswith(said)


def test_no_day_of_a_parent_is_later_and_none_of_others_earlier_for_a_day_in_doubt():
    """Counted with and without the days in doubt as holidays, for each limit in business days."""
    for state in ("CA", "VA", "WI", "NH", "DC", "US"):
        law = load(state)
        sure = {day: name for day, name in law.holidays.items() if day not in law.days_in_doubt}
        both = [Calendar(holidays=sure), Calendar(holidays=law.holidays)]
        for rule in law.rules.values():
            if (
                not rule.clock
                or rule.clock.unit != "business_days"
                or rule.clock.value is None
                or rule.publish == "hold"
            ):
                continue
            event = law.events[rule.clock.starts[0]]
            for start in (
                date(2026, 11, 23),
                date(2026, 12, 2),
                date(2026, 12, 22),
                date(2026, 12, 29),
                date(2027, 3, 29),
            ):
                mine = deadline(rule, event, start, with_holidays(law, Calendar())).due
                other = [deadline(rule, event, start, replace(one, state_holidays={})).due for one in both]
                assert mine
                assert all(other)
                assert mine <= min(other) if rule.who == "either_party" else mine >= max(other), (state, rule.id, start)


def found_in(year, **holiday):
    return [day for day, _ in days_of(Holiday(name="A day", **holiday)) if day.year == year]


def test_each_way_to_name_a_day():
    assert found_in(2026, month=11, weekday="thursday", week=4, plus=1) == [date(2026, 11, 27)]
    assert found_in(2026, month=11, weekday="thursday", week=4, plus=-1) == [date(2026, 11, 25)]
    assert found_in(2026, month=4, weekday="friday", week=-1) == [date(2026, 4, 24)]
    assert found_in(2026, month=12, weekday="monday", week=-1) == [date(2026, 12, 28)]
    assert found_in(2027, easter=-2) == [date(2027, 3, 26)]
    assert found_in(2026, month=7, day=4, saturday=2) == [date(2026, 7, 4), date(2026, 7, 6)]
    assert found_in(2026, month=5, day=10, sunday=1) == [date(2026, 5, 10), date(2026, 5, 11)]
    assert found_in(2027, month=5, weekday="tuesday", week=2, years="even") == []
    assert found_in(2026, jewish="Yom Kippur") == [date(2026, 9, 21)]
    assert found_in(2029, month=1, day=20, years="inauguration") == [date(2029, 1, 20)]
    assert found_in(2028, month=1, day=20, years="inauguration") == []
    assert HOLIDAY_YEARS[0] == 2010


@pytest.mark.parametrize(
    "wrong", [{}, {"month": 5}, {"month": 5, "day": 1, "easter": 1}, {"weekday": "monday", "week": 1}]
)
def test_a_day_is_named_in_one_way(wrong):
    with pytest.raises(ValueError, match="say 'month' and 'day'"):
        Holiday(name="A day", **wrong)


@pytest.mark.parametrize("state", ["UT", "SD", "TX"])
def test_days_that_the_reader_gave_as_closed_are_not_called_doubtful(state: str) -> None:
    """From Monday, December 14: the 24th to January 1 are 7 weekdays without school, by the reader's own list."""
    closed = Calendar((Closure(date(2026, 12, 24), date(2027, 1, 1), "Winter break"),))
    rows = deadlines(load(state), [("evaluation_consent", date(2026, 12, 14))], closed)
    steps = [step for row in rows if row.clock.unit == "school_days" for step in row.steps if "Winter break" in step]
    assert steps
    assert set(steps) == {"Winter break, December 24, 2026 to January 1, 2027: 7 days skipped."}
