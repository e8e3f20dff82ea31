"""An engine at the border, a document and the Data panel."""

import struct

import pytest
from PySide6.QtCore import QObject, Signal

from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.protocol.messages import DataDescribed
from studio.ui.data.panel import DataPanel
from studio.ui.data.service import DataService
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace
from tests.ui.sample_workspace import DIGITS


class Engine(QObject):
    """Stands at the process border."""

    message_received = Signal(object)
    state_changed = Signal(str)

    def __init__(self):
        super().__init__()
        self.state, self.text, self.ready = "ready", "Ready", None
        self.sent = []

    def next_request(self):
        return len(self.sent) + 1

    def send(self, message):
        self.sent.append(message)

    def become(self, state, text):
        self.state, self.text = state, text
        self.state_changed.emit(state)

    def describe(self, facts=DIGITS, labels=("3", "7"), count=64):
        payload = struct.pack(f"{2 * count}f", *([0.5] * 2 * count))
        request = self.sent[-1].request
        self.message_received.emit(
            DataDescribed(
                request, facts, len(labels), labels, facts.input_shape, payload
            )
        )


class World:
    def __init__(self):
        self.workspace, self.engine = Workspace(load_catalog()), Engine()
        self.service = DataService(self.workspace, self.engine)

    def open(self, document, path=None):
        self.workspace.replace_document(document, path)

    def with_source(self, saved_as=None, **fields):
        document = Document()
        document.apply(commands.change_data(document, **fields))
        self.open(document, saved_as)


@pytest.fixture
def world(qapp):
    made = World()
    yield made
    made.workspace.deleteLater()


@pytest.fixture
def panel(qtbot, world):
    themes = ThemeManager("light")
    panel = DataPanel(world.workspace, world.service, themes)
    qtbot.addWidget(panel)
    panel.resize(1100, 260)
    panel.show()
    yield panel
    panel.preview._numpy.wait()
    themes.deleteLater()
