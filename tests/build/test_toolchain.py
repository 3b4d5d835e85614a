"""The toolchain: locked, without registry addresses, set up by one command with clear errors."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from calculators.law import known_states
from macros import bootstrap
from macros.bootstrap import CannotSetUp, Outcome
from tests.tools.browser import PHONE, PageLog, served
from tests.tools.examples import EXAMPLES, examples
from tests.tools.template_states import PARTS, SEED, edited_states, in_part, is_in_part, states_in_part, template_states
from tests.tools.waiting import poll, until

ROOT = bootstrap.ROOT
REQUIREMENTS = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NPM_LOCKS = [ROOT / "package-lock.json", ROOT / "tests" / "tools" / "audit" / "package-lock.json"]

Machine = Callable[..., bootstrap.Run]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A bare machine without apt: each program call gets the first outcome whose words it contains."""
    for name in ("requirements.lock", "package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".cache").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "has_apt", lambda: False)

    def with_answers(answers: dict[str, Outcome]) -> bootstrap.Run:
        def run(*command: object, seconds: int = 0) -> Outcome:
            line = " ".join(map(str, command))
            outcome = next((outcome for words, outcome in answers.items() if words in line), Outcome(127, "not here"))
            if "-m venv" in line and outcome.code == 0:
                programs = Path(str(command[-1])) / "bin"
                programs.mkdir(parents=True, exist_ok=True)
                (programs / "python").touch()
            return outcome

        return run

    return with_answers


PYTHON_IS_THERE = {"version_info": Outcome(0, "3.13\n"), "-m venv": Outcome(0, "")}


# The lock files


def test_lock_files_contain_no_registry_address() -> None:
    npm = "".join(lock.read_text(encoding="utf-8") for lock in NPM_LOCKS)
    assert not re.search(r"\w+://|index-url|find-links|/(home|root|Users|tmp)/", REQUIREMENTS + npm)


def test_every_python_package_is_one_version_with_hashes() -> None:
    entries = re.findall(r"^[a-z0-9].*\n(?: +--hash.*\n)*", REQUIREMENTS, re.MULTILINE)
    assert len(entries) > 50
    hashed = re.compile(r"[a-z0-9.-]+==\S+ (; .+ )?\\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+")
    assert [entry for entry in entries if not hashed.fullmatch(entry)] == []


def test_the_lock_file_has_every_requested_package() -> None:
    asked = re.findall(r"^[A-Za-z][\w.-]*", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.MULTILINE)
    locked = set(re.findall(r"^([a-z0-9][\w.-]*)==", REQUIREMENTS, re.MULTILINE))
    assert {name.lower() for name in asked} <= locked


@pytest.mark.parametrize(
    ("lock", "name", "version"), [(NPM_LOCKS[0], "pyodide", "0.29.3"), (NPM_LOCKS[1], "lighthouse", "13.5.0")]
)
def test_every_npm_package_has_an_integrity_hash_and_no_resolved_address(lock: Path, name: str, version: str) -> None:
    locked = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    packages = {path: package for path, package in locked.items() if path}
    assert packages[f"node_modules/{name}"]["version"] == version
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_python_version_is_the_same_everywhere() -> None:
    version = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == f"=={version}.*"
    assert project["tool"]["mypy"]["python_version"] == version
    assert project["tool"]["ruff"]["target-version"] == "py" + version.replace(".", "")
    assert version == bootstrap.PYTHON
    assert version == "{}.{}".format(*sys.version_info)


# The calculators' dependencies


def test_calculators_import_the_standard_library_and_the_letter_engine_alone() -> None:
    allowed = {*sys.stdlib_module_names, "calculators", "jinja2", "markupsafe"}
    strangers = [
        f"{file.name}: {name}"
        for file in (ROOT / "calculators").rglob("*.py")
        for name in imported(file)
        if name not in allowed
    ]
    assert strangers == []


def imported(file: Path) -> set[str]:
    """The top-level names of all imported modules, imports inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


# Set-up


def test_nothing_is_run_when_nothing_changed(machine: Machine) -> None:
    run = machine({**PYTHON_IS_THERE, "-m pip install": Outcome(0, ""), "npm ci": Outcome(0, "")})
    (bootstrap.ROOT / "node_modules").mkdir()
    bootstrap.set_up_python(run)
    bootstrap.set_up_node(run)

    def refuse(*command: object, **_: object) -> Outcome:
        pytest.fail(f"ran {command}")

    bootstrap.set_up_python(refuse)
    bootstrap.set_up_node(refuse)


@pytest.mark.parametrize("lock", ["requirements.lock", "package-lock.json"])
def test_a_changed_lock_file_is_installed_again(machine: Machine, lock: str) -> None:
    bad = Outcome(1, "no such version")
    (bootstrap.ROOT / "node_modules").mkdir()
    good = machine({**PYTHON_IS_THERE, "-m pip install": Outcome(0, ""), "npm ci": Outcome(0, "")})
    step = bootstrap.set_up_python if lock == "requirements.lock" else bootstrap.set_up_node
    step(good)
    with (bootstrap.ROOT / lock).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(CannotSetUp, match="could not be installed"):
        step(machine({**PYTHON_IS_THERE, "-m pip install": bad, "npm ci": bad}))


def test_a_python_that_does_not_run_is_skipped(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_pythons", lambda: [Path("/shim"), Path("/old"), Path("/good")])
    run = machine({"/shim": Outcome(127, "not found"), "/old": Outcome(0, "3.11\n"), "/good": Outcome(0, "3.13\n")})
    assert bootstrap.find_python(run) == Path("/good")


def test_a_browser_stub_that_refers_to_an_app_store_is_skipped(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_browsers", lambda: [Path("/stub"), Path("/chrome")])
    run = machine({"/stub": Outcome(0, "requires the snap to be installed"), "/chrome": Outcome(0, "Chromium 156.0.1")})
    assert bootstrap.find_browser(run) == Path("/chrome")


@pytest.mark.parametrize("case", ["missing", "there", "missing without apt"])
def test_the_headless_shell_is_installed_only_if_missing_and_permitted(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    there = case == "there"
    installed: list[str] = []

    def run(*command: object, seconds: int = 0) -> Outcome:
        if command[:2] == ("apt-get", "install"):
            installed.append(str(command[-1]))
        return Outcome(0, "Chromium 156.0.1" if there else "requires the snap to be installed")

    monkeypatch.setattr(bootstrap, "has_apt", lambda: case != "missing without apt")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/bin/{name}")
    assert (bootstrap.find_shell(run) is not None) == there
    bootstrap.set_up_shell(run)
    assert installed == ([bootstrap.SHELL_NAMES[0]] if case == "missing" else [])


def test_uv_is_installed_by_its_hashes_from_the_lock() -> None:
    lines = bootstrap.locked("uv", REQUIREMENTS).splitlines()
    assert re.fullmatch(r"uv==[\d.]+ \\", lines[0])
    assert len(lines) > 3
    assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", line) for line in lines[1:])


# CI


#: Stands for every program of the set-up, and ends as the named step is told to.
STEP = """#!/bin/sh
case "$*" in
  *--last-failed*) echo again >> ran; exit "$AGAIN" ;;
  *pytest*) echo tests >> ran; exit "$TESTS" ;;
  *macros.build*) exit "$BUILD" ;;
