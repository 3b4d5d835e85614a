"""Letters on pages: links, a letter's page, the list by situation, samples for reviewers."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape

from calculators.law import FEDERAL_SET, Citation, Law, load
from calculators.rendering import render
from calculators.result import ByWhen
from calculators.tools import letter, silence
from calculators.tools.letter import LetterForm
from macros.data.letter_data import load_situations
from macros.data.letter_model import Situation
from macros.pages import cards
from macros.pages.blank_letters import FEW, blank_letter, blank_letters, only_in
from macros.pages.cards import Block
from macros.pages.footnotes import noted
from macros.pages.state_pages import LETTERS_BY_HAND
from macros.places import DOCS

#: The alternative for parents who cannot use the form.
BLANKS = (
    "## The letter with blanks {#with-blanks}\n\nDoes the form not work on your phone? Copy this text, or write it by hand. "
    "Put your own words in the place of each [ ]. Leave out what does not fit.\n\n"
)
#: Said on paper alone, under what is printed while no state is chosen.
PRINTED = '<p class="pt-on-paper pt-of-all">Your state may set other days. This page has them. Or choose your state there, then print again.</p>'
#: Longer lists of states are set as a list of their own.
MOST_NAMES = 6
#: The last line of each letter's page.
SENDING = "[How to send a letter so that you can show when it arrived]({}#sending)"
#: The folder of the letters' pages.
LETTERS = "tools/letters"


@cache
def cited(letter_id: str, state: str) -> tuple[str, ...]:
    """The rules that a letter can use in a state.

    Cached, because two pages ask and it is slow.
    """
    return letter.cited(letter.letters()[letter_id], load(state))


def pages() -> dict[str, str]:
    """The Markdown of each letter's page by its file, for letters without a hand-written page."""
    return {
        f"{form.page.rstrip('/')}.md": f"---\ntitle: {json.dumps(form.title)}\ndescription: {json.dumps(form.use)}\n---\n"
        f'# {{{{ page.title }}}}\n\n{{{{ letter_page("{form.id}") }}}}\n'
        for form in letter.letters().values()
        if not (DOCS / f"{form.page.rstrip('/')}.md").exists()
    }


def navigation() -> list[str]:
    """The letters' pages in order of need.

    The last one waives all rights and stands apart.
    """
    return [*needs()]


def needs() -> dict[str, str]:
    """The need of each letter by its page's file, in listing order."""
    forms = letter.letters()
    return {f"{forms[name].page.rstrip('/')}.md": title for title, name in by_need(load_situations())}


def link(form: LetterForm, root: str, query: str = "") -> str:
    """A link styled as the main action. ``root``: the site's root relative to the page."""
    return (
        f'<a class="pt-letter-link" href="{root}{form.page}{query}"><strong>Write the letter: {escape(form.title)}</strong> '
        f"<span>{escape(form.use)}</span></a>"
    )


def by_need(situations: Iterable[Situation]) -> list[tuple[str, str]]:
    """Each letter once, by id, after the first situation that names it."""
    found: dict[str, str] = {}
    for situation in situations:
        for letter_id in situation.letters:
            found.setdefault(letter_id, situation.title)
    return [(title, letter_id) for letter_id, title in found.items()]


def back(links: Iterable[tuple[str, str]]) -> str:
    """Links back from a letter to its guides: (title, address); a script inserts the state."""
    listed = "".join(f'<li><a data-guide href="{url}">{escape(title)}</a></li>' for title, url in links)
    return (
        f'<nav class="pt-back" aria-label="Guides for this letter" data-search-exclude><ul>{listed}</ul></nav>'
        if listed
        else ""
    )


def page(form: LetterForm, calculator: str, laws: Sequence[Law], block: Block, guides: str, root: str) -> str:
    """A letter's page in Markdown, without its title.

    ``guides``: the links back (``back``); ``root``: the site's root relative to the page.
    """
    parts = [block(guides), form.use] if guides else [form.use]
    if form.warning:
        parts.append(f'!!! careful "Read this first"\n\n    {form.warning}')
    parts += [_state_forms(form, [law for law in laws if form.is_for(law)], block), calculator]
    if form.does:
        parts.append("## What the letter does {#what-it-does}\n\n" + _list(form.does))
    if form.does_not:
        parts.append("## What it does not do {#what-it-does-not-do}\n\n" + _list(form.does_not))
    parts.append(_if_nothing_comes_back(form, [law for law in laws if form.is_for(law)], block, root))
    parts.append(SENDING.format(posixpath.relpath(f"{LETTERS}/index.md", posixpath.dirname(form.page.rstrip("/")))))
    parts.append(_by_hand(form, [law for law in laws if form.is_for(law)], block))
    parts.append(_facts(form, [law for law in laws if form.is_for(law)], block))
    return "\n\n".join(part for part in parts if part)


