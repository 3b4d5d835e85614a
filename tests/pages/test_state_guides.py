"""What a state's guides say where its law differs: things that a parent would lose a right by not reading."""

import pytest

from calculators.law import known_states, load
from tests.pages.test_pages import part_of, words_on
from tests.tools.built_pages import guide_path, read


def open_words(state: str, topic: str, anchor: str) -> str:
    """The words under a heading that stand there without a tap: no popovers and no folded cards."""
    page = read(guide_path(state, topic))
    for hidden in page.css(".pt-pop, details, .pt-rule"):
        hidden.decompose(recursive=True)
    read.cache_clear()  # the page was changed
    return part_of(page, anchor)


@pytest.mark.parametrize(
    ("topic", "anchor"),
    [("disagree", "signing"), ("pwn", "stop-a-change"), ("due_process", "stay-put")],
)
def test_tennessees_hold_on_a_disputed_iep_stands_where_a_parent_wants_to_stop_a_change(topic, anchor):
    assert "may not change the IEP for 14 days" in open_words("TN", topic, anchor)
    assert "14 days" not in open_words("OH", topic, anchor)
    assert "Tennessee also has a short hold of its own" in open_words("TN", "disagree", "stay-put")


def test_indianas_shorter_limit_for_an_evaluation_stands_beside_the_longer():
    assert "only 20 instructional days" in open_words("IN", "evaluation", "clock")


def test_indiana_asks_for_the_report_with_the_consent():
    said = open_words("IN", "evaluation", "consent")
    assert "send me a copy of the report before the meeting" in said
    assert "ask for the report now, in the letter of your consent" in said
    assert "5 school days before the meeting" in open_words("IN", "evaluation", "result")


@pytest.mark.parametrize(
    ("state", "said"), [("TN", "at least 48 hours before the meeting"), ("MD", "are said to get the draft IEP")]
)
def test_where_a_state_gives_a_draft_no_guide_says_that_no_rule_does(state, said):
    for topic, anchor in (
        ("meetings", "records-first"),
        ("records", "before-the-meeting"),
        ("facilitation", "prepare"),
    ):
        assert said in open_words(state, topic, anchor)
        assert "o rule" not in open_words(state, topic, anchor)
        assert "o rule" in open_words("OH", topic, anchor)


def test_alabamas_notice_before_court_stands_open():
    assert "notice of intent to file a civil action" in open_words("AL", "due_process", "going-to-court")


@pytest.mark.parametrize("state", known_states())
def test_a_states_own_rule_on_court_stands_open(state):
    law = load(state)
    own = next((law.rules[one] for one in ("civil_action", "civil_action_after_review") if one in law.rules), None)
    assert own is not None
    said = open_words(state, "due_process", "going-to-court")
    assert (own.rule in said) is (own.rule != load("US").rules[own.id].rule and state != "US"), words_on(state, "help")[
        :0
    ]


def test_oregons_copies_and_its_own_days_stand_where_a_parent_asks_for_records():
    assert "10 business days" in open_words("OR", "records", "ask")
    assert "must give you copies too" in open_words("OR", "records", "look")
    assert "cannot travel" not in open_words("OR", "records", "look")
    assert "cannot travel" in open_words("OH", "records", "look")
    every = part_of(read(guide_path("OR", "records")), "ask")
    assert "Oregon has a time of its own: at most 10" in every


@pytest.mark.parametrize("state", known_states())
def test_a_statement_in_the_records_comes_after_a_hearing(state):
    assert "If that goes against you too, you may add your own statement" in words_on(state, "records")


@pytest.mark.parametrize("state", known_states())
def test_the_cases_in_which_an_evaluation_may_be_later_are_not_counted(state):
    said = words_on(state, "evaluation")
    assert "Two cases" not in said
    assert "looks for a learning disability, such as dyslexia, and you agree in writing to more time" in said


def test_a_doubt_whose_badge_says_it_does_not_read_as_a_fact():
    assert "Reported: that court is the next step." in open_words("IN", "due_process", "does-it-fit")
    for state in known_states():
        for topic in ("due_process", "evaluation", "pwn", "meetings"):
            for passage in read(guide_path(state, topic)).css(".pt-own"):
                assert "That court is the next step." not in passage.text()
                assert " Two steps. Courts" not in passage.text()


