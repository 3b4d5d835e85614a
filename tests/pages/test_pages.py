"""Built pages: numbers come from the law alone, marked by confidence, with whom to ask."""

import json
import re
from collections import Counter
from functools import lru_cache
from itertools import product
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from calculators.law import known_states, load
from macros.data.law_files import load_law
from macros.data.state_rules import in_state
from macros.pages.glossary_punctuation import attach_punctuation
from macros.pages.state_pages import GUIDES
from macros.places import DATA, DOCS, ROOT
from tests.tools.browser import SITE
from tests.tools.built_pages import guide, guide_path, read, soup

#: A number with a unit of time, or a citation; both may come only from the law files.
TYPED_LAW = re.compile(
    r"\b(\d+|ten|fourteen|fifteen|twenty|thirty|forty-five|sixty|ninety)[- ](calendar|school|business)?[- ]?"
    r"(days?|hours?|weeks?|months?|years?)\b|\b\d+ (CFR|U\.?S\.?C)|A\.R\.S\.|A\.A\.C\.|Miss\. Code|R7-2-4|§",
    re.IGNORECASE,
)
MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PHONE = re.compile(r"\b\d{3}[-.]\d{3}[-.]\d{4}\b")


def written_pages() -> list[Path]:
    """Hand-written texts, except corrections, which quote wording that is no longer in the law."""
    data = [path for path in (DOCS / "_data").glob("*.yml") if path.name != "corrections.yml"]
    return sorted([*DOCS.rglob("*.md"), *data])


def words_on(state: str, topic: str) -> str:
    """All words on a state's guide, on one line."""
    return " ".join(read(guide_path(state, topic)).body.text(separator=" ").split())


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
def test_punctuation_stays_with_its_term(html, held):
    assert attach_punctuation(html) == held


def test_what_a_held_fact_claims_is_on_no_page_of_its_state():
    law_file, said = load_law(), []
    for state in known_states():
        held = {key: rule for key, rule in in_state(law_file, state).items() if rule.publish == "hold" and rule.claimed}
        for path, (rule_id, rule) in product((SITE / load(state).slug).rglob("*.html"), held.items()):
            for shown in read(path).css(f'#law-{rule_id}, .pt-cite:has(a[href="#law-{rule_id}"])'):
                words = shown.text(separator=" ")
                said.append(words)
                assert not any(re.search(rf"\b{claim.value}\b (calendar )?day", words) for claim in rule.claimed), path
    assert said, "no page says a word of a held fact: this looked at nothing"


def test_mississippis_pages_name_no_number_of_days_for_going_to_court():
    part = part_of(read(guide_path("MS", "due_process")), "going-to-court")
    assert not re.search(r"\b(90|45|35)\b", part)
    assert "could not confirm" in part or "not confirmed" in part


def test_reported_facts_are_marked_where_they_stand():
    page = guide("AZ", "meetings").get_text(" ")
    assert re.search(r"45\s+school days \(reported, not confirmed\)", page)


def test_practice_advice_is_marked_and_never_inside_a_law_block():
    for state in known_states():
        page = read(guide_path(state, "disagree"))
        for block in page.css(".admonition.law"):
            assert "practice_objection_letter" not in block.html
        assert page.css(".admonition.practice")


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
    page = read(SITE / "about" / "covered" / law.slug / "index.html")
    facts = page.css_first(f"#{law.slug} ~ table").css("tbody tr")
    data = json.loads((DATA / "core_facts.json").read_text(encoding="utf-8"))
    assert [line.css_first("th").text() for line in facts] == list(data["titles"].values())
    for line, row in zip(facts, [row for row in data["rows"] if row["state"] == state], strict=True):
        assert bool(line.css("a")) is (row["confidence"] != "not_found"), "what was found leads to its sources"
    held = [rule for rule in law.rules.values() if rule.publish == "hold"]
    assert all(rule.title in page.body.text(separator=" ") for rule in held)


