"""What MkDocs calls around a build: our own steps first, so that an edited law shows at once in ``make serve``."""

from __future__ import annotations

from typing import Any

from mkdocs.exceptions import PluginError

from calculators import law, letter
from macros import pages
from macros.build import prepare
from macros.data import WrongData


def on_pre_build(config: Any) -> None:
    """Write the data and the runtime again if what they are made from changed; forget what was read before."""
    try:
        prepare()
    except WrongData as wrong:
        raise PluginError(str(wrong)) from None
    for remembered in (law.load, letter.letters, pages.pages_data):
        remembered.cache_clear()
    config.extra["law_checked"] = pages.checked()
