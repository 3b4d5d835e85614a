"""The same cases and code in the browser's Python: real Pyodide in real Chromium."""

import json
from datetime import date
from urllib.request import urlopen

import pytest

from calculators.law import load
from calculators.rendering import render
from calculators.tools import letter
from macros.engines.pyodide.browser_python import IN_THE_PAGE
from macros.engines.pyodide.find_modules import RUN_EVERYTHING
from macros.engines.pyodide.runtime import FROZEN, STAND_INS, kept_built_in, kept_modules
from tests.letters.test_letters import ANSWERS, STATES
from tests.tools.cases_files import CASES

pytestmark = pytest.mark.browser

COUNT_CASES = """
import json
from datetime import date
from calculators.counting.chain import deadlines
from calculators.counting.counted import Calendar
from calculators.reading.printed_calendars import read_closures
from calculators.law import load
from calculators.counting.school_year import SchoolYear

def ends(text):
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None

def due(case):
    closures = tuple(c for text in case["closed"] for c in read_closures(text))
    years = tuple(SchoolYear(*ends(text)) for text in case["school_years"])
    events = {event: date.fromisoformat(day) for event, day in case["events"].items()}
    rows = deadlines(load(case["state"]), events.items(), Calendar(closures, years=years))
    return {row.rule.id: row.due.isoformat() if row.due else None for row in rows}

json.dumps([due(case) for case in json.loads(CASES)])
"""
WRITE_LETTERS = """
import json
from calculators.message import ask
json.dumps([ask(json.dumps(message)) for message in json.loads(MESSAGES)])
"""

IMPORT_ALL = """
import importlib, json
def tried(name):
    try:
        importlib.import_module(name)
    except Exception as error:
        return f"{name}: {error!r}"
json.dumps([said for said in map(tried, json.loads(NAMES)) if said])
"""


READ_WRONG_JSON = """
import json, traceback
try:
    json.loads("{")
except ValueError:
    said = traceback.format_exc()
json.dumps(said)
"""


ASK_STAND_INS = """
import html, json, urllib.parse

def refused(ask):
    try:
        return repr(ask())
    except NotImplementedError as error:
        return str(error)

json.dumps({
    "html.unescape": refused(lambda: html.unescape("&eacute;")),
    "urlsplit": refused(lambda: urllib.parse.urlsplit("http://[::1]/")),
})
"""


@pytest.fixture(scope="module")
def run_in_pyodide(browser, site):
    """Run Python in the site's own runtime, and parse the JSON of its last expression."""
    base = f"{site}assets/runtime/"
    with urlopen(f"{base}manifest.json") as answer:
        manifest = json.load(answer)
    page = browser.new_page()
    page.goto(f"{base}manifest.json")

    def run(code, **values):
        given = "".join(f"{name} = {json.dumps(value)!r}\n" for name, value in values.items())
        return json.loads(page.evaluate(IN_THE_PAGE, [base + manifest["folder"], manifest, given + code]))

    yield run
    page.close()


def test_every_hand_counted_case_gives_the_same_answer_in_pyodide(run_in_pyodide):
    cases = [
        {
            "state": case.state,
            "events": {event: day.isoformat() for event, day in case.events.items()},
            "closed": case.closed,
            "school_years": case.school_years,
        }
        for case in CASES
    ]
    answers = run_in_pyodide(COUNT_CASES, CASES=cases)
    assert len(answers) == len(CASES) > 0
    wrong = {
        case.name: {rule: counted.get(rule, "no row") for rule in case.expect}
        for case, counted in zip(CASES, answers, strict=True)
        if any(
            counted.get(rule, "no row") != (due.isoformat() if isinstance(due, date) else due)
            for rule, due in case.expect.items()
        )
    }
    assert wrong == {}


def test_letters_are_identical_in_pyodide(run_in_pyodide):
    inputs = {key: value for key, value in ANSWERS.items() if key != "letter"}
    messages = [
        {"calculator": "letter", "state": state, "inputs": inputs, "preset": {"letter": "pwn_demand"}}
        for state in STATES
    ]
    answers = [json.loads(answer) for answer in run_in_pyodide(WRITE_LETTERS, MESSAGES=messages)]
    for state, answer in zip(STATES, answers, strict=True):
        result = letter.answer(load(state), ANSWERS)
        assert answer["text"] == result.letter.text
        assert answer["html"] == render.html(result)


def test_every_shipped_module_can_be_imported(run_in_pyodide):
    files = {name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in kept_modules()}
    assert len(files) > 50
    assert run_in_pyodide(IMPORT_ALL, NAMES=sorted(files | kept_built_in())) == []


def test_a_traceback_in_the_browser_gives_file_and_function(run_in_pyodide):
    said = run_in_pyodide(READ_WRONG_JSON)
    assert 'File "json/decoder.py", line' in said
    assert "in raw_decode" in said
    assert said.strip().endswith("line 1 column 2 (char 1)")


def test_module_stubs_say_what_they_lack(run_in_pyodide):
    said = run_in_pyodide(ASK_STAND_INS)
    for name in ("html.unescape", "urlsplit"):
        assert "macros/engines/pyodide/runtime.py leaves them out" in said[name]


def test_all_events_of_all_states_and_all_letters_use_every_file_that_is_shipped(run_in_pyodide):
    loaded, built_in = run_in_pyodide(RUN_EVERYTHING)
    used = {file.split(".zip/", 1)[1].removesuffix("c") for file in loaded if ".zip/" in file}
    assert used - set(FROZEN) == kept_modules() | STAND_INS.keys()
    assert set(built_in) <= kept_built_in()
