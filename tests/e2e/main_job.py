"""The main job, done by hand in a real window: `python -m tests.e2e.main_job OUT`.

Drags layers from the palette, wires them, sets parameters, picks data, trains,
watches points arrive, exports the script and saves the document. Writes what
happened into OUT, for `test_main_job` to check.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio.project.store import save
from tests.e2e.hand import Hand, at_work, dialog
from tests.e2e.mouse import (
    centre,
    click,
    press,
    settle,
    type_text,
    wait_until,
)

EPOCHS = "3"


def draw(hand: Hand) -> None:
    """Place, wire and set up the layers."""
    hand.begin()
    hand.place_column(("Input", "Conv2D", "Flatten", "Dense"), 110)
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


def main(out: Path) -> None:
    """Do the whole job."""
    with at_work(out) as hand:
        draw(hand)
        pick_data(hand)
        seen = train(hand)
        export(hand)
        hand.shoot("exported")
        save(hand.workspace.document, out / "drawn.studio", "drawn")
    (out / "seen.json").write_text(json.dumps(seen))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
