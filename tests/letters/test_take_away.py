"""Exporting a finished letter: copy, share, mail, print, file, and the day it was sent."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from calculators.inputs import WrongInput
from calculators.law import load
from calculators.message import ask
from calculators.rendering import docx, render
from calculators.result import Letter
from calculators.tools import letter, sent
from macros.places import ROOT
from tests.tools.typed import CHOSEN, LETTER, fill_letter
from tests.tools.waiting import until_true

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRANGE = "נועה & <b>Ünal</b> {{ 7 * 7 }} 👩‍👧\nsecond line"
INCH = "1440"
#: A fake share sheet, which the test browser lacks.
SHARE_SHEET = """
window.shared = [];
navigator.share = async (what) => { window.shared.push(what); };
navigator.canShare = () => true;
"""
HOME_SCREEN = """
const asked = window.matchMedia.bind(window);
window.matchMedia = (query) => query.includes("standalone") ? { ...asked(query), matches: true } : asked(query);
"""


def open_letter(page, site, **answers):
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page, **answers)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_be_visible(timeout=60_000)


def shown(page):
    """The letter's paragraphs as shown on the page."""
    return page.locator(".pt-letter > p").all_text_contents()


def press(page, name):
    page.locator(".pt-of-a-letter").get_by_role("button", name=name, exact=True).click()


def paragraphs_of(file):
    """A Word file's paragraphs with line breaks."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(f"{WORD}body")
    marks = {f"{WORD}br": "\n", f"{WORD}tab": "\t"}
    return [
        "".join(part.text or "" if part.tag == f"{WORD}t" else marks.get(part.tag, "") for part in paragraph.iter())
        for paragraph in body.findall(f"{WORD}p")
    ], body


def letter_of(*paragraphs):
    return letter.Result("Ready", letter=Letter("A letter", "Subject", paragraphs))


# Copy, share, mail


@pytest.mark.browser
def test_a_letter_is_copied_with_its_paragraphs_and_as_plain_words(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_letter(page, site, what=STRANGE)
    press(page, "Copy the letter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    read = "async (type) => (await (await navigator.clipboard.read())[0].getType(type)).text()"
    rich, plain = page.evaluate(read, "text/html"), page.evaluate(read, "text/plain").replace("\r\n", "\n")
    assert plain == "\n\n".join(shown(page)) + "\n"
    assert rich.count("</p>") == len(shown(page))
    assert "נועה &amp; &lt;b&gt;Ünal&lt;/b&gt; {{ 7 * 7 }} 👩‍👧<br>second line" in rich
    press(page, "Copy plain text")
    until_true(page, "navigator.clipboard.read().then(([item]) => !item.types.includes('text/html'))")
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == plain


@pytest.mark.browser
def test_without_a_clipboard_for_scripts_a_letter_is_still_copied(page, page_log, site):
    page.add_init_script(
        "delete Navigator.prototype.clipboard; document.execCommand = () => (window.copied = document.activeElement.value)"
    )
    open_letter(page, site)
    press(page, "Copy the letter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == "\n\n".join(shown(page)) + "\n"


@pytest.mark.browser
def test_the_share_sheet_gets_the_subject_and_the_whole_letter(page, page_log, site):
    page.add_init_script(SHARE_SHEET)
    open_letter(page, site)
    press(page, "Share")
    until_true(page, "window.shared.length")
    assert page.evaluate("window.shared") == [
        {"title": "Request for prior written notice for J. D.", "text": "\n\n".join(shown(page)) + "\n"}
    ]


@pytest.mark.browser
def test_there_is_no_share_button_where_there_is_no_share_sheet(page, page_log, site):
    page.add_init_script("delete Navigator.prototype.share")
    open_letter(page, site)
    expect(page.locator(".pt-of-a-letter").get_by_role("button", name="Print")).to_be_visible()
    expect(page.get_by_role("button", name="Share")).to_have_count(0)


@pytest.mark.browser
def test_an_e_mail_opens_with_its_subject_and_the_letter_is_copied_for_it(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_letter(page, site)
    press(page, "E-mail")
    note = page.locator(".pt-take-away-note")
    expect(note).to_contain_text("The letter is copied. Open the e-mail and paste the letter into it")
    expect(note.get_by_role("link", name="Open an e-mail with the subject")).to_have_attribute(
        "href", "mailto:?subject=Request%20for%20prior%20written%20notice%20for%20J.%20D."
    )
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == "\n\n".join(shown(page)) + "\n"


@pytest.mark.browser
def test_an_e_mail_goes_to_the_address_that_was_typed(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_letter(page, site, recipient_address="jane+iep@oak.org", child_name="J & D?")
    press(page, "E-mail")
    expect(page.get_by_role("link", name="Open an e-mail to jane+iep@oak.org")).to_have_attribute(
        "href", "mailto:jane%2Biep@oak.org?subject=Request%20for%20prior%20written%20notice%20for%20J%20%26%20D%3F"
    )


@pytest.mark.browser
def test_without_clipboard_permission_the_letter_is_not_reported_as_copied(page, page_log, site):
    page.add_init_script("delete Navigator.prototype.clipboard; document.execCommand = () => false")
    open_letter(page, site)
    press(page, "Copy the letter")
    expect(page.get_by_role("button", name="Not copied")).to_be_visible()


# The export matches the form

#: Holds a ready worker's answers until the test releases them.
SLOW_ANSWERS = """(() => {
    const post = Worker.prototype.postMessage, held = [];
    Worker.prototype.postMessage = function (said) {
        if (said.kind === "ask" && globalThis.hold) held.push([this, said]);
        else post.call(this, said);
    };
    globalThis.askNow = () => {
        globalThis.hold = false;
        held.splice(0).forEach(([worker, said]) => post.call(worker, said));
        return held.length;
    };
})()"""
STALE = "You changed something. Updating."


@pytest.fixture
def corrected(page, page_log, site):
    """A finished letter whose child's name was corrected while the rewrite is still pending."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(SLOW_ANSWERS)
    page.add_init_script(SHARE_SHEET)
    page.add_init_script(
        "window.printed = []; window.print = () => printed.push(document.querySelector('.pt-print-this').innerText)"
    )
    open_letter(page, site, child_name="Jon Brown")
    expect(page.locator(".pt-stale")).to_have_count(0)
    page.evaluate("globalThis.hold = true")
    page.locator("[name=child_name]").press("End")
    page.locator("[name=child_name]").press_sequentially("e")
    expect(page.locator(".pt-stale")).to_have_text(STALE)
    return page


