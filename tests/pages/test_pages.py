"""The built pages: complete for every state, plain to read, sourced, and from this address alone."""

import json
import re
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import textstat
import yaml
from bs4 import BeautifulSoup

from calculators.law import known_states, load
from macros.data.state_files import load_law
from macros.data.state_rules import in_state
from macros.pages.glossary_punctuation import hold_together
from macros.pages.state_pages import GUIDES
from macros.places import DATA, ROOT

DOCS, SITE = ROOT / "docs", ROOT / "site"
PAGES = sorted(path for path in SITE.rglob("*.html") if path.name != "404.html")
GUIDE_PAGES = [pytest.param(state, topic, id=f"{state}-{topic}") for state in known_states() for topic in GUIDES]
#: A number with a unit of time, or a citation: these come from the law file alone.
TYPED_LAW = re.compile(
    r"\b(\d+|ten|fourteen|fifteen|twenty|thirty|forty-five|sixty|ninety)[- ](calendar|school|business)?[- ]?"
    r"(days?|hours?|weeks?|months?|years?)\b|\b\d+ (CFR|U\.?S\.?C)|A\.R\.S\.|A\.A\.C\.|Miss\. Code|R7-2-4|§",
    re.IGNORECASE,
)
MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PHONE = re.compile(r"\b\d{3}[-.]\d{3}[-.]\d{4}\b")
HIGHEST_GRADE = 8
NAMES_OF_STATES = {load(state).name for state in known_states()}
#: Words in a sentence. Most have about ten.
LONGEST_SENTENCE = 28


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def guide(state: str, topic: str) -> BeautifulSoup:
    folder = SITE / load(state).slug / GUIDES[topic].removesuffix(".md").removesuffix("index")
    return soup(folder / "index.html")


def written_pages() -> list[Path]:
    return sorted([*DOCS.rglob("*.md"), *(DOCS / "_data").glob("*.yml")])


@pytest.mark.parametrize("path", written_pages(), ids=lambda path: str(path.relative_to(DOCS)))
def test_no_legal_number_citation_or_phone_is_typed_into_a_page(path):
    text = MACRO.sub("", path.read_text(encoding="utf-8"))
    typed = [match.group() for match in (*TYPED_LAW.finditer(text), *PHONE.finditer(text))]
    assert typed == []


@pytest.mark.parametrize("path", sorted((ROOT / "calculators" / "letters").iterdir()), ids=lambda path: path.name)
def test_no_legal_number_or_citation_is_typed_into_a_letter(path):
    assert TYPED_LAW.search(MACRO.sub("", path.read_text(encoding="utf-8"))) is None


@pytest.mark.parametrize("path", sorted((ROOT / "calculators").rglob("*.py")), ids=lambda path: path.name)
def test_no_citation_is_typed_into_a_calculator(path):
    assert not re.search(r"\b34 CFR|\bU\.S\.C|A\.R\.S\.|A\.A\.C\.|Miss\. Code|R7-2-4", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("state", "topic"), GUIDE_PAGES)
def test_every_state_has_the_whole_set_of_guides_with_the_same_parts(state, topic):
    page = guide(state, topic)
    assert page.h1.get_text(strip=True)
    assert page.select_one(".pt-meta"), "the state and when its law was checked"
    assert len(page.select(".today li")) == 3, "what to do today, in three lines"
    assert all(line.a for line in page.select(".today li")), "each line leads to the step"
    assert page.select_one("#law .pt-rule, #law ~ .pt-rule"), "the law on this page, with its sources"
    assert page.select_one(".pt-contact"), "people who help"
    assert page.select_one(".pt-checklist"), "a checklist"
    assert page.select_one(".pt-calculator, .pt-letter-link, a[href*='tools/']"), "the tools that fit"


@pytest.mark.parametrize(("state", "topic"), GUIDE_PAGES)
def test_every_heading_has_a_short_anchor_written_by_hand(state, topic):
    for heading in guide(state, topic).select("article h2, article h3"):
        if heading.find_parent(class_="pt-calculator"):
            continue
        assert re.fullmatch(r"[a-z0-9-]{2,32}", heading.get("id", "")), heading.get_text()


