"""List the parts of the law that need re-checking: ``make stale``.

With ``ARGS=--links`` check URLs too.
A fact is listed if it was not checked for a year, or if none of its sources is official. Links are checked on demand only,
never in a test: the result depends on the state of the web.
"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus

from macros.data.law_files import load_law
from macros.data.law_model import Law, Source
from macros.data.state_rules import in_state
from macros.data.yaml_files import WrongData

#: Days after which a fact needs re-checking.
YEAR = 365
#: Kinds of sources that come from whoever makes or administers the law.
OFFICIAL = ("official", "official-guidance", "mirror-of-legal-text")
#: Timeout for a URL, in seconds.
PATIENCE = 20


@dataclass(frozen=True)
class Stale:
    """A fact, office or URL to re-check, and why. ``where``: ``OH rule recording``."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


def stale(law: Law, today: date) -> Iterator[Stale]:
    """What is older than a year or lacks an official source, by jurisdiction."""
    for code in law.jurisdictions:
        sources = law.sources(code)
        for rule_id, rule in in_state(law, code).items():
            own = code not in law.states or rule.jurisdiction == code or rule_id in law.states[code].changes
            if own and rule.kind == "law":
                yield from _why(f"{code} rule {rule_id}", rule.checked, [sources[key] for key in rule.sources], today)
        for kind, office in law.offices(code).items():
            yield from _why(f"{code} office {kind}", office.checked, [sources[key] for key in office.sources], today)


def _why(where: str, checked: date, sources: list[Source], today: date) -> Iterator[Stale]:
    if (today - checked).days > YEAR:
        yield Stale(where, f"checked on {checked}, more than a year ago")
    if not any(source.kind in OFFICIAL for source in sources):
        yield Stale(where, "no official source")


def dead_links(law: Law, asked: Callable[[str], str]) -> Iterator[Stale]:
    """URLs of sources and offices that fail.

    ``asked`` returns the error of a URL, or "".
    """
    named: dict[str, str] = {}
    for code in law.jurisdictions:
        for key, source in law.sources(code).items():
            if source.url:
                named.setdefault(str(source.url), f"{code} source {key}")
        for kind, office in law.offices(code).items():
            if office.web:
                named.setdefault(str(office.web), f"{code} office {kind}")
    with ThreadPoolExecutor(max_workers=16) as pool:
        for (url, where), wrong in zip(named.items(), pool.map(asked, named), strict=True):
            if wrong:
                yield Stale(where, f"{wrong} <{url}>")


def ask(url: str) -> str:
    """The error of a URL; empty if it answers, or only refuses programs."""
    request = urllib.request.Request(url, headers={"User-Agent": "Mozilla/5.0 (link check)"})  # noqa: S310 (a `Web` is http or https)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 (the same)
            return ""
    except urllib.error.HTTPError as error:
        refused = (
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.METHOD_NOT_ALLOWED,
            HTTPStatus.TOO_MANY_REQUESTS,
        )
        return "" if error.code in refused else f"answers {error.code}"
    except (OSError, ValueError) as error:
        return f"does not answer ({error})"


def main(arguments: list[str]) -> int:
    """Print the list.

    Returns 0, or 1 after printing what is wrong with law files or arguments.
    """
    if unknown := set(arguments) - {"--links"}:
        print(f"make stale takes ARGS=--links, or nothing: {' '.join(sorted(unknown))}", file=sys.stderr)
        return 1
    try:
        law = load_law()
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    found = [*stale(law, datetime.now(UTC).date()), *(dead_links(law, ask) if arguments else ())]
    print("\n".join(map(str, found)))
    print(f"{len(found)} to look at again." if found else "Nothing to look at again.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
