"""Write the calculators' input, one file per state.

``python -m macros.data.state_files`` writes ``calculators/data/``; with ``--check`` it only validates.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from macros.data.checklist_model import load_checklists
from macros.data.core_facts import fact_rows, titles
from macros.data.law_files import check_forms, check_terms, load_glossary, load_law, whole_law
from macros.data.letter_data import load_letters, load_situations
from macros.data.path_data import let_take_over, load_paths
from macros.data.search_model import load_search
from macros.data.state_data import state_data
from macros.data.yaml_files import WrongData
from macros.fingerprint import fingerprint
from macros.places import DATA, GLOSSARY, LAW, LETTERS, PATHS, STATE_LAW

MADE_FROM = "made-from.txt"


def write_data(folder: Path = DATA) -> list[Path]:
    """Write all states' data, the letters and the JSON Schema, unless their inputs are unchanged.

    Returns the files that changed or were deleted.
    """
    made_from = fingerprint(_made_from(), version("holidays"))
    known = folder / MADE_FROM
    if known.is_file() and known.read_text(encoding="utf-8").strip() == made_from:
        return []
    known.unlink(missing_ok=True)
    law = load_law()
    files: dict[str, object] = {f"{code}.json": state_data(law, code) for code in law.jurisdictions}
    letters = load_letters(law)
    check_forms(law, letters)
    check_terms(law, load_glossary())
    files["paths.json"] = paths = load_paths(law, letters)
    let_take_over(letters, paths)
    files["letters.json"] = {
        key: {name: value for name, value in letter.items() if name != "sample"} for key, letter in letters.items()
    }
    files["samples.json"] = {key: letter["sample"] for key, letter in letters.items()}
    files["law.json"] = whole_law(law)
    files["core_facts.json"] = {"titles": titles(law), "rows": fact_rows(law)}
    folder.mkdir(parents=True, exist_ok=True)
    changed = [path for name, content in files.items() for path in _written(folder / name, content)]
    for path in folder.glob("*.json"):
        if path.name not in files:  # the file of a state that was removed
            path.unlink()
            changed.append(path)
    known.write_text(f"{made_from}\n", encoding="utf-8")
    return changed


def read_ahead() -> None:
    """Fill the caches of ``write_data``, so that a first edit is fast too."""
    with suppress(WrongData):  # reported when it is edited
        law = load_law()
        for code in law.jurisdictions:
            state_data(law, code)


def _made_from() -> list[Path]:
    models = sorted(Path(__file__).parent.glob("*.py"))
    return [LAW, GLOSSARY, PATHS, *sorted(STATE_LAW.glob("*.yml")), *LETTERS.iterdir(), *models]


def _written(path: Path, content: object) -> Iterator[Path]:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        yield path


def main(arguments: list[str]) -> int:
    """Write (or only check) the data. Returns 0, or 1 after printing what is wrong."""
    try:
        if arguments == ["--check"]:
            law = load_law()
            letters = load_letters(law)
            load_checklists()
            load_situations()
            check_forms(law, letters)
            check_terms(law, load_glossary())
            load_paths(law, letters)
            load_search()
            print(
                f"The law is well formed: {len(law.federal.rules)} federal rules, {len(law.states)} states, {len(letters)} letters."
            )
        else:
            changed = write_data()
            print(f"Law data: {len(changed)} files written.")
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
