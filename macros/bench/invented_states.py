"""Copy the project to another folder and add invented states, to test how it scales.

``python -m macros.bench.invented_states FOLDER 56`` makes a project of 56 jurisdictions in FOLDER: each invented state has
the law, contacts and passages of a real one under another name. FOLDER must be outside the project, so that no invented
state can get into the law or the site.
"""

from __future__ import annotations

import re
import shutil
import string
import sys
from pathlib import Path
from typing import Any

import yaml

from macros.engines.content_cache import CACHE
from macros.places import ROOT, STATE_LAW

COPIED = ("calculators", "docs", "macros")
FILES = (
    "mkdocs.yml",
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    "requirements.lock",
    "README.md",
    "LICENSE",
)
LINKED = (".venv", "node_modules")
#: Build output, not copied.
MADE = {"__pycache__", "docs/assets/runtime", "docs/assets/vendor", "docs/assets/sheets", "calculators/data"}
#: First letters that no real state code has.
FIRST_LETTERS = "XYZ"


def project_with(folder: Path, jurisdictions: int, *, engines: bool = False) -> Path:
    """Copy the project into an empty folder, with invented states added.

    ``jurisdictions`` is the total number; ``engines``: copy the built engines too.

    Raises ValueError for a folder inside the project.
    """
    copy_project(folder, engines=engines)
    models = sorted(STATE_LAW.glob("*.yml"))
    for index in range(jurisdictions - len(models) - 1):
        code = FIRST_LETTERS[index // 26] + string.ascii_uppercase[index % 26]
        _add_state(folder, models[index % len(models)], code)
    return folder


def copy_project(folder: Path, *, engines: bool = False) -> None:
    """Copy a build's inputs into an empty folder, and on request the existing ``engines``.

    Raises ValueError for a folder inside the project.
    """
    if folder.resolve().is_relative_to(ROOT):
        raise ValueError("Copies with other states stay out of the project: name a folder outside of it.")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=_made)
    if engines:
        shutil.copytree(CACHE, folder / CACHE.relative_to(ROOT))
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)


def _made(folder: str, names: list[str]) -> list[str]:
    at = Path(folder).relative_to(ROOT)
    return [name for name in names if name in MADE or (at / name).as_posix() in MADE]


def _add_state(folder: Path, model: Path, code: str) -> None:
    """Add a state copied from the one in the file ``model``: its law and its passages."""
    law: dict[str, Any] = yaml.safe_load(model.read_text(encoding="utf-8"))
    names = {law["code"]: code, law["name"]: f"Invented {code}"}
    slug = f"invented-{code.lower()}"
    copy = {**_renamed(law, names), "slug": slug}
    with (folder / STATE_LAW.relative_to(ROOT) / f"{slug}.yml").open("w", encoding="utf-8") as file:
        yaml.dump(copy, file, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    _add_passages(folder, law["slug"], slug, names)


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return _words(value, names) if isinstance(value, str) else value


def _words(text: str, names: dict[str, str]) -> str:
    return re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", lambda found: names[found[1]], text)


def _add_passages(folder: Path, model: str, slug: str, names: dict[str, str]) -> None:
    """Copy the model's own passages; its other pages come from the guides."""
    passages = folder / "docs" / slug
    passages.mkdir()
    for own in (ROOT / "docs" / model).glob("*.md"):
        (passages / own.name).write_text(_words(own.read_text(encoding="utf-8"), names), encoding="utf-8")


if __name__ == "__main__":
    print(project_with(Path(sys.argv[1]), int(sys.argv[2])))
