"""The macros that pages use.

They query the calculators, so that no fact is typed twice.
A page in a state says so in its front matter (``state: MS``). Block macros must be on a line of their own; the others
are used inside a sentence.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from types import ModuleType
from typing import Any, override

from calculators.law import FEDERAL_SET, Law, Rule, known_states, load
from calculators.rendering import forms
from calculators.tools import days_out, deadlines, letter, log_input, notes, paths, service_log
from calculators.words import plain_date
from macros.data import facts
from macros.data.facts import Facts, StateOfPage, pages_data
from macros.data.letter_data import load_about, load_situations
from macros.data.macro import macro, macros_of
from macros.data.own_text import own_text
from macros.data.search_model import load_search
from macros.pages import cards, coverage, how_fast, letter_pages, paths_page, question_pages, state_pages
from macros.pages.about_card import about_card
from macros.pages.case_file_form import blank_case_file, case_file_form
from macros.pages.case_form import HOME, case_form
from macros.pages.copy_words import copy_in
from macros.pages.footnotes import noted
from macros.pages.log_form import ON_PAPER, book_form, log_head
from macros.pages.state_pages import GUIDES, by_name
from macros.paper import sheets
from macros.site import engine_names, offline, search_files

READY = re.compile(r'<(div|i) data-ready="(\d+)"></\1>')
#: Shown if a form gets no engine; the style sheet sets the delay.
NEEDS = (
    "This form does not work here yet. It needs JavaScript and a browser from 2022 or later. "
    "If your Wi-Fi wants you to log in, do that first, then load this page again."
)
INSTEAD_OF_A_COUNT = "Or count by hand, below."
INSTEAD_OF_AN_INTERVIEW = "Or compare the ways yourself, below."
INSTEAD_OF_A_CASE_FILE = "Or print this page, and fill in the case file by pen."
INSTEAD_OF_A_LETTER = "Or take the letter with blanks, below."
#: What happens to what is typed, said before a form's first field (docs/assets/js/records/drafts.js). "My case" has its own text.
DRAFT = (
    '<div class="pt-draft"><p><span>What you type is kept on this phone.</span> <span role="status"></span></p>'
    '<details><summary>Draft options</summary><label><input type="checkbox" autocomplete="off"> Do not keep drafts on this phone</label> '
    '<button type="button" hidden>Delete this draft</button></details></div>\n'
)
#: Columns of the table for counting days out by hand.
DAYS_OUT_COLUMNS = ("First day", "School days", "What it was", "Services given?")
DAYS_OUT_ROWS = 12
#: Columns of the sheet for notes by hand.
NOTES_COLUMNS = ("Day and how", "Who", "What was said", "Promised or asked for", "By when", "Done on")
NOTES_ROWS = 12
TOOLS = {
    "deadlines": "tools/deadlines.md",
    "case": "tools/case.md",
    "case_file": "tools/case-file.md",
    "service_log": "tools/service-log.md",
    "notes": "tools/notes.md",
    "letters": "tools/letters/index.md",
    "days_out": "tools/days-out.md",
    "notice_check": "tools/notice-check.md",
    "paths": "tools/which-way.md",
}


class PageMacros(Facts):
    """The macros of the page being built; they record what the page cites."""

    def __init__(self, env: Any) -> None:
        self._env = env
        self._template = cache(lambda text: env.env.from_string(text))
        self.start()

    def start(self) -> None:
        """Reset for a new page."""
        self._cited: dict[str, Rule] = {}
        self._popovers = 0
        self._ready: list[str] = []

    @property
    def ready(self) -> tuple[str, ...]:
        """The macros' HTML for this page, in the order of its placeholders."""
        return tuple(self._ready)

    def _block(self, html: str) -> str:
        """Store finished HTML and return a placeholder: Markdown would parse it slowly and change nothing."""
        self._ready.append(html)
        return f'<div data-ready="{len(self._ready) - 1}"></div>'

    def _inline(self, html: str) -> str:
        """The same for use inside a sentence."""
        self._ready.append(html)
        return f'<i data-ready="{len(self._ready) - 1}"></i>'

    # facts inside a sentence: those of Facts, and what pages add to them

    @macro
    @override
    def cite(self, rule_id: str) -> str:
        """A chip with a rule's citation."""
        rule = self._noted(rule_id)
        return self._inline(cards.chip(rule, self._next()))

    @macro
    def own_cite(self, rule_id: str) -> str:
        """A chip with a rule's citation, what the state has of its own first."""
        rule, federal = self._noted(rule_id), load(FEDERAL_SET).rules.get(rule_id)
        theirs = federal.cites if federal else ()
        own_first = tuple(sorted(rule.cites, key=lambda one: one in theirs))
        return self._inline(cards.chip(replace(rule, cites=own_first), self._next()))

    @macro
    @override
    def contact_name(self, kind: str) -> str:
        """The name of an office."""
        return escape(super().contact_name(kind))

    @macro
    def term(self, term_id: str, words: str = "") -> str:
        """A glossary term; a tap shows its meaning."""
        entry = pages_data("glossary")[term_id]
        own = self.law.terms.get(term_id, "")
        named = f" In {escape(self.law.name)} it is called {escape(own)}." if own else ""
        if entry.get("kept") and own and not words:
            words = _kept_beside(entry["term"], own, self.law)
        popover = f"term-{self._next()}"
        # a button cannot break across lines, so a state's name in brackets follows it
        name, bracket, added = (words or own or entry["term"]).partition(" (")
        return self._inline(
            f'<span class="pt-term"><button type="button" popovertarget="{popover}">{escape(name)}</button>'
            f'<span class="pt-pop" popover id="{popover}" role="note" data-search-exclude><strong>{escape(entry["term"])}</strong> '
            f"<span>{escape(entry['plain'])}{named}</span>{cards.close(popover)}</span></span>{bracket}{escape(added)}"
        )

    @macro
    def article(self, term_id: str) -> str:
        """The article, A or An, of a glossary term by the state's name for it."""
        name = self.law.terms.get(term_id) or pages_data("glossary")[term_id]["term"]
        return "An" if name[0].lower() in "aeiou" else "A"

    @macro
    def own(self, rule_id: str) -> Rule | None:
        """The state's own version of a rule, or None."""
        return question_pages.own_rule(self.law, rule_id)

    @macro
    def own_limit(self, rule_id: str) -> bool:
        """Whether the state's limit or its start differs, or is not confirmed.

        It is compared with the federal rule.
        """
        rule, federal = self.own(rule_id), load(FEDERAL_SET).rule(rule_id)
        return rule is not None and (
            rule.publish == "hold"
            or not rule.rule.startswith(federal.rule.partition(". ")[0])
            or rule.words.get("counted_from") != federal.words.get("counted_from")
        )

    @macro
    def own_time(self, rule_id: str) -> bool:
        """Whether the state's rule names another time than the federal one.

        In numbers or in words.
        """
        rule, federal = self.own(rule_id), load(FEDERAL_SET).rules.get(rule_id)
        here = rule.clock if rule else None
        there = federal.clock if federal else None
        return here is not None and (there is None or here.in_words() != there.in_words())

    # links

    @macro
    def page_link(self, topic: str) -> str:
        """The Markdown address of a guide in this state."""
        return self._relative(f"{self.law.slug}/{GUIDES[topic]}")

    @macro
    def tool(self, name: str, event: str = "") -> str:
        """The Markdown address of a tool with this state selected.

        Outside a state the tool remembers one.
        """
        return self._relative(_tool_page(name)) + self._asked(event)

    # blocks

    @macro
    def meta(self) -> str:
        """The line under the title: the state, and when its law was checked."""
        return f'<p class="pt-meta">{escape(facts.place(self.law))} · Law checked on {self.checked()}</p>'

    @macro
    def rule(self, rule_id: str) -> str:
        """A card with the whole rule."""
        return self._block(cards.card(self._noted(rule_id), self.law, page=self._env.page.url))

    @macro
    def own_words(self, *rule_ids: str) -> str:
        """What this state's own rules say where they differ from the federal text."""
        return self._passages([(rule, rule.rule) for rule in self._own_said(rule_ids)])

    @macro
    def own_part(self, *rule_ids: str) -> str:
        """What this state's own rules say beyond the federal text.

        For a guide that has that text already.
        """
        return self._passages([(rule, own_text(rule)) for rule in self._own_said(rule_ids)])

    def _own_said(self, rule_ids: Sequence[str]) -> list[Rule]:
        """Those of the rules that this state says in words of its own."""
        own = [rule for one in rule_ids if (rule := self.own(one))]
        return [rule for rule in own if own_text(rule)]

    def _passages(self, said: Sequence[tuple[Rule, str]]) -> str:
        root = self._address("")
        shown = "".join(question_pages.passage(self._noted(rule.id), text, self.law, root) for rule, text in said)
        return self._block(noted(f'<div class="pt-passage" data-search-exclude>{shown}</div>')) if shown else ""

    @macro
    def items(self, rule_id: str) -> str:
        """The numbered items of a rule."""
        return self._block(cards.items(self._noted(rule_id)))

    @macro
    def contact(self, kind: str) -> str:
        """A contact card; the national office if the state has none."""
        return self._block(cards.contact_card(self.law.contact(kind)))

    @macro
    def call(self, *kinds: str) -> str:
        """Large call buttons for offices, for the first screen of a page."""
        return self._block(cards.call_buttons(map(self.law.contact, kinds)))

    @macro
    def offices(self, *kinds: str) -> str:
        """Offices at the end of a guide: call buttons, with collapsed cards.

        Search indexes the page of all offices.
        """
        found = list(map(self.law.contact, kinds))
        whole = cards.folded("Addresses, and what each one does", "\n".join(map(cards.contact_card, found)))
        return self._block(f"<div data-search-exclude>{cards.call_buttons(found)}{whole}</div>")

    @macro
    def phone_lines(self, law: Law, roles: dict[str, str], doubt: str) -> str:
        """Offices by kind with role, name and first number, in the page's language.

        ``doubt``: the mark of an unconfirmed office, in the same language.
        """
        return self._block(cards.phone_lines([(law.contact(kind), role) for kind, role in roles.items()], doubt))

    @macro
    def letter_title(self, letter_id: str) -> str:
        """What a letter is called."""
        return escape(letter_forms()[letter_id].title)

    @macro
    def contacts(self) -> str:
        """Every contact card of the state, its own first."""
        return self._block("\n".join(cards.contact_card(contact) for contact in facts.state_contacts(self.law)))

    @macro
    def checklist(self, checklist_id: str) -> str:
        """A checklist with its sheet's ruled table and print link."""
        entry = facts.checklists()[checklist_id]
        parts: list[tuple[str, list[tuple[str, str]]]] = []
        said = [(item, text) for item in entry.items if (text := self._said(item.text))]
        for item, text in said:
            if item.part or not parts:
                parts.append((item.part or "", []))
            parts[-1][1].append((text, item.day or item.write or ""))
        blocks = [cards.lines_to_fill(entry.lines)] if entry.lines else []
        blocks += [cards.checklist(checklist_id, entry.title, parts)]
        if entry.table:
            blocks.append(cards.ruled_table([column.title for column in entry.table.columns], entry.table.rows))
        whole = "\n".join(blocks)
        if "state" in self._env.page.meta:  # a guide says more than its checklist
            whole = cards.folded(f"The list: {len(said)} things to tick", whole)
        return self._block(whole + self.sheet(checklist_id, "Print this list"))

    @macro
    def sheet(self, sheet_id: str, words: str) -> str:
        """Links to a printed sheet with sizes: this state's, or every state's."""
        laws = [self.law] if "state" in self._env.page.meta else by_name()
        links = [
            (facts.place(law), self._address(sheets.address(law, sheet_id)), sheets.SIZE.format(law.slug, sheet_id))
            for law in laws
        ]
        return self._block(cards.print_links(words, links))

    @macro
    def ways(self) -> str:
        """The four dispute options side by side."""
        found = facts.checklists()["escalation-ladder"].ways
        names = [self._way_name(way.name, way.topic) for way in found]
        cells = [[self._said(getattr(way, field)) for field in facts.WAY_COLUMNS.values()] for way in found]
        return self._block(cards.ways_table(names, list(facts.WAY_COLUMNS), cells))

    @macro
    def words_of(self, checklist_id: str) -> str:
        """Scripts to say or write, each in a box with a copy button."""
        found = [pages_data("words")[words_id] for words_id in facts.checklists()[checklist_id].words]
        return "\n\n".join(f'!!! say "{entry["title"]}"\n\n    {entry["words"].strip()}' for entry in found)

    @macro
    def calculator(self, name: str, event: str = "", letter: str = "") -> str:
        """A calculator's form, with manual instructions for browsers without scripts.

        ``event``: the initial selection. Of several, separated by spaces, the first whose time limit here has a number; all of
        them have manual instructions.
        """
        in_a_state = "state" in self._env.page.meta
        laws = [self.law] if in_a_state else _laws()
        rules = [rule for rule in self.law.rules.values() if rule.clock]
        if name == "letter":
            form, by_hand = _letter_form(laws, letter), ""
        elif name == "days_out":
            form, by_hand = _form(name, days_out, laws), cards.ruled_table(DAYS_OUT_COLUMNS, DAYS_OUT_ROWS)
        elif name == "paths":
            form, by_hand = _form(name, paths, laws), paths_page.by_hand(self.law)
        elif name == "case_file":
            form, by_hand = case_file_form(_states(laws)), blank_case_file()
        elif name == "case":
            form, by_hand = case_form(laws, _states(laws)), cards.worksheet(self.law, rules)
        else:
            events = event.split()
            form = _deadline_form(laws, _first_counted(self.law, events))
            by_hand = cards.worksheet(
                self.law, [r for e in events for r in self.law.started_by(e)] if events else rules
            )
        instead = {
            "letter": INSTEAD_OF_A_LETTER,
            "paths": INSTEAD_OF_AN_INTERVIEW,
            "case_file": INSTEAD_OF_A_CASE_FILE,
        }.get(name, INSTEAD_OF_A_COUNT)
        # In a guide a heading precedes the form; a tool needs a hidden one for screen readers.
        title = "" if in_a_state else HOME if name == "case" else '<h2 class="pt-unseen">Fill this in</h2>\n'
        return self._block(
            f'<div class="pt-calculator{" pt-mine" if name == "case" else ""}" data-instead="{instead}" {self._engines()}>{title}{DRAFT if name != "case" else ""}{form}\n'
            f'<p class="pt-noscript">{NEEDS} {instead}</p>\n'
            '<div class="pt-progress" role="status" hidden></div>\n'
            '<section class="pt-result" aria-label="Result" tabindex="-1" hidden></section>\n'
            f"{cards.wrong_result(self._env.page.url)}{by_hand}</div>"
        )

    @macro
    def about_us(self) -> str:
        """The card with the answers shared by all letters."""
        return self._block(about_card(load_about()))

    @macro
    def copy_in(self) -> str:
        """The place to bring a copy in, with the words for what can differ."""
        return self._block(copy_in(_laws(), load_about()))

    @macro
    def service_log(self) -> str:
        """The service log: entries and counts on this phone, then the form for a service."""
        form = book_form("service_log", "Add a service", log_input.SERVICE, service_log.BUTTON, log_input.AS_SENT)
        on_paper, wrong = self._on_paper("checklists/implementation-log/"), cards.wrong_result(self._env.page.url)
        return self._book("Your log", f"{_book_result('Your log')}{wrong}{form}\n{on_paper}")

    @macro
    def notes(self) -> str:
        """Contacts and notes: the form for a note, then open promises and kept notes."""
        form = book_form("notes", "Add a note", notes.ENTRY, notes.BUTTON)
        by_hand = cards.ruled_table(NOTES_COLUMNS, NOTES_ROWS)
        on_paper, wrong = self._on_paper("checklists/call-log/"), cards.wrong_result(self._env.page.url)
        return self._book("Your notes", f"{form}\n{on_paper}{_book_result('Your notes')}{wrong}{by_hand}")

    def _book(self, title: str, inside: str) -> str:
        return self._block(
            f'<div class="pt-calculator pt-mine" data-instead="{ON_PAPER}" {self._engines()}><h2 class="pt-unseen">{title}</h2>\n'
            f"{log_head()}{inside}</div>"
        )

    def _on_paper(self, page: str) -> str:
        return f'<p class="pt-noscript">{NEEDS} <a href="{self._address(page)}">{ON_PAPER}</a></p>'

    @macro
    def letter(self, letter_id: str) -> str:
        """A link styled as the main action: write this letter."""
        return self._inline(letter_pages.link(letter_forms()[letter_id], self._address(""), self._asked()))

    @macro
    def state_form(self, letter_id: str) -> str:
        """The state's official form for a letter's step, with its confidence."""
        return letter_pages.state_form(letter_forms()[letter_id], self.law)

    @macro
    def letter_page(self, letter_id: str) -> str:
        """A letter's whole page except its title."""
        form = letter_forms()[letter_id]
        calculator = self.calculator("letter", letter=letter_id)
        guides = letter_pages.back(self._guides(letter_id))
        return letter_pages.page(form, calculator, by_name(), self._block, guides, self._address(""))

    @macro
    def letters_by_situation(self) -> str:
        """The list of all letters by situation."""
        return letter_pages.by_situation(load_situations(), letter_forms())

    @macro
    def letters_for_reviewers(self, code: str = FEDERAL_SET) -> str:
        """Every letter with sample answers, for one state."""
        return letter_pages.for_reviewers(letter_forms(), [load(code)], self._block)

    @macro
    def letters_by_hand(self, code: str) -> str:
        """Every letter with blanks for one state, in order of need."""
        found = letter_forms()
        in_order = [found[letter_id] for _, letter_id in letter_pages.by_need(load_situations())]
        return letter_pages.by_hand_in(load(code), in_order, self._block)

    @macro
    def for_each_state(self, folder: str) -> str:
        """Links to each state's page in a folder of generated pages (macros/pages/state_pages.py)."""
        return "\n".join(f"- [{law.name}]({folder}/{law.slug}.md)" for law in by_name() if not law.is_federal)

    @macro
    def questions(self) -> str:
        """Every question page, by subject."""
        return question_pages.listed()

    @macro
    def in_each_state(self) -> str:
        """Each state's own rules on this page's question, and whom to call there."""
        front = self._env.page.meta
        shown = question_pages.in_each_state(by_name(), front["state_rules"], front["call"], self._address(""))
        return self._block(noted(shown))

    @macro
    def save_offline(self) -> str:
        """The box that saves this page's state on the phone.

        It appears where that is supported.
        """
        return self._block(_save_box(self.law))

    @macro
    def save_any_state(self) -> str:
        """The box of every state, collapsed; the script opens those saved on the phone."""
        return self._block(
            "\n".join(
                f'<details id="save-{law.slug}"><summary>{escape(law.name)}</summary>{_save_box(law)}</details>'
                for law in by_name()
            )
        )

    @macro
    def law_on_this_page(self) -> str:
        """A collapsed card for every rule that the page cites; a chip opens its own."""
        shown = (cards.card(rule, self.law, page=self._env.page.url, identified=True) for rule in self._cited.values())
        return self._block(cards.folded(_with_sources(len(self._cited)), "\n".join(shown)))

    @macro
    def search_files(self) -> str:
        """A placeholder for the search index names, known only after the build."""
        return search_files.FILES

    @macro
    def sources_page(self, code: str = FEDERAL_SET) -> str:
        """Every federal rule with its sources, or a state's own and changed rules."""
        return coverage.sources_page(load(code), load(FEDERAL_SET), self._block, self._env.page.url)

    @macro
    def topics_without_a_page(self) -> str:
        """Topics that parents search for and no page covers yet, as a list."""
        return "\n".join(f"- {topic.topic[0].upper()}{topic.topic[1:]}" for topic in load_search().topics)

    @macro
    def coverage_page(self) -> str:
        """Coverage and confidence in all states."""
        return coverage.coverage_page(_laws(), self._block, self._address)

    @macro
    def covered_in(self, code: str) -> str:
        """Coverage in one state, fact by fact."""
        return coverage.covered_in(load(code), self._relative)

    @macro
    def how_fast(self) -> how_fast.HowFast | None:
        """The published run of ``make bench``, or None."""
        return how_fast.how_fast()

    @macro
    def bytes_steps(self) -> str:
        """What each step of trimming the runtime saved, or nothing."""
        return how_fast.bytes_steps()

    @macro
    def build_times(self) -> str:
        """How long the site takes to build, or nothing."""
        return how_fast.build_times()

    @macro
    def glossary_page(self) -> str:
        """Every glossary entry, alphabetically."""
        entries = sorted(pages_data("glossary").items(), key=lambda entry: entry[1]["term"].lower())
        return "\n".join(
            f"## {entry['term'][0].upper()}{entry['term'][1:]} {{#{key.replace('_', '-')}}}\n\n{entry['plain']}\n"
            for key, entry in entries
        )

    @macro
    def jurisdictions(self) -> list[Law]:
        """Every law by name. A method, because MkDocs-macros prints variables, and laws are long."""
        return by_name()

    @property
    def law(self) -> Law:
        """The law of the page's state; the federal law on a page without one."""
        return load(self._env.page.meta.get("state", FEDERAL_SET))

    def _engines(self) -> str:
        """The addresses of both engines, as attributes."""
        engines = engine_names.in_pages()
        folder, first = (self._address(engine_names.AT + name) for name in (engines.runtime, engines.first))
        return f'data-runtime="{folder}" data-first="{first}" data-sizes="{escape(engines.sizes)}" data-root="{self._address("")}"'

    def _said(self, text: str) -> str:
        """A data file's text with facts filled in; the template is compiled once for all states."""
        if facts.is_plain(text):
            return text
        return facts.one_spaced(self._template(text).render({**self._env.variables, **self._env.page.meta}))

    def _noted(self, rule_id: str) -> Rule:
        rule = self.law.rule(rule_id)
        self._cited.setdefault(rule.id, rule)  # under one id, also where it replaces another rule
        return rule

    def _next(self) -> int:
        self._popovers += 1
        return self._popovers

    def _asked(self, event: str = "") -> str:
        """The query string for a tool's address."""
        state = [f"state={self.law.code}"] if "state" in self._env.page.meta else []
        asked = "&".join([*state, *([f"event={event}"] if event else [])])
        return f"?{asked}" if asked else ""

    def _relative(self, source: str) -> str:
        """A Markdown file's path relative to this one."""
        return posixpath.relpath(source, posixpath.dirname(self._env.page.file.src_uri) or ".")

    def _address(self, path: str) -> str:
        """A site path relative to this page, for addresses in HTML."""
        depth = self._env.page.url.count("/") if self._env.page.url not in ("", "./") else 0
        return ("../" * depth or "./") + path

    def _guides(self, letter_id: str) -> list[tuple[str, str]]:
        """The guides that lead to a letter, as titles and addresses in the federal set, which mirrors every state's."""
        topics = dict.fromkeys(topic for one in load_situations() if letter_id in one.letters for topic in one.guides)
        at = f"{load('US').slug}/"
        return [
            (state_pages.title(topic, load(FEDERAL_SET)), self._address(f"{at}{GUIDES[topic].removesuffix('.md')}/"))
            for topic in topics
        ]

    def _way_name(self, name: str, topic: str) -> str:
        """The name of a dispute option, linked to its guide on a state's page."""
        if "state" not in self._env.page.meta:
            return escape(name)
        page = GUIDES[topic].removesuffix(".md")
        return f'<a href="{self._address(f"{self.law.slug}/{page}/")}">{escape(name)}</a>'


