"""All plots of a run, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.ui.background_import import BackgroundImport
from studio.ui.theme import ThemeManager
from studio.ui.training.curves import Curves
from studio.ui.training.metric_plot import MetricPlot
from studio.ui.training.plot import Plot
from studio.ui.training.plot_picture import save_plots
from studio.ui.training.plot_toolbar import KINDS, LineKind, PlotToolbar

PAINT_MS = 50
"""20 pictures a second, however many events come; one plot each."""
_PLOT_WIDTH = 280
EMPTY = "Loss and metrics appear here while a model trains."
_LOADING = "Loading the plots…"


class Plottable(Protocol):
    """Lines of metrics, as `Curves` has them."""

    @property
    def metrics(self) -> Mapping[str, Any]:
        """What each metric's plot shows; the same object while it grows."""

    @property
    def epochs(self) -> float:
        """Where the axis ends at least."""

    @property
    def version(self) -> int:
        """Number that is another one after every change."""

    def to_csv(self) -> str:
        """Everything as a table."""


PlotMaker = Callable[[str, int, ThemeManager], Plot]
"""Makes a plot of the metric's name and its number."""


class PlotArea(QWidget):
    """Plots side by side, one a metric.

    Attributes:
        plots: by metric.
        library: the plotting library; load it early where curves are to come.
    """

    def __init__(
        self,
        themes: ThemeManager,
        parent: QWidget | None = None,
        make_plot: PlotMaker = MetricPlot,
        kinds: Sequence[LineKind] = KINDS,
    ) -> None:
        """`kinds` are the lines that the legend explains."""
        super().__init__(parent)
        self.plots: dict[str, Plot] = {}
        self._plot_of = make_plot
        self._themes = themes
        self.library = BackgroundImport("pyqtgraph", self)
        self._curves: Plottable = Curves()
        self._drawn: dict[str, tuple[Plottable, int]] = {}
        self._columns = 0
        self._empty = EMPTY
        self._timer = QTimer(self, interval=PAINT_MS)
        self._timer.timeout.connect(self.refresh)
        self._is_behind = False
        self._catch_up = QTimer(self, singleShot=True, interval=0)
        self._catch_up.timeout.connect(self.refresh)
        self.setObjectName("plots")
        self.toolbar = PlotToolbar(themes, kinds, self)
        self._make_layout()
        themes.changed.connect(self._on_theme_changed)
        self.library.loaded.connect(self.refresh)

    def _make_layout(self) -> None:
        self.toolbar.options_changed.connect(self._on_options_changed)
        self.toolbar.fit_pressed.connect(self.fit)
        self.toolbar.save_requested.connect(self._on_save_requested)
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._grid.setContentsMargins(4, 0, 4, 0)
        self._grid.setSpacing(4)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._grid_box)
        self._hint = QLabel(self._empty)
        self._hint.setProperty("role", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(body, 1)

    def set_empty_text(self, text: str) -> None:
        """What to say where there are no curves."""
        self._empty = text
        self.refresh()

    def show_curves(self, curves: Plottable, live: bool = False) -> None:
        """Show the curves of a run; repaint them by the clock while `live`."""
        if curves is not self._curves:
            for plot in self.plots.values():
                plot.is_automatic = True
        self._curves = curves
        self.set_live(live)
        self.refresh()

    def set_live(self, live: bool) -> None:
        """Begin or end to repaint by the clock."""
        if live:
            self._timer.start()
        else:
            self._timer.stop()
            self.refresh()

    @property
    def is_live(self) -> bool:
        """Whether the clock runs."""
        return self._timer.isActive()

    def refresh(self) -> None:
        """Draw what is new, if anybody can see it."""
        # A panel behind another tab counts as visible, but has no visible region.
        self._is_behind = self.visibleRegion().isEmpty()
        if self._is_behind:
            return
        has_curves = bool(self._curves.metrics)
        if has_curves and not self.library.is_loaded:
            self.library.load()
        ready = has_curves and self.library.is_loaded
        self._hint.setText(_LOADING if has_curves and not ready else self._empty)
        self._stack.setCurrentWidget(self._scroll if ready else self._hint)
        self.toolbar.set_usable(ready)
        if ready:
            self._draw()

    def fit(self) -> None:
        """Show every curve whole."""
        for plot in self.plots.values():
            plot.fit()

    def _draw(self) -> None:
        """Draw what is stale; while live one plot a time, so that none stalls."""
        metrics = self._curves.metrics
        self._drop_plots({name for name in self.plots if name not in metrics})
        missing = [name for name in metrics if name not in self.plots]
        for name in missing[:1] if self.is_live else missing:
            self._make_plot(name, list(metrics).index(name))
        now = (self._curves, self._curves.version)
        stale = [name for name in self.plots if self._drawn.get(name) != now]
        for name in stale[:1] if self.is_live else stale:
            self.plots[name].show_curves(metrics[name], self._curves.epochs)
            # Drawn last, it is the last to be drawn again.
            self._drawn.pop(name, None)
            self._drawn[name] = now
            self.plots[name] = self.plots.pop(name)

    def _drop_plots(self, names: set[str]) -> None:
        for name in names:
            plot = self.plots.pop(name)
            self._drawn.pop(name, None)
            self._grid.removeWidget(plot)
            plot.hide()
            plot.deleteLater()

    def _make_plot(self, name: str, index: int) -> None:
        plot = self._plot_of(name, index, self._themes)
        plot.set_options(self.toolbar.log, self.toolbar.smoothing)
        self.plots[name] = plot
        self._arrange(force=True)

    def _arrange(self, force: bool = False) -> None:
        fitting = max(1, self._scroll.viewport().width() // _PLOT_WIDTH)
        columns = min(fitting, max(1, len(self.plots)))
        if columns == self._columns and not force:
            return
        self._columns = columns
        for index, plot in enumerate(self._ordered()):
            self._grid.addWidget(plot, index // columns, index % columns)

    def _ordered(self) -> list[Plot]:
        """Plots as they stand on screen, the loss first."""
        return [self.plots[n] for n in self._curves.metrics if n in self.plots]

    def _on_options_changed(self) -> None:
        for plot in self.plots.values():
            plot.set_options(self.toolbar.log, self.toolbar.smoothing)

    def _on_save_requested(self, path: Path) -> None:
        if path.suffix == ".csv":
            path.write_text(self._curves.to_csv(), "utf-8")
            return
        plots = self._ordered()
        for plot in plots:
            plot.cache_axes(False)
        try:
            save_plots(plots, path)
        finally:
            for plot in plots:
                plot.cache_axes(True)

    def _on_theme_changed(self) -> None:
        for plot in self.plots.values():
            plot.apply_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many plots side by side as fit."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Load what drawing needs."""
        super().showEvent(event)
        self.library.load()
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what came while nobody looked."""
        super().paintEvent(event)
        if self._is_behind:
            self._catch_up.start()
