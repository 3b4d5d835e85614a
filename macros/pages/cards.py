"""HTML for facts on a page: citation chips, rule cards, contact cards, tables.

Strings in, strings out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from calculators.counting.cautions import MARKS
from calculators.counting.clocks import WHO
from calculators.counting.marked import amount_words, clock_words
from calculators.law import Citation, Contact, Form, Law, Rule, Source
from calculators.rendering.render import CONFIDENCE, citations_html, mark
from calculators.words import plain_date
from macros.data import by_hand, corrections
from macros.data.facts import cautions_of, cite_label, starts, unbroken
from macros.pages.footnotes import noted

#: Stores finished HTML outside the Markdown and returns its placeholder.
type Block = Callable[[str], str]
#: Rows of a card that are not printed.
BEST, OTHERS, COPIES, GAPS = ON_SCREEN = (
    "Best source",
    "Other copies and pages",
    "To read the section",
    "What the sources did not show",
)
#: Kinds of sources, official first, with the label for a fact whose best source is of that kind.
SEEN_IN = {
    "official": "seen in an official text",
    "mirror-of-legal-text": "read in a copy of the law, not in the official text",
    "official-guidance": "seen on an official page",
    "secondary": CONFIDENCE["verified-secondary"],
    "articles-publisher": CONFIDENCE["articles-only"],
}
NOT_OFFICIAL = ("mirror-of-legal-text", "secondary", "articles-publisher")
#: The section number in a citation: 37-23-137 of "Miss. Code Ann. § 37-23-137(3)".
SECTION = re.compile(r"[A-Z]?\d[\w.-]*")


def chip(rule: Rule, number: int) -> str:
    """A citation inside a sentence.

    A tap shows the rule in plain words and its source.
    """
    label = cite_label(rule)
    popover = f"cite-{number}"
    return (
        f'<span class="pt-cite" data-publish="{rule.publish}" data-kind="{rule.kind}">'
        f'<button type="button" popovertarget="{popover}" aria-label="Source: {escape(label)}">{escape(label)}</button>'
        f'<a href="#law-{rule.id}">{escape(label)}</a>'
        f'<span class="pt-pop" popover id="{popover}" role="note" data-search-exclude><strong>{escape(rule.title)}</strong> '
        f"<span>{escape(rule.rule)}</span> {mark(rule.publish, rule.kind)} {_states_may(rule)}"
        f"<span>{citations_html(rule.cites)}</span> "
        f"<span>{escape(_checked(rule))}</span> "
        f'<a href="#law-{rule.id}">More about this rule</a>{close(popover)}</span></span>'
    )


def close(popover: str) -> str:
    """A popover's close button; not everyone knows that a tap outside closes it."""
    return f'<button type="button" popovertarget="{popover}" popovertargetaction="hide">Close</button>'