@pytest.mark.parametrize("state", known_states())
def test_the_time_to_act_on_a_request_for_an_independent_evaluation_is_a_sentence(state):
    clock = load(state).rule("iee").clock
    numbered = bool(clock.value) and load(state).rule("iee").publish != "hold"
    own = load(state).rule("iee").words.get("guide")
    for topic, anchor, words in (
        ("evaluation", "iee", "The district must act within"),
        ("disagree", "evaluation", "must then act within"),
    ):
        said = open_words(state, topic, anchor)
        assert (words in said) is (numbered and not own)
        assert own is None or own in said


def test_the_federal_list_of_offices_sends_a_parent_of_any_state_to_its_pages():
    said = words_on("US", "help")
    assert "All 50 states and the District of Columbia have pages here" in said
    assert "Mississippi" not in open_words("US", "help", "pick")


@pytest.mark.parametrize("state", known_states())
def test_each_guide_to_mediation_says_whom_to_ask_and_each_to_evaluation_what_to_do_with_silence(state):
    assert any(
        words in open_words(state, "mediation", "ask") for words in ("Send it to", "Send a written", "online form")
    )
    if state not in ("AZ", "MS"):  # they have a number of days for the answer, and words of their own
        assert "If you hear nothing, write again" in open_words(state, "evaluation", "answer")


@pytest.mark.parametrize("state", known_states())
def test_a_state_that_offers_facilitated_meetings_is_not_said_to_be_unknown(state):
    rule = load(state).rule("facilitation")
    offers = state != "US" and rule.rule != load("US").rule("facilitation").rule
    for topic, anchor in (("facilitation", "ask"), ("overview", "facilitation")):
        said = words_on(state, topic) if topic == "facilitation" else open_words(state, topic, "compare")
        assert not (offers and "Not every state offers" in said), topic
        assert not (offers and "We did not find if" in said), (topic, anchor)
    if offers and state not in ("AZ", "MS"):
        assert rule.rule in open_words(state, "facilitation", "what-it-is")
        assert rule.words["after"].format(sea=load(state).sea) in open_words(state, "facilitation", "ask")


def test_nevadas_two_weeks_for_a_facilitator_stand_open():
    assert "at least two weeks before the meeting" in open_words("NV", "facilitation", "what-it-is")


def test_indianas_two_steps_on_a_change_do_not_contradict_each_other():
    said = open_words("IN", "pwn", "stop-a-change")
    assert "Before the eleventh instructional day after the notice, ask for a meeting with a school official" in said
    assert '"I disagree" does not hold it back' not in said


def test_marylands_cases_in_which_rights_pass_are_said_where_they_are_named():
    said = words_on("MD", "meetings")
    assert "one of five cases is on paper. One: the parents cannot be found" in said
    assert "one of the cases below" not in said


@pytest.mark.parametrize("state", known_states())
def test_a_change_of_the_complaint_has_its_last_day(state):
    assert "not later than 5 days before the hearing" in open_words(state, "due_process", "what-can-go-wrong")


def test_alabamas_9th_grade_stands_with_the_age_at_which_planning_starts():
    assert "turns 16 or enters 9th grade" in open_words("AL", "meetings", "teens")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("MO", "If it comes after 4:30 p.m., that is the next business day."),
        ("IL", "after 5 p.m., that is the next business day."),
        ("AZ", "It must be there by the close of business."),
        ("MI", "It may go by mail, by hand or electronically."),
        ("TX", "It may go by e-mail, by mail, by hand or by fax."),
        ("CO", "It goes by mail or by hand"),
    ],
)
def test_how_a_state_complaint_must_arrive_stands_where_a_parent_counts_and_sends(state, said):
    assert said in open_words(state, "state_complaint", "deadline")
    assert said in open_words(state, "state_complaint", "where-to-send")
    assert said not in open_words("OH", "state_complaint", "where-to-send")
    assert load(state).rule("state_complaint_filing_limit").rule.rpartition("later. ")[2] in open_words(
        state, "state_complaint", "deadline"
    )


def test_georgias_copy_for_the_school_stands_with_the_time_to_file():
    assert "Send a copy to the school when you file it." in open_words("GA", "state_complaint", "deadline")


