"""The headers that a host sends by the site's ``_headers`` file."""

from pathlib import Path

from macros.site.policy import FILE


def headers_for(folder: Path, path: str) -> list[tuple[str, str]]:
    """The headers that a folder's ``_headers`` sets for a path such as ``/about/``.

    As on a host, every matching rule adds its own.
    """
    file = folder / FILE
    sent: list[tuple[str, str]] = []
    fits = False
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if not line.startswith(" "):
            fits = path == line or (line.endswith("*") and path.startswith(line[:-1]))
        elif fits:
            name, _, said = line.strip().partition(": ")
            sent.append((name, said))
    return sent
