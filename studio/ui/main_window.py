"""The window: its frame, and the places panels are put into."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from studio.ui import icons
from studio.ui.actions import Actions
from studio.ui.center import Center
from studio.ui.docks import Docks
from studio.ui.menus import Menus
from studio.ui.notifications import Notifications
from studio.ui.settings import WindowSettings
from studio.ui.start.page import StartPage
from studio.ui.status import StatusBar
from studio.ui.theme import ThemeManager
from studio.ui.toasts import Toasts
from studio.ui.toolbar import ToolBar

_SIZE = (1760, 1100)
"""First size in logical pixels, on a screen that is large enough."""
_SCREEN_SHARE = 0.92
_NAME = "Layer Studio"


class MainWindow(QMainWindow):
    """Menus, toolbar, docks, centre and status bar: the frame, painted first.

    Signals:
        first_painted: the window is on screen; what is heavy may start.
        leaving: the window is about to close for good.
        file_dropped(str): a model's file was dropped on the window.
        folder_dropped(str): another folder was, perhaps of pictures.
    """

    first_painted = Signal()
    leaving = Signal()
    file_dropped = Signal(str)
    folder_dropped = Signal(str)

    def __init__(
        self,
        themes: ThemeManager,
        notifications: Notifications,
        settings: WindowSettings,
    ) -> None:
        super().__init__()
        self.themes, self.settings = themes, settings
        self.notifications = notifications
        self.setObjectName("main_window")
        self.setWindowTitle(_NAME)
        self.setAcceptDrops(True)
        self.setDocumentMode(True)
        self.setDockNestingEnabled(True)
        self._painted = False
        self._at_work = False
        self._is_dressed = False
        self._guard: Callable[[], bool] | None = None
        self._work_layout: QByteArray | None = None
        self.verbs = Actions(self)
        self.menus = Menus(self.menuBar(), self.verbs)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.start_page = StartPage(self.verbs, themes)
        self.center = Center(self.start_page)
        self.setCentralWidget(self.center)
        self.toasts = Toasts(self, notifications, themes)
        themes.changed.connect(self._on_theme_changed)
        self._restore()
        self.status.show_document(False)

    @cached_property
    def toolbar(self) -> ToolBar:
        """Made when it is first wanted: the start page has none."""
        toolbar = ToolBar(self.verbs, self.themes)
        toolbar.hide()
        self.addToolBar(toolbar)
        toolbar.tab_requested.connect(self._on_tab_requested)
        return toolbar

    @cached_property
    def docks(self) -> Docks:
        """Made when they are first wanted: the start page has none."""
        docks = Docks(self, self.themes)
        self.menus.add_panels(docks.toggles())
        queued = Qt.ConnectionType.QueuedConnection
        docks.opened.connect(self.toasts.keep_on_top, queued)
        return docks

    def dress(self) -> None:
        """Make what the start page can do without, once it is on screen."""
        if not self._is_dressed:
            self._is_dressed = True
            self.docks.set_visible(False)
            self._on_theme_changed()

    def guard_close(self, guard: Callable[[], bool]) -> None:
        """Ask `guard` whether the window may close; it may put questions."""
        self._guard = guard

    def show_document(self, is_open: bool, title: str, modified: bool) -> None:
        """Show the workbench of a document, or the start page."""
        self.setWindowTitle(f"{title}[*] – {_NAME}" if is_open else _NAME)
        self.setWindowModified(modified)
        if is_open != self._at_work:
            self._switch(is_open)
            self._at_work = is_open

    def reset_panels(self) -> None:
        """Put every panel back in its first place."""
        self.docks.arrange()

    def event(self, event: QEvent) -> bool:
        """Notice the first paint."""
        done = super().event(event)
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close if nothing speaks against it, and remember the layout."""
        if self._guard and not self._guard():
            event.ignore()
            return
        self._keep()
        self.leaving.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of models, and folders of pictures."""
        if _dropped_file(event) or _dropped_folder(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped file, or learn from the pictures of a folder."""
        path, folder = _dropped_file(event), _dropped_folder(event)
        if path or folder:
            event.acceptProposedAction()
        if path:
            self.file_dropped.emit(path)
        elif folder:
            self.folder_dropped.emit(folder)

    def _on_tab_requested(self, name: str) -> None:
        self.docks.reveal(name)

    def _switch(self, at_work: bool) -> None:
        if at_work:
            self.dress()
            if self._work_layout is None or not self.restoreState(self._work_layout):
                self.docks.arrange()
        else:
            self._work_layout = self._layout()
            self.docks.set_visible(False)
        self.toolbar.setVisible(at_work)
        self.center.show_workbench(at_work)
        self.status.show_document(at_work)

    def _layout(self) -> QByteArray | None:
        """Where the docks are at work, also while the start page is shown."""
        return self.saveState() if self._at_work else self._work_layout

    def _restore(self) -> None:
        # Not `self.screen()`: PySide 6.11 lets the window own what that returns,
        # and the screen is deleted with the window.
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(
            min(_SIZE[0], int(screen.width() * _SCREEN_SHARE)),
            min(_SIZE[1], int(screen.height() * _SCREEN_SHARE)),
        )
        geometry = self.settings.geometry
        if geometry:
            self.restoreGeometry(geometry)
        self._work_layout = self.settings.layout

    def _keep(self) -> None:
        layout = self._layout()
        if layout is not None:
            self.settings.keep(self.saveGeometry(), layout)

    def _on_theme_changed(self) -> None:
        theme = self.themes.theme
        self.verbs.draw_icons(theme)
        self.toolbar.draw()
        self.setWindowIcon(icons.icon("layers", theme, "accent"))


def _dropped_file(event: QDropEvent) -> str:
    files = [url.toLocalFile() for url in event.mimeData().urls()]
    return next((f for f in files if _is_model(Path(f))), "")


def _dropped_folder(event: QDropEvent) -> str:
    """The one folder that is dropped."""
    files = [url.toLocalFile() for url in event.mimeData().urls()]
    return files[0] if len(files) == 1 and Path(files[0]).is_dir() else ""


def _is_model(path: Path) -> bool:
    from studio.ui.documents import PICTURES, SUFFIX, is_importable

    return path.suffix in (SUFFIX, *PICTURES) or is_importable(path)
