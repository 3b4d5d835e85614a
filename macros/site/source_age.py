"""How old the sources are: what a build says of its day, so that two builds on two days are the same."""

from __future__ import annotations

import os
import subprocess

from macros.places import ROOT

#: Known to MkDocs, and to many other tools that build things.
VARIABLE = "SOURCE_DATE_EPOCH"


def age_of_sources() -> int | None:
    """When the sources were last changed, in seconds since 1970; None if they are not those of a commit."""
    if said := os.environ.get(VARIABLE):
        return int(said)
    if _git("status", "--porcelain") != "":
        return None
    return int(_git("log", "-1", "--format=%ct") or 0) or None


def _git(*words: str) -> str | None:
    """What git says; None where there is no git or no repository."""
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return None
