"""A phone in three browser engines: Chromium, Firefox and WebKit, as packaged by Debian.

A ``Phone`` does what a thumb does and answers what a script in the page can see, the same in each engine. Playwright drives
Chromium and Firefox; it does not support WebKitGTK, which Selenium drives through WebKit's own driver. WebKit is the engine
of every browser on an iPhone; what only a real iPhone could show is in ``ENGINES.md``.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright
from playwright.sync_api import Error as PlaywrightError
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from macros import bootstrap
from tests.tools.browser import PHONE, SUB_PATH, served
from tests.tools.waiting import poll

ENGINES = ("chromium", "firefox", "webkit")
#: Timeout in seconds for a busy machine; nothing is measured here.
PATIENCE = 150
#: Width and height in inches.
PAPER = {"Letter": (8.5, 11), "A4": (8.27, 11.69)}
CENTIMETRES = 2.54
#: Body of a function that resolves once a page can be printed: its scripts, and those for QR codes, have run.
READY = """
    const script = document.querySelector("script[src$='/js/page.js']").src;
    await import(script);
    if (location.hash) await import(new URL("../vendor/qr.js", script));
    return true;
"""
WEBKIT_PRINTER = Path(__file__).with_name("webkit_print.py")
#: Settings that keep Firefox from contacting anything but the test server.
FIREFOX_IS_QUIET: dict[str, str | float | bool] = {
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.server": "",
}


class Phone(Protocol):
    """A page on a phone in some engine; elements are named by CSS selectors."""

    engine: str

    def open(self, address: str) -> None:
        """Open a URL and wait until it is loaded."""

    def reload(self) -> None:
        """Reload the page."""

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression, which may be a promise."""

    def tap(self, selector: str) -> None:
        """Tap the first visible matching element."""

    def write(self, selector: str, words: str) -> None:
        """Replace a field's content, and leave the field."""

    def choose(self, selector: str, value: str) -> None:
        """Select an option by value."""

    def print(self, path: Path, paper: str) -> None:
        """Print the page in its current state to a PDF."""


class PlaywrightPhone:
    """A phone in Chromium or Firefox."""

    def __init__(self, engine: str, page: Page) -> None:
        self.engine = engine
        self._page = page
        page.set_default_timeout(PATIENCE * 1000)

    def open(self, address: str) -> None:
        self._page.goto(address)

    def reload(self) -> None:
        self._page.reload()

    def ask(self, script: str) -> Any:
        return self._page.evaluate(f"async () => ({script})")

    def tap(self, selector: str) -> None:
        self._page.locator(selector).filter(visible=True).first.click()

    def write(self, selector: str, words: str) -> None:
        field = self._page.locator(selector).first
        field.fill("")
        field.press_sequentially(words)  # Firefox fires change events for typed input only
        field.blur()

    def choose(self, selector: str, value: str) -> None:
        self._page.locator(selector).first.select_option(value)

    def print(self, path: Path, paper: str) -> None:
        self.ask(f"(async () => {{{READY}}})()")
        # Playwright passes inches to Firefox, which expects centimetres.
        scale = CENTIMETRES if self.engine == "firefox" else 1
        width, height = (f"{side * scale}in" for side in PAPER[paper])
        self._page.pdf(path=path, width=width, height=height)


class WebKitPhone:
    """A phone in WebKitGTK's MiniBrowser, whose window is at least 447 px wide."""

    engine = "webkit"

    def __init__(self, webkit: bootstrap.WebKit, driver: webdriver.WebKitGTK, display: str) -> None:
        self._webkit = webkit
        self._driver = driver
        self._display = display

    def open(self, address: str) -> None:
        self._driver.get(address)

    def reload(self) -> None:
        self._driver.refresh()

    def ask(self, script: str) -> Any:
        answer = self._driver.execute_async_script(
            f"const tell = arguments[0]; (async () => ({script}))().then((value) => tell([value]), (error) => tell(String(error)))"
        )
        if isinstance(answer, str):
            raise WebDriverException(answer)
        return answer[0]

    def tap(self, selector: str) -> None:
        self._once_seen(selector, lambda button: button.click())

    def write(self, selector: str, words: str) -> None:
        field = self._once_seen(selector, lambda found: found.clear())
        field.send_keys(words)
        self._driver.execute_script("arguments[0].blur()", field)

    def choose(self, selector: str, value: str) -> None:
        Select(self._driver.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)

    def print(self, path: Path, paper: str) -> None:
        # WebKit's driver cannot print; a separate view with the same URL and no storage can.
        print_with_webkit(self._webkit.python, self._driver.current_url, path, paper, display=self._display)

    def _once_seen(self, selector: str, act: Callable[[Any], object]) -> Any:
        """Act on the first visible match, as soon as there is one."""
        last: list[Exception] = []

        def acted() -> Any:
            try:
                element = self._first_seen(selector)
                act(element)
            except (WebDriverException, StopIteration) as error:
                last[:] = [error]
                return None
            return element

        return poll(acted, lambda: f"{selector} can be used: {last[0]!r}", PATIENCE)

    def _first_seen(self, selector: str) -> Any:
        return next(each for each in self._driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed())


