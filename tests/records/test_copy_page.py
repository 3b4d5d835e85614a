"""The backup page in a browser: exported with a passphrase, imported on another phone, exported again."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from calculators.tools.people import PERSON
from macros.pages.case_form import NICKNAME
from tests.tools.records import MAKE, READ, STORE, STORES
from tests.tools.waiting import until_true

pytestmark = pytest.mark.browser

PAGE = "tools/keep-a-copy/"
WORDS = "brown river seven lamps"
#: Two children with dates, a sent letter, a draft and a log.
FULL = max(STORES.values(), key=lambda store: store["version"])
NOTES = {"paper-trail.state": "mississippi", "paper-trail.ticks.binder": '["a"]'}


def filled(page, site, store=FULL):
    """A phone with stored data, on the backup page."""
    page.goto(f"{site}about/")
    page.evaluate(MAKE, store)
    page.evaluate("(notes) => Object.assign(localStorage, notes)", NOTES)
    page.goto(f"{site}{PAGE}")
    return page


def saved(page, folder, passphrase=""):
    """The file that "Save the copy" downloads."""
    page.get_by_label("Passphrase (optional)").fill(passphrase)
    if passphrase:
        page.get_by_label("The same passphrase again").fill(passphrase)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the copy").click()
    expect(page.locator(".pt-copy-out [role=status]")).to_contain_text("The copy is made")
    assert re.fullmatch(r"papers-\d{4}-\d\d-\d\d\.json", coming.value.suggested_filename)
    path = Path(folder) / f"{len(list(Path(folder).iterdir()))}.json"
    coming.value.save_as(path)
    return path


def choose(page, path):
    page.get_by_label("The file of your copy").set_input_files(path)


def error(page):
    return page.locator(".pt-copy-in .pt-error:not([hidden])")


def test_an_encrypted_backup_restores_everything_on_an_empty_phone(page, page_log, new_page, site, tmp_path):
    one = filled(page, site)
    plain = saved(one, tmp_path)
    locked = saved(one, tmp_path, WORDS)
    tables = json.loads(plain.read_text(encoding="utf-8"))["tables"]
    assert tables == {name: rows for name, rows in FULL["tables"].items() if rows}, (
        "all that is kept, and as it is kept"
    )
    assert "Speech therapy" not in locked.read_text(encoding="utf-8")

    other = new_page()
    other.goto(f"{site}{PAGE}")
    choose(other, locked)
    passphrase = other.get_by_label("The passphrase of this copy")
    passphrase.fill("brown river seven lamp")
    passphrase.press("Enter")
    expect(error(other)).to_contain_text("That passphrase does not open this copy")
    passphrase.fill(f" {WORDS} ")
    passphrase.press("Enter")
    plan = other.locator(".pt-copy-plan")
    expect(plan.get_by_role("group", name="Mo")).to_contain_text("The same: nothing. Different here: nothing.")
    expect(plan.get_by_role("group", name="Jo")).to_be_visible()
    assert other.evaluate("async () => (await indexedDB.databases()).length") == 0, (
        "nothing is changed before she says so"
    )
    plan.get_by_role("button", name="Bring it in").click()
    expect(other.locator(".pt-copy-in [role=status]")).to_contain_text("Brought in")
    assert saved(other, tmp_path).read_bytes() == plain.read_bytes()
    other.goto(f"{site}tools/case/")
    expect(other.locator("#case-child option")).to_have_text(["Mo", "Jo"])
    expect(other.locator("[name=evaluation_requested]")).to_have_value("9/1/2026")


def test_about_us_answers_alone_can_be_backed_up_with_a_passphrase(page, page_log, new_page, site, tmp_path):
    tables = FULL["tables"]
    alone = {"parent": tables["parent"], "aboutUs": tables["aboutUs"], "people": tables["people"]}
    none = {name: type(rows)() for name, rows in tables.items()}
    page.goto(f"{site}about/")
    page.evaluate(MAKE, {**FULL, "tables": {**none, **alone}})
    page.goto(f"{site}{PAGE}")
    plain = saved(page, tmp_path)
    locked = saved(page, tmp_path, WORDS)
    assert json.loads(plain.read_text(encoding="utf-8"))["tables"] == alone
    for path in (plain, locked):
        other = new_page()
        other.goto(f"{site}{PAGE}")
        choose(other, path)
        if path is locked:
            other.get_by_label("The passphrase of this copy").fill(WORDS)
            other.get_by_label("The passphrase of this copy").press("Enter")
        expect(other.get_by_role("group", name="Child 1, no nickname")).to_contain_text("Different here: nothing.")
        other.get_by_role("button", name="Bring it in").click()
        expect(other.locator(".pt-copy-in [role=status]")).to_contain_text("Brought in")
        assert saved(other, tmp_path).read_bytes() == plain.read_bytes()
        other.goto(f"{site}tools/case/#people")
        expect(other.locator(".pt-person-line").first).to_have_text("Dr. Ruth Lee Special education director")


def test_conflicts_are_asked_about_and_bad_files_change_nothing(page, page_log, site, tmp_path):
    filled(page, site)
    before = page.evaluate(READ)
    file = saved(page, tmp_path).read_text(encoding="utf-8")
    newer = json.dumps({**json.loads(file), "version": 1000})
    for name, text, words in [
        ("foreign", "%PDF", "no copy from this site"),
        ("cut", file[: len(file) // 2], "A part of this file is missing"),
        ("newer", newer, "newer version of this site"),
    ]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        choose(page, tmp_path / name)
        expect(error(page)).to_contain_text(words)
    (tmp_path / "other.json").write_text(
        file.replace("9/1/2026", "9/2/2026").replace('"Jo"', '"Joe"').replace("Bus driver", "Driver"), encoding="utf-8"
    )
    choose(page, tmp_path / "other.json")
    jo = page.locator(".pt-copy-plan").get_by_role("group", name="Joe", exact=True)
    expect(jo).to_contain_text("Different here: 2 entries")
    # Each field is called as in its form.
    expect(jo.get_by_role("group", name=NICKNAME.label)).to_have_count(1)
    words = next(question.label for question in PERSON if question.id == "role_words")
    expect(page.locator(".pt-copy-plan").get_by_role("group", name=f"Ms. Poe: {words}")).to_have_count(1)
    expect(error(page)).to_have_count(0)
    assert page.evaluate(READ) == before
    jo.get_by_role("group", name="I asked for an evaluation").get_by_label("Take the copy’s: 9/2/2026").check()
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator(".pt-copy-in [role=status]")).to_contain_text("Brought in")
    jo_now = page.evaluate(READ)["tables"]["children"][1]
    assert (jo_now["name"], jo_now["events"]) == ("Jo", {"evaluation_requested": "9/2/2026"})
    assert page.evaluate(STORE, ["whyNotKept"]) == ""
    until_true(page, "document.documentElement.scrollWidth <= innerWidth")


def test_what_differs_is_called_as_in_the_forms(page, page_log, site, tmp_path):
    filled(page, site)
    file = json.loads(saved(page, tmp_path).read_text(encoding="utf-8"))
    tables = file["tables"]
    tables["parent"]["answers"] = {"name": "Luis Diaz", "address": "2 Elm Street\nElm", "contact": "602-555-0100"}
    mo = next(row for row in tables["aboutUs"] if row["id"] == "1")
    mo["answers"]["school"] = "Elm School"
    director = next(row for row in tables["people"] if row["role"] == "director")
    director["role"] = "superintendent"
    (tmp_path / "other.json").write_text(json.dumps(file), encoding="utf-8")
    choose(page, tmp_path / "other.json")
    plan = page.locator(".pt-copy-plan")
    yours = plan.get_by_role("group", name="Yours: name and address, chosen state, ticks in lists")
    you = yours.get_by_role("group", name="Your name, address and how to reach you")
    expect(you.get_by_label("Take the copy’s: Luis Diaz, 602-555-0100, 2 Elm Street, Elm")).to_be_visible()
    expect(
        plan.get_by_role("group", name="Your child's school").get_by_label("Take the copy’s: Elm School")
    ).to_be_visible()
    expect(plan.get_by_label("Keep what is here: Special education director")).to_be_visible()
    expect(plan.get_by_label("Take the copy’s: Superintendent")).to_be_visible()
    until_true(page, "document.documentElement.scrollWidth <= innerWidth")
