"""The people of a case: typed once in About us, used in notes, letters and the case file, and separate for each child."""

import json
import re

import pytest
from playwright.sync_api import expect

from calculators.message import ask
from calculators.tools import case_file, notes, people
from tests.records.test_about_us import card
from tests.records.test_drafts import NOTICE, delete_everything, field, open_form
from tests.tools.records import STORE, STORES, as_rows, asked
from tests.tools.records import ask as ask_scripts
from tests.tools.waiting import until

SLOW = 60_000
LEE = {"id": "1 lee", "name": "Ms. Lee", "role": "speech", "phone": "601-555-0100", "email": "lee@oak.example"}
ROE = {"id": "1 roe", "name": "Dr. Roe", "role": "director"}
BUS = {"id": "1 bus", "name": "Jo", "role": "other", "role_words": "Bus driver"}


def read(*rows):
    return people.read_people(list(rows))


# Matching notes to people, without a browser


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("Ms. Lee", "1 lee"),
        ("ms.  lee", "1 lee"),
        ("Ms. Lee, Speech therapist", "1 lee"),
        ("Ms. Lee, therapist", "1 lee"),
        ("Ms. Lee, nurse", None),  # may be another Ms. Lee
        ("Ms. Lee and Dr. Roe", None),
        ("Ms. Leeds", None),
        ("Jo, bus driver", "1 bus"),
    ],
)
def test_a_note_is_matched_to_a_person_only_if_unambiguous(who, found):
    person = people.named(who, read(LEE, ROE, BUS))
    assert (person.id if person else None) == found


def test_two_people_with_the_same_name_are_distinguished_by_role():
    two = read(LEE, {**LEE, "id": "1 other", "role": "nurse"})
    assert people.named("Ms. Lee", two) is None
    assert people.named("Ms. Lee, School nurse", two).id == "1 other"


def test_people_are_sorted_by_role_with_custom_roles_last():
    assert [one.called for one in read(BUS, ROE, LEE)] == [
        "Ms. Lee, Speech therapist",
        "Dr. Roe, Special education director",
        "Jo, Bus driver",
    ]


def test_the_name_in_a_note_is_parsed_into_a_person():
    assert people.as_person("Ms. Lee, speech therapist") == {"name": "Ms. Lee", "role": "speech", "role_words": "Speech therapist"}  # fmt: skip
    assert people.as_person("Jo, the driver") == {"name": "Jo", "role": "other", "role_words": "the driver"}
    assert people.as_person("The IEP team") is None
    assert people.as_person("Ms. Lee and Mr. Fox") is None


def said(entries, **besides):
    inputs = {"entries": entries, "as_of": "2026-11-27", **besides}
    return json.loads(ask(json.dumps({"calculator": "notes", "state": "MS", "inputs": inputs})))


def test_an_unknown_name_in_the_notes_is_offered_as_a_new_person():
    note = {"id": "a", "day": "2026-11-16", "who": "Ms. Lee, speech therapist", "how": "call", "said": "She is out.", "asked": "A plan"}  # fmt: skip
    new, known, off = said([note], people=[ROE]), said([note], people=[LEE]), said([note])
    assert 'data-name="Ms. Lee" data-role="speech" data-words="Speech therapist"' in new["html"]
    assert 'data-key="people"' not in known["html"]
    assert 'data-key="people"' not in off["html"], "where no people are kept, nobody is offered"
    assert known["data"]["people"] == [{"who": "Ms. Lee, speech therapist", "person": "1 lee"}]
    assert '<p class="pt-reached">601-555-0100<br>lee@oak.example</p>' in known["html"]


