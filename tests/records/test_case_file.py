"""The case file contains all of a child's records, in chronological order, and nothing else."""

import json
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calculators.inputs import WrongInput
from calculators.law import known_states, load
from calculators.message import ask
from calculators.rendering import paper
from calculators.rendering.entry_list import Listed, entry_list
from calculators.tools import case_file
from macros.places import ROOT

EXAMPLE = yaml.safe_load((ROOT / "tests" / "data" / "case-file.yml").read_text(encoding="utf-8"))
FILE = EXAMPLE["file"]
AS_OF = date.fromisoformat(FILE["as_of"])
#: Lines that fit on the first sheet below its heading (tests/records/test_case_file_page.py prints one).
LINES_ON_A_SHEET = 42


def made(document=FILE, state=EXAMPLE["state"]):
    return case_file.data(load(state), document, AS_OF)


def part(found, section):
    return next(one for one in found["paper"]["sections"] if one["id"] == section)


def cells(found, section):
    return [list(row["cells"]) for table in part(found, section)["tables"] for row in table["rows"]]


def test_the_year_has_its_twenty_entries_in_chronological_order():
    found = made()
    assert len(found["entries"]) == 20
    days = [one["day"] for one in found["entries"]]
    assert days == sorted(days)
    assert found["unread"] == []


@pytest.mark.parametrize("expected", EXAMPLE["timeline"], ids=lambda one: f"{one['day']} {one['what'][:30]}")
def test_due_dates_are_in_the_timeline(expected):
    """The hand counts are in tests/data/case-file.yml."""
    assert [expected["day"], expected["what"]] in [row[:2] for row in cells(made(), "timeline")]


def test_the_sums_of_the_year():
    said = part(made(), "timeline")["words"]
    assert list(said) == EXAMPLE["in_short"]


def test_services_and_their_missed_days_have_their_source():
    assert cells(made(), "services") == EXAMPLE["services"]


def test_a_source_that_is_a_list_is_an_error_in_words():
    with pytest.raises(WrongInput) as wrong:
        made({**FILE, "said": json.dumps({"iep_meeting_held 2026-05-29": {"source": ["noted"]}})})
    assert "Give an object: for each entry" in wrong.value.problems["said"]


def test_conversations_have_requests_and_promises_but_not_what_was_only_said():
    assert cells(made(), "talks") == EXAMPLE["talks"]
    assert "weather" not in json.dumps(made()["paper"])


def test_days_out_say_how_each_counts_and_its_source():
    assert cells(made(), "days_out") == EXAMPLE["days_out"]


def test_exhibits_are_numbered_by_date_and_leave_room_for_pages():
    assert cells(made(), "exhibits") == EXAMPLE["exhibits"]


def test_letters_have_their_answers():
    assert cells(made(), "letters") == EXAMPLE["letters"]


def test_an_excluded_part_appears_nowhere():
    every = {one["id"] for one in made()["paper"]["sections"]}
    assert every == set(case_file.SECTIONS)
    for name in case_file.SECTIONS:
        found = made({**FILE, "leave_out": [name]})
        assert {one["id"] for one in found["paper"]["sections"]} == every - {name}
    assert "Exhibit" not in json.dumps(made({**FILE, "leave_out": ["exhibits", "timeline"]})["paper"]["sections"])


def test_an_unknown_part_is_reported():
    with pytest.raises(WrongInput, match="There is no part “notes”"):
        made({**FILE, "leave_out": ["notes"]})


def test_unreadable_entries_are_named_and_the_rest_is_included():
    broken = {
        **FILE,
        "events": {**FILE["events"], "records_requested": "soon", "pwn_requested": ["2026-09-14", "13/45/2026"]},
        "removals": [*FILE["removals"], {"day": "2026-09-30", "days": "many", "kind": "suspension"}],
        "sent": [*FILE["sent"], {"letter": "iee_request", "title": "Ask for an IEE", "day": "last week"}],
    }
    found = made(broken)
    assert len(found["unread"]) == 4
    assert all(any(words in one for one in found["unread"]) for words in ("soon", "13/45/2026", "many", "last week"))
    assert len(found["entries"]) == 19, "only the request for records is gone, whose day nobody can read"
    assert set(map(str, found["notes"])) >= {f"Not in the case file: {one}" for one in found["unread"]}


