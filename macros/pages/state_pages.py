"""Pages that each state has and that say nothing but what is in the law: made from it, so that no one has to write them.

A page with all states on it would grow with every state that is added; a parent reads about one.
"""

from __future__ import annotations

from calculators.law import Law, known_states, load

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


def pages() -> dict[str, str]:
    """The Markdown of each page by its file."""
    states = [load(code) for code in known_states() if code != "US"]
    return {path: text for law in states for path, text in _of(law).items()}


def _of(law: Law) -> dict[str, str]:
    return {
        f"about/{folder}/{law.slug}.md": text.format(name=law.name, code=law.code)
        for folder, text in (("sources", SOURCES), ("letters", LETTERS))
    }