def test_an_unanswered_call_is_a_note_and_is_in_the_case_file():
    tried = {"id": "a", "day": "2026-11-16", "who": "Ms. Lee", "how": "no_answer"}
    left = {"id": "b", "day": "2026-11-17", "who": "Ms. Lee", "how": "left_message", "said": "I said why I call."}
    counted = notes.count({"as_of": "2026-11-27", "entries": [tried, left]})
    assert counted["entries"][0]["sentence"] == "On November 16, 2026, I called Ms. Lee and nobody answered."
    assert counted["entries"][1]["sentence"] == "On November 17, 2026, I left a message for Ms. Lee: I said why I call."
    kept = {"notes": [tried, left], "people": [LEE, ROE], "events": {"records_requested": "2026-11-02"}}
    ticks = {case_file.TICK.format(name): "yes" for name in case_file.SECTIONS}
    answered = json.loads(
        ask(
            json.dumps({"calculator": "case_file", "state": "MS", "inputs": {**ticks, "kept": json.dumps(kept)}}),
        )
    )
    parts = {one["id"]: one for one in answered["data"]["paper"]["sections"]}
    rows = [row["cells"] for row in parts["talks"]["tables"][0]["rows"]]
    assert [(row[0].split("\n")[1], row[4]) for row in rows] == [
        ("Ms. Lee, call that nobody answered", "Nobody answered"),
        ("Ms. Lee, message that I left", "Message left"),
    ]
    assert [list(row["cells"]) for row in parts["people"]["tables"][0]["rows"]] == [
        ["Ms. Lee", "Speech therapist", "601-555-0100\nlee@oak.example", "2 notes, the last of Nov 17, 2026"],
        ["Dr. Roe", "Special education director", "", "None noted"],
    ]
    assert "why I call" not in answered["text"], "what was only said stays with the parent"


def test_an_unreadable_person_is_named_and_the_others_are_kept():
    from calculators.law import load

    found = case_file.read_case(
        load("US"), {"people": [LEE, {"name": "Odd", "phone": 5}]}, {}, notes.read_date("2026-11-27", notes.today())
    )
    assert [one.name for one in found.kept.people] == ["Ms. Lee"]
    assert found.kept.unread[0].startswith("“Odd”, of the people: ")


# Migration and backups


def test_migration_to_the_list_of_people_loses_no_input():
    lines = [
        "Ms. Lee, 555-0100",
        "Ms. Lee (601-555-0100)",
        "Lee <lee@oak.example>; 601.555.0100 x12",
        "(601) 555-0100 Ms. Lee",
        "Ms. Lee 5550100, room 204",
        "Ann Roe, ann@oak.example, a@b.example, 555-0101, 555-0102",
        "Mr. O'Neil, ext. 12, 601-555-0100 ext 7",
        "Call after 5:30, 555-0100/555-0101",
        "—",
    ]
    answers = {"director": "Dr. Roe", "director_address": "1 Main Street, Oak", "case_manager": "Fox"}
    about = [{"id": str(number), "answers": {**answers, "principal": line}} for number, line in enumerate(lines, 1)]
    drafts = [
        {
            "id": f"{number} case_file tools/case-file/",
            "child": str(number),
            "form": "case_file tools/case-file/",
            "fields": {
                "people.0.name": "Kim",
                "people.0.contact": line,
                "people.4.name": "fox",  # the case manager
                "people.4.role": "Coach",
                "people.4.contact": line,
            },
            "rows": {"people": ["0", "4"]},
        }
        for number, line in enumerate(lines, 1)
    ]
    rows = as_rows({"tables": {"aboutUs": about, "drafts": drafts}})
    brought = ask_scripts("tables", "bringUpToDate", rows, 8)["given"][0]
    found = [row for _, row in brought["people"]["map"]]
    for number, line in enumerate(lines, 1):
        of = {one["id"].partition(" ")[2]: " ".join(one.values()) for one in found if one["child"] == str(number)}
        assert of.keys() == {"director", "principal", "case_manager", "row 0"}
        for name in ("principal", "case_manager", "row 0"):
            assert all(word in of[name] for word in re.split(r"[\s,;()<>]+", line)), (line, of[name])
        assert "Coach" in of["case_manager"]
        assert "1 Main Street, Oak" in of["director"]
    (bracketed,) = [one for one in found if one["id"] == "2 principal"]
    assert (bracketed["name"], bracketed["phone"]) == ("Ms. Lee", "601-555-0100")


