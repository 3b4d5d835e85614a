"""What a parent types into the form for prior written notice, in every test that fills it in by hand."""

from __future__ import annotations

from playwright.sync_api import Page

LETTER = {
    "what": "More speech therapy, two sessions a week.",
    "said_on": "3/2/2026",
    "parent_name": "Ana Díaz",
    "child_name": "J. D.",
    "school": "Oak Elementary",
    "district": "Oak County School District",
}
CHOSEN = {"decision": "refused", "said_where": "by phone"}


def fill_letter(page: Page, **changed: str) -> None:
    """Fill in every field that is needed, with other words for those in ``changed``."""
    for name, value in {**LETTER, **changed}.items():
        page.locator(f"[name={name}]").fill(value)
    for name, value in CHOSEN.items():
        page.locator(f"[name={name}]").select_option(value)
