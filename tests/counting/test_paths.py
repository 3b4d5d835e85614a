""" "Which way": all six options are shown with reasons, and what their letters take over."""

import re
from datetime import date
from html import escape
from itertools import product

import pytest
import yaml

from calculators.counting.counted import MONTHS_IN
from calculators.counting.marked import LIMIT_NOT_CONFIRMED
from calculators.inputs import WrongInput, read
from calculators.law import known_states, load
from calculators.letter_forms import letters
from calculators.rendering import forms, render
from calculators.tools import paths
from macros.data.law_files import load_law
from macros.data.letter_data import load_letters
from macros.data.path_data import load_paths
from macros.data.path_model import Paths
from macros.data.yaml_files import WrongData, validated
from macros.pages.paths_page import by_hand
from macros.pages.state_pages import GUIDES
from macros.places import PATHS

AS_OF = date(2026, 11, 27)
LIMITS = {way["id"]: way["limit"] for way in paths.data_of_ways()}
ALL = {"iep_meeting", "facilitation", "mediation", "state_complaint", "due_process", "ocr"}


def compared(state="US", **answers):
    law = load(state)
    return {way["id"]: way for way in paths.data(law, paths.from_document({"answers": answers}), AS_OF)["paths"]}


def shown(title, **answers):
    [part] = [part for part in paths.answer(load("US"), answers, AS_OF).parts if part.title == title]
    return part


def fitting(**answers):
    return {name for name, way in compared(**answers).items() if way["fits"]}


def test_nothing_answered_gives_the_questions_at_most_ten():
    questions = paths.data(load("US"), {}, AS_OF)["questions"]
    assert 1 <= len(questions) <= 10
    assert all(question["label"] for question in questions)


@pytest.mark.parametrize(
    ("answers", "fits"),
    [
        ({"problem": "not_followed", "plan": "iep", "talk": "yes"}, {"iep_meeting", "state_complaint"}),
        ({"problem": "disagree", "plan": "iep", "talk": "with_help"}, {"facilitation", "mediation"}),
        ({"problem": "disagree", "want": "deal", "talk": "with_help"}, {"facilitation", "mediation"}),
        ({"problem": "disagree", "want": "need", "talk": "no", "asked": "refused"}, {"due_process"}),
        ({"problem": "disagree", "change": "yes"}, {"due_process"}),
        ({"problem": "rule", "who": "more"}, {"state_complaint"}),
        ({"problem": "unfair", "want": "fair"}, {"ocr"}),
        ({"problem": "not_followed", "plan": "section_504"}, {"ocr"}),
        ({"problem": "removed", "want": "ruling"}, {"iep_meeting", "state_complaint", "due_process"}),
    ],
)
def test_what_fits_these_answers(answers, fits):
    assert fitting(**answers) == fits


@pytest.mark.parametrize("problem", ["rule", "disagree", "not_followed", "removed", "unfair"])
def test_without_an_iep_there_is_no_meeting_of_its_team(problem):
    for more in ({}, {"talk": "yes"}, {"want": "talk"}):
        way = compared(problem=problem, plan="neither", **more)["iep_meeting"]
        assert not way["fits"]
        assert "Without an IEP there is no IEP team yet" in way["why"]


def test_a_removed_child_without_an_iep_learns_when_the_protections_hold():
    """34 CFR 300.534: only if the district knew of the disability before."""
    found = compared(problem="removed", plan="neither")["due_process"]
    assert "only if the school district knew of the disability before" in " ".join(found["know"])
    assert "300.534" in found["citation"]
    assert "only if the school district knew" not in " ".join(
        compared(problem="removed", plan="iep")["due_process"]["know"]
    )


def test_every_option_is_shown_with_a_reason_fitting_ones_first():
    for problem, plan, want in product(
        ("rule", "disagree", "unfair"), ("iep", "section_504"), ("talk", "ruling", "fair")
    ):
        found = compared(problem=problem, plan=plan, want=want)
        assert set(found) == ALL
        assert all(way["why"] and way["cost"] and way["time"] and way["decides"] for way in found.values())
        fits = [way["fits"] for way in found.values()]
        assert fits == sorted(fits, reverse=True)


def test_an_option_past_its_limit_does_not_fit_unless_the_problem_goes_on():
    """The Office for Civil Rights' limit from January 7, 2026 is July 6 (hand-counted in ``tests/cases``)."""
    old = compared(problem="unfair", want="fair", happened_on="2026-01-07", going="no")["ocr"]
    assert (old["fits"], old["in_time"], old["last_day"]) == (False, "no", "2026-07-06")
    assert "180 calendar days" in old["why"]
    assert compared(problem="unfair", want="fair", happened_on="2026-01-07", going="yes")["ocr"]["fits"]