@pytest.mark.parametrize("state", known_states())
def test_the_sources_of_federal_law_and_of_the_state_have_every_rule(state):
    pages = [SITE / "about" / "sources" / "index.html"]
    pages += [SITE / "about" / "sources" / load(state).slug / "index.html"] if state != "US" else []
    text = " ".join(map(words_of, pages))
    assert [rule.title for rule in load(state).rules.values() if rule.title not in text] == []


@lru_cache(maxsize=2)  # that of federal law is asked for with each state's
def words_of(path: Path) -> str:
    return read(path).body.text(separator=" ")


@pytest.mark.parametrize("state", known_states())
def test_what_too_many_days_out_mean_comes_before_the_steps_with_whom_to_call(state):
    page = read(guide_path(state, "discipline"))
    assert page.css("article h2")[0].id == "how-many"
    part = part_of(page, "how-many")
    assert "More than 10 school days, added up. Services must go on" in part
    assert "The review must be held within 10 school days of the decision" in part
    office = load(state).contact("protection_advocacy")
    called = page.css_first("#how-many ~ .pt-call a").attributes["href"]
    assert called == (f"tel:+1{office.phone[0].replace('-', '')[:10]}" if office.phone else office.page)


@pytest.mark.parametrize("state", known_states())
def test_two_offices_can_be_called_before_anything_else_is_read(state):
    page = read(guide_path(state, "help"))
    [calls, *_] = page.css("article > .pt-call")
    assert page.css("article > .pt-call ~ .today, article > .pt-call ~ * .today"), "before what to do today"
    offices = [load(state).contact(kind) for kind in ("parent_center", "protection_advocacy")]
    hrefs = [link.attributes["href"] for link in calls.css("a")]
    assert [href.startswith("tel:") for href in hrefs] == [bool(office.phone) for office in offices]
    assert [office.name in calls.text() for office in offices] == [True, True]


@pytest.mark.parametrize("state", sorted(set(known_states()) - {"US"}))
def test_a_time_that_only_this_state_has_is_on_one_of_its_guides_or_under_a_question(state):
    law, federal = load(state), load("US")
    pages = [guide_path(state, topic).read_text(encoding="utf-8") for topic in GUIDES]
    shown = set(re.findall(r'id="law-(\w+)"', "".join(pages)))
    listed = re.findall(
        r"^state_rules: \[(.*)\]", "\n".join(map(Path.read_text, DOCS.glob("questions/*.md"))), re.MULTILINE
    )
    asked = set(re.split(", *", ", ".join(listed)))
    own = [rule.id for rule in law.rules.values() if rule.clock and rule.id not in federal.rules]
    assert [rule for rule in own if rule not in asked | shown] == []


@pytest.mark.parametrize("state", known_states())
def test_the_guide_to_an_evaluation_counts_from_the_day_that_the_state_counts_from(state):
    page, law = words_on(state, "evaluation"), load(state)
    from_consent = "evaluation_consent" in law.rule("initial_evaluation").clock.starts
    assert ("from the day the school gets your consent" in page) == from_consent
    assert ("This clock does not run from the day you asked" in page) == from_consent
    assert ("from the day the school gets your request" in page) != from_consent
    assert ("after my request" in page) != from_consent, "the checklist"


@pytest.mark.parametrize("state", known_states())
def test_a_states_time_to_answer_a_request_for_an_evaluation_is_on_its_guide(state):
    rule = load(state).rule("eval_request_response")
    if rule.clock.value is not None:
        assert 'id="law-eval_request_response"' in guide_path(state, "evaluation").read_text(encoding="utf-8")


def test_a_guide_says_what_only_mississippi_has():
    for topic, rule in (
        ("evaluation", "speech_screening"),
        ("meetings", "grade_3_promotion"),
        ("pwn", "safeguards_notice_first_iep"),
    ):
        assert load("MS").rule(rule).rule in words_on("MS", topic)


