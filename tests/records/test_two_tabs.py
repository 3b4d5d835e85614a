"""Two tabs: neither loses the other's changes, and deleted data never returns."""

import pytest
from playwright.sync_api import expect

from tests.records.test_case_page import DATABASES, OURS, add, clock, date_of, nickname, unfolded
from tests.records.test_drafts import delete_everything, field, kept, open_form, said
from tests.tools.records import READ, STORE, asked
from tests.tools.waiting import until_true

SLOW = 60_000
#: Tabs that do not notify each other, like one that the phone suspended.
DEAF = "Object.defineProperty(window, 'BroadcastChannel', { value: undefined })"
#: Whether some words are stored; checking does not leave a new database behind.
IS_KEPT = """async (words) => {
    const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
    const { rows } = await store.everything();
    return JSON.stringify(Object.values(rows).map((table) => [...table.values()])).includes(words);
}"""
YEAR = "11/26/2026\n11/27/2026\n12/21/2026 to 1/1/2027"


# Merging a text by lines


@pytest.mark.parametrize(
    ("kept_now", "was", "now", "both"),
    [
        ("a\nb", "a\nb", "a\nb\nc", "a\nb\nc"),  # no change elsewhere: this tab's text
        ("a\nb", "a\nb", "", ""),
        ("", "", "a", "a"),
        ("a\nb\nx", "a\nb", "a\nc\nb", "a\nc\nb\nx"),  # both inserted a line
        (YEAR, "", "10/12/2026", f"10/12/2026\n{YEAR}"),  # this tab has not seen the list
        (YEAR, "", "", YEAR),
        ("a\nx", "a\nb", "a", "a\nx"),  # deleted here, changed in the other tab
        ("a\nx", "a\nb", "a\nc", "a\nc\nx"),  # both changed the same line: keep both
        ("a\nb\nc", "a\nb", "a\nb\nc", "a\nb\nc"),  # both inserted the same line
        ("x\na\nb", "a\nb", "b", "x\nb"),
        ("a\nb\na\nx", "a\nb\na", "a\nb", "a\nb\nx"),  # deletes the right one of two equal lines
        ("b\nc\nx", "a\nb\nc", "a\nb\nc\n", "b\nc\nx"),  # an empty last line is not an insertion
    ],
)
def test_merging_lines_loses_none(kept_now, was, now, both):
    assert asked("lines-merge", "mergedLines", kept_now, was, now) == both


# Changes in both tabs


def case_in(tab, site):
    tab.goto(f"{site}tools/case/?state=MS")
    expect(tab.locator(".pt-delete button")).to_be_visible()
    return tab


def closed_in(tab):
    """The closed days field, made visible."""
    if not tab.locator("[name=closed]").is_visible():
        tab.locator(".pt-case summary", has_text="Days when school is closed").click()
    return tab.locator("[name=closed]")


def is_kept(tab):
    expect(tab.locator(".pt-case .pt-kept:not([data-under-way])")).to_contain_text("Kept on this phone.")


def case_of(tab):
    return tab.evaluate(STORE, ["read", "1"])


@pytest.mark.browser
def test_closed_days_of_another_tab_survive_an_addition_in_an_outdated_tab(page, page_log, site):
    page.context.add_init_script(DEAF)
    stale = case_in(page, site)
    closed_in(stale).fill("11/26/2026")
    is_kept(stale)
    stale.locator("[name=first_day]").fill("8/3/2026")
    other = case_in(page.context.new_page(), site)
    expect(closed_in(other)).to_have_value("11/26/2026")
    closed_in(other).fill(YEAR)
    other.locator("[name=last_day]").fill("5/21/2027")
    is_kept(other)
    closed_in(stale).press("Control+End")
    closed_in(stale).press_sequentially("\n10/12/2026")
    note = stale.locator(".pt-case .pt-kept")
    expect(note).to_contain_text("Closed days were changed in another tab of this site, too. All of them are kept.")
    expect(closed_in(stale)).to_have_value("11/26/2026\n10/12/2026")  # unchanged for the user who is typing
    stale.locator("[name=first_day]").focus()
    both = "11/26/2026\n10/12/2026\n11/27/2026\n12/21/2026 to 1/1/2027"
    expect(closed_in(stale)).to_have_value(both)
    expect(stale.locator("[name=last_day]")).to_have_value("5/21/2027")
    now = case_of(other)
    assert now["closed"] == both
    assert now["school"] == {"first_day": "8/3/2026", "last_day": "5/21/2027"}


