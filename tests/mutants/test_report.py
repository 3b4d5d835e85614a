"""The page of the mutants says what was found, and each survivor has its reason."""

from tests.mutants import report
from tests.mutants.__main__ import MODULES


def test_each_module_was_looked_at_and_the_page_says_what_came_of_it():
    assert list(report.read()) == sorted(MODULES)
    assert report.PAGE.read_text("utf-8") == report.page()


def test_each_survivor_has_a_reason_and_each_reason_a_survivor_once_all_were_tried():
    found = report.read()
    survived = {(module, one.function, one.made) for module, outcome in found.items() for one in outcome.survived}
    assert survived <= set(report.reasons())
    assert all(found[module].untried for module, _, _ in set(report.reasons()) - survived)


def test_a_survivor_is_read_from_the_difference_that_is_shown():
    shown = "# x: survived\n--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f(a):\n-    return a + 1\n+    return a - 1\n"
    found = report.survivor("calculators.counting.days.x_f__mutmut_3", shown)
    assert found == report.Survivor("f", "return a + 1", "return a - 1")
    of_class = report.survivor("calculators.counting.days.xǁSlotǁmend__mutmut_12", shown)
    assert of_class.function == "Slot.mend"
