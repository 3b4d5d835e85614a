"""The age of the sources, used as build date: builds on different days are identical."""

from __future__ import annotations

import os
import subprocess

from macros.places import ROOT

#: A standard variable, known to MkDocs and many other build tools.
VARIABLE = "SOURCE_DATE_EPOCH"


def age_of_sources() -> int | None:
    """The time of the last commit in seconds since 1970; None outside a repository."""
    if said := os.environ.get(VARIABLE):
        return int(said)
    if _git("status", "--porcelain") != "":
        return None
    return int(_git("log", "-1", "--format=%ct") or 0) or None


def _git(*words: str) -> str | None:
    """Git's output; None without git or a repository."""
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return None
