"""``make reproduce``: build the last commit twice under different conditions and compare every byte.

The second build has another time zone, locale, umask, home and hash seed and, if Debian's libfaketime is available, a date
forty days later. Both have the URL and the time of the commit, like a published site. Takes some minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from macros import bootstrap
from macros.site.checksums import FILE
from macros.site.source_age import VARIABLE

FAKETIME = bootstrap.ROOT / ".cache" / "faketime"
#: Provided by the machine; the same packages by hash.
SET_UP = (".venv", "node_modules", ".cache")
PUBLISHED = {"PAPER_TRAIL_URL": "https://paper-trail.example/help/"}
FIRST = {"TZ": "America/Chicago", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
SECOND = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8"}


def main() -> int:
    """Build twice and compare. Returns 1 after a line for each differing file."""
    moment = _git("log", "-1", "--format=%ct").decode().strip()
    later = another_day()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        common = {**PUBLISHED, VARIABLE: moment}
        one = built(folder / "one", {**common, **FIRST}, 0o022)
        other = built(folder / "an other place", {**common, **SECOND, **later, "HOME": str(folder)}, 0o077)
    different = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
    print("\n".join([*different, f"{len(one) - len(different)} of {len(one)} files are the same, byte by byte."]))
    print("The second was built forty days later." if later else "Both were built today: there is no libfaketime here.")
    return 1 if different else 0


def built(folder: Path, environment: dict[str, str], umask: int) -> dict[str, str]:
    """Build the last commit in a folder; returns the SHA-256 of each file of the site."""
    folder.mkdir()
    archive = folder / "sources.tar"
    archive.write_bytes(_git("archive", "HEAD"))
    with tarfile.open(archive) as sources:
        sources.extractall(folder, filter="data")
    archive.unlink()
    for name in SET_UP:
        (folder / name).symlink_to(bootstrap.ROOT / name)
    print(f"Building in {folder.name} …", flush=True)
    python = folder / ".venv" / "bin" / "python"
    subprocess.run(
        [python, "-m", "macros.build"], cwd=folder, env={**os.environ, **environment}, umask=umask, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    listed: dict[str, str] = json.loads((folder / "site" / FILE).read_text(encoding="utf-8"))["sha256"]
    return listed


def another_day() -> dict[str, str]:
    """Environment that makes a program see a date forty days later; empty if unavailable."""
    if not FAKETIME.is_dir():
        bootstrap.run("sh", "-c", bootstrap.UNPACK.format(folder=FAKETIME, packages="libfaketime"))
    library = next(FAKETIME.glob("usr/lib/*/faketime/libfaketimeMT.so.1"), None)
    return {"LD_PRELOAD": str(library), "FAKETIME": "+40d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"} if library else {}


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=bootstrap.ROOT, capture_output=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
