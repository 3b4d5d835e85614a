"""What MkDocs calls around a build: our own steps first, so that an edited law shows at once in ``make serve``."""

from __future__ import annotations

from typing import Any

from mkdocs.exceptions import PluginError

from macros import app_files, footnotes, pages, print_code
from macros.build import prepare
from macros.data import WrongData


def on_pre_build(config: Any) -> None:
    """Write the data, the runtime and the sheets again if what they are made from changed."""
    try:
        prepare()
    except WrongData as wrong:
        raise PluginError(str(wrong)) from None
    config.extra["law_checked"] = pages.checked()
    config.extra["cards"] = {name: title for name, (title, _) in app_files.card_words().items()}


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Number the links that lead off the site, for paper."""
    html, page.meta["footnotes"] = footnotes.numbered(html)
    return html


def on_env(env: Any, **_: Any) -> Any:
    """Give the theme what it cannot draw itself."""
    env.filters["print_code"] = print_code.data_uri
    return env
