"""Wait for events outside a page's content: a held request, a log line, background storage, a server.

For page content use ``expect``. Nothing here measures durations: the numbers are timeouts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Route

#: Timeout in seconds for a busy machine; nothing is measured here.
PATIENCE = 120
#: Polling interval in milliseconds.
PAUSE = 25
#: Makes a page record the scripts of the workers that it starts from now on.
NOTE_WORKERS = """(() => {
    const Plain = globalThis.Worker;
    globalThis.begun = [];
    globalThis.Worker = class extends Plain {
        constructor(script, ...how) {
            super(script, ...how);
            globalThis.begun.push(new URL(script, location.href).pathname.split("/").at(-1));
        }
    };
})()"""
#: Longer than any timer in a page, in milliseconds.
ALL_THAT_WAITS = 10_000


def poll[Found](holds: Callable[[], Found], what: str | Callable[[], str], patience: float = PATIENCE) -> Found:
    """Wait until ``holds`` is true, where no page is waited for, and return what it found.

    ``what`` did not happen otherwise, in words; asked for only then if it is a function.
    """
    end = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < end, f"it did not come to this: {what if isinstance(what, str) else what()}"
        time.sleep(PAUSE / 1000)
    return found


def until(page: Page, holds: Callable[[], object], what: str) -> None:
    """Wait until ``holds`` is true, while processing the page's events: Playwright delivers them only during calls."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"it did not come to this: {what}"
        page.wait_for_timeout(PAUSE)


def until_true(page: Page, script: str, given: object = None) -> None:
    """Wait until a script returns true, asynchronously if need be.

    ``wait_for_function`` treats any promise as true, and a page's policy blocks its evaluation.
    """
    until(page, lambda: page.evaluate(script, given), script)


def let_timers_run(page: Page) -> None:
    """Fire the page's timers now; its clock must be Playwright's (``page.clock.install()``)."""
    page.clock.run_for(ALL_THAT_WAITS)


class Held:
    """Requests of a page that are held until the test releases them."""

    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self._page = page
        self._address = address
        self._routes: list[Route] = []
        self._is_open = False
        page.route(address, self._came)

    def _came(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._routes.append(route)

    def arrive(self, number: int = 1) -> None:
        """Wait until this many are held."""
        until(self._page, lambda: len(self._routes) >= number, f"{self._address} is asked for")

    def go_on(self) -> None:
        """Release those held, and let later ones pass."""
        self._is_open = True
        for route in self._routes:
            route.continue_()