@pytest.mark.parametrize(("state", "topic"), GUIDE_PAGES)
def test_every_citation_on_a_page_opens_and_leads_to_its_rule(state, topic):
    page = guide(state, topic)
    ids = {element["id"] for element in page.select("[id]")}
    for button in page.select("button[popovertarget]"):
        assert button["popovertarget"] in ids
    for link in page.select(".pt-cite > a"):
        assert link["href"].removeprefix("#") in ids


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def test_no_id_stands_twice_on_a_page(path):
    ids = [element["id"] for element in soup(path).select("[id]")]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def test_a_page_loads_nothing_from_another_address(path):
    page = soup(path)
    loaded = [
        tag.get("src") or tag.get("href") for tag in page.select("script[src], link[href], img[src], iframe[src]")
    ]
    canonical = {tag["href"] for tag in page.select("link[rel=canonical]")}
    assert [url for url in loaded if url not in canonical and re.match(r"(https?:)?//", url)] == []
    assert [url for url in loaded if url not in canonical and url.startswith("/")] == [], "works under a sub-path"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def test_a_page_reads_at_grade_eight_or_lower(path):
    sentences = sentences_of(path)
    if soup(path).html["lang"] != "en":
        return  # the formula counts English syllables
    if len(" ".join(sentences).split()) < 60:
        return  # too few words for a grade to mean something
    grade = textstat.flesch_kincaid_grade(" ".join(sentences))
    assert grade <= HIGHEST_GRADE, f"grade {grade:.1f}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def test_no_sentence_on_a_page_is_long(path):
    sentences = [one for line in sentences_of(path) for one in re.split(r"(?<=[.?!])[\"”’)]*\s+(?=[A-Z“\"(])", line)]
    assert [one for one in sentences if len(one.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.parent.relative_to(SITE)))
def test_no_sign_stands_alone_after_a_word_that_can_be_tapped(path):
    page = soup(path)
    after = [
        str(part.next_sibling or "")
        for part in page.select(".pt-term, a.pt-alone")
        if not part.find_parent(class_="pt-held")
    ]
    assert [text for text in after if re.match(r"[.,;:?!)”]", text)] == []


TERM = '<span class="pt-term"><button type="button">{}</button><span class="pt-pop" popover><strong>x</strong> <span>y</span></span></span>'
SHORT, LONG = TERM.format("IEP"), TERM.format("prior written notice")
HELD = '<span class="pt-held">{}</span>'


@pytest.mark.parametrize(
    ("html", "held"),
    [
        (f"an {SHORT} is", f"an {SHORT} is"),
        (f"an {SHORT}, then", f"an {HELD.format(f'{SHORT},')} then"),
        (f"one ({SHORT}).", f"one {HELD.format(f'({SHORT}).')}"),
        (f"“{SHORT}", HELD.format(f"“{SHORT}")),
        (f"{SHORT}“{SHORT}", f"{SHORT}{HELD.format(f'“{SHORT}')}"),
        (f'{SHORT}"{SHORT}', f"""{HELD.format(f'{SHORT}"')}{SHORT}"""),
        (f"a ({LONG}).", f"a {TERM.format('(prior written notice).')}"),
    ],
)
def test_signs_stay_with_their_word(html, held):
    assert hold_together(html) == held


def test_what_a_held_fact_claims_is_on_no_page_of_its_state():
    law_file, said = load_law(), []
    for state in known_states():
        held = {key: rule for key, rule in in_state(law_file, state).items() if rule.publish == "hold" and rule.claimed}
        for path, (rule_id, rule) in product((SITE / load(state).slug).rglob("*.html"), held.items()):
            for shown in soup(path).select(f'#law-{rule_id}, .pt-cite:has(a[href="#law-{rule_id}"])'):
                words = shown.get_text(" ")
                said.append(words)
                assert not any(re.search(rf"\b{claim.value}\b (calendar )?day", words) for claim in rule.claimed), path
    assert said, "no page says a word of a held fact: this looked at nothing"


