"""Waits for what happens beside a page: a request that is held back, a line in a log, what a page keeps in the background.

What a page shows is waited for with ``expect``. Nothing here says how long a thing takes: only when a test gives up.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Route

#: A machine with seven other things to do gets this long, in seconds. Nothing is measured here.
PATIENCE = 120
#: How often is asked again, in milliseconds.
PAUSE = 25
#: From here on a page notes the scripts of the workers that it starts.
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
#: More than a page ever puts anything off by, in milliseconds.
ALL_THAT_WAITS = 10_000


def until(page: Page, holds: Callable[[], object], what: str) -> None:
    """Wait until something is so. The page's events are heard meanwhile: Playwright tells of them only while it is asked."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"it did not come to this: {what}"
        page.wait_for_timeout(PAUSE)


def until_true(page: Page, script: str, given: object = None) -> None:
    """Wait until a script says true, which may be asynchronous. ``wait_for_function`` takes any promise for true, and the
    policy of a page refuses what it evaluates there.
    """
    until(page, lambda: page.evaluate(script, given), script)


def let_timers_run(page: Page) -> None:
    """Let the page do at once what it put off; its clock must be Playwright's (``page.clock.install()``)."""
    page.clock.run_for(ALL_THAT_WAITS)


class Held:
    """Requests of a page that wait until the test lets them go."""

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
        """Wait until so many are held."""
        until(self._page, lambda: len(self._routes) >= number, f"{self._address} is asked for")

    def go_on(self) -> None:
        """Let go what is held, and what comes from now on."""
        self._is_open = True
        for route in self._routes:
            route.continue_()
