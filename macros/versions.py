"""Name what was built by its content, so that no page can get a file of another version.

Styles and scripts move to ``assets/<hash>/``. Each page then carries the
hash of its own HTML (``<html data-page="...">``): the service worker knows by it which version of a page it has.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

#: Folders of ``assets/`` that import each other, so they move together.
TOGETHER = ("css", "js", "vendor")
MARK = re.compile(r' data-page="([0-9a-f]+)"')


def pages(site: Path) -> list[Path]:
    """Every HTML file."""
    return sorted(site.rglob("*.html"))


def name_by_content(site: Path) -> None:
    """Move styles and scripts to a name made from their content, and point every page there."""
    assets = site / "assets"
    files = sorted(path for folder in TOGETHER for path in (assets / folder).rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(assets).as_posix()} {digest(path.read_bytes())}\n".encode())
    version = assets / whole.hexdigest()[:12]
    version.mkdir()
    for folder in TOGETHER:
        if (assets / folder).is_dir():
            (assets / folder).rename(version / folder)
    old = re.compile(rf'((?:src|href)="[^"]*assets/)((?:{"|".join(TOGETHER)})/)')
    for page in pages(site):
        html = old.sub(rf"\g<1>{version.name}/\g<2>", page.read_text(encoding="utf-8"))
        page.write_text(html, encoding="utf-8")


def mark_pages(site: Path) -> None:
    """Write each page's own hash into it, in place of an older one."""
    for page in pages(site):
        html = MARK.sub("", page.read_text(encoding="utf-8"), count=1)
        page.write_text(html.replace("<html", f'<html data-page="{digest(html.encode())}"', 1), encoding="utf-8")


def mark(page: Path) -> str:
    """The mark of a page."""
    found = MARK.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{page} is not marked: mark_pages comes first")
    return found.group(1)


def digest(content: bytes) -> str:
    """Twelve hexadecimal digits that change with the content."""
    return hashlib.sha256(content).hexdigest()[:12]
