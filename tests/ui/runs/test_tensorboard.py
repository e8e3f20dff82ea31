"""TensorBoard as a child process; a small web server stands for it."""

import os
import subprocess
import sys

import pytest

from studio.runtime import event_files
from studio.ui.runs.tensorboard import MISSING, NO_EVENTS, TensorBoard

SERVER = """
import http.server, sys
http.server.HTTPServer(
    ("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler
).serve_forever()
"""
PACKAGE = """
import sys, time
print(*sys.argv[1:], flush=True)
time.sleep(600)
"""
WAIT = 30_000


def serve(folder, port):
    return [sys.executable, "-c", SERVER, str(port)]


@pytest.fixture
def folder(tmp_path):
    logs = tmp_path / "run" / "logs" / "train"
    logs.mkdir(parents=True)
    (logs / "events.out.tfevents.1.here.2.0.v2").touch()
    return tmp_path / "run"


@pytest.fixture
def make_board(qapp):
    boards = []

    def make(command):
        board = TensorBoard(qapp, command, pages.append)
        board.pages = pages
        boards.append(board)
        return board

    pages = []
    yield make
    for board in boards:
        board.close()
        board.deleteLater()


def test_a_run_is_opened_in_the_browser_once_it_answers(qtbot, make_board, folder):
    board = make_board(serve)
    with qtbot.waitSignal(board.opened, timeout=WAIT) as opened:
        board.open(folder)
    (address,) = opened.args
    assert address.startswith("http://127.0.0.1:")
    assert [page.toString() for page in board.pages] == [address]
    with qtbot.waitSignal(board.opened, timeout=WAIT) as again:
        board.open(folder)
    assert again.args == [address]


def test_it_ends_with_the_program(qtbot, make_board, folder):
    board = make_board(serve)
    with qtbot.waitSignal(board.opened, timeout=WAIT):
        board.open(folder)
    number = board._process.processId()
    board.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_run_without_logs_says_what_to_do(qtbot, make_board, tmp_path):
    board = make_board(serve)
    with qtbot.waitSignal(board.failed) as failed:
        board.open(tmp_path)
    assert failed.args == [NO_EVENTS]


def test_the_package_that_is_missing_is_named(qtbot, make_board, folder, monkeypatch):
    monkeypatch.setattr("studio.ui.runs.tensorboard.is_installed", lambda: False)
    board = make_board(event_files.tensorboard_command)
    with qtbot.waitSignal(board.failed) as failed:
        board.open(folder)
    assert failed.args == [MISSING]
    assert "pip install tensorboard" in MISSING


def test_why_it_ended_is_told(qtbot, make_board, folder):
    dying = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    board = make_board(lambda *_: dying)
    with qtbot.waitSignal(board.failed, timeout=WAIT) as failed:
        board.open(folder)
    assert "the port is taken" in failed.args[0]


def test_the_command_runs_the_package_and_ends_with_its_parent(tmp_path):
    package = tmp_path / "tensorboard"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "main.py").write_text(PACKAGE)
    command = event_files.tensorboard_command(tmp_path, 6006)
    child = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout.readline().split()[:2] == ["--logdir", str(tmp_path)]
        child.stdin.close()
        assert child.wait(timeout=30) == 0


def test_a_panel_offers_it(make_world, make_run, themes, qtbot):
    from studio.ui.runs.panel import RunsPanel

    world = make_world("list(requests())")
    make_run(world)
    panel = RunsPanel(world.workspace, world.trainer, themes)
    qtbot.addWidget(panel)
    panel.show()
    panel._actions["tensorboard"].trigger()
    assert panel._notice.text() == NO_EVENTS
