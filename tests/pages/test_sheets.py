"""Printed sheets: one per list and state, accessible, and reproducible."""

import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import ContentStream

from calculators.counting.marked import LIMIT_NOT_CONFIRMED
from calculators.law import known_states, load
from calculators.tools.letter import letters, state_form
from calculators.words import plain_date
from macros.data import facts
from macros.data.checklist_model import load_checklists
from macros.data.law_files import load_law
from macros.data.state_rules import in_state
from macros.data.yaml_files import WrongData
from macros.paper import sheets
from macros.paper.sheets import EVERYTHING, SHEETS, address, write_sheets
from macros.places import ROOT
from tests.tools.template_states import template_states

SITE = ROOT / "site"
STATES = known_states()
#: States for tests of parallel generation, with two workers.
FEW = ("AZ", "MS")
#: The states in which output of the template is checked.
READ = template_states()
LISTS = load_checklists()
LETTER = (612, 792)
POINTS_PER_MM = 72 / 25.4
#: Sheets that may have more than one page, with the maximum.
PAGES = {"escalation-ladder": 2, "starter-kit": 5, EVERYTHING: 40}
#: PDF operators that paint.
PAINTS = (b"TJ", b"Tj", b"S", b"f", b"f*", b"B", b"Do", b"sh")
ALL = [pytest.param(state, sheet, id=f"{state}-{sheet}") for state in READ for sheet in [*LISTS, EVERYTHING]]
SINGLE = [pytest.param(state, sheet, id=f"{state}-{sheet}") for state in READ for sheet in LISTS]
#: Maximum average size of a sheet, because every state has its own.
BYTES = 70_000


@pytest.fixture(scope="module")
def made():
    """Every sheet, made without a public URL: those of the last build, unless it had one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PAPER_TRAIL_URL", raising=False)
        write_sheets()
    return SHEETS


@pytest.fixture
def few(made, tmp_path):
    """A copy of the sheets of two states, with what they were made from; all are as old as can be."""
    for state in FEW:
        shutil.copytree(made / load(state).slug, tmp_path / load(state).slug)
    for path in tmp_path.rglob("*.pdf"):
        os.utime(path, (1, 1))
    return tmp_path


@pytest.fixture
def sheet_of(made):
    return lambda state, sheet: opened(made / load(state).slug / f"{sheet}.pdf")


@pytest.fixture
def text_on(made):
    return lambda state, sheet: text_of(made / load(state).slug / f"{sheet}.pdf")


@cache
def opened(path: Path) -> PdfReader:
    return PdfReader(path)


@cache
def operations(pdf: PdfReader) -> list[list[tuple[Any, bytes]]]:
    """What each page draws: three tests read it, and reading takes longer than what they look for."""
    return [ContentStream(page.get_contents(), pdf).operations for page in pdf.pages]


@cache
def pages_of(path: Path) -> list[str]:
    """The text of each page in the order in which it is drawn, with ligatures resolved: ten times as fast as pypdf's."""
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(unicodedata.normalize("NFKC", page).split()) for page in text.split("\f")[:-1]]


def text_of(path: Path) -> str:
    return " ".join(pages_of(path))


def same(text: str) -> str:
    """A text without spaces, because a PDF breaks lines."""
    return re.sub(r"\s", "", text)


def tags(pdf: PdfReader):
    """The structure tree's elements in reading order, as (role, element)."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        found = waiting.pop()
        found = found.get_object() if hasattr(found, "get_object") else found
        if isinstance(found, list):
            waiting.extend(reversed(found))
        elif isinstance(found, dict):
            if "/S" in found:
                yield str(found["/S"]).removeprefix("/"), found
            if "/K" in found:
                waiting.append(found["/K"])


def children(element) -> list:
    """An element's direct children: elements and marks."""
    inside = element.get("/K", [])
    inside = inside.get_object() if hasattr(inside, "get_object") else inside
    return [one.get_object() for one in (inside if isinstance(inside, list) else [inside])]


