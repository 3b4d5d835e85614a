"""Where "More about this rule" leads on a page without the rules: to the guide that has the rule.

A guide ends with each rule it cites. A tool's or a letter's page has none of them, so its citations would lead nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from macros.site.built_site import BuiltSite

LINK = re.compile(r'<a href="#(law-\w+)">')
#: Guides that each state has under the same names; a script leads on to the parent's own (docs/assets/js/guides.js).
GUIDES = "federal"
#: Every federal rule, without an address of its own for each.
SOURCES = "about/sources/"


def lead_to_the_rules(site: BuiltSite) -> None:
    """Point each citation whose rule is elsewhere at that rule's place.

    The guide that cites it most, else the list of all rules.
    """
    guides = _guides(site)
    site.pages = {path: _led(html, path, site.folder, guides) for path, html in site.pages.items()}


def _guides(site: BuiltSite) -> dict[str, str]:
    """The guide, by its address within the site, for each anchor of a rule."""
    cited: dict[str, Counter[str]] = {}
    for path, html in sorted(site.pages.items()):
        address = f"{path.parent.relative_to(site.folder).as_posix()}/"
        if address.startswith(f"{GUIDES}/"):
            for anchor, times in Counter(LINK.findall(html)).items():
                if _has(html, anchor):
                    cited.setdefault(anchor, Counter())[address] = times
    return {anchor: times.most_common(1)[0][0] for anchor, times in cited.items()}


def _led(html: str, path: Path, folder: Path, guides: dict[str, str]) -> str:
    root = "../" * len(path.parent.relative_to(folder).parts)

    def led(link: re.Match[str]) -> str:
        if _has(html, link[1]):
            return link[0]
        if link[1] in guides:
            return f'<a data-guide="" href="{root}{guides[link[1]]}#{link[1]}">'
        return f'<a href="{root}{SOURCES}">'

    return LINK.sub(led, html)


def _has(html: str, anchor: str) -> bool:
    return f'id="{anchor}"' in html
