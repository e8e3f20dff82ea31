"""One window with everything in it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from studio.ui.main_window import MainWindow
from studio.ui.notifications import Notifications
from studio.ui.settings import WindowSettings
from studio.ui.theme import ThemeManager

if TYPE_CHECKING:
    from studio.ui.assembly import Assembly
    from studio.ui.documents import Documents
    from studio.ui.engine_room import EngineRoom
    from studio.ui.workbench import Workbench
    from studio.ui.workspace import Workspace

_BREATH_MS = 1
"""Lets the first picture reach the screen before the rest is made."""


class StudioWindow(QObject):
    """The window's frame, which is painted first, and then all the rest.

    Attributes:
        window: the frame.
    """

    def __init__(
        self,
        themes: ThemeManager,
        settings: WindowSettings,
        notifications: Notifications,
    ) -> None:
        super().__init__()
        self._path: Path | None = None
        self._notifications = notifications
        self._is_assembled = False
        self.window = MainWindow(themes, notifications, settings)
        self._timer = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._timer.timeout.connect(self._on_breath)
        self.window.first_painted.connect(self._timer.start)

    @property
    def workspace(self) -> Workspace:
        """The open document and what is known of it."""
        return self._assembly.workspace

    @property
    def documents(self) -> Documents:
        """Opens, saves and closes."""
        return self._assembly.documents

    @property
    def engines(self) -> EngineRoom:
        """Engines and the services on top of them."""
        return self._assembly.engines

    @property
    def workbench(self) -> Workbench:
        """Makes the panels."""
        return self._assembly.workbench

    def show(self, path: Path | None = None) -> None:
        """Show the window; open `path` once it is on screen."""
        self._path = path
        if path is not None:
            self.window.show_document(True, path.name, False)
        self.window.show()

    def stop(self) -> None:
        """End engines and panels; the safety copy stays if work is unsaved."""
        self._timer.stop()
        if self._is_assembled:
            self._assembly.stop()

    def leave_at_once(self) -> None:
        """End the program without questions; unsaved work is in the journal."""
        QApplication.exit(0)

    @cached_property
    def _assembly(self) -> Assembly:
        from studio.ui.assembly import Assembly

        self._is_assembled = True
        return Assembly(self.window, self._notifications)

    def _on_breath(self) -> None:
        self.window.dress()
        self._assembly.start(self._path)