def marks_as_read(pages: dict[int, int], element):
    """The marked content of ``pages`` under an element as (page, number), in reading order."""
    for child in children(element):
        if isinstance(child, int):
            yield pages[element.raw_get("/Pg").idnum], child
        elif "/MCID" in child:
            yield pages[child.raw_get("/Pg").idnum], child["/MCID"]
        elif "/S" in child:
            yield from marks_as_read(pages, child)


def squares(pdf: PdfReader) -> list[float]:
    """The side lengths (mm) of the squares drawn, one per checkbox."""
    sides = []
    for drawn in operations(pdf):
        path: list[tuple[float, float]] = []
        scales = [1.0]
        for operands, operator in drawn:
            if operator == b"q":
                scales.append(scales[-1])
            elif operator == b"Q":
                scales.pop()
            elif operator == b"cm":
                scales[-1] *= abs(float(operands[0]))
            elif operator == b"m":
                path = []
            if operator in (b"m", b"l"):
                path.append((float(operands[0]), float(operands[1])))
            if operator == b"h" and len(path) == 4:
                (left, top), (right, _), (_, bottom) = path[0], path[1], path[2]
                if abs((right - left) - (bottom - top)) < 0.01:
                    sides.append((right - left) * scales[-1] / POINTS_PER_MM)
    return sides


def words_by_mark(page, pdf: PdfReader) -> dict[int, str]:
    """Each marked content of a page by number; empty if it shows no text."""
    found: dict[int, str] = {}
    inside: list[int | None] = []
    for operands, operator in operations(pdf)[page.page_number]:
        if operator in (b"BDC", b"BMC"):
            inside.append(operands[1].get("/MCID") if operator == b"BDC" else None)
        elif operator == b"EMC":
            inside.pop()
        elif operator in PAINTS:
            assert inside, f"{operator} on page {page.page_number + 1} is neither tagged nor decoration"
            for mark in [mark for mark in inside if mark is not None]:
                found[mark] = found.get(mark, "") + ("text" if operator == b"TJ" else "")
    return found


def sizes_of_text(pdf: PdfReader) -> set[float]:
    """The sizes (pt) of all words outside the footer."""
    found = set()
    for drawn in operations(pdf):
        inside = []
        size = 0.0
        for operands, operator in drawn:
            if operator in (b"BDC", b"BMC"):
                inside.append(operands[0])
            elif operator == b"EMC":
                inside.pop()
            elif operator == b"Tf":
                size = float(operands[1])
            elif operator == b"TJ" and "/Artifact" not in inside:
                found.add(size)
    return found


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_every_sheet_is_made_for_every_state_on_us_letter_paper(sheet_of, state, sheet):
    for page in sheet_of(state, sheet).pages:
        size = (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        across = sheet == EVERYTHING and size == LETTER[::-1]
        assert size == LETTER or across


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_a_sheet_is_tagged_and_names_its_language_and_title(sheet_of, state, sheet):
    pdf = sheet_of(state, sheet)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    if sheet == EVERYTHING:
        name = "federal law" if state == "US" else load(state).name
    else:
        assert LISTS[sheet].title in pdf.metadata.title
        name = facts.place(load(state))
    assert name in pdf.metadata.title


@pytest.mark.parametrize(("state", "sheet"), SINGLE)
def test_a_screen_reader_finds_one_title_and_each_item_of_the_list(sheet_of, state, sheet):
    roles = Counter(role for role, _ in tags(sheet_of(state, sheet)))
    assert roles["H1"] == 1
    assert roles["LI"] == boxes_of(state, sheet)
    entry = LISTS[sheet]
    if entry.table:
        assert roles["TH"] == len(entry.table.columns)
        assert roles["TD"] == len(entry.table.columns) * entry.table.rows


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_a_screen_reader_meets_all_that_is_printed_once_and_in_the_order_of_the_page(sheet_of, state, sheet):
    pdf = sheet_of(state, sheet)
    printed = {(page.page_number, mark) for page in pdf.pages for mark in words_by_mark(page, pdf)}
    pages = {page.indirect_reference.idnum: page.page_number for page in pdf.pages}
    read = list(marks_as_read(pages, pdf.trailer["/Root"]["/StructTreeRoot"]))
    assert len(read) == len(set(read))
    assert [place for place in read if place in printed] == sorted(printed)


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_headings_lists_tables_and_pictures_are_what_they_look_like(sheet_of, state, sheet):
    last = 0
    for role, element in tags(sheet_of(state, sheet)):
        inside = [str(child["/S"]) for child in children(element) if isinstance(child, dict) and "/S" in child]
        if re.fullmatch(r"H\d", role):
            assert int(role[1]) <= last + 1, "no level of a heading is left out"
            last = int(role[1])
        elif role == "L":
            assert set(inside) <= {"/LI", "/L"}
        elif role == "LI":
            assert inside == ["/Lbl", "/LBody"]
        elif role == "TH":
            assert "/Scope" in str(element["/A"])
        elif role == "Figure":
            assert str(element["/Alt"]).startswith(("Box to tick", "Code to open "))
            assert children(element), "there is something to see in it"


@pytest.mark.parametrize(("state", "sheet"), SINGLE)
def test_each_box_has_a_name_for_a_screen_reader(sheet_of, state, sheet):
    names = [str(element["/Alt"]) for role, element in tags(sheet_of(state, sheet)) if role == "Figure"]
    assert names.count("Box to tick") == boxes_of(state, sheet)


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_every_font_is_in_the_file_with_the_letters_that_its_shapes_stand_for(sheet_of, state, sheet):
    for page in sheet_of(state, sheet).pages:
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values()):
            assert "/ToUnicode" in font
            [shapes] = [one.get_object() for one in font["/DescendantFonts"]]
            assert {"/FontFile2", "/FontFile3"} & set(shapes["/FontDescriptor"].get_object())