def test_what_is_late_by_a_limit_that_a_state_may_lengthen_says_whom_to_ask():
    found = compared(problem="rule", happened_on="2025-10-01", going="no")["state_complaint"]
    assert (found["fits"], found["in_time"]) == (False, "late")
    assert "older complaint. Ask your state education agency before you give up." in found["why"]
    assert shown("State complaint", problem="rule", happened_on="2025-10-01", going="no").mark == "May be too late"


def test_what_is_in_time_by_a_limit_that_a_state_may_shorten_is_not_certain():
    """Two years in federal law, or what a state sets (34 CFR 300.507(a)(2))."""
    found = compared(problem="disagree", happened_on="2025-10-01", going="no")["due_process"]
    assert (found["in_time"], found["last_day"]) == ("unsure", "2027-09-30")
    assert any("Ask a lawyer before you count on that." in words for words in found["know"])
    points = shown("Due process", problem="disagree", happened_on="2025-10-01", going="no").points
    assert any(point.words == "Thursday, September 30, 2027, if this limit holds." for point in points)
    sure = compared("AZ", problem="disagree", happened_on="2025-10-01", going="no")["due_process"]
    assert sure["in_time"] == "yes"


@pytest.mark.parametrize(("day", "stands"), [("2025-11-28", "yes"), ("2025-11-27", "edge"), ("2025-11-26", "no")])
def test_the_same_date_a_year_later_is_on_the_edge(day, stands):
    """Asked on November 27, 2026. The letters say the same of it (``tests/letters/test_complaints.py``)."""
    found = compared("AL", problem="rule", happened_on=day, going="no")["state_complaint"]
    assert (found["in_time"], found["fits"]) == (stands, stands != "no")
    assert any("today is the last day, or a day too late" in words for words in found["know"]) == (stands == "edge")
    points = [
        point.words
        for point in paths.answer(load("AL"), {"problem": "rule", "happened_on": day, "going": "no"}, AS_OF)
        .parts[0]
        .points
    ]
    assert any("Thursday, November 26, 2026, or the day after by another count." in words for words in points) == (
        stands == "edge"
    )


@pytest.mark.parametrize("state", known_states())
def test_each_way_says_how_it_stands_with_a_limit_that_is_not_certain(state):
    for way in paths.data_of_ways():
        limit = load(state).find(way["limit"]) if way["limit"] else None
        if limit is None:
            continue
        may, weak = limit.states_may, limit.publish != "ok"
        can_be = {
            "unsure": weak or (may and may.less_time),
            "late": weak or (may and may.more_time),
            "edge": limit.clock.unit in MONTHS_IN,
        }
        for stands in (stands for stands, is_possible in can_be.items() if is_possible):
            said = [line for line in (*way["not"], *way["know"]) if stands in line["when"].get("in_time", ())]
            assert said, f"{way['id']}: nothing is said if it is {stands}"


def test_several_children_do_not_rule_out_what_keeps_each_in_its_placement():
    found = compared("AZ", problem="disagree", want="need", change="yes", who="more")["due_process"]
    assert found["fits"]
    assert "Each child needs a complaint of its own." in " ".join(found["know"])


def test_a_planned_change_is_never_too_late_for_due_process():
    """What happened two years ago is; the change that the school plans is a new point, and its placement is held by filing."""
    old = {"problem": "disagree", "plan": "iep", "happened_on": "2024-10-01", "going": "no"}
    way = compared("MS", **old, change="yes")["due_process"]
    assert (way["fits"], way["in_time"]) == (True, "no")
    assert "File before the change starts." in way["why"]
    assert any("is a new point" in one for one in way["know"])
    assert not compared("MS", **old, change="no")["due_process"]["fits"]
    removed = {**old, "problem": "removed"}
    assert not compared("MS", **removed, change="yes")["due_process"]["fits"]


def test_who_has_filed_is_not_told_to_file_to_stop_a_change():
    filed = {"problem": "disagree", "plan": "iep", "change": "yes", "filed": "yes"}
    way = compared("MS", **filed)["due_process"]
    assert "File before" not in way["why"]
    assert any("While that case is open, your child stays" in one for one in way["know"])


def test_an_open_question_is_not_marked_as_reported():
    costs = {state: compared(state, talk="no")["facilitation"]["cost"] for state in known_states()}
    assert not [state for state, cost in costs.items() if cost.startswith("Ask") and "reported" in cost]
    assert costs["OH"] == "Ask your state."


def test_what_still_goes_on_has_no_last_day():
    found = compared("AL", problem="rule", happened_on="2019-01-10", going="yes")
    assert [(way["in_time"], way["last_day"]) for way in found.values() if way["in_time"]] == [("yes", None)] * 3


