"""The first engine gives CPython's answers: every event, every hand-counted case, odd input."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from calculators.inputs import today
from calculators.law import known_states, load
from calculators.letter_forms import letters
from calculators.message import ask
from calculators.reading import closed_days
from macros.engines.micropython import cut_port, first_engine, transpiler
from macros.engines.wasm import wasm_file
from tests.counting.test_notes import ALL as NOTES
from tests.counting.test_printed_calendars import PRINTED
from tests.counting.test_service_log import HAND_COUNTED, written
from tests.records.test_today import LOG, REMOVAL
from tests.tools.cases_files import CASES
from tests.tools.template_states import in_part, states_in_part, template_states

NODE = Path(sys.executable).with_name("node")
RUNNER = Path(__file__).parents[1] / "tools" / "micropython.mjs"
CLOSED = ("", "Thanksgiving: Nov 23-27\nWinter break 12/21/2026 – 1/4/2027", "2026-06-01..2026-08-10")
DAYS = ("3/2/2026", "12/31/2027", "2028-02-29", "June 15, 2026")
#: Dates as people type or paste them, valid and invalid.
DATES_TYPED = (
    "2/30/2026", "March 2, 2026", "March\u00a02,\u20032026", "2 Mar 2026", "3.2.2026", "3/2/26", "٣/٢/٢٠٢٦", "", "  ",
    "yesterday", "13/1/2026", "1/1/1899", "1/1/2101", "<b>3/2/2026</b>", "{}", "{0}", "%s 'quoted' \"twice\" \\", "🎒 3/2/2026", "MARÇO 2 2026",
    "x" * 60, "2026-3-2", "Sept 3rd 2026", "0/0/0000", "²/2/2026",
    "March 2", "9/8", "3-2-26", "3 2 2026", "03022026", "Mar 2nd", "2 March", "030226", "112026", "Tue 9/8", "Mon, Dec 1", "Tues. 9/8", "Thurs 3/5/2026", "Weds. 3/4/2026", "2/29", "3 / 2 / 2026",
    "2nd of March '26", "Febuary 3", "Maria 3", "mon. 3/2/2026", "Mar.2,2026", "2-Mar-2026", "1" * 9, "ſept 3",
)  # fmt: skip
CLOSED_TYPED = (
    "Thanksgiving: Nov 23-27", "🎒 Spring break (Mon.) 3/9/2026 to Fri 3/13/2026 🎒", "3/9/2026 - 3/13", "Dec 21 – Jan 4", "21 Dec thru 4 Jan 2027",
    "İstanbul Günü: 4/23/2026", "3/13/2026 to 3/9/2026", "1/1/2026 to 1/1/2028", "nothing", "1/1/2026 2/2/2026 3/3/2026", "Nov 11;Nov 26\n\nDec 25",
    "\u00a0Labor\u00a0Day:\u00a09/7/2026\u00a0", "9/7\x1f/2026", "Teacher day – 10/12", "‘Fall’ break 10/12", "(—“Kids’ day”—) 10/12", "10/12 Teacher’s day {x} <i>", "ſun 3/9/2026", "3/9/2026\tto\t3/13/2026", "12. \u2009Labor Day 9/7/2026",
)  # fmt: skip
#: Texts with characters that MicroPython cannot represent: NUL, which ends its strings, lone surrogates, and a BOM, which it
#: drops at the start of a string.
NOT_HELD = (
    "Fall break 10/12/2026\0 and 10/13/2026",
    "2027Thu\0Feb142027\nFall break 10/12/2026",
    "\0",
    "Tue\ud800 10/12/2026",
    "10/12/2026 \udf92",
    "\ufeff:Mar2026221218997Dec)28\nSat 6/2/2029",
)
SCHOOL_CALENDARS = (
    {"first_day": "7/20/2026"}, {"first_day": "8/3/2026", "last_day": "5/21/2027", "next_first_day": "8/2/2027"},
    {"first_day": "8/3/2026", "last_day": "5/21/2026"}, {"first_day": "1/5/2027", "next_last_day": "x"}, {"last_day": "6/30/2027"},
    {"closed": "10/26/2026", "whole": "2026-10-21 to 2026-11-11: yes, 1 closed\n2026-09-01 to 2026-09-30: no"},
    {"closed": "10/26/2026", "whole": "2026-10-21 to 2026-11-11: not sure"}, {"whole": "2026-13-40 to 2026-11-11: yes, 1 closed\n\u00a0"},
    {"closed": "10/26/2026; 10/12/2026; 11/2/2026 to 11/13/2026", "whole": "2026-10-21 to 2026-11-30: yes, 11 closed"},
)  # fmt: skip


@pytest.fixture(scope="module")
def in_micropython():
    """The answers of the first engine, as shipped, to a page's messages."""
    folder = first_engine.write_first_engine()

    def answers(messages):
        command = [NODE, RUNNER, folder, *known_states()]
        done = subprocess.run(command, input=json.dumps(messages), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return answers


def differences(messages, in_micropython):
    """The messages to which the engines' answers differ, with both answers."""
    while True:
        day = today()
        pairs = zip(messages, in_micropython(messages), [json.loads(ask(json.dumps(m))) for m in messages], strict=True)
        found = [pair for pair in pairs if pair[1] != pair[2]]
        if day == today():  # answers depend on today's date: both must use the same one
            return found


def message(calculator, state, **inputs):
    return {"calculator": calculator, "state": state, "inputs": inputs, "made": "2026-11-27T06:11:38.512Z"}


def test_characters_that_micropython_cannot_represent_are_left_to_pyodide(in_micropython):
    asked = [
        message("closed_days", "MS", closed=words)
        for words in (*NOT_HELD, "\U0001f392 10/12/2026", "\\\\u0000 10/12/2026", "\\ud800 10/12/2026")
    ]
    held = [set(said) != {"error"} for said in in_micropython(asked)]
    assert held == [False] * len(NOT_HELD) + [True] * 3


@pytest.mark.parametrize("states", [template_states(), pytest.param(known_states(), marks=pytest.mark.thorough)])
def test_every_event_of_every_state_has_an_identical_answer(in_micropython, states):
    messages = [
        message("deadlines", state, event=event.id, date=day, closed=closed)
        for state in states
        for event in load(state).starting_events()
        for day, closed in zip(DAYS, [*CLOSED, CLOSED[1]], strict=True)
    ]
    assert len(messages) > 300
    assert differences(in_part(messages), in_micropython) == []


def test_every_hand_counted_case_has_an_identical_answer(in_micropython):
    in_turn = states_in_part()
    messages = [
        message(
            "case",
            case.state,
            **{event: day.isoformat() for event, day in case.events.items()},
            closed="\n".join(case.closed),
            as_of=as_of,
            discreet=discreet,
        )
        for case in CASES
        if case.state in in_turn
        for as_of, discreet in (("", ""), ("4/1/2026", "yes"))
    ]
    assert len(messages) > 100
    assert differences(messages, in_micropython) == []


def test_service_logs_have_identical_answers(in_micropython):
    messages = [message("service_log", "MS", **written(case["log"])) for case in HAND_COUNTED]
    (one,) = [case["log"] for case in HAND_COUNTED if case["case"].startswith("what a made-up session mends")]
    messages += [
        message("service_log", "AZ", **{**written(one), **changed})
        for changed in (
            {"week": "2026-09-08", "more": "speech 2026-09-10"},
            {"want": "csv", "closed": "Break: 9/14 to 9/16\nEarly dismissal 9/9", "as_of": ""},
            {"services": [{**written(one)["services"][0], "name": "=<b> “MARÇO”  ", "from": "9/7", "times": "²"}]},
            {"sessions": [{"service": ["x"], "day": 5, "status": "later", "minutes": "1e3", "by": ""}]},
            {"sessions": [{"service": "speech", "day": f"2026-09-{day:02}", "status": status, "minutes": ""}
                          for day in (7, 7, 8, 9, 10, 31) for status in ("missed", "short", "given", "unknown")][:-4]},
        )
    ]  # fmt: skip
    assert differences(messages, in_micropython) == []


def test_notes_have_identical_answers(in_micropython):
    odd = {**NOTES[0], "who": "=<b> “MARÇO”  ", "said": "Yes\u00a0\nno!", "by": "", "id": "ß"}
    people = [
        {"id": "a", "name": NOTES[0]["who"].partition(",")[0].upper(), "role": "speech", "phone": "555-0100"},
        {"id": "b", "name": "=<B> “março”", "role": "other", "role_words": "Ç", "email": "<a@b.c>"},
        {"id": "c", "role": "principal"},
    ]
    messages = [
        message("notes", "MS", entries=rows, as_of=as_of, **besides)
        for rows in ([], NOTES, [odd, {**odd, "how": "fax", "day": "9/8", "by": "2/30/2026", "mood": "x"}], [odd, odd])
        for as_of in ("2026-11-27", "2027-01-04", "soon")
        for besides in ({}, {"more": "all"}, {"want": "csv"}, {"want": "kept", "changed": "ß"}, {"people": people})
    ]
    assert differences(messages, in_micropython) == []


def test_to_do_lists_are_identical(in_micropython):
    half = {"removals.1.day": "10/5/2026", "removals.1.days": "half", "removals.1.kind": "sent_home"}
    kept = (
        {"log": LOG},
        {"log": {**LOG, "closed": CLOSED[1]}, "days_out": {**REMOVAL, **half}},
        {"days_out": {**REMOVAL, "removals.0.days": "10.5", "decided": "9/9/2026"}},
        {"log": {"services": [{"name": "x"}]}, "days_out": {"removals.0.day": "soon"}},
        {"notes": NOTES},
    )
    messages = [
        message("case", state, as_of=as_of, **events, **besides)
        for state in ("MS", "CA")
        for as_of in ("11/27/2026", "1/4/2027")
        for events in ({}, {"records_requested": "9/1/2026", "settlement_offer_made": "11/22/2026"})
        for besides in kept
    ]
    assert differences(messages, in_micropython) == []


def test_typed_input_is_read_identically(in_micropython):
    messages = [message("deadlines", "MS", event="state_complaint_received", date=day) for day in DATES_TYPED]
    messages += [
        message("deadlines", "AZ", event="evaluation_consent", date="2/2/2026", closed=text) for text in CLOSED_TYPED
    ]
    messages += [
        {**message(calculator, "MS", event="state_complaint_received", **{field: day}), "dates": [field, "closed"]}
        for day in DATES_TYPED
        for calculator, field in (
            ("deadlines", "date"),
            ("deadlines", "first_day"),
            ("case", "violation"),
            ("case", "meeting_scheduled"),
        )
    ]
    messages += [message("closed_days", "US", closed=text) for text in CLOSED_TYPED]
    messages += [
        message("closed_days", "US", closed="\n".join(CLOSED_TYPED)),
        message("closed_days", "US", closed="1/1/2026\n" * 500),
    ]
    messages += [
        message("deadlines", "AZ", event="evaluation_requested", date=day, **given)
        for day in ("7/22/2026", "10/20/2026", "5/10/2027")
        for given in SCHOOL_CALENDARS
    ]
    messages += [message("closed_days", "US", closed=case["text"]) for case in PRINTED]
    messages += [message("case", "MS", violation=f"{day}\n3/2/2026") for day in DATES_TYPED]
    messages += [
        message("deadlines", "US", event="no_such_event", date="3/2/2026"),
        message("deadlines", "US", date="3/2/2026", surprise="x"),
        message("case", "US"),
        message("case", "US", due_process_complaint_received="3/2/2026", due_process_hearing="1/2/2026"),
    ]
    assert differences(in_part(messages), in_micropython) == []


def test_random_cases_have_identical_answers(in_micropython):
    draw = random.Random(6)
    messages = []
    for _ in range(150):
        state = draw.choice(known_states())
        events = draw.sample(list(load(state).events), draw.randint(1, 9))
        days = {event: (date(2025, 7, 1) + timedelta(days=draw.randrange(900))).isoformat() for event in events}
        closed = "\n".join(draw.sample(CLOSED_TYPED[:6], draw.randint(0, 3)))
        messages.append(message("case", state, **days, closed=closed, as_of=draw.choice(["", "9/1/2026"])))
    assert differences(in_part(messages), in_micropython) == []


def test_unanswered_letters_are_counted_identically(in_micropython):
    sent = {
        f"sent.{number}.{name}": value
        for number, letter in enumerate(letters())
        for name, value in {
            "letter": letter,
            "received": "3/2/2026",
            "answered": "3/4/2026" if number % 3 else "",
        }.items()
    }
    messages = [
        message("case", state, **sent, as_of=as_of)
        for state in template_states()
        for as_of in ("3/5/2026", "3/20/2026")
    ]
    messages += [message("case", "US", **{**sent, "sent.0.answered": "2/2/2026", "sent.1.received": "2/30/2026"})]
    messages += [{**message("case", "US", **sent), "dates": ["sent.0.received", "sent.0.answered"]}]
    assert differences(messages, in_micropython) == []


def test_the_first_engine_has_only_the_counting_calculators():
    modules = set(first_engine.code())
    answers = {*first_engine.COUNT, *first_engine.RECORD}
    assert {f"{name}.py" for name in answers} <= modules
    assert not modules & {f"calculators/tools/{name}.py" for name in ("letter", "complaint", "sent")}
    assert closed_days.__name__.replace(".", "/") in answers


def test_the_modules_are_divided_between_a_small_first_and_a_second_bundle():
    compiled = first_engine.compiled(first_engine.code())
    first, more = first_engine.in_bundles(compiled)
    assert {**first, **more} == compiled
    assert not first.keys() & more.keys()
    assert "calculators/tools/deadlines.mpy" in first
    assert {f"{name}.mpy" for name in first_engine.RECORD} <= more.keys()
    assert "calculators/reading/printed_calendars.mpy" in more
    assert sum(map(len, first.values())) < 100_000


def test_the_port_has_only_imported_modules_and_no_function_sources():
    stock = (first_engine.PORT / first_engine.WASM).read_bytes()
    cut = cut_port.cut_wasm(stock)

    place, data = wasm_file.fixed_segments(wasm_file.sections(stock)[wasm_file.DATA])[0]
    known = tuple(cut_port.listed_modules(data, place).known)
    assert len(known) > 30
    assert "\0".join(known).encode() in stock
    assert "\0".join(known).encode() not in cut
    assert "\0".join(cut_port.FROZEN).encode() in cut
    assert b"<::>{" in stock
    assert b"<::>{" not in cut


def test_the_port_s_script_is_smaller_and_has_its_licence():
    made = (first_engine.write_first_engine() / first_engine.SCRIPT).read_text(encoding="utf-8")
    assert made.startswith("/*! MicroPython")
    assert "without restriction" in made.split("*/")[0]
    assert len(made) < 0.8 * (first_engine.PORT / "micropython.mjs").stat().st_size


def test_only_a_strict_zip_compares_lengths():
    lowered = transpiler.lower("zip(x, y, strict=True)\nzip(x, y, strict=False)\nzip(x, y)", "some.py", set())
    assert lowered.split("\n", 1)[1].split() == ["lowered.zipped(x,", "y)", "zip(x,", "y)", "zip(x,", "y)"]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import subprocess", "module subprocess"),
        ("match x:\n    case 1: pass", "Match"),
        ("f'{x:{y}}'", "computed format"),
        ("def f(a, /): pass", "positional-only"),
        ("dict(a=1)", "order in dict"),
    ],
)
def test_an_unsupported_construct_stops_the_build_with_its_line(source, what):
    with pytest.raises(transpiler.CannotLower, match=f"some.py, line 2: MicroPython has no {what}"):
        transpiler.lower(f"x = y = 1\n{source}", "some.py", set())
