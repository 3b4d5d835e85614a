"""Set up a machine: Python 3.13, the locked packages, Pyodide, and browsers for tests.

The browsers with ``--browser`` only. It needs only Python 3.8 or later, changes nothing outside the project's folder (except
browsers installed by ``apt-get`` or downloaded by Playwright), and does nothing if nothing changed. A failure is reported in
one sentence; the tools' output is in ``.cache/setup.log``.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.13"
#: The version output of browsers that the tests can drive: "Chromium 141.0", "Google Chrome 141.0".
BROWSER_VERSION = re.compile(r"(Chromium|Chrome)\D* \d+\.")
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: Chromium's engine without a window: pages take a third of the CPU time.
SHELL_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
BROWSER_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
#: Firefox, and WebKit as packaged by Debian, with the packages needed to print from it and to render the prints.
FIREFOX_VERSION = re.compile(r"Mozilla Firefox \d+\.")
FIREFOX_NAMES = ("firefox-esr", "firefox")
FIREFOX_APP = "/Applications/Firefox.app/Contents/MacOS/firefox"
WEBKIT_IN_PYTHON = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"
ENGINE_PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1", "poppler-utils")
ENGINES_ADVICE = "On Debian: sudo apt install " + " ".join(ENGINE_PACKAGES)

#: Debian's web servers, unpacked here with their default settings, because installing them would start them.
NGINX = ROOT / ".cache" / "nginx"
CADDY = ROOT / ".cache" / "caddy"
UNPACK = (
    "set -e; mkdir -p {folder}; cd {folder}; apt-get download {packages}; "
    "for package in *.deb; do dpkg-deb --extract $package .; rm $package; done"
)

#: Makes Node and uv use the machine's certificates, as pip does.
TRUST_AS_PIP_DOES = {"NODE_USE_SYSTEM_CA": "1", "UV_SYSTEM_CERTS": "1"}

WRONG_HASH = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
DISK_FULL = ("No space left on device", "ENOSPC")
NO_NETWORK = (
    "Temporary failure",
    "Name or service not known",
    "nodename nor servname",
    "Network is unreachable",
    "Connection refused",
    "Connection reset",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "timed out",
    "Could not resolve",
    "dns error",
    "error sending request",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
    "EAI_AGAIN",
)


class CannotSetUp(Exception):
    """Set-up failed; the message is a sentence that says why and what to do."""


class Outcome(NamedTuple):
    """A command's exit code and output."""

    code: int
    output: str


Run = Callable[..., Outcome]


def run(*command: object, seconds: int = 1800) -> Outcome:
    """Run a command. Never raises: a missing program gives exit code 127, a timeout 124."""
    words = [str(word) for word in command]
    environment = {**TRUST_AS_PIP_DOES, **os.environ, "DEBIAN_FRONTEND": "noninteractive", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            words,
            cwd=str(ROOT),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
        outcome = Outcome(done.returncode, done.stdout.decode("utf-8", "replace"))
    except subprocess.TimeoutExpired:
        outcome = Outcome(124, f"timed out after {seconds} seconds")
    except OSError as error:
        outcome = Outcome(127, str(error))
    _note(words, outcome)
    return outcome


def problem(what: str, output: str) -> CannotSetUp:
    """The message for a failed step, from its tool's output.

    ``what`` is a plural: "The files".
    """
    if any(sign in output for sign in WRONG_HASH):
        advice = (
            "do not match the hashes in the lock file: run the same command again, "
            "and if it says the same, open an issue, for what was downloaded is not what was tested."
        )
    elif any(sign in output for sign in DISK_FULL):
        advice = "do not fit on this disk: free about 2 GB and run the same command again."
    elif any(sign in output for sign in NO_NETWORK):
        advice = "could not be downloaded: check the network connection and run the same command again."
    else:
        advice = "could not be installed: the last lines of .cache/setup.log say why."
    return CannotSetUp(f"{what} {advice}")


# Python 3.13


def find_python(run: Run) -> "Path | None":
    """A working Python 3.13: this one, on PATH, or in its installers' usual places."""
    return next((path for path in _pythons() if python_version(run, path) == PYTHON), None)


def python_version(run: Run, python: Path) -> "str | None":
    """An interpreter's major and minor version; None if it does not run.

    Version managers leave shims that do not.
    """
    code, output = run(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])", seconds=60)
    return output.strip() if code == 0 else None