def test_a_backup_includes_each_childs_people_and_conflicts_are_asked_about():
    store = STORES["9"]
    there = json.loads(json.dumps(store))
    there["tables"]["people"][0]["phone"] = "555-0199"
    there["tables"]["people"].append({**there["tables"]["people"][0], "id": "1 8-8", "name": "Kim Ray"})
    here, copy = ({"rows": as_rows(one), "notes": {}} for one in (store, there))
    all_as = [{"child": "1", "as": "1"}, {"child": "2", "as": "2"}]
    result = asked("copy-merge", "merged", here, copy, all_as)
    assert [one["id"] for one in result["tallies"]["1"]["clashes"]] == ["people 1 7-7 phone"]
    assert result["tallies"]["1"]["clashes"][0]["place"] == ["people", "Ms. Poe", "phone"]
    kept = dict(result["kept"]["rows"]["people"]["map"])
    assert (kept["1 7-7"]["phone"], kept["1 8-8"]["name"]) == ("555-0100", "Kim Ray")
    moved = ask_scripts("copy-merge", "merged", here, copy, [{"child": "1", "as": "3"}, {"child": "2", "as": "2"}])
    assert {"3 director", "3 7-7", "3 8-8"} < dict(moved["said"]["kept"]["rows"]["people"]["map"]).keys()


# In the browser


def on(page, name, number=1):
    return page.locator(f'.pt-people [name="people.{number}.{name}"]')


def are_kept(page):
    expect(page.locator(".pt-people-kept:not([data-under-way])")).to_have_text("Kept on this phone.")


def people_of(page, child="1"):
    return page.evaluate(STORE, ["aboutUs", child])["people"]


def add_lee(page):
    page.get_by_role("button", name="Add a person").click()
    on(page, "name").fill("Ms. Lee")
    on(page, "role").select_option("speech")
    on(page, "phone").fill("601-555-0100")
    on(page, "email").fill("lee@oak.example")
    are_kept(page)


def lee_in_two_tabs(page, site):
    """A second tab, with Ms. Lee's entry open in both."""
    card(page, site)
    add_lee(page)
    other = page.context.new_page()
    card(other, site)
    other.locator(".pt-person summary").click()
    return other


@pytest.mark.browser
def test_no_fold_is_empty_without_scripts_and_no_printed_heading_lacks_content(new_page, page, page_log, site):
    still = new_page(java_script_enabled=False)
    still.goto(f"{site}tools/case/")
    expect(still.locator("#about-us ~ noscript > p")).to_be_visible()
    expect(still.locator(".pt-about-card")).to_be_hidden()
    assert still.evaluate("document.documentElement.scrollWidth") <= 390
    for one in (page, still):
        one.goto(f"{site}tools/case/")
        heading, file = one.locator("#about-us"), one.get_by_role("link", name="Put it all on one paper: the case file")
        expect(heading).to_be_visible()
        one.emulate_media(media="print")
        for hidden in (heading, one.get_by_text("type them once"), one.locator("#about-us ~ noscript > p")):
            expect(hidden).to_be_hidden()
        expect(file).to_be_visible()


