"""Everything the window can be told to do, in one table.

Menus, toolbar, the shortcuts dialog and the tests are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class When(StrEnum):
    """What must be so for an action to be possible."""

    ALWAYS = "always"
    DOCUMENT = "document"
    """A document is open."""
    SELECTION = "selection"
    """At least one node is selected."""
    ONE_SELECTED = "one_selected"
    NODES = "nodes"
    """The document is not empty."""
    UNDO = "undo"
    REDO = "redo"
    CAN_TRAIN = "can_train"
    """A document is open and no run is on."""
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        id: ``file.save``; the `QAction` is named ``action_file_save``.
        title: as the menu shows it; ``…`` where a dialog asks for more.
        menu: the menu it stands in; empty for none.
        shortcut: in Qt's portable form.
        tip: one line for tooltip and status bar.
        when: what must be so.
        icon: file of resources/icons, without ending.
        group: actions of one group exclude one another and show a mark.
        checkable: whether it is a switch.
        separated: whether a line stands above it in the menu.
    """

    id: str
    title: str
    menu: str
    shortcut: str = ""
    tip: str = ""
    when: When = When.ALWAYS
    icon: str = ""
    group: str = ""
    checkable: bool = False
    separated: bool = False


MENUS = ("File", "Edit", "View", "Model", "Help")
W = When
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("file.new", "New", "File", "Ctrl+N", "Start an empty model", icon="new"),
    ActionSpec(
        "file.examples",
        "New from Example…",
        "File",
        "Ctrl+Shift+N",
        "Show the start page with the examples",
    ),
    ActionSpec(
        "file.open", "Open…", "File", "Ctrl+O", "Open a .studio file", icon="open"
    ),
    ActionSpec(
        "file.save",
        "Save",
        "File",
        "Ctrl+S",
        "Save the model",
        W.DOCUMENT,
        "save",
        separated=True,
    ),
    ActionSpec(
        "file.save_as",
        "Save As…",
        "File",
        "Ctrl+Shift+S",
        "Save the model in another file",
        W.DOCUMENT,
    ),
    ActionSpec(
        "file.export",
        "Export…",
        "File",
        "Ctrl+Shift+E",
        "Write the script or the trained model",
        W.NODES,
        "export",
        separated=True,
    ),
    ActionSpec(
        "file.picture",
        "Save Picture…",
        "File",
        "",
        "Save a picture of the graph as SVG, PNG or PDF",
        W.NODES,
    ),
    ActionSpec("file.close", "Close Model", "File", "Ctrl+W", "", W.DOCUMENT),
    ActionSpec("file.quit", "Quit", "File", "Ctrl+Q", separated=True),
    ActionSpec("edit.undo", "Undo", "Edit", "Ctrl+Z", "", W.UNDO, "undo"),
    ActionSpec("edit.redo", "Redo", "Edit", "Ctrl+Shift+Z", "", W.REDO, "redo"),
    ActionSpec(
        "edit.cut", "Cut", "Edit", "Ctrl+X", "", W.SELECTION, "cut", separated=True
    ),
    ActionSpec("edit.copy", "Copy", "Edit", "Ctrl+C", "", W.SELECTION, "copy"),
    ActionSpec("edit.paste", "Paste", "Edit", "Ctrl+V", "", W.DOCUMENT, "paste"),
    ActionSpec(
        "edit.duplicate",
        "Duplicate",
        "Edit",
        "Ctrl+D",
        "Copy the selected layers beside themselves",
        W.SELECTION,
        "duplicate",
    ),
    ActionSpec(
        "edit.delete",
        "Delete",
        "Edit",
        "Del",
        "Delete the selected layers and join what was around them",
        W.DOCUMENT,
        "delete",
    ),
    ActionSpec(
        "edit.rename",
        "Rename",
        "Edit",
        "F2",
        "Give the selected layer another name",
        W.ONE_SELECTED,
        separated=True,
    ),
    ActionSpec(
        "edit.fold",
        "Fold Repeated Structure",
        "Edit",
        "",
        "Make one block of layers that repeat; each occurrence becomes an instance",
        W.NODES,
    ),
    ActionSpec("edit.select_all", "Select All", "Edit", "Ctrl+A", "", W.NODES),
    ActionSpec("view.zoom_in", "Zoom In", "View", "Ctrl++", "", W.DOCUMENT, "zoom"),
    ActionSpec(
        "view.zoom_out", "Zoom Out", "View", "Ctrl+-", "", W.DOCUMENT, "zoom_out"
    ),
    ActionSpec("view.zoom_reset", "Actual Size", "View", "Ctrl+1", "", W.DOCUMENT),
    ActionSpec(
        "view.fit",
        "Zoom to Fit",
        "View",
        "Ctrl+0",
        "Show the whole graph",
        W.NODES,
        "fit",
    ),
    ActionSpec(
        "view.tidy",
        "Tidy Layout",
        "View",
        "Ctrl+L",
        "Arrange the layers from top to bottom",
        W.NODES,
        "tidy",
    ),
    ActionSpec(
        "view.search",
        "Find a Layer",
        "View",
        "Ctrl+F",
        "Search the layers that can be placed",
        W.DOCUMENT,
        "search",
        separated=True,
    ),
    ActionSpec(
        "view.code",
        "Code",
        "View",
        "Ctrl+E",
        "Show the Python code beside the graph",
        W.DOCUMENT,
        "code",
        checkable=True,
    ),
    ActionSpec(
        "view.theme_system",
        "Theme as the System",
        "View",
        group="theme",
        separated=True,
    ),
    ActionSpec("view.theme_light", "Light Theme", "View", group="theme"),
    ActionSpec("view.theme_dark", "Dark Theme", "View", group="theme"),
    ActionSpec(
        "view.reset_panels",
        "Reset Panels",
        "View",
        tip="Put every panel back in its place",
        separated=True,
    ),
    ActionSpec(
        "model.train",
        "Train",
        "Model",
        "F5",
        "Train the model on the chosen data",
        W.CAN_TRAIN,
        "train",
    ),
    ActionSpec(
        "model.stop",
        "Stop Training",
        "Model",
        "Shift+F5",
        "Stop after this batch; the weights are kept",
        W.TRAINING,
        "stop",
    ),
    ActionSpec(
        "model.check",
        "Check",
        "Model",
        "F7",
        "Ask Keras about the whole model again",
        W.DOCUMENT,
        "check",
        separated=True,
    ),
    ActionSpec(
        "model.next_problem",
        "Next Problem",
        "Model",
        "F8",
        "Go to the next problem and its layer",
        W.DOCUMENT,
        "problems",
    ),
    ActionSpec(
        "model.previous_problem",
        "Previous Problem",
        "Model",
        "Shift+F8",
        "Go to the problem before and its layer",
        W.DOCUMENT,
    ),
    ActionSpec(
        "model.fix_problem",
        "Fix Problem…",
        "Model",
        "Ctrl+.",
        "Offer the repairs of the selected layer's problem",
        W.DOCUMENT,
    ),
    ActionSpec(
        "model.fix_safe",
        "Fix All Safe Problems",
        "Model",
        "Ctrl+Shift+.",
        "Repair everything that has one right answer",
        W.DOCUMENT,
    ),
    ActionSpec(
        "help.shortcuts",
        "Keyboard Shortcuts",
        "Help",
        "F1",
        "List every shortcut",
        icon="help",
    ),
    ActionSpec(
        "help.log",
        "Open Log Folder",
        "Help",
        tip="Show the files that errors are written to",
        icon="folder",
    ),
    ActionSpec("help.about", "About Layer Studio", "Help", icon="info", separated=True),
)
