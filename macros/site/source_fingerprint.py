"""A built site says which sources it was built from, so that tests refuse one that is older than the code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from macros.fingerprint import fingerprint
from macros.places import ROOT

#: The file of the built site that has the fingerprint.
FILE = "built-from.txt"
FOLDERS = ("calculators", "docs", "macros")
FILES = ("mkdocs.yml", "package-lock.json", "requirements.lock")
#: What a build writes among its sources.
MADE = ("calculators/data", "docs/assets/runtime", "docs/assets/vendor")
#: What else a build reads from its environment.
VARIABLES = ("PAPER_TRAIL_CORRECTIONS", "PAPER_TRAIL_ENGINE", "PAPER_TRAIL_URL")


def of_sources(root: Path = ROOT) -> str:
    """The fingerprint of all that a site is built from. Take it before a build: an edit meanwhile is not in the site."""
    each = (f"{path.relative_to(root).as_posix()} {fingerprint([path])}" for path in sorted(_sources(root)))
    return fingerprint([], *each, *(f"{name}={os.environ.get(name, '')}" for name in VARIABLES))


def is_current(site: Path, root: Path = ROOT) -> bool:
    """Whether a site was built from the sources as they are now."""
    file = site / FILE
    return file.is_file() and file.read_text(encoding="utf-8").strip() == of_sources(root)


def _sources(root: Path) -> Iterator[Path]:
    made = [root / name for name in MADE]
    for name in FOLDERS:
        for folder, inner, files in (root / name).walk():
            inner[:] = [one for one in inner if one != "__pycache__" and folder / one not in made]
            yield from (folder / file for file in files)
    yield from (root / name for name in FILES)
