"""Fuzz targets and their invariants. Each check raises AssertionError with the offending value."""

from __future__ import annotations

import csv as csv_reader
import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from random import Random
from typing import Any

from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from calculators.counting.service_minutes import PARTS
from calculators.inputs import WrongInput
from calculators.message import ask
from calculators.reading import closed_days
from calculators.reading.printed_calendars import read_calendar
from calculators.reading.written_dates import read_date, read_dates
from calculators.tools import service_log
from calculators.words import MONTHS, plain_date, short_date
from tests.fuzz import made
from tests.fuzz.injected import MARK

ASKED_ON = date(2026, 11, 27)
#: What spreadsheets treat as the start of a formula; some skip leading whitespace, invisible characters included.
FORMULA = re.compile("[ \t\r\n\x0b\x0c\u00a0\u200b\u3000\ufeff]*[=+\\-@＝＋－＠]")
#: The action of every form: scripts read its fields, and submitting it sends nothing.
NOWHERE = "javascript:void 0"
SIZES = (str, str.upper, str.lower, str.swapcase)
BLANKS = ("", " ", "  ", "\t", "\n", "\u00a0")
#: All properties that this site's calendar files use.
PROPERTIES = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "DESCRIPTION",
    "ACTION", "TRIGGER",
}  # fmt: skip


def a_written_date_is_that_date(asked: tuple[date, str]) -> None:
    """A date in an unambiguous form is read as that day."""
    day, words = asked
    assert read_date(words, ASKED_ON) == day, (words, day)


def a_text_is_a_date_that_stands_in_it_or_a_sentence(words: str) -> None:
    """Only a date that the text contains is read; otherwise the error is a full sentence."""
    for without_year in ("", "last"):
        try:
            day = read_date(words, ASKED_ON, without_year=without_year)
        except ValueError as wrong:
            is_a_sentence(str(wrong))
            continue
        stands_in(day, words)
        for again in (day.isoformat(), plain_date(day), short_date(day)):
            assert read_date(again) == day, (words, again)
    try:
        days = read_dates(words, ASKED_ON)
    except ValueError as wrong:
        is_a_sentence(str(wrong))
    else:
        assert list(days) == sorted(set(days)), words


def stands_in(day: date, words: str) -> None:
    """The text states this day and month, and this year if any; an ambiguous order of digits must not be guessed."""
    groups = re.findall(r"[0-9]+", words)
    named = [number for number, name in enumerate(MONTHS, 1) if re.search(name[:3], words, re.IGNORECASE | re.ASCII)]
    if len(groups) == 1 and len(groups[0]) >= 6:
        assert readings(groups[0]) == {day}, (words, day, readings(groups[0]))
        return
    if not named and len(groups) > 1:
        assert int(groups[1] if len(groups[0]) == 4 else groups[0]) == day.month, (words, day)
    numbers = [int(group) for group in groups]
    years = {day.year, day.year % 100} if day.year >= 2000 else {day.year}
    rest = list(numbers)
    assert day.day in rest, (words, day)
    rest.remove(day.day)
    if day.month in rest and not (day.month in named and len(numbers) < 3):
        rest.remove(day.month)
    else:
        assert day.month in named, (words, day)
    assert not rest or (len(rest) == 1 and rest[0] in years), (words, day)


def readings(digits: str) -> set[date]:
    """Every day that digits without separators can mean: month, day, year, or year, month, day."""
    found = set()
    for one in range(1, len(digits)):
        for two in range(one + 1, len(digits)):
            first, second, third = digits[:one], digits[one:two], digits[two:]
            orders = [(third, first, second)]
            orders += [(first, second, third)] if len(second) == len(third) == 2 else []
            for year, month, day in orders:
                if (
                    len(year) in (2, 4)
                    and len(month) <= 2
                    and len(day) <= 2
                    and (len(year) == 4 or len(month + day) == 4)
                ):
                    try:
                        whole = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
                    except ValueError:
                        continue
                    found |= {whole} if made.FIRST <= whole <= made.LAST else set()
    return found


def a_list_of_closed_days_is_read_or_asked_about(words: str) -> None:
    """Every line is a closed day, a school day or a question, and the stored list gives the same days when read again."""
    back = closed_days.read_back(words, ASKED_ON)
    json.dumps(back)
    if "problems" in back:
        for sentence in back["problems"].values():
            is_a_sentence(sentence)
        return
    reading = read_calendar(words, ASKED_ON)
    for closure in reading.closures:
        assert made.FIRST <= closure.start <= closure.end <= made.LAST, closure
        assert (closure.end - closure.start).days <= 400, closure
    for line in back["lines"]:
        if line["problem"]:
            is_a_sentence(line["problem"])
    again = read_calendar(back["text"], ASKED_ON)
    assert {(c.start, c.end) for c in again.closures} == {(c.start, c.end) for c in reading.closures}, back["text"]


def a_printed_range_is_that_range(asked: tuple[str, date, date]) -> None:
    """A range between two full dates is read as exactly those days."""
    words, start, end = asked
    assert [(c.start, c.end) for c in read_calendar(words, ASKED_ON).closures] == [(start, end)], words


def a_message_is_answered(asked: dict[str, Any]) -> None:
    """The answer is a result or one sentence per field, and input never becomes markup, formulas or calendar properties."""
    said = json.loads(ask(json.dumps(asked)))
    if "dates" in asked:
        for one in said.values() if isinstance(said, dict) else said:
            assert isinstance(one, str | list | dict | None), one
        return
    if set(said) == {"problems"}:
        assert said["problems"], asked
        for sentence in said["problems"].values():
            is_a_sentence(sentence)
        return
    for html in _htmls(said):
        has_no_stranger(html)
    for file in said["files"]:
        if file["media_type"] == "text/calendar":
            is_a_calendar(file["text"])
        elif file["media_type"] == "text/csv":
            has_no_formula(file["text"])