def card(rule: Rule, law: Law, *, page: str = "", identified: bool = False, opened: bool = False) -> str:
    """A rule with all that a lawyer asks: party, length, exceptions, citation, sources, confidence.

    ``page``: its address within the site, for error reports.
    """
    rows = [("The rule", escape(rule.rule)), *_doubts(rule, law)]
    if rule.items:
        rows.append(("What it lists", f"<ol>{_list_items(rule.items)}</ol>"))
    if rule.who:
        rows.append(("Who must act", escape(WHO[rule.who])))
    if rule.clock and rule.publish != "hold":
        rows.append(("How long", escape(_clock_line(rule, law))))
    if rule.amount and rule.publish != "hold":
        rows.append(("How much", escape(f"{unbroken(amount_words(rule))}: {rule.amount.what}")))
    if rule.exceptions:
        rows.append(("Exceptions", f"<ul>{_list_items(rule.exceptions)}</ul>"))
    if rule.if_missed:
        rows.append(("If it is missed", escape(rule.if_missed)))
    named = (("Citation", rule.cites), ("See also", rule.see_also))
    rows += [(term, noted(citations_html(cites))) for term, cites in named if cites]
    if copies := "".join(_copies(rule)):
        rows.append((COPIES, f"<ul>{copies}</ul>"))
    best, *others = sorted(rule.sources, key=_rank)
    rows.append((BEST, f"<ul>{_source_item(best)}</ul>"))
    if others:
        rows.append((OTHERS, f"<ul>{''.join(map(_source_item, others))}</ul>"))
    if rule.evidence:
        rows.append((GAPS, escape(rule.evidence)))
    if rule.in_force:
        own = any(cite.text.split("(")[0] in rule.in_force for cite in rule.cites[:1])
        rows.append(("Since when" if own else "Since when (the federal rule beside it)", escape(rule.in_force)))
    rows.append(("Checked", escape(_checked(rule))))
    if rule.reviewed:
        rows.append(("Reviewed", escape(f"By {rule.reviewed.by}, {plain_date(rule.reviewed.on)}")))
    rows += _corrected(rule, law)
    body = "".join(_card_row(term, text) for term, text in rows)
    return (
        f'<details class="pt-rule" data-search-exclude{f""" id="law-{rule.id}" """ if identified else " "}data-publish="{rule.publish}" '
        f'data-kind="{rule.kind}"{" open" if opened else ""}><summary>{_old_anchor(rule) if identified else ""}{escape(rule.title)} '
        f"{mark(rule.publish, rule.kind)}</summary><dl>{body}</dl>{_wrong(f'{law.code}/{rule.id}', page)}</details>"
    )


def _corrected(rule: Rule, law: Law) -> list[tuple[str, str]]:
    changed = corrections.corrections({law.code, rule.jurisdiction}, rule.id)
    return [("Corrected", f"<ul>{''.join(map(_correction, changed))}</ul>")] if changed else []


def _correction(one: corrections.Correction) -> str:
    said = f"On {plain_date(one.on)}. It said: {one.was} Now: {one.now} Why: {one.why}"
    return f"<li>{escape(said)}</li>"


def _wrong(fact: str, page: str) -> str:
    """The link for reporting an error in a fact, if this copy of the site has a destination for reports."""
    to = corrections.where()
    if not to:
        return ""
    return f'<p class="pt-wrong pt-on-screen"><a href="{escape(corrections.report(to, fact, page))}" rel="noopener">Something wrong here?</a></p>'


def wrong_result(page: str) -> str:
    """The link for reporting an error in a form's answer, shown while there is one."""
    to = corrections.where()
    if not to:
        return ""
    report = escape(corrections.report_result(to, page))
    return f'<p class="pt-wrong pt-of-result pt-on-screen"><a href="{report}" rel="noopener">Something wrong with this result?</a></p>\n'


def _old_anchor(rule: Rule) -> str:
    """Anchors under the rule's earlier ids, or those of rules it replaces, for links published before."""
    old = dict.fromkeys([rule.was, *rule.replaces] if rule.was else rule.replaces)
    return "".join(f'<i id="law-{rule_id}"></i>' for rule_id in old)


def _doubts(rule: Rule, law: Law) -> list[tuple[str, str]]:
    """Cautions before relying on the rule: state changes, what is not confirmed, and whom to ask."""
    rows = []
    if rule.states_may:
        said = f"{rule.states_may.words} {rule.states_may.ask}"
        read = f"Federal text: {rule.states_may.text} Read {plain_date(rule.states_may.checked)}."
        rows.append(("In your state", f"{escape(said)} <small>{escape(read)}</small>"))
    if rule.not_found:
        rows.append(("In your state", escape(rule.not_found)))
    if rule.publish != "ok" and rule.note:
        rows.append(("Not confirmed", escape(rule.note)))
    if rule.ask:
        office = law.contacts.get(rule.ask.contact)
        rows.append(("Ask", escape(f"{office.name}: “{rule.ask.question}”" if office else rule.ask.question)))
    return rows


def _states_may(rule: Rule) -> str:
    said = rule.not_found or (rule.states_may.words if rule.states_may else "")
    return f"<span>{escape(said)}</span> " if said else ""


def _card_row(term: str, text: str) -> str:
    """A row of a card; rows for research on screen are not printed."""
    screen = ' class="pt-on-screen"' if term in ON_SCREEN else ""
    return f"<div{screen}><dt>{term}</dt><dd>{text}</dd></div>"


