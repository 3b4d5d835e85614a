"""``make fuzz``: fuzz everything that accepts input, and write the results to REPORT.md.

Each target is fuzzed in three ways: with purely random input, which is fastest; by Atheris, guided by branch coverage (Linux
only); and by Hypothesis, which shrinks a failing input. Code that exists only in JavaScript, and the phone's engines, get
seeded random cases. Each part's results are stored as soon as it ends, and totals accumulate over runs (``runs.py``).
``--minutes``: total duration, split into rounds; ``--at-once``: number of processors.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from calculators.inputs import today
from macros import bootstrap
from macros.places import ROOT
from tests.fuzz import engines, runs
from tests.fuzz.holds import TARGETS
from tests.fuzz.in_node import BATCHES
from tests.fuzz.runs import MOST_FAULTS, Row, Run
from tests.tools.own_packages import own_packages

HERE = Path(__file__).parent
#: Batch sizes for backups or Word files, and for engine cases: one Node process holds a whole batch in memory.
BATCH, CASES = 500, 1000
#: Each part's share of the time.
SHARES = {"seed": 0.35, "atheris": 0.2, "hypothesis": 0.05, "batches": 0.1, "engines": 0.3}
#: Every round includes every part, so that an interrupted run has still covered every target.
ROUND_MINUTES = 12.0
#: Extra seconds for a process to start and to shrink a fault; beyond them, an input is assumed to loop forever.
PATIENCE = 600
AGREE = "CPython, MicroPython and Pyodide agree"

Keep = Callable[[Row], None]


def main(arguments: list[str] | None = None) -> int:
    """Fuzz, store the results, print the report. Returns 1 if anything failed."""
    asked = argparse.ArgumentParser(prog="make fuzz ARGS=...", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--at-once", type=int, default=2, metavar="PROCESSORS")
    asked.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    given = asked.parse_args(arguments)
    os.nice(15)
    packages = _atheris()
    run = Run(f"{today():%Y-%m-%d}", given.seed, runs.of_commit(), runs.of_calculators(), _tools(packages))
    lock = Lock()

    def keep(row: Row) -> None:
        nonlocal run
        with lock:
            run = run.with_row(row)
            runs.keep(run)

    end, number = time.monotonic() + given.minutes * 60, 0
    while (left := end - time.monotonic()) > 0 and (number == 0 or left > 60):
        seconds = min(left, ROUND_MINUTES * 60) * given.at_once
        jobs = round_of(f"{given.seed} {number}", seconds, packages, keep)
        with ThreadPoolExecutor(given.at_once) as several:
            list(several.map(lambda job: job(), jobs))
        number += 1
    print(runs.report(runs.read()))
    return 1 if any(row.faults for row in run.rows) else 0


def _tools(packages: Path | None) -> str:
    atheris = f"Atheris {_version_in(packages)}" if packages else "no Atheris"
    return f"Python {platform.python_version()}, Hypothesis {version('hypothesis')}, {atheris}"


def _atheris() -> Path | None:
    """The path of Atheris; None on platforms without a package."""
    try:
        folder = own_packages("fuzz", HERE / "requirements.lock")
    except bootstrap.CannotSetUp as sentence:
        bootstrap.say(f"Without Atheris: {sentence}")
        return None
    return next(folder.glob("lib/python*/site-packages"))


def round_of(seed: str, seconds: float, packages: Path | None, keep: Keep) -> Iterator[Callable[[], None]]:
    """The parts of one round, longest first; each passes its results to ``keep``."""
    whole = sum(share for part, share in SHARES.items() if part != "atheris" or packages)
    each = {part: seconds * share / whole for part, share in SHARES.items()}
    yield lambda: compared(seed, each["engines"], keep)
    yield lambda: thrown("by seed", ["tests.fuzz.by_seed", seed, each["seed"]], each["seed"], keep)
    yield lambda: thrown("Hypothesis", ["tests.fuzz.by_hypothesis", seed, each["hypothesis"]], each["hypothesis"], keep)
    for target in TARGETS if packages else ():
        its = each["atheris"] / len(TARGETS)
        command = ["tests.fuzz.by_atheris", target, random.Random(f"{target} {seed}").getrandbits(31), its]
        yield lambda command=command: thrown("Atheris", command, each["atheris"], keep, packages)
    for name in BATCHES:
        yield lambda name=name: batches(name, seed, each["batches"] / len(BATCHES), keep)


def thrown(way: str, command: list[object], seconds: float, keep: Keep, packages: Path | None = None) -> None:
    """Fuzz targets in a subprocess, which prints a line of JSON for each when its time is up."""
    beside = {"PYTHONPATH": str(packages)} if packages else {}
    started = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", *map(str, command)], cwd=ROOT, env=os.environ | beside,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        try:
            said, wrong = process.communicate(timeout=seconds + PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            said, wrong = process.communicate()
            wrong += "It did not end: an input takes for ever."
    lines = [json.loads(line) for line in said.splitlines() if line.startswith('{"target"')]
    for line in lines:
        keep(Row(line["target"], way, line["inputs"], (time.monotonic() - started) / len(lines), tuple(line["faults"])))
    if process.returncode or not lines:
        fault = f"{command} ended with code {process.returncode}: {wrong[-800:]}"
        keep(Row(str(command[1]), way, 0, time.monotonic() - started, (fault,)))


def batches(name: str, seed: str, seconds: float, keep: Keep) -> None:
    """Test code that exists only in JavaScript, in batches, until the time is up."""
    draw, end, faults = random.Random(f"{name} {seed}"), time.monotonic() + seconds, 0
    while time.monotonic() < end and faults < MOST_FAULTS:
        started = time.monotonic()
        found = BATCHES[name](draw, BATCH)
        faults += len(found)
        keep(Row(name, "by seed", BATCH, time.monotonic() - started, tuple(found[:MOST_FAULTS])))


def compared(seed: str, seconds: float, keep: Keep) -> None:
    """Run the same cases in CPython and in a phone's two engines, until the time is up."""
    draw, end, faults = random.Random(f"engines {seed}"), time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        all_three = engines.Engines(Path(folder))
        while time.monotonic() < end and faults < MOST_FAULTS:
            started = time.monotonic()
            cases = engines.cases(draw, CASES)
            found = [json.dumps(one)[:3000] for one in all_three.differences(cases)]
            faults += len(found)
            keep(Row(AGREE, "by seed", len(cases), time.monotonic() - started, tuple(found[:MOST_FAULTS])))


def _version_in(packages: Path) -> str:
    return next(packages.glob("atheris-*.dist-info")).name.split("-")[1].removesuffix(".dist")


if __name__ == "__main__":
    raise SystemExit(main())
