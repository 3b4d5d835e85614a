"""The list of facts to re-check: older than a year, without official source, or with a dead link."""

from datetime import timedelta

from macros.data import stale
from macros.data.law_files import load_law
from macros.data.stale import Stale, dead_links

LAW = load_law()
CHECKED = [rule.checked for rule in LAW.federal.rules.values()]


def test_nothing_is_old_on_the_day_of_the_last_check_and_all_is_two_years_later():
    old = [one for one in stale.stale(LAW, max(CHECKED)) if "year ago" in one.why]
    assert old == []
    later = {one.where for one in stale.stale(LAW, max(CHECKED) + timedelta(days=730)) if "year ago" in one.why}
    assert {"US rule initial_evaluation", "MS rule met_decision", "AZ office sea"} <= later


def test_a_fact_is_old_on_the_day_after_a_year():
    day = LAW.federal.rules["initial_evaluation"].checked
    where = "US rule initial_evaluation"
    on_time = {one.where for one in stale.stale(LAW, day + timedelta(days=365)) if "year ago" in one.why}
    late = {one.where for one in stale.stale(LAW, day + timedelta(days=366)) if "year ago" in one.why}
    assert where not in on_time
    assert where in late


def test_facts_with_only_private_sources_are_listed_and_those_with_primary_ones_are_not():
    unofficial = {one.where for one in stale.stale(LAW, max(CHECKED)) if one.why == "no official source"}
    assert "US rule initial_evaluation" not in unofficial
    for where in unofficial:
        code, _, name = where.split(" ")
        held = LAW.offices(code).get(name) if "office" in where else None
        assert held is None or held.confidence.value != "verified-primary", where
    assert unofficial


def test_a_url_is_requested_once_and_listed_with_its_error():
    asked = []

    def gone(url: str) -> str:
        asked.append(url)
        return "answers 404" if "ndrn.org" in url else ""

    found = list(dead_links(LAW, gone))
    assert len(asked) == len(set(asked)) > 500
    assert any(one == Stale("US office protection_advocacy", one.why) or "ndrn.org" in one.why for one in found)
    assert all("ndrn.org" in one.why and one.why.startswith("answers 404 <http") for one in found)


def test_the_command_lists_and_says_how_many(capsys):
    assert stale.main([]) == 0
    said = capsys.readouterr().out
    assert said.rstrip().endswith("to look at again.")
    assert stale.main(["--nonsense"]) == 1
    assert "make stale takes ARGS=--links" in capsys.readouterr().err


def test_an_unreachable_url_is_dead():
    assert stale.ask("http://127.0.0.1:9/").startswith("does not answer")
