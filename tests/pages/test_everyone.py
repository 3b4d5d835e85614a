"""Accessibility: WCAG 2.2 AA in light and dark mode, with text at 200 %, by touch and by keyboard.

axe-core checks each kind of page in the browser. Further tests cover what it cannot detect: no clipping or horizontal
scrolling on narrow screens or with wider spacing, and touch targets of sufficient size.
"""

from __future__ import annotations

import functools
import re

import pytest
from playwright.sync_api import expect

from calculators.law import load
from calculators.tools import letter
from macros.places import ROOT
from tests.tools.browser import PHONE, SITE
from tests.tools.template_states import in_turn, is_looked_at, template_states
from tests.tools.waiting import until_true

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL_PAGES = sorted(path.relative_to(SITE).as_posix().removesuffix("index.html") for path in SITE.rglob("*.html"))
#: Pages made by the same template: axe checks a sample of them, different in each run, and all guides of one state. So the
#: number of checked pages does not grow with the number of states.
SAME = [
    [path for path in ALL_PAGES if re.match(pattern, path)]
    for pattern in (
        "tools/letters/.",
        "checklists/.",
        "questions/.",
        *(f"{load(state).slug}/." for state in template_states()[1:]),
    )
]
WITHOUT_TURN = {path for same in SAME for path in {*same} - {*in_turn(same, 2)}}
PAGES = [
    pytest.param(path, id=path or "front", marks=[pytest.mark.thorough] if path in WITHOUT_TURN else [])
    for path in ALL_PAGES
    if is_looked_at(path)
]
SLOW = 60_000
#: WCAG 2.0 to 2.2, levels A and AA, and axe's best practices.
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The rules that depend on colours, and those that depend on text size; all others give the same result in every mode.
#: Large text needs less contrast, so colours are checked at normal size.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
SIZE_RULES = ["target-size", "scrollable-region-focusable"]
#: axe cannot determine colours over images or near overlays. This removes harmless ones: arrows of select boxes, folded
#: corners, the invisible tap area around chips, and the text of date pickers, which show only their icon.
DECIDABLE = """
    select, .admonition.say { background-image: none !important }
    :is(.pt-cite, .pt-term) > button::after { content: none !important }
    .pt-cite, .pt-term { display: inline-block }
    .pt-pick { color: inherit !important }
"""
RUN_AXE = """async (rules) => {
    // axe cannot determine backgrounds within SVG; text there has the colours of the surrounding text
    const pictures = (kind) => ({ ...kind, nodes: kind.nodes.filter(({ target }) => !document.querySelector(target[0]).closest("svg")) });
    const page = () => document.documentElement.outerHTML;
    let found, before;
    do { // repeat if the page changed during the run
        before = page();
        found = await axe.run(document, { runOnly: rules, resultTypes: ["violations", "incomplete"] });
    } while (page() !== before);
    const told = (kind) => ({ id, nodes }) => nodes.map((node) => {
        const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
        return `${kind} ${id}: ${node.target.join(" ")}: ${why}`;
    });
    return [...found.violations.flatMap(told("wrong")), ...found.incomplete.map(pictures).flatMap(told("unsure"))];
}"""
#: Elements that are clipped or overflow sideways, except within scrollable boxes.
CUT = """(width) => {
    const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const inScroller = (element) => element && (scrolls(element) || inScroller(element.parentElement));
    const shown = (element) => element.checkVisibility() && !element.closest(".md-skip, .headerlink, thead, [hidden]");
    const told = (why, element) => `${why}: ${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 40)}"`;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.querySelectorAll("body *")) {
        if (!shown(element) || inScroller(element) || element.closest("svg")) continue;
        const { left, right, width: own } = element.getBoundingClientRect();
        if (own && (right > width + 1 || left < -1)) found.push(told("sticks out", element));
        const box = element.parentElement.closest(".admonition, .pt-clock, .pt-contact, .pt-letter, .pt-row, .pt-rule, .pt-worksheet");
        if (own && box && right > box.getBoundingClientRect().right + 1) found.push(told("sticks out of its box", element));
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        if (clipPath.startsWith("inset(50%")) continue;
        const cutsX = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
        const cutsY = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
        if ((cutsX || cutsY) && element.textContent.trim() && element.tagName !== "SELECT") found.push(told("is cut", element));
    }
    return found;
}"""
#: Touch targets below the minimum size. Excluded are links and buttons within a sentence (WCAG 2.5.8, exception "inline").
#: A tile of the map needs only the 24 px of WCAG 2.5.8, because the table below has a larger link for it.
SMALL = """(least) => {
    const targets = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const inSentence = (element) => {
        if (!getComputedStyle(element).display.startsWith("inline") || element.matches("input, select, textarea")) return false;
        let block = element.parentElement;
        while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        const around = block.cloneNode(true);
        around.querySelectorAll(`${targets}, .pt-pop, .pt-badge`).forEach((other) => other.remove());
        return /[\\p{L},]/u.test(around.textContent);
    };
    const size = (element) => {
        const whole = element.matches("[type=checkbox], [type=radio]") ? element.closest("label") ?? element : element;
        const { width, height } = whole.getBoundingClientRect();
        const around = getComputedStyle(element, "::after"); // the invisible tap area around a chip
        const more = around.content !== "none" && around.position === "absolute";
        const grown = (one, other) => more ? -parseFloat(around[one]) - parseFloat(around[other]) : 0;
        return [Math.round(width + grown("left", "right")), Math.round(height + grown("top", "bottom"))];
    };
    return [...document.querySelectorAll(targets)]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".md-skip") && !inSentence(element))
        .map((element) => [element, ...size(element)])
        .filter(([element, width, height]) => width && Math.min(width, height) < (element.matches(".pt-map a") ? 24 : least))
        .map(([element, ...size]) => `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent || element.name || "").trim().slice(0, 40)}": ${size.join(" × ")}`);
}"""
FINGER = 44
#: A constructed style sheet, because the page's policy blocks inline styles.
ADD_STYLE = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
}"""
#: The text spacing of WCAG 1.4.12.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"


def barriers(page, rules=ALL_RULES):
    """axe's violations and undecided results for the page in its current state."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(ADD_STYLE, DECIDABLE)
        page.evaluate(axe_source())
    return page.evaluate(RUN_AXE, rules)


