"""Fixtures and settings for all tests."""

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.engines"]

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
