"""A site built for its public URL, with the pages of a few states."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from calculators.law import known_states, load
from macros import bootstrap
from macros.bench.invented_states import copy_project
from macros.places import STATE_LAW
from macros.site.redirects import REDIRECTS
from tests.tools.template_states import template_states

#: The public URL for which ``published`` builds the site.
URL = "https://paper-trail.example/help/"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the template states, built for its public URL once per test run and shared by all workers."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    folder = shared / "published"
    with (shared / "published.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "sw.js").is_file():
            project = shared / "published-project"
            _few_states(project)
            built = subprocess.run(
                [sys.executable, "-m", "macros.build", "-d", str(folder)],
                cwd=project,
                env={**os.environ, "PAPER_TRAIL_URL": URL},
                capture_output=True,
                text=True,
                check=False,
            )
            assert built.returncode == 0, built.stderr
    return folder


def _few_states(project: Path) -> None:
    """Copy the project without the law and texts of states that are not in this run's sample."""
    copy_project(project, engines=True)
    gone = {load(state).slug for state in known_states()} - {load(state).slug for state in template_states()}
    for slug in gone:
        (project / STATE_LAW.relative_to(bootstrap.ROOT) / f"{slug}.yml").unlink()
        shutil.rmtree(project / "docs" / slug, ignore_errors=True)
    moved = project / REDIRECTS.relative_to(bootstrap.ROOT)
    kept = [
        line for line in moved.read_text(encoding="utf-8").splitlines(True) if gone.isdisjoint(re.split("[/#:]", line))
    ]
    moved.write_text("".join(kept), encoding="utf-8")
