"""A tap on "More about this rule" leads to the rule, also from a page that has no rules of its own."""

import re

from macros.site.built_site import BuiltSite
from macros.site.law_links import lead_to_the_rules
from tests.tools.browser import SITE
from tests.tools.built_pages import PAGES

RULE = '<details id="law-stay_put"></details>'
LINK = '<a href="#law-stay_put">More about this rule</a>'


def test_a_citation_without_its_rule_leads_to_the_guide_that_cites_it_most(tmp_path):
    written = {
        "tools/check": LINK + '<a href="#law-day_definitions">More</a>',
        "federal/one": LINK + RULE,
        "federal/two": LINK + LINK + RULE,
        "federal/three": LINK * 3,
    }
    for place, html in written.items():
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "index.html").write_text(html, encoding="utf-8")
    site = BuiltSite(tmp_path)
    lead_to_the_rules(site)
    pages = {path.parent.relative_to(site.folder).as_posix(): html for path, html in site.pages.items()}
    assert pages["tools/check"] == (
        '<a data-guide="" href="../../federal/two/#law-stay_put">More about this rule</a>'
        '<a href="../../about/sources/">More</a>'
    )
    assert pages["federal/one"] == written["federal/one"]
    assert pages["federal/two"] == written["federal/two"]


def test_no_link_to_a_rule_leads_nowhere():
    lost = {}
    for path in PAGES:
        html = path.read_text(encoding="utf-8")
        named = set(re.findall(r'href="([^"#]*)#(law-\w+)"', html))
        there = {(to, at) for to, at in named if f'id="{at}"' in _page(path, to)}
        if named - there:
            lost[path.relative_to(SITE).as_posix()] = sorted(named - there)
    assert lost == {}


def _page(path, to):
    return ((path.parent / to).resolve() / "index.html" if to else path).read_text(encoding="utf-8")
