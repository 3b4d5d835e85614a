"""Backups: identical after a round trip, nothing overwritten unasked, every bad file explained."""

import json
import re
from copy import deepcopy

import pytest

from tests.tools.records import STORES, as_rows, ask, asked

NOTES = {"paper-trail.state": "mississippi", "paper-trail.ticks.binder": '["a","c"]'}
NOTHING = {"rows": as_rows({"tables": {}}), "notes": {}}
NEWEST = max(STORES.values(), key=lambda store: store["version"])


def kept(store=NEWEST, notes=NOTES):
    """The scripts' type ``Kept``: a store's rows, and the ``localStorage`` notes."""
    return {"rows": as_rows(store), "notes": notes}


def brought_in(here, copy, same=None, chosen=()):
    """Import a backup. ``same`` maps its children to existing ones; otherwise the match that was found applies."""
    found = asked("copy-merge", "children", here, copy)
    all_as = [{"child": one["child"], "as": (same or {}).get(one["child"], one["sure"])} for one in found]
    all_as = asked("copy-merge", "withIds", here, all_as)
    return asked("copy-merge", "merged", here, copy, all_as, {"set": list(chosen)})


def rows_of(result, table):
    return dict(result["kept"]["rows"][table]["map"])


@pytest.mark.parametrize("name", STORES)
def test_export_import_and_export_again_are_byte_identical(name):
    rows = ask("tables", "bringUpToDate", as_rows(STORES[name]), STORES[name]["version"])["given"][0]
    file = asked("copy-file", "written", {"rows": rows, "notes": NOTES})
    copy = asked("copy-file", "read", file)
    result = brought_in(NOTHING, copy)
    assert asked("copy-file", "written", result["kept"]) == file
    assert [tally["clashes"] for tally in result["tallies"].values()] == [[], [], []]
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", file), "the day of the copy is not in it"


@pytest.mark.parametrize("name", STORES)
def test_a_backup_of_every_older_version_is_migrated(name):
    store = STORES[name]
    copy = asked("copy-file", "read", json.dumps({"copy_of": "paper-trail", "format": 1, **store, "notes": {}}))
    assert [row["name"] for _, row in copy["rows"]["children"]["map"] if row["name"]] == ["Mo", "Jo"]
    assert {row["state"] for _, row in copy["rows"]["children"]["map"]} == {"MS", "AZ"}
    assert all(row["calendar"] for _, row in copy["rows"]["children"]["map"])


def test_a_child_with_only_about_us_answers_is_in_the_backup_and_matches_no_other():
    person = {**NEWEST["tables"]["people"][0], "id": "1 8-8", "name": "Kim Ray"}
    alone = kept({"tables": {"aboutUs": [{"id": "1", "answers": {"school": "Fir School"}}], "people": [person]}}, {})
    file = asked("copy-file", "written", alone)
    copy = asked("copy-file", "read", file)
    assert [one["maybe"] for one in asked("copy-merge", "children", NOTHING, copy)] == [""]
    assert asked("copy-file", "written", brought_in(NOTHING, copy)["kept"]) == file

    there = deepcopy(NEWEST)
    there["tables"]["children"].pop()
    one = kept(there)
    assert [found["maybe"] for found in asked("copy-merge", "children", one, copy)] == ["1"], (
        "it may be the same: she is asked"
    )
    for here, other, number in ((one, copy, "2"), (copy, one, "2")):
        result = brought_in(here, other)
        assert rows_of(result, "children").keys() == {"1", number}
        schools = {row["id"]: row["answers"]["school"] for row in rows_of(result, "aboutUs").values()}
        assert set(schools.values()) == {"Fir School", "Oak Elementary School"}
        names = {(row["child"], row["name"]) for row in rows_of(result, "people").values()}
        fir = next(child for child, school in schools.items() if school == "Fir School")
        assert {child for child, name in names if name == "Kim Ray"} == {fir}
        assert {name for child, name in names if child != fir} == {"Dr. Ruth Lee", "Ms. Poe"}


def test_a_backup_does_not_depend_on_the_order_of_input():
    other = deepcopy(NEWEST)
    for row in other["tables"]["children"]:
        row.update({name: row.pop(name) for name in sorted(row, reverse=True)})
    other["tables"]["children"].reverse()
    assert asked("copy-file", "written", kept(other)) == asked("copy-file", "written", kept())


