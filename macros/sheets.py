"""Make the printed sheets: ``docs/assets/sheets/<state>/<checklist>.pdf``, and one file with everything for a state.

What a sheet says comes from ``docs/_data/checklists.yml`` and the law; how it looks is in ``sheets.typ``. A sheet says
for which state it holds, when the law was checked, and the address of its page if the build knows one
(``PAPER_TRAIL_URL``); otherwise it gives the page's path alone and has no code to scan. The same input gives the same
bytes: the date in a file is the day on which the law was checked.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import segno
import typst

from calculators.law import Contact, Law, known_states, load
from calculators.letter import LetterForm, letters, state_form
from calculators.words import plain_date
from macros import facts
from macros.checklist_model import Checklist, Item, Way
from macros.coverage import TOPICS
from macros.data import CHECKLISTS, DATA, ROOT
from macros.fingerprint import fingerprint

SHEETS = ROOT / "docs" / "assets" / "sheets"
TEMPLATE = Path(__file__).with_suffix(".typ")
MADE_FROM = "made-from.txt"
EVERYTHING = "everything"
MADE_WITH = ("typst", "segno")
CODE_QUALITY = "m"


def write_sheets(folder: Path = SHEETS) -> list[Path]:
    """Write every sheet of every state unless what they are made from is unchanged. Returns the files."""
    base = os.environ.get("PAPER_TRAIL_URL", "")
    made_from = fingerprint(_made_from(), base, *(f"{name} {version(name)}" for name in MADE_WITH))
    known = folder / MADE_FROM
    if not known.is_file() or known.read_text(encoding="utf-8").strip() != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        for law in map(load, known_states()):
            _write_state(folder / law.slug, law, base)
        known.write_text(f"{made_from}\n", encoding="utf-8")
    return sorted(folder.rglob("*.pdf"))


def sheet_path(law: Law, sheet_id: str, folder: Path = SHEETS) -> Path:
    """The file of a sheet; KeyError with a sentence if there is no such sheet."""
    path = folder / law.slug / f"{sheet_id}.pdf"
    if not path.is_file():
        raise KeyError(f"there is no printed sheet '{sheet_id}' for {law.name}: is it in {CHECKLISTS.name}?")
    return path


def address(path: Path) -> str:
    """The address of a sheet's file inside the site."""
    return path.relative_to(ROOT / "docs").as_posix()


def _made_from() -> list[Path]:
    data = [path for path in DATA.glob("*.json") if path.stem.isupper() or path.stem == "letters"]
    here = ("checklist_model.py", "coverage.py", "facts.py", "sheets.py", "sheets.typ")
    code = [*(Path(__file__).with_name(name) for name in here), *(ROOT / "calculators").glob("*.py")]
    return [*data, *code, CHECKLISTS, CHECKLISTS.with_name("words.yml")]


def _write_state(folder: Path, law: Law, base: str) -> None:
    folder.mkdir(parents=True)
    sheets = {sheet_id: _sheet(sheet_id, entry, law, base) for sheet_id, entry in facts.checklists().items()}
    for sheet_id, sheet in sheets.items():
        (folder / f"{sheet_id}.pdf").write_bytes(_pdf(_document(law, sheet["title"], sheet["use"], [sheet])))
    (folder / f"{EVERYTHING}.pdf").write_bytes(_pdf(_everything(law, list(sheets.values()), base)))


def _pdf(document: dict[str, Any]) -> bytes:
    """One PDF, tagged as PDF/UA-1 asks: typst refuses a document that a screen reader could not follow."""
    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), ignore_system_fonts=True, sys_inputs={"sheet": _printable(document)}
    )
    made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards="ua-1")
    if warnings:
        raise ValueError(f"typst warns about '{document['title']}': {'; '.join(w.message for w in warnings)}")
    assert isinstance(made, bytes)
    return made


def _printable(document: dict[str, Any]) -> str:
    """A document as JSON, with a section sign held to its number at the end of a line."""
    return json.dumps(document, ensure_ascii=False).replace("§ ", "§\u00a0")


def _document(law: Law, title: str, description: str, sheets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": f"{title} · {facts.place(law)}",
        "description": description,
        "place": facts.place(law),
        "checked": plain_date(law.checked),
        "date": [law.checked.year, law.checked.month, law.checked.day],
        "letters_note": "Answer a few questions on the letters page. Each letter comes finished, with the law in it.",
        "sheets": sheets,
        "cover": None,
    }


