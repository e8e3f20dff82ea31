"""Versions of Studio and of what it runs on."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from studio import __version__
from studio.compat import binding_version
from studio.protocol.messages import Ready


class AboutDialog(QDialog):
    """What this is, and the versions to name in a report."""

    def __init__(self, parent: QWidget, engine: Ready | None) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle("About Layer Studio")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._versions = versions(engine)
        title = QLabel("Layer Studio")
        title.setProperty("role", "title")
        line = QLabel("Draw a Keras network, train it, take the code with you.")
        line.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(line)
        layout.addSpacing(8)
        layout.addLayout(self._make_table())
        layout.addSpacing(8)
        layout.addWidget(self._make_buttons())

    def _make_table(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        for name, value in self._versions.items():
            label = QLabel(value)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(name, label)
        return form

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("about_copy")
        copy.clicked.connect(self._on_copy)
        copy.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        return buttons

    def _on_copy(self) -> None:
        lines = [f"{name}: {value}" for name, value in self._versions.items()]
        QGuiApplication.clipboard().setText("\n".join(lines))


def versions(engine: Ready | None) -> dict[str, str]:
    """What runs here, by name; the engine's own once it has told them."""
    found = {
        "Layer Studio": __version__,
        "Python": platform.python_version(),
        "PySide6": binding_version(),
        "System": platform.platform(),
    }
    if engine is None:
        return found | {"TensorFlow": "the engine is not ready yet"}
    devices = ", ".join(device.name for device in engine.devices)
    return found | {
        "TensorFlow": engine.tensorflow,
        "Keras": engine.keras,
        "NumPy": engine.numpy,
        "Devices": devices,
    }
