"""The command line: its JSON and text, exit codes and one-line errors are a stable interface."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from calculators.__main__ import main
from calculators.law import known_states
from macros.places import ROOT

CONTRACT_EVENTS = {
    "evaluation_consent",
    "evaluation_requested",
    "eligibility_determined",
    "iep_meeting_requested",
    "records_requested",
    "meeting_scheduled",
    "state_complaint_received",
    "violation",
    "due_process_complaint_received",
    "resolution_period_ended",
    "decision_issued",
    "disciplinary_removal_decided",
    "iee_requested",
    "pwn_received",
}
ROW = {
    "rule", "title", "who", "due", "unit", "value", "trigger", "direction", "citation", "confidence", "publish", "how",
}  # fmt: skip
#: An ambiguous line, which may or may not be a closed day.
QUESTION = "Optional teacher workday 2026-10-09"
WAYS = {"problem": "rule", "who": "more"}
DEADLINES = ("deadlines", "--state", "MS", "--event", "violation=2026-03-02")
ANSWERS = {
    "decision": "refused",
    "what": "A one-to-one aide",
    "said_on": "2026-03-02",
    "said_where": "by phone",
    "parent_name": "Ana Díaz",
    "child_name": "J. D.",
    "school": "Oak Elementary",
    "district": "Oak County School District",
}


class Terminal(io.TextIOWrapper):
    """Standard output that claims to be a terminal."""

    def isatty(self):
        return True


def calculators(*arguments, given="", screen=io.TextIOWrapper):
    """Run a command in this process, because a subprocess takes a second to start."""
    written, said = screen(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        patched.setattr(sys, "stdout", written)
        patched.setattr(sys, "stderr", said)
        code = main([str(argument) for argument in arguments])
    written.flush()
    return subprocess.CompletedProcess(arguments, code, written.buffer.getvalue().decode(), said.getvalue())


def answered(*arguments, given=""):
    done = calculators(*arguments, given=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("state", ["US", "MS", "AZ"])
def test_every_event_of_the_contract_starts_a_clock(state):
    events = answered("events", "--state", state, "--json")
    assert {event["id"] for event in events} >= CONTRACT_EVENTS
    assert all(set(event) == {"id", "title"} for event in events)


def test_a_state_complaint_is_decided_in_sixty_days():
    rows = answered("deadlines", "--state", "MS", "--event", "state_complaint_received=2026-03-02", "--json")
    (row,) = [row for row in rows if row["rule"] == "state_complaint_decision"]
    assert set(row) >= ROW
    assert (row["due"], row["value"], row["unit"], row["who"]) == ("2026-05-01", 60, "calendar_days", "sea")
    assert row["direction"] == "after"
    assert row["trigger"] == "state_complaint_received"
    assert "34 CFR § 300.152(a)" in row["citation"]
    assert "Day 60 is Friday, May 1, 2026." in row["how"]


def test_closed_days_move_a_limit_in_school_days():
    asked = ("deadlines", "--state", "AZ", "--event", "evaluation_requested=2026-03-02", "--json")
    without = next(row for row in answered(*asked) if row["rule"] == "eval_request_response")
    with_break = next(
        row for row in answered(*asked, "--closed", "2026-03-09..2026-03-13") if row["rule"] == "eval_request_response"
    )
    assert (without["due"], with_break["due"]) == ("2026-03-23", "2026-03-30")
    assert "No school closures were given" in without["how"]
    assert without["range"]["earliest"] == "2026-03-23"
    assert with_break["range"]["earliest"] == "2026-03-30"


def answer_to_request(*more, asked="2026-03-02"):
    rows = answered("deadlines", "--state", "AZ", "--event", f"evaluation_requested={asked}", "--json", *more)
    return next(row for row in rows if row["rule"] == "eval_request_response")


@pytest.mark.parametrize(
    ("whole", "is_firm"),
    [
        (["2026-03-03..2026-03-30"], True),
        (["2026-03-03..2026-03-06", "2026-03-09..2026-03-30"], True),
        (["2026-03-03..2026-03-29"], False),
        (["2026-03-04..2026-03-30"], False),
        (["2025-03-03..2025-03-30"], False),
    ],
)
def test_closed_days_make_a_date_firm_where_they_are_said_to_be_complete(whole, is_firm):
    said = [argument for stretch in whole for argument in ("--closed-complete", stretch)]
    row = answer_to_request("--closed", "2026-03-09..2026-03-13", *said, "--as-of", "2026-04-20")
    assert row["due"] == "2026-03-30"
    assert (row["range"] is None, row["status"] == "late") == (is_firm, is_firm)


def test_one_closed_day_outside_the_count_does_not_make_a_date_firm():
    row = answer_to_request("--closed", "2026-09-07", "--as-of", "2026-11-27", asked="2026-10-26")
    assert row["range"]["earliest"] == "2026-11-16"
    assert row["status"] != "late"


def test_a_school_that_opens_in_july_has_a_date_once_its_school_year_is_given():
    """From Wednesday, July 22: 2 school days by July 24, 7 by July 31, 12 by August 7; August 12 is day 15."""
    unknown = answer_to_request(asked="2026-07-22")
    assert unknown["due"] is None
    assert "Give the first day of school after the summer of 2026" in unknown["range"]["note"]
    year = ("--school-year", "2026-07-20..2027-05-21")
    known = answer_to_request(*year, asked="2026-07-22")
    assert (known["due"], known["range"]["earliest"]) == ("2026-08-12", "2026-08-12")
    whole = answer_to_request(*year, "--closed-complete", "2026-07-20..2026-08-31", asked="2026-07-22")
    assert (whole["due"], whole["range"]) == ("2026-08-12", None)


def test_a_count_that_runs_into_the_next_school_year_asks_for_its_first_day():
    """May 11 to 21, 2027 has 9 school days; after the summer, August 2 to 6 makes 14, and August 9 is day 15."""
    year = ("--school-year", "2026-08-03..2027-05-21")
    unknown = answer_to_request(*year, asked="2027-05-10")
    assert unknown["due"] is None
    assert "the first day of school after the summer of 2027" in unknown["range"]["note"]
    known = answer_to_request(*year, "--school-year", "2027-08-02..", asked="2027-05-10")
    assert known["due"] == "2027-08-09"


def test_a_fact_on_hold_has_no_date_and_no_number():
    rows = answered("deadlines", "--state", "MS", "--event", "decision_issued=2026-03-02", "--json")
    (row,) = [row for row in rows if row["rule"] == "civil_action"]
    assert (row["due"], row["value"], row["unit"], row["publish"]) == (None, None, None, "hold")
    assert not any(number in json.dumps(row["how"]) for number in ("90", "45"))


def test_several_events_are_one_case():
    rows = answered(
        "deadlines", "--state", "US", "--json",
        "--event", "due_process_complaint_received=2026-03-02", "--event", "resolution_period_ended=2026-03-20",
    )  # fmt: skip
    (decision,) = [row for row in rows if row["rule"] == "due_process_decision"]
    assert (decision["due"], decision["projected"]) == ("2026-05-04", False)


def test_a_letter_is_printed(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(ANSWERS), encoding="utf-8")
    done = calculators("letter", "pwn_demand", "--state", "AZ", "--input", str(answers))
    assert done.returncode == 0
    assert "A one-to-one aide" in done.stdout
    assert "A.A.C. R7-2-401(A)" in done.stdout


def test_the_letters_and_their_inputs_are_listed():
    (form,) = [form for form in answered("letters", "--state", "MS", "--json") if form["id"] == "pwn_demand"]
    assert {question["id"] for question in form["inputs"]} >= set(ANSWERS)


def test_a_letter_is_printed_with_its_sample():
    done = calculators("letter", "services_not_delivered", "--state", "MS", "--sample")
    assert done.returncode == 0, done.stderr
    assert "Minutes missed: 330" in done.stdout


def test_a_letter_is_printed_as_a_page():
    done = calculators("letter", "pwn-demand", "--state", "AZ", "--sample", "--format", "html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("<!doctype html>")
    assert "<title>Request for prior written notice for J. D.</title>" in done.stdout
    assert "A.A.C. R7-2-401(A)" in done.stdout


def test_a_listed_letter_says_which_clock_it_starts_and_which_facts_it_cites():
    forms = {form["id"]: form for form in answered("letters", "--state", "MS", "--json")}
    assert len(forms) >= 20
    records = forms["records_request"]
    assert records["starts"] == "records_requested"
    assert set(records["clocks"]) == {"records_ferpa", "records_idea"}
    assert set(records["facts"]) == {"records_ferpa", "records_idea", "records_before_meeting"}
    assert "mediation_request" in forms["mediation_request"]["facts"]


def test_a_listed_letter_describes_its_rows_and_the_questions_that_depend_on_others():
    forms = {form["id"]: form for form in answered("letters", "--state", "US", "--json")}
    inputs = {question["id"]: question for question in forms["services_not_delivered"]["inputs"]}
    assert inputs["services"]["type"] == "rows"
    assert {field["id"] for field in inputs["services"]["fields"]} >= {"service", "since", "owed", "given"}
    (part,) = [question for question in forms["withdrawal"]["inputs"] if question["id"] == "part"]
    assert part["when"] == {"extent": ["part"]}
    (rule,) = [question for question in forms["missed_deadline"]["inputs"] if question["id"] == "rule"]
    assert "records_idea" in rule["choices"]


def test_a_wrong_row_is_named_with_its_place():
    rows = [{"service": "Speech", "says": "Weekly", "since": "2026-02-30"}]
    given = json.dumps({**ANSWERS, "services": rows})
    done = calculators("letter", "services_not_delivered", "--state", "MS", "--input", "-", given=given)
    assert done.returncode == 2
    assert "services.0.since: There is no day “2026-02-30” in the calendar." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("letter", "pwn_demand", "--state", "MS"), "arguments: one of the arguments --input --sample is required"),
        (
            ("letter", "pwn_demand", "--state", "MS", "--sample", "--format", "pdf"),
            "arguments: argument --format: invalid choice: 'pdf'",
        ),
        (
            ("events", "--state", "ZZ"),
            f"--state: 'ZZ' is not a state we have. It takes one of: {', '.join(known_states())}.",
        ),
        (("deadlines", "--state", "MS"), "--event: Give at least one, as ID=DATE"),
        (("deadlines", "--state", "MS", "--event", "party=2026-03-02"), "--event: 'party' is not an event"),
        (("deadlines", "--state", "MS", "--event", "violation=2026-02-30"), "--event violation: There is no day"),
        (("deadlines", "--state", "MS", "--event", "violation"), "--event violation: “” is not a date"),
        (("deadlines", "--state", "MS", "--event", "violation=2026-03-02", "--closed", "x"), "--closed: “x” is not"),
        ((*DEADLINES, "--school-year", "2026-08-03"), "--school-year: '2026-08-03' is not two dates. Write it like"),
        (
            (*DEADLINES, "--school-year", "2026-08-03..2026-05-21"),
            "--school-year: May 21, 2026 is before the first day",
        ),
        ((*DEADLINES, "--school-year", "2026-08-03..2028-05-21"), "--school-year: From August 3, 2026 to May 21, 2028"),
        ((*DEADLINES, "--school-year", "2027-01-05.."), "--school-year: January 5, 2027 cannot be the first day"),
        ((*DEADLINES, "--school-year", ".."), "--school-year: '..' is not two dates"),
        (
            (*DEADLINES, "--closed-complete", "2026-03-09..2026-03-02"),
            "--closed-complete: '2026-03-09..2026-03-02' ends",
        ),
        ((*DEADLINES, "--closed-complete", "2026-03-09.."), "--closed-complete: “” is not a date"),
        (("letter", "pwn_demand", "--state", "MS", "--input", "nowhere.json"), "--input: cannot read nowhere.json"),
        (("letter", "nothing", "--state", "MS", "--input", "-"), "id: 'nothing' is not a letter we have"),
        (("letters",), "arguments: the following arguments are required: --state"),
        (("dance", "--state", "MS"), "arguments: argument command: invalid choice: 'dance'"),
    ],
)
def test_bad_input_is_one_line_that_names_the_field_and_exit_code_2(arguments, told):
    done = calculators(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(told)


@pytest.mark.parametrize("given", ["[1]", "{", '{"what": 5}', "{}"])
def test_a_letter_without_usable_answers_is_refused_in_one_line(given):
    done = calculators("letter", "pwn_demand", "--state", "MS", "--input", "-", given=given)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def letter_from(given, letter="pwn_demand", *more):
    return calculators("letter", letter, "--state", "MS", "--input", "-", *more, given=given)


def is_refused(done, told):
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


FACT = {"day": "2026-03-02", "what": "No aide", "how_known": "I saw it"}


@pytest.mark.parametrize(
    ("letter", "given", "told"),
    [
        ("pwn_demand", json.dumps({**ANSWERS, "child_name": "\ud800x"}), "child_name: There is a broken character"),
        ("pwn_demand", json.dumps({**ANSWERS, "\ud800": "x"}), "There is no field of this name"),
        ("state_complaint", json.dumps({"facts": [FACT], "facts.0.day": "x"}), "facts: Give this once"),
        ("state_complaint", json.dumps({"facts": {"0": FACT}, "facts.1.day": "x"}), "facts: Give this once"),
        ("state_complaint", json.dumps({"facts": {"x": FACT}}), "facts: This takes a list of objects"),
        ("state_complaint", json.dumps({"facts": 5}), "facts: This takes a list of objects"),
        ("state_complaint", json.dumps({"facts": [{"day": [1]}]}), "facts.0.day: This takes text"),
        ("pwn_demand", json.dumps({**ANSWERS, "decision": ["refused"]}), "decision: This takes text"),
        ("pwn_demand", "[" * 200_000, "--input: - is nested too deeply"),
        ("pwn_demand", '{"what": ' + "9" * 10_000 + "}", "--input: - has a number that is too long"),
    ],
)
def test_odd_json_is_refused_in_one_line(letter, given, told):
    is_refused(letter_from(given, letter), told)


def test_bytes_that_are_not_text_are_refused_in_one_line():
    command = [sys.executable, "-m", "calculators", *DEADLINES, "--closed", b"\xff 3/9/2026", "--format", "ics"]
    is_refused(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False), "is not text in UTF-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is a device of Linux")
@pytest.mark.parametrize(
    "arguments", [DEADLINES, ("letter", "pwn_demand", "--state", "MS", "--sample", "--format", "docx")]
)
def test_a_full_disk_is_said_in_one_line(arguments):
    command = [sys.executable, "-m", "calculators", *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "output: cannot write it (No space left on device). Say another place for it.\n"


def test_a_file_is_utf_8_whatever_the_screen_can_show():
    old = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "calculators", "letter", "pwn_demand", "--state", "MS", "--input", "-"]
    given = json.dumps({**ANSWERS, "child_name": "Łukasz"}).encode()
    done = subprocess.run(command, cwd=ROOT, input=given, env=old, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Łukasz" in done.stdout.decode()


def test_a_screen_that_cannot_show_a_character_shows_its_code():
    def screen(under, encoding):
        return Terminal(under, encoding="ascii")

    done = calculators(
        "letter", "pwn_demand", "--state", "MS", "--input", "-",
        given=json.dumps({**ANSWERS, "child_name": "Łukasz"}), screen=screen,
    )  # fmt: skip
    assert done.returncode == 0
    assert r"\u0141ukasz" in done.stdout


def test_a_word_file_does_not_go_to_a_screen():
    done = calculators("letter", "pwn_demand", "--state", "MS", "--sample", "--format", "docx", screen=Terminal)
    is_refused(done, "--format: docx is a file. Say where it goes, like: > letter.docx")


def test_a_broken_pipe_is_no_error():
    """A broken pipe, as with ``| head``, ends the command silently."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "calculators", "letters", "--state", "MS", "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [("events", "--state", "MS"), ("coverage",), ("coverage", "--state", "MS")])
