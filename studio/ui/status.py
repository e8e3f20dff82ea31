"""The status bar: parameters, size, work, engine, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar

if TYPE_CHECKING:
    from studio.runtime.totals import ModelTotals


class StatusBar(QStatusBar):
    """Totals of the model on the left, engine and zoom on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._params = self._label("status_params", "Total parameters")
        self._size = self._label("status_size", "Size of the weights")
        self._work = self._label("status_work", "Operations for one sample")
        self._engine = self._label("status_engine", "Engine")
        self._zoom = self._label("status_zoom", "Zoom")
        self.addWidget(self._params)
        self.addWidget(self._size)
        self.addWidget(self._work)
        self.addPermanentWidget(self._engine)
        self.addPermanentWidget(self._zoom)
        self.show_engine("Engine starting…")
        self.show_zoom(1.0)

    def show_engine(self, text: str) -> None:
        """Say what the engine does."""
        self._engine.setText(text)

    def show_zoom(self, zoom: float) -> None:
        """Show the canvas's zoom; 1 is actual size."""
        self._zoom.setText(f"{zoom:.0%}")

    def show_document(self, is_open: bool) -> None:
        """Show the totals only where there is a document."""
        for label in (self._params, self._size, self._work, self._zoom):
            label.setVisible(is_open)

    def show_totals(self, totals: ModelTotals) -> None:
        """Show how many weights the model has, their size, and its work."""
        from studio.graph.memory import bytes_text
        from studio.runtime.totals import flops_text

        weighed = totals.known == totals.nodes
        counted = totals.counted == totals.nodes
        params, size = f"{totals.params:,} parameters", bytes_text(totals.weight_bytes)
        self._params.setText(_told(params, totals.params, weighed))
        self._size.setText(_told(size, totals.weight_bytes, weighed))
        self._work.setText(_told(flops_text(totals.flops), totals.flops, counted))

    def _label(self, name: str, meaning: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(meaning)
        label.setToolTip(meaning)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def _told(text: str, number: int, is_whole: bool) -> str:
    """A sum, or what of it is known; nothing where that is nothing."""
    if is_whole:
        return text
    return f"at least {text}" if number else ""
