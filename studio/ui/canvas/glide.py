"""Nodes gliding to where the document has put them already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QObject,
    QPointF,
    QVariantAnimation,
)

from studio.graph.model import Point, PortKey
from studio.ui import motion
from studio.ui.canvas.scene import CanvasScene

LONGEST_MS = 150
MOST_NODES = 600
"""More would not glide smoothly; they jump."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where cards are, and the stops of their wires, ends included."""

    cards: Mapping[str, Point]
    wires: Mapping[PortKey, tuple[Point, ...]]


class Glide(QObject):
    """One animation for the whole canvas. It never touches the document."""

    def __init__(self, scene: CanvasScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._from = self._to = Places({}, {})
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_value_changed)

    def places(self, nodes: Collection[str]) -> Places | None:
        """Where nodes and all wires are now; None of too many to glide."""
        if len(nodes) > MOST_NODES:
            return None
        scene = self._scene
        wires = {
            key: (_point(item.start), *item.edge.via, _point(item.end))
            for key, item in scene.edges.items()
        }
        return Places(scene.positions(nodes), wires)

    def start(self, before: Places) -> None:
        """Show the way from the old places to where everything is now."""
        self.stop()
        now = self.places(before.cards.keys())
        if now is None:
            return
        moved = {n: at for n, at in before.cards.items() if now.cards.get(n, at) != at}
        duration = motion.duration(LONGEST_MS)
        if not duration or not moved:
            return
        bent = {
            key: _as_many(stops, len(now.wires[key]))
            for key, stops in before.wires.items()
            if len(now.wires.get(key, ())) > 2
        }
        self._from, self._to = Places(moved, bent), now
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
        scene = self._scene
        scene.move_items(
            {
                n: _between(at, self._to.cards[n], part)
                for n, at in self._from.cards.items()
                if n in scene.nodes
            }
        )
        for key, stops in self._from.wires.items():
            if key in scene.edges:
                via = zip(stops[1:-1], self._to.wires[key][1:-1], strict=True)
                scene.edges[key].bend(tuple(_between(a, b, part) for a, b in via))


def _point(at: QPointF) -> Point:
    return Point(at.x(), at.y())


def _between(a: Point, b: Point, part: float) -> Point:
    return Point(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part)


def _as_many(stops: Sequence[Point], count: int) -> tuple[Point, ...]:
    """The stops of a wire; as many on a straight way if they were others."""
    if len(stops) == count:
        return tuple(stops)
    last = count - 1
    return tuple(_between(stops[0], stops[-1], i / last) for i in range(count))
