"""A short, deterministic ``make fuzz``: 200 inputs per target. Each check is also shown to fail."""

import random
from datetime import date

import pytest

from tests.fuzz import holds, in_node
from tests.fuzz.by_hypothesis import throw


@pytest.mark.parametrize("target", holds.TARGETS)
def test_two_hundred_inputs_per_target_find_no_fault(target):
    assert throw(target, "1", 0, batch=200)["faults"] == []


def test_faulty_backups_are_refused_or_imported_and_existing_data_is_unchanged():
    assert in_node.copies(random.Random(1), 100) == []


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (holds.a_written_date_is_that_date, (date(2026, 3, 2), "2/3/2026")),
        (holds.has_no_stranger, "<p><injected>x</injected></p>"),
        (holds.has_no_stranger, '<p injected="1">x</p>'),
        (holds.has_no_stranger, '<a href=" javascript:x()">x</a>'),
        (holds.has_no_formula, '"words","=1+1"\r\n'),
        (holds.has_no_formula, '"\uff1d1+1"\r\n'),
        (holds.is_a_calendar, "BEGIN:VCALENDAR\r\nATTACH:x\r\nEND:VCALENDAR\r\n"),
        (holds.is_a_sentence, "'NoneType' object has no attribute 'x'"),
        (holds.a_printed_range_is_that_range, ("Break: 3/9/2026 to 3/13/2026", date(2026, 3, 9), date(2026, 3, 12))),
    ],
)
def test_each_check_can_fail(check, wrong):
    with pytest.raises(AssertionError):
        check(wrong)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 3), "3/2/2026"),
        (date(2026, 3, 2), "3/2/2027"),
        (date(2026, 3, 2), "March 3"),
        (date(2003, 2, 26), "030226"),
    ],
)
def test_a_day_that_the_text_does_not_state_is_detected(day, words):
    with pytest.raises(AssertionError):
        holds.stands_in(day, words)
