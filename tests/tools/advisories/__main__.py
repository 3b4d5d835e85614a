"""Check the locked packages for known vulnerabilities: ``make advisories`` asks PyPI and npm.

Needs the network, which no test may use. pip-audit has a separate lock file beside this one.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from macros import bootstrap
from tests.tools.own_packages import own_packages

HERE = Path(__file__).parent
PYTHON_LOCKS = tuple(
    bootstrap.ROOT / at / "requirements.lock"
    for at in ("", "tests/tools/advisories", "tests/tools/zensical", "tests/fuzz", "tests/mutants")
)
NPM_LOCKS = (bootstrap.ROOT, bootstrap.ROOT / "tests" / "tools" / "audit")


def main() -> int:
    """Ask and print. Returns 1 for known vulnerabilities, or if a service failed."""
    tool = own_packages("advisories", HERE / "requirements.lock")
    audit = [tool / "bin" / "pip-audit", "--require-hashes", "--disable-pip", "--strict", "--progress-spinner", "off"]
    npm = [bootstrap.ROOT / ".venv" / "bin" / "npm", "audit", "--package-lock-only"]
    commands = {
        **{lock: [*audit, "--requirement", lock] for lock in PYTHON_LOCKS},
        **{folder / "package-lock.json": [*npm, "--prefix", folder] for folder in NPM_LOCKS},
    }
    wrong = [lock for lock, command in commands.items() if _failed(lock, command)]
    for lock in wrong:
        print(f"{lock.relative_to(bootstrap.ROOT)}: see above; an error of the network means that nothing was learned.")
    return 1 if wrong else 0


def _failed(lock: Path, command: list[Path | str]) -> bool:
    print(f"{lock.relative_to(bootstrap.ROOT)}:", flush=True)
    return subprocess.run(command, cwd=bootstrap.ROOT, check=False, stderr=subprocess.STDOUT).returncode != 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except bootstrap.CannotSetUp as sentence:
        raise SystemExit(str(sentence)) from None
