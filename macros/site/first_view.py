"""What a phone fetches before a page can be read and used: the page, its styles, its scripts and what those import."""

from __future__ import annotations

import gzip
import posixpath
import re
from functools import cache
from pathlib import Path

from macros.site import built_site
from macros.site.script_imports import with_imports

#: Addresses in a page's HTML that a browser fetches at once.
FETCHED = re.compile(
    r'<(?:script|img)\b[^>]*?\bsrc="([^"]+)"|<link rel="(?:stylesheet|icon|modulepreload)" href="([^"]+)"'
)
LEVEL = 6


def first_views(site: Path) -> dict[str, int]:
    """Bytes of the first view of each page, as nearly every web server compresses them."""
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
            # the page for what is not there names files from the root: it stands at any depth
            files |= _with_imports(_beside(page, address) if address[0] != "/" else site / address[1:])
    return files


def _beside(file: Path, address: str) -> Path:
    return Path(posixpath.normpath(file.parent / address))


@cache
def _with_imports(file: Path) -> frozenset[Path]:
    """A file and, if it is a script, what it imports before it runs."""
    return frozenset(with_imports([file]) if file.suffix == ".js" else {file})


@cache
def _sent(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), LEVEL))
