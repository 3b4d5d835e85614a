"""Write the offline data: each state's file list, and the service worker.

``offline/<slug>.json`` lists every file of a saved state with its size; ``sw.js`` lists the app shell, which is small.
``python -m macros.site.offline SITE`` rewrites both for a site that was changed by hand.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from calculators.law import Law, known_states, load
from macros.engines.micropython import first_engine
from macros.file_cache import cached_by_file
from macros.site import hashed_names, search_files
from macros.site.built_site import BuiltSite

WORKER = Path(__file__).with_name("service-worker.js")
#: The placeholder in the worker for the app shell's file list.
SHELL_FILES = "self.SHELL_FILES"
#: The app shell: what every page may need. Libraries that load on demand are cached then.
SHELL = (
    "index.html",
    "offline/index.html",
    "assets/[0-9a-f]*/**/*.css",
    "assets/[0-9a-f]*/**/*.js",
    "assets/icons/icon.svg",
)
WHEN_ASKED = ("docx.js", "minisearch.js", "qr.js")
#: Folders of pages in every saved state, besides its own.
SHARED = ("questions", "tools", "checklists", "glossary", "about", "search", "offline", "espanol")
#: Placeholders in pages for megabytes with one decimal.
STORED, SENT = "[stored MB: {}]", "[sent MB: {}]"
SIZES = re.compile(r"\[(?:stored|sent) MB: ([a-z0-9-]+)\]")
MEGABYTE = 1_000_000


def write_offline(site: BuiltSite, states: Iterable[str] | None = None) -> None:
    """Finish the pages (sizes, marks), and write the lists and the worker.

    ``states`` are the codes of those that the site has pages of: all, unless told otherwise.
    """
    laws = [load(code) for code in states or known_states()]
    files = {law.slug: state_files(site.folder, law) for law in laws}
    site.write()  # sizes are measured on the files on disk
    _put_sizes(site, files)
    hashed_names.mark_pages(site)
    site.write()
    with ThreadPoolExecutor() as pool:
        worker = pool.submit(_write_worker, site)  # runs in a subprocess meanwhile
        for law in laws:
            _write_list(site.folder, law, files[law.slug])
        worker.result()


def state_files(site: Path, law: Law) -> list[Path]:
    """Every file of a saved state: pages, assets, search index, calculators, its law, printed sheets."""
    found = [site / "index.html", *_html(site / law.slug)]
    others = {load(code).slug for code in known_states()} - {law.slug}
    for folder in SHARED:
        found += [path for path in _html(site / folder) if path.parent.name not in others]
    assets = site / "assets"
    versioned = json.loads((assets / "runtime" / "manifest.json").read_text(encoding="utf-8"))
    runtime = assets / "runtime" / versioned["folder"]
    other_laws = {f"{code}.json" for code in known_states()} - {f"{law.code}.json", "US.json"}
    found += [path for path in runtime.iterdir() if path.name not in other_laws]
    found += list((runtime / versioned["engine"]).resolve().iterdir())
    first = first_engine.current(assets / "runtime")
    found += [path for path in first.iterdir() if path.name not in other_laws]
    found += [
        path
        for path in assets.glob("[0-9a-f]*/**/*")
        if len(path.relative_to(assets).parts[0]) == 12 and path.is_file()
    ]
    found += [next((site / "search").glob(f"words-{name}-*.json")) for name in (law.slug, search_files.SHARED)]
    found += (assets / "sheets" / law.slug).rglob("*.pdf")
    return [*found, assets / "icons" / "icon.svg"]


def _html(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("index.html"))


def _put_sizes(site: BuiltSite, files: Mapping[str, list[Path]]) -> None:
    """Replace size placeholders. ``files``: each state's saved files, by slug."""
    # a site changed by hand already has its sizes, so nothing needs compressing
    asked = {slug for html in site.pages.values() for slug in SIZES.findall(html) if slug in files}
    with ThreadPoolExecutor() as pool:  # compression releases the lock
        list(pool.map(sent, {path for slug in asked for path in files[slug]}))
    words: dict[str, str] = {}
    for slug in asked:
        words[STORED.format(slug)] = _megabytes(sum(path.stat().st_size for path in files[slug]))
        words[SENT.format(slug)] = _megabytes(sum(sent(path) for path in files[slug]))
    site.change(lambda html: SIZES.sub(lambda found: words.get(found[0], found[0]), html))


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}"


@cached_by_file
def sent(path: Path) -> int:
    """Transfer size with a web server's usual gzip; compressed formats as they are."""
    if path.suffix in (".pdf", ".png"):
        return path.stat().st_size
    return len(gzip.compress(path.read_bytes(), 6))


def _write_list(site: Path, law: Law, paths: Iterable[Path]) -> None:
    files = [_entry(site, path) for path in paths]
    listed = json.dumps(files, sort_keys=True)
    about: dict[str, Any] = {
        "version": hashed_names.digest(listed.encode()),
        "slug": law.slug,
        "name": name_of(law),
        "home": f"{law.slug}/",
        "size": sum(file["size"] for file in files),
        "files": [{key: value for key, value in file.items() if key != "hash" or "mark" not in file} for file in files],
    }
    path = site / "offline" / f"{law.slug}.json"
    path.write_text(json.dumps(about, separators=(",", ":")), encoding="utf-8")


def _entry(site: Path, path: Path) -> dict[str, Any]:
    url = path.relative_to(site).as_posix()
    return {"url": url.removesuffix("index.html"), **_marked(path)}


@cached_by_file
def _marked(path: Path) -> dict[str, Any]:
    """A file's size and hash; for a page, its mark."""
    content = path.read_bytes()
    about: dict[str, Any] = {"size": len(content), "hash": hashed_names.digest(content)}
    return {**about, "mark": hashed_names.mark(content.decode())} if path.suffix == ".html" else about


def name_of(law: Law) -> str:
    """A parent's name for this set of pages."""
    return "the federal set" if law.is_federal else law.name


def _write_worker(site: BuiltSite) -> None:
    listed = json.dumps(list(_shell(site.folder)), separators=(",", ":"))
    marks = "".join(map(hashed_names.mark, site.pages.values()))
    worker = WORKER.read_text(encoding="utf-8").replace(SHELL_FILES, listed, 1)
    # A browser updates the worker if any byte differs: any changed page makes a new version.
    (site.folder / "sw.js").write_text(f"{worker}// {hashed_names.digest(marks.encode())}\n", encoding="utf-8")


def _shell(site: Path) -> Iterator[dict[str, str]]:
    """The app shell as a browser requests it; a page's revision is its mark, other files' their hash."""
    for pattern in SHELL:
        for path in sorted(site.glob(pattern)):
            url = path.relative_to(site).as_posix()
            if url.startswith("assets/runtime/") or path.name in WHEN_ASKED:
                continue
            about = _marked(path)
            yield {"url": url.removesuffix("index.html"), "revision": about.get("mark", about["hash"])}


if __name__ == "__main__":
    write_offline(BuiltSite(Path(sys.argv[1])))