def barriers_in_all_modes(page):
    """axe's findings in light mode, dark mode and at 200 % text size; restores light mode and normal size."""
    found = [f"light: {line}" for line in barriers(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in barriers(page, COLOUR_RULES)]
    page.emulate_media(color_scheme="light")
    twice_as_large(page)
    found += [f"200 %: {line}" for line in [*barriers(page, SIZE_RULES), *page.evaluate(CUT, 390)]]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def twice_as_large(page):
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def open_every_part(page):
    page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")


@functools.cache
def axe_source():
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def phone(browser, site):
    """One page shared by tests that only read it: opening one takes longer than the check."""
    with browser.new_context(**{**PHONE, "device_scale_factor": 1}) as context:
        page = context.new_page()
        context.route("**/runtime/**", lambda route: route.abort())  # forms are not used here
        # The 404 page is built for the root of a host, but here the site is in a folder.
        origin = site.removesuffix("paper-trail/")
        context.route(f"{origin}assets/**", lambda route: route.continue_(url=route.request.url.replace(origin, site)))
        yield page


#: True once the style sheet applies: where a route answers for it, a page can be loaded a moment earlier.
STYLED = "getComputedStyle(document.documentElement).getPropertyValue('--ink') !== ''"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barriers(phone, site, path):
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.emulate_media(color_scheme="light")
    phone.goto(site + path)
    until_true(phone, STYLED)
    open_every_part(phone)
    found = [f"too small to tap: {line}" for line in phone.evaluate(SMALL, FINGER)]
    found += barriers_in_all_modes(phone)
    phone.evaluate(ADD_STYLE, SPACED)
    found += [f"with wider spacing: {line}" for line in phone.evaluate(CUT, 390)]
    phone.evaluate("document.adoptedStyleSheets.pop()")
    phone.set_viewport_size({"width": 320, "height": 640})
    found += [f"at 320 px: {line}" for line in phone.evaluate(CUT, 320)]
    assert not found, "\n".join(found)


# After interaction: errors, results, popovers


def assert_no_barriers(page):
    """Assert that axe finds nothing in any mode and that no touch target is too small."""
    found = [*barriers_in_all_modes(page), *page.evaluate(SMALL, FINGER)]
    assert not found, "\n".join(found)


def test_errors_results_and_an_open_citation_have_no_barriers(page, page_log, site):
    page.goto(f"{site}tools/deadlines/")
    page.get_by_role("button", name="Count the days").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text("Choose your state.")
    page.get_by_label("Your state").select_option("MS")
    page.get_by_role("button", name="Count the days").click()
    expect(page.get_by_role("alert").filter(visible=True).first).to_be_visible(timeout=SLOW)
    assert_no_barriers(page)
    page.get_by_label("What happened?").select_option("state_complaint_received")
    page.locator("[name=date]").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=SLOW)
    open_every_part(page)
    assert_no_barriers(page)
    page.goto(f"{site}mississippi/state-complaint/")
    page.locator(".pt-cite button").first.click()
    expect(page.locator(".pt-pop:popover-open")).to_be_visible()
    open_every_part(page)
    assert_no_barriers(page)


