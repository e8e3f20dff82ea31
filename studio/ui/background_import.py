"""Imports a heavy library without holding up the window."""

from __future__ import annotations

import gc
import sys
import threading

from PySide6.QtCore import QObject, QTimer, Signal

_POLL_MS = 30
_ONE_AT_A_TIME = threading.Lock()


class BackgroundImport(QObject):
    """Imports one library on a thread of its own.

    On the window's thread NumPy and pyqtgraph take a quarter of a second,
    right when the user presses Train. The thread makes no Qt object, and the
    cyclic collector rests meanwhile, so that it frees none there either.

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
        if self._thread is not None:
            return not self._thread.is_alive()
        return self._name in sys.modules and not _ONE_AT_A_TIME.locked()

    def load(self) -> None:
        """Begin to import, unless that was begun or done."""
        if self._thread is None and not self.is_loaded:
            self._thread = threading.Thread(target=_import, args=(self._name,))
            self._thread.start()
            self._timer.start()

    def wait(self) -> None:
        """Block until the import is over."""
        if self._thread is not None:
            self._thread.join()
            self._poll()

    def _poll(self) -> None:
        if self._timer.isActive() and self.is_loaded:
            self._timer.stop()
            self.loaded.emit()


def _import(name: str) -> None:
    with _ONE_AT_A_TIME:
        gc.disable()
        try:
            __import__(name)
        finally:
            gc.enable()
