"""A project's data file is not opened before the user says so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from studio.graph import commands
from studio.project.store import save
from studio.ui.app import open_studio
from studio.ui.data.service import DataState
from studio.ui.notifications import Level, Notifications
from tests.cli.conftest import chain
from tests.faults.watch import FileWatch
from tests.pictures import picture_folder

pytestmark = pytest.mark.engine


@pytest.fixture
def project(tmp_path):
    """A project of a stranger that names a file outside its folder."""
    secret = tmp_path / "secret.csv"
    rows = (f"{i},{i * 2},{i % 2}" for i in range(40))
    secret.write_text("a,b,y\n" + "\n".join(rows) + "\n")
    document = chain(
        ("Input", {"shape": (2,)}), ("Dense", {"units": 2, "activation": "softmax"})
    )
    options = {"target": "y", "task": "classification"}
    edit = commands.change_data(
        document, kind="csv", path="../secret.csv", options=options
    )
    document.apply(edit)
    folder = tmp_path / "project"
    folder.mkdir()
    save(document, folder / "a.studio", "Model")
    return folder / "a.studio", secret


def test_terminal(project, studio, tmp_path):
    path, secret = project
    with FileWatch(secret) as watch:
        checked = studio("check", path)
        assert checked.code == 1
        assert "If you trust it, add --read-data." in checked.out
        refused = studio("train", path, "--runs", tmp_path / "runs").sentence()
        assert "If you trust it, add --read-data." in refused
        assert studio("code", path).code == 0
        assert studio("picture", path, "-o", tmp_path / "a.svg").code == 0
        assert not watch.was_touched
        assert studio("check", path, "--read-data").code == 0
        assert watch.was_touched


def test_folder_at_a_terminal(studio, tmp_path):
    folder = picture_folder(tmp_path / "secret", count=4)
    document = chain(
        *(("Input", {"shape": (8, 8, 3)}), ("Rescaling", {"scale": 1 / 255})),
        *(("Flatten", {}), ("Dense", {"units": 3, "activation": "softmax"})),
    )
    options = {"image_size": (8, 8)}
    edit = commands.change_data(
        document, kind="images", path="../secret", options=options
    )
    document.apply(edit)
    path = tmp_path / "project" / "a.studio"
    path.parent.mkdir()
    save(document, path, "Model")
    with FileWatch(folder / "circle" / "00.png") as watch:
        refused = studio("train", path, "--runs", tmp_path / "runs").sentence()
        assert f"reads the data folder “{folder}”" in refused
        assert "If you trust it, add --read-data." in refused
        assert studio("code", path).code == 0
        assert not watch.was_touched
        assert studio("check", path, "--read-data").code == 0
        assert watch.was_touched


def test_window(project, qapp, qtbot):
    path, secret = project
    look = qapp.palette(), qapp.styleSheet(), qapp.font()
    notifications = Notifications()
    with (
        FileWatch(secret) as watch,
        open_studio(QApplication.instance(), notifications) as studio,
    ):
        with qtbot.waitSignal(studio.workbench.finished, timeout=200_000):
            studio.show(path)
        chip = studio.window.toolbar.model_chip
        data = studio.engines.data
        qtbot.waitUntil(lambda: data.state is DataState.ASK, timeout=200_000)
        qtbot.waitUntil(lambda: studio.engines.engine.state == "ready", timeout=200_000)
        qtbot.waitUntil(lambda: chip.text().strip() == "Valid", timeout=200_000)
        studio.engines.trainer.start()
        assert "Allow it in the Data panel" in studio.engines.trainer.error
        assert not watch.was_touched
        data.allow_file()
        qtbot.waitUntil(lambda: data.state is DataState.KNOWN, timeout=200_000)
        assert watch.was_touched
        studio.documents.discard_copy()
    qapp.setPalette(look[0])
    qapp.setStyleSheet(look[1])
    qapp.setFont(look[2])
    assert [n.text for n in notifications.history if n.level is Level.ERROR] == []
