"""Draws the window at work: `python docs/window_picture.py PROJECT MODE FILE`.

The scale is Qt's, `QT_SCALE_FACTOR=1.5`; the runs it shows lie in `$STUDIO_HOME`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from studio.commands.pictures import application
from studio.commands.snapshots import wait_for
from studio.ui.app import open_studio
from studio.ui.notifications import Notifications
from studio.ui.runs.panel import RunsPanel
from studio.ui.studio_window import StudioWindow
from studio.ui.training.plot_area import PlotArea

SIZE = (1680, 1050)
RUNS_HEIGHT = 260


def main(project: Path, mode: str, target: Path) -> int:
    """Show a project with a layer selected, its code, and the curves of its run."""
    app = application()
    with open_studio(app, Notifications()) as studio:
        studio.window.themes.set_mode("dark" if mode == "dark" else "light")
        ready: list[bool] = []
        studio.workbench.finished.connect(lambda: ready.append(True))
        studio.window.resize(*SIZE)
        studio.show(project)
        wait_for(app, lambda: ready, "the panels")
        engines = studio.engines
        wait_for(app, lambda: engines.is_started, "its engines")
        wait_for(app, lambda: engines.checker.state == "valid", "Keras")
        _dress(studio)
        plots = _plots(studio)
        wait_for(app, lambda: plots.plots, "the curves")
        studio.workbench.canvas.fit()
        for _ in range(20):
            app.processEvents()
        saved = studio.window.grab().save(str(target))
        studio.documents.discard_copy()
    return 0 if saved else 1


def _plots(studio: StudioWindow) -> PlotArea:
    """The curves of the chosen run."""
    panel = studio.window.findChild(RunsPanel)
    assert panel is not None
    return panel.details.plots


def _dress(studio: StudioWindow) -> None:
    """Select a layer and show code and runs."""
    window = studio.window
    nodes = list(studio.workspace.document.graph.nodes)
    studio.workspace.select({nodes[3]})
    window.center.show_code(True)
    window.docks.reveal("runs")
    runs = window.findChild(QDockWidget, "dock_runs")
    window.resizeDocks([runs], [RUNS_HEIGHT], Qt.Orientation.Vertical)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
