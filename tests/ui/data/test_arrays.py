"""An array for each of several inputs and outputs."""

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
)

from studio.graph import commands
from studio.graph.feeds import feeds_of
from studio.ui.data.service import DataState
from tests.repairs.models import tasks
from tests.ui.sample_workspace import digits_document


def asked(qtbot, world, count=1):
    qtbot.waitUntil(lambda: len(world.engine.sent) == count)
    return world.engine.sent[-1]


def choose(panel, name, array):
    combo = panel.findChild(QComboBox, name)
    combo.setCurrentIndex(combo.findData(array))
    combo.activated.emit(combo.currentIndex())


def rows(panel):
    """Text of each row of arrays, and what is chosen there."""
    form = panel.form._arrays._form
    parts = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
    pairs = [
        [form.itemAt(n, p).widget() for p in parts] for n in range(form.rowCount())
    ]
    return {label.text(): field.currentText() for label, field in pairs}


def test_each_of_several_inputs_and_outputs_takes_an_array(qtbot, world, panel):
    model = tasks()
    world.open(model.document)
    question = asked(qtbot, world)
    assert question.feeds == feeds_of(model.document)
    world.engine.describe(model.data)
    assert rows(panel) == {
        "Input image": "image",
        "Input ink": "ink",
        "Output digit": "digit",
        "Output odd": "odd",
    }
    label = panel.findChild(QLabel, "data.samples")
    assert label.text() == ("image: 8 × 8 × 1 float32, 0 to 1\nink: 16 float32, 0 to 1")
    assert "odd: 2 classes" in panel.findChild(QLabel, "data.labels").text()
    odd = model.ids["odd"]
    choose(panel, f"data.array.{odd}", "digit")
    assert world.service.source.arrays == {odd: "digit"}
    assert asked(qtbot, world, 2).feeds.outputs[1].array == "digit"
    choose(panel, f"data.array.{odd}", "odd")
    assert world.service.source.arrays == {}
    world.workspace.undo_stack.undo()
    assert rows(panel)["Output odd"] == "digit"


def test_an_input_of_a_new_name_keeps_its_array(qtbot, world, panel):
    model = tasks()
    world.open(model.document)
    asked(qtbot, world)
    world.engine.describe(model.data)
    edit = commands.rename(world.workspace.document, model.ids["image"], "photo")
    world.workspace.edit(edit)
    assert asked(qtbot, world, 2).feeds.inputs[0].name == "photo"
    assert world.service.facts is model.data
    assert rows(panel)["Input photo"] == "image"
    world.workspace.undo_stack.undo()
    assert rows(panel)["Input image"] == "image"
    assert world.service.source.arrays == {}


def test_edits_of_other_data_are_no_new_question(qtbot, world):
    document = digits_document()
    world.open(document)
    asked(qtbot, world)
    world.engine.describe()
    world.workspace.edit(commands.rename(document, "n1", "photo"))
    assert world.service.state is DataState.KNOWN
    assert not world.service._timer.isActive()


def test_a_file_offers_its_arrays_once_it_is_allowed(world, panel, tmp_path):
    import numpy as np

    ones = np.ones(3)
    np.savez(tmp_path / "a.npz", scan=ones, ink=ones, digit=ones, odd=ones)
    model = tasks().source(kind="npz", path=str(tmp_path / "a.npz"))
    world.open(model.document)
    assert not panel.form._arrays.isVisible()
    world.service.allow_file()
    assert rows(panel)["Input image"] == "image (missing)"
    choose(panel, f"data.array.{model.ids['image']}", "scan")
    assert world.service.source.arrays == {model.ids["image"]: "scan"}
    assert not panel.findChild(QComboBox, "data.option.x").isVisible()
