"""The service log page: taps are stored per child, counted by Python, and put into a letter."""

import json
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from calculators.letter_forms import letters
from calculators.message import ask
from calculators.tools import log_input

SPEECH = {"id": "s", "name": "Speech therapy", "minutes": "30", "times": "2", "per": "week", "from": "9/7/2026", "to": "5/21/2027"}  # fmt: skip
MISSED = {"id": "e1", "service": "s", "day": "2026-09-08", "status": "missed", "minutes": "", "makes_up": "", "source": "paper"}  # fmt: skip


def said(**inputs):
    given = {"services": [SPEECH], "sessions": [MISSED], "as_of": "2026-09-16", **inputs}
    return json.loads(ask(json.dumps({"calculator": "service_log", "state": "MS", "inputs": given})))


def test_today_is_logged_with_one_tap_as_noted_the_same_day():
    html = said()["html"]
    assert "Today, Wednesday, September 16, 2026" in html
    tap = re.search(r'<button type="button" data-log="tap"[^>]*data-status="missed"[^>]*>', html)[0]
    assert 'data-day="2026-09-16"' in tap
    assert 'data-source="noted"' in tap
    assert 'aria-pressed="false"' in tap
    done = said(sessions=[{**MISSED, "day": "2026-09-16"}])["html"]
    assert re.search(r'data-status="missed"[^>]*data-entry="e1" aria-pressed="true"', done)


def test_on_a_weekend_the_last_weekday_is_asked_about_and_not_noted_the_same_day():
    html = said(as_of="2026-09-19")["html"]
    assert "Last weekday, Friday, September 18, 2026" in html
    assert 'data-day="2026-09-18" data-status="given" data-source="remembered"' in html


def test_a_week_shows_its_days_up_to_today_and_the_days_when_school_is_closed():
    html = said(closed="9/15/2026")["html"]
    every, made_up = (
        re.findall(r'<select id="log-0-([\d-]+)-0"', part)
        for part in (html, "".join(re.findall(r'<details class="pt-log-besides".*?</details>', html)))
    )
    assert made_up == ["2026-09-15"]  # without school, it can only make up for the missed one
    assert [day for day in every if day not in made_up] == ["2026-09-14", "2026-09-16"]
    assert (
        '<abbr title="Tuesday, September 15, 2026">Tue 9/15</abbr></span><span class="pt-help">School closed</span>'
        in html
    )
    before = said(week="2026-09-07")["html"]
    assert 'data-log="week" data-week="2026-09-14"' in before
    assert re.search(r'<select id="log-0-2026-09-08-0"[^>]*data-entry="e1">.*?<option value="missed" selected>', before)


def test_same_as_last_week_fills_only_days_that_are_open_and_empty():
    week = [{**MISSED, "id": f"e{day}", "day": f"2026-09-{day:02}", "status": "given"} for day in (7, 8, 9, 10)]
    html = said(sessions=[*week, {**MISSED, "day": "2026-09-14"}], closed="9/15/2026")["html"]
    added = json.loads(re.search(r'data-log="same" data-entries="([^"]*)"', html)[1].replace("&quot;", '"'))
    assert [(one["day"], one["status"], one["source"]) for one in added] == [("2026-09-16", "given", "noted")]


def test_a_made_up_session_asks_which_day_it_makes_up():
    made_up = {**MISSED, "id": "e2", "day": "2026-09-15", "status": "made_up"}
    html = said(sessions=[MISSED, made_up])["html"]
    assert '<option value="2026-09-08">Tue Sep 8, 2026</option>' in html


def test_what_a_parent_typed_is_never_markup():
    html = said(services=[{**SPEECH, "name": '<img src=x onerror="1">'}])["html"]
    assert "<img" not in html