@pytest.mark.parametrize("state", STATES)  # a state's own text could fail it
def test_the_sheets_of_a_state_keep_to_their_pages(made, state):
    pages = {sheet: len(PdfReader(made / load(state).slug / f"{sheet}.pdf").pages) for sheet in [*LISTS, EVERYTHING]}
    assert {sheet: number for sheet, number in pages.items() if number > PAGES.get(sheet, 1)} == {}


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_every_page_says_for_which_state_it_holds_when_the_law_was_checked_and_its_number(made, sheet_of, state, sheet):
    law = load(state)
    pages = pages_of(made / law.slug / f"{sheet}.pdf")
    assert len(pages) == len(sheet_of(state, sheet).pages)
    for number, text in enumerate(pages, 1):
        assert f"{facts.place(law)} · Law checked {plain_date(law.checked)}" in text
        assert "Information, not legal advice" in text
        assert f"Page {number} of {len(pages)}" in text


@pytest.mark.parametrize(("state", "sheet"), SINGLE)
def test_no_box_is_lost_and_each_is_large_enough_for_a_pen(sheet_of, state, sheet):
    sides = squares(sheet_of(state, sheet))
    assert len(sides) == boxes_of(state, sheet)
    assert min(sides) >= 5


@pytest.mark.parametrize("state", READ)
def test_the_whole_file_has_every_box_of_every_sheet(sheet_of, state):
    assert len(squares(sheet_of(state, EVERYTHING))) == sum(boxes_of(state, sheet) for sheet in LISTS)


@pytest.mark.parametrize(("state", "sheet"), SINGLE)
def test_every_item_and_every_place_to_write_is_printed(text_on, state, sheet):
    entry, law = LISTS[sheet], load(state)
    text = same(text_on(state, sheet))
    items = [item for item in entry.items if facts.plain(item.text, law)]
    wanted = [facts.plain(item.text, law) for item in items]
    wanted += [label for item in items for label in (item.day, item.write, item.part) if label]
    wanted += [*entry.lines, *(column.title for column in (entry.table.columns if entry.table else []))]
    wanted += [facts.pages_data("words")[words]["words"] for words in entry.words]
    assert [line for line in wanted if same(line) not in text] == []