def test_a_removal_names_the_times_of_the_faster_hearing():
    said = " ".join(compared("AZ", problem="removed")["due_process"]["know"])
    assert "held within 20 school days, and decided within 10 school days after that" in said


@pytest.mark.parametrize("state", known_states())
def test_no_way_is_called_late_before_its_last_day(state):
    """A limit that was only reported was once said to be over on its first day."""
    for way in compared(state, problem="rule", happened_on="2026-11-20", going="no").values():
        limit = way["last_day"]
        if limit is None:
            continue
        certain = load(state).rule(LIMITS[way["id"]])
        shorter = certain.states_may is not None and certain.states_may.less_time
        assert way["in_time"] == ("yes" if certain.publish == "ok" and not shorter else "unsure")
        assert not [words for words in (way["why"], *way["know"]) if "longer ago" in words or "is over" in words]


@pytest.mark.parametrize("state", known_states())
def test_every_state_says_each_sentence_with_its_own_law(state):
    law = load(state)
    answers = {"problem": "not_followed", "happened_on": "2026-10-01", "going": "no", "change": "yes"}
    for way in paths.ways(law, {**answers, "happened_on": date(2026, 10, 1)}, AS_OF):
        said = " ".join([way.why, *way.know, way.decides, way.cost, way.time, way.does_not, way.clocks])
        assert "{" not in said
        assert way.cites
    limit = law.find("state_complaint_filing_limit")
    found = compared(state, **answers)["state_complaint"]
    assert (found["last_day"] is None) == (limit.publish == "hold" or limit.clock is None or limit.clock.value is None)


def test_a_held_number_is_never_shown():
    for state in known_states():
        law = load(state)
        held = [rule for rule in law.rules.values() if rule.publish == "hold"]
        assert all(paths._said(law, f"{{limit {rule.id}}}") == LIMIT_NOT_CONFIRMED for rule in held)


# ---- Answers carried into letters


def carried(way, **answers):
    """The answers that the letters of a way take over, by each letter's label."""
    return {one["about"]: one["answers"] for one in compared(**answers)[way]["carries"]}


def test_a_certain_claim_goes_into_the_complaint_with_its_date():
    answers = {"problem": "not_followed", "happened_on": "2026-10-01", "change": "yes"}
    claim = {"claim_services": "yes", "count_services_day": "October 1, 2026"}
    assert carried("due_process", **answers) == {"": {**claim, "stay_put": "yes"}}
    assert carried("due_process", **answers, going="yes") == {
        "": {**claim, "count_services_going": "still", "stay_put": "yes"}
    }
    assert carried("due_process", **answers, plan="section_504") == {"": {"stay_put": "yes"}}, "it has no IEP"


def test_for_a_past_problem_the_letter_asks_whether_it_was_one_day_or_several():
    assert "count_services_going" not in carried("due_process", problem="not_followed", going="no")[""]
    assert carried("state_complaint", problem="not_followed", going="no") == {"": {"facts.0.rule": "iep_services"}}


def test_of_several_possible_claims_none_is_ticked_until_the_parent_chooses_it():
    found = carried("due_process", problem="rule", happened_on="2026-10-01", going="yes", change="no")
    assert found.pop("") == {"stay_put": "no"}
    assert {label: {name: answer for name, answer in one.items() if name.startswith("claim_")} for label, one in found.items()} == {
        "The evaluation was late, or I asked and got no answer": {"claim_evaluation_late": "yes"},
        "I asked for an independent evaluation, and the school refused or did not answer": {"claim_iee": "yes"},
        "The written notice of a decision was missing, late or not complete": {"claim_notice": "yes"},
        "I was shut out of a meeting or a decision": {"claim_shut_out": "yes"},
        "I asked for school records and did not get to see them": {"claim_records": "yes"},
    }  # fmt: skip
    for one in found.values():
        assert sorted(one.values()) == ["October 1, 2026", "no", "still", "yes"]


def test_in_discipline_stay_put_is_left_to_the_parent():
    found = carried("due_process", problem="removed", change="yes")
    assert [one for one in found.values() if "stay_put" in one] == []
    assert {name for one in found.values() for name in one} == {"claim_discipline", "claim_behavior"}


def test_the_fact_of_a_state_complaint_and_the_kind_of_a_civil_rights_one_are_filled_in():
    answers = {"problem": "rule", "happened_on": "2026-10-01", "going": "yes", "filed": "yes"}
    assert carried("state_complaint", **answers) == {
        "": {"facts.0.day": "October 1, 2026", "facts.0.going": "still", "hearing": "yes"}
    }
    assert carried("ocr", problem="unfair", happened_on="2026-10-01") == {"": {"kind": "different"}}, "not the last day"


