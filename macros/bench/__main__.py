"""Measure stock Pyodide, PyScript, plain JavaScript and this site in one run: ``make bench``.

A complete run writes ``docs/_data/bench.json``, the data of the page "How fast". Any other run is experimental and writes
``build/bench.json``:

    make bench ARGS="--runs 1 --contender stock --contender site --profile phone --quick"
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from macros.bench.brotli import sizes_with_brotli
from macros.bench.case_times import measure_case, measure_log, told, told_of_log
from macros.bench.contenders import about, files, write_pages
from macros.bench.figures import COMPARED, ENOUGH_RUNS, PUBLISHED, Bench
from macros.bench.measuring import PROFILES, SITE, measure
from macros.bench.visit import STAY
from macros.data.state_files import write_data
from macros.places import ROOT

TRIED = ROOT / "build" / "bench.json"
#: By what share the throttled processor may miss its target before the figures are doubted.
BUSY = 0.15


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write.

    Raises SystemExit with what to do without a built site.
    """
    asked = _options().parse_args(arguments)
    if not (asked.site / "index.html").is_file():
        raise SystemExit("The site is not built: run 'make bench', which builds it first.")
    write_data()
    bench = measure(asked.runs, asked.contender or [*about()], asked.profile or [*PROFILES], asked.site, asked.stay)
    if not asked.quick:
        bench = with_brotli(bench, asked.site).model_copy(update={"case": measure_case(), "log": measure_log()})
    print("\n".join([*table(bench), *(told(name, times) for name, times in bench.case.items())]))
    print("\n".join(told_of_log(name, measured) for name, measured in bench.log.items()))
    out = asked.out or (PUBLISHED if bench.is_whole() and asked.stay >= STAY else TRIED)
    out.parent.mkdir(exist_ok=True)
    out.write_text(bench.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(f"Written: {out.relative_to(ROOT) if out.is_relative_to(ROOT) else out} ({bench.minutes:.1f} minutes)")
    return 0


def with_brotli(bench: Bench, site: Path) -> Bench:
    """The run, with the bytes that each contender would send from a host with Brotli."""
    own = next(iter(bench.figures.values()))
    with tempfile.TemporaryDirectory() as scratch:
        routes = write_pages(Path(scratch), site)
        sent = {name: files(routes, name, own[name].bytes_by_file) for name in bench.contenders}
        sizes = sizes_with_brotli(file for found in sent.values() for file in found)
    totals = {name: sum(sizes[file] for file in found) for name, found in sent.items()}
    contenders = {
        name: one.model_copy(update={"bytes_with_brotli": totals[name]}) for name, one in bench.contenders.items()
    }
    return bench.model_copy(update={"contenders": contenders})


def table(bench: Bench) -> list[str]:
    """A run's medians and ratios, after a warning if the machine was busy."""
    lines = [
        f"This machine is busy: a processor slowed {asked.cpu_times_slower:g} times was found {found:g} times slower. "
        "Run it again when nothing else runs."
        for asked in bench.profiles.values()
        for found in (asked.found_cpu_main_thread, asked.found_cpu_worker)
        if found and abs(found / asked.cpu_times_slower - 1) > BUSY
    ]
    for profile, own in bench.figures.items():
        lines.append(f"{profile}: {bench.profiles[profile].model_dump()}")
        for name, figure in own.items():
            medians = ", ".join(f"{measure} {getattr(figure, measure).median:g}" for measure in COMPARED)
            lines += [f"  {name}: {medians}", f"    ratios to stock: {figure.ratios}"]
            if figure.typing and figure.typing_longest_task:
                lines.append(
                    f"    typing: {figure.typing.median:.0f} ms ({figure.typing.min:.0f} to {figure.typing.max:.0f}), "
                    f"longest task {figure.typing_longest_task.median:g} ms"
                )
    return lines


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="make bench", description="How fast the site is, beside other ways.")
    options.add_argument("--runs", type=int, default=ENOUGH_RUNS, help="visits of each kind (default: %(default)s)")
    options.add_argument("--contender", action="append", choices=[*about()], help="only this one; may be repeated")
    options.add_argument("--profile", action="append", choices=[*PROFILES], help="only this one; may be repeated")
    options.add_argument("--stay", type=float, default=STAY, help="seconds of a first visit (default: %(default)s)")
    options.add_argument("--quick", action="store_true", help="leave out the whole case and the sizes with Brotli")
    options.add_argument("--site", type=Path, default=SITE, help="another built site to measure")
    options.add_argument("--out", type=Path, help="the file to write instead")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
