"""Runs of ``make fuzz`` add up if their seeds differ, and an interrupted run keeps its results."""

from tests.fuzz import runs
from tests.fuzz.runs import Row, Run


def run(seed, *rows, calculators="a"):
    made = Run("2026-11-28", seed, "c0ffee", calculators, "Python")
    for row in rows:
        made = made.with_row(row)
    return made


def dates(inputs, *faults):
    return Row("written dates", "by seed", inputs, 1.0, faults)


def test_parts_of_a_run_are_one_row():
    assert run(1, dates(10, "x"), dates(5, "y")).rows == (Row("written dates", "by seed", 15, 2.0, ("x", "y")),)


def test_runs_add_up_and_of_those_with_the_same_seed_only_the_largest_counts():
    several = [run(1, dates(10)), run(2, dates(7)), run(1, dates(12), calculators="b")]
    assert [row.inputs for row in runs.summed(several)] == [19]
    assert [row.inputs for row in runs.summed([*several, run(2, Row("written dates", "Atheris", 3, 1.0))])] == [19, 3]


def test_a_run_is_stored_after_each_part(tmp_path):
    kept, shown = tmp_path / "runs.json", tmp_path / "REPORT.md"
    runs.keep(run(1, dates(10)), kept, shown)
    begun = run(2, dates(7))
    runs.keep(begun, kept, shown)
    assert [one.inputs for one in runs.read(kept)] == [10, 7]
    runs.keep(begun.with_row(dates(5, "AssertionError: `x`")), kept, shown)
    assert [one.inputs for one in runs.read(kept)] == [10, 12]
    assert "| all | | 22 |" in shown.read_text()
    assert "Seed 2, calculators a, written dates, by seed: `AssertionError: ´x´`" in shown.read_text()


def test_the_report_matches_the_stored_runs():
    assert runs.REPORT.read_text(encoding="utf-8") == runs.report(runs.read())
