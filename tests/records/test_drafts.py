"""Drafts: input is stored per form and child as it is typed, until deleted."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from macros.bench.visit import ARGUMENTS
from tests.tools.browser import PHONE, installed_browser
from tests.tools.records import STORE
from tests.tools.typed import fill_letter
from tests.tools.waiting import Held, until_true

pytestmark = pytest.mark.browser

COMPLAINT = "tools/letters/state-complaint/"
NOTICE = "tools/letters/pwn-demand/"
FULL = """() => {
    window.real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
ROOM = "() => { IDBObjectStore.prototype.put = window.real; }"
#: Four different facts.
FACTS = [f"Fact number {number}" for number in range(1, 5)]


def open_form(page, site, where=COMPLAINT, query="?state=MS#all-parts"):
    page.goto(f"{site}{where}{query}")
    expect(page.locator(".pt-alive")).to_have_count(1)
    expect(page.locator(".pt-draft")).to_be_visible()


def field(page, name):
    return page.locator(f'.pt-form [name="{name}"]').first


def said(page):
    return page.locator(".pt-draft [role=status]")


def options(page):
    """The fold with the actions on drafts, opened."""
    page.locator(".pt-draft summary").filter(visible=True).click()
    return page.locator(".pt-draft details[open]")


def kept(page):
    """Wait until all input is stored."""
    expect(page.locator(".pt-draft:not([data-under-way]) [role=status]")).to_contain_text("Draft kept.")


def look_again(page):
    """Read the stored drafts. The store works sequentially, so all earlier requests of the page are done."""
    return page.evaluate(STORE, ["drafts"])


def nothing_is_kept(page):
    """Wait until there is no database, because merely reading creates one and deletes it again."""
    until_true(page, "async () => !(await indexedDB.databases()).length")


def fill_facts(page):
    for number, words in enumerate(FACTS):
        if number:
            page.get_by_role("button", name="Add another fact").click()
        field(page, f"facts.{number}.what").press_sequentially(words)
    field(page, "parent_name").press_sequentially("Ana Díaz")


def expect_facts(page):
    expect(page.locator(".pt-row-list").first.locator("> .pt-row")).to_have_count(4)
    for number, words in enumerate(FACTS):
        expect(field(page, f"facts.{number}.what")).to_have_value(words)
    expect(field(page, "parent_name")).to_have_value("Ana Díaz")


def delete_everything(page, site):
    page.goto(f"{site}about/privacy/")
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(page.locator(".pt-delete [role=status]")).to_contain_text("Nothing is left on this phone")


# Stored and restored


@pytest.mark.parametrize("where", ["mississippi/state-complaint/", NOTICE, COMPLAINT])
def test_the_status_of_a_draft_is_one_line_and_causes_no_layout_shift(page, page_log, site, where):
    open_form(page, site, where, "#part-1")
    line = page.locator(".pt-draft")
    expect(line.get_by_label("Do not keep drafts on this phone")).to_be_hidden()
    assert line.bounding_box()["height"] < 52
    first = page.locator(".pt-form label").filter(visible=True).first
    top = "label => document.fonts.ready.then(() => label.getBoundingClientRect().top + scrollY)"
    stood = first.evaluate(top)
    page.locator(".pt-form input[type=text], .pt-form textarea").filter(visible=True).first.fill("3/2/2026")
    kept(page)
    assert first.evaluate(top) == stood
    page.reload()
    expect(said(page)).to_contain_text("Your draft is here again")
    assert first.evaluate(top) == stood


def test_drafts_are_announced_before_the_first_field_and_viewing_stores_nothing(page, page_log, site):
    open_form(page, site)
    words = page.locator(".pt-draft")
    expect(words).to_contain_text("What you type is kept on this phone.")
    assert words.bounding_box()["y"] < field(page, "received_on").bounding_box()["y"]
    expect(options(page).get_by_label("Do not keep drafts on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="Delete this draft")).to_be_hidden()
    page.goto(site)  # a page that is left keeps what it still has to keep
    nothing_is_kept(page)


def test_a_reload_restores_every_row_question_and_fold(page, page_log, site):
    open_form(page, site)
    fill_facts(page)
    field(page, "facts.2.what").fill("")
    field(page, "facts.2.what").press_sequentially(FACTS[2])
    kept(page)
    page.reload()
    expect(said(page)).to_contain_text("Your draft is here again")
    expect_facts(page)
    open_form(page, site, "tools/letters/withdrawal/")
    field(page, "what").select_option("state complaint")
    field(page, "extent").select_option("part")
    field(page, "part").fill("The speech sessions.")
    kept(page)
    page.reload()
    expect(field(page, "part")).to_be_visible()
    expect(field(page, "part")).to_have_value("The speech sessions.")
    open_form(page, site, "tools/deadlines/", "?state=MS&event=disciplinary_removal_decided")
    page.locator(".pt-form summary", has_text="Days when school is closed").click()
    field(page, "closed").fill("3/9/2026")
    kept(page)
    page.reload()
    expect(field(page, "closed")).to_be_visible()
    expect(field(page, "closed")).to_have_value("3/9/2026")


def test_removed_and_restored_rows_survive_a_reload(page, page_log, site):
    open_form(page, site)
    fill_facts(page)
    rows = page.locator(".pt-row-list").first.locator("> .pt-row")
    rows.nth(1).get_by_role("button", name="Remove this fact").click()
    expect(page.locator(".pt-removed")).to_contain_text("Fact 2 was removed.")
    rows.nth(1).get_by_role("button", name="Remove this fact").click()
    page.get_by_role("button", name="Put it back").click()
    expect(rows.nth(1)).to_be_focused()
    kept(page)
    page.reload()
    expect(rows).to_have_count(3)
    values = rows.locator("[name$='.what']").evaluate_all("all => all.map((one) => one.value)")
    assert values == [FACTS[0], FACTS[2], FACTS[3]]
    page.get_by_role("button", name="Add another fact").click()
    expect(field(page, "facts.4.day")).to_be_focused()


def test_drafts_survive_a_closed_tab_and_work_in_a_guide(page, page_log, site):
    open_form(page, site, "mississippi/discipline/", "")
    field(page, "date").press_sequentially("3/2/2026")
    kept(page)
    other = page.context.new_page()
    page.close()
    open_form(other, site, "mississippi/discipline/", "")
    expect(field(other, "date")).to_have_value("3/2/2026")
    open_form(other, site, "mississippi/records/", "")
    expect(field(other, "date")).to_have_value("")


def test_a_browser_killed_during_typing_loses_nothing(playwright, site, tmp_path):
    def start():
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=installed_browser(), args=[*ARGUMENTS, *as_root], **PHONE
        )

    context = start()
    page = context.new_page()
    open_form(page, site)
    fill_facts(page)
    kept(page)
    # a running browser writes its host name and process id there
    process = int((tmp_path / "profile" / "SingletonLock").readlink().name.rpartition("-")[2])
    with context.expect_event("close"):
        os.kill(process, signal.SIGKILL)
    context = start()
    page = context.new_page()
    open_form(page, site)
    expect_facts(page)
    context.close()


def test_input_typed_before_the_draft_loads_takes_precedence(page, page_log, site):
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    field(page, "school").fill("Oak")
    kept(page)
    script = Held(page, "**/js/drafts*.js")
    page.reload()
    expect(page.locator(".pt-alive")).to_have_count(1)
    field(page, "child_name").fill("Jone")
    script.arrive()
    script.go_on()
    expect(field(page, "school")).to_have_value("Oak")
    expect(field(page, "child_name")).to_have_value("Jone")
    kept(page)
    assert page.evaluate(STORE, ["drafts"])[0]["fields"]["child_name"] == "Jone"


def test_typing_while_a_draft_loads_replaces_a_date_and_extends_text(page, page_log, site):
    where = "tools/letters/records-request/"
    for name, kept_as, typed, then in (
        ("letter_date", "3/2/2026", "3/3/2026", "3/3/2026"),
        ("school", "Oak", " School", "Oak School"),
    ):
        open_form(page, site, where)
        field(page, name).fill(kept_as)
        kept(page)
        drafts = Held(page, "**/js/drafts*.js")
        page.goto(f"{site}{where}")
        field(page, name).click()
        drafts.arrive()
        drafts.go_on()
        expect(field(page, name)).to_have_value(kept_as)
        page.keyboard.type(typed)
        expect(field(page, name)).to_have_value(then)
        kept(page)
        page.unroute_all()


@pytest.mark.parametrize("draft", [False, True], ids=["no draft", "a draft of another state"])
def test_a_state_chosen_before_scripts_load_stays(page, page_log, site, draft):
    if draft:
        page.goto(f"{site}tools/deadlines/")
        page.locator("[name=state]").select_option("AZ")
        page.locator("[name=date]").fill("3/2/2026")
        kept(page)
    script = Held(page, "**/js/drafts*.js")
    page.goto(f"{site}tools/deadlines/")
    page.locator("[name=state]").select_option("MS")
    page.locator("[name=date]").fill("3/3/2026")
    script.arrive()
    script.go_on()
    kept(page)
    expect(page.locator("[name=state]")).to_have_value("MS")
    assert page.evaluate(STORE, ["drafts"])[0]["fields"]["state"] == "MS"


def test_no_draft_content_is_in_a_url(page, page_log, site):
    open_form(page, site)
    field(page, "child_name").fill("Zebedee")
    kept(page)
    page.goto(f"{site}tools/letters/")
    page.locator(".pt-drafts a").click()
    expect(field(page, "child_name")).to_have_value("Zebedee")
    assert not [url for url in [*page_log.requests, page.url] if "Zebedee" in url]
    assert "Zebedee" not in page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    )


# Lists of drafts


@pytest.mark.parametrize("where", ["tools/letters/", "tools/case/"])
def test_drafts_are_listed_opened_and_discarded(page, page_log, site, where):
    page.goto(f"{site}{where}")
    expect(page.locator(".pt-drafts")).to_be_hidden()
    open_form(page, site)
    field(page, "problem").fill("No speech therapy.")
    kept(page)
    page.goto(f"{site}{where}")
    line = page.locator(".pt-drafts li")
    expect(line).to_have_text(re.compile(r"Write a state complaint\s*Last changed \w+ \d+, \d{4}.*Throw away"))
    line.get_by_role("button", name="Throw away the draft: Write a state complaint").click()
    expect(line).to_have_count(0)
    expect(page.locator(".pt-drafts [role=status]")).to_contain_text("is thrown away")
    page.get_by_role("button", name="Put it back").click()
    line.get_by_role("link").click()
    expect(field(page, "problem")).to_have_value("No speech therapy.")


def test_a_prefilled_form_has_its_own_draft_per_link(page, page_log, site):
    tool = "tools/deadlines/"
    open_form(page, site, tool, "?state=MS&event=state_complaint_received")
    field(page, "date").fill("3/2/2026")
    kept(page)
    open_form(page, site, tool, "?state=AZ&event=evaluation_requested")
    expect(field(page, "date")).to_have_value("")
    expect(page.locator(".pt-form [name=state]")).to_have_value("AZ")
    page.goto(f"{site}tools/letters/")
    expect(page.locator(".pt-drafts")).to_be_hidden()
    page.goto(f"{site}tools/case/")
    line = page.locator(".pt-drafts li")
    expect(line).to_have_text(re.compile("^Dates: The state got my complaint"))
    line.get_by_role("link").click()
    expect(field(page, "date")).to_have_value("3/2/2026")
    expect(field(page, "event")).to_have_value("state_complaint_received")


def test_closed_days_from_the_case_are_not_stored_in_the_draft(page, page_log, site):
    tool, asked = "tools/deadlines/", "?state=MS&event=disciplinary_removal_decided"
    open_form(page, site, tool, asked)
    page.evaluate(STORE, ["save", "1", {"closed": "11/26/2026"}])
    field(page, "date").fill("11/2/2026")
    expect(field(page, "closed")).to_have_value("11/26/2026")
    field(page, "date").fill("11/3/2026")
    kept(page)
    page.evaluate(STORE, ["save", "1", {"closed": "11/25/2026"}, {"closed": "11/26/2026"}])
    page.reload()
    expect(field(page, "date")).to_have_value("11/3/2026")
    field(page, "date").click()
    expect(field(page, "closed")).to_have_value("11/25/2026")


def test_a_correction_of_closed_days_is_stored_too(page, page_log, site):
    open_form(page, site, "tools/deadlines/", "?state=MS&event=disciplinary_removal_decided")
    page.locator(".pt-form summary", has_text="Days when school is closed").click()
    field(page, "closed").fill("11/25/2026\n11/26/2026")
    field(page, "closed").press("Tab")
    page.locator(".pt-read-back").get_by_role("button", name="Remove: 11/25/2026").click(timeout=60_000)
    expect(field(page, "closed")).to_have_value("11/26/2026")
    kept(page)
    page.reload()
    expect(field(page, "closed")).to_have_value("11/26/2026")


def test_a_draft_can_be_deleted_at_its_form_and_restored(page, page_log, site):
    open_form(page, site)
    fill_facts(page)
    kept(page)
    options(page).get_by_role("button", name="Delete this draft").click()
    expect(page.locator(".pt-row-list").first.locator("> .pt-row")).to_have_count(1)
    expect(field(page, "facts.0.what")).to_have_value("")
    expect(field(page, "recipient")).to_have_value("Special Education Director")
    expect(page.locator(".pt-form [name=state]")).to_have_value("MS")
    assert page.evaluate(STORE, ["drafts"]) == []
    page.get_by_role("button", name="Put it back").click()
    expect_facts(page)
    kept(page)
    page.reload()
    expect_facts(page)


# Full or unavailable storage, and drafts switched off


def test_full_storage_is_reported_and_input_is_stored_once_there_is_space(page, page_log, site):
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    kept(page)
    page.evaluate(FULL)
    field(page, "child_name").fill("Jone")
    expect(said(page)).to_contain_text("Not kept. There is no room left on this phone.")
    expect(page.get_by_text("What you type is kept on this phone.")).to_be_hidden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    look_again(page)
    expect(said(page)).to_contain_text("Not kept")
    page.evaluate(ROOM)
    field(page, "school").fill("Oak")
    kept(page)
    page.reload()
    expect(field(page, "child_name")).to_have_value("Jone")
    expect(field(page, "school")).to_have_value("Oak")


def test_without_storage_the_form_says_so_before_typing(page, page_log, site):
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }")
    open_form(page, site)
    expect(said(page)).to_contain_text("Not kept. This browser does not let a site keep anything")
    expect(page.get_by_text("What you type is kept on this phone.")).to_be_hidden()
    field(page, "child_name").fill("Jon")
    expect(said(page)).to_contain_text("Not kept")


