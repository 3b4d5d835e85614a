"""Fixtures and settings for all tests."""

import os
import random

from hypothesis import settings

from tests.tools.template_states import SEED, template_states

pytest_plugins = ["tests.tools.browser", "tests.tools.browser_engines"]

os.environ.setdefault(SEED, str(random.randrange(10_000)))

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_report_header() -> str:
    """The line that says how to have the same states again."""
    return f"states for templates: {' '.join(template_states())} ({SEED}={os.environ[SEED]})"
