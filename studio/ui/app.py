"""The window's program: puts the parts together and takes them apart again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import PySide6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from studio import compat
from studio.ui.collecting import SELDOM, NoCollecting
from studio.ui.notifications import Notifications
from studio.ui.settings import WindowSettings
from studio.ui.studio_window import StudioWindow
from studio.ui.text_size import set_text_size
from studio.ui.theme import ThemeManager


def run_app(path: Path | None = None) -> int:
    """Show the window, with the document at `path` open; returns the exit code."""
    problem = compat.binding_problem(PySide6.__version__)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    from studio import log
    from studio.ui.shutdown import SignalWatcher

    app = make_application()
    with ExitStack() as stack:
        stack.enter_context(log.logging_to_file())
        stack.enter_context(log.crash_file())
        notifications = Notifications()
        stack.enter_context(log.unexpected_errors(notifications.error))
        studio = stack.enter_context(open_studio(app, notifications))
        watcher = SignalWatcher()
        stack.callback(watcher.close)
        watcher.quit_requested.connect(studio.leave_at_once)
        studio.show(path)
        return app.exec()


def make_application() -> QApplication:
    """Qt's application object, named so that the system shows our name."""
    app = QApplication([])
    app.setApplicationName("Layer Studio")
    app.setDesktopFileName("layer-studio")
    return app


@contextmanager
def open_studio(
    app: QApplication, notifications: Notifications
) -> Iterator[StudioWindow]:
    """Make a window with all its parts; end and delete them on leaving."""
    start = NoCollecting()  # until the first picture: nothing made so far is garbage
    start.begin()
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    settings = WindowSettings()
    themes = ThemeManager(settings.mode)
    set_text_size(app)
    studio = StudioWindow(themes, settings, notifications)
    themes.install(app)  # last: dressing each widget as it is made takes longer
    studio.window.first_painted.connect(start.end)
    try:
        yield studio
    finally:
        start.end()
        gc.set_threshold(*usual)
        studio.stop()
        for part in (studio.window, studio, themes):
            part.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