def test_the_chart_and_the_table_state_the_numbers():
    html = said(as_of="2026-09-20")["html"]
    assert (
        'role="img" aria-label="Speech therapy by month, in minutes. Sep 2026: 120 owed, 30 missed, 90 not known."'
        in html
    )
    numbers = {"Owed": 120, "Given": 0, "Made up": 0, "Excused": 0, "Missed": 30, "Not known": 90}
    cells = "".join(f'<td data-label="{name}">{number}</td>' for name, number in numbers.items())
    assert f'<tr><th scope="row">All</th>{cells}</tr>' in html
    assert "30 in the school&#x27;s paper" in html


def test_a_table_for_a_spreadsheet_has_no_formula():
    files = said(services=[{**SPEECH, "name": '=HYPERLINK("x")'}], want="csv")["files"]
    assert [file["name"] for file in files] == ["service-log.csv", "service-minutes-by-month.csv"]
    assert files[0]["text"].startswith('\ufeff"Date","Service"')
    assert '''"'=HYPERLINK(""x"")"''' in files[0]["text"]
    assert all(not cell.lstrip('"').startswith(("=", "+", "-", "@")) for file in files for line in file["text"].split("\r\n") for cell in line.split(","))  # fmt: skip


def test_the_rows_for_letters_fit_the_letters_and_claim_only_what_was_logged():
    into = said(as_of="2026-09-20")["data"]["into"]
    assert list(into) == ["services_not_delivered", "compensatory_education_request", "state_complaint"]
    for letter_id, of in into.items():
        form = letters()[letter_id]
        (group,) = [question for question in form.inputs if question.id == of["group"]]
        assert of["page"] == form.page
        for row in of["rows"]:
            assert set(row["fields"]) <= {field.id for field in group.fields}
            named = row["fields"][of["key"]]
            assert named in row["is"] or named.startswith(row["starts"])
    (row,) = into["services_not_delivered"]["rows"]
    assert row["fields"] == {
        "service": "Speech therapy", "since": "September 8, 2026", "until": "September 8, 2026",
        "says": "30 minutes, 2 times a week", "days": "September 8, 2026", "owed": "30", "given": "0",
    }  # fmt: skip
    assert said(sessions=[])["data"]["into"] == {}


def test_two_services_of_one_name_have_a_row_each():
    later = {**SPEECH, "id": "2", "from": "2026-09-14"}
    sessions = [MISSED, {**MISSED, "id": "e2", "service": "2", "day": "2026-09-15"}]
    into = said(services=[SPEECH, later], sessions=sessions)["data"]["into"]
    for of in into.values():
        one, two = of["rows"]
        for row, other in ((one, two), (two, one)):
            named = row["fields"][of["key"]]
            assert named in row["is"] or named.startswith(row["starts"])
            assert named not in other["is"]
            assert not named.startswith(other["starts"])
    assert [row["is"] for row in into["services_not_delivered"]["rows"]] == [
        ["Speech therapy (from September 7, 2026)", "Speech therapy"],
        ["Speech therapy (from September 14, 2026)"],
    ]


def test_a_letter_lists_the_days_by_month_and_no_more_than_fit():
    days = [date(2026, 9, 7) + timedelta(days=number) for number in range(75)]
    sessions = [{**MISSED, "id": day.isoformat(), "day": day.isoformat()} for day in days]
    daily = {**SPEECH, "times": "7", "from": "2026-09-07", "to": ""}
    into = said(services=[daily], sessions=sessions, as_of="2026-11-30")["data"]["into"]
    fields = into["services_not_delivered"]["rows"][0]["fields"]
    assert fields["days"].startswith("September 7, 8, 9, 10, ")
    assert "29 and 30, 2026; October 1, 2, 3, " in fields["days"]
    assert fields["days"].endswith("and 5, 2026; and 15 more")
    assert fields["owed"] == str(75 * 30)
    (group,) = [question for question in letters()["services_not_delivered"].inputs if question.id == "services"]
    (days_asked,) = [field for field in group.fields if field.id == "days"]
    assert 60 * len("September 30, 2026; ") < days_asked.max_length


