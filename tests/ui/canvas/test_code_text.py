"""Nodes as code on the clipboard, and code pasted."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from studio.ui.canvas.code_text import is_model_code


def test_the_code_of_selected_nodes_is_copied(hand):
    hand.view.selection.replace(hand.ids[2:4])
    hand.view.editing.copy_code()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines() == [
        "x = keras.layers.Flatten()(x)",
        'outputs = keras.layers.Dense(10, activation="softmax")(x)',
    ]


def test_pasted_code_is_handed_on_and_other_text_is_not(hand, qtbot):
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("import keras\nmodel = keras.Sequential()")
    with qtbot.waitSignal(hand.view.code_pasted) as pasted:
        hand.view.paste()
    assert "Sequential" in pasted.args[0]
    clipboard.setText("my shopping list")
    with qtbot.assertNotEmitted(hand.view.code_pasted):
        hand.view.paste()


def test_only_python_that_speaks_of_keras_is_model_code():
    assert is_model_code("import keras")
    assert not is_model_code("import keras (")
    assert not is_model_code("import numpy")
