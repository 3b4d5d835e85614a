"""Published links keep working, sections have links, and previews and paper lead back."""

from __future__ import annotations

import re
import shutil
import struct

import pytest
from playwright.sync_api import expect

from macros.data.yaml_files import WrongData
from macros.site import app_files, published_anchors
from macros.site.redirects import load_redirects, write_redirects
from tests.tools.browser import SITE, served
from tests.tools.built_pages import read
from tests.tools.published import URL
from tests.tools.waiting import until_true

#: Resolves once the page has scrolled to its anchor and has not moved for thirty frames.
AT_REST = """() => {
    globalThis.still = scrollY > 0 && scrollY === globalThis.stood ? (globalThis.still ?? 0) + 1 : 0;
    globalThis.stood = scrollY;
    return globalThis.still > 30;
}"""


def test_every_published_address_exists_or_redirects():
    gone = published_anchors.promised() - published_anchors.there(SITE) - load_redirects().keys()
    assert gone == set(), "give each a line in docs/_data/redirects.yml"


def test_every_address_on_the_site_is_in_the_list():
    new = published_anchors.published(SITE) - published_anchors.promised()
    assert new == set(), "run: .venv/bin/python -m macros.site.published_anchors"


def test_a_removed_anchor_is_detected(tmp_path):
    page = tmp_path / "mississippi" / "disagree" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text((SITE / "mississippi" / "disagree" / "index.html").read_text().replace("#checklist", "#list"))
    assert "mississippi/disagree/#checklist" not in published_anchors.published(tmp_path)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"old/": "nowhere/"}, "there is no nowhere/"),
        ({"old/": "mississippi/disagree/#not-there"}, "there is no mississippi/disagree/#not-there"),
        ({"mississippi/disagree/": "mississippi/"}, "still is a page"),
    ],
)
def test_a_redirect_that_leads_nowhere_stops_the_build(tmp_path, moved, words):
    shutil.copytree(SITE / "mississippi", tmp_path / "mississippi")
    with pytest.raises(WrongData, match=re.escape(words)):
        write_redirects(tmp_path, moved)


def test_a_chain_of_redirects_is_refused(tmp_path):
    path = tmp_path / "redirects.yml"
    path.write_text("a/: b/\nb/: c/\n")
    with pytest.raises(WrongData, match="leads on"):
        load_redirects(path)


@pytest.mark.browser
def test_old_pages_and_moved_sections_lead_to_the_new_place(browser, tmp_path):
    page = browser.new_page(service_workers="block")
    for part in ("mississippi", "assets"):
        shutil.copytree(SITE / part, tmp_path / part, ignore=shutil.ignore_patterns("runtime"))
    moved = {
        "mississippi/old-name/": "mississippi/disagree/",
        "mississippi/disagree/#old-part": "mississippi/disagree/#checklist",
        "mississippi/disagree/#moved-away": "mississippi/records/#checklist",
    }
    write_redirects(tmp_path, moved)
    with served(tmp_path) as address:
        page.goto(f"{address}mississippi/old-name/#checklist", wait_until="commit")
        page.wait_for_url(f"{address}mississippi/disagree/#checklist")
        page.goto(f"{address}mississippi/disagree/#old-part", wait_until="commit")
        page.wait_for_url(f"{address}mississippi/disagree/#checklist")
        page.goto(f"{address}mississippi/disagree/#moved-away", wait_until="commit")
        page.wait_for_url(f"{address}mississippi/records/#checklist")


@pytest.mark.browser
@pytest.mark.parametrize("percent", [100, 200])
def test_a_shared_link_opens_at_its_heading_at_any_text_size(page, site, percent):
    page.add_init_script(
        "new MutationObserver((_, watch) => { if (!document.documentElement) return; watch.disconnect();"
        f" document.documentElement.style.fontSize = '{percent}%'; }}).observe(document, {{ childList: true }})"
    )
    page.goto(f"{site}mississippi/state-complaint/#what-it-must-say")
    until_true(page, AT_REST)
    top = page.locator("#what-it-must-say").evaluate("heading => heading.getBoundingClientRect().top")
    assert 0 <= top < 120
    in_front = page.locator("#what-it-must-say").evaluate(
        "heading => { const box = heading.getBoundingClientRect(); return heading.contains(document.elementFromPoint(box.left + 20, box.top + box.height / 2)) }"
    )
    assert in_front


def test_every_heading_of_every_page_has_a_button_with_its_link():
    found = 0
    for path in SITE.rglob("index.html"):
        for heading in read(path).css("article :is(h1, h2, h3, h4):not(.pt-unseen, form *)"):
            found += 1
            link = heading.css_first("a.headerlink")
            assert link is not None, f"{path}: {heading.html}"
            assert link.attributes["href"] == f"#{heading.id}", f"{path}: {heading.html}"
    assert found > 800


@pytest.mark.browser
def test_a_headings_button_copies_a_readable_title_and_its_link_where_nothing_can_be_shared(page, page_log, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'share', { value: undefined })")
    page.goto(f"{site}mississippi/state-complaint/")
    page.get_by_role("link", name="Share a link to: Checklist").click()
    expect(page.locator(".pt-copied")).to_have_text("Copied: the link to “Checklist”")
    title, link = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert title.startswith("Checklist - The school broke the rules.")
    assert link == f"{site}mississippi/state-complaint/#checklist"


@pytest.mark.browser
def test_a_heading_is_read_out_without_its_link(page, page_log, site):
    page.goto(f"{site}mississippi/state-complaint/")
    expect(page.get_by_role("link", name="Share a link to: Checklist")).to_be_attached()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    of = {
        role: [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == role]
        for role in ("heading", "link")
    }
    assert "Checklist" in of["heading"]
    assert not [name for name in of["heading"] if "Share" in name]
    assert "Share a link to: Checklist" in of["link"]


@pytest.mark.browser
def test_a_headings_button_shares_where_sharing_exists(page, page_log, site):
    page.add_init_script("Object.defineProperty(navigator, 'share', { value: async what => { window.shared = what } })")
    page.goto(f"{site}mississippi/state-complaint/")
    page.get_by_role("link", name="Share a link to: Checklist").click()
    until_true(page, "window.shared")
    shared = page.evaluate("window.shared")
    assert shared["url"].endswith("/mississippi/state-complaint/#checklist")
    assert "Checklist" in shared["title"]


def test_every_public_page_has_a_preview_card_of_the_right_size(published):
    for path in published.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        found = re.search(r'property="og:image" content="([^"]+)"', html)
        assert found, path
        card = published / found.group(1).removeprefix(URL)
        assert struct.unpack(">II", card.read_bytes()[16:24]) == app_files.CARD
    mississippi = (published / "mississippi" / "records" / "index.html").read_text(encoding="utf-8")
    assert f"{URL}assets/cards/mississippi.png" in mississippi


def test_without_a_public_address_there_is_no_preview_image_and_no_code():
    html = (SITE / "mississippi" / "index.html").read_text(encoding="utf-8")
    assert "og:image" not in html
    assert "--code" not in html


def test_the_app_can_be_installed_from_a_folder():
    manifest = app_files.manifest()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("./", "./", "standalone")
    for icon in manifest["icons"]:
        data = (SITE / icon["src"]).read_bytes()
        if icon["sizes"] != "any":
            assert "x".join(map(str, struct.unpack(">II", data[16:24]))) == icon["sizes"]
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
