"""Pages are small, do not shift while loading, and are readable before any script runs."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as TookTooLong
from playwright.sync_api import expect

from tests.tools.audit.__main__ import KEPT, made_from
from tests.tools.browser import PHONE, SITE
from tests.tools.host import hosted

#: Bytes over the wire for the first view of a guide, with everything it needs to be read.
HEAVIEST = 100_000
#: Lighthouse's "slow 4G".
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 // 8,
    "uploadThroughput": 750_000 // 8,
}
GUIDES = sorted(path for state in ("mississippi", "arizona", "federal") for path in (SITE / state).rglob("index.html"))
OPENED = [
    "",
    "mississippi/",
    "mississippi/state-complaint/",
    "arizona/meetings/",
    "tools/deadlines/",
    "tools/case/",
    "tools/letters/pwn-demand/",
    "checklists/iep-meeting/",
]
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((seen) => seen.getEntries().forEach((shift) => {
    if (!shift.hadRecentInput) shifts.push(`${shift.value}: ${shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.textContent)}`);
})).observe({ type: "layout-shift", buffered: true });
"""

#: Suppresses the animation that shows a message if scripts are late, as they can be on a busy machine.
NOT_LATE = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(".pt-noscript { animation: none !important }");
document.adoptedStyleSheets = [sheet];
"""


def address(path: Path) -> str:
    return path.parent.relative_to(SITE).as_posix() + "/"


def heaviest(paths: list[Path]) -> Path:
    return max(paths, key=lambda path: len(gzip.compress(path.read_bytes())))


@pytest.fixture(scope="session")
def host():
    with hosted(SITE) as at:
        yield at


@pytest.fixture
def phone(browser):
    """A page on a phone, served by ``host``."""
    with browser.new_context(**{**PHONE, "service_workers": "allow"}) as context:
        yield context.new_page()


@pytest.mark.browser
def test_the_heaviest_guide_is_under_100_kb_with_all_its_styles_and_scripts(phone, host):
    asked = []
    phone.on("requestfinished", lambda request: asked.append(request))
    phone.goto(host + address(heaviest(GUIDES)), wait_until="networkidle")
    weights = {}
    for request in asked:
        sizes = request.sizes()
        weights[request.url.removeprefix(host)] = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    assert any(name.endswith(".css") for name in weights)
    assert any(name.endswith("page.js") for name in weights)
    to_be_read = {name: weight for name, weight in weights.items() if "assets/runtime/" not in name}
    assert sum(to_be_read.values()) < HEAVIEST, to_be_read


@pytest.mark.browser
@pytest.mark.parametrize("path", OPENED, ids=lambda path: path or "front")
def test_nothing_moves_while_a_page_loads_and_is_scrolled_on_a_slow_network(phone, host, path):
    phone.route("**/runtime/**", lambda route: route.abort())  # loads after the page and shows nothing by itself
    phone.context.new_cdp_session(phone).send("Network.emulateNetworkConditions", SLOW_NETWORK)
    phone.add_init_script(WATCH_SHIFTS + NOT_LATE)
    phone.goto(host + path)
    with suppress(TookTooLong):  # requests that time out on the slow network cause no shift
        phone.wait_for_load_state("networkidle", timeout=20_000)
    for _ in range(4):
        phone.evaluate("scrollBy(0, innerHeight)")
        phone.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.evaluate("shifts") == []


@pytest.mark.browser
def test_a_page_is_readable_and_its_links_work_before_any_script_loads(phone, host):
    phone.route("**/*.js", lambda route: None)  # never answered
    phone.goto(host, wait_until="commit")
    phone.get_by_label("Your state").select_option(label="Mississippi")
    phone.get_by_role("link", name="The school is not doing what it says").filter(visible=True).click(
        no_wait_after=True
    )
    expect(phone.get_by_role("heading", level=1)).to_contain_text("The school is not following the IEP")
    expect(phone.locator(".today li")).to_have_count(3)
    unseen = """() => [...document.querySelectorAll("article :is(h2, h3, p, li)")]
        .filter((part) => !part.closest("details, .pt-pop, [hidden], .pt-noscript, .pt-form") && !part.checkVisibility({ opacityProperty: true }))
        .map((part) => part.textContent)"""
    assert phone.evaluate(unseen) == []
    phone.locator(".pt-cite button").filter(visible=True).first.click()
    expect(phone.locator(".pt-pop:popover-open")).to_be_visible()
    colour = phone.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert colour != "rgba(0, 0, 0, 0)", "the styles are there"


def test_the_stored_lighthouse_scores_are_100_and_of_the_present_styles_and_scripts():
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert kept["made_from"] == made_from(), "the theme, a style or a script has changed: run `make audit`"
    assert set(kept["pages"]) == {"front page", "guide", "tool"}
    for name, page in kept["pages"].items():
        assert set(page["scores"].values()) == {100}, f"{name}: run `make audit` and repair what it names"
        assert page["layout_shift"] == 0
        assert page["bytes_to_read_it"] < HEAVIEST
