"""How fast a whole case of twenty dates is counted: ``make bench`` prints it and writes ``build/bench.json``.

In CPython, and in the browser's Python (Pyodide in Chromium). The ratio of the best times to that of twenty plain
additions of days says what a slow or busy machine does not change. Nothing fails here: a time is a measure, not a test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from macros import bench_case
from macros.browser_python import run_in_browser
from macros.data import ROOT, write_data
from macros.runtime import write_runtime

RUNS = 200
#: Milliseconds in which CPython should count the case.
TARGET = 10
OUT = ROOT / "build" / "bench.json"


def main() -> int:
    """Measure, print and write."""
    write_data()
    in_browser = Path(bench_case.__file__).read_text(encoding="utf-8") + f"\njson.dumps(measure({RUNS}))"
    found = {
        "CPython": bench_case.measure(RUNS),
        "Pyodide in Chromium": run_in_browser(write_runtime().parent, in_browser),
    }
    for name, measured in found.items():
        print(_told(name, measured))
    print(f"The target for the dates in CPython is {TARGET} ms.")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"runs": RUNS, "target_ms": TARGET, **found}, indent=1) + "\n", encoding="utf-8")
    print(f"Written: {OUT.relative_to(ROOT)}")
    return 0


def _told(name: str, measured: dict[str, Any]) -> str:
    unit = measured["plain_additions"]["best"]
    lines = [f"{name}: {measured['dates_typed']} dates typed, {measured['rows_counted']} counted"]
    for what, key in (("all dates", "dates"), ("page, picture and calendar file", "whole_page")):
        best, median = measured[key]["best"], measured[key]["median"]
        lines.append(f"  {what}: median {median:.2f} ms, best {best:.2f} ms, {best / unit:.0f} × 20 plain additions")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
