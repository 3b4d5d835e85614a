"""``make bench`` and its page: the statistics, the format of its results, and that all numbers on the page are from them.

No durations are asserted; one short real run in the browser shows that measuring works.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request, urlopen

import pytest
from bs4 import BeautifulSoup
from pydantic import ValidationError

from macros.bench import brotli, contenders, figures, goals, line, renderers
from macros.bench.__main__ import table
from macros.bench.figures import Bench, Visit
from macros.bench.units import milliseconds, size, times
from macros.pages.how_fast import HowFast, build_times, bytes_steps
from macros.places import ROOT
from tests.tools.browser import SITE
from tests.tools.waiting import poll

PAGE = ROOT / "docs" / "about" / "how-fast.md"
BUILT = SITE / "about" / "how-fast" / "index.html"


def plain(text: str) -> str:
    """A text with no-break spaces replaced by spaces."""
    return text.replace("\u00a0", " ")


def visit(seconds: float = 1.0, **changed: object) -> Visit:
    usual = {"first_answer": seconds, "ready": seconds, "after_tap": None, "sent": {"a.wasm": 1000}}
    return Visit(**{**usual, "peak_memory": 100_000_000, "longest_task": 60.0, **changed})  # type: ignore[arg-type]


def bench(**site: object) -> Bench:
    """A run in which stock Pyodide took 48 s, then 10 s, and sent 4 MB; the site's figures are the arguments."""
    stock = [visit(48.0, sent={"pyodide.asm.wasm": 4_000_000}, peak_memory=200_000_000)]
    again = [visit(10.0)]
    bare = [visit(0.5, sent={"": 900}, peak_memory=60_000_000, longest_task=0.0)]
    own = {"first_answer": 4.0, "ready": 24.0, "after_tap": 3.5, "peak_memory": 200_000_000, **site}
    warm = float(own.pop("warm", 2.0))  # type: ignore[arg-type]
    first = [visit(**{"sent": {"assets/engine.wasm": 1_500_000, "page.html": 500_000}, **own})]
    found = {
        "stock": figures.figures(stock, again),
        "pyscript": figures.figures(stock, again),
        "javascript": figures.figures(bare, bare),
        "site": figures.figures(first, [visit(warm, sent={"page.html": 400})]),
    }
    slowed = {
        "cpu_times_slower": 4,
        "megabits_a_second": 1.6,
        "delay_milliseconds": 150,
        "found_cpu_main_thread": 3.9,
        "found_cpu_worker": 4.1,
        "found_megabits_a_second": 1.58,
    }
    timed = {"best": 1.0, "median": 1.25}
    return Bench.model_validate(
        {
            "day": date(2026, 11, 22),
            "machine": {
                "processor": "A processor",
                "cores": 2,
                "memory": 8 * 2**30,
                "system": "Linux x86_64",
                "browser": "Chromium 156.0",
                "python": "3.13.5",
            },
            "runs": 1,
            "minutes": 1.0,
            "counted": "March 2, 2026 and 60 days",
            "profiles": {"phone": slowed, "unthrottled": slowed},
            "contenders": {name: {"name": name.title(), "version": "1", "used": "As it is."} for name in found},
            "figures": {"phone": figures.with_ratios(found), "unthrottled": figures.with_ratios(found)},
            "case": {
                "CPython": {
                    "dates_typed": 20,
                    "rows_counted": 50,
                    "dates": timed,
                    "whole_page": timed,
                    "plain_additions": timed,
                }
            },
        }
    )


def test_each_question_about_a_long_service_log_has_a_goal_of_its_own():
    measured = {"A tap": figures.Timed(best=80, median=90), "A note": figures.Timed(best=80, median=110)}
    run = bench().model_copy(update={"log": {"phone": measured}})
    tap, note = goals.of(run)[-2:]
    assert (tap.title, tap.reached, tap.missing) == ("2,000 sessions and 200 notes: A tap", True, "")
    assert (note.title, note.reached) == ("2,000 sessions and 200 notes: A note", False)
    assert note.missing == "10\u00a0ms more than the 100\u00a0ms it may take"
    assert len(goals.of(bench())) == len(goals.of(run)) - 2
    assert "| A note | 110" in HowFast(run).log()
    assert HowFast(bench()).log() == ""


