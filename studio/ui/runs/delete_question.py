"""Asks before runs are put away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from studio.runtime.runs import Run


class DeleteQuestion(QMessageBox):
    """Names the run, or says how many they are.

    Signals:
        confirmed: put them away.
    """

    confirmed = Signal()

    def __init__(self, runs: Sequence[Run], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("runs.confirm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if len(runs) == 1:
            self.setText(f"Delete the run “{runs[0].title}”?")
            moved, them = "Its folder is", "it"
        else:
            self.setText(f"Delete {len(runs)} runs?")
            moved, them = "Their folders are", "them"
        self.setInformativeText(
            f"{moved} moved to .trash beside the other runs, from where you can take "
            f"{them} back."
        )
        delete = self.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        delete.setObjectName("runs.confirm.delete")
        self.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(self.confirmed)
