"""Generated pages: the sources of every rule, and the confidence of every core fact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from calculators.counting.marked import amount_words, clock_words
from calculators.law import FEDERAL_SET, Law, Rule, load
from calculators.words import short_date
from macros.data import facts
from macros.data.core_facts import NOT_FOUND, FactRow
from macros.data.topics import TOPICS
from macros.file_cache import cached_by_file
from macros.pages import cards
from macros.pages.cards import Block
from macros.pages.covered_map import Square, draw
from macros.places import DATA

NO_ENTRY = "no entry"
#: Confidence in words. A core fact that every state defines itself, such as an office, has no federal entry.
SURE = {
    "ok": "Confirmed",
    "caveat": "Reported",
    "hold": "On hold",
    NOT_FOUND: "Not found",
    NO_ENTRY: "Left to the states",
}


def sources_page(law: Law, federal: Law, block: Block, page: str) -> str:
    """Each federal rule, or each of a state's own, with citation and sources."""
    own = [rule for rule in law.rules.values() if law is federal or differs(rule, federal)]
    heading = "Federal law" if law is federal else f"{law.name}: what it adds or changes"
    parts = [f"## {heading} {{#{law.slug}}}\n", _reviewed(own)]
    for topic, title in TOPICS.items():
        rules = [rule for rule in own if rule.topic == topic]
        if rules:
            parts.append(f"### {title} {{#{law.slug}-{topic.replace('_', '-')}}}\n")
            parts.append(block("\n".join(cards.card(rule, law, page=page) for rule in rules)) + "\n")
    return "\n".join(parts)


def _reviewed(rules: list[Rule]) -> str:
    """How many of the rules were confirmed by a lawyer or an office; their cards name who."""
    number = sum(1 for rule in rules if rule.reviewed)
    said = (
        f"Reviewed by a lawyer or an office: {number}." if number else "None was reviewed by a lawyer or an office yet."
    )
    return f"{len(rules)} facts. {said}\n"


def coverage_page(laws: list[Law], block: Block, address: Callable[[str], str]) -> str:
    """A map and table of all jurisdictions: core facts confirmed, reported, on hold, not found.

    ``address`` converts a path of the site to an address on the page.
    """
    counts = {law.code: Counter(map(_sure, _core_rows(law.code))) for law in laws}
    of = len(_core()["titles"])
    pages = {law.code: address(f"about/covered/{law.slug}/") for law in laws}
    squares = {
        law.code: Square(law.name, counts[law.code]["ok"], of, pages[law.code]) for law in laws if not law.is_federal
    }
    lines = "".join(
        f'<tr><th scope="row"><a href="{pages[law.code]}">{escape(_name(law))}</a></th>'
        f"<td>{_counted(counts[law.code], of)}. Checked {_checked(law):%B %Y}.</td></tr>"
        for law in sorted(laws, key=lambda law: (not law.is_federal, law.name))
    )
    head = '<th scope="col">Where</th><th scope="col">Core facts</th>'
    return (
        block(draw(squares))
        + f"\n\nThe number in a square: how many of {of} core facts are confirmed.\n\n"
        + block(f'<table class="pt-covered"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>')
        + "\n"
    )


def _counted(count: Counter[str], of: int) -> str:
    """``13 of 20 confirmed, 6 reported, 1 on hold``."""
    first, *others = SURE.items()
    more = [f"{count[sure]} {words.lower()}" for sure, words in others if count[sure]]
    return ", ".join([f"{count[first[0]]} of {of} {first[1].lower()}", *more])


