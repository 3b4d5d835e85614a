"""Run Lighthouse for a phone: ``make audit`` measures three pages three times each.

Prints the scores, writes full reports to ``build/audit/`` and stores the summary in ``tests/tools/audit/report.json``. A
page's score is the median of its runs, because performance varies with the machine's load. Lighthouse is large (180 MB),
so it has a lock file beside this one and is installed by this command only.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from macros import bootstrap
from macros.fingerprint import fingerprint
from tests.tools.browser import SITE
from tests.tools.host import hosted

HERE = Path(__file__).parent
OUT = bootstrap.ROOT / "build" / "audit"
KEPT = HERE / "report.json"
PAGES = {"front page": "", "guide": "mississippi/state-complaint/", "tool": "tools/deadlines/"}
RUNS = 3
#: On a busy machine, Lighthouse now and then sees no navigation and asks to be run again.
TRIES = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: What a reader notices, in milliseconds; layout shift has no unit, weight is in bytes transferred.
METRICS = {
    "first_contentful_paint_ms": "first-contentful-paint",
    "largest_contentful_paint_ms": "largest-contentful-paint",
    "speed_index_ms": "speed-index",
    "total_blocking_time_ms": "total-blocking-time",
    "layout_shift": "cumulative-layout-shift",
}
#: What decides a page's scores, whatever the words on it.
DECIDES = ("docs/assets/css", "docs/assets/js", "macros/theme")
FLAGS = "--headless=new --disable-background-networking --disable-component-update --disable-sync --no-first-run"


def main() -> int:
    """Measure, print and store. Returns 1 after a sentence for each score below 100."""
    install()
    browser = bootstrap.known_browser() or bootstrap.find_browser(bootstrap.run)
    if browser is None:
        print("There is no browser: run `make audit`, which finds or installs one.")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    with hosted(SITE) as site:
        pages = {name: [audit(site + path, browser, name, run) for run in range(RUNS)] for name, path in PAGES.items()}
    report = {
        "made_from": made_from(),
        "measured": date.today().isoformat(),  # noqa: DTZ011 (the measuring machine's own date)
        "lighthouse": next(iter(pages.values()))[0]["lighthouseVersion"],
        "browser": browser_of(next(iter(pages.values()))[0]),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the start",
        "how": f"mobile, simulated throttling (Lighthouse's own), gzip, median of {RUNS} runs",
        "pages": {name: told(PAGES[name], runs) for name, runs in pages.items()},
    }
    KEPT.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    for name, page in report["pages"].items():
        print(f"{name}: {', '.join(f'{category} {score}' for category, score in page['scores'].items())}")
    print(f"Written: {KEPT.relative_to(bootstrap.ROOT)}, and whole reports in {OUT.relative_to(bootstrap.ROOT)}")
    low = [line for runs in pages.values() for line in missing(runs)]
    print("\n".join(low) or "All scores are 100.")
    return 1 if low else 0


def made_from() -> str:
    """The fingerprint of the theme, the styles and the scripts, as they are now."""
    files = [path for folder in DECIDES for path in (bootstrap.ROOT / folder).rglob("*") if path.is_file()]
    return fingerprint(files)


def install() -> None:
    """Install Lighthouse from its lock file, once. Raises CannotSetUp if that fails."""
    modules = HERE / "node_modules"
    stamp = bootstrap.Stamp(modules / ".set-up", HERE / "package.json", HERE / "package-lock.json")
    if stamp.holds():
        return
    bootstrap.say("Installing Lighthouse …")
    npm = [bootstrap.ROOT / ".venv" / "bin" / "npm", "ci", "--prefix", HERE, "--userconfig", bootstrap.ROOT / ".npmrc"]
    code, output = bootstrap.run(*npm)
    if code != 0:
        raise bootstrap.problem("Lighthouse", output)
    stamp.write()


def audit(url: str, browser: Path, name: str, run: int) -> dict[str, Any]:
    """Lighthouse's report on a URL. Raises CalledProcessError if Lighthouse fails."""
    stem = OUT / f"{name.replace(' ', '-')}-{run + 1}"
    flags = FLAGS + (" --no-sandbox" if os.geteuid() == 0 else "")
    command = [
        bootstrap.ROOT / ".venv" / "bin" / "node",
        HERE / "node_modules" / "lighthouse" / "cli" / "index.js",
        url,
        "--quiet",
        "--no-enable-error-reporting",
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--output=json",
        "--output=html",
        f"--output-path={stem}",
    ]
    for _ in range(TRIES - 1):
        if subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": str(browser)}).returncode == 0:
            break
    else:
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": str(browser)})
    return json.loads(Path(f"{stem}.report.json").read_text(encoding="utf-8"))


def told(path: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The stored summary of the runs on one page."""
    weights = [sum(sizes(run).values()) for run in runs]
    return {
        "path": path,
        "scores": {category: score(runs, category) for category in CATEGORIES},
        "performance_of_each_run": [round(run["categories"]["performance"]["score"] * 100) for run in runs],
        **{
            name: round(median(run["audits"][audit]["numericValue"] for run in runs), 3)
            for name, audit in METRICS.items()
        },
        "bytes_to_read_it": round(median(weights)),
    }


def sizes(run: dict[str, Any]) -> dict[str, int]:
    """Transfer size of each URL, once each, because Lighthouse itself reloads the page.

    The calculators are excluded: they load after the page is readable.
    """
    asked = run["audits"]["network-requests"]["details"]["items"]
    return {item["url"]: item["transferSize"] for item in reversed(asked) if "/assets/runtime/" not in item["url"]}


def browser_of(run: dict[str, Any]) -> str:
    """The browser's name and version, as it reports them."""
    found = re.search(r"\w*Chrome/[\d.]+", run["environment"]["hostUserAgent"])
    return found[0] if found else run["environment"]["hostUserAgent"]


def score(runs: list[dict[str, Any]], category: str) -> int:
    """The median score of a category, out of 100."""
    return round(median(run["categories"][category]["score"] for run in runs) * 100)


def missing(runs: list[dict[str, Any]]) -> list[str]:
    """A line for each score below 100, with the audits that failed in the last run."""
    last = runs[-1]
    lines = []
    for category in CATEGORIES:
        if score(runs, category) == 100:
            continue
        found = [last["audits"][part["id"]] for part in last["categories"][category]["auditRefs"] if part["weight"]]
        why = [f"{one['title']} {one.get('displayValue', '')}".strip() for one in found if (one["score"] or 0) < 1]
        lines.append(f"{last['finalDisplayedUrl']} {category} {score(runs, category)}: {'; '.join(why)}")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
