"""Imports a heavy library without holding up the window."""

from __future__ import annotations

import importlib
import sys
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from studio.ui.collecting import NoCollecting

_POLL_MS = 30
_FIRST = {"pyqtgraph": "numpy"}
"""Libraries that touch Qt while they are imported, and what they need first.

pyqtgraph walks through all of PySide's types, which a window that paints does
too: together they crashed. Only what it needs is imported on the thread.
"""
_ONE_AT_A_TIME = threading.Lock()


class BackgroundImport(QObject):
    """Imports one library on a thread of its own.

    On the window's thread NumPy takes a tenth of a second, right when it is
    wanted. The thread makes no Qt object, and the cyclic collector rests
    meanwhile, so that it frees none there either. A library that touches Qt
    itself is imported on the window's thread in the end: load it in time.

    Signals:
        loaded: the library can be used without delay.
    """

    loaded = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_loaded(self) -> bool:
        """Whether using the library costs nothing more."""
        return self._name in sys.modules and not _ONE_AT_A_TIME.locked()

    def load(self) -> None:
        """Begin to import, unless that was begun or done."""
        if self._thread is None and not self.is_loaded:
            self._thread = threading.Thread(
                target=_import, args=(_FIRST.get(self._name, self._name),)
            )
            self._thread.start()
            self._timer.start()

    def wait(self) -> None:
        """Block until the import is over."""
        if self._thread is not None:
            self._thread.join()
            self._poll()

    def _poll(self) -> None:
        thread = self._thread
        if self._timer.isActive() and thread is not None and not thread.is_alive():
            self._timer.stop()
            importlib.import_module(self._name)
            self.loaded.emit()


def _import(name: str) -> None:
    with _ONE_AT_A_TIME, NoCollecting():
        __import__(name)
