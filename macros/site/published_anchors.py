"""The list of every section address ever published: ``tests/data/anchors.txt``.

``python -m macros.site.published_anchors`` adds new ones from the built site. Lines are never removed: someone has that link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.places import ROOT
from macros.site import built_site

LIST = ROOT / "tests" / "data" / "anchors.txt"
ID = re.compile(r'<(?:h[1-6]|section|details|dt|li|i)\b[^>]*?\sid="([^"]+)"')
ANY_ID = re.compile(r'\sid="([^"]+)"')
LINKED = re.compile(r'class="headerlink" href="#([^"]+)"')


def published(site: Path) -> set[str]:
    """Each page and each section with a permalink, as ``folder/page/#anchor``."""
    return {
        address
        for page, html in _pages(site)
        for address in (page, *(f"{page}#{anchor}" for anchor in (*LINKED.findall(html), *_law_cards(html))))
    }


def there(site: Path) -> set[str]:
    """Each page and each element id that an address can target."""
    return {
        address
        for page, html in _pages(site)
        for address in (page, *(f"{page}#{anchor}" for anchor in ANY_ID.findall(html)))
    }


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    """Address and HTML of each page that is not a redirect."""
    for path in built_site.pages(site):
        html = path.read_text(encoding="utf-8")
        if path.name == "index.html" and "data-page=" in html and 'http-equiv="refresh"' not in html:
            page = path.parent.relative_to(site).as_posix().removeprefix(".")
            yield page + "/" * bool(page), html


def _law_cards(html: str) -> list[str]:
    return [anchor for anchor in ID.findall(html) if anchor.startswith("law-")]


def promised() -> set[str]:
    """The addresses in the list."""
    return set(LIST.read_text(encoding="utf-8").splitlines()) if LIST.is_file() else set()


def main() -> int:
    """Add new addresses to the list."""
    before = promised()
    now = before | published(ROOT / "site")
    LIST.write_text("".join(f"{address}\n" for address in sorted(now)), encoding="utf-8")
    print(f"{len(now)} addresses, {len(now - before)} of them new.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
