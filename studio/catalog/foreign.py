"""Layers that are not Keras' own: what the user has to allow, and what they offer."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata

from studio.catalog.spec import ClassSpec

ENTRY_POINTS = "layer_studio.layers"
"""Group in which an installed package names a module of registered layers."""
CUSTOM = "custom."
"""How the paths of classes begin that the document's own Python text defines."""


def fingerprint(custom: str, modules: tuple[str, ...]) -> str:
    """What the user's approval stands for: exactly this text and these modules."""
    text = json.dumps([custom, sorted(modules)])
    return hashlib.sha256(text.encode()).hexdigest()


def installed_modules() -> tuple[str, ...]:
    """Modules that installed packages offer; none of them is imported."""
    found = metadata.entry_points(group=ENTRY_POINTS)
    return tuple(sorted({entry.module for entry in found}))


def is_foreign(spec: ClassSpec) -> bool:
    """Whether a class is not Keras' own."""
    return bool(spec.import_path) or spec.path.startswith(CUSTOM)
