"""Which versions of the window's binding work, without importing it."""

from __future__ import annotations

import re
import sys

_BROKEN = {(6, 11, 0), (6, 11, 1)}
_BROKEN_BEFORE_312 = {(6, 12, 0)}
_DISTRIBUTIONS = ("PySide6-Essentials", "PySide6")


def binding_version() -> str:
    """Installed version of PySide6, or empty."""
    from importlib import metadata

    for name in _DISTRIBUTIONS:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return ""


def binding_problem(
    version: str | None = None, python: tuple[int, int] | None = None
) -> str:
    """Sentence on why the window cannot run here, or empty.

    Asks the installed versions where none are given.
    """
    version = binding_version() if version is None else version
    python = python or sys.version_info[:2]
    if not version:
        return (
            "The window needs PySide6, which is not installed. "
            "Run: pip install PySide6-Essentials"
        )
    if not _is_broken(version, python):
        return ""
    return (
        f"PySide6 {version} does not work on Python {python[0]}.{python[1]}: it "
        "would crash or draw wrongly. Install another one, for example: "
        'pip install "PySide6-Essentials==6.11.3"'
    )


def _is_broken(version: str, python: tuple[int, int]) -> bool:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    if numbers in _BROKEN:
        return True
    return python < (3, 12) and numbers in _BROKEN_BEFORE_312
