"""One metric of a run: train solid, validation dashed, batches faint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import MetricCurves
from studio.ui.training.number_text import number_text
from studio.ui.training.plot import HEAD_MARGIN, Plot

_BATCH_ALPHA = 90
_GAP = "   "
_KINDS = ("batches", "train", "validation")


class MetricPlot(Plot):
    """Draws the lines of one metric over epochs."""

    def __init__(self, metric: str, index: int, themes: ThemeManager) -> None:
        """`index` chooses the colour."""
        super().__init__(metric, themes)
        self._index = index
        self._lines = MetricCurves()
        self._readout = QLabel()
        self._readout.setTextFormat(Qt.TextFormat.PlainText)
        self._readout.setObjectName(f"plot.{self.name}.values")
        self._readout.setMinimumWidth(1)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.head.addWidget(self._readout, 1)
        self.apply_theme()

    def color(self) -> QColor:
        """Colour of the metric's lines."""
        series = self._themes.theme.series
        return QColor(series[self._index % len(series)])

    def paint_lines(self) -> None:
        """Pens and texts in the metric's colour."""
        import pyqtgraph as pg

        theme = self._themes.theme
        faint, color = self.color(), self.color()
        faint.setAlpha(_BATCH_ALPHA)
        self.line("batches").setPen(pg.mkPen(faint, width=1))
        self.line("train").setPen(pg.mkPen(color, width=1))
        dashes = pg.mkPen(color, width=1, style=Qt.PenStyle.DashLine)
        self.line("validation").setPen(dashes)
        for kind in ("train", "validation"):
            self.line(kind).setSymbolPen(pg.mkPen(color, width=1))
            filled = color if kind == "train" else theme.color("panel")
            self.line(kind).setSymbolBrush(filled)
        self._title.setStyleSheet(f"color: {color.name()}; font-weight: 600;")
        self._readout.setStyleSheet(
            f"color: {theme.color('muted').name()};"
            f"font-family: '{theme.mono_family}'; font-size: {scaled(11)}px;"
        )

    def show_curves(self, lines: MetricCurves, epochs: float) -> None:
        """Draw these lines over an axis of so many epochs."""
        self._lines = lines
        self.draw({kind: getattr(lines, kind) for kind in _KINDS}, epochs)

    def is_marked(self, key: object) -> bool:
        """Epochs have dots, batches have none."""
        return key != "batches"

    def values_at(self, x: float) -> list[str]:
        """Where the nearest point to epoch `x` is, and its values."""
        lines = self._lines
        epoch = lines.train.nearest(x)
        if epoch is None or abs(epoch[0] - x) > 0.5:
            batch = lines.batches.nearest(x)
            if batch is None:
                return []
            return [f"epoch {batch[0]:.2f}", f"batch {number_text(batch[1])}"]
        at, value = epoch
        parts = [f"epoch {at:.0f}", f"train {number_text(value)}"]
        held_out = lines.validation.nearest(at)
        if held_out and held_out[0] == at:
            parts.append(f"val {number_text(held_out[1])}")
        return parts

    def show_values(self, x: float | None) -> None:
        """Tell the values at an epoch, the newest for None."""
        lines = self._lines
        if x is None:
            newest = lines.train if len(lines.train) else lines.batches
            x = newest.xs[-1] if len(newest) else 0.0
        self._readout.setText(self._fitting(self.values_at(x)))

    def _fitting(self, parts: list[str]) -> str:
        """As many of these, from the end, as there is room for."""
        room = self.width() - self._title.sizeHint().width() - 4 * HEAD_MARGIN
        measure = self._readout.fontMetrics().horizontalAdvance
        while parts and measure(_GAP.join(parts)) > room:
            parts = parts[1:]
        return _GAP.join(parts)