def typed(**site: object) -> Bench:
    """A run that measured typing into the site."""
    return bench(**{"typing": [80.0, 90.0, 120.0], "typing_longest_task": 0.0, "longest_task": 0.0, **site})


# The statistics


def test_a_measure_is_its_median_smallest_and_largest_with_every_run_kept():
    found = figures.spread([3.0, 1.0, 2.0, 10.0])
    assert (found.median, found.min, found.max, found.runs) == (2.5, 1.0, 10.0, (3.0, 1.0, 2.0, 10.0))


def test_bytes_of_a_file_are_the_median_and_a_visit_without_it_counts_as_none():
    visits = [visit(sent={"a": 10, "b": 5}), visit(sent={"a": 30}), visit(sent={"a": 20, "c": 100})]
    assert list(figures.by_file(visits).items()) == [("a", 20), ("b", 0), ("c", 0)]


def test_a_ratio_says_how_many_times_less_than_stock():
    site = bench().figures["phone"]["site"]
    assert site.ratios["first_answer"] == 12
    assert site.ratios["ready"] == 2
    assert site.ratios["warm"] == 5
    assert site.ratios["bytes_sent"] == 2
    assert bench().figures["phone"]["stock"].ratios["ready"] == 1


def test_there_is_no_ratio_to_zero_or_without_stock():
    found = bench().figures["phone"]
    assert found["javascript"].ratios["longest_task"] is None
    alone = figures.with_ratios({"site": found["site"].model_copy(update={"ratios": {}})})
    assert alone["site"].ratios == {}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (times(12.34), "12.3 times less"),
        (times(0.5), "2.00 times more"),
        (times(1.001), "the same"),
        (milliseconds(0), "under 50 ms"),
        (milliseconds(1240.4), "1,240 ms"),
        (size(2_817_752), "2.82 MB"),
        (size(949), "0.9 KB"),
    ],
)
def test_numbers_are_formatted_consistently(written, words):
    assert plain(written) == words


def test_typing_has_every_correction_of_every_first_visit_and_is_none_without_any():
    first = [
        visit(typing=[60.0, 80.0], typing_longest_task=0.0),
        visit(typing=[100.0, 400.0], typing_longest_task=70.0),
    ]
    found = figures.figures(first, [visit()])
    assert found.typing == figures.spread([60.0, 80.0, 100.0, 400.0])
    assert found.typing_longest_task == figures.spread([0.0, 70.0])
    untyped = figures.figures([visit()], [visit()])
    assert untyped.typing is None
    assert untyped.typing_longest_task is None


# The file


def test_a_file_without_typing_measurements_can_be_read(tmp_path):
    old = json.loads(typed().model_dump_json())
    for own in old["figures"].values():
        for figure in own.values():
            del figure["typing"], figure["typing_longest_task"]
    path = tmp_path / "bench.json"
    path.write_text(json.dumps(old), encoding="utf-8")
    assert figures.read_bench(path) == typed(typing=(), typing_longest_task=None)


def test_the_file_survives_a_round_trip(tmp_path):
    path = tmp_path / "bench.json"
    path.write_text(bench().model_dump_json(), encoding="utf-8")
    assert figures.read_bench(path) == bench()
    assert figures.read_bench(tmp_path / "none.json") is None


