"""Measure how long builds and edits take; writes ``docs/_data/build-times.json``.

``python -m macros.bench.build_times`` copies the project with every state, builds it from scratch and serves it. It
measures: a full build; the time until an edit shows in ``make serve``, for a page, a template shared by all states, a
style sheet and a state's law; the bytes of a first search; the heaviest first view of a page.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from calculators.law import known_states
from macros.bench.invented_states import project_with
from macros.free_port import free_port
from macros.places import ROOT
from macros.site.first_view import first_views

OUT = ROOT / "docs" / "_data" / "build-times.json"
PAGE = "mississippi/records/"
#: What is edited and where it shows: the file, a text in it, its replacement, the address.
EDITS = {
    "page": ("docs/mississippi/records.md", "A state law also asks", "EDITED", PAGE),
    "template": ("docs/_guides/records.md", "# {{ page.title }}", "# EDITED", PAGE),
    "style": ("docs/assets/css/page.css", "", "/* EDITED */", "assets/css/page.css"),
    # last, because it triggers a rebuild of the calculators
    "law": ("calculators/law/mississippi.yml", "name: Mississippi", "name: EDITED", PAGE),
}
ROUNDS = 5
PATIENCE = 120
PAUSE = 0.02


def main() -> int:
    """Measure the site with every state, and write the file."""
    with tempfile.TemporaryDirectory() as folder:
        row = measure(project_with(Path(folder), len(known_states())))
    written = {"machine": machine(), "date": datetime.now(UTC).date().isoformat(), "rows": [row]}
    OUT.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"{row}\nWritten: {OUT.relative_to(ROOT)}")
    return 0


def machine() -> dict[str, Any]:
    """The machine measured on.

    ``load``: its load average at the end, as a sign of how busy it was.
    """
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def measure(project: Path) -> dict[str, Any]:
    """The figures of one project: seconds, CPU seconds (hardly affected by other load), and bytes."""
    python = [sys.executable, "-m"]
    start, worked = time.perf_counter(), _processor_seconds()
    subprocess.run([*python, "macros.build"], cwd=project, check=True)
    full, busy = time.perf_counter() - start, _processor_seconds() - worked
    site = project / "site"
    words = [max((site / "search").glob(f"words-{name}-*.json")) for name in ("mississippi", "shared")]
    edits = edit_seconds(project)
    return {
        "jurisdictions": len(known_states()),
        "full_seconds": round(full, 1),
        "full_processor_seconds": round(busy, 1),
        "incremental_seconds": max(edits.values()),
        "edit_seconds": edits,
        "index_bytes_gzip": sum(len(gzip.compress(path.read_bytes(), 6)) for path in words),
        "largest_first_view_bytes_gzip": max(first_views(site).values()),
        "pages": len(list(site.rglob("index.html"))),
    }


def edit_seconds(project: Path) -> dict[str, float]:
    """Median seconds from an edit until the served site shows it.

    Of ``ROUNDS``, for each kind of edit.
    """
    found: dict[str, list[float]] = {name: [] for name in EDITS}
    with _served(project) as address:
        for name, (file, old, new, shown) in [*EDITS.items()] * ROUNDS:
            path = project / file
            before = path.read_text(encoding="utf-8")
            start = time.perf_counter()
            path.write_text(before.replace(old, new, 1), encoding="utf-8")
            _wait_until(address + shown, "EDITED", there=True)
            found[name].append(time.perf_counter() - start)
            path.write_text(before, encoding="utf-8")
            _wait_until(address + shown, "EDITED", there=False)  # so that the next edit does not wait for this one
    return {name: round(median(seconds), 2) for name, seconds in found.items()}


@contextmanager
def _served(project: Path) -> Iterator[str]:
    port = free_port()
    if port is None:
        raise SystemExit("No port is free to serve the site on.")
    address = f"http://127.0.0.1:{port}/"
    server = subprocess.Popen(
        [sys.executable, "-m", "macros.preview.serve", str(port)], cwd=project, stdout=subprocess.DEVNULL
    )
    try:
        _wait_until(address + PAGE, "<h1", there=True)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_until(address: str, text: str, *, there: bool) -> None:
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        try:
            with urlopen(address) as answer:  # noqa: S310 (the preview server started here)
                if (text in answer.read().decode()) is there:
                    return
        except URLError:
            pass  # still starting, or a file is half written
        time.sleep(PAUSE)
    raise SystemExit(f"{address} does not show the edit after {PATIENCE} seconds.")


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
