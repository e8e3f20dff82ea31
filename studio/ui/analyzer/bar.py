"""The analyzer's line of tools: filter, groups, measure, heat map, columns, export."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from studio.runtime.totals import Measure
from studio.ui.analyzer.model import Grouping
from studio.ui.editors.quiet_combo import QuietCombo

_TYPING_MS = 120


class AnalyzerBar(QWidget):
    """What the table shows.

    Signals:
        filter_changed(str), grouping_changed(Grouping), measure_changed(Measure),
        heat_changed(bool): the controls.
        columns_wanted, export_wanted: the buttons that open a menu.
    """

    filter_changed = Signal(str)
    grouping_changed = Signal(object)
    measure_changed = Signal(object)
    heat_changed = Signal(bool)
    columns_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setObjectName("analyzer_filter")
        self.search.setAccessibleName("Filter the layers")
        self.search.setPlaceholderText("Filter by name, class or problem")
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._on_typed)
        self.search.textChanged.connect(self._typing.start)
        self.grouping = self._combo("analyzer_grouping", "Groups", list(Grouping))
        self.measure = self._combo("analyzer_measure", "Share of", list(Measure))
        self.grouping.activated.connect(self._on_grouping)
        self.measure.activated.connect(self._on_measure)
        self.heat = self._button("Heat Map", "analyzer_heat")
        self.heat.setCheckable(True)
        self.heat.setToolTip("Show this column on the canvas, with bars and numbers")
        self.heat.toggled.connect(self.heat_changed)
        self.columns = self._button("Columns", "analyzer_columns_button")
        self.columns.clicked.connect(self.columns_wanted)
        self.export = self._button("Export", "analyzer_export")
        self.export.clicked.connect(self.export_wanted)
        across = QHBoxLayout(self)
        across.setContentsMargins(8, 4, 8, 4)
        across.setSpacing(8)
        across.addWidget(self.search, 3)
        across.addWidget(self.grouping, 1)
        across.addWidget(self.measure, 1)
        for button in (self.heat, self.columns, self.export):
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _combo(
        self, name: str, title: str, entries: list[Grouping] | list[Measure]
    ) -> QuietCombo:
        combo = QuietCombo(self)
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.setMinimumContentsLength(max(len(e.value) for e in entries) + 4)
        for entry in entries:
            is_measure = isinstance(entry, Measure)
            text = f"Share of {entry.value.lower()}" if is_measure else entry.value
            combo.addItem(text.replace("flops", "FLOPs"), entry)
        return combo

    def _button(self, title: str, name: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        return button

    def _on_typed(self) -> None:
        self.filter_changed.emit(self.search.text())

    def _on_grouping(self) -> None:
        self.grouping_changed.emit(Grouping(self.grouping.currentData()))

    def _on_measure(self) -> None:
        self.measure_changed.emit(Measure(self.measure.currentData()))
