"""What is to do today, in a line each, the most urgent first: dates, letters without an answer, and what else is kept of a child.

My case has each date in full. This is the list above it. Every kind of thing has one function here, which makes its lines of
what is kept; what cannot be read there makes none, for its own page says what is wrong.

Where there are several children, a page asks for each of them and puts the lines into one list by their ``order``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from calculators.counting.cautions import DOUBTS, cautions
from calculators.counting.clocks import COUNTED_SAFELY, Deadline
from calculators.counting.service_minutes import UNKNOWN, Tally, tallies
from calculators.counting.standing import Status
from calculators.inputs import WrongInput
from calculators.law import Law
from calculators.rendering import todo_list
from calculators.rendering.render import letter_path
from calculators.rendering.todo_list import Whose
from calculators.result import Todo
from calculators.tools import days_out, notes, service_log
from calculators.words import listed, short_date

#: What a page sends along beside the answers of My case, each as its own tool takes it.
KEPT = ("log", "days_out", "notes")
#: Whose list it is, where there are several children: ``{"id", "name", "shown"}``; "shown" is "yes" for the one on the page.
WHOSE = "whose"
#: A day on which the parent must act is on the list this long before.
WITHIN = timedelta(days=14)
#: So many promises have a line each.
MOST_PROMISES = 3
#: The step for what others let pass.
WRITE = "Write today"
LATE, SILENT, SOON, CHECK, ASK, PROMISED, COUNT, NEXT, LOG, WAITING = KINDS = (
    "Late", "No answer", "Soon", "To check", "Ask", "Promised", "Days out", "Next", "Not logged", "Waiting",
)  # fmt: skip


def for_page(law: Law, rows: Sequence[Deadline], given: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The list as a page takes it: the ``day`` above it, its ``lines``, and what stands there if there are ``nothing``.

    A line has ``html`` and an ``order``: as text, the smaller comes first; what is late before all else, each kind by day.
    Where the words of the calendar are discreet, of a child that is not shown only the numbers are told.
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
    """Kinds in their order, and in each by day; what has no day comes after what has one."""
    return f"{KINDS.index(todo.kind)} {todo.day.isoformat() if todo.day else '~'}"


def _numbers(found: Sequence[Todo]) -> tuple[Todo, ...]:
    """How many things there are, and nothing of what they are."""
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
    """The list, in the order of ``KINDS``. ``rows`` are the dates of the case with their standing on the day ``as_of``."""
    coming = min(
        (row for row in rows if _is_ahead(row) and not row.letter), key=lambda row: row.day or date.max, default=None
    )
    found = [
        *(todo for row in rows for todo in _of_a_date(law, row, as_of, is_next=row is coming)),
        *_promises(given.get("notes") or [], as_of),
        *_removals(law, _fields(given.get("days_out")), as_of),
        *_sessions(_fields(given.get("log")), as_of),
    ]
    return tuple(sorted(found, key=lambda todo: KINDS.index(todo.kind)))


def _is_ahead(row: Deadline) -> bool:
    return row.status in (Status.NEXT, Status.LATER) and row.day is not None


def _of_a_date(law: Law, row: Deadline, as_of: date, *, is_next: bool) -> list[Todo]:
    """The line of one date; none for what is over, or far ahead and not the next."""
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
    is_begun = row.range is not None and row.due is not None and row.due <= as_of  # the days on which it can be due
    words = f"{_sentence(row.when(short_date))} {row.standing or ''}" if is_begun else _sentence(row.when(short_date))
    return [Todo(NEXT, row.due_title, _words(row, words), day=row.day)]


def _fields(kept: Any) -> Mapping[str, Any]:
    """What is kept by the name of each field; nothing where a broken copy brought in something else."""
    return kept if isinstance(kept, dict) else {}


def _promises(given: Sequence[Any], as_of: date) -> list[Todo]:
    """A line for each of the first promises without an answer, and one for how many more there are."""
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
    """A line where the days out are, or may be, over the limit."""
    try:
        result = days_out.over_limit(law, given, as_of) if given else ""
    except WrongInput:
        return []
    return [Todo(COUNT, "Days out of school", result, "See the count", "tools/days-out/")] if result else []


def _sessions(given: Mapping[str, Any], as_of: date) -> list[Todo]:
    """One line for all services of which sessions are not logged."""
    if not given.get("services"):
        return []
    try:
        log = service_log.read_log({**given, "as_of": as_of.isoformat()})
    except WrongInput:
        return []
    open_ones = [
        (tally.service.name, _not_logged(tally)) for tally in tallies(log.services, log.sessions, log.closures, as_of)
    ]
    said = [f"{number} of {name}" for name, number in open_ones if number]
    if not said:
        return []
    words = f"{listed(said)}. Log only what you know."
    return [Todo(LOG, "Sessions without an entry", words, "Open the service log", "tools/service-log/")]


def _not_logged(tally: Tally) -> int:
    """How many sessions were due, and nobody said what became of them."""
    return len(
        [slot for slot in tally.slots if slot.unknown and (slot.session is None or slot.session.status != UNKNOWN)]
    )


def _words(row: Deadline, said: str) -> str:
    """A date is never said more firmly here than in full."""
    doubts = [caution.short for caution in cautions(row) if caution.kind in DOUBTS and caution.kind != "range"]
    return " ".join([said, *(_sentence(doubt.rstrip(".")) for doubt in doubts)])


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""
