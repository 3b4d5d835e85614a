"""Run CPython's own tests of the modules in use in the cut Pyodide and in the published one: ``make test-engine``.

Pyodide runs under Node. A test that passes in the published engine has to pass in the cut one, or to stand in
``engine_differences.yml`` with what it says there and the reason; this ends with code 1 if one does neither, and also
if what stands there is no longer so. A test that fails in both, or is skipped in both, is Pyodide's own affair.

The cut engine has what is shipped, and the rest of the library for the tests' own use. Where a file of tests cannot
even be imported there, for want of a built-in module that only tests use, it runs in a roomy engine: cut in the same
way, with those few modules. The published engine has its library compiled, which halves the time; nothing else is
changed.

The tests are those of the Python that runs this: 3.13.0 when the differences were read. Prints a table, and writes
``build/engine-tests.json`` with the tracebacks. On two busy cores the engines were made in a minute, and twenty files
took two more.
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
#: Those that run with all other tests of this site.
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
#: Built-in modules that are left out and that tests of others import.
TESTS_OWN = {"_contextvars", "_decimal", "array", "select", "unicodedata"}
#: Seconds that one file's tests may take; Node's stack in KB, enough for tests of recursion.
TIME, STACK = 900, 6000


class Engines(NamedTuple):
    """The folders of the engines that the tests run in."""

    cut: Path
    roomy: Path
    published: Path


@dataclass(frozen=True)
class Compared:
    """One file's tests in two engines, differences without a reason, and reasons without a difference."""

    name: str
    ran_in: str
    cut: Outcome
    published: Outcome
    unexplained: dict[str, Sequence[str]]
    stale: dict[str, Sequence[str]]

    def told(self) -> str:
        """A line of the table, and one for each thing to be looked at."""
        lines = [f"{self.name:26} {self.ran_in:5}: {_counted(self.cut)}   published: {_counted(self.published)}"]
        lines += [f"NO REASON  {test}: {json.dumps(said)}" for test, said in self.unexplained.items()]
        lines += [f"NOT SO NOW {test}: {json.dumps(said)}" for test, said in self.stale.items()]
        return "\n  ".join(lines)

    def kept(self) -> dict[str, object]:
        """What is written down: the tracebacks of the cut engine, and what is to be looked at."""
        return {"unexplained": self.unexplained, "stale": self.stale, "traces": dict(self.cut.traces)}


def _counted(outcome: Outcome) -> str:
    return f"{len(outcome.passed):4} passed, {len(outcome.skipped):3} skipped, {len(outcome.wrong):3} wrong"


def run_tests(engine: Path, name: str, facts: Sequence[str] = ()) -> Outcome:
    """What one file of tests comes to in an engine, and which of the facts hold there."""
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
    """The cut engine as Node loads it: not packed, with Pyodide's loader beside it."""
    write_slim_engine(folder)
    for name in (PUBLISHED_LOADER, "pyodide-lock.json", "package.json"):
        shutil.copyfile(PYODIDE / name, folder / name)
    return folder


def write_tested_engine(folder: Path, built_in: Iterable[str], stand_ins: StandIns) -> Path:
    """The cut engine with these built-in modules and the whole library, compiled as the part of it that is shipped."""
    write_plain_engine(folder)
    write_library(folder / STDLIB, every_module(), "out", stand_ins)
    script, loader = ((PYODIDE / name).read_text(encoding="utf-8") for name in (SCRIPT, PUBLISHED_LOADER))
    slimmed = slim_wasm((PYODIDE / WASM).read_bytes(), script, loader, built_in)
    (folder / WASM).write_bytes(slimmed)
    (folder / SCRIPT).write_text(slim_script(script, loader, slimmed), encoding="utf-8")
    return folder


def write_published_engine(folder: Path) -> Path:
    """Pyodide as it is published, its library compiled."""
    for name in (PUBLISHED_LOADER, SCRIPT, WASM, "pyodide-lock.json", "package.json"):
        shutil.copyfile(PYODIDE / name, folder / name)
    write_library(folder / STDLIB, every_module(), "in", {})
    return folder


def write_engines(folder: Path) -> Engines:
    """All engines, each in a folder of its own."""
    for name in Engines._fields:
        (folder / name).mkdir()
    return Engines(
        write_tested_engine(folder / "cut", kept_built_in(), STAND_INS),
        write_tested_engine(folder / "roomy", kept_built_in() | TESTS_OWN, {}),
        write_published_engine(folder / "published"),
    )


def compared(name: str, engines: Engines, given: Sequence[Reason]) -> Compared:
    """One file's tests in the published engine and in the cut one, or if they cannot begin there, in the roomy one."""
    facts = sorted({reason.fact for reason in given})
    there, here, ran_in = run_tests(engines.published, name), run_tests(engines.cut, name, facts), "cut"
    if not here.began():
        here, ran_in = run_tests(engines.roomy, name, facts), "roomy"
    return Compared(name, ran_in, here, there, unexplained(name, here, there, given), stale(name, here, there, given))


def main(names: Sequence[str]) -> int:
    """Run the named files of tests, or all."""
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