def test_without_its_script_the_form_does_not_claim_to_store_input(page, page_log, site):
    page_log.expect("drafts|Failed to load")
    page.route("**/js/drafts*.js", lambda route: route.abort())
    page.goto(f"{site}{COMPLAINT}")
    expect(page.locator(".pt-draft")).to_have_text(re.compile("^What you type here is not kept"))


def test_drafts_can_be_switched_off_permanently(page, page_log, site):
    open_form(page, site, NOTICE)
    field(page, "child_name").fill("Jon")
    kept(page)
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    kept(page)
    options(page).get_by_label("Do not keep drafts on this phone").check()
    expect(said(page)).to_contain_text("Not kept: what you type is gone when you leave this page.")
    expect(said(page)).to_contain_text("2 drafts were deleted.")
    expect(field(page, "child_name")).to_have_value("Jon")
    assert page.evaluate(STORE, ["drafts"]) == []
    field(page, "school").fill("Oak")
    page.reload()  # a page that is left keeps what it still has to keep
    expect(options(page).get_by_label("Do not keep drafts on this phone")).to_be_checked()
    assert page.evaluate(STORE, ["drafts"]) == []
    expect(field(page, "child_name")).to_have_value("")
    expect(said(page)).to_contain_text("Not kept: what you type is gone")
    page.get_by_label("Do not keep drafts on this phone").uncheck()
    field(page, "school").fill("Oak")
    kept(page)


