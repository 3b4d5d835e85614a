"""A second visit starts Python from its own memory, which this phone kept before anything was asked."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from calculators.law import load
from calculators.message import ask
from tests.engines.test_first_answer import DUE, PAGE, correct, count, due, result
from tests.tools.browser import KEPT, MEMORIES, PATIENCE, PHONE, with_sources
from tests.tools.waiting import until, until_true

pytestmark = pytest.mark.browser

#: How often each text stands in the kept memory, as Python keeps text: one byte, or two, or four a character.
STANDS_IN_IT = """async (texts) => {
    const [url] = await (MEMORIES)();
    const bytes = new Uint8Array(await (await caches.match(url)).arrayBuffer());
    const spread = (text, width) => [...text].flatMap((sign) => [sign.charCodeAt(0), ...Array(width - 1).fill(0)]);
    const times = (text, width) => {
        const wanted = spread(text, width);
        let found = 0;
        for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1))
            if (wanted.every((byte, n) => bytes[at + n] === byte)) found += 1;
        return found;
    };
    return texts.map((text) => times(text, 1) + times(text, 2) + times(text, 4));
}""".replace("MEMORIES", MEMORIES)
#: Writes something else over a part of the kept memory, from where to where is given as shares of the whole.
BREAK = """async ([from, to]) => {
    const [url] = await (MEMORIES)();
    const [name] = (await caches.keys()).filter((name) => name.endsWith(" runtime"));
    const bytes = new Uint8Array(await (await caches.match(url)).arrayBuffer());
    bytes.fill(7, from * bytes.length, to * bytes.length);
    await (await caches.open(name)).put(url, new Response(bytes));
}""".replace("MEMORIES", MEMORIES)
#: What a start from memory has no need of: Python's library, the calculators and the law.
FILES = (r"python_stdlib\.zip", r"calculators\.bin", r"MS\.json", r"letters\.json")
LOSE_FILES = """async (names) => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) if (new RegExp(`/(${names.join("|")})$`).test(url)) await cache.delete(url);
    }
}"""
#: Asks a worker of the page's own kind, and says what came.
ASK_ALL = """async (messages) => {
    const script = new URL("worker.js", document.querySelector("script[src$='/early.js']").src);
    const worker = new Worker(script, { type: "module", name: localStorage.getItem("paper-trail.memory") });
    const answers = [];
    const said = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
            if (data.kind === "failed") reject(new Error(data.reason));
            if (data.kind === "answer") answers[data.id] = data.answer;
            if (data.kind === "answer" && answers.length === messages.length) resolve();
        };
    });
    messages.forEach((message, id) => worker.postMessage({ kind: "ask", id, message }));
    await said.finally(() => worker.terminate());
    return answers;
}"""
#: Keeps a memory of four pages with something at three places, and puts it into one in which something else stands.
KEEP_AND_PUT = """async (script) => {
    const memory = await import(script);
    const kept = new WebAssembly.Memory({ initial: 4 });
    for (const at of [5, 70_000, 4 * 65536 - 1]) new Uint8Array(kept.buffer)[at] = at % 251;
    const address = memory.addressOf(location.origin + "/assets/runtime/0/", "MS");
    await memory.keep(address, new Uint8Array(kept.buffer), 70_000);
    const found = await (await memory.kept(address)).arriving;
    const other = new WebAssembly.Memory(found.pages);
    new Uint8Array(other.buffer).fill(9, 8192, 150_000);
    found.putInto(other);
    const same = new Uint8Array(other.buffer).every((byte, at) => byte === new Uint8Array(kept.buffer)[at]);
    const size = (await (await caches.match(address)).arrayBuffer()).byteLength;
    return { same, pages: found.pages.initial, ask: found.ask, size };
}"""
LOSE = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"
#: The page hears which tasks a worker has begun that it had put off.
HEAR_WORKERS = "globalThis.told = 0; new BroadcastChannel('put off').onmessage = () => (globalThis.told += 1);"
#: A worker that puts off by nothing what it would put off by more than a second, and says so.
SOONER = """{
    const later = self.setTimeout, channel = new BroadcastChannel("put off");
    self.setTimeout = (act, wait) => wait > 1000 ? later(() => (act(), channel.postMessage("done"))) : later(act, wait);
}"""


def sooner(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=f"{SOONER}\n{answer.text()}")


#: Copies what the phone keeps into a database beside it, which no script of the site knows; and puts it back in its place.
BACKED_UP = """
    const ended = (asked) => new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const opening = indexedDB.open("test");
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    const database = await ended(opening);
    const kept = (mode) => database.transaction("kept", mode).objectStore("kept");
