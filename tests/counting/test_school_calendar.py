"""The school calendar: first and last day of school, and whether the list of closed days is complete."""

from datetime import date

import pytest
from playwright.sync_api import expect

from calculators.counting.days import Closure
from calculators.counting.whole_list import read_said, whole_stretches
from calculators.inputs import WrongInput
from calculators.law import load
from calculators.reading.written_dates import read_date
from calculators.tools import deadlines

#: 15 school days after October 20, 2026: 3 by October 23, 8 by October 30, 13 by November 6, November 10 is day 15.
ASKED = {"event": "evaluation_requested", "date": "10/20/2026"}
#: With October 26 closed, November 11 is day 15.
ONE_CLOSED = {**ASKED, "closed": "10/26/2026\n9/7/2026"}
SLOW = 60_000


def answered(**given):
    return deadlines.answer(load("AZ"), given)


def kept_after(answer, **given):
    """What the form stores after this answer to its one question."""
    (question,) = answered(**given).whole
    return next(kept for label, kept, _ in question.answers if label == answer)


def given_answers(**given):
    return [label for question in answered(**given).whole for label, _, is_given in question.answers if is_given]


def test_the_question_covers_the_days_of_the_count():
    (question,) = answered(**ONE_CLOSED).whole
    assert question.words == (
        "Is this the whole list of closed days from Wednesday, October 21, 2026 to Wednesday, November 11, 2026?"
    )
    assert question.counted.startswith("We count as closed: Mon Oct 26, 2026.")  # September 7 is before the count
    assert [label for label, _, _ in question.answers] == ["Yes", "No", "Not sure"]


def test_without_a_closed_day_it_is_asked_whether_school_was_open_on_every_weekday():
    (question,) = answered(**ASKED).whole
    assert question.words.startswith("Was school open on every weekday from Wednesday, October 21, 2026")


@pytest.mark.parametrize(("answer", "is_firm"), [("Yes", True), ("No", False), ("Not sure", False)])
def test_only_yes_makes_the_date_firm(answer, is_firm):
    kept = kept_after(answer, **ONE_CLOSED)
    row = answered(**ONE_CLOSED, whole=kept).rows[0]
    assert row.due == date(2026, 11, 11)
    assert (row.range is None) == is_firm
    assert ("You said that no other day was closed." in row.steps) == is_firm
    assert given_answers(**ONE_CLOSED, whole=kept) == [answer]


def test_no_answer_is_chosen_before_one_is_given():
    assert given_answers(**ONE_CLOSED) == []


@pytest.mark.parametrize(
    "closed",
    [
        "10/26/2026\n9/7/2026\n11/2/2026",  # a day is added within the count, which then runs to November 12
        "9/7/2026",  # a day is removed, so the list differs from the confirmed one
        "10/26/2026\n9/7/2026\n11/11/2026",
    ],
)
def test_the_question_is_asked_again_when_the_list_changes(closed):
    kept = kept_after("Yes", **ONE_CLOSED)
    changed = {**ASKED, "closed": closed, "whole": kept}
    assert answered(**changed).rows[0].range
    assert given_answers(**changed) == []


def test_closed_days_outside_the_count_change_nothing():
    kept = kept_after("Yes", **ONE_CLOSED)
    assert answered(**{**ONE_CLOSED, "closed": "10/26/2026\n12/21/2026 to 1/1/2027"}, whole=kept).rows[0].range is None


def test_the_question_is_asked_again_for_additional_days():
    kept = kept_after("Yes", **ONE_CLOSED)
    later = {**ONE_CLOSED, "date": "10/21/2026", "whole": kept}  # the count now runs to November 12
    assert answered(**later).rows[0].range
    assert given_answers(**later) == []


def test_answers_about_other_days_are_kept():
    first = kept_after("Yes", **ONE_CLOSED)
    spring = {**ONE_CLOSED, "date": "1/20/2027"}
    both = kept_after("Yes", **spring, whole=first)
    assert answered(**ONE_CLOSED, whole=both).rows[0].range is None
    assert answered(**spring, whole=both).rows[0].range is None
    taken_back = kept_after("Not sure", **ONE_CLOSED, whole=both)
    assert answered(**ONE_CLOSED, whole=taken_back).rows[0].range
    assert answered(**spring, whole=taken_back).rows[0].range is None


def test_the_stored_answer_has_readable_dates():
    kept = kept_after("Yes", **ONE_CLOSED)
    first, _, rest = kept.partition(" to ")
    assert (read_date(first), read_date(rest.split(":")[0])) == (date(2026, 10, 21), date(2026, 11, 11))
    assert [(one.answer, one.closed) for one in read_said(kept)] == [("yes", 1)]


@pytest.mark.parametrize(
    "kept",
    ["", "yes", "2026-10-21 to 2026-11-11", "2026-13-40 to 2026-11-11: yes, 1 closed", "1/1/2026 to 1/2/2026: yes"],
)
def test_unreadable_stored_answers_are_ignored(kept):
    assert whole_stretches(read_said(kept), [Closure(date(2026, 10, 26), date(2026, 10, 26), "")]) == ()


def test_nothing_is_asked_about_the_summer():
    years = {"first_day": "8/3/2026", "last_day": "5/21/2027", "next_first_day": "8/2/2027"}
    over_summer = {"event": "evaluation_requested", "date": "5/10/2027", **years}
    words = [question.words for question in answered(**over_summer).whole]
    assert words == [
        "Was school open on every weekday from Tuesday, May 11, 2027 to Friday, May 21, 2027?",
        "Was school open on every weekday from Monday, August 2, 2027 to Monday, August 9, 2027?",
    ]
    kept = ""
    for number in range(2):
        kept = answered(**over_summer, whole=kept).whole[number].answers[0][1]
    row = answered(**over_summer, whole=kept).rows[0]
    assert (row.due, row.range) == (date(2027, 8, 9), None)


