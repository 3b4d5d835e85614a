"""Typst as all documents here use it: bundled fonts loaded once, no system files."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import typst

from macros.palette import light

MAIN = "main.typ"
PALETTE = "palette.json"


def compiler(files: dict[str, bytes]) -> typst.Compiler:
    """A compiler of ``main.typ``, which sees these files, the colours (``palette.json``) and no others."""
    found: Any = {PALETTE: json.dumps(light()).encode(), **files}
    return typst.Compiler(found, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
