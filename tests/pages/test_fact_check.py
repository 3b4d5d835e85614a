"""The fact-check pack: each fact once, in the order of the law, with space for an answer."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from calculators import law as law_module
from calculators.law import load
from macros.data import facts
from macros.data.law_files import load_law
from macros.data.law_model import Law, Publish, Reviewed
from macros.data.state_data import state_data
from macros.data.state_rules import in_state
from macros.node import run_node
from macros.pages import cards, coverage
from macros.paper import fact_check

MS = load("MS")
PACK = fact_check.document(MS)
BLOCKS = [block for part in PACK["parts"] for block in part["blocks"]]


def without_spaces(text: str) -> str:
    """A text without whitespace, because a PDF breaks lines."""
    return re.sub(r"\s", "", text)


def test_each_fact_of_the_state_has_one_block_with_its_own_number():
    ids = [block["id"] for block in BLOCKS]
    offices = [contact.id for contact in facts.state_contacts(MS)]
    assert sorted(ids) == sorted([*MS.rules, *offices, *(f"form {letter}" for letter in MS.forms)])
    assert [block["number"] for block in BLOCKS] == [f"MS {number}" for number in range(1, len(BLOCKS) + 1)]


def test_a_block_says_the_sentence_the_law_and_what_was_understood():
    rule = MS.rules["state_complaint_decision"]
    [block] = [one for one in BLOCKS if one["id"] == rule.id]
    assert block["sentence"] == rule.rule
    assert [link["text"] for link in block["links"]] == [cite.text for cite in (*rule.cites, *rule.see_also)]
    assert any("60 calendar days" in line for line in block["understood"])


def test_what_the_state_says_itself_comes_first_and_sections_follow_each_other():
    titles = [part["title"] for part in PACK["parts"]]
    own = [title.startswith("Mississippi: ") for title in titles]
    assert own == sorted(own, reverse=True)
    federal = next(
        part for part in PACK["parts"] if part["title"].startswith("Federal law. Code of Federal Regulations, Title 34")
    )
    cited = [
        block["links"][0]["text"]
        for block in federal["blocks"]
        if block["links"][0]["text"].startswith("34 CFR § 300.")
    ]
    sections = [int(re.findall(r"300\.(\d+)", text)[0]) for text in cited]
    assert len(sections) > 40
    assert sections == sorted(sections)


def test_what_is_not_confirmed_is_listed_first_and_a_fact_on_hold_has_no_number():
    doubtful = {block["title"] for block in BLOCKS if block["mark"] and block["doubt"]}
    assert {line.split("  ", 1)[1] for line in PACK["doubtful"]} == doubtful
    held = [rule.id for rule in MS.rules.values() if rule.publish == Publish.HOLD]
    assert held
    lines = [line for block in BLOCKS if block["id"] in held for line in block["understood"]]
    assert not [line for line in lines if line.startswith(("How long", "How much"))]


def test_on_paper_each_block_has_its_law_as_a_link_and_room_for_an_answer():
    parts = [PACK["parts"][0], *PACK["parts"][-2:]]
    pdf = PdfReader(BytesIO(fact_check.pdf({**PACK, "parts": parts})))
    text = without_spaces(" ".join(page.extract_text() for page in pdf.pages))
    blocks = [block for part in parts for block in part["blocks"]]
    assert [block["id"] for block in blocks if without_spaces(f"{block['number']} {block['title']}") not in text] == []
    assert text.count("Whatitshouldsay") == len(blocks)
    links = {
        annotation.get_object()["/A"]["/URI"]
        for page in pdf.pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    }
    assert {link["url"] for block in blocks for link in block["links"] if link["url"]} <= links
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_word_file_has_three_boxes_to_tick_for_each_fact_and_its_links(tmp_path):
    word = tmp_path / "pack.docx"
    run_node("No Word file", fact_check.WORD_FILE, word, given=json.dumps(PACK))
    with zipfile.ZipFile(word) as file:
        body = file.read("word/document.xml").decode()
        relations = file.read("word/_rels/document.xml.rels").decode()
    assert body.count("<w14:checkbox>") == 3 * len(BLOCKS)
    texts = [without_spaces(re.sub(r"<[^>]+>", "", paragraph)) for paragraph in body.split("</w:p>")]
    assert [
        block["id"]
        for block in BLOCKS
        if without_spaces(f"{block['number']}{block['title']}")
        not in "".join(texts).replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", '"')
    ] == []
    assert "https://www.ecfr.gov/" in relations


def test_a_state_that_is_not_there_is_named(capsys):
    assert fact_check.main(["ZZ"]) == 1
    assert "There is no state ZZ. There are US, " in capsys.readouterr().err
    assert fact_check.main([]) == 1
    assert "make fact-check ARGS=" in capsys.readouterr().err


REVIEW = Reviewed(by="Jane Doe, attorney, Jackson", on=date(2027, 3, 3))


def reviewed_federal_law() -> Law:
    """The law with every federal rule reviewed, and no state's changes."""
    law = load_law()
    rules = {rule_id: rule.model_copy(update={"reviewed": REVIEW}) for rule_id, rule in law.federal.rules.items()}
    return Law(law.federal.model_copy(update={"rules": rules}), law.states)


def test_a_review_of_the_federal_rule_is_none_of_what_a_state_made_of_it():
    law = reviewed_federal_law()
    own = {*law.states["MS"].changes, *law.states["MS"].adds}
    rules = in_state(law, "MS")
    assert own & rules.keys()
    assert {rule_id for rule_id, rule in rules.items() if rule.reviewed} == rules.keys() - own


def test_a_reader_gets_a_review_with_its_day_and_cards_and_the_list_of_sources_show_it(tmp_path):
    written = json.dumps(state_data(reviewed_federal_law(), "US"))
    law = law_module._law(json.loads(written))
    rule = law.rules["state_complaint_decision"]
    assert "<dt>Reviewed</dt><dd>By Jane Doe, attorney, Jackson, March 3, 2027</dd>" in cards.card(rule, law)
    assert f"{len(law.rules)} facts. Reviewed by a lawyer or an office: {len(law.rules)}." in coverage.sources_page(
        law, law, str, "about/sources/"
    )
    plain = replace(rule, reviewed=None)
    assert "Reviewed" not in cards.card(plain, law)
    assert "None was reviewed by a lawyer or an office yet." in coverage.sources_page(
        replace(law, rules={plain.id: plain}), law, str, "about/sources/"
    )
