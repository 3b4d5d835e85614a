"""Each state's pages, from the guides, the law and its own passages.

A guide is written once, in ``docs/_guides/``, with title and description in its front matter. A state has a file of the
same name in ``docs/<state>/`` only if it has something to add: the ``own_...`` blocks of that guide, and in its front
matter other names for things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, override

import yaml
from jinja2 import Environment, FileSystemLoader
from mkdocs.utils import meta

from calculators.law import Law, known_states, load
from macros.data import facts
from macros.data.yaml_files import WrongData
from macros.places import DOCS

#: The guides by topic, in listing order.
GUIDES = {
    "overview": "index.md",
    "disagree": "disagree.md",
    "not_following": "not-following.md",
    "pwn": "prior-written-notice.md",
    "evaluation": "evaluation.md",
    "meetings": "meetings.md",
    "records": "records.md",
    "facilitation": "facilitation.md",
    "mediation": "mediation.md",
    "state_complaint": "state-complaint.md",
    "due_process": "due-process.md",
    "discipline": "discipline.md",
    "section_504": "504.md",
    "help": "who-to-call.md",
}

#: A state's page with every letter for handwriting.
LETTERS_BY_HAND = "letters-by-hand.md"

BLOCK = re.compile(r"\{%-? block (\w+)")
WHOLE_BLOCK = re.compile(r"\{%-? block \w+ -?%\}.*?\{%-? endblock -?%\}", re.DOTALL)
SOURCES = """---
title: "{name}: where the facts come from"
description: "Each law, rule and page that {name}'s part of Paper Trail rests on, with the day it was checked."
search:
  exclude: true
---
# {{{{ page.title }}}}

What {name} adds to federal law, or changes. [Federal law, and other states](../sources.md).

{{{{ sources_page("{code}") }}}}
"""
COVERED = """---
title: "{name}: what is covered"
description: "What Paper Trail knows of the law of {name}: what is confirmed, what is only reported, what was not found."
search:
  exclude: true
---
# {{{{ page.title }}}}

Fact by fact, with the way to its sources. [All states](../covered.md).

{{{{ covered_in("{code}") }}}}
"""
LETTERS = """---
title: "{name}: every letter, for reviewers"
description: "Each letter of this site for {name}, filled with a sample, from the same texts that parents use."
search:
  exclude: true
---
# {{{{ page.title }}}}

Each letter with made-up answers, as a parent in {name} gets it. [What this page is for, and other states](../letters.md).

{{{{ letters_for_reviewers("{code}") }}}}
"""
BY_HAND = """---
title: "{name}: letters to fill in by hand"
description: "Each letter of this site with blanks, with the law of {name} in it: to copy, to print, or to write by hand."
search:
  exclude: true
---
# {{{{ page.title }}}}

For a phone on which the forms do not work, or for a pen. Open a letter. Put your own words in the place of each
[ ]. Leave out what does not fit. [The letters as forms](../tools/letters/index.md).

{{{{ letters_by_hand("{code}") }}}}
"""


class GuideLoader(FileSystemLoader):
    """Loads guides for pages that extend them, without their front matter."""

    def __init__(self) -> None:
        super().__init__(DOCS / "_guides")

    @override
    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        text, path, is_current = super().get_source(environment, template)
        return meta.get_data(text)[0], path, is_current


def pages() -> dict[str, str]:
    """The Markdown of each page by its file."""
    guides = {name: _read(f"_guides/{name}")[1] for name in GUIDES.values()}
    found: dict[str, str] = {}
    for law in by_name():
        found |= {f"{law.slug}/{name}": _guide(law, name, front) for name, front in guides.items()}
        found |= _from_the_law(law)
    return found


def navigation() -> list[dict[str, list[str]]]:
    """Each state's section of the navigation."""
    return [{law.name: [f"{law.slug}/{name}" for name in GUIDES.values()]} for law in by_name()]


def title(topic: str, law: Law) -> str:
    """A guide's title in a state."""
    name = GUIDES[topic]
    own: dict[str, str] = _read(f"_guides/{name}")[1] | _read(f"{law.slug}/{name}")[1]
    return facts.plain(own["title"], law)


def by_name(laws: Iterable[Law] = ()) -> list[Law]:
    """States by name, federal law last: the order in which a parent looks for one."""
    return sorted(laws or map(load, known_states()), key=lambda law: (law.is_federal, law.name))


def _guide(law: Law, name: str, front: dict[str, str]) -> str:
    passages, own = _read(f"{law.slug}/{name}")
    _check(f"docs/{law.slug}/{name}", passages, (DOCS / "_guides" / name).read_text(encoding="utf-8"))
    said = {key: facts.plain(words, law) for key, words in (front | own).items()}
    head = yaml.dump({**said, "state": law.code}, Dumper=yaml.CSafeDumper, allow_unicode=True, width=1000)
    return f'---\n{head}---\n{{% extends "{name}" %}}\n\n{passages}'


def _check(file: str, passages: str, guide: str) -> None:
    """Raise WrongData for text outside the guide's blocks, which Jinja would silently drop."""
    unknown = set(BLOCK.findall(passages)) - set(BLOCK.findall(guide))
    if unknown:
        raise WrongData(f"{file}: the guide has no place called {', '.join(sorted(unknown))}.")
    if stray := WHOLE_BLOCK.sub("", passages).strip():
        raise WrongData(f"{file}: this stands in no block, so no page would show it: {stray[:60]}")


def _read(path: str) -> tuple[str, dict[str, Any]]:
    """A file's text and front matter; both empty if it does not exist."""
    file = DOCS / path
    return meta.get_data(file.read_text(encoding="utf-8")) if file.exists() else ("", {})


def _from_the_law(law: Law) -> dict[str, str]:
    """Pages whose whole content comes from the law.

    One page for all states would grow with each. The purely federal content, and the federal set's letters, are on the page
    that links to the states' pages.
    """
    name = "Federal law" if law.is_federal else law.name
    made = {"covered": COVERED} | ({} if law.is_federal else {"sources": SOURCES, "letters": LETTERS})
    about = {f"about/{folder}/{law.slug}.md": text for folder, text in made.items()}
    every = about | {f"{law.slug}/{LETTERS_BY_HAND}": BY_HAND}
    return {path: text.format(name=name, code=law.code) for path, text in every.items()}
