"""The calculators on the command line: ``python -m calculators deadlines --state MS --event ID=DATE``."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from calculators.counting import timeline
from calculators.counting.chain import deadlines
from calculators.counting.counted import Calendar
from calculators.counting.school_year import SchoolYear, wrong_first_day, wrong_last_day, wrong_next_year
from calculators.counting.standing import with_standing
from calculators.counting.together import together
from calculators.inputs import Input, WrongInput, today
from calculators.law import DATA, FEDERAL_SET, NOT_BUILT, Law, LawMissing, known_states, load
from calculators.reading.closed_days import printed_rows
from calculators.reading.printed_calendars import read_given
from calculators.reading.written_dates import read_date
from calculators.rendering import render
from calculators.rendering.calendar_file import calendar
from calculators.rendering.docx import docx
from calculators.result import Result
from calculators.tools import case_file, days_out, letter, notes, notice_check, paths, service_log
from calculators.tools.case import check_order

#: How a letter can be printed.
FORMATS: dict[str, Callable[[Result], str | bytes]] = {"text": render.text, "html": render.document, "docx": docx}
#: Exit code for input that the caller can correct; one line on standard error says how.
BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that says what to do."""

    def error(self, message: str) -> NoReturn:
        raise WrongInput({"arguments": f"{message}. See 'python -m calculators --help'."})


type _Commands = argparse._SubParsersAction[_Parser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns 0, or 2 after one line on standard error that names the field and what it takes.
    """
    try:
        given = _parser().parse_args(_text(sys.argv[1:] if arguments is None else arguments))
        _print(given.run(given))
    except WrongInput as wrong:
        print(" ".join(str(wrong).split()), file=sys.stderr)
        return BAD_INPUT
    except LawMissing as missing:
        print(missing, file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as full:
        print(f"output: cannot write it ({full.strerror}). Say another place for it.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush at exit
        return BAD_INPUT
    return 0


def _text(arguments: Sequence[str]) -> Sequence[str]:
    """Return the arguments unchanged. Raises WrongInput for bytes that are not valid text and could not be echoed."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise WrongInput({"arguments": f"{argument!a} is not text in UTF-8. Write it again."}) from None
    return arguments


def _print(made: str | bytes) -> None:
    """Print text with a final newline, or write a file's bytes unchanged; bytes never go to a terminal."""
    if isinstance(made, str):
        assert isinstance(sys.stdout, io.TextIOWrapper)
        on_screen = sys.stdout.isatty()  # a redirected file is UTF-8; a screen shows what it can
        sys.stdout.reconfigure(encoding=None if on_screen else "utf-8", errors="backslashreplace")
        print(made.removesuffix("\n"), flush=True)
    elif sys.stdout.isatty():
        raise WrongInput({"--format": "docx is a file. Say where it goes, like: > letter.docx"})
    else:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()


def _parser() -> _Parser:
    parser = _Parser(prog="python -m calculators", description="Deadlines and letters from the law of one state.")
    commands: _Commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_closed_days(commands)
    _add_coverage(commands)
    for name, log, help_text in LOGS:
        logged = commands.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
        logged.add_argument("--input", metavar="FILE", required=True, help="JSON object with the log; - for stdin")
        logged.add_argument("--json", action="store_true", help="print JSON")
        logged.set_defaults(run=_log, log=log)
    _add_for_state(commands, "events", _events, "list the events that start clocks")
    _add_deadlines(commands)
    _add_for_state(commands, "rules", _rules, "list every rule of the state with its entry")
    _add_for_state(commands, "letters", _letters, "list the letters and what they ask")
    _add_letter(commands)
    for name, run, help_text in RECORDS:
        kept = commands.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
        kept.add_argument("--state", default=FEDERAL_SET, help="US, MS, AZ ... (US if left out)")
        kept.add_argument("--input", required=True, metavar="FILE", help="JSON object with the entries; - for stdin")
        kept.add_argument("--json", action="store_true", help="print JSON")
        kept.set_defaults(run=run)
    return parser


def _add_for_state(commands: _Commands, name: str, run: Any, help_text: str) -> argparse.ArgumentParser:
    """A command about one state's law, which needs ``--state``."""
    made = commands.add_parser(name, help=help_text, description=help_text)
    made.add_argument("--state", required=True, help="US, MS, AZ ...")
    made.add_argument("--json", action="store_true", help="print JSON")
    made.set_defaults(run=run)
    return made


def _add_closed_days(commands: _Commands) -> None:
    listed = commands.add_parser(
        "closed-days",
        help="read a list of closed days from standard input",
        description="Read a list of closed days, as a district prints it, from standard input.",
    )
    listed.add_argument("--as-of", default="today", metavar="DATE", help="the day on which the list is read")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=_closed_days)