@pytest.mark.browser
def test_during_typing_all_other_fields_show_another_tabs_changes(page, page_log, site):
    case_in(page, site)
    add(page, "state_complaint_received", "3/2/2026")
    is_kept(page)
    page.evaluate("document.hasFocus = () => true")
    date_of(page, "state_complaint_received").focus()
    other = case_in(page.context.new_page(), site)
    expect(date_of(other, "state_complaint_received")).to_have_value("3/2/2026")
    add(other, "evaluation_requested", "9/1/2026")
    closed_in(other).fill(YEAR)
    is_kept(other)
    expect(date_of(page, "evaluation_requested")).to_have_value("9/1/2026")
    expect(page.locator("[name=closed]")).to_have_value(YEAR)
    unfolded(date_of(other, "state_complaint_received")).fill("3/4/2026")
    is_kept(other)
    closed_in(other).fill("11/26/2026")  # stored after it
    expect(page.locator("[name=closed]")).to_have_value("11/26/2026")
    expect(date_of(page, "state_complaint_received")).to_have_value("3/2/2026")  # being edited here
    nickname(page).focus()
    expect(date_of(page, "state_complaint_received")).to_have_value("3/4/2026")


@pytest.mark.browser
def test_a_form_follows_the_case_and_stores_only_its_own_changes(page, page_log, site):
    page.goto(f"{site}about/")
    page.evaluate(STORE, ["save", "1", {"state": "AZ", "closed": "11/26/2026", "school": {"first_day": "2026-08-03"}}])
    open_form(page, site, "tools/deadlines/", "?state=AZ&event=evaluation_requested")
    field(page, "date").fill("11/20/2026")
    expect(field(page, "closed")).to_have_value("11/26/2026")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    kept_there = {"closed": "11/26/2026\n11/27/2026", "school": {"first_day": "2026-08-10", "last_day": "2027-05-21"}}
    other.evaluate(STORE, ["save", "1", kept_there, {"closed": "11/26/2026"}])
    expect(field(page, "closed")).to_have_value("11/26/2026\n11/27/2026")
    expect(field(page, "first_day")).to_have_value("2026-08-10")
    expect(page.locator(".pt-from-case")).to_contain_text("My case was changed in another tab of this site")
    page.locator(".pt-form summary", has_text="Days when school is closed").click()
    field(page, "closed").fill("11/26/2026\n11/27/2026\n11/30/2026")
    other.evaluate(
        STORE,
        ["save", "1", {"closed": "11/26/2026\n11/27/2026\n2/15/2027"}, {"closed": kept_there["closed"]}],
    )
    page.get_by_role("button", name="Count the days").click()
    page.get_by_role("button", name="Keep this date in my case").click(timeout=SLOW)
    expect(page.locator(".pt-keep")).to_contain_text("Other closed days are kept there, too. Look at them there.")
    now = case_of(other)
    assert now["closed"].split("\n") == ["11/26/2026", "11/27/2026", "11/30/2026", "2/15/2027"]
    assert now["school"] == kept_there["school"]


