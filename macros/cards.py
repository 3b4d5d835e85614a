"""The HTML of facts on a page: citation chips, rule cards, contact cards, tables. Strings in, strings out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from calculators.clocks import WHO
from calculators.law import Contact, Law, Rule
from calculators.render import CONFIDENCE, MARKS, citations_html, mark
from calculators.words import plain_date, quantity

NOT_CONFIRMED = "a time limit that we could not confirm"
REPORTED = "(reported, not confirmed)"
#: Rows of a card that are not printed.
ON_SCREEN = ("Seen in", "What the sources did not show")


def clock_words(rule: Rule) -> str:
    """A rule's limit inside a sentence. On hold: no number. Reported: the number and a mark."""
    if rule.clock is None:
        raise ValueError(f"rule '{rule.id}' has no clock: use rule() or amount()")
    if rule.publish == "hold":
        return NOT_CONFIRMED
    words = rule.clock.in_words().replace(" ", "\u00a0", 1)
    return f"{words} {REPORTED}" if rule.publish == "caveat" else words


def amount_words(rule: Rule) -> str:
    """A rule's number that is not a clock, inside a sentence."""
    if rule.publish == "hold":
        return "a number that we could not confirm"
    if rule.amount is None:
        raise ValueError(f"rule '{rule.id}' has no amount")
    words = quantity(rule.amount.value, rule.amount.unit).replace(" ", "\u00a0", 1)
    return f"{words} {REPORTED}" if rule.publish == "caveat" else words


def chip(rule: Rule, number: int) -> str:
    """A citation inside a sentence. Tapped, it shows the rule in plain words and where it stands."""
    label = rule.cites[0].text if rule.cites else rule.title
    if len(rule.cites) > 1:
        label += " and others" if len(rule.cites) > 2 else " and another"
    popover = f"cite-{number}"
    return (
        f'<span class="pt-cite" data-publish="{rule.publish}" data-kind="{rule.kind}">'
        f'<button type="button" popovertarget="{popover}" aria-label="Source: {escape(label)}">{escape(label)}</button>'
        f'<a href="#law-{rule.id}">{escape(label)}</a>'
        f'<span class="pt-pop" popover id="{popover}" role="note" data-search-exclude><strong>{escape(rule.title)}</strong> '
        f"<span>{escape(rule.rule)}</span> {mark(rule.publish, rule.kind)} "
        f"<span>{citations_html(rule.cites)}</span> "
        f"<span>{escape(_checked(rule))}</span> "
        f'<a href="#law-{rule.id}">More about this rule</a></span></span>'
    )


def card(rule: Rule, law: Law, *, identified: bool = False, opened: bool = False) -> str:
    """A rule with everything that a lawyer asks: who, how long, exceptions, citation, sources, date, confidence."""
    rows = [("The rule", escape(rule.rule))]
    if rule.publish != "ok" and rule.note:
        rows.append(("Not confirmed", escape(rule.note)))
    if rule.ask:
        office = law.contacts.get(rule.ask.contact)
        rows.append(("Ask", escape(f"{office.name}: “{rule.ask.question}”" if office else rule.ask.question)))
    if rule.items:
        rows.append(("What it lists", f"<ol>{_list_items(rule.items)}</ol>"))
    if rule.who:
        rows.append(("Who must act", escape(WHO[rule.who])))
    if rule.clock and rule.publish != "hold":
        rows.append(("How long", escape(_clock_line(rule, law))))
    if rule.amount and rule.publish != "hold":
        rows.append(("How much", escape(f"{amount_words(rule)}: {rule.amount.what}")))
    if rule.exceptions:
        rows.append(("Exceptions", f"<ul>{_list_items(rule.exceptions)}</ul>"))
    if rule.if_missed:
        rows.append(("If it is missed", escape(rule.if_missed)))
    if rule.cites:
        rows.append(("Citation", citations_html(rule.cites)))
    rows.append((ON_SCREEN[0], f"<ul>{''.join(_source_item(rule, index) for index in range(len(rule.sources)))}</ul>"))
    if rule.evidence:
        rows.append((ON_SCREEN[1], escape(rule.evidence)))
    if rule.in_force:
        rows.append(("In force", escape(rule.in_force)))
    rows.append(("Checked", escape(_checked(rule))))
    body = "".join(_card_row(term, text) for term, text in rows)
    return (
        f'<details class="pt-rule" data-search-exclude{f""" id="law-{rule.id}" """ if identified else " "}data-publish="{rule.publish}" '
        f'data-kind="{rule.kind}"{" open" if opened else ""}><summary>{escape(rule.title)} '
        f"{mark(rule.publish, rule.kind)}</summary><dl>{body}</dl></details>"
    )


def _card_row(term: str, text: str) -> str:
    """A row of a card. What only a lawyer at a screen follows up stays off paper."""
    screen = ' class="pt-on-screen"' if term in ON_SCREEN else ""
    return f"<dt{screen}>{term}</dt><dd{screen}>{text}</dd>"


def items(rule: Rule) -> str:
    """The numbered items that a rule lists."""
    if not rule.items:
        raise ValueError(f"rule '{rule.id}' lists no items")
    return f'<ol class="pt-items">{_list_items(rule.items)}</ol>'


