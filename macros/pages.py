"""The macros that pages use. Pages ask here; here asks the calculators; no fact is typed twice.

A page in a state says so in its front matter (``state: MS``). Macros that return a block must stand on a line of
their own; the others stand inside a sentence.
"""

from __future__ import annotations

import posixpath
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Self

import yaml

from calculators import deadlines, letter, render
from calculators.law import Law, Rule, known_states, load
from calculators.words import number_word, plain_date
from macros import cards, coverage
from macros.case_form import case_form

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = {
    "overview": "index.md",
    "disagree": "disagree.md",
    "not_following": "not-following.md",
    "evaluation": "evaluation.md",
    "records": "records.md",
    "meetings": "meetings.md",
    "pwn": "prior-written-notice.md",
    "facilitation": "facilitation.md",
    "mediation": "mediation.md",
    "state_complaint": "state-complaint.md",
    "due_process": "due-process.md",
    "discipline": "discipline.md",
    "section_504": "504.md",
    "help": "who-to-call.md",
}
TOOLS = {
    "deadlines": "tools/deadlines.md",
    "case": "tools/case.md",
    "letters": "tools/letters/index.md",
    "pwn_demand": "tools/letters/pwn-demand.md",
}
CONTACT_ORDER = ("parent_center", "protection_advocacy", "sea")