def test_a_form_with_rows_its_errors_and_its_letter_have_no_barriers(page, page_log, site):
    page.goto(f"{site}{letter.letters()['services_not_delivered'].page}?state=MS#all-parts")
    page.get_by_role("button", name="Add another service").click()
    page.locator("[name='services.1.since']").fill("2/30/2026")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.get_by_role("alert").filter(visible=True).nth(3)).to_be_visible(timeout=SLOW)
    assert_no_barriers(page)
    for name, value in letter.samples()["services_not_delivered"].items():
        if isinstance(value, list):
            rows = [
                (f"{name}.{number}.{key}", answer) for number, row in enumerate(value) for key, answer in row.items()
            ]
        else:
            rows = [(name, value)]
        for field, answer in rows:
            control = page.locator(f"[name='{field}']")
            if control.count() and control.is_visible():
                control.select_option(answer) if control.evaluate("one => one.tagName") == "SELECT" else control.fill(
                    answer
                )
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator("article.pt-letter")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="E-mail").click()
    expect(page.locator(".pt-take-away-note")).not_to_be_empty()
    assert_no_barriers(page)


def test_my_case_with_dates_closed_days_and_the_question_before_deleting_has_no_barriers(page, page_log, site):
    page.goto(f"{site}tools/case/?state=MS")
    expect(page.get_by_role("button", name="Delete everything")).to_be_visible()
    for event in ("state_complaint_received", "evaluation_requested"):
        page.locator("#case-add").select_option(event)
        page.locator(f"[name={event}]").fill("3/2/2026")
        page.locator(f"[name={event}]").press("Tab")
    page.locator("summary", has_text="Days when school is closed").click()
    page.locator("[name=closed]").fill("Fall break: 11/23/2026 to 11/27/2026\nwhat is this")
    page.locator("[name=closed]").press("Tab")
    expect(page.locator(".pt-read-back li")).to_have_count(2, timeout=SLOW)
    expect(page.locator(".pt-timeline")).to_be_visible(timeout=SLOW)
    # while one engine's answer replaces the other's, axe cannot determine the heading order
    expect(page.locator(".pt-result")).to_have_attribute("data-engine", "pyodide", timeout=SLOW)
    open_every_part(page)
    assert_no_barriers(page)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_no_barriers(page)


def test_search_and_saving_for_offline_have_no_barriers(new_page, page_log, site):
    page = new_page(service_workers="allow")
    page.goto(f"{site}search/")
    page.get_by_role("searchbox").fill("aide")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible(timeout=SLOW)
    assert_no_barriers(page)
    page.goto(f"{site}about/offline/")
    page.locator("#save-mississippi > summary").click()
    save = page.get_by_role("button", name="Save Mississippi")
    save.click(timeout=SLOW)
    expect(page.get_by_text("Mississippi is saved on this phone")).to_be_visible(timeout=SLOW)
    assert_no_barriers(page)


# By keyboard


#: Problems with the visibility of the focused element; empty if it and its focus indicator are fully visible.
FOCUS = """() => {
    const element = document.activeElement;
    const told = `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent || element.name || "").trim().slice(0, 40)}"`;
    const style = getComputedStyle(element);
    const found = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) found.push(`${told} has no frame`);
    const { left, right, top, bottom } = element.getClientRects()[0];
    if (top < -1 || (bottom > innerHeight + 1 && bottom - top < innerHeight) || left < -1 || right > innerWidth + 1) found.push(`${told} is off the screen: ${[left, right, top, bottom].map(Math.round)}`);
    const hit = document.elementFromPoint((left + right) / 2, Math.min(bottom, innerHeight) - 3);
    const isNextLine = hit?.closest(".pt-cite") && !hit.closest(".pt-pop"); // a citation can be tapped a little above its line
    if (!hit || !(element.contains(hit) || hit.contains(element) || isNextLine)) found.push(`${told} is under ${hit?.className}`);
    return found;
}"""
AT_THE_END = "document.activeElement === document.body"


def tab_to(page, name, role="link"):
    """Press Tab until the element is focused; the focus must be visible at every stop on the way."""
    wanted = page.get_by_role(role, name=name)
    for _ in range(200):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == []
        if wanted.evaluate_all("found => found.includes(document.activeElement)"):
            return
    pytest.fail(f"The keyboard does not lead to the {role} {name}.")


