"""One visit of a browser to a contender's page, the first or a later one, and what it took."""

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
#: A page that shows no date after so many seconds is broken.
PATIENCE = 300
#: Milliseconds from one look at the page to the next.
LOOK = 100
#: A first visitor stays so many seconds at least, and everyone until nothing has come over the line for so long.
STAY, QUIET = 5.0, 2.0
#: Milliseconds from one key to the next as a person types, and until the next correction: whatever an answer set off is over.
KEY, CORRECTION = 150, 600
SCREEN = {"width": 390, "height": 844}
#: Chromium speaks with nobody but our own server.
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
    """What a visit goes through: the browser's driver, the server's address, its line, and how slow the processor is.

    ``stay`` and ``quiet``: how many seconds it lasts at least, and how long nothing must have come at its end.
    """

    playwright: Playwright
    address: str
    line: Line
    cpu_times_slower: float = 1
    stay: float = STAY
    quiet: float = QUIET

    def slower(self, times: float) -> Surroundings:
        """The same with a processor that is so many times slower than this machine's."""
        return replace(self, cpu_times_slower=times)


def first(page: Page, around: Surroundings) -> Visit:
    """A visit with an empty browser."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _visit(page, Path(folder), around)


def first_and_second(page: Page, around: Surroundings) -> tuple[Visit, Visit]:
    """A visit with an empty browser, and one after the browser was closed and opened again."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        once = _visit(page, Path(folder), around)
        return once, _visit(replace(page, corrections=()), Path(folder), replace(around, stay=0))


@contextmanager
def browser(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """A browser on a phone's screen that keeps in a folder what a person's browser keeps."""
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
            # Last of all and weighed no more: every other figure is taken by now, and the second visit stays one that
            # finds nothing but what a first one leaves behind.
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
    """Put a digit in the place of the last one of the date. Returns the milliseconds until what it leads to is drawn."""
    ask(f"globalThis.bench.typing('date', {json.dumps(expected)})")
    for key in ("End", "Backspace", digit):
        tab.wait_for_timeout(KEY)
        tab.keyboard.press(key)
    _wait(tab, ask, "globalThis.bench.typed", page.path, expected)
    tab.wait_for_timeout(CORRECTION)
    return float(ask("globalThis.bench.typed"))


def _longest_task(ask: Ask) -> float:
    """Milliseconds of the longest task that was not asked for before; 0 if there was none."""
    return float(ask("Math.max(0, ...globalThis.bench.tasks.splice(0))"))


def _asking(context: BrowserContext, tab: Tab) -> Ask:
    """What asks a page for a value, and brings nothing else into it.

    Playwright's own ``evaluate`` and ``wait_for_function`` first put a large script into each page: some 20 milliseconds
    of its main thread on a fast machine, which would count as the page's own.
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
