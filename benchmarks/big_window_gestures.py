"""Gestures in the whole window: `python -m benchmarks.big_window_gestures`.

A turn is one pass of the event loop: while it lasts the window neither paints nor
answers. Prints one JSON object: by gesture, the processor milliseconds that the
window's thread worked in each turn until all is settled again; the gesture itself
is the first turn.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.sound_graph import sound_document
from studio.graph import commands
from studio.graph.model import Edge
from studio.project.store import save
from studio.ui.app import make_application, open_studio
from studio.ui.canvas.view import CanvasView
from studio.ui.notifications import Notifications
from studio.ui.studio_window import StudioWindow

SIZE = (1600, 1000)
NODES = 5000
_CONVOLUTION, _DROPOUT, _ADDITION = "n2496", "n303", "n903"
_SOURCE, _VICTIM = "n900", "n904"
_COPIED = [f"n{index}" for index in range(1001, 1101)]
_CALM_S = 0.5
"""So long nothing happens before a gesture counts as over."""
_WORK_MS = 1.0
"""A shorter turn is the loop looking round."""
_PATIENCE_S = 240.0
_REST_S = 0.001
_OLDEST = 2
"""Generation of the collector that holds everything."""
_STEP = QPoint(8, 8)
_FRAMES = 40
_LEFT = Qt.MouseButton.LeftButton

Turns = list[float]


class Hand:
    """Makes gestures in an open window and measures its turns."""

    def __init__(self, studio: StudioWindow) -> None:
        self._studio = studio
        self.turns: dict[str, Turns] = {}
        self.rests: Turns = []
        gc.callbacks.append(self._on_collect)
        self._began = 0.0
        self._collected = 0.0

    def measure(self, name: str, *gestures: Callable[[], object]) -> None:
        """Do it, one turn each, and note the turns until everything is settled."""
        turns = [_worked(gesture) for gesture in gestures]
        self.turns[name] = turns + self.settle()

    def frames(self, name: str, steps: Iterator[Callable[[], object]]) -> None:
        """Note each step of a gesture with the painting that it brings."""
        turns = []
        for step in steps:
            turns.append(_worked(step) + _worked(_turn) + _worked(_turn))
        self.turns[name] = turns

    def settle(self) -> Turns:
        """Turns until engine and window have nothing more to do."""
        turns: Turns = []
        quiet = start = time.monotonic()
        while time.monotonic() - quiet < _CALM_S or not self._is_answered():
            self._collected = 0.0
            worked = _worked(_turn)
            if self._collected:  # long after the gesture: a figure of its own
                self.rests.append(self._collected)
                worked -= self._collected
            if worked > _WORK_MS:
                turns.append(worked)
                quiet = time.monotonic()
            if time.monotonic() - start > _PATIENCE_S:
                raise RuntimeError("The window found no rest.")
            time.sleep(_REST_S)
        return turns

    def _on_collect(self, phase: str, told: dict[str, int]) -> None:
        """Note how long a search through everything takes."""
        if told["generation"] < _OLDEST:
            return
        if phase == "start":
            self._began = time.thread_time()
        else:
            self._collected = (time.thread_time() - self._began) * 1000

    def _is_answered(self) -> bool:
        engines, canvas = self._studio.engines, self._studio.workbench.canvas
        if canvas is not None and canvas.tidying.is_busy:
            return False
        return engines.is_started and engines.checker.state in ("valid", "problems")


def _turn() -> None:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _worked(work: Callable[[], object]) -> float:
    """Processor milliseconds that this thread works."""
    before = time.thread_time()
    work()
    return (time.thread_time() - before) * 1000


def _mouse(
    canvas: CanvasView, kind: QEvent.Type, at: QPoint, buttons: Qt.MouseButton
) -> None:
    viewport = canvas.viewport()
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT
    there = QPointF(viewport.mapToGlobal(at))
    plain = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(at), there, button, buttons, plain)
    QApplication.sendEvent(viewport, event)


def _drag(hand: Hand, canvas: CanvasView, name: str, node: str) -> None:
    """Drag what `node` belongs to: press, frames and release are figures each."""
    hand.settle()
    start = canvas.mapFromScene(canvas.stage_scene.content_rect([node]).center())
    none = Qt.MouseButton.NoButton
    press, move = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove
    hand.measure(f"{name}, press", lambda: _mouse(canvas, press, start, _LEFT))

    def step(turn: int) -> Callable[[], object]:
        return lambda: _mouse(canvas, move, start + _STEP * turn, _LEFT)

    # The first is farther than a click may shake.
    hand.frames(f"{name}, a frame", (step(turn) for turn in range(3, _FRAMES)))
    end, release = start + _STEP * (_FRAMES - 1), QEvent.Type.MouseButtonRelease
    hand.measure(f"{name}, release", lambda: _mouse(canvas, release, end, none))


def _gestures(hand: Hand, studio: StudioWindow, block: str) -> None:
    """Every edit once, in the state that the one before left."""
    workspace, canvas = studio.workspace, studio.workbench.canvas
    inspector, verbs = studio.workbench.inspector, studio.window.verbs
    assert canvas is not None
    assert inspector is not None
    node = _CONVOLUTION
    hand.measure("select a node", lambda: workspace.select([node]))
    name = inspector.page.findChild(QLineEdit, "node_name")
    name.setFocus()
    hand.settle()
    hand.measure("type a letter", lambda: QTest.keyClick(name, Qt.Key.Key_8))
    hand.measure("undo it", verbs["edit.undo"].trigger)
    hand.measure("redo it", verbs["edit.redo"].trigger)
    hand.measure("undo again", verbs["edit.undo"].trigger)
    document = workspace.document
    layer = document.graph.nodes[_DROPOUT].definition
    edit = commands.set_parameters(document, layer, {"rate": 0.5})
    hand.measure("set a parameter", lambda: workspace.edit(edit, "Set rate"))
    canvas.center_on(node)
    _drag(hand, canvas, "drag a node", node)
    wire = commands.connect(document, Edge(_SOURCE, _ADDITION, "inputs[2]"))
    hand.measure("connect", lambda: workspace.edit(wire, "Connect"))
    hand.measure("undo the wire", verbs["edit.undo"].trigger)
    workspace.select([_VICTIM])
    hand.settle()
    hand.measure("delete a node", verbs["edit.delete"].trigger)
    hand.measure("undo the deletion", verbs["edit.undo"].trigger)
    canvas.fit()
    hand.settle()
    hand.measure("select all", canvas.select_all)
    _drag(hand, canvas, "drag all", node)
    hand.measure("undo the drag", verbs["edit.undo"].trigger)
    hand.measure("select none", canvas.select_none)
    workspace.select(_COPIED)
    hand.settle()
    hand.measure("copy 100", verbs["edit.copy"].trigger)
    hand.measure("paste 100", verbs["edit.paste"].trigger)
    hand.measure("undo the paste", verbs["edit.undo"].trigger)
    hand.measure("enter a block", lambda: workspace.enter(block))
    hand.measure("leave a block", workspace.leave)
    hand.measure("lay everything out", canvas.tidying.tidy)
    hand.measure("undo the layout", verbs["edit.undo"].trigger)


def _open(hand: Hand, studio: StudioWindow, path: Path) -> None:
    """Open the file in the window that is there already."""
    studio.show(None)
    while not studio.engines.is_started or studio.engines.engine.state != "ready":
        _turn()
        time.sleep(_REST_S)
    for _ in range(50):
        _turn()
        time.sleep(_REST_S)
    canvas = studio.workbench.canvas
    assert canvas is not None
    turns = [_worked(lambda: studio.documents.open(path))]
    while not canvas.isVisible():
        turns.append(_worked(_turn))
    turns.append(_worked(_turn))
    hand.turns["open, until shown"] = [sum(turns)]
    hand.turns["open, then"] = hand.settle()


def _measure(path: Path, block_node: str) -> dict[str, Turns]:
    app = make_application()
    result: dict[str, Turns] = {}
    with open_studio(app, Notifications()) as studio:
        studio.window.resize(*SIZE)
        hand = Hand(studio)
        _open(hand, studio, path)
        graph = studio.workspace.document.graph
        block = graph.definition_of(block_node).block
        _gestures(hand, studio, block)
        result |= hand.turns
        for dock in ("outline", "analyzer"):
            hand.turns = {}
            studio.window.docks.reveal(dock)
            hand.settle()
            _gestures(hand, studio, block)
            result |= {f"{dock}: {k}": v for k, v in hand.turns.items()}
        hand.turns = {}
        hand.measure("search for garbage in a rest", gc.collect)
        hand.turns["search for garbage in a rest"] += hand.rests
        result |= hand.turns
        studio.documents.discard_copy()
    return result


def main() -> int:
    """Measure everything; print JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.studio"
        document, block_node = sound_document(NODES)
        save(document, path, "Large")
        turns = _measure(path, block_node)
    print(json.dumps(turns))
    return 0


if __name__ == "__main__":
    sys.exit(main())
