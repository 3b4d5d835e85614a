"""With more states pages stay small, a phone downloads one state's law, and edits show without a build."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from calculators.law import known_states, load
from macros import build
from macros.bench.invented_states import project_with
from macros.data import holiday_days, state_files
from macros.data.yaml_files import WrongData
from macros.pages import letter_pages, state_pages
from macros.places import DOCS
from macros.site import built_site
from macros.site.first_view import first_views
from tests.tools.browser import SITE
from tests.tools.waiting import poll

#: Maximum bytes of a first view, with a web server's usual compression.
FIRST_VIEW = 60_000
#: Pages with a larger maximum.
HEAVIER = {
    "tools/case/index.html": 76_000,  # every date of every state, the people, and storage for several children
    "about/sources/index.html": 74_000,  # every federal rule with all its sources, for reviewers
}
#: The real jurisdictions, and the number in the project made for these tests.
KNOWN = known_states()
SOME = len(KNOWN) + 2
PAGE = "mississippi/records/"
#: The error output of ``make serve``, a file in the project's folder.
SAID = "said.txt"

Get = Callable[[str], str]


def unused_port() -> int:
    """A free port assigned by the system, because two test processes run a server each."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project with invented states."""
    return project_with(tmp_path_factory.mktemp("growth"), SOME, engines=True)


@pytest.fixture(scope="module")
def get(grown: Path) -> Iterator[Get]:
    """Fetches a page of that project from ``make serve``."""
    port = unused_port()
    with (grown / SAID).open("w", encoding="utf-8") as said_here:
        server = subprocess.Popen(
            [sys.executable, "-m", "macros.preview.serve", str(port)],
            cwd=grown,
            stdout=subprocess.PIPE,
            stderr=said_here,
        )
    assert server.stdout
    said = server.stdout.readline().decode()
    assert f"http://127.0.0.1:{port}/" in said, said

    def fetch(path: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}/{path}", timeout=120) as answer:
            return str(answer.read().decode())

    until(fetch, PAGE, "<h1")  # the address is printed a moment before it listens
    yield fetch
    server.terminate()
    server.wait(30)


def until(get: Get, path: str, shows: str) -> str:
    """Wait until a page shows something."""

    def showing() -> str:
        with suppress(HTTPError, URLError, ConnectionError):  # the server is busy
            page = get(path)
            return page if shows in page else ""
        return ""

    return poll(showing, f"{path} shows “{shows}”")


def too_heavy(views: Mapping[str, float]) -> dict[str, int]:
    return {page: round(size) for page, size in views.items() if size > HEAVIER.get(page, FIRST_VIEW)}


def test_the_first_view_of_every_page_is_small():
    assert too_heavy(first_views(SITE)) == {}


def test_a_states_page_has_nothing_of_other_states(get):
    assert "Invented" not in get(PAGE)


def test_an_edit_of_a_page_a_shared_text_or_the_law_shows(get, grown):
    edits = {
        "docs/mississippi/records.md": ("A state law also asks", "An edited passage asks"),
        "docs/_guides/records.md": ("I need my child's records", "Edited records"),
        "calculators/law/mississippi.yml": ("name: Mississippi\n", "name: Edited State\n"),
    }
    for name, (old, new) in edits.items():
        path = grown / name
        before = path.read_text(encoding="utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), encoding="utf-8")
        until(get, PAGE, new.removeprefix("name: ").strip())
    assert "Edited records" in get("mississippi/"), "the list of a state's pages has the new title"


def test_the_preview_computes_all_holidays_before_the_first_edit():
    state_files.read_ahead()
    worked_out = holiday_days.federal_holidays.cache_info().misses
    law = state_files.load_law()
    assert all(state_files.state_data(law, code)["holidays"] for code in law.jurisdictions)
    assert holiday_days.federal_holidays.cache_info().misses == worked_out


def test_an_unreadable_law_does_not_stop_the_preview_from_starting(monkeypatch):
    def refused():
        raise WrongData("a line")

    monkeypatch.setattr(state_files, "load_law", refused)
    state_files.read_ahead()


def test_a_state_needs_no_passage_file_and_an_added_one_shows(get, grown):
    own = grown / "docs" / "invented-xa" / "records.md"
    assert not own.exists(), "it is a copy of Arizona, which has nothing of its own to say about records"
    assert "A passage that came" not in get("invented-xa/records/")
    own.write_text("{% block own_look %}\nA passage that came.\n{% endblock %}\n", encoding="utf-8")
    until(get, "invented-xa/records/", "A passage that came")


def test_text_that_no_page_would_show_is_reported(monkeypatch, tmp_path):
    shutil.copytree(DOCS / "_guides", tmp_path / "_guides")
    monkeypatch.setattr(state_pages, "DOCS", tmp_path)
    own = tmp_path / "arizona" / "records.md"
    own.parent.mkdir()
    own.write_text("{% block own_lok %}Lost.{% endblock %}", encoding="utf-8")
    with pytest.raises(WrongData, match=r"docs/arizona/records\.md: the guide has no place called own_lok"):
        state_pages.pages()
    own.write_text("Lost.", encoding="utf-8")
    with pytest.raises(WrongData, match="in no block"):
        state_pages.pages()


def test_a_renamed_page_in_the_navigation_shows_without_a_restart(get, grown):
    path = grown / "mkdocs.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("- Checklists:\n", "- Lists to tick:\n", 1), encoding="utf-8"
    )
    until(get, "checklists/", "Lists to tick")


