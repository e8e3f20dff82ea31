"""Presses a button of the next modal dialog, as a person would."""

from __future__ import annotations

from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox


class _Presser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pressed = False
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            return
        button = next(b for b in box.buttons() if b.text() == self.text)
        self.pressed = True
        self.stop()
        button.click()

    def stop(self) -> None:
        self._timer.stop()


@contextmanager
def pressing(text: str):
    """Press the button with this text in the dialog that opens in the block."""
    presser = _Presser(text)
    try:
        yield
    finally:
        presser.stop()
    assert presser.pressed, f"no dialog with “{text}” came up"