def test_from_the_front_page_to_a_copied_letter_with_the_keyboard_alone(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    tab_to(page, "Your state", "combobox")
    page.keyboard.type("Miss")
    tab_to(page, "They said wait, or no, or nothing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mississippi/prior-written-notice/")
    tab_to(page, re.compile("^Write the letter"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tools/letters/pwn-demand/**")
    answers = {
        "Your name": "Ana Díaz",
        "Your child's name or initials": "J. D.",
        "Your child's school": "Oak Elementary",
        "School district": "Oak County",
    }
    asked = page.locator(".pt-form:has(.pt-go)").first
    expect(asked).to_be_visible()
    while not asked.locator(".pt-go").evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == []
        label = page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()")
        kind = page.evaluate("document.activeElement.type")
        if kind == "select-one" and not page.evaluate("document.activeElement.value"):
            page.keyboard.press("ArrowDown")
        elif kind in ("text", "textarea") and page.evaluate("document.activeElement.required"):
            is_day = page.evaluate("document.activeElement.closest('[data-kind=date]') !== null")
            page.keyboard.type("3/2/2026" if is_day else answers.get(label, "More speech therapy."))
    page.keyboard.press("Enter")
    expect(page.locator(".pt-letter")).to_contain_text("Oak Elementary", timeout=SLOW)
    tab_to(page, "Copy the letter", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert "Oak Elementary" in page.evaluate("navigator.clipboard.readText()")


def test_the_focus_is_seen_at_every_stop_of_a_guide_and_never_under_the_bar_at_its_foot(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}mississippi/state-complaint/")
    page.locator(".pt-copied").evaluate("bar => { bar.textContent = 'Copied: the link to “A heading of some length”' }")
    page.locator("h1").click()
    stops = 0
    while True:
        page.keyboard.press("Tab")
        if page.evaluate(AT_THE_END):
            break
        assert page.evaluate(FOCUS) == []
        stops += 1
    assert stops > 50


def test_what_is_pasted_into_any_field_stays(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for path in ("tools/letters/pwn-demand/", "tools/deadlines/", "tools/case/", "search/"):
        page.goto(site + path)
        for field in page.locator(":is(input:not([type=date]), textarea):visible").all():
            page.evaluate("navigator.clipboard.writeText('3/2/2026')")
            field.focus()
            page.keyboard.press("ControlOrMeta+A")
            page.keyboard.press("ControlOrMeta+V")
            expect(field).to_have_value("3/2/2026")


# System preferences


def test_nothing_moves_for_a_reader_who_asked_for_less_motion(new_page, page_log, site):
    page = new_page(base_url=site, reduced_motion="reduce")
    page.goto("mississippi/state-complaint/")
    page.locator(".pt-cite button").first.click()
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
        const takesTime = (durations) => durations.split(",").some((part) => parseFloat(part) > 0);
        return takesTime(transitionDuration) || takesTime(animationDuration) || scrollBehavior === "smooth";
    }).map((element) => element.className)"""
    assert page.evaluate(moving) == []


def test_in_forced_colours_what_can_be_pressed_has_an_edge_and_signs_are_drawn(new_page, page_log, site):
    page = new_page(base_url=site, forced_colors="active")
    bare = """() => [...document.querySelectorAll("button:not(.pt-term > *), .pt-go, .pt-choices a, .pt-letter-link, .pt-cite > button, .pt-field :is(input, select, textarea)")]
        .filter((element) => element.checkVisibility())
        .filter((element) => ["none", "hidden"].includes(getComputedStyle(element).borderBottomStyle) || !parseFloat(getComputedStyle(element).borderBottomWidth))
        .map((element) => element.outerHTML.slice(0, 90))"""
    signs = """() => [...document.querySelectorAll("summary, .headerlink, .pt-choices a, .pt-letter-link")]
        .filter((element) => element.checkVisibility())
        .flatMap((element) => ["::before", "::after"].map((part) => getComputedStyle(element, part)))
        .filter((sign) => sign.maskImage !== "none" && (sign.forcedColorAdjust !== "none" || sign.backgroundColor === getComputedStyle(document.body).backgroundColor)).length"""
    for path in ("", "mississippi/state-complaint/", "tools/letters/pwn-demand/", "tools/case/"):
        page.goto(path)
        assert page.evaluate(bare) == [], path
        assert page.evaluate(signs) == 0, path
    drawn = "getComputedStyle(document.querySelector('.pt-name svg')).color"
    assert page.evaluate(drawn) == page.evaluate("getComputedStyle(document.querySelector('.pt-foot a')).color")