@pytest.mark.browser
def test_restoring_a_removed_entry_does_not_affect_another_tabs_changes(page, page_log, site):
    page.goto(f"{site}tools/notes/")
    for who in ("Lee", "Kim"):
        page.get_by_label("Who?").fill(who)
        page.get_by_label("How?").select_option("call")
        page.get_by_label("What was said?").fill("Words")
        page.get_by_role("button", name="Keep this note").click()
        expect(page.locator(".pt-notes article", has_text=who)).to_have_count(1, timeout=SLOW)
    page.locator(".pt-notes article", has_text="Lee").locator("button[data-log=remove]").evaluate(
        "button => button.click()"
    )
    expect(page.locator(".pt-notes article")).to_have_count(1, timeout=SLOW)
    page.evaluate(
        """async () => {
            const store = await import(new URL('store.js', document.querySelector(`script[src$='/page.js']`).src));
            await store.changeLog("1", (kept) => ({ ...kept, notes: [...kept.notes, { ...kept.notes[0], id: "9", who: "Ray" }] }));
        }"""
    )
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".pt-notes article")).to_have_count(3, timeout=SLOW)
    assert {note["who"] for note in page.evaluate(STORE, ["log", "1"])["notes"]} == {"Lee", "Kim", "Ray"}


@pytest.mark.browser
def test_an_unfinished_note_stays_with_its_child_when_another_tab_selects_another(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    page.goto(f"{site}tools/notes/")
    which = page.get_by_label("Which child?")
    expect(which).to_have_value("2")
    page.get_by_label("What was said?").fill("Half a")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(STORE, ["choose", "1"])
    other.evaluate(STORE, ["rename", "1", "Max"])
    expect(which.locator("option")).to_have_text(["Max", "Jo"])
    expect(which).to_have_value("2")
    page.get_by_label("What was said?").press_sequentially(" note")
    until_true(page, f"async () => (await ({STORE})(['drafts']))[0]?.fields.said.endsWith('note')")
    assert [one["child"] for one in page.evaluate(STORE, ["drafts"])] == ["2"]


# Deletion in another tab

#: Each page with input: its path, a field, and the element that says what is stored.
TYPED = {
    "notes": ("tools/notes/", "[name=said]", ".pt-kept"),
    "service log": ("tools/service-log/", "[name=name]", ".pt-kept"),
    "case file": ("tools/case-file/", "[name=child_name]", ".pt-draft [role=status]"),
    "About us": ("tools/case/#about-us", "[name='child.school']", ".pt-about-kept"),
    "the people": ("tools/case/#people", ".pt-person [name$=name]", ".pt-people-kept"),
    "My case": ("tools/case/", "[name=state_complaint_received]", ".pt-case .pt-kept"),
    "closed days": ("tools/case/", "[name=closed]", ".pt-case .pt-kept"),
    "a letter": ("tools/letters/pwn-demand/", "[name=what]", ".pt-draft [role=status]"),
    "days out": ("tools/days-out/", "[name='removals.0.day']", ".pt-draft [role=status]"),
    "notice check": ("tools/notice-check/", "[name=about]", ".pt-draft [role=status]"),
}


def nothing_comes_back(tab):
    """Assert that nothing is stored, once the other tab's pending requests are done."""
    assert tab.evaluate(f"async () => [...await ({DATABASES})(), ...({OURS})()]") == []


def begin_in(tab, site, where, name):
    tab.goto(f"{site}{where}")
    expect(tab.locator(".pt-alive").first).to_be_visible()
    if "case/" in where:
        expect(tab.locator(".pt-delete button")).to_be_visible()
    if "complaint_received" in name:
        tab.locator("#case-add").select_option("state_complaint_received")
    if "#people" in where:
        tab.get_by_role("button", name="Add a person").click()
    typed = tab.locator(f"form {name}").first
    if not typed.is_visible():
        typed.evaluate("field => field.closest('details').open = true")
    return typed


def deleted_while_typed(what, page, site):
    """Fill a field and wait until it is stored, then delete everything in another tab. Returns the field and that tab."""
    where, name, _ = TYPED[what]
    typed = begin_in(page, site, where, name)
    typed.fill("Zebedee")
    until_true(page, f"async () => (await ({DATABASES})()).length")
    other = page.context.new_page()
    delete_everything(other, site)
    return typed, other


@pytest.mark.browser
@pytest.mark.parametrize("what", TYPED)
def test_input_deleted_in_another_tab_stays_on_screen_and_is_not_stored(what, page, page_log, site):
    typed, other = deleted_while_typed(what, page, site)
    over = page.locator(".pt-over")
    expect(over).to_contain_text("is only on the screen, and is not kept")
    expect(typed).to_have_value("Zebedee")
    typed.press_sequentially("s")
    expect(page.locator(TYPED[what][2]).filter(visible=True)).to_contain_text("Not kept")
    page.evaluate(STORE, ["children"])  # waits for pending requests
    expect(typed).to_have_value("Zebedees")
    nothing_comes_back(other)

    over.get_by_role("button", name="Empty this page").click()
    expect(over).to_have_count(0)
    typed = begin_in(page, site, *TYPED[what][:2])
    expect(typed).to_have_value("")
    nothing_comes_back(other)
    typed.fill("Anew")
    until_true(other, IS_KEPT, "Anew")


@pytest.mark.browser
@pytest.mark.parametrize("what", ["notes", "My case", "a letter"])
def test_a_background_tab_is_emptied_when_another_deletes_everything(what, page, page_log, site):
    where, name, _ = TYPED[what]
    typed = begin_in(page, site, where, name)
    typed.fill("Zebedee")
    until_true(page, IS_KEPT, "Zebedee")
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    other = page.context.new_page()
    with page.expect_navigation():
        delete_everything(other, site)
    expect(page.locator(".pt-alive").first).to_be_attached()
    expect(page.locator(".pt-over")).to_have_count(0)
    assert "Zebedee" not in str(
        page.evaluate("[...document.querySelectorAll('input, textarea')].map((field) => field.value)")
    )
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('typed'))") == []
    nothing_comes_back(other)


