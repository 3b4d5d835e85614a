"""The browser's renderer processes: throttled as a whole, and their memory measured.

Chromium's own CPU throttling slows only a page's main thread ("Operation is only supported for pages, not workers"),
which would favour contenders that compute in a worker. Here the whole process is paused for most of the time: page,
workers and compilers alike.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import psutil

#: Seconds that a throttled process runs before it is paused: short compared with the shortest thing measured, a task of 50
#: milliseconds. Throttled four times, a process pauses for 12 milliseconds.
SLICE = 0.004
#: Intervals for finding new processes and for measuring memory, in seconds.
LOOK, WEIGH = 0.1, 0.2
#: Command-line flag of a process that renders browser UI, not pages.
MENUS = "--top-chrome-webui"
#: The browser has started once its processes use less than IDLE of WITHIN seconds; wait up to START seconds.
IDLE, WITHIN, START = 0.05, 0.5, 20


def renderers() -> list[psutil.Process]:
    """The renderer processes of all browsers started by this program, browser UI excluded."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            words = process.cmdline()
            if "--type=renderer" in words and MENUS not in words:
                found.append(process)
    return found


def wait_for_start() -> None:
    """Wait until the browser's own start-up work is over.

    A phone's browser is usually already open and has no such work.
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
    """CPU seconds used by all descendants of this process."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            used = process.cpu_times()
            total += used.user + used.system
    return total


@contextlib.contextmanager
def slowed(times: float) -> Iterator[None]:
    """During the block, each renderer process gets only one part in ``times`` of the time."""
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
    """Pause and resume the processes in turns; an overlong turn is made up for in the next."""
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
    """Peak memory of all renderer processes, in bytes of unique set size (USS)."""

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