def arrives(page):
    """Release the pending rewrite."""
    expect(page.locator(".pt-take-away-note")).to_have_text("You changed something. One moment.")
    page.evaluate("askNow()")
    expect(page.locator(".pt-letter")).to_contain_text("Jon Browne")
    expect(page.locator(".pt-stale")).to_be_empty()


@pytest.mark.browser
def test_copying_waits_for_the_pending_letter(corrected):
    press(corrected, "Copy the letter")
    arrives(corrected)
    expect(corrected.locator(".pt-take-away-note")).to_have_text("Copied, as it stands here now.")
    copied = corrected.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == "\n\n".join(shown(corrected)) + "\n"
    assert "Jon Browne" in copied


@pytest.mark.browser
def test_if_the_clipboard_accepts_no_promise_the_page_asks_for_a_second_tap(corrected):
    corrected.evaluate("delete window.ClipboardItem")
    press(corrected, "Copy the letter")
    arrives(corrected)
    expect(corrected.locator(".pt-take-away-note")).to_contain_text("Tap “Copy the letter” once more")
    press(corrected, "Copy the letter")
    expect(corrected.get_by_role("button", name="Copied")).to_be_visible()
    assert "Jon Browne" in corrected.evaluate("navigator.clipboard.readText()")


@pytest.mark.browser
def test_sharing_mailing_and_printing_wait_for_the_pending_letter(corrected):
    press(corrected, "Share")
    arrives(corrected)
    until_true(corrected, "window.shared.length")
    assert "Jon Browne" in corrected.evaluate("shared[0].text")
    for name in ("Print", "E-mail"):
        corrected.evaluate("globalThis.hold = true")
        corrected.locator("[name=child_name]").press("End")
        corrected.locator("[name=child_name]").press_sequentially("e")
        press(corrected, name)
        expect(corrected.locator(".pt-take-away-note")).to_have_text("You changed something. One moment.")
        corrected.evaluate("askNow()")
        expect(corrected.locator(".pt-stale")).to_be_empty()
    expect(corrected.get_by_role("link", name="Open an e-mail")).to_have_attribute(
        "href", re.compile("Jon%20Browneee$")
    )
    assert "Jon Brownee" in corrected.evaluate("printed[0]")


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["Text file", "Word file"])
def test_files_wait_for_the_pending_letter(corrected, kind):
    with corrected.expect_download() as download:
        press(corrected, kind)
        arrives(corrected)
    file = download.value.path().read_bytes()
    assert "Jon Browne" in (document(file) if kind == "Word file" else file).decode()


