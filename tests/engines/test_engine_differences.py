"""What ``make test-engine`` reports when CPython's tests differ in the trimmed Pyodide."""

from __future__ import annotations

from collections.abc import Sequence

from macros.engines.proof import engine_differences
from macros.engines.proof.engine_differences import Outcome, Reason

ARRAY = "ModuleNotFoundError: No module named 'array'"
FAULT = "SystemError: null function"
GIVEN = [
    Reason(why="array is left out", fact="find_spec('array') is None", tests={"test_re": {"ReTests.test_empty": ARRAY}})
]
STOCK = Outcome(passed=frozenset({"test.test_re.ReTests.test_empty", "test.test_re.ReTests.test_search"}))
PASSES = frozenset({"test.test_re.ReTests.test_search"})
FACTS = frozenset({"find_spec('array') is None"})
EMPTY = "ReTests.test_empty"


def reported(cut: Outcome, stock: Outcome = STOCK) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """The differences without a reason, and the reasons without a difference."""
    return (
        engine_differences.unexplained("test_re", cut, stock, GIVEN),
        engine_differences.stale("test_re", cut, stock, GIVEN),
    )


def failing(*errors: str) -> Outcome:
    return Outcome(passed=PASSES, wrong={f"test.test_re.{EMPTY}": errors}, true=FACTS)


def test_an_explained_difference_is_accepted() -> None:
    assert reported(failing(ARRAY)) == ({}, {})


def test_another_error_of_the_same_test_is_unexplained_and_the_explanation_stale() -> None:
    assert reported(failing(FAULT)) == ({EMPTY: [FAULT]}, {EMPTY: [ARRAY]})


def test_a_second_error_in_a_subtest_is_not_hidden_by_the_first() -> None:
    assert reported(failing(ARRAY, FAULT)) == ({EMPTY: [FAULT]}, {})


def test_a_test_skipped_or_missing_in_the_trimmed_engine_is_a_difference() -> None:
    skipped = Outcome(passed=PASSES, skipped={f"test.test_re.{EMPTY}": "no reason"}, true=FACTS)
    assert reported(skipped)[0] == {EMPTY: ["skipped: no reason"]}
    assert reported(Outcome(passed=PASSES, true=FACTS))[0] == {EMPTY: [engine_differences.NOT_THERE]}


def test_a_test_skipped_in_the_published_engine_and_failing_in_the_trimmed_one_is_a_difference() -> None:
    stock = Outcome(passed=PASSES, skipped={f"test.test_re.{EMPTY}": "no memory"})
    assert reported(failing(FAULT), stock)[0] == {EMPTY: [FAULT]}


def test_an_explanation_is_stale_once_its_test_passes() -> None:
    assert reported(Outcome(passed=STOCK.passed, true=FACTS)) == ({}, {EMPTY: [ARRAY]})


def test_an_explanation_is_invalid_if_its_fact_is_false() -> None:
    there = Outcome(passed=PASSES, wrong={f"test.test_re.{EMPTY}": [ARRAY]})
    assert reported(there) == ({EMPTY: [ARRAY]}, {})
    assert reported(Outcome(passed=STOCK.passed)) == ({}, {})


def test_tests_that_fail_in_the_published_engine_are_ignored() -> None:
    crashed = Outcome(wrong={"test_re": ["ended with code 1"]})
    assert reported(Outcome(passed=STOCK.passed, true=FACTS), crashed)[0] == {
        "test_re": ["does not run in the published engine: ended with code 1"]
    }


def test_a_test_package_with_an_unimportable_file_counts_as_not_imported() -> None:
    part = Outcome(passed=PASSES, wrong={"unittest.loader._FailedTest.test_other": [ARRAY]})
    assert not part.began()
    assert not Outcome().began()
    assert failing(FAULT).began()


def test_all_explanations_on_file_are_valid() -> None:
    given = engine_differences.reasons()
    assert given
    for reason in given:
        compile(reason.fact, reason.why, "eval")
