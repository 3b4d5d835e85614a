"""The to-do list: one line for each urgent item, most urgent first.

My case shows each date in full; this is the list above it. Every kind of item has one function here that makes its lines
from the records. Records that cannot be read make no lines: their own page reports the error.

With several children, a page asks for each and merges the lines by their ``order``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from calculators.counting.cautions import DOUBTS, cautions
from calculators.counting.clocks import COUNTED_SAFELY, Deadline
from calculators.counting.service_minutes import tallies
from calculators.counting.standing import Status
from calculators.inputs import WrongInput
from calculators.law import Law
from calculators.rendering import todo_list
from calculators.rendering.render import letter_path
from calculators.rendering.todo_list import Whose
from calculators.result import Todo
from calculators.tools import days_out, notes
from calculators.tools.log_input import of_its_services, read_log
from calculators.tools.log_words import title
from calculators.words import listed, short_date

#: Records that a page sends with the answers of My case, each in its own tool's format.
KEPT = ("log", "days_out", "notes")
#: The child, where there are several: ``{"id", "name", "shown"}``; "shown" is "yes" for the one on the page.
WHOSE = "whose"
#: "yes" if no state is chosen: what other records need is shown, and that a state adds its dates.
NO_STATE = "no_state"
#: How long before a day on which the parent must act it is listed.
WITHIN = timedelta(days=14)
#: How many promises are listed individually.
MOST_PROMISES = 3
#: The step for something that others have missed.
WRITE = "Write today"
LATE, SILENT, SOON, CHECK, ASK, PROMISED, COUNT, NEXT, LOG, WAITING = KINDS = (
    "Late", "No answer", "Soon", "To check", "Ask", "Promised", "Days out", "Next", "Not logged", "Waiting",
)  # fmt: skip

STATE = Todo(
    CHECK,
    "No state is chosen",
    "Choose it, and the dates that its law sets stand here, too.",
    "Choose your state",
    "tools/case/#case-state",
)


def for_page(law: Law, rows: Sequence[Deadline], given: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The list as plain data for a page.

    ``day`` is its heading, ``lines`` its items, ``nothing`` the text for an empty list.

    Each line has ``html`` and a sort key ``order`` (text, ascending): late items first, then each kind by date. If the
    calendar's wording is discreet, only the number of items is given for a child that is not shown.
    """
    whose, found = _whose(given.get(WHOSE)), todos(law, rows, given, as_of)
    if given.get("discreet") and whose and not whose.is_shown:
        found = _numbers(found)
    return {
        "day": todo_list.head(as_of),
        "nothing": todo_list.NOTHING,
        "lines": [{"order": _order(todo), "html": todo_list.line(todo, whose)} for todo in found],
    }


def _whose(given: Any) -> Whose | None:
    child = _fields(given)
    if not child:
        return None
    name, number = str(child.get("name", "")).strip(), str(child.get("id", ""))
    return Whose(number, name or f"Child {number}", child.get("shown") == "yes")


def _order(todo: Todo) -> str:
    """A sort key: by kind, then by date; undated items last."""
    return f"{KINDS.index(todo.kind)} {todo.day.isoformat() if todo.day else '~'}"


def _numbers(found: Sequence[Todo]) -> tuple[Todo, ...]:
    """How many items there are, without saying what they are."""
    late = [todo for todo in found if todo.kind in (LATE, SILENT)]
    other = [todo for todo in found if todo.kind not in (LATE, SILENT)]
    return tuple(
        Todo(kind, "One thing" if len(some) == 1 else f"{len(some)} things", "", day=_first_day(some))
        for kind, some in ((LATE, late), (CHECK, other))
        if some
    )


def _first_day(some: Sequence[Todo]) -> date | None:
    return min((todo.day for todo in some if todo.day), default=None)


def todos(law: Law, rows: Sequence[Deadline], given: Mapping[str, Any], as_of: date) -> tuple[Todo, ...]:
    """The list in the order of ``KINDS``.

    ``rows`` are the case's dates with their status on ``as_of``.
    """
    coming = min(
        (row for row in rows if _is_ahead(row) and not row.letter), key=lambda row: row.day or date.max, default=None
    )
    found = [
        *([STATE] if given.get(NO_STATE) else []),
        *(todo for row in rows for todo in _of_a_date(law, row, as_of, is_next=row is coming)),
        *_promises(given.get("notes") or [], as_of),
        *_removals(law, _fields(given.get("days_out")), as_of),
        *_sessions(_fields(given.get("log")), as_of),
    ]
    return tuple(sorted(found, key=lambda todo: KINDS.index(todo.kind)))