@pytest.mark.browser
def test_an_outdated_letter_is_not_exported_if_it_cannot_be_updated(corrected):
    corrected.locator("[name=child_name]").fill("")
    press(corrected, "Share")
    expect(corrected.locator(".pt-take-away-note")).to_have_text("You changed something. One moment.")
    corrected.evaluate("askNow()")
    expect(corrected.locator(".pt-take-away-note")).to_contain_text("Nothing was taken along")
    expect(corrected.locator(".pt-stale")).to_contain_text("Below is still the old answer, without what you changed.")
    assert corrected.evaluate("shared") == []


@pytest.mark.browser
def test_an_outdated_letter_printed_by_the_browser_menu_says_so(corrected):
    sheets = PdfReader(io.BytesIO(corrected.pdf())).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert "This paper is out of date: something was changed after this answer was made." in words
    assert STALE not in words


@pytest.mark.browser
def test_restoring_the_answers_makes_the_letter_current_again(corrected):
    corrected.pdf()
    corrected.locator("[name=child_name]").press("Backspace")
    expect(corrected.locator(".pt-stale")).to_be_empty()
    sheets = PdfReader(io.BytesIO(corrected.pdf())).pages
    assert "out of date" not in " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


# Files


@pytest.mark.browser
def test_a_word_file_has_each_paragraph_once_and_its_library_is_loaded_only_then(page, page_log, site):
    open_letter(page, site, what=STRANGE)
    assert not [url for url in page_log.requests if "docx" in url]
    with page.expect_download() as download:
        press(page, "Word file")
    assert download.value.suggested_filename == "pwn-demand.docx"
    file = download.value.path().read_bytes()
    assert paragraphs_of(file)[0] == shown(page)
    assert [url for url in page_log.requests if url.endswith("vendor/docx.js")]
    given = {**LETTER, **CHOSEN, "what": STRANGE, "letter": "pwn_demand"}
    same = docx.docx(letter.answer(load("MS"), given))
    assert document(same) == document(file), "the command line and the page make the same file"


@pytest.mark.browser
def test_a_failed_word_file_is_reported_beside_the_buttons(page, page_log, site):
    page_log.expect("docx.js|Failed to load")
    page.context.route("**/vendor/docx.js", lambda route: route.abort())
    open_letter(page, site)
    press(page, "Word file")
    expect(page.locator(".pt-take-away-note")).to_contain_text(
        "The Word file could not be made. Copy the letter instead"
    )
    expect(page.locator(".pt-of-a-letter").get_by_role("button", name="Word file")).to_be_visible()


@pytest.mark.browser
def test_a_text_file_is_the_letter(page, page_log, site):
    open_letter(page, site)
    with page.expect_download() as download:
        press(page, "Text file")
    assert download.value.suggested_filename == "pwn-demand.txt"
    assert download.value.path().read_text(encoding="utf-8") == "\n\n".join(shown(page)) + "\n"


@pytest.mark.browser
def test_on_a_home_screen_files_go_through_the_share_sheet(page, page_log, site):
    page.add_init_script(SHARE_SHEET + HOME_SCREEN)
    open_letter(page, site)
    for name, file in (("Word file", "pwn-demand.docx"), ("Text file", "pwn-demand.txt")):
        press(page, name)
        until_true(page, "window.shared.length")
        assert page.evaluate("window.shared.splice(0).map(({ files }) => files.map((file) => file.name))") == [[file]]


