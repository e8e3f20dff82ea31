"""One metric of several runs: a colour for each, train solid, validation dashed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from studio.ui.runs.compared_curves import TRAIN, ComparedLines
from studio.ui.runs.comparison_legend import ComparisonLegend, run_color
from studio.ui.text_size import scaled
from studio.ui.theme import ThemeManager
from studio.ui.training.plot import HEAD_MARGIN, Plot

_ROWS = 6
"""Rows of the legend in sight; more are scrolled to."""


class ComparisonPlot(Plot):
    """Lays the lines of runs over one another, with their names above."""

    most_marked = 8

    def __init__(self, metric: str, index: int, themes: ThemeManager) -> None:
        """`index` says nothing here: colours are those of the runs."""
        super().__init__(metric, themes)
        self._lines: ComparedLines | None = None
        self._place = QLabel()
        self._place.setObjectName(f"plot.{metric}.place")
        self._place.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.head.addWidget(self._place, 1)
        self.legend = ComparisonLegend(themes)
        self.legend.setObjectName(f"plot.{metric}.legend")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.legend)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setViewportMargins(HEAD_MARGIN, 0, HEAD_MARGIN, 0)
        self.column.insertWidget(1, self._scroll)
        self.apply_theme()

    def show_curves(self, lines: ComparedLines, epochs: float) -> None:
        """Draw the lines of all runs over an axis that goes up to `epochs`."""
        new = lines is not self._lines
        self._lines = lines
        drawn = lines.lines()
        missing = drawn.keys() - self._curves.keys()
        for key in missing:
            self.line(key)
        if missing or new:
            self.paint_lines()
        self.draw(drawn, epochs)
        rows = min(len(lines.runs), _ROWS)
        height = self.legend.sizeHint().height() // max(len(lines.runs), 1) * rows
        self._scroll.setFixedHeight(height)

    def paint_lines(self) -> None:
        """Pens in the colours of the runs."""
        import pyqtgraph as pg

        theme = self._themes.theme
        for key, curve in self._curves.items():
            place, kind = key
            color = run_color(theme, place)
            solid = kind == TRAIN
            style = Qt.PenStyle.SolidLine if solid else Qt.PenStyle.DashLine
            curve.setPen(pg.mkPen(color, width=1, style=style))
            curve.setSymbolPen(pg.mkPen(color, width=1))
            curve.setSymbolBrush(color if solid else theme.color("panel"))
        self._title.setStyleSheet("font-weight: 600;")
        muted = theme.color("muted").name()
        self._place.setStyleSheet(f"color: {muted}; font-size: {scaled(11)}px;")
        self.legend.update()

    def show_values(self, x: float | None) -> None:
        """Tell the values of all runs at a place, what they came to for None."""
        if self._lines is None:
            return
        labels = [run.label for run in self._lines.runs]
        self.legend.show_runs(labels, self._lines.texts(x))
        if x is None:
            self._place.setText(self._lines.told_at_rest)
        elif self._lines.by_time:
            self._place.setText(f"{max(x, 0.0):.1f} s")
        else:
            self._place.setText(f"epoch {max(round(x), 1)}")
