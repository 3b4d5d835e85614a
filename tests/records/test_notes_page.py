"""The notes page: a conversation is noted, its promise is open, goes into a letter, and is done."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SLOW = 60_000


def test_a_conversation_is_noted_and_its_open_promise_goes_into_the_letter(page, page_log, site):
    page.goto(f"{site}tools/notes/")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.get_by_label("Who?")).to_have_attribute("aria-invalid", "true", timeout=SLOW)
    page.get_by_label("Who?").fill("Ms. Lee, speech therapist")
    page.get_by_label("How?").select_option("call")
    page.get_by_label("What was said?").fill("She has been out since October.")
    page.locator("form summary").click()
    page.get_by_label("What did someone say they would do?").fill("A plan for the missed sessions")
    page.get_by_role("button", name="Keep this note").click()
    opened = page.locator(".pt-notes-open li").first
    expect(opened).to_contain_text("No day named")
    expect(opened).to_contain_text("Good practice, not a rule")
    expect(page.locator(".pt-notes article")).to_contain_text("Seen or noted the same day")

    page.reload()
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    page.get_by_role("button", name="Ms. Lee, speech therapist", exact=True).click()
    expect(page.get_by_label("Who?")).to_have_value("Ms. Lee, speech therapist")
    opened.get_by_text("Write about it").click()
    opened.get_by_role("link", name="Write the letter: Confirm a talk in writing").click()
    expect(page.get_by_label("What did you understand?")).to_have_value("She has been out since October.")
    expect(page.locator("[name='promises.0.what']")).to_have_value("A plan for the missed sessions")
    expect(page.get_by_label("What is still not clear to you?")).to_have_value("By which day will this be done?")

    page.goto(f"{site}tools/notes/")
    expect(page.get_by_label("Who?")).to_have_value("Ms. Lee, speech therapist")  # the draft is restored
    page.get_by_role("button", name="It is done, or answered").click()
    expect(page.locator(".pt-notes-open")).to_contain_text("Nothing is open")
    page.get_by_role("button", name="Not done after all").click()
    expect(opened).to_contain_text("No day named")
    page.locator(".pt-notes article summary").click()
    page.get_by_role("button", name="Remove: ").click()
    expect(page.locator(".pt-notes article")).to_have_count(0)
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".pt-notes article")).to_have_count(1)


def test_a_promise_alone_is_kept_and_nothing_at_all_is_asked_for(page, page_log, site):
    page.goto(f"{site}tools/notes/")
    page.get_by_label("Who?").fill("Ms. Lee")
    page.get_by_label("How?").select_option("call")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.locator(".pt-error:visible")).to_contain_text("One is enough.", timeout=SLOW)
    page.locator("form summary").click()
    page.get_by_label("What did someone say they would do?").fill("Send the test scores")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.locator(".pt-notes-open li").first).to_contain_text("Send the test scores")
    expect(page.locator(".pt-notes article")).to_have_count(1)
