"""A build is a list of named steps, each timed; a failing step ends it."""

from pathlib import Path
from threading import Event

import pytest

from macros import build
from macros.build import STEPS, Build, Step, run_steps

BUILD = Build(Path("site"), (), "")


def test_every_step_has_its_own_name_input_and_output():
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names) > 10
    assert all(step.input and step.output for step in STEPS)


def test_a_step_waits_only_for_one_before_it_that_runs_in_the_background():
    for place, step in enumerate(STEPS):
        assert step.after in ["", *(one.name for one in STEPS[:place] if one.in_background)]
    waited_for = {step.after for step in STEPS}
    assert {step.name for step in STEPS if step.in_background} <= waited_for, "its failure would be seen by nobody"


def test_steps_run_in_order_and_background_steps_are_awaited(capsys):
    pages_made, done = Event(), []

    def engines(_: Build) -> None:
        assert pages_made.wait(60), "the pages waited for the engines"
        done.append("engines")

    def pages(_: Build) -> None:
        done.append("pages")
        pages_made.set()

    run_steps(
        [
            Step("engines", "code", "folder", engines, in_background=True),
            Step("pages", "docs", "HTML", pages),
            Step("put engines", "folder", "names", lambda _: done.append("put engines"), after="engines"),
        ],
        BUILD,
    )
    assert done == ["pages", "engines", "put engines"]
    printed = capsys.readouterr().out.splitlines()
    assert sorted(line.split("  ")[0] for line in printed) == ["engines", "pages", "put engines"]
    assert all(" s   " in line for line in printed)


@pytest.mark.parametrize("in_background", [False, True])
def test_a_step_that_fails_ends_the_build(in_background):
    def fail(_: Build) -> None:
        raise ValueError("no engines")

    done: list[str] = []
    steps = [
        Step("engines", "code", "folder", fail, in_background=in_background),
        Step("finish", "folder", "site", lambda _: done.append("finish"), after="engines" if in_background else ""),
    ]
    with pytest.raises(ValueError, match="no engines"):
        run_steps(steps, BUILD)
    assert not done


def test_a_module_that_fails_ends_the_build_and_has_said_why(tmp_path, monkeypatch, capfd):
    made = Step("engines", "code", "folder", lambda _: build._run_module("no_such_module"), in_background=True)
    put = Step("put engines", "folder", "names", lambda _: (tmp_path / "finished").touch(), after="engines")
    monkeypatch.setattr(build, "STEPS", (made, put))
    assert build.main(["-d", str(tmp_path / "site")]) == 1
    assert "no_such_module" in capfd.readouterr().err
    assert not (tmp_path / "finished").exists(), "what is not whole is not finished"
