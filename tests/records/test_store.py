"""The store: one schema, migrations from every version, nothing lost between two tabs."""

import re

import pytest
from playwright.sync_api import expect

from macros.places import ROOT
from tests.records.test_case_page import nickname
from tests.tools.records import MAKE, OCCUPY, READ, STORE, STORES, as_rows, ask, asked
from tests.tools.waiting import until_true

SCRIPTS = ROOT / "docs" / "assets" / "js"
#: For each kind of storage, the only script that may use it. Caches hold pages and programs but no input, so are exempt.
ONLY = {
    r"\b(?:localStorage|sessionStorage)\b": "records/keys.js",
    r"\b(?:indexedDB|openDB|deleteDB)\b": "records/database.js",
    r"\bdocument\.cookie\b|\bcookieStore\b": "",
}
NEVER_THERE = {"engine/no-network.js"}  # it disables storage for Python


def _expect_brought_up(store: dict, tables: dict) -> None:
    """Assert that a migrated store has lost nothing and has the current format."""
    version = store["version"]
    mo, jo = tables["children"]
    assert (mo["name"], mo["state"], jo["name"], jo["state"]) == ("Mo", "MS", "Jo", "AZ")
    under_no_child = {"records_requested": "9/8/2026"} if version == 5 else {}
    assert mo["events"] == {"state_complaint_received": "3/2/2026", **under_no_child}
    assert jo["events"] == {"evaluation_requested": "9/1/2026"}
    assert mo["closed"] == "Fall break: 10/8/2026 to 10/12/2026"
    calendars = [mo["calendar"], jo["calendar"]]
    assert calendars == ["1-1-1-1", "2-2-2-2"] if version > 2 else len(set(calendars)) == 2 and all(calendars)
    was = next(child for child in store["tables"]["children"] if child["name"] == "Mo")
    day = {"arrives": "3/1/2026" if version < 5 else "3/3/2026", "received": ""}
    assert mo["sent"] == [{**one, **day} for one in was.get("sent", [])]
    assert (mo["discreet"], jo["discreet"]) == ("", "yes" if version > 1 else "")
    assert mo.get("school", {}) == was.get("school", {})
    assert tables["chosen"] == {"child": "2"}
    assert tables["logs"] == store["tables"].get("logs", [])
    people = {one["id"]: one for one in store["tables"].get("people", [])}
    if version < 9:
        people = _expect_people_typed_before(store, tables)
    else:
        for name in ("drafts", "aboutUs"):
            assert tables[name] == store["tables"].get(name, []), name
    assert {one["id"]: one for one in tables["people"]} == people


#: The people expected after migration from stores before version 9, by store: nothing lost, nobody duplicated.
PERSON = dict.fromkeys(("name", "role", "role_words", "phone", "email", "address", "note"), "")
DIRECTOR = {"role": "director", "role_words": "Special education director"}
PRINCIPAL = {"role": "principal", "role_words": "Principal"}
MANAGER = {"role": "case_manager", "role_words": "Case manager"}
PEOPLE_BEFORE = {
    "8": {"1 director": {"name": "Dr. Ruth Lee", **DIRECTOR}},
    "8-with-people": {
        "1 director": {"name": "Dr. Ruth Lee", **DIRECTOR, "email": "lee@oak.example", "phone": "601-555-0199"},
        "1 principal": {"name": "Ms. Poe", **PRINCIPAL, "phone": "555-0100"},
        "1 case_manager": {
            "name": "Ann Roe",
            **MANAGER,
            "email": "ann@oak.example",
            "phone": "555-0101",
            "note": "Ann Roe, ann@oak.example, 555-0101, 555-0102",  # no field for a second number: all words
        },
        "2 director": {**DIRECTOR, "address": "1 Main Street\nOak, 00000"},
        "2 principal": {**PRINCIPAL, "phone": "602-555-0100"},
        "1 row 1": {"name": "Jo Fox", "role": "other", "role_words": "Advocate", "note": "call after 5"},
        "1 row 0": {"name": "Kim Ray", "email": "kim@oak.example"},
        "1 row 1 too": {"name": "Sam Oak"},
    },
}