def test_law_that_is_not_built_is_said_with_what_to_do(arguments, monkeypatch, tmp_path):
    monkeypatch.setattr("calculators.law.DATA", tmp_path)
    monkeypatch.setattr("calculators.law._read", {})
    monkeypatch.setattr("calculators.__main__.DATA", tmp_path)
    is_refused(calculators(*arguments), "The law data is not built yet. Run 'make data' in the project's folder")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("events", "iee_requested                      I asked for an independent evaluation"),
        ("rules", "pwn_content                        What prior written notice must say"),
        ("letters", "consent_revocation               Take back your consent to special education"),
    ],
)
def test_a_list_has_one_line_per_item_starting_with_its_id(command, line):
    assert line in calculators(command, "--state", "US").stdout.splitlines()


def test_a_list_of_closed_days_with_a_question_is_not_complete():
    """While a line is in question, the list is not taken as complete, so March 30 is only the earliest day."""
    said = ("--closed", "2026-03-09..2026-03-13", "--closed-complete", "2026-03-03..2026-03-30")
    arguments = ("deadlines", "--state", "AZ", "--event", "evaluation_requested=2026-03-02", "--json", *said)
    firm = calculators(*arguments)
    asked = calculators(*arguments, "--closed", QUESTION)
    ranges = [
        next(row for row in json.loads(done.stdout) if row["rule"] == "eval_request_response")["range"]
        for done in (firm, asked)
    ]
    assert firm.stderr == ""
    assert asked.stderr.count("\n") == 1
    assert ranges[0] is None
    assert ranges[1]["earliest"] == "2026-03-30"


