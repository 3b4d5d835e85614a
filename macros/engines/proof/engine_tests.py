"""Run CPython's own tests of the modules in use in both Pyodides: ``make test-engine``.

Pyodide runs under Node. A test that passes in the published engine has to pass in the trimmed one, or to be listed in
``engine_differences.yml`` with its message and the reason; exits with code 1 otherwise, and also if an entry there no
longer applies. A test that fails or is skipped in both is Pyodide's own affair.

The trimmed engine has what is shipped, plus the rest of the library for the tests' own use. If a test file cannot even
be imported there, because the tests need a built-in module that was left out, it runs in a roomy engine: trimmed in the
same way, but with those few modules. The published engine has its library compiled, which halves the time.

The tests are those of the running Python: 3.13.0 when the differences were recorded. Prints a table, and writes
``build/engine-tests.json`` with the tracebacks. On two busy cores, building the engines took a minute and twenty files
two more.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from macros.engines.proof.engine_differences import Outcome, Reason, reasons, stale, unexplained
from macros.engines.pyodide.runtime import (
    PUBLISHED_LOADER,
    PYODIDE,
    SCRIPT,
    STAND_INS,
    STDLIB,
    WASM,
    StandIns,
    every_module,
    kept_built_in,
    write_library,
    write_slim_engine,
)
from macros.engines.pyodide.slim import slim_script, slim_wasm
from macros.node import NODE
from macros.places import ROOT

RUNNER = ROOT / "tests" / "tools" / "engine.mjs"
OUT = ROOT / "build" / "engine-tests.json"
#: Those in the normal test run.
SHORT = ("test_bisect", "test_string", "test_textwrap")
LONG = (
    "test_abc",
    "test_ast",
    "test_binascii",
    "test_bisect",
    "test_bool",
    "test_builtin",
    "test_bytes",
    "test_collections",
    "test_contextlib",
    "test_copy",
    "test_dataclasses",
    "test_datetime",
    "test_descr",
    "test_dict",
    "test_enum",
    "test_exceptions",
    "test_float",
    "test_fnmatch",
    "test_fstring",
    "test_functools",
    "test_generators",
    "test_genericpath",
    "test_glob",
    "test_hashlib",
    "test_html",
    "test_inspect",
    "test_int",
    "test_io",
    "test_ipaddress",
    "test_itertools",
    "test_json",
    "test_keyword",
    "test_linecache",
    "test_list",
    "test_math",
    "test_operator",
    "test_pathlib",
    "test_posixpath",
    "test_random",
    "test_re",
    "test_reprlib",
    "test_set",
    "test_str",
    "test_strftime",
    "test_string",
    "test_struct",
    "test_textwrap",
    "test_time",
    "test_tuple",
    "test_types",
    "test_typing",
    "test_urllib",
    "test_urlparse",
    "test_weakref",
    "test_zipimport",
    "test_zlib",
)
#: Omitted built-in modules that tests of other modules import.
TESTS_OWN = {"_contextvars", "_decimal", "array", "select", "unicodedata"}
#: Timeout for one test file in seconds; Node's stack in KB, enough for recursion tests.
TIME, STACK = 900, 6000


class Engines(NamedTuple):
    """The folders of the engines under test."""

    cut: Path
    roomy: Path
    published: Path


@dataclass(frozen=True)
class Compared:
    """One test file in two engines: unexplained differences, and stale explanations."""

    name: str
    ran_in: str
    cut: Outcome
    published: Outcome
    unexplained: dict[str, Sequence[str]]
    stale: dict[str, Sequence[str]]

    def told(self) -> str:
        """A line of the table, and one for each finding."""
        lines = [f"{self.name:26} {self.ran_in:5}: {_counted(self.cut)}   published: {_counted(self.published)}"]
        lines += [f"NO REASON  {test}: {json.dumps(said)}" for test, said in self.unexplained.items()]
        lines += [f"NOT SO NOW {test}: {json.dumps(said)}" for test, said in self.stale.items()]
        return "\n  ".join(lines)

    def kept(self) -> dict[str, object]:
        """The report: tracebacks of the trimmed engine, and findings."""
        return {"unexplained": self.unexplained, "stale": self.stale, "traces": dict(self.cut.traces)}


def _counted(outcome: Outcome) -> str:
    return f"{len(outcome.passed):4} passed, {len(outcome.skipped):3} skipped, {len(outcome.wrong):3} wrong"


def run_tests(engine: Path, name: str, facts: Sequence[str] = ()) -> Outcome:
    """The result of one test file in an engine, and which facts hold there."""
    tests = importlib.util.find_spec("test")
    if tests is None or not tests.submodule_search_locations:
        return Outcome(wrong={name: ["This Python came without CPython's tests."]})
    places = (engine, PYODIDE / STDLIB, tests.submodule_search_locations[0])
    command = [NODE, f"--stack-size={STACK}", RUNNER, *places, json.dumps(facts), name]
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=TIME)
    except subprocess.TimeoutExpired:
        return Outcome(wrong={name: [f"no end after {TIME} s"]})
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        cause = re.search(r"^\w*Error: .*$", done.stderr, re.MULTILINE)
        return Outcome(wrong={name: [cause[0] if cause else f"ended with code {done.returncode}"]})
    found = json.loads(lines[-1])
    return Outcome(**{**found, "passed": frozenset(found["passed"]), "true": frozenset(found["true"])})


def write_plain_engine(folder: Path) -> Path:
    """The trimmed engine as Node loads it: uncompressed, with Pyodide's loader."""
    write_slim_engine(folder)
    for name in (PUBLISHED_LOADER, "pyodide-lock.json", "package.json"):
        shutil.copyfile(PYODIDE / name, folder / name)
    return folder


