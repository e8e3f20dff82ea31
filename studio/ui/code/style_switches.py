"""Two small switches: the style of the model's code, and its import of Keras."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from studio.graph.edits import ChangeSetup
from studio.graph.setup import CodeHeader, CodeSettings, CodeStyle
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.workspace import Workspace

STYLES = {
    CodeStyle.FUNCTIONAL: "Functional",
    CodeStyle.SEQUENTIAL: "Sequential",
    CodeStyle.SUBCLASS: "Subclass",
}
HEADERS = {
    CodeHeader.TENSORFLOW: "tf.keras",
    CodeHeader.KERAS: "keras",
}


ORIGIN_TIP = "Import of Keras: from tensorflow import keras, or import keras"


class StyleSwitches(QWidget):
    """Shows and sets how the document is written."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.form = _combo(STYLES, "code_style", "Style of the model", self)
        self.origin = _combo(HEADERS, "code_header", ORIGIN_TIP, self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 4, 0)
        across.setSpacing(4)
        across.addWidget(self.form)
        across.addWidget(self.origin)
        self.form.activated.connect(self._on_style)
        self.origin.activated.connect(self._on_header)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document says."""
        code = self._workspace.document.setup.code
        self.form.setCurrentIndex(list(STYLES).index(code.style))
        self.origin.setCurrentIndex(list(HEADERS).index(code.header))

    def _on_style(self, index: int) -> None:
        self._set("Change code style", style=list(STYLES)[index])

    def _on_header(self, index: int) -> None:
        self._set("Change import of Keras", header=list(HEADERS)[index])

    def _set(self, name: str, **fields: Any) -> None:
        setup = self._workspace.document.setup
        code: CodeSettings = replace(setup.code, **fields)
        if code != setup.code:
            self._workspace.edit(ChangeSetup(replace(setup, code=code)), name)


def _combo(entries: dict[Any, str], name: str, tip: str, parent: QWidget) -> QuietCombo:
    combo = QuietCombo(parent)
    combo.setObjectName(name)
    combo.setAccessibleName(tip)
    combo.setToolTip(tip)
    combo.setMinimumContentsLength(0)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.addItems(list(entries.values()))
    return combo
