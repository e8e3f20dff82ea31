"""Files dropped on the window, and code pasted into it, with the real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from studio.project.examples import load_example
from studio.project.store import save
from studio.ui.app import open_studio
from studio.ui.canvas.picture import save_picture
from studio.ui.notifications import Level, Notifications
from studio.ui.tokens import LIGHT
from tests.importing import files
from tests.importing.sample import config

pytestmark = pytest.mark.engine

FUNCTIONAL = """
import keras
from keras import layers

inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(16, 3, activation="relu")(inputs)
x = layers.MaxPooling2D()(x)
x = layers.Flatten()(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs, name="from_a_notebook")
"""
"""A cell of somebody's notebook."""


@pytest.fixture
def studio(qapp, qtbot):
    look = qapp.palette(), qapp.styleSheet(), qapp.font()
    notifications = Notifications()
    with open_studio(QApplication.instance(), notifications) as studio:
        with qtbot.waitSignal(studio.workbench.finished, timeout=200_000):
            studio.show()
        studio.documents.new()
        yield studio
        studio.documents.discard_copy()
    qapp.setPalette(look[0])
    qapp.setStyleSheet(look[1])
    qapp.setFont(look[2])
    failed = [n.text for n in notifications.history if n.level is Level.ERROR]
    assert failed == []


def drop(studio, path):
    """Drag a file over the canvas and drop it there, by Qt's own events."""
    viewport = studio.workbench.canvas.viewport()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy = QPoint(200, 150), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(at, copy, data, left, none),
        QDragMoveEvent(at, copy, data, left, none),
        QDropEvent(QPointF(at), copy, data, left, none),
    ):
        if not isinstance(event, QDragEnterEvent):
            event.accept()  # as Qt does once the drag was let in
        QApplication.sendEvent(viewport, event)
        assert event.isAccepted(), event


class Consent:
    """Presses a button of the trust dialog as soon as it is there."""

    def __init__(self, button):
        self.texts = []
        self._button = button
        self._timer = QTimer(interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self):
        self._timer.stop()
        self._timer.deleteLater()

    def _look(self):
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.objectName() == "trust_dialog":
            self.texts.append(dialog.findChild(object, "trust_text").toPlainText())
            QTest.mouseClick(
                dialog.findChild(QPushButton, self._button), Qt.MouseButton.LeftButton
            )


@pytest.fixture
def consent(qapp):
    consenting = Consent("trust_execute")
    yield consenting
    consenting.stop()


def titles(studio):
    graph = studio.workspace.here.graph
    return sorted(graph.title_of(node) for node in graph.nodes)


def made(kind: str, folder: Path, catalog) -> Path:
    """A file of that kind with a small model in it."""
    path = folder / f"model.{kind}"
    example = load_example("digits-linear")
    if kind == "studio":
        save(example.document, path, "digits")
    elif kind in ("png", "svg"):
        save_picture(example.document, catalog, {}, path, LIGHT)
    elif kind == "keras":
        data = files.weights({"layers/dense": "a"}, {"layers/dense/vars/0": [[1.0]]})
        files.keras_file(path, config("sequential"), data)
    elif kind == "py":
        path.write_text(FUNCTIONAL, "utf-8")
    else:
        cell = {"cell_type": "code", "source": FUNCTIONAL}
        path.write_text(json.dumps({"cells": [cell], "nbformat": 4}), "utf-8")
    return path


def test_files_dropped_on_the_canvas_open(studio, consent, qtbot, tmp_path):
    for kind in ("studio", "png", "svg", "keras", "py", "ipynb"):
        path = made(kind, tmp_path, studio.workspace.catalog)
        old = studio.workspace.document
        drop(studio, path)
        qtbot.waitUntil(
            lambda old=old: studio.workspace.document is not old, timeout=200_000
        )
        assert titles(studio), kind
        stack = studio.workspace.undo_stack
        stack.clear()
        studio.documents._unsaved = False
    assert len(consent.texts) == 1  # the notebook's text is the script's
    assert consent.texts[0].strip() == FUNCTIONAL.strip()
    assert "conv2d" in titles(studio)


def test_code_on_the_clipboard_becomes_nodes_once_it_is_trusted(studio, qtbot):
    canvas = studio.workbench.canvas
    canvas.placing.place("keras.layers.Dense", canvas.centre())
    QGuiApplication.clipboard().setText(FUNCTIONAL)
    refusing = Consent("trust_cancel")
    QTest.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    refusing.stop()
    assert titles(studio) == ["dense"]
    consenting = Consent("trust_execute")
    QTest.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(titles(studio)) > 1, timeout=200_000)
    consenting.stop()
    assert refusing.texts == consenting.texts == [FUNCTIONAL]
    assert titles(studio) == [
        "conv2d",
        "dense",
        "dense_1",
        "flatten",
        "input_layer",
        "max_pooling2d",
        "output",
    ]
    stack = studio.workspace.undo_stack
    assert stack.undoText() == "Paste code"
    rects = [item.rect for item in canvas.stage_scene.nodes.values()]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)
    stack.undo()
    assert titles(studio) == ["dense"]