def covered_in(law: Law, address: Callable[[str], str]) -> str:
    """One jurisdiction: each core fact, facts per topic, and what is not confirmed.

    ``address`` converts a page's file to a Markdown address.
    """
    parts = [f"## {_name(law)} {{#{law.slug}}}\n", _core_facts(law, address), _by_topic(law)]
    for publish, title in (("caveat", "Reported, not confirmed"), ("hold", "On hold")):
        rules = [rule for rule in law.rules.values() if rule.publish == publish]
        contacts = [c for c in law.contacts.values() if c.publish == publish and c.jurisdiction == law.code]
        if rules or contacts:
            parts.append(f"### {title} {{#{law.slug}-{publish}}}\n")
            parts += [f"- **{escape(rule.title)}.** {escape(rule.note or '')}" for rule in rules]
            parts += [f"- **{cards.ended(escape(contact.name))}** {escape(contact.note or '')}" for contact in contacts]
            parts.append("")
    return "\n".join(parts)


def _core_facts(law: Law, address: Callable[[str], str]) -> str:
    lines = ["| What | Here | How sure | Checked |", "|---|---|---|---|"]
    for row in _core_rows(law.code):
        title = escape(_core()["titles"][row["fact"]])
        where, said = _here(law, row)
        day = short_date(date.fromisoformat(row["checked"])) if row["checked"] else ""
        named = f"[{title}]({address(where)})" if where else title
        lines.append(f"| {named} | {escape(said)} | {SURE[_sure(row)]} | {day} |")
    return "\n".join(lines) + "\n"


def _here(law: Law, row: FactRow) -> tuple[str, str]:
    """The page with the fact and its sources, if there is one, and what is known about it."""
    rule = law.rules.get(row["rule"] or "")
    if row["confidence"] == NOT_FOUND:
        return "", "Ask the state agency"
    if rule is None:
        return f"{law.slug}/who-to-call.md", str(row["value"] or "An office")
    return where(law, rule), _words(rule, row)


def _words(rule: Rule, row: FactRow) -> str:
    """The limit, the age or the answer; if the law has none, the rule's name."""
    if row["unit"] == "tiers":
        return {1: "One step", 2: "Two steps"}[int(row["value"] or 0)]
    if rule.clock:
        return facts.unbroken(clock_words(rule))
    if rule.amount:
        return facts.unbroken(amount_words(rule))
    return str(row["value"]).capitalize() if row["value"] else rule.title


def where(law: Law, rule: Rule) -> str:
    """Where a rule's sources are listed: with the state's, or with the federal ones."""
    own = law.is_federal or differs(rule, load(FEDERAL_SET))
    place = f"about/sources/{law.slug}.md#{law.slug}" if own and not law.is_federal else "about/sources.md#federal"
    return f"{place}-{rule.topic.replace('_', '-')}"


def _sure(row: FactRow) -> str:
    """Its key in ``SURE``."""
    return row["publish"] or (NO_ENTRY if row["state"] == FEDERAL_SET else NOT_FOUND)


def _core_rows(code: str) -> list[FactRow]:
    return [row for row in _core()["rows"] if row["state"] == code]


def _core() -> dict[str, Any]:
    return _read(DATA / "core_facts.json")


@cached_by_file
def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _name(law: Law) -> str:
    return "Federal law" if law.is_federal else law.name


def _checked(law: Law) -> date:
    """The latest day on which anything of a jurisdiction was checked."""
    return max([rule.checked for rule in law.rules.values()] + [contact.checked for contact in law.contacts.values()])


def _by_topic(law: Law) -> str:
    lines = ["| Topic | Facts | Confirmed | Reported | On hold |", "|---|---|---|---|---|"]
    for topic, title in TOPICS.items():
        count = Counter(rule.publish for rule in law.rules.values() if rule.topic == topic)
        if count.total():
            lines.append(f"| {title} | {count.total()} | {count['ok']} | {count['caveat']} | {count['hold']} |")
    return "\n".join(lines) + "\n"


def differs(rule: Rule, federal: Law) -> bool:
    """True if a state's rule differs from the federal one.

    Notes on unread law and wordings for letters do not count.
    """
    same = federal.rules.get(rule.id)
    return same is None or _as_read(same) != _as_read(rule)


def _as_read(rule: Rule) -> Rule:
    return replace(rule, states_may=None, not_found="", words={})