def _kept_beside(term: str, own: str, law: Law) -> str:
    """A term with the state's name for it in brackets: the term fits a sentence that the name may not."""
    return own if own.startswith(term) else f"{term} (in {law.name}: {own.partition(' (')[0]})"


def put_in(html: str, ready: Sequence[str]) -> str:
    """A page's HTML with its macros' HTML in place of the placeholders."""
    while READY.search(html):  # a checklist contains chips, so insertions nest
        html = READY.sub(lambda found: ready[int(found[2])], html)
    return html


def checked() -> str:
    """The day on which the whole law was last checked, in words."""
    return plain_date(load(FEDERAL_SET).checked)


def letter_forms() -> dict[str, letter.LetterForm]:
    """All letters."""
    return letter.letters()


def define_env(env: Any) -> None:
    """Register the macros (called by mkdocs-macros)."""
    macros = PageMacros(env)
    env.variables["page_macros"] = macros
    for name, method in macros_of(macros).items():
        env.macro(method, name)


def on_pre_page_macros(env: Any) -> None:
    """Before each page: reset, and set ``state`` (called by mkdocs-macros)."""
    macros: PageMacros = env.variables["page_macros"]
    macros.start()
    state = StateOfPage(macros.law)
    env.variables["state"] = state
    if "state" in env.page.meta:  # the front matter's value would shadow the variable
        env.page.meta["state"] = state


