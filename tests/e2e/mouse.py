"""A real mouse and keyboard on an X display, moved by xdotool."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QPoint, QPointF, QProcess, QTimer
from PySide6.QtWidgets import QApplication, QWidget

STEPS = 12
"""Stops on the way of a drag: enough for every enter and move event."""


def wait_until(
    condition: Callable[[], object], what: str, seconds: float = 120
) -> None:
    """Run the event loop until `condition` holds.

    Raises:
        AssertionError: it did not within the time.
    """
    loop = QEventLoop()
    poll = QTimer()
    poll.setInterval(20)
    poll.timeout.connect(lambda: condition() and loop.quit())
    poll.start()
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    limit.start(int(seconds * 1000))
    if not condition():
        loop.exec()
    poll.stop()
    assert condition(), f"not within {seconds} s: {what}"


def settle(milliseconds: int = 60) -> None:
    """Let the window handle what has arrived."""
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


def xdotool(*arguments: str) -> None:
    """Run one xdotool command while the window's event loop goes on."""
    process = QProcess()
    process.start("xdotool", list(arguments))
    finished = QProcess.ProcessState.NotRunning
    wait_until(lambda: process.state() == finished, f"xdotool {arguments}")
    assert process.exitCode() == 0, bytes(process.readAllStandardError().data())
    settle()


def _words(point: QPoint) -> list[str]:
    return ["mousemove", "--sync", str(point.x()), str(point.y())]


def click(point: QPoint, button: int = 1, times: int = 1) -> None:
    """Move there and click."""
    xdotool(*_words(point), "click", "--repeat", str(times), str(button))


def drag(start: QPoint, end: QPoint) -> None:
    """Press at `start`, move in steps to `end`, release."""
    words = [*_words(start), "mousedown", "1"]
    for step in range(1, STEPS + 1):
        part = QPointF(start) + (QPointF(end) - QPointF(start)) * step / STEPS
        words += [*_words(part.toPoint()), "sleep", "0.02"]
    xdotool(*words, "sleep", "0.1", "mouseup", "1")


def type_text(text: str) -> None:
    """Type into whatever has the keyboard."""
    xdotool("type", "--delay", "15", text)


def press(key: str) -> None:
    """Press a key or a combination, by its X name: ``Return``, ``ctrl+a``."""
    xdotool("key", key)


def centre(widget: QWidget) -> QPoint:
    """Middle of a widget on the screen."""
    return widget.mapToGlobal(widget.rect().center())
