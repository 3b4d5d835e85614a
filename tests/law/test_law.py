"""The law files: strict, complete, and silent about what is not confirmed."""

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from calculators.law import OnHold, known_states, load
from calculators.tools import letter
from macros.data.law_files import check_forms, load_law
from macros.data.law_model import Publish
from macros.data.schemas import schemas
from macros.data.state_data import state_data
from macros.data.state_rules import in_state
from macros.data.yaml_files import WrongData, read_yaml
from macros.pages import cards
from macros.places import CHECKLISTS, DATA, LAW, LETTERS, ROOT, SEARCH, STATE_LAW

FILE = load_law()
RESEARCH = Path(__file__).parents[1] / "data" / "research-ids.txt"
STATES = list(FILE.jurisdictions)
#: Each fact on hold. If there were none, collection would fail.
HELD = [
    pytest.param(state, rule.id, id=f"{state}-{rule.id}")
    for state in STATES
    for rule in load(state).rules.values()
    if rule.publish == "hold"
]
OFFERED = [one for code in STATES for one in (*FILE.offices(code).values(), *FILE.forms(code).values())]
ENTRIES = [
    *FILE.federal.rules.values(),
    *(entry for state in FILE.states.values() for entry in (*state.adds.values(), *state.changes.values())),
]


def broken(tmp_path, change, file="law.yml"):
    """Load the federal law and a state's, one of them changed; return the error messages."""
    (tmp_path / "law").mkdir()
    shutil.copy(STATE_LAW / ("mississippi.yml" if file == "law.yml" else Path(file).name), tmp_path / "law")
    shutil.copy(LAW, tmp_path / "law.yml")
    content = read_yaml((tmp_path / file).read_text(encoding="utf-8"))
    change(content)
    (tmp_path / file).write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False), encoding="utf-8")
    with pytest.raises(WrongData) as told:
        load_law(tmp_path / "law.yml")
    return str(told.value)


def test_a_misspelled_field_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["state_complaint_decision"]["excpetions"] = []

    told = broken(tmp_path, change)
    assert "law.yml, rules.state_complaint_decision.excpetions" in told


def test_a_review_that_is_older_than_the_fact_fails(tmp_path):
    def change(law):
        rule = law["rules"]["state_complaint_decision"]
        rule["reviewed"] = {"by": "Jane Doe", "on": rule["checked"] - timedelta(days=1)}

    assert "after the review of" in broken(tmp_path, change)


def test_a_review_is_on_a_day_as_an_author_writes_it(tmp_path):
    shutil.copytree(STATE_LAW, tmp_path / "law")
    text = LAW.read_text(encoding="utf-8")
    entry = "  state_complaint_decision:\n"
    rules = text.index("\nrules:\n")
    (tmp_path / "law.yml").write_text(
        text[:rules] + text[rules:].replace(entry, f"{entry}    reviewed: {{by: Jane Doe, on: 2027-03-03}}\n", 1),
        encoding="utf-8",
    )
    reviewed = load_law(tmp_path / "law.yml").federal.rules["state_complaint_decision"].reviewed
    assert reviewed
    assert reviewed.on == date(2027, 3, 3)


def test_a_review_without_a_name_fails(tmp_path):
    def change(law):
        law["rules"]["state_complaint_decision"]["reviewed"] = {"on": date(2027, 3, 3)}

    assert "rules.state_complaint_decision.reviewed.by" in broken(tmp_path, change)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("publish", "ok", "'unverified' cannot be 'publish: ok'"),
        ("checked", date(2090, 1, 1), "is still to come"),
        ("clock", {"starts": ["state_complaint_received"], "value": 999_999_999, "unit": "calendar_days"}, "1000"),
    ],
)
def test_inconsistent_entries_are_refused(tmp_path, field, value, told):
    def change(law):
        law["rules"]["state_complaint_decision"] |= {
            "confidence": "unverified",
            "publish": "caveat",
            "note": "x",
            field: value,
        }

    said = broken(tmp_path, change)
    assert told in said
    assert "law.yml, rules.state_complaint_decision" in said


