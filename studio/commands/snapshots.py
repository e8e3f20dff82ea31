"""Plots of a run and the window itself, drawn into memory and saved as PNG."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.pictures import application
from studio.errors import StudioError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studio.runtime.runs import Run

_PLOTS_SIZE = (900, 420)
_WINDOW_SIZE = (1480, 920)
_POLL_MS = 50
_LIMIT_MS = 90_000


def save_run_plots(run: Run, target: Path, mode: str = "light") -> None:
    """Draw the loss and metrics of a run.

    Raises:
        StudioError: the file cannot be written.
    """
    app = application()
    from studio.ui.theme import ThemeManager
    from studio.ui.training.curves import Curves
    from studio.ui.training.plot_area import PlotArea
    from studio.ui.training.plot_picture import save_plots

    themes = ThemeManager("dark" if mode == "dark" else "light")
    themes.install(app)
    area = PlotArea(themes)
    try:
        area.resize(*_PLOTS_SIZE)
        area.show()
        area.library.load()
        area.library.wait()
        area.show_curves(Curves.from_metrics(run.metrics(), run.record.epochs))
        wait_for(app, lambda: bool(area.plots), "the plots")
        app.processEvents()
        save_plots(list(area.plots.values()), target)
    finally:
        area.close()
        area.deleteLater()
        themes.deleteLater()


def save_window(project: Path, target: Path, mode: str = "light") -> None:
    """Draw the window, ``light`` or ``dark``, with a project open and checked.

    Raises:
        StudioError: the window does not come up, or the file cannot be written.
    """
    app = application()
    from studio.ui.app import open_studio
    from studio.ui.notifications import Notifications

    with _fresh_home(), open_studio(app, Notifications()) as studio:
        studio.window.themes.set_mode("dark" if mode == "dark" else "light")
        ready: list[bool] = []
        studio.workbench.finished.connect(lambda: ready.append(True))
        studio.window.resize(*_WINDOW_SIZE)
        studio.show(project)
        wait_for(app, lambda: ready, "the panels")
        checker = studio.engines.checker
        wait_for(app, lambda: checker.state in ("valid", "problems", "off"), "Keras")
        if studio.workbench.canvas:
            studio.workbench.canvas.fit()
        app.processEvents()
        if not studio.window.grab().save(str(target)):
            raise StudioError(f"The picture could not be written to “{target}”.")


@contextmanager
def _fresh_home() -> Iterator[None]:
    """Keep the user's recent files, layout and journals out of it."""
    before = os.environ.get("STUDIO_HOME")
    with tempfile.TemporaryDirectory(prefix="layer-studio-") as home:
        os.environ["STUDIO_HOME"] = home
        try:
            yield
        finally:
            if before is None:
                del os.environ["STUDIO_HOME"]
            else:
                os.environ["STUDIO_HOME"] = before


def wait_for(app: QApplication, condition: Callable[[], object], what: str) -> None:
    """Run the event loop until `condition` holds.

    Raises:
        StudioError: it does not within a minute and a half.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(app)
    poll = QTimer(interval=_POLL_MS)
    poll.timeout.connect(lambda: loop.quit() if condition() else None)
    poll.start()
    limit = QTimer(singleShot=True, interval=_LIMIT_MS)
    limit.timeout.connect(loop.quit)
    limit.start()
    if not condition():
        loop.exec()
    if not condition():
        raise StudioError(f"The window did not get {what} in time. Try again.")
