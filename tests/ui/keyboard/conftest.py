"""The whole window and keys to press in it. The mouse and the engine do nothing."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.ui.app import open_studio
from studio.ui.engine_bridge import EngineBridge
from studio.ui.notifications import Notifications
from tests.ui.canvas.sample import chain
from tests.ui.scripted_engine import READY, launcher

_TOKEN = re.compile(r"`([^`]+)`|“([^”]+)”")


class Keys:
    """Someone who has no mouse, in front of the window."""

    def __init__(self, studio):
        self.studio = studio
        self.workspace = studio.workspace
        self.canvas = studio.workbench.canvas

    @property
    def document(self):
        return self.workspace.document

    @property
    def graph(self):
        return self.workspace.here.graph

    @property
    def steps(self):
        stack = self.workspace.undo_stack
        return [stack.text(i) for i in range(stack.index())]

    def begin(self):
        """The chain, nothing selected, the focus on the canvas."""
        document, self.ids = chain()
        self.workspace.replace_document(document, None)
        self.workspace.undo_stack.clear()
        self.canvas.setFocus()

    def press(self, text):
        """Press the `keys` and type the “words” of a text, one after the other."""
        for key, words in _TOKEN.findall(text):
            target = QApplication.focusWidget() or self.studio.window
            if words:
                QTest.keyClicks(target, words)
                continue
            combination = QKeySequence(key)[0]
            modifiers = combination.keyboardModifiers()
            QTest.keyClick(target, combination.key(), modifiers)

    def go(self, name):
        """Select a node or a comment by finding it."""
        self.press(f"`Ctrl+F` “{name}” `Return`")
        self.canvas.setFocus()

    def node(self, title):
        return next(n for n in self.graph.nodes if self.graph.title_of(n) == title)

    def titles(self):
        return sorted(self.graph.title_of(n) for n in self.graph.nodes)

    def selected(self):
        return sorted(self.graph.title_of(n) for n in self.workspace.selection)

    def wires(self):
        title = self.graph.title_of
        return {(title(e.source), title(e.target)) for e in self.graph.edges.values()}

    def layer(self, title):
        return self.graph.definition_of(self.node(title))

    def notes(self):
        return list(self.workspace.here.comments.values())


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        launch = launcher(READY + "for request in requests(): pass\n")
        # Whoever names no launcher gets this one; a name in a module comes too late.
        patch.setattr(EngineBridge.__init__, "__defaults__", ("cpu", None, launch))
        look = qapp.palette(), qapp.styleSheet(), qapp.font()
        with open_studio(QApplication.instance(), Notifications()) as studio:
            done = []
            studio.workbench.finished.connect(lambda: done.append(True))
            studio.window.resize(1600, 1000)
            studio.show()
            while not done:
                QTest.qWait(20)
            studio.documents.new()
            studio.window.activateWindow()
            assert QTest.qWaitForWindowActive(studio.window)
            yield studio
            studio.documents.discard_copy()
        qapp.setPalette(look[0])
        qapp.setStyleSheet(look[1])
        qapp.setFont(look[2])


@pytest.fixture
def keys(window):
    person = Keys(window)
    person.begin()
    yield person
    person.begin()
    for timer in window.window.findChildren(QTimer):
        if timer.isSingleShot():  # the leak check would take it for left behind
            timer.stop()