def test_mississippis_pages_name_no_number_of_days_for_going_to_court():
    part = section(guide("MS", "due_process"), "going-to-court")
    assert not re.search(r"\b(90|45|35)\b", part)
    assert "could not confirm" in part or "not confirmed" in part


def test_reported_facts_are_marked_where_they_stand():
    page = guide("AZ", "meetings").get_text(" ")
    assert re.search(r"45\s+school days \(reported, not confirmed\)", page)


def test_practice_advice_is_marked_and_never_inside_a_law_block():
    for state in known_states():
        page = guide(state, "disagree")
        for block in page.select(".admonition.law"):
            assert "practice_objection_letter" not in str(block)
        assert page.select(".admonition.practice")


def test_the_coverage_page_counts_the_core_facts_of_every_state_in_a_map_and_a_table():
    rows = json.loads((DATA / "core_facts.json").read_text(encoding="utf-8"))["rows"]
    page = soup(SITE / "about" / "covered" / "index.html")
    lines = {line.th.get_text(): line for line in page.select(".pt-covered tbody tr")}
    assert len(lines) == len(known_states())
    for state in known_states():
        law = load(state)
        sure = Counter(row["publish"] for row in rows if row["state"] == state)
        line = lines["Federal law" if state == "US" else law.name]
        said = line.td.get_text()
        assert said.startswith(f"{sure['ok']} of {len(rows) // len(lines)} confirmed")
        for how, words in (
            ("caveat", "reported"),
            ("hold", "on hold"),
            (None, "left to the states" if state == "US" else "not found"),
        ):
            assert (f"{sure[how]} {words}" in said) is bool(sure[how])
        assert line.a["href"].endswith(f"about/covered/{law.slug}/")
        if state != "US":
            square = page.select_one(f'.pt-map a[href$="/{law.slug}/"]')
            assert square["aria-label"] == f"{state} {sure['ok']} of {len(rows) // len(lines)} confirmed in {law.name}"
    assert len(page.select('.pt-map [role="listitem"]')) == 51


@pytest.mark.parametrize("state", known_states())
def test_each_state_has_each_core_fact_with_the_way_to_its_sources(state):
    law = load(state)
    page = soup(SITE / "about" / "covered" / law.slug / "index.html")
    facts = page.select_one(f"#{law.slug} ~ table").select("tbody tr")
    data = json.loads((DATA / "core_facts.json").read_text(encoding="utf-8"))
    assert [line.th.get_text() for line in facts] == list(data["titles"].values())
    for line, row in zip(facts, [row for row in data["rows"] if row["state"] == state], strict=True):
        assert bool(line.a) is (row["confidence"] != "not_found"), "what was found leads to its sources"
    held = [rule for rule in law.rules.values() if rule.publish == "hold"]
    assert all(rule.title in page.get_text(" ") for rule in held)


@pytest.mark.parametrize("state", known_states())
def test_the_sources_of_federal_law_and_of_the_state_have_every_rule(state):
    pages = [SITE / "about" / "sources" / "index.html"]
    pages += [SITE / "about" / "sources" / load(state).slug / "index.html"] if state != "US" else []
    text = " ".join(soup(page).get_text(" ") for page in pages)
    assert [rule.title for rule in load(state).rules.values() if rule.title not in text] == []


@pytest.mark.parametrize("state", known_states())
def test_what_too_many_days_out_mean_comes_before_the_steps_with_whom_to_call(state):
    page = guide(state, "discipline")
    first = page.select("article h2")[0]
    assert first["id"] == "how-many"
    part = " ".join(section(page, "how-many").split())
    assert "More than 10 school days, added up. Services must go on" in part
    assert "The review must be held within 10 school days of the decision" in part
    office = load(state).contact("protection_advocacy")
    called = page.select_one("#how-many ~ .pt-call a")["href"]
    assert called == (f"tel:+1{office.phone[0].replace('-', '')[:10]}" if office.phone else office.page)


