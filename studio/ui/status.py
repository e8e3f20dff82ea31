"""The status bar: parameters, size, engine, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar

_BYTES_PER_PARAMETER = 4
"""Keras keeps weights as float32 unless a layer says otherwise."""


class StatusBar(QStatusBar):
    """Totals of the model on the left, engine and zoom on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._params = self._label("status_params", "Total parameters")
        self._size = self._label("status_size", "Size of the weights")
        self._engine = self._label("status_engine", "Engine")
        self._zoom = self._label("status_zoom", "Zoom")
        self.addWidget(self._params)
        self.addWidget(self._size)
        self.addPermanentWidget(self._engine)
        self.addPermanentWidget(self._zoom)
        self.show_engine("Engine starting…")
        self.show_zoom(1.0)
        self.show_total(0)

    def show_engine(self, text: str) -> None:
        """Say what the engine does."""
        self._engine.setText(text)

    def show_zoom(self, zoom: float) -> None:
        """Show the canvas's zoom; 1 is actual size."""
        self._zoom.setText(f"{zoom:.0%}")

    def show_document(self, is_open: bool) -> None:
        """Show the totals only where there is a document."""
        for label in (self._params, self._size, self._zoom):
            label.setVisible(is_open)

    def show_total(self, total: int) -> None:
        """Show how many weights the model has, and their size."""
        self._params.setText(f"{total:,} parameters")
        self._size.setText(readable_size(total * _BYTES_PER_PARAMETER))

    def _label(self, name: str, meaning: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(meaning)
        label.setToolTip(meaning)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def readable_size(size: int) -> str:
    """Bytes in words: ``1.2 MB``."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"
