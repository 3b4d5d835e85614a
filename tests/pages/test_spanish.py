"""The Spanish page: language, links from every page, offices, steps, and the letters explained."""

import re

import pytest
from playwright.sync_api import expect

from calculators.law import known_states, load
from calculators.tools import letter
from tests.tools.browser import SITE
from tests.tools.built_pages import PAGES, read, soup

PAGE = SITE / "espanol" / "index.html"


def test_every_page_links_the_spanish_page_in_spanish():
    assert PAGES
    for path in PAGES:
        link = read(path).css_first("header a[lang=es][hreflang=es]")
        assert link.text(strip=True) == "Español"
        assert (path.parent / link.attributes["href"]).resolve() == PAGE.parent


def test_the_spanish_page_declares_its_language_and_its_frame_english():
    page = soup(PAGE)
    assert page.html["lang"] == "es"
    assert {page.select_one(part).get("lang") for part in ("header", "footer", ".pt-pages", ".pt-stamp")} == {"en"}
    assert soup(SITE / "index.html").html["lang"] == "en"
    assert page.select_one(".careful").get_text().find("Ningún abogado ha revisado") > 0


def test_every_state_has_its_offices_there_with_the_number_of_the_law():
    page = soup(PAGE)
    for code in known_states():
        law = load(code)
        part = page.select_one(f'.pt-place[data-state="{law.slug}"]').get_text(" ")
        for kind in ("parent_center", "protection_advocacy", "sea"):
            contact = law.contact(kind)
            assert contact.name in part
            assert not contact.phone or contact.phone[0].split(" (")[0] in part


def test_a_number_that_is_not_confirmed_says_so_beside_it_and_each_states_guide_says_more():
    marked = 0
    for code in known_states():
        law = load(code)
        place = soup(PAGE).select_one(f'.pt-place[data-state="{law.slug}"]')
        assert place.select_one(f'a[href$="{law.slug}/who-to-call/"]')
        for kind in ("parent_center", "protection_advocacy", "sea"):
            contact = law.contact(kind)
            (line,) = [line for line in place.select("li") if contact.name in line.get_text()]
            is_doubtful = contact.publish != "ok" or bool(contact.old)
            assert ("Sin confirmar" in line.get_text()) is is_doubtful
            marked += is_doubtful
    assert marked


def test_every_step_leads_to_a_part_of_a_guide_and_every_letter_is_told():
    page = soup(PAGE)
    steps = [link["href"] for link in page.select(".today a")]
    assert len(steps) == 21
    for href in steps:
        path, anchor = href.split("#")
        assert soup((PAGE.parent / path / "index.html").resolve()).find(id=anchor), href
    told = {
        match[1].replace("-", "_")
        for a in page.select("a")
        if (match := re.search(r"letters/([a-z0-9-]+)/", a["href"]))
    }
    tools = {form.id for form in letter.letters().values() if form.tool and page.select_one(f'a[href$="{form.tool}"]')}
    assert told | tools == set(letter.letters())


@pytest.mark.browser
def test_the_steps_lead_into_the_state_that_is_chosen_and_only_its_offices_are_shown(page, page_log, site):
    page.goto(f"{site}espanol/")
    expect(page.get_by_role("link", name="Empiece una lista de lo que falta")).to_have_attribute(
        "href", re.compile("federal/")
    )
    page.get_by_label("Su estado", exact=True).select_option(label="Mississippi")
    expect(page.get_by_text(load("MS").contact("parent_center").name)).to_be_visible()
    expect(page.get_by_text(load("AZ").contact("parent_center").name)).to_be_hidden()
    page.get_by_role("link", name="Empiece una lista de lo que falta").click()
    expect(page).to_have_url(f"{site}mississippi/not-following/#log")
    page.goto(f"{site}espanol/")
    expect(page.get_by_label("Su estado", exact=True)).to_have_value("mississippi")
