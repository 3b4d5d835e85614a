"""Fixtures and settings for all tests."""

import os
import random

import pytest
from hypothesis import settings

from tests.tools.template_states import SEED, template_states

pytest_plugins = ["tests.tools.browser", "tests.tools.browser_engines", "tests.tools.published"]

os.environ.setdefault(SEED, str(random.randrange(10_000)))

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_report_header() -> str:
    """The line that says how to have the same states again."""
    return f"states for templates: {' '.join(template_states())} ({SEED}={os.environ[SEED]})"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests in a browser first: the slow ones do not wait for one process at the end, while the other has none."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)
