"""Messages about edits of a document: part of `studio.protocol.messages.Message`."""

from __future__ import annotations

from dataclasses import dataclass

from studio.catalog.saved_models import Folder
from studio.graph.edits import Edit


@dataclass(frozen=True, slots=True)
class InferEdits:
    """What edits change of the last answer. Answer: `Inferred`, or `OutOfStep`.

    Attributes:
        base: revision of the document that was asked about last.
        revision: of the document after the edits.
        trusted, avoid, folders: as in `Infer`.
    """

    request: int
    base: int
    revision: int
    edits: tuple[Edit, ...]
    trusted: str = ""
    avoid: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()


@dataclass(frozen=True, slots=True)
class OutOfStep:
    """The engine has another document than the edits are for: send the whole."""

    request: int


@dataclass(frozen=True, slots=True)
class Asking:
    """Keras is asked something new of a node; the next message says it came back.

    Attributes:
        key: of the question; `Infer.avoid` leaves it out.
        limit_s: seconds after which nobody should wait any longer.
    """

    request: int
    node: str
    block: str | None
    key: str
    limit_s: float


InferRequest = InferEdits
InferEvent = OutOfStep | Asking
