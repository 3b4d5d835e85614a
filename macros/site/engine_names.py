"""The engines' folder names in pages, and their placeholders while the engines are being built.

Both engines are in folders named by content hash; pages need only those names. So a build makes pages and engines
concurrently: pages contain placeholders (``in_pages``), and ``put_engines`` copies the engines into the site and replaces
the placeholders.
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

#: The engines' path, in the documents and in the site.
AT = "assets/runtime/"
#: Environment that tells a page build to use placeholders.
PENDING = {"PAPER_TRAIL_ENGINES_COME_LATER": "yes"}


class EngineNames(NamedTuple):
    """Folders of Pyodide's calculators and the small engine, with trailing slash.

    The latter's sizes as JSON.
    """

    runtime: str
    first: str
    sizes: str


PLACEHOLDERS = EngineNames("pyodide-to-come/", "first-engine-to-come/", "sizes-to-come")


def are_pending() -> bool:
    """True while pages are built with placeholders."""
    return PENDING.items() <= os.environ.items()


def in_pages() -> EngineNames:
    """The names, or their placeholders, for use in pages."""
    return PLACEHOLDERS if are_pending() else _made()


def put_engines(site: BuiltSite) -> None:
    """Copy the engines into a site and replace the placeholders in its pages."""
    shutil.rmtree(site.folder / AT, ignore_errors=True)
    shutil.copytree(RUNTIME, site.folder / AT)
    names = [(one, escape(made)) for one, made in zip(PLACEHOLDERS, _made(), strict=True)]

    def with_names(html: str) -> str:
        for placeholder, made in names:
            html = html.replace(placeholder, made)
        return html

    site.change(with_names)


def _made() -> EngineNames:
    sizes = json.dumps(first_engine.sizes(), separators=(",", ":"))
    return EngineNames(runtime.current(), f"{first_engine.current().name}/", sizes)
