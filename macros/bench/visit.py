"""One visit of a browser to a contender's page, and its measurements."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api import Page as Tab

from macros.bench.contenders import Page, root_of
from macros.bench.figures import Visit
from macros.bench.line import Line
from macros.bench.renderers import Weighed, slowed, wait_for_start
from macros.bootstrap import find_browser, known_browser, run

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
#: Seconds after which a page without a date counts as broken.
PATIENCE = 300
#: Polling interval in milliseconds.
LOOK = 100
#: Minimum seconds of a first visit, and seconds without traffic that end any visit.
STAY, QUIET = 5.0, 2.0
#: Milliseconds between keystrokes, and before the next correction, when the previous answer has settled.
KEY, CORRECTION = 150, 600
SCREEN = {"width": 390, "height": 844}
#: Chromium contacts no server but ours.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

type Ask = Callable[[str], Any]


@dataclass(frozen=True)
class Surroundings:
    """The conditions of a visit: browser driver, server address, line, and CPU slowdown.

    ``stay`` and ``quiet``: minimum length in seconds, and seconds without traffic at its end.
    """

    playwright: Playwright
    address: str
    line: Line
    cpu_times_slower: float = 1
    stay: float = STAY
    quiet: float = QUIET

    def slower(self, times: float) -> Surroundings:
        """The same conditions with the CPU slowed this many times."""
        return replace(self, cpu_times_slower=times)


def first(page: Page, around: Surroundings) -> Visit:
    """A visit with an empty browser profile."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _visit(page, Path(folder), around)


def first_and_second(page: Page, around: Surroundings) -> tuple[Visit, Visit]:
    """A visit with an empty browser profile, and a second one after a browser restart."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        once = _visit(page, Path(folder), around)
        return once, _visit(replace(page, corrections=()), Path(folder), replace(around, stay=0))


@contextmanager
def browser(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """A browser with a phone-sized screen and its profile in a folder.

    Raises SystemExit with what to do if there is none.
    """
    path = known_browser() or find_browser(run)
    if path is None:
        raise SystemExit("There is no browser to measure with: run 'make bench', which finds or installs one.")
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=path,
        args=[*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        viewport={"width": SCREEN["width"], "height": SCREEN["height"]},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="en-US",
    )
    try:
        yield context
    finally:
        context.close()


def _visit(page: Page, folder: Path, around: Surroundings) -> Visit:
    asked = json.dumps({"place": page.place, "expected": page.expected, "form": page.form or None})
    with browser(around.playwright, folder) as context:
        context.add_init_script(f"({WATCH.strip()})({asked});")
        elsewhere: list[str] = []
        context.on("request", lambda sent: None if _is_ours(sent.url, around.address) else elsewhere.append(sent.url))
        tab = context.pages[0]
        ask = _asking(context, tab)
        around.line.sent()
        wait_for_start()
        with slowed(around.cpu_times_slower):
            with Weighed() as weighed:
                tab.goto(around.address + page.path, wait_until="commit")
                _wait(tab, ask, "globalThis.bench?.ready", page.path, page.expected)
                seen = ask("globalThis.bench")
                ready = time.monotonic()
                while time.monotonic() - max(ready + around.stay - around.quiet, around.line.last) < around.quiet:
                    tab.wait_for_timeout(200)
                longest = _longest_task(ask)
            # Last, and excluded from the memory measurement: all other figures have been taken, and the second visit must
            # find only what a first visit leaves behind.
            sent = around.line.sent()
            typing = [_correct(tab, ask, page, *correction) for correction in page.corrections]
            while_typing = _longest_task(ask) if typing else None
    if elsewhere:
        raise SystemExit(f"{page.path} asked another address: {elsewhere[0]}")
    tapped = seen["tapped"]
    return Visit(
        first_answer=seen["firstAnswer"] / 1000,
        ready=seen["ready"] / 1000,
        after_tap=None if tapped is None else (seen["firstAnswer"] - tapped) / 1000,
        sent={path.removeprefix(root_of(page)): size for path, size in sent.items()},
        peak_memory=weighed.peak,
        longest_task=longest,
        typing=typing,
        typing_longest_task=while_typing,
    )


def _correct(tab: Tab, ask: Ask, page: Page, digit: str, expected: str) -> float:
    """Replace the date's last digit. Returns the milliseconds until the new answer is painted."""
    ask(f"globalThis.bench.typing('date', {json.dumps(expected)})")
    for key in ("End", "Backspace", digit):
        tab.wait_for_timeout(KEY)
        tab.keyboard.press(key)
    _wait(tab, ask, "globalThis.bench.typed", page.path, expected)
    tab.wait_for_timeout(CORRECTION)
    return float(ask("globalThis.bench.typed"))


def _longest_task(ask: Ask) -> float:
    """Milliseconds of the longest task since last asked; 0 if there was none."""
    return float(ask("Math.max(0, ...globalThis.bench.tasks.splice(0))"))


def _asking(context: BrowserContext, tab: Tab) -> Ask:
    """A function that evaluates code in a page and injects nothing else.

    Playwright's ``evaluate`` and ``wait_for_function`` first inject a large script into each page: about 20 milliseconds of
    main thread on a fast machine, which would count as the page's own.
    """
    session = context.new_cdp_session(tab)

    def ask(code: str) -> Any:
        answer = session.send("Runtime.evaluate", {"expression": code, "returnByValue": True})
        if wrong := answer.get("exceptionDetails"):
            raise SystemExit(f"The page could not be asked: {wrong['exception']['description']}")
        return answer["result"].get("value")

    return ask


def _wait(tab: Tab, ask: Ask, seen: str, path: str, expected: str) -> None:
    began = time.monotonic()
    while not ask(seen):
        if time.monotonic() - began > PATIENCE:
            said = tab.locator("body").inner_text()
            raise SystemExit(f"{path} showed no {expected} in {PATIENCE} seconds. It says:\n{said}")
        tab.wait_for_timeout(LOOK)


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", "about:"))
