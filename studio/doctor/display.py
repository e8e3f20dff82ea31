"""Whether a window can be shown here, asked before Qt would abort."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from enum import Enum

from studio.doctor.libraries import WINDOW, X11, install_line, missing_packages


class Screen(Enum):
    """Where the window would be drawn."""

    NATIVE = "the system's own"
    WAYLAND = "Wayland"
    X11 = "X11"
    MEMORY = "memory (no screen)"
    NONE = "none"


def screen(environment: Mapping[str, str] = os.environ) -> Screen:
    """Say where Qt would draw."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in ("offscreen", "minimal", "vnc"):
        return Screen.MEMORY
    if not sys.platform.startswith("linux"):
        return Screen.NATIVE
    if environment.get("WAYLAND_DISPLAY") and not chosen.startswith("xcb"):
        return Screen.WAYLAND
    return Screen.X11 if environment.get("DISPLAY") else Screen.NONE


def missing_for(where: Screen) -> list[str]:
    """Packages without which Qt would abort there."""
    if where is Screen.X11:
        return missing_packages({**WINDOW, **X11})
    return [] if where is Screen.NATIVE else missing_packages(WINDOW)


def library_problem(where: Screen) -> str:
    """Sentence on missing system libraries, or empty."""
    packages = missing_for(where)
    if not packages:
        return ""
    return (
        "The window needs system libraries that are not installed. "
        f"Run: {install_line(packages)}"
    )


def answers(where: Screen) -> bool:
    """Whether the display is really there (a stale DISPLAY is common)."""
    if where is not Screen.X11:
        return where is not Screen.NONE
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not broken
