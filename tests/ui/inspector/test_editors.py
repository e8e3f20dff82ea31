"""Editors: every kind shows, takes and gives back values."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
)

from studio.catalog.spec import Parameter, ParameterKind
from studio.catalog.store import load_catalog
from studio.graph.values import keras_object, same
from studio.ui.editors.factory import make_editor
from tests.ui.inspector.sample import CATALOG
from tests.ui.inspector.test_text_forms import integers, shapes, sizes, values

K = ParameterKind
he_normal = keras_object("keras.initializers.HeNormal", {"seed": 3})
dense = keras_object("keras.layers.Dense", {"units": 3})
int8 = keras_object(
    "keras.dtype_policies.QuantizedDTypePolicy",
    {"mode": "int8", "source_name": "float32"},
)
CHOICES = {K.CHOICE: ("valid", "same"), K.DTYPE: ("float32", "int8_from_float32")}
STRATEGIES = {
    K.INT: integers,
    K.FLOAT: st.floats(),
    K.BOOL: st.booleans(),
    K.STRING: st.text(),
    K.CHOICE: st.sampled_from(["valid", "same", "strange"]),
    K.INT_TUPLE: sizes,
    K.SHAPE: shapes,
    K.DTYPE: st.sampled_from(["float32", "int8_from_float32", int8]),
    K.ACTIVATION: st.sampled_from(["relu", "tanh", "no_such"]),
    K.INITIALIZER: st.sampled_from(["he_normal", he_normal, {"class_name": "X"}]),
    K.REGULARIZER: st.sampled_from(["l2", keras_object("my.Own", {"a": 1})]),
    K.CONSTRAINT: values,
    K.LAYER: st.just(dense),
    K.LAYERS: st.just(dense) | st.lists(st.just(dense)).map(tuple),
    K.OBJECT: values,
    K.ANY: values,
}


@pytest.mark.parametrize("kind", list(K))
def test_a_value_survives_being_shown_and_left(qtbot, kind):
    choices = CHOICES.get(kind, ())
    parameter = Parameter("p", kind, optional=kind is not K.BOOL, choices=choices)
    editor = make_editor(parameter, CATALOG)
    qtbot.addWidget(editor)
    said = []
    editor.edited.connect(said.append)

    @given(STRATEGIES[kind] | st.none() if parameter.optional else STRATEGIES[kind])
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    def check(value):
        editor.set_value(value)
        for line in editor.findChildren(QLineEdit):
            line.editingFinished.emit()
        assert same(editor.value(), value)
        assert editor.is_set
        assert not editor.problem()

    check()
    assert not said
    editor.show_default()
    assert editor.value() is None
    assert not editor.is_set


def line_of(qtbot, parameter):
    editor = make_editor(parameter, CATALOG)
    qtbot.addWidget(editor)
    editor.show()
    heard = []
    editor.edited.connect(heard.append)
    editor.cleared.connect(lambda: heard.append("cleared"))
    line = editor.findChild(QLineEdit)
    line.setFocus()
    return editor, line, heard


@pytest.fixture
def german():
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German))
    yield
    QLocale.setDefault(before)


def test_a_decimal_point_counts_in_germany_too(qtbot, german):
    editor, line, heard = line_of(qtbot, Parameter("rate", K.FLOAT, default=0.1))
    qtbot.keyClicks(line, "0.5")
    assert heard == [0.0, 0.5]
    assert editor.value() == 0.5
    assert line.text() == "0.5"
    editor.set_value(0.25)
    assert line.text() == "0.25"


def test_a_decimal_comma_is_refused_with_the_right_number(qtbot, german):
    editor, line, heard = line_of(qtbot, Parameter("rate", K.FLOAT, default=0.1))
    qtbot.keyClicks(line, "0,5")
    assert 5.0 not in heard
    assert heard == [0.0]
    assert "0.5" in editor.problem()
    assert line.property("invalid") is True
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "0.0"
    assert not editor.problem()


def test_an_int_is_never_clamped(qtbot):
    editor, line, _ = line_of(qtbot, Parameter("units", K.INT, required=True))
    qtbot.keyClicks(line, "99999999999")
    assert editor.value() == 99_999_999_999
    line.selectAll()
    qtbot.keyClicks(line, "-3")
    assert editor.value() == -3


def test_an_empty_line_is_the_default(qtbot):
    editor, line, heard = line_of(qtbot, Parameter("strides", K.INT_TUPLE, (1, 1)))
    assert line.text() == ""
    assert line.placeholderText() == "1×1"
    qtbot.keyClicks(line, "2")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert heard == [2, "cleared"]
    assert editor.value() == (1, 1)
    assert not editor.is_set


def test_a_required_value_cannot_be_emptied(qtbot):
    editor, line, heard = line_of(qtbot, Parameter("units", K.INT, required=True))
    editor.set_value(3)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert heard == []
    assert "required" in editor.problem()
    assert editor.value() == 3


def test_none_can_be_typed_where_it_is_legal(qtbot):
    parameter = Parameter("seed", K.INT, default=7, optional=True)
    editor, line, heard = line_of(qtbot, parameter)
    qtbot.keyClicks(line, "None")
    assert heard[-1] is None
    assert editor.is_set


def test_a_problem_is_shown_and_read_aloud(qtbot):
    editor, line, _ = line_of(qtbot, Parameter("units", K.INT, required=True))
    editor.set_problem("units must be above 0.")
    assert editor.problem() == "units must be above 0."
    assert line.accessibleDescription() == "units must be above 0."
    editor.set_problem("")
    assert line.property("invalid") is False


def choose(combo, text):
    index = combo.findText(text)
    assert index >= 0, text
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_choices(qtbot):
    parameter = Parameter("padding", K.CHOICE, "valid", choices=("valid", "same"))
    editor = make_editor(parameter, CATALOG)
    qtbot.addWidget(editor)
    heard = []
    editor.edited.connect(heard.append)
    combo = editor.findChild(QComboBox)
    assert combo.currentText() == "valid"
    assert combo.property("default") is True
    choose(combo, "same")
    assert heard == ["same"]
    assert combo.property("default") is False


def test_a_bool_is_two_valued_unless_none_is_legal(qtbot):
    plain = make_editor(Parameter("use_bias", K.BOOL, True), CATALOG)
    qtbot.addWidget(plain)
    heard = []
    plain.edited.connect(heard.append)
    plain.findChild(QCheckBox).click()
    assert heard == [False]
    three = make_editor(Parameter("stateful", K.BOOL, optional=True), CATALOG)
    qtbot.addWidget(three)
    combo = three.findChild(QComboBox)
    assert [combo.itemText(i) for i in range(3)] == ["True", "False", "None"]


def wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        widget.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("kind", [K.CHOICE, K.ACTIVATION])
def test_the_wheel_changes_nothing_without_the_focus(qtbot, kind):
    parameter = Parameter("p", kind, None, choices=("a", "b", "c"), optional=True)
    editor = make_editor(parameter, CATALOG)
    qtbot.addWidget(editor)
    editor.set_value("b" if kind is K.CHOICE else "relu")
    heard = []
    editor.edited.connect(heard.append)
    wheel(editor.findChild(QComboBox))
    assert heard == []
    assert editor.value() in ("b", "relu")


@pytest.fixture
def dtype(qtbot):
    parameter = load_catalog().find("keras.layers.Dense").parameter("dtype")
    editor = make_editor(parameter, load_catalog())
    qtbot.addWidget(editor)
    editor.show()
    return editor


def test_a_dtype_is_chosen_of_what_keras_takes(dtype):
    (combo,) = dtype.controls()
    assert combo.currentText() == "Keras' default"
    shown = {combo.itemText(i) for i in range(combo.count())}
    assert shown > {"float32", "mixed_float16", "bfloat16", "int8_from_float32"}
    choose(combo, "mixed_bfloat16")
    assert dtype.value() == "mixed_bfloat16"
    choose(combo, "Keras' default")
    assert dtype.value() is None


def test_any_other_dtype_can_be_typed(qtbot, dtype):
    line = dtype.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "int4/128_from_float32")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dtype.value() == "int4/128_from_float32"
    assert not dtype.problem()
    line.selectAll()
    qtbot.keyClicks(line, "'half")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dtype.problem()
    assert dtype.value() == "int4/128_from_float32"


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (int8, "int8_from_float32"),
        (keras_object("keras.DTypePolicy", {"name": "mixed_float16"}), "mixed_float16"),
        (keras_object("keras.DTypePolicyMap", {"policy_map": {}}), "DTypePolicyMap"),
    ],
)
def test_a_policy_is_shown_by_its_name(dtype, policy, text):
    dtype.set_value(policy)
    assert dtype.controls()[0].currentText() == text
    dtype.findChild(QLineEdit).editingFinished.emit()
    assert dtype.value() == policy