@pytest.mark.browser
def test_a_person_is_typed_once_called_with_a_tap_removed_and_restored(page, page_log, site):
    card(page, site)
    add_lee(page)
    line = page.locator(".pt-person").first
    expect(line.locator(".pt-person-line")).to_have_text("Ms. Lee Speech therapist")
    expect(line.get_by_role("link", name="601-555-0100")).to_have_attribute("href", "tel:6015550100")
    expect(line.get_by_role("link", name="lee@oak.example")).to_have_attribute("href", "mailto:lee@oak.example")
    expect(on(page, "role_words")).to_be_hidden()
    on(page, "role").select_option("other")
    on(page, "role_words").fill("Reading coach")
    expect(line.locator(".pt-person-line")).to_have_text("Ms. Lee Reading coach")
    are_kept(page)
    page.reload()
    expect(line.locator(".pt-person-line")).to_have_text("Ms. Lee Reading coach")
    line.locator("summary").click()
    line.get_by_role("button", name="Remove: Ms. Lee").click()
    expect(page.locator(".pt-person")).to_have_count(0)
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(line.locator(".pt-person-line")).to_have_text("Ms. Lee Reading coach")
    are_kept(page)
    [kept] = people_of(page)
    assert (kept["role"], kept["role_words"], kept["phone"]) == ("other", "Reading coach", "601-555-0100")

    page.evaluate(STORE, ["save", "1", {"state": "MS"}])
    page.evaluate(STORE, ["addChild", "Fox"])
    page.reload()
    expect(page.locator(".pt-people legend")).to_contain_text("Fox")
    expect(page.locator(".pt-person")).to_have_count(0)
    delete_everything(page, site)
    assert people_of(page) == []


# Two tabs, and late reads


@pytest.mark.browser
def test_reading_stored_data_does_not_replace_newer_input(page, page_log, site):
    card(page, site)
    add_lee(page)
    page.locator("h1").click()  # moves the focus out of the entry
    phone = on(page, "phone")
    said = phone.evaluate(
        """async (field) => {
            for (const digit of "1234567890") {
                dispatchEvent(new Event("focus")); // the user returns, so the page reads the stored data
                field.value += digit;
                field.dispatchEvent(new Event("input", { bubbles: true }));
                dispatchEvent(new Event("focus"));
            }
            const store = await import(new URL("store.js", document.querySelector("script[src$='/page.js']").src));
            await store.children(); // waits for earlier requests
            return field.value;
        }"""
    )
    assert said == "601-555-01001234567890"
    are_kept(page)
    assert people_of(page)[0]["phone"] == said


@pytest.mark.browser
def test_two_tabs_that_change_one_person_lose_nothing_and_show_each_others_changes(page, page_log, site):
    other = lee_in_two_tabs(page, site)
    on(page, "note").fill("Mornings.\nRoom 4")
    are_kept(page)
    expect(on(other, "note")).to_have_value("Mornings.\nRoom 4")
    on(other, "note").fill("Mornings.\nRoom 4\nHas the form")  # typed, with the focus still in the field
    are_kept(other)
    on(other, "phone").focus()
    on(page, "note").press("ControlOrMeta+Home")
    on(page, "note").press_sequentially("Kind. ")
    are_kept(page)
    on(other, "phone").fill("602-555-0111")
    are_kept(other)
    expect(on(other, "note")).to_have_value("Kind. Mornings.\nRoom 4\nHas the form")
    on(page, "email").focus()  # shows the other tab's changes
    expect(on(page, "note")).to_have_value("Kind. Mornings.\nRoom 4\nHas the form")
    expect(on(page, "phone")).to_have_value("602-555-0111")
    on(page, "role").select_option("nurse")
    are_kept(page)
    expect(other.locator(".pt-person-line")).to_have_text("Ms. Lee School nurse")
    [kept] = people_of(page)
    assert {name: kept[name] for name in ("name", "role", "role_words", "phone", "email", "note")} == {
        "name": "Ms. Lee",
        "role": "nurse",
        "role_words": "School nurse",
        "phone": "602-555-0111",
        "email": "lee@oak.example",
        "note": "Kind. Mornings.\nRoom 4\nHas the form",
    }


