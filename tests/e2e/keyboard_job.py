"""The digits model by the keyboard alone: `python -m tests.e2e.keyboard_job OUT`.

Builds, wires, trains and exports; the mouse stays in its corner.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLineEdit

from studio.project.store import save
from tests.e2e.hand import CORNER, Hand, at_work, dialog
from tests.e2e.mouse import press, settle, type_text, wait_until

MOST_TABS = 60


def focused() -> str:
    """Names of the focused widget and of what is around it."""
    widget, names = QApplication.focusWidget(), []
    while widget is not None:
        names.append(widget.objectName())
        widget = widget.parentWidget()
    return "/".join(names)


def tab_to(name: str) -> None:
    """Press Tab until the widget of that name has the focus."""
    for _ in range(MOST_TABS):
        if name in focused().split("/"):
            return
        press("Tab")
    raise AssertionError(f"Tab does not lead to {name}, but to {focused()}")


def add(hand: Hand, text: str) -> None:
    """Search a layer on the canvas and place it."""
    before = len(hand.workspace.document.graph.nodes)
    press("Tab")
    wait_until(lambda: "canvas_search_field" in focused(), "the search is open")
    type_text(text)
    press("Return")
    wait_until(
        lambda: len(hand.workspace.document.graph.nodes) == before + 1,
        f"{text} is placed",
    )


def enter(hand: Hand, name: str, text: str, value: object) -> None:
    """Type a parameter of the selected layer."""
    press("alt+2")
    tab_to(f"{name}.control")
    press("ctrl+a")
    type_text(text)
    press("Return")

    def is_set() -> bool:
        (node,) = hand.workspace.selection
        definition = hand.workspace.document.graph.definition_of(node)
        return definition.parameters.get(name) == value

    wait_until(is_set, f"{name} is {value!r}")
    press("F6")
    wait_until(lambda: focused().startswith("canvas/"), "the canvas has the focus")


def build(hand: Hand) -> None:
    """Input, Flatten, Dense, Output: placed one after the other, and wired."""
    press("ctrl+n")
    hand.ready()
    press("F6")
    add(hand, "input")
    enter(hand, "shape", "8, 8, 1", (8, 8, 1))
    add(hand, "flatten")
    add(hand, "dense")
    enter(hand, "units", "10", 10)
    enter(hand, "activation", "softmax", "softmax")
    press("Escape")
    add(hand, "output")
    press("Escape")
    press("alt+4")
    wait_until(lambda: "outline" in focused().split("/"), "the outline has the focus")
    for _ in range(3):
        press("Down")
    press("Home")
    for _ in range(2):
        press("Down")
    wait_until(lambda: titles(hand) == ["dense"], "the third row is selected")
    press("c")
    press("F6")
    press("Return")
    graph = hand.workspace.document.graph
    wait_until(lambda: len(graph.edges) == 3, "the output is wired")
    hand.shoot("built")


def titles(hand: Hand) -> list[str]:
    """Titles of the selected nodes."""
    graph = hand.workspace.document.graph
    return [graph.title_of(node) for node in hand.workspace.selection]


def train(hand: Hand) -> None:
    """Choose the digits, few epochs, and train."""
    press("alt+5")
    tab_to("data.kind")
    type_text("Digits")
    press("Return")
    kinds = hand.workspace
    wait_until(lambda: kinds.document.setup.data.kind == "digits", "digits are chosen")
    press("alt+6")
    tab_to("fit.epochs")
    press("ctrl+a")
    type_text("2")
    press("Return")
    wait_until(lambda: kinds.document.setup.fit.epochs == 2, "two epochs")
    wait_until(lambda: kinds.facts and not kinds.problems, "Keras finds no problem", 90)
    ends: list[object] = []
    hand.studio.engines.trainer.run_finished.connect(ends.append)
    press("F5")
    wait_until(lambda: ends, "the end of the run", 180)
    hand.shoot("trained")


def export(hand: Hand) -> None:
    """Write the script."""
    script = hand.out / "exported.py"
    press("ctrl+shift+e")
    wait_until(lambda: dialog() is not None, "the export dialog")
    settle(300)
    tab_to("export.path")
    press("ctrl+a")
    type_text(str(script))
    field = dialog().findChild(QLineEdit, "export.path")
    wait_until(lambda: field.text() == str(script), "the path is typed")
    tab_to("export.start")
    press("space")
    wait_until(script.exists, "the script is written")
    press("Escape")
    wait_until(lambda: dialog() is None, "the dialog is closed")


def main(out: Path) -> None:
    """Do the whole job."""
    with at_work(out) as hand:
        build(hand)
        train(hand)
        export(hand)
        assert QCursor.pos().toTuple() == CORNER, "the mouse was moved"
        save(hand.workspace.document, out / "drawn.studio", "drawn")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
