"""Every form of a result carries its cautions; a federal date says how a state may change it."""

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from xml.etree import ElementTree

import pytest
from icalendar import Calendar as ParsedCalendar

from calculators.counting import timeline
from calculators.counting.cautions import DOUBTS, MARKS, cautions, marked
from calculators.counting.counted import Calendar
from calculators.counting.together import together
from calculators.law import known_states, load
from calculators.letter_forms import FOLLOW_UP, clocks, for_missed
from calculators.rendering import calendar_file, render
from calculators.result import Result
from calculators.tools import resolved
from calculators.tools.letter import answer, samples
from macros.data import facts
from macros.data.law_files import load_law
from macros.data.law_model import StatesChange
from macros.data.state_data import state_data
from macros.data.yaml_files import WrongData
from macros.pages import cards
from macros.places import LAW
from tests.tools.template_states import template_states

MADE = "2026-03-10T12:00:00Z"
AS_OF = date(2026, 3, 10)
#: For a starting event, further events whose effects add warnings.
BESIDE = {"due_process_complaint_received": ("issues_set_aside",), "state_complaint_received": ("issues_set_aside",)}
KINDS = {"states_may", "practice", "publish", "projected", "change", "range", "weekend", "unsaid"}
#: From the second, parents' limits end on a weekend.
STARTS = (date(2026, 3, 2), date(2024, 3, 8))


def clocks_of(state):
    return [(state, event.id, day) for event in load(state).starting_events() for day in STARTS]


@cache
def cards_of(state, event, day, *, as_of=AS_OF):
    law = load(state)
    happened = [(event, day), *((other, day) for other in BESIDE.get(event, ()) if other in law.events)]
    return together(resolved.resolve(law, happened, Calendar(), as_of))


def plain(html):
    return unescape(re.sub(r"<[^>]+>", " ", html))


def entry_of(row, words=calendar_file.Words.PLAIN):
    (entry,) = ParsedCalendar.from_ical(calendar_file.calendar([row], MADE, words=words)).walk("VEVENT")
    return entry


@pytest.mark.by_state
@pytest.mark.parametrize("state", known_states())
def test_every_form_of_a_result_carries_all_its_cautions(state):
    for case in clocks_of(state):
        rows = cards_of(*case)
        assert rows, case
        for row in rows:
            carries_all_its_cautions(state, row)


def carries_all_its_cautions(state, row):
    html = plain(render.html(Result("", rows=(row,)), load(state)))
    text, in_json = render.row_text(row), json.loads(json.dumps(render.data(row), ensure_ascii=False))["cautions"]
    for caution in cautions(row):
        assert caution.kind in KINDS
        assert caution.words.rstrip(".") in html
        assert caution.words in text
        assert caution.words in in_json
    if row.due is None or row.clock.direction == "look_back":
        return
    entry = entry_of(row)
    assert all(caution.words in str(entry["DESCRIPTION"]) for caution in cautions(row))
    doubted = [caution for caution in cautions(row) if caution.kind in DOUBTS]
    assert bool(doubted) == str(entry["SUMMARY"]).startswith(("Check first: ", "Earliest: ", "Latest: "))
    discreet = str(entry_of(row, calendar_file.Words.DISCREET)["SUMMARY"])
    assert discreet == ("A date to check, not certain" if doubted else "A date to check")
    picture = ElementTree.fromstring(timeline.draw([row], AS_OF))
    (label,) = [item.get("aria-label") for item in picture.iter() if item.get("class") == "pt-point"]
    drawn = " ".join(text.text for text in picture.iter("text") if text.text)
    for caution in cautions(row):
        moves = "no later than" if row.clock.direction == "before" else "no earlier than"
        short = {"range": moves, "weekend": ""}.get(caution.kind, caution.short).removesuffix(".")
        assert short in label
        assert short in drawn


def test_those_cases_cover_every_kind_of_caution():
    missing = set(KINDS)
    for state in dict.fromkeys([*template_states(), *known_states()]):
        missing -= {caution.kind for case in clocks_of(state) for row in cards_of(*case) for caution in cautions(row)}
        if not missing:
            break
    assert not missing


