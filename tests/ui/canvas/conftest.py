"""A canvas with a small chain, for mouse and key tests."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.ui.canvas.view import CanvasView
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace
from tests.ui.canvas.sample import CATALOG, chain

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Driver:
    """A hand on the canvas: everything goes through the widget's own events."""

    def __init__(self, view):
        self.view = view
        self.workspace = view.workspace

    @property
    def graph(self):
        return self.workspace.document.graph

    @property
    def scene(self):
        return self.view.stage_scene

    def node(self, node_id):
        return self.at(self.scene.nodes[node_id].rect.center())

    def input(self, node_id, port="inputs"):
        return self.at(self.scene.nodes[node_id].input_at(port))

    def output(self, node_id, key="0"):
        return self.at(self.scene.nodes[node_id].output_at(key))

    def edge(self, key):
        return self.at(self.scene.edges[key].path().pointAtPercent(0.5))

    def at(self, point):
        return self.view.mapFromScene(QPointF(point))

    def press(self, at, modifiers=NONE, button=LEFT):
        QTest.mousePress(self.view.viewport(), button, modifiers, at)

    def move(self, at, modifiers=NONE, button=LEFT):
        # QTest.mouseMove sends no buttons.
        where = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            where,
            QPointF(self.view.viewport().mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            button,
            modifiers,
        )
        QApplication.sendEvent(self.view.viewport(), event)

    def release(self, at, modifiers=NONE, button=LEFT):
        QTest.mouseRelease(self.view.viewport(), button, modifiers, at)

    def drag(self, start, end, modifiers=NONE, button=LEFT):
        self.press(start, modifiers, button)
        for part in (0.3, 0.7, 1.0):
            step = QPointF(start) + QPointF(end - start) * part
            self.move(step.toPoint(), modifiers, button)
        self.release(end, modifiers, button)

    def click(self, at, modifiers=NONE):
        self.press(at, modifiers)
        self.release(at, modifiers)

    def key(self, key, modifiers=NONE):
        QTest.keyClick(self.view, key, modifiers)

    def undo(self):
        self.workspace.undo_stack.undo()

    @property
    def steps(self):
        stack = self.workspace.undo_stack
        return [stack.text(i) for i in range(stack.index())]


@pytest.fixture
def themes(qapp):
    manager = ThemeManager("light")
    yield manager
    manager.deleteLater()


@pytest.fixture
def workspace(qapp):
    space = Workspace(CATALOG)
    yield space
    space.deleteLater()


@pytest.fixture
def view(qtbot, workspace, themes):
    canvas = CanvasView(workspace, themes)
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    canvas.show()
    yield canvas
    canvas.close()


@pytest.fixture
def hand(view, workspace):
    """The chain at zoom 1, its top at the view's top."""
    document, ids = chain()
    workspace.replace_document(document, None)
    view.reset_zoom()
    view.centerOn(120, 240)
    driver = Driver(view)
    driver.ids = ids
    return driver


def away(point, dx, dy):
    return point + QPoint(dx, dy)