def test_drafts_deleted_by_mistake_can_be_restored(page, page_log, site):
    open_form(page, site, NOTICE)
    field(page, "child_name").fill("Jon")
    kept(page)
    options(page).get_by_label("Do not keep drafts on this phone").check()
    page.get_by_role("button", name="Keep drafts after all").click()
    expect(page.get_by_label("Do not keep drafts on this phone")).not_to_be_checked()
    page.reload()
    expect(field(page, "child_name")).to_have_value("Jon")


# Two tabs


def test_the_last_input_in_two_tabs_is_shown_and_announced_in_both(page, page_log, site):
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    kept(page)
    other = page.context.new_page()
    open_form(other, site)
    expect(field(other, "child_name")).to_have_value("Jon")
    other.get_by_role("button", name="Add another fact").click()
    field(other, "facts.1.what").fill("From the other tab")
    field(other, "school").fill("Oak")
    expect(field(page, "school")).to_have_value("Oak")
    expect(field(page, "facts.1.what")).to_have_value("From the other tab")
    expect(said(page)).to_contain_text("This was changed in another tab of this site.")
    field(page, "child_name").fill("Jone")
    expect(field(other, "child_name")).to_have_value("Jone")
    expect(field(other, "school")).to_have_value("Oak")


def test_a_tab_without_notifications_overwrites_only_the_fields_edited_in_it(page, page_log, site):
    page.context.add_init_script("delete window.BroadcastChannel; window.BroadcastChannel = undefined")
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    field(page, "school").fill("Elm")
    kept(page)
    other = page.context.new_page()
    open_form(other, site)
    expect(field(other, "child_name")).to_have_value("Jon")
    other.evaluate("window.onfocus = null")
    field(page, "child_name").fill("Jone")
    kept(page)
    field(other, "school").fill("Oak")
    expect(field(other, "child_name")).to_have_value("Jone")
    draft = other.evaluate(STORE, ["drafts"])[0]["fields"]
    assert (draft["child_name"], draft["school"]) == ("Jone", "Oak")