def test_dates_are_stored_with_their_year():
    (kept,) = said()["data"]["services"]
    assert kept == {**SPEECH, "from": "September 7, 2026", "to": "May 21, 2027"}
    assert log_input.read_log({"services": [kept], "sessions": []}).services[0].end == date(2027, 5, 21)


@pytest.mark.browser
def test_a_log_is_stored_counted_and_put_into_a_letter(page, page_log, site):
    page.goto(f"{site}tools/case/")
    page.get_by_label("Your state").select_option("MS")
    expect(page.locator(".pt-kept").first).to_contain_text("kept", ignore_case=True)
    page.goto(f"{site}tools/service-log/")
    page.get_by_label("Which service?").fill("Speech therapy")
    page.get_by_role("button", name="Keep this service").click()
    expect(page.get_by_label("Minutes of one session")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Minutes of one session").fill("30")
    page.get_by_label("How many sessions?").fill("2")
    page.get_by_label("In each").select_option("week")
    page.get_by_label("First day in the IEP", exact=True).fill("8/3/2026")
    page.get_by_role("button", name="Keep this service").click()
    expect(page.locator(".pt-log-list li")).to_contain_text("30 minutes, 2 times a week, from August 3, 2026")
    page.get_by_role("group", name="Speech therapy").get_by_role("button", name="Given").click()
    expect(page.get_by_role("button", name="Given", pressed=True)).to_have_count(1)
    minutes = page.get_by_label("Minutes given").first
    minutes.fill("half an hour")
    minutes.press("Tab")
    error = page.locator(f"#{minutes.get_attribute('aria-describedby')}")
    expect(error).to_have_text("Write a whole number, like 30.")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    expect(minutes).to_have_value("half an hour")
    minutes.fill("100001")  # the page takes what Python takes, and no more
    minutes.press("Tab")
    expect(minutes).to_have_attribute("aria-invalid", "true")
    minutes.fill("12345")
    minutes.press("Tab")
    expect(error).to_be_hidden()
    minutes.fill("")
    minutes.press("Tab")
    expect(error).to_be_hidden()
    page.get_by_role("button", name="Week before").click()
    week = page.locator(".pt-log-week")
    expect(week.get_by_role("button", name="Week after")).to_be_visible()
    week.locator("select[data-log=status]").first.select_option("missed")
    expect(page.locator(".pt-log-sentence")).to_contain_text("30 were given and 30 were missed")
    page.reload()
    expect(page.locator(".pt-log-sentence")).to_contain_text("30 were given and 30 were missed")
    page.get_by_label("Go to the week of").fill("2020-01-01")
    expect(page.get_by_role("status").filter(has_text="Choose a day in between.")).to_be_visible()
    page.get_by_label("Go to the week of").blur()
    expect(page.get_by_label("Go to the week of")).not_to_have_value("2020-01-01")
    page.get_by_label("Go to the week of").fill("2026-08-05")
    expect(page.get_by_role("heading", name="Mon Aug 3, 2026 to Fri Aug 7, 2026")).to_be_visible()
    expect(page.get_by_label("Go to the week of")).to_have_value("2026-08-03")
    expect(page.get_by_label("Go to the week of")).to_be_focused()
    page.emulate_media(media="print")
    expect(page.locator(".pt-log-sentence")).to_be_visible()
    expect(page.locator(".pt-log-list")).to_be_visible()
    expect(page.locator("select, input, button").filter(visible=True)).to_have_count(0)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Put it into: Say which services are not given").click()
    expect(page.get_by_label("Which service?")).to_have_value("Speech therapy")
    expect(page.get_by_label("Minutes that were due")).to_have_value("30")
    expect(page.get_by_label("On which days?")).not_to_have_value("")
    # the draft was begun on a page that does not ask for it
    expect(page.get_by_label("Your state")).to_have_value("MS")
    page.goto(f"{site}tools/service-log/")
    page.get_by_role("button", name="Remove Speech therapy").click()
    expect(page.locator(".pt-log-list")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".pt-log-sentence")).to_contain_text("30 were given and 30 were missed")
