"""Copy the libraries that pages load from npm into ``docs/assets/vendor/``, each with its licence.

Each is one self-contained ES module, loaded only where it is used: ``docx`` (88 KB compressed in a built site) when a parent
presses "Word file"; ``idb`` (2 KB) on pages that store a parent's dates; ``uqr`` (5 KB) for QR codes on paper;
``minisearch`` (7 KB) on the search page; ``morphdom`` (2 KB) for updating answers in place.

Each has a declaration file that refers the type checker to the package's own types; it is not shipped.
"""

from __future__ import annotations

import json
from pathlib import Path

from macros.places import ROOT

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "docs" / "assets" / "vendor"
#: The package, its ES module, and the file name that pages import (``.js``: some servers do not know ``.mjs``).
LIBRARIES = (
    ("docx", "dist/index.mjs", "docx.js"),
    ("idb", "build/index.js", "idb.js"),
    ("uqr", "dist/index.mjs", "qr.js"),
    ("minisearch", "dist/es/index.js", "minisearch.js"),
    ("morphdom", "dist/morphdom-esm.js", "morphdom.js"),
)
#: Type-only packages, of which modules contain no code.
TYPES = "@types/"
#: Packages whose module has a default export.
WITH_DEFAULT = ("minisearch", "morphdom")


def shipped_packages() -> list[str]:
    """The libraries' packages, and those bundled into their modules."""
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
    """Write each library unless up to date, so that ``make serve`` does not reload needlessly."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, module, name in LIBRARIES:
        _write(folder / name, _library(package, module))
        _write((folder / name).with_suffix(".d.ts"), _types(package))


def _write(path: Path, made: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != made:
        path.write_text(made, encoding="utf-8")


def _types(package: str) -> str:
    """Type exports as declared by the package; ``*`` does not include the default export."""
    default = f'export {{ default }} from "{package}";\n' if package in WITH_DEFAULT else ""
    return f'export * from "{package}";\n{default}'


def _library(package: str, module: str) -> str:
    """The published module, preceded by a comment with name, version and licence."""
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
