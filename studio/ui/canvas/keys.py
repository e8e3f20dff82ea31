"""Keys of the canvas itself. The window's own shortcuts come before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView

CANCEL = "Esc"

KEYS: Mapping[str, Callable[[CanvasView], object]] = MappingProxyType(
    {
        CANCEL: lambda view: view.cancel(),
        "Del": lambda view: view.editing.delete_healing(),
        "Backspace": lambda view: view.editing.delete_healing(),
        "Ctrl+Del": lambda view: view.editing.delete_keeping_gap(),
        "Ctrl+Backspace": lambda view: view.editing.delete_keeping_gap(),
        "Ctrl+A": lambda view: view.select_all(),
        "Ctrl+C": lambda view: view.editing.copy(),
        "Ctrl+X": lambda view: view.editing.cut(),
        "Ctrl+V": lambda view: view.paste(),
        "Ctrl+D": lambda view: view.editing.duplicate(),
        "Ctrl+L": lambda view: view.tidying.tidy(),
        "Tab": lambda view: view.add_layer(),
        "C": lambda view: view.connect_selected(),
        "R": lambda view: view.search.replace(),
        "M": lambda view: view.choosing.toggle_muted(),
        "E": lambda view: view.choosing.next_wire(),
        "W": lambda view: view.choosing.reroute_selected(),
        "[": lambda view: view.choosing.upstream(),
        "]": lambda view: view.choosing.downstream(),
        "Ctrl+F": lambda view: view.search.find(),
        "Ctrl+G": lambda view: view.blocks.group(),
        "Ctrl+Shift+G": lambda view: view.blocks.ungroup(),
        "F": lambda view: view.frame_selection(),
        "F2": lambda view: view.rename_selected(),
        "N": lambda view: view.add_comment(),
        "Return": lambda view: view.edit_selected(),
        "Enter": lambda view: view.edit_selected(),
        "Up": lambda view: view.walk("up"),
        "Down": lambda view: view.walk("down"),
        "Left": lambda view: view.walk("left"),
        "Right": lambda view: view.walk("right"),
        "Ctrl+Up": lambda view: view.editing.nudge("up"),
        "Ctrl+Down": lambda view: view.editing.nudge("down"),
        "Ctrl+Left": lambda view: view.editing.nudge("left"),
        "Ctrl+Right": lambda view: view.editing.nudge("right"),
        "+": lambda view: view.zoom_in(),
        "-": lambda view: view.zoom_out(),
    }
)