def test_a_school_that_opens_in_july():
    july = {"event": "evaluation_requested", "date": "7/22/2026"}
    assert answered(**july).rows[0].due is None
    assert answered(**july).whole == ()  # the summer is asked about before the list
    row = answered(**july, first_day="7/20/2026").rows[0]
    assert (row.due, bool(row.range)) == (date(2026, 8, 12), True)


def test_a_date_outside_the_school_year_is_reported():
    years = {"first_day": "8/3/2026", "last_day": "5/21/2027"}
    assert (
        answered(**{**ASKED, "date": "10/20/2025"}, **years)
        .warnings[0]
        .startswith("October 20, 2025 is not in the school year that you gave (August 3, 2026 to May 21, 2027).")
    )
    assert not any("school year" in said for said in answered(**ASKED, **years).warnings)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"first_day": "8/3/2026", "last_day": "5/21/2026"}, "last_day", "is before the first day of school"),
        ({"first_day": "8/3/2026", "last_day": "5/21/2028"}, "last_day", "is longer than a year"),
        ({"first_day": "1/5/2027"}, "first_day", "not of a term"),
        ({"last_day": "12/18/2026"}, "last_day", "not of a term"),
        ({"last_day": "5/21/2027", "next_first_day": "8/3/2026"}, "next_first_day", "is not after May 21, 2027"),
        ({"next_first_day": "8/2/2027", "next_last_day": "5/21/2027"}, "next_last_day", "is before the first day"),
    ],
)
def test_invalid_school_years_are_reported_beside_their_field(given, field, told):
    with pytest.raises(WrongInput) as wrong:
        answered(**ASKED, **given)
    assert list(wrong.value.problems) == [field]
    assert told in wrong.value.problems[field]


# In the browser


@pytest.fixture
def asked(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=AZ&event=evaluation_requested")
    page.locator("[name=date]").fill("10/20/2026")
    page.locator("summary", has_text="Days when school is closed").click()
    return page


@pytest.mark.browser
def test_one_press_makes_the_date_firm_and_my_case_and_the_next_tool_know_the_answer(asked, site):
    asked.locator("[name=closed]").fill("10/26/2026")
    asked.locator("[name=first_day]").fill("8/3/2026")
    asked.get_by_role("button", name="Count the days").click()
    answer = asked.locator(".pt-clock[data-rule=eval_request_response]")
    expect(answer.locator(".pt-due")).to_have_text("No earlier than Wednesday, November 11, 2026", timeout=SLOW)
    expect(answer).not_to_have_attribute("data-status", "late")
    question = asked.get_by_role("group", name="Is this the whole list of closed days from Wednesday, October 21")
    question.get_by_role("button", name="Yes").click()
    expect(answer.locator(".pt-due")).to_have_text("Wednesday, November 11, 2026")
    expect(answer).to_have_attribute("data-status", "late")
    expect(question.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    asked.get_by_role("button", name="Keep this date in my case").click()
    expect(asked.locator(".pt-keep")).to_contain_text("Kept on this phone")

    asked.goto(f"{site}tools/case/")
    expect(asked.locator("[name=closed]")).to_have_value("10/26/2026")
    expect(asked.locator("[name=first_day]")).to_have_value("8/3/2026")
    expect(answer.locator(".pt-due")).to_contain_text("Wednesday, November 11, 2026", timeout=SLOW)
    expect(answer).to_have_attribute("data-status", "late")
    asked.get_by_role("group", name="Is this the whole list").get_by_role("button", name="Not sure").click()
    expect(answer.locator(".pt-due")).to_contain_text("o earlier than Wednesday, November 11, 2026")
    asked.reload()
    expect(answer.locator(".pt-due")).to_contain_text("o earlier than Wednesday, November 11, 2026", timeout=SLOW)

    asked.goto(f"{site}arizona/evaluation/")
    asked.locator(".pt-calculator [name=date]").first.focus()
    expect(asked.locator(".pt-calculator [name=closed]").first).to_have_value("10/26/2026")
    expect(asked.locator(".pt-calculator [name=first_day]").first).to_have_value("8/3/2026")
    expect(asked.locator(".pt-calculator").first).to_contain_text("Filled in from My case")


@pytest.mark.browser
def test_an_invalid_school_year_is_reported_beside_its_field_and_the_input_stays(asked):
    asked.locator("[name=first_day]").fill("8/3/2026")
    asked.locator("[name=last_day]").fill("5/21/2026")
    asked.get_by_role("button", name="Count the days").click()
    told = asked.locator("#deadlines-last_day-error")
    expect(told).to_have_text(
        "May 21, 2026 is before the first day of school, August 3, 2026. Check both dates.", timeout=SLOW
    )
    expect(asked.locator("[name=last_day]")).to_have_value("5/21/2026")


def test_a_line_in_question_is_asked_about_before_the_whole_list_is():
    """The question whether the list is complete comes after those about single lines."""
    law = load("AZ")
    given = {"event": "evaluation_requested", "date": "3/2/2026", "made": "2026-03-10T12:00:00Z"}
    certain = deadlines.answer(law, {**given, "closed": "Spring break 3/9/2026 to 3/13/2026"})
    in_question = deadlines.answer(
        law, {**given, "closed": "Spring break 3/9/2026 to 3/13/2026\nOptional teacher workday 3/20/2026"}
    )
    assert certain.whole
    assert in_question.whole == ()
