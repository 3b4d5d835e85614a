"""Printing: links with addresses, a stamp on every sheet, and all folds open."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
import zxingcpp
from playwright.sync_api import Browser, Playwright, expect
from pypdf import PdfReader

from macros.data.checklist_model import load_checklists
from tests.phone.test_browser_engines import write_letter
from tests.tools.browser import PHONE, SITE, served
from tests.tools.browser_engines import Phone, PlaywrightPhone, firefox_of, until
from tests.tools.published import URL

GUIDE = "mississippi/state-complaint/"
SIZES = {"Letter": (612, 792), "A4": (595, 842)}
#: Firefox prints slowly and is tried with one paper size, since sizes do not depend on the engine.
PAPERS = {"chromium": ("Letter", "A4"), "firefox": ("Letter",), "webkit": ("A4",)}
STAMP = re.compile(
    r"Information, not legal advice\W+Printed \w+ \d+, \d{4}\W+Law checked (on )?\w+ \d+, \d{4}\W+(it may|May) have changed since"
)
#: Checklists that need more than one sheet.
LONG = ("escalation-ladder", "starter-kit")


def sheets(pdf: Path) -> list[str]:
    """The text of each sheet, with lines joined and ligatures resolved."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(unicodedata.normalize("NFKC", sheet).split()) for sheet in text.split("\f")[:-1]]


def codes(pdf: Path, sheet: int) -> list[str]:
    """The content of the QR codes on a sheet (numbered from 1) at 200 dpi."""
    number = str(sheet)
    command = ["pdftoppm", "-gray", "-r", "200", "-f", number, "-l", number, pdf]
    image = subprocess.run(command, capture_output=True, check=True).stdout
    kind, width, height, _ = image.split(maxsplit=4)[:4]
    assert kind == b"P5"
    dots = numpy.frombuffer(image[-int(width) * int(height) :], numpy.uint8).reshape(int(height), int(width))
    return [code.text for code in zxingcpp.read_barcodes(dots)]


# Notes


def test_every_external_link_has_the_number_of_its_address() -> None:
    pages = 0
    for path in SITE.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        assert "<a data-note href" not in html, "a marked link has its number"
        linked = re.findall(r'data-note="(\d+)" href="([^"]+)"', html)
        _, _, notes = html.partition('<section class="pt-footnotes">')
        addresses = re.findall(r"<li>([^<]+)</li>", notes.partition("</section>")[0])
        assert {(str(number), address) for number, address in enumerate(addresses, 1)} == set(linked), path
        pages += bool(linked)
    assert pages > 40


def test_only_links_hidden_on_paper_lack_a_number() -> None:
    html = (SITE / GUIDE / "index.html").read_text(encoding="utf-8")
    on_paper = re.sub(r'<span class="pt-pop".*?More about this rule|<div class="pt-on-screen">.*?</div>', "", html)
    assert re.findall(r'<a (?!data-note)[^>]*href="https?://[^>]*>', on_paper) == []


# The stamp


@pytest.fixture
def public(published: Path) -> Iterator[str]:
    """The local URL of the site built for publication."""
    with served(published) as site:
        yield site