@pytest.mark.parametrize("state", known_states())
def test_worksheets_cards_and_printed_sheets_carry_the_notes_too(state):
    law = load(state)
    rules = [rule for rule in law.rules.values() if rule.clock]
    rows = facts.deadline_rows(law, rules)
    by_hand = plain(cards.worksheet(law, rules))
    for rule, row in zip(rules, rows, strict=True):
        said = [rule.note] if rule.publish != "ok" else []
        said += [rule.states_may.words, rule.states_may.ask] if rule.states_may else []
        for words in said:
            assert words in row.note  # printed on the sheets
            assert words in by_hand
            assert words in plain(cards.card(rule, law))


# How states may change federal limits


MAY = {
    "initial_evaluation": "both",  # 300.301(c)(1)(ii)
    "due_process_filing_limit": "both",  # 300.507(a)(2), 300.511(e)
    "civil_action": "both",  # 300.516(b)
    "records_idea": "shorten",  # 300.613(a): "in no case more than 45 days"
    "records_ferpa": "shorten",  # 20 U.S.C. 1232g(a)(1)(A): "in no case more than forty-five days"
    "initial_iep_meeting": "shorten",  # 300.323(c)(1)
    "manifestation_determination": "shorten",  # 300.530(e)(1)
    "pwn_timing": "number",  # 300.503(a): "a reasonable time"
    "iee": "number",  # 300.502(b)(2): "without unnecessary delay"
    "transition_conference": "shorten",  # 303.209(c)(1): "not fewer than 90 days"
    "iep_by_third_birthday": "lengthen",  # 300.102(a)(4) and 303.211(a): early intervention may go on
    "state_complaint_filing_limit": "lengthen",  # 300.153(c), part of the "minimum" procedures
    "state_complaint_lookback": "lengthen",  # the same year, counted backwards
    "state_complaint_decision": "shorten",  # 300.152(a), part of the "minimum" procedures
    "due_process_decision": "shorten",  # 300.515(a): "not later than 45 days"
    "state_review_decision": "shorten",  # 300.515(b): "not later than 30 days"
    "expedited_hearing": "shorten",  # 300.532(c)(2), (4)
    "transfer_same_state": "number",  # 300.323(e) sets no days for a new IEP
    "resolution_agreement_void": None,  # 300.510(e)
    "resolution_period": None,  # 300.510(b)
}


def test_in_every_other_state_a_federal_limit_says_which_way_a_state_may_change_it():
    rules = load("US").rules
    assert {rule: may and may.change for rule in MAY if (may := rules[rule].states_may) or True} == MAY
    assert rules["records_idea"].states_may.words == "Your state may have a shorter limit."
    assert rules["due_process_filing_limit"].states_may.ask == (
        "Ask your parent training and information center which limit holds, before you count on this one."
    )


@pytest.mark.parametrize("state", ["MS", "AZ"])
def test_where_the_states_own_law_was_read_it_does_not(state):
    read = load_law().states[state].changes
    assert {"initial_evaluation", "due_process_filing_limit", "civil_action"} <= set(read)
    assert all(load(state).rules[rule].states_may is None for rule in read if rule in load(state).rules)


def test_a_federal_day_that_passed_is_not_late_where_the_state_may_give_more_time():
    (row,) = [
        row for row in cards_of("US", "evaluation_consent", date(2025, 9, 8)) if row.rule.id == "initial_evaluation"
    ]
    assert row.due == date(2025, 11, 7)  # 22 days in September, 53 by the end of October, November 7 is day 60
    assert (row.status, row.standing) == (
        "unsure",
        "This federal day has passed. Your state may have another limit.",
    )
    html = render.html(Result("", rows=(row,)), load("US"))
    assert "Late" not in html
    assert 'data-status="unsure"' in html
    mississippi = cards_of("MS", "evaluation_consent", date(2025, 9, 8))
    assert "late" in [row.status for row in mississippi if row.rule.id == "initial_evaluation"]


