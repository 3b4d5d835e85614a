"""Build what the browser needs to run the calculators: ``docs/assets/runtime/``, all served from this site.

Pyodide comes from the npm package, with its library reduced to the modules in use and compiled, and its WebAssembly
trimmed (``macros/engines/pyodide/slim.py``), both compressed (``packed.py``); then the compiled calculators; Jinja2 for
letters in a separate file; each state's law in a file of its own. Everything is in folders named by content hash, so that
a page, which names its own, never mixes two versions. Python itself has a separate folder, so that a correction of the
law does not make a phone download it again. ``manifest.json`` in each folder lists the files with their sizes, for the
progress bar; the one beside the folders is the newest.

``PAPER_TRAIL_ENGINE=stock`` uses Pyodide's WebAssembly, script and library as published.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from macros.engines import bundle, minify, pinned
from macros.engines.bundle import bundled
from macros.engines.pyodide import bytecode, packed, slim
from macros.engines.wasm import wasm_file
from macros.fingerprint import fingerprint
from macros.places import DATA, ROOT

PYODIDE = ROOT / "node_modules" / "pyodide"
#: The data of "Which way": the same in every state, so it is part of the code archive.
PATHS_DATA = DATA / "paths.json"
RUNTIME = ROOT / "docs" / "assets" / "runtime"
MODULES = Path(__file__).with_name("runtime_modules.txt")
PUBLISHED_LOADER, SCRIPT, WASM, STDLIB = "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"
#: Its name on the site: some servers, such as Debian's nginx, do not know ``.mjs``.
LOADER = "pyodide.js"
UNPACKER, LOCK = "unpack.js", "pyodide-lock.json"
CODE, LETTERS = "calculators.bin", "letter-engine.bin"
#: Where Pyodide looks for third-party packages.
LIBRARY = "/lib/python3.13/site-packages"
PACKED = (WASM, STDLIB)
ENGINE = (LOADER, UNPACKER, SCRIPT, LOCK, *(f"{name}.xz" for name in PACKED))
#: Environment variable; "stock" selects Pyodide as published.
SWITCH = "PAPER_TRAIL_ENGINE"
#: Prefix in the list of modules for those built into the WebAssembly.
BUILT_IN = "built-in "
#: The stubs for some library modules and for one of Pyodide's own.
ABSENT = Path(__file__).with_name("absent")
STAND_INS = {
    "pyodide/webloop.py": ABSENT / "webloop.py",
    "asyncio/__init__.py": ABSENT / "asyncio.py",
    "html/entities.py": ABSENT / "html_entities.py",
    "ipaddress.py": ABSENT / "ipaddress.py",
}
#: Trimmed; as published; or with the whole library without docstrings, to find out what is used.
type Kind = Literal["slim", "stock", "whole"]
type Said = Literal["in", "out"]
type StandIns = Mapping[str, Path]
#: Library modules needed at interpreter start: compiled into the WebAssembly.
FROZEN = (
    *("importlib/_bootstrap.py", "importlib/_bootstrap_external.py", "zipimport.py"),
    *("abc.py", "codecs.py", "io.py", "_collections_abc.py", "_sitebuiltins.py", "genericpath.py", "ntpath.py"),
    *("posixpath.py", "os.py", "site.py", "stat.py", "importlib/util.py", "importlib/machinery.py", "runpy.py"),
)
LETTER_ENGINE = ("jinja2", "markupsafe")
#: A fixed timestamp for archive members, so that the same content gives the same bytes.
EPOCH = (2026, 1, 1, 0, 0, 0)


class Sources(NamedTuple):
    """Modules by path. Without ``lines``, tracebacks give only the function's first line."""

    files: dict[str, bytes]
    lines: Said = "out"