def test_foreign_truncated_and_newer_files_have_different_errors():
    file = asked("copy-file", "written", kept())
    newer = json.loads(file)
    for text, why in [
        ("", "foreign"),
        ("[]", "foreign"),
        ("null", "foreign"),
        ("%PDF-1.7", "foreign"),
        ('{"copy_of": "another-site"}', "foreign"),
        ('{"format": 1}', "foreign"),
        *((file[:end], "broken") for end in (40, 200, len(file) // 2, len(file) - 3)),
        (json.dumps({**newer, "version": newer["version"] + 1}), "newer"),
        (json.dumps({**newer, "format": 2}), "newer"),
        (json.dumps({**newer, "version": "x"}), "broken"),
        (json.dumps({**newer, "tables": []}), "broken"),
        (json.dumps({**newer, "tables": {"children": [{"name": "no id"}]}}), "broken"),
        (json.dumps({**newer, "tables": {"children": [{"id": "1", "calendar": "1"}]}}), "broken"),
        (json.dumps({**newer, "tables": {"drafts": [{"id": "1 x", "child": 7}]}}), "broken"),
        (json.dumps({**newer, "version": 1, "tables": {"children": [{"id": "1", "sent": 7}]}}), "broken"),
        (file.replace('"name": "Mo"', '"name": ["Mo"]'), "broken"),
    ]:
        assert ask("copy-file", "read", text).get("failed") == ["Error", why], text[:60]
    assert asked("copy-file", "read", "\ufeff" + file.replace("\n", "\r\n")) == asked("copy-file", "read", file)


def test_unknown_tables_and_fields_in_a_file_are_ignored():
    odd = json.loads(asked("copy-file", "written", kept()))
    odd["tables"]["diary"] = [{"id": "1"}]
    odd["notes"] |= {"paper-trail.memory": "x", "someone-else": "x", "paper-trail.ticks.odd": 7}
    copy = asked("copy-file", "read", json.dumps(odd))
    assert copy["notes"] == NOTES
    assert "diary" not in copy["rows"]


def test_importing_the_same_backup_again_changes_nothing():
    result = brought_in(kept(), kept())
    assert result["kept"] == kept()
    assert [(tally["added"], tally["clashes"]) for tally in result["tallies"].values()] == [(0, [])] * 3


@pytest.mark.parametrize("name", STORES)
def test_what_is_new_at_first_is_the_same_number_of_entries_afterwards(name):
    rows = ask("tables", "bringUpToDate", as_rows(STORES[name]), STORES[name]["version"])["given"][0]
    copy = {"rows": rows, "notes": NOTES}
    new, again = brought_in(NOTHING, copy)["tallies"], brought_in(copy, copy)["tallies"]
    assert {child: tally["added"] for child, tally in new.items()} == {
        child: tally["same"] for child, tally in again.items()
    }


def test_the_name_address_and_phone_of_two_people_are_never_mixed():
    one = {"name": "Ana Diaz", "contact": "601-555-0100"}
    other = {"name": "Luis Diaz", "contact": "602-555-0100", "address": "2 Elm Street"}
    here, copy = (kept({"tables": {"parent": {"answers": row}}}, {}) for row in (one, other))
    result = brought_in(here, copy)
    assert rows_of(result, "parent")["answers"] == one
    [clash] = result["tallies"][""]["clashes"]
    assert (clash["id"], clash["place"]) == ("parent answers", ["parent"])
    assert rows_of(brought_in(here, copy, chosen=[clash["id"]]), "parent")["answers"] == other
    moved = kept({"tables": {"parent": {"answers": {**one, "name": " ana diaz", "address": "2 Elm Street"}}}}, {})
    assert rows_of(brought_in(here, moved), "parent")["answers"]["address"] == "2 Elm Street"


def test_ticks_that_cannot_be_read_stop_no_import():
    odd = {"paper-trail.ticks.binder": "[", "paper-trail.ticks.other": "7"}
    assert brought_in(NOTHING, {**NOTHING, "notes": odd})["kept"]["notes"] == odd


def test_new_data_is_imported_and_existing_data_kept_unless_the_backup_is_chosen():
    there = deepcopy(NEWEST)
    mo = next(child for child in there["tables"]["children"] if child["name"] == "Mo")
    mo["events"] = {"state_complaint_received": "3/5/2026", "records_requested": "9/8/2026"}
    mo["sent"] = [{**mo["sent"][0], "received": "3/4/2026"}, {**mo["sent"][0], "day": "6/1/2026"}]
    there["tables"]["drafts"][0]["fields"]["what"] = "Other words."
    there["tables"]["logs"][0]["sessions"] = [
        {**there["tables"]["logs"][0]["sessions"][0], "status": "given"},
        {**there["tables"]["logs"][0]["sessions"][0], "id": "7-7-7-7", "day": "9/10/2026"},
    ]
    here, copy = kept(), kept(there, {"paper-trail.state": "arizona", "paper-trail.ticks.binder": '["b","c"]'})
    result = brought_in(here, copy)
    clashes = [clash for tally in result["tallies"].values() for clash in tally["clashes"]]
    assert {clash["id"] for clash in clashes} == {
        "children 1 events state_complaint_received",
        "drafts 1 letter pwn_demand",
        "logs 1 sessions 6-6-6-6 status",
        "notes paper-trail.state",
    }
    mo_now = rows_of(result, "children")["1"]
    assert mo_now["events"] == {"state_complaint_received": "3/2/2026", "records_requested": "9/8/2026"}
    assert [(one["day"], one["received"]) for one in mo_now["sent"]] == [("3/1/2026", "3/4/2026"), ("6/1/2026", "")]
    assert [one["status"] for one in rows_of(result, "logs")["1"]["sessions"]] == ["missed", "missed"]
    assert result["kept"]["notes"] == {"paper-trail.state": "mississippi", "paper-trail.ticks.binder": '["a","c","b"]'}
    for clash in clashes:
        taken = brought_in(here, copy, chosen=[clash["id"]])
        assert taken["kept"] != result["kept"], clash["id"]
    taken = brought_in(here, copy, chosen=["children 1 events state_complaint_received"])
    assert rows_of(taken, "children")["1"]["events"]["state_complaint_received"] == "3/5/2026"
    assert rows_of(taken, "drafts")["1 letter pwn_demand"]["fields"]["what"].startswith("More speech")


def test_another_child_with_the_same_id_is_imported_as_a_new_one_with_all_its_data():
    there = deepcopy(NEWEST)
    for child in there["tables"]["children"]:
        child.update(calendar=f"other-{child['id']}", name=f"Other {child['name']}")
    result = brought_in(kept(), kept(there))
    assert {one: row["name"] for one, row in rows_of(result, "children").items()} == {
        "1": "Mo",
        "2": "Jo",
        "3": "Other Mo",
        "4": "Other Jo",
    }
    assert rows_of(result, "drafts")["3 letter pwn_demand"]["child"] == "3"
    assert rows_of(result, "drafts")["1 letter pwn_demand"]["child"] == "1"
    assert rows_of(result, "logs")["3"]["sessions"] == rows_of(result, "logs")["1"]["sessions"]
    assert rows_of(result, "chosen") == {"child": "2"}, "the child that is shown here stays"


def test_children_match_by_calendar_id_and_are_asked_about_by_nickname():
    there = deepcopy(NEWEST)
    there["tables"]["children"][0]["name"] = "Renamed"
    there["tables"]["children"][1]["calendar"] = "of another phone"
    found = {one["child"]: (one["sure"], one["maybe"]) for one in asked("copy-merge", "children", kept(), kept(there))}
    assert found == {"1": ("1", "1"), "2": ("", "2")}
    same = brought_in(kept(), kept(there), same={"1": "1", "2": "2"})
    assert rows_of(same, "children")["2"]["calendar"] == "2-2-2-2", "its entries in a calendar stay the same"


def test_an_encrypted_backup_is_never_the_same_twice_and_opens_only_with_its_passphrase():
    text = asked("copy-file", "written", kept())
    one, other = (asked("lock", "lock", text, "four words and é") for _ in range(2))
    assert one["lock"]["salt"] != other["lock"]["salt"]
    assert one["lock"]["iv"] != other["lock"]["iv"]
    assert one["locked"] != other["locked"]
    assert (one["lock"]["cipher"], one["lock"]["key"], one["lock"]["hash"]) == ("AES-GCM", "PBKDF2", "SHA-256")
    assert one["lock"]["iterations"] >= 600_000
    file = asked("copy-file", "writtenLocked", one)
    assert "Speech therapy" in text
    assert "Speech therapy" not in file
    closed = asked("copy-file", "read", file)
    assert asked("lock", "unlock", closed, "  four words  and e\u0301 ") == text, "blanks and another way to write é"
    for wrong in ("four words and e", "Four words and é", ""):
        assert asked("lock", "unlock", closed, wrong) is None
    for part, changed in {"iterations": 600_001, "salt": one["lock"]["iv"], "hash": "SHA-1", "cipher": "none"}.items():
        assert (
            asked("lock", "unlock", {**closed, "lock": {**closed["lock"], part: changed}}, "four words and é") is None
        )
    assert asked("lock", "unlock", {**closed, "locked": closed["locked"][:-8]}, "four words and é") is None


def test_a_file_with_excessive_key_derivation_is_refused():
    made = asked("lock", "lock", "x", "four words")["lock"]
    assert asked("lock", "isKnown", made) is True
    for odd in ({**made, "iterations": 10**12}, {**made, "iterations": 0.5}, {}, None):
        assert asked("lock", "isKnown", odd) is False
