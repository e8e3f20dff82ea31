"""Text of a file is shown as it is: markup could load pictures from anywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studio.runtime.run import Run
from studio.runtime.run_record import RunRecord, RunState
from studio.ui.chips import Chip
from studio.ui.runs.run_table import RunModel
from studio.ui.theme import ThemeManager

MARKUP = "<img src='/etc/hostname'>"
ESCAPED = "&lt;img src="


@pytest.fixture
def themes(qapp):
    manager = ThemeManager("light")
    yield manager
    manager.deleteLater()


def test_chip(themes, qtbot):
    chip = Chip("data", "Data", themes)
    qtbot.addWidget(chip)
    chip.show_state("data", "CSV", "", MARKUP)
    assert ESCAPED in chip.toolTip()


def test_run_that_failed(themes, qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    model = RunModel(themes, parent)
    record = RunRecord("r1", title="T", state=RunState.FAILED, error=MARKUP)
    model.show_runs([Run(tmp_path, record)])
    tip = model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert ESCAPED in tip
