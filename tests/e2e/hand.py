"""A person in front of the real window: the hand that all jobs use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from studio.ui.app import make_application, open_studio
from studio.ui.notifications import Notifications
from studio.ui.studio_window import StudioWindow
from tests.e2e.mouse import (
    centre,
    click,
    drag,
    press,
    settle,
    type_text,
    wait_until,
    xdotool,
)

CORNER = (5, 5)
"""Where the mouse waits."""


class Hand:
    """A person in front of the window."""

    def __init__(self, studio: StudioWindow, out: Path) -> None:
        self.studio = studio
        self.out = out
        self.window = studio.window
        self.workspace = studio.workspace
        self.shots = 0

    def shoot(self, name: str) -> None:
        """Keep a picture of the window."""
        self.shots += 1
        self.window.grab().save(str(self.out / f"{self.shots:02d}-{name}.png"))

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        """A visible widget by name."""
        found = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"no visible {kind.__name__} called {name}"
        return found[0]

    def on_canvas(self, x: float, y: float) -> QPoint:
        """Screen position of a scene position."""
        canvas = self.studio.workbench.canvas
        return canvas.viewport().mapToGlobal(canvas.mapFromScene(QPointF(x, y)))

    def item(self, title: str):
        """The canvas item of the node with that title."""
        graph = self.workspace.here.graph
        node = next(n for n in graph.nodes if graph.title_of(n) == title)
        return self.studio.workbench.canvas.stage_scene.nodes[node]

    def place(self, search: str, at: QPoint) -> None:
        """Search the palette and drag the first hit onto the canvas."""
        before = len(self.workspace.document.graph.nodes)
        palette = self.studio.workbench.palette
        click(centre(palette.search), times=3)
        press("ctrl+a")
        type_text(search)
        wait_until(lambda: palette.search.text() == search, f"typed {search}")
        tree = palette.tree
        index = palette.model.index(0, 0)
        row = tree.viewport().mapToGlobal(tree.visualRect(index).center())
        drag(row, at)
        wait_until(
            lambda: len(self.workspace.document.graph.nodes) == before + 1,
            f"{search} was dropped",
        )

    def wire(self, source: str, target: str) -> None:
        """Draw a wire from port to port."""
        before = len(self.workspace.document.graph.edges)
        start = self.item(source).output_at("0")
        item = self.item(target)
        end = item.input_at(next(iter(item.geometry.inputs)))
        drag(
            self.on_canvas(start.x(), start.y() - 2),
            self.on_canvas(end.x(), end.y() + 2),
        )
        wait_until(
            lambda: len(self.workspace.document.graph.edges) == before + 1,
            f"{source} is wired to {target}",
        )

    def select(self, title: str) -> None:
        """Click a node's card."""
        middle = self.item(title).rect.center()
        click(self.on_canvas(middle.x(), middle.y()))
        wait_until(
            lambda: self.item(title).card.node in self.workspace.selection,
            f"{title} is selected",
        )
        settle(200)

    def enter(self, parameter: str, text: str, value) -> None:
        """Type a parameter in the inspector."""
        field = self.find(QWidget, f"{parameter}.control")
        click(centre(field), times=3)
        press("ctrl+a")
        type_text(text)
        press("Return")

        def is_set() -> bool:
            (node,) = self.workspace.selection
            definition = self.workspace.document.graph.definition_of(node)
            return definition.parameters.get(parameter) == value

        wait_until(is_set, f"{parameter} is {value!r}")

    def choose(self, name: str, wanted: str) -> None:
        """Choose an entry of a combo box with the mouse and the keyboard."""
        combo = self.find(QComboBox, name)
        index = next(
            i for i in range(combo.count()) if wanted in combo.itemText(i).lower()
        )
        click(centre(combo))
        wait_until(lambda: combo.view().isVisible(), f"{name} is open")
        settle(200)
        view = combo.view()
        view.scrollTo(combo.model().index(index, 0))
        spot = view.visualRect(combo.model().index(index, 0)).center()
        click(view.viewport().mapToGlobal(spot))
        wait_until(lambda: combo.currentIndex() == index, f"{name} is {wanted}")

    def ready(self) -> None:
        """Wait for the panels of a model that was begun just now."""
        wait_until(lambda: self.studio.workbench.palette is not None, "the palette")
        wait_until(lambda: self.workspace.catalog.classes, "the catalog")
        settle(800)

    def begin(self) -> None:
        """Start an empty model."""
        self.window.verbs["file.new"].trigger()
        self.ready()

    def place_column(self, names: tuple[str, ...], step: int) -> None:
        """Drag layers onto the canvas, one below the other."""
        viewport = self.studio.workbench.canvas.viewport()
        top = viewport.mapToGlobal(QPoint(viewport.width() // 2, 60))
        for row, name in enumerate(names):
            self.place(name, top + QPoint(0, step * row))


def dialog() -> QDialog | None:
    """The export dialog, while it is open."""
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == "export_dialog" and widget.isVisible():
            return widget
    return None


@contextmanager
def at_work(out: Path) -> Iterator[Hand]:
    """The window of a new Studio, and the hand before it.

    A picture of the screen is kept in `out` where an assertion fails.
    """
    app = make_application()
    with open_studio(app, Notifications()) as studio:
        hand = Hand(studio, out)
        studio.show(None)
        hand.window.resize(1600, 1000)
        wait_until(hand.window.isVisible, "the window")
        xdotool("mousemove", *map(str, CORNER))
        hand.window.activateWindow()
        settle(300)
        try:
            yield hand
        except AssertionError:
            hand.window.screen().grabWindow(0).save(str(out / "failed.png"))
            raise
