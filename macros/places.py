"""Paths in the project. Imports nothing, so that using a path loads no models."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The federal law, beside the folder with one file per state.
LAW = ROOT / "calculators" / "law.yml"
STATE_LAW = ROOT / "calculators" / "law"
LETTERS = ROOT / "calculators" / "letters"
PATHS = ROOT / "calculators" / "paths.yml"
#: Independent readings of each state's law, made before it was entered.
READINGS = ROOT / "calculators" / "readings"
#: The calculators' input, generated from the law and the letters.
DATA = ROOT / "calculators" / "data"
DOCS = ROOT / "docs"
GLOSSARY = DOCS / "_data" / "glossary.yml"
CHECKLISTS = DOCS / "_data" / "checklists.yml"
CORRECTIONS = DOCS / "_data" / "corrections.yml"
SEARCH = DOCS / "_data" / "search.yml"
