"""Time a case and a long log, in CPython and in Pyodide in Chromium.

The log has 2,000 sessions and 200 notes, and is also measured on the phone profile. The ratio to twenty plain date
additions does not depend on how slow or busy the machine is.
"""

from __future__ import annotations

from pathlib import Path

from macros.bench import case, log
from macros.bench.figures import PHONE, CaseTimes, Timed
from macros.bench.measuring import PROFILES
from macros.bench.renderers import slowed
from macros.engines.pyodide.browser_python import run_in_browser
from macros.engines.pyodide.runtime import write_runtime

RUNS = 200
#: Fewer runs, because a log takes longer than a case.
LOG_RUNS = 30
CPYTHON, BROWSER = "CPython", "Pyodide in Chromium"


def measure_case(runs: int = RUNS) -> dict[str, CaseTimes]:
    """The times of the case, by the Python that ran it."""
    in_browser = Path(case.__file__).read_text(encoding="utf-8") + f"\njson.dumps(measure({runs}))"
    found = {
        CPYTHON: case.measure(runs),
        BROWSER: run_in_browser(write_runtime().parent, in_browser),
    }
    return {name: CaseTimes(**measured) for name, measured in found.items()}


def measure_log(runs: int = LOG_RUNS) -> dict[str, dict[str, Timed]]:
    """The time of each question of ``log.ASKED``.

    Under ``PHONE`` in a browser throttled like a phone.
    """
    runtime, code = (
        write_runtime().parent,
        f"{Path(log.__file__).read_text(encoding='utf-8')}\njson.dumps(measure({runs}))",
    )
    found = {CPYTHON: log.measure(runs), BROWSER: run_in_browser(runtime, code)}
    times_slower, *_ = PROFILES[PHONE]
    with slowed(times_slower):
        found[PHONE] = run_in_browser(runtime, code)
    return {name: {asked: Timed(**timed) for asked, timed in measured.items()} for name, measured in found.items()}


def told_of_log(name: str, measured: dict[str, Timed]) -> str:
    """Lines for the output of ``make bench``."""
    lines = [f"{name}: a log of {log.SESSIONS:,} sessions and {log.NOTES} notes"]
    lines += [f"  {asked}: median {timed.median:.1f} ms, best {timed.best:.1f} ms" for asked, timed in measured.items()]
    return "\n".join(lines)


def told(name: str, times: CaseTimes) -> str:
    """Lines for the output of ``make bench``."""
    unit = times.plain_additions.best
    lines = [f"{name}: {times.dates_typed} dates typed, {times.rows_counted} counted"]
    for what, timed in (("all dates", times.dates), ("page, picture and calendar file", times.whole_page)):
        best, median = timed.best, timed.median
        lines.append(f"  {what}: median {median:.2f} ms, best {best:.2f} ms, {best / unit:.0f} × 20 plain additions")
    return "\n".join(lines)
