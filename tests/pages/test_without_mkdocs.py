"""Nothing essential depends on MkDocs: our modules and Python-Markdown give the same text."""

import re

import pytest
from markdown import Markdown
from mkdocs.utils import meta
from selectolax.lexbor import LexborHTMLParser

from calculators.law import load
from tests.tools.browser import SITE
from tests.tools.template_states import template_states
from tests.tools.zensical.__main__ import settings
from tests.tools.zensical.plain_pages import plain_pages

#: Elements of the theme around a page's content, and elements that need a script.
OF_THE_THEME = (".pt-in-page", ".pt-offline", "script", "style")
#: The size of a printed sheet.
SIZE = re.compile(r"\(PDF, [^)]*KB\)")


def words(html):
    """The text of some HTML, without the theme's own parts."""
    tree = LexborHTMLParser(html)
    for part in tree.css(",".join(OF_THE_THEME)):
        part.decompose()
    said = " ".join((tree.css_first("article") or tree.body).text(separator=" ").split())
    return SIZE.sub("(PDF)", said)


def markdown_alone():
    """Markdown with the extensions of mkdocs.yml, but none of its plugins."""
    named, options = [], {}
    for one in settings(set())["markdown_extensions"]:
        for name, given in one.items() if isinstance(one, dict) else [(one, {})]:
            named.append(name)
            options[name] = given
    return Markdown(extensions=named, extension_configs=options)


@pytest.mark.parametrize("folder", ["questions", "checklists", *(load(state).slug for state in template_states())])
def test_every_page_says_the_same_without_mkdocs(folder):
    renderer, seen = markdown_alone(), 0
    for page in plain_pages((f"{folder}/",)):
        said = words(page.with_ready(renderer.reset().convert(meta.get_data(page.markdown)[0])))
        built = SITE / page.path.removesuffix("index.md").removesuffix(".md") / "index.html"
        assert said == words(built.read_text(encoding="utf-8")), page.path
        seen += 1
    assert seen > 10