@pytest.mark.browser
def test_a_field_changed_in_two_tabs_shows_the_other_value_and_can_restore_it(page, page_log, site):
    other = lee_in_two_tabs(page, site)
    on(page, "phone").fill("601-555-0111")
    are_kept(page)
    on(page, "name").focus()
    on(other, "phone").fill("601-555-0122")
    are_kept(other)
    said = page.locator(".pt-changed")
    expect(said).to_contain_text("Another tab of this site changed this. Here stood: “601-555-0111”.")
    expect(on(page, "phone")).to_have_value("601-555-0122")
    assert said.evaluate("said => said.closest('.pt-field').querySelector('[name]').name") == "people.1.phone"
    said.get_by_role("button", name="Put it back").click()
    expect(said).to_have_count(0)
    are_kept(page)
    on(other, "name").focus()
    expect(other.locator(".pt-changed")).to_contain_text("Here stood: “601-555-0122”.")
    assert [one["phone"] for one in people_of(page)] == ["601-555-0111"]
    on(other, "phone").fill("601-555-0133")
    expect(other.locator(".pt-changed")).to_have_count(0)


@pytest.mark.browser
def test_a_person_removed_in_one_tab_while_edited_in_another_is_kept(page, page_log, site):
    other = lee_in_two_tabs(page, site)
    on(other, "note").focus()
    page.get_by_role("button", name="Remove: Ms. Lee").click()
    until(page, lambda: not people_of(page), "is removed")
    other.keyboard.type("Call at 8")
    are_kept(other)
    expect(page.locator(".pt-person-line")).to_have_text("Ms. Lee Speech therapist")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".pt-person")).to_have_count(1)
    expect(page.locator(".pt-removed")).to_have_count(0)
    are_kept(page)
    assert [(one["name"], one["note"], one["phone"]) for one in people_of(page)] == [
        ("Ms. Lee", "Call at 8", "601-555-0100")
    ]
    on(other, "name").focus()
    page.locator(".pt-person summary").click()
    page.get_by_role("button", name="Remove: Ms. Lee").click()
    until(page, lambda: not people_of(page), "is removed")
    expect(on(other, "name")).to_have_value("Ms. Lee")  # unchanged while focused
    other.get_by_role("button", name="Add a person").focus()
    expect(other.locator(".pt-person")).to_have_count(0)


