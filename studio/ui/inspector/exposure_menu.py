"""The menu behind a parameter's name: let each instance of a block set it."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QInputDialog, QMenu, QToolTip, QWidget

from studio.graph.block import BlockKind
from studio.graph.edits import Compound, EditRefused
from studio.graph.exposing import expose, exposed_as, rename_exposed, unexpose
from studio.graph.model import LayerDefinition
from studio.ui.workspace import Workspace


class ExposureMenu(QMenu):
    """Expose, rename, take back; each is one undo step."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exposure_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._block = self._layer = self._name = ""

    def offer(self, layer: LayerDefinition, name: str) -> bool:
        """Fill in what can be done with a layer's parameter; false for nothing."""
        inside = self._workspace.document.blocks.get(layer.block or "")
        if inside is not None and inside.kind is BlockKind.GROUP:
            return self._offer_exposed(inside.id, name)
        around = self._workspace.block_here
        if around is None or name not in layer.parameters:
            return False
        own = exposed_as(layer, name)
        if own is not None:
            return self._offer_exposed(around, own)
        self._block, self._layer, self._name = around, layer.id, name
        self.addAction("Expose").triggered.connect(self._on_expose)
        return True

    def _offer_exposed(self, block: str, name: str) -> bool:
        known = self._workspace.document.blocks[block].parameters
        if name not in {parameter.name for parameter in known}:
            return False
        self._block, self._name = block, name
        self.addAction(f"Rename “{name}”…").triggered.connect(self._on_rename)
        stop = self.addAction(f"Stop exposing “{name}”")
        stop.triggered.connect(self._on_unexpose)
        return True

    def _on_expose(self) -> None:
        document = self._workspace.document
        self._do(lambda: expose(document, self._block, self._layer, self._name))

    def _on_unexpose(self) -> None:
        document = self._workspace.document
        self._do(lambda: unexpose(document, self._block, self._name))

    def _on_rename(self) -> None:
        title, old = "Rename exposed parameter", self._name
        new, accepted = QInputDialog.getText(
            self.parentWidget(), title, f"New name of “{old}”", text=old
        )
        document = self._workspace.document
        if accepted and new.strip() != old:
            name = new.strip()
            self._do(lambda: rename_exposed(document, self._block, old, name))

    def _do(self, make: Callable[[], Compound]) -> None:
        try:
            self._workspace.edit(make())
        except EditRefused as error:
            QToolTip.showText(QCursor.pos(), html.escape(str(error)))
