"""The hash of a built site's sources, so that tests can refuse a stale site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from macros.fingerprint import fingerprint
from macros.places import ROOT

#: The file in the site with the hash.
FILE = "built-from.txt"
FOLDERS = ("calculators", "docs", "macros")
FILES = ("mkdocs.yml", "package-lock.json", "requirements.lock")
#: Generated files among the sources.
MADE = ("calculators/data", "docs/assets/runtime", "docs/assets/vendor")
#: Environment variables that affect a build.
VARIABLES = ("PAPER_TRAIL_CORRECTIONS", "PAPER_TRAIL_ENGINE", "PAPER_TRAIL_URL")


def of_sources(root: Path = ROOT) -> str:
    """The hash of all build inputs.

    Compute it before a build: later edits are not in the site.
    """
    each = (f"{path.relative_to(root).as_posix()} {fingerprint([path])}" for path in sorted(_sources(root)))
    return fingerprint([], *each, *(f"{name}={os.environ.get(name, '')}" for name in VARIABLES))


def is_current(site: Path, root: Path = ROOT) -> bool:
    """Whether a site was built from the current sources."""
    file = site / FILE
    return file.is_file() and file.read_text(encoding="utf-8").strip() == of_sources(root)


def _sources(root: Path) -> Iterator[Path]:
    made = [root / name for name in MADE]
    for name in FOLDERS:
        for folder, inner, files in (root / name).walk():
            inner[:] = [one for one in inner if one != "__pycache__" and folder / one not in made]
            yield from (folder / file for file in files)
    yield from (root / name for name in FILES)
