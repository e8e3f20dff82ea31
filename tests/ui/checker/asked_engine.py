"""An engine that answers the live checker when the test says so."""

from PySide6.QtCore import QObject, Signal

from studio.graph import commands
from studio.graph.model import Point
from studio.protocol.facts import alike
from studio.protocol.infer_messages import InferEdits
from studio.protocol.messages import (
    Infer,
    Inferred,
    Shaped,
)
from studio.protocol.repair_messages import TryFixesHeld
from tests.ui.sample_workspace import (
    digits_node_facts,
)


class Engine(QObject):
    """Stands at the process border: keeps what is sent, says what it is told."""

    message_received = Signal(object)
    state_changed = Signal(str)

    def __init__(self):
        super().__init__()
        self.state = "starting"
        self.ready = None
        self.sent = []
        self.restarts = 0

    def next_request(self):
        return len(self.sent) + 1

    def send(self, message):
        self.sent.append(message)

    def become(self, state):
        self.state = state
        self.state_changed.emit(state)

    @property
    def questions(self):
        kinds = Infer | InferEdits
        return [message for message in self.sent if isinstance(message, kinds)]

    @property
    def repairs(self):
        return [message for message in self.sent if isinstance(message, TryFixesHeld)]

    def restart(self):
        self.restarts += 1
        self.become("starting")

    def answer(self, question, facts=None, problems=(), base=None):
        self.message_received.emit(self.told(question, facts, problems, base))

    def shape(self, question, facts, base=None):
        """Answer by shapes, as long as the work is counted."""
        told = self.told(question, facts, (), base)
        self.message_received.emit(Shaped(question.request, told))

    def told(self, question, facts, problems, base):
        facts = digits_node_facts() if facts is None else facts
        return Inferred(
            question.request,
            question.revision,
            alike(facts.values()),
            tuple(problems),
            650,
            650,
            base,
        )


def add_layer(workspace, path="keras.layers.Dropout"):
    edit, node = commands.place_layer(workspace.document, path, Point(0, 0), {})
    workspace.edit(edit)
    return node
