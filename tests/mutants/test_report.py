"""``tests/MUTANTS.md`` matches the stored results, and each survivor has a reason."""

from tests.mutants import report
from tests.mutants.__main__ import MODULES


def test_each_module_has_results_and_the_report_matches_them():
    assert list(report.read()) == sorted(MODULES)
    assert report.PAGE.read_text("utf-8") == report.page()


def test_each_survivor_has_a_reason_and_each_reason_a_survivor_once_all_mutants_ran():
    found = report.read()
    survived = {(module, one.function, one.made) for module, outcome in found.items() for one in outcome.survived}
    assert survived <= set(report.reasons())
    assert all(found[module].untried for module, _, _ in set(report.reasons()) - survived)


def test_a_survivor_is_parsed_from_the_diff():
    shown = "# x: survived\n--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f(a):\n-    return a + 1\n+    return a - 1\n"
    found = report.survivor("calculators.counting.days.x_f__mutmut_3", shown)
    assert found == report.Survivor("f", "return a + 1", "return a - 1")
    of_class = report.survivor("calculators.counting.days.xǁSlotǁmend__mutmut_12", shown)
    assert of_class.function == "Slot.mend"
