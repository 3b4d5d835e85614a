"""Every date field is labelled with the law's own question for the event."""

import re
from functools import cache
from html import unescape

import pytest
from playwright.sync_api import expect

from calculators.law import known_states, load
from calculators.rendering import forms
from calculators.tools import deadlines
from tests.tools.browser import SITE

#: Each page with a counting form, and the states it applies to.
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("index.html")
    if 'data-calculator="deadlines"' in path.read_text(encoding="utf-8")
)
FORM = re.compile(r'<form[^>]*data-calculator="deadlines".*?</form>', re.DOTALL)
OPTION = re.compile(r'<option value="([a-z_0-9]+)"( selected)? data-question="([^"]*)" data-help="([^"]*)">([^<]*)<')


def forms_of(path):
    html = (SITE / path).read_text(encoding="utf-8")
    for form in FORM.findall(html):
        state = re.search(r'data-state="([A-Z]+)"', form)
        yield form, [load(code) for code in ([state[1]] if state else known_states())]


def asked(text):
    return " ".join(unescape(text).split())


def test_there_are_forms_on_guides_of_every_state_and_on_the_page_of_the_tool():
    assert "tools/deadlines/index.html" in PAGES
    for state in ("mississippi", "arizona", "federal"):
        assert f"{state}/evaluation/index.html" in PAGES


@pytest.mark.parametrize("path", PAGES)
def test_each_event_that_can_be_chosen_brings_the_laws_question_for_it(path):
    for form, laws in forms_of(path):
        offered = {event: (asked(q), asked(h), asked(t)) for event, _, q, h, t in OPTION.findall(form)}
        starting = {event.id: event for law in laws for event in law.starting_events()}
        assert set(offered) == set(starting)
        for event, (question, help_text, title) in offered.items():
            assert question == asked(starting[event].question)
            assert help_text == asked(f"{starting[event].help} {deadlines.HOW_TO_WRITE}")
            assert title == asked(starting[event].title)


@pytest.mark.parametrize("path", PAGES)
def test_the_initial_question_belongs_to_the_initial_event(path):
    for form, _ in forms_of(path):
        shown = re.search(r'data-asked-by="event">\s*<label[^>]*>([^<]*)</label>\s*<p[^>]*>([^<]*)</p>', form)
        [at_first] = [o for o in OPTION.findall(form) if o[1]] or [("", "", "On what day?", "", "")]
        assert asked(shown[1]) == asked(at_first[2])
        if at_first[0]:
            assert asked(shown[2]) == asked(at_first[3])
            assert f'aria-label="Pick: {at_first[2]}"' in form


# ---- Closed days


@pytest.mark.parametrize(
    ("state", "event", "asks"),
    [
        ("AZ", "evaluation_requested", True),  # 15 school days to answer
        ("AZ", "evaluation_consent", False),  # 60 calendar days
        ("MS", "evaluation_requested", False),  # 14 calendar days
        ("US", "evaluation_requested", False),  # no number
        ("US", "disciplinary_removal_decided", True),  # 10 school days
        ("MS", "expedited_complaint_received", True),  # 20 school days
        ("AZ", "violation", False),  # years
    ],
)
def test_closed_days_count_where_a_limit_in_school_days_starts(state, event, asks):
    law = load(state)
    assert deadlines.counts_school_days(law, law.events[event]) == asks
    plain = {"event": event, "date": "3/2/2026"}
    with_closed = {**plain, "closed": "3/9/2026 to 3/13/2026"}
    assert (deadlines.answer(law, with_closed) != deadlines.answer(law, plain)) == asks


@pytest.mark.parametrize("path", PAGES)
def test_closed_days_are_asked_for_on_each_page_exactly_where_they_count(path):
    for form, laws in forms_of(path):
        [when] = re.findall(r'<details class="pt-more"[^>]*data-when="([^"]*)"', form)
        listed = set(re.findall(r'"([a-zA-Z_0-9 ]+)"', unescape(when).partition(":")[2]))
        for law in laws:
            for event in law.starting_events():
                named = event.id if len(laws) == 1 else f"{law.code} {event.id}"
                assert (named in listed) == counts_by_school_calendar(law.code, event.id), named


@cache
def counts_by_school_calendar(state, event):
    """The same on each page of a state."""
    rows = deadlines.answer(load(state), {"event": event, "date": "3/2/2026"}).rows
    return any(row.clock.by_school_calendar for row in rows)


