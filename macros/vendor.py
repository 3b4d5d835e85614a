"""Put the libraries that pages load beside the pages: ``docs/assets/vendor/``, from the npm packages, unchanged.

Each is one ES module that asks for no other file. A page loads one only where it is used: ``docx`` (1,022 KB, 228 KB
compressed) once a parent presses "Save for Word".
"""

from __future__ import annotations

import shutil
from pathlib import Path

from macros.data import ROOT

VENDOR = ROOT / "docs" / "assets" / "vendor"
#: The file of a package, and the name under which pages import it. ``.js``: some servers do not know ``.mjs``.
LIBRARIES = {"docx/dist/index.mjs": "docx.js"}


def write_vendor(folder: Path = VENDOR, packages: Path = ROOT / "node_modules") -> None:
    """Copy each library that changed. Raises SystemExit with what to do if a package is not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in LIBRARIES.items():
        if not (packages / source).is_file():
            package = source.partition("/")[0]
            raise SystemExit(
                f"The npm package {package} is not installed. Run 'make serve' or 'make test': they set it up."
            )
        content = (packages / source).read_bytes()
        copy = folder / name
        if not copy.is_file() or copy.read_bytes() != content:
            shutil.copyfile(packages / source, copy)
