"""One metric's plot: train solid, validation dashed, batches faint."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import Curve, MetricCurves
from studio.ui.training.number_text import number_text
from studio.ui.training.smoothing import Smoother

if TYPE_CHECKING:
    import numpy as np

_MARKED_EPOCHS = 40
"""Up to so many epochs each one is marked with a dot."""
_BATCH_ALPHA = 90
_DOT_PX = 5
_TICK_PX = 56
_HEAD_MARGIN = 8
_END_ROOM = 12
_GAP = "   "
_KINDS = ("batches", "train", "validation")


class MetricPlot(QWidget):
    """Draws the lines of one metric over epochs, with values under the mouse."""

    def __init__(self, metric: str, index: int, themes: ThemeManager) -> None:
        """`index` chooses the colour."""
        import pyqtgraph as pg

        super().__init__()
        self.name = metric
        self.is_automatic = True
        self._index = index
        self._themes = themes
        self._lines = MetricCurves()
        self._epochs = 0
        self._log = False
        self._end = 0.0
        self._drawn: dict[str, int] = {}
        self._smoothing = 0.0
        self._smoothers: dict[str, Smoother] = {}
        self.setObjectName(f"plot.{metric}")
        self.setAutoFillBackground(True)
        self.setAccessibleName(f"Plot of {metric}")
        self.canvas: Any = pg.PlotWidget(self, enableMenu=False)
        self.canvas.setObjectName(f"plot.{metric}.canvas")
        self.canvas.hideButtons()
        # pyqtgraph makes a menu without a parent, which would outlive the plot.
        menu = self.canvas.getPlotItem().ctrlMenu
        menu.setParent(self.canvas, menu.windowFlags())
        self._curves = {kind: self.canvas.plot() for kind in _KINDS}
        self._cross: Any = pg.InfiniteLine(angle=90)
        self._set_up_canvas()
        self._make_layout()
        self.apply_theme()
        self.cache_axes(True)

    def _set_up_canvas(self) -> None:
        for curve in self._curves.values():
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            curve.setSymbolSize(_DOT_PX)
        self._cross.hide()
        self.canvas.addItem(self._cross, ignoreBounds=True)
        self.canvas.setMinimumSize(180, 100)
        # Room for the last number below the axis, which stands at the very end.
        self.canvas.getPlotItem().setContentsMargins(0, 0, _END_ROOM, 0)
        self.canvas.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.canvas.viewport().installEventFilter(self)
        box = self.canvas.getViewBox()
        box.sigRangeChangedManually.connect(self._on_moved_by_hand)
        box.sigXRangeChanged.connect(self._on_x_range_changed)
        box.sigResized.connect(self._on_x_range_changed)
        box.setDefaultPadding(0.03)

    def _make_layout(self) -> None:
        self._title = QLabel(self.name)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._readout = QLabel()
        self._readout.setTextFormat(Qt.TextFormat.PlainText)
        self._readout.setObjectName(f"plot.{self.name}.values")
        self._readout.setMinimumWidth(1)
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setContentsMargins(_HEAD_MARGIN, 4, _HEAD_MARGIN, 0)
        head.addWidget(self._title)
        head.addWidget(self._readout, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)

    def color(self) -> QColor:
        """Colour of the metric's lines."""
        series = self._themes.theme.series
        return QColor(series[self._index % len(series)])

    def apply_theme(self) -> None:
        """Take colours from the theme."""
        import pyqtgraph as pg

        theme = self._themes.theme
        faint, color = self.color(), self.color()
        faint.setAlpha(_BATCH_ALPHA)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Window, theme.color("panel"))
        self.setPalette(ground)
        self.canvas.setBackground(theme.color("panel"))
        for name in ("left", "bottom"):
            axis = self.canvas.getAxis(name)
            axis.setPen(theme.color("border"))
            axis.setTextPen(theme.color("muted"))
            axis.setStyle(tickLength=4, hideOverlappingLabels=name == "left")
        self.canvas.showGrid(x=False, y=True, alpha=0.15)
        self._curves["batches"].setPen(pg.mkPen(faint, width=1))
        self._curves["train"].setPen(pg.mkPen(color, width=1))
        dashes = pg.mkPen(color, width=1, style=Qt.PenStyle.DashLine)
        self._curves["validation"].setPen(dashes)
        for kind in ("train", "validation"):
            self._curves[kind].setSymbolPen(pg.mkPen(color, width=1))
            filled = color if kind == "train" else theme.color("panel")
            self._curves[kind].setSymbolBrush(filled)
        self._cross.setPen(pg.mkPen(theme.color("muted"), width=1))
        self._title.setStyleSheet(f"color: {color.name()}; font-weight: 600;")
        self._readout.setStyleSheet(
            f"color: {theme.color('muted').name()};"
            f"font-family: '{theme.mono_family}'; font-size: {scaled(11)}px;"
        )

    def cache_axes(self, cached: bool) -> None:
        """Keep axes as pixels, for speed, or draw their lines and texts each time.

        Texts are most of a picture's time; in a file they stay texts uncached.
        """
        for name in ("left", "bottom"):
            axis = self.canvas.getAxis(name)
            modes = axis.CacheMode
            axis.setCacheMode(modes.DeviceCoordinateCache if cached else modes.NoCache)

    def set_options(self, log: bool, smoothing: float) -> None:
        """Switch the logarithmic scale; `smoothing` from 0 to below 1."""
        if smoothing != self._smoothing:
            self._smoothers.clear()
        self._log, self._smoothing = log, smoothing
        self._drawn.clear()
        self.canvas.getPlotItem().setLogMode(y=log)
        self.show_curves(self._lines, self._epochs)

    def show_curves(self, lines: MetricCurves, epochs: int) -> None:
        """Draw these lines over an axis of so many epochs."""
        if lines is not self._lines:
            self._smoothers.clear()
            self._drawn.clear()
        self._lines, self._epochs = lines, epochs
        for kind in _KINDS:
            line: Curve = getattr(lines, kind)
            if self._drawn.get(kind) != len(line):
                self._drawn[kind] = len(line)
                self._draw_line(kind, line)
        if self.is_automatic:
            self.fit()
        if not self._cross.isVisible():
            self._show_values(None)

    def _draw_line(self, kind: str, line: Curve) -> None:
        curve = self._curves[kind]
        xs, ys = _to_numpy(line.xs), _to_numpy(self._smoothed(kind, line.ys))
        if self._log:
            ys[ys <= 0] = math.nan
        curve.setData(xs, ys, connect="finite")
        if kind != "batches":
            symbol = "o" if 0 < len(xs) <= _MARKED_EPOCHS else None
            if curve.opts["symbol"] != symbol:
                curve.setSymbol(symbol)

    def fit(self) -> None:
        """Show everything, and follow what comes."""
        self.is_automatic = True
        box = self.canvas.getViewBox()
        last = max((c.xs[-1] for c in self._all_lines() if len(c)), default=0.0)
        end = max(self._epochs, last, 1)
        if end != self._end:
            self._end = end
            box.setXRange(0, end, padding=0.02)
        if not box.autoRangeEnabled()[1]:
            box.enableAutoRange(y=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the crosshair when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._cross.hide()
            self._show_values(None)
        return super().eventFilter(watched, event)

    def values_at(self, x: float) -> list[str]:
        """Where the nearest point to epoch `x` is, and its values."""
        lines = self._lines
        epoch = _nearest(lines.train, x)
        if epoch is None or abs(epoch[0] - x) > 0.5:
            batch = _nearest(lines.batches, x)
            if batch is None:
                return []
            return [f"epoch {batch[0]:.2f}", f"batch {number_text(batch[1])}"]
        at, value = epoch
        parts = [f"epoch {at:.0f}", f"train {number_text(value)}"]
        held_out = _nearest(lines.validation, at)
        if held_out and held_out[0] == at:
            parts.append(f"val {number_text(held_out[1])}")
        return parts

    def _all_lines(self) -> tuple[Curve, ...]:
        return self._lines.batches, self._lines.train, self._lines.validation

    def _smoothed(self, kind: str, values: array[float]) -> array[float]:
        if not self._smoothing:
            return values
        smoother = self._smoothers.setdefault(kind, Smoother(self._smoothing))
        return smoother.extend(values)

    def _show_values(self, x: float | None) -> None:
        lines = self._lines
        if x is None:
            newest = lines.train if len(lines.train) else lines.batches
            x = newest.xs[-1] if len(newest) else 0.0
        self._readout.setText(self._fitting(self.values_at(x)))

    def _fitting(self, parts: list[str]) -> str:
        """As many of these, from the end, as there is room for."""
        room = self.width() - self._title.sizeHint().width() - 4 * _HEAD_MARGIN
        measure = self._readout.fontMetrics().horizontalAdvance
        while parts and measure(_GAP.join(parts)) > room:
            parts = parts[1:]
        return _GAP.join(parts)

    def _on_mouse_moved(self, place: QPointF) -> None:
        box = self.canvas.getViewBox()
        if not box.sceneBoundingRect().contains(place):
            self._cross.hide()
            self._show_values(None)
            return
        x = box.mapSceneToView(place).x()
        self._cross.setPos(x)
        self._cross.show()
        self._show_values(x)

    def _on_moved_by_hand(self) -> None:
        self.is_automatic = False
        self._end = 0.0

    def _on_x_range_changed(self) -> None:
        start, end = self.canvas.getViewBox().viewRange()[0]
        wanted = (end - start) / max(self.canvas.width() / scaled(_TICK_PX), 1)
        step = _round_up(wanted)
        self.canvas.getAxis("bottom").setTickSpacing(step, step)


def _nearest(curve: Curve, x: float) -> tuple[float, float] | None:
    if not len(curve):
        return None
    right = min(bisect_left(curve.xs, x), len(curve) - 1)
    left = max(right - 1, 0)
    closer = left if x - curve.xs[left] < curve.xs[right] - x else right
    return curve.xs[closer], curve.ys[closer]


def _round_up(wanted: float) -> float:
    """Next of 1, 2, 5, 10, 20...: ticks stand at whole epochs."""
    if wanted <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= wanted)


def _to_numpy(values: array[float]) -> np.ndarray[Any, Any]:
    import numpy as np

    # A copy: an array that shares its memory could not grow any more.
    return np.array(values, dtype=np.float64)
