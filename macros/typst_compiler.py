"""Typst as all documents here use it: bundled fonts loaded once, no system files."""

from __future__ import annotations

from functools import cache
from typing import Any

import typst

MAIN = "main.typ"


def compiler(files: dict[str, bytes]) -> typst.Compiler:
    """A compiler of ``main.typ``, which sees these files and no others."""
    found: Any = files
    return typst.Compiler(found, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
