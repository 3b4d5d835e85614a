"""``third-party.txt``: shipped third-party works, their licences, and sources of modified ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from macros.engines.micropython.first_engine import OWNERS
from macros.engines.pyodide.packed import DECODER
from macros.engines.pyodide.runtime import LETTER_ENGINE
from macros.places import ROOT
from macros.site.vendor import MODULES, shipped_packages

FILE = "third-party.txt"
#: Python's licence, included because not every system installs it.
PYTHON = Path(__file__).with_name("python-licence.txt")
HEAD = """This site is made of its own work (MIT License) and of the work of others, whose licences follow.
"""
PYODIDE = """Changed: parts that this site does not use are cut from its script, its WebAssembly and the library, and static blocks
of classes are written in older words. What is under the Mozilla Public License 2.0 (https://www.mozilla.org/MPL/2.0/) stays
under it. The source as published: {source} (version {version}). The changes: macros/engines/pyodide/ in the source of this
site, which makes the changed files from the published ones."""
MICROPYTHON = """Changed: what this site does not use is cut from its script and its WebAssembly."""


def write_third_party(folder: Path) -> None:
    """Write the file into a site."""
    parts = [f"{title}\n{'-' * len(title)}\n\n{words.strip()}\n" for title, words in _works()]
    (folder / FILE).write_text("\n\n".join([HEAD, *parts]), encoding="utf-8")


def _works() -> Iterator[tuple[str, str]]:
    """Each work with its version, and its licence."""
    about = _package("pyodide")
    source = about["repository"]["url"].removesuffix(".git")
    yield _title(about), PYODIDE.format(source=source, version=about["version"])
    lock = json.loads((MODULES / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    yield f"Python {lock['info']['python']} (in Pyodide)", PYTHON.read_text(encoding="utf-8")
    for name in LETTER_ENGINE:
        found = distribution(name)
        (words,) = [path for path in found.files or () if path.name == "LICENSE.txt"]
        yield f"{found.name} {found.version}, BSD-3-Clause", words.read_text(encoding="utf-8")
    _, _, permission = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)
    yield (
        _title(_package("@micropython/micropython-webassembly-pyscript")),
        f"{MICROPYTHON}\n\n{OWNERS}\n\n{permission}",
    )
    decoder = (DECODER / "dist" / "package" / "xz-decompress.min.js").read_text(encoding="utf-8")
    owners = decoder.removeprefix("/*!").partition("*/")[0].replace("\n * ", "\n").strip()
    about = _package("xz-decompress")
    yield _title(about), f"By {about['author']}. {owners}\n\nMIT License\n\n{permission}"
    for name in shipped_packages():
        (licence,) = (MODULES / name).glob("LICENSE*")
        yield _title(_package(name)), licence.read_text(encoding="utf-8")


def _package(name: str) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
    return read


def _title(package: dict[str, dict[str, str]]) -> str:
    return f"{package['name']} {package['version']}, {package['license']}"