def _everything(law: Law, sheets: Sequence[dict[str, Any]], base: str) -> dict[str, Any]:
    title = "Everything under federal law" if law.code == "US" else f"Everything for {law.name}"
    use = "Each list, log and map of this site, the time limits with their law, and the people who can help."
    return {
        **_document(law, title, use, sheets),
        "title": title,
        "cover": {
            **_way_back(f"{law.slug}/", base),
            "use": use,
            "printing": "You do not need all of it. Print the pages that fit your case. Print a log page more than once.",
            "lines": ["My child (initials are enough)", "School and district", "Special education director"],
        },
        "deadlines_title": f"Time limits: {facts.place(law)}",
        "deadlines_note": (
            "Where it says “Reported, not confirmed”, we could not see it in the law itself: ask before you rely on it. "
            "Any limit may have changed since it was checked."
        ),
        "deadlines": _deadlines(law),
        "contacts_title": f"Who can help: {facts.place(law)}",
        "contacts": [_office(contact) for contact in facts.state_contacts(law)],
        "forms_title": f"The state's own forms: {facts.place(law)}",
        "forms": [_own_form(form, law) for form in letters().values() if law.form(form.id)],
    }


def _sheet(sheet_id: str, entry: Checklist, law: Law, base: str) -> dict[str, Any]:
    return {
        "id": sheet_id,
        "title": facts.plain(entry.title, law),
        "use": facts.plain(entry.use, law),
        **_way_back(f"checklists/{sheet_id}/", base),
        "lines": entry.lines,
        "parts": _parts(entry.items, law),
        "table": entry.table.model_dump() if entry.table else None,
        "ways": _ways(entry.ways, law) if entry.ways else None,
        "words": [facts.pages_data("words")[words_id] for words_id in entry.words],
        "letters": _letters() if entry.letters else [],
    }


def _way_back(path: str, base: str) -> dict[str, str | None]:
    """The page's short address with a code to scan; its path alone where the build does not know the site's address."""
    if not base:
        return {"address": f"On the site: /{path}", "qr": None}
    url = f"{base.rstrip('/')}/{path}"
    svg = BytesIO()
    segno.make_qr(url, error=CODE_QUALITY).save(svg, kind="svg", border=0, xmldecl=False)
    return {"address": url.split("//", 1)[-1].removeprefix("www."), "qr": svg.getvalue().decode()}


def _parts(items: Iterable[Item], law: Law) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for item in items:
        if item.part or not parts:
            parts.append({"title": item.part, "items": []})
        parts[-1]["items"].append({"text": facts.plain(item.text, law), "day": item.day, "write": item.write})
    return parts


def _letters() -> list[dict[str, Any]]:
    return [{"lead": form.title, "text": form.use, "day": "Date sent", "write": None} for form in letters().values()]


def _ways(ways: Sequence[Way], law: Law) -> dict[str, Any]:
    rows = {**facts.WAY_COLUMNS, "Time limit": "limit"}
    return {
        "names": [way.name for way in ways],
        "rows": [
            {"label": label, "cells": [facts.plain(getattr(way, field), law) for way in ways]}
            for label, field in rows.items()
        ],
        "how_title": "How it works under federal law" if law.code == "US" else f"How it works in {law.name}",
        "how": [_how(way.name, rule_id, law) for way in ways for rule_id in way.how],
    }


def _how(name: str, rule_id: str, law: Law) -> dict[str, str]:
    rule = law.rule(rule_id)
    return {
        "name": name,
        "text": rule.rule,
        "mark": facts.mark_words(rule.publish, rule.kind),
        "note": (rule.note or "") if rule.publish != "ok" else "",
        "cite": f"({rule.citation})",
    }


def _deadlines(law: Law) -> list[dict[str, Any]]:
    rows = facts.deadline_rows(law, list(law.rules.values()))
    order = list(TOPICS)
    rows.sort(key=lambda row: order.index(row.topic))
    return [
        {"topic": TOPICS[topic], "rows": [_deadline(row) for row in found]}
        for topic, found in groupby(rows, key=lambda row: row.topic)
    ]


def _deadline(row: facts.DeadlineRow) -> dict[str, str]:
    return {
        "title": row.title,
        "mark": facts.mark_words(row.publish, row.kind),
        "note": row.note,
        "starts": row.starts,
        "who": row.who,
        "how_long": row.how_long,
        "law": "; ".join(cite.text for cite in row.cites) or "No rule: advice",
    }


def _office(contact: Contact) -> dict[str, Any]:
    online = [line for line in (contact.email, contact.web) if line]
    return {
        "name": contact.name,
        "role": contact.role,
        "reach": [part for part in (contact.address, contact.phone, online) if part],
        "ask_for": contact.ask_for,
        "mark": facts.mark_words(contact.publish),
        "note": (contact.note or "") if contact.publish != "ok" else "",
        "checked": f"Contact checked {plain_date(contact.checked)}",
    }


def _own_form(form: LetterForm, law: Law) -> dict[str, str]:
    own = law.forms[form.id]
    return {"name": own.name, "where": state_form(form, law), "web": own.web or ""}


if __name__ == "__main__":
    made = write_sheets()
    print(f"Printed sheets: {len(made)} files, {sum(path.stat().st_size for path in made) / 1000:.0f} KB.")
