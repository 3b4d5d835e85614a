"""Fixtures and settings for all tests."""

import os
import random

import pytest
from hypothesis import settings

from tests.tools.examples import examples
from tests.tools.template_states import PARTS, SEED, is_in_part, states_in_part, template_states

#: Fixtures that build a site of their own. What needs one takes its turn as a whole.
BUILDERS = frozenset({"published", "grown"})

pytest_plugins = ["pytester", "tests.tools.browser", "tests.tools.browser_engines", "tests.tools.published"]

os.environ.setdefault(SEED, str(random.randrange(10_000)))

# No test is timed: a slow machine is not a wrong answer.
settings.register_profile("untimed", deadline=None, max_examples=examples())
settings.load_profile("untimed")


def pytest_report_header() -> list[str]:
    """What is different in each run, and how to have the same again."""
    said = [f"states for templates: {' '.join(template_states())} ({SEED}={os.environ[SEED]})"]
    if os.environ.get(PARTS, "1") != "1":
        said.append(f"tests in a browser: one part of {os.environ[PARTS]}, another in each run; all: {PARTS}=1")
        said.append(f"states of tests for each state: {' '.join(sorted(states_in_part()))}")
    return said


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in turn; files with tests in a browser first, so that the slow ones do not wait for one process."""
    if not config.option.keyword:  # whoever names a test means it
        states = states_in_part()
        waits = {item for item in items if _waits(item, states)}
        config.hook.pytest_deselected(items=list(waits))
        items[:] = [item for item in items if item not in waits]
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


def _waits(item: pytest.Item, states: set[str]) -> bool:
    """Whether another run takes this test: it is of another part, or of a state of another part."""
    in_a_browser = {item.nodeid} if item.get_closest_marker("browser") else set()
    if not all(map(is_in_part, BUILDERS.intersection(item.fixturenames) or in_a_browser)):
        return True
    return item.get_closest_marker("by_state") is not None and item.callspec.params["state"] not in states
