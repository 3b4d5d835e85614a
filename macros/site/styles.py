"""Combine style sheets into one file, so that a phone makes one request.

Print styles stay separate, because a page on screen need not wait for them. The live preview serves the sources unchanged.
"""

from __future__ import annotations

import re

from macros.site.built_site import BuiltSite

WHOLE, PAPER = "styles.css", "print.css"
LINK = re.compile(r'\s*<link rel="stylesheet" href="([^"]*assets/css/)([^"]+)">')


def join_styles(site: BuiltSite) -> None:
    """Write ``assets/css/styles.css`` in the order of the pages' links, and link it instead.

    Raises ValueError if two pages link different files, or in a different order: no single file would fit both.
    """
    folder = site.folder / "assets" / "css"
    named: list[str] = []
    for page, html in site.pages.items():
        head, end, rest = html.partition("</head>")
        found = LINK.findall(head)
        if not found:
            continue
        named = named or [name for _, name in found]
        if named != [name for _, name in found]:
            raise ValueError(f"{page} names other styles than the pages before it")
        site.pages[page] = _with_one(head, found[0][0]) + end + rest
    joined = [name for name in named if name != PAPER]
    (folder / WHOLE).write_text(
        "".join((folder / name).read_text(encoding="utf-8") for name in joined), encoding="utf-8"
    )
    for name in joined:
        (folder / name).unlink()


def _with_one(head: str, folder: str) -> str:
    links = (
        f'<link rel="stylesheet" href="{folder}{WHOLE}"><link rel="stylesheet" media="print" href="{folder}{PAPER}">'
    )
    return instead(LINK, links, head)


def instead(links: re.Pattern[str], new: str, head: str) -> str:
    """A page's head with ``new`` in place of the matching links; one must match."""
    start = links.search(head)
    assert start is not None
    return head[: start.start()] + new + links.sub("", head[start.start() :])
