"""Packages for a single command, from its own lock file, in a separate environment in ``.cache``."""

from __future__ import annotations

import sys
from pathlib import Path

from macros import bootstrap


def own_packages(name: str, lock: Path) -> Path:
    """The environment for a lock file, created once. Raises CannotSetUp if that fails."""
    folder = bootstrap.ROOT / ".cache" / name
    stamp = bootstrap.Stamp(folder / ".set-up", lock)
    if not stamp.holds():
        bootstrap.say(f"Installing the packages of make {name} …")
        bootstrap.make_venv(bootstrap.run, Path(sys.executable), folder)
        bootstrap.install_locked(bootstrap.run, folder, lock)
        stamp.write()
    return folder
