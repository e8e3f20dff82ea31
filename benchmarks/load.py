"""What else the machine was doing."""

from __future__ import annotations

import os

BUSY = 1.5


def load_note() -> str:
    """The load average in words if it is worth a word; empty otherwise."""
    if not hasattr(os, "getloadavg"):
        return ""
    load = os.getloadavg()[0]
    return f"; load average {load:.1f}" if load > BUSY else ""
