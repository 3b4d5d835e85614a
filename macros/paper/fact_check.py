"""Make a state's fact-check pack: facts for a lawyer to confirm or fix.

``python -m macros.paper.fact_check`` with state codes writes ``build/fact-check/<state>.pdf`` and ``.docx``. Blocks follow the
order of the law, so that each body of law is opened once: first what the state adds or changes, then federal law, then
good practice, offices and forms. Answers go into the law as ``reviewed``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from calculators.counting.clocks import WHO
from calculators.law import Contact, Form, Law, Rule, Source, known_states, load
from calculators.rendering.render import CONFIDENCE
from calculators.words import plain_date, quantity
from macros.data import facts
from macros.data.law_files import load_law
from macros.data.law_model import Cite, Code
from macros.data.law_model import Law as LawFiles
from macros.data.state_rules import in_state
from macros.node import run_node
from macros.places import ROOT
from macros.typst_compiler import MAIN, compiler

PACKS = ROOT / "build" / "fact-check"
TEMPLATE = Path(__file__).with_suffix(".typ")
WORD_FILE = Path(__file__).with_suffix(".mjs")
ADVICE = "Good practice: is it sound advice?"
OFFICES = "Offices: are names, numbers and addresses right today?"
FORMS = "Forms: is this the form, and is it where we say?"
HOW = (
    "One block is one fact. Each says what a parent reads here, where the law says it, what we understood, and what we could "
    "not see. The blocks stand in the order of the law: open each body of law once and go down it.",
    "Tick Yes if our sentence says what the law says today. Tick No if it does not. Tick Fix if it needs other words, and "
    "write them. Leave open what you do not want to answer. Part of it is a help too.",
    "Then send it back to the person who sent it to you. We put your Yes, with the name you give and the day, beside the fact, "
    "where every parent can see it. If we change the fact later, your name goes from it.",
)


def write_pack(law: Law, folder: Path = PACKS) -> list[Path]:
    """Write a state's pack as PDF and Word file. Returns both."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = document(law)
    printed, word = folder / f"{law.slug}.pdf", folder / f"{law.slug}.docx"
    printed.write_bytes(pdf(pack))
    run_node("The Word file could not be made", WORD_FILE, word, given=json.dumps(pack))
    return [printed, word]


def pdf(pack: dict[str, Any]) -> bytes:
    """The pack as a PDF tagged to PDF/UA-1."""
    words = json.dumps(pack, ensure_ascii=False).replace("§ ", "§\u00a0")
    made = compiler({MAIN: TEMPLATE.read_bytes(), "pack.json": words.encode()}).compile(
        format="pdf", pdf_standards="ua-1"
    )
    assert isinstance(made, bytes)
    return made


def document(law: Law) -> dict[str, Any]:
    """The pack's content for both formats: sections of numbered blocks."""
    parts: list[dict[str, Any]] = [
        {"title": title, "blocks": list(blocks)} for title, blocks in _parts(law, load_law())
    ]
    every = [block for part in parts for block in part["blocks"]]
    for number, block in enumerate(every, 1):
        block["number"] = f"{law.code} {number}"
    place = facts.place(law)
    return {
        "title": f"Fact check: {place}",
        "about": (
            f"Paper Trail is a free site for parents of children with disabilities. This is each fact that it states for {place}: "
            f"{len(every)} blocks. Law checked {plain_date(law.checked)}."
        ),
        "how": list(HOW),
        "doubtful_title": "If you have ten minutes: what we could not confirm",
        "doubtful": [f"{block['number']}  {block['title']}" for block in every if block["doubt"]],
        "date": [law.checked.year, law.checked.month, law.checked.day],
        "parts": [part for part in parts if part["blocks"]],
    }


def _parts(law: Law, files: LawFiles) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The sections in reading order."""
    for own in (True, False):
        said = [rule for rule in law.rules.values() if rule.kind == "law" and _is_own(rule, law, files) is own]
        where = f"{law.name}: what the state adds or changes" if own else "Federal law"
        for title, rules in _by_body_of_law(said, law, files):
            yield f"{where}. {title}", [_rule(rule, law) for rule in rules]
    yield ADVICE, [_rule(rule, law) for rule in law.rules.values() if rule.kind == "practice"]
    yield OFFICES, [_office(contact) for contact in facts.state_contacts(law)]
    yield FORMS, [_form(form) for form in law.forms.values()]


def _is_own(rule: Rule, law: Law, files: LawFiles) -> bool:
    """Whether a state's law is the source of the rule or of a change to it."""
    return not law.is_federal and (rule.jurisdiction == law.code or rule.id in files.states[law.code].changes)


