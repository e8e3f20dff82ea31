"""Leads from a problem to where it is: its node, and the field to change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from studio.graph.problems import Fix, Problem
from studio.ui.main_window import MainWindow
from studio.ui.problems.fixing import apply_fix
from studio.ui.workspace import Workspace

if TYPE_CHECKING:
    from studio.ui.workbench import Workbench

_FIELDS = {
    "kind": ("data", "data.kind"),
    "path": ("data", "data.path"),
    "options": ("data", "data.option.image_size"),
    "target": ("data", "data.option.target"),
    "validation_split": ("training", "fit.validation"),
    "optimizer": ("training", "compile.optimizer"),
    "loss": ("training", "compile.loss"),
    "epochs": ("training", "fit.epochs"),
    "batch_size": ("training", "fit.batch_size"),
    "seed": ("training", "fit.seed"),
    "device": ("training", "fit.device"),
}
"""Panel and field of the settings that problems name."""
_LISTS = ("metrics", "callbacks")
_SETTING = re.compile(r"(?:outputs/(.+)/)?(\w+)(?:\[(\d+)\])?")


def place_of_setting(parameter: str | None) -> tuple[str, str] | None:
    """Panel and field of a setting; of ``metrics[1].k`` those of the second metric."""
    match = _SETTING.match(parameter or "")
    if match is None:
        return None
    output, name, entry = match.groups()
    if name in _LISTS:
        return "training", ".".join(filter(None, (name, output, entry or "0")))
    if output:
        return "training", f"compile.{output}.{name}"
    return _FIELDS.get(name)


class ProblemPlaces(QObject):
    """Shows the place of a problem, and applies repairs of many at once."""

    def __init__(
        self, window: MainWindow, workbench: Workbench, workspace: Workspace
    ) -> None:
        super().__init__(window)
        self._window, self._workbench = window, workbench
        self._workspace = workspace

    def show(self, problem: Problem) -> None:
        """Bring node and field of a problem into view and focus."""
        if problem.node and problem.node in self._workspace.here.graph.nodes:
            if self._workbench.canvas:
                self._workbench.canvas.center_on(problem.node)
            if problem.parameter == "arrays":
                self._focus("data", f"data.array.{problem.node}")
            elif problem.parameter and self._workbench.inspector:
                self._window.docks.reveal("inspector")
                self._workbench.inspector.focus_field(problem.parameter)
        elif (place := place_of_setting(problem.parameter)) is not None:
            self._focus(*place)

    def _focus(self, panel: str, name: str) -> None:
        self._window.docks.reveal(panel)
        field = self._window.findChild(QWidget, name)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_together(self, fix: Fix | None) -> None:
        """Apply the repairs that were proved together, as one step."""
        if fix is None:
            self._window.notifications.info("No problem has one right answer only.")
            return
        refusal = apply_fix(self._workspace, fix)
        done = fix.title.replace("Fix ", "Fixed ", 1)
        self._window.notifications.info(refusal or f"{done}. {fix.effect}")
