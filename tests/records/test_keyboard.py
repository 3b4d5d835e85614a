"""The records pages by keyboard: everything is reachable, named and visible, and focus is never lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.tools.waiting import until_true

pytestmark = pytest.mark.browser

SLOW = 60_000
#: Stores two children; the first has a case, sent letters, a service and a note.
KEEP = """async () => {
    const store = await import(new URL("store.js", document.querySelector("script[src$='/page.js']").src));
    const [bear, fox] = [await store.addChild("Bear"), await store.addChild("Fox")];
    await store.save(bear, { state: "MS", closed: "11/26/2026\\n12/21/2026", events: { records_requested: "9/1/2026", evaluation_requested: "11/2/2026" } });
    await store.save(fox, { state: "AZ", events: { records_requested: "9/1/2026" } });
    for (const day of ["September 1, 2026", "September 8, 2026"])
        await store.addSent(bear, { letter: "iep_disagreement", title: "A letter", day, event: null, arrives: day, received: "" });
    const service = { id: "a", name: "Speech", minutes: "30", times: "2", per: "week", from: "11/9/2026", to: "", where: "", who: "" };
    const note = { id: "n", day: "11/2/2026", who: "Ms. Lee", how: "call", said: "We spoke.", asked: "", promised: "Send the scores", by: "11/20/2026", answered: "", source: "", entered: "11/2/2026", changed: "" };
    await store.changeLog(bear, (kept) => ({ ...kept, services: [service], notes: [note] }));
    await store.choose(bear);
}"""
#: For the focused element: problems, and whether it was reached before. ``MISSED``: focusable elements not reached.
TABBED = """() => {
    globalThis.reached ??= new Set();
    const stop = document.activeElement;
    if (stop === document.body) return null;
    const box = stop.getBoundingClientRect(), style = getComputedStyle(stop), wrong = [];
    const name = stop.getAttribute("aria-label") || [...(stop.labels ?? [])].map((label) => label.textContent).join(" ")
        || document.getElementById(stop.getAttribute("aria-labelledby"))?.textContent || stop.textContent || stop.title;
    if (!name.trim()) wrong.push("no name");
    if (!(box.width && box.height && box.bottom > 0 && box.top < innerHeight)) wrong.push("not in view");
    if (style.outlineStyle === "none" && style.boxShadow === "none") wrong.push("focus not seen");
    const again = reached.has(stop);
    reached.add(stop);
    return [wrong.map((why) => `${why}: ${stop.outerHTML.slice(0, 120)}`), again && stop.type !== "date"];
}"""
MISSED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !reached.has(one))
    .map((one) => one.outerHTML.slice(0, 120))"""
#: Records live region announcements, in order.
LISTEN = """() => {
    globalThis.heard = [];
    const last = new WeakMap();
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const place = (target.nodeType === 1 ? target : target.parentElement)?.closest("[role=status], [role=alert], [aria-live]");
            const words = place?.hidden ? "" : place?.textContent.trim();
            if (!place || last.get(place) === words) continue;
            last.set(place, words);
            if (words) heard.push(words);
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"] });
}"""


