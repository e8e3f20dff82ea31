"""The status bar: parameters, size, work, engine, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.runtime.totals import Measure, Total

_ENGINE = "Engine"


class StatusBar(QStatusBar):
    """Totals of the model on the left, engine and zoom on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._params = self._label("status_params", "Total parameters")
        self._size = self._label("status_size", "Size of the weights")
        self._work = self._label("status_work", "Operations for one sample")
        self._engine = self._label("status_engine", _ENGINE)
        self._zoom = self._label("status_zoom", "Zoom")
        self.addWidget(self._params)
        self.addWidget(self._size)
        self.addWidget(self._work)
        self.addPermanentWidget(self._engine)
        self.addPermanentWidget(self._zoom)
        self.show_engine("Engine starting…")
        self.show_zoom(1.0)

    def show_engine(self, text: str, waiting: str = "") -> None:
        """Say what the engine does, and what is waited for."""
        self._engine.setText(text)
        self._engine.setToolTip(waiting or _ENGINE)

    def show_zoom(self, zoom: float) -> None:
        """Show the canvas's zoom; 1 is actual size."""
        self._zoom.setText(f"{zoom:.0%}")

    def show_document(self, is_open: bool) -> None:
        """Show the totals only where there is a document."""
        for label in (self._params, self._size, self._work, self._zoom):
            label.setVisible(is_open)

    def show_totals(self, totals: Mapping[Measure, Total]) -> None:
        """Show how many weights the model has, their size, and its work."""
        from studio.runtime.totals import Measure, flops_text, number_text, told_text

        def told(text: str, total: Total) -> str:
            return told_text(text, total) if total.is_known else ""

        params = totals[Measure.PARAMS]
        self._params.setText(told(f"{params.value:,} parameters", params))
        size = totals[Measure.WEIGHTS]
        self._size.setText(told(number_text(Measure.WEIGHTS, size.value), size))
        work = totals[Measure.FLOPS]
        self._work.setText(told(flops_text(work.value), work))

    def _label(self, name: str, meaning: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(meaning)
        label.setToolTip(meaning)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
