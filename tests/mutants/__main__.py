"""``make mutants``: mutation testing of the modules that count and read dates.

mutmut mutates a copy in ``build/mutants`` and runs, for each mutant, the fast tests that cover it. Its results are stored
there: an interrupted run resumes, and after an edit only the mutants that it affects run again. ``ARGS=days`` tests one
module. The report is ``tests/MUTANTS.md``; the exit code is 1 if a survivor has no reason in ``explained.yml``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from calculators.inputs import today
from macros import bootstrap
from macros.places import ROOT
from tests.mutants import report
from tests.tools.own_packages import own_packages

HERE = Path(__file__).parent
#: Each module with the tests expected to kill its mutants: its own tests, which run in seconds.
MODULES = {
    "days": ("calculators/counting/days.py", ("test_days.py", "test_clocks.py")),
    "chain": ("calculators/counting/chain.py", ("test_case.py", "test_clocks.py")),
    "counted": ("calculators/counting/counted.py", ("test_counted.py", "test_clocks.py")),
    "clocks": ("calculators/counting/clocks.py", ("test_deadline.py", "test_clocks.py")),
    "service_minutes": ("calculators/counting/service_minutes.py", ("test_service_log.py",)),
    "written_dates": ("calculators/reading/written_dates.py", ("test_inputs.py", "test_closed_days.py")),
}
#: mutmut's exit codes for a killed mutant, and for one that timed out.
NOTICED, ENDLESS = (1, 3), (-24, 24, 36, 152, 255)
SETTINGS = """
[tool.mutmut]
source_paths = ["calculators"]
only_mutate = ["{module}"]
also_copy = ["macros"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not browser and not thorough"]
pytest_add_cli_args_test_selection = {tests}
track_dependencies = false
use_git_change_detection = false
"""


def main(arguments: list[str] | None = None) -> int:
    """Run, store the results, write the report. Returns 1 if a survivor is not explained."""
    asked = argparse.ArgumentParser(prog="make mutants ARGS=...", description=__doc__)
    asked.add_argument("modules", nargs="*", metavar="MODULE", help=f"{', '.join(MODULES)}; all of them if left out")
    asked.add_argument("--at-once", type=int, default=2, metavar="PROCESSORS")
    asked.add_argument("--report", action="store_true", help="run nothing; say how far it has come")
    given = asked.parse_args(arguments)
    if unknown := set(given.modules) - set(MODULES):
        asked.error(f"{', '.join(unknown)}: no such module. It takes {', '.join(MODULES)}.")
    os.nice(10)
    packages = next(own_packages("mutants", HERE / "requirements.lock").glob("lib/python*/site-packages"))
    mutmut = Mutmut(os.environ | {"PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"}, given.at_once)
    for name in given.modules or MODULES:
        if not given.report:
            mutmut.run(name)
        if (ROOT / "build" / "mutants" / name).exists():
            report.keep(name, mutmut.outcome(name))
    report.write()
    for one in report.unexplained():
        print(f"Not explained: {one}")
    return 1 if report.unexplained() else 0


class Mutmut:
    """Run mutmut in a module's own folder: ``build/mutants/<module>``."""

    def __init__(self, environment: dict[str, str], at_once: int) -> None:
        self._environment, self._at_once = environment, at_once

    def run(self, name: str) -> None:
        """Try each mutant not tried yet. Raises CalledProcessError."""
        module, tests = MODULES[name]
        print(f"{module}:", flush=True)
        self._call(_folder(name, module, tests), "run", "--max-children", str(self._at_once))

    def outcome(self, name: str) -> report.Outcome:
        """The results of a module's mutants so far."""
        folder = ROOT / "build" / "mutants" / name
        codes = _codes(folder / "mutants" / f"{MODULES[name][0]}.meta")
        survived = [mutant for mutant, code in codes.items() if code not in (None, *NOTICED, *ENDLESS)]
        shown = [self._call(folder, "show", mutant, stdout=subprocess.PIPE).stdout for mutant in survived]
        return report.Outcome(
            on=f"{today():%Y-%m-%d}",
            made=len(codes),
            untried=sum(code is None for code in codes.values()),
            endless=sum(code in ENDLESS for code in codes.values()),
            survived=tuple(report.survivor(*pair) for pair in zip(survived, shown, strict=True)),
        )

    def _call(self, folder: Path, *words: str, stdout: int | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mutmut", *words]
        return subprocess.run(command, cwd=folder, env=self._environment, check=True, stdout=stdout, text=True)


def _folder(name: str, module: str, tests: tuple[str, ...]) -> Path:
    """Prepare mutmut's folder; survivors of an earlier version of the tests will be tried again."""
    folder = ROOT / "build" / "mutants" / name
    copy = folder / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    for source in ("calculators", "macros", "tests"):
        if not (folder / source).exists():
            (folder / source).symlink_to(ROOT / source)
    chosen = [f"tests/counting/{test}" for test in tests]
    settings = SETTINGS.format(module=module, tests=json.dumps(chosen))
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8") + settings, "utf-8")
    shutil.copytree(
        ROOT / "calculators", copy / "calculators", ignore=shutil.ignore_patterns("*.py"), dirs_exist_ok=True
    )
    known, meta = folder / "tests.sha256", copy / f"{module}.meta"
    now = hashlib.sha256(b"".join((ROOT / test).read_bytes() for test in chosen)).hexdigest()
    if meta.exists() and (not known.exists() or known.read_text("utf-8") != now):
        kept = json.loads(meta.read_text("utf-8"))
        for mutant, code in _codes(meta).items():
            kept["exit_code_by_key"][mutant] = code if code in NOTICED else None
        meta.write_text(json.dumps(kept, indent=4), "utf-8")
        (copy / "mutmut-stats.json").unlink(missing_ok=True)
    known.write_text(now, "utf-8")
    return folder


def _codes(meta: Path) -> dict[str, int | None]:
    codes: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return codes


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except bootstrap.CannotSetUp as sentence:
        raise SystemExit(str(sentence)) from None
    except subprocess.CalledProcessError as failed:
        raise SystemExit(
            f"mutmut ended with code {failed.returncode}; see above. The same command goes on from here."
        ) from None
