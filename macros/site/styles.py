"""Combine the style sheets that all pages link into one file.

A phone then makes one request. The style sheets of a few tools stay separate, and only their pages link them; so do print
styles, because a page on screen need not wait for them. The live preview serves the sources unchanged.
"""

from __future__ import annotations

import re

from macros.site.built_site import BuiltSite

WHOLE, PAPER = "styles.css", "print.css"
LINK = re.compile(r'\s*<link rel="stylesheet" href="([^"]*assets/css/)([^"]+)">')


def join_styles(site: BuiltSite) -> None:
    """Write ``assets/css/styles.css`` in the order of the pages' links, and link it instead.

    Raises ValueError if a page links the shared files in a different order: no single file would fit both.
    """
    folder = site.folder / "assets" / "css"
    named = {page: found for page, html in site.pages.items() if (found := LINK.findall(html.partition("</head>")[0]))}
    orders = [[name for _, name in found] for found in named.values()]
    shared = [
        name for name in (orders[0] if orders else []) if name != PAPER and all(name in order for order in orders)
    ]
    for page, found in named.items():
        if [name for _, name in found if name in shared] != shared:
            raise ValueError(f"{page} names its styles in another order than the pages before it")
        own = [name for _, name in found if name not in (*shared, PAPER)]
        head, end, rest = site.pages[page].partition("</head>")
        site.pages[page] = instead(LINK, _links(found[0][0], own), head) + end + rest
    (folder / WHOLE).write_text(
        "".join((folder / name).read_text(encoding="utf-8") for name in shared), encoding="utf-8"
    )
    for name in shared:
        (folder / name).unlink()


def _links(folder: str, own: list[str]) -> str:
    """The links of a page that has styles of its ``own``; those for paper come last."""
    for_screens = "".join(f'<link rel="stylesheet" href="{folder}{name}">' for name in (WHOLE, *own))
    return f'{for_screens}<link rel="stylesheet" media="print" href="{folder}{PAPER}">'


def instead(links: re.Pattern[str], new: str, head: str) -> str:
    """A page's head with ``new`` in place of the matching links; one must match."""
    start = links.search(head)
    assert start is not None
    return head[: start.start()] + new + links.sub("", head[start.start() :])