def test_the_file_has_each_measure_for_each_contender_and_profile():
    found = json.loads(bench().model_dump_json())
    for profile in ("phone", "unthrottled"):
        for contender in ("stock", "pyscript", "javascript", "site"):
            own = found["figures"][profile][contender]
            assert {"median", "min", "max"} <= own["first_answer"].keys() & own["ready"].keys() & own["warm"].keys()
            assert {"median", "min", "max"} <= own["peak_memory"].keys() & own["longest_task"].keys()
            assert own["bytes_by_file"]
            assert own["ratios"].keys() == set(figures.COMPARED)


@pytest.mark.parametrize(
    ("part", "value"), [("runs", 0), ("minutes", -1), ("figures", {"tablet": {}}), ("surprise", 1), ("day", "soon")]
)
def test_a_malformed_results_file_is_refused(part, value):
    wrong = {**bench().model_dump(), part: value}
    with pytest.raises(ValidationError):
        Bench.model_validate(wrong)


def test_a_complete_run_has_all_contenders_and_profiles_and_enough_visits():
    run = bench().model_copy(update={"runs": figures.ENOUGH_RUNS})
    alone = {"phone": run.figures["phone"]}
    without_one = {**run.figures, "phone": {"site": run.figures["phone"]["site"]}}
    assert run.is_whole()
    assert not run.model_copy(update={"runs": figures.ENOUGH_RUNS - 1}).is_whole()
    assert not run.model_copy(update={"figures": alone}).is_whole()
    assert not run.model_copy(update={"figures": without_one}).is_whole()
    assert not run.model_copy(update={"case": {}}).is_whole()


def test_the_published_file_is_a_complete_run():
    published = figures.read_bench()
    assert published is None or published.is_whole()


# The goals


def test_a_goal_is_reached_at_its_ratio():
    found = goals.of(typed())
    assert [goal.reached for goal in found] == [True] * 8
    assert not any(goal.missing or goal.in_the_way for goal in found)


@pytest.mark.parametrize(
    ("site", "number", "missing", "in_the_way"),
    [
        ({"first_answer": 5.0}, 0, "1.00 s more than the 4.00 s it would take", "It takes 1.50 s until the page is there"),
        ({"ready": 30.0}, 1, "6.00 s more than the 24.0 s", "To send 2.00 MB over this line takes 10.0 s of the 30.0 s."),
        ({"warm": 3.0}, 2, "1.00 s more than the 2.00 s", "To send 0.4 KB over this line takes 0.00 s of the 3.00 s."),
        ({"sent": {"x/engine.wasm": 3_000_000}}, 3, "1.00 MB more than the 2.00 MB", "engine.wasm, takes 3.00 MB"),
        ({"peak_memory": 250_000_000}, 4, "50 MB more than the 200 MB", "Stock Pyodide adds 140 MB to it, this site 190 MB."),
        ({"typing": [90.0, 160.0, 500.0]}, 5, "60 ms more than the 100 ms it may take", "Without that it takes 160 ms."),
        ({"longest_task": 146.0}, 6, "96 ms more than the 50 ms", "made 4 times slower here. Without that it takes 146 ms."),
        ({"typing_longest_task": 70.0}, 7, "20 ms more than the 50 ms", "Without that it takes 70 ms."),
    ],
)  # fmt: skip
def test_a_missed_goal_says_by_how_much_and_why(site, number, missing, in_the_way):
    found = goals.of(typed(**site))
    assert [goal.reached for goal in found] == [index != number for index in range(8)]
    assert missing in plain(found[number].missing)
    assert in_the_way in plain(found[number].in_the_way)


# The page


def test_no_number_is_typed_into_the_page():
    text = PAGE.read_text(encoding="utf-8").split("---", 2)[2]
    words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?\}", "", text, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"\d\S*", words) == []


