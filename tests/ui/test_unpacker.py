"""Models in a model, unpacked in the window."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QObject, Signal

from studio.catalog.store import load_catalog
from studio.graph.commands import place_layer
from studio.graph.model import Point
from studio.protocol.model_messages import BuildKnown, KnownBuilt
from studio.ui.notifications import Notifications
from studio.ui.unpacker import Unpacker
from studio.ui.workspace import Workspace
from tests.importing.sample import calls, config, imported

KNOWN = "keras.applications.ResNet50"


class Engine(QObject):
    message_received = Signal(object)

    def __init__(self):
        super().__init__()
        self.sent = []

    def next_request(self):
        return 7

    def send(self, message):
        self.sent.append(message)


class Room(QObject):
    started = Signal()
    is_started = True

    def __init__(self):
        super().__init__()
        self.engine = Engine()


class Desk:
    def __init__(self):
        self.notifications = Notifications()
        self.workspace = Workspace(load_catalog())
        self.workspace.replace_document(imported("slice_of_model").document, None)
        self.room = Room()
        self.unpacker = Unpacker(self.workspace, self.room, self.notifications)
        self.room.started.emit()

    def titles(self):
        graph = self.workspace.document.graph
        return {graph.title_of(node) for node in graph.nodes}


@pytest.fixture
def desk(qapp):
    return Desk()


def test_nested_model_is_unpacked_as_one_step(desk):
    (node,) = calls(desk.workspace.document.graph, "feat")
    desk.workspace.select([node.id])
    desk.unpacker.unpack()
    assert {"conv", "dropout", "flatten"} <= desk.titles()
    stack = desk.workspace.undo_stack
    assert stack.undoText() == "Unpack feat"
    stack.undo()
    assert "feat" in desk.titles()
    assert "conv" not in desk.titles()
    assert not stack.canUndo()


def test_known_model_is_built_by_the_engine_first(desk):
    workspace = desk.workspace
    edit, node = place_layer(
        workspace.document, KNOWN, Point(0, 0), {"input_shape": (32, 32, 3)}
    )
    workspace.edit(edit)
    workspace.select([node])
    desk.unpacker.unpack()
    (question,) = desk.room.engine.sent
    assert question == BuildKnown(7, KNOWN, {"input_shape": (32, 32, 3)})
    payload = json.dumps(config("structures")).encode()
    desk.room.engine.message_received.emit(KnownBuilt(7, payload=payload))
    assert {"add", "concatenate", "one"} <= desk.titles()
    assert "start untrained" in desk.notifications.history[-1].text


def test_refusal_of_keras_is_told(desk):
    workspace = desk.workspace
    edit, node = place_layer(workspace.document, KNOWN, Point(0, 0), {})
    workspace.edit(edit)
    workspace.select([node])
    desk.unpacker.unpack()
    desk.room.engine.message_received.emit(KnownBuilt(7, "ResNet50 cannot be built."))
    assert desk.notifications.history[-1].text == "ResNet50 cannot be built."
    assert "add" not in desk.titles()


def test_what_is_no_model_is_told(desk):
    (node,) = calls(desk.workspace.document.graph, "dense_1")
    desk.workspace.select([node.id])
    desk.unpacker.unpack()
    assert "Select a model" in desk.notifications.history[-1].text
