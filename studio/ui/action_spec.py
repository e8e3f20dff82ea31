"""What one row of the action table says."""

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
    SEVERAL_SELECTED = "several_selected"
    BLOCK = "block"
    """A node that stands for a block is selected."""
    ONE_BLOCK = "one_block"
    """It is the only one selected."""
    SHARED = "shared"
    """A node is selected whose layer or block another node has, too."""
    INSIDE = "inside"
    """The inside of a block is in view."""
    ONE_INSIDE = "one_inside"
    """One node is selected in there."""
    PROBLEMS = "problems"
    """Something is wrong."""
    SAFE_FIXES = "safe_fixes"
    """Something is wrong that has one right answer."""
    NODES = "nodes"
    """The document is not empty."""
    UNDO = "undo"
    REDO = "redo"
    CAN_TRAIN = "can_train"
    """A document is open and no run is on."""
    TRAINING = "training"
    WEIGHTS = "weights"
    """The document starts from trained weights."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        id: ``file.save``; the `QAction` is named ``action_file_save``.
        title: as the menu shows it; ``…`` where a dialog asks for more.
        menu: the menu it stands in; empty for none.
        submenu: title of the menu inside that one, if it stands there.
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
    submenu: str = ""
