"""Throw bad input at everything that takes some, and write what came of it into REPORT.md: ``make fuzz``.

Each target runs by Hypothesis, which makes the smallest input that shows a fault, and by Atheris, which goes where the code
has not been yet (it comes as a package for Linux alone). What only JavaScript does, and the engines of a phone, get random
cases by seed. ``--minutes``: all together, on two processors; ``--engines``: how many cases the engines are asked.
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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from calculators.inputs import today
from macros import bootstrap
from macros.places import ROOT
from tests.fuzz import engines
from tests.fuzz.holds import TARGETS
from tests.fuzz.in_node import BATCHES
from tests.tools.own_packages import own_packages

HERE = Path(__file__).parent
REPORT = HERE / "REPORT.md"
AT_ONCE = 2
#: Cases and files in one batch: a process of Node has them all in memory.
BATCH = 100
#: Of the time, what each part gets.
FOR_TARGETS, FOR_BATCHES, FOR_ENGINES = 0.5, 0.1, 0.4


@dataclass(frozen=True)
class Run:
    """What came of one target in one way."""

    target: str
    way: str
    inputs: int
    seconds: float
    failures: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    """Throw, write the report, print it. Returns 1 if anything failed."""
    asked = argparse.ArgumentParser(prog="make fuzz ARGS=...", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--engines", type=int, default=100_000, metavar="CASES", help="at most so many, as time allows")
    asked.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    given = asked.parse_args(arguments)
    os.nice(15)
    seconds, started = given.minutes * 60, time.monotonic()
    packages = _atheris()
    ways = ["hypothesis", *(["atheris"] if packages else [])]
    each = seconds * FOR_TARGETS * AT_ONCE / len(TARGETS) / len(ways)
    jobs: list[Callable[[], Run]] = [
        lambda target=target, way=way: thrown(target, way, given.seed, each, packages)
        for target in TARGETS
        for way in ways
    ]
    jobs += [
        lambda name=name: batches(name, given.seed, seconds * FOR_BATCHES * AT_ONCE / len(BATCHES)) for name in BATCHES
    ]
    jobs.append(lambda: compared(given.seed, seconds * FOR_ENGINES * AT_ONCE, given.engines))
    with ThreadPoolExecutor(AT_ONCE) as several:
        runs = list(several.map(lambda job: job(), [jobs[-1], *jobs[:-1]]))
    text = report(runs, given.seed, time.monotonic() - started, packages)
    REPORT.write_text(text, encoding="utf-8")
    print(text)
    return 1 if any(run.failures for run in runs) else 0


def _atheris() -> Path | None:
    """Where Atheris is; None where there is no package of it."""
    try:
        folder = own_packages("fuzz", HERE / "requirements.lock")
    except bootstrap.CannotSetUp as sentence:
        bootstrap.say(f"Without Atheris: {sentence}")
        return None
    return next(folder.glob("lib/python*/site-packages"))


def thrown(target: str, way: str, seed: int, seconds: float, packages: Path | None) -> Run:
    """One target in a process of its own."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", f"tests.fuzz.by_{way}", target, str(seed), str(seconds)]
        beside = {"PYTHONPATH": str(packages)} if way == "atheris" else {}
        command += [str(result)] if way == "atheris" else []
        done = subprocess.run(command, cwd=ROOT, env=os.environ | beside, capture_output=True, text=True, check=False)
        said = result.read_text(encoding="utf-8") if result.is_file() else done.stdout
    if done.returncode or not said:
        failures = (f"ended with code {done.returncode}: {done.stderr[-800:]}",)
        return Run(target, way, 0, time.monotonic() - started, failures)
    told = json.loads(said)
    return Run(target, way, told["inputs"], time.monotonic() - started, tuple(told["failures"]))


def batches(name: str, seed: int, seconds: float) -> Run:
    """Batches of what only JavaScript does, until the time is over."""
    started, draw, inputs, failures = time.monotonic(), random.Random(seed), 0, []
    while time.monotonic() < started + seconds and len(failures) < 5:
        failures += BATCHES[name](draw, BATCH)
        inputs += BATCH
    return Run(name, "by seed", inputs, time.monotonic() - started, tuple(failures[:5]))


def compared(seed: int, seconds: float, most: int) -> Run:
    """The same cases in CPython and in both engines of a phone, until the time is over."""
    started, draw, inputs, failures = time.monotonic(), random.Random(seed), 0, []
    with tempfile.TemporaryDirectory() as folder:
        all_three = engines.Engines(Path(folder))
        while inputs < most and time.monotonic() < started + seconds and len(failures) < 5:
            cases = [engines.case(draw) for _ in range(min(10 * BATCH, most - inputs))]
            failures += [json.dumps(one)[:3000] for one in all_three.differences(cases)]
            inputs += len(cases)
    return Run(
        "CPython, MicroPython and Pyodide agree", "by seed", inputs, time.monotonic() - started, tuple(failures[:5])
    )


def report(runs: list[Run], seed: int, seconds: float, packages: Path | None) -> str:
    """The report as Markdown: what ran, with what, and each fault."""
    atheris = (
        f"Atheris {_version_in(packages)}" if packages else "no Atheris (there is no package of it for this machine)"
    )
    lines = [
        "# What was thrown at the calculators",
        "",
        "Written by `make fuzz`; it counts what that one run tried, and no other. What each target must hold is in `holds.py`.",
        "",
        f"{today():%Y-%m-%d}, seed {seed}, {seconds / 60:.0f} minutes, {os.cpu_count()} processors shared with other work, lowest priority. "
        f"Python {platform.python_version()}, Hypothesis {version('hypothesis')}, {atheris}.",
        "",
        "| Target | By | Inputs | Seconds | Faults |",
        "| --- | --- | ---: | ---: | ---: |",
        *(f"| {run.target} | {run.way} | {run.inputs:,} | {run.seconds:.0f} | {len(run.failures)} |" for run in runs),
        f"| all | | {sum(run.inputs for run in runs):,} | | {sum(len(run.failures) for run in runs)} |",
        "",
    ]
    for run in runs:
        lines += [f"- {run.target}, {run.way}: `{failure.replace('`', '´')}`" for failure in run.failures]
    return "\n".join(lines).rstrip() + "\n"


def _version_in(packages: Path) -> str:
    return next(packages.glob("atheris-*.dist-info")).name.split("-")[1].removesuffix(".dist")


if __name__ == "__main__":
    raise SystemExit(main())