def until(phone: Phone, script: str) -> Any:
    """Poll until a script's value is true, and return it. A page that is navigating cannot be asked yet."""
    last: list[object] = [None]

    def answer() -> Any:
        try:
            last[0] = phone.ask(script)
        except (PlaywrightError, WebDriverException) as error:
            last[0] = error
            return None
        return last[0]

    return poll(answer, lambda: f"{phone.engine}, which still answers {last[0]!r} to: {script}", PATIENCE)


def text_of(selector: str) -> str:
    """The script for an element's text, for ``until`` and ``ask``; null without the element."""
    return f"document.querySelector({selector!r})?.textContent.trim().replace(/\\s+/g, ' ')"


def print_with_webkit(python: Path, address: str, path: Path, paper: str, *, display: str, ready: str = READY) -> None:
    """Print a URL to a PDF with WebKitGTK, in Debian's Python, which has its bindings."""
    command = [str(python), str(WEBKIT_PRINTER), address, str(path), paper, ready]
    done = subprocess.run(
        command,
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr


def missing(what: str) -> NoReturn:
    """Skip a test for lack of an engine; fail in CI, where nobody reads the reason."""
    words = f"{what} is not on this machine. {bootstrap.ENGINES_ADVICE}"
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


@contextmanager
def firefox_of(playwright: Playwright, **preferences: str | float | bool) -> Iterator[Browser]:
    """The installed Firefox, headless, through WebDriver BiDi."""
    path = bootstrap.find_firefox(bootstrap.run)
    if path is None:
        missing("Firefox")
    browser = playwright.firefox.launch(
        channel="moz-firefox", executable_path=path, firefox_user_prefs={**FIREFOX_IS_QUIET, **preferences}
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """One Firefox for all tests; each phone has separate storage."""
    with firefox_of(playwright) as browser:
        yield browser


def print_as_it_stands(page: Page, site: Path, folder: Path, path: Path) -> None:
    """Print another browser's current page with WebKit: its elements and styles, without scripts.

    A WebKit view for printing starts without stored data or input, so ``folder`` receives the page as a small site.
    """
    page.evaluate("document.documentElement.dataset.stamp = 'flow'")  # as paper.js sets it in WebKit
    shown = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    place = folder / urlsplit(page.url).path.removeprefix(SUB_PATH)
    place.mkdir(parents=True)
    (place / "index.html").write_text(shown, encoding="utf-8")
    (folder / "assets").symlink_to(site / "assets")
    webkit = installed_webkit()
    with hidden_screen(webkit.screen) as display, served(folder) as address:
        at = f"{address}{place.relative_to(folder)}/"
        print_with_webkit(webkit.python, at, path, "Letter", display=display, ready="return true")


def installed_webkit() -> bootstrap.WebKit:
    """WebKitGTK's programs; skips the test without them."""
    return bootstrap.find_webkit(bootstrap.run) or missing("WebKit")


@contextmanager
def webkit_phone() -> Iterator[WebKitPhone]:
    """A phone in WebKitGTK, on a virtual display."""
    webkit = installed_webkit()
    options = Options()
    options.binary_location = str(webkit.browser)
    options.add_argument("--automation")
    with hidden_screen(webkit.screen) as display:
        service = Service(str(webkit.driver), env={**os.environ, "DISPLAY": display})
        with webdriver.WebKitGTK(options=options, service=service) as driver:
            driver.set_script_timeout(PATIENCE)
            size = PHONE["viewport"]
            driver.set_window_size(size["width"], size["height"])
            yield WebKitPhone(webkit, driver, display)


@contextmanager
def hidden_screen(program: Path) -> Iterator[str]:
    """Run a virtual display during the block; yields its name."""
    reading, writing = os.pipe()
    command = [str(program), "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as screen:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        screen.terminate()


@pytest.fixture(params=ENGINES)
def phone(request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A phone with separate storage, in each engine in turn."""
    if request.param == "webkit":
        with webkit_phone() as phone:
            yield phone
        return
    options = {
        "chromium": {**PHONE, "service_workers": "allow"},
        "firefox": {"viewport": PHONE["viewport"], "locale": PHONE["locale"]},
    }[request.param]
    browser = request.getfixturevalue({"chromium": "whole_browser", "firefox": "firefox"}[request.param])
    with browser.new_context(**options) as context:
        yield PlaywrightPhone(request.param, context.new_page())
