"""A real engine as a process: its birth, its manners, and every way it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio import paths
from studio.errors import StudioError
from studio.protocol import messages as m
from studio.protocol.codec import Decoder
from studio.runtime import launch as launches
from studio.runtime import session as sessions
from studio.runtime.launch import engine_command
from studio.runtime.session import EngineSession

pytestmark = pytest.mark.engine


def wait_until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        os.sched_yield()


def is_gone(pid):
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        )
    except FileNotFoundError:
        return True


def test_it_tells_its_versions(engine):
    ready = engine.wait_ready()
    assert ready.keras
    assert ready.devices[0].id == "cpu"


def test_it_holds_no_qt(engine):
    engine.wait_ready()
    mapped = Path(f"/proc/{engine.pid}/maps").read_text()
    assert "tensorflow" in mapped
    assert "PySide6" not in mapped
    assert "libQt6" not in mapped


def test_it_works_in_an_empty_folder_of_its_own(engine):
    folder = Path(os.readlink(f"/proc/{engine.pid}/cwd"))
    assert folder != Path.cwd()
    assert list(folder.iterdir()) == []


def test_messages_come_before_tensorflow():
    launch = engine_command("infer")
    process = subprocess.Popen(
        [launch.program, *launch.arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=launch.folder,
        env=launch.environment,
    )
    with process:
        decoder, messages = Decoder(), []
        while not messages:
            messages = decoder.feed(process.stdout.read1(4096))
        assert messages[0] == m.Starting(m.PROTOCOL_VERSION, process.pid)
        assert "tensorflow" not in Path(f"/proc/{process.pid}/maps").read_text()
        process.stdin.close()  # the parent is gone: it ends by itself
        while data := process.stdout.read1(4096):
            decoder.feed(data)
        assert process.wait(20) == 0
    assert not launch.folder.exists()


def test_a_killed_engine_is_noticed_and_explained():
    with EngineSession("infer") as session:
        session.wait_ready()
        os.kill(session.pid, signal.SIGKILL)
        with pytest.raises(StudioError, match=r"was killed.*memory.*engine-infer\.log"):
            session.ask(m.Introspect(1), m.CatalogRead)
        with pytest.raises(StudioError, match="was killed"):
            session.wait_ready() and next(session.events())


def test_no_folder_and_no_process_stay_behind():
    with EngineSession("infer") as session:
        folder, pid = session._launch.folder, session.pid
        os.kill(pid, signal.SIGKILL)
    assert not folder.exists()
    assert is_gone(pid)


def test_terminating_it_ends_it_well():
    with EngineSession("infer") as session:
        session.wait_ready()
        os.kill(session.pid, signal.SIGINT)  # Ctrl-C in a terminal: not its affair
        session.ask(m.Infer(1, 1, (), (), ()), m.Inferred)
        os.kill(session.pid, signal.SIGTERM)
        with pytest.raises(StudioError, match="has ended"):
            list(session.events())


def test_it_does_not_outlive_a_killed_parent():
    script = (
        "from studio.runtime.session import EngineSession\n"
        "session = EngineSession('infer')\n"
        "session.wait_ready()\n"
        "print(session.pid, flush=True)\n"
        "input()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        pid = int(parent.stdout.readline())
        parent.kill()
        wait_until(lambda: is_gone(pid))


def test_without_tensorflow_it_says_what_to_do(monkeypatch):
    def bare(role, device):
        launch = engine_command(role, device)
        return replace(launch, arguments=("-S", *launch.arguments))  # no packages

    monkeypatch.setattr(sessions, "engine_command", bare)
    with (
        EngineSession("infer") as session,
        pytest.raises(StudioError, match=r"not installed.*pip install"),
    ):
        session.wait_ready()
    assert session._process.returncode == 3


def test_a_missing_gpu_is_a_sentence(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    with (
        EngineSession("train", "gpu:0") as session,
        pytest.raises(StudioError, match="no such GPU"),
    ):
        session.wait_ready()
    assert session._process.returncode == 5


def test_a_program_that_is_not_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(launches.sys, "executable", "/nowhere/python")
    with pytest.raises(StudioError, match=r"could not be started from /nowhere/python"):
        EngineSession("infer")


def test_bait_beside_it_is_not_imported(monkeypatch, tmp_path):
    for name in ("keras.py", "numpy.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('bait was taken')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with EngineSession("infer") as session:
        assert session.wait_ready().keras


def test_its_log_is_kept():
    with EngineSession("infer") as session:
        session.wait_ready()
    assert (paths.logs() / "engine-infer.log").is_file()
