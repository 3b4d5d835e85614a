"""Copy the libraries that pages load from npm packages into ``docs/assets/vendor/``, each with its licence.

Each is one ES module that asks for no other file. A page loads one only where it is used: ``docx`` (88 KB compressed
in a built site) when a parent presses "Word file", and never before. ``idb`` (2 KB) is for the pages that keep a parent's dates,
``uqr`` (5 KB) for paper that leads back to a section,
``minisearch`` (7 KB) for the search page, ``morphdom`` (2 KB) for answers that take the place of others.

Beside each stands a declaration file that leads the type checker to the package's own types; no page gets it.
"""

from __future__ import annotations

import json
from pathlib import Path

from macros.places import ROOT

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "docs" / "assets" / "vendor"
#: The package, its ES module, and the name under which pages import it (``.js``: some servers do not know ``.mjs``).
LIBRARIES = (
    ("docx", "dist/index.mjs", "docx.js"),
    ("idb", "build/index.js", "idb.js"),
    ("uqr", "dist/index.mjs", "qr.js"),
    ("minisearch", "dist/es/index.js", "minisearch.js"),
    ("morphdom", "dist/morphdom-esm.js", "morphdom.js"),
)
#: Types for an editor: no module has anything of these packages in it.
TYPES = "@types/"
#: The packages whose module has a default export.
WITH_DEFAULT = ("minisearch", "morphdom")


def with_what_is_in_them() -> list[str]:
    """The packages of the libraries, and those that their modules have in them."""
    found: dict[str, None] = {}
    names = [package for package, _, _ in reversed(LIBRARIES)]
    while names:
        name = names.pop()
        if name not in found and not name.startswith(TYPES):
            found[name] = None
            about = json.loads((MODULES / name / "package.json").read_text(encoding="utf-8"))
            names.extend(about.get("dependencies", ()))
    return [*found]


def write_vendor(folder: Path = VENDOR) -> None:
    """Write each library unless it is there as it should be, so that ``make serve`` does not reload for nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, module, name in LIBRARIES:
        _write(folder / name, _library(package, module))
        _write((folder / name).with_suffix(".d.ts"), _types(package))


def _write(path: Path, made: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != made:
        path.write_text(made, encoding="utf-8")


def _types(package: str) -> str:
    """What the module exports, as the package declares it; a default export is not part of ``*``."""
    default = f'export {{ default }} from "{package}";\n' if package in WITH_DEFAULT else ""
    return f'export * from "{package}";\n{default}'


def _library(package: str, module: str) -> str:
    """The module as published, under a comment with its name, version and licence."""
    home = MODULES / package
    if not (home / module).is_file():
        raise SystemExit(
            f"The npm package {package} is not installed. Run 'make serve' or 'make test': they set it up."
        )
    version = json.loads((home / "package.json").read_text(encoding="utf-8"))["version"]
    licence = next(home.glob("LICENSE*")).read_text(encoding="utf-8").strip()
    return f"/*! {package} {version}\n\n{licence}\n*/\n{(home / module).read_text(encoding='utf-8')}"


if __name__ == "__main__":
    write_vendor()
