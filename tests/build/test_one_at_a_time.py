"""Builds of one project are serialised, and a preview whose port is taken says so."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from macros.one_at_a_time import WAITS, build_lock
from macros.places import ROOT
from macros.preview import serve

#: Acquires the build lock, then prints a line.
BUILD = """
import sys
from pathlib import Path
from macros.one_at_a_time import build_lock
with build_lock(Path(sys.argv[1])):
    with open(sys.argv[2], "a") as order:
        print("second", file=order)
"""


def test_a_second_build_waits_with_a_message_until_the_first_ends(tmp_path):
    lock, order = tmp_path / "building.lock", tmp_path / "order.txt"
    with build_lock(lock):
        second = subprocess.Popen(
            [sys.executable, "-c", BUILD, str(lock), str(order)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert second.stdout
        assert second.stdout.readline().strip() == WAITS
        order.write_text("first\n")
    second.communicate(timeout=120)
    assert second.returncode == 0
    assert order.read_text() == "first\nsecond\n"


def test_a_failed_build_releases_the_lock(tmp_path):
    lock = tmp_path / "building.lock"
    with pytest.raises(ValueError, match="malformed"), build_lock(lock):
        raise ValueError("malformed")
    with build_lock(lock):
        pass


def test_a_preview_whose_port_is_taken_during_start_says_what_to_do(tmp_path, capsys, monkeypatch):
    class Empty:
        def renew(self) -> None: ...

    monkeypatch.setattr(serve, "Preview", lambda *_: Empty())
    monkeypatch.setattr(serve, "WATCHED", ())
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve._serve(port, tmp_path) == 1
    said = capsys.readouterr()
    assert said.err == f"Port {port} was taken meanwhile. Run the same command again.\n"
    assert said.out == "", "no address that is not its own"
