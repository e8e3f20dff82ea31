"""Switches above the plots: scale, smoothing, fit, save."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
)

from studio.ui.icons import icon
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

_FORMATS = {
    ".png": ("Picture (PNG)…", "PNG picture (*.png)"),
    ".svg": ("Drawing (SVG)…", "SVG drawing (*.svg)"),
    ".csv": ("Numbers (CSV)…", "CSV table (*.csv)"),
}
LineKind = tuple[str, Qt.PenStyle, int]
"""Word, style and opacity (255 is full) of lines."""
TRAIN: LineKind = ("train", Qt.PenStyle.SolidLine, 255)
HELD_OUT: LineKind = ("validation", Qt.PenStyle.DashLine, 255)
KINDS: tuple[LineKind, ...] = (TRAIN, HELD_OUT, ("batch", Qt.PenStyle.SolidLine, 110))
_SLIDER_STEPS = 99
_ROOMY = 620


class PlotToolbar(QWidget):
    """One row: what the lines mean on the left, what can be done on the right.

    Attributes:
        log: whether the value axis is logarithmic.
        smoothing: weight of the past, 0 to 0.99.
        row: its layout, for switches of a kind of plots.

    Signals:
        options_changed: `log` or `smoothing` is new.
        fit_pressed: everything should be in view.
        save_requested(Path): write to this file; its suffix tells the form.
    """

    options_changed = Signal()
    fit_pressed = Signal()
    save_requested = Signal(object)

    def __init__(
        self, themes: ThemeManager, kinds: Sequence[LineKind], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._legend = _Legend(themes, kinds, self)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _SLIDER_STEPS)
        self._slider.setFixedWidth(scaled(88))
        self._slider.setToolTip("Smoothing: how much the past counts")
        self._name(self._slider, "smoothing", "Smoothing of the curves")
        self._slider.valueChanged.connect(self._on_changed)
        self._amount = QLabel("0.00")
        self._amount.setProperty("role", "muted")
        self._log = self._button("plot.log", "Log", "Logarithmic value axis")
        self._log.setCheckable(True)
        self._log.toggled.connect(self._on_changed)
        self._fit = self._button("plot.fit", "", "Show all and follow the training")
        self._fit.clicked.connect(self.fit_pressed)
        self._save = self._button("plot.save", "", "Save the plots")
        self._save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._save.setMenu(self._make_menu())
        self._make_layout()
        self._apply_theme()
        themes.changed.connect(self._apply_theme)

    def _make_layout(self) -> None:
        self._word = QLabel("Smoothing")
        self._word.setProperty("role", "muted")
        self.row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self._legend)
        row.addStretch(1)
        for widget in (self._word, self._slider, self._amount):
            row.addWidget(widget)
        for button in (self._log, self._fit, self._save):
            row.addWidget(button)

    @property
    def log(self) -> bool:
        """Whether the value axis is logarithmic."""
        return self._log.isChecked()

    @property
    def smoothing(self) -> float:
        """Weight of the past."""
        return self._slider.value() / 100

    def set_usable(self, usable: bool) -> None:
        """Grey everything out while there is nothing to see."""
        for widget in (self._slider, self._log, self._fit, self._save):
            widget.setEnabled(usable)
        self._legend.setVisible(usable)

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setIconSize(scaled_size(16, 16))
        self._name(button, name, tip)
        return button

    def _name(self, widget: QWidget, name: str, text: str) -> None:
        widget.setObjectName(name)
        widget.setAccessibleName(text)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for suffix, (title, _) in _FORMATS.items():
            menu.addAction(title).setData(suffix)
        menu.triggered.connect(self._on_save)
        return menu

    def _on_save(self, action: object) -> None:
        suffix: str = action.data()  # type: ignore[attr-defined]
        name, _ = QFileDialog.getSaveFileName(
            self, "Save plots", f"plots{suffix}", _FORMATS[suffix][1]
        )
        if name:
            path = Path(name)
            self.save_requested.emit(path if path.suffix else path.with_suffix(suffix))

    def _on_changed(self) -> None:
        self._amount.setText(f"{self.smoothing:.2f}")
        self.options_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words away where there is little room; the tooltips say them."""
        super().resizeEvent(event)
        width = self.width()
        self._word.setVisible(width > scaled(_ROOMY))
        self._amount.setVisible(width > scaled(_ROOMY))

    def _apply_theme(self) -> None:
        self._fit.setIcon(icon("fit", self._themes.theme))
        self._save.setIcon(icon("export", self._themes.theme))
        self._legend.update()


class _Legend(QWidget):
    """Samples of line styles, each with its word."""

    _LINE = 22
    _GAP = 6

    def __init__(
        self, themes: ThemeManager, kinds: Sequence[LineKind], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._kinds = kinds
        self.setMinimumWidth(0)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(self._width(), self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint samples and words."""
        theme = self._themes.theme
        painter = QPainter(self)
        middle = self.height() // 2
        x = 0
        for word, style, alpha in self._kinds:
            ink = QColor(theme.color("text"))
            ink.setAlpha(alpha)
            painter.setPen(QPen(ink, 1, style))
            painter.drawLine(x, middle, x + self._LINE, middle)
            x += self._LINE + self._GAP
            painter.setPen(theme.color("muted"))
            width = self.fontMetrics().horizontalAdvance(word)
            box = self.rect().adjusted(x, 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            x += width + 2 * self._GAP
        painter.end()

    def _width(self) -> int:
        metrics = self.fontMetrics()
        return sum(
            self._LINE + 3 * self._GAP + metrics.horizontalAdvance(word)
            for word, _, _ in self._kinds
        )
