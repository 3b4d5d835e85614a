"""Verify a profile's throttling before each run, on the page and in a worker."""

from __future__ import annotations

import tempfile
from pathlib import Path

from macros.bench.figures import Slowed
from macros.bench.renderers import slowed
from macros.bench.visit import Surroundings, browser

#: Path and size of the check's own page and file.
FOLDER, FILE, SIZE = "check", "bytes.gz", 200_000
WORK = "(() => { const start = performance.now(); for (let i = 0, x = 0; i < 1.5e8; i++) x = (x * 31 + i) | 0; return performance.now() - start; })()"
PAGE = f"""<!doctype html><title>Check</title><script>
const inWorker = (code) => new Promise((done) => {{
  const worker = new Worker(URL.createObjectURL(new Blob([`(async () => postMessage(await ${{code}}))()`])));
  worker.onmessage = ({{ data }}) => {{ worker.terminate(); done(data); }};
}});
const work = "{WORK}";
const load = `(async () => {{ const start = performance.now();
  await (await fetch("${{new URL("{FILE}", location)}}", {{ cache: "no-store" }})).arrayBuffer(); return performance.now() - start; }})()`;
</script>"""


def write_check(folder: Path) -> None:
    """Write the check's page, and an incompressible file."""
    place = folder / FOLDER
    place.mkdir()
    (place / "index.html").write_text(PAGE, encoding="utf-8")
    (place / FILE).write_bytes(bytes(SIZE))


def check(around: Surroundings, megabits: float, delay: float) -> Slowed:
    """The throttling that a profile configures, and the values measured on page, worker and line."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        browser(around.playwright, Path(folder)) as context,
    ):
        tab = context.pages[0]
        tab.goto(f"{around.address}/{FOLDER}/")
        quick = [min(tab.evaluate(code) for _ in range(3)) for code in ("eval(work)", "inWorker(work)")]
        with slowed(around.cpu_times_slower):
            slow = [min(tab.evaluate(code) for _ in range(3)) for code in ("eval(work)", "inWorker(work)")]
        taken = tab.evaluate("inWorker(load)")
    return Slowed(
        cpu_times_slower=around.cpu_times_slower,
        megabits_a_second=megabits,
        delay_milliseconds=delay,
        found_cpu_main_thread=round(slow[0] / quick[0], 2),
        found_cpu_worker=round(slow[1] / quick[1], 2),
        found_megabits_a_second=round(SIZE * 8 / (taken - delay) / 1000, 2),
    )


NOTHING_SLOWED = Slowed(
    cpu_times_slower=1,
    megabits_a_second=None,
    delay_milliseconds=0,
    found_cpu_main_thread=None,
    found_cpu_worker=None,
    found_megabits_a_second=None,
)
