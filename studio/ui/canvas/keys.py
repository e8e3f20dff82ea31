"""Keys of the canvas itself. The window's own shortcuts come before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView

CANCEL = "Esc"

KEYS: Mapping[str, Callable[[CanvasView], None]] = MappingProxyType(
    {
        CANCEL: lambda view: view.cancel(),
        "Del": lambda view: view.delete_selected(),
        "Backspace": lambda view: view.delete_selected(),
        "Ctrl+Del": lambda view: view.delete_keeping_gap(),
        "Ctrl+Backspace": lambda view: view.delete_keeping_gap(),
        "Ctrl+A": lambda view: view.select_all(),
        "Ctrl+C": lambda view: view.copy(),
        "Ctrl+X": lambda view: view.cut(),
        "Ctrl+V": lambda view: view.paste(),
        "Ctrl+D": lambda view: view.duplicate(),
        "Ctrl+L": lambda view: view.tidy(),
        "F": lambda view: view.frame_selection(),
        "F2": lambda view: view.rename_selected(),
        "N": lambda view: view.add_comment(),
        "Return": lambda view: view.edit_selected(),
        "Enter": lambda view: view.edit_selected(),
        "Up": lambda view: view.walk("up"),
        "Down": lambda view: view.walk("down"),
        "Left": lambda view: view.walk("left"),
        "Right": lambda view: view.walk("right"),
        "Ctrl+Up": lambda view: view.nudge("up"),
        "Ctrl+Down": lambda view: view.nudge("down"),
        "Ctrl+Left": lambda view: view.nudge("left"),
        "Ctrl+Right": lambda view: view.nudge("right"),
        "+": lambda view: view.zoom_in(),
        "-": lambda view: view.zoom_out(),
    }
)