def folded(summary: str, html: str) -> str:
    """Collapsed content under a summary line.

    The target of a link in it is opened (docs/assets/js/page.js).
    """
    return f'<details class="pt-folded"><summary data-search-exclude>{escape(summary)}</summary>{html}</details>'


def items(rule: Rule) -> str:
    """A rule's items as a numbered list.

    Raises ValueError if it has none.
    """
    if not rule.items:
        raise ValueError(f"rule '{rule.id}' lists no items")
    return f"<ol>{_list_items(rule.items)}</ol>"


def contact_card(contact: Contact) -> str:
    """An office with phone and addresses, preceded by what is not confirmed."""
    lines = [f"<strong>{escape(contact.name)}</strong>", escape(contact.role)]
    if contact.address:
        lines.append("<br>".join(escape(line) for line in contact.address))
    lines += [f'<a href="tel:{_dialled(phone)}">{escape(phone)}</a>' for phone in contact.phone]
    lines += [f"Fax: {escape(fax)}" for fax in contact.fax]
    if contact.portal:
        lines.append(noted(f'<a href="{escape(contact.portal)}" rel="noopener">Send it on the web</a>'))
    if contact.email:
        lines.append(f'<a href="mailto:{escape(contact.email)}">{escape(contact.email)}</a>')
    if contact.page:
        lead = "" if contact.web else "Find it: "
        lines.append(noted(f'{lead}<a href="{escape(contact.page)}" rel="noopener">{escape(_site(contact.page))}</a>'))
    lines.append(escape(contact.ask_for))
    body = "".join(f"<span>{line}</span>" for line in lines)
    return f'<address class="pt-contact" data-publish="{contact.publish}">{body}{_provenance(contact)}</address>'


def _provenance(contact: Contact) -> str:
    """One line on a contact's confidence and age, which expands to its sources."""
    if not contact.note:
        return f'<span class="pt-checked">Contact checked {plain_date(contact.checked)}</span>'
    other = (
        f"If it fails: {escape(_site(contact.web).split('/')[0])}" if contact.web else "If it fails, try another office"
    )
    doubt = f"May be old: seen in {escape(contact.old)}." if contact.old else "Not seen by us."
    grade = f"{mark(contact.publish)} " if contact.publish != "ok" else ""
    return (
        f'<details class="pt-checked"><summary>{doubt} {other}</summary>'
        f"{grade}{escape(contact.note)} Contact checked {plain_date(contact.checked)}.</details>"
    )


def call_buttons(contacts: Iterable[Contact]) -> str:
    """Large buttons to call offices, or links to their pages if no number is known."""
    return f'<ul class="pt-call">{"".join(map(_call, contacts))}</ul>'


def ended(name: str) -> str:
    """A name as a sentence of its own: "Inc." needs no second full stop."""
    return name if name.endswith(".") else f"{name}."


def _call(contact: Contact) -> str:
    name, role = escape(contact.name), escape(contact.role)
    if contact.phone:
        phone = contact.phone[0].split(" (")[0]
        doubt = " May be old." if contact.old else " Not seen by us." if contact.note else ""
        return f'<li><a href="tel:{_dialled(phone)}"><strong>Call {escape(phone)}</strong> <span>{ended(name)} {role}.{doubt}</span></a></li>'
    if not contact.page:
        return f"<li><strong>{name}</strong> <span>{role}. We did not find its number.</span></li>"
    lead = "Find yours" if contact.is_national else "See" if contact.web else "Find its number"
    site = f"<strong>{name}</strong> <span>{role}. {lead}: {escape(_site(contact.page))}</span>"
    return f"<li>{noted(f'<a href="{escape(contact.page)}" rel="noopener">{site}</a>')}</li>"


def phone_lines(offices: Iterable[tuple[Contact, str]], doubt: str) -> str:
    """Offices as a list: role in the page's language, name, and first number or page.

    ``doubt``: the mark of an office that is only reported, or was last seen long ago.
    """
    return f'<ul class="pt-call">{"".join(_phone_line(contact, role, doubt) for contact, role in offices)}</ul>'


