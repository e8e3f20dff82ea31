"""Nodes gliding to where the document has put them already."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

from studio.graph.model import Point
from studio.ui.canvas.scene import CanvasScene
from studio.ui.workspace import Workspace

LONGEST_MS = 150
MOST_NODES = 600
"""More would not glide smoothly; they jump."""


class Glide(QObject):
    """One animation for the whole canvas. It never touches the document."""

    def __init__(self, scene: CanvasScene, workspace: Workspace) -> None:
        super().__init__(scene)
        self._scene = scene
        self._workspace = workspace
        self._from: Mapping[str, Point] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_value_changed)

    def start(self, old: Mapping[str, Point]) -> None:
        """Show the way from the old places to where the document has the nodes."""
        self.stop()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        duration = min(LONGEST_MS, QApplication.style().styleHint(hint))
        if duration <= 0 or len(old) > MOST_NODES:
            return
        self._from = old
        self._animation.setDuration(duration)
        self._animation.start()

    def stop(self) -> None:
        """Be there at once."""
        if self._animation.state() == QAbstractAnimation.State.Running:
            self._animation.stop()
            self._show(1.0)

    def _on_value_changed(self, value: float) -> None:
        self._show(value)

    def _show(self, part: float) -> None:
        nodes = self._workspace.here.graph.nodes
        self._scene.move_items(
            {
                i: Point(
                    a.x + (b.x - a.x) * part,
                    a.y + (b.y - a.y) * part,
                )
                for i, a in self._from.items()
                if i in nodes and (b := nodes[i].position)
            }
        )