def write_tested_engine(folder: Path, built_in: Iterable[str], stand_ins: StandIns) -> Path:
    """The trimmed engine with these built-in modules and the whole library, compiled."""
    write_plain_engine(folder)
    write_library(folder / STDLIB, every_module(), "out", stand_ins)
    script, loader = ((PYODIDE / name).read_text(encoding="utf-8") for name in (SCRIPT, PUBLISHED_LOADER))
    slimmed = slim_wasm((PYODIDE / WASM).read_bytes(), script, loader, built_in)
    (folder / WASM).write_bytes(slimmed)
    (folder / SCRIPT).write_text(slim_script(script, loader, slimmed), encoding="utf-8")
    return folder


def write_published_engine(folder: Path) -> Path:
    """Pyodide as published, its library compiled."""
    for name in (PUBLISHED_LOADER, SCRIPT, WASM, "pyodide-lock.json", "package.json"):
        shutil.copyfile(PYODIDE / name, folder / name)
    write_library(folder / STDLIB, every_module(), "in", {})
    return folder


def write_engines(folder: Path) -> Engines:
    """All engines, each in its own folder."""
    for name in Engines._fields:
        (folder / name).mkdir()
    return Engines(
        write_tested_engine(folder / "cut", kept_built_in(), STAND_INS),
        write_tested_engine(folder / "roomy", kept_built_in() | TESTS_OWN, {}),
        write_published_engine(folder / "published"),
    )


def compared(name: str, engines: Engines, given: Sequence[Reason]) -> Compared:
    """One test file in the published and in the trimmed (or roomy) engine."""
    facts = sorted({reason.fact for reason in given})
    there, here, ran_in = run_tests(engines.published, name), run_tests(engines.cut, name, facts), "cut"
    if not here.began():
        here, ran_in = run_tests(engines.roomy, name, facts), "roomy"
    return Compared(name, ran_in, here, there, unexplained(name, here, there, given), stale(name, here, there, given))


def main(names: Sequence[str]) -> int:
    """Run the named test files, or all."""
    given, results = reasons(), []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as two:
        engines = write_engines(Path(scratch))
        for found in two.map(lambda name: compared(name, engines, given), names or LONG):
            print(found.told(), flush=True)
            results.append(found)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({found.name: found.kept() for found in results}, indent=1) + "\n", encoding="utf-8")
    passed = sum(len(found.cut.passed) for found in results)
    bad = sum(len(found.unexplained) + len(found.stale) for found in results)
    print(f"{passed} tests passed in the cut engine; {bad} to look at. Tracebacks: {OUT.relative_to(ROOT)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
