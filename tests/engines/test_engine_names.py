"""Engine names in pages: every placeholder is replaced, and every engine exists."""

import os
import subprocess
import sys

from macros.places import ROOT
from macros.site import engine_names
from tests.tools.browser import SITE


def test_every_page_refers_to_existing_engines():
    pages = {path: path.read_text(encoding="utf-8") for path in SITE.rglob("*.html")}
    assert any("data-runtime" in html for html in pages.values())
    assert [path for path, html in pages.items() if any(word in html for word in engine_names.PLACEHOLDERS)] == []
    for folder in engine_names.in_pages()[:2]:
        assert (SITE / engine_names.AT / folder).is_dir()


def test_no_source_contains_a_placeholder_of_its_own():
    sources = [path for folder in ("docs", "calculators") for path in (ROOT / folder).rglob("*.*")]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.suffix in (".md", ".yml")]
    assert texts
    assert not [word for word in engine_names.PLACEHOLDERS for text in texts if word in text]


def test_a_build_with_an_unknown_engine_fails_before_its_first_step(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "macros.build", "-d", tmp_path / "site"],
        cwd=ROOT,
        env={**os.environ, "PAPER_TRAIL_ENGINE": "steam"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "PAPER_TRAIL_ENGINE is 'steam'; it can be 'slim' or 'stock'." in done.stderr
    assert not done.stdout
    assert not (tmp_path / "site").exists()
