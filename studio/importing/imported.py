"""What reading a model gives."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol

from studio.graph.document import Document


class Weights(Protocol):
    """Trained weights of a model, still in the file that was opened."""

    @property
    def suffix(self) -> str:
        """How the name of a file with nothing but them ends, for Keras to read it."""

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """Open them for reading, with seeking."""


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """A model as a document.

    Attributes:
        document: laid out, without a file of its own.
        title: the model's name.
        warnings: what could not be kept as it was; one sentence each.
        weights: the trained ones, where the file has any.
    """

    document: Document
    title: str
    warnings: tuple[str, ...] = ()
    weights: Weights | None = None
