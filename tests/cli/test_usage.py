"""Arguments, exit codes, and what happens when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from studio import __version__, cli
from studio.commands import examples
from studio.log import log_file


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["new", "empty"],
        ["train", "a.studio", "--epochs", "0"],
        ["train", "a.studio", "--epochs", "many"],
        ["train", "a.studio", "--device", "tpu"],
        ["export", "a.studio", "--to", "onnx", "-o", "x"],
        ["code", "a.studio", "--what", "tests"],
        ["picture", "a.studio"],
        ["--wrong"],
        ["trian"],
        ["nowhere/model.studio"],
        ["one.studio", "two.studio"],
    ],
)
def test_wrong_usage(studio, arguments):
    outcome = studio(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("studio")
    assert outcome.err.count("\n") == 1
    assert "--help”." in outcome.err


def test_a_commands_usage_names_it_once(studio):
    assert studio("new", "--help").out.startswith("usage: studio new [-h]")


def test_help_and_version(studio):
    helped = studio("--help")
    assert helped.code == 0
    assert all(name in helped.out for name in cli.COMMANDS)
    assert all(studio(name, "--help").code == 0 for name in cli.COMMANDS)
    assert studio("--version").out == f"studio {__version__}\n"


def test_an_unexpected_error_is_logged_and_told(studio, monkeypatch):
    def trip(options, console):
        raise RuntimeError("hidden detail")

    monkeypatch.setattr(examples, "run", trip)
    sentence = studio("examples").sentence()
    assert "RuntimeError" in sentence
    assert str(log_file()) in sentence
    assert "hidden detail" in log_file().read_text()
    assert "Traceback" in log_file().read_text()


def test_an_error_is_in_the_json_too(studio, tmp_path):
    outcome = studio("train", tmp_path / "none.studio", "--json")
    assert outcome.data["ok"] is False
    assert "none.studio" in outcome.data["error"]
    assert outcome.data["error"] in outcome.sentence()


def test_a_reader_that_goes_away_is_no_error():
    script = "import sys; from studio.cli import run; sys.exit(run(['examples']))"
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child.stdout.close()
    with child.stderr:
        assert child.stderr.read() == b""
    assert child.wait() in (0, 1)


def test_a_terminal_without_unicode(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "studio", "check", tmp_path / "é.studio"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
    )
    assert done.returncode == 1
    assert b"cannot be read" in done.stderr
    assert b"Traceback" not in done.stderr
