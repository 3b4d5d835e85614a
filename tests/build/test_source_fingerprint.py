"""A built site records its sources' hash, and tests refuse a stale one."""

import importlib

import pytest

from macros.places import ROOT
from macros.site import source_fingerprint
from macros.site.source_fingerprint import FILE, FILES, FOLDERS, is_current, of_sources


@pytest.fixture
def project(tmp_path):
    for name in FOLDERS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "some.txt").write_text(name, encoding="utf-8")
    for name in FILES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / FILE).write_text(of_sources(tmp_path) + "\n", encoding="utf-8")
    return tmp_path


def test_a_site_of_these_sources_is_current(project):
    assert is_current(project / "site", project)


@pytest.mark.parametrize("name", [*(f"{folder}/some.txt" for folder in FOLDERS), *FILES, "docs/new.md"])
def test_any_other_source_makes_it_stale(project, name):
    (project / name).write_text("edited", encoding="utf-8")
    assert not is_current(project / "site", project)


def test_a_removed_or_renamed_source_makes_it_stale(project):
    (project / "docs" / "some.txt").rename(project / "docs" / "other.txt")
    assert not is_current(project / "site", project)


def test_two_swapped_files_make_it_stale(project):
    one, other = project / "docs" / "some.txt", project / "macros" / "some.txt"
    texts = one.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    other.write_text(texts[0], encoding="utf-8")
    one.write_text(texts[1], encoding="utf-8")
    assert not is_current(project / "site", project)


def test_generated_files_are_not_sources(project):
    for name in source_fingerprint.MADE:
        (project / name).mkdir(parents=True)
        (project / name / "made.json").write_text("{}", encoding="utf-8")
    (project / "macros" / "__pycache__").mkdir()
    (project / "macros" / "__pycache__" / "some.pyc").write_text("", encoding="utf-8")
    assert is_current(project / "site", project)


def test_another_public_url_makes_it_stale(project, monkeypatch):
    monkeypatch.setenv("PAPER_TRAIL_URL", "https://another.example/")
    assert not is_current(project / "site", project)


def test_a_folder_without_a_source_hash_is_stale(project):
    (project / "site" / FILE).unlink()
    assert not is_current(project / "site", project)


FAST = sorted(path for room in ("counting", "law", "letters") for path in (ROOT / "tests" / room).glob("test_*.py"))


@pytest.mark.parametrize("path", FAST, ids=lambda path: path.name)
def test_a_file_of_make_test_fast_needs_no_site(path):
    """A module with ``SITE`` is refused as a whole without a current site; a path of its own would read a stale one."""
    module = importlib.import_module(f"tests.{path.parent.name}.{path.stem}")
    assert not hasattr(module, "SITE") or getattr(module, "pytestmark", None) == pytest.mark.browser
    assert 'ROOT / "site"' not in path.read_text(encoding="utf-8")