@pytest.mark.browser
def test_the_child_does_not_change_during_typing_when_another_tab_selects_another(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    other = page.context.new_page()
    other.goto(f"{site}about/")
    page.bring_to_front()
    card(page, site)
    expect(page.locator(".pt-people legend")).to_contain_text("Jo")
    page.get_by_role("button", name="Add a person").click()
    page.keyboard.type("Ms. ")
    other.evaluate(STORE, ["choose", "1"])
    page.keyboard.type("Lee")
    are_kept(page)
    assert ([one["name"] for one in people_of(page, "2")], people_of(page, "1")) == (["Ms. Lee"], [])


@pytest.mark.browser
def test_a_name_from_a_note_added_in_two_tabs_is_stored_once(page, page_log, site):
    page.goto(f"{site}about/")
    fox = {"child": "1", "name": "Mr. Fox", "role": "nurse", "role_words": "School nurse"}
    for name in ("a", "b"):
        page.evaluate(STORE, ["addPerson", {**dict.fromkeys(("phone", "email", "address", "note"), ""), **fox}, name])
    assert [one["id"] for one in people_of(page)] == ["1 a"]


@pytest.mark.browser
def test_the_director_gets_the_letters_and_another_person_is_one_tap_away(page, page_log, site):
    page.goto(f"{site}about/")
    child = page.evaluate(STORE, ["addChild", "Bear"])
    none = {"child": child, "role_words": "", "phone": "", "email": "", "address": "", "note": ""}
    page.evaluate(STORE, ["changePerson", {**none, **ROE, "role_words": "Special education director", "email": "roe@oak.example"}, {}])  # fmt: skip
    page.evaluate(STORE, ["changePerson", {**none, **LEE, "role_words": "Speech therapist"}, {}])
    open_form(page, site, NOTICE)
    expect(field(page, "recipient")).to_have_value("Dr. Roe")
    expect(field(page, "recipient_address")).to_have_value("roe@oak.example")
    page.get_by_role("button", name="Ms. Lee, Speech therapist").click()
    expect(field(page, "recipient")).to_have_value("Ms. Lee")
    expect(field(page, "recipient_address")).to_have_value("lee@oak.example")
    page.evaluate(STORE, ["removeChild", child])
    assert people_of(page, child) == []


class Counted:
    """Counts the taps and keystrokes made on a page."""

    def __init__(self, page):
        self.page, self.taps, self.keys = page, 0, 0

    def tap(self, target):
        self.taps += 1
        target.click()

    def type(self, words):
        """Type into the focused field."""
        self.keys += len(words)
        self.page.keyboard.type(words)


@pytest.mark.browser
def test_noting_a_call_takes_two_taps_and_its_words_and_an_unanswered_call_no_words(page, page_log, site):
    card(page, site)
    add_lee(page)
    by = Counted(page)
    by.tap(page.get_by_role("link", name="Note a call or talk: Ms. Lee"))
    expect(page.get_by_label("Who?")).to_have_value("Ms. Lee, Speech therapist")
    assert "Lee" not in page.url
    expect(page.get_by_label("How?")).to_have_value("call")
    expect(page.get_by_label("What was said?")).to_be_focused()
    by.type("She is out until May.")
    by.tap(page.get_by_role("button", name="Keep this note"))
    expect(page.locator(".pt-notes article")).to_contain_text("She is out until May.", timeout=SLOW)
    assert (by.taps, by.keys) == (2, len("She is out until May."))

    again = Counted(page)
    again.tap(page.get_by_role("button", name="Ms. Lee, Speech therapist", exact=True))
    expect(page.get_by_role("link", name="601-555-0100").first).to_have_attribute("href", "tel:6015550100")
    again.taps += 2  # opening the list and choosing an option
    page.get_by_label("How?").select_option("no_answer")
    expect(page.get_by_label("What was said?")).to_be_hidden()
    again.tap(page.get_by_role("button", name="Keep this note"))
    expect(page.locator(".pt-notes article").first).to_contain_text("call that nobody answered")
    assert (again.taps, again.keys) == (4, 0)

    page.get_by_label("Who?").fill("Mr. Fox, school nurse")
    page.get_by_label("How?").select_option("door")
    page.get_by_label("What was said?").fill("He has the form.")
    page.get_by_role("button", name="Keep this note").click()
    page.get_by_role("button", name="Keep Mr. Fox among your people").click()
    expect(page.locator(".pt-kept")).to_contain_text("Mr. Fox is kept among your people.")
    expect(page.locator(".pt-notes-people")).to_have_count(0)
    assert [(one["name"], one["role"]) for one in people_of(page)] == [
        ("Mr. Fox", "nurse"),
        ("Ms. Lee", "speech"),
    ]

    page.get_by_label("Who?").fill("The office")
    until(page, lambda: "The office" in str(page.evaluate(STORE, ["drafts"])), "what is begun is kept")
    page.reload()
    expect(page.get_by_label("Who?")).to_have_value("The office")
    card(page, site)
    page.get_by_role("link", name="Note a call or talk: Mr. Fox").click()
    expect(page.locator(".pt-kept")).to_contain_text("A note that you began is here.")
    expect(page.get_by_label("Who?")).to_have_value("The office")


@pytest.mark.browser
def test_the_case_file_lists_people_with_links_on_screen(page, page_log, site):
    card(page, site)
    add_lee(page)
    page.evaluate(STORE, ["save", "1", {"state": "MS", "events": {"records_requested": "9/8/2026"}}])
    page.goto(f"{site}tools/case-file/?state=MS")
    page.get_by_role("button", name="Make the case file").click()
    who = page.locator(".pt-paper [data-key=people]")
    expect(who).to_contain_text("Speech therapist", timeout=SLOW)
    expect(who.get_by_role("link", name="601-555-0100")).to_have_attribute("href", "tel:6015550100")
    page.get_by_role("link", name="Add or change people").click()
    expect(page.locator(".pt-person-line")).to_have_text("Ms. Lee Speech therapist")
