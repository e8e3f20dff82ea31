"""Reads the catalog anew when the installed Keras is another one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from studio.catalog.store import save_catalog
from studio.protocol.messages import CatalogRead, Introspect, Message, Ready
from studio.ui.engine_bridge import EngineBridge
from studio.ui.workspace import Workspace


class CatalogRefresh(QObject):
    """Asks the engine for the catalog, once per engine, if ours is another's."""

    def __init__(
        self, workspace: Workspace, engine: EngineBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._engine = engine
        engine.message_received.connect(self._on_message)

    def _on_message(self, message: Message) -> None:
        if isinstance(message, Ready):
            if message.keras != self._workspace.catalog.keras_version:
                self._engine.send(Introspect(self._engine.next_request()))
        elif isinstance(message, CatalogRead):
            save_catalog(message.catalog)
            self._workspace.set_catalog(message.catalog)