def fetch_python(run: Run) -> Path:
    """Download Python 3.13 into ``.cache/python`` with uv, itself verified by hash.

    Raises CannotSetUp.
    """
    tools = ROOT / ".cache" / "uv"
    make_venv(run, Path(_this_python()), tools)
    wanted = ROOT / ".cache" / "uv.txt"
    wanted.write_text(locked("uv", (ROOT / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8")
    install_locked(run, tools, wanted)
    target = ROOT / ".cache" / "python"
    code, _ = run(tools / "bin" / "uv", "python", "install", "--no-bin", "--install-dir", target, PYTHON)
    found = find_python(run)
    if code != 0 or found is None:
        raise CannotSetUp(
            f"Python {PYTHON} is not on this machine and could not be downloaded: "
            f"check the network connection, or install Python {PYTHON}, and run the same command again."
        )
    return found


def locked(name: str, lock: str) -> str:
    """The lines of one package in a lock file: its version and its hashes.

    Raises CannotSetUp if the file does not name it.
    """
    lines = re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
    if lines is None:
        raise CannotSetUp(f"requirements.lock does not name {name}: run `git checkout requirements.lock`.")
    return lines.group()


def make_venv(run: Run, python: Path, folder: Path) -> None:
    """Create a virtual environment with pip.

    As root on Debian, also install the package that this needs. Raises CannotSetUp.
    """
    code, output = run(python, "-m", "venv", "--clear", folder)
    if code != 0 and "venv" in output and has_apt():
        say("Installing the package that makes virtual environments …")
        run("apt-get", "update")
        run("apt-get", "install", "-y", f"python{python_version(run, python)}-venv")
        code, output = run(python, "-m", "venv", "--clear", folder)
    if code != 0 and any(sign in output for sign in DISK_FULL):
        raise problem("The Python packages", output)
    if code != 0:
        raise CannotSetUp(
            f"{python} cannot make a virtual environment: install its venv module "
            "(on Debian or Ubuntu: sudo apt install python3-venv) and run the same command again."
        )


def install_locked(run: Run, venv: Path, lock: Path) -> None:
    """Install the packages of a lock file: wheels only, verified by hash.

    Raises CannotSetUp.
    """
    options = "--require-hashes --only-binary=:all: --no-deps --no-user --no-input --disable-pip-version-check"
    code, output = run(venv / "bin" / "python", "-m", "pip", "install", *options.split(), "-r", lock)
    if code != 0:
        raise problem("The Python packages", output)


def replace_venv(run: Run, python: Path, venv: Path, lock: Path) -> None:
    """Recreate ``venv`` with the packages of ``lock``.

    Raises CannotSetUp; the previous environment is then restored and still works.
    """
    before = ROOT / ".cache" / "venv-before"
    if before.is_dir():  # an earlier attempt was killed and left an incomplete environment
        shutil.rmtree(str(venv), ignore_errors=True)
    elif venv.is_dir():
        before.parent.mkdir(exist_ok=True)
        venv.rename(before)
    try:
        make_venv(run, python, venv)
        install_locked(run, venv, lock)
    except BaseException:  # also if interrupted
        shutil.rmtree(str(venv), ignore_errors=True)
        if before.is_dir():
            before.rename(venv)
        raise
    shutil.rmtree(str(before), ignore_errors=True)


# The three steps


def set_up_python(run: Run) -> None:
    """``.venv`` with Python 3.13 and the packages of requirements.lock.

    Raises CannotSetUp.
    """
    venv, lock = ROOT / ".venv", ROOT / "requirements.lock"
    stamp = Stamp(venv / "set-up", str(venv), PYTHON, lock)
    if stamp.holds() and (venv / "bin" / "python").exists():
        return
    python = find_python(run)
    if python is None:
        say(f"Downloading Python {PYTHON} …")
        python = fetch_python(run)
    say("Installing the Python packages (a minute or two) …")
    replace_venv(run, python, venv, lock)
    stamp.write()


def set_up_node(run: Run) -> None:
    """``node_modules`` with Pyodide, by the npm that came with the Python packages.

    Raises CannotSetUp.
    """
    modules = ROOT / "node_modules"
    stamp = Stamp(modules / ".set-up", ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    if stamp.holds():
        return
    say("Installing Pyodide …")
    code, output = run(ROOT / ".venv" / "bin" / "npm", "ci")
    if code != 0:
        raise problem("The npm packages", output)
    stamp.write()


def set_up_browser(run: Run) -> None:
    """Write the path of a browser to ``.cache/browser``.

    An installed one, else a Debian package, else a download. Raises CannotSetUp if none of them works.
    """
    if known_browser() is not None:
        return
    browser = find_browser(run)
    if browser is None and has_apt():
        say("Installing the package chromium …")
        run("apt-get", "update")
        run("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation")
        browser = find_browser(run)
    if browser is None:
        say("Downloading Chromium …")
        run(ROOT / ".venv" / "bin" / "python", "-m", "playwright", "install", "--no-shell", "chromium")
        browser = playwright_browser(run)
    if browser is None:
        raise CannotSetUp(
            "There is no browser for the tests and none could be downloaded: install Chromium or Chrome "
            "(on Debian or Ubuntu: sudo apt install chromium), or check the network connection, "
            "and run the same command again."
        )
    remember = ROOT / ".cache" / "browser"
    remember.parent.mkdir(exist_ok=True)
    remember.write_text(f"{browser}\n", encoding="utf-8")


def set_up_shell(run: Run) -> None:
    """Install Chromium's headless shell if possible. Tests run without it too, but take longer."""
    if find_shell(run) is None and has_apt():
        say(f"Installing the package {SHELL_NAMES[0]} …")
        run("apt-get", "update")
        run("apt-get", "install", "-y", "--no-install-recommends", SHELL_NAMES[0])


def set_up_engines(run: Run) -> None:
    """Install the packages of Firefox, WebKit and poppler if possible; otherwise print what is missing."""
    if missing_engines(run) and has_apt():
        say("Installing the packages {} …".format(", ".join(ENGINE_PACKAGES)))
        run("apt-get", "update")
        run("apt-get", "install", "-y", "--no-install-recommends", *ENGINE_PACKAGES)
    missing = missing_engines(run)
    if missing:
        say("Not on this machine: {}. Their tests cannot run. {}".format(", ".join(missing), ENGINES_ADVICE))


def set_up_servers(run: Run) -> None:
    """Unpack Debian's nginx and Caddy in ``.cache``, or print what is missing without apt."""
    for name, find, folder, packages in (
        ("nginx", find_nginx, NGINX, "nginx nginx-common"),
        ("Caddy", find_caddy, CADDY, "caddy"),
    ):
        if find(run) is None and shutil.which("apt-get"):
            say("Getting the packages {} …".format(packages.replace(" ", ", ")))
            if has_apt():
                run("apt-get", "update")
            run("sh", "-c", UNPACK.format(folder=folder, packages=packages))
        if find(run) is None:
            say(
                f"Not on this machine: {name} as Debian ships it. Its test cannot run. It needs Debian, and its packages."
            )


def find_nginx(run: Run) -> "Path | None":
    """The nginx that set-up unpacked, if it runs."""
    path = NGINX / "usr" / "sbin" / "nginx"
    return path if path.is_file() and run(path, "-v", seconds=60).code == 0 else None


def find_caddy(run: Run) -> "Path | None":
    """The Caddy that set-up unpacked, if it runs."""
    path = CADDY / "usr" / "bin" / "caddy"
    return path if path.is_file() and run(path, "version", seconds=60).code == 0 else None


# The browsers


def missing_engines(run: Run) -> "list[str]":
    """Optional programs for tests that are not installed."""
    here = {"Firefox": find_firefox(run), "WebKit": find_webkit(run), "pdftoppm": shutil.which("pdftoppm")}
    return [name for name, found in here.items() if found is None]


def find_firefox(run: Run) -> "Path | None":
    """An installed Firefox that runs."""
    named = [*(shutil.which(name) for name in FIREFOX_NAMES), FIREFOX_APP]
    for path in filter(None, named):
        code, output = run(path, "--version", seconds=60)
        if code == 0 and FIREFOX_VERSION.search(output):
            return Path(path)
    return None


class WebKit(NamedTuple):
    """WebKitGTK's programs: WebDriver, MiniBrowser, a virtual display, and the Python that has its bindings."""

    driver: Path
    browser: Path
    screen: Path
    python: Path


def find_webkit(run: Run) -> "WebKit | None":
    """WebKitGTK with everything that the tests need, if installed."""
    driver, screen, python = shutil.which("WebKitWebDriver"), shutil.which("Xvfb"), "/usr/bin/python3"
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    if driver is None or screen is None or browser is None or run(python, "-c", WEBKIT_IN_PYTHON, seconds=60).code:
        return None
    return WebKit(Path(driver), browser, Path(screen), Path(python))


def known_browser() -> "Path | None":
    """The browser that set-up found, if it still exists."""
    remember = ROOT / ".cache" / "browser"
    path = Path(remember.read_text(encoding="utf-8").strip()) if remember.is_file() else None
    return path if path is not None and os.access(str(path), os.X_OK) else None


def find_browser(run: Run) -> "Path | None":
    """An installed Chromium or Chrome that runs; CHROME_PATH takes precedence."""
    return next((path for path in _browsers() if is_browser(run, path)), None)


def find_shell(run: Run) -> "Path | None":
    """An installed headless shell that runs."""
    found = [Path(path) for path in map(shutil.which, SHELL_NAMES) if path]
    return next((path for path in found if is_browser(run, path)), None)


def is_browser(run: Run, path: Path) -> bool:
    """Whether a program reports a Chromium or Chrome version.

    A stub that refers to an app store does not.
    """
    code, output = run(path, "--version", seconds=60)
    return code == 0 and BROWSER_VERSION.search(output) is not None


def playwright_browser(run: Run) -> "Path | None":
    """The Chromium that Playwright has downloaded."""
    ask = "import playwright.sync_api as api\nwith api.sync_playwright() as p: print(p.chromium.executable_path)"
    code, output = run(ROOT / ".venv" / "bin" / "python", "-c", ask, seconds=60)
    path = Path(output.strip())
    return path if code == 0 and is_browser(run, path) else None


def _browsers() -> "list[Path]":
    named = [os.environ.get("CHROME_PATH"), *(shutil.which(name) for name in BROWSER_NAMES)]
    apps = [folder / app for folder in (Path("/Applications"), Path.home() / "Applications") for app in BROWSER_APPS]
    return [*(Path(path) for path in named if path), *(path for path in apps if path.is_file())]


# The machine


def has_apt() -> bool:
    """Whether this is Debian or a derivative, and packages can be installed."""
    return Path("/etc/debian_version").is_file() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _this_python() -> str:
    """The running Python; in a virtual environment, its base Python."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _pythons() -> "list[Path]":
    name = "python" + PYTHON
    on_path = [Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv")))
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", str(Path.home() / ".local/share/uv/python")))
    usual = [
        *pyenv.glob(f"versions/{PYTHON}*/bin/{name}"),
        *uv.glob(f"cpython-{PYTHON}*/bin/{name}"),
        *(ROOT / ".cache" / "python").glob(f"cpython-{PYTHON}*/bin/{name}"),
        *(Path(folder) / "bin" / name for folder in ("/opt/homebrew", "/usr/local", "/usr")),
        Path("/Library/Frameworks/Python.framework/Versions", PYTHON, "bin", name),
    ]
    found = [path for path in dict.fromkeys([*on_path, *usual]) if path.exists() and ROOT / ".venv" not in path.parents]
    return [Path(_this_python()), *found]


# Stamps


class Stamp:
    """A record of a folder's inputs, to remake the folder only if they changed."""

    def __init__(self, path: Path, *made_from: "Path | str") -> None:
        """``made_from``: the inputs, files (hashed by content) or strings."""
        parts = [part.read_bytes() if isinstance(part, Path) else part.encode() for part in made_from]
        self.path = path
        self.text = hashlib.sha256(b"\0".join(parts)).hexdigest()

    def holds(self) -> bool:
        """Whether the folder was made from exactly these inputs."""
        return self.path.is_file() and self.path.read_text(encoding="utf-8") == self.text

    def write(self) -> None:
        """Record that the folder was made."""
        self.path.write_text(self.text, encoding="utf-8")


def say(line: str) -> None:
    """Print a progress message."""
    sys.stdout.buffer.write((line + "\n").encode("utf-8"))
    sys.stdout.flush()


def _note(words: "list[str]", outcome: Outcome) -> None:
    log = ROOT / ".cache" / "setup.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write("$ {}\n{}\n[{}]\n\n".format(" ".join(words), outcome.output.rstrip(), outcome.code))


def main(arguments: "list[str] | None" = None) -> int:
    """Set up whatever is missing. Returns 1 after printing one sentence if that fails."""
    parser = argparse.ArgumentParser(description="Set this machine up for Paper Trail.")
    parser.add_argument("--browser", action="store_true", help="also find or install the browsers for the tests")
    options = parser.parse_args(arguments)
    set_up_browsers = [set_up_browser, set_up_shell, set_up_engines, set_up_servers]
    steps = [set_up_python, set_up_node, *(set_up_browsers if options.browser else [])]
    try:
        log = ROOT / ".cache" / "setup.log"
        if log.is_file():
            log.unlink()
        for step in steps:
            step(run)
    except CannotSetUp as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"{error.filename or 'Setting up'}: {error.strerror}: put this right and run the same command again.\n"
        )
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the same command goes on from here.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
