"""Cells of a stack and layers of a pipeline, edited in place."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QLineEdit,
)

from studio.catalog.store import load_catalog
from studio.graph.values import keras_object
from studio.ui.editors.factory import make_editor
from tests.ui.inspector.test_editors import choose


def layers_of(qtbot, path, name):
    catalog = load_catalog()
    parameter = catalog.find(path).parameter(name)
    editor = make_editor(parameter, catalog)
    qtbot.addWidget(editor)
    editor.set_value(parameter.suggestion)
    editor.show()
    editor.heard = []
    editor.edited.connect(editor.heard.append)
    return editor


def press(editor, name):
    editor.findChild(QAbstractButton, name).click()


def names_of(editor):
    return [layer["class_name"] for layer in editor.value()]


def test_cells_are_added_changed_moved_and_removed(qtbot):
    editor = layers_of(qtbot, "keras.layers.StackedRNNCells", "cells")
    press(editor, "cells.control")
    assert names_of(editor) == ["LSTMCell", "LSTMCell"]
    choose(editor.editors()[1].controls()[0], "GRUCell")
    assert names_of(editor) == ["LSTMCell", "GRUCell"]
    press(editor, "cells[1].up")
    assert names_of(editor) == ["GRUCell", "LSTMCell"]
    line = editor.editors()[1].form().editor("units").findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "7")
    assert editor.value()[1]["config"] == {"units": 7}
    press(editor, "cells[0].remove")
    assert editor.value() == (keras_object("keras.layers.LSTMCell", {"units": 7}),)
    assert editor.heard[-1] == editor.value()
    assert not editor.findChild(QAbstractButton, "cells[0].remove").isEnabled()


def test_layers_of_a_pipeline_are_edited_in_place(qtbot):
    editor = layers_of(qtbot, "keras.layers.Pipeline", "layers")
    press(editor, "layers.control")
    choose(editor.editors()[1].controls()[0], "RandomZoom")
    assert names_of(editor) == ["RandomFlip", "RandomZoom"]


def test_a_cell_stands_alone_until_there_is_another(qtbot):
    editor = layers_of(qtbot, "keras.layers.RNN", "cell")
    lstm = editor.value()
    assert lstm["class_name"] == "LSTMCell"
    press(editor, "cell.control")
    assert editor.value() == (lstm, lstm)
    press(editor, "cell[0].remove")
    assert editor.value() == lstm
