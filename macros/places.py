"""Where things are in the project. It imports nothing, so that who only needs a path loads no model."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The federal law and what all states share, and beside it the folder with a file for each state.
LAW = ROOT / "calculators" / "law.yml"
STATE_LAW = ROOT / "calculators" / "law"
LETTERS = ROOT / "calculators" / "letters"
PATHS = ROOT / "calculators" / "paths.yml"
#: What was read in the law of each state before it became law here.
READINGS = ROOT / "calculators" / "readings"
#: What the calculators read: made from the law and the letters.
DATA = ROOT / "calculators" / "data"
DOCS = ROOT / "docs"
GLOSSARY = DOCS / "_data" / "glossary.yml"
CHECKLISTS = DOCS / "_data" / "checklists.yml"
CORRECTIONS = DOCS / "_data" / "corrections.yml"
SEARCH = DOCS / "_data" / "search.yml"
