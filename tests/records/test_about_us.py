"""About us: parent, child and school are typed once, and filled into every letter."""

import re

import pytest
from playwright.sync_api import expect

from calculators.inputs import Kind
from calculators.letter_forms import letters
from calculators.tools import case_file
from macros.data.letter_data import _check_about, load_about
from macros.data.yaml_files import WrongData
from macros.pages.about_card import about_card
from macros.places import LETTERS
from tests.records.test_drafts import COMPLAINT, NOTICE, STORE, delete_everything, field, kept, open_form, options
from tests.tools.records import OCCUPY
from tests.tools.waiting import until, until_true

IEE = "tools/letters/iee-request/"


# Which letters use which answers, without a browser


def test_every_letter_takes_parent_and_child_from_about_us():
    for form in letters().values():
        sources = {question.id: question.about for question in form.inputs if question.about}
        assert sources["parent_name"] == "parent.name", form.id
        assert sources["school"] == "child.school", form.id
        assert sources["district"] == "child.district", form.id


def test_where_the_law_asks_for_the_full_name_initials_are_not_filled_in():
    sources = {form.id: next(q.about for q in form.inputs if q.id == "child_name") for form in letters().values()}
    full = {form for form, about in sources.items() if about == "child.full_name"}
    assert full == {"state_complaint", "due_process_complaint"}
    assert {about for form, about in sources.items() if form not in full} == {"child.name child.full_name"}


def test_an_addressee_typed_in_a_letter_is_not_added_to_the_people():
    for form in letters().values():
        for question in form.inputs:
            if question.about.startswith("people."):
                assert not question.learned, (form.id, question.id)


def test_the_case_file_takes_the_names_from_about_us():
    sources = {question.id: question.about for question in case_file.ASKED if question.about}
    assert sources == {"child_name": "child.name child.full_name", "parent_name": "parent.name"}
    assert set(" ".join(sources.values()).split()) <= load_about().questions().keys()


def test_a_complaint_to_the_civil_rights_office_is_not_addressed_to_the_director():
    recipient = next(q for q in letters()["ocr_complaint"].inputs if q.id == "recipient")
    assert recipient.about == ""


def test_a_question_that_refers_to_an_unknown_about_us_field_stops_the_build():
    about = load_about().questions()
    line = about["child.school"]
    for wrong, said in (
        (line.model_copy(update={"about": "child.shoe"}), "does not ask for 'child.shoe'"),
        (line.model_copy(update={"about": "parent.address"}), "takes less than 'parent.address'"),
        (line.model_copy(update={"about": "child.school", "max_length": 10}), "takes less than 'child.school'"),
    ):
        with pytest.raises(WrongData, match=re.escape(said)):
            _check_about(about, LETTERS / "people.yml", [wrong])
    _check_about(about, LETTERS / "people.yml", [line.model_copy(update={"about": "child.school", "kind": Kind.TEXT})])


def test_about_us_asks_each_question_once_and_says_whose_answer_it_is():
    html = about_card(load_about()).partition('<form class="pt-form pt-people"')[0]
    names = re.findall(r' name="([^"]+)"', html)
    assert sorted(names) == sorted(load_about().questions())
    assert " required" not in html
    assert html.count("<fieldset") == 2
    assert html.count(" disabled><legend") == 2, "open before its stored answers come, it loses what is typed"
    assert "The same for all your children." in html
    assert "Each child has its own." in html
    assert "What you type in a letter stays as you typed it." in html


# In the browser


def card(page, site):
    page.goto(f"{site}tools/case/#about-us")
    expect(page.locator(".pt-about-card[open]")).to_be_visible()
    return page.locator(".pt-about-form")


def on_card(page, name):
    return page.locator(f'.pt-about-form [name="{name}"]')


def line(page):
    return page.locator(".pt-about-us")


