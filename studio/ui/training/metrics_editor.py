"""Editor of a list of metrics."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.catalog.spec import Catalog, Role
from studio.graph.values import Value
from studio.ui.editors.object_editor import ObjectEditor
from studio.ui.icons import icon
from studio.ui.theme import ThemeManager

_FIRST = "accuracy"


class MetricsEditor(QWidget):
    """One row a metric, with a button to remove it; a button adds one.

    Signals:
        edited(tuple): the metrics are others now.
    """

    edited = Signal(object)

    def __init__(self, catalog: Catalog, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._themes = themes
        self._values: tuple[Value, ...] = ()
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._add = QPushButton("Add metric")
        self._add.setObjectName("metrics.add")
        self._add.clicked.connect(self._on_add)
        self._column.addWidget(self._add)

    @property
    def editors(self) -> list[ObjectEditor]:
        """Editor of each metric."""
        return [row.editor for row in self._rows]

    def show_metrics(self, values: tuple[Value, ...]) -> None:
        """Show these metrics; typing goes on undisturbed."""
        self._values = values
        while len(self._rows) > len(values):
            self._drop(self._rows.pop())
        while len(self._rows) < len(values):
            self._rows.append(self._make_row(len(self._rows)))
        for row, value in zip(self._rows, values, strict=True):
            if row.editor.value() != value or not row.editor.is_set:
                row.editor.set_value(value)

    def _make_row(self, index: int) -> _Row:
        row = _Row(index, self._catalog, self._themes, self)
        row.edited.connect(self._on_edited)
        row.removed.connect(self._on_removed)
        self._column.insertWidget(index, row)
        return row

    def _drop(self, row: _Row) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_edited(self, index: int, value: Value) -> None:
        values = list(self._values)
        values[index] = value
        self._change(tuple(values))

    def _on_removed(self, index: int) -> None:
        values = list(self._values)
        del values[index]
        self._change(tuple(values))

    def _on_add(self) -> None:
        self._change((*self._values, _FIRST))

    def _change(self, values: tuple[Value, ...]) -> None:
        self._values = values
        self.edited.emit(values)


class _Row(QWidget):
    edited = Signal(int, object)
    removed = Signal(int)

    def __init__(
        self, index: int, catalog: Catalog, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._themes = themes
        self.editor = ObjectEditor(catalog, Role.METRIC, parent=self)
        self.editor.set_name(f"metrics.{index}")
        self.editor.edited.connect(self._on_edited)
        self._remove = QToolButton(self)
        self._remove.setObjectName(f"metrics.{index}.remove")
        self._remove.setAccessibleName("Remove this metric")
        self._remove.setToolTip("Remove this metric")
        self._remove.setIconSize(QSize(14, 14))
        self._remove.clicked.connect(self._on_remove)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2)
        across.addWidget(self.editor, 1)
        across.addWidget(self._remove)
        self._draw()
        themes.changed.connect(self._draw)

    def _draw(self) -> None:
        self._remove.setIcon(icon("close", self._themes.theme, "muted"))

    def _on_edited(self, value: Value) -> None:
        self.edited.emit(self._index, value)

    def _on_remove(self) -> None:
        self.removed.emit(self._index)
