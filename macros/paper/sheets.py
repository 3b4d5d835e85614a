"""Make the printed sheets: ``build/sheets/<state>/<checklist>.pdf``, and one file with everything for a state.

The content comes from ``docs/_data/checklists.yml`` and the law; the layout is in ``sheets.typ``. A sheet gives its state,
the day the law was checked, and its page's URL if the build knows it (``PAPER_TRAIL_URL``); otherwise only the page's path
and no QR code. The output is reproducible: a file is dated with the day on which the law was checked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from io import BytesIO
from itertools import groupby, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import segno
import typst

from calculators.law import FEDERAL_SET, Contact, Law, known_states, load
from calculators.tools.letter import LetterForm, letters, state_form
from calculators.words import plain_date
from macros.data import corrections, facts
from macros.data.checklist_model import Checklist, Item, Way
from macros.data.topics import TOPICS
from macros.fingerprint import fingerprint
from macros.low_priority import lower_priority_if_asked
from macros.palette import TOKENS
from macros.places import CHECKLISTS, DATA, ROOT
from macros.typst_compiler import MAIN, compiler

SHEETS = ROOT / "build" / "sheets"
TEMPLATE = Path(__file__).with_suffix(".typ")
MADE_FROM = "made-from.json"
EVERYTHING = "everything"
MADE_WITH = ("typst", "segno")
CODE_QUALITY = "m"
#: Placeholder in pages for a sheet's size: pages and sheets are made concurrently.
SIZE = "[size of sheet {}/{}]"


def write_sheets(folder: Path = SHEETS, only: Sequence[str] = ()) -> list[Path]:
    """Write every sheet of every state, or of some, unless up to date.

    Returns the files.
    """
    base = os.environ.get("PAPER_TRAIL_URL", "")
    states = only or known_states()
    waiting = [code for code in states if not _is_done(folder, load(code), base)]
    workers = min(len(waiting), os.process_cpu_count() or 1)
    if workers:
        # spawned, not forked: a fork of a process that has used typst would wait forever for threads that it lacks
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            shares = [waiting[first::workers] for first in range(workers)]
            for _ in pool.map(write_states, shares, repeat(folder), repeat(base)):
                pass  # re-raises the error of a worker
    return sorted(path for code in states for path in (folder / load(code).slug).glob("*.pdf"))


def address(law: Law, sheet_id: str) -> str:
    """The path of a sheet's file in the site. Raises KeyError for an unknown sheet."""
    if sheet_id != EVERYTHING and sheet_id not in facts.checklists():
        raise KeyError(f"there is no printed sheet '{sheet_id}' for {law.name}: is it in {CHECKLISTS.name}?")
    return f"assets/sheets/{law.slug}/{sheet_id}.pdf"


def _made_from(law: Law, base: str) -> str:
    """A hash of all inputs of a state's sheets."""
    here = (
        "data/by_hand.py",
        "data/checklist_model.py",
        "data/facts.py",
        "data/topics.py",
        "paper/sheets.py",
        "paper/sheets.typ",
    )
    code = [*(ROOT / "macros" / name for name in here), *(ROOT / "calculators").rglob("*.py")]
    data = [DATA / f"{law.code}.json", DATA / "letters.json", CHECKLISTS, CHECKLISTS.with_name("words.yml")]
    return fingerprint([*data, *code], base, corrections.where(), *_versions())


def _versions() -> list[str]:
    return [f"{name} {version(name)}" for name in MADE_WITH]


def _known(folder: Path, law: Law) -> dict[str, str]:
    """The input hashes of a state's existing sheets: of all together, and of each."""
    path = folder / law.slug / MADE_FROM
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return known


def _is_done(folder: Path, law: Law, base: str) -> bool:
    return _known(folder, law).get("all") == _made_from(law, base)


def write_states(codes: Iterable[str], folder: Path = SHEETS, base: str = "") -> None:
    """Write the sheets of some states whose content changed.

    Each sheet is compiled for all states before the next one, because typst's cache of shared layout is short-lived.
    """
    stacks = [_stack(load(code), folder, base) for code in codes]
    for stack in stacks:
        (stack.place / MADE_FROM).unlink(missing_ok=True)  # removed until everything is complete
    fitted = _with_fits(stacks)
    for sheet_id in (*facts.checklists(), EVERYTHING):
        for stack in fitted:
            if sheet_id in stack.waiting:
                (stack.place / f"{sheet_id}.pdf").write_bytes(_pdf(stack.documents[sheet_id]))
    for stack in stacks:
        for path in stack.place.glob("*.pdf"):
            if path.stem not in stack.documents:  # the sheet of a removed checklist
                path.unlink()
        (stack.place / MADE_FROM).write_text(json.dumps(stack.made_from, indent=1), encoding="utf-8")


