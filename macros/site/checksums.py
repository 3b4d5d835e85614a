"""``build.json``: the SHA-256 of every other file of the site, for verifying copies.

``make check-copy ARGS=https://copy.example/`` (or a folder) compares a copy with the list of the local build.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from macros.places import ROOT

FILE = "build.json"
#: Configuration read by hosts, which those hosts do not serve.
FOR_HOSTS = ("_headers",)


def write_checksums(folder: Path) -> None:
    """Write the list into a site.

    Must be the last step, because later changes would not match.
    """
    listed = {"sha256": checksums(folder)}
    (folder / FILE).write_text(json.dumps(listed, indent=0) + "\n", encoding="utf-8")


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file, by its path in the site."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / FILE)
    with ThreadPoolExecutor() as threads:
        digests = threads.map(lambda path: digest(path.read_bytes()), files)
        return dict(zip((path.relative_to(folder).as_posix() for path in files), digests, strict=True))


def digest(content: bytes) -> str:
    """The SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def differences(listed: Mapping[str, str], read: Callable[[str], bytes | None]) -> Iterator[str]:
    """A line for each file that a copy lacks or has altered.

    ``read`` returns a file's content by path, or None if it does not exist.
    """
    with ThreadPoolExecutor(8) as threads:
        for path, content in zip(listed, threads.map(read, listed), strict=True):
            if content is None:
                if path not in FOR_HOSTS:
                    yield f"missing: {path}"
            elif digest(content) != listed[path]:
                yield f"not ours: {path}"


def reader(copy: str) -> Callable[[str], bytes | None]:
    """A reader of the copy at a URL or in a folder.

    Raises URLError if the host is unreachable.
    """
    if not copy.startswith(("http://", "https://")):
        folder = Path(copy)
        return lambda path: (folder / path).read_bytes() if (folder / path).is_file() else None

    def read(path: str) -> bytes | None:
        # browsers request a page by its folder, and hosts may redirect to it
        address = (
            copy.rstrip("/") + "/" + quote(path.removesuffix("index.html") if path.endswith("/index.html") else path)
        )
        try:
            with urlopen(Request(address)) as answer:  # noqa: S310 (http or https, see above)
                content: bytes = answer.read()
                return content
        except HTTPError as error:
            with error:
                return None

    return read


def main(arguments: list[str]) -> int:
    """Compare a copy with the site in ``site/``. Returns 1 if it differs."""
    if len(arguments) != 1:
        print("Say which copy: make check-copy ARGS=https://copy.example/ (or a folder)", file=sys.stderr)
        return 2
    listed: dict[str, str] = json.loads((ROOT / "site" / FILE).read_text(encoding="utf-8"))["sha256"]
    try:
        found = list(differences(listed, reader(arguments[0])))
    except URLError as error:
        print(f"{arguments[0]} cannot be read: {error.reason}", file=sys.stderr)
        return 2
    print("\n".join([*found, f"{len(listed) - len(found)} of {len(listed)} files are as they were built here."]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
