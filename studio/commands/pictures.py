"""Pictures made without a screen: the graph, the plots, the window."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from studio.catalog.spec import Catalog
from studio.commands.checking import Report
from studio.errors import StudioError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studio.ui.theme import Theme


def draw_graph(
    report: Report, catalog: Catalog, target: Path, dark: bool = False
) -> None:
    """Draw the graph with shapes and problems.

    Raises:
        StudioError: the picture cannot be drawn or written.
    """
    application()
    from studio.ui.canvas.picture import save_picture

    save_picture(
        report.document, catalog, report.facts, target, theme(dark), report.heard
    )


def theme(dark: bool) -> Theme:
    """One of the window's two looks."""
    from studio.ui.theme import ThemeManager

    manager = ThemeManager()
    manager.set_mode("dark" if dark else "light")
    return manager.theme


def application() -> QApplication:
    """The Qt application, drawing into memory.

    Raises:
        StudioError: Qt cannot run here.
    """
    from studio.compat import binding_problem
    from studio.doctor.display import Screen, library_problem

    problem = binding_problem() or library_problem(Screen.MEMORY)
    if problem:
        raise StudioError(problem)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    qInstallMessageHandler(_log_message)
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    return QApplication([sys.argv[0]])


def _log_message(kind: object, context: object, text: str) -> None:
    # Drawing into memory, Qt notes what only a screen could do.
    logging.getLogger("studio.qt").info(text)