@pytest.mark.browser
def test_about_us_fills_each_childs_letters_and_keeps_typed_answers(page, page_log, site):
    page.goto(f"{site}about/")
    for name in ("Bear", "Fox"):
        page.evaluate(STORE, ["save", page.evaluate(STORE, ["addChild", name]), {"state": "MS"}])
    card(page, site)
    expect(page.locator(".pt-about-child legend")).to_contain_text("Fox")
    for name, words in (
        ("parent.name", "Ana Díaz"),
        ("parent.address", "1 Main Street\nOak, 00000"),
        ("child.name", "F. D."),
        ("child.school", "Oak School"),
    ):
        on_card(page, name).fill(words)
    expect(page.locator(".pt-about-kept")).to_have_text("Kept on this phone.")
    page.get_by_role("button", name="Add a person").click()
    page.locator(".pt-person [name$=role]").select_option("director")
    page.locator(".pt-person [name$=name]").fill("Dr. Ruth Lee")
    page.locator("#case-child").select_option("1")
    expect(page.locator(".pt-about-child legend")).to_contain_text("Bear")
    expect(on_card(page, "child.school")).to_have_value("")
    expect(on_card(page, "parent.name")).to_have_value("Ana Díaz")
    on_card(page, "child.school").fill("Elm School")
    expect(page.locator(".pt-about-kept")).to_have_text("Kept on this phone.")
    page.reload()
    expect(on_card(page, "child.school")).to_have_value("Elm School")

    open_form(page, site, NOTICE, "")
    expect(line(page)).to_have_text("Filled from About us for Bear – change")
    expect(field(page, "school")).to_have_value("Elm School")
    expect(field(page, "parent_address")).to_have_value("1 Main Street\nOak, 00000")
    expect(field(page, "recipient")).to_have_value("Special Education Director")
    assert page.evaluate(STORE, ["drafts"]) == []
    field(page, "school").fill("Elm Annex")
    field(page, "what").fill("More speech therapy.")
    expect(line(page)).to_contain_text("Only here: “Your child's school”.")
    kept(page)
    page.get_by_label("For which child is this?").select_option("2")
    expect(field(page, "school")).to_have_value("Oak School")
    expect(field(page, "child_name")).to_have_value("F. D.")
    expect(field(page, "recipient")).to_have_value("Dr. Ruth Lee")
    page.get_by_label("For which child is this?").select_option("1")
    expect(field(page, "school")).to_have_value("Elm Annex")
    page.reload()
    expect(field(page, "school")).to_have_value("Elm Annex")
    expect(field(page, "parent_name")).to_have_value("Ana Díaz")
    [draft] = page.evaluate(STORE, ["drafts"])
    assert "parent_name" not in draft["fields"]
    page.get_by_role("button", name="Keep it in About us for Bear").click()
    expect(line(page)).to_have_text("Filled from About us for Bear – change")
    about = page.evaluate(STORE, ["aboutUs", "1"])
    assert about["child"] == {"school": "Elm Annex"}
    assert page.evaluate(STORE, ["aboutUs", "2"])["child"]["school"] == "Oak School"

    delete_everything(page, site)
    assert page.evaluate(STORE, ["aboutUs", "1"]) == {"parent": {}, "child": {}, "people": []}
    open_form(page, site, NOTICE)
    expect(line(page)).to_contain_text("Type this once.")
    expect(field(page, "school")).to_have_value("")


@pytest.mark.browser
def test_about_us_learns_from_a_first_letter_unless_drafts_are_off(page, page_log, site):
    open_form(page, site, NOTICE)
    expect(line(page)).to_contain_text("Type this once.")
    for name, words in (("parent_name", "Ana Diaz"), ("child_name", "J. D."), ("recipient", "Ms. Poe, principal")):
        field(page, name).fill(words)
        field(page, name).press("Tab")
    expect(line(page)).to_have_text("Kept in About us, for your letters – change")
    field(page, "parent_name").fill("Ana Díaz")
    field(page, "parent_name").press("Tab")
    assert page.evaluate(STORE, ["aboutUs", "1"])["parent"] == {"name": "Ana Díaz"}
    kept(page)
    open_form(page, site, IEE)
    expect(field(page, "parent_name")).to_have_value("Ana Díaz")
    expect(field(page, "child_name")).to_have_value("J. D.")
    expect(field(page, "recipient")).to_have_value("Special Education Director")
    open_form(page, site, COMPLAINT)
    expect(field(page, "parent_name")).to_have_value("Ana Díaz")
    expect(field(page, "child_name")).to_have_value("")
    options(page).get_by_label("Do not keep drafts on this phone").check()
    expect(page.get_by_text("About us was deleted, too.")).to_be_visible()
    open_form(page, site, IEE)
    expect(page.get_by_text("Not kept: what you type is gone")).to_be_visible()
    expect(field(page, "parent_name")).to_have_value("")
    expect(line(page)).to_have_text("")
    field(page, "parent_name").fill("Ana Díaz")
    field(page, "parent_name").press("Tab")
    card(page, site)
    expect(on_card(page, "parent.name")).to_be_disabled()
    expect(on_card(page, "parent.name")).to_have_value("")


def two_children(page, site):
    """The ids of Bear, whose card is open, and of Fox."""
    page.goto(f"{site}about/")
    first, second = (page.evaluate(STORE, ["addChild", name]) for name in ("Bear", "Fox"))
    page.evaluate(STORE, ["choose", first])
    card(page, site)
    return first, second