def _add_coverage(commands: _Commands) -> None:
    words = "list the core facts of every state: what is known, how surely, and where it stands"
    covered = commands.add_parser("coverage", help=words, description=f"{words[0].upper()}{words[1:]}.")
    covered.add_argument("--state", help="one state alone: US, MS, AZ ...")
    covered.add_argument("--json", action="store_true", help="print JSON")
    covered.set_defaults(run=_coverage)


def _add_deadlines(commands: _Commands) -> None:
    counted = _add_for_state(commands, "deadlines", _deadlines, "count every clock that the events start")
    for option, metavar, words in (
        ("--event", "ID=DATE", "what happened, and when"),
        ("--closed", "DATE..DATE", "days on which school is closed"),
        ("--closed-complete", "FROM..TO", "for these days --closed is the whole list"),
        ("--school-year", "FIRST..LAST", "first and last day of school; one may be left out"),
    ):
        counted.add_argument(option, action="append", default=[], metavar=metavar, help=words)
    counted.add_argument("--as-of", default="today", metavar="DATE", help="the day on which to say what is late")
    counted.add_argument("--format", choices=["text", "json", "ics", "svg"], help="text unless --json")


def _add_letter(commands: _Commands) -> None:
    written = _add_for_state(commands, "letter", _letter, "write a letter")
    written.add_argument("id", help="which letter, such as pwn_demand")
    answers = written.add_mutually_exclusive_group(required=True)
    answers.add_argument("--input", metavar="FILE", help="JSON object with the answers; - for stdin")
    answers.add_argument("--sample", action="store_true", help="use the letter's own sample answers")
    written.add_argument("--format", choices=list(FORMATS), default="text", help="how to print it")


def _law(given: argparse.Namespace) -> Law:
    code = given.state.strip().upper()
    states = known_states()
    if states and code not in states:
        raise WrongInput({"--state": f"'{given.state}' is not a state we have. It takes one of: {', '.join(states)}."})
    return load(code)


def _coverage(given: argparse.Namespace) -> str:
    code = _law(given).code if given.state else None
    made = DATA / "core_facts.json"
    if not made.is_file():
        raise LawMissing(NOT_BUILT)
    rows = [row for row in json.loads(made.read_text(encoding="utf-8"))["rows"] if code in (None, row["state"])]
    if given.json:
        return json.dumps(rows, indent=1, ensure_ascii=False)
    return "\n".join(
        f"{row['state']}  {row['fact']:20} {row['confidence']:18} {_fact_value(row):42} {row['citation']}".rstrip()
        for row in rows
    )


def _fact_value(row: dict[str, Any]) -> str:
    return "-" if row["value"] is None else f"{row['value']} {row['unit'] or ''}".strip().replace("_", " ")


def _events(given: argparse.Namespace) -> str:
    events = _law(given).starting_events()
    if given.json:
        return json.dumps([{"id": event.id, "title": event.title} for event in events], indent=1)
    return "\n".join(f"{event.id:34} {event.title}" for event in events)


def _deadlines(given: argparse.Namespace) -> str:
    law = _law(given)
    happened = _happened(law, given.event)
    closed = _checked("--closed", read_given, "\n".join(given.closed))
    for question in closed.questions:
        print(question.problem, file=sys.stderr)
    as_of = today() if given.as_of == "today" else _checked("--as-of", read_date, given.as_of)
    whole = tuple(_span("--closed-complete", text) for text in given.closed_complete)
    calendar_of_school = Calendar(
        closed.closures,
        years=_school_years(given.school_year),
        whole=() if closed.questions else whole,
    )
    rows = with_standing(deadlines(law, happened, calendar_of_school), happened, as_of)
    form = given.format or ("json" if given.json else "text")
    if form == "json":
        return json.dumps([render.data(row) for row in rows], indent=1, ensure_ascii=False)
    cards = together(rows)
    if form == "ics":
        return calendar(cards, datetime.now(UTC).isoformat()).removesuffix("\n")
    if form == "svg":
        return timeline.draw(cards, as_of)
    return "\n\n".join(render.row_text(row) for row in cards)


