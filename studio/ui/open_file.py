"""What belongs to the open document besides its content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.graph.naming import UNTITLED

if TYPE_CHECKING:
    from studio.project.store import Stamp


def _no_extras() -> Any:
    from studio.project.extras import NO_EXTRAS

    return NO_EXTRAS


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Title, description, unknown fields, and what was on disk when it was read.

    Attributes:
        extras: fields of a later version, written back as they were.
        stamp: content of the file on disk; None for a new document.
    """

    title: str = UNTITLED
    description: str = ""
    extras: Any = field(default_factory=_no_extras, repr=False)
    stamp: Stamp | None = None