def test_every_measure_on_the_page_is_that_of_the_run():
    page = HowFast(bench(first_answer=4.321, ready=29.876, peak_memory=123_400_000))
    table = plain(page.table("phone"))
    assert "4.32 s; 11.1 times less" in table
    assert "29.9 s; 1.61 times less" in table
    assert "123 MB; 1.62 times less" in table
    assert "under 50 ms" in table
    assert "| 48.0 s |" in table, "stock is compared with nothing"
    assert "| 11.1 times less: 4.32 s and 48.0 s | **Not reached**" in plain(page.goals())
    assert "| `engine.wasm` | 1.50 MB |" in plain(page.files("phone"))
    assert plain(page.after_tap("phone")) == "3.50 s"
    assert "3.9 times as long" in page.slowed("phone")


def test_typing_is_reported_if_the_run_measured_it():
    told = plain(HowFast(typed(typing_longest_task=70.0)).typing("phone"))
    assert told == (
        "When a digit of the date was changed, the new date came after **90 ms** (80 ms to 120 ms). "
        "The longest hold-up while typing was 70 ms."
    )
    assert "| 100 ms or less | 90 ms | **Reached.** |" in plain(HowFast(typed()).goals())
    assert HowFast(bench()).typing("phone") == ""
    assert not any("yping" in goal.title for goal in goals.of(bench()))


def test_without_an_unthrottled_run_a_missed_goal_in_milliseconds_still_says_why():
    run = typed(longest_task=146.0)
    alone = run.model_copy(update={"figures": {"phone": run.figures["phone"]}})
    assert goals.of(alone)[6].in_the_way == "The processor is made 4 times slower here."


def test_sizes_with_brotli_are_reported_if_known():
    run = bench()
    assert HowFast(run).with_brotli() == ""
    known = {name: one.model_copy(update={"bytes_with_brotli": 4_800_000}) for name, one in run.contenders.items()}
    told = plain(HowFast(run.model_copy(update={"contenders": known})).with_brotli())
    assert "Stock would send 4.80 MB, and this site 4.80 MB." in told


def test_the_spread_is_reported_if_there_is_one():
    one = bench().figures["phone"]["site"]
    visits = [visit(2.0), visit(3.0), visit(9.0)]
    figure = figures.figures(visits, visits)
    run = bench()
    own = {**run.figures["phone"], "site": figure.model_copy(update={"ratios": one.ratios})}
    shown = plain(HowFast(run.model_copy(update={"figures": {"phone": own}})).table("phone"))
    assert "**3.00 s** (2.00 s to 9.00 s)" in shown


def test_the_chart_says_in_words_what_its_bars_show():
    svg = BeautifulSoup(plain(HowFast(bench()).chart("phone")), "html.parser").svg
    assert svg["role"] == "img"
    assert "First visit, Site: 4.00 s, in full 24.0 s." in svg["aria-label"]
    assert "Second visit, Stock: 10.0 s." in svg["aria-label"]
    widths = [float(bar["width"]) for bar in svg.select(".pt-whole")]
    assert len(widths) == 8
    assert widths[0] == max(widths), "the slowest fills the width"
    assert float(svg.select(".pt-first")[3]["width"]) < widths[3], "a date comes before Pyodide is ready"


def test_the_built_page_shows_the_published_run_and_nothing_without_one():
    article = BeautifulSoup(BUILT.read_text(encoding="utf-8"), "html.parser").select_one(".pt-page")
    text = re.sub(r"[\n ]+", " ", article.get_text())
    published = figures.read_bench()
    if published is None:
        assert "Nothing has been measured yet." in text
        assert not article.select("table, svg") or bytes_steps() or build_times()
        return
    for goal in goals.of(published):
        assert goal.found in text
        assert goal.missing in text
        assert goal.in_the_way in text
    assert HowFast(published).day in text
    assert HowFast(published).machine in article.decode_contents()
    assert article.select_one("svg")["aria-label"] in HowFast(published).chart("phone")


def test_a_table_without_its_data_file_is_omitted(tmp_path):
    assert bytes_steps(tmp_path / "none.json") == build_times(tmp_path / "none.json") == ""


