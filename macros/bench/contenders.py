"""The contenders: each page computes the same due date, its limit taken from the law."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template

from calculators.law import load
from calculators.words import plain_date
from macros.bench.figures import Contender, ContenderId
from macros.bench.line import find
from macros.places import ROOT

PAGES = Path(__file__).with_name("contenders")
MODULES = ROOT / "node_modules"
PYODIDE = MODULES / "pyodide"
PYSCRIPT = MODULES / "@pyscript" / "core"
#: The site is served below a path, like a GitHub project page.
SITE_PATH = "/paper-trail/"
STATE, EVENT, RULE = "MS", "state_complaint_received", "state_complaint_decision"
START = date(2026, 3, 2)
#: Days that replace START while typing: each differs in one digit and gives a due date not shown before.
CORRECTED = tuple(date(2026, 3, day) for day in (5, 9, 6, 2, 5))


@dataclass(frozen=True)
class Page:
    """A contender's page and the script of a visit to it.

    ``form`` is empty for a page that answers without input. ``corrections``: replacements for the date's last digit, in order,
    each with the words that must then appear.
    """

    path: str
    place: str
    expected: str
    form: Mapping[str, str]
    corrections: Sequence[tuple[str, str]] = ()


def about() -> dict[ContenderId, Contender]:
    """The contenders in display order."""
    return {
        "stock": Contender(
            name="Stock Pyodide",
            version=_version(PYODIDE),
            used="The npm package as it is, in the first example of its documentation: a script on the page itself, "
            "no worker. It adds the days with datetime.",
        ),
        "pyscript": Contender(
            name="PyScript",
            version=_version(PYSCRIPT),
            used="The npm package as it is, with a script of type py on the page, as its documentation shows first. "
            "Its setting for the interpreter names the same stock Pyodide on our own server.",
        ),
        "javascript": Contender(
            name="JavaScript by hand",
            version="",
            used="Three lines in a bare page. No site of this kind can be faster. It is not part of the site.",
        ),
        "site": Contender(
            name="This site",
            version="",
            used="The built site. A program chooses state and event and fills in the date as soon as the page "
            "is there. It presses the button at once, sooner than any person could.",
        ),
    }


def pages() -> dict[ContenderId, Page]:
    """The page of each contender and the question put to it."""
    due = START + timedelta(days=_days())

    def bare(path: str) -> Page:
        return Page(path, place="#answer", expected=due.isoformat(), form={})

    return {
        "stock": bare("/stock/"),
        "pyscript": bare("/pyscript/"),
        "javascript": bare("/javascript/"),
        "site": Page(
            f"{SITE_PATH}tools/deadlines/",
            ".pt-result",
            plain_date(due),
            {"state": STATE, "event": EVENT, "date": START.isoformat()},
            [(day.isoformat()[-1], plain_date(day + timedelta(days=_days()))) for day in CORRECTED],
        ),
    }


def counted() -> str:
    """The calculation that every contender does, in words."""
    return f"{plain_date(START)} and {_days()} days"


def write_pages(folder: Path, site: Path) -> dict[str, Path]:
    """Write the other contenders' pages into a folder. Returns the folder served under each path."""
    for page in PAGES.glob("*.html"):
        place = folder / page.stem / "index.html"
        place.parent.mkdir(parents=True)
        text = Template(page.read_text(encoding="utf-8")).substitute(start=START.isoformat(), days=_days())
        place.write_text(text, encoding="utf-8")
    return {
        "/": folder,
        "/stock/pyodide/": PYODIDE,
        "/pyscript/pyodide/": PYODIDE,
        "/pyscript/core/": PYSCRIPT / "dist",
        SITE_PATH: site,
    }


def files(routes: Mapping[str, Path], contender: ContenderId, sent: Iterable[str]) -> list[Path]:
    """The files behind the addresses requested in a visit, as far as they exist."""
    root = root_of(pages()[contender])
    found = (find(routes, path if path.startswith("/") else root + path) for path in sent)
    return [file for file in found if file]


def root_of(page: Page) -> str:
    """The path below which everything of a contender is served: ``/stock/``."""
    return "/".join(page.path.split("/", 2)[:2]) + "/"


def _days() -> int:
    clock = load(STATE).rule(RULE).clock
    if clock is None or clock.unit != "calendar_days" or clock.value is None or EVENT not in clock.starts:
        raise SystemExit(f"The rule {RULE} is no longer a number of calendar days from {EVENT}: choose another one.")
    return clock.value


def _version(package: Path) -> str:
    file = package / "package.json"
    if not file.is_file():
        raise SystemExit(f"The npm package {package.name} is not installed: run 'make bench', which sets it up.")
    return str(json.loads(file.read_text(encoding="utf-8"))["version"])
