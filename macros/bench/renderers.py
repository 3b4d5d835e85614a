"""The browser's processes that run pages: made slower as a whole, and weighed.

Chromium's own way to slow a processor holds up a page's main thread alone ("Operation is only supported for pages, not
workers"), and so would favour whoever computes in a worker. Here the whole process stands still for most of the time:
page, workers and compilers alike.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import psutil

#: How long a slowed process runs before it is held, in seconds: short beside what is measured, of which the shortest is a
#: task of 50 milliseconds. Slowed four times, a process stands still for 12 milliseconds.
SLICE = 0.004
#: How often to look for new processes, and to weigh them, in seconds.
LOOK, WEIGH = 0.1, 0.2
#: How Chromium marks a process that shows no page but what stands around one.
MENUS = "--top-chrome-webui"
#: A browser's own start is over when all its programs work less than this share of so many seconds; it is waited for so long.
IDLE, WITHIN, START = 0.05, 0.5, 20


def renderers() -> list[psutil.Process]:
    """The processes of all browsers that this program has started which run pages, the browser's own menus apart."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if "--type=renderer" in words and MENUS not in words:
                found.append(process)
    return found


def wait_for_start() -> None:
    """Wait until the browser's own start is over: for half a second it has work of its own, as a phone's browser that is
    open has not.
    """
    end = time.monotonic() + START
    before = _worked()
    while time.monotonic() < end:
        time.sleep(WITHIN)
        now = _worked()
        if now - before < IDLE * WITHIN:
            return
        before = now


def _worked() -> float:
    """Seconds of the processor that all programs have used which this one has started."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            used = process.cpu_times()
            total += used.user + used.system
    return total


@contextlib.contextmanager
def slowed(times: float) -> Iterator[None]:
    """While the block runs, every such process gets only one part in ``times`` of the time."""
    if times <= 1:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_hold, args=(times, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _hold(times: float, over: threading.Event) -> None:
    """Let them run and hold them by turns; a turn that came out long is made up for in the next."""
    looked, found = 0.0, list[psutil.Process]()
    while not over.is_set():
        running = time.perf_counter()
        if running - looked > LOOK:
            looked, found = running, renderers()
        time.sleep(SLICE)
        _each(found, "suspend")
        time.sleep((time.perf_counter() - running) * (times - 1))
        _each(found, "resume")


def _each(processes: list[psutil.Process], what: str) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            getattr(process, what)()


class Weighed:
    """The most memory that the processes had together while the block ran, in bytes: what they alone use (USS)."""

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Weighed:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(WEIGH):
            self.peak = max(self.peak, sum(map(_weight, renderers())))


def _weight(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0
