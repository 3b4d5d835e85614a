"""A table as a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Characters that some spreadsheet reads as the start of a formula; full-width ones too, and after invisible blanks.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANKS = " \t\r\n\x0b\x0c\u00a0\u200b\u3000\ufeff"


def csv(rows: Iterable[Sequence[str]]) -> str:
    """A CSV table with a byte order mark for UTF-8.

    No cell can be read as a formula.
    """
    return "\ufeff" + "".join(",".join(_cell(cell) for cell in row) + "\r\n" for row in rows)


def _cell(words: str) -> str:
    safe = f"'{words}" if words.lstrip(BLANKS)[:1] in FORMULA or words[:1] in ("\t", "\r") else words
    return '"' + safe.replace('"', '""') + '"'
