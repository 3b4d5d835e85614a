"""Two generated pages: every source of every rule, and what is modelled, confirmed, reported and on hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import escape

from calculators.law import Law, Rule
from macros.data.topics import TOPICS
from macros.pages import cards
from macros.pages.cards import Block


def sources_page(law: Law, federal: Law, block: Block) -> str:
    """Each rule of federal law, or each that a state adds or changes, with its citation, sources and the date it was checked."""
    own = [rule for rule in law.rules.values() if law is federal or _differs(rule, federal)]
    heading = "Federal law" if law is federal else f"{law.name}: what it adds or changes"
    parts = [f"## {heading} {{#{law.slug}}}\n"]
    for topic, title in TOPICS.items():
        rules = [rule for rule in own if rule.topic == topic]
        if rules:
            parts.append(f"### {title} {{#{law.slug}-{topic.replace('_', '-')}}}\n")
            parts.append(block("\n".join(cards.card(rule, law) for rule in rules)) + "\n")
    return "\n".join(parts)


def coverage_page(laws: list[Law]) -> str:
    """For each jurisdiction: how many facts, how sure, and by name each one that is reported or on hold."""
    head = "| | Facts | Confirmed | Reported, not confirmed | On hold | Clocks |\n|---|---|---|---|---|---|\n"
    lines = []
    details = []
    for law in laws:
        count = Counter(rule.publish for rule in law.rules.values())
        clocks = sum(1 for rule in law.rules.values() if rule.clock)
        name = "Federal" if law.code == "US" else law.name
        lines.append(f"| {name} | {len(law.rules)} | {count['ok']} | {count['caveat']} | {count['hold']} | {clocks} |")
        details.append(f"## {name} {{#{law.slug}}}\n")
        details.append(_by_topic(law))
        for publish, title in (("caveat", "Reported, not confirmed"), ("hold", "On hold")):
            rules = [rule for rule in law.rules.values() if rule.publish == publish]
            contacts = [c for c in law.contacts.values() if c.publish == publish and c.jurisdiction == law.code]
            if rules or contacts:
                details.append(f"### {title} {{#{law.slug}-{publish}}}\n")
                details += [f"- **{escape(rule.title)}.** {escape(rule.note or '')}" for rule in rules]
                details += [f"- **{escape(contact.name)}.** {escape(contact.note or '')}" for contact in contacts]
                details.append("")
    return head + "\n".join(lines) + "\n\n" + "\n".join(details)


def _by_topic(law: Law) -> str:
    lines = ["| Topic | Facts | Confirmed | Reported | On hold |", "|---|---|---|---|---|"]
    for topic, title in TOPICS.items():
        count = Counter(rule.publish for rule in law.rules.values() if rule.topic == topic)
        if count.total():
            lines.append(f"| {title} | {count.total()} | {count['ok']} | {count['caveat']} | {count['hold']} |")
    return "\n".join(lines) + "\n"


def _differs(rule: Rule, federal: Law) -> bool:
    """True if a state's rule is not simply the federal one. What is said of law that was not read is no difference."""
    same = federal.rules.get(rule.id)
    return same is None or _as_read(same) != _as_read(rule)


def _as_read(rule: Rule) -> Rule:
    return replace(rule, states_may=None, not_found="")
