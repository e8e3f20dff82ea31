"""Names of a confusion matrix do not stand on one another."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPixmap

from studio.ui.runs.confusion_view import ConfusionView


@pytest.mark.parametrize("classes", [10, 64, 120])
def test_names_have_room(qtbot, themes, classes):
    view = ConfusionView(themes)
    qtbot.addWidget(view)
    view.show_matrix([[0] * classes for _ in range(classes)])
    cell = (view.sizeHint().height() - view._top()) // classes
    measure = view.fontMetrics()
    assert view.names_apart() * cell >= measure.height()
    widest = measure.horizontalAdvance(str(classes - 1))
    assert view.names_apart(across=True) * cell > widest
    view.render(QPixmap(view.size()))
