"""What a parent types into the prior written notice form, for tests that fill it in."""

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
    """Fill in every required field, with ``changed`` values."""
    for name, value in {**LETTER, **changed}.items():
        page.locator(f"[name={name}]").fill(value)
    for name, value in CHOSEN.items():
        page.locator(f"[name={name}]").select_option(value)