def _is_ahead(row: Deadline) -> bool:
    return row.status in (Status.NEXT, Status.LATER) and row.day is not None


def _of_a_date(law: Law, row: Deadline, as_of: date, *, is_next: bool) -> list[Todo]:
    """The line for one date; none for one that is over, or distant and not the next."""
    if row.status == Status.LATE and not row.done:
        words = _words(row, f"It was due {row.when(short_date)}, if it has not happened.")
        return [Todo(LATE, row.due_title, words, WRITE, letter_path(row, law), row.day)]
    if row.status == Status.SILENT:
        return [Todo(SILENT, row.due_title, row.standing or "", WRITE, letter_path(row, law), row.day)]
    if row.status == Status.UNSURE:
        return [Todo(ASK, row.due_title, row.standing or "", day=row.day)]
    if not _is_ahead(row):
        return []
    if row.letter:
        return [Todo(WAITING, row.due_title, f"Look for it on {row.when(short_date)}.", day=row.day)]
    if row.rule.who in COUNTED_SAFELY and row.rule.kind == "law" and row.day and row.day <= as_of + WITHIN:
        return [Todo(SOON, row.due_title, _words(row, _sentence(row.when(short_date))), day=row.day)]
    if not is_next:
        return []
    is_begun = row.range is not None and row.due is not None and row.due <= as_of  # the range of days has begun
    words = f"{_sentence(row.when(short_date))} {row.standing or ''}" if is_begun else _sentence(row.when(short_date))
    return [Todo(NEXT, row.due_title, _words(row, words), day=row.day)]


def _fields(kept: Any) -> Mapping[str, Any]:
    """The kept fields by name; empty if a damaged backup contained something else."""
    return kept if isinstance(kept, dict) else {}


def _promises(given: Sequence[Any], as_of: date) -> list[Todo]:
    """A line for each of the first unanswered promises, and one for how many more there are."""
    try:
        open_ones = notes.promises(notes.read_entries(given, as_of), as_of)
    except WrongInput:
        return []
    step, path = "Open your notes", "tools/notes/"
    found = [
        Todo(PROMISED, one.entry.promised, f"{one.mark}. {one.words}", step, path, one.entry.by)
        for one in open_ones[:MOST_PROMISES]
    ]
    more = len(open_ones) - len(found)
    return [*found, Todo(PROMISED, f"{more} more", "They stand in your notes.", step, path)] if more else found


def _removals(law: Law, given: Mapping[str, Any], as_of: date) -> list[Todo]:
    """A line if the days out exceed or may exceed the limit."""
    try:
        result = days_out.over_limit(law, given, as_of) if given else ""
    except WrongInput:
        return []
    return [Todo(COUNT, "Days out of school", result, "See the count", "tools/days-out/")] if result else []


def _sessions(given: Mapping[str, Any], as_of: date) -> list[Todo]:
    """One line for all services with unlogged sessions."""
    if not given.get("services"):
        return []
    try:
        sessions = of_its_services(given["services"], given.get("sessions", []))
        log = read_log({**given, "sessions": sessions, "as_of": as_of.isoformat()})
    except WrongInput:
        return []
    open_ones = [
        (title(tally.service, log.services), tally.not_logged)
        for tally in tallies(log.services, log.sessions, log.closures, as_of)
    ]
    said = [f"{number} of {name}" for name, number in open_ones if number]
    if not said:
        return []
    words = f"{listed(said)}. Log only what you know."
    return [Todo(LOG, "Sessions without an entry", words, "Open the service log", "tools/service-log/")]


def _words(row: Deadline, said: str) -> str:
    """The text of a date, no more certain here than in the full view."""
    doubts = [caution.short for caution in cautions(row) if caution.kind in DOUBTS and caution.kind != "range"]
    return " ".join([said, *(_sentence(doubt.rstrip(".")) for doubt in doubts)])


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
