"""The run: first and second visits to every contender under every profile, in turns."""

from __future__ import annotations

import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil
from playwright.sync_api import Playwright, sync_playwright

from macros.bench.contenders import about, counted, pages, write_pages
from macros.bench.figures import Bench, ContenderId, Figures, Machine, ProfileId, Slowed, Visit, figures, with_ratios
from macros.bench.line import Line, serving
from macros.bench.slowness import NOTHING_SLOWED, check, write_check
from macros.bench.visit import STAY, Surroundings, first, first_and_second
from macros.bootstrap import find_browser, known_browser, run
from macros.places import ROOT

SITE = ROOT / "site"
VERSION = re.compile(r"[A-Z][\w ]* [\d.]+")
#: By profile: CPU slowdown factor, megabits per second, milliseconds of latency.
PROFILES: dict[ProfileId, tuple[float, float | None, float]] = {
    "unthrottled": (1, None, 0),
    "phone": (4, 1.6, 150),
}

type Pairs = dict[tuple[ProfileId, ContenderId], list[tuple[Visit, Visit]]]


def measure(
    runs: int, contenders: Sequence[ContenderId], profiles: Sequence[ProfileId], site: Path = SITE, stay: float = STAY
) -> Bench:
    """Visit every contender ``runs`` times under every profile.

    ``stay``: the minimum length of a first visit, in seconds.
    """
    began = time.monotonic()
    line = Line()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        routes = write_pages(Path(scratch), site)
        write_check(Path(scratch))
        with serving(routes, line) as address:
            around = Surroundings(playwright, address, line, stay=stay)
            _warm_the_server(contenders, playwright, address, line)
            slowness = {profile: _check(around, profile) for profile in profiles}
            pairs = _visits(runs, contenders, profiles, around)
    return Bench(
        day=datetime.now(UTC).date(),
        machine=_machine(),
        runs=runs,
        counted=counted(),
        profiles=slowness,
        contenders={name: one for name, one in about().items() if name in contenders},
        figures={profile: _figures(pairs, profile, contenders) for profile in profiles},
        minutes=round((time.monotonic() - began) / 60, 1),
    )


def _warm_the_server(contenders: Sequence[ContenderId], playwright: Playwright, address: str, line: Line) -> None:
    """One uncounted visit, so that the server's caches are warm for the first contender too."""
    for name in contenders:
        first(pages()[name], Surroundings(playwright, address, line, stay=0, quiet=0))


def _under(around: Surroundings, profile: ProfileId) -> Surroundings:
    """The surroundings with a profile's CPU and line."""
    cpu, megabits, delay = PROFILES[profile]
    around.line.set(megabits, delay)
    return around.slower(cpu)


def _check(around: Surroundings, profile: ProfileId) -> Slowed:
    _, megabits, delay = PROFILES[profile]
    return check(_under(around, profile), megabits, delay) if megabits else NOTHING_SLOWED


def _visits(runs: int, contenders: Sequence[ContenderId], profiles: Sequence[ProfileId], around: Surroundings) -> Pairs:
    pairs: Pairs = {}
    for number in range(runs):
        for profile in profiles:
            for name in _by_turns(contenders, number):
                pair = first_and_second(pages()[name], _under(around, profile))
                pairs.setdefault((profile, name), []).append(pair)
                print(f"{number + 1} of {runs} · {profile} · {_told(name, pair)}", flush=True)
    return pairs


def _by_turns(contenders: Sequence[ContenderId], number: int) -> list[ContenderId]:
    start = number % len(contenders)
    return [*contenders[start:], *contenders[:start]]


def _figures(
    pairs: Mapping[tuple[ProfileId, ContenderId], Sequence[tuple[Visit, Visit]]],
    profile: ProfileId,
    contenders: Sequence[ContenderId],
) -> dict[ContenderId, Figures]:
    own: dict[ContenderId, Figures] = {}
    for name in contenders:
        both = pairs[profile, name]
        own[name] = figures([once for once, _ in both], [again for _, again in both])
    return with_ratios(own)


def _told(name: ContenderId, pair: tuple[Visit, Visit]) -> str:
    once, again = pair
    typed = f"; typing {statistics.median(once.typing):.0f} ms" if once.typing else ""
    return (
        f"{name}: first answer {once.first_answer:.2f} s, ready {once.ready:.2f} s, {sum(once.sent.values()):,} bytes, "
        f"{once.peak_memory / 1e6:.0f} MB, longest task {once.longest_task:.0f} ms; "
        f"second visit {again.first_answer:.2f} s, {again.ready:.2f} s, {sum(again.sent.values()):,} bytes{typed}"
    )


def _machine() -> Machine:
    browser = VERSION.search(run(known_browser() or find_browser(run), "--version").output)
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=psutil.virtual_memory().total,
        system=f"{platform.system()} {platform.machine()}",
        browser=browser.group() if browser else "",
        python=platform.python_version(),
    )


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text(encoding="utf-8").splitlines() if cpus.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
