"""Store the outcome of each mutant in ``results.json``, and write the report, ``tests/MUTANTS.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
RESULTS, EXPLAINED, PAGE = HERE / "results.json", HERE / "explained.yml", HERE.parent / "MUTANTS.md"
HEAD = """# Mutation testing

Mutation testing changes one thing in a module (a sign, a number, a comparison) and runs its tests. A mutant that no test kills has
survived: either a test is missing, or the mutant is equivalent. `make mutants` writes this page and fails if a survivor has no reason
in `tests/mutants/explained.yml`; `make mutants ARGS=days` tests one module. mutmut mutates functions only: neither a module's
constants nor decorated functions.

| Module | Date | Mutants | Killed | Of these by timeout | Survived | Not run yet |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test noticed: the function, the line, and the mutated line."""

    function: str
    was: str
    made: str


@dataclass(frozen=True)
class Outcome:
    """The outcome of a module's mutants on a day (ISO)."""

    on: str
    made: int
    untried: int
    endless: int
    survived: tuple[Survivor, ...]


def survivor(mutant: str, shown: str) -> Survivor:
    """Parse a surviving mutant from its mutmut name and diff."""
    function = mutant.rpartition(".")[2].rpartition("__mutmut_")[0]
    name = function.removeprefix("x_") if function.startswith("x_") else ".".join(function.split("ǁ")[1:])
    lines = [line for line in shown.splitlines() if not line.startswith(("---", "+++", "#"))]
    was, made = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Survivor(name, was, made)


def keep(module: str, outcome: Outcome) -> None:
    """Replace a module's stored outcome."""
    results = {**_results(), module: asdict(outcome)}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def read() -> dict[str, Outcome]:
    """The stored outcomes, by module."""
    return {
        module: Outcome(**{**kept, "survived": tuple(Survivor(**one) for one in kept["survived"])})
        for module, kept in _results().items()
    }


def reasons() -> dict[tuple[str, str, str], str]:
    """Why a mutant may survive, by module, function and mutated line."""
    entries = yaml.safe_load(EXPLAINED.read_text("utf-8"))
    return {(one["module"], one["function"], made): one["why"] for one in entries for made in one["made"]}


def unexplained() -> list[str]:
    """The survivors without a reason."""
    known = reasons()
    return [f"{key[0]}, {key[1]}: {key[2]}" for key, _ in _survivors() if key not in known]


def page() -> str:
    """The report, as Markdown."""
    rows = [
        f"| `{module}` | {one.on} | {one.made} | {one.made - one.untried - len(one.survived)} | {one.endless} "
        f"| {len(one.survived)} | {one.untried} |\n"
        for module, one in read().items()
    ]
    why = reasons()
    survivors = [
        f"| `{key[0]}`, `{key[1]}` | {_code(one.was)} | {_code(one.made)} | {why.get(key, '**open**')} |\n"
        for key, one in _survivors()
    ]
    table = "\n## Survivors\n\n| Where | Line | Mutant | Why it survives |\n| --- | --- | --- | --- |\n"
    return HEAD + "".join(rows) + table + "".join(survivors) + "\n" + (HERE / "led-to.md").read_text("utf-8")


def write() -> None:
    """Write the report."""
    PAGE.write_text(page(), "utf-8")


def _survivors() -> Iterator[tuple[tuple[str, str, str], Survivor]]:
    for module, outcome in read().items():
        for one in outcome.survived:
            yield (module, one.function, one.made), one


def _code(line: str) -> str:
    escaped = line.replace("|", "\\|")
    return f"``{escaped}``" if line else "(nothing)"


def _results() -> dict[str, dict]:
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
