"""The site's colours, read from its styles, for what has no styles: printed sheets, icons, cards, the browser's own bars."""

from __future__ import annotations

import re
from functools import cache

from macros.places import DOCS

TOKENS = DOCS / "assets" / "css" / "tokens.css"
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")


@cache
def light() -> dict[str, str]:
    """The colours of a light screen by name, like ``ink``.

    Those of a document on paper, too.
    """
    return _of(0)


@cache
def dark() -> dict[str, str]:
    """The colours of a dark screen."""
    return _of(1)


def _of(place: int) -> dict[str, str]:
    """The colours of one ``:root`` rule, by its place in the file."""
    rule = TOKENS.read_text(encoding="utf-8").split(":root {")[place + 1].split("}")[0]
    return dict(_COLOUR.findall(rule))