@pytest.mark.browser
def test_every_sheet_says_what_it_is_when_it_was_printed_and_leads_back_to_the_section(
    phone: Phone, public: str, tmp_path: Path
) -> None:
    phone.open(f"{public}{GUIDE}#deadline")
    headings = phone.ask("[...document.querySelectorAll('.pt-page h2[id]')].map((each) => each.id)")
    for paper in PAPERS[phone.engine]:
        pdf = tmp_path / f"{paper}.pdf"
        phone.print(pdf, paper)
        size = PdfReader(pdf).pages[0].mediabox
        assert (round(float(size.width)), round(float(size.height))) == pytest.approx(SIZES[paper], abs=1)
        texts = sheets(pdf)
        assert len(texts) > 5
        assert f"{URL}{GUIDE}#deadline" in texts[0].replace(" ", "")
        stamped = texts[-1:] if phone.engine == "webkit" else texts
        assert [text for text in stamped if not STAMP.search(text)] == []
        assert [text for text in stamped if f"{URL}{GUIDE}#deadline" not in text.replace(" ", "")] == []
        assert codes(pdf, len(texts)) == [f"{URL}{GUIDE}#deadline"]
        whole = "".join(texts).replace(" ", "")
        if phone.engine == "webkit":
            said = [f"Mayhavechangedsince·{URL}{GUIDE}#{heading}".replace("-", "") for heading in headings]
            assert [words for words in said if words not in whole.replace("-", "")] == []  # hyphens may end a line
        assert "(note1)" in whole
        assert "https://mspti.org/" in whole.partition("Addressesofthenotes")[2]


@pytest.mark.browser
def test_a_page_without_a_section_leads_back_to_itself(browser: Browser, public: str, tmp_path: Path) -> None:
    with browser.new_context(**PHONE) as context:
        phone = PlaywrightPhone("chromium", context.new_page())
        for path in ("arizona/", "mississippi/due-process/"):
            phone.open(f"{public}{path}")
            phone.print(tmp_path / "page.pdf", "A4")
            assert codes(tmp_path / "page.pdf", 2) == [f"{URL}{path}"]


@pytest.mark.browser
def test_an_answer_that_is_printed_alone_leads_back_to_its_section(
    browser: Browser, public: str, tmp_path: Path
) -> None:
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        page.add_init_script("window.print = () => {}")
        page.goto(f"{public}{GUIDE}")
        page.get_by_label("On what day did the problem happen?", exact=True).fill("9/15/2025")
        page.get_by_role("button", name="Count the days").click()
        expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)
        page.locator(".pt-result").get_by_role("button", name="Print", exact=True).click()
        phone = PlaywrightPhone("chromium", page)
        until(phone, "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/vendor/qr.js'))")
        phone.print(tmp_path / "answer.pdf", "Letter")
    texts = sheets(tmp_path / "answer.pdf")
    assert "Monday, September 14, 2026" in " ".join(texts)
    assert "<https://www.ecfr.gov/current/title-34/section-300.153>" in "".join(texts).replace(" ", "")
    assert "Check the time limit" not in " ".join(texts)
    assert codes(tmp_path / "answer.pdf", 1) == [f"{URL}{GUIDE}#deadline"]


def test_the_code_of_a_sheet_to_print_leads_to_its_list(published: Path) -> None:
    sheet = published / "assets" / "sheets" / "mississippi" / "iep-meeting.pdf"
    assert codes(sheet, 1) == [f"{URL}checklists/iep-meeting/"]


# What is on a sheet


@pytest.mark.browser
def test_the_closing_of_a_letter_is_never_alone_on_a_sheet_in_firefox(
    firefox: Browser, site: str, tmp_path: Path
) -> None:
    with firefox.new_context() as context:
        page = context.new_page()
        page.add_init_script("window.print = () => {}")
        phone = PlaywrightPhone("firefox", page)
        phone.open(f"{site}tools/letters/pwn-demand/?state=MS")
        write_letter(phone)
        page.locator(".pt-of-a-letter").get_by_role("button", name="Print", exact=True).click()
        phone.print(tmp_path / "letter.pdf", "Letter")
    last = sheets(tmp_path / "letter.pdf")[-1]
    assert re.search(r"Please keep this letter .* Thank you, Ana Díaz", last)
    assert "Information, not legal advice" not in last


