"""Which parameters a card shows first."""

from __future__ import annotations

from collections.abc import Sequence

from studio.catalog.overlay import Overlay
from studio.catalog.spec import ClassSpec


class Essentials:
    """The overlay's answer, remembered per class: every card asks."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._known: dict[str, Sequence[str]] = {}

    def __call__(self, spec: ClassSpec) -> Sequence[str]:
        """Names of the class' most telling parameters, the first one first."""
        if spec.path not in self._known:
            self._known[spec.path] = self._overlay.essential_of(spec)
        return self._known[spec.path]