def test_a_state_cannot_make_a_federal_fact_unverified_and_show_it_as_sure(tmp_path):
    def change(law):
        next(iter(law["changes"].values())).update(confidence="unverified", publish="ok")

    assert "mississippi.yml, changes." in broken(tmp_path, change, "law/mississippi.yml")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org/", "https://example.org/ x"]
)
def test_an_address_that_is_none_of_the_web_is_refused(tmp_path, address):
    def change(law):
        next(iter(law["sources"].values()))["url"] = address

    assert "url" in broken(tmp_path, change)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"checked: 2026-13-45\n", "law.yml: '2026-13-45': month must be in 1..12 in \"law.yml\", line 1"),
        (b"rules: [\n", 'in "law.yml", line 2'),
        (b"one: 1\none: 2\n", "'one' stands here twice in \"law.yml\", line 1"),
        (b"a: &a\n  b: *a\n", "holds itself"),
        ("\n\nname: Español\n".encode("latin-1"), "law.yml, line 3: this is not UTF-8"),
    ],
    ids=["no such day", "not YAML", "twice", "holds itself", "Latin-1"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(tmp_path, written, told):
    (tmp_path / "law.yml").write_bytes(written)
    with pytest.raises(WrongData) as found:
        load_law(tmp_path / "law.yml")
    assert told in str(found.value)
    assert "unicode string" not in str(found.value)


def test_a_unit_that_does_not_exist_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["state_complaint_decision"]["clock"]["unit"] = "days"

    assert "rules.state_complaint_decision.clock.unit" in broken(tmp_path, change)


def test_a_source_that_is_not_in_the_file_fails_and_is_named(tmp_path):
    def change(law):
        law["rules"]["stay_put"]["sources"] = ["nowhere"]

    assert "law.yml, rules.stay_put.sources: there is no source 'nowhere'" in broken(tmp_path, change)


def test_a_source_of_a_site_that_is_no_source_fails(tmp_path):
    def change(state):
        next(iter(state["sources"].values()))["url"] = "https://specialedstartguide.com/blog/arizona"

    told = broken(tmp_path, change, "law/arizona.yml")
    assert "https://specialedstartguide.com/blog/arizona is no source" in told


def test_a_clock_without_a_worked_example_fails(tmp_path):
    def change(law):
        law["rules"]["resolution_meeting"]["examples"] = []

    assert "law.yml, rules.resolution_meeting.examples: a clock needs at least one worked example" in broken(
        tmp_path, change
    )


def test_a_hold_with_a_number_in_its_text_fails(tmp_path):
    def change(law):
        law["adds"]["evaluation_pause"]["rule"] = "It may be 30 days longer."

    told = broken(tmp_path, change, "law/mississippi.yml")
    assert told == "mississippi.yml, adds.evaluation_pause.rule: 'hold' has a number in its text"


def test_a_caveat_without_a_note_fails(tmp_path):
    def change(law):
        del law["adds"]["recording_notice"]["note"]

    assert "adds.recording_notice.note: " in broken(tmp_path, change, "law/mississippi.yml")


def test_a_form_without_an_address_or_office_fails(tmp_path):
    def change(law):
        del law["forms"]["state_complaint"]["ask"]

    told = broken(tmp_path, change, "law/mississippi.yml")
    assert "forms.state_complaint: Value error, give 'web', the address of the form, or 'ask'" in told


def test_a_form_for_an_unknown_letter_fails():
    with pytest.raises(WrongData, match=r"law/arizona\.yml, forms\.mediation_request: there is no such letter"):
        check_forms(FILE, {"state_complaint"})


def test_two_items_of_a_rule_with_the_same_id_fail(tmp_path):
    def change(law):
        law["rules"]["due_process_content"]["items"][1]["id"] = "name"

    told = broken(tmp_path, change)
    assert told == "law.yml, rules.due_process_content: Value error, two of the 'items' have the same id"


def test_each_problem_is_one_line_with_file_entry_and_field(tmp_path):
    def change(state):
        state["adds"]["met_notice"]["after"] = "nothing"
        state["adds"]["met_decision"]["clock"]["starts"] = ["nowhere"]
        state["changes"]["stay_put"]["sources"] = ["nobody"]

    told = broken(tmp_path, change, "law/mississippi.yml")
    assert set(told.split("\n")) == {
        "mississippi.yml, adds.met_decision.clock.starts: there is no event 'nowhere'",
        "mississippi.yml, adds.met_notice.after: there is no rule before it 'nothing'",
        "mississippi.yml, changes.stay_put.sources: there is no source 'nobody'",
    }


def test_a_change_to_an_unknown_federal_rule_fails_and_is_named(tmp_path):
    def change(state):
        state["changes"]["stay_putt"] = state["changes"].pop("stay_put")

    told = broken(tmp_path, change, "law/arizona.yml")
    assert told == "arizona.yml, changes.stay_putt: there is no federal rule 'stay_putt'"


def test_a_states_rule_cannot_hide_a_federal_one(tmp_path):
    def change(state):
        state["adds"]["stay_put"] = state["adds"]["restraint_notice"]

    told = broken(tmp_path, change, "law/arizona.yml")
    assert "adds.stay_put: this is a federal rule: say under 'changes' what the state changes" in told


def test_a_file_is_named_for_its_state_and_no_state_has_two(tmp_path):
    shutil.copytree(STATE_LAW, tmp_path / "law")
    shutil.copy(LAW, tmp_path / "law.yml")
    shutil.copy(STATE_LAW / "arizona.yml", tmp_path / "law" / "azure.yml")
    with pytest.raises(WrongData) as told:
        load_law(tmp_path / "law.yml")
    assert str(told.value).split("\n") == [
        "azure.yml, slug: it is 'arizona', so the file is named arizona.yml",
        "azure.yml, code: AZ is arizona.yml too",
    ]


def test_the_whole_law_is_written_as_one_file():
    whole = json.loads((DATA / "law.json").read_text(encoding="utf-8"))
    assert whole["federal"]["rules"].keys() == FILE.federal.rules.keys()
    assert {code: state.get("adds", {}).keys() for code, state in whole["states"].items()} == {
        code: state.adds.keys() for code, state in FILE.states.items()
    }


def test_the_same_key_twice_fails(tmp_path):
    path = tmp_path / "law.yml"
    path.write_text("checked: 2026-11-22\nchecked: 2026-11-23\n", encoding="utf-8")
    with pytest.raises(WrongData, match="'checked' stands here twice"):
        load_law(path)


def test_a_file_is_read_as_yaml_says():
    files = [LAW, *STATE_LAW.glob("*.yml"), CHECKLISTS, SEARCH, *LETTERS.glob("*.yml")]
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert read_yaml(text) == yaml.load(text, yaml.CSafeLoader), path.name
    odd = "a: [1, 1.5, yes, null, 2026-11-22, '2026-11-22', &b {c: d}, *b]\n3: {}\n? x\n"
    assert read_yaml(odd) == yaml.safe_load(odd)


def test_every_researched_fact_has_an_entry():
    carried = {name for entry in [*ENTRIES, *OFFERED] for name in entry.research}
    researched = {line for line in RESEARCH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    assert researched - carried == set()
    assert carried - researched == set()


def test_no_source_is_unused():
    listed = [state.legal_holidays for state in FILE.states.values() if state.legal_holidays]
    used = {name for entry in [*ENTRIES, *OFFERED, *listed] for name in entry.sources}
    assert {name for code in STATES for name in FILE.sources(code)} - used == set()
    for code, state in FILE.states.items():
        own = [*state.adds.values(), *state.changes.values(), *state.contacts.values(), *state.forms.values()]
        named = {name for entry in own for name in entry.sources}
        named |= set(state.legal_holidays.sources) if state.legal_holidays else set()
        assert set(state.sources) - named == set(), code


@pytest.mark.parametrize("state", STATES)
def test_no_claimed_number_reaches_readers(state):
    data = state_data(FILE, state)
    assert '"claimed"' not in json.dumps(data)
    for rule_id, rule in in_state(FILE, state).items():
        shown = json.dumps(
            {key: value for key, value in data["rules"][rule_id].items() if key not in ("cites", "sources")}
        )
        published = rule.clock.value if rule.clock else None
        for claim in (claim for claim in rule.claimed if claim.value != published):
            assert not re.search(rf"\b{claim.value}[- ]({claim.unit.split('_')[0]}|day|hour|month|year)", shown), (
                rule_id
            )


@pytest.mark.parametrize(("state", "rule_id"), HELD)
def test_a_fact_on_hold_has_no_number_for_readers_and_says_whom_to_ask(state, rule_id):
    rule = load(state).rule(rule_id)
    assert rule.amount is None
    assert rule.clock is None or rule.clock.value is None
    assert rule.ask is not None
    assert rule.note


def test_mississippi_has_no_date_for_going_to_court_and_arizona_a_reported_one():
    assert load("MS").rule("civil_action").publish == "hold"
    assert load("AZ").rule("civil_action").publish == "caveat"
    assert load("US").rule("civil_action").publish == "ok"


@pytest.mark.parametrize(("state", "rule_id"), HELD)
def test_a_fact_on_hold_cannot_stand_in_a_letter(state, rule_id):
    law = letter.LawInLetters(load(state))
    assert not law.has(rule_id)
    with pytest.raises(OnHold):
        law.cite(rule_id)


def test_a_rule_says_if_it_is_federal_or_added_by_the_state():
    for state in STATES:
        for rule_id, rule in in_state(FILE, state).items():
            added = rule_id not in FILE.federal.rules
            assert (rule.jurisdiction, rule.relation) == ((state, "adds") if added else ("US", "baseline"))


def test_a_states_changes_are_merged_into_the_federal_rule():
    federal, arizona = load("US").rule("iep_meeting_request"), load("AZ").rule("iep_meeting_request")
    assert federal.clock.value is None
    assert (arizona.clock.value, arizona.clock.unit, arizona.publish) == (45, "school_days", "caveat")


@pytest.mark.parametrize("code", FILE.states)
def test_no_federal_exception_is_lost_in_a_state_whose_file_does_not_say_so(code):
    rules, changes = in_state(FILE, code), FILE.states[code].changes
    for rule_id in {*FILE.federal.rules} & {*rules}:
        federal, change = FILE.federal.rules[rule_id], changes.get(rule_id)
        shown = rules[rule_id].exceptions
        for one in federal.exceptions:
            left_out = change and getattr(one, "id", None) in change.without
            assert (one in shown) is not bool(left_out), f"{rule_id}: {one}"
        for one in federal.in_some_states:
            assert (one in shown) is not bool(change and change.rule), f"{rule_id}: {one}"


def test_a_states_exceptions_stand_before_the_federal_ones_and_say_nothing_again():
    washington = load("WA").rules["iee"].exceptions
    assert washington[0].startswith("You have a right to one IEE at public expense each time")
    assert "If a hearing officer asks for an IEE as part of a hearing, you do not pay for it." in washington[2:]
    for code in STATES:
        for rule in load(code).rules.values():
            assert len(set(rule.exceptions)) == len(rule.exceptions), f"{code}/{rule.id}"


def test_a_state_leaves_out_only_federal_exceptions_that_there_are(tmp_path):
    def change(law):
        law["changes"]["fape_age"]["without"] = ["third_birthdays"]

    told = broken(tmp_path, change, "law/nebraska.yml")
    assert "nebraska.yml, changes.fape_age.without: there is no federal exception 'third_birthdays'" in told


def test_a_federal_rule_that_a_state_replaces_is_not_shown_there():
    assert "eval_request_response" not in load("MS").rules
    assert load("AZ").rule("eval_request_response").clock.in_words() == "15 school days"
    assert load("US").rule("eval_request_response").clock.value is None


def test_every_citation_of_the_federal_rules_leads_to_one_section():
    for state in STATES:
        for rule in load(state).rules.values():
            for cite in rule.cites:
                if cite.text.startswith("34 CFR"):
                    assert re.search(r"/section-\d+\.\d+$", cite.url), cite


def test_in_mississippi_the_time_for_an_evaluation_is_plain_and_what_is_said_to_pause_it_is_not():
    assert load("MS").rule("initial_evaluation").publish == "ok"
    assert load("MS").rule("evaluation_pause").publish == "hold"


def test_a_states_own_form_stands_in_the_place_of_the_one_of_every_state():
    assert load("US").form("mediation_request").jurisdiction == "US"
    for state in ("MS", "AZ"):
        assert {form.jurisdiction for form in load(state).forms.values()} == {state}
        assert set(load(state).forms) == set(load("US").forms)
    assert load("AZ").form("thank_you") is None


def test_practice_is_never_law():
    practice = {
        rule_id: rule for state in STATES for rule_id, rule in in_state(FILE, state).items() if rule.kind == "practice"
    }
    assert {"practice_objection_letter", "practice_recap_email"} <= set(practice)
    said = ("not a rule", "not a deadline", "did not see a rule")
    assert all(any(words in f"{rule.rule} {rule.note}" for words in said) for rule in practice.values())


def test_every_reported_fact_explains_its_doubt():
    for state in STATES:
        for rule in in_state(FILE, state).values():
            assert rule.publish is Publish.OK or rule.note


def test_a_state_with_one_hearing_has_no_appeal_to_its_agency_to_choose():
    steps = {"state_review_requested", "state_review_decided"}
    assert steps <= set(load("US").events)
    for state in ("MS", "AZ"):
        assert steps & set(load(state).events) == set()


def test_business_days_skip_federal_holidays_that_a_state_does_not_name():
    for state in known_states():
        assert load(state).holidays["2026-10-12"] == "Columbus Day"
    assert "2026-04-27" in load("MS").holidays
    assert "2026-04-27" not in load("AZ").holidays


def test_the_schemas_are_what_the_models_make():
    for path, text in schemas().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run 'make data'"


def test_each_law_file_names_its_schema_in_the_first_line():
    known = schemas()
    for path in (LAW, *STATE_LAW.glob("*.yml")):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert path.with_name(named) in known, path


@pytest.mark.parametrize("state", STATES)
def test_a_contact_older_than_two_years_or_without_a_date_says_so_on_its_face(state):
    for kind, told in FILE.offices(state).items():
        years = [int(year) for year in re.findall(r"\b20\d\d\b", told.note or "")]
        aged = any(year < told.checked.year - 2 for year in years) or re.search(
            "undated|without a date", told.note or ""
        )
        assert bool(aged) == bool(told.old), kind
        face = cards.contact_card(load(state).contact(kind)).split("</summary>")[0]
        assert (f"May be old: seen in {told.old}." in face) == bool(told.old), kind


def test_the_wording_of_a_rule_has_only_known_placeholders(tmp_path):
    def change(state):
        state["changes"]["facilitation"]["words"]["request"] = "I ask {somebody} for it."

    told = broken(tmp_path, change, "law/arizona.yml")
    assert "arizona.yml, changes.facilitation.words.request: " in told
    assert "only {cite}, {federal}, {sea}, {within} and {who} may stand in braces here" in told


def test_a_rule_keeps_the_address_under_which_it_was_published():
    rule = load("MS").rule("recording_notice")
    assert 'id="law-recording_notice_ms"' in cards.card(rule, load("MS"), identified=True)


#: Where a state may be named: the benchmarks always measure the same page.
MEASURED = ("macros/bench/",)


def test_no_template_and_no_code_names_a_state():
    names = [word for state in FILE.states.values() for word in (state.name, state.slug)]
    a_code = rf"""["']({"|".join(FILE.states)})["']"""
    named = re.compile(
        rf"""\b({"|".join(names)})\b(?!, DC| Avenue|')|(==|!=|\bin \(?|load\(|\{{){a_code}|(==|!=) {a_code}"""
    )
    code = [*(ROOT / "calculators").rglob("*.py"), *(ROOT / "macros").rglob("*.py")]
    templates = [*LETTERS.glob("*"), *(ROOT / "docs" / "_guides").rglob("*.md"), *(ROOT / "macros").rglob("*.html")]
    data = [LAW, *(ROOT / "docs" / "_data").glob("*.yml")]
    assert code
    assert templates
    found = {
        f"{name}:{number}: {line.strip()}"
        for path in (*code, *templates, *data)
        if not (name := path.relative_to(ROOT).as_posix()).startswith(MEASURED)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if named.search(line) and not _is_a_name_of_something_else(name, line)
    }
    assert found == set()


def _is_a_name_of_something_else(file: str, line: str) -> bool:
    """Whether a line is a document's title or address, a search term, or a redirect."""
    document = file == "calculators/law.yml" and line.strip().startswith(("title: ", "version: ", "url: "))
    return document or file.endswith(("search.yml", "redirects.yml"))


def test_the_id_of_a_states_rule_is_its_role():
    for code, state in FILE.states.items():
        assert [rule for rule in state.adds if rule.endswith(f"_{code.lower()}")] == []