@pytest.mark.parametrize(("state", "sheet"), ALL)
def test_type_is_twelve_points_or_larger(sheet_of, state, sheet):
    assert min(sizes_of_text(sheet_of(state, sheet))) >= 12


@pytest.mark.parametrize("state", STATES)
def test_no_template_syntax_or_none_is_printed(text_on, state):
    # the file with everything has the words of each sheet
    assert not re.search(r"\{\{|\{%|\bNone\b(?! of )|Undefined", text_on(state, EVERYTHING))


@pytest.mark.parametrize("state", READ)
def test_the_whole_file_has_every_time_limit_with_its_law(text_on, state):
    law = load(state)
    text = same(text_on(state, EVERYTHING))
    rules = [rule for rule in law.rules.values() if rule.clock]
    assert len(rules) > 30
    for rule in rules:
        assert same(rule.title) in text
        assert same("; ".join(cite.text for cite in rule.cites) or "No rule: advice") in text


def test_the_number_that_a_held_fact_claims_is_on_no_sheet(text_on):
    law_file, rows = load_law(), []
    for state in STATES:
        held = {key: rule for key, rule in in_state(law_file, state).items() if rule.publish == "hold"}
        text = text_on(state, EVERYTHING) if held else ""
        for rule_id, rule in held.items():
            if rule.title in text:
                rows.append(text.split(rule.title, 1)[1].split(load(state).rule(rule_id).cites[0].text, 1)[0])
    assert rows, "no sheet has the row of a held fact: this looked at nothing"
    for row in rows:
        assert not re.search(r"\d", row), row
        assert LIMIT_NOT_CONFIRMED in row


def test_mississippis_sheets_name_no_number_of_days_for_going_to_court(text_on):
    text = text_on("MS", EVERYTHING)
    row = text.split("Going to court after the decision", 1)[1].split("20 U.S.C.", 1)[0]
    assert "Not confirmed" in row
    assert not re.search(r"\d", row)
    said = [text[max(0, one.start() - 400) : one.end()] for one in re.finditer("90 calendar days", text)]
    assert all("before your child turns three" in words for words in said), said
    assert "90 calendar days" in text_on("US", EVERYTHING)


@pytest.mark.parametrize("state", READ)
def test_what_is_reported_and_not_confirmed_says_so_beside_it(text_on, state):
    law = load(state)
    text = same(text_on(state, EVERYTHING))
    for rule in law.rules.values():
        if rule.clock and rule.publish == "caveat" and rule.kind == "law":
            assert same(f"{rule.title} Reported, not confirmed. {rule.note}") in text
    for contact in facts.state_contacts(law):
        assert same(contact.name) in text
        assert same(f"Contact checked {plain_date(contact.checked)}") in text
        if contact.publish == "caveat":
            assert same(f"Reported, not confirmed. {contact.note}") in text


@pytest.mark.parametrize("state", READ)
def test_the_whole_file_names_the_states_own_forms_with_where_to_find_them(text_on, state):
    law, text = load(state), same(text_on(state, EVERYTHING))
    assert len(law.forms) == 4
    for letter_id, form in law.forms.items():
        assert same(form.name + state_form(letters()[letter_id], law) + (form.web or "")) in text


def test_the_map_says_that_there_is_no_set_order(text_on):
    for state in STATES:
        text = text_on(state, "escalation-ladder")
        assert "no set order" in text
        assert not re.search(r"first formal step|must (first|try)", text, re.IGNORECASE)


def test_the_map_says_how_each_way_works_in_the_state(text_on):
    assert "Both you and the school district must sign" in text_on("MS", "escalation-ladder")
    assert "An administrative law judge" in text_on("AZ", "escalation-ladder")
    assert "does not make a state offer one" in text_on("US", "escalation-ladder")


def test_a_sheet_without_a_known_address_gives_the_path_and_no_code(sheet_of, text_on):
    pdf = sheet_of("MS", "mediation")
    assert "On the site: /checklists/mediation/" in text_on("MS", "mediation")
    assert not [element for role, element in tags(pdf) if role == "Figure" and "Code" in element["/Alt"]]