@pytest.mark.browser
def test_a_letter_printed_by_the_browsers_own_menu_is_the_letter_alone(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    with browser.new_context(**PHONE) as context:
        phone = PlaywrightPhone("chromium", context.new_page())
        phone.open(f"{site}tools/letters/pwn-demand/?state=MS")
        write_letter(phone)
        phone.print(tmp_path / "letter.pdf", "Letter")
        until(phone, "!document.querySelector('.pt-print-this')")
    texts = sheets(tmp_path / "letter.pdf")
    assert len(texts) == 1, "it was ten sheets, with the form's page around it"
    assert texts[0].startswith("Ana Díaz")
    assert not re.search(r"E-mail|Word file|What the letter does|Information, not legal advice", " ".join(texts))


@pytest.mark.browser
def test_the_law_of_a_guide_takes_no_more_sheets_than_it_needs_and_notes_keep_their_numbers(
    browser: Browser, public: str, tmp_path: Path
) -> None:
    with browser.new_context(**PHONE) as context:
        phone = PlaywrightPhone("chromium", context.new_page())
        phone.open(f"{public}mississippi/not-following/")
        phone.print(tmp_path / "guide.pdf", "Letter")
    texts = sheets(tmp_path / "guide.pdf")
    [law] = [number for number, text in enumerate(texts) if "The law on this page" in text]
    assert len(texts) - law <= 6, "it took nine"
    notes = " ".join(texts).split("Addresses of the notes")[1]
    assert re.search(r"\b9\. http\S+ .*\b10\. http\S+ .*\b11\. http", notes)


@pytest.mark.browser
def test_a_letters_page_prints_the_part_of_the_chosen_state_alone_and_without_one_the_federal_part(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    printed = {}
    with browser.new_context(**PHONE) as context:
        phone = PlaywrightPhone("chromium", context.new_page())
        for state in ("", "?state=IL"):
            phone.open(f"{site}tools/notice-check/{state}")
            until(phone, f"document.documentElement.hasAttribute('data-own') === {str(bool(state)).lower()}")
            phone.print(tmp_path / "page.pdf", "Letter")
            printed[state] = sheets(tmp_path / "page.pdf")
    federal, own = (" ".join(texts) for texts in printed.values())
    assert (
        federal.count("When prior written notice must come:") == own.count("When prior written notice must come:") == 1
    )
    assert "a reasonable time before the change" in federal
    assert "at least ten days before the change" in own
    assert "By when, in your state" in own
    assert "choose your state there, then print again" in federal
    assert "choose your state there, then print again" not in own
    assert not re.search("Wyoming|Louisiana|Connecticut", federal + own)
    assert max(map(len, printed.values())) <= 3, "it was seven, and five with a state"


@pytest.mark.browser
def test_a_list_printed_from_its_page_is_one_sheet(browser: Browser, public: str, tmp_path: Path) -> None:
    long = []
    with browser.new_context(**PHONE) as context:
        phone = PlaywrightPhone("chromium", context.new_page())
        for name in load_checklists():
            phone.open(f"{public}checklists/{name}/")
            for paper in SIZES:
                phone.print(tmp_path / "list.pdf", paper)
                if len(PdfReader(tmp_path / "list.pdf").pages) > 1 and name not in long:
                    long.append(name)
    assert sorted(long) == sorted(LONG)


@pytest.mark.browser
def test_a_browser_that_cannot_style_what_is_closed_opens_it_for_paper_alone(
    playwright: Playwright, public: str, tmp_path: Path
) -> None:
    with firefox_of(playwright, **{"layout.css.details-content.enabled": False}) as browser:
        phone = PlaywrightPhone("firefox", browser.new_page())
        phone.open(f"{public}{GUIDE}")
        assert phone.ask("CSS.supports('selector(::details-content)')") is False
        assert phone.ask("document.querySelectorAll('.pt-page details[open]').length") == 0
        phone.print(tmp_path / "page.pdf", "Letter")
        until(phone, "document.querySelectorAll('.pt-page details[open]').length === 0")
    printed = " ".join(sheets(tmp_path / "page.pdf"))
    assert "Day 1 is the day after it happened" in printed
    assert "Who must act" in printed
