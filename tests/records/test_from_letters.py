"""Dates in a letter reach the case: the clocks it starts, its child, and both days of sending."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from calculators.inputs import Kind, WrongInput
from calculators.law import known_states, load
from calculators.message import ask
from calculators.tools import happened, letter, sent
from tests.tools.waiting import until, until_true

SLOW = 60_000
#: Every date that a letter asks for, with the event that it stands for. None: it starts no clock, or may not be the event
#: that the law means (the date of an IEP may be that of an amendment, not of the annual IEP).
EVENTS = {
    ("compensatory_education_request", "services.since"): "violation",
    ("compensatory_education_request", "services.until"): None,
    ("conversation_confirmation", "talk_date"): None,
    ("due_process_complaint", "issues"): "violation",
    ("due_process_complaint", "issues.day"): None,
    ("due_process_complaint", "issues.ended_on"): None,
    ("due_process_complaint", "issues.known"): None,
    ("due_process_complaint", "received_on"): None,  # the day of arrival, asked for together with the day of sending
    ("due_process_complaint", "change_on"): None,
    ("due_process_complaint", "served_on"): None,  # the day of sending, which starts no clock
    ("evaluation_request", "asked_before"): None,  # an oral request; the letter's own date can be proved
    ("facilitated_meeting_request", "meeting_date"): "meeting_scheduled",
    ("iee_request", "evaluation_date"): "last_evaluation",
    ("iep_disagreement", "iep_date"): None,
    ("iep_meeting_request", "by_date"): None,
    ("manifestation_review_request", "decided_on"): "disciplinary_removal_decided",
    ("meeting_summary", "meeting_date"): None,  # may be another kind of meeting
    ("missed_deadline", "asked_on"): None,
    ("missed_deadline", "due"): None,
    ("notice_parts_request", "notice_date"): None,
    ("notice_parts_request", "got_on"): "pwn_received",
    ("parent_concerns", "meeting_date"): "meeting_scheduled",
    ("pwn_demand", "said_on"): None,
    ("recording_notice", "meeting_date"): "meeting_scheduled",
    ("records_request", "since"): None,
    ("records_request", "meeting_date"): "meeting_scheduled",
    ("services_not_delivered", "iep_date"): None,
    ("services_not_delivered", "services.since"): "violation",
    ("services_not_delivered", "services.until"): None,
    ("state_complaint", "facts"): "violation",
    ("state_complaint", "facts.day"): None,
    ("state_complaint", "facts.ended_on"): None,
    ("state_complaint", "received_on"): None,
    ("stay_put_notice", "filed_on"): "due_process_complaint_received",
    ("stay_put_notice", "change_date"): None,
    ("stay_put_notice", "iep_date"): None,
    ("comparable_services_request", "started_here"): "moved_in_state",
    ("comparable_services_request", "started_new"): "moved_to_state",
    ("interpreter_request", "meeting_date"): "meeting_scheduled",
    ("notice_reply", "notice_date"): "pwn_received",
    ("ocr_complaint", "last_on"): "violation",
    ("private_placement_notice", "change_on"): "private_school_move",
    ("progress_report_request", "last"): None,
    ("removal_records_request", "since"): None,
    ("withdrawal", "sent_on"): None,
    # Every claim of a due process complaint asks for the same dates.
    **{
        ("due_process_complaint", f"count_{claim.id}_{day}"): event
        for claim in letter.letters()["due_process_complaint"].claims
        if not claim.elsewhere
        for day, event in (("day", "violation"), ("ended_on", None), ("known", None))
    },
}


def asked_in(form):
    for question in form.inputs:
        if question.id != "letter_date" and (question.kind is Kind.DATE or (question.fields and question.event)):
            yield question.id, question.event or None
        for field in question.fields:
            if field.kind is Kind.DATE:
                yield f"{question.id}.{field.id}", field.event or None


def test_every_date_in_every_letter_is_assigned_to_an_event_or_none():
    found = {(form.id, place): event for form in letter.letters().values() for place, event in asked_in(form)}
    assert found == EVENTS
    assert {event for event in found.values() if event} <= set(load("US").events)


def told(name, state="MS", **changes):
    result = letter.answer(load(state), {**letter.samples()[name], "letter": name, **changes})
    return [(one.event, one.day) for one in result.told]


def test_the_decision_to_remove_a_child_starts_the_time_for_the_review():
    assert told("manifestation_review_request", decided_on="11/24/2026", letter_date="11/25/2026") == [
        ("disciplinary_removal_decided", date(2026, 11, 24))
    ]
    [row] = happened.known(
        load("MS"),
        letter.answer(
            load("MS"), {**letter.samples()["manifestation_review_request"], "letter": "manifestation_review_request"}
        ).told,
    ).rows
    assert row.rule.id == "manifestation_determination"


def test_the_first_missed_day_of_each_service_starts_the_limit_of_a_year():
    assert told("services_not_delivered") == [("violation", date(2026, 1, 12)), ("violation", date(2026, 2, 2))]
    result = letter.answer(
        load("MS"), {**letter.samples()["services_not_delivered"], "letter": "services_not_delivered"}
    )
    rows = happened.known(load("MS"), result.told).rows
    # One year minus a day: from January 12, 2026 to January 11, 2027; from February 2 to February 1.
    assert [row.due for row in rows if row.rule.id == "state_complaint_filing_limit"] == [
        date(2027, 1, 11),
        date(2027, 2, 1),
    ]


def test_a_complaint_reports_its_first_past_violation_and_no_background():
    facts = [
        {"day": "9/2/2025", "going": "once", "what": "How it came about.", "rule": "none"},
        {"day": "9/9/2025", "going": "still", "what": "No speech.", "rule": "iep_services"},
        {"day": "2/9/2026", "going": "once", "what": "Later.", "rule": "iep_services"},
        {"day": "1/26/2026", "going": "once", "what": "First.", "rule": "iep_services"},
    ]
    assert told("state_complaint", facts=facts) == [("violation", date(2026, 1, 26))]


def test_for_a_continuing_violation_the_oldest_days_expire_first():
    facts = [
        {"day": "9/2/2024", "going": "still", "what": "How it came about.", "rule": "none"},
        {"day": "9/9/2025", "going": "still", "what": "No speech.", "rule": "iep_services"},
        {"day": "2/9/2026", "going": "once", "what": "Later.", "rule": "iep_services"},
    ]
    result = letter.answer(
        load("AZ"), {**letter.samples()["state_complaint"], "facts": facts, "letter": "state_complaint"}
    )
    assert result.goes_on == date(2025, 9, 9)
    shown = happened.known(load("AZ"), result.told, result.goes_on)
    assert "The problem that began on September 9, 2025 still goes on" in shown.warnings[0]
    assert [step.path for step in shown.next_steps] == ["tools/deadlines/?event=violation"]
    assert not happened.known(load("AZ"), result.told).next_steps


@pytest.mark.by_state
@pytest.mark.parametrize("state", known_states())
def test_every_letter_reports_its_events_with_their_clocks(state):
    for name in letter.letters():
        message = {"calculator": "letter", "state": state, "preset": {"letter": name}, "inputs": letter.samples()[name]}
        said = json.loads(ask(json.dumps(message)))
        days = [(one["event"], one["day"]) for one in said.get("known", {}).get("keep", [])]
        assert len(days) == len(told(name, state)), name
        assert not days or 'class="pt-clock"' in said["known"]["html"], name


@pytest.mark.parametrize("name", list(letter.letters()))
def test_the_remark_that_no_law_sets_a_date_is_never_alone(name):
    result = sent.answer(load("MS"), {"letter": name, "sent_day": "3/2/2026"})
    if result.sent.event is None:
        assert result.intro.startswith("No law that we know of sets a day")
        assert letter.letters()[name].awaits.expect in result.intro
    assert any(row.due for row in result.rows)
    assert all(step.path for step in result.next_steps)


# ---- Days of sending and arrival


def test_clocks_count_from_the_day_of_arrival_and_both_days_are_kept():
    given = {"letter": "state_complaint", "sent_day": "3/2/2026", "arrives": "3/5/2026"}
    result = sent.answer(load("MS"), given)
    assert (result.sent.day, result.sent.arrives, result.sent.received) == ("March 2, 2026", "March 5, 2026", "")
    [decision] = [row for row in result.rows if row.rule.id == "state_complaint_decision"]
    # 60 calendar days after March 5: 26 in March, 30 in April, 4 in May.
    assert decision.due == date(2026, 5, 4)
    assert "It should be there on Thursday, March 5, 2026" in result.intro
    at_once = sent.answer(load("MS"), {"letter": "state_complaint", "sent_day": "3/2/2026"})
    assert at_once.sent.arrives == "March 2, 2026"


def test_a_letter_cannot_arrive_before_it_is_sent():
    with pytest.raises(WrongInput) as wrong:
        sent.answer(load("MS"), {"letter": "state_complaint", "sent_day": "3/5/2026", "arrives": "3/4/2026"})
    assert set(wrong.value.problems) == {"arrives"}


def test_the_day_of_arrival_typed_in_a_complaint_is_prefilled_below_it():
    message = {"calculator": "letter", "state": "MS", "preset": {"letter": "state_complaint"}}
    said = json.loads(ask(json.dumps({**message, "inputs": letter.samples()["state_complaint"]})))
    assert re.search(r'name="arrives"[^>]*value="March 16, 2026"', said["sent_form"])


# ---- In the browser

STORE = """async ([name, ...given]) => {
    const store = await import(new URL("store.js", document.querySelector("script[src$='/page.js']").src));
    return store[name](...given);
}"""


def write_review(page, site, child="Bear"):
    write(page, site, "manifestation_review_request", child_name=child, decided_on="11/24/2025")
    expect(page.locator(".pt-known")).to_contain_text("From your letter we know")


def write(page, site, letter_id, **changes):
    page.goto(f"{site}{letter.letters()[letter_id].page}?state=MS")
    until_true(page, "document.querySelector('.pt-alive form, .pt-alive') !== null")
    fields = {**letter.samples()[letter_id], **changes}
    for name, value in fields.items():
        control = page.locator(f".pt-form [name={name}]")
        if control.count() and value:
            control.first.fill(value)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-sent:not(.pt-known)")).to_be_visible(timeout=SLOW)


@pytest.fixture
def two(page, page_log, site):
    """Mo and Bear on one phone; a form that is opened is for Bear, who was added last."""
    page.goto(f"{site}about/")
    for name in ("Mo", "Bear"):
        page.evaluate(STORE, ["addChild", name])
    return page


@pytest.mark.browser
def test_a_date_in_a_letter_is_stored_for_the_child_it_names_and_can_be_moved(two, site):
    page = two
    write_review(page, site)
    known = page.locator(".pt-known")
    expect(known).to_contain_text("November 24, 2025")
    expect(known.locator(".pt-clock")).to_have_count(1)
    expect(known.locator(".pt-kept button")).to_have_text(["Keep this date for Bear"])
    known.get_by_role("button", name="Keep this date for Bear").click()
    expect(known.locator(".pt-kept")).to_contain_text("kept on this phone for Bear, in My case. Wrong child?")
    day = {"disciplinary_removal_decided": "November 24, 2025"}
    assert page.evaluate(STORE, ["read", "2"])["events"] == day
    known.get_by_role("button", name="Move it to Mo").click()
    expect(known.locator(".pt-kept")).to_contain_text("for Mo")
    assert page.evaluate(STORE, ["read", "1"])["events"] == day
    assert page.evaluate(STORE, ["read", "2"])["events"] == {}
    tick = page.locator(".pt-sent:not(.pt-known)")
    tick.get_by_role("button", name="Keep the date").click()
    expect(tick.locator(".pt-kept")).to_contain_text("kept on this phone for Bear", timeout=SLOW)
    expect(tick.locator(".pt-result")).to_contain_text("No law that we know of sets a day for an answer")
    expect(tick.locator(".pt-clock")).to_have_attribute("data-rule", "practice_call_soon")
    assert [one["letter"] for one in page.evaluate(STORE, ["read", "2"])["sent"]] == ["manifestation_review_request"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
def test_without_a_matching_nickname_a_date_is_stored_for_the_child_of_the_form_at_once(two, site):
    page = two
    write_review(page, site, child="J. D.")
    expect(page.locator(".pt-known .pt-kept button")).to_have_text(["Keep this date for Bear"])
    tick = page.locator(".pt-sent:not(.pt-known)")
    tick.get_by_role("button", name="Keep the date").click()
    expect(tick.locator(".pt-kept")).to_contain_text(
        "kept on this phone for Bear, in My case. Wrong child?", timeout=SLOW
    )
    assert [len(page.evaluate(STORE, ["read", kid])["sent"]) for kid in ("1", "2")] == [0, 1]
    tick.get_by_role("button", name="Move it to Mo").click()
    expect(tick.locator(".pt-kept")).to_contain_text("kept on this phone for Mo")
    assert [len(page.evaluate(STORE, ["read", kid])["sent"]) for kid in ("1", "2")] == [1, 0]


@pytest.mark.browser
def test_where_the_form_says_one_child_and_the_letter_another_nothing_is_stored_until_one_is_chosen(two, site):
    page = two
    page.evaluate(STORE, ["choose", "1"])
    write_review(page, site, child="Bear Diaz")
    expect(page.locator(".pt-known .pt-kept button")).to_have_text(["Keep this date for Mo", "Keep this date for Bear"])
    tick = page.locator(".pt-sent:not(.pt-known)")
    tick.get_by_role("button", name="Keep the date").click()
    expect(tick.locator(".pt-kept.pt-warning")).to_contain_text("Not kept yet. For whom?", timeout=SLOW)
    assert [page.evaluate(STORE, ["read", kid])["sent"] for kid in ("1", "2")] == [[], []]
    tick.get_by_role("button", name="Keep it for Mo").click()
    expect(tick.locator(".pt-kept:not(.pt-warning)")).to_contain_text("kept on this phone for Mo")
    assert len(page.evaluate(STORE, ["read", "1"])["sent"]) == 1


@pytest.mark.browser
def test_a_day_kept_before_counts_until_a_press_counts_from_the_new_one(two, site):
    page = two
    page.evaluate(STORE, ["save", "2", {"state": "MS", "events": {"iee_requested": "11/1/2025"}}])
    write(page, site, "iee_request")
    tick = page.locator(".pt-sent:not(.pt-known)")
    tick.locator("[name=sent_day]").fill("11/28/2025")
    tick.get_by_role("button", name="Keep the date").click()
    kept = tick.locator(".pt-kept")
    expect(kept).to_have_text(
        "The date is kept on this phone for Bear, in My case. My case still counts from 11/1/2025. "
        "Count from November 28, 2025 instead Wrong child? Move it to Mo",
        timeout=SLOW,
    )
    assert page.evaluate(STORE, ["read", "2"])["events"] == {"iee_requested": "11/1/2025"}
    tick.get_by_role("button", name="Count from November 28, 2025 instead").click()
    expect(kept).to_have_text("The date is kept on this phone for Bear, in My case. Wrong child? Move it to Mo")
    assert page.evaluate(STORE, ["read", "2"])["events"] == {"iee_requested": "November 28, 2025"}
    tick.get_by_role("button", name="Move it to Mo").click()
    expect(kept).to_contain_text("kept on this phone for Mo")
    events = [page.evaluate(STORE, ["read", kid])["events"] for kid in ("1", "2")]
    assert events == [{"iee_requested": "November 28, 2025"}, {"iee_requested": "11/1/2025"}]


@pytest.mark.browser
def test_my_case_asks_for_the_day_of_arrival_and_counts_from_it(page, page_log, site):
    page.goto(f"{site}about/")
    one = {
        "letter": "state_complaint",
        "title": "File a state complaint",
        "day": "March 2, 2026",
        "event": "state_complaint_received",
        "arrives": "March 5, 2026",
        "received": "",
    }
    page.evaluate(STORE, ["save", "1", {"state": "MS", "events": {"state_complaint_received": "March 5, 2026"}}])
    page.evaluate(STORE, ["addSent", "1", one])
    page.goto(f"{site}tools/case/")
    page.locator(".pt-sent-list summary").click()
    line = page.locator(".pt-sent-list li")
    expect(line).to_contain_text("File a state complaint: March 2, 2026, expected there on March 5, 2026")
    field = line.get_by_label("On what day did they get it?")
    field.fill("3/6/2026")
    field.press("Tab")
    expect(page.locator("[name=state_complaint_received]")).to_have_value("3/6/2026")
    kept = page.evaluate(STORE, ["read", "1"])
    assert (kept["sent"][0]["arrives"], kept["sent"][0]["received"]) == ("March 5, 2026", "3/6/2026")
    assert kept["events"] == {"state_complaint_received": "3/6/2026"}


@pytest.mark.browser
def test_my_case_lists_a_letter_until_it_is_answered(page, page_log, site):
    page.goto(f"{site}about/")
    day = "March 2, 2026"
    one = {"letter": "iep_disagreement", "title": "A letter", "day": day, "event": None, "arrives": day, "received": ""}
    page.evaluate(STORE, ["save", "1", {"state": "MS"}])
    page.evaluate(STORE, ["addSent", "1", one])
    page.goto(f"{site}tools/case/")
    waiting = page.locator(".pt-clock[data-rule=practice_write_again]")
    expect(waiting).to_have_attribute("data-status", "silent", timeout=SLOW)
    expect(waiting.get_by_role("link", name="Write the letter: Ask for prior written notice")).to_be_visible()
    page.locator(".pt-sent-list summary").click()
    field = page.locator(".pt-sent-list li").get_by_label("Did an answer come? On what day?")
    field.fill("3/1/2026")
    field.press("Tab")
    expect(page.locator(".pt-sent-list .pt-error:not([hidden])")).to_contain_text(
        "is before March 2, 2026", timeout=SLOW
    )
    field.fill("3/9")
    field.press("Tab")
    until(
        page, lambda: page.evaluate(STORE, ["read", "1"])["sent"][0]["answered"] == "March 9, 2026", "it has its year"
    )
    field.fill("3/9/2026")
    field.press("Tab")
    expect(waiting).to_have_attribute("data-status", "passed", timeout=SLOW)
    expect(waiting).to_contain_text("An answer came on March 9, 2026.")
    assert page.evaluate(STORE, ["read", "1"])["sent"][0]["answered"] == "3/9/2026"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