@pytest.fixture
def kept(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(KEEP)
    return page


def walk(page):
    """Move through the whole page with the Tab key, and assert that everything is reachable, named and visible."""
    page.locator("a[href]").first.focus()
    wrong = []
    for _ in range(600):
        stop = page.evaluate(TABBED)
        page.keyboard.press("Tab")
        if stop is None:
            break
        wrong += stop[0]
        if stop[1]:
            break
    else:
        wrong.append("a trap: the focus does not come to the end")
    assert wrong + [f"never reached: {one}" for one in page.evaluate(MISSED)] == []


def go_to(locator):
    """Focus an element that a walk reached."""
    locator.focus()
    expect(locator).to_be_focused()


def press(page, key="Enter"):
    page.keyboard.press(key)


def heard(page):
    return page.evaluate("heard.splice(0)")


def answered(page):
    expect(page.locator(".pt-result[data-engine=pyodide]")).to_be_visible(timeout=SLOW)


def stays_on_the_page(page):
    """Assert that the focus is on something visible and not lost to the document."""
    until_true(page, "document.activeElement !== document.body && document.activeElement.checkVisibility()")


def test_all_of_my_case_is_reachable_by_tab(kept, site):
    kept.goto(f"{site}tools/case/")
    answered(kept)
    expect(kept.locator(".pt-today li", has_text="Fox.")).to_be_visible()
    for fold in kept.locator(".pt-case details > summary").filter(visible=True).all():
        go_to(fold)
        press(kept, "Space")
    expect(kept.locator(".pt-case details:not([open])").filter(visible=True)).to_have_count(0)
    walk(kept)


def test_my_case_keeps_the_focus_through_every_change(kept, site):
    kept.goto(f"{site}tools/case/")
    answered(kept)
    kept.evaluate(LISTEN)
    add = kept.locator("#case-add")
    go_to(add)
    add.select_option("state_complaint_received")
    day = kept.locator("[name=state_complaint_received]")
    expect(day).to_be_focused()
    kept.keyboard.type("11/2/2026")
    press(kept, "Tab")
    expect(kept.locator(".pt-clock[data-rule=state_complaint_decision]")).to_be_visible()
    stays_on_the_page(kept)
    until_true(kept, "heard.includes('Kept on this phone.')")
    assert heard(kept).count("Kept on this phone.") == 1, "it is said once, and not with each key"
    go_to(kept.locator(".pt-event[data-event=state_complaint_received] .pt-take-out"))
    press(kept)
    expect(add).to_be_focused()
    fold = kept.locator(".pt-sent-list > summary")
    go_to(fold)
    press(kept)
    for left in (1, 0):
        go_to(kept.locator(".pt-sent-list li > button").first)
        press(kept)
        expect(kept.locator(".pt-sent-list li")).to_have_count(left)
        expect(kept.locator(".pt-sent-list li > button").first if left else add).to_be_focused()
    heard(kept)
    go_to(kept.locator(".pt-today").get_by_role("button", name="Show Fox").first)
    press(kept, "Space")
    expect(kept.locator(".pt-today li:focus")).to_contain_text("Late: Fox.")
    until_true(kept, "heard.includes('Fox is shown.')")
    assert heard(kept).count("Fox is shown.") == 1
    go_to(kept.locator("#case-child"))
    press(kept, "ArrowUp")
    expect(kept.locator("#case-state")).to_have_value("MS")
    expect(kept.locator("#case-child")).to_be_focused()
    go_to(kept.get_by_role("button", name="Add another child"))
    press(kept)
    expect(kept.locator("[name=nickname]")).to_be_focused()


def test_closed_days_keep_the_focus_when_one_is_changed_or_removed(page, page_log, site):
    page.goto(f"{site}tools/deadlines/?state=MS&event=disciplinary_removal_decided")
    go_to(page.locator("summary", has_text="Days when school is closed").first)
    press(page)
    field = page.locator("[name=closed]")
    go_to(field)
    page.keyboard.insert_text("9/7/2026\nEarly release 11/13/2026\n11/26/2026\n11/27/2026")
    press(page, "Tab")
    lines = page.locator(".pt-read-back li")
    expect(lines).to_have_count(4, timeout=SLOW)
    walk(page)
    go_to(lines.first.get_by_role("button", name=re.compile("^School is open")))
    press(page)
    expect(page.locator(".pt-read-back .pt-question")).to_have_count(0)
    expect(lines.first.get_by_role("button").first).to_be_focused()
    press(page)
    press(page)
    expect(lines.first.get_by_role("button", name=re.compile("^Change"))).to_be_focused()
    press(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("9/8/2026")
    press(page)
    expect(lines.first).to_contain_text("Tue Sep 8, 2026")
    expect(lines.first.get_by_role("button").first).to_be_focused()
    for left in (3, 2, 1, 0):
        go_to(lines.last.get_by_role("button", name=re.compile("^Remove")))
        press(page)
        expect(lines).to_have_count(left)
        expect(lines.last.get_by_role("button").first if left else field).to_be_focused()


def test_a_long_letter_is_reachable_by_tab_and_each_part_begins_at_its_heading(page, page_log, site):
    page.goto(f"{site}tools/letters/state-complaint/?state=MS#part-1")
    expect(page.locator(".pt-parts.pt-live")).to_be_visible()
    expect(page.locator("html[data-own]")).to_be_attached()  # other states' lines above the form are hidden by then
    walk(page)
    for number in (2, 3):
        go_to(page.locator(".pt-part-ways > .pt-on").filter(visible=True))
        press(page)
        expect(page.locator(f"#part-{number} h3")).to_be_focused()
    press(page, "Tab")
    stays_on_the_page(page)


def test_the_service_log_is_reachable_by_tab_and_keeps_the_focus(kept, site):
    kept.goto(f"{site}tools/service-log/")
    answered(kept)
    walk(kept)
    kept.evaluate(LISTEN)
    tap = kept.locator(".pt-log-today button[aria-pressed]").first
    go_to(tap)
    press(kept, "Space")
    expect(tap).to_have_attribute("aria-pressed", "true")
    expect(tap).to_be_focused()
    assert heard(kept).count("Kept on this phone.") == 1
    for button in ("[data-log=week]", "[data-log=more]", "[data-log=same]"):
        pressed = kept.locator(f".pt-result {button}").filter(visible=True).first
        if pressed.count():
            go_to(pressed)
            before = kept.locator(".pt-result").inner_html()
            press(kept)
            until_true(kept, "(before) => document.querySelector('.pt-result').innerHTML !== before", before)
            stays_on_the_page(kept)
    go_to(kept.locator(".pt-result [data-log=remove]").filter(visible=True).first)
    press(kept)
    expect(kept.get_by_role("button", name="Put it back")).to_be_focused()
    press(kept)
    expect(kept.locator(".pt-result")).to_be_focused()


def test_the_notes_are_reachable_by_tab_and_keep_the_focus(kept, site):
    kept.goto(f"{site}tools/notes/")
    answered(kept)
    expect(
        kept.get_by_role("button", name="Ms. Lee", exact=True)
    ).to_be_visible()  # people are offered after the answer
    walk(kept)
    kept.evaluate(LISTEN)
    go_to(kept.locator(".pt-result [data-log=answered]").filter(visible=True).first)
    press(kept)
    back = kept.get_by_role("button", name="Not done after all")
    expect(back).to_be_focused()
    press(kept)
    expect(kept.locator(".pt-result")).to_be_focused()
    expect(kept.locator(".pt-result [data-log=answered]").first).to_be_visible()
    go_to(kept.locator("[name=said]"))
    kept.keyboard.type("We met.")
    go_to(kept.locator("[name=who]"))
    kept.keyboard.type("Mr. Ray")
    go_to(kept.locator("[name=how]"))
    kept.locator("[name=how]").select_option("call")
    go_to(kept.locator("[name=day]"))
    kept.keyboard.type("11/9/2026")
    press(kept)
    expect(kept.locator(".pt-result")).to_be_focused()
    expect(kept.locator(".pt-result")).to_contain_text("We met.")
