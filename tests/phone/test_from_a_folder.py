"""The site from a USB stick: guides and sheets work without a server, and pages say what does not."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.tools.browser import PHONE, SITE

NEEDS_THE_WEBSITE = "Search, My case, dates and letters need the website."


@pytest.mark.browser
def test_guides_and_sheets_are_read_from_a_folder_and_forms_say_what_they_need(browser):
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.goto((SITE / "index.html").as_uri())
        expect(page.get_by_text(NEEDS_THE_WEBSITE)).to_be_visible()
        page.get_by_label("Your state").select_option("mississippi")
        page.get_by_role("link", name="I want an evaluation").locator("visible=true").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("I want my child evaluated")
        expect(page).to_have_url((SITE / "mississippi" / "evaluation" / "index.html").as_uri())
        sheet = page.locator("a[href$='.pdf']").first.evaluate("link => link.href")
        with urlopen(sheet) as file:
            assert file.read(5) == b"%PDF-"
        page.goto((SITE / "tools" / "deadlines" / "index.html").as_uri())
        expect(page.get_by_text("This form does not work here yet.")).to_be_visible()
        expect(page.get_by_role("button", name="Count the days")).to_be_hidden()
        page.goto((SITE / "search" / "index.html").as_uri())
        expect(page.get_by_role("searchbox")).to_be_hidden()
        page.get_by_text("Checklists", exact=True).locator("visible=true").first.click()
        page.get_by_role("link", name="Starter kit").locator("visible=true").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("tarter kit")
