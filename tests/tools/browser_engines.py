"""One phone in each of three browser engines: Chromium, Firefox and WebKit, each as Debian packages it.

A ``Phone`` does what a thumb does and answers what a script in the page can see, in each engine alike. Playwright
drives Chromium and Firefox; it has no way into WebKitGTK, which Selenium drives through WebKit's own driver.
WebKit is the engine of every browser on an iPhone; what only an iPhone could show is in ``ENGINES.md``.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, Protocol

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
from tests.tools.browser import PHONE

ENGINES = ("chromium", "firefox", "webkit")
#: A machine with seven other things to do gets this long, in seconds. Nothing is measured here.
PATIENCE = 150
#: Inches across and down.
PAPER = {"Letter": (8.5, 11), "A4": (8.27, 11.69)}
CENTIMETRES = 2.54
#: The body of a function that ends once a page can be printed: its module has run, and so has what draws codes.
READY = """
    const script = document.querySelector("script[src$='/js/page.js']").src;
    await import(script);
    if (location.hash) await import(new URL("../vendor/qr.js", script));
    return true;
"""
WEBKIT_PRINTER = Path(__file__).with_name("webkit_print.py")
#: Firefox says nothing to anyone but the test's own server.
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
    """A page on a phone, in some engine. Elements are named by CSS selectors."""

    engine: str

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""

    def reload(self) -> None:
        """Load the page again."""

    def ask(self, script: str) -> Any:
        """The value of a script's expression, which may be a promise."""

    def tap(self, selector: str) -> None:
        """Tap the first such element that can be seen."""

    def write(self, selector: str, words: str) -> None:
        """Put words into a field, in place of what is there, and leave it."""

    def choose(self, selector: str, value: str) -> None:
        """Choose an entry of a list by its value."""

    def print(self, path: Path, paper: str) -> None:
        """Print the page as it is now, as a PDF."""


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
        field.press_sequentially(words)  # Firefox tells a page of a change only when it was typed
        field.blur()

    def choose(self, selector: str, value: str) -> None:
        self._page.locator(selector).first.select_option(value)

    def print(self, path: Path, paper: str) -> None:
        self.ask(f"(async () => {{{READY}}})()")
        # Playwright gives Firefox inches where it takes centimetres.
        scale = CENTIMETRES if self.engine == "firefox" else 1
        width, height = (f"{side * scale}in" for side in PAPER[paper])
        self._page.pdf(path=path, width=width, height=height)


class WebKitPhone:
    """A phone in WebKitGTK's own small browser, whose window is never narrower than its buttons: 447 px."""

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
        # WebKit's driver cannot print: a view of the same engine, the same address and no storage does.
        print_with_webkit(self._webkit.python, self._driver.current_url, path, paper, display=self._display)

    def _once_seen(self, selector: str, act: Callable[[Any], object]) -> Any:
        """Act on the first element that is in sight, as soon as one is: a script may only be about to show it."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                element = self._first_seen(selector)
                act(element)
            except (WebDriverException, StopIteration):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                return element

    def _first_seen(self, selector: str) -> Any:
        return next(each for each in self._driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed())


def until(phone: Phone, script: str) -> Any:
    """Ask until the answer is true, and give it. A page on its way to another one cannot be asked: that is waited for."""
    end = time.monotonic() + PATIENCE
    answer: object = None
    while time.monotonic() < end:
        try:
            answer = phone.ask(script)
        except (PlaywrightError, WebDriverException) as error:
            answer = error
        else:
            if answer:
                return answer
        time.sleep(0.1)
    pytest.fail(f"{phone.engine} still answers {answer!r} to: {script}")


def text_of(selector: str) -> str:
    """The script for the text of an element, for ``until`` and ``ask``; null without one."""
    return f"document.querySelector({selector!r})?.textContent.trim().replace(/\\s+/g, ' ')"


def print_with_webkit(python: Path, address: str, path: Path, paper: str, *, display: str) -> None:
    """Print an address to a PDF through WebKitGTK's own print operation, by Debian's Python, which has its bindings."""
    command = [str(python), str(WEBKIT_PRINTER), address, str(path), paper, READY]
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
    """Skip a test for want of an engine, and say which; where nobody reads what was skipped, fail."""
    words = f"{what} is not on this machine. {bootstrap.ENGINES_ADVICE}"
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


@contextmanager
def firefox_of(playwright: Playwright, **preferences: str | float | bool) -> Iterator[Browser]:
    """Firefox as it is installed, without a window, through WebDriver BiDi."""
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
    """One Firefox for all tests; each phone has its own storage."""
    with firefox_of(playwright) as browser:
        yield browser


@contextmanager
def webkit_phone() -> Iterator[WebKitPhone]:
    """A phone in WebKitGTK, on a screen that nobody sees."""
    webkit = bootstrap.find_webkit(bootstrap.run)
    if webkit is None:
        missing("WebKit")
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
    """The name of a screen in memory, as long as the block runs."""
    reading, writing = os.pipe()
    command = [str(program), "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as screen:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        screen.terminate()


@pytest.fixture(params=ENGINES)
def phone(request: pytest.FixtureRequest) -> Iterator[Phone]:
    """A phone with storage of its own, in each engine in turn."""
    if request.param == "webkit":
        with webkit_phone() as phone:
            yield phone
        return
    options = {
        "chromium": {**PHONE, "service_workers": "allow"},
        "firefox": {"viewport": PHONE["viewport"], "locale": PHONE["locale"]},
    }[request.param]
    browser = request.getfixturevalue({"chromium": "browser", "firefox": "firefox"}[request.param])
    with browser.new_context(**options) as context:
        yield PlaywrightPhone(request.param, context.new_page())
