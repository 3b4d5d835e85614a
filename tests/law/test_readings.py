"""Readings of each state's law: sourced, compared, and never published as law."""

import shutil
from pathlib import Path

import pytest
import yaml

from macros.data import readings
from macros.data.reading_model import Fact, Found
from macros.data.yaml_files import WrongData
from macros.places import READINGS, ROOT

ALL = readings.load_readings()
ONE = min(READINGS.glob("*/*.yml"))


def told(tmp_path, change, name="AK/z.yml"):
    """Load a reading with one change; return the error messages."""
    content = yaml.safe_load(ONE.read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(WrongData) as wrong:
        readings.load_readings(tmp_path)
    return str(wrong.value)


def fact(content, name, **changes):
    content["facts"][name] = {**content["facts"][name], **changes}


def test_a_finding_has_a_source_or_says_what_was_tried():
    findings = [finding for by_reader in ALL.values() for one in by_reader.values() for finding in one.facts.values()]
    assert {finding.confidence for finding in findings} == set(Found)
    assert all(finding.sources or finding.tried for finding in findings)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: fact(c, "due_process_limit", sources=[]), "say in 'sources' where"),
        (lambda c: fact(c, "due_process_limit", sources=["nowhere"]), "no source 'nowhere' is named above"),
        (lambda c: fact(c, "due_process_limit", cite=[]), "say in 'cite' of which section"),
        (
            lambda c: fact(c, "due_process_limit", cite=[{"code": "XYZ", "section": "1"}]),
            "the code 'XYZ' is not named above",
        ),
        (lambda c: fact(c, "due_process_limit", quote="word " * 41), "over 40 words"),
        (lambda c: fact(c, "due_process_limit", confidence="not_found"), "and has a value"),
        (lambda c: c["facts"].update(court={"confidence": "not_found"}), "say in 'tried' what was looked at"),
        (lambda c: c["facts"].update(weather={"confidence": "not_found", "tried": ["rain"]}), "facts.weather"),
        (lambda c: fact(c, "due_process_limit", guess=3), "facts.due_process_limit.guess"),
        (lambda c: c.update(state="ZZ"), "it says ZZ and lies in AK"),
        (lambda c: next(iter(c["sources"].values())).update(url="https://iepsays.com/x"), "is no source"),
    ],
)
def test_an_error_in_a_reading_names_file_and_field(tmp_path, change, sentence):
    said = told(tmp_path, change)
    assert sentence in said
    assert said.startswith(("z.yml, ", "AK/z.yml, "))


def test_a_clash_of_two_readers_is_named_and_two_texts_are_not_compared(tmp_path):
    folder = tmp_path / "AK"
    folder.mkdir()
    shutil.copyfile(ONE, folder / "a.yml")
    content = yaml.safe_load(ONE.read_text(encoding="utf-8"))
    limit = content["facts"]["due_process_limit"]
    fact(content, "due_process_limit", value=limit["value"] + 1)
    fact(content, "terms", value="other words")
    (folder / "b.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    shutil.copyfile(ONE, folder / "aa.yml")  # the third reading counts too
    known = readings.load_readings(tmp_path)["AK"]
    assert readings.clashes(known.values()) == [Fact.DUE_PROCESS_LIMIT]
    assert readings.clashes([known["a"], known["aa"]]) == []
    (line,) = readings.report({"AK": known})
    assert line.startswith("AK: read by 3")
    assert "clash: due_process_limit" in line


def test_facts_that_no_reader_found_are_listed():
    lines = readings.report(ALL)
    assert len(lines) == len(ALL)
    lacking = {
        state for state, known in ALL.items() if all(Fact.COURT in readings.missing(one) for one in known.values())
    }
    assert lacking
    for line in lines:
        assert ("court" in line.partition("nobody found:")[2]) == (line[:2] in lacking)


def test_no_reading_reaches_a_page_or_a_phone():
    shown = [
        path
        for folder in ("docs", "macros/pages", "macros/site", "macros/paper")
        for path in Path(ROOT, folder).rglob("*")
    ]
    code = [path for path in shown if path.suffix in {".py", ".md", ".js", ".html"}]
    assert code
    assert not [path for path in code if "readings" in path.read_text(encoding="utf-8")]
