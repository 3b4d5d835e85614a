"""Build the site into ``site/``: a list of named, timed steps.

MkDocs only turns Markdown into HTML. Engines and sheets are made meanwhile; the pages have placeholders for both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from calculators import law
from calculators.tools import letter
from macros.data import facts
from macros.data.state_files import write_data
from macros.data.yaml_files import WrongData
from macros.engines.make_engines import write_engines_in
from macros.engines.pyodide.runtime import RUNTIME, engine_kind
from macros.low_priority import LOW_PRIORITY
from macros.one_at_a_time import build_lock
from macros.pages import letter_pages
from macros.places import ROOT
from macros.site import hashed_names, source_age, source_fingerprint
from macros.site.app_files import write_app_files
from macros.site.built_site import BuiltSite
from macros.site.checksums import FILE as CHECKSUMS
from macros.site.checksums import write_checksums
from macros.site.engine_names import PENDING, put_engines
from macros.site.law_links import lead_to_the_rules
from macros.site.offline import write_offline
from macros.site.policy import write_policy
from macros.site.redirects import write_redirects
from macros.site.sbom import write_sbom
from macros.site.scripts import join_scripts
from macros.site.search_files import write_search
from macros.site.sheets_in_site import put_sheets
from macros.site.styles import join_styles
from macros.site.third_party import write_third_party
from macros.site.vendor import write_vendor


def prepare() -> None:
    """Make everything that pages refer to, for a server that renders on request.

    Raises WrongData if the law or another data file is malformed.
    """
    read_again()
    write_engines_in(RUNTIME)
    write_vendor()


def read_again() -> bool:
    """Write the law's data if it changed, and drop cached copies. True if it changed."""
    changed = [path.stem for path in write_data()]
    law.forget(changed)
    of_the_law = (letter.letters, letter.samples, letter_pages.cited)
    for remembered in (facts.pages_data, facts.checklists, *(of_the_law if changed else ())):
        remembered.cache_clear()
    return bool(changed)


@dataclass(frozen=True)
class Build:
    """State shared by the steps of one build."""

    folder: Path
    mkdocs_options: Sequence[str]
    #: The fingerprint of the sources before the first step.
    sources: str

    @cached_property
    def site(self) -> BuiltSite:
        """The pages, read on first use. Steps change them in memory.

        The last one writes them.
        """
        return BuiltSite(self.folder)


@dataclass(frozen=True)
class Step:
    """One step of a build. ``input`` and ``output`` are for the reader only."""

    name: str
    input: str
    output: str
    run: Callable[[Build], object]
    #: Runs in the background until a step that is ``after`` it starts.
    in_background: bool = False
    after: str = ""


def _make_engines(_: Build) -> None:
    _run_module("engines.make_engines", str(RUNTIME))


def _make_sheets(_: Build) -> None:
    _run_module("paper.sheets", LOW_PRIORITY)


def _run_module(name: str, *arguments: str) -> None:
    """Run one of our modules in a subprocess; discard its output, but not its errors."""
    subprocess.run(
        [sys.executable, "-m", f"macros.{name}", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True
    )


def _make_pages(build: Build) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(build.folder)]
    age = source_age.age_of_sources()
    of_that_day = {} if age is None else {source_age.VARIABLE: str(age)}
    environment = {**os.environ, **PENDING, **of_that_day}
    subprocess.run([*command, *build.mkdocs_options], cwd=ROOT, env=environment, check=True)


def _write_fingerprint(build: Build) -> None:
    (build.folder / source_fingerprint.FILE).write_text(f"{build.sources}\n", encoding="utf-8")


STEPS = (
    Step("law", "calculators/law*", "calculators/data", lambda _: read_again()),
    Step("vendor", "node_modules", "docs/assets/vendor", lambda _: write_vendor()),
    Step("engines", "calculators", "docs/assets/runtime", _make_engines, in_background=True),
    Step("sheets", "checklists, letters", "build/sheets", _make_sheets, in_background=True),
    Step("pages", "docs", "every page's HTML", _make_pages),
    Step("app files", "law, icon.svg", "manifest, icons, cards", lambda build: write_app_files(build.folder)),
    Step("licences", "packages", "third-party.txt", lambda build: write_third_party(build.folder)),
    Step("packages", "lock files", "sbom.json", lambda build: write_sbom(build.folder)),
    Step("redirects", "redirects.yml", "old addresses", lambda build: write_redirects(build.folder)),
    Step("search", "HTML, search.yml", "search files", lambda build: write_search(build.folder)),
    Step("law links", "citations", "the guides that have the rules", lambda build: lead_to_the_rules(build.site)),
    Step(
        "put engines",
        "docs/assets/runtime",
        "their names in HTML",
        lambda build: put_engines(build.site),
        after="engines",
    ),
    Step("styles", "assets/css", "one style sheet", lambda build: join_styles(build.site)),
    Step("scripts", "assets/js", "few lowered scripts", lambda build: join_scripts(build.site)),
    Step("hashed names", "styles, scripts", "names by content", lambda build: hashed_names.name_by_content(build.site)),
    Step("put sheets", "build/sheets", "their sizes in HTML", lambda build: put_sheets(build.site), after="sheets"),
    Step("policy", "HTML", "what browsers refuse", lambda build: write_policy(build.site)),
    Step("offline", "all of the site", "sw.js, final HTML", lambda build: write_offline(build.site)),
    Step("fingerprint", "all sources", source_fingerprint.FILE, _write_fingerprint),
    Step("checksums", "all of the site", CHECKSUMS, lambda build: write_checksums(build.folder)),
)


def run_steps(steps: Sequence[Step], build: Build) -> None:
    """Run the steps in order and print each with its time.

    A failing step ends the build with its error.
    """
    background: dict[str, Future[None]] = {}
    with ThreadPoolExecutor() as threads:
        for step in steps:
            if step.after:
                background[step.after].result()
            if step.in_background:
                background[step.name] = threads.submit(_run, step, build)
            else:
                _run(step, build)


def _run(step: Step, build: Build) -> None:
    start = time.perf_counter()
    step.run(build)
    seconds = time.perf_counter() - start
    beside = ", in the background" if step.in_background else ""
    line = f"{step.name:<13}{seconds:6.1f} s   {step.input} -> {step.output}{beside}\n"
    print(line, end="", flush=True)  # in one write, because two steps can end at once


def main(arguments: list[str]) -> int:
    """Build. Returns 0, or 1 after the lines that say what is wrong."""
    options = argparse.ArgumentParser(prog="make build")
    options.add_argument("-d", "--site-dir", type=Path, default=ROOT / "site")
    known, others = options.parse_known_args(arguments)
    engine_kind()  # a wrong setting ends a build before its first step
    try:
        with build_lock():
            run_steps(STEPS, Build(known.site_dir.resolve(), others, source_fingerprint.of_sources()))
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        return 1  # the subprocess has printed what is wrong
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