def test_an_event_that_only_another_state_has_keeps_its_name():
    [row] = cells(made({"as_of": "2026-11-27", "events": {"met_meeting_held": "2026-01-23"}}, "AZ"), "timeline")[:1]
    assert row[1].startswith(load("MS").events["met_meeting_held"].title)


def test_a_day_that_nobody_noted_is_not_said_to_have_happened():
    found = made({"as_of": "2026-11-30", "events": {"due_process_complaint_received": "2026-10-20"}}, "TX")
    [decision] = [row for row in cells(found, "asked") if row[0] == "The hearing decision must come"]
    assert decision[1].endswith(". Not noted: counted as if the step before takes all its time")
    assert all(".." not in cell and "If the step before" not in cell for row in cells(found, "asked") for cell in row)


def test_an_invalid_log_is_reported_and_the_rest_is_included():
    found = made({**FILE, "sessions": [{"service": "nobody", "day": "2026-08-11", "status": "given"}]})
    assert "The service log could not be counted" in part(found, "services")["words"][-1]
    assert len(found["entries"]) == 20


def test_days_out_stand_in_the_school_year_they_are_in():
    """5 of the 10 days from May 24 may fall into August; what is decided for the year after counts in that one."""
    document = {
        "closed": ["2027-05-29..2027-08-08"],
        "removals": [
            {"day": day, "days": days, "kind": "suspension"}
            for day, days in (("2027-05-24", 10), ("2027-08-25", 6), ("2028-08-21", 3))
        ],
    }
    out = part(case_file.data(load("US"), document, date(2027, 9, 1)), "days_out")
    assert [words.split(" The number")[0] for words in out["words"][:3]] == [
        "School year 2026-27: 5 school days in all.",
        "School year 2027-28: 6 school days for sure, 11 at most.",
        "School year 2028-29: 3 school days in all.",
    ]
    assert [row[2] for row in cells(case_file.data(load("US"), document, date(2027, 9, 1)), "days_out")] == [
        "Counts"
    ] * 3


def test_the_case_file_accuses_nobody_and_draws_no_conclusion():
    words = case_file.text(load("MS"), FILE, AS_OF).lower()
    for word in ("violated", "illegal", "failed to", "denied fape", "must pay", "lawsuit", "guilty", "sue "):
        assert word not in words


def test_what_was_typed_is_escaped():
    name = "<b>J</b> & Co"
    sheet = case_file.written(
        case_file.read_case(load("US"), {**FILE, "people": [{"name": name}]}, {"child_name": name}, AS_OF)
    )
    assert name not in paper.html(sheet)
    assert paper.html(sheet).count("&lt;b&gt;J&lt;/b&gt; &amp; Co") >= 3
    assert name in paper.text(sheet)