def test_delete_everything_removes_answers_in_other_tabs_and_offers_to_empty_their_forms(page, page_log, site):
    open_form(page, site, NOTICE)
    fill_letter(page, child_name="Zebedee")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.locator(".pt-letter")).to_contain_text("Zebedee", timeout=60_000)
    kept(page)
    dates = page.context.new_page()
    open_form(dates, site, "tools/deadlines/", "?state=MS&event=state_complaint_received")
    field(dates, "date").fill("3/2/2026")
    dates.get_by_role("button", name="Count the days").click()
    expect(dates.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    delete_everything(page.context.new_page(), site)
    for tab in (page, dates):
        expect(said(tab)).to_contain_text("Not kept: what was kept here was deleted")
        expect(tab.locator(".pt-result")).to_be_empty()
        tab.get_by_role("button", name="Empty this page").click()
        expect(tab.locator(".pt-over")).to_have_count(0)
        expect(tab.locator(".pt-alive")).to_have_count(1)
        values = tab.locator(".pt-form [name]").evaluate_all("all => all.map((one) => one.value).join(' ')")
        assert not re.search("Zebedee|3/2/2026|Oak", values)
    assert "Zebedee" not in page.content()
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    look_again(page)
    nothing_is_kept(page)


def test_delete_everything_removes_ticks_in_other_tabs(page, page_log, site):
    page.goto(f"{site}checklists/iep-meeting/")
    box = page.locator(".pt-checklist input").first
    box.check()
    delete_everything(page.context.new_page(), site)
    expect(box).not_to_be_checked()


def test_a_draft_discarded_in_another_tab_is_not_restored_unasked(page, page_log, site):
    open_form(page, site)
    field(page, "child_name").fill("Jon")
    kept(page)
    other = page.context.new_page()
    other.goto(f"{site}tools/letters/")
    other.locator(".pt-drafts").get_by_role("button", name="Throw away").click()
    expect(said(page)).to_contain_text("This draft was deleted in another tab of this site.")
    expect(field(page, "child_name")).to_have_value("")
    page.get_by_role("button", name="Put it back").click()
    expect(field(page, "child_name")).to_have_value("Jon")
    kept(page)


# Several children


def test_a_draft_begun_without_a_child_belongs_to_the_first_child(page, page_log, site):
    open_form(page, site)
    field(page, "school").fill("Oak")
    kept(page)
    assert page.evaluate(STORE, ["addChild", "Mo"]) == "1"
    page.reload()
    expect(field(page, "school")).to_have_value("Oak")
    expect(page.locator(".pt-draft-child")).to_have_count(0)


def test_who_has_only_a_letter_yet_can_add_another_child_beside_the_first(page, page_log, site):
    page.goto(f"{site}tools/case/")
    add = page.get_by_role("button", name="Add another child")
    expect(page.locator(".pt-begin")).to_be_visible()
    expect(add).to_be_hidden()
    open_form(page, site)
    field(page, "school").fill("Oak")
    kept(page)
    page.goto(f"{site}tools/case/")
    add.click()
    expect(page.get_by_label("Which child?").locator("option")).to_have_count(2)
    assert [one["child"] for one in page.evaluate(STORE, ["drafts"])] == ["1"]
    assert page.evaluate(STORE, ["current"]) == "2"


def test_two_children_have_two_drafts_and_the_form_says_whose_this_is(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    open_form(page, site)
    whose = page.get_by_label("For which child is this?")
    expect(whose).to_have_value("2")
    field(page, "school").fill("Oak")
    kept(page)
    whose.select_option(label="Mo")
    expect(field(page, "school")).to_have_value("")
    expect(said(page)).to_contain_text("What you typed is kept for Jo.")
    field(page, "school").fill("Elm")
    kept(page)
    page.reload()
    expect(whose).to_have_value("1")
    expect(field(page, "school")).to_have_value("Elm")
    page.goto(f"{site}tools/letters/")
    expect(page.locator(".pt-drafts li")).to_have_text(
        [re.compile(r"complaint\s*For Mo\."), re.compile(r"complaint\s*For Jo\.")]
    )
    page.locator(".pt-drafts li", has_text="for Jo").get_by_role("link").click()
    expect(field(page, "school")).to_have_value("Oak")
    expect(whose).to_have_value("2")
    assert page.evaluate(STORE, ["removeChild", "2"]) is None
    assert [one["child"] for one in page.evaluate(STORE, ["drafts"])] == ["1"]


def test_a_draft_for_the_wrong_child_can_be_moved(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Mo", "Jo"):
        page.evaluate(STORE, ["addChild", name])
    open_form(page, site)
    fill_facts(page)
    kept(page)
    page.get_by_label("For which child is this?").select_option(label="Mo")
    page.get_by_role("button", name="Move it to Mo").click()
    expect_facts(page)
    kept(page)
    assert [one["child"] for one in page.evaluate(STORE, ["drafts"])] == ["1"]


# Links


def test_a_prefilling_link_asks_before_it_changes_a_draft(page, page_log, site):
    missed = "tools/letters/missed-deadline/"
    open_form(page, site, missed, "?state=MS#rule=records_idea&due=February%2026%2C%202026")
    field(page, "waiting_for").fill("The service logs.")
    kept(page)
    page.goto(f"{site}about/")
    open_form(page, site, missed, "?state=MS#rule=state_complaint_decision&due=May%201%2C%202026")
    expect(page.locator(".pt-draft-ask")).to_contain_text("May 1, 2026")
    expect(field(page, "due")).to_have_value("February 26, 2026")
    expect(field(page, "waiting_for")).to_have_value("The service logs.")
    page.get_by_role("button", name="Take those of the link").click()
    expect(field(page, "due")).to_have_value("May 1, 2026")
    expect(field(page, "rule")).to_have_value("state_complaint_decision")
    kept(page)
    page.goto(f"{site}{missed}")
    expect(field(page, "due")).to_have_value("May 1, 2026")
    expect(field(page, "waiting_for")).to_have_value("The service logs.")
    expect(page.locator(".pt-draft-ask")).to_have_count(0)
