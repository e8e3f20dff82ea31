"""The main job, done by hand in a real window: `python -m tests.e2e.main_job OUT`.

Drags layers from the palette, wires them, sets parameters, picks data, trains,
watches points arrive, exports the script and saves the document. Writes what
happened into OUT, for `test_main_job` to check.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio.project.store import save
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

EPOCHS = "3"


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
        graph = self.workspace.document.graph
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


def draw(hand: Hand) -> None:
    """Place, wire and set up the layers."""
    hand.window.verbs["file.new"].trigger()
    wait_until(lambda: hand.studio.workbench.palette is not None, "the palette")
    wait_until(lambda: hand.workspace.catalog.classes, "the catalog")
    settle(800)
    canvas = hand.studio.workbench.canvas
    top = canvas.viewport().mapToGlobal(QPoint(canvas.viewport().width() // 2, 60))
    for row, name in enumerate(("Input", "Conv2D", "Flatten", "Dense")):
        hand.place(name, top + QPoint(0, 110 * row))
    hand.shoot("placed")
    for source, target in (
        ("input", "conv2d"),
        ("conv2d", "flatten"),
        ("flatten", "dense"),
    ):
        hand.wire(source, target)
    hand.select("input")
    hand.enter("shape", "8, 8, 1", (8, 8, 1))
    hand.select("conv2d")
    hand.enter("filters", "8", 8)
    hand.enter("kernel_size", "3, 3", (3, 3))
    hand.select("dense")
    hand.enter("units", "10", 10)
    hand.enter("activation", "softmax", "softmax")
    hand.shoot("drawn")


def pick_data(hand: Hand) -> None:
    """Choose the digits in the Data panel, and few epochs."""
    hand.window.docks.reveal("data")
    settle(200)
    hand.choose("data.kind", "digits")
    wait_until(lambda: hand.studio.engines.data.facts, "the data is described", 60)
    hand.shoot("data")
    hand.window.docks.reveal("training")
    settle(300)
    field = hand.find(QWidget, "fit.epochs")
    click(centre(field), times=3)
    press("ctrl+a")
    type_text(EPOCHS)
    press("Return")
    wait_until(
        lambda: str(hand.workspace.document.setup.fit.epochs) == EPOCHS, "few epochs"
    )
    wait_until(
        lambda: hand.workspace.facts and not hand.workspace.problems,
        "Keras finds no problem",
        60,
    )


def train(hand: Hand) -> dict:
    """Press Train, watch the plot, wait for the end."""
    trainer = hand.studio.engines.trainer
    batches, epochs, ends = [], [], []
    trainer.batch_ended.connect(batches.append)
    trainer.epoch_ended.connect(epochs.append)
    trainer.run_finished.connect(ends.append)
    click(centre(hand.find(QPushButton, "train_button")))
    wait_until(lambda: epochs, "the first epoch", 120)
    hand.shoot("training")
    wait_until(lambda: ends, "the end of the run", 120)
    settle(500)
    hand.shoot("trained")
    plot = hand.find(QWidget, "plot.loss.canvas").getPlotItem()
    drawn = [item.getData()[0] for item in plot.listDataItems()]
    points = sum(len(xs) for xs in drawn if xs is not None)
    return {"batches": len(batches), "epochs": len(epochs), "points": points}


def export(hand: Hand) -> None:
    """Export the script through the dialog."""
    click(centre(hand.find(QToolButton, "button_file_export")))
    wait_until(lambda: dialog() is not None, "the export dialog")
    box = dialog()
    settle(300)
    path = box.findChild(QLineEdit, "export.path")
    click(centre(path), times=3)
    press("ctrl+a")
    script = hand.out / "exported.py"
    type_text(str(script))
    wait_until(lambda: path.text() == str(script), "the path is typed")
    box.grab().save(str(hand.out / "export.png"))
    click(centre(box.findChild(QPushButton, "export.start")))
    wait_until(script.exists, "the script is written")
    click(centre(box.findChild(QPushButton, "export.close")))
    wait_until(lambda: dialog() is None, "the dialog is closed")


def dialog() -> QDialog | None:
    """The export dialog, while it is open."""
    for widget in QApplication.topLevelWidgets():
        if widget.objectName() == "export_dialog" and widget.isVisible():
            return widget
    return None


def main(out: Path) -> None:
    """Do the whole job."""
    app = make_application()
    with open_studio(app, Notifications()) as studio:
        hand = Hand(studio, out)
        studio.show(None)
        hand.window.resize(1600, 1000)
        wait_until(hand.window.isVisible, "the window")
        xdotool("mousemove", "5", "5")
        try:
            draw(hand)
            pick_data(hand)
            seen = train(hand)
            export(hand)
            hand.shoot("exported")
            save(hand.workspace.document, out / "drawn.studio", "drawn")
        except AssertionError:
            hand.window.screen().grabWindow(0).save(str(out / "failed.png"))
            raise
        (out / "seen.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
