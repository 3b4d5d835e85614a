"""Build the same sources with Zensical instead of MkDocs: ``make build-zensical``.

Writes readable pages to build/zensical/site. MkDocs is used only to read front matter. For what is missing compared with
the site see DECISIONS.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

import yaml

from macros import bootstrap
from macros.pages import hooks
from macros.places import ROOT
from tests.tools.own_packages import own_packages
from tests.tools.zensical.plain_pages import PlainPage, plain_pages

OUT = ROOT / "build" / "zensical"
LOCK = ROOT / "tests" / "tools" / "zensical" / "requirements.lock"


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml; environment variables in it are left empty."""


_Settings.add_constructor("!ENV", lambda _, __: "")


def main(only: tuple[str, ...]) -> int:
    """Write the pages, build, insert the macros' HTML. Returns Zensical's exit code."""
    tool = own_packages("zensical", LOCK)
    shutil.rmtree(OUT, ignore_errors=True)
    pages = list(plain_pages(only or ("",)))
    for page in pages:
        file = OUT / "docs" / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.markdown, encoding="utf-8")
    (OUT / "mkdocs.yml").write_text(yaml.safe_dump(settings({page.path for page in pages})), encoding="utf-8")
    ours = {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run([tool / "bin" / "zensical", "build", "--clean"], cwd=OUT, env=os.environ | ours, check=False)
    if done.returncode == 0:
        print(f"{sum(put_in(page) for page in pages)} of {len(pages)} pages are in {(OUT / 'site').relative_to(ROOT)}.")
    return done.returncode


def settings(paths: set[str]) -> dict[str, Any]:
    """The settings that Zensical needs, with navigation and without theme, plugins and hooks."""
    ours = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)  # noqa: S506 (a safe loader)
    return {
        "site_name": ours["site_name"],
        "site_description": ours["site_description"],
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": True,
        "markdown_extensions": ours["markdown_extensions"],
        "nav": _only(hooks.with_made_pages(ours["nav"]), paths),
    }


def _only(nav: Any, paths: set[str]) -> Any:
    """The navigation without missing pages."""
    if isinstance(nav, list):
        return [found for each in nav if (found := _only(each, paths))]
    if isinstance(nav, dict):
        return {name: found for name, part in nav.items() if (found := _only(part, paths))}
    return nav if nav in paths else None


def put_in(page: PlainPage) -> int:
    """Insert the macros' HTML; returns 1 if the page was built, else 0."""
    built = (
        OUT
        / "site"
        / (page.path.removesuffix("index.md") if page.path.endswith("index.md") else page.path.removesuffix(".md"))
    )
    file = built / "index.html"
    if not file.is_file():
        return 0
    file.write_text(page.with_ready(file.read_text(encoding="utf-8")), encoding="utf-8")
    return 1


if __name__ == "__main__":
    try:
        raise SystemExit(main(tuple(sys.argv[1:])))
    except bootstrap.CannotSetUp as sentence:
        raise SystemExit(str(sentence)) from None
