"""The bytes of a page's first view: the page, its styles, scripts and their imports."""

from __future__ import annotations

import gzip
import posixpath
import re
from functools import cache
from pathlib import Path

from macros.site import built_site
from macros.site.script_imports import with_imports

#: Matches addresses in a page's HTML that a browser fetches at once.
FETCHED = re.compile(
    r'<(?:script|img)\b[^>]*?\bsrc="([^"]+)"|<link rel="(?:stylesheet|icon|modulepreload)" href="([^"]+)"'
)
LEVEL = 6


def first_views(site: Path) -> dict[str, int]:
    """Bytes of each page's first view, with a web server's usual compression."""
    return {
        path.relative_to(site).as_posix(): sum(_sent(file) for file in _files(site, path))
        for path in built_site.pages(site)
    }


def _files(site: Path, page: Path) -> set[Path]:
    html = page.read_text(encoding="utf-8")
    named = [one or other for one, other in FETCHED.findall(html)]
    files = {page}
    for address in named:
        if not re.match(r"[a-z]+:", address):
            # the 404 page uses absolute paths: it is shown at any depth
            files |= _with_imports(_beside(page, address) if address[0] != "/" else site / address[1:])
    return files


def _beside(file: Path, address: str) -> Path:
    return Path(posixpath.normpath(file.parent / address))


@cache
def _with_imports(file: Path) -> frozenset[Path]:
    """A file and, for a script, its static imports."""
    return frozenset(with_imports([file]) if file.suffix == ".js" else {file})


@cache
def _sent(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), LEVEL))