@pytest.mark.parametrize("state", known_states())
def test_two_offices_can_be_called_before_anything_else_is_read(state):
    page = guide(state, "help")
    [calls, *_] = page.select("article > .pt-call")
    assert calls.find_next(class_="today"), "before what to do today"
    offices = [load(state).contact(kind) for kind in ("parent_center", "protection_advocacy")]
    hrefs = [link["href"] for link in calls.select("a")]
    assert [href.startswith("tel:") for href in hrefs] == [bool(office.phone) for office in offices]
    assert [office.name in calls.get_text() for office in offices] == [True, True]


def test_where_a_states_rules_were_not_read_that_is_said_with_what_to_ask_and_whom():
    page = guide("US", "overview")
    assert "We have not read the rules of your state." in page.select_one("article").get_text(" ")
    asked = page.select_one("#ask-your-state").find_next("ol").select("li")
    assert [line.strong.get_text() for line in asked] == [
        "Your parent center:",
        "Your protection and advocacy agency:",
        "Your state education agency:",
    ]


def test_letters_stand_by_need_and_the_one_that_ends_all_rights_stands_last_and_apart():
    for folder in ("tools", "tools/letters", "tools/letters/pwn-demand"):
        listed = soup(SITE / folder / "index.html").select(".pt-pages > ul > li")
        letters = [line.get_text(" ", strip=True) for line in listed]
        assert letters[-2:] == ["I want all special education to end", "Take back your consent to special education"]
        assert letters.index("My child is being suspended or removed") < letters.index("I want to stop something")


def test_every_letter_leads_back_to_a_guide():
    for path in (SITE / "tools" / "letters").glob("*/index.html"):
        links = soup(path).select(".pt-back a[data-guide]")
        assert links or path.parent.name == "withdrawal", path
        for link in links:
            assert (path.parent / link["href"] / "index.html").resolve().is_file()
            assert "/federal/" in link["href"], "the script puts the parent's state in its place"


def test_a_fact_read_in_a_copy_is_graded_so_and_a_section_without_an_address_leads_to_where_it_was_read():
    card = guide("AZ", "evaluation").select_one("#law-eval_request_response")
    rows = {row.dt.get_text(): row.dd for row in card.select("dl > div")}
    assert "read in a copy of the law, not in the official text" in rows["Checked"].get_text()
    [copy] = rows["To read the section"].select("li")
    assert copy.a.get_text().startswith("A.A.C. R7-2-401(E)")
    assert copy.get_text().endswith("This is not the official text.")
    assert len(rows["Best source"].select("li")) == 1


def test_checklists_and_glossary_are_all_reachable():
    checklists = yaml.safe_load((DOCS / "_data" / "checklists.yml").read_text(encoding="utf-8"))
    for checklist in checklists:
        assert soup(SITE / "checklists" / checklist / "index.html").select(".pt-checklist li")


def section(page: BeautifulSoup, anchor: str) -> str:
    """The text between one h2 and the next."""
    heading = page.find(id=anchor)
    parts = []
    for element in heading.find_next_siblings():
        if element.name == "h2":
            break
        parts.append(element.get_text(" "))
    return " ".join(parts)


def sentences_of(path: Path) -> list[str]:
    """What a parent reads, as sentences: without chips, cards, forms, addresses and the glossary's pop-ups."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("article")
    away = ".pt-cite, .pt-pop, .pt-rule, .pt-calculator, .pt-contact, .pt-pages, .pt-deadlines, .pt-review, .pt-letter-law, .pt-by-hand, table, .headerlink, nav, script, style"
    for part in page.select(away):
        part.decompose()
    for term in page.select(".pt-term"):
        signs = re.fullmatch(r"(\W*).*?(\W*)", term.button.get_text())
        term.replace_with(f"{signs[1]}word{signs[2]}")
    found = []
    for block in page.select("p, li, h1, h2, h3, dd, dt, summary"):
        if block.select_one("p, li"):
            continue
        text = " ".join(block.get_text(" ").split())
        if text in NAMES_OF_STATES:
            continue  # a list of links, and no sentence
        if re.search(r"[a-z]", text):
            found.append(text if text[-1] in ".?!" else f"{text}.")
    return found