def test_where_the_request_starts_a_counted_limit_the_evaluation_guide_asks_for_it_first():
    chosen = {}
    for state in ("arizona", "mississippi", "federal"):
        [(form, _)] = forms_of(f"{state}/evaluation/index.html")
        [chosen[state]] = [event for event, selected, *_ in OPTION.findall(form) if selected]
    assert chosen == {
        "arizona": "evaluation_requested",
        "mississippi": "evaluation_requested",
        "federal": "evaluation_consent",
    }


def test_the_evaluation_guide_can_be_counted_by_hand_from_the_request_and_from_the_consent():
    html = (SITE / "arizona/evaluation/index.html").read_text(encoding="utf-8")
    worksheet = html[html.index('class="pt-worksheet"') :]
    law = load("AZ")
    for event in ("evaluation_requested", "evaluation_consent"):
        for rule in law.started_by(event):
            assert f"<strong>{rule.title}</strong>" in worksheet


def test_the_number_of_clocks_is_stated_in_a_sentence():
    said = {
        (state, event): deadlines.answer(load(state), {"event": event, "date": "3/2/2026"}).intro
        for state, event in [
            ("US", "evaluation_requested"),
            ("AZ", "violation"),
            ("MS", "disciplinary_removal_decided"),
            ("US", "records_requested"),
        ]
    }
    assert said["US", "evaluation_requested"].endswith(
        "This starts one time limit. No day can be counted for it. See why below."
    )
    assert said["AZ", "violation"].endswith("This starts three time limits.")
    assert said["MS", "disciplinary_removal_decided"].endswith("This starts one time limit.")
    assert not any("zero" in words or "clock" in words for words in said.values())


def test_date_fields_say_how_to_write_a_date():
    assert "Write it like" in forms.form("deadlines", deadlines.inputs([load("MS")]), "Count", {}, [("MS", "M", "m")])


# ---- In the browser


def question(form):
    return form.locator("[data-asked-by] label"), form.locator("[data-asked-by] .pt-help").first


@pytest.mark.browser
@pytest.mark.parametrize("path", ["arizona/evaluation/", "tools/deadlines/?state=AZ"])
def test_the_question_follows_the_event_and_a_day_stays_with_its_own(page, page_log, site, path):
    page.goto(site + path)
    form = page.locator("form[data-calculator=deadlines]")
    events = load("AZ").events
    label, help_text = question(form)
    form.locator("[name=event]").select_option("evaluation_consent")
    expect(label).to_have_text(events["evaluation_consent"].question)
    expect(help_text).to_contain_text(events["evaluation_consent"].help)
    expect(form.locator("details.pt-more")).to_be_hidden()
    form.locator("[name=date]").fill("9/8/2026")
    form.get_by_role("button", name="Count the days").click()
    result = page.locator(".pt-result")
    expect(result).to_contain_text(events["evaluation_consent"].title, timeout=60_000)
    form.locator("[name=event]").select_option("evaluation_requested")
    expect(label).to_have_text(events["evaluation_requested"].question)
    expect(form.locator(".pt-pick").first).to_have_attribute(
        "aria-label", f"Pick: {events['evaluation_requested'].question}"
    )
    expect(form.locator("[name=date]")).to_have_value("")
    expect(form.locator(".pt-goes-with")).to_contain_text("9/8/2026 stays with “I signed consent for the first")
    expect(form.locator("details.pt-more")).to_be_visible()
    expect(result).to_be_hidden()
    form.locator("[name=date]").fill("9/1/2026")
    form.get_by_role("button", name="Count the days").click()
    expect(result.locator("h3")).to_contain_text(
        "I asked for an evaluation: Tuesday, September 1, 2026", timeout=60_000
    )
    form.locator("[name=event]").select_option("evaluation_consent")
    expect(form.locator("[name=date]")).to_have_value("9/8/2026")
    expect(result).to_be_hidden()


@pytest.mark.browser
def test_every_event_of_the_tool_shows_its_own_question(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS")
    form = page.locator("form[data-calculator=deadlines]")
    label, help_text = question(form)
    expect(label).to_have_text("On what day?")
    for event in load("MS").starting_events():
        form.locator("[name=event]").select_option(event.id)
        expect(label).to_have_text(event.question)
        expect(help_text).to_contain_text(event.help)


@pytest.mark.browser
def test_an_event_from_the_address_has_its_question_too(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=records_requested")
    expect(question(page.locator("form[data-calculator=deadlines]"))[0]).to_have_text(
        load("MS").events["records_requested"].question
    )