def write_runtime(folder: Path = RUNTIME, kind: Kind | None = None) -> Path:
    """Write the runtime unless its inputs are unchanged. Returns the folder named by content.

    Without a ``kind``, the environment variable decides.
    """
    kind = kind or engine_kind()
    if is_current(folder, kind):
        return folder / current(folder)
    inputs = fingerprint(_made_from(), kind)
    manifest = folder / "manifest.json"
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        _copy_pyodide(made, kind)
        calculators, letters = compiled([_calculators(), _letter_engine()])
        paths = {"calculators/data/paths.json": PATHS_DATA.read_bytes()}
        (made / CODE).write_bytes(bundled(calculators | paths))
        (made / LETTERS).write_bytes(bundled(letters))
        for path in [*_states(), DATA / "letters.json"]:
            shutil.copyfile(path, made / path.name)
        python = [made / name for name in ENGINE]
        engine = f"engine-{fingerprint(python)[:12]}"
        name = hashlib.sha256(f"{engine} {fingerprint(made.iterdir())}".encode()).hexdigest()[:12]
        shutil.rmtree(folder, ignore_errors=True)
        for path in made.iterdir():
            place = folder / (engine if path in python else name)
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place / path.name)
    listed = json.dumps(_manifest(folder, name, engine, inputs, kind), indent=1) + "\n"
    for place in (folder / name / manifest.name, manifest):
        place.write_text(listed, encoding="utf-8")
    return folder / name


def is_current(folder: Path = RUNTIME, kind: Kind | None = None) -> bool:
    """True if the folder matches its current sources."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return False
    known = json.loads(manifest.read_text(encoding="utf-8"))
    return bool(known["made_from"] == fingerprint(_made_from(), kind or engine_kind()))


def current(folder: Path = RUNTIME) -> str:
    """The newest folder's name with a trailing slash, as used in pages."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["folder"])


def engine_kind() -> Kind:
    """Which Pyodide to build. Raises SystemExit for an unknown value of the variable."""
    kinds: dict[str, Kind] = {"slim": "slim", "stock": "stock"}
    said = os.environ.get(SWITCH, "slim")
    if said not in kinds:
        raise SystemExit(f"{SWITCH} is {said!r}; it can be 'slim' or 'stock'.")
    return kinds[said]


def every_module() -> set[str]:
    """All files of Pyodide's standard library."""
    with zipfile.ZipFile(PYODIDE / STDLIB) as library:
        return {name for name in library.namelist() if name.endswith(".py")}


def kept_modules() -> set[str]:
    """Files of the standard library used by the calculators (``runtime_modules.txt``)."""
    return {line for line in _listed() if not line.startswith(BUILT_IN)}


def kept_built_in() -> set[str]:
    """Built-in modules imported by the calculators or the kept files."""
    return {line.removeprefix(BUILT_IN) for line in _listed() if line.startswith(BUILT_IN)}


def _listed() -> list[str]:
    lines = MODULES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _made_from() -> list[Path]:
    engine = [path for package in LETTER_ENGINE for path in package_folder(package).glob("*.py")]
    code = [*(ROOT / "calculators").rglob("*.py"), *_states(), DATA / "letters.json", PATHS_DATA]
    makers = [
        Path(__file__),
        Path(slim.__file__),
        Path(packed.__file__),
        Path(bundle.__file__),
        Path(str(wasm_file.__file__)),
        Path(bytecode.__file__),
        Path(minify.__file__),
        Path(pinned.__file__),
        minify.LOWERED,
        minify.OLDEST,
        *STAND_INS.values(),
    ]
    return [*code, *engine, *makers, MODULES, packed.UNPACK, PYODIDE / "package.json", PYODIDE / WASM]


def _states() -> list[Path]:
    return sorted(path for path in DATA.glob("*.json") if path.stem.isupper())


def _copy_pyodide(made: Path, kind: Kind) -> None:
    """Copy Pyodide's own files, with a lock file that lists no package; large ones trimmed and compressed."""
    lock = json.loads((PYODIDE / LOCK).read_text(encoding="utf-8"))
    (made / LOCK).write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")
    shutil.copyfile(PYODIDE / PUBLISHED_LOADER, made / LOADER)
    packed.write_unpacker(made / UNPACKER)
    if kind == "slim":
        write_slim_engine(made)
    else:
        for name in (SCRIPT, *PACKED):
            shutil.copyfile(PYODIDE / name, made / name)
    if kind == "whole":
        write_library(made / STDLIB, every_module(), "out", STAND_INS)
    for name in PACKED:
        (made / f"{name}.xz").write_bytes(packed.packed((made / name).read_bytes()))
        (made / name).unlink()


def write_slim_engine(folder: Path) -> None:
    """Write Pyodide's script, WebAssembly and library, trimmed but uncompressed."""
    pinned.require_pinned(PYODIDE, pinned.PYODIDE, pinned.PYODIDE_WAYS_ON)
    script = (PYODIDE / SCRIPT).read_text(encoding="utf-8")
    loader = (PYODIDE / PUBLISHED_LOADER).read_text(encoding="utf-8")
    (library,) = compiled([_of_library(kept_modules(), STAND_INS)], "out")
    slimmed = slim.slim_wasm((PYODIDE / WASM).read_bytes(), script, loader, kept_built_in())
    (folder / WASM).write_bytes(slimmed)
    (folder / SCRIPT).write_text(slim.slim_script(script, loader, slimmed), encoding="utf-8")
    _archive(folder / STDLIB, library)


