"""The results of ``make bench``: their JSON model, the statistics, the ratios to stock Pyodide.

The file is ``docs/_data/bench.json``. Times are in seconds, tasks in milliseconds, sizes in bytes. A ratio is stock
Pyodide's value divided by the contender's in the same run: 2 means half.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from macros.places import ROOT

PUBLISHED = ROOT / "docs" / "_data" / "bench.json"

type ContenderId = Literal["stock", "pyscript", "javascript", "site"]
type ProfileId = Literal["unthrottled", "phone"]
STOCK: ContenderId = "stock"
SITE: ContenderId = "site"
LIMIT: ContenderId = "javascript"
PHONE: ProfileId = "phone"
UNSLOWED: ProfileId = "unthrottled"
#: The minimum number of visits for a run to be published.
ENOUGH_RUNS = 5
#: The shortest main-thread task that the browser reports, in milliseconds.
LONG_TASK = 50
#: The measures compared with stock Pyodide.
COMPARED = ("first_answer", "ready", "warm_first_answer", "warm", "bytes_sent", "peak_memory", "longest_task")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spread(_Frozen):
    """One measure over all runs."""

    median: NonNegativeFloat
    min: NonNegativeFloat
    max: NonNegativeFloat
    runs: tuple[NonNegativeFloat, ...]


class Figures(_Frozen):
    """The results of one contender under one profile.

    ``first_answer``: from the start of the first visit until a date is on the screen. ``ready``: until full Python
    (Pyodide) has shown it. ``warm_first_answer`` and ``warm``: the same two on the second visit. ``after_tap``: first visit,
    from the tap on the button, where there is one. ``bytes_by_file``: bytes sent on the first visit, headers included, by
    address, as the median over the runs. ``warm_bytes_sent``: bytes sent on the second. ``peak_memory``: of the renderer
    processes, on the first visit. ``longest_task``: on the page's main thread, first visit; 0 if none reached ``LONG_TASK``.
    ``ratios``: by measure; None where the contender's value is 0. ``typing``: milliseconds from the last digit of a corrected
    date until its answer is painted, for every correction of every first visit, once the page is idle; None without an input
    field or without this measurement. ``typing_longest_task``: the longest task during that typing.
    """

    first_answer: Spread
    ready: Spread
    warm_first_answer: Spread
    warm: Spread
    after_tap: Spread | None
    bytes_sent: Spread
    bytes_by_file: dict[str, NonNegativeInt]
    warm_bytes_sent: Spread
    peak_memory: Spread
    longest_task: Spread
    ratios: dict[str, PositiveFloat | None]
    typing: Spread | None = None
    typing_longest_task: Spread | None = None


class Slowed(_Frozen):
    """The throttling of a profile as configured and as verified before the run.

    None where there is none.
    """

    cpu_times_slower: PositiveFloat
    megabits_a_second: PositiveFloat | None
    delay_milliseconds: NonNegativeFloat
    found_cpu_main_thread: PositiveFloat | None
    found_cpu_worker: PositiveFloat | None
    found_megabits_a_second: PositiveFloat | None


class Machine(_Frozen):
    """The machine of a run."""

    processor: str
    cores: PositiveInt
    memory: PositiveInt
    system: str
    browser: str
    python: str


class Contender(_Frozen):
    """A contender and how it was used.

    ``bytes_with_brotli``: bytes of a first visit from a host with Brotli.
    """

    name: str
    version: str
    used: str
    bytes_with_brotli: NonNegativeInt | None = None


class Timed(_Frozen):
    """Milliseconds of one operation."""

    best: PositiveFloat
    median: PositiveFloat


class CaseTimes(_Frozen):
    """How long one Python takes for a whole case."""

    dates_typed: PositiveInt
    rows_counted: PositiveInt
    dates: Timed
    whole_page: Timed
    plain_additions: Timed


class Bench(_Frozen):
    """One run of ``make bench``."""

    day: date
    machine: Machine
    runs: PositiveInt
    minutes: NonNegativeFloat
    counted: str
    profiles: dict[ProfileId, Slowed]
    contenders: dict[ContenderId, Contender]
    figures: dict[ProfileId, dict[ContenderId, Figures]]
    case: dict[str, CaseTimes] = {}
    #: The time of each question about a long log, by the Python that answered; the phone profile has its own entry.
    log: dict[str, dict[str, Timed]] = {}

    def is_whole(self) -> bool:
        """Whether it has all contenders, profiles and runs that publishing needs."""
        everyone = set(get_args(ContenderId.__value__))
        return (
            self.runs >= ENOUGH_RUNS
            and bool(self.case)
            and set(self.figures) == set(get_args(ProfileId.__value__))
            and all(set(own) == everyone for own in self.figures.values())
        )


@dataclass(frozen=True)
class Visit:
    """The measurements of one visit, named as in Figures."""

    first_answer: float
    ready: float
    after_tap: float | None
    sent: Mapping[str, int]
    peak_memory: int
    longest_task: float
    typing: Sequence[float] = ()
    typing_longest_task: float | None = None


def read_bench(path: Path = PUBLISHED) -> Bench | None:
    """The published run; None if there is none. Raises ValidationError for a malformed file."""
    return Bench.model_validate_json(path.read_bytes()) if path.is_file() else None


def spread(values: Iterable[float]) -> Spread:
    """Median, minimum, maximum and all values, rounded to their precision."""
    found = tuple(round(value, 4) for value in values)
    return Spread(median=round(statistics.median(found), 4), min=min(found), max=max(found), runs=found)


def by_file(visits: Sequence[Visit]) -> dict[str, int]:
    """The median bytes sent per file, largest first.

    A file not requested in a visit counts as 0.
    """
    names = {name for visit in visits for name in visit.sent}
    sizes = {name: round(statistics.median(visit.sent.get(name, 0) for visit in visits)) for name in names}
    return dict(sorted(sizes.items(), key=lambda file: (-file[1], file[0])))


def figures(first: Sequence[Visit], second: Sequence[Visit]) -> Figures:
    """The figures of one contender from its first and second visits, without ratios."""
    taps = [visit.after_tap for visit in first if visit.after_tap is not None]
    typed = [milliseconds for visit in first for milliseconds in visit.typing]
    while_typing = [visit.typing_longest_task for visit in first if visit.typing_longest_task is not None]
    return Figures(
        first_answer=spread(visit.first_answer for visit in first),
        ready=spread(visit.ready for visit in first),
        warm_first_answer=spread(visit.first_answer for visit in second),
        warm=spread(visit.ready for visit in second),
        after_tap=spread(taps) if taps else None,
        bytes_sent=spread(sum(visit.sent.values()) for visit in first),
        bytes_by_file=by_file(first),
        warm_bytes_sent=spread(sum(visit.sent.values()) for visit in second),
        peak_memory=spread(visit.peak_memory for visit in first),
        longest_task=spread(visit.longest_task for visit in first),
        ratios={},
        typing=spread(typed) if typed else None,
        typing_longest_task=spread(while_typing) if while_typing else None,
    )


def with_ratios(found: Mapping[ContenderId, Figures]) -> dict[ContenderId, Figures]:
    """The figures of one profile with their ratios to stock Pyodide; no ratios without stock."""
    stock = found.get(STOCK)
    if stock is None:
        return dict(found)
    return {name: own.model_copy(update={"ratios": ratios(stock, own)}) for name, own in found.items()}


def ratios(stock: Figures, own: Figures) -> dict[str, float | None]:
    """Stock's value divided by the contender's, by measure."""
    return {name: _ratio(getattr(stock, name).median, getattr(own, name).median) for name in COMPARED}


def _ratio(stock: float, own: float) -> float | None:
    return round(stock / own, 3) if stock and own else None