@pytest.mark.parametrize("state", known_states())
def test_the_year_fits_on_the_first_sheet_in_every_state(state):
    """A row takes one line, plus one for every 57 characters of its middle cell or 34 of its last."""
    lines = 0
    for _, what, source in cells(made(state=state), "timeline"):
        lines += max(1 + (len(what) - 1) // 57, 1 + max(len(source) - 1, 0) // 34)
    assert lines <= LINES_ON_A_SHEET


def test_the_form_and_stored_data_give_the_same_case_file():
    kept = {name: FILE[name] for name in ("events", "sent", "services", "sessions", "closed", "first_day", "last_day")}
    fields = {
        f"removals.{row}.{name}": str(one[name])
        for row, one in enumerate(FILE["removals"])
        for name in ("day", "days", "kind")
    }
    kept["closed"] = "\n".join(kept["closed"])
    said = {
        **FILE["said"],
        "removal 2026-09-08 suspension": {"source": "paper", "pages": "5"},
        "letter records_request 2026-09-25": {"pages": "1 to 2"},
    }
    ticks = {case_file.TICK.format(name): "yes" for name in case_file.SECTIONS}
    inputs = {
        **ticks,
        "child_name": "J. D.",
        "said": json.dumps(said),
        "kept": json.dumps({**kept, "people": [{"name": "Pat Smith"}], "days_out": [fields, fields]}),
    }
    answered = json.loads(ask(json.dumps({"calculator": "case_file", "state": "MS", "inputs": inputs})))
    sections = {one["id"]: one for one in answered["data"]["paper"]["sections"]}
    assert set(sections) == set(case_file.SECTIONS) - {"talks"}, "no talk was noted"
    assert len(sections["days_out"]["tables"][0]["rows"]) == 4, "what two drafts say is there once"
    assert "Pat Smith" in answered["text"]
    assert "s paper. Exhibit 2" in answered["html"]


# Invariants

DAYS = st.dates(date(2023, 1, 1), date(2027, 6, 30)).map(date.isoformat)
EVENTS = sorted(event for event, of in load("US").events.items() if of.repeats)
DOCUMENTS = st.fixed_dictionaries(
    {
        "events": st.dictionaries(
            st.sampled_from(EVENTS), st.lists(DAYS, min_size=1, max_size=4, unique=True), max_size=6
        ),
        "sent": st.lists(
            st.fixed_dictionaries(
                {
                    "letter": st.sampled_from(["pwn_demand", "thank_you", "gone"]),
                    "title": st.just("A letter"),
                    "day": DAYS,
                }
            ),
            max_size=5,
        ),
        "removals": st.lists(
            st.fixed_dictionaries(
                {"day": DAYS, "days": st.integers(1, 10), "kind": st.sampled_from(["suspension", "other"])}
            ),
            max_size=6,
        ),
    }
)


@given(DOCUMENTS)
def test_no_entry_is_lost_and_all_are_in_chronological_order(document):
    found = made(document, "US")
    count = sum(map(len, document["events"].values())) + len(document["sent"]) + len(document["removals"])
    assert len(found["entries"]) == count
    assert len({one["key"] for one in found["entries"]}) >= len({json.dumps(one) for one in document["removals"]})
    days = [one["day"] for one in found["entries"]]
    assert days == sorted(days)
    shown = cells(found, "timeline")
    titles = [row[1] for row in shown]
    for one in found["entries"]:
        assert titles.count(one["title"]) >= sum(other["title"] == one["title"] for other in found["entries"])
    for section, kept in (("letters", "sent"), ("days_out", "removals")):
        assert len(cells(found, section) if document[kept] else []) == len(document[kept])


@given(DOCUMENTS, DOCUMENTS)
def test_data_of_another_case_is_not_included(mine, other):
    before = made(mine, "US")
    made(other, "US")
    assert made(mine, "US") == before


@given(st.integers(0, 400))
def test_exhibit_numbers_are_consecutive(offset):
    papers = [
        {"what": f"Paper {number}", "day": (AS_OF - timedelta(number + offset)).isoformat()} for number in range(5)
    ]
    exhibits = made({**FILE, "papers": papers})["exhibits"]
    assert [one["number"] for one in exhibits] == list(range(1, len(exhibits) + 1))
    dated = [one["day"] for one in exhibits if one["day"]]
    assert dated == sorted(dated)


def test_a_case_without_entries_has_no_list_of_them():
    assert entry_list([], {"paper": "In writing"}) == ""
    one = Listed("a", "On March 2 <b>", "paper", "4", asks_source=True)
    assert "(1)</span>" in entry_list([one], {"paper": "In writing"})
    assert "On March 2 &lt;b&gt;" in entry_list([one], {"paper": "In writing"})