def write_library(path: Path, kept: set[str], docstrings: Said, stand_ins: StandIns, lines: Said = "out") -> None:
    """Write an archive of the library's ``kept`` files, compiled, with stand-ins substituted."""
    (library,) = compiled([_of_library(kept, stand_ins, lines)], docstrings)
    _archive(path, library)


def _of_library(kept: set[str], stand_ins: StandIns, lines: Said = "out") -> Sources:
    missing = kept - every_module()
    if missing:
        raise SystemExit(f"{MODULES.name} names modules that Pyodide does not have: {', '.join(sorted(missing))}.")
    return Sources(_from_library(kept) | {name: path.read_bytes() for name, path in stand_ins.items()}, lines)


def _from_library(names: Iterable[str]) -> dict[str, bytes]:
    with zipfile.ZipFile(PYODIDE / STDLIB) as library:
        return {name: library.read(name) for name in names}


def _calculators() -> Sources:
    """The calculators, as in their wheel."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", scratch]
        _run(command, "build the calculators' wheel")
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as wheel:
            return Sources({name: wheel.read(name) for name in wheel.namelist() if name.endswith(".py")})


def _letter_engine() -> Sources:
    files: dict[str, bytes] = {}
    for package in LETTER_ENGINE:
        folder = package_folder(package)
        files |= {f"{package}/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}
    return Sources(files)


def package_folder(name: str) -> Path:
    """An installed package's folder. Raises SystemExit with what to do if it is missing."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {name} is not installed. Run 'make serve' or 'make test': they set it up.")
    return Path(spec.origin).parent


def _archive(path: Path, files: dict[str, bytes]) -> Path:
    """A zip without compression: the web server compresses it as a whole, which is smaller."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return path


def compiled(sources: Sequence[Sources], docstrings: Said = "in") -> list[dict[str, bytes]]:
    """Each set of modules as bytecode, from a single run of ``pyodide py-compile``.

    Calculators and letters keep their docstrings: dropping them saves 1 %, and a dataclass without one generates it.
    """
    tool = Path(sys.executable).with_name("pyodide")
    with tempfile.TemporaryDirectory() as scratch:
        archives = [_archive(Path(scratch, f"{n}.zip"), source.files) for n, source in enumerate(sources)]
        command = [str(tool), "py-compile", "--silent", "--compression-level", "0", scratch]
        _run(command, "compile what phones run", PYTHONOPTIMIZE="2" if docstrings == "out" else "0")
        for archive, source in zip(archives, sources, strict=True):
            if source.lines == "out":
                _run([sys.executable, "-I", bytecode.__file__, str(archive)], "make bytecode smaller")
        return [_read(archive) for archive in archives]


def _read(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as content:
        return {name: content.read(name) for name in sorted(content.namelist())}


def _run(command: list[str], what: str, **settings: str) -> None:
    # Makes the output reproducible: hash-based .pyc files, and sets of constants in a fixed order.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", **settings}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Could not {what}:\n{done.stdout}{done.stderr}")


def _manifest(runtime: Path, name: str, engine: str, inputs: str, kind: Kind) -> dict[str, Any]:
    folder = runtime / name

    def entry(path: Path) -> dict[str, Any]:
        return {"name": path.relative_to(folder, walk_up=True).as_posix(), "size": path.stat().st_size}

    return {
        "folder": f"{name}/",
        "engine": f"../{engine}/",
        "made_from": inputs,
        "cut": kind != "stock",
        "pyodide": [entry(runtime / engine / file) for file in ENGINE],
        "packed": {name: (runtime / engine / f"{name}.xz").stat().st_size for name in PACKED},
        "library": LIBRARY,
        "lock": json.loads((runtime / engine / LOCK).read_text(encoding="utf-8")),
        "code": entry(folder / CODE),
        "letters": entry(folder / LETTERS),
        "forms": entry(folder / "letters.json"),
        "law": {path.stem: entry(folder / path.name) for path in _states()},
    }


if __name__ == "__main__":
    print(f"Runtime: {write_runtime().relative_to(ROOT)}")
