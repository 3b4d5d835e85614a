"""Fixtures and settings for all tests."""

import os
import random

import pytest
from hypothesis import settings

from tests.tools.template_states import PARTS, SEED, is_in_part, template_states

pytest_plugins = ["tests.tools.browser", "tests.tools.browser_engines", "tests.tools.published"]

os.environ.setdefault(SEED, str(random.randrange(10_000)))

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_report_header() -> list[str]:
    """What is different in each run, and how to have the same again."""
    said = [f"states for templates: {' '.join(template_states())} ({SEED}={os.environ[SEED]})"]
    if os.environ.get(PARTS, "1") != "1":
        said.append(f"tests in a browser: one part of {os.environ[PARTS]}, another in each run; all: {PARTS}=1")
    return said


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in turn; files with tests in a browser first, so that the slow ones do not wait for one process."""
    if not config.option.keyword:  # whoever names a test means it
        waits = {item for item in items if item.get_closest_marker("browser") and not is_in_part(item.nodeid)}
        config.hook.pytest_deselected(items=list(waits))
        items[:] = [item for item in items if item not in waits]
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)
