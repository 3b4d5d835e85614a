"""Every page as plain Markdown with its macros expanded, without MkDocs and its plugins."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined
from mkdocs.utils import meta

from macros.pages import footnotes, glossary_punctuation, hooks, page_macros
from macros.pages.state_pages import GuideLoader
from macros.places import DOCS
from macros.site import sheets_in_site

#: Not pages, but what guides are made from.
LEFT_OUT = ("_guides/", "_data/")
#: No sheets are made here, so none has a size, and offline use is unavailable.
SIZE = re.compile(", " + sheets_in_site.SIZES.pattern)
OFFLINE = re.compile(r'<section class="pt-offline".*?</section>', re.DOTALL)
#: MkDocs' name for the page of a folder.
INDEX = "index.md"


@dataclass(frozen=True)
class PlainPage:
    """A page: its source file, Markdown with front matter, and the macros' HTML."""

    path: str
    markdown: str
    ready: tuple[str, ...]

    def with_ready(self, html: str) -> str:
        """The page's HTML with placeholders filled in, notes numbered, punctuation attached."""
        whole = OFFLINE.sub("", SIZE.sub("", page_macros.put_in(html, self.ready)))
        return glossary_punctuation.attach_punctuation(footnotes.numbered(whole)[0])


def plain_pages(only: tuple[str, ...] = ("",)) -> Iterator[PlainPage]:
    """Each page whose file starts with one of ``only``."""
    written = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))
    }
    pages = {path: text for path, text in written.items() if not path.startswith(LEFT_OUT)} | hooks.made_pages()
    env = _Env()
    for path, text in pages.items():
        if path.startswith(only):
            yield env.plain(path, text)


class _Env:
    """What mkdocs-macros passes to our macros: a Jinja environment, variables, and the page."""

    def __init__(self) -> None:
        marks = {"comment_start_string": "{##", "comment_end_string": "##}"}
        # The pages are ours; macros escape what they put into HTML.
        self.env = Environment(loader=GuideLoader(), undefined=StrictUndefined, autoescape=False, **marks)  # noqa: S701
        self.variables: dict[str, Any] = {}
        self.page: Any = None
        self.filter = self.env.filters.setdefault
        page_macros.define_env(self)

    def macro(self, call: Any, name: str) -> None:
        """Register a macro."""
        self.variables[name] = call

    def plain(self, path: str, text: str) -> PlainPage:
        """One page with all its macros expanded."""
        markdown, front = meta.get_data(text)
        url = "" if path == INDEX else posixpath.join(path.removesuffix(INDEX).removesuffix(".md"), "")
        self.page = SimpleNamespace(
            meta=front, url=url, title=front.get("title", ""), file=SimpleNamespace(src_uri=path)
        )
        page_macros.on_pre_page_macros(self)
        said = self.env.from_string(markdown).render({**self.variables, **self.page.meta, "page": self.page})
        head = {name: str(words) for name, words in front.items() if name in ("title", "description")}
        ready = self.variables["page_macros"].ready
        return PlainPage(path, f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n{said}", ready)