def _expect_people_typed_before(store: dict, tables: dict) -> dict:
    """The people expected from a store before version 9; asserts that other answers and drafts are unchanged."""
    name = next(name for name, one in STORES.items() if one is store)
    lines = {"director", "director_address", "principal", "case_manager"}
    was = store["tables"].get("aboutUs", [])
    left = [{**row, "answers": {name: row["answers"][name] for name in row["answers"].keys() - lines}} for row in was]
    assert tables["aboutUs"] == left
    before_by_id = sorted(store["tables"].get("drafts", []), key=lambda one: one["id"])
    for draft, before in zip(sorted(tables["drafts"], key=lambda one: one["id"]), before_by_id, strict=True):
        fields = {name: value for name, value in before["fields"].items() if not name.startswith("people.")}
        assert draft == {
            **before,
            "fields": fields,
            "rows": {name: rows for name, rows in before["rows"].items() if name != "people"},
        }
    return {
        one: {**PERSON, "id": one, "child": one[0], **person} for one, person in PEOPLE_BEFORE.get(name, {}).items()
    }


def test_every_published_version_has_a_sample_store():
    newest = asked("tables", "VERSION")
    assert {store["version"] for store in STORES.values()} == set(range(1, newest + 1)), (
        "add the newest to tests/data/stores/"
    )
    for store in STORES.values():
        since = asked("tables", "TABLES")
        assert set(store["tables"]) <= {name for name, about in since.items() if about["since"] <= store["version"]}


@pytest.mark.parametrize("name", STORES)
def test_a_store_of_every_version_is_migrated_and_loses_nothing(name):
    store = STORES[name]
    rows = ask("tables", "bringUpToDate", as_rows(store), store["version"])["given"][0]
    tables = {table: [row for _, row in kept["map"]] for table, kept in rows.items() if table != "chosen"}
    tables["children"].sort(key=lambda child: child["id"])
    _expect_brought_up(store, {**tables, "chosen": dict(rows["chosen"]["map"])})


def test_each_table_declares_its_content_and_owner():
    for name, about in asked("tables", "TABLES").items():
        assert about["holds"], name
        assert about["whose"] in ("id", "child", ""), name


def test_nothing_else_writes_to_the_phone():
    for path in SCRIPTS.rglob("*.js"):
        script = path.relative_to(SCRIPTS).as_posix()
        code = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for pattern, only in ONLY.items():
            assert script in {only, *NEVER_THERE} or not re.search(pattern, code), f"{script}: by way of {only}"


def test_an_undeclared_key_is_refused():
    for function, given in (("note", ["paper-trail.diary", "x"]), ("recall", ["diary"])):
        name, message = ask("keys", function, *given)["failed"]
        assert name == "TypeError"
        assert "not in the list of what is kept" in message


@pytest.mark.browser
def test_a_database_of_every_version_is_migrated_in_the_browser(page, page_log, site):
    page.goto(f"{site}about/")
    for store in STORES.values():
        page.evaluate(MAKE, store)
        page.evaluate(STORE, ["children"])
        now = page.evaluate(READ)
        assert now["version"] == asked("tables", "VERSION")
        _expect_brought_up(store, now["tables"])
        assert page.evaluate(STORE, ["deleteEverything"]) == []


#: Writes to a case as one of two concurrent tabs: dates, sent letters, a log and a draft, each with the tab's name.
WRITE = """async (name) => {
    const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
    const sent = (number) => ({ letter: name, title: name, day: String(number), event: null, arrives: "", received: "" });
    for (let number = 0; number < 12; number++) {
        await Promise.all([
            store.save("1", { events: { [`${name}_${number}`]: "3/2/2026" } }),
            store.addSent("1", sent(number)),
            store.changeSent("1", (kept) => kept.map((one) => (one.letter === name ? { ...one, answered: "yes" } : one))),
            store.changeLog("1", (kept) => ({ ...kept, sessions: [...kept.sessions, { id: `${name}_${number}` }] })),
            store.keepDraft("1", "both", (kept) => ({ ...kept, fields: { ...kept?.fields, [`${name}_${number}`]: "x" }, rows: {}, open: [], title: "", page: "", changed: 1 })),
        ]);
    }
}"""


