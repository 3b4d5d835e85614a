"""What people type, and what they are told when it does not fit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.inputs import Choice, Input, Kind, WrongInput, read, read_closures, read_date
from calculators.words import plain_date, short_date

ASKED = (
    Input("when", "When?", Kind.DATE, required=True),
    Input("how", "How?", Kind.CHOICE, choices=(Choice("by phone", "By phone"),)),
    Input("what", "What?", Kind.TEXT, max_length=20),
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "3/2/2026",
        "03/02/26",
        "3.2.2026",
        "March 2, 2026",
        "Mar 2 2026",
        "2 March 2026",
        " Mar. 2nd, 2026 ",
    ],
)
def test_a_date_is_read_as_people_write_it(written):
    assert read_date(written) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-02-30", "There is no day"),
        ("13/1/2026", "There is no day"),
        ("Smarch 1, 2026", "There is no day"),
        ("tomorrow", "is not a date we can read"),
        ("0026-03-02", "between January 1, 1900 and December 31, 2100"),
        ("1899-12-31", "between January 1, 1900 and December 31, 2100"),
        ("2101-01-01", "between January 1, 1900 and December 31, 2100"),
    ],
)
def test_a_date_that_cannot_be_is_answered_with_what_to_do(written, told):
    with pytest.raises(ValueError, match=told):
        read_date(written)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_that_we_write_can_be_read(day):
    assert read_date(plain_date(day)) == day
    assert read_date(day.isoformat()) == day
    assert read_date(short_date(day).split(" ", 1)[1]) == day


@pytest.mark.parametrize(
    "written",
    ["2026-03-09..2026-03-13", "3/9/2026 to 3/13/2026", "3/9/2026 - 3/13/2026", "March 9, 2026 – March 13, 2026"],
)
def test_closed_days_are_read_as_people_write_them(written):
    (closure,) = read_closures(written)
    assert (closure.start, closure.end) == (date(2026, 3, 9), date(2026, 3, 13))


def test_one_closed_day_is_a_closure_of_one_day():
    (closure,) = read_closures("3/9/2026")
    assert closure.start == closure.end == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("3/13/2026 to 3/9/2026", "ends before it starts"),
        ("3/9/2026 to 3/10/2026 to 3/11/2026", "more than two dates"),
        ("3/9/2026 to 3/9/2036", "longer than a year"),
        ("\n".join(["3/9/2026"] * 10_000), "That is 10000 closures"),
    ],
)
def test_closed_days_that_cannot_be_are_answered_with_what_to_do(written, told):
    with pytest.raises(ValueError, match=told):
        read_closures(written)


def test_every_field_that_does_not_fit_is_named_at_once():
    with pytest.raises(WrongInput) as wrong:
        read(ASKED, {"how": "by pigeon", "what": "x" * 21, "who": "me"})
    assert set(wrong.value.problems) == {"when", "how", "what", "who"}


def test_an_answer_that_is_not_needed_may_be_left_out():
    assert read(ASKED, {"when": "3/2/2026", "what": "  "}) == {"when": date(2026, 3, 2)}


def test_an_answer_of_another_kind_is_refused_with_a_sentence():
    with pytest.raises(WrongInput, match="This takes text"):
        read(ASKED, {"when": 20260302})
