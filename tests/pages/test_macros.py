"""Pages can call marked macros only."""

from calculators.law import load
from macros.data.facts import Facts, plain
from macros.data.macro import macro, macros_of
from macros.pages.page_macros import PageMacros


class Owner:
    @macro
    def marked(self) -> str:
        return "marked"

    def public(self) -> str:
        return "not for pages"


class Heir(Owner):
    def marked(self) -> str:
        return "hidden: the mark was not given again"


def test_only_marked_methods_are_macros():
    assert {name: method() for name, method in macros_of(Owner()).items()} == {"marked": "marked"}
    assert macros_of(Heir()) == {}


def test_a_sentence_of_a_data_file_uses_the_marked_facts():
    assert plain("Ask {{ contact_name('parent_center') }}.", load("MS")).startswith("Ask ")
    assert "law" not in macros_of(Facts(load("MS")))


def test_pages_have_every_fact_that_sheets_have():
    assert macros_of(Facts(load("US"))).keys() <= macros_of(PageMacros.__new__(PageMacros)).keys()