@pytest.mark.parametrize("state", ["AZ", "MS", "US"])
def test_the_letter_accepts_all_carried_answers(state):
    law = load(state)
    problems = next(one for one in paths.inputs([law]) if one.id == "problem").choices
    taken = set()
    for problem, plan in product([one.value for one in problems], ("iep", "section_504")):
        answers = {"problem": problem, "plan": plan, "happened_on": date(2026, 10, 1), "going": "yes"}
        answers |= {"change": "yes", "filed": "yes"}
        for one in (one for way in paths.ways(law, answers, AS_OF) for one in way.letters if one.answers):
            form = letters()[one.letter]
            assert set(one.answers) <= set(forms.handed_to(form))
            taken.add(one.letter)
            with pytest.raises(WrongInput) as wrong:
                read(form.inputs, one.answers)
            assert not set(one.answers) & set(wrong.value.problems), "it asks for the rest alone"
    assert taken == {"due_process_complaint", "state_complaint", "ocr_complaint"}


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ({"stay_put": "maybe"}, "cannot take over 'maybe' as its 'stay_put'"),
        ({"stay_put": "{happened_on}"}, "cannot take over '{happened_on}' as its 'stay_put'"),
        ({"nothing": "yes"}, "cannot take over 'yes' as its 'nothing'"),
    ],
)
def test_a_letter_takes_over_only_what_its_form_can_hold(tmp_path, fill, said):
    data = yaml.safe_load(PATHS.read_text(encoding="utf-8"))
    (way,) = (one for one in data["paths"] if one["id"] == "due_process")
    way["carries"] = [{"letter": "due_process_complaint", "fill": fill}]
    changed = tmp_path / "paths.yml"
    changed.write_text(yaml.safe_dump(data), encoding="utf-8")
    law = load_law()
    with pytest.raises(WrongData, match=re.escape(said)):
        load_paths(law, load_letters(law), changed)


def test_each_option_links_to_a_guide_that_every_state_has():
    pages = {page.removesuffix(".md") for page in GUIDES.values()}
    assert {way.guide for way in validated(Paths, PATHS).paths} <= pages


@pytest.mark.parametrize(
    ("document", "field"),
    [({"answers": []}, "answers"), ({"answers": {"problem": "x"}}, "problem"), ({"colour": "red"}, "colour")],
)
def test_bad_input_names_the_question(document, field):
    with pytest.raises(WrongInput) as wrong:
        paths.data(load("US"), paths.from_document(document), AS_OF)
    assert field in wrong.value.problems


def test_the_text_has_all_six_options_and_says_it_is_no_advice():
    said = render.text(paths.answer(load("MS"), {"problem": "disagree", "want": "deal"}, AS_OF))
    assert "This is no advice" in said
    assert said.count("Who decides") == 6


def test_no_answers_and_no_fitting_option_are_stated():
    with pytest.raises(WrongInput) as wrong:
        paths.answer(load("US"), {}, AS_OF)
    assert wrong.value.problems == {"problem": "Answer at least one question, like “What is it about?”"}
    found = paths.answer(load("US"), {"problem": "unfair", "plan": "neither", "going": "yes"}, AS_OF)
    fit = [part for part in found.parts if part.mark == "Fits"]
    assert found.headline.startswith("None of these fits" if not fit else "One way fits")
    assert paths._headline([]) == "None of these fits by what you answered"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        # one year minus a day
        ("2026-09-08", ("The last day to begin, for September 8, 2026", "Tuesday, September 7, 2027.")),
        ("2024-03-04", ("The last day was, for March 4, 2024", "Monday, March 3, 2025, if this limit holds.")),
    ],
)
def test_an_option_shows_its_last_day(day, words):
    found = paths.answer(load("US"), {"problem": "rule", "plan": "iep", paths.GOING: "no", paths.DAY: day}, AS_OF)
    (complaint,) = [part for part in found.parts if part.title == "State complaint"]
    assert words in [(point.name, point.words) for point in complaint.points]


def test_the_page_without_scripts_has_each_option_with_all_its_reasons():
    law = load("MS")
    page = by_hand(law)
    for way in paths.data_of_ways():
        assert f"<summary>{escape(way['name'])}</summary>" in page
        for reason in (*way["fits"], *way["not"]):
            assert escape(paths._said(law, reason["why"])) in page


def test_the_remark_on_prefilled_letters_is_for_screens_only():
    """Paper has no links."""
    said = paths.answer(load("MS"), {"problem": "not_followed"}, AS_OF)
    on_screen = (
        '<p class="pt-help pt-on-screen">A letter that you open here has your answers in it, where they fit.</p>'
    )
    assert on_screen in render.html(said)
    assert not re.search("your answers (in|with) it", render.html(said).replace(on_screen, ""))
    assert not re.search("your answers (in|with) it", render.text(said))
