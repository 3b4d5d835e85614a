"""Who counts by hand gets the calculators' day: what a worksheet, a table and a list say beside a number."""

import re
from datetime import date
from html import unescape

import pytest

from calculators.counting import days
from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar
from calculators.law import Law, Rule, known_states, load
from macros.data import by_hand, facts
from macros.pages import cards, question_pages
from macros.paper import sheets

DAY = date(2026, 3, 11)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def rows(law: Law) -> list[Rule]:
    return [rule for rule in law.rules.values() if rule.clock]


def places(rule: Rule, law: Law) -> list[str]:
    """What the worksheet and the printed table say of one rule."""
    [row] = facts.deadline_rows(law, [rule])
    return [plain(cards.worksheet(law, [rule])), sheets._deadline(row)["how_long"]]


@pytest.mark.parametrize("state", known_states())
def test_a_limit_that_is_counted_to_the_day_before_says_so_wherever_it_is_counted_by_hand(state):
    law = load(state)
    for rule in rows(law):
        clock = rule.clock
        if clock.value and clock.unit in ("months", "years") and clock.direction == "after" and rule.publish != "hold":
            same_date = days.add_months(DAY, clock.value * (12 if clock.unit == "years" else 1))
            due = deadline(rule, law.events[clock.starts[0]], DAY, Calendar()).due
            assert (due < same_date) is (by_hand.day_before(rule) != ""), rule.id
            for said in places(rule, law):
                assert (by_hand.DAY_BEFORE in said) is (due < same_date), (rule.id, said)
        else:
            assert not by_hand.day_before(rule)


def test_a_parents_year_says_it_and_a_schools_does_not():
    law = load("US")
    assert by_hand.day_before(law.rule("state_complaint_filing_limit")) == by_hand.DAY_BEFORE
    assert by_hand.day_before(law.rule("due_process_filing_limit")) == by_hand.DAY_BEFORE
    assert not by_hand.day_before(law.rule("iep_annual_review"))
    assert "To be safe, leave out the same date." in places(law.rule("state_complaint_lookback"), law)[0]


@pytest.mark.parametrize("checklist", ["starter-kit", "escalation-ladder", "state-complaint", "due-process"])
def test_a_list_with_a_last_safe_day_says_that_it_is_the_day_before(checklist):
    law, entry = load("US"), facts.checklists()[checklist]
    texts = [*(item.text for item in entry.items), *(way.limit or "" for way in entry.ways or ())]
    named = [facts.plain(text, law) for text in texts if "filing_limit" in text or "lookback" in text]
    counted = [text for text in named if "year" in text or "last safe day" in text]
    assert counted
    if checklist == "starter-kit":  # once for both limits, under them: the sheet is full
        counted = [facts.plain(texts[-1], law)]
    assert all(by_hand.DAY_BEFORE in text for text in counted)


@pytest.mark.parametrize("state", known_states())
def test_days_that_do_not_count_are_named_wherever_a_limit_is_counted_by_hand(state):
    law = load(state)
    for rule in rows(law):
        pauses = rule.clock.pauses
        if pauses is None or rule.publish == "hold":
            continue
        passage = plain(question_pages.own_words(rule, law, "/"))
        for said in [*places(rule, law), passage]:
            assert ("the summer between two school years" in said) is pauses.summer, rule.id
            assert (f"a school break of {pauses.breaks_from} weekdays" in said) is (pauses.breaks_from is not None)
            assert ("Single days without school do not count either" in said) is pauses.days_in_doubt
        if rule.id == "initial_evaluation":
            item = next(item.text for item in facts.checklists()["evaluation"].items if rule.id in item.text)
            assert "Do not count the summer between two school years" in facts.plain(item, law)


def test_another_day_late_in_the_year_and_a_second_limit_are_named_too():
    assert (
        "if you asked for the evaluation 30 calendar days or less before the last day of school. Then it is due 30 calendar "
        "days after the first day of the next school year"
    ) in by_hand.beside(load("CA").rule("initial_evaluation"))
    assert "There is a second limit: 90 calendar days" in by_hand.beside(load("MD").rule("initial_evaluation"))
    assert "do not call it late in the 30 calendar days" in by_hand.beside(load("NJ").rule("eval_request_response"))


@pytest.mark.parametrize("state", known_states())
def test_each_kind_of_day_on_a_worksheet_is_explained(state):
    law = load(state)
    for rule in rows(law):
        if rule.publish == "hold" or rule.clock.unit in (None, "months", "years", "hours"):
            continue
        unit, sheet = rule.clock.unit, plain(cards.worksheet(law, [rule]))
        kind = "School days" if unit.endswith(("school_days", "instructional_days", "working_days")) else unit
        assert f"{kind.capitalize().replace('_', ' ')}: " in sheet, rule.id
        if unit in ("instructional_days", "school_working_days"):
            assert f'"{unit.replace("_", " ")}"' in sheet


def test_massachusetts_says_how_its_working_days_are_counted_and_that_it_is_only_reported():
    sheet = plain(cards.worksheet(load("MA"), [load("MA").rule("initial_evaluation")]))
    assert "School days: leave out weekends and days when school is closed." in sheet
    assert "This site counts them like school days. (reported, not confirmed)" in sheet
    assert "if the school got your consent 30 to 45 school working days before the last day of school" in sheet
