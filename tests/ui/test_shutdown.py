"""SIGTERM ends an idle window at once and keeps unsaved work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
from studio.ui.shutdown import SignalWatcher
app = QApplication([])
watcher = SignalWatcher()
watcher.quit_requested.connect(app.quit)
print("ready", flush=True)
app.exec()
watcher.close()
print("left", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_wakes_an_idle_loop(number):
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    ) as child:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(number)
        out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (0, "left\n", "")
