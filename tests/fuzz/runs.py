"""Store the runs of ``make fuzz`` in runs.json, and their totals in REPORT.md.

A run is rewritten after each of its parts, so that an interrupted one keeps its results. Only different inputs add up: of
several runs of a target with the same method and seed, the totals include the largest alone.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from macros.fingerprint import fingerprint
from macros.places import ROOT

HERE = Path(__file__).parent
KEPT, REPORT = HERE / "runs.json", HERE / "REPORT.md"
#: Number of characters shown of a version's hash.
SHOWN = 10
MOST_FAULTS = 5
#: Number of characters shown of a fault; runs.json has more.
SHOWN_OF_FAULT = 300


@dataclass(frozen=True)
class Row:
    """The result of one target under one method."""

    target: str
    way: str
    inputs: int
    seconds: float
    faults: tuple[str, ...] = ()

    def __add__(self, other: Row) -> Row:
        """Two parts of the same run added up."""
        return replace(
            self,
            inputs=self.inputs + other.inputs,
            seconds=round(self.seconds + other.seconds, 1),
            faults=(*self.faults, *other.faults)[:MOST_FAULTS],
        )


@dataclass(frozen=True)
class Run:
    """One run: day, seed, version of the calculators, tools, and the rows so far."""

    day: str
    seed: int
    commit: str
    calculators: str
    tools: str
    rows: tuple[Row, ...] = ()

    def with_row(self, row: Row) -> Run:
        """The run with one more part."""
        rows = {(one.target, one.way): one for one in self.rows}
        before = rows.get((row.target, row.way))
        return replace(self, rows=tuple((rows | {(row.target, row.way): before + row if before else row}).values()))

    @property
    def inputs(self) -> int:
        """The number of inputs tried."""
        return sum(row.inputs for row in self.rows)


def of_calculators() -> str:
    """A hash of the calculators' sources, including law and letters."""
    files = (path for path in (ROOT / "calculators").rglob("*") if path.suffix in (".py", ".yml", ".txt", ".html"))
    return fingerprint(files)[:SHOWN]


def of_commit() -> str:
    """The commit that is checked out, abbreviated, with a plus if the work tree has changes."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude", "*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"


def read(path: Path = KEPT) -> list[Run]:
    """All stored runs, oldest first."""
    if not path.is_file():
        return []
    runs = json.loads(path.read_text(encoding="utf-8"))
    return [Run(**{**run, "rows": tuple(_row(row) for row in run["rows"])}) for run in runs]


def _row(data: dict[str, Any]) -> Row:
    return Row(**{**data, "faults": tuple(data["faults"])})


def keep(run: Run, kept: Path = KEPT, shown: Path = REPORT) -> None:
    """Store a run, replacing its earlier state, and rewrite the report of all runs."""
    others = [one for one in read(kept) if (one.seed, one.calculators) != (run.seed, run.calculators)]
    runs = [*others, run]
    _written(kept, json.dumps([asdict(one) for one in runs], indent=1, ensure_ascii=True) + "\n")
    _written(shown, report(runs))


def _written(path: Path, words: str) -> None:
    """Write atomically, because a run may be interrupted at any moment."""
    beside = path.with_suffix(".new")
    beside.write_text(words, encoding="utf-8")
    beside.replace(path)


def summed(runs: Iterable[Run]) -> list[Row]:
    """Totals by target and method over all runs; of runs with the same seed only the largest counts."""
    largest: dict[tuple[str, str, int], Row] = {}
    for run in runs:
        for row in run.rows:
            key = (row.target, row.way, run.seed)
            if key not in largest or row.inputs > largest[key].inputs:
                largest[key] = row
    total: dict[tuple[str, str], Row] = {}
    for (target, way, _), row in largest.items():
        nothing = Row(target, way, 0, 0)
        total[target, way] = total.get((target, way), nothing) + row
    return list(total.values())


def _on_a_line(fault: str) -> str:
    return " ".join(fault.split())[:SHOWN_OF_FAULT].replace("`", "´")


def report(runs: Sequence[Run]) -> str:
    """All runs as Markdown: totals, each run with its version, and each fault found."""
    rows = summed(runs)
    lines = [
        "# Fuzzing report",
        "",
        "Written by `make fuzz` from `runs.json`. The invariants of each target are in `holds.py`. Inputs of runs with different seeds add up; of "
        "runs with the same seed only the largest counts. Inputs are counted as tried, not as distinct: random generation repeats some, mostly "
        "where few are possible.",
        "",
        "| Target | By | Inputs | Seconds |",
        "| --- | --- | ---: | ---: |",
        *(f"| {row.target} | {row.way} | {row.inputs:,} | {row.seconds:,.0f} |" for row in rows),
        f"| all | | {sum(row.inputs for row in rows):,} | {sum(row.seconds for row in rows):,.0f} |",
        "",
        "All runs. Calculators: a hash of their code, law and letters. Commit: the one checked out (`+`: with uncommitted changes).",
        "",
        "| Day | Seed | Commit | Calculators | Inputs | Faults | With |",
        "| --- | ---: | --- | --- | ---: | ---: | --- |",
        *(
            f"| {run.day} | {run.seed} | {run.commit} | {run.calculators} | {run.inputs:,} | {sum(len(row.faults) for row in run.rows)} | {run.tools} |"
            for run in runs
        ),
        "",
    ]
    for run in runs:
        for row in run.rows:
            where = f"- Seed {run.seed}, calculators {run.calculators}, {row.target}, {row.way}"
            lines += [f"{where}: `{_on_a_line(fault)}`" for fault in row.faults]
    return "\n".join(lines).rstrip() + "\n"
