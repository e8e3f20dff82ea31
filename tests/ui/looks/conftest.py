"""The whole window with all its panels, without an engine."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from studio.graph.problems import Problem, Severity
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.ui.app import open_studio
from studio.ui.engine_bridge import EngineBridge
from studio.ui.notifications import Notifications

SIZE = (1600, 1000)
EXAMPLE = "digits-convnet"


@pytest.fixture
def open_window(qapp, qtbot, monkeypatch):
    """Opens windows beside text of a size; the looks of the application come back."""
    monkeypatch.setattr(EngineBridge, "start", lambda self: None)
    look = qapp.palette(), qapp.styleSheet(), qapp.font()

    @contextmanager
    def opened(text_px=13, mode="light", example=EXAMPLE):
        font = QFont(qapp.font())
        font.setPixelSize(text_px)
        qapp.setFont(font)
        with open_studio(QApplication.instance(), Notifications()) as studio:
            studio.window.themes.set_mode(mode)
            larger = max(text_px, 13) / 13
            studio.window.resize(*(round(length * larger) for length in SIZE))
            with qtbot.waitSignal(studio.workbench.finished, timeout=30_000):
                studio.show()
            if example:
                assert studio.documents.open_example(example)
                tell_results(studio.workspace)
            QApplication.processEvents()
            studio.workbench._plots.library.wait()
            try:
                yield studio
            finally:
                studio.documents.discard_copy()
                qapp.setPalette(look[0])
                qapp.setStyleSheet(look[1])
                qapp.setFont(look[2])

    return opened


@pytest.fixture
def studio(open_window):
    with open_window() as opened:
        yield opened


def tell_results(workspace):
    """Shapes for all nodes, an error and a warning, as an engine would."""
    nodes = list(workspace.document.graph.nodes)
    shape = OutputFacts("0", (None, 28, 28, 128), "float32")
    facts = {node: NodeFacts(node, (shape,), 1_234_567, 1_234_567) for node in nodes}
    error = "The kernel (5, 5) is larger than its input (4, 4)."
    warning = "This layer has more parameters than the rest together."
    problems = [
        Problem(Severity.ERROR, "K-SHAPE", error, nodes[3]),
        Problem(Severity.WARNING, "T-SIZE", warning, nodes[4]),
    ]
    workspace.set_results(facts, problems)


def docks_of(studio):
    """Each dock in turn, in front, with its panel made and laid out."""
    for name, dock in studio.window.docks._docks.items():
        studio.window.docks.reveal(name)
        QApplication.processEvents()
        yield name, dock
