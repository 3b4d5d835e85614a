"""The oldest supported browsers (package.json): deadline, letter, tick and search work without newer features.

Newer methods are deleted in a current browser. Also: lost scripts, plain hosts, and phones with little memory.
"""

from __future__ import annotations

import re
import subprocess

import pytest
from playwright.sync_api import expect

from macros import bootstrap
from macros.node import NODE
from tests.tools.browser import SITE
from tests.tools.typed import fill_letter
from tests.tools.waiting import NOTE_WORKERS, let_timers_run, until_true

SLOW = 60_000
#: Safari before 16.4 throws a SyntaxError for regular expressions with lookbehind or the flag v.
NO_LOOKBEHIND = """{
    const plain = RegExp;
    globalThis.RegExp = new Proxy(plain, Object.fromEntries(["construct", "apply"].map((how) => [how, (_, given, rest) => {
        const [source, flags] = how === "construct" ? given : rest;
        if (/\\(\\?<[=!]/.test(String(source))) throw new SyntaxError("Invalid regular expression: invalid group specifier name");
        if (flags?.includes("v")) throw new SyntaxError("Invalid flags");
        return new plain(source, flags);
    }])));
}"""
NO_HAS = """if (globalThis.Element) for (const kind of [Element, Document, DocumentFragment])
    for (const name of ["querySelector", "querySelectorAll", "matches", "closest"]) {
        const plain = kind.prototype[name];
        if (plain) kind.prototype[name] = function (selector) {
            if (String(selector).includes(":has(")) throw new SyntaxError("no :has here");
            return plain.call(this, selector);
        };
    }"""
NO_POPOVER = """if (globalThis.HTMLElement) for (const name of ["popover", "showPopover", "hidePopover", "togglePopover"])
    delete HTMLElement.prototype[name];"""


def without(*names: str) -> str:
    """A script that deletes methods (``String.prototype.toWellFormed``) and globals, by name."""
    parts = []
    for name in names:
        holder, _, member = name.rpartition(".")
        parts.append(f"try {{ delete {holder or 'globalThis'}.{member} }} catch {{}}")
    return "\n".join(parts)


#: Newer than iOS 15.4.
NEWER = (
    *("String.prototype.toWellFormed", "String.prototype.isWellFormed", "Array.fromAsync", "Promise.withResolvers"),
    *("Array.prototype.toSorted", "Array.prototype.toReversed", "Array.prototype.toSpliced", "Array.prototype.with"),
    *("Object.groupBy", "Map.groupBy", "Set.prototype.union", "Iterator", "Promise.try", "URL.canParse"),
    *("AbortSignal.timeout", "AbortSignal.any", "scheduler", "CompressionStream", "DecompressionStream"),
    *("HTMLFormElement.prototype.requestSubmit", "Element.prototype.checkVisibility", "CloseWatcher", "navigation"),
    *("Document.prototype.startViewTransition", "ReadableStream.prototype[Symbol.asyncIterator]"),
    *("Navigator.prototype.connection", "Navigator.prototype.userAgentData", "requestIdleCallback", "CSSMarginRule"),
)
#: Features missing in some old phones, strict settings or private windows. Those in one entry are unrelated, so one test
#: can delete them together.
SOME_AT_A_TIME = {
    "toWellFormed, structuredClone, BroadcastChannel": without(
        "String.prototype.toWellFormed", "structuredClone", "BroadcastChannel"
    ),
    ":has, randomUUID, clipboard": "\n".join(
        [NO_HAS, without("Crypto.prototype.randomUUID", "ClipboardItem", "Navigator.prototype.clipboard")]
    ),
    "lookbehind, popover, requestSubmit, checkVisibility, scheduler": "\n".join(
        [
            NO_LOOKBEHIND,
            NO_POPOVER,
            without("HTMLFormElement.prototype.requestSubmit", "Element.prototype.checkVisibility", "scheduler"),
        ]
    ),
}
IOS_15_4 = "\n".join([without(*NEWER), NO_LOOKBEHIND, NO_POPOVER])
CHROME_100 = "\n".join([without(*(name for name in NEWER if "Navigator" not in name)), NO_HAS, NO_POPOVER])


@pytest.fixture
def old(new_page, page_log, site):
    """Opens a page where the script ``gone`` deletes features, in workers too."""

    def opened(gone: str):
        page = new_page(base_url=site)
        page.add_init_script(gone)

        def older(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=f"{gone}\n{answer.text()}")

        page.route(re.compile(r"/js/(first-)?worker\.js$"), older)
        return page

    return opened


