"""Puts the layers of a model in a model on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from studio.errors import StudioError
from studio.graph.card_shape import card_shapes
from studio.graph.edits import Compound, EditRefused
from studio.graph.layout.sketch import arrangement_edit, make_sketch
from studio.graph.layout.tidying import tidy
from studio.graph.model import APPLICATIONS
from studio.graph.unpacking import unpack, unpack_built
from studio.protocol.messages import Failed
from studio.protocol.model_messages import BuildKnown, KnownBuilt
from studio.ui.engine_room import EngineRoom
from studio.ui.notifications import Notifications
from studio.ui.workspace import Workspace

_USUAL = "imagenet"
"""Weights of a known model where nobody chose any."""


class Unpacker(QObject):
    """Unpacks the selected node; a known model is built by the engine first."""

    def __init__(
        self, workspace: Workspace, engines: EngineRoom, notifications: Notifications
    ) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._engines = engines
        self._notifications = notifications
        self._request = 0
        self._node = ""
        engines.started.connect(self._on_started)

    def unpack(self) -> None:
        """Replace the selected model by its layers, as one undo step."""
        workspace = self._workspace
        node_id = next(iter(workspace.selection), "")
        graph = workspace.here.graph
        layer = graph.definition_of(node_id) if node_id in graph.nodes else None
        if len(workspace.selection) != 1 or layer is None:
            self._notifications.info("Select one model to unpack.")
        elif layer.layer_class.startswith(APPLICATIONS) and self._engines.is_started:
            engine = self._engines.engine
            self._node, self._request = node_id, engine.next_request()
            engine.send(BuildKnown(self._request, layer.layer_class, layer.parameters))
        else:
            self._apply(lambda: unpack(workspace.here, node_id)[0])

    def _on_started(self) -> None:
        self._engines.engine.message_received.connect(self._on_message)

    def _on_message(self, message: object) -> None:
        if not isinstance(message, KnownBuilt | Failed):
            return
        if not self._request or message.request != self._request:
            return
        self._request = 0
        if isinstance(message, Failed):
            self._notifications.error(message.text, message.detail)
        elif message.failure:
            self._notifications.error(message.failure)
        elif self._node in self._workspace.here.graph.nodes:
            self._show(message.payload)

    def _show(self, payload: bytes) -> None:
        from studio.importing.archive import parse_json
        from studio.importing.config import import_config

        workspace = self._workspace
        try:
            config = parse_json(payload, "the model")
            built = import_config(config, workspace.catalog).document
        except StudioError as error:
            self._notifications.error(str(error))
            return
        layer = workspace.here.graph.definition_of(self._node)
        self._apply(lambda: unpack_built(workspace.here, self._node, built)[0])
        if layer is not None and layer.parameters.get("weights", _USUAL) is not None:
            self._notifications.info(
                f"The layers of {layer.name} start untrained: its weights belong to "
                "the model as a whole. Undo brings it back with them."
            )

    def _apply(self, make: Callable[[], Compound]) -> None:
        workspace = self._workspace
        try:
            edit = make()
            gesture = f"unpack {id(edit)}"  # one undo step with the new layout
            workspace.edit_here(edit, gesture=gesture)
            graph, flow = workspace.here.graph, workspace.document.setup.canvas.flow
            shapes = card_shapes(graph, workspace, flow)
            made = tidy(make_sketch(graph, shapes, None, flow))
            layout = arrangement_edit(graph, made, edit.name)
            workspace.edit_here(layout, edit.name, gesture)
        except EditRefused as error:
            self._notifications.info(str(error))
