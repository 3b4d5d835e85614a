"""The entries of a case, each with questions about its source and its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Listed:
    """One entry of the list: its words, and the answers given so far."""

    key: str
    words: str
    source: str
    pages: str
    #: False for entries that are their own evidence, such as letters.
    asks_source: bool


def entry_list(entries: Iterable[Listed], sources: Mapping[str, str]) -> str:
    """The entries as collapsed HTML; the page stores the answers. Empty without entries."""
    fields = [_entry(number, one, sources) for number, one in enumerate(entries)]
    if not fields:
        return ""
    return (
        f'<details class="pt-more pt-entries"><summary><span>How do you know each entry, and where does it stand? ({len(fields)})</span></summary>'
        f'<p class="pt-help">What is in the school\'s paper gets an exhibit number. Leave the pages empty to write them in by pen.</p>{"".join(fields)}</details>'
    )


def _entry(number: int, one: Listed, sources: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == one.source else ""}>{escape(words)}</option>'
        for value, words in {"": "Not said", **sources}.items()
    )
    key = escape(one.key)
    asked = (
        f'<label for="entry-{number}-source">How do you know?</label>'
        f'<select id="entry-{number}-source" data-entry="{key}" data-part="source">{options}</select>'
        if one.asks_source
        else ""
    )
    return (
        f'<fieldset class="pt-entry" data-key="{key}"><legend>{escape(one.words)}</legend>{asked}'
        f'<label for="entry-{number}-pages">Pages of your papers</label>'
        f'<input id="entry-{number}-pages" data-entry="{key}" data-part="pages" type="text" autocomplete="off" maxlength="40" value="{escape(one.pages)}"></fieldset>'
    )
