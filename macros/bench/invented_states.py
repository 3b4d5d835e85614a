"""Copy the project into another folder and give it invented states, to see how it grows: test data, never law.

``python -m macros.bench.invented_states FOLDER 56`` makes a project of 56 jurisdictions in FOLDER: each invented state has the law,
the contacts and the pages of a real one under another name. FOLDER must not be inside the project, so that no
invented state can get into the law or the site.
"""

from __future__ import annotations

import re
import shutil
import string
import sys
from pathlib import Path
from typing import Any

import yaml

from macros.places import LAW, ROOT

COPIED = ("calculators", "docs", "macros")
FILES = ("mkdocs.yml", "pyproject.toml", "package.json", "README.md", "LICENSE")
LINKED = (".venv", "node_modules")
#: What a build makes again.
MADE = ("__pycache__", "runtime", "vendor", "sheets", "data")
#: No state's code begins with these letters.
FIRST_LETTERS = "XYZ"


def project_with(folder: Path, jurisdictions: int) -> Path:
    """Make the project with so many jurisdictions in an empty folder. Raises ValueError for a folder inside the project."""
    if folder.resolve().is_relative_to(ROOT):
        raise ValueError("Invented states stay out of the project: name a folder outside of it.")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*MADE))
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    law: dict[str, Any] = yaml.safe_load(LAW.read_text(encoding="utf-8"))
    models = [code for code in law["jurisdictions"] if code != "US"]
    nav = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    for index in range(jurisdictions - len(law["jurisdictions"])):
        code = FIRST_LETTERS[index // 26] + string.ascii_uppercase[index % 26]
        model = models[index % len(models)]
        names = _add_law(law, model, code)
        nav = _add_pages(folder, nav, law["jurisdictions"][model], law["jurisdictions"][code], names)
    (folder / "mkdocs.yml").write_text(nav, encoding="utf-8")
    with (folder / LAW.relative_to(ROOT)).open("w", encoding="utf-8") as file:
        yaml.dump(law, file, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    return folder


def _add_law(law: dict[str, Any], model: str, code: str) -> dict[str, str]:
    """Add a jurisdiction that is a copy of ``model``. Returns what is called otherwise in the copy."""
    jurisdiction = law["jurisdictions"][model]
    names = {model: code, f"state: {model}": f"state: {code}", jurisdiction["name"]: f"Invented {code}"}
    for part in ("contacts", "forms"):
        names |= {key: f"{code.lower()}_{key[3:]}" for key, one in law[part].items() if one["jurisdiction"] == model}
    names |= {key: f"{key}_{code.lower()}" for key, one in law["rules"].items() if one.get("jurisdiction") == model}
    law["jurisdictions"][code] = {**_renamed(jurisdiction, names), "slug": f"invented-{code.lower()}"}
    law["jurisdictions"][code]["holidays"] = jurisdiction["holidays"]
    for part in ("contacts", "forms", "rules"):
        law[part] |= {names[key]: _renamed(one, names) for key, one in list(law[part].items()) if key in names}
    for rule in law["rules"].values():
        change = rule.get("states", {}).get(model, {})
        if change and change["relation"] != "replaced":  # a letter knows a rule in the federal one's place by its id
            rule["states"][code] = _renamed(change, names)
    return names


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return _words(value, names) if isinstance(value, str) else value


def _words(text: str, names: dict[str, str]) -> str:
    return re.sub(rf"\b({'|'.join(map(re.escape, names))})\b", lambda found: names[found[1]], text)


def _add_pages(folder: Path, nav: str, model: dict[str, Any], state: dict[str, Any], names: dict[str, str]) -> str:
    """Copy the model's pages, and its part of the navigation."""
    pages = folder / "docs" / state["slug"]
    pages.mkdir()
    for page in (ROOT / "docs" / model["slug"]).iterdir():
        (pages / page.name).write_text(_words(page.read_text(encoding="utf-8"), names), encoding="utf-8")
    part = re.search(rf"^  - {model['name']}:\n(?:      - .*\n)+", nav, re.MULTILINE)
    if part is None:
        raise ValueError(f"mkdocs.yml has no part for {model['name']}")
    copy = part[0].replace(model["name"], state["name"]).replace(f"{model['slug']}/", f"{state['slug']}/")
    return nav.replace("  - Tools:\n", f"{copy}  - Tools:\n")


if __name__ == "__main__":
    print(project_with(Path(sys.argv[1]), int(sys.argv[2])))