@pytest.mark.browser
@pytest.mark.parametrize("what", ["notes", "My case", "About us", "a letter"])
def test_a_tab_unaware_of_a_deletion_writes_nothing_into_newer_data(what, page, page_log, site):
    page.context.add_init_script(DEAF)
    typed, other = deleted_while_typed(what, page, site)
    other.evaluate(STORE, ["addChild", "Mo"])
    typed.press_sequentially("s")
    expect(page.locator(".pt-over")).to_be_visible()
    expect(page.locator(TYPED[what][2]).filter(visible=True)).to_contain_text("Not kept")
    page.evaluate(STORE, ["children"])
    assert "Zebedee" not in str(other.evaluate(READ))
    assert other.evaluate(STORE, ["children"]) == [{"id": "1", "name": "Mo"}]


@pytest.mark.browser
def test_a_child_deleted_in_another_tab_does_not_return(page, page_log, site):
    page.context.add_init_script(DEAF)
    page.goto(f"{site}about/")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    tabs = {what: page.context.new_page() for what in ("notes", "My case", "the people", "a letter")}
    for what, tab in tabs.items():
        typed = begin_in(tab, site, *TYPED[what][:2])
        typed.fill("Zebedee")
        until_true(tab, IS_KEPT, "Zebedee")
    page.evaluate(STORE, ["removeChild", "2"])
    assert page.evaluate(STORE, ["addChild", "Fay"]) == "2"
    for what, tab in tabs.items():
        typed = tab.locator(f"form {TYPED[what][1]}").first
        typed.press_sequentially("s")
        expect(tab.locator(".pt-over")).to_contain_text("was deleted in another tab")
        expect(tab.locator(TYPED[what][2]).filter(visible=True)).to_contain_text("Not kept")
        expect(typed).to_have_value("Zebedees")
        tab.evaluate(STORE, ["children"])
    assert "Zebedee" not in str(page.evaluate(READ))


@pytest.mark.browser
def test_a_deleted_answer_disappears_and_can_be_computed_again_from_the_screen(page, page_log, site):
    open_form(page, site, "tools/deadlines/", "?state=MS&event=state_complaint_received")
    field(page, "date").fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=SLOW)
    kept(page)
    other = page.context.new_page()
    delete_everything(other, site)
    expect(said(page)).to_contain_text("Not kept")
    expect(page.locator(".pt-result")).to_be_empty()
    page.get_by_role("button", name="Count the days").click()
    expect(clock(page, "state_complaint_decision")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Keep this date in my case").click()
    expect(page.locator(".pt-keep")).to_contain_text("Not kept")
    nothing_comes_back(other)
