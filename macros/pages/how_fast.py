"""The content of the page "How fast", from a run of ``make bench``.

Two more tables are shown if their files exist: what each step of trimming the runtime saved, and build times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 (a field is named date)
from html import escape
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, PositiveFloat, TypeAdapter

from calculators.words import plain_date
from macros.bench import goals
from macros.bench.figures import (
    COMPARED,
    PHONE,
    PUBLISHED,
    SITE,
    STOCK,
    Bench,
    ContenderId,
    Figures,
    ProfileId,
    Spread,
    read_bench,
)
from macros.bench.units import megabytes, milliseconds, seconds, size, times

STEPS = PUBLISHED.with_name("bytes.json")
BUILD_TIMES = PUBLISHED.with_name("build-times.json")
#: The measures in table order: field, name, format.
ROWS = (
    ("first_answer", "First visit: a date is on the screen", seconds),
    ("ready", "First visit: Pyodide has shown it", seconds),
    ("warm_first_answer", "Second visit: a date is on the screen", seconds),
    ("warm", "Second visit: Pyodide has shown it", seconds),
    ("bytes_sent", "Sent, first visit", size),
    ("peak_memory", "Most memory, first visit", megabytes),
    ("longest_task", "Longest hold-up of the page", milliseconds),
)
#: Files of a contender that are listed individually; the rest are summed.
FILES_NAMED = 6

WIDTH, BAR, LINE, GAP = 360, 16, 22, 20
STYLE = (
    ".pt-bars{margin:var(--s4) 0}.pt-bars svg{display:block;width:100%;max-width:30rem;font-size:15px}.pt-bars text{fill:var(--ink)}"
    ".pt-bars .pt-first{fill:var(--accent)}.pt-bars .pt-whole{fill:var(--tint);stroke:var(--edge);stroke-width:1.5}"
    ".pt-bars .pt-title{font-weight:700}.pt-bars figcaption{color:var(--soft);font-size:var(--small)}"
)


class Step(BaseModel):
    """One step of trimming: bytes before compression, bytes sent, saving in percent."""

    model_config = ConfigDict(extra="ignore")

    step: str
    raw: NonNegativeInt
    shipped: NonNegativeInt
    gain_percent: float | None


class EditSeconds(BaseModel):
    """Seconds until an edit shows in ``make serve``, by kind of file."""

    page: NonNegativeFloat
    template: NonNegativeFloat
    style: NonNegativeFloat
    law: NonNegativeFloat


class BuildTime(BaseModel):
    """Build time, edit times, and maximum sizes for a number of jurisdictions."""

    model_config = ConfigDict(extra="ignore")

    jurisdictions: NonNegativeInt
    pages: NonNegativeInt
    full_seconds: PositiveFloat
    edit_seconds: EditSeconds
    index_bytes_gzip: NonNegativeInt
    largest_first_view_bytes_gzip: NonNegativeInt


class BuildTimes(BaseModel):
    """The output of ``make bench-build``."""

    model_config = ConfigDict(extra="ignore")

    machine: dict[str, str | float]
    date: Date
    rows: list[BuildTime]


@dataclass(frozen=True)
class HowFast:
    """A benchmark run, as Markdown and charts for the page."""

    bench: Bench

    @property
    def day(self) -> str:
        """The date of the run."""
        return plain_date(self.bench.day)

    @property
    def machine(self) -> str:
        """The machine of the run."""
        one = self.bench.machine
        memory = f"{one.memory / 2**30:.0f} GB of memory"
        return escape(f"{one.processor}, {one.cores} cores, {memory}, {one.system}, {one.browser}")

    @property
    def runs(self) -> int:
        """How often each page was visited under each profile, first and again."""
        return self.bench.runs

    @property
    def counted(self) -> str:
        """The calculation."""
        return self.bench.counted

    @property
    def contenders(self) -> str:
        """The contenders and how they were measured, as a list."""
        return "\n".join(
            f"- **{one.name}{f' {one.version}' if one.version else ''}.** {one.used}"
            for one in self.bench.contenders.values()
        )

    def slowed(self, profile: ProfileId) -> str:
        """A profile's throttling, as configured and as measured."""
        asked = self.bench.profiles[profile]
        return (
            f"The processor is {_plain(asked.cpu_times_slower)} times slower. The line carries "
            f"{_plain(asked.megabits_a_second)} megabits a second, and each answer comes "
            f"{_plain(asked.delay_milliseconds)} milliseconds late. We checked before the run. A sum on the page took "
            f"{_plain(asked.found_cpu_main_thread)} times as long, the same sum in a worker "
            f"{_plain(asked.found_cpu_worker)} times, and the line carried {_plain(asked.found_megabits_a_second)} megabits a second."
        )

    def table(self, profile: ProfileId) -> str:
        """Every measure of every contender: median, minimum, maximum, and ratio to stock."""
        own = self.bench.figures[profile]
        names = [self.bench.contenders[name].name for name in own]
        lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
        for measure, title, write in ROWS:
            cells = [_cell(name, figures, measure, write) for name, figures in own.items()]
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
        return "\n".join(lines)

    def after_tap(self, profile: ProfileId) -> str:
        """How long this site takes from the tap on the button, with its spread."""
        taken = self.bench.figures[profile][SITE].after_tap
        assert taken is not None
        return _spread(taken, seconds)

    def typing(self, profile: ProfileId) -> str:
        """How long this site takes while somebody types, in two sentences; empty without data."""
        site = self.bench.figures[profile][SITE]
        if site.typing is None or site.typing_longest_task is None:
            return ""
        return (
            f"When a digit of the date was changed, the new date came after {_spread(site.typing, milliseconds)}. "
            f"The longest hold-up while typing was {_spread(site.typing_longest_task, milliseconds)}."
        )

    def chart(self, profile: ProfileId) -> str:
        """Bars: time to a first date and to Pyodide's date, on first and second visits."""
        own = self.bench.figures[profile]
        most = max(max(figures.ready.median, figures.warm.median) for figures in own.values())
        parts: list[str] = []
        told: list[str] = []
        top = 0
        for title, first, whole in (
            ("First visit", "first_answer", "ready"),
            ("Second visit", "warm_first_answer", "warm"),
        ):
            top += LINE
            parts.append(f'<text class="pt-title" x="0" y="{top}">{title}</text>')
            for name, figures in own.items():
                label = self.bench.contenders[name].name
                early, late = getattr(figures, first).median, getattr(figures, whole).median
                words = f"{label}: {seconds(early)}"
                if seconds(early) != seconds(late):
                    words += f", in full {seconds(late)}"
                top += LINE
                parts.append(f'<text x="0" y="{top}">{escape(words)}</text>')
                top += 6
                parts.append(_bar("pt-whole", late / most, top))
                parts.append(_bar("pt-first", early / most, top))
                top += BAR
                told.append(f"{title}, {words}.")
            top += GAP
        return (
            f'<figure class="pt-bars"><style>{STYLE}</style><svg viewBox="0 0 {WIDTH} {top}" role="img" '
            f'aria-label="{escape(" ".join(told))}">{"".join(parts)}</svg>\n'
            "<figcaption>Solid: until a date is on the screen. Outlined: until Pyodide has shown it too. "
            "Shorter is better.</figcaption></figure>"
        )

    def goals(self) -> str:
        """Each goal: target, result, and for those missed by how much and why."""
        lines = ["| Goal | Wanted | Found | Result |", "|---|---|---|---|"]
        lines += (
            f"| {goal.title} | {goal.wanted} | {goal.found} | {_verdict(goal)} |" for goal in goals.of(self.bench)
        )
        return "\n".join(lines)

    def files(self, profile: ProfileId) -> str:
        """What stock Pyodide and this site send on the first visit, by file."""
        parts = []
        for name in (STOCK, SITE):
            figures = self.bench.figures[profile][name]
            files = list(figures.bytes_by_file.items())
            rows = [f"| `{Path(file).name or 'the page'}` | {size(sent)} |" for file, sent in files[:FILES_NAMED]]
            if rest := files[FILES_NAMED:]:
                rows.append(f"| {len(rest)} more | {size(sum(sent for _, sent in rest))} |")
            total = f"| All | {size(figures.bytes_sent.median)} |"
            head = f"| {self.bench.contenders[name].name} | Sent |\n|---|---|"
            parts.append("\n".join([head, *rows, total]))
        return "\n\n".join(parts)

    def with_brotli(self) -> str:
        """Bytes sent from a host with Brotli; empty without data."""
        stock, site = (self.bench.contenders[name] for name in (STOCK, SITE))
        if stock.bytes_with_brotli is None or site.bytes_with_brotli is None:
            return ""
        return (
            f"Some hosts pack files with Brotli, which is tighter than gzip. From them, {stock.name} would send "
            f"{size(stock.bytes_with_brotli)}, and this site {size(site.bytes_with_brotli)}."
        )

    def case(self) -> str:
        """How long a case of many dates takes once Python is ready."""
        lines = ["| | All dates | The whole page |", "|---|---|---|"]
        for name, one in self.bench.case.items():
            lines.append(f"| {name} | {one.dates.median:.1f}\u00a0ms | {one.whole_page.median:.1f}\u00a0ms |")
        return "\n".join(lines)

    def log(self) -> str:
        """How long answers about a long service log take; empty without data."""
        phone = self.bench.log.get(PHONE, {})
        lines = ["| With 2,000 sessions and 200 notes | On the slow phone |", "|---|---|"]
        return (
            "\n".join([*lines, *(f"| {asked} | {milliseconds(one.median)} |" for asked, one in phone.items())])
            if phone
            else ""
        )

    @property
    def case_size(self) -> str:
        """The number of dates in the case."""
        one = next(iter(self.bench.case.values()))
        return f"{one.dates_typed} dates typed, {one.rows_counted} limits counted"


