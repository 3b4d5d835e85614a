"""Packages that one command alone needs, from a lock of its own, in an environment of its own under ``.cache``."""

from __future__ import annotations

import sys
from pathlib import Path

from macros import bootstrap


def own_packages(name: str, lock: Path) -> Path:
    """The environment with what a lock names, made once. Raises CannotSetUp with a sentence if it cannot be had."""
    folder = bootstrap.ROOT / ".cache" / name
    stamp = bootstrap.Stamp(folder / ".set-up", lock)
    if not stamp.holds():
        bootstrap.say(f"Installing the packages of make {name} …")
        bootstrap.make_venv(bootstrap.run, Path(sys.executable), folder)
        bootstrap.install_locked(bootstrap.run, folder, lock)
        stamp.write()
    return folder
