"""Mouse gestures on a large canvas: `python -m benchmarks.canvas_window`.

Prints one JSON object: processor milliseconds of every frame, by gesture. A frame
is one mouse or wheel event until the canvas has been painted.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPixmapCache, QWheelEvent
from PySide6.QtWidgets import QApplication

from benchmarks.canvas_graph import facts_of, large_document, problems_of
from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.fragment import copy_fragment, paste
from studio.graph.model import Point
from studio.ui.app import make_application
from studio.ui.canvas.view import CanvasView
from studio.ui.collecting import SELDOM, NoCollecting
from studio.ui.theme import Mode, ThemeManager
from studio.ui.workspace import Workspace

SIZE = (1600, 1000)
FRAMES = 60
CYCLES = 200
WARM_CYCLES = 40
CYCLE_NODES = 100
EDITED_NODES = 1000
_MAP_S = 0.5
"""Seconds after which the map of the graph has followed the last change."""
SHADE = 32
"""Difference in a channel (of 255) that the smoothing of a long line explains."""
_PAGE = 4096
_LEFT = Qt.MouseButton.LeftButton
_MIDDLE = Qt.MouseButton.MiddleButton
_NOTCH = 120
_STEP = QPoint(8, 8)
"""Of a drag: one step of the grid where things are in their own size."""


class _Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Bench:
    """A canvas of its own in a window, and a hand that measures."""

    def __init__(self, mode: Mode) -> None:
        self.workspace = Workspace(load_catalog())
        self.themes = ThemeManager(mode)
        self.view = CanvasView(self.workspace, self.themes)
        self._paints = _Paints()
        self.view.viewport().installEventFilter(self._paints)
        self.view.resize(*SIZE)
        self.view.show()
        self._wait_for_paint()

    def show(self, document: Document) -> float:
        """Milliseconds until a document has been made into items and painted."""
        before = time.process_time()
        self._paints.count = 0
        with NoCollecting():  # as the window opens a document
            self.workspace.replace_document(document, None)
        self.workspace.set_results(facts_of(document), problems_of(document))
        self._wait_for_paint()
        return (time.process_time() - before) * 1000

    def frames(self, steps: Iterator[Callable[[], object]]) -> list[float]:
        """Processor milliseconds of each step until it is painted."""
        self._settle()
        times = []
        for step in steps:
            self._paints.count = 0
            before = time.process_time()
            step()
            self._wait_for_paint()
            times.append((time.process_time() - before) * 1000)
        return times

    def repaint(self) -> list[float]:
        """Frames that paint everything anew."""
        update = self.view.viewport().update
        return self.frames(update for _ in range(FRAMES))

    def drag(
        self, start: QPoint, button: Qt.MouseButton, way: QPoint = _STEP
    ) -> list[float]:
        """Frames of a drag there and back."""
        self._mouse(QEvent.Type.MouseButtonPress, start, button, button)
        # The first is farther than a click may shake.
        turns = [*range(3, FRAMES // 2), *range(FRAMES // 2, 2, -1)]
        none = Qt.MouseButton.NoButton

        def step(turn: int) -> Callable[[], object]:
            at = start + way * turn
            return lambda: self._mouse(QEvent.Type.MouseMove, at, none, button)

        times = self.frames(step(turn) for turn in turns)
        end = start + way * turns[-1]
        self._mouse(QEvent.Type.MouseButtonRelease, end, button, none)
        return times

    def fit(self) -> None:
        """Bring everything into view."""
        self.view.fit()
        self._settle()

    def wheel(self, notches: int) -> list[float]:
        """Frames of turning the wheel; negative is away from the graph."""
        turn = _NOTCH if notches > 0 else -_NOTCH
        return self.frames(lambda: self._turn(turn) for _ in range(abs(notches)))

    def trail(self) -> int:
        """Pixels of the screen that differ from those of a full repaint."""
        limit = time.monotonic() + _MAP_S
        while time.monotonic() < limit:
            self._settle()
        screen = self._screen()
        self.view.viewport().update()
        self._settle()
        fresh = self._screen()
        if screen.isNull() or screen.size() != fresh.size():
            raise RuntimeError("The screen could not be read.")
        pairs = zip(_pixels(screen), _pixels(fresh), strict=True)
        return sum(a != b and _apart(a, b) > SHADE for a, b in pairs)

    def look_at(self, node: str, zoom: float) -> QPoint:
        """Centre a node at a zoom; where it is in the view."""
        self.view.camera.zoom_centre(zoom / self.view.zoom)
        self.view.centerOn(self.view.stage_scene.content_rect([node]).center())
        self._settle()
        return self.spot(node)

    def spot(self, node: str) -> QPoint:
        """Where a node's middle is in the view."""
        centre = self.view.stage_scene.content_rect([node]).center()
        return self.view.mapFromScene(centre)

    def close(self) -> None:
        """Delete the window."""
        self.view.close()
        for thing in (self.view, self.workspace, self.themes):
            thing.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _screen(self) -> QImage:
        window = self.view.window().winId()
        image = self.view.screen().grabWindow(window).toImage()
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
    ) -> None:
        viewport = self.view.viewport()
        there = QPointF(viewport.mapToGlobal(at))
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, QPointF(at), there, button, buttons, plain)
        QApplication.sendEvent(viewport, event)

    def _turn(self, angle: int) -> None:
        viewport = self.view.viewport()
        at = viewport.rect().center()
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(),
            QPoint(0, angle),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def _wait_for_paint(self) -> None:
        limit = time.monotonic() + 5
        while not self._paints.count:
            QApplication.processEvents()
            if time.monotonic() > limit:
                raise RuntimeError("The canvas was not painted.")

    def _settle(self) -> None:
        for _ in range(5):
            QApplication.processEvents()
            time.sleep(0.004)