@pytest.mark.browser
def test_a_share_sheet_that_wants_a_fresh_tap_gets_one(page, page_log, site):
    page.add_init_script(SHARE_SHEET + HOME_SCREEN)
    open_letter(page, site)
    page.evaluate("void (navigator.share = async () => { throw new DOMException('too late', 'NotAllowedError'); })")
    press(page, "Word file")
    expect(page.locator(".pt-take-away-note")).to_contain_text("The file is ready. Tap “Word file” once more")
    page.evaluate("void (navigator.share = async (what) => { window.shared.push(what); })")
    press(page, "Word file")
    until_true(page, "window.shared.length === 1")
    expect(page.locator(".pt-take-away-note")).to_be_empty()


def document(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read("word/document.xml")


def test_a_word_file_is_us_letter_with_margins_of_an_inch():
    _, body = paragraphs_of(docx.docx(letter_of("Dear Ms. Lee:", "Thank you,", "Ana")))
    size, margin = body.find(f"{WORD}sectPr/{WORD}pgSz"), body.find(f"{WORD}sectPr/{WORD}pgMar")
    assert (size.get(f"{WORD}w"), size.get(f"{WORD}h")) == ("12240", "15840")
    assert [margin.get(WORD + side) for side in ("top", "right", "bottom", "left")] == [INCH] * 4


@pytest.mark.parametrize(
    "words",
    [
        "נועה גרה כאן, John 5",
        "My child نورا الهاشمي, age 9",
        "👩‍👧 emoji",
        "a & b < c > d",
        "{{ 7 }}",
        "a\tb",
        "two  spaces",
        "x" * 20_000,
    ],
)
def test_a_word_file_keeps_what_was_typed(words):
    assert paragraphs_of(docx.docx(letter_of("Before", words, "After")))[0] == ["Before", words, "After"]


def test_what_xml_cannot_hold_becomes_a_space_and_the_file_opens():
    assert paragraphs_of(docx.docx(letter_of("a\x0cb\x00c\ufffed")))[0] == ["a b c d"]


def test_a_paragraph_from_right_to_left_is_set_from_the_right():
    _, body = paragraphs_of(docx.docx(letter_of("נועה גרה כאן", "My child נועה, 9")))
    hebrew, mixed = body.findall(f"{WORD}p")
    assert hebrew.find(f"{WORD}pPr/{WORD}bidi") is not None
    assert mixed.find(f"{WORD}pPr/{WORD}bidi") is None
    turned = [
        run.find(f"{WORD}t").text for run in mixed.findall(f"{WORD}r") if run.find(f"{WORD}rPr/{WORD}rtl") is not None
    ]
    assert turned == ["נועה"]


def test_the_closing_of_a_word_file_stays_on_one_page():
    _, body = paragraphs_of(
        docx.docx(letter_of("Dear Ms. Lee:", "Please write back.", "Thank you,", "Ana", "Signature: ____"))
    )
    kept = [paragraph.find(f"{WORD}pPr/{WORD}keepNext") is not None for paragraph in body.findall(f"{WORD}p")]
    assert kept == [True, True, True, True, False]


def test_a_heading_and_a_line_with_a_colon_stay_with_what_they_lead_to():
    _, body = paragraphs_of(
        docx.docx(letter_of("WHO IT IS ABOUT", "J. D.", "I ask for:", "Speech.", "More.", "Thank you,", "A"))
    )
    kept = [paragraph.find(f"{WORD}pPr/{WORD}keepNext") is not None for paragraph in body.findall(f"{WORD}p")]
    assert kept == [True, False, True, False, True, True, False]


def test_the_command_line_writes_a_word_file(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({**LETTER, **CHOSEN}), encoding="utf-8")
    command = [sys.executable, "-m", "calculators", "letter", "pwn_demand", "--state", "AZ", "--input", str(answers)]
    words = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    file = subprocess.run([*command, "--format", "docx"], cwd=ROOT, capture_output=True, check=True).stdout
    assert "\n\n".join(paragraphs_of(file)[0]) + "\n" == words


def test_an_error_of_node_is_reported_in_one_line(monkeypatch):
    monkeypatch.setattr(docx, "PROGRAM", "throw new TypeError('no such part')")
    monkeypatch.setattr(docx, "LIBRARY", docx.MODULE)
    with pytest.raises(WrongInput) as wrong:
        docx.docx(letter_of("I ask for:"))
    said = "Node could not make the file (TypeError: no such part). Take --format html or text."
    assert wrong.value.problems == {"--format": said}


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("_node", "docx needs Node, which 'make serve' sets up."),
        ("LIBRARY", "docx needs a built site. Run 'make build'"),
    ],
)
def test_a_word_file_that_cannot_be_made_is_one_line_that_says_what_to_do(monkeypatch, tmp_path, missing, told):
    monkeypatch.setattr(docx, missing, (lambda: None) if missing == "_node" else tmp_path / "docx.js")
    with pytest.raises(WrongInput) as wrong:
        docx.docx(letter_of("Dear Ms. Lee:"))
    assert str(wrong.value).startswith(f"--format: {told}")
    assert "\n" not in str(wrong.value)


