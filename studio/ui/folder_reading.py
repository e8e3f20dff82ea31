"""Content of SavedModels, read beside the window where that takes a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from studio.ui.notifications import NoticeAction, Notifications

AT_ONCE = 32 * 2**20
"""Bytes that are read within a frame or two."""
_POLL_MS = 50
_STEP = 20
"""Percents after which the progress is told again."""


class FolderReading(QObject):
    """Finds what folders hold, so that asking for it costs nothing more."""

    def __init__(self, notifications: Notifications, parent: QObject) -> None:
        super().__init__(parent)
        self._notifications = notifications
        self._thread: threading.Thread | None = None
        self._cancelled = threading.Event()
        self._then: Callable[[], None] | None = None
        self._name = ""
        self._percent = 0
        self._shown = ""
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._thread is not None

    def start(self, folders: Sequence[Path], then: Callable[[], None]) -> None:
        """Read the folders, and call `then`: at once, if that is quick.

        After `cancel` nothing is called.
        """
        from studio.catalog.saved_models import known_hash, size_of

        self.cancel()
        unknown = [path for path in folders if known_hash(path) is None]
        if sum(map(size_of, unknown)) <= AT_ONCE:
            then()
            return
        self._then, self._percent = then, 0
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._read, args=(unknown, self._cancelled), daemon=True
        )
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Give up what is being read."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()
        self._end()

    def _read(self, folders: Sequence[Path], cancelled: threading.Event) -> None:
        from studio.catalog.saved_models import hash_of
        from studio.errors import StudioError

        def told(read: int, size: int) -> None:
            if cancelled.is_set():
                raise _Cancelled
            self._percent = 100 * read // max(size, 1)

        for folder in folders:
            self._name, self._percent = folder.name, 0
            try:
                hash_of(folder, told)
            except _Cancelled:
                return
            except StudioError:
                continue  # Whoever asks for it is told why.

    def _poll(self) -> None:
        if self._thread is None or self._thread.is_alive():
            self._tell()
            return
        then = self._then
        self._end()
        if then is not None:
            then()

    def _tell(self) -> None:
        percent = self._percent // _STEP * _STEP
        text = f"Reading the SavedModel “{self._name}”… {percent} %"
        if text != self._shown:
            self._notifications.withdraw(self._shown)
            self._shown = text
            cancel = NoticeAction("Cancel", self.cancel)
            self._notifications.info(text, actions=[cancel])

    def _end(self) -> None:
        self._timer.stop()
        self._thread = self._then = None
        self._notifications.withdraw(self._shown)
        self._shown = ""


class _Cancelled(Exception):
    """The user does not want to wait any longer."""