def test_an_event_that_happens_once_is_given_once():
    twice = ("--event", "evaluation_consent=2026-03-02", "--event", "evaluation_consent=2026-03-03")
    is_refused(calculators("deadlines", "--state", "US", *twice), "'evaluation_consent' is given twice")


def test_school_years_are_put_in_order_and_may_not_overlap():
    """Once sorted, a year that ends in May 2027 and one that begins in August 2027 do not overlap."""
    in_turn = ("--school-year", "2027-08-02..2028-05-19", "--school-year", "..2027-05-21")
    assert calculators(*DEADLINES, *in_turn).returncode == 0
    overlapping = ("--school-year", "2026-08-03..2027-07-30", "--school-year", "2027-07-26..2028-05-19")
    is_refused(calculators(*DEADLINES, *overlapping), "--school-year: July 26, 2027 is not after July 30, 2027.")


def test_a_letter_can_be_printed_as_its_subject_and_its_text():
    letter = answered("letter", "pwn_demand", "--state", "MS", "--sample", "--json")
    assert set(letter) == {"subject", "text"}
    assert letter["subject"] == "Request for prior written notice for J. D."


def test_records_are_counted_as_of_their_own_day_or_today(monkeypatch):
    monkeypatch.setattr("calculators.__main__.today", lambda: date(2026, 11, 27))
    documents = [{"as_of": "2026-11-27"}, {"as_of": "today"}, {}]
    said = [calculators("case-file", "--input", "-", given=json.dumps(one)).stdout for one in documents]
    assert "As of November 27, 2026." in said[0]
    assert said[0] == said[1] == said[2]
    is_refused(calculators("case-file", "--input", "-", given='{"as_of": 5}'), "as_of: Give a date as text")


