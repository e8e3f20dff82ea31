"""A plot of one metric: lines over an axis that is followed, values under the mouse."""

from __future__ import annotations

import math
from array import array
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import Curve
from studio.ui.training.smoothing import Smoother

if TYPE_CHECKING:
    import numpy as np

_DOT_PX = 5
_TICK_PX = 56
HEAD_MARGIN = 8
_END_ROOM = 12


class Plot(QWidget):
    """Draws lines of one metric; what they are, its kinds say.

    Attributes:
        canvas: the plotting library's widget.
        head: the row above it, the metric's name first.
        is_automatic: whether all is shown and what comes is followed.
        most_marked: up to so many points of a line each one has a dot.
    """

    most_marked = 40

    def __init__(self, metric: str, themes: ThemeManager) -> None:
        import pyqtgraph as pg

        super().__init__()
        self.name = metric
        self.is_automatic = True
        self._themes = themes
        self._shown: Mapping[Any, Curve] = {}
        self._axis_end = 0.0
        self._log = False
        self._end = 0.0
        self._drawn: dict[Hashable, int] = {}
        self._smoothing = 0.0
        self._smoothers: dict[Hashable, Smoother] = {}
        self._curves: dict[Any, Any] = {}
        self.setObjectName(f"plot.{metric}")
        self.setAutoFillBackground(True)
        self.setAccessibleName(f"Plot of {metric}")
        self.canvas: Any = pg.PlotWidget(self, enableMenu=False)
        self.canvas.setObjectName(f"plot.{metric}.canvas")
        self.canvas.hideButtons()
        # pyqtgraph makes a menu without a parent, which would outlive the plot.
        menu = self.canvas.getPlotItem().ctrlMenu
        menu.setParent(self.canvas, menu.windowFlags())
        self._cross: Any = pg.InfiniteLine(angle=90)
        self._set_up_canvas()
        self._make_layout()
        self.cache_axes(True)

    def _set_up_canvas(self) -> None:
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
        self.head = QHBoxLayout()
        self.head.setContentsMargins(HEAD_MARGIN, 4, HEAD_MARGIN, 0)
        self.head.addWidget(self._title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.addLayout(self.head)
        self.column.addWidget(self.canvas, 1)

    def show_curves(self, lines: Any, epochs: float) -> None:
        """Draw what is known of the metric over an axis of so many epochs."""
        raise NotImplementedError

    def show_values(self, x: float | None) -> None:
        """Tell the values at a place of the axis, the newest for None."""
        raise NotImplementedError

    def paint_lines(self) -> None:
        """Give each line its pen, from the theme."""
        raise NotImplementedError

    def line(self, key: Hashable) -> Any:
        """The drawn line of that key, a new one at need."""
        if key not in self._curves:
            curve = self._curves[key] = self.canvas.plot()
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            curve.setSymbolSize(_DOT_PX)
        return self._curves[key]

    def apply_theme(self) -> None:
        """Take colours from the theme."""
        import pyqtgraph as pg

        theme = self._themes.theme
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
        self._cross.setPen(pg.mkPen(theme.color("muted"), width=1))
        self.paint_lines()

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
        self.draw(self._shown, self._axis_end)

    def draw(self, lines: Mapping[Any, Curve], end: float) -> None:
        """Draw these lines over an axis that goes up to `end`."""
        for key, line in lines.items():
            if self._shown.get(key) is not line:
                self._smoothers.pop(key, None)
                self._drawn.pop(key, None)
        for key in self._curves.keys() - lines.keys():
            self._curves[key].clear()
        self._shown, self._axis_end = lines, end
        for key, line in lines.items():
            if self._drawn.get(key) != len(line):
                self._drawn[key] = len(line)
                self._draw_line(key, line)
        if self.is_automatic:
            self.fit()
        if not self._cross.isVisible():
            self.show_values(None)

    def _draw_line(self, key: Hashable, line: Curve) -> None:
        curve = self.line(key)
        xs, ys = _to_numpy(line.xs), _to_numpy(self._smoothed(key, line.ys))
        if self._log:
            ys[ys <= 0] = math.nan
        curve.setData(xs, ys, connect="finite")
        if self.is_marked(key):
            symbol = "o" if 0 < len(xs) <= self.most_marked else None
            if curve.opts["symbol"] != symbol:
                curve.setSymbol(symbol)

    def is_marked(self, key: Hashable) -> bool:
        """Whether the points of a line have dots, where they are few."""
        return True

    def fit(self) -> None:
        """Show everything, and follow what comes."""
        self.is_automatic = True
        box = self.canvas.getViewBox()
        lines = self._shown.values()
        last = max((line.xs[-1] for line in lines if len(line)), default=0.0)
        end = max(self._axis_end, last, 1)
        if end != self._end:
            self._end = end
            box.setXRange(0, end, padding=0.02)
        if not box.autoRangeEnabled()[1]:
            box.enableAutoRange(y=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the crosshair when the mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self._cross.hide()
            self.show_values(None)
        return super().eventFilter(watched, event)

    def _smoothed(self, key: Hashable, values: array[float]) -> array[float]:
        if not self._smoothing:
            return values
        smoother = self._smoothers.setdefault(key, Smoother(self._smoothing))
        return smoother.extend(values)

    def _on_mouse_moved(self, place: QPointF) -> None:
        box = self.canvas.getViewBox()
        if not box.sceneBoundingRect().contains(place):
            self._cross.hide()
            self.show_values(None)
            return
        x = box.mapSceneToView(place).x()
        self._cross.setPos(x)
        self._cross.show()
        self.show_values(x)

    def _on_moved_by_hand(self) -> None:
        self.is_automatic = False
        self._end = 0.0

    def _on_x_range_changed(self) -> None:
        start, end = self.canvas.getViewBox().viewRange()[0]
        wanted = (end - start) / max(self.canvas.width() / scaled(_TICK_PX), 1)
        step = _round_up(wanted)
        self.canvas.getAxis("bottom").setTickSpacing(step, step)


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
