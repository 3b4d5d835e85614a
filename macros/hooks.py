"""What MkDocs calls around a build: our own steps first, so that an edited law shows at once in ``make serve``."""

from __future__ import annotations

from typing import Any

from mkdocs.exceptions import PluginError

from macros import pages
from macros.build import prepare
from macros.data import WrongData


def on_pre_build(config: Any) -> None:
    """Write the data, the runtime and the sheets again if what they are made from changed."""
    try:
        prepare()
    except WrongData as wrong:
        raise PluginError(str(wrong)) from None
    config.extra["law_checked"] = pages.checked()
