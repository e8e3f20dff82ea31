"""The export dialog with a scripted engine."""

import json

import pytest
import shiboken6
from PySide6.QtWidgets import QMessageBox, QPushButton

from studio.graph.commands import change_fit
from studio.runtime.recorder import RunRecorder
from studio.runtime.training import start_run
from studio.ui.export_dialog import ExportDialog
from tests.ui.scripted_engine import READY

WRITES = (
    READY
    + """
for m in requests():
    if isinstance(m, Export):
        open(m.destination, "w").write(m.format + " " + m.weights)
        say(Exported(m.request, m.destination, 1234))
"""
)


@pytest.fixture
def make_dialog(qtbot, make_world):
    def make(script=WRITES, run=None):
        world = make_world(script)
        made = run(world) if run else None
        dialog = ExportDialog(world.workspace, world.trainer, made)
        dialog.show()
        dialogs.append(dialog)
        return world, dialog

    dialogs = []
    yield make
    for dialog in dialogs:
        if shiboken6.isValid(dialog):
            dialog.close()


def choose(dialog, form, path):
    dialog.format.setCurrentIndex(dialog.format.findData(form))
    dialog.path.setText(str(path))
    dialog._on_path_typed()


def formats(dialog):
    return [dialog.format.itemData(i) for i in range(dialog.format.count())]


def test_the_script_is_written_without_an_engine(make_dialog, tmp_path):
    _, dialog = make_dialog()
    choose(dialog, "python", tmp_path / "model.py")
    dialog.export_button.click()
    text = (tmp_path / "model.py").read_text()
    assert "def build_model" in text
    assert dialog.outcome.text().startswith(f"Written: {tmp_path / 'model.py'}")
    assert dialog.findChild(QPushButton, "export.open").isVisible()


def test_a_picture_is_written(make_dialog, tmp_path):
    _, dialog = make_dialog()
    choose(dialog, "picture", tmp_path / "model.svg")
    dialog.export_button.click()
    assert b"<svg" in (tmp_path / "model.svg").read_bytes()


def test_a_fresh_model_has_no_trained_weights_to_export(make_dialog, make_run):
    _, dialog = make_dialog(run=make_run)
    assert "weights" in formats(dialog)
    dialog.source.setCurrentIndex(0)
    assert "weights" not in formats(dialog)
    assert "keras" in formats(dialog)


def test_a_run_is_exported_by_an_engine(qtbot, make_dialog, make_run, tmp_path):
    world, dialog = make_dialog(run=make_run)
    path = tmp_path / "digits.keras"
    choose(dialog, "keras", path)
    dialog.export_button.click()
    assert not dialog.export_button.isEnabled()
    qtbot.waitUntil(lambda: "Written" in dialog.outcome.text(), timeout=20_000)
    (run,) = world.trainer.store.list()
    assert path.read_text() == f"keras {run.folder}"
    assert "1.23 kB" in dialog.outcome.text()


def test_a_model_just_trained_is_offered_trained(make_dialog, tmp_path):
    runs = []

    def trained(world):
        workspace, store = world.workspace, world.trainer.store
        run = start_run(
            workspace.document, workspace.catalog, tmp_path, store, workspace.title
        )
        run.model_path.write_text("model")
        RunRecorder(run).close()
        runs.append(run)

    world, dialog = make_dialog(run=trained)
    assert dialog._source.run.id == runs[0].id
    assert {"weights", "picture"} <= set(formats(dialog))

    fit = change_fit(world.workspace.document, epochs=99)
    world.workspace.edit(fit)
    later = ExportDialog(world.workspace, world.trainer)
    assert later._source.run is None
    later.close()


def test_replacing_a_file_is_asked(make_dialog, tmp_path):
    _, dialog = make_dialog()
    path = tmp_path / "model.py"
    path.write_text("mine")
    choose(dialog, "python", path)
    dialog.export_button.click()
    assert path.read_text() == "mine"
    dialog.findChild(QPushButton, "export.confirm.replace").click()
    assert "def build_model" in path.read_text()


@pytest.mark.parametrize(
    ("form", "name", "expected"),
    [
        ("keras", "model.h5", "must end with .keras"),
        ("picture", "model.gif", "ends with .svg"),
        ("python", "missing/model.py", "is not there"),
        ("python", "", "a whole path"),
    ],
)
def test_wrong_destinations_are_told(make_dialog, tmp_path, form, name, expected):
    _, dialog = make_dialog()
    choose(dialog, form, tmp_path / name if name else "")
    dialog.export_button.click()
    assert expected in dialog.outcome.text()


def test_a_failure_of_the_engine_is_told(qtbot, make_dialog, make_run, tmp_path):
    script = READY + "for m in requests(): say(Failed(m.request, 'Disk full.', ''))"
    _, dialog = make_dialog(script, make_run)
    choose(dialog, "keras", tmp_path / "model.keras")
    dialog.export_button.click()
    qtbot.waitUntil(lambda: dialog.outcome.text() == "Disk full.", timeout=20_000)
    assert dialog.export_button.isEnabled()


def test_closing_ends_an_export(qtbot, make_dialog, make_run, tmp_path):
    world, dialog = make_dialog(READY + "list(requests())", make_run)
    choose(dialog, "keras", tmp_path / "model.keras")
    dialog.export_button.click()
    assert world.trainer.jobs.is_busy
    dialog.reject()
    assert not world.trainer.jobs.is_busy


def test_the_name_follows_source_and_format_until_it_is_typed(make_dialog, make_run):
    _, dialog = make_dialog(run=make_run)
    dialog.format.setCurrentIndex(dialog.format.findData("keras"))
    assert dialog.path.text().endswith("Digits.keras")
    dialog.format.setCurrentIndex(dialog.format.findData("h5"))
    assert dialog.path.text().endswith("Digits.h5")


def test_a_typed_name_ends_as_the_format_has_it(make_dialog, make_run, tmp_path):
    _, dialog = make_dialog(run=make_run)
    choose(dialog, "python", tmp_path / "mine.py")
    for form, name in {
        "weights": "mine.weights.h5",
        "savedmodel": "mine",
        "notebook": "mine.ipynb",
    }.items():
        dialog.format.setCurrentIndex(dialog.format.findData(form))
        assert dialog.path.text() == str(tmp_path / name)


def test_a_notebook_is_written_without_an_engine(make_dialog, tmp_path):
    _, dialog = make_dialog()
    choose(dialog, "notebook", tmp_path / "model.ipynb")
    dialog.export_button.click()
    assert json.loads((tmp_path / "model.ipynb").read_text())["nbformat"] == 4


def test_a_file_is_not_replaced_by_a_folder(make_dialog, make_run, tmp_path):
    _, dialog = make_dialog(run=make_run)
    (tmp_path / "model").write_text("mine")
    choose(dialog, "savedmodel", tmp_path / "model")
    dialog.export_button.click()
    assert "There is a file called “model” already" in dialog.outcome.text()
    assert (tmp_path / "model").read_text() == "mine"


def test_enter_does_not_replace_a_file(make_dialog, tmp_path):
    _, dialog = make_dialog()
    path = tmp_path / "model.py"
    path.write_text("mine")
    choose(dialog, "python", path)
    dialog.export_button.click()
    box = dialog.findChild(QMessageBox, "export.confirm")
    assert box.defaultButton().text() == "Cancel"
    box.defaultButton().click()
    assert path.read_text() == "mine"