def _laws() -> list[Law]:
    return [load(code) for code in known_states()]


def _deadline_form(laws: list[Law], event: str) -> str:
    questions = deadlines.inputs(laws, event)
    return forms.form("deadlines", questions, deadlines.BUTTON, {"event": event}, _states(laws))


def _form(name: str, tool: ModuleType, laws: list[Law]) -> str:
    """The form of a tool whose questions do not depend on other answers."""
    return forms.form(name, tool.inputs(laws), tool.BUTTON, {}, _states(laws))


def _first_counted(law: Law, events: Sequence[str]) -> str:
    """The first event that starts a numeric time limit here; the last one if none does."""
    counted = (event for event in events if any(rule.clock and rule.clock.value for rule in law.started_by(event)))
    return next(counted, events[-1] if events else "")


def _letter_form(laws: list[Law], letter_id: str) -> str:
    form = letter_forms()[letter_id]
    laws = [law for law in laws if form.is_for(law)]
    return forms.form("letter", letter.questions(form, laws), letter.BUTTON, {}, _states(laws), letter_id)


def _with_sources(rules: int) -> str:
    return "1 rule, with its sources" if rules == 1 else f"{rules} rules, with their sources"


def _tool_page(name: str) -> str:
    """The Markdown file of a tool, or of a letter by id."""
    return TOOLS.get(name) or f"{letter_forms()[name].page.rstrip('/')}.md"


def _book_result(name: str) -> str:
    """Where a log's answer is shown, preceded by the engine's progress."""
    return (
        '<div class="pt-progress" role="status" hidden></div>\n'
        f'<section class="pt-result" aria-label="{name}" tabindex="-1" hidden></section>\n'
    )


def _states(laws: list[Law]) -> list[tuple[str, str, str]]:
    return [(law.code, law.name, law.slug) for law in by_name(laws)]


def _save_box(law: Law) -> str:
    name = escape(offline.name_of(law))
    stored, sent = offline.STORED.format(law.slug), offline.SENT.format(law.slug)
    return (
        f'<section class="pt-offline" data-state="{law.slug}" data-name="{name}" data-megabytes="{stored}" aria-label="Save {name} for offline" data-search-exclude hidden>'
        f"<p>Guides, search, deadlines, letters and checklists work with no connection. This takes {stored} MB on this "
        f'phone, about {sent} MB to download.</p>\n<p role="status"></p></section>'
    )