def by_situation(situations: Iterable[Situation], forms: Mapping[str, LetterForm]) -> str:
    """Every letter under its situations, in Markdown; its first mention has its anchor."""
    parts, anchored = [], set()
    for situation in situations:
        rows = []
        for form in (forms[letter_id] for letter_id in situation.letters):
            page = posixpath.relpath(f"{form.page.rstrip('/')}.md", LETTERS)
            anchor = "" if form.id in anchored else f"{{: #{_anchor(form)} }}"
            anchored.add(form.id)
            rows.append(f"- [{form.title}]({page}){anchor}. {form.use}")
        parts.append(f"## {situation.title} {{#{situation.id}}}\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def for_reviewers(forms: Mapping[str, LetterForm], laws: Iterable[Law], block: Block) -> str:
    """Every letter for each of ``laws`` with sample answers, collapsed, as HTML under Markdown headings."""
    parts = []
    for form in forms.values():
        parts.append(f"## {form.title} {{#{_anchor(form)}}}")
        parts += [block(_reviewed(form, law)) for law in laws if form.is_for(law)]
    return "\n\n".join(parts)


def _reviewed(form: LetterForm, law: Law) -> str:
    result = letter.answer(law, {**letter.samples()[form.id], "letter": form.id})
    assert result.silence
    written = [result.letter, *result.copies] if result.letter else []
    rules = ", ".join(cited(form.id, law.code)) or "none"
    shown = "".join(render.letter_html(one) for one in written).replace("\n", "&#10;")
    return (
        f'<details class="pt-review" data-search-exclude><summary>{escape(law.name)}</summary>'
        f"<p>From the law file: {escape(rules)}.</p>{shown}"
        f"<p><strong>If nothing comes back</strong></p><p>{escape(result.silence.expect)}</p>{render.by_when_html(result.silence.by_when)}"
        f"<ul>{''.join(f'<li>{escape(step.text)}</li>' for step in result.silence.next_steps)}</ul></details>"
    )


def state_form(form: LetterForm, law: Law) -> str:
    """A card with the state's official form for the letter's step.

    Empty if there is none.
    """
    own = law.form(form.id)
    return cards.state_form(own, letter.state_form(form, law)) if own else ""


def _state_forms(form: LetterForm, laws: list[Law], block: Block) -> str:
    """A notice before the form: the state may have an official form, and that may be all a parent needs."""
    alike: dict[str, list[Law]] = {}
    for law in laws:
        if own := law.form(form.id):
            alike.setdefault(f"{escape(own.name)}</summary>{state_form(form, law)}", []).append(law)
    rows = [
        f"{only_in(of)}<summary>{f'{escape(of[0].name)}: ' if len(of) == 1 else ''}{card}</details>"
        for card, of in sorted(alike.items(), key=lambda pair: len(pair[1]))
    ]
    if not rows:
        return ""
    return (
        "## The state's own form {#state-form}\n\nYou may need only the form. Look for your state. If it is not named, the last line is for you.\n\n"
        + block("\n".join(rows))
    )


def _if_nothing_comes_back(form: LetterForm, laws: list[Law], block: Block, root: str) -> str:
    """What to expect, by when in each state, and what comes next; states with the same text share it."""
    found: dict[str, list[Law]] = {}
    for law in laws:
        found.setdefault(_in_any_state(silence.by_when(form, law), law), []).append(law)
    (first, _), *others = found.items()
    elsewhere = _in_any_state(silence.by_when(form, load(FEDERAL_SET)), load(FEDERAL_SET))
    in_order = sorted(found.items(), key=lambda of_it: (of_it[0] == elsewhere, -len(of_it[1])))
    folded = "".join(_by_when_in(of, words, rest=words == elsewhere) for words, of in in_order)
    following, federal = letter.letters()[form.awaits.write], load(FEDERAL_SET).slug
    steps = (
        f'<ul><li>The next letter: <a href="{root}{following.page}">{escape(following.title)}</a></li>'
        f'<li>The next step: <a data-guide href="{root}{federal}/{form.awaits.guide}/">{escape(form.awaits.then)}</a></li></ul>'
    )
    expect = f"**What to expect:** {form.awaits.expect}"
    return f"## If nothing comes back {{#if-nothing-comes-back}}\n\n{expect}\n\n" + block(
        (folded + PRINTED if others else first) + steps
    )


def _by_when_in(laws: list[Law], words: str, *, rest: bool) -> str:
    """When to expect an answer in some states; ``rest``: in all states not named elsewhere."""
    names = [law.name for law in laws]
    if rest:
        title, listed = "By when: federal law, in every state that has no line of its own", ""
    elif len(names) > MOST_NAMES:
        title, listed = f"By when, in {len(names)} states", "".join(f"<li>{escape(name)}</li>" for name in names)
    else:
        title, listed = f"By when: {escape(', '.join(names))}", ""
    shown = f'<ul class="pt-of-all">{listed}</ul>' if listed else ""
    named = f'<span class="pt-of-all">{title}</span><span class="pt-of-own">By when, in your state</span>'
    return f"{only_in(laws)}<summary>{named}</summary>{shown}{words}</details>"


def _in_any_state(found: Iterable[ByWhen], law: Law) -> str:
    """When to expect an answer, worded so that states with the same law share it; sources are at the page's end."""
    named = f"{law.name} may", f"{load('US').name} may", "Your state may"
    words = [replace(one, cites=()) for one in found]
    for name in named:
        words = [replace(one, words=one.words.replace(name, "The state may")) for one in words]
    return render.by_when_html(words)


def _by_hand(form: LetterForm, laws: list[Law], block: Block) -> str:
    """The letter with blanks, or links to the states' pages if there are many versions."""
    if (texts := blank_letters(form, laws)) is not None:
        return BLANKS + block(f'<div class="pt-by-hand">{texts}</div>')
    by_hand = LETTERS_BY_HAND.removesuffix(".md")
    root = "../" * form.page.count("/")
    links = "".join(
        f'<li data-states="{law.code}"><a class="pt-alone" href="{root}{law.slug}/{by_hand}/#{_anchor(form)}">{escape(law.name)}</a></li>'
        for law in laws
    )
    return BLANKS + block(
        f"<details data-search-exclude><summary>Choose your state: its law is in the letter</summary><ul>{links}</ul></details>"
    )


def by_hand_in(law: Law, forms: Iterable[LetterForm], block: Block) -> str:
    """Letters with blanks in one state, collapsed, each with the rules it can cite."""
    parts = []
    for form in (form for form in forms if form.is_for(law)):
        cites = _cites(form, law)
        can = f"<p>It can cite: {noted(render.citations_html(cites))}</p>" if cites else ""
        text = f"<details><summary>Show the letter</summary>{blank_letter(form, law)}{can}</details>"
        parts.append(f"## {form.title} {{#{_anchor(form)}}}\n\n{form.use}\n\n")
        parts.append(block(f'<div class="pt-by-hand" data-search-exclude>{text}</div>'))
    return "\n\n".join(parts)


def _anchor(form: LetterForm) -> str:
    return form.id.replace("_", "-")


def _cites(form: LetterForm, law: Law) -> dict[Citation, None]:
    expected = [rule.id for rule in silence.rules(form, law)]
    return dict.fromkeys(cite for rule in (*cited(form.id, law.code), *expected) for cite in law.rules[rule].cites)


def _facts(form: LetterForm, laws: list[Law], block: Block) -> str:
    """The citations a letter can use, by states that share them; only the federal ones if there are many."""
    found: dict[str, list[str]] = {}
    for law in laws:
        if cites := _cites(form, law):
            found.setdefault(noted(render.citations_html(cites)), []).append(law.name)
    if not found:
        return ""
    heading, federal = "## The law in this letter {#law}\n\n", load(FEDERAL_SET)
    if many := len(found) > FEW:
        heading += "Your state's own law stands below [the letter with blanks](#with-blanks) of your state.\n\n"
        found = {cites: [federal.name] for cites, names in found.items() if federal.name in names}
    rows = "".join(f"<dt>{escape(', '.join(names))}</dt><dd>{cites}</dd>" for cites, names in found.items())
    title = "What it can cite of federal law" if many else "What it can cite, state by state"
    return heading + block(
        f'<details class="pt-letter-law" data-search-exclude><summary>{title}</summary><dl>{rows}</dl></details>'
    )


def _list(points: Iterable[str]) -> str:
    return "\n".join(f"- {point}" for point in points)