esac
"""


@pytest.mark.parametrize(
    ("build", "tests", "again", "ran", "ends"),
    [
        (0, 0, 0, ["tests"], "green"),
        (0, 1, 0, ["tests", "again"], "green"),
        (0, 1, 1, ["tests", "again"], "red"),
        (1, 0, 0, [], "red"),  # nothing was tested
        (0, 2, 0, ["tests"], "red"),  # broken off, or not all collected
        (0, 3, 0, ["tests"], "red"),  # pytest itself failed
        (0, 5, 0, ["tests"], "red"),  # nothing collected
    ],
)
def test_ci_runs_again_only_what_failed_in_a_whole_run(
    tmp_path: Path, build: int, tests: int, again: int, ran: list[str], ends: str
) -> None:
    for name in ("Makefile", ".ci/run"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name in (".venv/bin/python", ".venv/bin/lint-imports", ".venv/bin/node"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STEP, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    for name in ("macros/bootstrap.py", "build/tests-ended"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / "macros/bootstrap.py").write_text("", encoding="utf-8")
    (tmp_path / "build/tests-ended").write_text("1\n", encoding="utf-8")  # of an earlier run
    answers = {"BUILD": build, "TESTS": tests, "AGAIN": again}
    how = {**os.environ, **{name: str(code) for name, code in answers.items()}}
    ended = subprocess.run(["bash", tmp_path / ".ci/run"], env=how, capture_output=True, text=True, check=False)
    log = tmp_path / "ran"
    assert (log.read_text(encoding="utf-8").split() if log.exists() else []) == ran, ended.stderr
    assert ("red" if ended.returncode else "green") == ends


# Error messages of a failed set-up


def sentence_of(step: Callable[[bootstrap.Run], object], run: bootstrap.Run) -> str:
    with pytest.raises(CannotSetUp) as wrong:
        step(run)
    sentence = str(wrong.value)
    assert re.fullmatch(r"[A-Z/][^\n]*\.", sentence)
    return sentence


def test_no_network_for_python_packages(machine: Machine) -> None:
    refused = Outcome(1, "WARNING: Retrying … NewConnectionError … Connection refused\nERROR: No matching distribution")
    run = machine({**PYTHON_IS_THERE, "-m pip install": refused})
    assert sentence_of(bootstrap.set_up_python, run) == (
        "The Python packages could not be downloaded: check the network connection and run the same command again."
    )


@pytest.mark.parametrize("attempt", ["first", "after one that was killed"])
def test_without_network_the_existing_packages_are_restored(machine: Machine, attempt: str) -> None:
    venv = bootstrap.ROOT / ".venv"
    whole = venv if attempt == "first" else bootstrap.ROOT / ".cache" / "venv-before"
    for folder, words in ((venv, "half of it"), (whole, "all of it")):
        folder.mkdir(exist_ok=True)
        (folder / "pyvenv.cfg").write_text(words, encoding="utf-8")
    run = machine({**PYTHON_IS_THERE, "-m pip install": Outcome(1, "Temporary failure in name resolution")})
    with pytest.raises(CannotSetUp, match="check the network connection"):
        bootstrap.set_up_python(run)
    assert (venv / "pyvenv.cfg").read_text(encoding="utf-8") == "all of it"
    assert not (bootstrap.ROOT / ".cache" / "venv-before").exists()


def test_no_network_for_npm_packages(machine: Machine) -> None:
    run = machine({"npm ci": Outcome(1, "npm error code ENOTFOUND")})
    assert sentence_of(bootstrap.set_up_node, run) == (
        "The npm packages could not be downloaded: check the network connection and run the same command again."
    )


@pytest.mark.parametrize(
    ("step", "words", "printed"),
    [
        (
            bootstrap.set_up_python,
            "-m pip install",
            "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
        ),
        (bootstrap.set_up_node, "npm ci", "npm error code EINTEGRITY"),
    ],
)
def test_a_wrong_hash_is_not_reported_as_a_network_problem(
    machine: Machine, step: Callable[[bootstrap.Run], None], words: str, printed: str
) -> None:
    run = machine({**PYTHON_IS_THERE, words: Outcome(1, "Connection reset, trying again\n" + printed)})
    assert "do not match the hashes in the lock file" in sentence_of(step, run)


def test_full_disk(machine: Machine) -> None:
    run = machine({**PYTHON_IS_THERE, "-m pip install": Outcome(1, "OSError: [Errno 28] No space left on device")})
    assert "do not fit on this disk" in sentence_of(bootstrap.set_up_python, run)


def test_no_python_and_none_to_download(machine: Machine) -> None:
    no_download = {"install-dir": Outcome(1, "dns error"), "-m pip install": Outcome(0, "")}
    run = machine({"version_info": Outcome(0, "3.11\n"), "-m venv": Outcome(0, ""), **no_download})
    assert sentence_of(bootstrap.set_up_python, run) == (
        "Python 3.13 is not on this machine and could not be downloaded: "
        "check the network connection, or install Python 3.13, and run the same command again."
    )


def test_no_venv_module(machine: Machine) -> None:
    missing = Outcome(1, "ensurepip is not available … you need to install the python3-venv package")
    said = sentence_of(bootstrap.set_up_python, machine({**PYTHON_IS_THERE, "-m venv": missing}))
    assert "cannot make a virtual environment: install its venv module" in said


def test_no_browser_and_none_to_download(machine: Machine) -> None:
    assert sentence_of(bootstrap.set_up_browser, machine({})) == (
        "There is no browser for the tests and none could be downloaded: install Chromium or Chrome "
        "(on Debian or Ubuntu: sudo apt install chromium), or check the network connection, "
        "and run the same command again."
    )


def test_without_permission_to_install_a_missing_engine_is_reported_with_instructions(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/bin/{name}")
    bootstrap.set_up_engines(machine({"--version": Outcome(0, "requires the snap to be installed")}))
    assert capsys.readouterr().out == (
        "Not on this machine: Firefox, WebKit. Their tests cannot run. "
        "On Debian: sudo apt install firefox-esr webkit2gtk-driver xvfb python3-gi gir1.2-webkit2-4.1 poppler-utils\n"
    )


def test_a_missing_engine_is_installed_where_permitted(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "has_apt", lambda: True)
    installed: list[str] = []

    def run(*command: object, seconds: int = 0) -> Outcome:
        installed.extend(map(str, command[4:] if command[:2] == ("apt-get", "install") else ()))
        return Outcome(0, "")

    def find_missing(run: bootstrap.Run) -> list[str]:
        return [] if installed else ["WebKit"]

    monkeypatch.setattr(bootstrap, "missing_engines", find_missing)
    bootstrap.set_up_engines(run)
    assert installed == list(bootstrap.ENGINE_PACKAGES)
    assert "Not on this machine" not in capsys.readouterr().out


def test_without_apt_the_missing_servers_are_reported(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "NGINX", tmp_path)
    monkeypatch.setattr(bootstrap, "CADDY", tmp_path)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    bootstrap.set_up_servers(machine({}))
    assert capsys.readouterr().out == (
        "Not on this machine: nginx as Debian ships it. Its test cannot run. It needs Debian, and its packages.\n"
        "Not on this machine: Caddy as Debian ships it. Its test cannot run. It needs Debian, and its packages.\n"
    )


def test_set_up_errors_are_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "bootstrap.py").write_bytes(Path(bootstrap.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, tmp_path / "macros" / "bootstrap.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "requirements.lock" in done.stderr
    assert "put this right and run the same command again" in done.stderr


# The wheel


def test_the_wheel_holds_the_code_of_the_calculators_alone_and_is_pure(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert wheel.name == f"paper_trail-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        code = {name for name in archive.namelist() if not name.startswith(f"paper_trail-{version}.dist-info/")}
    assert code == {file.relative_to(ROOT).as_posix() for file in (ROOT / "calculators").rglob("*.py")}


# The browser, and the test server


@pytest.fixture
def small_site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "guide").mkdir()
    for name in ("index.html", "guide/index.html"):
        (tmp_path / name).write_text("<title>Here</title><link rel=icon href=data:,>")
    (tmp_path / "404.html").write_text("<title>Not here</title>")
    for name in ("engine.wasm", "worker.mjs", "main.js"):
        (tmp_path / name).touch()
    with served(tmp_path) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("", 200, "text/html"),
        ("guide/", 200, "text/html"),
        ("guide", 200, "text/html"),
        ("engine.wasm", 200, "application/wasm"),
        ("worker.mjs", 200, "text/javascript"),
        ("main.js", 200, "text/javascript"),
        ("missing", 404, "text/html; charset=utf-8"),
        ("../", 404, "text/html; charset=utf-8"),
        ("../index.html", 404, "text/html; charset=utf-8"),
    ],
)
def test_the_site_is_served_only_under_its_sub_path(small_site: str, path: str, status: int, kind: str) -> None:
    try:
        with urlopen(urljoin(small_site, path)) as answer:
            seen = (answer.status, answer.headers["Content-Type"])
    except HTTPError as error:
        with error:
            seen = (error.code, error.headers["Content-Type"])
    assert seen == (status, kind)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("fetch('http://127.0.0.1:9/').catch(() => {})", "asked another address: http://127.0.0.1:9/"),
        ("fetch('https://elsewhere.example/').catch(() => {})", "asked another address: https://elsewhere.example/"),
        ("console.error('wrong number')", "error in the console: wrong number"),
        ("setTimeout(() => { throw new Error('no such form') })", "error in a script: .*no such form"),
        ("fetch('missing.json')", "error in the console: Failed to load resource.*missing.json"),
        (
            "new Worker(URL.createObjectURL(new Blob(['fetch(\"https://elsewhere.example/\")'])))",
            "asked another address: https://elsewhere.example/",
        ),
    ],
)
def test_problems_of_a_page_are_in_its_log(browser: Browser, small_site: str, script: str, problem: str) -> None:
    log = PageLog(small_site)
    with browser.new_context() as context:
        log.watch(context)
        page = context.new_page()
        page.goto(small_site)
        page.evaluate(script + "; undefined")
        until(page, lambda: any(re.search(problem, line) for line in log.unexpected()), problem)
    log.expect("")
    assert log.unexpected() == []


@pytest.mark.browser
def test_the_page_fixture_emulates_a_phone(browser: Browser, small_site: str) -> None:
    log = PageLog(small_site)
    with browser.new_context(**PHONE, base_url=small_site) as context:
        log.watch(context)
        page = context.new_page()
        page.goto("guide/")
        assert page.url == small_site + "guide/"
        screen = page.evaluate("[screen.width, screen.height, devicePixelRatio, navigator.maxTouchPoints > 0]")
    assert screen == [390, 844, 2, True]
    assert log.problems == []


# Which tests a run takes


def test_each_test_in_a_browser_is_in_one_part_of_four_and_every_seed_takes_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tests = [f"tests/records/test_{number}.py::test_it" for number in range(400)]
    monkeypatch.setenv(PARTS, "4")
    taken = set()
    for seed in range(100):
        monkeypatch.setenv(SEED, str(seed))
        taken.add(frozenset(test for test in tests if is_in_part(test)))
    assert len(taken) == 4
    assert sum(len(part) for part in taken) == len(set().union(*taken)) == len(tests)
    assert min(len(part) for part in taken) > 70


def test_four_runs_do_each_state_once_and_those_of_templates_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARTS, "4")
    taken = []
    for seed in range(100):
        monkeypatch.setenv(SEED, str(seed))
        taken.append(states_in_part())
        assert taken[-1] >= set(template_states())
        assert len(taken[-1] - edited_states()) < len(known_states()) / 2
    assert set().union(*taken) == set(known_states())
    monkeypatch.setenv(PARTS, "1")
    assert states_in_part() == set(known_states())


def test_a_state_whose_law_is_edited_takes_its_turn(tmp_path: Path) -> None:
    law = tmp_path / "calculators" / "law"
    law.mkdir(parents=True)
    for slug in ("ohio", "new-york"):
        (law / f"{slug}.yml").write_text("name: as committed\n", encoding="utf-8")
    assert edited_states(tmp_path) == frozenset(), "no repository yet"
    git = ("git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Law")):
        subprocess.run((*git, *command), check=True)
    (law / "new-york.yml").write_text("name: edited\n", encoding="utf-8")
    edited_states.cache_clear()
    assert edited_states(tmp_path) == {"NY"}


def test_four_runs_take_each_item_of_a_list_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PARTS, "4")
    taken = set()
    for seed in range(100):
        monkeypatch.setenv(SEED, str(seed))
        taken.add(tuple(in_part(range(60))))
    assert sorted(sum(taken, ())) == list(range(60))
    assert min(map(len, taken)) > 5
    monkeypatch.setenv(PARTS, "1")
    assert in_part("abc") == ["a", "b", "c"]


def test_a_test_for_each_state_waits_for_the_part_of_its_state(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nmarkers = by_state\n browser")
    pytester.makeconftest("from tests.conftest import pytest_collection_modifyitems")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.by_state
        @pytest.mark.parametrize("state", ["MS", "AZ", "US", "none"])
        def test_it(state):
            pass

        def test_of_no_state():
            pass
        """
    )
    pytester.inline_run("-p", "no:cacheprovider").assertoutcome(passed=4)
    pytester.inline_run("-p", "no:cacheprovider", "-k", "test_it").assertoutcome(passed=4)