def test_a_sheet_with_a_known_address_gives_it_with_a_code_that_is_described(few, monkeypatch):
    monkeypatch.setenv("PAPER_TRAIL_URL", "https://trail.example/here")
    again = write_sheets(few, FEW)
    assert min(path.stat().st_mtime for path in again) > 1, "made again, because the address changed"
    pdf = PdfReader(few / "mississippi" / "mediation.pdf")
    assert "trail.example/here/checklists/mediation/" in text_of(few / "mississippi" / "mediation.pdf")
    names = [str(element["/Alt"]) for role, element in tags(pdf) if role == "Figure"]
    assert [name for name in names if name != "Box to tick"] == [
        "Code to open trail.example/here/checklists/mediation/ with a phone's camera"
    ]
    cover = PdfReader(few / "arizona" / f"{EVERYTHING}.pdf").pages[0].extract_text()
    assert "trail.example/here/arizona/" in cover


def test_the_same_input_gives_the_same_bytes(made, tmp_path, monkeypatch):
    monkeypatch.delenv("PAPER_TRAIL_URL", raising=False)
    again = write_sheets(tmp_path, FEW)
    assert len(again) == len(FEW) * (len(LISTS) + 1)
    for path in again:
        assert path.read_bytes() == (made / path.relative_to(tmp_path)).read_bytes(), path.name


def test_a_sheet_is_dated_by_the_law_and_not_by_the_clock(sheet_of):
    pdf = sheet_of("AZ", "records")
    assert pdf.metadata.creation_date.date() == load("AZ").checked


def test_sheets_are_not_made_again_when_nothing_changed(few, monkeypatch):
    monkeypatch.delenv("PAPER_TRAIL_URL", raising=False)
    assert {path.stat().st_mtime for path in write_sheets(few, FEW)} == {1}


def test_all_sheets_are_light(made):
    sizes = [path.stat().st_size for path in made.rglob("*.pdf")]
    assert sum(sizes) < BYTES * len(sizes)


def test_only_changed_sheets_are_made_again(few, monkeypatch):
    changed = {
        key: entry.model_copy(update={"title": "My own list"} if key == "binder" else {})
        for key, entry in LISTS.items()
    }
    monkeypatch.setattr(facts, "checklists", lambda: changed)
    monkeypatch.setattr(sheets, "_made_from", lambda *_: "something changed")
    sheets.write_states(FEW, few)  # in this process, where the list of checklists is patched
    again = {path.relative_to(few).as_posix() for path in few.rglob("*.pdf") if path.stat().st_mtime > 1}
    assert again == {f"{load(state).slug}/{sheet}.pdf" for state in FEW for sheet in ("binder", EVERYTHING)}


def test_a_state_alone_has_the_same_sheets_as_beside_others(made, tmp_path, monkeypatch):
    monkeypatch.delenv("PAPER_TRAIL_URL", raising=False)
    sheets.write_states(["MS"], tmp_path)
    alone = {path.name: path.read_bytes() for path in (tmp_path / "mississippi").glob("*.pdf")}
    assert alone == {path.name: path.read_bytes() for path in (made / "mississippi").glob("*.pdf")}


@pytest.mark.by_state
@pytest.mark.parametrize("state", STATES)
def test_a_lists_fit_does_not_depend_on_the_states_name(monkeypatch, state):
    """It is found once for all states, and the name stands above the list: it must not need a second line anywhere."""
    found = fits()
    law = load(state)
    monkeypatch.setattr(sheets, "load", lambda _: law)
    assert sheets._fits(lists_that_fit()) == found


@cache
def lists_that_fit() -> dict[str, dict[str, Any]]:
    """The sheets whose type size is fitted to a page."""
    return {key: sheet for key, sheet in stack("MS").items() if not sheet["table"] and not sheet["ways"]}


@cache
def fits() -> dict[str, Any]:
    """The fit of each of them, found with the law that the sheets load."""
    found = sheets._fits(lists_that_fit())
    assert found.keys() == lists_that_fit().keys()
    return found


