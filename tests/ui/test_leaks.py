"""The leak checks find what they are for."""

from __future__ import annotations

import subprocess
import sys
import threading

from PySide6.QtCore import QProcess, QThread, QTimer
from PySide6.QtWidgets import QWidget

from tests.ui.leaks import alive


def test_widget_without_parent_is_found(qapp):
    before = alive()
    widget = QWidget()
    widget.setObjectName("left_over")
    assert alive().beyond(before) == ["widget: QWidget “left_over”"]
    del widget
    assert alive().beyond(before) == []


def test_running_timer_is_found(qapp):
    before = alive()
    timer = QTimer(objectName="ticking", interval=1000)
    timer.start()
    assert alive().beyond(before) == ["timer: QTimer “ticking” every 1000 ms"]
    timer.stop()
    assert alive().beyond(before) == []


def test_threads_are_found(qapp):
    before = alive()
    qt_thread = QThread(objectName="spinning")
    qt_thread.start()
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="waiting")
    thread.start()
    found = alive().beyond(before)
    qt_thread.quit()
    qt_thread.wait()
    done.set()
    thread.join()
    assert found == ["thread: QThread “spinning”", "thread: waiting"]
    assert alive().beyond(before) == []


def test_processes_are_found(qapp):
    before = alive()
    wait_for_input = [sys.executable, "-c", "input()"]
    child = subprocess.Popen(wait_for_input, stdin=subprocess.PIPE)
    process = QProcess()
    process.start(sys.executable, wait_for_input[1:])
    process.waitForStarted()
    found = alive().beyond(before)
    child.communicate(b"\n")
    process.write(b"\n")
    process.waitForFinished()
    assert len(found) == 2
    assert any(sys.executable in line for line in found)
    assert alive().beyond(before) == []