def _pixels(image: QImage) -> memoryview:
    return memoryview(image.constBits()).cast("B").cast("I")


def _apart(a: int, b: int) -> int:
    """Largest difference of two colours in one channel."""
    return max(abs((a >> s & 255) - (b >> s & 255)) for s in (0, 8, 16))


def _resident() -> int:
    """Bytes of memory in use."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * _PAGE


def _gestures(mode: Mode) -> dict[str, list[float] | float]:
    """Everything on 5,000 nodes, in one theme."""
    bench = Bench(mode)
    document, hub = large_document(5000)
    middle = QPoint(SIZE[0] // 2, SIZE[1] // 2)
    result: dict[str, list[float] | float] = {"show": bench.show(document)}
    bench.fit()
    trails = {}
    bench.view.fit()
    result["repaint, all visible"] = bench.repaint()
    result["pan, all visible"] = bench.drag(middle, _MIDDLE)
    corner = QPoint(4, 4)
    result["band, all visible"] = bench.drag(corner, _LEFT, QPoint(53, 33))
    trails["band"] = bench.trail()
    bench.view.cancel()
    bench.view.select_all()
    result["drag all, all visible"] = bench.drag(bench.spot(hub), _LEFT)
    bench.workspace.undo_stack.undo()
    bench.view.select_none()
    result["drag, all visible"] = bench.drag(bench.spot(hub), _LEFT)
    bench.workspace.undo_stack.undo()
    for zoom in (1.0, 0.5, 0.31):
        at = bench.look_at(hub, zoom)
        result[f"repaint, {zoom:g}"] = bench.repaint()
        result[f"pan, {zoom:g}"] = bench.drag(at, _MIDDLE)
        trails[f"pan, {zoom:g}"] = bench.trail()
        result[f"drag, {zoom:g}"] = bench.drag(bench.look_at(hub, zoom), _LEFT)
        trails[f"drag, {zoom:g}"] = bench.trail()
        bench.workspace.undo_stack.undo()
    QPixmapCache.clear()
    bench.look_at(hub, 1.0)
    result["zoom"] = bench.wheel(-14) + bench.wheel(14) + bench.wheel(6)
    result |= {f"trail, {where}": float(wrong) for where, wrong in trails.items()}
    bench.close()
    return result


def _twenty_thousand() -> dict[str, list[float] | float]:
    bench = Bench("light")
    document, hub = large_document(20_000)
    result: dict[str, list[float] | float] = {"20000: show": bench.show(document)}
    bench.fit()
    middle = QPoint(SIZE[0] // 2, SIZE[1] // 2)
    bench.view.fit()
    result["20000: pan, all visible"] = bench.drag(middle, _MIDDLE)
    for zoom in (1.0, 0.31):
        at = bench.look_at(hub, zoom)
        result[f"20000: pan, {zoom:g}"] = bench.drag(at, _MIDDLE)
    bench.close()
    return result


def _memory() -> dict[str, list[float] | float]:
    """Bytes a node on the canvas, and bytes that stay after opening and closing."""
    bench = Bench("light")
    small, _ = large_document(CYCLE_NODES)
    for _ in range(WARM_CYCLES):
        bench.show(small)
    document, _ = large_document(5000)
    gc.collect()
    before = _resident()
    bench.show(document)
    a_node = (_resident() - before) / 5000
    bench.show(small)
    marks = []
    for cycle in range(CYCLES + 1):
        bench.show(Document(small.graph))
        if cycle in (0, CYCLES):
            gc.collect()
            marks.append((_resident(), len(gc.get_objects())))
    bench.close()
    return {
        "bytes a node": a_node,
        "growth, kB": (marks[1][0] - marks[0][0]) / 1024,
        "growth, objects": float(marks[1][1] - marks[0][1]),
    }


def _edits() -> dict[str, list[float] | float]:
    """Bytes and objects that stay after edits of 1,000 nodes that were undone."""
    bench = Bench("light")
    document, _ = large_document(EDITED_NODES)
    bench.show(document)
    some = list(document.graph.nodes)[100:200]
    places = {n.id: Point(*n.position) for n in document.graph.nodes.values()}
    moved = {n: Point(p.x + 800, p.y) for n, p in places.items()}
    marks = []
    for turn in range(WARM_CYCLES + CYCLES + 1):
        pasted, _ = paste(document, copy_fragment(document, some), Point(0, 0))
        deleted = commands.delete_nodes(document, some)
        for edit in (pasted, deleted, commands.move(document, moved)):
            bench.workspace.edit(edit)
            QApplication.processEvents()
            bench.workspace.undo_stack.undo()
            QApplication.processEvents()
        if turn in (WARM_CYCLES, WARM_CYCLES + CYCLES):
            gc.collect()
            marks.append((_resident(), len(gc.get_objects())))
    bench.close()
    return {
        "edits undone, growth, kB": (marks[1][0] - marks[0][0]) / 1024,
        "edits undone, growth, objects": float(marks[1][1] - marks[0][1]),
    }


def main() -> int:
    """Measure everything; print JSON."""
    app = make_application()
    gc.set_threshold(*SELDOM)  # as the window has it
    result: dict[str, object] = {"platform": app.platformName()}
    result |= _memory()
    result |= _edits()
    for mode in ("light", "dark"):
        result |= {f"{mode}: {k}": v for k, v in _gestures(mode).items()}
    result |= _twenty_thousand()
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
