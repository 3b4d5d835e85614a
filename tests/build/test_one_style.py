"""A built page links a single style sheet that combines its own, in their order."""

import re

import pytest

from macros import palette
from macros.places import ROOT
from macros.site.styles import join_styles
from tests.tools.browser import SITE
from tests.tools.built import take

PAGE = '<head>\n  <link rel="stylesheet" href="{0}assets/css/a.css">\n\n  <link rel="stylesheet" href="{0}assets/css/b.css">\n  <link rel="stylesheet" href="{0}assets/css/print.css">\n  <meta></head>'


@pytest.fixture
def built(tmp_path):
    """A small site with two pages and three styles."""
    css = tmp_path / "assets" / "css"
    css.mkdir(parents=True)
    for name in ("a", "b", "print"):
        (css / f"{name}.css").write_text(f".{name} {{}}\n", encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "index.html").write_text(PAGE.format(""), encoding="utf-8")
    (tmp_path / "deep" / "index.html").write_text(PAGE.format("../"), encoding="utf-8")
    return tmp_path


def test_the_styles_are_combined_in_page_order(built):
    take(join_styles, built)
    css = built / "assets" / "css"
    assert sorted(path.name for path in css.iterdir()) == ["print.css", "styles.css"]
    assert (css / "styles.css").read_text(encoding="utf-8") == ".a {}\n.b {}\n"


def test_each_page_links_the_combined_file_relatively_and_print_styles_separately(built):
    take(join_styles, built)
    html = (built / "deep" / "index.html").read_text(encoding="utf-8")
    assert html == (
        '<head><link rel="stylesheet" href="../assets/css/styles.css">'
        '<link rel="stylesheet" media="print" href="../assets/css/print.css">\n  <meta></head>'
    )


def test_styles_of_some_pages_stay_separate_and_are_linked_last(built):
    (built / "assets" / "css" / "tool.css").write_text(".tool {}\n", encoding="utf-8")
    tool = '  <link rel="stylesheet" href="../assets/css/tool.css">\n  <meta>'
    (built / "deep" / "index.html").write_text(PAGE.format("../").replace("  <meta>", tool), encoding="utf-8")
    take(join_styles, built)
    assert (built / "assets" / "css" / "styles.css").read_text(encoding="utf-8") == ".a {}\n.b {}\n"
    assert (built / "assets" / "css" / "tool.css").read_text(encoding="utf-8") == ".tool {}\n"
    assert "tool.css" not in (built / "index.html").read_text(encoding="utf-8")
    assert (built / "deep" / "index.html").read_text(encoding="utf-8") == (
        '<head><link rel="stylesheet" href="../assets/css/styles.css">'
        '<link rel="stylesheet" href="../assets/css/tool.css">'
        '<link rel="stylesheet" media="print" href="../assets/css/print.css">\n  <meta></head>'
    )


def test_a_page_that_links_styles_in_another_order_stops_the_build(built):
    swapped = PAGE.format("../").replace("a.css", "x.css").replace("b.css", "a.css").replace("x.css", "b.css")
    (built / "deep" / "index.html").write_text(swapped, encoding="utf-8")
    with pytest.raises(ValueError, match="in another order"):
        take(join_styles, built)


def test_the_print_style_sheet_applies_to_print_only():
    """Browsers do not wait for that file, so nothing in it may apply to screens."""
    (paper,) = SITE.glob("assets/[0-9a-f]*/css/print.css")
    outside = []
    depth = 0
    for line in paper.read_text(encoding="utf-8").splitlines():
        if depth == 0 and line.strip() and not line.lstrip().startswith(("/*", "}")):
            outside.append(line.strip())
        depth += line.count("{") - line.count("}")
    assert outside
    assert all(line.startswith(("@page", "@media print", "@supports")) for line in outside), outside


def test_a_colour_stands_in_the_styles_alone():
    """Paper, icons, cards and the browser's bars take their colours from ``tokens.css`` (``macros/palette.py``)."""
    assert palette.light()["paper"] != palette.dark()["paper"]
    assert {"ink", "soft", "edge", "accent", "paper"} <= palette.light().keys() & palette.dark().keys()
    own = [
        f"{path.relative_to(ROOT)}: {colour}"
        for kind in ("*.py", "*.typ", "*.html")
        for path in sorted((ROOT / "macros").rglob(kind))
        for colour in re.findall(r"[\"']#[0-9a-f]{6}[\"']", path.read_text(encoding="utf-8"))
    ]
    assert own == []
