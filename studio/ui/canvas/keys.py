"""Keys of the canvas itself. The window's own shortcuts come before them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView

CANCEL = "Esc"


@dataclass(frozen=True, slots=True)
class CanvasKey:
    """What a key does on the canvas, in words and as a function."""

    title: str
    do: Callable[[CanvasView], object]


_ROWS: tuple[tuple[tuple[str, ...], str, Callable[[CanvasView], object]], ...] = (
    (
        (CANCEL,),
        "End the gesture, select nothing, leave the block",
        lambda view: view.cancel(),
    ),
    (("Tab",), "Search a layer to add, or to insert", lambda view: view.add_layer()),
    (("C",), "Draw a wire", lambda view: view.hand.connect()),
    (("E",), "Select the node's next wire", lambda view: view.choosing.next_wire()),
    (
        ("W",),
        "Add a reroute point to the wire",
        lambda view: view.choosing.reroute_selected(),
    ),
    (("B",), "Move the wire's reroute points", lambda view: view.hand.bend()),
    (
        ("Del", "Backspace"),
        "Delete; wires close over the gap",
        lambda view: view.editing.delete_healing(),
    ),
    (
        ("Ctrl+Del", "Ctrl+Backspace"),
        "Delete and keep the gap",
        lambda view: view.editing.delete_keeping_gap(),
    ),
    (("Ctrl+A",), "Select all", lambda view: view.select_all()),
    (("Ctrl+C",), "Copy", lambda view: view.editing.copy()),
    (("Ctrl+X",), "Cut", lambda view: view.editing.cut()),
    (("Ctrl+V",), "Paste", lambda view: view.paste()),
    (("Ctrl+D",), "Duplicate", lambda view: view.editing.duplicate()),
    (("Ctrl+L",), "Tidy the layout", lambda view: view.tidying.tidy()),
    (("Ctrl+F",), "Find a node", lambda view: view.search.find()),
    (("Ctrl+G",), "Group into a block", lambda view: view.blocks.group()),
    (("Ctrl+Shift+G",), "Ungroup", lambda view: view.blocks.ungroup()),
    (("R",), "Replace by another class", lambda view: view.search.replace()),
    (("M",), "Mute or unmute", lambda view: view.choosing.toggle_muted()),
    (("[",), "Select what feeds it", lambda view: view.choosing.upstream()),
    (("]",), "Select what it feeds", lambda view: view.choosing.downstream()),
    (("F",), "Show the selection closely", lambda view: view.frame_selection()),
    (("Home",), "Show everything", lambda view: view.fit()),
    (("F2",), "Rename in place", lambda view: view.rename_selected()),
    (("N",), "Write a comment", lambda view: view.add_comment()),
    (
        ("Shift+N",),
        "Select the next comment or frame",
        lambda view: view.choosing.next_comment(),
    ),
    (
        ("Return", "Enter"),
        "Edit parameters or text, open a block",
        lambda view: view.edit_selected(),
    ),
    (
        ("Up",),
        "Walk to the node above: back along wires that run down",
        lambda view: view.walker.walk("up"),
    ),
    (
        ("Down",),
        "Walk to the node below: along wires that run down",
        lambda view: view.walker.walk("down"),
    ),
    (
        ("Left",),
        "Walk to the node on the left: back along wires that run right",
        lambda view: view.walker.walk("left"),
    ),
    (
        ("Right",),
        "Walk to the node on the right: along wires that run right",
        lambda view: view.walker.walk("right"),
    ),
    (
        ("Shift+Up",),
        "Walk on and keep the selection; comment: smaller",
        lambda view: view.walker.stretch("up"),
    ),
    (
        ("Shift+Down",),
        "Walk on and keep the selection; comment: larger",
        lambda view: view.walker.stretch("down"),
    ),
    (
        ("Shift+Left",),
        "Walk on and keep the selection; comment: smaller",
        lambda view: view.walker.stretch("left"),
    ),
    (
        ("Shift+Right",),
        "Walk on and keep the selection; comment: larger",
        lambda view: view.walker.stretch("right"),
    ),
    (("Ctrl+Up",), "Move by a grid step", lambda view: view.editing.nudge("up")),
    (("Ctrl+Down",), "Move by a grid step", lambda view: view.editing.nudge("down")),
    (("Ctrl+Left",), "Move by a grid step", lambda view: view.editing.nudge("left")),
    (("Ctrl+Right",), "Move by a grid step", lambda view: view.editing.nudge("right")),
    (("+",), "Zoom in", lambda view: view.zoom_in()),
    (("-",), "Zoom out", lambda view: view.zoom_out()),
)
KEYS: Mapping[str, CanvasKey] = MappingProxyType(
    {key: CanvasKey(title, do) for keys, title, do in _ROWS for key in keys}
)
"""By key, in Qt's portable form."""