# Paper


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_printed_letter_is_the_letter_alone_with_its_closing_on_one_sheet(page, page_log, site, paper):
    page.add_init_script("window.print = () => {}")
    sentence = (
        "The team agreed that my child needs this, and said that it would write it down. I have asked twice since."
    )
    open_letter(page, site, what="\n\n".join(f"{number}. {sentence}" for number in range(1, 29)))
    press(page, "Print")
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format=paper))).pages]
    assert len(sheets) == 3
    words = [
        line for number, sheet in enumerate(sheets, 1) for line in sheet.splitlines() if line.strip() != str(number)
    ]
    assert "".join(" ".join(words).split()) == "".join(" ".join(shown(page)).split())
    assert "Thank you," in sheets[-1]
    assert "Ana Díaz" in sheets[-1]
    assert "Please keep this letter" in sheets[-1], "the closing is not alone on its sheet"


@pytest.mark.browser
def test_printing_is_undone_once_it_is_over(page, page_log, site):
    page.add_init_script("window.print = () => window.titled = document.title")
    open_letter(page, site)
    before = page.title()
    press(page, "Print")
    until_true(page, "window.titled")
    assert page.evaluate("window.titled") == "Ask for prior written notice", "no name: history keeps it"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.title() == before
    expect(page.locator(".pt-print-this")).to_have_count(0)


# The day it was sent


def test_sending_a_letter_starts_its_clock():
    result = sent.answer(load("MS"), {"letter": "records_request", "sent_day": "3/2/2026"})
    assert (result.sent.event, result.sent.day) == ("records_requested", "March 2, 2026")
    assert "records_idea" in {row.rule.id for row in result.rows}
    assert all(row.trigger_date == date(2026, 3, 2) for row in result.rows if not row.projected)


@pytest.mark.parametrize(
    ("day", "told"), [("2/30/2026", "There is no day"), ("1/1/2100", "has not come yet"), ("", "Give the date")]
)
def test_an_impossible_day_of_sending_gives_an_error_beside_its_field(day, told):
    with pytest.raises(WrongInput, match=told) as wrong:
        sent.answer(load("MS"), {"letter": "records_request", "sent_day": day})
    assert set(wrong.value.problems) == {"sent_day"}


@pytest.mark.parametrize("letter_id", list(letter.letters()))
def test_every_letter_can_be_marked_as_sent(letter_id):
    form = letter.letters()[letter_id]
    for state in [state for state in ("US", "MS", "AZ") if form.is_for(load(state))]:
        result = sent.answer(load(state), {"letter": letter_id, "sent_day": "3/2/2026"})
        assert result.sent.letter == letter_id
        assert result.rows, "what the law starts, or the day on which to write again"


KEPT = """async () => {
    const store = await import(new URL("store.js", document.querySelector("script[src$='/page.js']").src));
    const { state, sent, events } = await store.read(await store.current());
    return { state, sent, events };
}"""