@cache
def pages_data(name: str) -> dict[str, Any]:
    """A data file of the pages (``docs/_data/<name>.yml``)."""
    loaded: dict[str, Any] = yaml.safe_load((DOCS / "_data" / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


class PageMacros:
    """The macros of the page that is being built. What a page cited is kept until its end."""

    def __init__(self, env: Any) -> None:
        self._env = env
        self.start()

    def start(self) -> None:
        """Forget the page before."""
        self._cited: dict[str, Rule] = {}
        self._popovers = 0

    # facts inside a sentence

    def cite(self, rule_id: str) -> str:
        """A chip with a rule's citation."""
        rule = self._noted(rule_id)
        return cards.chip(rule, self._next())

    def clock(self, rule_id: str) -> str:
        """A rule's time limit in words."""
        return cards.clock_words(self._noted(rule_id))

    def amount(self, rule_id: str) -> str:
        """A rule's number that is not a clock."""
        return cards.amount_words(self._noted(rule_id))

    def count(self, rule_id: str) -> str:
        """How many items a rule lists, in words."""
        return number_word(len(self._noted(rule_id).items))

    def sea(self) -> str:
        """The short name of the state education agency."""
        return self.law.sea

    def contact_name(self, kind: str) -> str:
        """The name of an office."""
        return escape(self.law.contact(kind).name)

    def checked(self) -> str:
        """The day on which the law was last checked as a whole."""
        return plain_date(self.law.checked)

    def term(self, term_id: str, words: str = "") -> str:
        """A word of the glossary; tapped, it says what it means."""
        entry = pages_data("glossary")[term_id]
        popover = f"term-{self._next()}"
        return (
            f'<span class="pt-term"><button type="button" popovertarget="{popover}">{escape(words or entry["term"])}</button>'
            f'<span class="pt-pop" popover id="{popover}" role="note" data-search-exclude><strong>{escape(entry["term"])}</strong> '
            f"<span>{escape(entry['plain'])}</span></span></span>"
        )

    # links

    def page_link(self, topic: str) -> str:
        """The Markdown address of a guide of this state."""
        return self._relative(f"{self.law.slug}/{GUIDES[topic]}")

    def tool(self, name: str, event: str = "") -> str:
        """The Markdown address of a tool, with this state chosen."""
        query = f"?state={self.law.code}" + (f"&event={event}" if event else "")
        return self._relative(TOOLS[name]) + query

    # blocks

    def meta(self) -> str:
        """The line under the title: the state, and when its law was checked."""
        name = "Federal law, for every state" if self.law.code == "US" else self.law.name
        return f'<p class="pt-meta">{escape(name)} · Law checked on {self.checked()}</p>'

    def rule(self, rule_id: str) -> str:
        """A card with the whole rule."""
        return cards.card(self._noted(rule_id), self.law)

    def items(self, rule_id: str) -> str:
        """The numbered items of a rule."""
        return cards.items(self._noted(rule_id))

    def contact(self, kind: str) -> str:
        """A contact card; the national office where the state has none of its own."""
        return cards.contact_card(self.law.contact(kind))

    def contacts(self, _which: str = "all") -> str:
        """Every contact card of the state, its own first."""
        own = sorted(self.law.contacts.values(), key=lambda c: (c.jurisdiction == "US", self._contact_rank(c.id)))
        kinds = {c.id.split("_", 1)[1] for c in own if c.jurisdiction != "US"}
        shown = [c for c in own if c.jurisdiction != "US" or c.id.split("_", 1)[1] not in kinds]
        return "\n".join(cards.contact_card(contact) for contact in shown)

    def deadlines_table(self, topic: str = "") -> str:
        """The state's clocks as a table, of one topic or all."""
        return cards.deadlines_table(self.law, [r for r in self.law.rules.values() if topic in ("", r.topic)])

    def checklist(self, checklist_id: str) -> str:
        """A list to tick."""
        entry = pages_data("checklists")[checklist_id]
        rows = [(self._env.render(item["text"]), item.get("write", "")) for item in entry["items"]]
        return cards.checklist(checklist_id, entry["title"], rows)

    def calculator(self, name: str, event: str = "", letter: str = "") -> str:
        """A form that counts or writes in the browser, with the count by hand for when no script runs."""
        in_a_state = "state" in self._env.page.meta
        laws = [self.law] if in_a_state else _laws()
        rules = [rule for rule in self.law.rules.values() if rule.clock]
        if name == "letter":
            form, by_hand = _letter_form(laws, letter), ""
        elif name == "case":
            form, by_hand = case_form(laws, _states(laws)), cards.worksheet(self.law, rules)
        else:
            form = _deadline_form(laws, event)
            by_hand = cards.worksheet(self.law, self.law.started_by(event) if event else rules)
        runtime = self._address("assets/runtime/")
        return (
            f'<div class="pt-calculator" data-runtime="{runtime}" data-root="{self._address("")}">{form}\n'
            '<p class="pt-noscript">This form needs JavaScript, which is off. '
            f"{'You can count by hand, below.' if by_hand else 'The points above can be written by hand.'}</p>\n"
            '<div class="pt-progress" role="status" hidden></div>\n'
            '<section class="pt-result" aria-label="Result" tabindex="-1" hidden></section>\n'
            f"{by_hand}</div>"
        )

    def letter(self, letter_id: str) -> str:
        """A link that looks like the main action: write this letter, for this state."""
        form = letter_forms()[letter_id]
        url = self._address(TOOLS[letter_id].removesuffix(".md") + "/") + f"?state={self.law.code}"
        return (
            f'<a class="pt-letter-link" href="{url}"><strong>Write the letter: {escape(form.title)}</strong> '
            f"<span>{escape(form.use)}</span></a>"
        )

    def law_on_this_page(self) -> str:
        """A card for every rule that the page cites."""
        return "\n".join(cards.card(rule, self.law, identified=True) for rule in self._cited.values())

    def sources_page(self) -> str:
        """Every rule with its sources."""
        return coverage.sources_page(_laws())

    def coverage_page(self) -> str:
        """What is covered, and how sure it is."""
        return coverage.coverage_page(_laws())

    def glossary_page(self) -> str:
        """Every word of the glossary, in order."""
        entries = sorted(pages_data("glossary").items(), key=lambda entry: entry[1]["term"].lower())
        return "\n".join(
            f"## {entry['term'][0].upper()}{entry['term'][1:]} {{#{key.replace('_', '-')}}}\n\n{entry['plain']}\n"
            for key, entry in entries
        )

    @property
    def law(self) -> Law:
        """The law of the page's state; federal outside a state."""
        return load(self._env.page.meta.get("state", "US"))

    def _noted(self, rule_id: str) -> Rule:
        rule = self.law.rule(rule_id)
        self._cited.setdefault(rule_id, rule)
        return rule

    def _next(self) -> int:
        self._popovers += 1
        return self._popovers

    def _relative(self, source: str) -> str:
        """A Markdown file as seen from this one."""
        return posixpath.relpath(source, posixpath.dirname(self._env.page.file.src_uri) or ".")

    def _address(self, path: str) -> str:
        """A path of the site as seen from this page, for addresses inside HTML."""
        depth = self._env.page.url.count("/") if self._env.page.url not in ("", "./") else 0
        return ("../" * depth or "./") + path

    @staticmethod
    def _contact_rank(contact_id: str) -> int:
        kind = contact_id.split("_", 1)[1]
        return CONTACT_ORDER.index(kind) if kind in CONTACT_ORDER else len(CONTACT_ORDER)


def checked() -> str:
    """The day on which the law was last checked as a whole, in words."""
    return plain_date(load("US").checked)


def letter_forms() -> dict[str, letter.LetterForm]:
    """All letters."""
    return letter.letters()


def define_env(env: Any) -> None:
    """Give the macros to the pages (called by mkdocs-macros)."""
    macros = PageMacros(env)
    env.variables["page_macros"] = macros
    for name in dir(PageMacros):
        if not name.startswith("_") and name not in ("law", "start"):
            env.macro(getattr(macros, name), name)
    env.variables["jurisdictions"] = sorted(_laws(), key=lambda law: (law.code == "US", law.name))


def on_pre_page_macros(env: Any) -> None:
    """Before each page: forget the page before, and set ``state`` (called by mkdocs-macros)."""
    macros: PageMacros = env.variables["page_macros"]
    macros.start()
    state = StateOfPage(macros.law)
    env.variables["state"] = state
    if "state" in env.page.meta:  # the front matter's word would hide the variable
        env.page.meta["state"] = state


class StateOfPage(str):
    """The state of a page: its code, which also knows the state's names (``{{ state.name }}``)."""

    name: str
    slug: str
    sea: str
    sea_full: str
    lea: str

    def __new__(cls, law: Law) -> Self:
        """The state whose law this is."""
        state = super().__new__(cls, law.code)
        for field in ("name", "slug", "sea", "sea_full", "lea"):
            setattr(state, field, getattr(law, field))
        return state

    @property
    def code(self) -> str:
        """The code alone, such as MS."""
        return str(self)


def _laws() -> list[Law]:
    return [load(code) for code in known_states()]


def _deadline_form(laws: list[Law], event: str) -> str:
    questions = deadlines.inputs(laws, event)
    return render.form("deadlines", questions, deadlines.BUTTON, {"event": event}, _states(laws))


def _letter_form(laws: list[Law], letter_id: str) -> str:
    questions = letter_forms()[letter_id].inputs
    return render.form("letter", questions, letter.BUTTON, {}, _states(laws), letter_id)


def _states(laws: list[Law]) -> list[tuple[str, str, str]]:
    return [(law.code, law.name, law.slug) for law in sorted(laws, key=lambda law: (law.code == "US", law.name))]
