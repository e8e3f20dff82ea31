"""System libraries the window needs, by the Debian package that holds them."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping

WINDOW = {
    "libglib2.0-0": ("libglib-2.0.so.0", "libgthread-2.0.so.0"),
    "libgl1": ("libGL.so.1",),
    "libegl1": ("libEGL.so.1",),
    "libxkbcommon0": ("libxkbcommon.so.0",),
    "libdbus-1-3": ("libdbus-1.so.3",),
    "libfontconfig1": ("libfontconfig.so.1",),
    "libx11-6": ("libX11.so.6",),
}
"""What Qt needs whatever it draws on."""

X11 = {
    "libxcb-cursor0": ("libxcb-cursor.so.0", "libxcb-util.so.1"),
    "libxcb-icccm4": ("libxcb-icccm.so.4",),
    "libxcb-keysyms1": ("libxcb-keysyms.so.1",),
    "libxcb-shape0": ("libxcb-shape.so.0",),
    "libxkbcommon-x11-0": ("libxkbcommon-x11.so.0",),
    "libxcb-image0": ("libxcb-image.so.0",),
    "libxcb-render-util0": ("libxcb-render-util.so.0",),
    "libxcb-randr0": ("libxcb-randr.so.0",),
    "libxcb-xkb1": ("libxcb-xkb.so.1",),
    "libx11-xcb1": ("libX11-xcb.so.1",),
}
"""What an X window needs besides."""


def missing_packages(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Packages of which a library cannot be loaded; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [
        package
        for package, libraries in needs.items()
        if not all(map(_loads, libraries))
    ]


def install_line(packages: Iterable[str]) -> str:
    """Command that installs packages on Debian and Ubuntu."""
    return f"apt-get install -y {' '.join(packages)}"


def _loads(library: str) -> bool:
    # Loading does not abort, unlike Qt when one of them is missing.
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
