"""Keras objects as values: initializers, optimizers, schedules."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
)

from studio.catalog.spec import Parameter, Role
from studio.catalog.store import load_catalog
from studio.graph.values import keras_object
from studio.ui.editors.factory import make_editor
from studio.ui.editors.object_editor import ObjectEditor
from tests.ui.inspector.sample import CATALOG
from tests.ui.inspector.test_editors import K, choose, he_normal


@pytest.fixture
def initializers(qtbot):
    editor = ObjectEditor(CATALOG, Role.INITIALIZER, "glorot_uniform")
    qtbot.addWidget(editor)
    editor.show()
    editor.heard = []
    editor.edited.connect(editor.heard.append)
    return editor


def test_an_object_without_arguments_is_its_short_name(initializers):
    choose(initializers.findChild(QComboBox), "HeNormal")
    assert initializers.heard == ["he_normal"]


def test_arguments_are_edited_in_place(qtbot, initializers):
    choose(initializers.findChild(QComboBox), "VarianceScaling")
    initializers.findChild(object, "initializer.fold").click()
    form = initializers.form()
    line = form.editor("seed").findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "12")
    path = "keras.initializers.VarianceScaling"
    assert initializers.value() == keras_object(path, {"seed": 12})
    assert initializers.form() is form
    form.row("seed").reset_button.click()
    assert initializers.value() == "variance_scaling"


def test_arguments_of_a_stored_object_are_shown(initializers):
    initializers.set_value(he_normal)
    assert initializers.form().editor("seed").value() == 3
    choose(initializers.findChild(QComboBox), "Zeros")
    assert initializers.form() is None
    assert initializers.value() == "zeros"


def test_an_optimizer_is_always_serialised(qtbot):
    editor = ObjectEditor(CATALOG, Role.LAYER)
    qtbot.addWidget(editor)
    choose(editor.findChild(QComboBox), "Dense")
    assert editor.value() == keras_object("keras.layers.Dense", {"units": 32})


def test_typing_a_name_finds_the_class(qtbot):
    editor = ObjectEditor(CATALOG, Role.ACTIVATION, optional=True)
    qtbot.addWidget(editor)
    editor.show()
    line = editor.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "ReLU")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == "relu"
    line.selectAll()
    qtbot.keyClicks(line, "rolu")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "rolu" in editor.problem()
    assert editor.value() == "relu"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "relu"
    assert not editor.problem()


def test_an_object_is_edited_in_place(qtbot):
    adam = keras_object("keras.optimizers.Adam")
    parameter = Parameter("inner_optimizer", K.OBJECT, required=True, suggestion=adam)
    editor = make_editor(parameter, load_catalog())
    qtbot.addWidget(editor)
    assert isinstance(editor, ObjectEditor)
    editor.set_value(adam)
    assert editor.value() == adam


def test_a_learning_rate_is_a_number_or_a_schedule(qtbot):
    catalog = load_catalog()
    parameter = catalog.find("keras.optimizers.Adam").parameter("learning_rate")
    editor = make_editor(parameter, catalog)
    qtbot.addWidget(editor)
    (combo,) = editor.controls()
    assert combo.currentText() == "0.001"
    editor._on_typed("0.01")
    assert editor.value() == 0.01
    assert combo.currentText() == "0.01"
    index = combo.findText("CosineDecay")
    combo.activated.emit(index)
    assert editor.value() == keras_object(
        "keras.optimizers.schedules.CosineDecay",
        {"initial_learning_rate": 0.001, "decay_steps": 1000},
    )
    editor._on_typed("0.1")
    assert editor.value() == 0.1
