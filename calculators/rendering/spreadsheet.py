"""A table as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: What some spreadsheet takes for the beginning of a formula: the wide signs too, and after blanks that nobody sees.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANKS = " \t\r\n\x0b\x0c\u00a0\u200b\u3000\ufeff"


def csv(rows: Iterable[Sequence[str]]) -> str:
    """A table for a spreadsheet, with the mark that tells it UTF-8. Nothing in it can be taken for a formula."""
    return "\ufeff" + "".join(",".join(_cell(cell) for cell in row) + "\r\n" for row in rows)


def _cell(words: str) -> str:
    safe = f"'{words}" if words.lstrip(BLANKS)[:1] in FORMULA or words[:1] in ("\t", "\r") else words
    return '"' + safe.replace('"', '""') + '"'
