"""Ways to each part of the window by the keyboard, as rows of the action table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studio.ui.action_spec import ActionSpec, When

PANELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "canvas": ("Canvas", "F6"),
        "layers": ("Layers", "Alt+1"),
        "inspector": ("Inspector", "Alt+2"),
        "problems": ("Problems", "Alt+3"),
        "outline": ("Outline", "Alt+4"),
        "data": ("Data", "Alt+5"),
        "training": ("Training", "Alt+6"),
        "runs": ("Runs", "Alt+7"),
    }
)
"""Title and shortcut by the name of the part: of its dock, or the canvas."""

PANELS_MENU = "Panels"
"""The submenu of View that shows and hides them."""

PANEL_ACTIONS = tuple(
    ActionSpec(
        f"go.{name}",
        f"Go to {title}",
        "View",
        shortcut,
        f"Put the keyboard focus into {title}",
        When.DOCUMENT,
        separated=name == "canvas",
        submenu="Go To",
    )
    for name, (title, shortcut) in PANELS.items()
)
