"""A folder of pictures in the Data panel."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QSpinBox

from studio.graph import commands
from studio.graph.document import Document
from studio.project.approvals import Approvals
from studio.ui.data.picture_peek import guess_picture_options
from studio.ui.data.service import DataState
from studio.ui.editors.quiet_combo import QuietCombo
from tests.cli.conftest import chain
from tests.pictures import picture_folder
from tests.ui.data.test_data import asked, notice


@pytest.fixture
def folder(tmp_path):
    return picture_folder(tmp_path / "shapes", count=3, height=12, width=20)


def test_a_folder_of_a_document_is_not_read_before_it_is_allowed(
    qtbot, world, panel, tmp_path, folder
):
    world.with_source(tmp_path / "m.studio", kind="images", path="shapes")
    assert world.service.state is DataState.ASK
    assert "This model reads the folder" in notice(panel)
    allow = panel.findChild(QPushButton, "data.allow")
    assert allow.text() == "Read This Folder"
    allow.click()
    assert asked(qtbot, world).source.path == "shapes"


def test_a_folder_is_chosen_with_the_size_of_its_pictures(
    qtbot, world, panel, folder, monkeypatch
):
    world.with_source(kind="images")
    assert panel.findChild(QLabel, "data.path").text() == "No folder is chosen."
    answer = str(folder)
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *args, **more: answer
    )
    panel.findChild(QPushButton, "data.browse").click()
    source = asked(qtbot, world).source
    assert (source.path, source.options) == (str(folder), {"image_size": (12, 20)})
    assert panel.findChild(QSpinBox, "data.option.image_size").value() == 20
    assert panel.findChild(QSpinBox, "data.picture.height").value() == 12
    assert Approvals().allows(folder)


def test_options_of_pictures_are_edits(qtbot, world, panel, folder):
    world.with_source(kind="images")
    world.service.choose_file(folder)
    panel.findChild(QSpinBox, "data.picture.height").setValue(40)
    assert world.service.source.options == {"image_size": (40, 20)}
    combo = panel.findChild(QuietCombo, "data.option.color_mode")
    combo.setCurrentIndex(combo.findData("grayscale"))
    combo.activated.emit(combo.currentIndex())
    assert world.service.source.options["color_mode"] == "grayscale"
    world.workspace.undo_stack.undo()
    assert combo.currentData() == "rgb"
    world.workspace.undo_stack.undo()
    assert world.service.source.options == {"image_size": (12, 20)}


def test_options_of_a_strangers_file_are_shown_as_what_can_be(world, panel, folder):
    options = {"image_size": "large", "scaling": 7}
    world.with_source(kind="images", path=str(folder), options=options)
    assert panel.findChild(QSpinBox, "data.picture.height").value() == 256
    assert panel.findChild(QuietCombo, "data.option.scaling").currentData() == "none"


def test_other_kinds_show_nothing_of_pictures(world, panel):
    world.with_source(kind="digits")
    assert not panel.findChild(QSpinBox, "data.picture.height").isVisible()


def test_pictures_are_chosen_in_one_step(qtbot, world, folder):
    world.open(Document())
    world.service.choose_pictures(folder)
    source = asked(qtbot, world).source
    assert (source.kind, source.path) == ("images", str(folder))
    world.workspace.undo_stack.undo()
    assert world.service.source.kind == "none"


def test_a_model_that_takes_pictures_decides_their_size(world, folder):
    world.open(chain(("Input", {"shape": (64, 48, 1)}), ("Flatten", {})))
    world.service.choose_pictures(folder)
    options = {"image_size": (64, 48), "color_mode": "grayscale"}
    assert world.service.source.options == options
    edit = commands.change_data(world.workspace.document, options={})
    world.workspace.edit(edit)
    world.service.choose_pictures(folder)
    assert world.service.source.options == {}, "a folder that stays keeps its options"


def test_sizes_are_guessed(tmp_path, folder):
    assert guess_picture_options(folder, None).image_size == (12, 20)
    assert guess_picture_options(folder, (None, None, 1)).image_size == (12, 20)
    assert guess_picture_options(folder, (9,)).image_size == (12, 20)
    grey = QImage(30, 30, QImage.Format.Format_Grayscale8)
    grey.fill(9)
    for name in ("a", "b"):
        (tmp_path / "grey" / name).mkdir(parents=True)
        grey.save(str(tmp_path / "grey" / name / "1.jpg"))
    options = guess_picture_options(tmp_path / "grey", None)
    assert (options.image_size, options.color_mode) == ((30, 30), "grayscale")
    grey.scaled(400, 300).save(str(tmp_path / "grey" / "a" / "2.png"))
    assert guess_picture_options(tmp_path / "grey", None).image_size == (160, 160)
    for odd in (tmp_path / "missing", tmp_path / "grey" / "a"):
        assert guess_picture_options(odd, None).image_size == (160, 160)
