"""Make what the browser needs to run the calculators: ``docs/assets/runtime/``, nothing of it from elsewhere.

Pyodide comes from the npm package, its library cut to the modules in use and compiled; the calculators as a
compiled wheel; Jinja2 for letters in an archive of its own; the law of each state in a file of its own. All of it
stands in folders named by their content, so that a page, which names its own, never mixes two versions. Python itself
has a folder apart, so that a correction of the law does not make a phone fetch it again. ``manifest.json`` in each
folder names the files with their sizes, for the progress bar; the one beside the folders is the newest.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from macros.data import DATA, ROOT
from macros.fingerprint import fingerprint

PYODIDE = ROOT / "node_modules" / "pyodide"
RUNTIME = ROOT / "docs" / "assets" / "runtime"
MODULES = Path(__file__).with_name("runtime_modules.txt")
AS_THEY_ARE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
STDLIB = "python_stdlib.zip"
ENGINE = (*AS_THEY_ARE, "pyodide-lock.json", STDLIB)
LETTER_ENGINE = ("jinja2", "markupsafe")
#: One moment for every file of an archive, so that the same content gives the same bytes.
EPOCH = (2026, 1, 1, 0, 0, 0)


def write_runtime(folder: Path = RUNTIME) -> Path:
    """Write the runtime unless what it is made from is unchanged. Returns the folder named by the content."""
    inputs = fingerprint(_made_from())
    manifest = folder / "manifest.json"
    if manifest.is_file():
        known = json.loads(manifest.read_text(encoding="utf-8"))
        if known["made_from"] == inputs:
            return folder / str(known["folder"])
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        _copy_pyodide(made)
        _compile(_calculators_wheel(made))
        _compile(_letter_engine(made))
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
    listed = json.dumps(_manifest(folder, name, engine, inputs), indent=1) + "\n"
    for place in (folder / name / manifest.name, manifest):
        place.write_text(listed, encoding="utf-8")
    return folder / name


def current(folder: Path = RUNTIME) -> str:
    """The name of the newest folder, with a slash at its end, as a page names it."""
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["folder"])


def kept_modules() -> set[str]:
    """Files of the standard library that the calculators use, found by running them (``runtime_modules.txt``)."""
    lines = MODULES.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _made_from() -> list[Path]:
    engine = [path for package in LETTER_ENGINE for path in _package(package).glob("*.py")]
    code = [*(ROOT / "calculators").glob("*.py"), *_states(), DATA / "letters.json"]
    return [*code, *engine, MODULES, Path(__file__), PYODIDE / "package.json", PYODIDE / AS_THEY_ARE[2]]


def _states() -> list[Path]:
    return sorted(path for path in DATA.glob("*.json") if path.stem.isupper())


def _copy_pyodide(made: Path) -> None:
    """Pyodide's own files, with the library cut and compiled and a lock file that names no package."""
    for name in AS_THEY_ARE:
        shutil.copyfile(PYODIDE / name, made / name)
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    (made / "pyodide-lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")
    kept = kept_modules()
    with zipfile.ZipFile(PYODIDE / STDLIB) as library:
        files = {name: library.read(name) for name in library.namelist() if name in kept}
    missing = kept - files.keys()
    if missing:
        raise SystemExit(f"{MODULES.name} names modules that Pyodide does not have: {', '.join(sorted(missing))}.")
    _archive(made / STDLIB, files)
    _compile(made / STDLIB)


def _calculators_wheel(made: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(made)]
    _run(command, "build the calculators' wheel")
    return next(made.glob("*.whl"))


def _letter_engine(made: Path) -> Path:
    files: dict[str, bytes] = {}
    for package in LETTER_ENGINE:
        folder = _package(package)
        files |= {f"{package}/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}
    return _archive(made / "letter-engine.zip", files)


def _package(name: str) -> Path:
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


def _compile(archive: Path) -> None:
    """Compile an archive's modules to bytecode, then store it again in a fixed order."""
    tool = Path(sys.executable).with_name("pyodide")
    _run([str(tool), "py-compile", "--silent", "--compression-level", "0", str(archive)], f"compile {archive.name}")
    compiled = next(path for path in archive.parent.glob(f"*{archive.suffix}") if _same_archive(path, archive))
    with zipfile.ZipFile(compiled) as content:
        files = {name: content.read(name) for name in content.namelist()}
    _archive(compiled, files)


def _same_archive(path: Path, archive: Path) -> bool:
    """``py-compile`` renames a wheel (its tag names the Python) and keeps the name of a zip."""
    return path.name == archive.name if archive.suffix == ".zip" else True


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Could not {what}:\n{done.stdout}{done.stderr}")


def _manifest(runtime: Path, name: str, engine: str, inputs: str) -> dict[str, Any]:
    folder = runtime / name

    def entry(path: Path) -> dict[str, Any]:
        return {"name": path.relative_to(folder, walk_up=True).as_posix(), "size": path.stat().st_size}

    return {
        "folder": f"{name}/",
        "engine": f"../{engine}/",
        "made_from": inputs,
        "pyodide": [entry(runtime / engine / file) for file in ENGINE],
        "code": entry(next(folder.glob("*.whl"))),
        "letters": entry(folder / "letter-engine.zip"),
        "forms": entry(folder / "letters.json"),
        "law": {path.stem: entry(folder / path.name) for path in _states()},
    }


if __name__ == "__main__":
    print(f"Runtime: {write_runtime().relative_to(ROOT)}")