def contact_card(contact: Contact) -> str:
    """An office as a parent would dial it or write to it, with what is not confirmed said first."""
    lines = [f"<strong>{escape(contact.name)}</strong>", escape(contact.role)]
    if contact.address:
        lines.append("<br>".join(escape(line) for line in contact.address))
    lines += [f'<a href="tel:{_dialled(phone)}">{escape(phone)}</a>' for phone in contact.phone]
    if contact.email:
        lines.append(f'<a href="mailto:{escape(contact.email)}">{escape(contact.email)}</a>')
    if contact.web:
        lines.append(f'<a href="{escape(contact.web)}" rel="noopener">{escape(_site(contact.web))}</a>')
    lines.append(escape(contact.ask_for))
    if contact.publish != "ok" and contact.note:
        lines.append(f'{mark(contact.publish)} <span class="pt-note">{escape(contact.note)}</span>')
    lines.append(f'<span class="pt-checked">Contact checked {plain_date(contact.checked)}</span>')
    body = "".join(f"<span>{line}</span>" for line in lines)
    return f'<address class="pt-contact" data-publish="{contact.publish}">{body}</address>'


def deadlines_table(law: Law, rules: Sequence[Rule]) -> str:
    """Clocks as a table: what starts each, who must act, how long, and where it says so."""
    rows = "".join(
        f"<tr><th scope=row>{escape(rule.title)} {mark(rule.publish, rule.kind)}</th>"
        f'<td data-label="Starts when">{escape(_starts(rule, law))}</td>'
        f'<td data-label="Who must act">{escape(WHO[rule.who or "lea"])}</td>'
        f'<td data-label="How long">{escape(NOT_CONFIRMED if rule.publish == "hold" else rule.clock.in_words())}</td>'
        f'<td data-label="Law">{citations_html(rule.cites) or "No rule: advice"}</td></tr>'
        for rule in rules
        if rule.clock
    )
    head = "".join(
        f"<th scope=col>{name}</th>" for name in ("Deadline", "Starts when", "Who must act", "How long", "Law")
    )
    return (
        f'<table class="pt-deadlines"><caption>Time limits in {escape(law.name)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def worksheet(law: Law, rules: Sequence[Rule]) -> str:
    """The same clocks to fill in by hand: for paper, and for a phone on which no script runs."""
    lines = "".join(
        f"<li><strong>{escape(rule.title)}</strong> {mark(rule.publish, rule.kind)}"
        f"<span>{escape(_by_hand(rule, law))}</span>"
        f'<span class="pt-blank">It happened on</span><span class="pt-blank">The last day is</span></li>'
        for rule in rules
        if rule.clock
    )
    return (
        '<details class="pt-worksheet" data-search-exclude><summary>Count it by hand</summary>'
        "<p>Day 1 is the day after it happened, unless the rule says otherwise. Calendar days: count every day. School "
        "days: leave out weekends and days when school is closed. Business days: leave out weekends and public "
        f"holidays.</p><ol>{lines}</ol></details>"
    )


def checklist(checklist_id: str, title: str, entries: Iterable[tuple[str, str]]) -> str:
    """A list to tick on the phone or on paper: pairs of text (HTML) and the label of a line to write on."""
    rows = "".join(
        f'<li><label><input type="checkbox" name="{checklist_id}-{number}"><span>{text}</span></label>'
        + (f'<span class="pt-blank">{escape(write)}</span>' if write else "")
        + "</li>"
        for number, (text, write) in enumerate(entries, 1)
    )
    return f'<ul class="pt-checklist" data-checklist="{checklist_id}" aria-label="{escape(title)}">{rows}</ul>'


def _clock_line(rule: Rule, law: Law) -> str:
    clock = rule.clock
    assert clock is not None
    side = {"after": "after", "before": "before", "look_back": "back from"}[clock.direction]
    if clock.value is None:
        return clock.words or ""
    day_one = " The day itself is day 1." if clock.day_one == "event_day" else ""
    return f"{clock_words(rule)} {side}: {_starts(rule, law)}.{day_one}"


def _by_hand(rule: Rule, law: Law) -> str:
    if rule.publish == "hold":
        return f" {rule.note}"
    return f" {_clock_line(rule, law)}"


def _starts(rule: Rule, law: Law) -> str:
    events = [law.events[event].title for event in (rule.clock.starts if rule.clock else ())]
    return " / ".join(events)


def _checked(rule: Rule) -> str:
    words = MARKS.get(rule.publish, "")
    return f"{plain_date(rule.checked)}: {CONFIDENCE[rule.confidence]}{f'. {words}' if words else ''}"


def _source_item(rule: Rule, index: int) -> str:
    source = rule.sources[index]
    title = (
        f'<a href="{escape(source.url)}" rel="noopener">{escape(source.title)}</a>'
        if source.url
        else escape(source.title)
    )
    return f"<li>{title}: {escape(source.version)}</li>"


def _list_items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _dialled(phone: str) -> str:
    """The digits to dial; what stands in brackets behind a number is a remark."""
    digits = "".join(c for c in phone.split(" (")[0] if c.isdigit())
    return f"+{digits if digits.startswith('1') and len(digits) == 11 else '1' + digits}"


def _site(url: str) -> str:
    return url.split("//", 1)[-1].removeprefix("www.").rstrip("/")
