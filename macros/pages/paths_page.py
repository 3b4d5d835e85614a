"""The page "Which way" without scripts and on paper, with all reasons."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from calculators.law import Law
from calculators.rendering import render
from calculators.tools import paths
from macros.pages.footnotes import noted
from macros.pages.headings import linked

HEADING = linked("by-hand", "The six ways, to compare by hand")


def by_hand(law: Law) -> str:
    """Every option, collapsed: what it is, and when it fits."""
    ways = "".join(_way(law, data) for data in paths.data_of_ways())
    return f'<div class="pt-by-hand">{HEADING}{ways}</div>'


def _way(law: Law, data: dict[str, Any]) -> str:
    way = paths.described(law, data)
    facts = {
        "Who decides": way.decides,
        "Cost": way.cost,
        "Time": way.time,
        "What it does not do": way.does_not,
        "Your other time limits": way.clocks,
    }
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in facts.items())
    lists = "".join(
        f"<p><strong>{heading}</strong></p>{_list(paths.reasons(law, data, name))}"
        for name, heading in (
            ("fits", "It fits if one of these is so"),
            ("not", "It does not fit if one of these is so"),
        )
        if data[name]
    )
    return (
        f"<details data-search-exclude><summary>{escape(way.name)}</summary><dl>{rows}</dl>{lists}"
        f'<p class="pt-source">The law: {noted(render.citations_html(way.cites))}</p></details>'
    )


def _list(words: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in words)}</ul>"
