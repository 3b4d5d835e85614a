"""Make the web app manifest, icons and link preview cards.

Drawn by Typst with its bundled fonts, from ``docs/assets/icons/icon.svg`` and the palette.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from calculators.law import known_states, load
from macros.palette import light
from macros.places import ROOT
from macros.typst_compiler import MAIN, compiler

ICON = ROOT / "docs" / "assets" / "icons" / "icon.svg"
#: File, pixels, and the drawing's share of the square: a masked icon loses its corners.
ICONS = (
    ("icon-192.png", 192, 1.0),
    ("icon-512.png", 512, 1.0),
    ("maskable-512.png", 512, 0.72),
    ("touch-180.png", 180, 0.86),
)
CARD = (1200, 630)
NAME, LINE = "Paper Trail", "Know the rule. Count the days. Put it in writing."
#: Parts of the site other than states: file and text of their cards.
PARTS = {
    "home": ("Help for parents when the school and you do not agree", ""),
    "tools": ("Deadlines and letters", "Pick a date. See what is due, and when."),
    "checklists": ("Checklists", "Tick them here, or print them."),
    "about": ("About Paper Trail", "Where the facts come from, and what stays on your phone."),
}


def write_app_files(site: Path) -> None:
    """Write the manifest, the icons and the cards into a built site."""
    icons, cards = site / "assets" / "icons", site / "assets" / "cards"
    for folder in (icons, cards):
        folder.mkdir(parents=True, exist_ok=True)
    for file, pixels, share in ICONS:
        (icons / file).write_bytes(icon(pixels, share))
    for name, (title, line) in card_words().items():
        (cards / f"{name}.png").write_bytes(card(title, line))
    (site / "manifest.webmanifest").write_text(json.dumps(manifest(), indent=1) + "\n", encoding="utf-8")


def card_words() -> dict[str, tuple[str, str]]:
    """Title and line of each card, by file name."""
    states = {}
    for law in (load(code) for code in known_states()):
        name = "Every state" if law.is_federal else law.name
        rules = "federal" if law.is_federal else f"federal and {law.name}"
        states[law.slug] = (f"{name}: special education disputes", f"What to do today, by {rules} rules.")
    return PARTS | states


def manifest() -> dict[str, Any]:
    """The web app manifest. URLs are relative, because the site may be in a subfolder."""
    return {
        "name": NAME,
        "short_name": NAME,
        "description": LINE,
        "lang": "en-US",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": light()["paper"],
        "theme_color": light()["paper"],
        "icons": [
            {"src": "assets/icons/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "assets/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "assets/icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": "assets/icons/maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }


def icon(pixels: int, share: float) -> bytes:
    """The icon as a square PNG.

    With ``share`` below 1 the background fills the square around the drawing.
    """
    ground = "none" if share == 1.0 else f'rgb("{light()["accent"]}")'
    return _png(f'#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt, fill: {ground})\n'
                f'#align(center + horizon, image("icon.svg", width: {share * 100}%))')  # fmt: skip


def card(title: str, line: str) -> bytes:
    """A preview card: name, title, one line."""
    width, height = CARD
    return _png(f"""
#set page(width: {width}pt, height: {height}pt, margin: 84pt, fill: rgb("{light()["paper"]}"))
#set text(font: "Libertinus Serif", fill: rgb("{light()["ink"]}"))
#set par(leading: .45em)
#grid(columns: (76pt, 1fr), column-gutter: 24pt, align: horizon, image("icon.svg", width: 76pt), text(46pt, weight: "bold", {_quoted(NAME)}))
#v(1fr)
#block(spacing: 30pt, text(80pt, weight: "bold", {_quoted(title)}))
#block(spacing: 30pt, text(40pt, fill: rgb("{light()["soft"]}"), {_quoted(line)}))
#v(1fr)
#line(length: 100%, stroke: 6pt + rgb("{light()["accent"]}"))
#v(-6pt)
#text(34pt, fill: rgb("{light()["accent"]}"), {_quoted(LINE)})
""")


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _png(source: str) -> bytes:
    made = compiler({MAIN: source.encode(), "icon.svg": ICON.read_bytes()}).compile(format="png", ppi=72)
    if not isinstance(made, bytes):
        raise TypeError("a drawing came out as more than one page: its words are too long")
    return made