def test_only_the_changed_state_law_is_reloaded(monkeypatch):
    before = {code: load(code) for code in ("AZ", "MS")}
    monkeypatch.setattr(build, "write_data", lambda: [SITE / "MS.json"])
    build.read_again()
    assert load("AZ") is before["AZ"]
    assert load("MS") is not before["MS"]
    assert load("MS") == before["MS"]


def test_an_edited_law_reaches_the_calculators_after_a_rebuild(get, grown):
    path = grown / "calculators" / "law" / "mississippi.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("sea: MDE\n", "sea: EDITED\n", 1), encoding="utf-8")

    def first_of_edited() -> str:
        """The folder of what answers first, once the form's page names the calculators that have the edited law."""
        with suppress(HTTPError, URLError, ConnectionError):
            form = get("tools/deadlines/")
            named = re.search(r'data-runtime="\.\./\.\./(assets/runtime/\w+/)"', form)
            first = re.search(r'data-first="\.\./\.\./(assets/runtime/first-\w+/)"', form)
            assert named
            assert first
            return first[1] if '"sea":"EDITED"' in get(f"{named[1]}MS.json") else ""
        return ""

    first = poll(first_of_edited, "the form's page names the calculators that have the edited law")
    assert "EDITED" in get(f"{first}MS.json"), "and so it does for what answers first"


def test_cached_citations_of_letters_are_dropped_when_the_law_changes(monkeypatch):
    letter_pages.cited("pwn_demand", "MS")
    monkeypatch.setattr(build, "write_data", list)
    build.read_again()
    assert letter_pages.cited.cache_info().currsize
    monkeypatch.setattr(build, "write_data", lambda: [SITE / "MS.json"])
    build.read_again()
    assert not letter_pages.cited.cache_info().currsize


def test_a_preview_has_search_sheets_and_a_404_page(get):
    assert "words-invented-xa.json" in get("search/")
    assert '"url":"invented-xa/records/"' in get("search/words-invented-xa.json")
    assert "/binder.pdf" in get("checklists/binder/")
    ahead = re.findall(r'<link rel="modulepreload" href="../../([^"]+)"', get("tools/deadlines/"))
    assert ahead
    assert all(get(script) for script in ahead), "what a page asks ahead for is there"
    with pytest.raises(HTTPError, match="404"):
        get("nowhere/")


def test_an_invalid_law_is_reported_and_the_last_valid_one_stays(get, grown):
    path = grown / "calculators" / "law.yml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "no_such_field: 1\n", encoding="utf-8")
    poll(lambda: "no_such_field" in (grown / SAID).read_text(encoding="utf-8"), "the wrong law is reported")
    assert "<h1" in get(PAGE)
    path.write_text(before, encoding="utf-8")
    own = grown / "calculators" / "law" / "arizona.yml"
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("name: Arizona\n", "name: Another Name\n", 1), encoding="utf-8")
    until(get, "arizona/records/", "Another Name")


def test_invented_states_stay_out_of_the_project():
    with pytest.raises(ValueError, match="name a folder outside of it"):
        project_with(SITE / "invented", SOME)
    assert not [path for path in built_site.pages(SITE) if "invented" in path.as_posix()]


@pytest.mark.browser
def test_a_phone_gets_the_law_of_its_own_state_alone(page, page_log, site):
    page.goto(f"{site}arizona/state-complaint/#deadline")
    page.get_by_label("On what day did the problem happen?", exact=True).fill("3/2/2026")
    page.get_by_role("button", name="Count the days").click()
    expect(page.locator(".pt-clock").first).to_be_visible(timeout=60_000)
    laws = {found[1] for url in page_log.requests if (found := re.search(r"/([A-Z]{2})\.json$", url))}
    assert laws <= {"AZ", "US"}
    assert "AZ" in laws
