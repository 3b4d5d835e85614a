"""The case file: all records of a case as one short document.

A lawyer, a hearing officer or an agency should read it in two minutes.

Facts, dates and sources; no legal conclusions. Dates and counts come from their own tools; nothing is counted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from calculators.counting.cautions import cautions
from calculators.counting.clocks import COUNTED_SAFELY, Deadline
from calculators.counting.school_year import begun_in, july, june
from calculators.counting.standing import Status, with_next
from calculators.counting.timeline import WORDS, WORDS_WHEN_DONE
from calculators.counting.together import together
from calculators.inputs import Input, Kind, WrongInput, read, today
from calculators.law import Law
from calculators.letter_forms import letters
from calculators.reading.written_dates import LAST
from calculators.rendering import paper
from calculators.rendering.entry_list import Listed, entry_list
from calculators.rendering.log_entry import SOURCES
from calculators.rendering.paper import Paper, Row, Section, Table
from calculators.result import Piece, Result
from calculators.tools import days_out, notes, people, school_calendar, service_log, silence
from calculators.tools.case import check_order
from calculators.tools.kept import Entry, Kept, SentLetter, calendar, read_kept
from calculators.tools.resolved import in_order, resolve
from calculators.words import brief_date, listed, long_date, plain_date

BUTTON = "Make the case file"
#: Sections that a parent can leave out, by checkbox name.
SECTIONS = {
    "timeline": "Timeline on the first page",
    "people": "Who is who",
    "asked": "Asked, answered, not answered",
    "talks": "Asked and promised in talks, and calls that reached nobody",
    "services": "Services: owed, given, missed",
    "days_out": "Days out of school",
    "letters": "Letters sent",
    "exhibits": "Exhibits, numbered",
}
#: The field name of a checkbox.
TICK = "part_{}"
PAPERS = Input(
    "papers",
    "Papers to hand over with it",
    Kind.ROWS,
    "The IEP, a report, a notice. Your letters and what is marked as in the school's paper get a number by themselves.",
    fields=(
        Input("what", "Which paper?", Kind.LINE, "Example: IEP of September 2025.", max_length=200),
        Input("day", "Its date", Kind.DATE, without_year=LAST),
        Input(
            "pages", "Its pages", Kind.LINE, "Example: 3 to 14. Leave it empty to write them in by pen.", max_length=40
        ),
    ),
    most=60,
    one="paper",
)
SAID = Input("said", "How each entry is known", Kind.SAID, max_length=200_000)
ASKED = (
    Input(
        "child_name",
        "Your child's name or initials",
        Kind.LINE,
        "Initials are fine.",
        max_length=200,
        about="child.name child.full_name",
    ),
    Input("parent_name", "Your name", Kind.LINE, max_length=200, autocomplete="name", about="parent.name"),
    PAPERS,
    SAID,
)
NOTHING = "Nothing is kept for this child yet. Add what happened in My case, send a letter from here, log a service or a day out. Then come back."
NO_PAGES = "______"
NOT_SAID = "Not said"
OWN_LETTER = "My letter"
DATE_WIDTH = 15


@dataclass(frozen=True)
class Exhibit:
    """An enclosed document: number, day (None if unknown), title, owner and pages."""

    number: int
    key: str
    day: date | None
    what: str
    source: str
    pages: str


@dataclass(frozen=True)
class Case:
    """A case as of a day, with everything its document is made from."""

    law: Law
    as_of: date
    typed: Mapping[str, Any]
    kept: Kept
    #: ``source`` and ``pages`` of each entry, by its key.
    said: Mapping[str, Mapping[str, str]]
    rows: tuple[Deadline, ...]
    exhibits: tuple[Exhibit, ...]
    doubts: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """All dated entries in chronological order."""
        removals = [replace(one.entry, title=f"Out of school: {one.entry.title}") for one in self.kept.removals]
        sent = [replace(one.entry, title=f"Letter sent: {one.entry.title}") for one in self.kept.letters]
        return sorted([*self.kept.events, *sent, *removals], key=lambda entry: entry.day)


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, whatever has been ``given``."""
    del law, given
    return ASKED


def inputs(laws: Sequence[Law]) -> tuple[Input, ...]:
    """What the form asks: the same in every state."""
    del laws
    return ASKED


