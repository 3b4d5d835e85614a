"""Run a step of the build on a small site."""

from collections.abc import Callable
from pathlib import Path

from macros.site.built_site import BuiltSite


def take(step: Callable[[BuiltSite], None], folder: Path) -> None:
    """Run a step that changes a site's pages, and write them."""
    site = BuiltSite(folder)
    step(site)
    site.write()
