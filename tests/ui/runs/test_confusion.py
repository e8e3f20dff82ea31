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


@pytest.mark.parametrize("names", [("cat", "dog", "mouse"), ("a" * 60, "b", "c")])
def test_names_of_few_classes_stand_above_their_columns(qtbot, themes, names):
    view = ConfusionView(themes)
    qtbot.addWidget(view)
    view.show_matrix([[7, 0, 0], [0, 7, 0], [0, 0, 7]], names)
    cell = (view.sizeHint().height() - view._top()) // 3
    widest = max(map(view.fontMetrics().horizontalAdvance, names))
    assert cell > widest or cell > 60
    view.render(QPixmap(view.size()))
