"""The question pages: one page per question for all states, with each state's own rules.

States differ in a few lines only. A question is ``docs/questions/<name>.md``, extending ``docs/_guides/_question.md``; its
front matter lists in ``state_rules`` the rules that a state may have of its own, and in ``call`` the office.
``docs/_data/questions.yml`` has the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mkdocs.utils import meta

from calculators.counting.cautions import MARKS
from calculators.law import FEDERAL_SET, Law, Rule, load
from calculators.rendering.render import citations_html, mark
from macros.data import by_hand
from macros.data.facts import pages_data
from macros.pages import cards, coverage
from macros.places import DOCS

FOLDER = "questions"
#: Shown if a state has no rule of its own; {here} is its name or "your state".
NOTHING = "We have no rule of {here}’s own on this. That does not mean that there is none. Ask this office."


def navigation() -> list[str]:
    """The index of questions, then each question in order."""
    return [f"{FOLDER}/index.md", *(f"{FOLDER}/{name}.md" for names in _groups().values() for name in names)]


def listed() -> str:
    """Every question by subject, in Markdown."""
    parts = []
    for number, (title, names) in enumerate(_groups().items(), 1):
        rows = "\n".join(f"- [{question(name)}]({name}.md)" for name in names)
        parts.append(f"## {title} {{#group-{number}}}\n\n{rows}")
    return "\n\n".join(parts)


def question(name: str) -> str:
    """The title of a question's page: the question in a parent's words."""
    front = meta.get_data((DOCS / FOLDER / f"{name}.md").read_text(encoding="utf-8"))[1]
    return str(front["title"])


def in_each_state(laws: Iterable[Law], rule_ids: list[str], office: str, root: str) -> str:
    """Each state's own rules, and whom to call there.

    Only the chosen state's part is shown.
    ``root`` is the site's root relative to the page.
    """
    return "\n".join(_in_state(law, rule_ids, office, root) for law in laws)


def _in_state(law: Law, rule_ids: list[str], office: str, root: str) -> str:
    name = "Another state" if law.is_federal else law.name
    own = [rule for rule_id in rule_ids if (rule := own_rule(law, rule_id))]
    said = "".join(own_words(rule, law, root) for rule in own)
    if rule_ids and not own:
        said = f"<p>{escape(NOTHING.format(here='your state' if law.code == 'US' else law.name))}</p>"
    called = cards.call_buttons([law.contact(office)])
    return f'<section class="pt-place" data-state="{law.slug}" data-search-exclude><p><strong>{escape(name)}</strong></p>{said}{called}</section>'


def own_rule(law: Law, rule_id: str) -> Rule | None:
    """A rule that a state adds or changes; None if only the federal one exists."""
    rule = law.rules.get(rule_id)
    return rule if rule and not law.is_federal and coverage.differs(rule, load(FEDERAL_SET)) else None


def own_words(rule: Rule, law: Law, root: str) -> str:
    """A state's rule in plain words, with citation and a link to its sources."""
    return passage(rule, rule.rule, law, root)


def passage(rule: Rule, said: str, law: Law, root: str) -> str:
    """What is said of a state's rule.

    With its doubt, its citation and a link to its sources.
    """
    doubt = f" <span>{escape(_unmarked(rule))}</span>" if rule.note and rule.publish != "ok" else ""
    left_out = f" {escape(by_hand.not_counted(rule))}".rstrip()
    sources = f'<a href="{root}{coverage.where(law, rule).replace(".md#", "/#")}">Sources</a>'
    cites = f"By {citations_html(rule.cites)}. " if rule.cites else "From "  # words, or a finger needs larger links
    return (
        f'<div class="pt-own" data-publish="{rule.publish}"><p><strong>{escape(rule.title)}</strong> {mark(rule.publish, rule.kind)}</p>'
        f"<p>{escape(said)}{left_out}{doubt}</p><p><small>{cites}{sources}</small></p></div>"
    )


def _unmarked(rule: Rule) -> str:
    """A rule's note, its first words shortened where its badge says them already.

    "Reported: that court is the next step": without the first word a doubt would read as a fact.
    """
    mark, note = MARKS.get(rule.publish, ""), rule.note or ""
    if not mark or not note.startswith(mark):
        return note
    rest = note.removeprefix(mark)
    return rest.removeprefix(". ") if rest.startswith(". ") else f"{mark.partition(',')[0]}{rest}"


def _groups() -> dict[str, list[str]]:
    """The questions by subject, in order."""
    groups: dict[str, list[str]] = pages_data("questions")
    return groups