def _phone_line(contact: Contact, role: str, doubt: str) -> str:
    marked = f" <em>{escape(doubt)}.</em>" if contact.publish != "ok" or contact.old else ""
    name = f'<span>{escape(role)}. <span lang="en">{escape(contact.name)}</span>{marked}</span>'
    if contact.phone:
        phone = contact.phone[0].split(" (")[0]
        return f'<li><a href="tel:{_dialled(phone)}"><strong>{escape(phone)}</strong> {name}</a></li>'
    if contact.page:
        site = f"<strong>{escape(_site(contact.page))}</strong> {name}"
        return f"<li>{noted(f'<a href="{escape(contact.page)}" rel="noopener">{site}</a>')}</li>"
    return f"<li>{name}</li>"


def state_form(form: Form, words: str) -> str:
    """The state's official form: name, ``words`` on where to get it, URL."""
    lines = [f"<strong>{escape(form.name)}</strong>", escape(words)]
    if form.web:
        lines.append(f'<a href="{escape(form.web)}" rel="noopener">{escape(_site(form.web))}</a>')
    lines.append(f'<span class="pt-checked">Form checked {plain_date(form.checked)}</span>')
    body = "".join(f"<span>{line}</span>" for line in lines)
    return f'<div class="pt-contact pt-state-form" data-publish="{form.publish}">{body}</div>'


def worksheet(law: Law, rules: Sequence[Rule]) -> str:
    """The same clocks with blanks: for paper, and for phones without scripts."""
    how = " ".join(by_hand.how_days_count(law, rules))
    lines = "".join(
        f"<li><strong>{escape(rule.title)}</strong> {mark(rule.publish, rule.kind)}"
        f"<span>{escape(_by_hand(rule, law))}</span>"
        f"{_blanks(rule)}</li>"
        for rule in rules
        if rule.clock
    )
    return (
        '<details class="pt-worksheet" data-search-exclude><summary>Count it by hand</summary>'
        f"<p>Day 1 is the day after it happened, unless the rule says otherwise. {escape(how)}</p><ol>{lines}</ol></details>"
    )


