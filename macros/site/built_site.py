"""A built site held in memory while many steps change its pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def pages(folder: Path) -> list[Path]:
    """Every HTML file."""
    return sorted(folder.rglob("*.html"))


class BuiltSite:
    """The site in ``folder``; ``pages``: each page's current HTML, by file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.pages = {path: path.read_text(encoding="utf-8") for path in pages(self.folder)}
        self._on_disk = dict(self.pages)

    def change(self, how: Callable[[str], str]) -> None:
        """Apply a function to every page."""
        self.pages = {path: how(html) for path, html in self.pages.items()}

    def write(self) -> None:
        """Write the pages that changed."""
        for path, html in self.pages.items():
            if html != self._on_disk.get(path):
                path.write_text(html, encoding="utf-8")
        self._on_disk = dict(self.pages)
