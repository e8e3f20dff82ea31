"""Where things are: shipped resources and the user's own folders."""

from __future__ import annotations

import os
from pathlib import Path

APP = "layer-studio"


def resources() -> Path:
    """Folder of shipped resources, in a checkout or an installed wheel."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def _user(kind: str) -> Path:
    import platformdirs

    base = os.environ.get("STUDIO_HOME")
    if base:
        return Path(base) / kind
    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return Path(getattr(dirs, f"user_{kind}_path"))


def state() -> Path:
    """Journals, recent files, approvals, window layout. `STUDIO_HOME` moves it."""
    return _user("state")


def runs() -> Path:
    """Run folders, unless the user chose another place."""
    return _user("data") / "runs"


def logs() -> Path:
    """Log files; error messages name this folder."""
    return _user("log")


def library() -> Path:
    """Blocks that the user kept for other models."""
    return _user("data") / "library"