def test_what_needs_a_site_of_its_own_takes_its_turn_as_a_whole(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makeini("[pytest]\nmarkers = by_state\n browser")
    pytester.makeconftest("from tests.conftest import pytest_collection_modifyitems")
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture(scope="module")
        def grown():
            return "a site"

        @pytest.fixture
        def page(grown):
            return grown

        @pytest.mark.parametrize("number", range(9))
        def test_with_it(page, number):
            pass

        @pytest.mark.browser
        def test_in_a_browser_too(grown):
            pass

        def test_without_it():
            pass
        """
    )
    monkeypatch.setenv(PARTS, "4")
    passed = []
    for seed in range(20):
        monkeypatch.setenv(SEED, str(seed))
        ran = pytester.inline_run("-p", "no:cacheprovider")
        passed.append(len(ran.listoutcomes()[0]))
    assert set(passed) == {1, 11}
    assert passed.count(11) < 12


def test_without_parts_or_with_the_seed_of_all_every_test_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED, "7")
    monkeypatch.delenv(PARTS, raising=False)
    assert is_in_part("tests/records/test_today.py::test_it")
    monkeypatch.setenv(PARTS, "4000")
    assert not is_in_part("tests/records/test_today.py::test_it")
    monkeypatch.setenv(SEED, "all")
    assert is_in_part("tests/records/test_today.py::test_it")


def test_ci_takes_all_tests_in_a_browser() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "export PAPER_TRAIL_PARTS=1" in lines[: lines.index("make test && exit")]


def test_only_the_fast_tests_make_up_fewer_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EXAMPLES, raising=False)
    assert (examples(60), examples(3)) == (60, 3)
    monkeypatch.setenv(EXAMPLES, "5")
    assert (examples(60), examples(15), examples(3)) == (12, 5, 3)
    told = {line.split(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if EXAMPLES in line}
    assert told == {"test-fast"}
    assert EXAMPLES not in (ROOT / ".ci" / "run").read_text()


# Waiting


def test_a_test_waits_for_one_thing_in_one_place() -> None:
    """``tests/tools/waiting.py`` alone lets time pass, so that no two tests give up after different times."""
    sleepers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^\s*(time\.)?sleep\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert sleepers == ["tests/tools/waiting.py"]


def test_what_does_not_come_is_named() -> None:
    found = iter(["", "", "here"])
    assert poll(lambda: next(found), "it is here") == "here"
    with pytest.raises(AssertionError, match="it did not come to this: the end"):
        poll(lambda: None, lambda: "the end", patience=0)