def deadline(page):
    page.goto("tools/deadlines/?state=MS&event=violation")
    page.get_by_label("On what day", exact=False).first.fill("9/15/2025")
    page.get_by_role("button", name="Count the days").click()
    clock = page.locator(".pt-clock[data-rule=state_complaint_filing_limit]")
    expect(clock).to_contain_text("September 14, 2026", timeout=SLOW)


def letter(page):
    page.goto("tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary", timeout=SLOW)
    buttons = page.locator(".pt-of-a-letter")
    expect(buttons.get_by_role("button", name="Copy the letter")).to_be_visible()
    expect(page.get_by_text("Did you send it?")).to_be_visible()
    with page.expect_download() as word:
        buttons.get_by_role("button", name="Word file").click()
    assert word.value.suggested_filename == "pwn-demand.docx"


def tick(page):
    page.goto("checklists/iep-meeting/")
    box = page.locator(".pt-checklist input").first
    box.check()
    page.reload()
    expect(box).to_be_checked()


def search(page):
    page.goto("search/")
    page.get_by_role("searchbox").fill("kicked out")
    expect(page.locator(".pt-hits a").first).to_be_visible(timeout=SLOW)


@pytest.mark.browser
@pytest.mark.parametrize("profile", [IOS_15_4, CHROME_100], ids=["iOS 15.4", "Chrome 100"])
def test_deadline_letter_tick_and_search_work_in_the_oldest_browsers(old, profile):
    page = old(profile)
    for part in (deadline, letter, tick, search):
        part(page)
    page.goto("tools/case/?state=MS")
    page.locator("#case-add").select_option("violation")
    page.locator("[name=violation]").fill("9/15/2025")
    page.locator("[name=violation]").press("Tab")
    expect(page.locator(".pt-timeline")).to_be_visible(timeout=SLOW)


@pytest.mark.browser
@pytest.mark.parametrize("missing", SOME_AT_A_TIME)
def test_everything_works_without_single_newer_features(old, missing):
    page = old(SOME_AT_A_TIME[missing])
    for part in (deadline, letter, tick, search):
        part(page)


def test_no_script_has_syntax_newer_than_the_oldest_browsers():
    """esbuild finds no syntax to lower: its output for the oldest browsers equals that for the newest."""
    program = """
        import { readFileSync } from "node:fs";
        import { transform } from "esbuild";
        import { target } from "./macros/browsers/oldest_browsers.mjs";
        for (const file of process.argv.slice(1)) {
            const text = readFileSync(file, "utf8");
            const [old, newest] = await Promise.all([target, "esnext"].map((one) => transform(text, { target: one, charset: "utf8" })));
            const plain = ({ code }) => code.replaceAll(/[()\\s]/g, ""); // parentheses and whitespace may differ
            if (plain(old) !== plain(newest) || /\\(\\?<[=!]/.test(text.replaceAll(/new RegExp\\([^;]*/g, ""))) console.log(file);
        }
    """
    scripts = [path for path in SITE.rglob("*.js") if path.is_file()]
    assert {"page.js", "pyodide.asm.js", "pyodide.js", "micropython.js", "docx.js", "sw.js"} <= {
        p.name for p in scripts
    }
    done = subprocess.run(
        [str(NODE), "--input-type=module", "--eval", program, *map(str, scripts)],
        cwd=bootstrap.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_no_file_has_a_name_with_a_type_unknown_to_plain_hosts():
    """Debian's nginx sends .mjs as application/octet-stream, which browsers refuse to run (tests/phone/test_nginx.py)."""
    assert list(SITE.rglob("*.mjs")) == []


# Lost scripts, and phones with little memory


@pytest.mark.browser
def test_a_form_without_its_script_answers_with_a_message(page, page_log, site):
    page_log.expect("form.js|Failed to load")
    page.route("**/js/form.js", lambda route: route.abort())
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    expect(page.locator(".pt-failure")).to_contain_text("A part of this page did not arrive")
    expect(page.locator(".pt-failure")).to_contain_text("Or take the letter with blanks, below.")


@pytest.mark.browser
def test_a_form_without_the_script_for_results_answers_with_a_message(page, page_log, site):
    page_log.expect("result.js|Failed to load")
    page.route("**/js/result.js", lambda route: route.abort())
    page.goto(f"{site}tools/deadlines/?state=MS&event=pwn_received")
    page.locator("form").get_by_role("textbox").first.fill("3/2/2026")
    page.locator(".pt-go").click()
    expect(page.locator(".pt-failure")).to_contain_text("A part of this page did not arrive", timeout=SLOW)
    expect(page.locator(".pt-failure")).to_contain_text("Or count by hand, below.")


@pytest.mark.browser
def test_a_letter_is_written_even_without_the_script_that_asks_when_it_was_sent(page, page_log, site):
    page_log.expect("sent.js|Failed to load")
    page.route("**/js/sent.js", lambda route: route.abort())
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary", timeout=SLOW)
    expect(page.get_by_role("button", name="Copy the letter")).to_be_visible()
    expect(page.get_by_text("Did you send it?")).to_have_count(0)
    expect(page.locator(".pt-result > .pt-kept")).to_contain_text("This page cannot ask when you sent the letter")
    expect(page.locator(".pt-failure")).to_have_count(0)


@pytest.mark.browser
def test_without_webassembly_pages_offer_the_letter_text_and_the_count_by_hand(old, page_log):
    page_log.expect("WebAssembly|engine|wasm|falling back")
    page = old(without("WebAssembly"))
    page.goto("tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-failure")).to_contain_text("WebAssembly is switched off in it", timeout=SLOW)
    expect(page.locator(".pt-failure")).to_contain_text("Or take the letter with blanks, below.")
    expect(page.locator("[name=child_name]")).to_have_value("J. D.")
    page.goto("tools/deadlines/?state=MS&event=violation")
    page.get_by_label("On what day", exact=False).first.fill("9/15/2025")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-failure")).to_contain_text("Or count by hand, below.", timeout=SLOW)
    assert page.locator(".pt-calculator").get_by_text("by hand").count() > 1, "the worksheet is there"


