"""The goals on the phone profile, and what prevents those not reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from macros.bench.figures import LIMIT, LONG_TASK, PHONE, SITE, STOCK, UNSLOWED, Bench, Figures
from macros.bench.units import megabytes, milliseconds, seconds, size, times

type Write = Callable[[float], str]


@dataclass(frozen=True)
class Goal:
    """A goal in words. ``missing`` and ``in_the_way`` are empty if it is reached."""

    title: str
    wanted: str
    found: str
    reached: bool
    missing: str
    in_the_way: str


#: Goals relative to stock Pyodide: title, measure, factor, and how to format a value.
WANTED: tuple[tuple[str, str, float, Write], ...] = (
    ("First visit, a date is on the screen", "first_answer", 12, seconds),
    ("First visit, Pyodide has shown it", "ready", 2, seconds),
    ("Second visit, Pyodide has shown it", "warm", 5, seconds),
    ("Sent, first visit", "bytes_sent", 2, size),
    ("Most memory", "peak_memory", 1, megabytes),
)
#: Absolute goals in milliseconds: title, measure, maximum.
MOST: tuple[tuple[str, str, float], ...] = (
    ("Typing, a changed date shows its result", "typing", 100),
    ("Longest hold-up while loading", "longest_task", LONG_TASK),
    ("Longest hold-up while typing", "typing_longest_task", LONG_TASK),
)
#: Maximum milliseconds for an answer about a long service log.
LOG = 100


def of(bench: Bench) -> list[Goal]:
    """Every goal with its result in this run; none for measures that the run lacks.

    Raises KeyError if the run had no stock Pyodide, JavaScript or site on the phone profile.
    """
    measured = [wanted for wanted in MOST if getattr(bench.figures[PHONE][SITE], wanted[1]) is not None]
    log = [_log(asked, timed.median) for asked, timed in bench.log.get(PHONE, {}).items()]
    return [*(_goal(bench, *wanted) for wanted in WANTED), *(_most(bench, *wanted) for wanted in measured), *log]


def _log(asked: str, found: float) -> Goal:
    reached = found <= LOG
    missing = "" if reached else f"{milliseconds(found - LOG)} more than the {milliseconds(LOG)} it may take"
    wanted = f"{LOG}\u00a0ms or less"
    way = "" if reached else "Python reads all that is kept before it answers."
    return Goal(f"2,000 sessions and 200 notes: {asked}", wanted, milliseconds(found), reached, missing, way)


def _goal(bench: Bench, title: str, measure: str, factor: float, write: Write) -> Goal:
    own = bench.figures[PHONE]
    here, stock = getattr(own[SITE], measure).median, getattr(own[STOCK], measure).median
    most = stock / factor
    reached = here <= most
    return Goal(
        title=title,
        wanted=f"{factor:g} times less" if factor > 1 else "no more",
        found=f"{times(stock / here)}: {write(here)} and {write(stock)}",
        reached=reached,
        missing="" if reached else f"{write(here - most)} more than the {write(most)} it would take",
        in_the_way="" if reached else IN_THE_WAY[measure](bench),
    )


def _most(bench: Bench, title: str, measure: str, most: float) -> Goal:
    found = getattr(bench.figures[PHONE][SITE], measure).median
    reached = found <= most
    return Goal(
        title=title,
        wanted=f"{most:g}\u00a0ms or less",
        found=milliseconds(found),
        reached=reached,
        missing="" if reached else f"{milliseconds(found - most)} more than the {milliseconds(most)} it may take",
        in_the_way="" if reached else _unslowed(bench, measure),
    )


def _unslowed(bench: Bench, measure: str) -> str:
    slower = bench.profiles[PHONE].cpu_times_slower
    unslowed = bench.figures.get(UNSLOWED, {}).get(SITE)
    found = getattr(unslowed, measure) if unslowed else None
    without = f" Without that it takes {milliseconds(found.median)}." if found else ""
    return f"The processor is made {slower:g} times slower here.{without}"


def _first_answer(bench: Bench) -> str:
    site, limit = bench.figures[PHONE][SITE], bench.figures[PHONE][LIMIT]
    assert site.after_tap is not None
    page = seconds(site.first_answer.median - site.after_tap.median)
    return (
        f"It takes {page} until the page is there and its button can be pressed. "
        f"A bare page with a few lines of JavaScript takes {seconds(limit.first_answer.median)} in all."
    )


def _ready(bench: Bench) -> str:
    return _transfer_and_start(bench, bench.figures[PHONE][SITE].bytes_sent.median, "ready")


def _warm(bench: Bench) -> str:
    return _transfer_and_start(bench, bench.figures[PHONE][SITE].warm_bytes_sent.median, "warm")


def _transfer_and_start(bench: Bench, sent: float, measure: str) -> str:
    all_of_it = getattr(bench.figures[PHONE][SITE], measure).median
    width = bench.profiles[PHONE].megabits_a_second
    assert width is not None
    moving = sent * 8 / width / 1e6
    return f"To send {size(sent)} over this line takes {seconds(moving)} of the {seconds(all_of_it)}. The rest is waiting for answers, and the start of Python."


def _bytes(bench: Bench) -> str:
    files = bench.figures[PHONE][SITE].bytes_by_file
    largest = max(files, key=files.__getitem__)
    return f"The largest file, {largest.rpartition('/')[2]}, takes {size(files[largest])} of it."


def _memory(bench: Bench) -> str:
    own = bench.figures[PHONE]

    def over_bare(figures: Figures) -> str:
        return megabytes(max(0.0, figures.peak_memory.median - own[LIMIT].peak_memory.median))

    bare = megabytes(own[LIMIT].peak_memory.median)
    return (
        f"A bare page takes {bare}. Stock Pyodide adds {over_bare(own[STOCK])} to it, this site {over_bare(own[SITE])}."
    )


IN_THE_WAY: dict[str, Callable[[Bench], str]] = {
    "first_answer": _first_answer,
    "ready": _ready,
    "warm": _warm,
    "bytes_sent": _bytes,
    "peak_memory": _memory,
}