@pytest.mark.browser
def test_what_is_known_of_another_child_is_offered_and_filed_under_this_one(page, page_log, site):
    first, second = two_children(page, site)
    on_card(page, "parent.address").fill("1 Main Street\nOak, 00000")
    page.get_by_role("button", name="1 Main Street, Oak, 00000").click()
    expect(on_card(page, "child.home")).to_have_value("1 Main Street\nOak, 00000")
    expect(page.get_by_role("button", name="1 Main Street, Oak, 00000")).to_have_count(0)
    on_card(page, "child.district").fill("Oak County School District")
    page.get_by_role("button", name="Add a person").click()
    page.locator(".pt-person [name$=role]").select_option("director")
    page.locator(".pt-person [name$=name]").fill("Dr. Ruth Lee")
    page.locator(".pt-person [name$=note]").fill("Said no about Bear.")
    expect(page.locator(".pt-people-kept")).to_have_text("Kept on this phone.")
    page.locator("#case-child").select_option(second)
    expect(page.locator(".pt-about-child legend")).to_contain_text("Fox")
    page.get_by_role("button", name="Oak County School District").click()
    page.get_by_role("button", name="Also here: Dr. Ruth Lee, Special education director").click()
    expect(page.locator(".pt-person-line")).to_contain_text("Dr. Ruth Lee")
    expect(page.get_by_role("button", name="Also here")).to_have_count(0)
    page.reload()
    expect(on_card(page, "child.district")).to_have_value("Oak County School District")
    about = page.evaluate(STORE, ["aboutUs", second])
    assert [(one["name"], one["child"], one["note"]) for one in about["people"]] == [("Dr. Ruth Lee", second, "")]
    assert page.evaluate(STORE, ["aboutUs", first])["people"][0]["note"] == "Said no about Bear."


@pytest.mark.browser
def test_a_known_person_is_filed_under_the_child_for_whom_it_is_offered(page, page_log, site):
    """The list keeps showing the child in whose people somebody types, until the focus leaves it."""
    first, second = two_children(page, site)
    page.get_by_role("button", name="Add a person").click()
    page.locator(".pt-person [name$=name]").fill("Dr. Ruth Lee")
    expect(page.locator(".pt-people-kept")).to_have_text("Kept on this phone.")
    page.locator("#case-child").select_option(second)
    expect(page.locator(".pt-people .pt-about-whose")).to_contain_text("Bear")
    page.get_by_role("button", name="Also here: Dr. Ruth Lee").click()
    expect(page.locator(".pt-people .pt-about-whose")).to_contain_text("Fox")
    expect(page.locator(".pt-person-line")).to_have_count(1)
    for child in (first, second):
        assert [one["child"] for one in page.evaluate(STORE, ["aboutUs", child])["people"]] == [child]


@pytest.mark.browser
def test_nothing_is_called_kept_before_it_is_and_what_waits_outlives_a_reload(page, page_log, site):
    card(page, site)
    on_card(page, "parent.name").fill("Ana")
    said = page.locator(".pt-about-kept")
    expect(said).to_have_text("Kept on this phone.")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(OCCUPY)
    on_card(page, "parent.name").press_sequentially(" Díaz")
    expect(said).to_have_text("")
    page.reload()
    other.evaluate("globalThis.letGo()")
    expect(on_card(page, "parent.name")).to_have_value("Ana Díaz")
    until(page, lambda: page.evaluate(STORE, ["aboutUs", "1"])["parent"] == {"name": "Ana Díaz"}, "it is stored")
    until_true(page, "!Object.keys(sessionStorage).some((key) => key.includes('typed'))")


@pytest.mark.browser
def test_what_waited_does_not_undo_what_another_tab_changed_since(page, page_log, site):
    card(page, site)
    on_card(page, "parent.name").fill("Ana")
    expect(page.locator(".pt-about-kept")).to_have_text("Kept on this phone.")
    other = page.context.new_page()
    other.goto(f"{site}about/")
    other.evaluate(OCCUPY)
    on_card(page, "parent.name").press_sequentially(" Díaz")
    page.goto(f"{site}glossary/")
    assert page.evaluate("Object.keys(sessionStorage).some((key) => key.includes('typed'))")
    other.evaluate("globalThis.letGo()")
    card(other, site)
    on_card(other, "parent.name").fill("Ana María")
    expect(other.locator(".pt-about-kept")).to_have_text("Kept on this phone.")
    card(page, site)
    until_true(page, "!Object.keys(sessionStorage).some((key) => key.includes('typed'))")
    expect(on_card(page, "parent.name")).to_have_value("Ana María")
    assert page.evaluate(STORE, ["aboutUs", "1"])["parent"] == {"name": "Ana María"}
