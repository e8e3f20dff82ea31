"""The canvas by hand in a real window: `python -m tests.e2e.canvas_job OUT`.

Drags a node, draws wires, selects with a box, drops a layer on a wire, groups into
a block, opens and leaves it, takes it all back, and drops files. Fails where the
document does not follow, or the screen differs from what a full repaint shows.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QMouseEvent
from PySide6.QtWidgets import QWidget

from studio.project.examples import load_example
from studio.project.store import save
from studio.ui.canvas.picture import save_picture
from tests.e2e.hand import Hand, at_work
from tests.e2e.mouse import centre, click, drag, press, settle, wait_until

SHADE = 32
"""Difference in a channel that the smoothing of a long line explains."""


def titles(hand: Hand) -> list[str]:
    """Titles of the nodes in view, in order."""
    graph = hand.workspace.here.graph
    return sorted(graph.title_of(node) for node in graph.nodes)


def build(hand: Hand) -> None:
    """Place four layers and wire them."""
    hand.begin()
    hand.place_column(("Input", "Conv2D", "Flatten", "Dense"), 130)
    for source, target in (("input", "conv2d"), ("conv2d", "flatten")):
        hand.wire(source, target)
    hand.wire("flatten", "dense")


def move(hand: Hand) -> None:
    """Drag a node aside and back; no trail is left."""
    start = hand.item("dense").rect.center()
    at = hand.on_canvas(start.x(), start.y())
    drag(at, at + QPoint(160, 40))
    moved = hand.item("dense").rect.center()
    assert moved.x() - start.x() > 100, "the node did not follow the mouse"
    check_screen(hand)
    press("ctrl+z")
    wait_until(lambda: hand.item("dense").rect.center() == start, "the move is undone")


def check_screen(hand: Hand) -> None:
    """What is on the screen is what a full repaint shows."""
    settle(500)
    shown = picture(hand)
    hand.studio.workbench.canvas.viewport().update()
    settle(300)
    fresh = picture(hand)
    wrong = sum(
        a != b and any(abs((a >> s & 255) - (b >> s & 255)) > SHADE for s in (0, 8, 16))
        for a, b in zip(pixels(shown), pixels(fresh), strict=True)
    )
    assert wrong == 0, f"{wrong} pixels of the screen are stale"


def picture(hand: Hand) -> QImage:
    """The canvas as the screen shows it."""
    viewport = hand.studio.workbench.canvas.viewport()
    corner = viewport.mapTo(hand.window, QPoint(0, 0))
    screen = viewport.screen()
    shot = screen.grabWindow(
        hand.window.winId(),
        corner.x(),
        corner.y(),
        viewport.width(),
        viewport.height(),
    )
    return shot.toImage().convertToFormat(QImage.Format.Format_RGB32)


def pixels(image: QImage) -> memoryview:
    """Pixels as numbers."""
    return memoryview(image.constBits()).cast("B").cast("I")


def block(hand: Hand) -> None:
    """Select two layers with a box, group them, look inside, undo."""
    area = hand.item("conv2d").rect.united(hand.item("flatten").rect)
    area = QRectF(area).adjusted(-30, -12, 30, 12)
    drag(
        hand.on_canvas(area.left(), area.top()),
        hand.on_canvas(area.right(), area.bottom()),
    )
    wait_until(lambda: len(hand.workspace.selection) == 2, "the box selected two")
    press("ctrl+g")
    wait_until(lambda: titles(hand) == ["block", "dense", "input"], "they are a block")
    hand.shoot("grouped")
    middle = hand.item("block").rect.center()
    click(hand.on_canvas(middle.x(), middle.y()), times=2)
    wait_until(lambda: hand.workspace.path_inside, "the block is open")
    settle(300)
    hand.shoot("inside")
    press("Escape")
    press("Escape")
    wait_until(lambda: not hand.workspace.path_inside, "the block is left")
    press("ctrl+z")
    wait_until(lambda: len(titles(hand)) == 4, "the group is undone")


def insert(hand: Hand) -> None:
    """Drop a layer on a wire."""
    hand.window.verbs["view.fit"].trigger()
    settle(300)
    start = hand.item("flatten").output_at("0")
    end = hand.item("dense").input_at("inputs")
    middle = (start + end) / 2
    hand.place("Dropout", hand.on_canvas(middle.x(), middle.y()))
    graph = hand.workspace.here.graph
    node = next(n for n in graph.nodes if graph.title_of(n) == "dropout")
    assert [graph.title_of(e.source) for e in graph.edges_into(node)] == ["flatten"]
    assert [graph.title_of(e.target) for e in graph.edges_out_of(node)] == ["dense"]
    hand.shoot("inserted")
    while hand.workspace.undo_stack.canUndo():
        before = hand.workspace.undo_stack.index()
        press("ctrl+z")
        wait_until(
            lambda n=before: hand.workspace.undo_stack.index() < n, "one step is undone"
        )
    assert not hand.workspace.document.graph.nodes


class Source(QWidget):
    """Another window from which a file can be dragged."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setGeometry(0, 0, 120, 60)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the drag."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._path))])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def bring_in(hand: Hand) -> None:
    """Drag files from another window onto the canvas: a project, and a picture."""
    document = load_example("digits-linear").document
    catalog, theme = hand.workspace.catalog, hand.window.themes.theme
    save(document, hand.out / "dropped.studio", "dropped")
    save_picture(document, catalog, {}, hand.out / "dropped.png", theme)
    for name in ("dropped.studio", "dropped.png"):
        before = hand.workspace.document
        source = Source(hand.out / name)
        source.show()
        source.raise_()
        settle(300)
        drag(centre(source), centre(hand.studio.workbench.canvas))
        wait_until(lambda b=before: hand.workspace.document is not b, f"{name} opens")
        source.close()
        source.deleteLater()
        assert len(titles(hand)) == len(document.graph.nodes)
    hand.shoot("dropped")


def main(out: Path) -> None:
    """Do all of it."""
    with at_work(out) as hand:
        build(hand)
        move(hand)
        block(hand)
        insert(hand)
        bring_in(hand)
    (out / "done.txt").write_text("done", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
