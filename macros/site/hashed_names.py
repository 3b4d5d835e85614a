"""Name assets by content hash, so that versions are never mixed.

Styles and scripts move to ``assets/<hash>/``. Each page then carries the hash of its own HTML (``<html data-page="...">``),
by which the service worker knows its version.
"""

from __future__ import annotations

import hashlib
import re

from macros.site.built_site import BuiltSite

#: Folders of ``assets/`` that import each other and therefore move together.
TOGETHER = ("css", "js", "vendor")
#: A page's reference to one of them.
OLD = re.compile(rf'(="[^"]*?assets/)((?:{"|".join(TOGETHER)})/)')
MARK = re.compile(r' data-page="([0-9a-f]+)"')


def name_by_content(site: BuiltSite) -> None:
    """Move styles and scripts to a hashed folder, and update every page."""
    assets = site.folder / "assets"
    files = sorted(path for folder in TOGETHER for path in (assets / folder).rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(assets).as_posix()} {digest(path.read_bytes())}\n".encode())
    version = assets / whole.hexdigest()[:12]
    version.mkdir()
    for folder in TOGETHER:
        if (assets / folder).is_dir():
            (assets / folder).rename(version / folder)
    site.change(lambda html: OLD.sub(rf"\g<1>{version.name}/\g<2>", html))


def mark_pages(site: BuiltSite) -> None:
    """Write each page's own hash into it, replacing an older one."""
    site.change(_marked)


def _marked(html: str) -> str:
    html = MARK.sub("", html, count=1)
    return html.replace("<html", f'<html data-page="{digest(html.encode())}"', 1)


def mark(html: str) -> str:
    """The hash of a page.

    Raises ValueError before ``mark_pages`` has run.
    """
    found = MARK.search(html)
    if found is None:
        raise ValueError("a page is not marked: mark_pages comes first")
    return found.group(1)


def digest(content: bytes) -> str:
    """Twelve hexadecimal digits of a content hash."""
    return hashlib.sha256(content).hexdigest()[:12]
