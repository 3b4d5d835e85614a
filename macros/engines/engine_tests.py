"""Run CPython's own tests of the modules in use in the cut Pyodide and in the published one: ``make test-engine``.

Pyodide runs under Node. Where a test's file imports a small module that is left out, its tests run in the cut engine with the whole
library (asyncio and all) and every built-in module but those whose large tables are cleared. A test that fails in both is Pyodide's own affair; one that fails in the cut engine alone must have its
reason in ``REASONS``, or this ends with code 1. Prints a table and writes ``build/engine-tests.json``.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from macros.data import ROOT
from macros.engines.runtime import (
    LOADER,
    PYODIDE,
    SCRIPT,
    STDLIB,
    WASM,
    every_module,
    frozen_modules,
    write_library,
    write_slim_engine,
)
from macros.engines.slim import Image, slim_script, slim_wasm

RUNNER = ROOT / "tests" / "engine.mjs"
OUT = ROOT / "build" / "engine-tests.json"
SHORT = ("test_bisect", "test_string", "test_textwrap")
LONG = (
    *SHORT,
    *[
        "test_abc",
        "test_bool",
        "test_builtin",
        "test_bytes",
        "test_calendar",
        "test_cmath",
        "test_collections",
        "test_contextlib",
    ],
    *[
        "test_copy",
        "test_dataclasses",
        "test_datetime",
        "test_dict",
        "test_enum",
        "test_exceptions",
        "test_float",
        "test_fnmatch",
    ],
    *[
        "test_fstring",
        "test_functools",
        "test_generators",
        "test_genericpath",
        "test_html",
        "test_inspect",
        "test_int",
        "test_io",
        "test_itertools",
    ],
    *[
        "test_json.test_decode",
        "test_json.test_dump",
        "test_json.test_float",
        "test_json.test_unicode",
        "test_keyword",
        "test_list",
    ],
    *[
        "test_math",
        "test_operator",
        "test_pathlib",
        "test_posixpath",
        "test_random",
        "test_re",
        "test_reprlib",
        "test_set",
        "test_str",
    ],
    *[
        "test_strftime",
        "test_struct",
        "test_time",
        "test_traceback",
        "test_tuple",
        "test_types",
        "test_typing",
        "test_unicodedata",
    ],
    *["test_urllib", "test_urlparse", "test_weakref", "test_zipimport", "test_zlib"],
)
#: Why a test may fail in the cut engine alone: what its last line says, and the reason.
REASONS = (
    (r"No module named '?\w+|cannot import name|has no attribute '\w+'", "needs a module that is left out"),
    (r"no event loop", "asyncio is left out"),
    (r"leaves them out", "names of characters and IP addresses are left out"),
    (r"__doc__|docstring|signature|None is not|NoneType", "looks for a help text"),
    (r"unknown encoding|no codec|unknown name|unknown Unicode character", "an East Asian codec or a character's name"),
)
#: The other built-in modules with large tables.
LARGE = ("_multibytecodec", "unicodedata")
#: Seconds that one module's tests may take; Node's stack in KB, enough for tests of recursion.
TIME, STACK = 900, 2000

Found = dict[str, Any]


def run_tests(engine: Path, name: str) -> Found:
    """What one module's tests come to: ``ran``, ``skipped`` and ``wrong`` (a test's name: the last line it left)."""
    tests = importlib.util.find_spec("test")
    if tests is None or not tests.submodule_search_locations:
        return {"ran": 0, "skipped": 0, "wrong": {name: "This Python came without CPython's tests."}}
    node = Path(sys.executable).with_name("node")
    places = (engine, PYODIDE / STDLIB, tests.submodule_search_locations[0])
    command = [node, f"--stack-size={STACK}", RUNNER, *places, name]
    try:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=TIME)
    except subprocess.TimeoutExpired:
        return {"ran": 0, "skipped": 0, "wrong": {name: f"no end after {TIME} s"}}
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        cause = re.search(r"^\w*Error: .*$", done.stderr, re.MULTILINE)
        return {"ran": 0, "skipped": 0, "wrong": {name: cause[0] if cause else f"ended with code {done.returncode}"}}
    found: Found = json.loads(lines[-1])[name]
    return found


def write_plain_engine(folder: Path) -> Path:
    """The cut engine as Node loads it: not packed, with Pyodide's loader beside it."""
    write_slim_engine(folder)
    for name in (LOADER, "pyodide-lock.json", "package.json"):
        shutil.copyfile(PYODIDE / name, folder / name)
    return folder


def write_roomy_engine(folder: Path) -> Path:
    """The cut engine with all modules but those with large tables."""
    write_plain_engine(folder)
    write_library(folder / STDLIB, every_module(), "out", {})
    script = (PYODIDE / SCRIPT).read_text(encoding="utf-8")
    stock = (PYODIDE / WASM).read_bytes()
    known = Image(stock, script, set()).builtin_modules()
    kept = {name for name in known if not name.startswith("_codecs_") and name not in LARGE}
    loader = (PYODIDE / LOADER).read_text(encoding="utf-8")
    roomy = slim_wasm(stock, script, loader, kept, frozen_modules())
    (folder / WASM).write_bytes(roomy)
    (folder / SCRIPT).write_text(slim_script(script, loader, roomy), encoding="utf-8")
    return folder


def tested(name: str, engines: tuple[Path, Path]) -> Found:
    """The tests of a module in the engine as shipped, or where they cannot begin there, in the roomy one."""
    found = run_tests(engines[0], name)
    cannot = len(found["wrong"]) == 1 and found["ran"] < 2
    return {**run_tests(engines[1], name), "roomy": True} if cannot else found


def unexplained(cut: Found, stock: Found) -> dict[str, str]:
    """What is wrong in the cut engine, right in the published one, and without a reason."""
    alone = {test: line for test, line in cut["wrong"].items() if test not in stock["wrong"]}
    return {test: line for test, line in alone.items() if not any(re.search(cause, line) for cause, _ in REASONS)}


def main(names: list[str]) -> int:
    """Run the tests of the named modules, or of all."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other, ThreadPoolExecutor(2) as two:
        cut = (write_plain_engine(Path(one)), write_roomy_engine(Path(other)))
        jobs = {
            name: (two.submit(tested, name, cut), two.submit(run_tests, PYODIDE, name)) for name in names or list(LONG)
        }
        results: dict[str, Found] = {}
        for name, job in jobs.items():
            here, there = (run.result() for run in job)
            results[name] = {"cut": here, "stock": there, "unexplained": unexplained(here, there)}
            print(_told(name, results[name]), flush=True)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    bad = sum(len(found["unexplained"]) for found in results.values())
    print(
        f"{sum(found['cut']['ran'] for found in results.values())} tests ran in the cut engine; {bad} without a reason."
    )
    return 1 if bad else 0


def _told(name: str, found: Found) -> str:
    cut, stock = found["cut"], found["stock"]
    line = f"{name:26} {'roomy' if cut.get('roomy') else 'cut':5}: {cut['ran']:5} ran, {len(cut['wrong']):3} wrong   stock: {stock['ran']:5} ran, {len(stock['wrong']):3} wrong"
    return "\n  ".join([line, *(f"{test}: {last}" for test, last in found["unexplained"].items())])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
