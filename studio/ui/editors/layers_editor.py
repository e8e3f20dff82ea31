"""Editor of layers one after another: the cells of a stack, a pipeline's layers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.catalog.spec import Catalog, Parameter, Role
from studio.graph.values import Value
from studio.ui.editors.editor import MIXED, Editor
from studio.ui.editors.ink import InkButton
from studio.ui.editors.object_editor import ObjectEditor


class LayersEditor(Editor):
    """Edits each layer in place, in `nest`; adds, removes and moves them.

    `edited` carries a tuple, but for one layer alone where Keras takes one.
    """

    def __init__(
        self, parameter: Parameter, catalog: Catalog, parent: QWidget | None = None
    ) -> None:
        super().__init__(parameter.default, parent)
        self._catalog = catalog
        self._takes_one = not isinstance(parameter.suggestion, tuple)
        self._first = _listed(parameter.suggestion)[:1]
        self._rows: list[_Row] = []
        self._add = QPushButton(self)
        self._add.setAutoDefault(False)
        self._add.clicked.connect(self._on_add_clicked)
        self.add_control(self._add)
        self.nest: QWidget = QWidget(self)
        self._stack = QVBoxLayout(self.nest)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(2)
        self.column.addWidget(self.nest)
        self.set_name(parameter.name)
        self.show_default()

    def editors(self) -> list[ObjectEditor]:
        """Editors of the layers, in order."""
        return [row.editor for row in self._rows]

    def _show(self) -> None:
        layers = () if self._mixed else _listed(self._value)
        self._add.setText(f"{MIXED}: Set All" if self._mixed else "Add Layer")
        while len(self._rows) > len(layers):
            row = self._rows.pop()
            self._stack.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(layers):
            self._append_row()
        for index, (row, layer) in enumerate(zip(self._rows, layers, strict=True)):
            row.show_layer(layer, index, len(layers))

    def _append_row(self) -> None:
        index = len(self._rows)
        row = _Row(f"{self.objectName()}[{index}]", self._catalog, self.nest)
        row.editor.edited.connect(partial(self._on_layer_edited, index))
        row.moved.connect(partial(self._on_moved, index))
        row.removed.connect(partial(self._on_removed, index))
        self._rows.append(row)
        self._stack.insertWidget(index, row)

    def _on_add_clicked(self) -> None:
        layers = () if self._mixed else _listed(self._value)
        self._change([*layers, *self._first])

    def _on_layer_edited(self, index: int, layer: Value) -> None:
        layers = [*_listed(self._value)]
        layers[index] = layer
        self._enter(self._joined(layers))

    def _on_moved(self, index: int, step: int) -> None:
        layers = [*_listed(self._value)]
        layers.insert(index + step, layers.pop(index))
        self._change(layers)

    def _on_removed(self, index: int) -> None:
        layers = [*_listed(self._value)]
        del layers[index]
        self._change(layers)

    def _change(self, layers: list[Value]) -> None:
        self._enter(self._joined(layers))
        self._show()

    def _joined(self, layers: list[Value]) -> Value:
        return layers[0] if self._takes_one and len(layers) == 1 else tuple(layers)


class _Row(QWidget):
    """One of the layers, with buttons to move and remove it.

    Signals:
        moved(step): it goes up (-1) or down (1).
        removed: it goes.
    """

    moved = Signal(int)
    removed = Signal()

    def __init__(self, name: str, catalog: Catalog, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = ObjectEditor(catalog, Role.LAYER, parent=self)
        self.editor.set_name(name)
        self._up = self._make_button("chevron_up", "Move up", f"{name}.up")
        self._down = self._make_button("chevron_down", "Move down", f"{name}.down")
        self._remove = self._make_button("delete", "Remove", f"{name}.remove")
        self._up.clicked.connect(partial(self.moved.emit, -1))
        self._down.clicked.connect(partial(self.moved.emit, 1))
        self._remove.clicked.connect(self.removed)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.editor, 1)
        for button in (self._up, self._down, self._remove):
            across.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across)
        column.addWidget(self.editor.nest)

    def show_layer(self, layer: Value, index: int, count: int) -> None:
        """Show a layer and where it can go; the last one left stays."""
        self.editor.set_value(layer)
        self._up.setEnabled(index > 0)
        self._down.setEnabled(index < count - 1)
        self._remove.setEnabled(count > 1)

    def _make_button(self, icon: str, tip: str, name: str) -> InkButton:
        button = InkButton(icon, self)
        button.setToolTip(tip)
        button.setObjectName(name)
        button.setAccessibleName(f"{tip}: {name}")
        return button


def _listed(value: Value) -> tuple[Value, ...]:
    """Layers of a value that may be one alone."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
