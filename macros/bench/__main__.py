"""Measure stock Pyodide, PyScript, JavaScript by hand and this site, side by side in one run: ``make bench``.

A whole run writes ``docs/_data/bench.json``, from which the page "How fast" is made. A run with fewer visits or
contenders is for trying things out and writes ``build/bench.json``:

    make bench ARGS="--runs 1 --contender stock --contender site --profile phone"
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import psutil
from playwright.sync_api import sync_playwright

from macros.bench import figures as found
from macros.bench.case_times import measure_case, told
from macros.bench.contenders import about, counted, pages, write_pages
from macros.bench.figures import Bench, ContenderId, Figures, Machine, ProfileId, Slowed, Visit
from macros.bench.line import Line, serving
from macros.bench.slowness import NOTHING_SLOWED, check, write_check
from macros.bench.visit import STAY, Surroundings, first, first_and_second
from macros.bootstrap import find_browser, known_browser, run
from macros.data import ROOT, write_data

VERSION = re.compile(r"[A-Z][\w ]* [\d.]+")
TRIED = ROOT / "build" / "bench.json"
SITE = ROOT / "site"
#: By profile: how many times slower the processor is, megabits a second, milliseconds before each answer.
PROFILES: dict[ProfileId, tuple[float, float | None, float]] = {
    "unthrottled": (1, None, 0),
    "phone": (4, 1.6, 150),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    asked = _options().parse_args(arguments)
    if not (SITE / "index.html").is_file():
        raise SystemExit("The site is not built: run 'make bench', which builds it first.")
    write_data()
    bench = measure(
        asked.runs,
        asked.contender or [*about()],
        asked.profile or [*PROFILES],
        case_runs=asked.case_runs,
        stay=asked.stay,
    )
    out = asked.out or (found.PUBLISHED if bench.whole else TRIED)
    out.parent.mkdir(exist_ok=True)
    out.write_text(bench.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print("\n".join([*_table(bench), *(told(name, times) for name, times in bench.case.items())]))
    print(f"Written: {out.relative_to(ROOT) if out.is_relative_to(ROOT) else out} ({bench.minutes:.1f} minutes)")
    return 0


def measure(
    runs: int,
    contenders: Sequence[ContenderId],
    profiles: Sequence[ProfileId],
    *,
    case_runs: int = 0,
    stay: float = STAY,
) -> Bench:
    """Visit every contender ``runs`` times under every profile, by turns. ``case_runs``: 0 leaves the case out."""
    began = time.monotonic()
    visits: dict[tuple[ProfileId, ContenderId], list[tuple[Visit, Visit]]] = {}
    slowness: dict[ProfileId, Slowed] = {}
    line, asked = Line(), pages()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        routes = write_pages(Path(scratch), SITE)
        write_check(Path(scratch))
        with serving(routes, line) as address:
            for name in contenders:  # so that the first one counted finds the server no colder than the last
                first(asked[name], Surroundings(playwright, address, line, 1, stay=0, quiet=0))
            for profile in profiles:
                cpu, megabits, delay = PROFILES[profile]
                line.set(megabits, delay)
                around = Surroundings(playwright, address, line, cpu)
                slowness[profile] = check(around, megabits, delay) if megabits else NOTHING_SLOWED
            for number in range(runs):
                for profile in profiles:
                    cpu, megabits, delay = PROFILES[profile]
                    line.set(megabits, delay)
                    for name in _by_turns(contenders, number):
                        pair = first_and_second(asked[name], Surroundings(playwright, address, line, cpu, stay=stay))
                        visits.setdefault((profile, name), []).append(pair)
                        print(f"{number + 1} of {runs} · {profile} · {_line(name, pair)}", flush=True)
    return Bench(
        day=datetime.now(UTC).date(),
        machine=_machine(),
        runs=runs,
        whole=runs >= found.ENOUGH_RUNS
        and set(contenders) == set(get_args(ContenderId.__value__))
        and set(profiles) == set(PROFILES)
        and case_runs > 0
        and stay >= STAY,
        counted=counted(),
        profiles=slowness,
        contenders={name: one for name, one in about().items() if name in contenders},
        figures={profile: _figures(visits, profile, contenders) for profile in profiles},
        case=measure_case(case_runs) if case_runs else {},
        minutes=round((time.monotonic() - began) / 60, 1),
    )


def _by_turns(contenders: Sequence[ContenderId], number: int) -> list[ContenderId]:
    start = number % len(contenders)
    return [*contenders[start:], *contenders[:start]]


def _figures(
    visits: dict[tuple[ProfileId, ContenderId], list[tuple[Visit, Visit]]],
    profile: ProfileId,
    contenders: Sequence[ContenderId],
) -> dict[ContenderId, Figures]:
    own: dict[ContenderId, Figures] = {}
    for name in contenders:
        pairs = visits[profile, name]
        own[name] = found.figures([once for once, _ in pairs], [again for _, again in pairs])
    return found.with_ratios(own)


def _line(name: ContenderId, pair: tuple[Visit, Visit]) -> str:
    once, again = pair
    return (
        f"{name}: first answer {once.first_answer:.2f} s, ready {once.ready:.2f} s, {sum(once.sent.values()):,} bytes, "
        f"{once.peak_memory / 1e6:.0f} MB, longest task {once.longest_task:.0f} ms; "
        f"second visit {again.first_answer:.2f} s, {again.ready:.2f} s, {sum(again.sent.values()):,} bytes"
    )


def _table(bench: Bench) -> list[str]:
    lines = []
    for profile, own in bench.figures.items():
        lines.append(f"{profile}: {bench.profiles[profile].model_dump()}")
        for name, figure in own.items():
            medians = ", ".join(f"{measure} {getattr(figure, measure).median:g}" for measure in found.COMPARED)
            lines += [f"  {name}: {medians}", f"    ratios to stock: {figure.ratios}"]
    return lines


def _machine() -> Machine:
    browser = known_browser() or find_browser(run)
    version = found_version.group() if (found_version := VERSION.search(run(browser, "--version").output)) else ""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=psutil.virtual_memory().total,
        system=f"{platform.system()} {platform.machine()}",
        browser=version,
        python=platform.python_version(),
    )


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")]
        if cpus.is_file()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="make bench", description="How fast the site is, beside other ways.")
    options.add_argument(
        "--runs", type=int, default=found.ENOUGH_RUNS, help="visits of each kind (default: %(default)s)"
    )
    options.add_argument("--contender", action="append", choices=[*about()], help="only this one; may be repeated")
    options.add_argument("--profile", action="append", choices=[*PROFILES], help="only this one; may be repeated")
    options.add_argument("--case-runs", type=int, default=200, help="counts of the whole case, 0 for none")
    options.add_argument("--stay", type=float, default=STAY, help="seconds of a first visit (default: %(default)s)")
    options.add_argument("--out", type=Path, help="the file to write instead")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
