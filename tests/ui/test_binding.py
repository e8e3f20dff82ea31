"""What is promised of the process: no TensorFlow in it, no lost references."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import LIGHT

PAINTS = 1000


class Painted(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(LIGHT.color("text"))
        painter.setOpacity(0.5)
        painter.drawText(4, 12, "x")
        painter.end()


def test_painting_loses_no_reference_of_none(qtbot):
    widget = Painted()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    widget.show()
    before = sys.getrefcount(None)
    for _ in range(PAINTS):
        widget.repaint()
    assert sys.getrefcount(None) > before - 100


def test_window_imports_no_tensorflow():
    code = (
        "import sys, studio.ui.app\n"
        "heavy = {'tensorflow', 'keras', 'numpy', 'pyqtgraph', 'sklearn', 'pydantic'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    output = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert output.strip() == "[]"