def test_new_yorks_signature_by_hand_stands_where_a_parent_signs_and_sends():
    written = open_words("NY", "state_complaint", "what-it-must-say")
    assert "must carry an original signature" in written
    assert "Reported, not confirmed" in written
    assert "take no signature by fax or e-mail" in open_words("NY", "state_complaint", "where-to-send")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("LA", "first gives the district 15 days to settle the complaint with you"),
        ("MT", "first has 15 business days to settle your complaint"),
        ("SD", "may not add more than 30 days at one time"),
    ],
)
def test_a_states_own_time_for_its_decision_stands_beside_the_federal_one(state, said):
    assert said in open_words(state, "state_complaint", "what-happens-next")


def test_the_district_of_columbias_complaint_goes_to_its_complaint_office():
    assert "State Complaint Office" in open_words("DC", "state_complaint", "where-to-send")


@pytest.mark.parametrize("state", known_states())
def test_where_the_state_reviews_first_the_guide_says_so_before_it_speaks_of_court(state):
    said, law = open_words(state, "due_process", "going-to-court"), load(state)
    two_steps = "civil_action" not in law.rules
    assert ("After the last decision that your state has" in said) is (state == "US")
    assert ("After the state's decision on the appeal, the side that loses" in said.replace("’", "'")) is two_steps
    assert ("First an appeal to the state, then court." in said) is two_steps
    if two_steps:
        assert said.index("First an appeal to the state") < said.index("can go to a state court")
        held = law.rule("state_review_appeal").publish == "hold"
        assert ("Ask on the day of the decision by when to appeal" in said) is held


def test_new_yorks_notice_comes_before_its_request_for_review_and_its_filing_after():
    said = open_words("NY", "due_process", "going-to-court")
    assert said.index("25 calendar days") < said.index("You have 40 days") < said.index("Within 2 days after")
    assert said.index("Within 2 days after") < said.index("90 calendar days")


def test_californias_order_of_filing_is_one_order():
    said = open_words("CA", "due_process", "what-it-must-say")
    assert "Give the school its copy first. Then file where this card says" in said
    assert "at the same time" not in said
    assert "at the same time" in open_words("TX", "due_process", "what-it-must-say")


@pytest.mark.parametrize(("state", "days"), [("CA", "5 business"), ("IL", "10 business"), ("MA", "10 calendar")])
def test_a_states_time_for_every_students_records_is_the_only_time_on_the_page(state, days):
    said = part_of(read(guide_path(state, "records")), "ask").replace("\u00a0", " ")
    assert f"for every student, with or without an IEP: at most {days} days" in said
    assert "at most 45" not in said
    assert "at most 45" in part_of(read(guide_path("OR", "records")), "ask").replace("\u00a0", " ")


def test_a_states_own_name_for_prior_written_notice_stands_beside_it():
    said = open_words("MA", "evaluation", "answer")
    assert "it owes you prior written notice (in Massachusetts: notice of proposed action)" in said
    assert "owes you notice" not in said
    assert "prior written notice (in Pennsylvania: Notice of" in open_words("PA", "evaluation", "answer")
    assert "it owes you prior written notice (form PR-01)" in open_words("OH", "evaluation", "answer")


def test_californias_guide_says_which_days_an_evaluation_leaves_out():
    for anchor in ("answer", "clock"):
        assert "Do not count the summer between two school years or a school break of 6 weekdays" in open_words(
            "CA", "evaluation", anchor
        )


FEDERAL_LATER = "By federal law the school may in most cases carry it out without your signature"
#: Where a parent decides about signing.
SIGNING = (("disagree", "signing"), ("meetings", "signatures"))
#: Rules in which a state may say more of a later IEP that nobody signed.
LATER_IEP = ("iep_change_consent", "notice_objection", "meeting_recess", "pwn_timing", "consent")


def wording(state, name, rule_ids):
    """The first wording of that name that is the state's own and not the federal one; None without one."""
    law, federal = load(state), load("US")
    for rule_id in rule_ids:
        rule = law.find(rule_id)
        theirs = federal.rules[rule_id].words.get(name) if rule_id in federal.rules else None
        if rule and rule.words.get(name) not in (None, theirs):
            return rule.words[name].format(sea=law.sea)
    return None


def test_in_california_the_district_must_go_to_a_hearing_over_a_part_that_a_parent_refuses():
    rule = load("CA").rule("consent")
    assert rule.publish == "ok"
    assert "56346" in rule.citation
    for topic, anchor in SIGNING:
        said = open_words("CA", topic, anchor)
        assert "the district must itself ask for a due process hearing" in said
        assert "not signing does not stop it" not in said
    for topic, anchor in (("disagree", "stay-put"), ("pwn", "stop-a-change"), ("due_process", "stay-put")):
        assert "a written no to a part of the IEP holds that part back" in open_words("CA", topic, anchor)