def test_a_parents_two_years_are_not_called_over_where_the_state_may_give_three():
    (row,) = [
        row for row in cards_of("US", "violation", date(2024, 1, 10)) if row.rule.id == "due_process_filing_limit"
    ]
    assert (row.due, row.status) == (date(2026, 1, 9), "unsure")


def test_a_limit_that_a_state_may_only_shorten_is_late_all_the_same():
    (row,) = cards_of("US", "records_requested", date(2025, 12, 1))
    assert (row.due, row.status) == (date(2026, 1, 15), "late")  # December has 30 of the days, January 15 is day 45


@pytest.mark.parametrize("rule", [rule.id for rule in clocks(load("US"))])
def test_no_letter_about_a_federal_limit_leaves_out_that_the_state_may_have_its_own(rule):
    name = for_missed(load("US"), rule).id
    given = {**samples()[name], "letter": name} | ({"rule": rule} if name == FOLLOW_UP else {})
    said = answer(load("US"), given).letter.text
    may = load("US").rules[rule].states_may
    if may is None:
        assert "My state" not in said
        return
    assert f"{may.in_letters} Please tell me which limit you use, and where it is written." in said
    assert "delay" not in said or not may.more_time


def test_each_federal_clock_must_say_what_a_state_may_change(tmp_path):
    text = LAW.read_text(encoding="utf-8")
    for wrong, problem in (
        (text.replace("      change: both\n", "      change: stretch\n", 1), "states_may.change"),
        (re.sub(r"    states_may:\n(      .*\n)+", "", text, count=1), "says in 'states_may' what a state may change"),
    ):
        path = tmp_path / "law.yml"
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(WrongData, match=re.escape(problem)):
            load_law(path)


def test_each_change_has_its_words_and_no_state_sees_the_others_name():
    law = load_law()
    assert set(law.federal.state_limits) == set(StatesChange) - {StatesChange.NOTHING}
    said = [rule["states_may"]["words"] for rule in state_data(law, "MS")["rules"].values() if rule["states_may"]]
    assert said
    assert all(words.startswith("Mississippi") for words in said)


# One request under two laws


def test_one_request_under_two_laws_is_one_card_with_both_counts():
    rows = cards_of("MS", "records_requested", date(2026, 3, 2))
    (row,) = rows
    assert (row.rule.id, [other.rule.id for other in row.joined]) == ("records_idea", ["records_ferpa"])
    html = render.html(Result("", rows=(row,)), load("MS"))
    assert html.count('class="pt-clock"') == 1
    assert "Two laws set a limit for this. Both days are the same." in html
    for cite in ("34 CFR § 300.613", "34 CFR § 99.10"):
        assert cite in html
        assert cite in render.row_text(row)
    assert html.count("Day 45 is Thursday, April 16, 2026.") == 2
    assert len(list(ParsedCalendar.from_ical(calendar_file.calendar(rows, MADE)).walk("VEVENT"))) == 1


def test_the_earlier_of_two_laws_leads_and_keeps_the_uid():
    (idea, ferpa) = [
        replace(row, joined=())
        for one in cards_of("MS", "records_requested", date(2026, 3, 2))
        for row in (one, *one.joined)
    ]
    (row,) = together([idea, replace(ferpa, due=date(2026, 3, 12))])  # as if that law gave ten days
    assert (row.rule.id, row.due, row.status) == ("records_ferpa", date(2026, 3, 12), "next")
    assert "The earlier day leads." in render.row_text(row)
    assert entry_of(row)["UID"] == entry_of(together([idea, ferpa])[0])["UID"]


def test_the_mark_of_doubt_is_said_and_said_once():
    for state in known_states():
        for rule in load(state).rules.values():
            if rule.publish in MARKS:
                said = marked(rule).lower()
                assert "not confirmed" in said, f"{state}: {rule.id}"
                assert said.count("not confirmed") == max(1, (rule.note or "").lower().count("not confirmed")), rule.id
