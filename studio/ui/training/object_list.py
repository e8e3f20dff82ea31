"""Editor of a list of Keras objects: metrics, callbacks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.catalog.spec import Catalog, Role
from studio.graph.values import Value, keras_object
from studio.ui.editors.object_editor import ObjectEditor
from studio.ui.icons import icon
from studio.ui.text_size import scaled_size
from studio.ui.theme import ThemeManager


@dataclass(frozen=True, slots=True)
class ListKind:
    """What such a list holds.

    Attributes:
        name: of the editor, ``metrics``.
        word: for one of them.
        role: of the classes to choose from.
        first: what a new row shows.
    """

    name: str
    word: str
    role: Role
    first: Value


METRICS = ListKind("metrics", "metric", Role.METRIC, "accuracy")
CALLBACKS = ListKind(
    "callbacks",
    "callback",
    Role.CALLBACK,
    keras_object("keras.callbacks.EarlyStopping"),
)


class ObjectList(QWidget):
    """One row an object, with a button to remove it; a button adds one.

    Signals:
        edited(tuple): the objects are others now.
    """

    edited = Signal(object)

    def __init__(
        self, kind: ListKind, catalog: Catalog, themes: ThemeManager, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._catalog = catalog
        self._themes = themes
        self._values: tuple[Value, ...] = ()
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._add = QPushButton(f"Add {kind.word}")
        self._add.setObjectName(f"{kind.name}.add")
        self._add.clicked.connect(self._on_add)
        self._column.addWidget(self._add)

    @property
    def editors(self) -> list[ObjectEditor]:
        """Editor of each object."""
        return [row.editor for row in self._rows]

    def show_values(self, values: tuple[Value, ...]) -> None:
        """Show these objects; typing goes on undisturbed."""
        self._values = values
        while len(self._rows) > len(values):
            self._drop(self._rows.pop())
        while len(self._rows) < len(values):
            self._rows.append(self._make_row(len(self._rows)))
        for row, value in zip(self._rows, values, strict=True):
            if row.editor.value() != value or not row.editor.is_set:
                row.editor.set_value(value)

    def _make_row(self, index: int) -> _Row:
        row = _Row(index, self._kind, self._catalog, self._themes, self)
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
        self._change((*self._values, self._kind.first))

    def _change(self, values: tuple[Value, ...]) -> None:
        self._values = values
        self.edited.emit(values)


class _Row(QWidget):
    edited = Signal(int, object)
    removed = Signal(int)

    def __init__(
        self,
        index: int,
        kind: ListKind,
        catalog: Catalog,
        themes: ThemeManager,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._index = index
        self._themes = themes
        self.editor = ObjectEditor(catalog, kind.role, parent=self)
        self.editor.set_name(f"{kind.name}.{index}")
        self.editor.edited.connect(self._on_edited)
        self._remove = QToolButton(self)
        self._remove.setObjectName(f"{kind.name}.{index}.remove")
        self._remove.setAccessibleName(f"Remove this {kind.word}")
        self._remove.setToolTip(f"Remove this {kind.word}")
        self._remove.setIconSize(scaled_size(14, 14))
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