def _school_years(written: Sequence[str]) -> tuple[SchoolYear, ...]:
    """Parse the values of ``--school-year FIRST..LAST``, earliest first. Raises WrongInput for impossible years."""
    years = []
    for text in written:
        first, last = (
            _checked("--school-year", read_date, end) if end.strip() else None for end in _ends("--school-year", text)
        )
        if wrong := wrong_first_day(first) or wrong_last_day(last, first):
            raise WrongInput({"--school-year": wrong})
        years.append(SchoolYear(first, last))
    years.sort(key=lambda year: year.first or year.last or date.max)
    for one, next_one in pairwise(years):
        if wrong := wrong_next_year(one.first, one.last, next_one.first or next_one.last or date.max):
            raise WrongInput({"--school-year": wrong})
    return tuple(years)


def _span(field: str, text: str) -> tuple[date, date]:
    first, last = (_checked(field, read_date, end) for end in _ends(field, text))
    if last < first:
        raise WrongInput({field: f"'{text}' ends before it starts. Put the earlier date first."})
    return first, last


def _ends(field: str, text: str) -> tuple[str, str]:
    first, dots, last = text.partition("..")
    if not dots or not (first.strip() or last.strip()):
        raise WrongInput({field: f"'{text}' is not two dates. Write it like 2026-08-03..2027-05-21."})
    return first, last


def _closed_days(given: argparse.Namespace) -> str:
    as_of = today() if given.as_of == "today" else _checked("--as-of", read_date, given.as_of)
    text = sys.stdin.buffer.read().decode("utf-8", "replace").replace("\r\n", "\n")
    rows = _checked("closed days", lambda pasted: printed_rows(pasted, as_of), text)
    if given.json:
        return json.dumps(rows, indent=1, ensure_ascii=False)
    return "\n".join(row["problem"] or f"{row['start']}..{row['end']}  {row['name']}" for row in rows)


def _log(given: argparse.Namespace) -> str:
    counted = given.log.count(_answers(given.input))
    written: str = json.dumps(counted, indent=1, ensure_ascii=False) if given.json else given.log.text(counted)
    return written


def _happened(law: Law, pairs: Sequence[str]) -> list[tuple[str, date]]:
    """Parse ``--event ID=DATE``. Raises WrongInput for an unknown or repeated event, or one dated too early."""
    if not pairs:
        raise WrongInput({"--event": "Give at least one, as ID=DATE, like state_complaint_received=2026-03-02."})
    happened: list[tuple[str, date]] = []
    for pair in pairs:
        event, _, written = pair.partition("=")
        if event not in law.events:
            known = ", ".join(law.events)
            raise WrongInput({"--event": f"'{event}' is not an event that starts a clock. It takes one of: {known}."})
        if not law.events[event].repeats and event in dict(happened):
            raise WrongInput({"--event": f"'{event}' is given twice. Give each event once."})
        happened.append((event, _checked(f"--event {event}", read_date, written)))
    try:
        check_order(law, happened)
    except WrongInput as wrong:
        raise WrongInput({f"--event {event}": problem for event, problem in wrong.problems.items()}) from None
    return happened


def _rules(given: argparse.Namespace) -> str:
    law = _law(given)
    if not given.json:
        return "\n".join(f"{rule.id:34} {rule.title}" for rule in law.rules.values())
    entries = json.loads((DATA / f"{law.code}.json").read_text(encoding="utf-8"))["rules"]
    return json.dumps([{"id": rule, **entry} for rule, entry in entries.items()], indent=1, ensure_ascii=False)


def _letters(given: argparse.Namespace) -> str:
    law = _law(given)
    forms = [form for form in letter.letters().values() if form.is_for(law)]
    if given.json:
        return json.dumps([_letter_data(form, law) for form in forms], indent=1, ensure_ascii=False)
    return "\n".join(f"{form.id:32} {form.title}" for form in forms)


def _letter_data(form: letter.LetterForm, law: Law) -> dict[str, Any]:
    return {
        "id": form.id,
        "title": form.title,
        "use": form.use,
        "warning": form.warning,
        "starts": form.starts,
        "clocks": [rule.id for rule in law.started_by(form.starts)] if form.starts else [],
        "facts": list(letter.cited(form, law)),
        "inputs": [_input_data(question) for question in letter.questions(form, [law])],
    }


def _input_data(question: Input) -> dict[str, Any]:
    described = {
        "id": question.id,
        "label": question.label,
        "type": str(question.kind),
        "required": question.required or question.least > 0,
        "choices": [choice.value for choice in question.choices],
        "help": question.help,
        "when": {name: list(answers) for name, answers in question.when.items()},
    }
    if question.fields:
        rows = {"least": question.least, "most": question.most, "fields": [_input_data(q) for q in question.fields]}
        return {**described, **rows}
    return described


