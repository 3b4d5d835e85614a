"""Copy the printed sheets into a built site, and their sizes into its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from calculators.law import known_states, load
from macros.paper.sheets import SHEETS
from macros.site.built_site import BuiltSite

#: Matches a placeholder: ``macros.paper.sheets.SIZE``.
SIZES = re.compile(r"\[size of sheet ([a-z-]+)/([a-z0-9-]+)\]")


def put_sheets(site: BuiltSite, folder: Path = SHEETS) -> None:
    """Copy the sheets into a built site, and fill in their sizes."""
    for code in known_states():
        place = site.folder / "assets" / "sheets" / load(code).slug
        place.mkdir(parents=True, exist_ok=True)
        for path in (folder / place.name).glob("*.pdf"):
            shutil.copyfile(path, place / path.name)
    site.change(lambda html: with_sizes(html, folder))


def with_sizes(html: str, folder: Path = SHEETS) -> str:
    """A page with its placeholders filled in; a preview may lack some sheets."""

    def size(found: re.Match[str]) -> str:
        path = folder / found[1] / f"{found[2]}.pdf"
        return _size(path.stat().st_size) if path.is_file() else "made when it is opened"

    return SIZES.sub(size, html)


def _size(size: int) -> str:
    return f"{max(1, round(size / 1000))}\u00a0KB"
