"""The outcome of each mutant, kept in ``results.json``, and the page for people, ``tests/MUTANTS.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
RESULTS, EXPLAINED, PAGE = HERE / "results.json", HERE / "explained.yml", HERE.parent / "MUTANTS.md"
HEAD = """# Mutants of what counts

Mutation testing changes one thing in a module (a sign, a number, a comparison) and runs its tests. A change that no test notices has
survived: either a test is missing, or the change means the same. `make mutants` writes this page and ends with an error where a
survivor has no reason in `tests/mutants/explained.yml`; `make mutants ARGS=days` takes one module. mutmut changes what is in
functions: not constants of a module, nor functions with a decorator.

| Module | On | Mutants | Noticed | Of these by never ending | Survived | Not tried yet |
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
    """A mutant (mutmut's name), parsed from mutmut's diff."""
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
    table = "\n## What survived, and why\n\n| Where | The line | Changed to | Why it survives |\n| --- | --- | --- | --- |\n"
    return HEAD + "".join(rows) + table + "".join(survivors) + "\n" + (HERE / "led-to.md").read_text("utf-8")


def write() -> None:
    """Write the page."""
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