@pytest.mark.browser
def test_two_tabs_that_write_at_once_lose_nothing(page, page_log, site):
    page.goto(f"{site}about/")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    for tab, name in ((page, "one"), (other, "other")):
        tab.evaluate(
            f"(name) => {{ globalThis.done = false; ({WRITE})(name).then(() => (globalThis.done = true)); }}", name
        )
    for tab in (page, other):
        until_true(tab, "globalThis.done")
    all_written = {f"{name}_{number}" for name in ("one", "other") for number in range(12)}
    tables = page.evaluate(READ)["tables"]
    (child,) = tables["children"]
    assert set(child["events"]) == all_written
    assert {f"{one['letter']}_{one['day']}" for one in child["sent"]} == all_written
    assert {one["id"] for one in tables["logs"][0]["sessions"]} == all_written
    assert set(tables["drafts"][0]["fields"]) == all_written


#: A database that does not open, or never answers, until ``real`` is put back.
REFUSES = "throw new DOMException('not now', 'UnknownError');"
HANGS = "return new EventTarget();"
CLOSE = "() => {{ window.real = IDBFactory.prototype.open; IDBFactory.prototype.open = () => {{ {} }}; }}"
OPEN = "() => { IDBFactory.prototype.open = window.real; }"
ADD_NOTE = """async (id) => {
    const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
    await store.changeLog("1", (kept) => ({ ...kept, notes: [...kept.notes, { id }] }));
    return store.whyNotKept();
}"""
ADD_MANY = """async () => {
    const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
    const many = (count, letter) => Array.from({ length: count }, (_, number) => ({ id: `${letter}${number}` }));
    await store.addChild("Ana");
    await store.save("1", { state: "MS", events: { evaluation_requested: "3/2/2026" } });
    await store.changeLog("1", (kept) => ({ ...kept, services: many(2, "a"), sessions: many(300, "s"), notes: many(40, "n") }));
}"""


def log_of(tab):
    (log,) = tab.evaluate(READ)["tables"]["logs"]
    return len(log["services"]), len(log["sessions"]), [one["id"] for one in log["notes"][40:]]


@pytest.mark.browser
@pytest.mark.parametrize("failure", [REFUSES, HANGS])
def test_a_change_while_the_database_does_not_open_replaces_nothing_that_was_not_read(page, page_log, site, failure):
    page.goto(f"{site}about/")
    page.evaluate(ADD_MANY)
    page.reload()
    page.evaluate(CLOSE.format(failure))
    assert page.evaluate(ADD_NOTE, "unread") == "refused"
    page.evaluate(STORE, ["save", "1", {"events": {"iep_meeting": "4/1/2026"}}])
    page.evaluate(OPEN)
    assert len(page.evaluate(STORE, ["log", "1"])["notes"]) == 41  # 40 stored, 1 still waiting
    assert log_of(page) == (2, 300, [])
    assert page.evaluate(ADD_NOTE, "next") == ""
    assert log_of(page) == (2, 300, ["unread", "next"])
    (child,) = page.evaluate(READ)["tables"]["children"]
    assert child["events"] == {"evaluation_requested": "3/2/2026", "iep_meeting": "4/1/2026"}
    assert (child["name"], child["state"]) == ("Ana", "MS")
    page.reload()
    assert len(page.evaluate(STORE, ["log", "1"])["notes"]) == 42