@pytest.mark.browser
def test_the_day_a_letter_was_sent_is_kept_on_the_phone_and_can_be_corrected(page, page_log, site):
    open_letter(page, site)
    tick = page.locator(".pt-sent")
    tick.get_by_label("I sent this on", exact=True).fill("3/40/2026")
    tick.get_by_role("button", name="Keep the date").click()
    expect(tick.locator(".pt-error:not([hidden])")).to_contain_text("“3/40/2026”")
    for day, words in (("3/4/2026", "March 4, 2026"), ("3/5/2026", "March 5, 2026")):
        tick.get_by_label("I sent this on", exact=True).fill(day)
        tick.get_by_role("button", name="Keep the date").click()
        expect(tick.locator(".pt-result h3")).to_contain_text(words)
        expect(tick.locator(".pt-kept")).to_contain_text("The date is kept on this phone, in My case.")
        expect(tick.locator(".pt-clock").first).to_contain_text("I asked for written notice")
    title = "Ask for prior written notice"
    day = "March 5, 2026"
    kept = {
        "letter": "pwn_demand",
        "title": title,
        "day": day,
        "event": "pwn_requested",
        "arrives": day,
        "received": "",
    }
    assert page.evaluate(KEPT) == {"state": "MS", "sent": [kept], "events": {"pwn_requested": "March 5, 2026"}}
    expect(tick.get_by_role("link", name="My case")).to_have_attribute("href", re.compile(r"tools/case/$"))
    open_letter(page, site)
    expect(page.locator(".pt-sent > .pt-kept")).to_have_text("Kept on this phone: sent on March 5, 2026.")


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_says_so_and_still_counts(page, page_log, site):
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }")
    open_letter(page, site)
    page.locator(".pt-sent").get_by_role("button", name="Keep the date").click()
    expect(page.locator(".pt-sent .pt-result .pt-kept")).to_contain_text(
        "This browser keeps nothing. Write the date on your copy"
    )
    expect(page.locator(".pt-sent .pt-clock").first).to_be_visible()


# Expired time limits


def rows_of(state, event, day):
    inputs = {"event": event, "date": day}
    return json.loads(ask(json.dumps({"calculator": "deadlines", "state": state, "inputs": inputs})))["html"]


def test_a_time_limit_that_others_can_miss_leads_to_its_letter_with_the_days_behind_the_hash():
    html = rows_of("MS", "records_requested", "1/12/2026")
    links = re.findall(r'data-path="(tools/letters/[^"]+)"', html)
    assert (
        "tools/letters/missed-deadline/#rule=records_idea&amp;asked_on=January%2012%2C%202026&amp;due=February%2026%2C%202026"
        in links
    )
    assert all("?" not in link for link in links), "what was typed never goes to a server"


def test_a_time_limit_of_the_parent_leads_to_no_letter():
    law = load("MS")
    rows = [
        row
        for row in sent.deadlines.answer(law, {"event": "violation", "date": "1/12/2026"}).rows
        if row.rule.who == "parent"
    ]
    assert rows
    assert "pt-missed" not in render.html(letter.Result("", rows=tuple(rows)), law)


@pytest.mark.browser
def test_a_missed_deadline_opens_its_letter_filled_in(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=records_requested")
    page.locator("[name=date]").fill("1/12/2026")
    page.get_by_role("button", name="Count the days").click()
    row = page.locator(".pt-clock[data-rule=records_idea]")
    expect(row).to_be_visible(timeout=60_000)
    if not row.locator(".pt-missed a").is_visible():
        row.get_by_text("If it is missed").click()
    row.locator(".pt-missed a").click()
    expect(page).to_have_url(re.compile(r"/tools/letters/missed-deadline/\?state=MS$"))
    for name, value in (
        ("rule", "records_idea"),
        ("asked_on", "January 12, 2026"),
        ("due", "February 26, 2026"),
        ("state", "MS"),
    ):
        expect(page.locator(f".pt-form [name={name}]").first).to_have_value(value)
    assert not [url for url in page_log.requests if "January" in url or "2026" in url], "days stand in no address"
