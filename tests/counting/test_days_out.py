"""Days out of class: hand-counted cases, and the invariants of the range from certain to possible."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.inputs import WrongInput
from calculators.law import load
from calculators.rendering import render
from calculators.tools import days_out

AS_OF = date(2026, 11, 27)
KINDS = ["suspension", "in_school", "sent_home", "other"]


def removal(day, days, kind="suspension", **more):
    return {"day": day, "days": days, "kind": kind, **more}


def counted(*removals, state="US", as_of=AS_OF, **more):
    document = {"removals": list(removals), **more}
    return days_out.data(load(state), days_out.from_document(document), as_of)


def test_only_suspensions_are_sure():
    """8 days of suspension (3 + 5) are certain; 3.5 more are possible: in-school, sent home, without the bus."""
    found = counted(
        removal("2026-09-08", 3), removal("2026-10-05", 5), removal("2026-10-20", 2, "in_school"),
        removal("2026-11-02", 0.5, "sent_home"), removal("2026-11-09", 1, "other"),
    )  # fmt: skip
    assert (found["sure"], found["at_most"]) == (8, 11.5)
    assert [one["counts"] for one in found["removals"]] == ["sure", "sure", "maybe", "maybe", "maybe"]
    # 8 + 2 = 10 is not more than 10; the half day on November 2 is.
    assert found["crossed"] == {"sure": None, "at_most": "2026-11-02"}
    assert (found["services_due"], found["change_of_placement"]) == ("maybe", "maybe")


def test_ten_days_are_within_the_limit_and_part_of_an_eleventh_is_over():
    ten = [removal("2026-09-08", 5), removal("2026-10-05", 5)]
    assert counted(*ten)["services_due"] == "no"
    assert counted(*ten)["review"] == []
    over = counted(*ten, removal("2026-10-19", "half"))
    assert (over["sure"], over["services_due"], over["crossed"]["sure"]) == (10.5, "yes", "2026-10-19")
    assert over["change_of_placement"] == "maybe", "a pattern is decided case by case"


def test_the_review_is_counted_from_the_day_over_the_limit_and_has_no_late_status():
    """From Monday, October 19: 4 school days by October 23, 9 by October 30, Monday, November 2 is day 10."""
    found = counted(removal("2026-09-08", 5), removal("2026-10-05", 5), removal("2026-10-19", 1))
    assert [row["due"] for row in found["review"]] == ["2026-11-02"]
    assert [row["status"] for row in found["review"]] == [None]
    assert found["letter"] == "manifestation_review_request"


def test_eleven_days_in_a_row_change_the_placement_and_the_review_runs_from_a_known_decision():
    """From Friday, September 4, with September 7 closed: 4 days by September 11, 9 by September 18, 10 by September 21."""
    found = counted(removal("2026-09-08", 11), decided="2026-09-04", closed=["2026-09-07"])
    assert found["change_of_placement"] == "yes"
    assert [row["due"] for row in found["review"]] == ["2026-09-21"]
    assert found["review"][0]["trigger_date"] == "2026-09-04"


def test_removals_without_a_school_day_between_are_in_a_row():
    """October 5 to 9 (5 days) and 12 to 19 (6) are 11 in a row, unless October 12 is a day in school."""
    assert counted(removal("2026-10-05", 5), removal("2026-10-12", 6))["in_a_row"]["sure"] == 11
    assert counted(removal("2026-10-05", 5), removal("2026-10-13", 6))["in_a_row"]["sure"] == 6
    closed = counted(removal("2026-10-05", 5), removal("2026-10-13", 6), closed=["2026-10-12"])
    assert closed["in_a_row"]["sure"] == 11


def test_each_school_year_is_counted_separately():
    found = counted(removal("2026-05-12", 9), removal("2026-09-08", 3))
    assert (found["sure"], found["at_most"], found["since"]) == (3, 3, "2026-07-01")
    assert counted(removal("2026-05-12", 9), as_of=date(2026, 6, 30))["sure"] == 9


def test_future_removals_are_counted_separately():
    found = counted(removal("2026-09-08", 8), removal("2026-11-30", 5))
    assert (found["sure"], found["with_what_is_ahead"]["sure"]) == (8, 13)
    assert found["crossed"]["sure"] == "2026-11-30"


def test_services_during_a_removal_go_into_the_letter_and_change_no_count():
    """That a day with all services does not count is not confirmed, so it stays in the range."""
    for services in ("yes", "partly", "no"):
        found = counted(removal("2026-09-08", 2, "in_school", services=services))
        assert (found["sure"], found["at_most"]) == (0, 2)
    entries = days_out.from_document({"removals": [removal("2026-09-08", 11, services="no")]})
    letter = days_out.answer(load("US"), entries, AS_OF).parts[0].next_steps[0].path
    assert "no%20lessons%20or%20services" in letter


def test_unconfirmed_rules_are_marked():
    entries = days_out.from_document({"removals": [removal("2026-09-08", 2, "in_school")]})
    marks = {part.title: part.mark for part in days_out.answer(load("US"), entries, AS_OF).parts}
    assert marks["Which days out of class count"] == "Reported, not confirmed"


def test_no_removal_is_a_count_of_zero():
    assert (counted()["sure"], counted()["at_most"]) == (0, 0)


@pytest.mark.parametrize(
    ("removals", "field"),
    [
        ([removal("2026-02-30", 1)], "removals.0.day"),
        ([removal("2026-09-08", 0)], "removals.0.days"),
        ([removal("2026-09-08", -1)], "removals.0.days"),
        ([removal("2026-09-08", 1, "expelled")], "removals.0.kind"),
        ([removal("2026-09-08", True)], "removals.0.days"),
        ([{"day": "2026-09-08", "days": 1}], "removals.0.kind"),
        ("three", "removals"),
        (None, "removals"),
    ],
)
def test_bad_input_names_the_field(removals, field):
    with pytest.raises(WrongInput) as wrong:
        days_out.data(load("US"), days_out.from_document({"removals": removals}), AS_OF)
    assert field in wrong.value.problems


@given(
    st.lists(
        st.tuples(
            st.dates(AS_OF - timedelta(days=100), AS_OF), st.sampled_from([0.5, 1, 2, 5, 11]), st.sampled_from(KINDS)
        ),
        max_size=8,
    )
)
def test_a_range_is_never_inverted_and_its_parts_add_up(entries):
    found = counted(*(removal(day.isoformat(), days, kind) for day, days, kind in entries))
    assert 0 <= found["sure"] <= found["at_most"] == sum(days for _, days, _ in entries)
    assert found["in_a_row"]["sure"] <= found["sure"]
    assert found["in_a_row"]["at_most"] <= found["at_most"]
    assert bool(found["review"]) == (found["at_most"] > found["limit"])


def test_the_text_has_sentences_and_every_reason():
    given_ = days_out.from_document({"removals": [removal("2026-09-08", 8), removal("2026-10-05", 3, "in_school")]})
    said = render.text(days_out.answer(load("US"), given_, AS_OF))
    assert said.startswith("Out for 8 school days for sure, 11 at most")
    assert "Ask today which it counts." in said
    assert "It is due only if the removals are a change of placement." in said


def test_every_state_has_its_own_limit():
    assert counted(removal("2026-09-08", 1), state="MS")["limit"] == load("MS").rule("removal_limit").amount.value


def test_removals_decided_but_not_yet_begun_are_stated_separately():
    """3 school days have passed; 5 more are decided and begin after October 6."""
    document = {"removals": [removal("2026-09-08", 3), removal("2026-10-12", 5)]}
    result = days_out.answer(load("US"), days_out.from_document(document), date(2026, 10, 6))
    assert result.headline == "Out for 3 school days so far"
    assert "With what is decided and still to come: 8 school days." in result.intro


def test_without_a_known_limit_nothing_is_counted():
    law = load("US")
    unknown = replace(law, rules={**law.rules, days_out.LIMIT: replace(law.rule(days_out.LIMIT), amount=None)})
    with pytest.raises(WrongInput) as wrong:
        days_out.data(unknown, days_out.from_document({"removals": [removal("2026-09-08", 3)]}), AS_OF)
    assert wrong.value.problems["state"].endswith("no number of days is known to count against. Ask the state agency.")


def test_a_closed_range_that_ends_before_it_starts_is_said():
    with pytest.raises(WrongInput, match="ends before it starts") as wrong:
        counted(removal("2026-09-08", 3), closed=["2026-11-11", "2026-11-27..2026-11-23"])
    assert list(wrong.value.problems) == ["closed"]


def test_doubts_are_in_the_data_too():
    notes = counted(removal("2026-09-12", 1), closed=["2026-11-11", "Optional teacher workday 2026-10-09"])["notes"]
    assert "September 12, 2026 is a Saturday" in notes[0]
    assert "“Optional teacher workday 2026-10-09”" in notes[1]


def test_a_day_in_two_removals_counts_once_for_certain():
    """September 8 to 14 are five school days; of September 14 to 16 two are new, and with the 15th closed one."""
    rows = [removal("2026-09-08", 5), removal("2026-09-10", 1), removal("2026-09-14", 3)]
    assert (counted(*rows)["sure"], counted(*rows)["at_most"]) == (7, 9)
    assert counted(removal("2026-09-08", 5), removal("2026-09-14", 2), closed=["2026-09-15"])["sure"] == 6
    half = [removal("2026-09-08", "half"), removal("2026-09-08", 1)]
    assert (counted(*half)["sure"], counted(*half)["at_most"]) == (1, 1.5)
    ten = [removal("2026-09-08", 5), removal("2026-10-05", 5), removal("2026-10-05", 1)]
    found = counted(*ten)
    assert (found["sure"], found["at_most"], found["services_due"]) == (10, 11, "maybe")
    assert (found["crossed"]["sure"], found["in_a_row"]["sure"]) == (None, 5)


def test_a_removal_inside_another_and_one_that_is_not_over_are_said():
    """Five school days from Tuesday, September 8 last to September 14; eleven from November 16 last to December 2."""
    notes = counted(
        removal("2026-09-08", 5),
        removal("2026-09-10", 1),
        removal("2026-09-14", 0.5, "sent_home"),
        removal("2026-09-15", 1),
        removal("2026-11-16", 11),
        closed=["2026-11-26", "2026-11-27"],
    )["notes"]
    within = "is a day of the removal of September 8, 2026, which lasts to September 14, 2026."
    assert [note.split(" A day counts once")[0] for note in notes[:2]] == [
        f"September 10, 2026 {within}",
        f"September 14, 2026 {within}",
    ]
    assert notes[2].startswith("The removal of November 16, 2026 lasts to December 2, 2026.")
    assert "the first day of the removal that takes the count over" in notes[3]
    assert len(notes) == 4


# The ends of the school year


SUMMER = ["2027-05-29..2027-08-08"]
OVER_SUMMER = removal("2027-05-24", 10)


def test_a_removal_that_goes_on_after_the_summer_may_count_in_both_years():
    """May 24 to 28 are 5 days, August 9 to 13 the other 5: with 6 from August 25 the new year has 6 to 11."""
    found = counted(OVER_SUMMER, removal("2027-08-25", 6), closed=SUMMER, as_of=date(2027, 9, 1))
    assert (found["sure"], found["at_most"]) == (6, 11)
    assert [(one["day"], one["days"], one["counts"]) for one in found["removals"]] == [
        ("2027-05-24", 5, "no"), ("2027-08-09", 5, "maybe"), ("2027-08-25", 6, "sure"),
    ]  # fmt: skip
    assert "Ask the school if these days count." in found["removals"][1]["why"]
    assert found["services_due"] == "maybe"
    before = counted(OVER_SUMMER, closed=SUMMER, as_of=date(2027, 5, 28))
    assert (before["sure"], before["at_most"]) == (5, 5)
    assert [one["counts"] for one in before["removals"]] == ["sure", "no"]
    assert before["in_a_row"] == {"sure": 10, "at_most": 10}, "days in a row are in a row over a summer"


def test_more_than_ten_days_in_a_row_over_the_summer_change_the_placement():
    """5 in May and 7 in August are 12 in a row, though neither year has more than 10."""
    law, rows = load("US"), days_out.from_document({"removals": [removal("2027-05-24", 12)], "closed": SUMMER})
    for as_of in (date(2027, 5, 28), date(2027, 8, 20)):
        found = days_out.data(law, rows, as_of)
        assert (found["change_of_placement"], found["decided"]) == ("yes", "2027-05-24")
        assert "in a row: the law calls that a change of placement" in days_out.over_limit(law, rows, as_of)


@pytest.mark.parametrize(
    "more", [{}, {"first_day": "2026-08-10", "last_day": "2027-05-28", "next_first_day": "2027-08-09"}]
)
def test_a_removal_of_the_next_school_year_does_not_count_in_this_one(more):
    """8 days in March; 5 from August 16 are those of the next year."""
    rows = [removal("2027-03-01", 8), removal("2027-08-16", 5)]
    found = counted(*rows, as_of=date(2027, 5, 20), **more)
    assert found["with_what_is_ahead"] == {"sure": 8, "at_most": 8}
    assert found["removals"][1]["why"] == "It is in the next school year, which has a count of its own."
    assert counted(*rows, as_of=date(2027, 8, 27))["sure"] == 5


def test_a_decision_of_last_year_starts_no_review_of_this_years_removal():
    """From Monday, October 5: 4 school days by October 9, 9 by October 16, Monday, October 19 is day 10."""
    found = counted(removal("2026-05-05", 11), removal("2026-10-05", 11), decided="2026-05-04")
    assert (found["decided"], [row["due"] for row in found["review"]]) == ("2026-10-05", ["2026-10-19"])
    assert found["notes"][0].startswith("“On what day did the school decide on the last one?” says May 4, 2026.")
    over_summer = counted(removal("2027-05-24", 12), decided="2027-05-21", closed=SUMMER, as_of=date(2027, 8, 20))
    assert over_summer["decided"] == "2027-05-21", "it is the decision on the removal that goes on"


def test_a_removal_that_begins_on_a_closed_day_is_counted_from_the_next_school_day():
    """Friday, November 27 is closed: 5 days are November 30 to December 4, of which the last stands in both."""
    closed = ["2026-11-23..2026-11-27"]
    found = counted(removal("2026-11-27", 5), removal("2026-12-04", 6), closed=closed, as_of=date(2026, 12, 14))
    assert found["notes"][0].startswith("On November 27, 2026 school is closed, by the days that you gave.")
    assert found["notes"][1].startswith("December 4, 2026 is a day of the removal of November 27, 2026")
    assert (found["sure"], found["at_most"]) == (10, 11)
    one = counted(removal("2026-11-27", 1), closed=closed, as_of=date(2026, 12, 14))
    assert [note[:20] for note in one["notes"]] == ["On November 27, 2026"]
    # from Saturday, September 12 the 5 days are those of the week from September 14
    assert counted(removal("2026-09-12", 5), removal("2026-09-18", 1))["sure"] == 5


def test_a_removal_that_began_on_a_closed_day_of_the_summer_is_one_of_the_new_year():
    found = counted(removal("2027-06-30", 2), closed=SUMMER, as_of=date(2027, 8, 20), first_day="2027-08-09")
    assert [(one["days"], one["counts"]) for one in found["removals"]] == [(2, "sure")]


def test_a_short_removal_inside_a_long_one_does_not_end_it():
    """8 school days from September 8 are over on the 17th; 5 more follow on the 18th: 13, of which one stands there twice."""
    inside = removal("2026-09-09", 1, "sent_home")
    found = counted(removal("2026-09-08", 8), inside, removal("2026-09-18", 5))
    assert found["in_a_row"] == {"sure": 13, "at_most": 13}
    at_once = [removal("2026-09-08", 8, "in_school"), removal("2026-09-08", 1, "other")]
    for rows in (at_once, at_once[::-1]):
        assert counted(*rows, removal("2026-09-18", 5, "in_school"))["in_a_row"] == {"sure": 0, "at_most": 13}


@pytest.mark.parametrize(
    "rows",
    [
        [removal("2026-09-08", 0.5), removal("2026-09-09", 10)],
        [removal("2026-09-08", 10), removal("2026-09-22", 0.5)],
        [removal("2026-09-08", 5), removal("2026-09-15", 0.5), removal("2026-09-16", 5)],
    ],
)
def test_part_of_a_day_beside_whole_days_may_be_in_a_row_with_them(rows):
    found = counted(*rows)
    assert found["in_a_row"] == {"sure": max(row["days"] for row in rows), "at_most": sum(row["days"] for row in rows)}
    assert found["change_of_placement"] == "maybe"
    assert counted(removal("2026-09-08", 10.5))["change_of_placement"] == "yes"


def test_after_the_last_day_of_school_no_day_counts_until_the_next_first_one():
    """From Monday, May 25, with school to Thursday, May 28: 4 days, and 6 from August 3 on, in the next school year."""
    years = {"first_day": "2025-08-04", "last_day": "2026-05-28", "next_first_day": "2026-08-03"}
    found = counted(removal("2026-05-25", 10), as_of=date(2026, 6, 30), **years)
    assert (found["sure"], found["removals"][-1]["day"]) == (4, "2026-08-03")
    listed = counted(removal("2026-05-25", 10), as_of=date(2026, 6, 30), closed=["2026-05-29..2026-08-02"])
    assert listed["sure"] == 4


def test_days_that_have_not_come_are_not_said_to_have_been_missed_so_far():
    def headline(days):
        given = days_out.from_document({"removals": [removal("2026-11-27", days)]})
        return days_out.answer(load("US"), given, AS_OF).headline

    assert headline(45) == "Out for 45 school days with the days still to come"
    assert headline(1) == "Out for 1 school day so far"


def test_a_review_after_a_sure_change_of_placement_is_not_called_doubtful():
    assert any(
        "It is due because the days in a row are" in note for note in counted(removal("2026-09-08", 11))["notes"]
    )
    apart = counted(removal("2026-09-08", 8), removal("2026-10-05", 5))
    assert any("It is due only if the removals are" in note for note in apart["notes"])