@pytest.mark.browser
def test_a_change_that_waited_leaves_what_another_tab_added_meanwhile(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(ADD_MANY)
    other = page.context.new_page()
    other.goto(f"{site}about/")
    page.evaluate(CLOSE.format(REFUSES))
    page.evaluate(ADD_NOTE, "waits")
    for name in ("one", "two", "three"):
        other.evaluate(ADD_NOTE, name)
    page.evaluate(OPEN)
    page.evaluate(ADD_NOTE, "next")
    assert log_of(page) == (2, 300, ["one", "two", "three", "waits", "next"])


@pytest.mark.browser
def test_a_child_added_while_the_database_does_not_open_takes_no_other_childs_place(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(ADD_MANY)
    page.reload()
    page.evaluate(CLOSE.format(REFUSES))
    added = page.evaluate(STORE, ["addChild", "Ben"])
    page.evaluate(STORE, ["save", added, {"events": {"iep_meeting": "4/1/2026"}}])
    page.evaluate(OPEN)
    page.evaluate(STORE, ["rename", added, "Benny"])
    assert page.evaluate(STORE, ["children"]) == [{"id": "1", "name": "Ana"}, {"id": added, "name": "Benny"}]
    assert page.evaluate(STORE, ["read", "1"])["events"] == {"evaluation_requested": "3/2/2026"}
    assert page.evaluate(STORE, ["read", added])["events"] == {"iep_meeting": "4/1/2026"}


@pytest.mark.browser
def test_a_first_child_typed_while_the_database_does_not_open_is_kept_later(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(CLOSE.format(REFUSES))
    page.evaluate(STORE, ["save", "1", {"state": "MS"}])
    page.evaluate(ADD_NOTE, "first")
    page.evaluate(OPEN)
    assert page.evaluate(ADD_NOTE, "second") == ""
    page.reload()
    assert [one["id"] for one in page.evaluate(STORE, ["log", "1"])["notes"]] == ["first", "second"]
    assert page.evaluate(STORE, ["read", "1"])["state"] == "MS"


LOSE_DATABASE = "() => new Promise((done) => (indexedDB.deleteDatabase('paper-trail').onsuccess = done))"
LOST = "This browser lost what was kept here"


@pytest.fixture
def lost(page, page_log, site):
    """My case's message about lost data, on a phone with stored data."""
    page.goto(f"{site}about/")
    page.evaluate(STORE, ["addChild", "Mo"])
    return page.locator(".pt-loss")


@pytest.mark.browser
def test_a_loss_of_the_database_is_reported_until_acknowledged(lost, page, site):
    page.evaluate(LOSE_DATABASE)
    page.goto(f"{site}tools/case/")
    expect(lost).to_contain_text(LOST)
    page.evaluate(STORE, ["addChild", "Mo"])
    page.reload()
    expect(lost).to_contain_text(LOST)
    lost.get_by_role("button", name="I have read this").click()
    expect(lost).to_be_hidden()
    expect(page.locator("h1")).to_be_focused()
    page.reload()
    expect(page.locator(".pt-delete button")).to_be_visible()
    expect(lost).to_be_hidden()


@pytest.mark.browser
def test_a_loss_is_reported_wherever_one_goes_to_add_to_the_record(lost, page, site):
    page.evaluate(LOSE_DATABASE)
    for path in ("service-log", "notes", "case-file", "letters", "keep-a-copy"):
        page.goto(f"{site}tools/{path}/")
        expect(lost).to_contain_text(LOST)


@pytest.mark.browser
def test_a_loss_of_local_storage_is_reported_too(lost, page, site):
    page.evaluate("localStorage.clear()")
    page.goto(f"{site}tools/case/")
    expect(lost).to_contain_text("This browser lost a part of what was kept here: the boxes that you ticked in lists")
    page.evaluate(STORE, ["rename", "1", "Max"])
    page.reload()
    expect(lost).to_contain_text("What was kept of your children is still here")
    lost.get_by_role("button", name="I have read this").click()
    expect(lost).to_be_hidden()
    assert page.evaluate(STORE, ["children"]) == [{"id": "1", "name": "Max"}]


@pytest.mark.browser
def test_if_the_browser_cleared_everything_the_page_asks_whether_there_was_data(lost, page, site):
    page.evaluate("localStorage.clear()")
    page.evaluate(LOSE_DATABASE)
    page.goto(f"{site}tools/case/")
    begin = page.locator(".pt-begin")
    expect(begin).to_contain_text("Were your dates here before?")
    expect(lost).to_be_hidden()
    begin.get_by_role("link", name="Bring your copy in").click()
    expect(page).to_have_url(re.compile("/tools/keep-a-copy/.*#bring-in$"))
    expect(page.get_by_text("nothing is left here that could tell you")).to_be_visible()


@pytest.mark.browser
def test_an_open_page_reports_that_the_browser_cleared_everything(lost, page, site):
    page.goto(f"{site}tools/case/")
    expect(page.locator("[name=nickname]")).to_have_value("Mo")
    page.evaluate("localStorage.clear()")
    page.evaluate(LOSE_DATABASE)
    nickname(page).fill("Max")
    expect(page.locator(".pt-over")).to_contain_text("was deleted in another tab, or by the browser")
    expect(page.locator("[name=nickname]")).to_have_value("Max")


@pytest.mark.browser
def test_the_backup_reminder_disappears_when_another_tab_deletes_everything(lost, page, site):
    page.evaluate("localStorage.setItem('paper-trail.kept', JSON.stringify([1, 2, 3, 4, 5, 6, 7]))")
    page.goto(f"{site}tools/case/")
    expect(lost).to_contain_text("You changed something on 7 days since your last copy")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    assert other.evaluate(STORE, ["deleteEverything"]) == []
    expect(lost).to_be_hidden()


@pytest.mark.browser
def test_another_tabs_storage_changes_may_arrive_after_its_message(lost, page, site):
    page.evaluate("localStorage.setItem('paper-trail.kept', JSON.stringify([1, 2, 3, 4, 5, 6, 7]))")
    page.goto(f"{site}tools/case/")
    expect(lost).to_contain_text("You changed something on 7 days since your last copy")
    page.evaluate(LOSE_DATABASE)
    page.evaluate("new BroadcastChannel('paper-trail').postMessage('deleted')")
    expect(lost).to_contain_text(LOST)  # because this tab still sees the earlier notes
    page.evaluate("localStorage.clear()")
    page.evaluate("dispatchEvent(new StorageEvent('storage'))")
    expect(lost).to_be_hidden()


# Leaving the page by a link


def person_typed_while_another_tab_writes(page, site):
    """A person's name in a field, whose last characters are not stored yet, and the tab that keeps them from it."""
    page.goto(f"{site}tools/case/?state=MS#people")
    page.get_by_role("button", name="Add a person").click()
    name = page.locator(".pt-person [name$=name]")
    name.fill("Dr.")
    expect(page.locator(".pt-people-kept")).to_have_text("Kept on this phone.")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(OCCUPY)
    name.press_sequentially(" Ruth Lee")
    return other


@pytest.mark.browser
def test_a_link_waits_until_what_was_typed_is_stored(page, page_log, site):
    other = person_typed_while_another_tab_writes(page, site)
    page.locator("header a").first.click()
    other.evaluate("globalThis.letGo()")
    page.wait_for_url(site)
    [person] = other.evaluate(STORE, ["aboutUs", "1"])["people"]
    assert person["name"] == "Dr. Ruth Lee"


@pytest.mark.browser
def test_a_link_is_not_kept_back_for_long(page, page_log, site):
    other = person_typed_while_another_tab_writes(page, site)
    page.locator("header a").first.click()
    page.wait_for_url(site)
    other.evaluate("globalThis.letGo()")


@pytest.mark.browser
def test_a_link_to_a_part_of_the_same_page_does_not_wait(page, page_log, site):
    other = person_typed_while_another_tab_writes(page, site)
    page.locator("main a[href^='#']").first.click()
    assert page.evaluate("location.hash") not in ("", "#people")
    other.evaluate("globalThis.letGo()")