class _Stack(NamedTuple):
    """A state's documents by file name, which of them to write, and the input hash of each."""

    place: Path
    documents: dict[str, dict[str, Any]]
    waiting: frozenset[str]
    made_from: dict[str, str]


def _stack(law: Law, folder: Path, base: str) -> _Stack:
    known, made_from = _known(folder, law), {"all": _made_from(law, base)}
    place = folder / law.slug
    place.mkdir(parents=True, exist_ok=True)
    sheets = {sheet_id: _sheet(sheet_id, entry, law, base) for sheet_id, entry in facts.checklists().items()}
    documents = {key: _document(law, sheet["title"], sheet["use"], [sheet]) for key, sheet in sheets.items()}
    documents[EVERYTHING] = _everything(law, list(sheets.values()), base)
    made_from |= {key: fingerprint([TEMPLATE, TOKENS], _printable(one), *_versions()) for key, one in documents.items()}
    waiting = {key for key in documents if known.get(key) != made_from[key] or not (place / f"{key}.pdf").is_file()}
    return _Stack(place, documents, frozenset(waiting), made_from)


def _with_fits(stacks: Iterable[_Stack]) -> list[_Stack]:
    """The stacks with work to do, each checklist with its fitted type size and spacing."""
    waiting = [stack for stack in stacks if stack.waiting]
    # most lists are the same in every state, and fitting one takes as long as printing it
    lists = {_to_fit(sheet): sheet for stack in waiting for sheet in stack.documents[EVERYTHING]["sheets"]}
    fits = _fits({key: sheet for key, sheet in lists.items() if not sheet["table"] and not sheet["ways"]})

    def fitted(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "sheets": [{**sheet, "fit": fits.get(_to_fit(sheet))} for sheet in document["sheets"]]}

    return [stack._replace(documents={key: fitted(one) for key, one in stack.documents.items()}) for stack in waiting]


def _to_fit(sheet: dict[str, Any]) -> str:
    return json.dumps(sheet, sort_keys=True)


def _fits(sheets: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """The type size and spacing with which each checklist fills one page, as computed by ``sheets.typ``.

    The state's name in the subtitle differs between files, but always takes one line.
    """
    asked = {**_document(load(FEDERAL_SET), "Fits", "", []), "to_fit": [*sheets.values()]}
    found = json.loads(_compiler(asked).query("<fit>", field="value"))
    return dict(zip(sheets, found, strict=True))


def _compiler(document: dict[str, Any]) -> typst.Compiler:
    return compiler({MAIN: TEMPLATE.read_bytes(), "sheet.json": _printable(document).encode()})


def _pdf(document: dict[str, Any]) -> bytes:
    """A PDF tagged to PDF/UA-1: typst rejects documents that a screen reader could not follow."""
    made, warnings = _compiler(document).compile_with_warnings(format="pdf", pdf_standards="ua-1")
    if warnings:
        raise ValueError(f"typst warns about '{document['title']}': {'; '.join(w.message for w in warnings)}")
    assert isinstance(made, bytes)
    return made


def _printable(document: dict[str, Any]) -> str:
    """A document as JSON, with a non-breaking space after section signs."""
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
        "wrong": corrections.on_paper(corrections.where()),
        "to_fit": [],
        "cover": None,
    }


def _everything(law: Law, sheets: Sequence[dict[str, Any]], base: str) -> dict[str, Any]:
    title = "Everything under federal law" if law.is_federal else f"Everything for {law.name}"
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
    """The page's short URL with a QR code, or only its path if the site's URL is unknown."""
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
        if text := facts.plain(item.text, law):
            parts[-1]["items"].append({"text": text, "day": item.day, "write": item.write})
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
        "how_title": "How it works under federal law" if law.is_federal else f"How it works in {law.name}",
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
    online = [line for line in (contact.email, contact.page) if line]
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
    lower_priority_if_asked(sys.argv)
    made = write_sheets()
    print(f"Printed sheets: {len(made)} files, {sum(path.stat().st_size for path in made) / 1000:.0f} KB.")
