"""The live preview: pages are rendered on request, so edits show fast.

MkDocs reads, renders and writes each page as in a build. Whatever a build does across all pages, such as hashed names
and the service worker, is missing from a preview.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from calculators.law import known_states, load
from macros.build import read_again
from macros.engines.pyodide.runtime import RUNTIME
from macros.pages import hooks
from macros.paper import sheets
from macros.places import ROOT
from macros.preview.garbage_collector import garbage_collector_paused
from macros.site import search_files
from macros.site.engine_names import AT
from macros.site.policy import with_policy
from macros.site.sheets_in_site import with_sizes

CONFIG = ROOT / "mkdocs.yml"


def copy_runtime(source: Path, to: Path) -> None:
    """Replace older calculators with a copy of these."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(source, to)


def _names(folder: Path) -> set[str]:
    """The calculators' folders, which are named by content hash."""
    return {path.name for path in folder.iterdir()}


class Preview:
    """A site in ``folder``, made file by file. ``address``: where it is served."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self._address = folder, address
        self._lock = threading.Lock()
        self._made: set[str] = set()
        self._sources: dict[str, int] = {}
        self._configure()
        self._list()

    def renew(self) -> None:
        """Load what was edited. Raises WrongData if the law or another data file is malformed."""
        with self._lock, garbage_collector_paused():
            changed = read_again()
            self._made.clear()
            before, now = self._sources, self._written()
            if before.keys() != now.keys() or before[str(CONFIG)] != now[str(CONFIG)]:
                self._configure()
                changed = True
            if changed:
                self._list()
            else:
                self._take_made_pages()
                self._read_titles()

    def make(self, path: str) -> None:
        """Make the file of a path, such as ``federal/records/index.html``, unless it is up to date."""
        with self._lock:
            if path not in self._made:
                self._made.add(path)
                try:
                    self._make(path)
                except BaseException:
                    self._made.discard(path)
                    raise

    def take_runtime(self, folder: Path) -> None:
        """Use the calculators in ``folder`` if they differ from the current ones."""
        if _names(folder) != _names(RUNTIME):
            with self._lock:
                copy_runtime(folder, RUNTIME)

    def _configure(self) -> None:
        """Load the MkDocs configuration and the templates."""
        config = load_config(str(CONFIG), site_dir=str(self._folder), site_url=self._address)
        self._config = config.plugins.on_config(config)
        self._theme = self._config.theme.get_env()

    def _list(self) -> None:
        """List the files and the navigation: with the configuration, what ``mkdocs build`` does before rendering."""
        self._config.plugins.on_pre_build(config=self._config)
        files = get_files(self._config)
        self._files: Files = self._config.plugins.on_files(files, config=self._config)
        set_exclusions(self._files, self._config)
        nav = get_navigation(self._files, self._config)
        self._nav: Navigation = self._config.plugins.on_nav(nav, config=self._config, files=self._files)
        for file in self._files.documentation_pages():
            if file.page is None:
                Page(None, file, self._config)
        self._env = self._config.plugins.on_env(self._theme, config=self._config, files=self._files)
        self._by_address: dict[str, File] = {file.dest_uri: file for file in self._files}
        self._sources = {}
        self._read_titles()

    def _written(self) -> dict[str, int]:
        """The hand-written files, with their modification times."""
        folders = (Path(self._config.docs_dir), CONFIG)
        paths = [path for folder in folders for path in (folder.rglob("*.md") if folder.is_dir() else [folder])]
        return {str(path): path.stat().st_mtime_ns for path in paths}

    def _take_made_pages(self) -> None:
        """Render the generated pages, such as a state's page from a guide."""
        for path, text in hooks.made_pages().items():
            made = self._files.src_uris[path]
            if made.content_string != text:
                made.content_string = text
                if made.page:
                    made.page.markdown = None

    def _read_titles(self) -> None:
        """Read the titles of pages, for lists on other pages."""
        written = self._written()
        for file in self._files.documentation_pages():
            path = file.abs_src_path or ""
            page = file.page
            if page and (page.markdown is None or self._sources.get(path) != written.get(path)):
                page.read_source(self._config)
        self._sources = written

    def _make(self, path: str) -> None:
        name = Path(path).name
        file = self._by_address.get(path)
        if path.startswith("search/words-"):
            self._make_words(name.removeprefix("words-").removesuffix(".json"))
        elif path.startswith("assets/sheets/") and name.endswith(".pdf"):
            self._make_sheet(path)
        elif path.startswith(AT):
            self._copy_calculator(path)
        elif file and file.is_documentation_page():
            self._make_page(file)
        elif file:
            file.copy_file()

    def _make_page(self, file: File) -> None:
        assert file.page is not None
        # these two steps have no public API in MkDocs
        mkdocs_build._populate_page(file.page, self._config, self._files)
        mkdocs_build._build_page(file.page, self._config, self._files.documentation_pages(), self._nav, self._env)
        path = self._folder / file.dest_uri
        html = with_sizes(path.read_text(encoding="utf-8"))
        names = {name: f"words-{name}.json" for name in search_files.all_names()}
        path.write_text(with_policy(search_files.with_names(html, names)), encoding="utf-8")

    def _copy_calculator(self, path: str) -> None:
        """Copy a calculator file: they are built after MkDocs has listed the files."""
        source = RUNTIME / path.removeprefix(AT)
        if source.is_file():
            self._write(path, source.read_bytes())

    def _make_sheet(self, path: str) -> None:
        slug, name = path.split("/")[-2:]
        code = next((code for code in known_states() if load(code).slug == slug), None)
        if code:
            sheets.write_states([code])
            self._write(path, (sheets.SHEETS / slug / name).read_bytes())

    def _make_words(self, name: str) -> None:
        """Make the search index of one state; this renders the state's pages."""
        every = set(search_files.all_names())
        paths = []
        for file in self._files.documentation_pages():
            folder = file.dest_uri.split("/")[0]
            if name == (folder if folder in every else search_files.SHARED):
                if file.dest_uri not in self._made:
                    self._made.add(file.dest_uri)
                    self._make_page(file)
                paths.append(self._folder / file.dest_uri)
        content: dict[str, Any] = search_files.search_files(self._folder, paths, [name])
        self._write(f"search/words-{name}.json", content[name].encode())

    def _write(self, path: str, content: bytes) -> None:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