@pytest.mark.parametrize("state", known_states())
def test_a_later_iep_is_said_as_the_state_has_it_or_with_the_doubt(state):
    own = wording(state, "later", LATER_IEP)
    for topic, anchor in SIGNING:
        said = open_words(state, topic, anchor)
        assert (own or f"{FEDERAL_LATER}. So not signing does not stop it.") in said
        assert ("Some states ask for your consent more often. Ask" in said) is (own is None)


@pytest.mark.parametrize("state", known_states())
def test_no_guide_says_that_a_written_no_does_nothing_where_the_state_gives_it_weight(state):
    own = wording(state, "stop", ("pwn_timing", "notice_objection", "consent"))
    for topic, anchor in (("disagree", "stay-put"), ("pwn", "stop-a-change"), ("due_process", "stay-put")):
        said = open_words(state, topic, anchor)
        assert (own or "") in said
        flat = "not signing the IEP does not" in said or 'A letter that says "I disagree" does not' in said
        assert flat is (own is None)
    assert "mediation does not either" not in open_words("NJ", "pwn", "stop-a-change")


@pytest.mark.parametrize("state", known_states())
def test_what_is_said_to_stand_below_stands_there(state):
    before, says_so, below = open_words(state, "disagree", "signing").partition("stands below")
    law = load(state)
    own = [law.rules[one].rule for one in ("stay_put", *LATER_IEP) if one in law.rules]
    passage = any(rule in below for rule in own) or (state == "MS" and "Mississippi's own statute" in below)
    assert bool(says_so) is passage
    assert passage or not any(rule in before for rule in own)
    at_the_end = open_words(state, "disagree", "what-can-go-wrong")
    assert ("asks for before a later IEP" in at_the_end) is passage


@pytest.mark.parametrize(
    ("state", "said"), [("MI", "you have 10 school days to consent"), ("MA", "have 30 days to answer an IEP")]
)
def test_a_time_in_which_the_parent_answers_stands_where_the_papers_go_home(state, said):
    for topic, anchor in SIGNING:
        assert said in open_words(state, topic, anchor).partition("What the law says")[0]
        assert "days to consent" not in open_words("OH", topic, anchor)


@pytest.mark.parametrize("state", known_states())
def test_the_states_own_words_on_recording_stand_where_a_parent_decides(state):
    law, said = load(state), open_words(state, "meetings", "recording")
    rule = law.rule("recording")
    if state not in ("AZ", "MS"):  # they have passages of their own
        assert (rule.rule in said) is (state != "US")
        assert rule.words["intent"] in said
    assert rule.words["after"] in said
    assert rule.words["refused"] in open_words(state, "meetings", "what-can-go-wrong")


@pytest.mark.parametrize("state", ["CA", "DE", "MO", "MS", "NJ", "VA"])
def test_who_has_the_right_to_record_asks_for_no_rule_of_the_district(state):
    assert "the district's rule" not in open_words(state, "meetings", "recording")
    assert (
        "Ask for the rule" not in open_words(state, "meetings", "what-can-go-wrong").partition("may not record")[2][:60]
    )


@pytest.mark.parametrize("state", ["FL", "IL", "MD", "NH", "PA", "WA"])
def test_where_all_must_agree_the_words_to_use_say_so(state):
    assert "only if everyone there agrees" in open_words(state, "meetings", "recording")


def test_massachusetts_sliding_scale_stands_where_a_parent_asks_for_an_evaluation():
    for topic, anchor in (("evaluation", "iee"), ("disagree", "evaluation")):
        said = open_words("MA", topic, anchor)
        assert "a sliding scale, by which some parents pay a part" in said
        assert "within 16 months" in said
    assert "at public expense, under the federal rule" in open_words("MA", "evaluation", "iee")


def test_californias_guides_to_a_facilitator_name_the_selpa():
    assert "Ask your SELPA too" in open_words("CA", "facilitation", "ask")
    assert "Ask your SELPA too" in open_words("CA", "overview", "facilitation")
    assert "SELPA" not in open_words("AL", "facilitation", "ask")
