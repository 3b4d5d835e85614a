"""Fixtures and settings for all tests."""

from hypothesis import settings

pytest_plugins = ["tests.tools.browser", "tests.tools.browser_engines"]

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