def test_a_case_file_can_be_printed_as_json():
    assert answered("case-file", "--input", "-", "--json", given='{"as_of": "2026-11-27"}')["as_of"] == "2026-11-27"


def test_no_day_out_is_said_in_one_sentence():
    given = '{"as_of": "2026-11-27", "removals": []}'
    assert calculators("days-out", "--input", "-", given=given).stdout == "No day out is entered.\n"


def test_answers_to_the_ways_forward_compare_them():
    given = json.dumps({"as_of": "2026-11-27", "answers": WAYS})
    compared = calculators("paths", "--input", "-", given=given).stdout
    questions = calculators("paths", "--input", "-", given="{}").stdout
    assert questions.startswith("1. What is it about? [problem]")
    assert not compared.startswith("1. What")
    assert "state complaint" in compared.lower()


def test_a_file_that_is_no_text_is_named(tmp_path):
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe")
    is_refused(
        calculators("letter", "pwn_demand", "--state", "MS", "--input", path),
        f"--input: cannot read {path} (UnicodeDecodeError). Give a JSON file.",
    )


def test_a_list_of_closed_days_is_read_as_a_district_prints_it():
    """A line without a date is ignored; an ambiguous date is a question."""
    given = "Labor Day 9/7/2026\r\nWelcome back!\r\n" + QUESTION
    asked = ("closed-days", "--as-of", "2026-08-01")
    lines = calculators(*asked, given=given).stdout.splitlines()
    rows = answered(*asked, "--json", given=given)
    assert lines[0] == "2026-09-07..2026-09-07  Labor Day"
    assert len(lines) == len(rows) == 2
    assert (rows[0]["start"], rows[0]["name"], rows[0]["problem"]) == ("2026-09-07", "Labor Day", None)
    assert lines[1] == rows[1]["problem"]


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    """Notepad on Windows writes one."""
    (tmp_path / "answers.json").write_text("{}", encoding="utf-8-sig")
    assert answered("paths", "--input", tmp_path / "answers.json", "--json")["questions"]
    assert answered("paths", "--input", "-", "--json", given="\ufeff{}")["questions"]