"""
BACK_UP = f"""async () => {{
    {BACKED_UP}
    const files = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) {{
            const response = await caches.match(request, {{ cacheName: name }});
            files.push([name, request.url, [...response.headers], await response.arrayBuffer()]);
        }}
    await ended(kept("readwrite").put([files, {{ ...localStorage }}], "all"));
    database.close();
}}"""
RESTORE = f"""async () => {{
    {BACKED_UP}
    const [files, notes] = await ended(kept("readonly").get("all"));
    database.close();
    for (const name of await caches.keys()) await caches.delete(name);
    for (const [name, url, headers, body] of files)
        await (await caches.open(name)).put(url, new Response(body, {{ headers }}));
    localStorage.clear();
    Object.assign(localStorage, notes);
    await ended(indexedDB.deleteDatabase("paper-trail"));
}}"""


def visited(page, where=PAGE):
    """The page after a first visit, with the memory of this state kept."""
    page.goto(where)
    count(page)
    result(page, "pyodide")
    until_true(page, KEPT)
    return page


def questions():
    """Every event of Mississippi on a day, those events as a case, and days when school is closed."""
    law = load("MS")
    asked = [{"calculator": "deadlines", "inputs": {"event": event, "date": "9/15/2025"}} for event in law.events]
    asked += [{"calculator": "case", "inputs": {event: "9/15/2025"}} for event in law.events]
    asked += [{"calculator": "deadlines", "inputs": {"event": "violation", "date": "9/45/2025"}}]
    asked += [{"calculator": "closed_days", "inputs": {"closed": "Break: 3/9/2026 to 3/13/2026\nno days"}}]
    return [{"state": "MS", **message} for message in asked]


def asked_of_the_small_engine(log):
    return [url for url in log.requests if "/runtime/first-" in url]


@pytest.fixture(scope="module")
def visited_phone(browser, site):
    """A phone after its first visit, with a copy of all that it keeps: a whole start for each test would take most of the time."""
    with browser.new_context(**PHONE, base_url=site) as context:
        context.set_default_timeout(PATIENCE)
        page = visited(context.new_page())
        page.evaluate(BACK_UP)
        page.close()
        yield context


@pytest.fixture
def again(visited_phone, page_log, site):
    """A page as a second visit begins."""
    page = visited_phone.new_page()
    page.goto("about/")
    page.evaluate(RESTORE)
    page_log.watch(visited_phone)
    yield page
    page.close()


def test_a_second_visit_is_answered_from_memory_by_pyodide_alone(again, page_log):
    again.goto(PAGE)
    count(again)
    result(again, "pyodide")
    assert asked_of_the_small_engine(page_log) == []
    assert not [url for url in page_log.requests if url.endswith((".xz", ".bin", "/MS.json", "/manifest.json"))], (
        "all of it is on the phone"
    )
    expect(again.locator(".pt-failure")).to_have_count(0)


def test_a_letter_is_written_from_memory_too(again, page_log):
    again.goto("tools/letters/pwn-demand/?state=MS")
    again.get_by_role("button", name="Write the letter").click()
    expect(again.locator(".pt-error:visible").first).to_be_visible(timeout=60_000)
    assert asked_of_the_small_engine(page_log) == []


def test_a_case_is_counted_from_memory_too(again, page_log):
    again.goto("tools/case/?state=MS")
    again.get_by_label("Add something that happened").select_option("violation")
    again.locator("#case-violation").fill("9/15/2025")
    again.locator("#case-violation").blur()
    expect(due(again)).to_have_text(DUE, timeout=60_000)
    result(again, "pyodide")
    assert asked_of_the_small_engine(page_log) == []


def test_another_state_is_answered_as_on_a_first_visit_and_kept_in_its_place(again, page_log):
    again.goto(PAGE.replace("MS", "AZ"))
    count(again)
    result(again, "pyodide")
    assert asked_of_the_small_engine(page_log)
    until_true(again, f"{KEPT}?.includes(' AZ ')")
    assert [url.split("/memory-")[1][:2] for url in again.evaluate(MEMORIES)] == ["AZ"]


def test_nothing_that_was_typed_is_in_the_memory(page):
    page.goto("tools/case/?state=MS")
    page.get_by_label("Add something that happened").select_option("violation")
    page.locator("#case-violation").fill("9/17/2025")
    page.locator("#case-violation").blur()
    result(page, "pyodide")
    page.locator("summary", has_text="Days when school is closed").click()
    page.locator("#case-closed").fill("Zyxwvut break: 3/9/2026 to 3/13/2026")
    page.locator("#case-closed").blur()
    expect(page.get_by_text("Zyxwvut break").first).to_be_visible(timeout=60_000)
    until_true(page, KEPT)
    typed, counted, lawful = page.evaluate(STANDS_IN_IT, ["Zyxwvut", "9/17/2025", "state_complaint_filing_limit"])
    assert lawful, "it is read as it should be"
    assert (typed, counted) == (0, 0)


def test_a_memory_comes_back_to_the_byte_and_its_empty_parts_too(page, site):
    page.goto("about/")
    found = page.evaluate(KEEP_AND_PUT, f"{site}{with_sources(page)}engine/memory.js")
    assert found.pop("size") < 4 * 4096, "empty parts are not kept"
    assert found == {"same": True, "pages": 4, "ask": 70_000}


@pytest.mark.parametrize("where", [(0, 0.1), (0.2, 0.9)], ids=["no memory", "a damaged memory"])
def test_what_is_broken_is_forgotten_and_the_answer_comes_all_the_same(again, page_log, where):
    page_log.expect("fatal error|RuntimeError|TypeError")
    again.evaluate(BREAK, where)
    again.goto(PAGE)
    count(again)
    result(again, "pyodide")
    assert due(again).inner_text() == DUE
    assert asked_of_the_small_engine(page_log), "as on a first visit"
    until_true(again, KEPT)


def test_a_memory_that_the_browser_threw_away_is_made_again(again, page_log):
    again.evaluate(LOSE)
    again.goto(PAGE)
    count(again)
    result(again, "pyodide")
    assert asked_of_the_small_engine(page_log), "as on a first visit"
    until_true(again, KEPT)
    assert len(again.evaluate(MEMORIES)) == 1


def test_the_first_press_on_my_case_is_answered_after_the_browser_threw_the_memory_away(again, page_log, site):
    """Two requests wait for the start that fails: both are asked again, and neither covers the other with a failure."""
    again.goto(f"{site}tools/case/?state=MS")
    again.locator("#case-add").select_option("state_complaint_received")
    again.locator("[name=state_complaint_received]").fill("3/2/2026")
    again.locator("[name=closed]").evaluate("field => field.closest('details').open = true")
    again.locator("[name=closed]").fill("3/9/2026")
    expect(again.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    expect(again.locator(".pt-kept")).to_have_text("Kept on this phone.")
    again.evaluate(LOSE)
    again.goto(f"{site}tools/case/?state=MS")
    again.locator(".pt-go").click()
    expect(again.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    expect(again.locator(".pt-read-back li")).to_have_count(1, timeout=60_000)
    expect(again.locator(".pt-failure")).to_have_count(0)


def lose(page, *names):
    """Let files be lost on the phone. Returns a pattern of what is asked of the network in their place."""
    page.evaluate(LOSE_FILES, names)
    return re.compile(rf"/runtime/.*/({'|'.join(names)})(\.xz)?$")


def test_a_memory_answers_every_question_about_days_without_a_file(again, page_log):
    """What a calculator imports only then, or reads, would have to be on the phone before the first answer."""
    page_log.expect("Failed to load|is gone")
    # the page's policy lets its own scripts alone begin a worker
    again.context.new_cdp_session(again).send("Page.setBypassCSP", {"enabled": True})
    again.goto(PAGE)
    again.route(lose(again, *FILES), lambda route: route.abort())
    messages = questions()
    answers = again.evaluate(ASK_ALL, messages)
    assert answers == [json.loads(ask(json.dumps(message))) for message in messages]


@pytest.mark.parametrize("lost", [FILES[0], FILES[1]])
def test_a_memory_counts_on_when_its_files_do_not_come(again, page_log, lost):
    page_log.expect("Failed to load")
    held = []
    again.route(lose(again, lost), lambda route: (held.append(route), route.abort()))
    again.add_init_script(HEAR_WORKERS)
    again.route("**/js/worker.js", sooner)
    again.goto(PAGE)
    count(again)
    result(again, "pyodide")
    until(again, lambda: again.evaluate("told"), "it asked for its files")
    if lost == FILES[1]:
        until(again, lambda: held, "the calculators are asked of the network")
    correct(again, "7")
    expect(due(again)).to_have_text("Thursday, September 14, 2028", timeout=60_000)
    assert bool(held) is (lost == FILES[1]), "the library is on the phone or nowhere"
    assert asked_of_the_small_engine(page_log) == []


def test_a_memory_whose_files_are_lost_starts_whole_for_a_letter(again, page_log):
    page_log.expect("is gone")
    lose(again, *FILES)
    page_log.requests.clear()
    again.goto("tools/letters/pwn-demand/?state=MS")
    again.get_by_role("button", name="Write the letter").click()
    expect(again.locator(".pt-error:visible").first).to_be_visible(timeout=60_000)
    assert [url for url in page_log.requests if url.endswith("python_stdlib.zip.xz")], "it came over the network"


def test_where_nothing_can_be_kept_the_answer_comes_all_the_same(page, page_log, site):
    """As over plain http, where a browser has no such store."""

    def without_caches(route):
        answer = route.fetch()
        gone = 'Object.defineProperty(self, "caches", { get() { throw new ReferenceError("caches"); } });'
        route.fulfill(response=answer, body=f"{gone}\n{answer.text()}")

    page.route("**/js/worker.js", without_caches)
    page.goto(PAGE)
    count(page)
    result(page, "pyodide")
    assert page.evaluate(KEPT) is None


def test_today_is_the_day_of_the_visit_and_not_of_the_memory(page, new_page):
    """The memory is made where it is already tomorrow and used where it is still yesterday: for an hour of each day, two
    days apart.
    """
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Kiritimati"})
    visited(page)
    first = page.locator(".pt-result").inner_text()
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Pago_Pago"})
    page.goto(PAGE)
    count(page)
    result(page, "pyodide")
    east, west = (datetime.now(UTC).astimezone(timezone(timedelta(hours=hours))).date() for hours in (14, -11))
    assert days_told(page.locator(".pt-result").inner_text()) == days_told(first) + (east - west).days


def days_told(text):
    """How many days the answer says are left until the first date, or how many ago it was (as less than nothing)."""
    ahead = re.search(r"in (\d+) days", text)
    behind = re.search(r"(\d+) days ago", text)
    assert ahead or behind, text
    return int(ahead[1]) if ahead else -int(behind[1])