def test_steps_and_build_times_are_shown_from_their_files(tmp_path):
    file = tmp_path / "rows.json"
    file.write_text(json.dumps([{"step": "Stock", "raw": 14_000_000, "shipped": 5_400_000, "gain_percent": None}]))
    assert plain(bytes_steps(file)).splitlines()[2] == "| Stock | 14.00 MB | 5.40 MB |  |"
    edits = {"page": 0.5, "template": 0.6, "style": 0.4, "law": 1.5}
    row = {"jurisdictions": 56, "pages": 947, "full_seconds": 41.2, "edit_seconds": edits}
    row |= {"index_bytes_gzip": 64_000, "largest_first_view_bytes_gzip": 56_400}
    file.write_text(json.dumps({"machine": {"processors": 2}, "date": "2026-11-22", "rows": [row]}))
    first, _, _, _, last = plain(build_times(file)).splitlines()
    assert first == "Measured on November 22, 2026, on 2 processors."
    assert last == "| 56 | 947 | 41.2 s | 0.50 s | 0.60 s | 1.50 s | 64.0 KB | 56.4 KB |"
    with pytest.raises(ValidationError):
        bytes_steps(file)


# Measuring


@pytest.fixture
def server(tmp_path):
    (tmp_path / "index.html").write_text("<p>Hello</p>" * 100)
    (tmp_path / "whole.zip").write_bytes(b"PK" * 1000)
    way = line.Line()
    with line.serving({"/": tmp_path, "/other/": tmp_path / "nothing"}, way) as address:
        yield SimpleNamespace(address=address, line=way)


def test_the_server_compresses_uncompressed_files_and_counts_bytes_sent(server):
    page = urlopen(f"{server.address}/")
    packed = page.read()
    archive = urlopen(f"{server.address}/whole.zip")
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == b"<p>Hello</p>" * 100
    assert archive.headers["Content-Encoding"] is None
    assert len(archive.read()) == 2000
    sent = server.line.sent()
    assert sent["/"] > len(packed), "its head counts too"
    assert sent["/whole.zip"] > 2000
    assert server.line.sent() == {}, "counted anew from then on"


def test_a_returning_browser_gets_not_modified(server):
    changed = urlopen(f"{server.address}/").headers["Last-Modified"]
    again = Request(f"{server.address}/", headers={"If-Modified-Since": changed})
    with pytest.raises(OSError, match="304"):
        urlopen(again)


@pytest.mark.parametrize("path", ["/none.html", "/other/index.html", "/../bench.json"])
def test_the_server_serves_only_its_routes(server, path):
    with pytest.raises(OSError, match="404"):
        urlopen(server.address + path)


def test_brotli_sizes_apply_to_uncompressed_formats_only(tmp_path):
    (tmp_path / "page.html").write_text("<p>Hello</p>" * 1000)
    (tmp_path / "whole.zip").write_bytes(b"PK" * 1000)
    routes = {"/stock/": tmp_path}
    sent = contenders.files(routes, "stock", ["page.html", "whole.zip", "gone.js", "/favicon.ico"])
    assert sent == [tmp_path / "page.html", tmp_path / "whole.zip"]
    sizes = brotli.sizes_with_brotli([*sent, *sent])
    assert sizes[tmp_path / "whole.zip"] == 2000
    assert 0 < sizes[tmp_path / "page.html"] < 100


