"""Making a case file: from one child's records, with sources, printed and as a Word file."""

import io
import re
import zipfile

import pytest
import yaml
from playwright.sync_api import expect
from pypdf import PdfReader

from macros.places import ROOT

pytestmark = pytest.mark.browser

SLOW = 60_000
EXAMPLE = yaml.safe_load((ROOT / "tests" / "data" / "case-file.yml").read_text(encoding="utf-8"))
FILE = EXAMPLE["file"]
#: Stores a case as the other pages do, and one of another child, and selects the first.
KEEP = """async (file) => {
    const store = await import(new URL("store.js", document.querySelector("script[src$='/page.js']").src));
    const other = await store.addChild("Kim");
    await store.save(other, { state: "MS", events: { records_requested: "March 3, 2025" } });
    const child = await store.addChild("Sam");
    const lines = (days) => [days].flat().join("\\n");
    await store.save(child, { state: "MS", events: Object.fromEntries(Object.entries(file.events).map(([id, days]) => [id, lines(days)])) });
    for (const one of file.sent) await store.addSent(child, { event: null, arrives: one.day, received: "", ...one });
    await store.changeLog(child, (kept) => ({ ...kept, services: file.services, notes: file.notes.map((one, id) => ({ ...one, id: String(id) })), sessions: file.sessions.map((one, id) => ({ ...one, id: String(id) })) }));
    const fields = Object.fromEntries(file.removals.flatMap((one, row) => ["day", "days", "kind"].map((name) => [`removals.${row}.${name}`, String(one[name])])));
    await store.keepDraft(child, "days_out tools/days-out/", () => ({ fields, rows: { removals: Object.keys(file.removals) }, open: [], title: "Days out", page: "tools/days-out/", changed: 1 }));
    return child;
}"""


@pytest.fixture
def paper(page, page_log, site):
    """The page showing the case file of one of two children."""
    page.add_init_script("window.print = () => {}")
    page.goto(f"{site}tools/case-file/")
    expect(page.locator(".pt-calculator.pt-alive")).to_be_visible()
    page.evaluate(KEEP, FILE)
    page.reload()
    expect(page.locator("[name=state]")).to_have_value("MS")
    page.locator("[name=child_name]").fill("J. D.")
    make(page)
    return page


def make(page):
    page.locator(".pt-calculator > form .pt-go").click()
    result = page.locator(".pt-calculator > .pt-result")
    expect(result).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    expect(result.locator(".pt-paper")).to_be_visible()


def test_a_year_with_twenty_entries_is_printed_with_the_timeline_on_one_sheet(paper):
    paper.get_by_role("button", name="Print", exact=True).click()
    sheets = [
        " ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(paper.pdf(format="Letter"))).pages
    ]
    assert len(sheets) < 12
    first = sheets[0]
    assert "Case file: J. D." in first
    assert "I asked for an evaluation" in first
    assert "Out of school: 3 school days, suspended" in first
    assert "The day of this paper" in first
    assert "Who is who" not in first
    assert "Asked, answered, not answered" in sheets[1]
    words = " ".join(sheets)
    assert FILE["notes"][0]["promised"] in words
    assert "March 3, 2025" not in words
    assert "Mar 3, 2025" not in words, "nothing of another child"
    assert "How do you know" not in words, "what is asked is not printed"


def test_printed_by_the_browsers_menu_it_is_the_case_file_alone(paper):
    words = " ".join(
        " ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(paper.pdf(format="Letter"))).pages
    )
    assert "Case file: J. D." in words
    assert "Before you hand it over" not in words
    assert "With a pen" not in words
    expect(paper.locator(".pt-print-this")).to_have_count(0)


def test_details_of_an_entry_are_stored_and_make_it_an_exhibit(paper):
    entry = paper.locator(".pt-entry", has_text="I signed consent")
    paper.locator(".pt-entries > summary").click()
    entry.locator("select").select_option("paper")
    row = paper.locator(".pt-paper [data-key=timeline] tr", has_text="I signed consent")
    expect(row).to_contain_text("In the school's paper. Exhibit 2")
    entry.locator("input").fill("3 to 5")
    entry.locator("input").blur()
    expect(paper.locator(".pt-paper [data-key=exhibits]")).to_contain_text("3 to 5")
    expect(paper.locator(".pt-draft")).to_contain_text("Draft kept.")
    paper.reload()
    make(paper)
    expect(row).to_contain_text("In the school's paper. Exhibit 2")
    paper.locator("[name=part_exhibits]").uncheck()
    expect(paper.locator(".pt-paper [data-key=exhibits]")).to_have_count(0)
    expect(row).not_to_contain_text("Exhibit")


def test_the_word_file_has_what_the_page_has(paper):
    with paper.expect_download() as download:
        paper.get_by_role("button", name="Word file").click()
    assert download.value.suggested_filename == "case-file.docx"
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        written = archive.read("word/document.xml").decode()
    cells = paper.locator(".pt-paper td").all_text_contents()
    words = re.sub(r"<[^>]+>", "", written).replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", '"')
    assert len(cells) > 100
    missing = [cell for cell in cells if "".join(cell.split()) not in "".join(words.split())]
    assert missing == []


def test_for_a_child_without_data_the_page_says_what_to_do(page, page_log, site):
    page.goto(f"{site}tools/case-file/?state=MS")
    page.locator(".pt-calculator > form .pt-go").click()
    expect(page.locator("#case-file-child_name-error")).to_contain_text(
        "Nothing is kept for this child yet", timeout=SLOW
    )


def test_without_javascript_there_is_a_case_file_for_the_pen(new_page, site):
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}tools/case-file/")
    page.emulate_media(media="print")
    expect(page.locator(".pt-by-hand .pt-ruled")).to_have_count(4)
    expect(page.locator(".pt-by-hand .pt-ruled").first).to_be_visible()