def stack(state: str) -> dict[str, dict[str, Any]]:
    """The text of each sheet of a state."""
    return {key: sheets._sheet(key, entry, load(state), "") for key, entry in facts.checklists().items()}


def test_incomplete_sheets_are_made_again(made, few, monkeypatch):
    monkeypatch.delenv("PAPER_TRAIL_URL", raising=False)
    with monkeypatch.context() as patch:
        other = {key: entry.model_copy(update={"title": "Another title"}) for key, entry in LISTS.items()}
        patch.setattr(facts, "checklists", lambda: other)
        written = iter([b"of another title"])
        patch.setattr(sheets, "_pdf", lambda _: next(written))
        with pytest.raises(StopIteration):
            sheets.write_states(["MS"], few)
    sheets.write_states(["MS"], few)
    for path in (few / "mississippi").glob("*.pdf"):
        assert path.read_bytes() == (made / "mississippi" / path.name).read_bytes(), path.name


# Links from pages to sheets


def links_to_sheets(page: Path) -> dict[Path, str]:
    """The sheets that a built page links to, with each link's text."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return {
        (page.parent / link["href"]).resolve(): link.get_text(" ", strip=True).replace("\u00a0", " ")
        for link in soup.select(".pt-print a")
    }


@pytest.mark.parametrize("sheet", LISTS)
def test_a_page_of_a_checklist_offers_the_sheet_of_each_state_with_its_size(sheet):
    links = links_to_sheets(SITE / "checklists" / sheet / "index.html")
    for state in STATES:
        path = SITE / "assets" / "sheets" / load(state).slug / f"{sheet}.pdf"
        assert path.is_file()
        assert f"PDF, {max(1, round(path.stat().st_size / 1000))} KB" in links[path]


@pytest.mark.parametrize("state", READ)
def test_a_guide_offers_the_sheet_of_its_own_state_alone(state):
    slug = load(state).slug
    guides = [page for page in sorted((SITE / slug).rglob("index.html")) if page.parent.name != "letters-by-hand"]
    assert len(guides) == 14
    for guide in guides:
        links = links_to_sheets(guide)
        assert any("Print this list" in words for words in links.values()), guide
        assert all(path.is_file() and path.parent.name == slug for path in links)
    assert any(path.stem == EVERYTHING for path in links_to_sheets(SITE / slug / "index.html"))


def test_the_list_of_checklists_leads_to_each_and_to_everything():
    page = SITE / "checklists" / "index.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    linked = {link["href"].removesuffix("/") for link in soup.select("article a[href]")}
    assert set(LISTS) <= linked
    assert {path.parent.name for path in links_to_sheets(page)} == {load(state).slug for state in STATES}


# Errors


def test_a_sheet_that_does_not_exist_is_named():
    with pytest.raises(KeyError, match="no printed sheet 'dispute' for Mississippi"):
        address(load("MS"), "dispute")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("{text: A, wrtie: B}", "wrtie"),
        ("{text: A, day: B, write: C}", "an item has 'day' or 'write', not both"),
        ("{text: ''}", "at least 1 character"),
    ],
)
def test_a_typo_in_a_checklist_is_refused_with_its_place(tmp_path, item, said):
    path = tmp_path / "checklists.yml"
    path.write_text(f"one:\n  title: T\n  for: F\n  topic: records\n  items:\n    - {item}\n", encoding="utf-8")
    with pytest.raises(WrongData, match=said) as wrong:
        load_checklists(path)
    assert "one.items.0" in str(wrong.value)


def test_a_text_that_refers_to_an_unknown_rule_is_refused():
    with pytest.raises(KeyError, match="'no_such_rule' is not a rule of Arizona"):
        facts.plain('{{ clock("no_such_rule") }}', load("AZ"))


def boxes_of(state: str, sheet: str) -> int:
    """The number of checkboxes on a sheet: one per item with a text there, and one per letter where letters are listed."""
    texts = (facts.plain(item.text, load(state)) for item in LISTS[sheet].items)
    return len([text for text in texts if text]) + (len(letters()) if LISTS[sheet].letters else 0)