def test_requests_on_a_slow_line_share_its_bandwidth(monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(line, "time", SimpleNamespace(monotonic=lambda: 100.0, sleep=waits.append))
    way = line.Line()
    way.set(megabits_a_second=0.008, delay_milliseconds=150)
    way.take("/page", 1000)
    way.take("/worker", 500)
    assert waits == [1.0, 1.5], "at a thousand bytes a second"
    assert way.delay == 0.15
    assert way.sent() == {"/page": 1000, "/worker": 500}


def test_a_throttled_process_is_released_at_the_end(monkeypatch):
    done: list[str] = []
    process = SimpleNamespace(suspend=lambda: done.append("suspend"), resume=lambda: done.append("resume"))
    monkeypatch.setattr(renderers, "renderers", lambda: [process])
    with renderers.slowed(4):
        poll(lambda: len(done) > 3, "four are done")
    assert done[0] == "suspend"
    assert done[-1] == "resume"
    assert done.count("suspend") == done.count("resume")


def test_a_visit_waits_until_the_browsers_own_start_is_over(monkeypatch):
    # CPU seconds at each poll: two while the browser starts, then one at rest
    worked = iter([0.0, 0.4, 0.6, 0.61, 5.0])
    waits: list[float] = []
    monkeypatch.setattr(renderers, "_worked", lambda: next(worked))
    monkeypatch.setattr(renderers, "time", SimpleNamespace(monotonic=lambda: 100.0, sleep=waits.append))
    renderers.wait_for_start()
    assert waits == [0.5, 0.5, 0.5]


def test_waiting_for_a_busy_browser_times_out(monkeypatch):
    passed = iter(range(0, 1000, 5))
    monkeypatch.setattr(renderers, "_worked", lambda: next(passed))
    monkeypatch.setattr(renderers, "time", SimpleNamespace(monotonic=lambda: next(passed), sleep=lambda _: None))
    renderers.wait_for_start()
    assert next(passed) < 200


def test_a_busy_machine_is_reported():
    busy = {name: one.model_copy(update={"found_cpu_worker": 2.5}) for name, one in bench().profiles.items()}
    assert not any("busy" in told for told in table(bench()))
    assert "slowed 4 times was found 2.5 times slower" in table(bench().model_copy(update={"profiles": busy}))[0]


def test_a_profile_without_throttling_pauses_no_process(monkeypatch):
    monkeypatch.setattr(renderers, "renderers", lambda: pytest.fail("looked for processes"))
    with renderers.slowed(1):
        pass


@pytest.mark.thorough
@pytest.mark.browser
def test_a_small_real_run_measures_a_bare_page_and_this_site(tmp_path):
    out = tmp_path / "bench.json"
    asked = "--runs 1 --contender javascript --contender site --profile unthrottled --stay 0 --quick --out"
    done = subprocess.run(
        [sys.executable, "-m", "macros.bench", *asked.split(), out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    run = figures.read_bench(out)
    assert run is not None
    assert not run.is_whole()
    assert "Chrom" in run.machine.browser
    bare, site = run.figures["unthrottled"]["javascript"], run.figures["unthrottled"]["site"]
    assert 0 < site.first_answer.median <= site.ready.median
    assert site.after_tap is not None
    assert 0 < site.after_tap.median < site.first_answer.median
    assert bare.after_tap is None, "there is no button"
    assert len(site.typing.runs) == len(contenders.CORRECTED)
    assert site.typing.min > 0
    assert site.typing_longest_task is not None
    assert bare.typing is bare.typing_longest_task is None, "there is nothing to type into"
    assert bare.peak_memory.median < site.peak_memory.median
    runtime = [sent for file, sent in site.bytes_by_file.items() if "assets/runtime/" in file]
    assert sum(runtime) > 1_000_000 > bare.bytes_sent.median > 0
    assert site.warm_bytes_sent.median < site.bytes_sent.median, "the second visit finds what the first one kept"
    assert f"Written: {out}" in done.stdout


def test_each_correction_changes_a_digit_and_the_due_date():
    page = contenders.pages()["site"]
    digits = [page.form["date"][-1], *(digit for digit, _ in page.corrections)]
    shown = [page.expected, *(expected for _, expected in page.corrections)]
    assert len(digits) > 3
    assert all(one != other for words in (digits, shown) for one, other in pairwise(words))


def test_every_contender_has_its_page() -> None:
    assert contenders.pages().keys() == contenders.about().keys()
    assert {Path(page.path).name for name, page in contenders.pages().items() if name != "site"} == {
        path.stem for path in contenders.PAGES.glob("*.html")
    }
