"""``build.json`` lists every file with its SHA-256, and detects altered copies."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from macros.site import checksums
from tests.tools.browser import SITE, served


@pytest.fixture
def small(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name in ("index.html", "mississippi/index.html", "assets/sheets/a b.pdf", "_headers"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"this is {name}", encoding="utf-8")
    checksums.write_checksums(site)
    return site


def listed(site: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((site / checksums.FILE).read_text(encoding="utf-8"))["sha256"]
    return found


def test_the_built_site_lists_every_file_but_the_list_itself():
    files = {path.relative_to(SITE).as_posix(): path for path in SITE.rglob("*") if path.is_file()}
    assert listed(SITE).keys() == files.keys() - {checksums.FILE}
    for path in ("index.html", "sw.js", "_headers", "mississippi/evaluation/index.html"):
        assert listed(SITE)[path] == hashlib.sha256(files[path].read_bytes()).hexdigest()


def test_the_list_is_sorted_and_reproducible(small: Path):
    before = (small / checksums.FILE).read_bytes()
    assert [*listed(small)] == sorted(listed(small))
    checksums.write_checksums(small)
    assert (small / checksums.FILE).read_bytes() == before


def test_a_copy_in_a_folder_or_at_a_url_is_verified_and_differences_are_listed(small: Path, tmp_path: Path):
    def told(copy: str) -> list[str]:
        return [*checksums.differences(listed(small), checksums.reader(copy))]

    ours = listed(small)
    with served(small) as address:
        assert told(str(small)) == told(address) == []
        (small / "mississippi" / "index.html").write_text("another date", encoding="utf-8")
        (small / "assets" / "sheets" / "a b.pdf").unlink()
        wanted = ["missing: assets/sheets/a b.pdf", "not ours: mississippi/index.html"]
        assert listed(small) == ours
        assert told(str(small)) == told(address) == wanted


def test_a_configuration_file_of_hosts_need_not_be_served(small: Path):
    (small / "_headers").unlink()
    assert [*checksums.differences(listed(small), checksums.reader(str(small)))] == []


def test_an_unreachable_host_is_reported_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys, small: Path):
    monkeypatch.setattr(checksums, "ROOT", small.parent)
    assert checksums.main(["http://127.0.0.1:9/"]) == 2
    assert capsys.readouterr().err.startswith("http://127.0.0.1:9/ cannot be read: ")
    assert checksums.main([]) == 2
    assert checksums.main([str(small)]) == 0
    assert capsys.readouterr().out == "4 of 4 files are as they were built here.\n"
