"""Take screenshots of the most used pages: ``make screenshots`` writes ``build/screenshots/``.

Each page at four widths, light and dark, top of the page and (on the phone) in full; and ``docs/about/picture.png``, three
phones side by side, for the README.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from macros import bootstrap
from macros.bench.visit import ARGUMENTS
from tests.tools.browser import PHONE, SITE, served

OUT = bootstrap.ROOT / "build" / "screenshots"
README_PICTURE = bootstrap.ROOT / "docs" / "about" / "picture.png"
PAGES = {
    "front": "",
    "overview": "mississippi/",
    "disagree": "mississippi/disagree/",
    "not-following": "mississippi/not-following/",
    "meetings": "arizona/meetings/",
    "notice": "mississippi/prior-written-notice/",
    "state-complaint": "mississippi/state-complaint/",
    "deadlines": "tools/deadlines/?state=MS",
    "letter": "tools/letters/pwn-demand/?state=MS",
    "checklist": "checklists/iep-meeting/",
}
WIDTHS = (360, 390, 768, 1280)
HEIGHT = 844


def main() -> int:
    """Take all screenshots."""
    OUT.mkdir(parents=True, exist_ok=True)
    with served(SITE) as site, _browser() as browser:
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = _page(browser, width, scheme)
                for name, path in PAGES.items():
                    page.goto(site + path)
                    page.wait_for_load_state("load")
                    page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=width == 390)
                page.context.close()
        _readme_picture(browser, site)
    print(f"Pictures: {OUT.relative_to(bootstrap.ROOT)}")
    return 0


def _readme_picture(browser: Browser, site: str) -> None:
    """The front page, a guide and a counted deadline on three phones."""
    phone = _page(browser, 390, "light")
    phone.goto(site)
    shots = [phone.screenshot()]
    phone.goto(f"{site}mississippi/state-complaint/")
    shots.append(phone.screenshot())
    phone.goto(f"{site}tools/deadlines/?state=MS&event=state_complaint_received")
    phone.locator("[name=date]").fill("10/2/2026")
    phone.locator(".pt-go").click()
    phone.locator(".pt-clock").first.wait_for(timeout=60_000)
    phone.locator(".pt-result").evaluate("result => result.scrollIntoView()")
    shots.append(phone.screenshot())
    phones = "".join(f'<img src="data:image/png;base64,{base64.b64encode(shot).decode()}">' for shot in shots)
    style = "body{margin:0;padding:24px;display:flex;gap:24px;background:#e7efed}img{width:300px;border-radius:18px}"
    sheet = browser.new_page(viewport={"width": 996, "height": 697})
    sheet.set_content(f"<style>{style}</style>{phones}")
    sheet.screenshot(path=README_PICTURE)


def _page(browser: Browser, width: int, scheme: str) -> Page:
    options = {**PHONE, "viewport": {"width": width, "height": HEIGHT}, "color_scheme": scheme}
    if width > 500:
        options |= {"is_mobile": False, "has_touch": False, "device_scale_factor": 1}
    return browser.new_context(**options).new_page()


@contextmanager
def _browser() -> Iterator[Browser]:
    path: Path | None = bootstrap.known_browser() or bootstrap.find_browser(bootstrap.run)
    with sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *as_root])
        yield browser
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main())
