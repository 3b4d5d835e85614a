"""A page's policy blocks injected scripts and styles, other hosts, and network access of Python's worker."""

from __future__ import annotations

import select
import socket

import pytest
from playwright.sync_api import Page, expect

from tests.tools.browser_engines import Phone, until
from tests.tools.typed import fill_letter

pytestmark = pytest.mark.browser

#: All ways to inject a script or style, each leaving a trace if it takes effect.
INJECTED = """async (other) => {
    window.refused = new Set();
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.add(effectiveDirective));
    await new Promise((done) => setTimeout(done)); // what a debugger calls may evaluate text; what runs later may not
    const attempt = async (act) => { try { await act(); } catch {} };
    await attempt(() => { const made = document.createElement("script"); made.append("window.ran = 1"); document.body.append(made); });
    await attempt(() => { document.body.insertAdjacentHTML("beforeend", "<p onclick='window.ran = 2' class='injected'>x</p>"); document.querySelector(".injected").click(); });
    await attempt(() => { const made = document.createElement("p"); made.setAttribute("onclick", "window.ran = 3"); document.body.append(made); made.click(); });
    await attempt(() => { window.ran = eval("4"); });
    await attempt(() => { window.ran = new Function("return 5")(); });
    await attempt(() => { const made = document.createElement("script"); made.src = "data:text/javascript,window.ran=6"; document.body.append(made); });
    await attempt(() => import("data:text/javascript,window.ran=7"));
    await attempt(() => { const made = document.createElement("style"); made.append("h1 { color: rgb(1, 2, 3) !important }"); document.head.append(made); });
    await attempt(() => document.querySelector("h1").setAttribute("style", "color: rgb(1, 2, 3) !important"));
    await attempt(() => fetch(`${other}told`));
    await attempt(() => navigator.sendBeacon(`${other}told`, "x"));
    await attempt(() => { const made = new Image(); made.src = `${other}told.png`; document.body.append(made); });
    await attempt(() => { const made = document.createElement("iframe"); made.src = location.href; document.body.append(made); });
    await attempt(() => { const made = document.createElement("form"); made.action = location.origin; document.body.append(made); made.submit(); });
}"""
#: The directives that every browser engine reports as violated.
REFUSED = (
    "connect-src",
    "form-action",
    "frame-src",
    "img-src",
    "script-src-elem",
    "style-src-attr",
    "style-src-elem",
)
#: The front page, a guide, a page about the site, and the search.
PAGES = ("", "mississippi/state-complaint/", "about/privacy/", "search/")
#: Means of communication that remain in a worker.
LEFT = """["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "BroadcastChannel", "Worker", "indexedDB"]
    .filter((name) => self[name] !== undefined || Object.getPrototypeOf(self)?.[name] !== undefined || (globalThis.WorkerGlobalScope?.prototype ?? {})[name] !== undefined)"""


def test_injected_scripts_and_styles_have_no_effect_and_contact_no_host(phone: Phone, site: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        for path in PAGES:
            phone.open(site + path)
            phone.ask(f"({INJECTED})('http://127.0.0.1:{other.getsockname()[1]}/')")
            for directive in REFUSED:  # violations are reported asynchronously
                until(phone, f"refused.has('{directive}')")
            assert phone.ask("window.ran ?? null") is None, path
            assert phone.ask("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)", path
            assert phone.ask("location.href") == site + path
        assert select.select([other], [], [], 0)[0] == [], "somebody was asked"


def workers_left(page: Page) -> list[list[str]]:
    return [worker.evaluate(LEFT) for worker in page.workers]


def test_pythons_worker_has_no_network_but_still_gets_other_states_law_and_the_letters(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result[data-engine=pyodide]")).to_be_visible()
    assert page.workers
    assert all(left == [] for left in workers_left(page))
    page.get_by_label("Your state").select_option(label="Arizona")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-result[data-engine=pyodide]")).to_contain_text("Arizona")
    page.goto(f"{site}tools/letters/pwn-demand/?state=MS")
    fill_letter(page)
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text("More speech therapy")
    assert workers_left(page) == [[]]
