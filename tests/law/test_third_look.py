"""The third review of the law: each item was handled, and adopted text is in the named entry."""

from collections import Counter
from pathlib import Path

import pytest

from macros.data.law_files import load_law
from macros.data.yaml_files import read_yaml

ITEMS = read_yaml((Path(__file__).parents[1] / "data" / "third-look.yml").read_text(encoding="utf-8"))
FILE = load_law()


def entries(name):
    """The entry with an id such as ``US.consent``, ``MS.recording`` or ``AZ.contacts.sea``."""
    state, _, key = name.partition(".")
    kind, _, of_kind = key.partition(".")
    if kind == "contacts":
        places = [FILE.offices(state)]
    elif kind == "forms":
        places = [FILE.forms(state)]
    elif state == "US":
        places = [FILE.federal.rules]
    else:
        places = [FILE.states[state].changes, FILE.states[state].adds]
    return [place[of_kind or key] for place in places if (of_kind or key) in place]


def texts(value):
    """Every text of an entry."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_every_item_is_handled_once():
    assert len(ITEMS) == 166
    assert [name for name, times in Counter(item["id"] for item in ITEMS).items() if times > 1] == []
    assert {item["how"] for item in ITEMS} == {"taken", "unchanged", "not taken"}


def test_an_item_without_an_entry_says_why():
    without = [item for item in ITEMS if not item.get("entries")]
    assert [item["id"] for item in without if not item.get("why")] == []
    assert [item["id"] for item in without if item["how"] == "taken"] == []


def test_the_entry_of_an_item_exists_and_says_it():
    carried = [(item["id"], carrier) for item in ITEMS for carrier in item.get("entries", [])]
    assert len(carried) > 150
    for name, carrier in carried:
        found = entries(carrier["in"])
        assert found, f"{name}: there is no {carrier['in']}"
        said = [text for entry in found for text in texts(entry.model_dump(mode="json"))]
        assert "says" not in carrier or any(carrier["says"] in text for text in said), f"{name}: {carrier}"


def test_what_was_wrong_new_or_to_change_is_taken_with_its_words():
    due = [item for item in ITEMS if item["verdict"] in ("wrong", "new", "ok with change")]
    silent = [item["id"] for item in due if not any("says" in one for one in item.get("entries", []))]
    assert silent == ["new.az_esy_date"]  # on hold: only the office to ask is published


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if item["verdict"] in ("still caveat", "hold")], ids=lambda item: item["id"]
)
def test_a_doubtful_item_is_not_published_as_certain(item):
    for carrier in item.get("entries", []):
        assert {entry.publish for entry in entries(carrier["in"])} & {"caveat", "hold"}
