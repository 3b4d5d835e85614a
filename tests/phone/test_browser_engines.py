"""End to end in Chromium, Firefox and WebKit: read, count, write, store, print, go offline."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from tests.tools.browser import SITE, SUB_PATH, SubPathHandler
from tests.tools.browser_engines import Phone, text_of, until
from tests.tools.typed import CHOSEN, LETTER

pytestmark = pytest.mark.browser

DATE = ".pt-calculator [name=date]"
COUNT = "form[data-calculator=deadlines] .pt-go"
CLOCK = ".pt-clock[data-rule=state_complaint_filing_limit] time"
LAST_DAY = "Monday, September 14, 2026"
#: Records copied text and saved files, because no engine lets a test read both.
WATCH = """(() => {
    window.copied = [];
    document.addEventListener("copy", () => copied.push(document.activeElement.value ?? ""), true);
    const clipboard = navigator.clipboard;
    if (clipboard) {
        const write = clipboard.write.bind(clipboard), writeText = clipboard.writeText.bind(clipboard);
        // At once: a browser gives the clipboard only right after a press.
        clipboard.write = (items) => {
            items[0].getType("text/plain").then((part) => part.text()).then((words) => copied.push(words));
            return write(items);
        };
        clipboard.writeText = (words) => { copied.push(words); return writeText(words); };
    }
    window.given = {};
    const made = {};  // the policy of the page lets nothing fetch a blob
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
        const url = make(blob);
        made[url] = blob;
        return url;
    };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
        made[this.href].arrayBuffer().then((bytes) => (given[this.download] = [...new Uint8Array(bytes)]));
        click.call(this);
    };
    return true;
})()"""


def button(words: str) -> str:
    """A script that presses the visible button with exactly this label; its value is true once it did."""
    return f"""(() => {{
        const found = [...document.querySelectorAll("button")].find((each) => each.textContent.trim() === {words!r} && each.checkVisibility());
        found?.click();
        return Boolean(found);
    }})()"""


def write_letter(phone: Phone) -> None:
    for name, value in LETTER.items():
        phone.write(f"[name={name}]", value)
    for name, value in CHOSEN.items():
        phone.choose(f"[name={name}]", value)
    phone.tap("form[data-letter] .pt-go")
    until(phone, "document.querySelectorAll('.pt-letter > p').length > 5")


def test_a_guide_is_two_taps_from_the_front_page_and_a_shared_link_opens_at_its_heading(
    phone: Phone, site: str
) -> None:
    phone.open(site)
    phone.choose("#state", "mississippi")
    phone.tap("a[href$='mississippi/not-following/']")
    until(phone, "location.pathname.endsWith('/mississippi/not-following/') && document.readyState === 'complete'")
    assert phone.ask(text_of("h1")).startswith("The school is not following the IEP")
    phone.open(f"{site}mississippi/state-complaint/#what-it-must-say")
    until(phone, "scrollY > 0 && document.querySelector('#what-it-must-say').getBoundingClientRect().top < 200")
    assert phone.ask(
        """(() => {
            const { left, top, height } = document.querySelector("#what-it-must-say").getBoundingClientRect();
            return document.elementFromPoint(left + 2, top + height / 2).closest("#what-it-must-say") !== null;
        })()"""
    ), "the heading is not hidden under the bar"


def test_an_invalid_date_gives_an_error_and_a_valid_one_a_due_date(phone: Phone, site: str) -> None:
    phone.open(f"{site}mississippi/state-complaint/#deadline")
    phone.write(DATE, "2/30/2026")
    phone.tap(COUNT)
    until(
        phone, f"({text_of('.pt-error:not([hidden])')} ?? '').includes('There is no day “2/30/2026” in the calendar')"
    )
    field = f"document.querySelector({DATE!r})"
    assert phone.ask(f"[{field}.value, {field}.ariaInvalid, document.activeElement === {field}]") == [
        "2/30/2026",
        "true",
        True,
    ]
    phone.write(DATE, "9/15/2025")
    phone.tap(COUNT)
    until(phone, f"{text_of(CLOCK)} === {LAST_DAY!r}")
    assert "34 CFR § 300.153(c)" in phone.ask(text_of(".pt-clock[data-rule=state_complaint_filing_limit] .pt-source"))


def test_a_letter_is_written_and_exported_and_its_date_is_stored(phone: Phone, site: str) -> None:
    phone.open(f"{site}tools/letters/pwn-demand/?state=MS")
    phone.ask(WATCH)
    write_letter(phone)
    letter = phone.ask("[...document.querySelectorAll('.pt-letter > p')].map((each) => each.innerText).join('\\n\\n')")
    assert "Miss. Code Ann. § 37-23-137(3)" in letter
    phone.tap(".pt-of-a-letter button")
    until(phone, f"{text_of('.pt-of-a-letter button')} === 'Copied'")
    assert phone.ask("copied[0].trim().replaceAll('\\r', '')") == letter
    for name in ("Word file", "Text file"):
        assert phone.ask(button(name))
    assert bytes(until(phone, "given['pwn-demand.txt']")).decode().strip() == letter
    word = bytes(until(phone, "given['pwn-demand.docx']"))
    assert word.startswith(b"PK")
    assert len(word) > 5_000
    phone.write(".pt-sent [name=sent_day]", "3/5/2026")
    phone.tap(".pt-sent form button")
    until(phone, f"({text_of('.pt-sent .pt-result .pt-kept')} ?? '').startsWith('The date is kept on this phone')")
    phone.reload()
    write_letter(phone)
    until(phone, f"{text_of('.pt-sent > .pt-kept')} === 'Kept on this phone: sent on March 5, 2026.'")


def test_my_case_stores_its_dates(phone: Phone, site: str) -> None:
    phone.open(f"{site}tools/case/?state=MS")
    until(phone, "document.querySelector('#case-state').value === 'MS'")
    phone.choose("#case-add", "state_complaint_received")
    phone.write("[name=state_complaint_received]", "3/2/2026")
    decision = f"{text_of('.pt-clock[data-rule=state_complaint_decision] time')} === 'Friday, May 1, 2026'"
    until(phone, decision)
    until(phone, f"{text_of('.pt-kept:not([data-under-way])')} === 'Kept on this phone.'")
    phone.reload()
    until(phone, decision)
    assert phone.ask("document.querySelector('[name=state_complaint_received]').value") == "3/2/2026"


class Cut(SubPathHandler):
    """Serves until the host is cut off, then closes open connections too."""

    def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
        host: Host = self.server  # type: ignore[assignment] (typed as BaseServer)
        if not host.cut_off:
            return super().do_GET()
        self.close_connection = True
        return self.connection.close()


class Host(ThreadingHTTPServer):
    """A web host that a test can cut off."""

    daemon_threads = True
    cut_off = False

    def handle_error(self, *_: object) -> None:
        """Ignore it: connections are cut on purpose here."""


@pytest.fixture
def host() -> Iterator[Host]:
    with Host(("127.0.0.1", 0), partial(Cut, directory=str(SITE))) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()


def test_a_saved_state_is_read_and_counted_offline(phone: Phone, host: Host) -> None:
    site = f"http://127.0.0.1:{host.server_port}{SUB_PATH}"
    phone.open(f"{site}mississippi/")
    until(phone, "navigator.serviceWorker.controller !== null")
    until(phone, button("Save Mississippi for offline"))
    until(phone, f"({text_of('.pt-offline [role=status]')} ?? '').includes('Mississippi is saved on this phone')")
    host.cut_off = True
    phone.open(f"{site}mississippi/state-complaint/#deadline")
    assert phone.ask("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    phone.write(DATE, "9/15/2025")
    phone.tap(COUNT)
    until(phone, f"{text_of(CLOCK)} === {LAST_DAY!r}")
    past_the_worker = "fetch(location.href, { headers: { 'x-past-the-worker': '1' } })"
    assert phone.ask(f"{past_the_worker}.then(() => 'answered', () => 'no connection')") == "no connection"
