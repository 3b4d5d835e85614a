"""What pages name of the engines, and the words that stand for it while the engines are still being made.

Both engines are in folders named by their content, which pages need to know and nothing else of them. So a build makes
pages and engines side by side: the pages say the stand-ins (``later``), and ``put_engines`` puts the engines into the
site and their names in the place of the stand-ins.
"""

from __future__ import annotations

import json
import os
import shutil
from html import escape
from typing import NamedTuple

from macros.engines.micropython import first_engine
from macros.engines.pyodide import runtime
from macros.engines.pyodide.runtime import RUNTIME
from macros.site.built_site import BuiltSite

#: Where the engines are, in the documents and in the site.
AT = "assets/runtime/"
#: In the environment of what makes pages: that the engines come later.
LATER = {"PAPER_TRAIL_ENGINES_COME_LATER": "yes"}


class Named(NamedTuple):
    """The folders of Pyodide's calculators and of the small engine, with a slash at the end; the small one's sizes as JSON."""

    runtime: str
    first: str
    sizes: str


STAND_INS = Named("pyodide-to-come/", "first-engine-to-come/", "sizes-to-come")


def later() -> bool:
    """True while pages are made whose engines come later."""
    return LATER.items() <= os.environ.items()


def named() -> Named:
    """What pages say."""
    return STAND_INS if later() else _made()


def put_engines(site: BuiltSite) -> None:
    """Put the engines into a site whose pages were made before them, and their names into the pages."""
    shutil.rmtree(site.folder / AT, ignore_errors=True)
    shutil.copytree(RUNTIME, site.folder / AT)
    names = [(one, escape(made)) for one, made in zip(STAND_INS, _made(), strict=True)]

    def with_names(html: str) -> str:
        for stand_in, made in names:
            html = html.replace(stand_in, made)
        return html

    site.change(with_names)


def _made() -> Named:
    sizes = json.dumps(first_engine.sizes(), separators=(",", ":"))
    return Named(runtime.current(), f"{first_engine.current().name}/", sizes)