@pytest.mark.browser
def test_after_a_crashed_start_dates_come_from_the_small_engine_and_letters_ask_first(page, page_log, site):
    page.clock.install()
    page.add_init_script(NOTE_WORKERS)
    page.add_init_script("if (!sessionStorage.getItem('once')) sessionStorage.setItem('paper-trail.starting', '1')")
    page.goto(f"{site}tools/deadlines/?state=MS&event=violation")
    page.get_by_label("On what day", exact=False).first.fill("9/15/2025")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "micropython", timeout=SLOW)
    let_timers_run(page)
    assert page.evaluate("begun") == ["first-worker.js"], "Pyodide is left alone"
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-failure")).to_contain_text("this phone stopped the calculator before it had started")
    expect(page.locator(".pt-failure")).to_contain_text("Or take the letter with blanks, below.")
    assert page.evaluate("begun") == []
    assert not [url for url in page_log.requests if "/engine-" in url]
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".pt-letter")).to_be_visible(timeout=SLOW)
    assert page.evaluate("sessionStorage.getItem('paper-trail.starting')") is None


@pytest.mark.browser
def test_a_start_is_recorded_until_it_ends_or_the_page_is_left(page, page_log, site):
    held = []
    page.route(re.compile(r"\.wasm"), lambda route: held.append(route))
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    until_true(page, "sessionStorage.getItem('paper-trail.starting') === '1'")
    page.unroute_all(behavior="ignoreErrors")
    page.goto(f"{site}about/")
    assert page.evaluate("sessionStorage.getItem('paper-trail.starting')") is None


def test_features_missing_in_the_oldest_browsers_are_reported_in_scripts_and_styles(tmp_path):
    lint = bootstrap.ROOT / "macros" / "browsers" / "newer_than_meant.mjs"
    for folder in ("docs/assets/js", "docs/assets/css", "macros/site", "macros/browsers"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "package.json").write_bytes((bootstrap.ROOT / "package.json").read_bytes())
    (tmp_path / "macros" / "browsers" / lint.name).write_bytes(lint.read_bytes())
    (tmp_path / "node_modules").symlink_to(bootstrap.ROOT / "node_modules")
    (tmp_path / "docs/assets/js/new.js").write_text(
        "// not .toSorted()\nform.requestSubmit();\nURL.canParse(x); [].at(-1);\n"
    )
    (tmp_path / "docs/assets/css/new.css").write_text(
        "p { height: 1dvh; color: color-mix(in srgb, red, blue); gap: 1px }\n"
    )
    done = subprocess.run(
        [str(NODE), f"macros/browsers/{lint.name}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    named = {line.split(": not in")[0] for line in done.stderr.splitlines() if ": not in" in line}
    assert done.returncode == 1
    assert {"api: requestSubmit", "api: canParse", "style: dvh", "style: color-mix()"} <= named
    assert not named & {"api: at", "api: toSorted", "style: gap"}, named
