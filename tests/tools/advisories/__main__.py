"""What is known to be wrong with the packages in use: ``make advisories`` asks the services of PyPI and npm about each lock file.

It needs the network, and nothing else here does, so no test runs it. pip-audit has a lock of its own beside this file.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from macros import bootstrap
from tests.tools.own_packages import own_packages

HERE = Path(__file__).parent
PYTHON_LOCKS = tuple(
    bootstrap.ROOT / at / "requirements.lock"
    for at in ("", "tests/tools/advisories", "tests/tools/zensical", "tests/fuzz")
)
NPM_LOCKS = (bootstrap.ROOT, bootstrap.ROOT / "tests" / "tools" / "audit")


def main() -> int:
    """Ask and print. Returns 1 if something is known, or if a service did not answer."""
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