def the_parts_of_a_log_sum(asked: dict[str, Any]) -> None:
    """Each minute owed is in exactly one part, in total and in each month; or there is an error."""
    try:
        counted = service_log.count(asked)
    except WrongInput as wrong:
        for sentence in wrong.problems.values():
            is_a_sentence(sentence)
        return
    for one in counted["services"]:
        parts = [one[part] for part in PARTS]
        assert min(parts) >= 0, one
        assert sum(parts) == one["owed"], one
        assert sum(month["owed"] for month in one["months"]) == one["owed"], one
        assert sum(one["missed_by_source"].values()) == one["missed"], one
    service_log.text(counted)


def _htmls(said: Any) -> Iterable[str]:
    """Every piece of HTML in an answer."""
    if isinstance(said, dict):
        for name, value in said.items():
            if name in ("html", "sent_form", "today") and isinstance(value, str):
                yield value
            elif name not in ("files", "text", "paragraphs"):
                yield from _htmls(value)
    elif isinstance(said, list):
        for value in said:
            yield from _htmls(value)


def has_no_stranger(html: str) -> None:
    """Parsed as by a browser, the HTML has no element or attribute injected by input."""
    for node in LexborHTMLParser(html).css("*"):
        assert MARK not in (node.tag or ""), node.html
        assert node.tag not in ("script", "img", "iframe", "object", "style"), node.html
        for name, value in node.attributes.items():
            assert MARK not in name, node.html
            assert not name.startswith("on"), node.html
            assert name not in ("style", "srcdoc"), node.html
            if name in ("href", "src", "action", "formaction"):
                goes = re.match(r"\s*(javascript|data|vbscript):", value or "", re.IGNORECASE)
                assert not goes or value == NOWHERE, node.html


def is_a_calendar(text: str) -> None:
    """Lines have at most 75 octets and unfold to our own properties; a library reads the same text."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 and not re.search(r"[\r\n]", line) for line in lines), lines
    whole = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    names = {re.split("[:;]", line, maxsplit=1)[0] for line in whole}
    assert names <= PROPERTIES, names - PROPERTIES
    said = [
        re.sub(r"\\(.)", _unescaped, line.partition(":")[2])
        for line in whole
        if line.startswith(("SUMMARY", "DESCRIPTION"))
    ]
    parts = [part for part in Calendar.from_ical(text).walk() if part.name in ("VEVENT", "VALARM")]
    read = [str(part[name]) for part in parts for name in ("SUMMARY", "DESCRIPTION") if name in part]
    assert sorted(said) == sorted(read)


def _unescaped(sign: re.Match[str]) -> str:
    return "\n" if sign[1] in "nN" else sign[1]


def has_no_formula(text: str) -> None:
    """No parsed CSV cell starts like a spreadsheet formula."""
    for row in csv_reader.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True):
        for cell in row:
            assert not FORMULA.match(cell), row


def is_a_sentence(words: str) -> None:
    """The text begins and ends like a sentence and contains no Python internals."""
    assert re.match(r"[A-Z“0-9]", words), words
    assert re.search(r"[.?!:”]\s*$", words), words
    assert not re.search(r"Traceback|NoneType|object has no|unhashable|<class", words), words


def dates(draw: Random) -> tuple[date, str]:
    """A day, and a text for it in some form, upper or lower case, and with whitespace around it."""
    day = made.day(draw)
    words = draw.choice(SIZES)(draw.choice(made.FORMS)(day))
    return day, f"{draw.choice(BLANKS)}{words}{draw.choice(BLANKS)}"


def ranges(draw: Random) -> tuple[str, date, date]:
    """A break between two full dates, as a list prints it, and its first and last day."""
    start = made.near_day(draw)
    end = date.fromordinal(start.toordinal() + draw.randrange(1, 20))
    form = draw.choice(made.FORMS[:2] + made.FORMS[7:8])
    return (
        f"{draw.choice(('Winter break: ', 'Fall break '))}{form(start)} {draw.choice(('to', '–', 'through'))} {form(end)}",
        start,
        end,
    )


@cache
def _right_logs() -> list[str]:
    return [json.dumps(one["inputs"]) for one in made.right_messages() if one["calculator"] == "service_log"]


def logs(draw: Random) -> dict[str, Any]:
    """A service log, valid or with up to three faults."""
    log = json.loads(draw.choice(_right_logs()))
    for _ in range(draw.randrange(4)):
        made.change(draw, log)
    return log


#: Each target: a generator of inputs, and the check of the answer.
TARGETS: dict[str, tuple[Callable[[Random], Any], Callable[[Any], None]]] = {
    "written dates": (dates, a_written_date_is_that_date),
    "any text as a date": (
        lambda draw: draw.choice((made.text, made.near_miss))(draw),
        a_text_is_a_date_that_stands_in_it_or_a_sentence,
    ),
    "printed ranges": (ranges, a_printed_range_is_that_range),
    "closed days": (made.closed_list, a_list_of_closed_days_is_read_or_asked_about),
    "service log": (logs, the_parts_of_a_log_sum),
    "messages of a page": (made.message, a_message_is_answered),
}
#: Targets whose input is plain text, which Atheris can generate directly.
TEXTS = ("any text as a date", "closed days")
