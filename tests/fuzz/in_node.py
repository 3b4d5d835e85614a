"""Fuzz code that exists only in JavaScript, in batches: importing a backup, and writing a letter as a Word file."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

from macros.node import run_node
from tests.fuzz import made
from tests.fuzz.injected import INJECTED

HERE = Path(__file__).parent
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Characters that XML forbids; the file has a space instead, and U+FFFD for a lone surrogate (``HALF``).
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HALF = re.compile("[\ud800-\udfff]")


def copies(draw: Random, number: int) -> list[str]:
    """Import this many random backups; return those with a wrong outcome."""
    here = _store()
    files = [made.copy(draw) for _ in range(number)]
    said = json.loads(run_node("copies", HERE / "copies.mjs", given=json.dumps({"here": here, "copies": files})))
    wrong = [one for one in zip(said, files, strict=True) if one[0].get("fault") or one[0].get("changed")]
    wrong += [one for one in zip(said, files, strict=True) if one[0].get("same") is False]
    return [f"{outcome}: {file[:2000]}" for outcome, file in wrong]


def _store() -> str:
    store = json.loads(made.STORES[-1].read_text(encoding="utf-8"))
    return json.dumps({"copy_of": "paper-trail", "format": 1, **store, "notes": {}})


def word_files(draw: Random, number: int) -> list[str]:
    """Write this many random letters as Word files; return those whose text differs."""
    letters = [_letter(draw) for _ in range(number)]
    files = json.loads(run_node("letters", HERE / "docx.mjs", given=json.dumps(letters)))
    return [
        f"{letter['paragraphs']!r}: {found!r}"
        for letter, file in zip(letters, files, strict=True)
        if (found := _paragraphs(base64.b64decode(file))) != [_writable(words) for words in letter["paragraphs"]]
    ]


def _letter(draw: Random) -> dict[str, Any]:
    words = [
        draw.choice((draw.choice(INJECTED), made.text(draw), made.near_miss(draw))) for _ in range(draw.randrange(1, 9))
    ]
    return {"subject": words[0], "paragraphs": words, "closing": 1, "leads": [], "sheets": [], "mark": ""}


def _writable(words: str) -> str:
    return NOT_IN_XML.sub(" ", HALF.sub("\ufffd", words)).replace("\r", "\n")


def _paragraphs(file: bytes) -> list[str]:
    """A Word file's paragraphs as text, with tabs and line breaks as characters; every XML part must parse."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))
        body = ElementTree.fromstring(parts.read("word/document.xml"))
    return [_words(paragraph) for paragraph in body.iter(f"{WORD}p")]


def _words(paragraph: ElementTree.Element) -> str:
    signs = {f"{WORD}tab": "\t", f"{WORD}br": "\n"}
    return "".join(
        signs.get(node.tag) or (node.text or "") for node in paragraph.iter() if node.tag in (*signs, f"{WORD}t")
    )


#: The targets, by name: functions that return the failures of one batch.
BATCHES: dict[str, Any] = {"copies brought in": copies, "letters as Word files": word_files}
