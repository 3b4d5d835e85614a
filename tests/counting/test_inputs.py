"""Reading what people type: dates, numbers, closed days, rows; and the errors for invalid input."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.inputs import Choice, Input, Kind, WrongInput, read, today
from calculators.letter_forms import letters
from calculators.reading.printed_calendars import read_closures
from calculators.reading.written_dates import read_date, read_dates
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
        "3-2-26",
        "3 2 2026",
        "3 / 2 / 2026",
        "03022026",
        "3022026",
        "322026",
        "20260302",
        "Mar 2nd 2026",
        "2nd of March, 2026",
        "2-Mar-2026",
        "March 2 '26",
        "Monday, March 2, 2026",
        "Mon 3/2/2026",
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
        ("030226", "can be February 26, 2003 or March 2, 2026"),
        ("112026", "can be January 1, 2026 or November 20, 2026"),
        ("1122026", "can be January 12, 2026 or November 2, 2026"),
        ("13132026", "There is no day"),
        ("Tuesday, March 2, 2026", "March 2, 2026 is a Monday, not a Tuesday"),
        ("Maria 3 2026", "There is no day"),
        ("Junly 3 2026", "There is no day"),
        ("9/8", "has no year. Add the year"),
        ("2/30", "There is no day"),
        ("26-3-2", "is not a date we can read"),
        ("2026", "is not a date we can read"),
    ],
)
def test_an_error_about_a_date_says_what_to_do(written, told):
    with pytest.raises(ValueError, match=told):
        read_date(written)


ASKED_ON = date(2026, 11, 27)


def test_the_first_and_the_last_supported_day_are_accepted():
    assert read_date("1/1/1900") == date(1900, 1, 1)
    assert read_date("December 31, 2100") == date(2100, 12, 31)
    for outside in ("12/31/1899", "1/1/2101"):
        with pytest.raises(ValueError, match=r"Give a date between January 1, 1900 and December 31, 2100\."):
            read_date(outside)


@pytest.mark.parametrize("written", ["yarn 5, 2026", "٠٣٠٢٢٠٢٦", "3/٢/2026"])
def test_a_word_of_letters_of_january_and_digits_of_another_script_are_no_date(written):
    with pytest.raises(ValueError, match=r"calendar|not a date we can read"):
        read_date(written)


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("soon  or\tlater", "“soon or later” is"),
        ("x" * 40, f"“{'x' * 40}” is"),
        ("x" * 41, f"“{'x' * 39}…” is"),
        ("x" * 50, f"“{'x' * 39}…” is"),
    ],
)
def test_what_was_typed_is_quoted_and_cut_at_forty_characters(typed, quoted):
    with pytest.raises(ValueError, match="not a date we can read") as told:
        read_date(typed)
    assert str(told.value).startswith(quoted)


@pytest.mark.parametrize(
    "written", ["9/8", "9-8", "9.8", "Sept 8", "Sep. 8th", "8 September", "8th of September", "Tue 9/8"]
)
def test_a_day_that_has_happened_is_the_last_such_day(written):
    assert read_date(written, ASKED_ON, without_year="last") == date(2026, 9, 8)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("11/27", date(2026, 11, 27)),  # today counts as past
        ("11/28", date(2025, 11, 28)),
        ("12/1", date(2025, 12, 1)),
        ("2/29", date(2024, 2, 29)),
    ],
)
def test_the_last_such_day_is_never_ahead(written, day):
    assert read_date(written, ASKED_ON, without_year="last") == day


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("9/8", "can be September 8, 2026 or September 8, 2027"),
        ("12/1", "can be December 1, 2025 or December 1, 2026"),
        ("2/29", "can be February 29, 2024 or February 29, 2028"),
    ],
)
def test_for_any_other_date_the_year_is_asked_for(written, told):
    with pytest.raises(ValueError, match=told):
        read_date(written, ASKED_ON)


def test_a_weekday_says_which_year_is_meant():
    # December 1 is a Monday in 2025 and a Tuesday in 2026
    assert read_date("Mon, Dec 1", ASKED_ON) == date(2025, 12, 1)
    assert read_date("Tuesday 12/1", ASKED_ON) == date(2026, 12, 1)
    with pytest.raises(ValueError, match="can be December 1, 2025 or December 1, 2026"):
        read_date("Friday 12/1", ASKED_ON)
    with pytest.raises(ValueError, match="September 8, 2026 is a Tuesday, not a Monday"):
        read_date("Monday 9/8", ASKED_ON, without_year="last")


@pytest.mark.parametrize(
    "written",
    [
        "Tues 3/3/2026",
        "Tues. 3/3/2026",
        "Tue 3/3/2026",
        "TUESDAY March 3, 2026",
        "tuesday, 3 March 2026",
        "Tues., Mar 3 2026",
    ],
)
def test_a_tuesday_is_read_however_it_is_shortened(written):
    assert read_date(written) == date(2026, 3, 3)  # a Tuesday


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon 3/2/2026", 2), ("Wed 3/4/2026", 4), ("Weds. 3/4/2026", 4), ("Wednesday 3/4/2026", 4), ("Thu 3/5/2026", 5), ("Thur 3/5/2026", 5),
        ("Thurs. 3/5/2026", 5), ("Thursday 3/5/2026", 5), ("Fri 3/6/2026", 6), ("Sat 3/7/2026", 7), ("Saturday 3/7/2026", 7), ("Sunday 3/8/2026", 8),
    ],
)  # fmt: skip
def test_each_day_of_the_week_is_read_in_each_of_its_forms(written, day):
    assert read_date(written) == date(2026, 3, day)


def test_a_weekday_of_a_year_further_off_is_asked_about_and_never_taken():
    # March 2 is a Monday in 2026, a Tuesday in 2027, and a Thursday only in 2028
    with pytest.raises(ValueError, match="can be March 2, 2026 or March 2, 2027"):
        read_date("Thu March 2", ASKED_ON)


def test_today_without_its_year_is_today_or_in_a_year():
    with pytest.raises(ValueError, match="can be November 27, 2026 or November 27, 2027"):
        read_date("11/27", ASKED_ON)


def test_a_leap_day_is_found_four_years_off_on_either_side():
    with pytest.raises(ValueError, match="can be February 29, 2024 or February 29, 2028"):
        read_date("2/29", date(2024, 2, 29))
    assert read_date("2/29", date(2028, 2, 28), without_year="last") == date(2024, 2, 29)


@pytest.mark.parametrize("asked_on", [None, ASKED_ON])
def test_a_day_that_is_in_no_year_is_named(asked_on):
    with pytest.raises(ValueError, match=r"^There is no day “2/30” in the calendar. Check the month and the day.$"):
        read_date("2/30", asked_on)


def test_several_dates_come_each_once_and_the_earliest_first():
    assert read_dates("3/9/2026\n\n March 2, 2026 ;3/9/26;\n") == (date(2026, 3, 2), date(2026, 3, 9))
    assert read_dates("11/28\n11/27", ASKED_ON, without_year="last") == (date(2025, 11, 28), date(2026, 11, 27))
    assert read_dates(" \n;\n") == ()
    with pytest.raises(ValueError, match="“soon” is not a date we can read"):
        read_dates("3/2/2026\nsoon")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_without_separators_is_read_or_refused_as_ambiguous(day):
    for written in (f"{day:%m%d%Y}", f"{day:%Y%m%d}"):
        assert read_date(written) == day
    for written in (f"{day.month}{day.day}{day.year}", f"{day:%m%d%y}"):
        with suppress(ValueError):  # ambiguous ones are refused
            assert read_date(written).replace(year=day.year % 100 + 2000) == day.replace(year=day.year % 100 + 2000)


def test_a_date_without_a_year_is_read_as_the_question_implies():
    last = today().replace(day=1) - timedelta(days=1)  # the last day of the previous month
    written = f"{last.month}/{last.day}"
    happened = Input("day", "When?", Kind.DATE, latest="today")
    assert read([happened], {"day": written}) == {"day": last}
    assert read([Input("day", "When?", Kind.DATE, without_year="last")], {"day": written}) == {"day": last}
    with pytest.raises(WrongInput, match="Write which, with the year"):
        read([Input("day", "When?", Kind.DATE)], {"day": written})


MINUTES = Input("owed", "Minutes", Kind.NUMBER)


@pytest.mark.parametrize(("typed", "number"), [("420", "420"), (" 1,200 ", "1200"), ("0", "0"), ("100000", "100000")])
def test_a_number_is_read_without_its_commas(typed, number):
    assert read([MINUTES], {"owed": typed}) == {"owed": number}


@pytest.mark.parametrize("typed", ["abc", "30 minutes", "-5", "1.5", "1,2", "٣", "1" * 13, "1e3", "½"])
def test_an_error_about_a_number_says_what_to_write(typed):
    with pytest.raises(WrongInput, match=r"is not a number\. Write only the number, like 420\."):
        read([MINUTES], {"owed": typed})


def test_a_number_that_is_too_large_is_refused():
    with pytest.raises(WrongInput, match="100001 is too much to be right"):
        read([MINUTES], {"owed": "100001"})


FROM_TO = (
    Input("since", "From which day?", Kind.DATE, required=True),
    Input("until", "To which day?", Kind.DATE, not_before="since"),
)


def test_an_end_before_its_start_is_said_beside_the_end():
    with pytest.raises(WrongInput) as wrong:
        read(FROM_TO, {"since": "9/8/2026", "until": "8/1/2026"})
    assert wrong.value.problems == {
        "until": "August 1, 2026 is before September 8, 2026 (“From which day?”). Check both dates."
    }
    for until in ("9/8/2026", "9/9/2026", ""):
        assert read(FROM_TO, {"since": "9/8/2026", "until": until})["since"] == date(2026, 9, 8)


def test_an_end_before_its_start_is_said_in_its_row():
    services = Input("services", "Which?", Kind.ROWS, fields=FROM_TO)
    with pytest.raises(WrongInput) as wrong:
        read([services], {"services.3.since": "9/8/2026", "services.3.until": "8/1/2026"})
    assert list(wrong.value.problems) == ["services.3.until"]


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
def test_an_error_about_closed_days_says_what_to_do(written, told):
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


FACTS = Input(
    "facts",
    "What happened?",
    Kind.ROWS,
    least=1,
    most=3,
    one="fact",
    fields=(
        Input("day", "When?", Kind.DATE, required=True, latest="today"),
        Input("what", "What?", Kind.TEXT, required=True, max_length=20),
        Input("who", "Who saw it?", Kind.LINE),
    ),
)
FACT = {"day": date(2026, 3, 2), "what": "No aide"}


@pytest.mark.parametrize(
    "given",
    [
        {"facts": [{"day": "3/2/2026", "what": "No aide", "who": ""}, {"day": " ", "what": ""}]},
        {"facts.0.day": "3/2/2026", "facts.0.what": "No aide", "facts.1.what": " "},
        {"facts.4.day": "3/2/2026", "facts.4.what": "No aide"},
    ],
)
def test_rows_come_as_a_list_or_as_a_form_sends_them_and_empty_rows_are_left_out(given):
    assert read([FACTS], given) == {"facts": [FACT]}


def test_rows_named_by_numbers_are_rows_in_the_order_of_the_numbers():
    given = {"facts": {n: {"day": "3/2/2026", "what": n} for n in ("10", "2", "0")}}
    assert [row["what"] for row in read([FACTS], given)["facts"]] == ["0", "2", "10"]


def test_rows_keep_the_order_in_which_they_stand_on_the_page():
    given = {
        f"facts.{n}.{field}": value for n in (10, 2) for field, value in {"day": "3/2/2026", "what": f"{n}"}.items()
    }
    assert [row["what"] for row in read([FACTS], given)["facts"]] == ["2", "10"]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, {"facts.0.day", "facts.0.what"}),
        ({"facts.3.day": "", "facts.3.what": ""}, {"facts.3.day", "facts.3.what"}),
        ({"facts": [{}, {"day": "2/30/2026", "what": "x" * 21}]}, {"facts.1.day", "facts.1.what"}),
        ({"facts": [{"day": "3/2/2026", "what": "a"}, {"who": "me"}]}, {"facts.1.day", "facts.1.what"}),
        ({"facts": [{"day": "3/2/2026", "what": "a", "why": "b"}]}, {"facts.0.why"}),
        ({"facts": [{"day": "3/2/2026", "what": "a"}] * 4}, {"facts"}),
        ({"facts": "No aide"}, {"facts"}),
        ({"facts": ["No aide"]}, {"facts"}),
        ({"facts": [{"day": 20260302, "what": ["a"]}]}, {"facts.0.day", "facts.0.what"}),
    ],
)
def test_a_wrong_row_is_named_with_its_place(given, fields):
    with pytest.raises(WrongInput) as wrong:
        read([FACTS], given)
    assert set(wrong.value.problems) == fields


def test_rows_that_need_not_be_there_may_be_left_empty():
    assert read([replace(FACTS, least=0)], {"facts.0.day": "", "facts.0.what": ""}) == {}


def test_a_past_event_cannot_have_a_future_date():
    with pytest.raises(WrongInput, match="January 1, 2100 has not come yet"):
        read([FACTS], {"facts": [{"day": "1/1/2100", "what": "No aide"}]})


REFUSAL = (
    Input("decision", "What did it do?", Kind.CHOICE, choices=(Choice("refused", ""), Choice("proposed", ""))),
    Input("reason", "Why?", Kind.CHOICE, choices=(Choice("money", ""), Choice("other", "")), when={"decision": ("refused",)}),
    Input("other", "What else?", Kind.LINE, required=True, when={"reason": ("other",)}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"decision": "proposed", "other": "kept"}, {"decision": "proposed"}),
        ({"decision": "proposed", "reason": "other", "other": "kept"}, {"decision": "proposed"}),
        ({"decision": "proposed", "reason": "no answer at all"}, {"decision": "proposed"}),
        ({"decision": "refused", "reason": "money"}, {"decision": "refused", "reason": "money"}),
    ],
)
def test_a_question_that_is_not_asked_is_ignored(given, values):
    assert read(REFUSAL, given) == values


def test_a_question_that_is_asked_must_be_answered():
    with pytest.raises(WrongInput) as wrong:
        read(REFUSAL, {"decision": "refused", "reason": "other"})
    assert set(wrong.value.problems) == {"other"}


def test_every_end_date_in_a_letter_refers_to_its_start_date():
    lists = [form.inputs for form in letters().values()]
    lists += [question.fields for asked in lists for question in asked if question.fields]
    ends = [question for asked in lists for question in asked if question.id in ("until", "ended_on", "due", "known")]
    assert len(ends) >= 4
    assert [question.id for question in ends if not question.not_before] == []
