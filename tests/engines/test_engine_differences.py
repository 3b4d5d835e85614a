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


def test_a_difference_with_a_reason_is_in_order() -> None:
    assert reported(failing(ARRAY)) == ({}, {})


def test_another_error_of_the_same_test_has_no_reason_and_the_reason_no_test() -> None:
    assert reported(failing(FAULT)) == ({EMPTY: [FAULT]}, {EMPTY: [ARRAY]})


def test_a_second_error_in_a_part_of_a_test_is_not_hidden_by_the_first() -> None:
    assert reported(failing(ARRAY, FAULT)) == ({EMPTY: [FAULT]}, {})


def test_a_test_that_is_skipped_or_gone_in_the_cut_engine_is_a_difference() -> None:
    skipped = Outcome(passed=PASSES, skipped={f"test.test_re.{EMPTY}": "no reason"}, true=FACTS)
    assert reported(skipped)[0] == {EMPTY: ["skipped: no reason"]}
    assert reported(Outcome(passed=PASSES, true=FACTS))[0] == {EMPTY: [engine_differences.NOT_THERE]}


def test_a_test_that_is_skipped_in_the_published_engine_and_wrong_in_the_cut_one_is_a_difference() -> None:
    stock = Outcome(passed=PASSES, skipped={f"test.test_re.{EMPTY}": "no memory"})
    assert reported(failing(FAULT), stock)[0] == {EMPTY: [FAULT]}


def test_a_test_that_passes_again_leaves_its_reason_stale() -> None:
    assert reported(Outcome(passed=STOCK.passed, true=FACTS)) == ({}, {EMPTY: [ARRAY]})


def test_a_reason_that_is_not_true_of_the_engine_is_none() -> None:
    there = Outcome(passed=PASSES, wrong={f"test.test_re.{EMPTY}": [ARRAY]})
    assert reported(there) == ({EMPTY: [ARRAY]}, {})
    assert reported(Outcome(passed=STOCK.passed)) == ({}, {})


def test_tests_that_do_not_run_in_the_published_engine_prove_nothing() -> None:
    crashed = Outcome(wrong={"test_re": ["ended with code 1"]})
    assert reported(Outcome(passed=STOCK.passed, true=FACTS), crashed)[0] == {
        "test_re": ["does not run in the published engine: ended with code 1"]
    }


def test_a_package_of_which_one_file_cannot_be_imported_has_not_begun() -> None:
    part = Outcome(passed=PASSES, wrong={"unittest.loader._FailedTest.test_other": [ARRAY]})
    assert not part.began()
    assert not Outcome().began()
    assert failing(FAULT).began()


def test_every_reason_that_was_given_can_be_read() -> None:
    given = engine_differences.reasons()
    assert given
    for reason in given:
        compile(reason.fact, reason.why, "eval")