@pytest.mark.parametrize("state", known_states())
def test_the_guide_to_a_hearing_says_going_to_court_once_and_the_time_to_appeal_where_there_is_one(state):
    law, page = load(state), read(guide_path(state, "due_process"))
    passages = [" ".join(block.text(separator=" ").split()) for block in page.css(".pt-own")]
    appeal, after = law.find("state_review_appeal"), law.find("civil_action_after_review")
    if after and "civil_action" in after.replaces:
        assert sum(after.rule in passage for passage in passages) == 1
        assert appeal
        assert any(appeal.rule in passage for passage in passages)


@pytest.mark.parametrize("state", known_states())
def test_the_guides_to_an_iep_do_not_call_consent_to_services_a_consent_to_tests(state):
    for topic in ("meetings", "disagree"):
        page = words_on(state, topic)
        assert "permission to evaluate" not in page.lower().partition("the law on this page")[0]


@pytest.mark.parametrize("state", known_states())
def test_where_a_state_has_its_own_time_for_the_notice_the_guide_does_not_say_the_federal_one(state):
    own = load(state).rule("pwn_timing").clock.in_words() != load("US").rule("pwn_timing").clock.in_words()
    page = words_on(state, "disagree")
    assert ("a reasonable time before the change or refusal takes hold" in page) != own
    assert not own or load(state).rule("pwn_timing").rule in page


@pytest.mark.parametrize("state", known_states())
def test_where_a_states_law_differs_its_guides_say_so_in_the_words_of_the_fact(state):
    law, page = load(state), read(guide_path(state, "due_process"))
    limit = law.rule("due_process_filing_limit")
    federal = "You have 2 years from the day you knew, or should have known, about"
    differs = state != "US" and (
        limit.publish == "hold"
        or not limit.rule.startswith(federal)
        or limit.words["counted_from"] != load("US").rule("due_process_filing_limit").words["counted_from"]
    )
    assert differs or (limit.clock.value, limit.clock.unit) == (2, "years")
    passages = [part.text(separator=" ") for part in page.css("#time-limit ~ .pt-passage")]
    assert any(limit.rule in words for words in passages) is differs
    said = part_of(page, "time-limit")
    assert ("The limit in" in said) is differs
    appeal_first = "civil_action" not in law.rules
    assert ("First an appeal to the state, then court." in part_of(page, "going-to-court")) is appeal_first


@pytest.mark.parametrize("state", known_states())
def test_a_states_days_for_the_meeting_that_you_ask_for_stand_where_the_guide_says_to_ask(state):
    days = load(state).rule("iep_meeting_request").clock.value
    said = part_of(read(guide_path(state, "meetings")), "ask-for-a-meeting")
    assert (f" {days} " if days else "number of days for a meeting you ask for") in said
    assert not (days and "Your state may." in said)


def test_kansas_asks_for_consent_to_later_changes_and_a_notice_with_days_is_said_where_it_is():
    for topic, anchor in (("meetings", "signatures"), ("disagree", "signing")):
        assert "Kansas asks for your consent in two more cases" in part_of(read(guide_path("KS", topic)), anchor)
        assert "asks for your consent in two more cases" not in part_of(read(guide_path("OH", topic)), anchor)
    assert "at least 5 school days before" in part_of(read(guide_path("TX", "pwn")), "when-notice-is-due")


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
        links = [link.attributes["href"] for link in read(path).css(".pt-back a[data-guide]")]
        assert links or path.parent.name == "withdrawal", path
        for link in links:
            assert (path.parent / link / "index.html").resolve().is_file()
            assert "/federal/" in link, "the script puts the parent's state in its place"


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


def part_of(page: LexborHTMLParser, anchor: str) -> str:
    """The text between one h2 and the next, each white space as one space."""
    parts, after = [], page.css_first(f"#{anchor}").next
    while after and after.tag != "h2":
        parts.append(after.text(separator=" ") if after.is_element_node else "")
        after = after.next
    return " ".join(" ".join(parts).split())