def answer(law: Law, given: Mapping[str, Any], as_of: date | None = None) -> Result:
    """The document, preceded by the entries with questions about their source and pages.

    Besides the form's answers ``given`` has the sections' checkboxes, and ``kept``: the child's records as JSON.
    Raises WrongInput with a sentence for each field.
    """
    document = {**json.loads(given.get("kept") or "{}"), "as_of": (as_of or today()).isoformat()}
    ticks = {TICK.format(name): name for name in SECTIONS}
    typed = {name: value for name, value in given.items() if name not in (*ticks, "kept")}
    left_out = [name for tick, name in ticks.items() if tick not in given]
    case = read_case(law, {**document, "leave_out": left_out}, typed, as_of or today())
    if not case.entries and not case.kept.log and not case.typed.get("papers"):
        raise WrongInput({"child_name": NOTHING})
    made = written(case)
    return Result(
        headline=_headline(case),
        intro=f"{law.name}, as of {long_date(case.as_of)}. Look at it before you print it. Untick above what is not for this reader.",
        warnings=case.doubts,
        pieces=(Piece(entry_list(_listed(case), SOURCES)), Piece(paper.html(made), paper.text(made))),
        data={"paper": paper.data(made)},
    )


def from_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON document's values as form answers. Raises WrongInput for anything but text."""
    typed = {question.id: document[question.id] for question in ASKED if document.get(question.id)}
    if isinstance(typed.get("said"), dict):
        typed["said"] = json.dumps(typed["said"])
    return typed


