"""The site's archive: reproducible, and a changed file always gets a newer timestamp."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from macros.site import source_age
from macros.site.archive import write_archive

COMMITTED = 1_795_800_000  # November 27, 2026


@pytest.fixture
def small(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name in ("index.html", "mississippi/index.html", "_headers"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"this is {name}", encoding="utf-8")
    return site


def test_the_same_site_gives_the_same_bytes_anywhere_at_any_time(small: Path, tmp_path: Path):
    first = write_archive(small, tmp_path / "one" / "site.zip", COMMITTED)
    for path in small.rglob("*"):
        path.touch()
        path.chmod(0o700)
    assert write_archive(small, tmp_path / "two" / "other.zip", COMMITTED) == first
    assert (tmp_path / "one" / "site.zip").read_bytes() == (tmp_path / "two" / "other.zip").read_bytes()


def test_the_archive_has_the_site_in_a_folder_and_hosting_instructions(small: Path, tmp_path: Path):
    write_archive(small, tmp_path / "site.zip", COMMITTED)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert archive.namelist() == [
            "HOSTING.md", "paper-trail/_headers", "paper-trail/index.html", "paper-trail/mississippi/index.html"
        ]  # fmt: skip
        assert archive.read("paper-trail/index.html") == b"this is index.html"
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}


def test_archived_files_have_the_timestamp_of_their_sources(small: Path, tmp_path: Path):
    write_archive(small, tmp_path / "site.zip", COMMITTED)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 11, 27, 17, 20, 0)}


def test_the_age_of_the_sources_comes_from_the_environment_or_the_commit(monkeypatch: pytest.MonkeyPatch):
    said = {"status": "", "log": "1795800000"}
    monkeypatch.setattr(source_age, "_git", lambda *words: said[words[0]])
    monkeypatch.delenv(source_age.VARIABLE, raising=False)
    assert source_age.age_of_sources() == COMMITTED
    said["status"] = " M docs/index.md"
    assert source_age.age_of_sources() is None
    monkeypatch.setenv(source_age.VARIABLE, "1")
    assert source_age.age_of_sources() == 1


def test_without_a_repository_the_age_of_the_sources_is_unknown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(source_age.VARIABLE, raising=False)
    monkeypatch.setattr(source_age, "_git", lambda *_: None)
    assert source_age.age_of_sources() is None