def _letter(given: argparse.Namespace) -> str | bytes:
    law = _law(given)
    letter_id = given.id.replace("-", "_")
    if letter_id not in letter.letters():
        known = ", ".join(letter.letters())
        raise WrongInput({"id": f"'{given.id}' is not a letter we have. It takes one of: {known}."})
    answers = letter.samples()[letter_id] if given.sample else _answers(given.input)
    result = letter.answer(law, {**answers, "letter": letter_id})
    if given.json and result.letter:
        return json.dumps({"subject": result.letter.subject, "text": result.letter.text}, indent=1, ensure_ascii=False)
    return FORMATS[given.format](result)


def _days_out(given: argparse.Namespace) -> str:
    law, document = _law(given), _answers(given.input)
    as_of, entries = _as_of(document), days_out.from_document(document)
    found = days_out.data(law, entries, as_of)
    if given.json or not found["removals"]:
        return json.dumps(found, indent=1, ensure_ascii=False) if given.json else "No day out is entered."
    return render.text(days_out.answer(law, entries, as_of))


def _case_file(given: argparse.Namespace) -> str:
    law, document = _law(given), _answers(given.input)
    as_of = _as_of(document)
    if given.json:
        return json.dumps(case_file.data(law, document, as_of), indent=1, ensure_ascii=False)
    return case_file.text(law, document, as_of)


def _notice_check(given: argparse.Namespace) -> str:
    law = _law(given)
    parts = notice_check.from_document(law, _answers(given.input))
    if given.json:
        return json.dumps(notice_check.data(law, parts), indent=1, ensure_ascii=False)
    return render.text(notice_check.result(law, parts))


def _paths(given: argparse.Namespace) -> str:
    law, document = _law(given), _answers(given.input)
    as_of, answers = _as_of(document), paths.from_document(document)
    if given.json:
        return json.dumps(paths.data(law, answers, as_of), indent=1, ensure_ascii=False)
    return render.text(paths.answer(law, answers, as_of)) if answers else paths.questions_text(law)


#: Commands that take a log as one JSON object and need no state's law: name, module, help text.
LOGS: tuple[tuple[str, ModuleType, str], ...] = (
    ("service-log", service_log, "count the minutes of services: owed, given, made up, excused, missed, not known"),
    ("notes", notes, "list notes of calls and talks in order, and the promises without an answer"),
)
#: Commands that take a parent's records as one JSON object: name, function, help text.
RECORDS: tuple[tuple[str, Callable[[argparse.Namespace], str], str], ...] = (
    ("case-file", _case_file, "put all that is kept of a case into one paper, in the order of time"),
    ("days-out", _days_out, "count the days out of school, as a range, and what they start"),
    ("notice-check", _notice_check, "say what a prior written notice leaves out"),
    ("paths", _paths, "compare the ways forward; with {} print the questions"),
)


def _as_of(document: dict[str, Any]) -> date:
    """The date to count from: ``as_of`` in the document, or today if it has none."""
    written = document.get("as_of") or "today"
    if not isinstance(written, str):
        raise WrongInput({"as_of": "Give a date as text, like 2026-11-27."})
    return today() if written == "today" else _checked("as_of", read_date, written)


def _answers(path: str) -> dict[str, Any]:
    """Read the answers from a JSON file, or from standard input for ``-``."""
    try:
        written = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        written = written.removeprefix("\ufeff")  # some editors begin a file with this mark
        answers = json.loads(written)
    except (OSError, UnicodeDecodeError) as problem:
        raise WrongInput({"--input": f"cannot read {path} ({problem.__class__.__name__}). Give a JSON file."}) from None
    except json.JSONDecodeError as problem:
        raise WrongInput({"--input": f"{path} is not JSON (line {problem.lineno}: {problem.msg})."}) from None
    except RecursionError:
        raise WrongInput(
            {"--input": f"{path} is nested too deeply. Give a JSON object with a text for each answer."}
        ) from None
    except ValueError:  # a number with thousands of digits
        raise WrongInput({"--input": f"{path} has a number that is too long. Give a text for each answer."}) from None
    if not isinstance(answers, dict):
        raise WrongInput({"--input": "Give a JSON object: a name and a text for each answer."})
    return answers


def _checked(field: str, reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except ValueError as wrong:
        raise WrongInput({field: str(wrong)}) from None


if __name__ == "__main__":
    raise SystemExit(main())
