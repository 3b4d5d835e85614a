"""How fast a whole case of twenty dates is counted: in CPython, and in the browser's Python (Pyodide in Chromium).

The ratio of the best times to that of twenty plain additions of days says what a slow or busy machine does not change.
"""

from __future__ import annotations

from pathlib import Path

from macros.bench import case
from macros.bench.figures import CaseTimes
from macros.engines.pyodide.browser_python import run_in_browser
from macros.engines.pyodide.runtime import write_runtime

RUNS = 200


def measure_case(runs: int = RUNS) -> dict[str, CaseTimes]:
    """What the case takes, by the name of the Python that counted it."""
    in_browser = Path(case.__file__).read_text(encoding="utf-8") + f"\njson.dumps(measure({runs}))"
    found = {
        "CPython": case.measure(runs),
        "Pyodide in Chromium": run_in_browser(write_runtime().parent, in_browser),
    }
    return {name: CaseTimes(**measured) for name, measured in found.items()}


def told(name: str, times: CaseTimes) -> str:
    """The lines that ``make bench`` prints."""
    unit = times.plain_additions.best
    lines = [f"{name}: {times.dates_typed} dates typed, {times.rows_counted} counted"]
    for what, timed in (("all dates", times.dates), ("page, picture and calendar file", times.whole_page)):
        best, median = timed.best, timed.median
        lines.append(f"  {what}: median {median:.2f} ms, best {best:.2f} ms, {best / unit:.0f} × 20 plain additions")
    return "\n".join(lines)