def how_fast() -> HowFast | None:
    """The published run; None if there is none."""
    bench = read_bench()
    return HowFast(bench) if bench else None


def bytes_steps(path: Path = STEPS) -> str:
    """What each step of trimming saved; empty without data. Raises ValidationError."""
    if not path.is_file():
        return ""
    lines = ["| Step | Before packing | As sent | Gained |", "|---|---|---|---|"]
    for row in TypeAdapter(list[Step]).validate_json(path.read_bytes()):
        gained = "" if row.gain_percent is None else f"{row.gain_percent:.1f} %"
        lines.append(f"| {escape(row.step)} | {size(row.raw)} | {size(row.shipped)} | {gained} |")
    return "\n".join(lines)


def build_times(path: Path = BUILD_TIMES) -> str:
    """How long the site takes to build; empty without data. Raises ValidationError."""
    if not path.is_file():
        return ""
    found = BuildTimes.model_validate_json(path.read_bytes())
    lines = [
        f"Measured on {plain_date(found.date)}, on {found.machine['processors']:g} processors.\n",
        "| Sets of rules | Pages | Full build | Edit of a page | Of a shared text | Of the law | Words of a search | Largest page |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found.rows:
        edits = [row.edit_seconds.page, row.edit_seconds.template, row.edit_seconds.law]
        cells = [str(row.jurisdictions), str(row.pages), *map(seconds, (row.full_seconds, *edits))]
        cells += [size(row.index_bytes_gzip), size(row.largest_first_view_bytes_gzip)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(name: ContenderId, figures: Figures, measure: str, write: goals.Write) -> str:
    said = _spread(getattr(figures, measure), write)
    ratio = figures.ratios.get(measure)
    if name == STOCK or ratio is None or measure not in COMPARED:
        return said
    return f"{said}; {times(ratio)}"


def _spread(found: Spread, write: goals.Write) -> str:
    if write(found.min) == write(found.max):
        return write(found.median)
    return f"**{write(found.median)}** ({write(found.min)} to {write(found.max)})"


def _verdict(goal: goals.Goal) -> str:
    if goal.reached:
        return "**Reached.**"
    return f"**Not reached**, by {goal.missing}. {goal.in_the_way}"


def _bar(kind: str, share: float, top: int) -> str:
    return f'<rect class="{kind}" x="1" y="{top}" width="{max(2.0, share * (WIDTH - 2)):.1f}" height="{BAR}"/>'


def _plain(number: float | None) -> str:
    return f"{number or 0:g}"
