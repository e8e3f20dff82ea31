"""Content of SavedModels, read beside the window where that takes a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from studio.ui.notifications import NoticeAction, Notifications
from studio.ui.thread_job import ThreadJob

AT_ONCE = 32 * 2**20
"""Bytes that are read within a frame or two."""
_STEP = 20
"""Percents after which the progress is told again."""


class FolderReading(QObject):
    """Finds what folders hold, so that asking for it costs nothing more."""

    def __init__(self, notifications: Notifications, parent: QObject) -> None:
        super().__init__(parent)
        self._notifications = notifications
        self._cancelled = threading.Event()
        self._name = ""
        self._percent = 0
        self._shown = ""
        self._job = ThreadJob(self)
        self._job.waiting.connect(self._tell)

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._job.is_busy

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
        self._percent = 0
        self._cancelled = cancelled = threading.Event()

        def finish(_: None) -> None:
            self._withdraw()
            then()

        self._job.start(lambda: self._read(unknown, cancelled), finish)

    def cancel(self) -> None:
        """Give up what is being read."""
        self._cancelled.set()
        self._job.cancel()
        self._withdraw()

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

    def _tell(self) -> None:
        percent = self._percent // _STEP * _STEP
        text = f"Reading the SavedModel “{self._name}”… {percent} %"
        if text != self._shown:
            self._notifications.withdraw(self._shown)
            self._shown = text
            cancel = NoticeAction("Cancel", self.cancel)
            self._notifications.info(text, actions=[cancel])

    def _withdraw(self) -> None:
        self._notifications.withdraw(self._shown)
        self._shown = ""


class _Cancelled(Exception):
    """The user does not want to wait any longer."""
