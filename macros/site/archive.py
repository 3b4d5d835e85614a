"""The site as one archive: ``make site`` writes ``build/paper-trail-site.zip``, with hosting instructions.

Reproducible. File times are those of the sources (``SOURCE_DATE_EPOCH``, else the last commit): web servers detect changes
by size and time, so a constant time would leave readers with stale files.
"""

from __future__ import annotations

import hashlib
import sys
import time
import zipfile
from pathlib import Path

from macros.places import ROOT
from macros.site import source_fingerprint
from macros.site.source_age import VARIABLE, age_of_sources

ARCHIVE = ROOT / "build" / "paper-trail-site.zip"
HOSTING = ROOT / "HOSTING.md"
FOLDER = "paper-trail"


def write_archive(site: Path, to: Path, seconds: int) -> str:
    """Write the archive with file times ``seconds`` since 1970. Returns its SHA-256."""
    files = {f"{FOLDER}/{path.relative_to(site).as_posix()}": path for path in site.rglob("*") if path.is_file()}
    to.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(to, "w") as archive:
        for name, path in sorted({**files, HOSTING.name: HOSTING}.items()):
            about = zipfile.ZipInfo(name, time.gmtime(seconds)[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            about.create_system, about.external_attr = 3, 0o100644 << 16  # a regular file, on any system
            archive.writestr(about, path.read_bytes())
    with to.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def main() -> int:
    """Write the archive of ``site/``. Returns 1 after a message if it is stale."""
    site = ROOT / "site"
    if not source_fingerprint.is_current(site):
        print("The site in site/ was built from other sources: run `make site`.", file=sys.stderr)
        return 1
    age = age_of_sources()
    digest = write_archive(site, ARCHIVE, int(time.time()) if age is None else age)
    print(f"{digest}  {ARCHIVE.relative_to(ROOT)}")
    if age is None:
        print(f"Not to be repeated: the sources are not those of a commit. Commit them, or set {VARIABLE}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