def checklist(checklist_id: str, title: str, parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """A checklist for phone or paper, in titled sections, or one without a title.

    An entry is its text (HTML) and the label of a blank. Ticks are stored by checklist id and entry number.
    """
    lists = []
    number = 0
    for index, (heading, entries) in enumerate(parts, 1):
        rows = []
        for text, write in entries:
            number += 1
            box = f'<label><input type="checkbox" name="{checklist_id}-{number}"><span>{text}</span></label>'
            rows.append(f"<li>{box}{_blank(write)}</li>")
        name = checklist_id if len(parts) == 1 else f"{checklist_id}-part-{index}"
        label = f"{title}: {heading}" if heading else title
        lists.append(f'<p class="pt-part"><strong>{escape(heading)}</strong></p>' if heading else "")
        lists.append(
            f'<ul class="pt-checklist" data-checklist="{name}" aria-label="{escape(label)}">{"".join(rows)}</ul>'
        )
    return "\n".join(line for line in lists if line)


def lines_to_fill(labels: Iterable[str]) -> str:
    """Blanks above a list."""
    return f'<div class="pt-lines">{"".join(map(_blank, labels))}</div>'


def _blank(label: str) -> str:
    return f'<span class="pt-blank">{escape(label)}</span>' if label else ""


def ruled_table(columns: Sequence[str], rows: int) -> str:
    """A table with empty rows, as row height on screen and rows on paper."""
    named = "".join(f"<li>{escape(column)}</li>" for column in columns)
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    empty = f"<tr>{'<td></td>' * len(columns)}</tr>" * rows
    return (
        f'<div class="pt-log"><p>The printed sheet has {rows} rows. Each has room for:</p><ul>{named}</ul>'
        f'<table class="pt-ruled" aria-hidden="true"><thead><tr>{head}</tr></thead><tbody>{empty}</tbody></table></div>'
    )


def print_links(words: str, files: Sequence[tuple[str, str, str]]) -> str:
    """Links to printed sheets: place, address, size. One file gives a link, several a list."""
    if len(files) == 1:
        _, url, size = files[0]
        return f'<p class="pt-print"><a href="{url}" type="application/pdf">{escape(words)} (PDF, {size})</a></p>'
    links = "".join(
        f'<li><a href="{url}" type="application/pdf">{escape(place)} (PDF, {size})</a></li>'
        for place, url, size in files
    )
    return f'<div class="pt-print"><p>{escape(words)} for:</p><ul>{links}</ul></div>'


def ways_table(names: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Dispute options as table rows: names (HTML), column titles, and each option's cells (HTML)."""
    head = "".join(f"<th scope=col>{escape(column)}</th>" for column in columns)
    rows = "".join(
        f"<tr><th scope=row>{name}</th>"
        + "".join(f'<td data-label="{escape(column)}">{cell}</td>' for column, cell in zip(columns, row, strict=True))
        + "</tr>"
        for name, row in zip(names, cells, strict=True)
    )
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _clock_line(rule: Rule, law: Law) -> str:
    clock = rule.clock
    assert clock is not None
    side = {"after": "after", "before": "before", "look_back": "back from"}[clock.direction]
    if clock.value is None:
        return clock.words or ""
    day_one = " The day itself is day 1." if clock.day_one == "event_day" else ""
    return f"{unbroken(clock_words(rule))} {side}: {starts(rule, law)}.{day_one}"


def _blanks(rule: Rule) -> str:
    """Where to write both days; nothing where there is no number to count with."""
    counted = rule.clock and rule.clock.value and rule.publish != "hold"
    return "".join(map(_blank, ("It was on", "The last day is"))) if counted else ""


def _by_hand(rule: Rule, law: Law) -> str:
    if rule.publish == "hold":
        return rule.note or ""
    said = (_clock_line(rule, law), by_hand.beside(rule), cautions_of(rule))
    return " ".join(filter(None, said))


def _checked(rule: Rule) -> str:
    words = MARKS.get(rule.publish, "")
    grade = CONFIDENCE[rule.confidence]
    if rule.confidence == "verified-primary":
        first = rule.cites[0] if rule.cites else None
        own = _read_in(rule, first) if first and not first.url else None
        grade = SEEN_IN[(own or min(rule.sources, key=_rank)).kind]
    return f"{plain_date(rule.checked)}: {grade}{f'. {words}' if words else ''}"


def _rank(source: Source) -> int:
    """Sort key of a source: the law's own publisher first."""
    return list(SEEN_IN).index(source.kind)


def _copies(rule: Rule) -> Iterator[str]:
    """For each citation without a URL of its own, where its section was read."""
    for cite in rule.cites:
        if not cite.url and (source := _read_in(rule, cite)):
            copy = " This is not the official text." if source.kind in NOT_OFFICIAL else ""
            link = f'<a href="{escape(source.url or "")}" rel="noopener">{escape(cite.text)}</a>'
            yield f"<li>{link}: {escape(source.title)}.{copy}</li>"


def _read_in(rule: Rule, cite: Citation) -> Source | None:
    """The best source with a URL for the section of a citation to state law."""
    number = SECTION.findall(cite.text.split("(")[0])
    named = (one for one in sorted(rule.sources, key=_rank) if number and number[-1] in one.title and one.url)
    return next((source for source in named if "CFR" not in source.title), None)


def _source_item(source: Source) -> str:
    title = (
        f'<a href="{escape(source.url)}" rel="noopener">{escape(source.title)}</a>'
        if source.url
        else escape(source.title)
    )
    return f"<li>{title}: {escape(source.version)}</li>"


def _list_items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _dialled(phone: str) -> str:
    """The digits to dial, without a bracketed remark after the number."""
    digits = "".join(c for c in phone.split(" (")[0] if c.isdigit())
    return f"+{digits if digits.startswith('1') and len(digits) == 11 else '1' + digits}"


def _site(url: str) -> str:
    return url.split("//", 1)[-1].removeprefix("www.").rstrip("/")