def _by_body_of_law(rules: Iterable[Rule], law: Law, files: LawFiles) -> list[tuple[str, list[Rule]]]:
    """Rules by the body of law they cite first, state law before federal, in section order."""
    cited = {rule_id: rule.cite for rule_id, rule in in_state(files, law.code).items()}
    codes = files.codes(law.code)

    def place(rule: Rule) -> tuple[str, list[tuple[int, str]]]:
        own = _is_own(rule, law, files)
        cite = next(iter(sorted(cited[rule.id], key=lambda one: own and one.code in files.federal.codes)), None)
        return (_body(cite, codes), _in_order(cite.section if cite else rule.title))

    ordered = sorted(rules, key=place)
    return [(title, list(found)) for title, found in groupby(ordered, key=lambda rule: place(rule)[0])]


def _body(cite: Cite | None, codes: dict[str, Code]) -> str:
    return f"{codes[cite.code].title} ({cite.code})" if cite else "Without a citation"


def _in_order(section: str) -> list[tuple[int, str]]:
    """A sort key for section numbers: 300.9 comes before 300.102."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", section)]


def _rule(rule: Rule, law: Law) -> dict[str, Any]:
    """The block of a rule."""
    doubt = rule.note or "" if rule.publish != "ok" else ""
    return {
        "id": rule.id,
        "title": rule.title,
        "mark": facts.mark_words(rule.publish, rule.kind),
        "sentence": rule.rule,
        "links": [{"text": cite.text, "url": cite.url} for cite in (*rule.cites, *rule.see_also)],
        "understood_title": "What the source says, in our words",
        "understood": list(_understood(rule, law)),
        "read": [_read(source) for source in rule.sources],
        "doubt": doubt,
        "question": rule.ask.question if rule.ask else "",
        "unseen": rule.evidence or "",
        "checked": f"{plain_date(rule.checked)}: {CONFIDENCE[rule.confidence]}",
        "reviewed": f"By {rule.reviewed.by}, {plain_date(rule.reviewed.on)}" if rule.reviewed else "",
    }


def _understood(rule: Rule, law: Law) -> Iterator[str]:
    """What the source says, in our words, one line per point."""
    if rule.who:
        yield f"Who must act: {'The parent' if rule.who == 'parent' else WHO[rule.who]}"
    if rule.clock and rule.publish != "hold":
        yield f"How long: {rule.clock.in_words()}. {_WAY[rule.clock.direction]}: {facts.starts(rule, law)}"
        if rule.clock.day_one == "event_day":
            yield "The day of the event is day 1."
    if rule.amount and rule.publish != "hold":
        yield f"How much: {quantity(rule.amount.value, rule.amount.unit)}: {rule.amount.what}"
    for number, item in enumerate(rule.items, 1):
        yield f"It lists ({number}): {item}"
    for exception in rule.exceptions:
        yield f"Except: {exception}"
    if rule.if_missed:
        yield f"If it is missed: {rule.if_missed}"
    if rule.states_may:
        yield f"What a state may change: {rule.states_may.words} Federal text: {rule.states_may.text}"
    if rule.in_force:
        yield f"Since when: {rule.in_force}"


_WAY = {"after": "Counted from", "before": "Counted back from", "look_back": "How far back it reaches, from"}


def _read(source: Source) -> dict[str, str | None]:
    return {"text": f"{source.title} ({source.version}; read {plain_date(source.checked)})", "url": source.url}


def _office(contact: Contact) -> dict[str, Any]:
    reach = [*contact.address, *contact.phone, *(f"Fax {fax}" for fax in contact.fax)]
    online = [line for line in (contact.email, contact.web, contact.portal) if line]
    return {
        **_offered(contact.name, contact.role, contact),
        "id": contact.id,
        "understood": [*reach, *online, f"Ask for: {contact.ask_for}"],
        "links": [{"text": line, "url": f"mailto:{line}" if "@" in line else line} for line in online],
    }


def _form(form: Form) -> dict[str, Any]:
    return {
        **_offered(form.name, form.where, form),
        "id": f"form {form.letter}",
        "understood": [],
        "links": [{"text": form.web, "url": form.web}] if form.web else [],
    }


def _offered(name: str, sentence: str, one: Contact | Form) -> dict[str, Any]:
    return {
        "title": name,
        "mark": facts.mark_words(one.publish),
        "sentence": sentence,
        "read": [],
        "doubt": (one.note or "") if one.publish != "ok" else "",
        "question": "",
        "understood_title": "How to reach it",
        "unseen": "",
        "checked": plain_date(one.checked),
        "reviewed": "",
    }


def main(arguments: list[str]) -> int:
    """Write the packs of the named states.

    Returns 0, or 1 after printing what is wrong.
    """
    if not arguments:
        print(f"Say for which state: make fact-check ARGS={known_states()[-1]}", file=sys.stderr)
        return 1
    for code in arguments:
        if code.upper() not in known_states():
            print(f"There is no state {code}. There are {', '.join(known_states())}.", file=sys.stderr)
            return 1
        for path in write_pack(load(code.upper())):
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
