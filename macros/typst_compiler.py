"""Typst with what all of its documents share: its own fonts, read once, and no file of this machine."""

from __future__ import annotations

from functools import cache
from typing import Any

import typst

MAIN = "main.typ"


def compiler(files: dict[str, bytes]) -> typst.Compiler:
    """A compiler of ``main.typ``, which finds these files beside it and nothing else."""
    found: Any = files
    return typst.Compiler(found, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