def data(law: Law, document: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The case file as plain data, dates in ISO form: the command line's JSON format."""
    case = read_case(law, document, from_document(document), as_of)
    return {
        "state": law.code,
        "as_of": as_of.isoformat(),
        "entries": [
            {"key": one.key, "day": one.day.isoformat(), "title": one.title, "source": _source(case, one)}
            for one in case.entries
        ],
        "late": [row.rule.id for row in case.rows if row.status == Status.LATE],
        "not_answered": [row.letter for row in case.rows if row.status == Status.SILENT],
        "exhibits": [
            {
                "number": one.number,
                "day": one.day.isoformat() if one.day else None,
                "what": one.what,
                "source": one.source,
                "pages": one.pages,
            }
            for one in case.exhibits
        ],
        "unread": list(case.kept.unread),
        "notes": list(case.doubts),
        "paper": paper.data(written(case)),
    }


def text(law: Law, document: Mapping[str, Any], as_of: date) -> str:
    """The case file as plain text."""
    return paper.text(written(read_case(law, document, from_document(document), as_of)))


def read_case(law: Law, document: Mapping[str, Any], typed: Mapping[str, Any], as_of: date) -> Case:
    """The case from stored records and form answers. Raises WrongInput for each invalid field."""
    values = read(ASKED, typed)
    left_out = document.get("leave_out", [])
    unknown = [name for name in left_out if name not in SECTIONS] if isinstance(left_out, list) else [str(left_out)]
    if unknown:
        raise WrongInput({"leave_out": f"There is no part “{unknown[0]}”. The parts are: {', '.join(SECTIONS)}."})
    kept = read_kept(law, document, as_of)
    said = _said(values.get("said", ""))
    rows, doubts = _rows(law, kept, as_of)
    made = Case(law, as_of, values, kept, said, tuple(rows), (), tuple(doubts), tuple(left_out))
    return replace(made, exhibits=tuple(_exhibits(made)))


def _said(written_down: str) -> dict[str, Mapping[str, str]]:
    """The source and pages entered for each entry, by its key."""
    try:
        said = json.loads(written_down or "{}")
    except json.JSONDecodeError:
        said = None
    if not isinstance(said, dict) or not all(
        isinstance(one, dict) and not any(isinstance(value, list | dict) for value in one.values())
        for one in said.values()
    ):
        raise WrongInput({"said": "Give an object: for each entry, by its key, a source and pages."})
    for key, one in said.items():
        if one.get("source") and one["source"] not in SOURCES:
            raise WrongInput({"said": f"“{one['source']}” is no source of “{key}”. It takes: {', '.join(SOURCES)}."})
    return {key: {name: str(value) for name, value in one.items()} for key, one in said.items()}


def _rows(law: Law, kept: Kept, as_of: date) -> tuple[list[Deadline], list[str]]:
    """Every time limit and awaited letter, as in My case; and cautions."""
    doubts = [f"Not in the case file: {one}" for one in kept.unread]
    try:
        check_order(law, kept.happened)
    except WrongInput as wrong:
        doubts += wrong.problems.values()
    sent = [
        {
            "letter": one.letter,
            "received": one.received,
            **({"answered": one.answered} if one.answered else {}),
        }
        for one in kept.letters
    ]
    counted = resolve(law, kept.happened, calendar(kept), as_of)
    waiting = silence.rows(law, sent, kept.happened, as_of)
    return together(in_order(with_next([*counted, *waiting]))), doubts


def _exhibits(case: Case) -> Iterable[Exhibit]:
    """Every enclosure by date: letters, papers from the school, and those added by hand."""
    found = [
        (entry.day, entry.key, entry.title, _words(case, entry), _pages(case, entry))
        for entry in case.entries
        if _is_letter(entry) or _known_from(case, entry) == "paper"
    ]
    found += [
        (one.get("day"), "", one.get("what", "Paper"), "", one.get("pages", "")) for one in case.typed.get("papers", ())
    ]
    found.sort(key=lambda one: one[0] or date.max)
    for number, (day, key, what, source, pages) in enumerate(found, 1):
        yield Exhibit(number, key, day, what, source, pages)


def _is_letter(entry: Entry) -> bool:
    return entry.key.startswith("letter ")


def _pages(case: Case, entry: Entry) -> str:
    return case.said.get(entry.key, {}).get("pages", entry.pages)


def _known_from(case: Case, entry: Entry) -> str:
    return case.said.get(entry.key, {}).get("source", entry.source)


def _words(case: Case, entry: Entry) -> str:
    return OWN_LETTER if _is_letter(entry) else SOURCES.get(_known_from(case, entry), NOT_SAID)


def _source(case: Case, entry: Entry) -> str:
    """How an entry is known, and the exhibit that proves it."""
    shown = [one.number for one in case.exhibits if one.key == entry.key]
    words = _words(case, entry)
    if words == NOT_SAID:
        return next((_source(case, one.entry) for one in case.kept.letters if _is_sending(one, entry)), words)
    return f"{words}. Exhibit {shown[0]}" if shown and "exhibits" not in case.left_out else words


def _is_sending(letter: SentLetter, entry: Entry) -> bool:
    """True if an event is the arrival of this letter."""
    return bool(letter.event) and entry.key == f"{letter.event} {letter.received.isoformat()}"


def _listed(case: Case) -> list[Listed]:
    return [
        Listed(
            one.key,
            f"{brief_date(one.day)}: {one.title}",
            _known_from(case, one),
            _pages(case, one),
            asks_source=not _is_letter(one),
        )
        for one in case.entries
    ]


def _headline(case: Case) -> str:
    exhibits = len(case.exhibits)
    return f"Your case file: {_many(len(case.entries), 'entry', 'entries')}, {_many(exhibits, 'exhibit', 'exhibits')}"


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


# The paper


def written(case: Case) -> Paper:
    """The document, without sections that were left out or are empty."""
    child = case.typed.get("child_name", "")
    by = case.typed.get("parent_name", "")
    makers = {
        "timeline": _timeline,
        "people": _people,
        "asked": _asked,
        "talks": _talks,
        "services": _services,
        "days_out": _days_out,
        "letters": _letters,
        "exhibits": _exhibit_list,
    }
    parts = [make(case) for name, make in makers.items() if name not in case.left_out]
    return Paper(
        "case-file",
        f"Case file: {child}" if child else "Case file",
        tuple(
            line
            for line in (
                f"Kept by {by or "the child's parent"}. {case.law.name}. As of {plain_date(case.as_of)}.",
                "Facts, dates and sources as the parent keeps them; “I” is the parent. Time limits are counted from these dates by the law that stands beside each.",
            )
            if line
        ),
        tuple(part for part in parts if part.words or part.tables),
    )


def _timeline(case: Case) -> Section:
    """The first page: events and legal deadlines in chronological order."""
    head = ("Date", "What", "Source")
    lines: list[tuple[date, int, Row]] = [
        (entry.day, 0, Row((brief_date(entry.day), entry.title, _source(case, entry)))) for entry in case.entries
    ]
    lines += [
        (row.day, 1, _due(row)) for row in case.rows if row.day and row.status and Status(row.status) in ON_FIRST_PAGE
    ]
    lines.append((case.as_of, 2, Row((brief_date(case.as_of), "The day of this paper", ""), weighs=True)))
    lines.sort(key=lambda line: line[:2])
    return Section(
        "timeline",
        "Timeline",
        _in_short(case),
        (Table("", head, (DATE_WIDTH, 53, 32), tuple(row for _, _, row in lines)),),
        alone=True,
    )


#: Deadlines for the first page: late, awaited and next ones. Their own section has all.
ON_FIRST_PAGE = (Status.LATE, Status.SILENT, Status.UNSURE, Status.NEXT)


def _due(row: Deadline) -> Row:
    assert row.day
    moves = "later" if row.clock.direction == "before" else "earlier"
    sure = f", no {moves} than this day" if row.range else ""
    return Row(
        (brief_date(row.day), f"{_standing(row)}{sure}: {row.due_title}", _law(row, first=1)),
        weighs=row.status == Status.LATE,
    )


def _standing(row: Deadline) -> str:
    """The status of a time limit in a word or two."""
    status = Status(row.status or Status.PASSED)
    return (WORDS_WHEN_DONE if row.done else WORDS).get(status, WORDS[status])


def _stands(row: Deadline) -> str:
    """The status of a time limit as a sentence for third parties."""
    if row.status == Status.SILENT and row.day:
        return f"No answer noted by {brief_date(row.day)}."
    if row.day is None:
        return (
            "The rule has no number of days." if row.clock.value is None else "No day can be counted as things stand."
        )
    told = row.standing or ""
    return told if row.status in (Status.PASSED, Status.UNSURE, Status.LATER) else f"{_standing(row)}. {told}"


def _began(row: Deadline) -> str:
    """What the limit is counted from, with its day; said if nobody noted it and the day is itself a counted one."""
    if row.undated:
        return row.trigger.title
    said = f"{brief_date(row.trigger_date)}: {row.trigger.title}"
    return f"{said}. Not noted: counted as if the step before takes all its time" if row.projected else said


def _law(row: Deadline, first: int | None = None) -> str:
    """A time limit's citations, length and cautions; its date says if it can move. ``first``: the maximum number of sources."""
    said = [
        "; ".join(cite.text for cite in row.rule.cites[:first]),
        row.clock.in_words(),
        *(caution.short for caution in cautions(row) if caution.kind not in ("range", "weekend", "projected")),
    ]
    return ". ".join(part.rstrip(".") for part in said if part)


def _in_short(case: Case) -> tuple[str, ...]:
    """A summary of the case in a few lines."""
    late = [row for row in case.rows if row.status == Status.LATE]
    silent = sum(row.status == Status.SILENT for row in case.rows)
    open_now = sum(not row.done for row in late)
    numbers = {
        "Past the day and not noted as done": open_now,
        "Came after the day": len(late) - open_now,
        "Letters without a noted answer": silent,
    }
    said = [". ".join(f"{words}: {number}" for words, number in numbers.items() if number)]
    said = [f"{one}." for one in said if one]
    said += [f"Services: {_short_of(one)}." for one in _counted(case)["services"] if one["owed"]]
    said += [f"Days out, {words}" for _, words in _years_out(case)]
    return tuple(said)


def _people(case: Case) -> Section:
    """The people with their role, contact details, and the number of notes that name them."""
    of = [people.named(one.who, case.kept.people) for one in case.kept.notes]
    rows = []
    for one in case.kept.people:
        days = [note.day for note, person in zip(case.kept.notes, of, strict=True) if person is one]
        last = brief_date(max(days)) if days else ""
        times = (
            f"{len(days)} notes, the last of {last}" if len(days) > 1 else f"1 note, {last}" if days else "None noted"
        )
        rows.append(Row((one.name, one.role, "\n".join(part for part in (one.phone, one.email) if part), times)))
    table = Table("", ("Name", "Who", "Phone or e-mail", "Calls, talks, e-mails"), (26, 26, 27, 21), tuple(rows))
    return Section("people", "Who is who", tables=(table,) if rows else ())


OPEN, DONE, AHEAD, NO_DAY = (
    "Not answered, or not noted as done",
    "Answered or done",
    "Ahead",
    "Without a day to count",
)


def _group(row: Deadline) -> str:
    """The heading for a time limit; empty if it is over and was not somebody else's to meet."""
    if row.done:
        return DONE
    if row.day is None:
        return "" if row.rule.publish == "hold" else NO_DAY
    if row.status in (Status.LATE, Status.SILENT, Status.UNSURE):
        return OPEN
    return AHEAD if row.status in (Status.NEXT, Status.LATER) else ""


def _asked(case: Case) -> Section:
    """Every time limit on others and every awaited letter: when it was due, and what came."""
    head = ("What", "Asked or started", "Due", "Where it stands", "The law")
    tables = []
    rows = [row for row in case.rows if row.rule.who not in COUNTED_SAFELY or row.letter]
    for title in (OPEN, DONE, AHEAD, NO_DAY):
        of_it = sorted((row for row in rows if _group(row) == title), key=lambda row: row.day or date.max)
        lines = tuple(
            Row(
                (
                    row.due_title,
                    _began(row),
                    row.when(brief_date) or "No day",
                    _stands(row),
                    _law(row),
                ),
                weighs=row.status == Status.LATE,
            )
            for row in of_it
        )
        tables += [Table(title, head, (22, 21, 13, 24, 20), lines)] if lines else []
    return Section("asked", "Asked, answered, not answered", tables=tuple(tables))


def _talks(case: Case) -> Section:
    """What was asked and promised in conversations, with its outcome; and each call that reached nobody.

    Anything merely said stays in the parent's own notes.
    """
    open_now = {one.entry: one for one in notes.promises(case.kept.notes, case.as_of)}
    rows = tuple(
        Row(
            (
                f"{brief_date(one.day)}\n{one.who}, {notes.KINDS[one.how][0]}",
                one.asked,
                one.promised,
                brief_date(one.by) if one.by else "No day named" if one.promised else "",
                f"Done or answered on {brief_date(one.answered)}"
                if one.answered
                else open_now[one].mark
                if one in open_now
                else notes.UNREACHED[one.how]
                if one.how in notes.UNREACHED and not one.asked
                else "No answer noted",
                notes.known(one),
            ),
            weighs=one in open_now and open_now[one].standing == notes.OVERDUE,
        )
        for one in case.kept.notes
        if one.asked or one.promised or one.how in notes.UNREACHED
    )
    head = ("When, and with whom", "Asked", "Promised", "By when", "What came", "Source")
    table = Table("", head, (20, 20, 20, 12, 13, 15), rows)
    return Section("talks", SECTIONS["talks"], tables=(table,) if rows else ())


def _counted(case: Case) -> dict[str, Any]:
    """The service log's count; without services if there is none or it is invalid."""
    if not case.kept.log:
        return {"services": [], "notes": []}
    try:
        return service_log.count({**case.kept.log, "as_of": case.as_of.isoformat()})
    except WrongInput as wrong:
        problem = next(iter(wrong.problems.values()))
        return {
            "services": [],
            "notes": [f"The service log could not be counted: {problem} Put it right in the service log."],
        }


def _short_of(one: Mapping[str, Any]) -> str:
    return (
        f"{one['name']}, {one['owed']} minutes owed, {one['given'] + one['made_up']} given or made up, {one['missed']} missed, "
        f"{one['excused']} excused, {one['unknown']} not known"
    )


def _services(case: Case) -> Section:
    """Each service: the IEP's terms, what was owed and delivered, and the days missed."""
    counted = _counted(case)
    head = ("Service", "Owed", "Given", "Made up", "Excused", "Missed", "Not known")
    parts = ("owed", "given", "made_up", "excused", "missed", "unknown")
    rows = tuple(
        Row((f"{one['name']}\n{one['says']}", *(str(one[part]) for part in parts)), weighs=one["missed"] > 0)
        for one in counted["services"]
    )
    missed = tuple(
        Row((one["name"], SOURCES.get(source, NOT_SAID), ", ".join(days)))
        for one in counted["services"]
        for source, days in _missed_days(one).items()
    )
    tables = (
        [Table("In minutes, up to the day of this paper", head, (34, 11, 11, 11, 11, 11, 11), rows)] if rows else []
    )
    if missed:
        tables.append(
            Table("Days on which minutes were missed", ("Service", "Source", "Days (minutes)"), (24, 24, 52), missed)
        )
    words = ("A count of minutes, and no amount: make-up services are not minute for minute.",) if rows else ()
    return Section("services", "Services: owed, given, missed", (*words, *counted["notes"]), tuple(tables))


def _missed_days(one: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[tuple[date, str]]] = {}
    for missed in one["missed_days"]:
        day = date.fromisoformat(missed["day"])
        found.setdefault(missed["source"], []).append((day, f"{brief_date(day)} ({missed['minutes']})"))
    return {source: [words for _, words in sorted(days)] for source, days in found.items()}


def _years_out(case: Case) -> list[tuple[days_out.DaysOut, str]]:
    """Each school year's days out, earliest first, with a summary."""
    by_year: dict[int, list[Mapping[str, Any]]] = {}
    for one in case.kept.removals:
        began = begun_in(one.entry.day)
        by_year.setdefault(began, []).append(one.values)
        by_year.setdefault(began + 1, [])  # it may go on after the summer
    found = []
    for year, own in sorted(by_year.items()):
        values = [*by_year.get(year - 1, ()), *own]
        first, last = july(year), june(year + 1)
        is_now = first <= case.as_of <= last
        closed = {name: of for name, of in case.kept.school.items() if name == school_calendar.CLOSED.id}
        given = {**(case.kept.school if is_now else closed), days_out.REMOVALS.id: values}
        if is_now and case.kept.decided:
            given[days_out.DECISION.id] = case.kept.decided
        count = days_out.count(case.law, given, max(first, min(case.as_of, last)))
        if own or count.counted:
            found.append((count, f"school year {year}-{(year + 1) % 100:02}: {days_out.summary(count)}"))
    return found


def _days_out(case: Case) -> Section:
    years = _years_out(case)
    rows = tuple(
        Row(
            (
                brief_date(one.entry.day),
                one.entry.title,
                COUNTS[_counts(one.values, years)],
                _source(case, one.entry),
            )
        )
        for one in sorted(case.kept.removals, key=lambda one: one.entry.day)
    )
    words = tuple(f"{said[0].upper()}{said[1:]}" for _, said in years)
    rule = case.law.rule(days_out.LIMIT)
    table = Table("", ("First day", "What", "Does it count?", "Source"), (DATE_WIDTH, 43, 17, 25), rows)
    return Section(
        "days_out",
        "Days out of school",
        (*words, f"The law: {rule.citation}.") if rows else (),
        (table,) if rows else (),
    )


COUNTS = {days_out.SURE: "Counts", days_out.MAYBE: "May count", days_out.NOT: "Not counted"}


def _counts(values: Mapping[str, Any], years: Sequence[tuple[days_out.DaysOut, str]]) -> str:
    """Whether a removal counts in the school year, or the two, in which it is."""
    found = {
        one.counts
        for count, _ in years
        for one in count.removals
        if (one.began, one.kind, one.whole) == (values["day"], values["kind"], values["days"])
    }
    return next((counts for counts in COUNTS if counts in found), days_out.NOT)


def _letters(case: Case) -> Section:
    numbered = "exhibits" not in case.left_out
    rows = tuple(
        Row(
            (
                *([_exhibit(case, one.entry.key)] if numbered else []),
                one.entry.title,
                brief_date(one.entry.day),
                brief_date(one.received),
                _came_back(case, one),
            )
        )
        for one in sorted(case.kept.letters, key=lambda one: one.entry.day)
    )
    head, widths = ("Letter", "Sent", "They got it", "What came back"), (36, 14, 14, 26)
    table = Table("", (*(["Exhibit"] if numbered else []), *head), (*([10] if numbered else []), *widths), rows)
    return Section("letters", "Letters sent", tables=(table,) if rows else ())


def _exhibit(case: Case, key: str) -> str:
    return next((str(one.number) for one in case.exhibits if one.key == key), "")


def _came_back(case: Case, one: SentLetter) -> str:
    if one.answered:
        return f"Answered on {brief_date(one.answered)}"
    form = letters().get(one.letter)
    if form and form.awaits.stands:
        return "Needs no answer"
    runs = {
        _standing(row)
        for row in case.rows
        if row.trigger.id == one.event and row.trigger_date == one.received and _group(row) in (OPEN, DONE, AHEAD)
    }
    return f"Its time limits: {listed(sorted(runs)).lower()}" if runs else "No answer noted"


def _exhibit_list(case: Case) -> Section:
    rows = tuple(
        Row(
            (
                str(one.number),
                brief_date(one.day) if one.day else "No date",
                one.what,
                one.source,
                one.pages or NO_PAGES,
            )
        )
        for one in case.exhibits
    )
    table = Table("", ("No.", "Date", "Paper", "Whose", "Pages"), (7, DATE_WIDTH, 42, 21, 15), rows)
    return Section("exhibits", "Exhibits", tables=(table,) if rows else ())
