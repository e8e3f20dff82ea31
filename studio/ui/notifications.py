"""One service for what a person should know. Code reports, widgets subscribe."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

_HISTORY = 1000
_log = logging.getLogger("studio.notice")


class Level(StrEnum):
    """How much a notice matters. A ``LOG`` line stands in the Log tab alone."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    LOG = "log"


_LOGGING = {
    Level.ERROR: logging.ERROR,
    Level.WARNING: logging.WARNING,
    Level.INFO: logging.INFO,
    Level.LOG: logging.INFO,
}


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """What a notice offers to do: a button's text and what it calls."""

    title: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `text` and `detail` are plain text, whatever they hold."""

    level: Level
    text: str
    detail: str = ""
    actions: tuple[NoticeAction, ...] = ()
    time: datetime = field(default_factory=datetime.now)


class Notifications(QObject):
    """Takes notices from anywhere and keeps the latest for late subscribers.

    Signals:
        posted(Notice): there is a new one. Also emitted for other threads'.
        withdrawn(str): the notice with this text is over.
    """

    posted = Signal(object)
    withdrawn = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history: deque[Notice] = deque(maxlen=_HISTORY)

    @property
    def history(self) -> tuple[Notice, ...]:
        """The latest notices, oldest first."""
        return tuple(self._history)

    def error(
        self, text: str, detail: str = "", actions: Iterable[NoticeAction] = ()
    ) -> None:
        """Say that a job could not be done; stays until it is closed."""
        self._post(Level.ERROR, text, detail, actions)

    def warning(
        self, text: str, detail: str = "", actions: Iterable[NoticeAction] = ()
    ) -> None:
        """Say what a person should look at; stays until it is closed."""
        self._post(Level.WARNING, text, detail, actions)

    def info(
        self, text: str, detail: str = "", actions: Iterable[NoticeAction] = ()
    ) -> None:
        """Say that something was done; goes by itself."""
        self._post(Level.INFO, text, detail, actions)

    def withdraw(self, text: str) -> None:
        """Take a notice from the screen that is over; the log keeps it."""
        self.withdrawn.emit(text)

    def log(self, text: str, detail: str = "") -> None:
        """Write a line into the Log tab and show nothing else."""
        self._post(Level.LOG, text, detail, ())

    def _post(
        self, level: Level, text: str, detail: str, actions: Iterable[NoticeAction]
    ) -> None:
        _log.log(_LOGGING[level], "%s%s", text, f"\n{detail}" if detail else "")
        notice = Notice(level, text, detail, tuple(actions))
        self._history.append(notice)
        self.posted.emit(notice)
